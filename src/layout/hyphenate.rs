//! Hyphenation points of words, by the patterns of their language: [`Hyphenator`].

use std::ops::Range;

use hypher::{Lang, hyphenate_bounded};
use unicode_segmentation::UnicodeSegmentation;

use super::bidi::visit_texts;
use super::columns::{SOFT_HYPHEN, is_simple_grapheme};
use super::inline_text::InlineText;
use crate::model::Document;

/// Shortest word that is hyphenated, in letters.
const MIN_WORD_LETTERS: usize = 6;

/// Longest word that is hyphenated, in letters; longer ones are not words of prose.
const MAX_WORD_LETTERS: usize = 64;

/// Fewest letters before a hyphen.
const MIN_LETTERS_BEFORE: usize = 2;
/// Fewest letters after a hyphen.
const MIN_LETTERS_AFTER: usize = 3;

/// Characters of an article from which its language is detected.
const SAMPLE_CHARS: usize = 1200;
/// Shortest sample, in bytes, whose language is detected.
const MIN_SAMPLE_BYTES: usize = 120;

/// Hyphenation patterns of one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hyphenator(Lang);

impl Hyphenator {
    /// Returns the hyphenator for the language of an article: the one in its metadata, or else the detected one if
    /// detection is reliable. `None` if the language is unknown or has no hyphenation.
    pub(super) fn of_document(document: &Document) -> Option<Self> {
        match &document.metadata.lang {
            Some(tag) => Self::of_language(tag),
            None => detect_language(&sample_text(document)),
        }
    }

    /// Returns the hyphenator for a BCP 47 tag.
    fn of_language(tag: &str) -> Option<Self> {
        let language = tag.split('-').next()?.to_ascii_lowercase();
        let code: [u8; 2] = language.as_bytes().try_into().ok()?;
        // In some scripts a word continues on the next line without any mark.
        let marked = |lang: &Lang| lang.hyphenation_character().is_some();
        Lang::from_iso(code).filter(marked).map(Self)
    }

    /// Returns the byte offsets in `word`, a byte range of `inline_text`, after which a hyphen may stand. Code, addresses,
    /// names in capitals, and words with soft hyphens of their own are not hyphenated.
    pub(super) fn hyphenation_points(
        self,
        inline_text: &InlineText,
        word: Range<usize>,
    ) -> Vec<usize> {
        let text = inline_text.text.get(word.clone()).unwrap_or_default();
        let start = text.len()
            - text
                .trim_start_matches(|c: char| !c.is_alphanumeric())
                .len();
        let letters = text.trim_matches(|c: char| !c.is_alphanumeric());
        let before = inline_text
            .text
            .get(..word.start)
            .and_then(|s| s.chars().next_back());
        let behind = text.get(start + letters.len()..).unwrap_or_default();
        let count = letters.chars().take(MAX_WORD_LETTERS + 1).count();
        if !(MIN_WORD_LETTERS..=MAX_WORD_LETTERS).contains(&count)
            || letters.contains(SOFT_HYPHEN)
            || !letters.chars().all(is_word_char)
            || letters.chars().skip(1).any(char::is_uppercase)
            || before.is_some_and(is_url_or_path_char)
            || behind.contains(is_url_or_path_char)
            || inline_text.is_code(word.start + start)
        {
            return Vec::new();
        }
        let mut at = start;
        let syllables = hyphenate_bounded(letters, self.0, MIN_LETTERS_BEFORE, MIN_LETTERS_AFTER);
        let mut points: Vec<usize> = syllables
            .map(|syllable| {
                at += syllable.len();
                at
            })
            .collect();
        points.pop();
        if !letters.chars().all(is_simple_grapheme) {
            let is_boundary = |point: &usize| {
                letters
                    .grapheme_indices(true)
                    .any(|(i, _)| start + i == *point)
            };
            points.retain(is_boundary);
        }
        points
    }
}

/// Returns true for characters of words that may be hyphenated: letters and combining marks.
fn is_word_char(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

/// Returns true for characters that join words to a URL or file name.
fn is_url_or_path_char(c: char) -> bool {
    matches!(c, '/' | '@' | '_' | '=' | '&' | '#' | '\\' | '%' | '+')
}

/// Returns the beginning of the text of an article.
fn sample_text(document: &Document) -> String {
    let mut sample = String::new();
    visit_texts(&document.blocks, &mut |text| {
        sample.extend(text.chars().take(SAMPLE_CHARS));
        sample.push(' ');
        sample.len() >= SAMPLE_CHARS
    });
    sample
}

/// Returns the hyphenator for the reliably detected language of a text.
fn detect_language(sample: &str) -> Option<Hyphenator> {
    if sample.len() < MIN_SAMPLE_BYTES {
        return None;
    }
    let found = whatlang::detect(sample).filter(whatlang::Info::is_reliable)?;
    let code = LANGUAGE_CODES
        .iter()
        .find(|(lang, _)| *lang == found.lang())?
        .1;
    Hyphenator::of_language(code)
}

/// Language codes of the detector (ISO 639-3) and of the hyphenation patterns (ISO 639-1).
const LANGUAGE_CODES: &[(whatlang::Lang, &str)] = {
    use whatlang::Lang as L;
    &[
        (L::Afr, "af"),
        (L::Bel, "be"),
        (L::Bul, "bg"),
        (L::Cat, "ca"),
        (L::Ces, "cs"),
        (L::Dan, "da"),
        (L::Deu, "de"),
        (L::Ell, "el"),
        (L::Eng, "en"),
        (L::Spa, "es"),
        (L::Est, "et"),
        (L::Fin, "fi"),
        (L::Fra, "fr"),
        (L::Hrv, "hr"),
        (L::Hun, "hu"),
        (L::Ita, "it"),
        (L::Kat, "ka"),
        (L::Lat, "la"),
        (L::Lit, "lt"),
        (L::Nld, "nl"),
        (L::Nob, "nb"),
        (L::Pol, "pl"),
        (L::Por, "pt"),
        (L::Rus, "ru"),
        (L::Slk, "sk"),
        (L::Slv, "sl"),
        (L::Srp, "sr"),
        (L::Swe, "sv"),
        (L::Tur, "tr"),
        (L::Tuk, "tk"),
        (L::Ukr, "uk"),
    ]
};
