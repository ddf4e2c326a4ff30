//! Tests of text that runs from right to left.

use std::borrow::Cow;

use newsprint::keymap::Keymap;
use newsprint::layout::{Options, Role, TextLine, visual_order};
use newsprint::model::{Block, Heading, Inline, List, ListItem, Table};
use newsprint::ui::{self, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{
    article, columns, from_the_right, in_language, lines, paragraph, place, seen, text, wide,
};
use crate::harness::Harness;

/// What is left of a line that ends at the right edge of `width` columns.
fn at_the_edge(line: &str, width: usize) -> String {
    assert_eq!(
        columns(line),
        width,
        "{line:?} does not end at the right edge"
    );
    line.trim_start().to_owned()
}

#[test]
fn words_run_from_the_right_edge_line_by_line() {
    let words = "הגשר נפתח שוב לתנועה אחרי שנה ארוכה";
    for width in [9, 12, 20, 60] {
        let seen = seen(article(vec![paragraph(words)]), wide(width));
        let read = seen.iter().map(|line| {
            let line = at_the_edge(line, width.into());
            from_the_right(&line)
        });
        assert_eq!(read.collect::<Vec<_>>().join(" "), words);
    }
}

#[test]
fn numbers_foreign_words_and_brackets_stay_readable() {
    let words = "הגשר (הישן) נפתח ב-2026 בידי Harbour Trust [סוף]";
    let seen = seen(article(vec![paragraph(words)]), wide(60));
    let expected = "[ףוס] Harbour Trust ידיב 2026-ב חתפנ (ןשיה) רשגה";
    assert_eq!(at_the_edge(&seen[0], 60), expected);
}

#[test]
fn right_to_left_words_in_other_text_are_turned_in_their_place() {
    let words = "The sign says שלום עולם (peace, world) on both sides.";
    let seen = seen(article(vec![paragraph(words)]), wide(60));
    let expected = "The sign says םלוע םולש (peace, world) on both sides.";
    assert_eq!(seen, [expected]);
}

#[test]
fn marks_stay_behind_their_letter() {
    let words = "שָׁלוֹם";
    let seen = seen(article(vec![paragraph(words)]), wide(20));
    assert_eq!(from_the_right(seen[0].trim_start()), words);
    assert!(seen[0].ends_with("שָׁ"), "{:?}", seen[0]);
}

#[test]
fn a_paragraph_that_opens_with_a_foreign_name_keeps_the_direction_of_its_article() {
    let words = "Harbour Trust פתחה את הגשר מחדש אתמול בבוקר";
    let in_hebrew = seen(in_language("he-IL", vec![paragraph(words)]), wide(60));
    assert!(at_the_edge(&in_hebrew[0], 60).ends_with("Harbour Trust"));
    let alone = seen(article(vec![paragraph(words)]), wide(60));
    assert!(alone[0].starts_with("Harbour Trust "), "{alone:?}");
    // A wholly foreign one does not.
    let english = vec![paragraph("They crossed at nine.")];
    let english = seen(in_language("ar", english), wide(60));
    assert_eq!(english, ["They crossed at nine."]);
    // What has no letters follows its article.
    let figures = seen(in_language("fa", vec![paragraph("2026!")]), wide(20));
    assert_eq!(at_the_edge(&figures[0], 20), "!2026");
}

#[test]
fn a_paragraph_too_long_for_one_unit_keeps_its_direction() {
    let words = "הגשר נפתח. ".repeat(1500) + &"Nobody knew why. ".repeat(1500);
    let seen = seen(article(vec![paragraph(words.trim_end())]), wide(60));
    let english = seen.iter().filter(|line| line.contains("Nobody knew why"));
    let mut count = 0;
    for line in english {
        assert_eq!(columns(line), 60, "{line:?}");
        count += 1;
    }
    assert!(count > 400, "{count}");
}

#[test]
fn bars_markers_and_headings_stand_on_the_right() {
    let item = |words: &str| ListItem {
        checked: None,
        number: None,
        blocks: vec![paragraph(words)],
    };
    let heading = Block::Heading(Heading {
        level: 2,
        content: vec![text("למה נסגר")],
    });
    let blocks = vec![
        heading,
        Block::BlockQuote(vec![paragraph("נחצה אותו שוב"), paragraph("כולנו")]),
        Block::List(List {
            start: Some(1),
            numbering: newsprint::model::Numbering::Decimal,
            items: vec![item("לחם"), item("tea")],
        }),
        Block::List(List {
            start: None,
            numbering: newsprint::model::Numbering::Decimal,
            items: vec![item("לחם וחלב")],
        }),
    ];
    let document = article(blocks);
    let seen_at = |ascii| {
        let options = Options { ascii, ..wide(20) };
        seen(document.clone(), options)
    };
    let lines = seen_at(false);
    let trimmed: Vec<&str> = lines.iter().map(|line| line.trim_start()).collect();
    assert_eq!(trimmed[0], "רגסנ המל ▌");
    assert_eq!(trimmed[1], "בוש ותוא הצחנ ▐");
    assert_eq!(trimmed[2], "ונלוכ ▐");
    assert_eq!(trimmed[3], "םחל .1");
    // An item that runs the other way begins on the left, and keeps its number on the right.
    assert!(lines[4].starts_with("tea ") && lines[4].ends_with(" .2"));
    assert_eq!(trimmed[5], "בלחו םחל •");
    for line in &lines {
        assert_eq!(columns(line), 20, "{line:?}");
    }
    let plain = seen_at(true);
    let ends = plain.iter().map(|line| line.rsplit(' ').next().unwrap());
    assert_eq!(ends.collect::<Vec<_>>(), ["##", "|", "|", ".1", ".2", "*"]);
}

#[test]
fn a_table_begins_on_the_right_and_each_cell_has_its_own_direction() {
    let cell = |words: &str| vec![text(words)];
    let table = Table {
        head_rows: 1,
        rows: vec![
            vec![cell("עיר"), cell("נוסעים")],
            vec![cell("חיפה"), cell("1200")],
            vec![cell("Paris"), cell("7")],
        ],
        ..Table::default()
    };
    let seen = seen(article(vec![Block::Table(table)]), wide(20));
    let expected = [
        "        םיעסונ   ריע",
        "        ──────  ─────",
        "          1200   הפיח",
        "             7  Paris",
    ];
    let expected = expected.map(|line| line.trim_start().to_owned());
    let edge = seen.iter().map(|line| at_the_edge(line, 20));
    let shown: Vec<String> = edge.collect();
    assert_eq!(shown[1..], expected[1..]);
    assert!(shown[0].ends_with("  ריע"), "{shown:?}");
}

#[test]
fn code_stays_on_the_left() {
    let code = Block::CodeBlock {
        language: None,
        text: "say(\"שלום\") # ברכה".to_owned(),
    };
    let seen = seen(in_language("he", vec![code]), wide(40));
    assert_eq!(seen[0].trim_start(), "say(\"םולש\") # הכרב");
    assert!(seen[0].starts_with("  say"), "{seen:?}");
}

#[test]
fn a_terminal_that_reorders_by_itself_gets_the_words_as_they_are_read() {
    let words = "הגשר (הישן) נפתח שוב ב-2026";
    let options = Options {
        reorder: false,
        ..wide(20)
    };
    let seen = seen(article(vec![paragraph(words)]), options);
    let read: Vec<String> = seen.iter().map(|line| at_the_edge(line, 20)).collect();
    assert_eq!(read.join(" "), words);
}

#[test]
fn words_know_where_they_come_from() {
    let words = "ראשון (שני) 42 third אחרון";
    let line = &lines(article(vec![paragraph(words)]), wide(40))[0];
    let places = ["ראשון", "(שני)", "42", "third", "אחרון"].map(|word| place(line, words, word));
    for pair in places.windows(2) {
        assert!(pair[1].end < pair[0].start, "{places:?}");
    }
    assert_eq!(places[0].end, 40);
    assert_eq!(line.source, 0..words.len());
}

#[test]
fn links_keep_their_letters() {
    let content = vec![
        text("קראו "),
        Inline::Link {
            url: "https://example.org/".to_owned(),
            content: vec![text("את הדוח")],
        },
        text(" כאן"),
    ];
    let lines = lines(article(vec![Block::Paragraph(content)]), wide(30));
    let linked = lines[0].spans.iter().filter(|span| span.link.is_some());
    let shown: String = linked.map(|span| span.text.as_str()).collect();
    assert_eq!(from_the_right(&shown), "את הדוח");
}

#[test]
fn the_head_of_the_article_stands_on_the_right() {
    let mut document = article(vec![paragraph("שלום")]);
    document.metadata.title = Some("הגשר נפתח".to_owned());
    document.metadata.publisher = Some("עיתון הנמל".to_owned());
    let mut layout = newsprint::layout::TextLayout::new(document.into(), wide(40));
    let head: Vec<String> = layout.lines(0).iter().map(TextLine::text).collect();
    assert_eq!(at_the_edge(&head[0], 40), "חתפנ רשגה");
    assert_eq!(at_the_edge(&head[2], 40), "1 min · למנה ןותיע");
    assert_eq!(layout.lines(0)[2].spans.last().unwrap().role, Role::Facts);
}

#[test]
fn titles_beside_the_article_are_put_in_order_too() {
    assert_eq!(visual_order("הגשר (הישן) 2026"), "2026 (ןשיה) רשגה");
    assert_eq!(
        visual_order("§ 1/2 \u{2068}הגשר!\u{2069} ok"),
        "§ 1/2 !רשגה ok"
    );
    assert!(matches!(visual_order("Żółw — 東京 ❤️"), Cow::Borrowed(_)));
}

#[test]
fn a_match_is_highlighted_at_its_visual_position() {
    let harness = Harness::single(40, 12)
        .with(&[(
            "a.md",
            "# כותרת הסיפור\n\nהגשר (הישן) נפתח שוב אתמול בבוקר\n\n## פרק ראשון\n\nסוף",
        )])
        .press("/")
        .type_text("הישן) נפתח")
        .press("enter");
    let buffer = harness.buffer();
    let plain = buffer[(1, 5)].style();
    let mut found = String::new();
    for y in 0..11 {
        for x in 0..40 {
            let cell = &buffer[(x, y)];
            if cell.style().bg != plain.bg {
                found.push_str(cell.symbol());
            }
        }
    }
    assert_eq!(from_the_right(&found), "הישן( נפתח", "{}", harness.screen());
    let screen = harness.screen();
    assert!(screen.contains("ןושאר קרפ"), "{screen}");
}

#[test]
fn a_query_is_typed_from_right_to_left() {
    let harness = Harness::single(40, 12)
        .with(&[("a.md", "# כותרת\n\nהגשר נפתח\n")])
        .press("/")
        .type_text("גשר 12");
    let footer = harness.rows().pop().unwrap();
    let column = footer.chars().position(|c| c == '1').unwrap();
    assert!(footer.contains("12 רשג"), "{footer}");
    assert_eq!(usize::from(harness.cursor().0), column);
    // In the middle of the word.
    let harness = harness.press("left left left left");
    assert_eq!(usize::from(harness.cursor().0), column + 4);
}

#[test]
fn titles_in_the_list_are_in_the_order_of_the_eye_or_left_to_the_terminal() {
    let harness = Harness::new(120, 12).with(&[("a.md", "# הגשר (הישן) נפתח\n\nLa.\n")]);
    let list = harness.rows().join("\n");
    assert!(list.contains("חתפנ (ןשיה) רשגה"), "{list}");
    let theme = Theme::new(true, false).without_reordering();
    let mut screen = Terminal::new(TestBackend::new(120, 12)).unwrap();
    let keymap = Keymap::built_in();
    screen
        .draw(|frame| ui::draw(frame, harness.app(), &keymap, &theme))
        .unwrap();
    let cells = screen.backend().buffer().content();
    let left: String = cells.iter().map(|cell| cell.symbol()).collect();
    assert!(left.contains("הגשר (הישן) נפתח"), "{left}");
}
