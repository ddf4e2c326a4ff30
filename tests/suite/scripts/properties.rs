//! What must hold for any mix of scripts at any width.

use std::sync::Arc;

use newsprint::layout::{Options, TextLayout};
use newsprint::model::{Block, Document, Heading, Inline, List, ListItem, Metadata, Table};
use proptest::prelude::*;

use crate::layout::check_unit;

/// Words in many scripts, and what stands between them.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        3 => prop::sample::select(vec![
            "שלום", "הַגֶּשֶׁר", "עולם,", "(סוגריים)", "«ציטוט»", "سلام", "كِتَابٌ", "می\u{200c}خواهم", "لا", "۱۲۳", "١٢٣٫٥", "ב-2026",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "「東京」", "橋は、", "ー", "…", "（港）", "大桥", "다리", "ｶﾞ", "สะพานเปิดใหม่", "ຂ້ອຍຮັກ", "ខ្ញុំស្រឡាញ់", "မြန်မာနိုင်ငံ",
            "क्षत्रियों", "தமிழ்", "తెలుగు", "ಕನ್ನಡ",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "👨‍👩‍👧", "🇩🇪🇫🇷", "1️⃣", "👍🏿", "❤️", "e\u{301}", "a\u{5b0}", "[", ")", "42%", "-", "3-4", "hy\u{ad}phen",
        ]).prop_map(str::to_owned),
        4 => "[a-zA-Z]{1,14}",
        1 => "\\PC{1,3}",
    ];
    let between = prop::sample::select(vec![" ", " ", " ", "", ", ", "\u{a0}", "\u{3000}"]);
    prop::collection::vec((word, between), 0..30).prop_map(|parts| {
        parts
            .into_iter()
            .map(|(word, between)| word + between)
            .collect()
    })
}

fn content() -> impl Strategy<Value = Vec<Inline>> {
    let part = (words(), 0..6).prop_map(|(words, kind)| match kind {
        0 => Inline::Link {
            url: "https://example.org/".to_owned(),
            content: vec![Inline::Text(words)],
        },
        1 => Inline::Strong(vec![Inline::Text(words)]),
        2 => Inline::Code(words),
        3 => Inline::LineBreak,
        _ => Inline::Text(words),
    });
    prop::collection::vec(part, 0..4)
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        4 => content().prop_map(Block::Paragraph),
        1 => (1..7_u8, content()).prop_map(|(level, content)| Block::Heading(Heading { level, content })),
        1 => words().prop_map(|text| Block::CodeBlock { language: None, text }),
        1 => (0..2_usize, prop::collection::vec(prop::collection::vec(content(), 0..4), 0..4))
            .prop_map(|(head_rows, rows)| Block::Table(Table { head_rows, rows, ..Table::default() })),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        let blocks = prop::collection::vec(inner, 0..3);
        let item = blocks.clone().prop_map(|blocks| ListItem {
            checked: None,
            number: None,
            blocks,
        });
        prop_oneof![
            blocks.prop_map(Block::BlockQuote),
            (
                prop::option::of(0..200_u64),
                prop::collection::vec(item, 0..3)
            )
                .prop_map(|(start, items)| Block::List(List {
                    start,
                    items,
                    ..List::default()
                })),
        ]
    })
}

fn document() -> impl Strategy<Value = Document> {
    let lang = prop::option::of(prop::sample::select(vec![
        "he", "ar", "en", "de", "ja", "th", "sr-Cyrl",
    ]));
    let blocks = prop::collection::vec(block(), 0..5);
    (prop::option::of(words()), lang, blocks).prop_map(|(title, lang, blocks)| Document {
        metadata: Metadata {
            title,
            lang: lang.map(str::to_owned),
            ..Metadata::default()
        },
        blocks,
        ..Document::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_width_of_a_line_is_its_width_on_the_screen(
        document in document(),
        width in 1..=120_u16,
        (ascii, justify, hyphenate, reorder) in any::<(bool, bool, bool, bool)>(),
    ) {
        let options = Options { width, ascii, justify, hyphenate, reorder, ..Options::default() };
        let mut layout = TextLayout::new(Arc::new(document), options);
        for unit in 0..layout.unit_count() {
            check_unit(&mut layout, unit, width.into());
        }
    }
}
