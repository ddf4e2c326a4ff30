//! Display width of text in terminal columns, as the renderer counts them: [`columns`] and [`grapheme_columns`].
//!
//! The renderer draws grapheme by grapheme (UAX #29), drops those with a control character, and takes `unicode-width`
//! for the rest, plus one column for each half-width sound mark. A tab counts as one column, since layout replaces it
//! by a space, and a soft hyphen as none, since layout leaves it out.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Soft hyphen (U+00AD): a break opportunity inside a word, invisible unless the line ends there.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// Returns the columns of a text without line feeds.
pub fn columns(text: &str) -> usize {
    let mut width = 0;
    for c in text.chars() {
        match c {
            SOFT_HYPHEN => {}
            '\t' => width += 1,
            ' '..='~' => width += 1,
            c if c.is_control() => {}
            c => match simple_columns(c) {
                Some(columns) => width += columns,
                None => return text.graphemes(true).map(grapheme_columns).sum(),
            },
        }
    }
    width
}

/// Returns the columns of one grapheme.
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

/// Returns true if the character is always a grapheme by itself between characters of this kind: most letters, and the
/// punctuation of prose. Most text takes this fast path.
pub(super) fn is_simple_grapheme(c: char) -> bool {
    simple_columns(c).is_some()
}

/// Returns the fixed width of such a character, in columns; `None` for characters that may be part of a longer
/// grapheme.
fn simple_columns(c: char) -> Option<usize> {
    match c {
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' => Some(1),
        // Greek, Cyrillic, Hebrew, Arabic.
        '\u{386}'..='\u{481}'
        | '\u{48a}'..='\u{52f}'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{64a}'
        | '\u{660}'..='\u{66f}'
        | '\u{671}'..='\u{6d3}'
        | '\u{6f0}'..='\u{6f9}'
        | '\u{60c}'
        | '\u{61b}'
        | '\u{61f}' => Some(1),
        // Kana, Han, Hangul, and their punctuation.
        '\u{3001}'..='\u{3003}'
        | '\u{3005}'..='\u{3011}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30ff}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => Some(2),
        _ => None,
    }
}
