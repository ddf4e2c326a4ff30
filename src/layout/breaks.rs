//! Where a line of prose may end: [`breaks`], by UAX #14.
//!
//! Thai, Lao, Khmer and Burmese have no space between words; a dictionary of theirs says where one ends. It is asked only
//! where a text has such letters.

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::columns::SOFT_HYPHEN;

/// The rules alone: they know that no line begins with a closing mark or a small kana, and none ends with an opening one.
static RULES: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());

/// The bytes at which a word ends, the white space behind it included; the last is the end of the text. Hyphens, soft ones
/// too, end none.
pub(super) fn breaks(text: &str) -> impl Iterator<Item = usize> {
    let segmenter = match needs_dictionary(text) {
        true => LineSegmenter::new_dictionary(LineBreakOptions::default()),
        false => RULES,
    };
    let inside = move |at: &usize| {
        let before = text.get(..*at).unwrap_or_default();
        *at > 0 && (*at == text.len() || !before.ends_with(['-', SOFT_HYPHEN]))
    };
    segmenter.segment_str(text).filter(inside)
}

/// Whether there is a letter of a script whose words only a dictionary can part.
fn needs_dictionary(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|c| {
            matches!(c,
                '\u{e00}'..='\u{eff}'
                | '\u{1000}'..='\u{109f}'
                | '\u{1780}'..='\u{17ff}'
                | '\u{a9e0}'..='\u{a9ff}'
                | '\u{aa60}'..='\u{aa7f}')
        })
}
