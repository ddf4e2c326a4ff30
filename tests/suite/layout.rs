//! Tests of layout: what the lines of each kind of block look like, and what must hold for any document and any width.

use std::sync::Arc;

use newsprint::layout::{Options, Position, Role, TextLayout, TextLine};
use newsprint::model::{
    Alignment, Block, Document, Heading, Image, Inline, List, ListItem, Metadata, Published, Table,
};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn heading(level: u8, words: &str) -> Block {
    let content = vec![text(words)];
    Block::Heading(Heading { level, content })
}

fn item(blocks: Vec<Block>) -> ListItem {
    ListItem { done: None, blocks }
}

fn story(blocks: Vec<Block>) -> Document {
    Document {
        metadata: Metadata::default(),
        blocks,
    }
}

fn lay_out(document: Document, width: u16, ascii: bool) -> TextLayout {
    TextLayout::new(Arc::new(document), Options { width, ascii })
}

fn all_lines(layout: &mut TextLayout) -> Vec<TextLine> {
    let units = 0..layout.unit_count();
    units.flat_map(|unit| layout.lines(unit).to_vec()).collect()
}

/// The lines of the blocks of a story, without its head.
fn page(blocks: Vec<Block>, width: u16, ascii: bool) -> String {
    let mut layout = lay_out(story(blocks), width, ascii);
    let units = 1..layout.unit_count();
    let lines: Vec<String> = units
        .flat_map(|unit| layout.lines(unit).to_vec())
        .map(|line| line.text())
        .collect();
    lines.join("\n")
}

#[test]
fn show_everything() {
    let rows = |rows: &[&[&str]]| -> Vec<Vec<Vec<Inline>>> {
        rows.iter()
            .map(|row| row.iter().map(|cell| vec![text(cell)]).collect())
            .collect()
    };
    let blocks = vec![
        heading(1, "First level"),
        paragraph("The ferry left at six. Nobody on the quay had expected it to, least of all the harbour master, who was still at breakfast when the horn sounded."),
        paragraph("Second paragraph."),
        heading(2, "Why it closed"),
        Block::List(List { start: None, items: vec![
            item(vec![paragraph("one"), Block::List(List { start: None, items: vec![item(vec![paragraph("deep")]), item(vec![paragraph("deep again, and this one is long enough to wrap to another line of text")])] })]),
            item(vec![paragraph("two")]),
            ListItem { done: Some(true), blocks: vec![paragraph("done")] },
            item(vec![]),
        ]}),
        heading(3, "Third"),
        Block::List(List { start: Some(9), items: vec![item(vec![paragraph("nine")]), item(vec![paragraph("ten"), paragraph("more of ten")])] }),
        heading(4, "Fourth"),
        Block::BlockQuote(vec![paragraph("Quoted words that go on for quite a while, until they have to be wrapped."), Block::BlockQuote(vec![paragraph("inner")]), paragraph("last")]),
        Block::CodeBlock { language: None, text: "fn main() {\n\tprintln!(\"a long line that has to be broken somewhere in the middle\");\n\n}".into() },
        Block::Table(Table { caption: vec![text("Tides at the pier")], head: 1, alignment: vec![Alignment::Start, Alignment::End, Alignment::Center], rows: rows(&[&["Day", "Metres", "Note"], &["Monday", "1.4", "calm"], &["Tuesday", "12.25", "storm, 日本"]]) }),
        Block::Table(Table { caption: vec![], head: 1, alignment: vec![], rows: rows(&[&["Day", "Note"], &["Monday", "calm all day long with a light breeze from the west and no rain"], &["Tuesday", "storm"]]) }),
        Block::Table(Table { caption: vec![], head: 1, alignment: vec![], rows: rows(&[&["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta"], &["something", "another thing", "third", "fourth", "fifth", "sixth", "seventh", "eighth of the lot"], &["a", "b", "c"]]) }),
        Block::Image(Image { url: None, alt: "Two ferries side by side".into(), caption: vec![text("The old and the new ferry.")] }),
        Block::Image(Image { url: Some("https://example.org/a/b/quay.jpg?x=1".into()), alt: String::new(), caption: vec![] }),
        Block::ThematicBreak,
        paragraph("End."),
    ];
    for (width, ascii) in [(50, false), (50, true), (24, false)] {
        println!(
            "{}\n{}",
            "=".repeat(width.into()),
            page(blocks.clone(), width, ascii)
        );
    }
}

