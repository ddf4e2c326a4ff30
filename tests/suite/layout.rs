//! Layout: the lines of each kind of block, and properties that hold for any document and any width.

use std::collections::HashSet;
use std::sync::Arc;

use newsprint::layout::{
    LinePosition, Options, Role, TextLayout, TextLine, UnitPosition, WideColumns, columns,
    visible_part,
};
use newsprint::model::{
    Alignment, Block, BlockPosition, Document, Heading, Image, Inline, List, ListItem, Metadata,
    Published, Table,
};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

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
    ListItem {
        checked: None,
        number: None,
        blocks,
    }
}

fn article(blocks: Vec<Block>) -> Document {
    Document {
        blocks,
        ..Document::default()
    }
}

fn lay_out(document: Document, width: u16, ascii: bool) -> TextLayout {
    TextLayout::new(
        Arc::new(document),
        Options {
            width,
            ascii,
            ..Options::default()
        },
    )
}

fn all_lines(layout: &mut TextLayout) -> Vec<TextLine> {
    let units = 0..layout.unit_count();
    units.flat_map(|unit| layout.lines(unit).to_vec()).collect()
}

/// Returns the lines of the blocks of an article, without its head and the blank line below it.
fn page(blocks: Vec<Block>, width: u16, ascii: bool) -> String {
    let mut layout = lay_out(article(blocks), width, ascii);
    let units = 1..layout.unit_count();
    let lines: Vec<String> = units
        .flat_map(|unit| layout.lines(unit).to_vec())
        .map(|line| line.text())
        .skip(1)
        .collect();
    lines.join("\n")
}

