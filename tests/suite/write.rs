//! Documents written as Markdown and as plain text can be read back unchanged.

use newsprint::extract::{Hints, extract};
use newsprint::model::{
    Alignment, Block, Document, Heading, Image, Inline, List, ListItem, Metadata, Numbering,
    Published, Table,
};
use newsprint::text::writers::{document_markdown, document_text, markdown};
use proptest::prelude::*;

fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn read(markdown: &str) -> Document {
    let hints = Hints {
        name: Some("a.md"),
        ..Hints::default()
    };
    extract(markdown.as_bytes(), &hints).unwrap().document
}

fn sample() -> Document {
    let item = |blocks| ListItem {
        checked: None,
        number: None,
        blocks,
    };
    let inner = List {
        start: None,
        numbering: Numbering::Decimal,
        items: vec![item(vec![paragraph("inner")])],
    };
    Document {
        metadata: Metadata {
            title: Some("The *old* ferry #1".into()),
            standfirst: Some("It came at noon.".into()),
            byline: Some("Ana Holm".into()),
            publisher: Some("The Tide Post".into()),
            published: "2026-02-02".parse().ok().map(Published::Day),
            url: Some("https://tide.example/ferry_1".into()),
            lang: None,
            enclosures: Vec::new(),
        },
        blocks: vec![
            paragraph("All cheered."),
            Block::Heading(Heading {
                level: 2,
                content: vec![text("Why")],
            }),
            Block::List(List {
                start: Some(3),
                numbering: Numbering::Decimal,
                items: vec![
                    item(vec![paragraph("one"), Block::List(inner)]),
                    item(vec![paragraph("two")]),
                ],
            }),
            Block::BlockQuote(vec![paragraph("Said"), paragraph("she")]),
            Block::CodeBlock {
                language: Some("sh".into()),
                text: "row\n\n  ashore".into(),
            },
            Block::Table(Table {
                head_rows: 1,
                alignment: vec![Alignment::Start, Alignment::End],
                rows: vec![
                    vec![vec![text("Pier")], vec![text("Boats")]],
                    vec![vec![text("北")], vec![text("4")]],
                ],
                ..Table::default()
            }),
            Block::Image(Image {
                url: Some("https://tide.example/p.png".into()),
                alt: "The pier".into(),
                caption: vec![text("At \"noon\"")],
            }),
            Block::ThematicBreak,
            Block::Paragraph(vec![
                text("The"),
                Inline::LineBreak,
                Inline::Strong(vec![text("end")]),
                text("."),
            ]),
        ],
        ..Document::default()
    }
}

#[test]
fn an_article_as_plain_text() {
    let expected = "The *old* ferry #1\n\nIt came at noon.\n\nAna Holm · The Tide Post · 2026-02-02 · https://tide.example/ferry_1\n\n\
        All cheered.\n\n\nWhy\n\n3. one\n   - inner\n4. two\n\n> Said\n>\n> she\n\n    row\n\n      ashore\n\n\
        Pier  Boats\n北        4\n\n[Image: The pier — At \"noon\"]\n\n* * *\n\nThe\nend.\n";
    assert_eq!(document_text(&sample()), expected);
}

#[test]
fn an_article_as_markdown_is_read_back() {
    let article = sample();
    let written = document_markdown(&article);
    let back = read(&written);
    // Targets of links within the article are not written.
    assert_eq!(
        (back.metadata, back.blocks),
        (article.metadata, article.blocks),
        "{written}"
    );
}

#[test]
fn punctuation_in_words_is_escaped() {
    for words in [
        "# no heading",
        "- no item",
        "1. no number",
        "12) none",
        "> no quote",
        "+ none",
        "=== none",
        "--- none",
        "a * b * c",
        "_x_ snake_case __y__",
        "`x` and ``",
        "[a](b) ![c](d) [e]",
        "<b>x</b> <https://a.example/>",
        "&amp; &#33; AT&T; R&D",
        "a\\b \\* c\\",
        "| a | b |",
        "~~x~~ ~y~",
        "[x] task",
        "[^1] note",
        "*",
        "**bold**",
        ": def",
        "wow!",
        "http://a.example/_x_",
        "{#id}",
        "    x",
        "C#",
        "-",
        "+++",
        "```",
        "1986. A year",
    ] {
        let words = words.trim();
        for block in [
            paragraph(words),
            Block::Heading(Heading {
                level: 2,
                content: vec![text(words)],
            }),
            Block::List(List {
                start: None,
                numbering: Numbering::Decimal,
                items: vec![ListItem {
                    checked: None,
                    number: None,
                    blocks: vec![paragraph(words)],
                }],
            }),
            Block::Paragraph(vec![text("a"), Inline::LineBreak, text(words)]),
        ] {
            let blocks = vec![paragraph("First."), block];
            let written = markdown(&blocks);
            assert_eq!(read(&written).blocks, blocks, "{written}");
        }
    }
}

