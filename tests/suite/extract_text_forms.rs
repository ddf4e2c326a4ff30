//! Plain texts that are no dumps of pages: verse, code, figures, wrapped words, mails, books, memos, manual pages.

use newsprint::extract::plain::extract_plain;
use newsprint::extract::{Format, Hints, detect::detect, extract};
use newsprint::model::{Block, Document, Published, plain_text};
use newsprint::text::writers::document_text;
use proptest::prelude::*;

const PROSE: &str = "The weir below the mill has been mended so often that hardly a stone of\nthe first one is left, and yet it is called the old weir by everybody.\n\nIn the summer children sit on it. In the winter nobody does, since the\nwater comes over it as high as a man, and is as brown as a horse.\n";

fn read(text: &str) -> Document {
    extract_plain(text, &Hints::default())
}

fn title(document: &Document) -> &str {
    document.metadata.title.as_deref().unwrap_or_default()
}

fn headings(document: &Document) -> Vec<String> {
    let heading = |block: &Block| match block {
        Block::Heading(heading) => Some(plain_text(&heading.content)),
        _ => None,
    };
    document.blocks.iter().filter_map(heading).collect()
}

fn paragraphs(document: &Document) -> Vec<String> {
    let paragraph = |block: &Block| match block {
        Block::Paragraph(content) => Some(plain_text(content)),
        _ => None,
    };
    document.blocks.iter().filter_map(paragraph).collect()
}

/// A text with `part` between paragraphs of wrapped prose.
fn between(part: &str) -> Document {
    read(&format!("The Old Weir\n\n{PROSE}\n{part}\n\n{PROSE}"))
}

fn has_code(document: &Document, code: &str) -> bool {
    let is = |block: &Block| matches!(block, Block::CodeBlock { text, .. } if text == code);
    document.blocks.iter().any(is)
}

#[test]
fn a_word_that_a_line_divides_is_joined_and_a_compound_stays() {
    for (lines, words) in [
        (
            "It was a small in-\nconvenience, they said, and no more than",
            "small inconvenience, they",
        ),
        (
            "There is a self-\nmade lamp in every window of the long and",
            "a self-made lamp",
        ),
        (
            "In the years 1911-\n1913 nothing at all was written down in the",
            "years 1911-1913 nothing",
        ),
        (
            "It was sold by the Nord-\nOst company, which has its house on the",
            "Nord-Ost company",
        ),
        (
            "Both pre- and post-\nwar stones were used where they could be",
            "pre- and post",
        ),
        (
            "Nobody has a bet\u{ad}\nter one, and nobody would want to have it",
            "a better one",
        ),
        (
            "Die Ein-\nund Ausgänge sind seit dem Sommer wieder frei",
            "Ein- und Ausgänge",
        ),
        (
            "Le moulin, dit-\nil, tourne encore quand on le laisse seul",
            "dit-il, tourne",
        ),
    ] {
        // The first line is as long as the others.
        let first = lines.split('\n').next().unwrap_or_default();
        let fill = "so ".repeat((71 - first.chars().count()) / 3);
        let shown = document_text(&between(&format!("{fill}{lines}")));
        assert!(shown.contains(words), "{words:?} in {shown}");
    }
}

#[test]
fn the_other_places_of_a_word_decide_whether_its_hyphen_stays() {
    let text = |elsewhere: &str| {
        let part = format!(
            "The {elsewhere} stands by the gate, and behind it stands the mill-\nhouse, in which the flour was weighed and the children were born."
        );
        document_text(&between(&part))
    };
    assert!(text("mill-house").contains("the mill-house, in"));
    assert!(text("millhouse").contains("the millhouse, in"));
}

#[test]
fn verse_keeps_its_lines() {
    let stanza = "The miller counts his sacks at night,\nThe river counts them too,\nAnd when the morning brings the light\nThey find that one is through.";
    let document = between(stanza);
    assert!(document_text(&document).contains(stanza));
    let german = "Der Müller zählt die Säcke still,\nDer Bach zählt leise mit,\nUnd wer von beiden stehlen will,\nDer geht im selben Schritt.";
    let poem = read(&format!("Am Wehr\n\n{german}\n\n{german}\n"));
    assert_eq!(title(&poem), "Am Wehr");
    assert_eq!(paragraphs(&poem).len(), 2);
    assert!(document_text(&poem).contains(german));
    // Verse within a text whose paragraphs are single lines.
    let long = "The miller was asked about the sack every year, and every year he answered in verse, which the tax office had no form for, so that in the end nobody asked him any more.";
    let shown = document_text(&read(&format!(
        "A Sack Too Few\n\n{long}\n\n{stanza}\n\n{long}\n"
    )));
    assert!(shown.contains(stanza), "{shown}");
}