/// Returns the expected lines of a page, without the indent of this file.
fn expected(image: &str) -> String {
    let lines: Vec<&str> = image.trim_matches('\n').lines().collect();
    let lines = lines
        .iter()
        .map(|line| line.trim_start().strip_prefix(':').unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

fn rows(rows: &[&[&str]]) -> Vec<Vec<Vec<Inline>>> {
    let row = |row: &&[&str]| row.iter().map(|cell| vec![text(cell)]).collect();
    rows.iter().map(row).collect()
}

fn table_of(head: usize, cells: &[&[&str]]) -> Table {
    Table {
        head_rows: head,
        rows: rows(cells),
        ..Table::default()
    }
}

fn list(start: Option<u64>, items: Vec<ListItem>) -> Block {
    Block::List(List {
        start,
        items,
        ..List::default()
    })
}

#[test]
fn the_head_shows_title_standfirst_and_facts() {
    let mut document = article(vec![paragraph("The first bus crossed at nine.")]);
    document.metadata = Metadata {
        title: Some("Harbour bridge reopens after eleven months".into()),
        standfirst: Some("The crossing carried its first buses.".into()),
        byline: Some("Ada Quill".into()),
        publisher: Some("The Tidewater Post".into()),
        published: chrono::NaiveDate::from_ymd_opt(2026, 2, 2).map(Published::Day),
        ..Metadata::default()
    };
    let mut layout = lay_out(document, 36, false);
    let lines: Vec<String> = all_lines(&mut layout).iter().map(TextLine::text).collect();
    assert_eq!(
        lines.join("\n"),
        expected(
            "
            :Harbour bridge reopens
            :after eleven months
            :
            :The crossing carried its
            :first buses.
            :The Tidewater Post · 2 February 2026
            :Ada Quill · 1 min
            :
            :The first bus crossed at nine."
        )
    );
    let roles: Vec<Role> = layout
        .lines(0)
        .iter()
        .filter_map(|line| Some(line.spans.first()?.role))
        .collect();
    let expected = [
        Role::Title,
        Role::Title,
        Role::Standfirst,
        Role::Standfirst,
        Role::Facts,
        Role::Facts,
    ];
    assert_eq!(roles, expected);
}

#[test]
fn the_head_uses_a_known_word_count() {
    let mut layout = lay_out(article(vec![paragraph("Short.")]), 40, false);
    assert_eq!(layout.lines(0)[0].text(), "1 min");
    layout.set_word_count(2000);
    assert_eq!(layout.lines(0)[0].text(), "9 min");
}

#[test]
fn an_empty_article_is_one_line() {
    let mut layout = lay_out(Document::default(), 40, false);
    assert_eq!(layout.unit_count(), 1);
    assert_eq!(layout.lines(0).len(), 1);
    assert!(layout.lines(1).is_empty());
}

#[test]
fn headings_stand_left_of_the_text_and_differ_by_level() {
    let blocks = vec![
        heading(1, "Crossing"),
        paragraph("Buses again."),
        paragraph("Cars in May."),
        heading(2, "Why it closed"),
        paragraph("Rust."),
        heading(3, "Inspections"),
        paragraph("Two of them."),
    ];
    let wide = "
        :█ Crossing
        :━━━━━━━━━━
        :  Buses again.
        :
        :  Cars in May.
        :
        :
        :▌ Why it closed
        :  Rust.
        :
        :▍ Inspections
        :  Two of them.";
    assert_eq!(page(blocks.clone(), 60, false), expected(wide));
    let narrow = "
        :# Crossing
        :==========
        :Buses again.
        :
        :Cars in May.
        :
        :
        :## Why it
        :   closed
        :Rust.
        :
        :### Inspecti
        :    ons
        :Two of them.";
    assert_eq!(page(blocks, 12, true), expected(narrow));
}

#[test]
fn lists_show_their_depth_and_align_their_numbers() {
    let deep = list(
        None,
        vec![
            item(vec![paragraph("salt")]),
            item(vec![paragraph("fresh water, by barge")]),
        ],
    );
    let done = ListItem {
        checked: Some(true),
        number: None,
        blocks: vec![paragraph("ropes")],
    };
    let open = ListItem {
        checked: Some(false),
        number: None,
        blocks: vec![paragraph("anchor")],
    };
    let blocks = vec![
        list(None, vec![item(vec![paragraph("coal"), deep]), done, open]),
        list(
            Some(9),
            vec![
                item(vec![paragraph("nine")]),
                item(vec![paragraph("ten, and then on and on")]),
            ],
        ),
        list(
            None,
            vec![
                item(vec![paragraph("one"), paragraph("two")]),
                item(vec![paragraph("three")]),
            ],
        ),
    ];
    let unicode = "
        :• coal
        :  ◦ salt
        :  ◦ fresh water,
        :    by barge
        :☑ ropes
        :☐ anchor
        :
        : 9. nine
        :10. ten, and then
        :    on and on
        :
        :• one
        :
        :  two
        :
        :• three";
    assert_eq!(page(blocks.clone(), 18, false), expected(unicode));
    let ascii = page(blocks, 18, true);
    assert!(ascii.is_ascii());
    assert!(ascii.starts_with("* coal\n  - salt"), "{ascii}");
    assert!(ascii.contains("[x] ropes\n[ ] anchor"), "{ascii}");
}

#[test]
fn quotations_have_a_bar_on_every_line() {
    let inner = Block::BlockQuote(vec![paragraph("Not by night.")]);
    let blocks = vec![Block::BlockQuote(vec![
        paragraph("We shall cross it again."),
        inner,
        paragraph("He sat down."),
    ])];
    let unicode = "
        :▎ We shall cross
        :▎ it again.
        :▎
        :▎ ▎ Not by
        :▎ ▎ night.
        :▎
        :▎ He sat down.";
    assert_eq!(page(blocks.clone(), 16, false), expected(unicode));
    assert!(page(blocks, 16, true).starts_with("| We shall cross\n| it again.\n|\n| | Not by"));
}

#[test]
fn code_keeps_its_lines_and_marks_continued_ones() {
    let code = "if tide > 3:\n\tclose(the_gate, quickly)\n\ndone";
    let blocks = vec![Block::CodeBlock {
        language: None,
        text: code.into(),
    }];
    let unicode = "
        :  if tide > 3:
        :      close(the_gate
        :  ↪ , quickly)
        :
        :  done";
    assert_eq!(page(blocks.clone(), 20, false), expected(unicode));
    assert!(page(blocks, 20, true).contains("\n  > , quickly)\n"));
}

#[test]
fn tables_that_fit_have_columns() {
    let table = Table {
        caption: vec![text("Tides at the pier")],
        alignment: vec![Alignment::Start, Alignment::Start, Alignment::Center],
        ..table_of(
            1,
            &[
                &["Day", "Metres", "Note"],
                &["Monday", "1.4", "calm"],
                &["Tuesday", "12.25", "storm, 東京"],
            ],
        )
    };
    let natural = "
        :Tides at the pier
        :Day      Metres     Note
        :───────  ──────  ───────────
        :Monday      1.4     calm
        :Tuesday   12.25  storm, 東京";
    assert_eq!(
        page(vec![Block::Table(table)], 40, false),
        expected(natural)
    );
    let prose = table_of(
        1,
        &[
            &["Day", "Note"],
            &["Monday", "calm all day with a light breeze"],
            &["Tuesday", "storm"],
        ],
    );
    let wrapped = "
        :Day     │ Note
        :────────┼─────────────────
        :Monday  │ calm all day
        :        │ with a light
        :        │ breeze
        :Tuesday │ storm";
    assert_eq!(
        page(vec![Block::Table(prose)], 26, false),
        expected(wrapped)
    );
}

#[test]
fn a_table_at_the_start_is_indented_like_the_text() {
    let prose = "calm all day with a light breeze from the west, later from the south";
    let table = table_of(1, &[&["Day", "Note"], &["Monday", prose]]);
    let blocks = vec![Block::Table(table), heading(2, "Tides")];
    let mut layout = lay_out(article(blocks), 60, false);
    for unit in 0..layout.unit_count() {
        check_unit(&mut layout, unit, 60);
    }
    assert!(layout.lines(1)[1].text().starts_with("  Day"));
}

#[test]
fn tables_too_wide_for_columns_become_records() {
    let table = table_of(
        1,
        &[
            &["Ship", "Arrives", "Berth", "Cargo"],
            &["Petrel", "Monday", "4", "grain from upriver"],
            &["Gannet", "Tuesday"],
        ],
    );
    let records = "
        :Ship · Arrives · Berth
        :Cargo
        :────────────────────────
        :Ship:    Petrel
        :Arrives: Monday
        :Berth:   4
        :Cargo:   grain from
        :         upriver
        :
        :Ship:    Gannet
        :Arrives: Tuesday";
    assert_eq!(
        page(vec![Block::Table(table)], 24, false),
        expected(records)
    );
}

#[test]
fn images_are_boxes_with_their_alternative_text() {
    let ferry = Block::Image(Image {
        url: None,
        alt: "Two ferries side by side".into(),
        caption: vec![text("The old one and the new.")],
    });
    let quay = Block::Image(Image {
        url: Some("https://example.org/2026/quay.jpg?width=900".into()),
        ..Image::default()
    });
    let unicode = "
        :┌ image ───────────────────┐
        :│ Two ferries side by side │
        :└──────────────────────────┘
        :The old one and the new.
        :
        :┌ image ────┐
        :│ quay.jpg  │
        :└───────────┘";
    assert_eq!(
        page(vec![ferry.clone(), quay], 40, false),
        expected(unicode)
    );
    let ascii = "
        :+ image -----------+
        :| Two ferries side |
        :| by side          |
        :+------------------+
        :The old one and
        :the new.";
    assert_eq!(page(vec![ferry], 22, true), expected(ascii));
}

#[test]
fn thematic_breaks_are_centred() {
    let blocks = vec![paragraph("a"), Block::ThematicBreak, paragraph("b")];
    assert_eq!(page(blocks.clone(), 11, false), "a\n\n    ───\n\nb");
    assert_eq!(page(blocks, 11, true), "a\n\n   * * *\n\nb");
}

#[test]
fn lines_of_a_paragraph_are_about_equally_full() {
    let words = "To be, or not to be: that is the question of the harbour board tonight.";
    let balanced = "
        :To be, or not to be:
        :that is the question
        :of the harbour board
        :tonight.";
    assert_eq!(page(vec![paragraph(words)], 24, false), expected(balanced));
}

#[test]
fn line_breaks_of_the_author_stay() {
    let verse = Block::Paragraph(vec![
        text("Up the river,"),
        Inline::LineBreak,
        text("down the stair"),
    ]);
    assert_eq!(
        page(vec![verse], 40, false),
        "Up the river,\ndown the stair"
    );
}

#[test]
fn chinese_breaks_between_characters_but_not_before_a_full_stop() {
    let words = "港の橋が開いた。「朝」";
    assert_eq!(
        page(vec![paragraph(words)], 14, false),
        "港の橋が開い\nた。「朝」"
    );
    assert_eq!(
        page(vec![paragraph("一二三「四五」")], 8, false),
        "一二三\n「四五」"
    );
}

#[test]
fn graphemes_stay_whole_in_narrow_columns() {
    assert_eq!(page(vec![paragraph("👨‍👩‍👧👍🏽🇩🇪🇫🇷")], 4, false), "👨‍👩‍👧👍🏽\n🇩🇪🇫🇷");
    assert_eq!(page(vec![paragraph("日本")], 1, false), "日\n本");
    assert_eq!(
        page(vec![paragraph("e\u{301}e\u{301}e\u{301}")], 2, false),
        "e\u{301}e\u{301}\ne\u{301}"
    );
}

#[test]
fn urls_break_after_punctuation() {
    let address = "https://example.org/harbour/bridge?year=2026";
    assert_eq!(
        page(vec![paragraph(address)], 16, false),
        "https://\nexample.org/\nharbour/bridge?\nyear=2026"
    );
    assert_eq!(
        page(vec![paragraph("a well-known bridge")], 9, false),
        "a well-\nknown\nbridge"
    );
}

#[test]
fn a_soft_hyphen_shows_only_where_the_line_breaks() {
    let blocks = vec![paragraph("the re\u{ad}open\u{ad}ing")];
    assert_eq!(page(blocks.clone(), 20, false), "the reopening");
    assert_eq!(page(blocks.clone(), 10, true), "the re-\nopening");
    let mut layout = lay_out(article(blocks), 10, false);
    let hyphen = layout.lines(1)[1].spans.last().cloned().unwrap();
    assert_eq!((hyphen.text.as_str(), hyphen.source), ("-", None));
}

#[test]
fn emphasis_and_links_continue_across_lines() {
    let content = vec![
        text("See "),
        Inline::Link {
            url: "https://example.org/".into(),
            content: vec![Inline::Strong(vec![text("the long report")])],
        },
        text("."),
    ];
    let mut layout = lay_out(article(vec![Block::Paragraph(content)]), 10, false);
    let linked: Vec<String> = layout
        .lines(1)
        .iter()
        .flat_map(|line| &line.spans)
        .filter(|span| span.link.as_deref() == Some("https://example.org/") && span.format.bold)
        .map(|span| span.text.clone())
        .collect();
    assert_eq!(linked.concat().replace(' ', ""), "thelongreport");
    assert!(linked.len() > 1);
}

#[test]
fn a_byte_of_a_block_is_found_on_its_line_at_any_width() {
    let words = "one two three four five six seven eight nine ten";
    let mut layout = lay_out(
        article(vec![paragraph("first"), paragraph(words)]),
        14,
        false,
    );
    let offset = words.find("seven").unwrap();
    for width in [14, 9, 30] {
        layout.set_options(Options {
            width,
            ..Options::default()
        });
        let UnitPosition { unit, byte: at } = layout.unit_position(1, offset);
        let place = layout.line_of_byte(unit, at);
        assert!(layout.lines(unit)[place.line].text().contains("seven"));
        assert_eq!(layout.first_text_line(unit), LinePosition { unit, line: 1 });
    }
}

#[test]
fn long_blocks_are_split_into_units_without_a_gap() {
    let sentence = "The ferry left at six, and nobody on the quay had expected it. ";
    let lines: String = (0..2000).map(|i| format!("line {i}\n")).collect();
    // One row, far down, has more cells than the others.
    let row = |i: usize| {
        let more = (i == 250).then(|| "one more".to_owned());
        let cells = [format!("row {i}"), sentence.repeat(i % 5)];
        cells.into_iter().chain(more).collect()
    };
    let many: Vec<Vec<String>> = (0..300).map(row).collect();
    let many: Vec<Vec<&str>> = many
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let many: Vec<&[&str]> = many.iter().map(Vec::as_slice).collect();
    let long_row = sentence.repeat(1000);
    let blocks = vec![
        paragraph(&sentence.repeat(1000)),
        paragraph(&"x".repeat(40_000)),
        Block::CodeBlock {
            language: None,
            text: lines.trim_end().to_owned(),
        },
        Block::Table(table_of(1, &many)),
        Block::Table(table_of(1, &[&["a", "b"], &["c", &long_row], &["d", "e"]])),
        Block::BlockQuote(vec![paragraph(&sentence.repeat(600))]),
    ];
    let count = blocks.len();
    let document = article(blocks);
    let mut layout = lay_out(document.clone(), 60, false);
    let mut units = vec![0; count];
    for unit in 1..layout.unit_count() {
        check_unit(&mut layout, unit, 60);
        let block = layout.block_of_unit(unit).unwrap();
        units[block] += 1;
        let first = layout.unit_of_block(block) == unit;
        assert!(layout.unit_text(unit).len() < 20_000);
        assert!(
            first || !layout.lines(unit)[0].is_gap,
            "a gap inside block {block}"
        );
        if block == 0 {
            assert!(layout.unit_text(unit).ends_with(". "));
        }
    }
    assert!(units.iter().all(|units| *units > 1), "{units:?}");
    for (block, content) in document.blocks.iter().enumerate() {
        let whole = content.text();
        for offset in (0..whole.len()).step_by(997) {
            let UnitPosition { unit, byte: at } = layout.unit_position(block, offset);
            assert_eq!(
                layout.block_position(unit, at),
                Some(BlockPosition {
                    block,
                    byte: offset
                })
            );
            let text = layout.unit_text(unit);
            assert!(at == text.len() || text.as_bytes()[at] == whole.as_bytes()[offset]);
        }
    }
    assert!(layout.characters_before(layout.unit_count()) > 250_000);
}

#[test]
fn every_character_is_as_wide_as_it_is_drawn() {
    let characters: Vec<char> = ('\0'..='\u{1ffff}').collect();
    let words = characters.chunks(1024).map(|some| {
        let words: Vec<String> = some.iter().map(|c| format!("x{c}y{c}{c}")).collect();
        paragraph(&words.join(" "))
    });
    let mut layout = lay_out(article(words.collect()), 17, false);
    for unit in 1..layout.unit_count() {
        check_unit(&mut layout, unit, 17);
    }
}

#[test]
fn far_units_are_dropped_and_laid_out_again() {
    let blocks = (0..50)
        .map(|i| paragraph(&format!("Paragraph {i}.")))
        .collect();
    let mut layout = lay_out(article(blocks), 40, false);
    let before = all_lines(&mut layout);
    layout.drop_far_lines(10, 5);
    assert!(layout.laid_out_lines(15).is_some() && layout.laid_out_lines(5).is_some());
    assert!(layout.laid_out_lines(4).is_none() && layout.laid_out_lines(16).is_none());
    assert_eq!(all_lines(&mut layout), before);
}

/// Generates text that is hard to lay out, mixed with plain words.
fn difficult_text() -> impl Strategy<Value = String> {
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
        4 => difficult_text().prop_map(Inline::Text),
        1 => difficult_text().prop_map(Inline::Code),
        1 => Just(Inline::LineBreak),
    ];
    let inline = leaf.prop_recursive(2, 8, 3, |inner| {
        let content = prop::collection::vec(inner, 0..3);
        prop_oneof![
            content.clone().prop_map(Inline::Emphasis),
            content.clone().prop_map(Inline::Strong),
            content.clone().prop_map(Inline::Deletion),
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
        head_rows: head,
        alignment,
        rows,
    })
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        3 => inlines().prop_map(Block::Paragraph),
        1 => (0..9_u8, inlines()).prop_map(|(level, content)| Block::Heading(Heading { level, content })),
        1 => difficult_text().prop_map(|text| Block::CodeBlock { language: None, text }),
        1 => table().prop_map(Block::Table),
        1 => (difficult_text(), inlines(), prop::option::of(difficult_text()))
            .prop_map(|(alt, caption, url)| Block::Image(Image { url, alt, caption })),
        1 => Just(Block::ThematicBreak),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let blocks = prop::collection::vec(inner, 0..4);
        let item =
            (prop::option::of(any::<bool>()), blocks.clone()).prop_map(|(done, blocks)| ListItem {
                checked: done,
                number: None,
                blocks,
            });
        let start = prop::option::of(prop_oneof![0..200_u64, Just(u64::MAX)]);
        prop_oneof![
            blocks.prop_map(Block::BlockQuote),
            (start, prop::collection::vec(item, 0..4)).prop_map(|(start, items)| Block::List(
                List {
                    start,
                    items,
                    ..List::default()
                }
            )),
        ]
    })
}

