//! Recognizes lines that consist of an author, a date or a reading time: [`metadata_line`].

use chrono::NaiveDate;

use super::measure::{ends_sentence, text_size};
use super::phrases::{PhraseKind, has_phrase, is_phrase, leading_phrase, phrase_key};
use crate::extract::dates::{DateOrder, find_date_in_order};
use crate::model::{Metadata, Published};

/// Most bytes of a line of metadata.
const MAX_LINE_BYTES: usize = 240;
/// Most words of a line of metadata.
const MAX_LINE_WORDS: usize = 24;
/// Most dates that are looked for in a line.
const MAX_DATES: usize = 3;

/// Metadata of the page in a form that lines are compared with.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Comparison key of the title; empty if there is none.
    pub(super) title: String,
    /// Comparison key of the byline; empty if there is none.
    pub(super) byline: String,
    /// Comparison keys of the authors that have at least two words.
    pub(super) authors: Vec<String>,
    /// Comparison key of the publisher; empty if there is none.
    pub(super) publisher: String,
    /// Comparison key of the standfirst; empty if there is none.
    pub(super) standfirst: String,
    /// Day of publication.
    pub(super) day: Option<NaiveDate>,
    /// Order of day and month in the language of the page.
    order: Option<DateOrder>,
}

impl Known {
    /// Returns the keys of the metadata.
    pub(super) fn of(metadata: &Metadata) -> Self {
        let key = |text: &Option<String>| text.as_deref().map(phrase_key).unwrap_or_default();
        let authors = metadata
            .byline
            .iter()
            .flat_map(|b| b.split([',', ';', '&', '、']));
        let authors = authors.flat_map(|b| b.split(" and ")).map(phrase_key);
        Self {
            title: key(&metadata.title),
            byline: key(&metadata.byline),
            authors: authors.filter(|name| name.contains(' ')).collect(),
            publisher: key(&metadata.publisher),
            standfirst: key(&metadata.standfirst),
            day: metadata.published.as_ref().map(Published::day),
            order: metadata.lang.as_deref().map(DateOrder::of_language),
        }
    }

    fn has_name_word(&self, word: &str) -> bool {
        self.byline.split(' ').any(|name| name == word)
            || self.publisher.split(' ').any(|name| name == word)
    }
}

/// Contents of a line of metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MetadataLine {
    /// A date and nothing else.
    BareDate(NaiveDate),
    /// Numbers and nothing else.
    Number,
    /// An author, a date with other words, a reading time, or a label of them.
    Other,
}

/// Returns the contents of a line that consists of authors, dates, times or a reading time. `None` if it has another word.
pub(super) fn metadata_line(text: &str, known: &Known) -> Option<MetadataLine> {
    if text.len() > MAX_LINE_BYTES {
        return None;
    }
    let (rest, dates) = remove_dates(text, known.order);
    let key = phrase_key(&rest);
    if let ([day], true) = (dates.as_slice(), key.is_empty()) {
        return Some(MetadataLine::BareDate(*day));
    }
    if key.is_empty() {
        return dates.first().map(|_| MetadataLine::Other);
    }
    let (mut words, mut names, mut numbers, mut other) = (0, 0, 0, 0);
    for word in key.split(' ') {
        words += 1;
        let is_number = word.chars().next().is_some_and(char::is_numeric) && word.len() <= 12;
        if known.has_name_word(word) {
            names += 1;
        } else if is_number {
            numbers += 1;
        } else if !is_phrase(word, PhraseKind::Metadata) {
            other += 1;
        }
    }
    if numbers == words && !is_numeric_date(text) {
        return Some(MetadataLine::Number);
    }
    // "2 of 7" counts parts of the article.
    if dates.is_empty() && numbers == 2 && words == 3 {
        return None;
    }
    let is_label = is_phrase(&key, PhraseKind::ByLead);
    let is_sentence = ends_sentence(text) && words > 6 && dates.is_empty();
    let states = !dates.is_empty()
        || names > 0 && names + numbers <= words
        || numbers > 0 && numbers < words
        || is_numeric_date(text)
        || is_label;
    if other == 0 && words <= MAX_LINE_WORDS && states && !is_sentence {
        return Some(MetadataLine::Other);
    }
    (is_author_with_role(&rest, &key, known) || is_named_byline(&rest, &key))
        .then_some(MetadataLine::Other)
}

