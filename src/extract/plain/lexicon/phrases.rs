//! Phrases that make a whole line boilerplate: [`phrase_kind`]. They are compared by words, in lower case, without
//! marks, and with `#` for numbers; in scripts without spaces some count anywhere in a line.
//!
//! To add a language, add its phrases to the rows of `whole` and `parts`.

mod parts;
mod whole;

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use rustc_hash::FxHasher;

use crate::extract::plain::lowercase::split_small_letters;
use crate::model::script::is_cjk;

/// Kind of a line that is boilerplate by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhraseKind {
    /// Leads around the page.
    Navigation,
    /// Signing in and up.
    Account,
    /// Buttons to share.
    Sharing,
    /// Audio, print, time to read.
    Tools,
    /// Subscriptions, letters, donations.
    Newsletter,
    /// Advertising and disclosures of it.
    Advertising,
    /// A link to another article, with its title.
    Pointer,
    /// Heading over other articles.
    Related,
    /// Comments of readers.
    Comments,
    /// Law, cookies, the firm.
    Legal,
    /// Tagline of a reference work.
    Tagline,
}

impl PhraseKind {
    /// Returns true if such lines usually stand before or after an article, not in it.
    pub fn is_edge(self) -> bool {
        match self {
            Self::Navigation | Self::Account | Self::Comments | Self::Legal | Self::Related => true,
            Self::Sharing
            | Self::Tools
            | Self::Newsletter
            | Self::Advertising
            | Self::Pointer
            | Self::Tagline => false,
        }
    }
}

/// The most words of a line that is looked at.
const MAX_WORDS: usize = 45;
/// The most words of a short line.
const SHORT_LINE: usize = 14;
/// The most words of the tagline of a reference work.
const TAGLINE: usize = 9;
/// The most words of a link to another article.
const POINTER_LINE: usize = 30;

/// Place in a line where a phrase counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PhrasePlace {
    Start,
    Short,
    Anywhere,
    Rights,
    Tagline,
}

type FxMap<K, V> = HashMap<K, V, BuildHasherDefault<FxHasher>>;

/// Tables that are made at the first use.
struct Tables {
    whole: FxMap<String, PhraseKind>,
    pointers: FxMap<String, PhraseKind>,
    /// By their first word: the words, and the place where they count.
    parts: FxMap<String, Vec<(String, PhrasePlace)>>,
    /// For each [`word_slot`], true if a word of `parts` has it. Most words are ruled out by it.
    part_slots: Vec<bool>,
    solid: FxMap<char, Vec<(&'static str, PhraseKind)>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        whole: FxMap::default(),
        pointers: FxMap::default(),
        parts: FxMap::default(),
        part_slots: vec![false; WORD_SLOTS],
        solid: FxMap::default(),
    };
    let rows = [
        (PhraseKind::Navigation, whole::NAVIGATION),
        (PhraseKind::Account, whole::ACCOUNT),
        (PhraseKind::Sharing, whole::SHARING),
        (PhraseKind::Tools, whole::TOOLS),
        (PhraseKind::Newsletter, whole::NEWSLETTER),
        (PhraseKind::Advertising, whole::ADVERTISING),
        (PhraseKind::Pointer, whole::POINTER),
        (PhraseKind::Related, whole::RELATED),
        (PhraseKind::Comments, whole::COMMENTS),
        (PhraseKind::Legal, whole::LEGAL),
    ];
    let mut words = String::new();
    for (kind, row) in rows {
        for phrase in row.split('|') {
            normalize(phrase, &mut words);
            tables
                .whole
                .entry(without_number(&words).to_owned())
                .or_insert(kind);
        }
    }
    for phrase in parts::POINTERS.split('|') {
        normalize(phrase, &mut words);
        tables.pointers.insert(words.clone(), PhraseKind::Pointer);
    }
    let rows = [
        (PhrasePlace::Start, parts::STARTS),
        (PhrasePlace::Short, parts::SHORT),
        (PhrasePlace::Anywhere, parts::ANYWHERE),
        (PhrasePlace::Rights, parts::RIGHTS),
        (PhrasePlace::Tagline, parts::TAGLINES),
    ];
    for (place, row) in rows {
        for phrase in row.split('|') {
            normalize(phrase, &mut words);
            let first = words.split(' ').next().unwrap_or_default();
            if let Some(slot) = tables.part_slots.get_mut(word_slot(first)) {
                *slot = true;
            }
            let of = tables.parts.entry(first.to_owned()).or_default();
            of.push((words.clone(), place));
        }
    }
    for (kind, row) in [
        (PhraseKind::Newsletter, parts::SOLID),
        (PhraseKind::Legal, parts::SOLID_RIGHTS),
        (PhraseKind::Tagline, parts::SOLID_TAGLINES),
    ] {
        for phrase in row.split('|') {
            if let Some(first) = phrase.chars().next() {
                tables.solid.entry(first).or_default().push((phrase, kind));
            }
        }
    }
    tables
});

