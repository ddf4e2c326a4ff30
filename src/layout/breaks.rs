//! Where a line of prose may end: [`breaks`], by UAX #14.
//!
//! Thai, Lao, Khmer and Burmese have no space between words; a dictionary of theirs says where one ends. It is asked only
//! where a text has such letters.

use icu_segmenter::options::{LineBreakOptions, LineBreakWordOption};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::columns::SOFT_HYPHEN;

/// The rules alone: they know that no line begins with a closing mark or a small kana, and none ends with an opening one.
static STANDARD: LineSegmenterBorrowed<'static> =
    LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());

/// The same, with lines that end between words alone, as Korean is set where it has a ragged edge.
static KEEP_ALL: LineSegmenterBorrowed<'static> = {
    let mut options = LineBreakOptions::default();
    options.word_option = Some(LineBreakWordOption::KeepAll);
    LineSegmenter::new_for_non_complex_scripts(options)
};

/// The bytes at which a word ends, the white space behind it included; the last is the end of the text. Hyphens, soft ones
/// too, end none.
pub(super) fn line_breaks(text: &str) -> impl Iterator<Item = usize> {
    let inside = move |at: &usize| {
        let before = text.get(..*at).unwrap_or_default();
        *at > 0 && (*at == text.len() || !before.ends_with(['-', SOFT_HYPHEN]))
    };
    segmenter(text).segment_str(text).filter(inside)
}

/// What ends a word in a text.
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