#[test]
fn emphasis_within_words_and_beside_punctuation_is_read_back() {
    let em = |words: &str| Inline::Emphasis(vec![text(words)]);
    let strong = |words: &str| Inline::Strong(vec![text(words)]);
    let deleted = |words: &str| Inline::Deletion(vec![text(words)]);
    let link = |words: Vec<Inline>| Inline::Link {
        url: "https://a.example/(x)_y".into(),
        content: words,
    };
    for content in [
        vec![text("un"), em("believ"), text("able")],
        vec![text("a"), strong("(b)"), text("c")],
        vec![Inline::Emphasis(vec![strong("x")])],
        vec![Inline::Strong(vec![em("x"), text(" y")])],
        vec![em("a"), strong("b")],
        vec![text("wow!"), link(vec![text("x")])],
        vec![link(vec![em("x"), text(" "), strong("y")]), text("s")],
        vec![em("# x"), text(" y")],
        vec![text("at "), deleted("six"), text(" five")],
        vec![text("a"), deleted("(b)"), text("c")],
        vec![text("~"), deleted("b~")],
        vec![text("from $a to b$ or $5"), em("x"), text("$")],
        vec![
            Inline::Code("a`b".into()),
            text(" "),
            Inline::Code("` ".into()),
            text(", "),
            Inline::Code(" x ".into()),
        ],
    ] {
        let blocks = vec![Block::Paragraph(content)];
        let written = markdown(&blocks);
        assert_eq!(read(&written).blocks, blocks, "{written}");
    }
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "tide", "*", "_", "a_b", "`", "[", "]", "(", ")", "#", "- ", "1. ", "> ", "|", "\\", "<i>",
        "&amp;", "!", "~", "$", "$x_1$", "\\(", "\\)", ":::", "!!! note", "[!tip]", "é", "日本",
        " ", ".", "\"", ":", "=", "+", "{x}",
    ]);
    prop::collection::vec(word, 1..6).prop_map(|words| words.concat())
}

fn content() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        5 => words().prop_map(Inline::Text),
        1 => Just(Inline::Code("a`b|c".into())),
        1 => Just(Inline::LineBreak),
    ];
    let inline = leaf.prop_recursive(3, 12, 3, |inner| {
        let content = prop::collection::vec(inner, 1..4);
        prop_oneof![
            content.clone().prop_map(Inline::Emphasis),
            content.clone().prop_map(Inline::Strong),
            content.clone().prop_map(Inline::Deletion),
            content.prop_map(|content| Inline::Link {
                url: "https://a.example/b_(c)?d=1&e;".into(),
                content
            }),
        ]
    });
    prop::collection::vec(inline, 1..5)
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        4 => content().prop_map(|mut content| {
            // A bold paragraph is a heading.
            if !content.iter().any(|inline| matches!(inline, Inline::Text(_))) {
                content.push(Inline::Text(" x".to_owned()));
            }
            Block::Paragraph(content)
        }),
        1 => (2u8..7, content()).prop_map(|(level, content)| Block::Heading(Heading { level, content })),
        1 => Just(Block::CodeBlock { language: None, text: "a\n\n```\n  b".into() }),
        1 => Just(Block::ThematicBreak),
        1 => prop::collection::vec(prop::collection::vec(content(), 2), 2..4)
            .prop_map(|rows| Block::Table(Table { head_rows: 1, alignment: vec![Alignment::Start, Alignment::Center], rows, ..Table::default() })),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        let blocks = prop::collection::vec(inner, 1..4);
        let item = blocks.clone().prop_map(|blocks| ListItem {
            checked: None,
            number: None,
            blocks,
        });
        let items = prop::collection::vec(item, 1..4);
        prop_oneof![
            blocks.prop_map(Block::BlockQuote),
            (prop::option::of(0u64..120), items).prop_map(|(start, items)| Block::List(List {
                start,
                items,
                ..List::default()
            })),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_article_is_read_back(blocks in prop::collection::vec(block(), 1..4)) {
        let article = Document { blocks, ..Document::default() };
        let blocks = newsprint::extract::finish::finish(article, &Hints::default()).blocks;
        prop_assume!(!blocks.is_empty());
        let written = markdown(&blocks);
        let back = read(&written).blocks;
        prop_assert_eq!(&back, &blocks, "{}", written);
    }
}
