//! Words that a hyphen divides at the end of a line: [`DividedWords`].
//!
//! Evidence, in this order: the kind of hyphen, capitals and digits, the other places where the word occurs, words that
//! compounds begin or end with, and how the other words of the text were divided.

use std::collections::HashSet;

use super::line::PlainLine;

/// Forms of the divided words of a text that occur elsewhere in it, in lower case.
#[derive(Debug, Default)]
pub(super) struct DividedWords {
    seen: HashSet<String>,
    /// The text divides no words itself: its lines end at hyphens that the words have anyway.
    only_compounds: bool,
}

/// Way in which two lines are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineJoin {
    /// With a space between them.
    Space,
    /// With nothing between them.
    Solid,
    /// Without the hyphen at the end of the first line.
    DropHyphen,
}

const SOFT_HYPHEN: char = '\u{ad}';
/// The hyphen that formatters such as groff insert.
const HYPHEN: char = '‐';

impl DividedWords {
    pub(super) fn of(lines: &[PlainLine<'_>]) -> Self {
        let pairs = || {
            lines.windows(2).filter_map(|pair| match pair {
                [a, b] => divided_pair(a.text, b.text),
                _ => None,
            })
        };
        let mut wanted = HashSet::new();
        for (left, right) in pairs() {
            let (joined, compound) = forms(left, right);
            wanted.insert(joined);
            wanted.insert(compound);
        }
        if wanted.is_empty() {
            return Self::default();
        }
        let mut seen = HashSet::new();
        for line in lines {
            for word in line.text.split_whitespace() {
                let word = word
                    .trim_matches(|c: char| !c.is_alphanumeric())
                    .to_lowercase();
                if wanted.contains(&word) {
                    seen.insert(word);
                }
            }
        }
        let (mut joined, mut compounds) = (0, 0);
        for (left, right) in pairs() {
            let forms = forms(left, right);
            joined += usize::from(seen.contains(&forms.0));
            compounds += usize::from(seen.contains(&forms.1));
        }
        Self {
            seen,
            only_compounds: joined == 0 && compounds >= 2,
        }
    }

    /// Returns how `next` follows `text`.
    pub(super) fn join(&self, text: &str, next: &str) -> LineJoin {
        if text.ends_with(SOFT_HYPHEN) {
            return LineJoin::DropHyphen;
        }
        let Some((left, right)) = divided_pair(text, next) else {
            return LineJoin::Space;
        };
        let last = left.chars().next_back();
        let first = right.chars().next();
        if text.ends_with(HYPHEN) && last.is_some_and(char::is_alphabetic) {
            return LineJoin::DropHyphen;
        }
        let capitals = |s: &str| s.chars().all(char::is_uppercase) && s.chars().nth(1).is_some();
        let all_capitals = capitals(left) && capitals(right);
        if !all_capitals && !first.is_some_and(char::is_lowercase)
            || !last.is_some_and(char::is_alphabetic)
            || left.contains('-')
        {
            return LineJoin::Solid;
        }
        let (joined, compound) = forms(left, right);
        if self.seen.contains(&compound) {
            return LineJoin::Solid;
        }
        if self.seen.contains(&joined) {
            return LineJoin::DropHyphen;
        }
        let (left, right) = (left.to_lowercase(), right.to_lowercase());
        if JOINING_WORDS.contains(&right.as_str()) {
            return LineJoin::Space;
        }
        let begins =
            COMPOUND_BEGINNINGS.contains(&left.as_str()) && !ENDINGS.contains(&right.as_str());
        let ends = COMPOUND_ENDINGS.contains(&right.as_str()) && left.chars().nth(2).is_some();
        if begins || ends || self.only_compounds {
            LineJoin::Solid
        } else {
            LineJoin::DropHyphen
        }
    }
}

/// Returns the part of a word before the hyphen at the end of `text`, and the part at the start of `next`.
fn divided_pair<'a>(text: &'a str, next: &'a str) -> Option<(&'a str, &'a str)> {
    let before = text.strip_suffix(['-', HYPHEN])?;
    if !before.ends_with(char::is_alphanumeric) || !next.starts_with(char::is_alphanumeric) {
        return None;
    }
    let from = before
        .rfind(|c: char| !(c.is_alphanumeric() || c == '-' || c == '’' || c == '\''))
        .map_or(0, |at| {
            at + before
                .get(at..)
                .and_then(|s| s.chars().next())
                .map_or(1, char::len_utf8)
        });
    let end = next
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(next.len());
    Some((before.get(from..)?, next.get(..end)?))
}

/// Returns the word without and with the hyphen, in lower case.
fn forms(left: &str, right: &str) -> (String, String) {
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    (format!("{left}{right}"), format!("{left}-{right}"))
}

/// Words after a hyphen that stands for a part of the next word: *pre- and post-war*, *Ein- und Ausgang*.
const JOINING_WORDS: &[&str] = &[
    "and", "or", "und", "oder", "bis", "sowie", "bzw", "et", "ou", "y", "e", "o", "och", "eller",
    "og", "en", "of", "i", "lub", "oraz", "nebo", "и", "или", "та", "або",
];

/// First parts that compounds keep apart by a hyphen.
const COMPOUND_BEGINNINGS: &[&str] = &[
    "well",
    "self",
    "half",
    "ex",
    "non",
    "after",
    "low",
    "high",
    "long",
    "short",
    "full",
    "all",
    "cross",
    "mid",
    "quasi",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "first",
    "second",
    "third",
    "left",
    "right",
    "old",
    "new",
    "hard",
    "soft",
    "open",
    "large",
    "small",
    "wide",
    "deep",
    "so",
    "vice",
    "tow",
    "able",
    "best",
    "better",
    "ill",
    "peut",
    "demi",
    "mi",
    "avant",
    "après",
    "grand",
    "sous",
    "quatre",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "из",
    "кое",
    "вице",
    "экс",
];

/// Second parts that compounds keep apart by a hyphen.
const COMPOUND_ENDINGS: &[&str] = &[
    "il",
    "ils",
    "elle",
    "elles",
    "nous",
    "vous",
    "même",
    "mêmes",
    "là",
    "нибудь",
    "либо",
    "based",
    "like",
    "known",
    "term",
    "time",
    "year",
    "old",
    "made",
    "class",
    "scale",
    "wide",
    "free",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "two",
    "three",
    "four",
    "law",
    "friendly",
    "sized",
];

/// Endings of words, which no compound ends with.
const ENDINGS: &[&str] = &[
    "ed", "ing", "ings", "ly", "er", "ers", "est", "en", "ness", "ment", "tion", "wards", "ward",
    "noon", "noons", "math", "ever", "where", "body", "thing", "times", "how", "what", "some",
    "ful", "less", "able", "es", "al", "ity", "ish", "ship", "hood", "dom", "th", "teen", "ty",
    "shire", "land", "fold",
];