fn document() -> impl Strategy<Value = Document> {
    let blocks = prop::collection::vec(block(), 0..8);
    let facts = (
        prop::option::of(difficult_text()),
        prop::option::of(difficult_text()),
        prop::option::of(difficult_text()),
    );
    (facts, blocks).prop_map(|((title, standfirst, byline), blocks)| {
        let metadata = Metadata {
            title,
            standfirst,
            byline,
            ..Metadata::default()
        };
        Document {
            metadata,
            blocks,
            targets: Vec::new(),
            ..Document::default()
        }
    })
}

/// Returns the columns that the renderer gives to a line.
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
    text.graphemes(true).count()
}

/// Returns a grapheme as it is shown in right-to-left text.
fn mirrored(grapheme: &str) -> String {
    let mut chars = grapheme.chars();
    let first = chars.next().and_then(unicode_bidi_mirroring::get_mirrored);
    first.into_iter().chain(chars).collect()
}

/// Checks the properties that hold for the lines of any unit.
pub(super) fn check_unit(layout: &mut TextLayout, unit: usize, width: usize) {
    let text = layout.unit_text(unit).into_owned();
    let boundaries: HashSet<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
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
        // A single grapheme may be wider than the whole width; marks may stand on the right of it.
        let mark = |role| matches!(role, Role::QuoteBar | Role::ListMarker | Role::HeadingMark);
        let words = line.spans.iter().filter(|span| !mark(span.role));
        let words: String = words.map(|span| span.text.trim()).collect();
        assert!(
            columns <= width || graphemes(&shown) == 1 || graphemes(&words) == 1 || last == 1,
            "{columns} columns of {width}: {line:?}"
        );
        if line.is_gap {
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
                let of_text = text
                    .get(start..end)
                    .expect("a source is a place in the text");
                assert!(
                    span.text == of_text || span.text == mirrored(of_text),
                    "{:?} is not {of_text:?}",
                    span.text
                );
                assert!(
                    line.source.start <= start && end <= line.source.end,
                    "{start}..{end} is not in {line:?}"
                );
                let space = text[..start].ends_with(char::is_whitespace);
                assert!(
                    space || boundaries.contains(&start),
                    "{start} of {text:?} parts a grapheme"
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

/// Checks that the texts of a block's units add up to the text of the block, with at most a line feed between them.
fn check_positions(layout: &mut TextLayout, document: &Document) {
    for (block, content) in document.blocks.iter().enumerate() {
        let whole = content.text();
        let mut before = (0, 0);
        for offset in 0..=whole.len() {
            let UnitPosition { unit, byte: at } = layout.unit_position(block, offset);
            assert!(before <= (unit, at), "places go backwards");
            before = (unit, at);
            assert_eq!(
                layout.block_position(unit, at),
                Some(BlockPosition {
                    block,
                    byte: offset
                })
            );
            let text = layout.unit_text(unit);
            assert!(at <= text.len());
            assert_eq!(
                text.as_bytes().get(at).or(Some(&b'\n')),
                whole.as_bytes().get(offset).or(Some(&b'\n'))
            );
        }
    }
}

#[test]
fn deletions_are_marked_where_ascii_alone_is_drawn() {
    let deleted = |words: &str| Inline::Deletion(vec![Inline::Text(words.to_owned())]);
    let text = |words: &str| Inline::Text(words.to_owned());
    let blocks = || {
        vec![Block::Paragraph(vec![
            text("The gate is "),
            deleted("forty"),
            text(" nine feet wide."),
        ])]
    };
    assert!(page(blocks(), 60, false).contains("is forty nine"));
    assert!(page(blocks(), 60, true).contains("is ~forty~ nine"));
    // The marks are part of the width.
    for width in 8..40 {
        let shown = page(blocks(), width, true);
        assert!(shown.contains("~forty~"), "{width}: {shown}");
        assert!(shown.lines().all(|line| line.len() <= width.into()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_fits_any_width(document in document(), width in prop_oneof![1..12_u16, 1..=200_u16], ascii: bool) {
        let document = Arc::new(document);
        let mut layout = TextLayout::new(Arc::clone(&document), Options { width, ascii, ..Options::default() });
        for unit in 0..layout.unit_count() {
            check_unit(&mut layout, unit, width.into());
        }
    }

    #[test]
    fn wide_lines_are_cut_to_the_pane_and_all_others_fit_the_text(
        document in document(), width in 12..=80_u16, before in 0..=20_u16, more in 0..=40_u16, scrolled in 0..60_usize, ascii: bool,
    ) {
        let wide = Some(WideColumns { before, columns: width + more });
        let options = Options { width, wide, ascii, ..Options::default() };
        let mut layout = TextLayout::new(Arc::new(document), options);
        for unit in 0..layout.unit_count() {
            for line in layout.lines(unit) {
                let room = line.wide.map_or(width, |wide| wide.room);
                prop_assert!(room <= width + more + before);
                prop_assert!(line.columns_before() <= before);
                for scrolled in [0, scrolled] {
                    let part = visible_part(line, scrolled, ascii);
                    let part = part.as_ref().unwrap_or(line);
                    let shown: usize = part.spans.iter().map(|span| columns(&span.text)).sum();
                    prop_assert!(shown <= room.into(), "{shown} > {room}: {part:?}");
                }
            }
        }
    }

    #[test]
    fn every_byte_of_a_block_belongs_to_a_unit(document in document()) {
        let mut layout = lay_out(document.clone(), 60, false);
        check_positions(&mut layout, &document);
    }
}