/// Text that is hard to lay out, beside plain words.
fn awkward() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        6 => "[a-z]{1,12}",
        6 => Just(" ".to_owned()),
        1 => "[ -~]{1,20}",
        1 => "\\PC{1,6}",
        1 => any::<String>().prop_map(|s| s.chars().take(6).collect()),
        2 => prop::sample::select(vec![
            "👨‍👩‍👧", "❤️", "👍🏽", "🇩🇪🇫🇷🇮", "日本語、東京。「駅」", "한국어", "ｶﾞｷﾞ", "e\u{301}\u{323}", "\u{301}",
            "ไม่มีปัญหา", "हिन्दी क्षेत्र", "سلام دنیا", "hy\u{ad}phen\u{ad}a\u{ad}tion", "\u{ad}", "\t", "\n", "\n\n",
            "https://example.org/a/very/long/path?with=query&and=more", "well-known", "\u{a0}", "\u{3000}", "\u{200b}",
            "\u{200d}", "\r\n", "\u{7}", "\u{1f}", "\u{600}a", "“quoted,”", "—", "…", "a🏽", "\u{2028}", "\u{fdfd}",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(pieces, 0..24).prop_map(|parts| parts.concat())
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        4 => awkward().prop_map(Inline::Text),
        1 => awkward().prop_map(Inline::Code),
        1 => Just(Inline::LineBreak),
    ];
    let inline = leaf.prop_recursive(2, 8, 3, |inner| {
        let content = prop::collection::vec(inner, 0..3);
        prop_oneof![
            content.clone().prop_map(Inline::Emphasis),
            content.clone().prop_map(Inline::Strong),
            content.prop_map(|content| Inline::Link {
                url: "https://example.org/".to_owned(),
                content
            }),
        ]
    });
    prop::collection::vec(inline, 0..4)
}

fn table() -> impl Strategy<Value = Table> {
    let alignments = vec![Alignment::Start, Alignment::Center, Alignment::End];
    let row = prop::collection::vec(inlines(), 0..5);
    let alignment = prop::collection::vec(prop::sample::select(alignments), 0..4);
    let rows = prop::collection::vec(row, 0..6);
    (inlines(), 0..3_usize, alignment, rows).prop_map(|(caption, head, alignment, rows)| Table {
        caption,
        head,
        alignment,
        rows,
    })
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        3 => inlines().prop_map(Block::Paragraph),
        1 => (0..9_u8, inlines()).prop_map(|(level, content)| Block::Heading(Heading { level, content })),
        1 => awkward().prop_map(|text| Block::CodeBlock { language: None, text }),
        1 => table().prop_map(Block::Table),
        1 => (awkward(), inlines(), prop::option::of(awkward()))
            .prop_map(|(alt, caption, url)| Block::Image(Image { url, alt, caption })),
        1 => Just(Block::ThematicBreak),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let blocks = prop::collection::vec(inner, 0..4);
        let item = (prop::option::of(any::<bool>()), blocks.clone())
            .prop_map(|(done, blocks)| ListItem { done, blocks });
        let start = prop::option::of(prop_oneof![0..200_u64, Just(u64::MAX)]);
        prop_oneof![
            blocks.prop_map(Block::BlockQuote),
            (start, prop::collection::vec(item, 0..4))
                .prop_map(|(start, items)| Block::List(List { start, items })),
        ]
    })
}