/// Returns the text with its dates replaced by blanks, and the days.
fn remove_dates(text: &str, order: Option<DateOrder>) -> (String, Vec<NaiveDate>) {
    let (mut rest, mut days) = (text.replace('\n', " "), Vec::new());
    while days.len() < MAX_DATES {
        let Some((range, published)) = find_date_in_order(&rest, order) else {
            break;
        };
        rest.replace_range(range, " ");
        days.push(published.day());
    }
    (rest, days)
}

/// Returns true for numbers with the separators of a date ("2023.04.01"), nothing else.
fn is_numeric_date(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let separators = text.chars().filter(|c| ".-/年月日".contains(*c)).count();
    (4..=14).contains(&digits)
        && separators >= 2
        && text
            .chars()
            .all(|c| c.is_numeric() || c.is_whitespace() || ".-/:年月日".contains(c))
}

/// Returns true for the byline followed by a short role ("Ida Marr, Staff Writer"), not by a sentence.
fn is_author_with_role(text: &str, key: &str, known: &Known) -> bool {
    if known.byline.is_empty() || ends_sentence(text) {
        return false;
    }
    let lead = leading_phrase(key, PhraseKind::ByLead).unwrap_or(0);
    let name = key.get(lead..).unwrap_or_default().trim_start();
    let Some(rest) = name.strip_prefix(known.byline.as_str()) else {
        return false;
    };
    if !rest.is_empty() && !rest.starts_with(' ') {
        return false;
    }
    let words = rest.split_whitespace();
    let is_verb = words
        .clone()
        .next()
        .is_some_and(|w| is_phrase(w, PhraseKind::AuthorVerb));
    words.count() <= 6
        && !is_verb
        && text.contains([',', '|', '·', '•', '–', '—', '/', '(', '-', ':'])
        || rest.is_empty()
}

/// Returns true for a word such as *by* and names of two to four words each ("Von Ida Marr und Bo Lund").
fn is_named_byline(text: &str, key: &str) -> bool {
    /// Words between two names.
    const JOINERS: &[&str] = &[
        "and", "und", "et", "y", "e", "en", "och", "og", "ja", "i", "a", "и", "та", "ve", "και",
        "و", "ו",
    ];
    let Some(lead) = leading_phrase(key, PhraseKind::ByLead) else {
        return false;
    };
    if lead == key.len() || ends_sentence(text) || text_size(text) > 90 {
        return false;
    }
    let lead_words = key.get(..lead).map_or(0, |lead| lead.split(' ').count());
    let rest = text
        .trim()
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = rest
        .split([' ', '\u{a0}', '\t'])
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect();
    let Some(names) = words.get(lead_words..).filter(|names| !names.is_empty()) else {
        return false;
    };
    let mut lengths = vec![0];
    let mut cased = false;
    for word in names {
        if JOINERS.contains(word) {
            lengths.push(0);
            continue;
        }
        let first = word.chars().find(|c| c.is_alphanumeric());
        let Some(first) = first.filter(|c| c.is_alphabetic() && !c.is_lowercase()) else {
            return false;
        };
        cased |= first.is_uppercase();
        if let Some(length) = lengths.last_mut() {
            *length += 1;
        }
        if word.ends_with([',', ';', '،', '、']) {
            lengths.push(0);
        }
    }
    let most = if cased { 4 } else { 3 };
    lengths
        .iter()
        .all(|length| *length == 0 || (2..=most).contains(length))
        && (2..=12).contains(&lengths.iter().sum())
        && !has_phrase(key, PhraseKind::Subscribe)
}
