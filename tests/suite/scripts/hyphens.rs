//! Tests of words that are parted, and of lines that are filled.

use newsprint::layout::{Options, TextLine};
use newsprint::model::{Block, Document, Heading, Inline};

use super::{article, columns, in_language, lines, paragraph, seen, text, wide};

const GERMAN: &str = "Die Wiedereröffnung der Hafenbrücke begeisterte zahlreiche Einwohnerinnen, \
    obwohl Instandhaltungsarbeiten bevorstehen und Verkehrsbehinderungen angekündigt wurden.";

fn hyphenated(width: u16) -> Options {
    Options {
        hyphenate: true,
        ..wide(width)
    }
}

/// Puts parted words together again.
fn joined(lines: &[String]) -> String {
    let mut whole = String::new();
    for line in lines {
        match line.strip_suffix('-') {
            Some(part) => whole.push_str(part),
            None => whole += &format!("{line} "),
        }
    }
    whole.trim_end().to_owned()
}

#[test]
fn words_are_parted_by_the_rules_of_their_language() {
    let parted = seen(
        in_language("de-AT", vec![paragraph(GERMAN)]),
        hyphenated(22),
    );
    assert!(parted.iter().any(|line| line.ends_with('-')), "{parted:?}");
    assert_eq!(joined(&parted), GERMAN);
    for line in &parted {
        let part = line.rsplit(' ').next().unwrap();
        assert!(columns(line) <= 22);
        assert!(!part.ends_with('-') || part.chars().count() > 2, "{line}");
    }
    let tails = parted.windows(2).filter(|pair| pair[0].ends_with('-'));
    for pair in tails {
        let tail: String = pair[1].chars().take_while(|c| c.is_alphabetic()).collect();
        assert!(tail.chars().count() >= 3, "{pair:?}");
    }
    // Not unless it is wanted, and not in a language that nobody knows.
    let whole = seen(in_language("de", vec![paragraph(GERMAN)]), wide(30));
    assert!(whole.iter().all(|line| !line.ends_with('-')), "{whole:?}");
    let unknown = seen(in_language("tlh", vec![paragraph(GERMAN)]), hyphenated(30));
    assert_eq!(unknown, whole);
}

#[test]
fn the_language_is_detected_if_the_article_declares_none() {
    let enough = format!("{GERMAN} {GERMAN}");
    let parted = seen(article(vec![paragraph(&enough)]), hyphenated(22));
    assert_eq!(joined(&parted), enough);
    assert!(parted.iter().any(|line| line.ends_with('-')), "{parted:?}");
    // A few words tell nothing.
    let few = seen(
        article(vec![paragraph("internationalisation")]),
        hyphenated(12),
    );
    assert_eq!(few, ["internationa", "lisation"]);
}

#[test]
fn headings_code_addresses_and_capitals_are_left_whole() {
    let long = "internationalisation";
    let heading = Block::Heading(Heading {
        level: 2,
        content: vec![text(&format!("An {long} of harbour administration"))],
    });
    let code = Block::Paragraph(vec![
        text("Call it by its name, "),
        Inline::Code(long.to_owned()),
        text(", or by its address, example.org/internationalisation, or INTERNATIONALISATION."),
    ]);
    let document = in_language("en", vec![heading, code]);
    for width in 28..44 {
        let seen = seen(document.clone(), hyphenated(width));
        assert!(seen.iter().all(|line| !line.ends_with('-')), "{seen:?}");
    }
}

#[test]
fn soft_hyphens_are_honoured_without_being_asked() {
    let words = "Der Donau\u{ad}dampf\u{ad}schiff\u{ad}kapitän kam";
    for options in [wide(16), hyphenated(16)] {
        let seen = seen(in_language("de", vec![paragraph(words)]), options);
        assert_eq!(joined(&seen), words.replace('\u{ad}', ""));
        assert!(
            seen[0].ends_with("Donau-") || seen[0].ends_with("dampf-"),
            "{seen:?}"
        );
    }
}

fn justified(width: u16) -> Options {
    Options {
        justify: true,
        ..wide(width)
    }
}

const ENGLISH: &str = "The harbour bridge carried its first buses on a Monday in winter, eleven months \
    after the inspectors had found that its bearings were not what the drawings said they were.";

/// What lines show of the text.
fn shown(lines: &[TextLine]) -> String {
    let spans = lines.iter().flat_map(|line| &line.spans);
    let spans = spans.filter(|span| span.source.is_some());
    spans.map(|span| span.text.as_str()).collect()
}

#[test]
fn lines_are_filled_but_for_the_last() {
    for width in [30, 41, 57, 72] {
        let document = article(vec![paragraph(ENGLISH)]);
        let (filled, ragged) = (
            lines(document.clone(), justified(width)),
            lines(document, wide(width)),
        );
        assert_eq!(filled.len(), ragged.len());
        assert_eq!(shown(&filled), shown(&ragged));
        let (last, others) = filled.split_last().unwrap();
        assert_eq!(last.text(), ragged.last().unwrap().text());
        for line in others {
            let line = line.text();
            assert_eq!(columns(&line), usize::from(width), "{line:?}");
            // Evenly: no space is wider than another one by more than a column.
            let words: Vec<&str> = line.split(' ').collect();
            let holes = words.split(|word| !word.is_empty()).map(<[&str]>::len);
            let holes: Vec<usize> = holes.collect();
            let inner = &holes[1..holes.len() - 1];
            assert!(
                inner.iter().max().unwrap() - inner.iter().min().unwrap() <= 1,
                "{line:?}"
            );
        }
    }
}

#[test]
fn a_line_with_little_on_it_is_not_torn_apart() {
    let words = "One short internationalisationalisation";
    let seen = seen(article(vec![paragraph(words)]), justified(30));
    assert_eq!(seen[0], "One short");
    // Nor one that ends where its author ended it.
    let verse = Block::Paragraph(vec![
        text("A line of verse that nearly"),
        Inline::LineBreak,
        text("fills the page"),
    ]);
    let seen = super::seen(article(vec![verse]), justified(30));
    assert_eq!(seen, ["A line of verse that nearly", "fills the page"]);
}

#[test]
fn spaces_in_code_are_not_widened() {
    let content = vec![
        text("Then type "),
        Inline::Code("make the bridge".to_owned()),
        text(" and wait for the answer of the harbour master."),
    ];
    let document: Document = article(vec![Block::Paragraph(content)]);
    for width in 26..40 {
        let seen = seen(document.clone(), justified(width)).join("\n");
        assert!(
            seen.contains("make the bridge") || seen.contains("the\n") || seen.contains("make\n"),
            "{seen}"
        );
    }
}
