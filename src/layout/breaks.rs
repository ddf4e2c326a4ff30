//! Line break opportunities by UAX #14: [`line_breaks`].
//!
//! Thai, Lao, Khmer and Burmese have no space between words; a dictionary finds their word boundaries. The dictionary
//! is loaded only for texts with such letters.

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::columns::SOFT_HYPHEN;

/// Rules without dictionaries: no line begins with a closing mark or a small kana, and none ends with an opening mark.
static STANDARD: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());

/// Line breaking rules with `word-break: keep-all`: lines end between words alone, as Korean is set with a ragged edge.
static KEEP_ALL: LineSegmenterBorrowed<'static> = {
    let mut options = LineBreakOptions::default();
    options.word_option = Some(LineBreakWordOption::KeepAll);
    LineSegmenter::new_for_non_complex_scripts(options)
};

/// Returns the byte offsets at which a word ends, white space after it included; the last one is the end of the text.
/// Hyphens and soft hyphens do not end a word.
pub(super) fn line_breaks(text: &str) -> impl Iterator<Item = usize> {
    let inside = move |at: &usize| {
        let before = text.get(..*at).unwrap_or_default();
        *at > 0 && (*at == text.len() || !before.ends_with(['-', SOFT_HYPHEN]))
    };
    segmenter(text).segment_str(text).filter(inside)
}

/// Returns the segmenter for the scripts of a text.
fn segmenter(text: &str) -> LineSegmenterBorrowed<'static> {
    if text.is_ascii() {
        return STANDARD;
    }
    let (mut hangul, mut kana_and_han) = (0usize, 0usize);
    for c in text.chars() {
        match c {
            '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{a9e0}'..='\u{a9ff}'
            | '\u{aa60}'..='\u{aa7f}' => {
                return LineSegmenter::new_dictionary(LineBreakOptions::default());
            }
            '\u{ac00}'..='\u{d7a3}' => hangul += 1,
            '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => kana_and_han += 1,
            _ => {}
        }
    }
    match hangul > kana_and_han {
        true => KEEP_ALL,
        false => STANDARD,
    }
}
