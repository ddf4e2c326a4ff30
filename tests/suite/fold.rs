//! Text folding of filters, find and search.

use newsprint::text::fold::{FilterWords, Needle, fold};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Returns the matches in a text.
fn found<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
    let hits = Needle::new(query).find_in(text).into_iter();
    hits.map(|hit| text.get(hit).unwrap()).collect()
}

#[test]
fn keyboard_text_finds_typographic_text() {
    for (typed, printed) in [
        ("don't", "don’t"),
        ("'tis", "‘tis"),
        ("\"ink\"", "“ink”"),
        ("\"ink\"", "«ink»"),
        ("\"ink\"", "„ink‟"),
        ("e-mail", "e‑mail"),
        ("1914-18", "1914–18"),
        ("ink - oil", "ink — oil"),
        ("-5", "−5"),
        ("10 km", "10\u{a0}km"),
        ("10 km", "10\u{202f}km"),
        ("10 km", "10\nkm"),
        ("harbour", "har\u{ad}bour"),
        ("harbour", "har\u{200b}bour"),
        ("find", "ﬁnd"),
        ("office", "oﬃce"),
        ("wait...", "wait…"),
        ("abc", "ＡＢＣ"),
        ("m2", "m²"),
        ("strasse", "Straße"),
        ("strasse", "STRAẞE"),
        ("aero", "Ærø"),
        ("lodz", "Łódź"),
        ("istanbul", "İstanbul"),
        ("σοφος", "σοφός"),
        ("всей", "всеи\u{306}"),
        ("ガス", "ｶﾞｽ"),
        ("が", "か\u{3099}"),
        ("한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"),
        ("שלום", "שָׁלוֹם"),
        ("سلام", "ســلام"),
    ] {
        assert_eq!(found(printed, typed), [printed], "{typed} in {printed}");
        let framed = format!("a. {printed} z");
        assert_eq!(found(&framed, typed), [printed], "{typed} in {framed}");
        assert!(
            FilterWords::new(typed).are_all_in([framed.as_str()]),
            "{typed}"
        );
    }
}

#[test]
fn different_letters_do_not_match() {
    assert_eq!(found("かき", "が"), [""; 0]);
    assert_eq!(found("की", "कि"), [""; 0]);
    assert_eq!(found("각", "가"), [""; 0]);
}

#[test]
fn a_capital_makes_find_case_sensitive_but_never_a_filter() {
    let text = "Ink and ink, Ärger und ärger";
    assert_eq!(found(text, "ink"), ["Ink", "ink"]);
    assert_eq!(found(text, "Ink"), ["Ink"]);
    assert_eq!(found(text, "Arger"), ["Ärger"]);
    assert_eq!(found(text, "arger"), ["Ärger", "ärger"]);
    assert_eq!(found("Ærø", "Aero"), ["Ærø"]);
    assert!(FilterWords::new("INK").are_all_in(["ink"]));
}

#[test]
fn a_match_includes_the_accents_of_its_last_letter() {
    assert_eq!(found("cafe\u{301}s", "cafe"), ["cafe\u{301}"]);
    assert_eq!(found("cafe\u{301}", "cafe"), ["cafe\u{301}"]);
    assert_eq!(found("café", "caf"), ["caf"]);
    // A match of half of a decomposed character covers the whole character.
    assert_eq!(found("oﬃce", "of"), ["oﬃ"]);
    assert_eq!(found("Maß", "s"), ["ß"]);
    assert_eq!(found("é…é", "..e"), ["…é"]);
}

#[test]
fn a_filter_needs_every_word_in_any_place() {
    let texts = ["Bridge over water", "The river’s edge"];
    let passes = |typed: &str| FilterWords::new(typed).are_all_in(texts);
    assert!(passes("ridge"));
    assert!(passes("edge ridge"));
    assert!(passes("river's WATER"));
    assert!(passes(" "));
    assert!(!passes("bridge ferry"));
}

proptest! {
    #[test]
    fn a_part_of_a_text_is_found_in_it(text in "\\PC{0,40}", from in 0usize..40, length in 1usize..8) {
        let piece: String = text.graphemes(true).skip(from).take(length).collect();
        let needle = Needle::caseless(&piece);
        prop_assert!(needle.matches(&text));
        let hits = needle.find_in(&text);
        prop_assert_eq!(hits.is_empty(), needle.is_empty());
        for hit in hits {
            let hit = text.get(hit);
            prop_assert!(hit.is_some_and(|hit| needle.matches(hit)), "{:?} in {:?}", hit, text);
        }
    }

    #[test]
    fn folding_is_idempotent(text in "\\PC{0,40}") {
        let once = fold(&text).into_owned();
        prop_assert_eq!(fold(&once), once.as_str());
    }
}