#[test]
fn code_drawings_and_tables_keep_their_shape() {
    let code =
        "while weir.is_open():\n    level = weir.level()\n    if level < 3:\n        weir.close()";
    let set_in: String = code.lines().map(|l| format!("    {l}\n")).collect();
    assert!(has_code(&between(set_in.trim_end()), code));
    let drawing = "  ______\n /      \\     water\n|  mill  |  --------->  weir\n \\______/";
    assert!(has_code(&between(drawing), drawing));
    let boxed = "┌───────┬─────┐\n│ Stone │ Age │\n├───────┼─────┤\n│ grey  │ 300 │\n│ brown │ 40  │\n└───────┴─────┘";
    for table in [
        "+-------+-----+\n| Stone | Age |\n+-------+-----+\n| grey  | 300 |\n| brown |  40 |\n+-------+-----+",
        boxed,
        "Stone\tAge\ngrey\t300\nbrown\t40",
        "Stone      Age\ngrey       300\nbrown       40",
    ] {
        let document = between(table);
        let found = document.blocks.iter().find_map(|block| match block {
            Block::Table(table) => Some(table.rows.len()),
            _ => None,
        });
        assert_eq!(found, Some(3), "{table}");
    }
}

#[test]
fn items_with_letters_and_boxes_are_items() {
    let document = between(
        "Bring these:\n\na) a rope, which must be dry and as long as the weir is wide, or longer\n   by a yard\nb) a lamp\n\n[ ] ask the miller\n[x] ask his wife",
    );
    let items: Vec<(Option<bool>, String)> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::List(list) => Some(&list.items),
            _ => None,
        })
        .flatten()
        .map(|item| {
            let words = item.blocks.iter().map(|b| match b {
                Block::Paragraph(content) => plain_text(content),
                _ => String::new(),
            });
            (item.checked, words.collect::<Vec<_>>().join(" "))
        })
        .collect();
    assert_eq!(items.len(), 4, "{items:?}");
    assert!(items[0].1.ends_with("or longer by a yard"));
    assert_eq!(items[3], (Some(true), "ask his wife".to_owned()));
}

#[test]
fn paragraphs_that_only_their_indentation_separates_stay_apart() {
    let document = read(
        "THE WEIR\n\nTHE STONES\n    They were brought in the year of the flood by a man who wanted no\nmoney for them. Nobody asked where he had them from.\n    \"They will hold,\" he said.\n    They held until the spring, which was longer than the bridge had\never done.\nTHE WATER\n    It came back in April, and it had not forgotten anything that had\nbeen said about it.\n    In May it left.\n",
    );
    assert_eq!(headings(&document), ["THE STONES", "THE WATER"]);
    assert_eq!(paragraphs(&document).len(), 5);
}

#[test]
fn lines_of_print_are_joined_over_blank_lines_and_page_numbers() {
    let lines = [
        "The weir was measured by two surveyors, who came on different",
        "days and did not know of each other, which is why the two",
        "lengths that they wrote down can be compared. The shorter is",
        "used by the town and the longer by the miller, and neither of",
        "them has ever agreed to measure it a third time, although the",
        "rope for it has been lying in the office since the first of",
        "the two surveyors left it there, together with his hat and a",
        "letter in which he asks that nobody should touch the rope.",
    ];
    let document = read(&format!(
        "The Length of the Weir\n\n{}\n",
        lines.join("\n\n")
    ));
    assert!(
        document_text(&document).contains(
            "different days and did not know of each other, which is why the two lengths"
        )
    );
    let mut pages = "The Length of the Weir\n\n".to_owned();
    for page in 1..=4 {
        pages.push_str(&format!(
            "{}\n{}\n{}\nand the stones of part {page} are\n\n{page}\n\n",
            lines[0], lines[1], lines[2]
        ));
        pages.push_str(&format!(
            "not counted in it.\n\n{}\n{}\n{}\n\n",
            lines[4], lines[5], lines[6]
        ));
    }
    let shown = document_text(&read(&pages));
    assert!(
        shown.contains("the stones of part 2 are not counted in it."),
        "{shown}"
    );
}

#[test]
fn a_manual_page_has_its_name_sections_and_options() {
    let document = read(
        "WEIR(8)                     Water Commands                     WEIR(8)\n\nNAME\n       weir - open and close a weir\n\nDESCRIPTION\n       Opens the weir until the water is as low as the miller wants it, and\n       closes it af‐\n       ter that. There is no way to open half of it.\n\nOPTIONS\n       -q, --quiet\n              do not ring the bell before the water comes\n\nEXAMPLES\n       Open it at night:\n\n           weir --quiet open \\\n               --now\n\nSEE ALSO\n       mill(8)\n",
    );
    assert_eq!(title(&document), "WEIR(8)");
    assert_eq!(
        headings(&document),
        ["NAME", "DESCRIPTION", "OPTIONS", "EXAMPLES", "SEE ALSO"]
    );
    let shown = document_text(&document);
    assert!(shown.contains("closes it after that."), "{shown}");
    assert!(
        has_code(&document, "weir --quiet open \\\n    --now"),
        "{shown}"
    );
}

