//! Tests of the last step of an extraction: clean strings, bounded nesting, no repeated title.

use newsprint::extract::Hints;
use newsprint::extract::finish::finish;
use newsprint::model::{
    Block, Document, Heading, Inline, List, ListItem, Metadata, Numbering, Table,
};
use proptest::prelude::*;

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn paragraph(content: &str) -> Block {
    Block::Paragraph(vec![text(content)])
}

fn heading(level: u8, content: &str) -> Block {
    let content = vec![text(content)];
    Block::Heading(Heading { level, content })
}

fn link(url: &str, content: Vec<Inline>) -> Inline {
    let url = url.to_owned();
    Inline::Link { url, content }
}

fn titled(title: &str, blocks: Vec<Block>) -> Document {
    let title = Some(title.to_owned());
    let metadata = Metadata {
        title,
        ..Metadata::default()
    };
    Document {
        metadata,
        blocks,
        targets: Vec::new(),
        ..Document::default()
    }
}

fn finished(blocks: Vec<Block>) -> Vec<Block> {
    let metadata = Metadata::default();
    finish(
        Document {
            metadata,
            blocks,
            targets: Vec::new(),
            ..Document::default()
        },
        &Hints::default(),
    )
    .blocks
}

fn inlines(content: Vec<Inline>) -> Vec<Inline> {
    match finished(vec![Block::Paragraph(content)]).pop() {
        Some(Block::Paragraph(content)) => content,
        _ => Vec::new(),
    }
}

#[test]
fn white_space_collapses_across_inlines() {
    let content = vec![
        text("  The "),
        Inline::Emphasis(vec![text(" old "), text("\n ferry ")]),
        text(" is"),
        Inline::Strong(vec![text(" ")]),
        text("back\u{1b}[31m. "),
        Inline::LineBreak,
        text(" Now "),
        Inline::LineBreak,
    ];
    let expected = vec![
        text("The "),
        Inline::Emphasis(vec![text("old ferry")]),
        text(" is back."),
        Inline::LineBreak,
        text("Now"),
    ];
    assert_eq!(inlines(content), expected);
}

#[test]
fn links_without_a_target_become_text() {
    for url in [
        "https://a.example/x y",
        "javascript:alert(1)",
        "",
        "#top",
        "https://a.example/\u{202e}",
    ] {
        assert_eq!(
            inlines(vec![text("see "), link(url, vec![text("this")])]),
            [text("see this")]
        );
    }
    let good = link("https://a.example/", vec![text("this")]);
    assert_eq!(inlines(vec![good.clone()]), [good]);
}

#[test]
fn empty_blocks_are_removed() {
    let blocks = vec![
        Block::ThematicBreak,
        paragraph(" \u{200b} "),
        heading(2, "\u{7}"),
        Block::List(List::default()),
        Block::BlockQuote(vec![paragraph(" ")]),
        Block::CodeBlock {
            language: None,
            text: "\n \n".into(),
        },
        Block::Table(Table {
            rows: vec![vec![vec![text(" ")]]],
            ..Table::default()
        }),
        Block::Paragraph(vec![link("https://a.example/", vec![]), Inline::LineBreak]),
        paragraph("One."),
        Block::ThematicBreak,
        Block::ThematicBreak,
        paragraph("Two."),
        Block::ThematicBreak,
    ];
    assert_eq!(
        finished(blocks),
        [paragraph("One."), Block::ThematicBreak, paragraph("Two.")]
    );
}

#[test]
fn headings_stand_on_one_line_and_code_keeps_its_lines() {
    let broken = Block::Heading(Heading {
        level: 9,
        content: vec![text("Why "), Inline::LineBreak, text("it closed")],
    });
    assert_eq!(finished(vec![broken]), [heading(6, "Why it closed")]);
    let code = Block::CodeBlock {
        language: Some("rust ignore".into()),
        text: "\n\n\tlet x;\n\u{1b}[1m  y\n\n".into(),
    };
    let expected = Block::CodeBlock {
        language: Some("rust".into()),
        text: "    let x;\n  y".into(),
    };
    assert_eq!(finished(vec![code]), [expected]);
}

#[test]
fn a_repeated_title_is_removed() {
    let article = |blocks| finish(titled("Ferry is back!", blocks), &Hints::default()).blocks;
    let rest = || vec![paragraph("It came at noon."), paragraph("All cheered.")];
    let with = |first: Vec<Block>, last: Vec<Block>| [first, rest(), last].concat();
    assert_eq!(
        article(with(vec![heading(1, "FERRY  IS BACK")], vec![])),
        rest()
    );
    assert_eq!(
        article(with(vec![paragraph("Ferry is back")], vec![])),
        rest()
    );
    assert_eq!(
        article(with(vec![], vec![paragraph("Ferry is back")])),
        rest()
    );
    let lead = with(vec![paragraph("News"), heading(2, "Ferry is back")], vec![]);
    assert_eq!(article(lead), with(vec![paragraph("News")], vec![]));
    let other = with(vec![heading(2, "Ferry is back again")], vec![]);
    assert_eq!(article(other.clone()), other);
    let late = with(
        rest(),
        [rest(), vec![heading(2, "Ferry is back")], rest()].concat(),
    );
    assert_eq!(article(late.clone()), late);
}

#[test]
fn a_standfirst_is_not_shown_twice_and_no_paragraph_is_lost() {
    let article = |first: &str| {
        let mut document = titled("Ferry", vec![paragraph(first), paragraph("All cheered.")]);
        document.metadata.standfirst = Some("It came at noon.".into());
        finish(document, &Hints::default())
    };
    let same = article("It came at noon.");
    assert_eq!((same.standfirst_to_show(), same.blocks.len()), (None, 2));
    let other = article("It came at noon. Then it left.");
    assert_eq!(other.standfirst_to_show(), Some("It came at noon."));
}

