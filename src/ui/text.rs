//! Words cut to a width, and right-to-left words in the order of the eye.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Theme;
use crate::layout::visual_order;

/// The columns that `text` takes on the screen.
pub(super) fn width(text: &str) -> usize {
    match text.is_ascii() {
        true => text.width(),
        // Letter by letter, as they are drawn: no two are joined to a narrower sign.
        false => text.graphemes(true).map(UnicodeWidthStr::width).sum(),
    }
}

/// Begins and ends words with a direction of their own (UAX #9, FSI and PDI).
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Foreign words inside a line of ours: whatever their direction, the line keeps its own.
pub(super) fn isolate(words: &str) -> Cow<'_, str> {
    let [begin, end] = ISOLATE;
    match visual_order(words) {
        Cow::Borrowed(_) => Cow::Borrowed(words),
        Cow::Owned(_) => Cow::Owned(format!("{begin}{words}{end}")),
    }
}

/// `text` in at most `columns` columns, in the order of the eye; where something was cut away, an ellipsis says so.
pub(super) fn fit(text: &str, columns: usize, theme: &Theme) -> String {
    let cut = truncate(text, columns, theme);
    match theme.symbols().reorder {
        true => visual_order(&cut).into_owned(),
        false => cut.replace(ISOLATE, ""),
    }
}

/// Words being typed in the order of the eye, and the column where the next letter goes: before the character `cursor`. `None` if
/// they run from left to right, or their order is left to the terminal.
pub(super) fn visual_input(words: &str, cursor: usize, theme: &Theme) -> Option<(String, usize)> {
    /// Stands for the cursor: a sign without a direction (U+FFFC).
    const CURSOR_MARK: char = '\u{fffc}';
    let at = words
        .char_indices()
        .nth(cursor)
        .map_or(words.len(), |c| c.0);
    let (before, after) = words.split_at_checked(at)?;
    if !theme.symbols().reorder || matches!(visual_order(words), Cow::Borrowed(_)) {
        return None;
    }
    let turned = format!("{before}{CURSOR_MARK}{after}");
    let turned = visual_order(&turned);
    let (left, right) = turned.split_once(CURSOR_MARK)?;
    Some((format!("{left}{right}"), width(left)))
}

fn truncate(text: &str, columns: usize, theme: &Theme) -> String {
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
pub(super) fn in_theme_symbols<'a>(words: &'a str, theme: &Theme) -> Cow<'a, str> {
    let symbols = theme.symbols();
    if words.is_ascii() || symbols.dot == "·" {
        return Cow::Borrowed(words);
    }
    let plain = words
        .replace('…', symbols.ellipsis)
        .replace('·', symbols.dot);
    Cow::Owned(plain.replace(['“', '”'], "\"").replace('’', "'"))
}