#[test]
fn a_memo_has_the_title_below_its_columns() {
    let document = read(
        "Weir Committee                                              O. Hale\nNote: 71                                                  Mill Trust\nKind: Proposed                                              P. Brandt\n\n\n                   The Opening of Weirs by Night\n\n1.  Scope\n\n   This note says who may open a weir when the miller is asleep, and how\n   loud he may be.\n\n2.  Words\n\n   A weir is open if water runs through it.\n",
    );
    assert_eq!(title(&document), "The Opening of Weirs by Night");
    assert_eq!(
        document.metadata.byline.as_deref(),
        Some("O. Hale, P. Brandt")
    );
    assert_eq!(headings(&document), ["1. Scope", "2. Words"]);
    let shown = document_text(&document);
    for words in ["Weir Committee", "Note: 71", "Mill Trust", "Kind: Proposed"] {
        assert!(shown.contains(words), "{words}");
    }
}

#[test]
fn a_title_in_the_middle_of_the_first_line_is_the_title() {
    let document = read(
        "                      PUBLIC WEIR LICENCE\n                         Version 3, 2014\n\n Everyone may sit on the weir, but nobody may take a stone of it home.\n\n                              Preamble\n\n  A weir belongs to those who hear it. This licence says how, and says it\nas shortly as the trust was able to.\n",
    );
    assert_eq!(title(&document), "PUBLIC WEIR LICENCE");
    let below = read(
        "The weir in winter\n                                              2019/01/14\n                                              O. Hale\n\n  It froze on the second day, and it was heard to crack on the third one.\n",
    );
    assert_eq!(title(&below), "The weir in winter");
    assert_eq!(below.metadata.byline.as_deref(), Some("O. Hale"));
    assert!(below.metadata.published.is_some());
}

#[test]
fn a_book_has_the_title_and_author_of_its_head() {
    let book = format!(
        "The Project Gutenberg EBook of A Year at the Weir\n\nThis book may be given to anyone.\n\nTitle: A Year at the Weir\n       and Other Waters\n\nAuthor: Odile Hale\n\nRelease Date: April 2, 2009 [EBook #0]\n\n*** START OF THIS PROJECT GUTENBERG EBOOK A YEAR AT THE WEIR ***\n\nCHAPTER I: STONES\n\n{PROSE}\n*** END OF THIS PROJECT GUTENBERG EBOOK A YEAR AT THE WEIR ***\n\nThe licence follows.\n"
    );
    let document = read(&book);
    assert_eq!(title(&document), "A Year at the Weir and Other Waters");
    assert_eq!(document.metadata.byline.as_deref(), Some("Odile Hale"));
    assert_eq!(headings(&document), ["CHAPTER I: STONES"]);
    assert!(!document_text(&document).contains("licence follows"));
}

#[test]
fn mails_of_a_mailbox_are_sections_without_their_headers() {
    let mail = |subject: &str, day: u32| {
        format!(
            "From odile at weir.example  Tue Jan  {day} 08:00:00 2019\nFrom: odile at weir.example (Odile Hale)\nDate: Tue, {day} Jan 2019 08:00:00 +0100\nSubject: {subject}\nMessage-ID: <{day}@weir.example>\n\n{PROSE}\n"
        )
    };
    let one = read(&mail("[water] Ice", 8));
    assert_eq!(title(&one), "[water] Ice");
    assert_eq!(one.metadata.byline.as_deref(), Some("Odile Hale"));
    assert!(matches!(
        one.metadata.published,
        Some(Published::DateTime(_) | Published::Day(_))
    ));
    let two = read(&format!("{}{}", mail("Ice", 8), mail("Re: Ice", 9)));
    assert_eq!(title(&two), "Ice");
    assert_eq!(headings(&two), ["Re: Ice"]);
    assert!(!document_text(&two).contains("Message-ID"));
}

#[test]
fn an_archived_message_loses_its_navigation() {
    let links = "Previous message: [water] Frost\nNext message: [water] Thaw\nMessages sorted by: [ date ] [ thread ]\n";
    let document = read(&format!(
        "[water] Ice\n\nOdile Hale odile at weir.example\nTue Jan 8 08:00:00 CET 2019\n\n{links}\n{PROSE}\n{links}"
    ));
    assert_eq!(title(&document), "[water] Ice");
    assert_eq!(document.metadata.byline.as_deref(), Some("Odile Hale"));
    let shown = document_text(&document);
    assert!(
        !shown.contains("Previous message") && !shown.contains("sorted by"),
        "{shown}"
    );
    assert!(shown.contains("as brown as a horse."));
}