#[test]
fn metadata_are_single_lines() {
    let metadata = Metadata {
        title: Some(format!(" The\n{}", "long ".repeat(500))),
        standfirst: Some(" \u{200b}\n".into()),
        byline: Some("By: Ana Holm".into()),
        publisher: Some("The\tTidewater\u{1b}[31m Post".into()),
        url: Some("javascript:alert(1)".into()),
        lang: Some("pt_BR".into()),
        ..Metadata::default()
    };
    let hints = Hints {
        url: Some("https://tide.example/a"),
        ..Hints::default()
    };
    let document = Document {
        metadata,
        blocks: vec![],
        ..Document::default()
    };
    let m = finish(document, &hints).metadata;
    let title = m.title.unwrap();
    assert!(
        title.starts_with("The long long")
            && title.ends_with("long…")
            && title.chars().count() <= 500
    );
    assert_eq!(m.standfirst, None);
    assert_eq!(m.byline.as_deref(), Some("Ana Holm"));
    assert_eq!(m.publisher.as_deref(), Some("The Tidewater Post"));
    assert_eq!(m.lang.as_deref(), Some("pt-BR"));
    assert_eq!(m.url.as_deref(), Some("https://tide.example/a"));
    let byline = |by: &str| {
        let metadata = Metadata {
            byline: Some(by.into()),
            ..Metadata::default()
        };
        finish(
            Document {
                metadata,
                blocks: vec![],
                ..Document::default()
            },
            &hints,
        )
        .metadata
        .byline
    };
    assert_eq!(byline("Byron Lund").as_deref(), Some("Byron Lund"));
    assert_eq!(byline("By"), None);
}

fn depth(blocks: &[Block]) -> usize {
    let below = |block: &Block| match block {
        Block::BlockQuote(blocks) => 1 + depth(blocks),
        Block::List(list) => {
            1 + list
                .items
                .iter()
                .map(|item| depth(&item.blocks))
                .max()
                .unwrap_or(0)
        }
        _ => 0,
    };
    blocks.iter().map(below).max().unwrap_or(0)
}

#[test]
fn hostile_nesting_is_flattened_without_losing_words() {
    let mut block = paragraph("deepest");
    let mut content = text("innermost");
    for i in 0..200_000 {
        block = if i % 2 == 0 {
            Block::BlockQuote(vec![block, paragraph("side")])
        } else {
            Block::List(List {
                start: None,
                numbering: Numbering::Decimal,
                items: vec![ListItem {
                    checked: None,
                    number: None,
                    blocks: vec![block],
                }],
            })
        };
        content = match i % 3 {
            0 => Inline::Emphasis(vec![content]),
            1 => Inline::Strong(vec![content, text(" x")]),
            _ => link("https://a.example/", vec![content]),
        };
    }
    let blocks = finished(vec![block, Block::Paragraph(vec![content])]);
    assert!(depth(&blocks) <= 16);
    let all: Vec<String> = blocks.iter().map(Block::text).collect();
    assert!(all[0].contains("deepest"));
    assert_eq!(all[0].matches("side").count(), 100_000);
    assert!(all[1].starts_with("innermost x x"));
}

#[test]
fn tables_and_links_are_bounded_without_losing_words() {
    let rows = vec![vec![vec![text("cell")]; 150]; 3];
    let long = vec![vec![vec![text("row")]]; 25_000];
    let table = |rows| {
        Block::Table(Table {
            head_rows: 1,
            rows,
            ..Table::default()
        })
    };
    let blocks = finished(vec![table(rows), table(long)]);
    assert_eq!(blocks[0].text().matches("cell").count(), 450);
    let rows: Vec<usize> = blocks
        .iter()
        .map(|b| match b {
            Block::Table(t) => t.rows.len(),
            _ => 0,
        })
        .collect();
    assert_eq!(rows, [3, 10_000, 10_000, 5_000]);
    let many = (0..20_000).flat_map(|i| {
        [
            link(&format!("https://a.example/{i}"), vec![text("x")]),
            text(" "),
        ]
    });
    let content = inlines(many.collect());
    let links = content
        .iter()
        .filter(|i| matches!(i, Inline::Link { .. }))
        .count();
    assert_eq!(links, 10_000);
}

fn any_inline() -> impl Strategy<Value = Inline> {
    let words = prop::sample::select(vec![
        "a",
        " ",
        " b",
        "c ",
        "\u{1b}[1m",
        "\n",
        "e\u{301}",
        "\u{a0}",
        "",
    ]);
    let leaf = prop_oneof![
        4 => words.prop_map(text),
        1 => Just(Inline::LineBreak),
        1 => Just(Inline::Code(" x ".into())),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let content = prop::collection::vec(inner, 0..4);
        prop_oneof![
            content.clone().prop_map(Inline::Emphasis),
            content.clone().prop_map(Inline::Strong),
            content.clone().prop_map(Inline::Deletion),
            content.prop_map(|content| link("https://a.example/", content)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finishing_twice_is_finishing_once(content in prop::collection::vec(any_inline(), 0..8)) {
        let once = inlines(content);
        prop_assert_eq!(inlines(once.clone()), once.clone());
        let words = newsprint::model::plain_text(&once);
        prop_assert!(!words.contains("  ") || words.contains(" x "), "{:?}", words);
    }
}