/// Returns the kind of boilerplate that a line is by its words. `sentence`: the line ends like one.
pub(in super::super) fn phrase_kind(
    text: &str,
    sentence: bool,
    words: &mut String,
) -> Option<PhraseKind> {
    normalize(text, words);
    let count = words.bytes().filter(|b| *b == b' ').count() + 1;
    if words.is_empty() || count > MAX_WORDS {
        return None;
    }
    if text.starts_with('©') || (count <= SHORT_LINE * 2 && text.contains("© 20")) {
        return Some(PhraseKind::Legal);
    }
    let tables = &*TABLES;
    if words.len() <= 80
        && let Some(kind) = tables.whole.get(without_number(words))
    {
        return Some(*kind);
    }
    if count <= POINTER_LINE
        && let Some(before) = before_separator(text)
    {
        let mut label = String::new();
        normalize(before, &mut label);
        if tables.pointers.contains_key(&label) {
            return Some(PhraseKind::Pointer);
        }
        let known = tables.whole.get(without_number(&label));
        // `Privacy notice: we may share …` is a sentence as well.
        let notice = known == Some(&PhraseKind::Legal) && label.contains(' ');
        if (notice || (!sentence && count <= SHORT_LINE))
            && (label.contains(' ') || count <= 3)
            && known.is_some()
        {
            return known.copied();
        }
    }
    find_part(tables, words, count, sentence).or_else(|| find_solid(tables, words))
}

/// Number of slots of words.
const WORD_SLOTS: usize = 4096;

/// Returns a number below [`WORD_SLOTS`] by the length of a word and its first and last byte.
fn word_slot(word: &str) -> usize {
    let byte = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or(0));
    let bytes = word.as_bytes();
    (byte(bytes.first()) * 61 + byte(bytes.last()) * 7 + bytes.len() * 331) % WORD_SLOTS
}

/// Finds a phrase at the start of a line or in it.
fn find_part(tables: &Tables, words: &str, count: usize, sentence: bool) -> Option<PhraseKind> {
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let end = rest.bytes().position(|b| b == b' ');
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or(rest);
        if tables.part_slots.get(word_slot(word)) == Some(&true)
            && let Some(phrases) = tables.parts.get(word)
        {
            for (phrase, place) in phrases {
                let ends = rest
                    .strip_prefix(phrase.as_str())
                    .is_some_and(|after| after.is_empty() || after.starts_with(' '));
                let fits = match place {
                    PhrasePlace::Start => at == 0 && !sentence && count <= SHORT_LINE,
                    PhrasePlace::Short => !sentence && count <= SHORT_LINE,
                    PhrasePlace::Anywhere | PhrasePlace::Rights => true,
                    PhrasePlace::Tagline => rest == phrase && !sentence && count <= TAGLINE,
                };
                if ends && fits {
                    return Some(match place {
                        PhrasePlace::Rights => PhraseKind::Legal,
                        PhrasePlace::Tagline => PhraseKind::Tagline,
                        PhrasePlace::Start | PhrasePlace::Short | PhrasePlace::Anywhere => {
                            PhraseKind::Newsletter
                        }
                    });
                }
            }
        }
        at += word.len() + 1;
    }
    None
}

/// Finds a phrase of a script without spaces in a short line.
fn find_solid(tables: &Tables, words: &str) -> Option<PhraseKind> {
    if words.len() > 160
        || words.is_ascii()
        || !words
            .chars()
            .any(|c| is_cjk(c) || matches!(c, '\u{ac00}'..='\u{d7a3}'))
    {
        return None;
    }
    for (at, c) in words.char_indices() {
        if let Some(phrases) = tables.solid.get(&c)
            && let Some(rest) = words.get(at..)
            && let Some((_, kind)) = phrases.iter().find(|(phrase, _)| rest.starts_with(phrase))
        {
            return Some(*kind);
        }
    }
    None
}

/// Returns the part of a line before a colon, a bar or a dash between blanks.
fn before_separator(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['【', '[', '►', '▶', '→', '»', '>', ' ', '•', '*']);
    let at = text.char_indices().take(40).find(|(at, c)| match c {
        ':' | '：' | '|' | '｜' | '】' | ']' | '»' | '>' => true,
        '-' | '–' | '—' => text.get(..*at).is_some_and(|before| before.ends_with(' ')),
        _ => false,
    });
    let before = text.get(..at?.0)?;
    (!before.trim().is_empty()).then_some(before)
}

/// Writes the words of `text` to `out`: in lower case, with one blank between, without marks; numbers become `#`.
fn normalize(text: &str, out: &mut String) {
    out.clear();
    let mut inside = false;
    let mut rest = text.chars();
    loop {
        if inside {
            // Most characters are small letters inside a word.
            let (run, after) = split_small_letters(rest.as_str());
            out.push_str(run);
            rest = after.chars();
        }
        let Some(c) = rest.next() else { break };
        if c.is_ascii_alphabetic() {
            if !inside && !out.is_empty() {
                out.push(' ');
            }
            out.push(c.to_ascii_lowercase());
            inside = true;
        } else if c.is_alphanumeric() || c == '#' {
            if !inside && !out.is_empty() {
                out.push(' ');
            }
            if c.is_numeric() || c == '#' {
                if !inside || !out.ends_with('#') {
                    out.push('#');
                }
            } else {
                out.extend(c.to_lowercase().filter(|c| !is_mark(*c)));
            }
            inside = true;
        } else if c.is_ascii() || !is_mark(c) {
            inside = false;
        }
    }
}

/// Marks on letters: accents that stand alone, vowel signs, joiners.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{591}'..='\u{5c7}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{93a}'..='\u{94d}'
            | '\u{e31}'
            | '\u{e34}'..='\u{e3a}'
            | '\u{e47}'..='\u{e4e}'
            | '\u{200c}'..='\u{200f}'
    )
}

fn without_number(words: &str) -> &str {
    words.strip_suffix(" #").unwrap_or(words)
}
