//! Words cut to a width.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Theme;

/// The columns that `text` takes on the screen.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// `text` in at most `columns` columns; where something was cut away, an ellipsis says so.
pub(super) fn fit(text: &str, columns: usize, theme: &Theme) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let ellipsis = theme.symbols().ellipsis;
    let room = columns.saturating_sub(width(ellipsis));
    let (mut cut, mut used) = (String::new(), 0);
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > room {
            break;
        }
        cut.push_str(grapheme);
    }
    let mut cut = cut.trim_end().to_owned();
    if width(&cut) + width(ellipsis) <= columns {
        cut.push_str(ellipsis);
    }
    cut
}

/// Words of our own in the signs that the theme has: in ASCII, a plain sign for each typographic one.
pub(super) fn own<'a>(words: &'a str, theme: &Theme) -> Cow<'a, str> {
    let symbols = theme.symbols();
    if words.is_ascii() || symbols.dot == "·" {
        return Cow::Borrowed(words);
    }
    let plain = words
        .replace('…', symbols.ellipsis)
        .replace('·', symbols.dot);
    Cow::Owned(plain.replace(['“', '”'], "\"").replace('’', "'"))
}