#[test]
fn control_sequences_of_terminals_are_no_text() {
    let document = read(&format!(
        "The Old Weir\n\nThe plan is in \u{1b}]8;;https://mill.example/plan\u{1b}\\the mill\u{1b}]8;;\u{1b}\\ and is \u{1b}[1mblue\u{1b}[0m.\n\n{PROSE}"
    ));
    assert!(document_text(&document).contains("The plan is in the mill and is blue."));
}

#[test]
fn addresses_in_brackets_do_not_make_markdown() {
    let hints = Hints {
        name: Some("weir.txt"),
        ..Hints::default()
    };
    let format = |text: &str| detect(text.as_bytes(), &hints);
    let notes: String = (1..9)
        .map(|n| format!("[{n}] Hale, O. [scan]( https://mill.example/{n} )\n"))
        .collect();
    assert_eq!(
        format(&format!("The Old Weir\n\n{PROSE}\n{notes}")),
        Ok(Format::PlainText)
    );
    let list: String = (1..9)
        .map(|n| format!("[{n}]: https://mill.example/{n}\n"))
        .collect();
    assert_eq!(
        format(&format!(
            "The Old Weir\n\nSee the plan [1].\n\n{PROSE}\n{list}"
        )),
        Ok(Format::PlainText)
    );
    let markdown = format!(
        "Home\nNews\n\n# The Old Weir\n\n{PROSE}\n## Stones\n\nSee [the plan](https://mill.example/1).\n"
    );
    assert_eq!(format(&markdown), Ok(Format::Markdown));
}

/// Words without the signs at their ends, and without hyphens.
fn words(text: &str) -> Vec<String> {
    let bare = |word: &str| {
        word.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    text.split_whitespace()
        .map(bare)
        .filter(|w| !w.is_empty())
        .collect()
}

/// Parts of a text, with words that are counted by `n` so that each occurs once.
fn part(kind: u8, n: usize) -> String {
    let w = |k: usize| format!("{}{n}x{k}", ["water", "stone", "miller", "weir"][k % 4]);
    match kind {
        0 => {
            let words: Vec<String> = (0..30).map(w).collect();
            format!(
                "The {}.\n",
                words
                    .chunks(6)
                    .map(|c| c.join(" "))
                    .collect::<Vec<_>>()
                    .join("\n")
            )
        }
        1 => format!("    if {}:\n        call({})\n", w(0), w(1)),
        2 => format!("Name{n}\tAge{n}\n{}\t{n}1\n{}\t{n}2\n", w(0), w(1)),
        3 => format!("a) {}\nb) {}\n   {}\n", w(0), w(1), w(2)),
        4 => format!(
            "Oh {} of the {},\nWho {} like the {},\nAnd {} in the {}.\n",
            w(0),
            w(1),
            w(2),
            w(3),
            w(4),
            w(5)
        ),
        5 => format!("  ____\n | {} |  ----> {}\n |____|\n", w(0), w(1)),
        6 => format!(
            "+---+---+\n| {} | {} |\n+---+---+\n| {} | {} |\n+---+---+\n",
            w(0),
            w(1),
            w(2),
            w(3)
        ),
        7 => format!("{}\n       means {} and {}\n", w(0), w(1), w(2)),
        8 => format!("* {}\n\n  {} follows it\n  and {}\n", w(0), w(1), w(2)),
        _ => format!(
            "Left{n}     {}     {}\nLeft{n}b    {}     {}\nLeft{n}c    {}     {}\n",
            w(0),
            w(1),
            w(2),
            w(3),
            w(4),
            w(5)
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_word_of_any_form_is_lost_or_moved(kinds in prop::collection::vec(0_u8..10, 1..12), wrapped in any::<bool>()) {
        let mut text = String::from("The Old Weir\n\n");
        if wrapped {
            text.push_str(PROSE);
        }
        for (n, kind) in kinds.iter().enumerate() {
            text.push('\n');
            text.push_str(&part(*kind, n));
        }
        let hints = Hints { name: Some("weir.txt"), ..Hints::default() };
        let document = extract(text.as_bytes(), &hints).unwrap().document;
        let m = &document.metadata;
        let mut shown = String::new();
        for fact in [&m.title, &m.standfirst, &m.byline].into_iter().flatten() {
            shown.push_str(fact);
            shown.push('\n');
        }
        let mut body = document.clone();
        body.metadata = Default::default();
        shown.push_str(&document_text(&body));
        prop_assert_eq!(words(&text), words(&shown), "{}\n---\n{}", text, shown);
    }
}
