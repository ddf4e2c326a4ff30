//! Parses the line of author, publisher, date and URL under a title: [`parse_leading_facts`].

use std::ops::Range;

use crate::extract::dates;
use crate::model::Published;

/// Largest number of characters of the line.
const MAX_FACTS_CHARS: usize = 160;

/// Metadata in a line such as `By Ana Holm, 2026-03-03` or `Ana Holm · The Tidewater Post · 2026-03-03`.
#[derive(Default)]
pub(super) struct LeadingFacts {
    pub(super) byline: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<Published>,
    pub(super) url: Option<String>,
}

/// Parses a line that holds metadata and nothing else, and at least a date or a name after "By".
pub(super) fn parse_leading_facts(line: &str) -> Option<LeadingFacts> {
    if line.chars().count() > MAX_FACTS_CHARS {
        return None;
    }
    let mut facts = LeadingFacts::default();
    let mut signed = false;
    let pieces = line.split(['·', '|', '•', '—', '–', '\n']).map(str::trim);
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        if piece.starts_with("https://") || piece.starts_with("http://") {
            facts.url = Some(piece.to_owned());
            continue;
        }
        let by = strip_by(piece);
        let (name, date) = split_name_and_date(by.unwrap_or(piece));
        signed |= by.is_some() && name.is_some();
        facts.published = facts.published.or(date);
        match name {
            None => {}
            Some(name) if is_reading_time(name) => {}
            Some(name) if by.is_some() || is_proper_name(name) => {
                if facts.byline.is_none() {
                    facts.byline = Some(name.to_owned());
                } else if facts.publisher.is_none() {
                    facts.publisher = Some(name.to_owned());
                } else {
                    return None;
                }
            }
            Some(_) => return None,
        }
    }
    (signed || facts.published.is_some()).then_some(facts)
}

/// Words before the name of an author, in lower case.
const BY_WORDS: &[&str] = &[
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "kirjoittanut",
    "przez",
    "автор",
    "author",
    "autor",
    "auteur",
    "autore",
    "words",
    "text",
    "texte",
    "testo",
    "texto",
    "tekst",
    "文",
    "作者",
    "著者",
    "글",
];

/// Returns the name after a word such as "By".
fn strip_by(piece: &str) -> Option<&str> {
    let (by, rest) = piece.split_once([' ', ':', '：'])?;
    let rest = rest.trim_start_matches([' ', ':', '：']);
    let by = by.to_lowercase();
    // Below its title a file has a name with a capital, or one in a script without capitals.
    let is_name = rest
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    let name = rest.split([',', '(']).next().unwrap_or_default().trim();
    // Other words begin sentences, too.
    let is_name =
        is_name && (by == "by" || is_proper_name(name) || !name.is_ascii() && !name.contains(' '));
    (BY_WORDS.contains(&by.as_str()) && is_name && !rest.ends_with('.')).then_some(rest)
}

/// Splits `Ana Holm, 2026-03-03` or `Ana Holm (2026-03-03)` into name and date.
fn split_name_and_date(piece: &str) -> (Option<&str>, Option<Published>) {
    let bare = piece
        .trim_start_matches("Published")
        .trim_start_matches([':', ' ']);
    if let Some(date) = parse_whole_date(bare) {
        return (None, Some(date));
    }
    for (comma, _) in piece.match_indices([',', '(']) {
        let right = piece
            .get(comma + 1..)
            .unwrap_or_default()
            .trim_end_matches(')');
        if let (Some(date), Some(name)) = (parse_whole_date(right.trim()), piece.get(..comma)) {
            return (Some(name.trim()), Some(date));
        }
    }
    (Some(piece), None)
}

/// Returns true for two to eight words that begin with a capital, or are small words such as `and` and `von`.
fn is_proper_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let small = |word: &&str| {
        matches!(
            *word,
            "and" | "of" | "de" | "van" | "von" | "der" | "la" | "&"
        )
    };
    let all = words.iter().all(|word| capital(word) || small(word));
    (2..=8).contains(&words.len()) && all && !text.ends_with(['.', '!', '?', ':'])
}

/// Returns true for a reading time such as `4 min read`.
fn is_reading_time(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let number = words
        .next()
        .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    number && words.next().is_some_and(|unit| unit.starts_with("min"))
}

/// Returns the date, if `text` is nothing else: a date among other words is part of a sentence.
pub(super) fn parse_whole_date(text: &str) -> Option<Published> {
    let text = text.trim();
    let whole =
        |(range, date): (Range<usize>, Published)| (range == (0..text.len())).then_some(date);
    let exact = || {
        dates::parse_date(text)
            .filter(|_| text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(','))
    };
    dates::find_date(text).and_then(whole).or_else(exact)
}
