//! How many columns text takes on the screen, by the rules of the renderer: [`columns`] and [`grapheme_columns`].
//!
//! The renderer draws grapheme by grapheme (UAX #29), drops those with a control character, and takes `unicode-width` for the
//! rest, plus one for each half-width sound mark. A tab is counted as one, since layout puts a space in its place, and a soft
//! hyphen as none, since layout leaves it out.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A break opportunity inside a word, not seen unless the line ends there (U+00AD).
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// The columns of a text without line feeds.
pub fn columns(text: &str) -> usize {
    let mut width = 0;
    for c in text.chars() {
        match c {
            SOFT_HYPHEN => {}
            '\t' => width += 1,
            c if c.is_control() => {}
            c if is_plain(c) => width += 1,
            _ => return text.graphemes(true).map(grapheme_columns).sum(),
        }
    }
    width
}

/// The columns of one grapheme.
pub(super) fn grapheme_columns(grapheme: &str) -> usize {
    match grapheme {
        "\t" => 1,
        "\u{ad}" => 0,
        _ if grapheme.contains(char::is_control) => 0,
        _ if grapheme.len() == 1 => 1,
        _ => {
            let marks = grapheme
                .chars()
                .filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}'))
                .count();
            grapheme.width() + marks
        }
    }
}

/// Whether the character is always one column wide and a grapheme of its own between others of its kind: Latin letters and
/// the punctuation of prose. Most text needs no other measure.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}')
}