fn document() -> impl Strategy<Value = Document> {
    let blocks = prop::collection::vec(block(), 0..8);
    let facts = (
        prop::option::of(awkward()),
        prop::option::of(awkward()),
        prop::option::of(awkward()),
    );
    (facts, blocks).prop_map(|((title, standfirst, byline), blocks)| {
        let metadata = Metadata {
            title,
            standfirst,
            byline,
            ..Metadata::default()
        };
        Document { metadata, blocks }
    })
}

/// The columns that the renderer gives a line.
fn drawn_columns(line: &TextLine) -> usize {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 1000, 1));
    let mut x = 0;
    for span in &line.spans {
        x = buffer
            .set_stringn(x, 0, &span.text, 1000, Style::default())
            .0;
    }
    x.into()
}

fn graphemes(text: &str) -> usize {
    unicode_segmentation::UnicodeSegmentation::graphemes(text, true).count()
}

/// Checks what must hold for the lines of a unit.
fn check_unit(layout: &mut TextLayout, unit: usize, width: usize) {
    let text = layout.unit_text(unit);
    let lines = layout.lines(unit).to_vec();
    assert!(!lines.is_empty(), "unit {unit} has no lines");
    let mut spans = Vec::new();
    for line in &lines {
        let shown: String = line
            .spans
            .iter()
            .filter(|s| s.source.is_some())
            .map(|s| s.text.as_str())
            .collect();
        let columns = drawn_columns(line);
        let last = line.spans.last().map_or(0, |span| graphemes(&span.text));
        // A single grapheme may be wider than all of the width.
        assert!(
            columns <= width || graphemes(&shown) == 1 || last == 1,
            "{columns} columns of {width}: {line:?}"
        );
        if line.gap {
            assert_eq!(line.source, 0..0);
        }
        assert!(
            !line.text().ends_with(' ') || shown.ends_with(' '),
            "{line:?}"
        );
        assert!(text.get(line.source.clone()).is_some());
        for span in &line.spans {
            if let Some(start) = span.source {
                let end = start + span.text.len();
                assert_eq!(text.get(start..end), Some(span.text.as_str()));
                assert!(
                    line.source.start <= start && end <= line.source.end
                        || line.source.start > line.source.end
                        || line.spans.len() > 1
                );
                spans.push((start, end));
            }
        }
    }
    spans.sort_unstable();
    let mut at = 0;
    for (start, end) in spans.into_iter().chain([(text.len(), text.len())]) {
        let skipped = text.get(at..start).expect("no byte is shown twice");
        assert!(
            skipped.chars().all(|c| c.is_whitespace() || c == '\u{ad}'),
            "lost {skipped:?} of {text:?}"
        );
        at = end;
    }
}

/// Checks that the texts of a block's units are the text of the block, with a line feed between them or nothing.
fn check_places(layout: &mut TextLayout, document: &Document) {
    for (block, content) in document.blocks.iter().enumerate() {
        let whole = content.text();
        let mut before = (0, 0);
        for offset in 0..=whole.len() {
            let (unit, at) = layout.locate(block, offset);
            assert!(before <= (unit, at), "places go backwards");
            before = (unit, at);
            assert_eq!(layout.source(unit, at), Some((block, offset)));
            let text = layout.unit_text(unit);
            assert!(at <= text.len());
            assert_eq!(
                text.as_bytes().get(at).or(Some(&b'\n')),
                whole.as_bytes().get(offset).or(Some(&b'\n'))
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_fits_any_width(document in document(), width in prop_oneof![1..12_u16, 1..=200_u16], ascii: bool) {
        let document = Arc::new(document);
        let mut layout = TextLayout::new(Arc::clone(&document), Options { width, ascii });
        for unit in 0..layout.unit_count() {
            check_unit(&mut layout, unit, width.into());
        }
    }

    #[test]
    fn every_byte_of_a_block_has_its_place(document in document()) {
        let mut layout = lay_out(document.clone(), 60, false);
        check_places(&mut layout, &document);
    }
}
