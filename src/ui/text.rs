//! Truncation of text to a width, and right-to-left text in visual order.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Theme;
use crate::layout::visual_order;

/// Returns the columns of `text` on the screen.
pub(super) fn width(text: &str) -> usize {
    match text.is_ascii() {
        true => text.width(),
        // Grapheme by grapheme, as they are drawn: no two are joined to a narrower sign.
        false => text.graphemes(true).map(UnicodeWidthStr::width).sum(),
    }
}

/// First and last character of text with a direction of its own (UAX #9, FSI and PDI).
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Isolates text of any direction inside a line of the user interface, which keeps its own direction.
pub(super) fn isolate(words: &str) -> Cow<'_, str> {
    let [begin, end] = ISOLATE;
    match visual_order(words) {
        Cow::Borrowed(_) => Cow::Borrowed(words),
        Cow::Owned(_) => Cow::Owned(format!("{begin}{words}{end}")),
    }
}

/// Truncates `text` to `columns` columns, with an ellipsis if necessary, and puts it in visual order.
pub(super) fn fit(text: &str, columns: usize, theme: &Theme) -> String {
    let cut = truncate(text, columns, theme);
    match theme.symbols().reorder {
        true => visual_order(&cut).into_owned(),
        false => cut.replace(ISOLATE, ""),
    }
}

/// Truncates `text` as [`fit`] does, but at the end of a word unless too little would be left.
pub(super) fn fit_words(text: &str, columns: usize, theme: &Theme) -> String {
    if width(text) <= columns {
        return fit(text, columns, theme);
    }
    let ellipsis = theme.symbols().ellipsis;
    let start = start_within(text, columns.saturating_sub(width(ellipsis)));
    let ends_word = text
        .get(start.len()..)
        .is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let boundary = start
        .rfind(char::is_whitespace)
        .filter(|at| !ends_word && at * 2 >= start.len());
    let words = boundary.and_then(|at| start.get(..at)).unwrap_or(start);
    let words = words.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'));
    fit(&format!("{words}{ellipsis}"), columns, theme)
}

/// Breaks a text at blanks into lines of at most so many columns; the last of `most` lines is cut where more is left.
pub(super) fn break_lines(text: &str, columns: usize, most: usize, theme: &Theme) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let count = lines.len();
        match lines.last_mut() {
            Some(line) if count == most || width(line) + 1 + width(word) <= columns => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    for line in &mut lines {
        *line = fit(line, columns, theme);
    }
    lines
}

/// Returns typed text in visual order, and the column of the cursor, which is before the character `cursor`. `None` if
/// the text runs from left to right, or if the terminal reorders it.
pub(super) fn visual_input(words: &str, cursor: usize, theme: &Theme) -> Option<(String, usize)> {
    /// Placeholder of the cursor: a neutral character (U+FFFC).
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

/// Splits `words` after the last blank of its first `columns` columns, else after these columns. The blank is dropped.
pub(super) fn split_at_width(words: &str, columns: usize) -> (&str, &str) {
    let (mut used, mut end, mut blank) = (0, 0, None);
    for (at, grapheme) in words.grapheme_indices(true) {
        let is_blank = grapheme.chars().all(char::is_whitespace);
        if is_blank {
            blank = Some(at);
        }
        used += width(grapheme);
        if used > columns {
            // In a script without blanks, the only blank may be far to the left.
            let cut = blank
                .filter(|blank| 2 * words.get(..*blank).map_or(0, width) >= columns)
                .unwrap_or(end);
            let (first, rest) = words.split_at_checked(cut).unwrap_or((words, ""));
            return (first.trim_end(), rest.trim_start());
        }
        end = at + grapheme.len();
    }
    (words, "")
}

fn truncate(text: &str, columns: usize, theme: &Theme) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let ellipsis = theme.symbols().ellipsis;
    let mut cut = start_within(text, columns.saturating_sub(width(ellipsis)))
        .trim_end()
        .to_owned();
    if width(&cut) + width(ellipsis) <= columns {
        cut.push_str(ellipsis);
    }
    cut
}

/// Returns the longest start of `text` that takes at most `columns` columns.
fn start_within(text: &str, columns: usize) -> &str {
    let (mut end, mut used) = (0, 0);
    for grapheme in text.graphemes(true) {
        used += width(grapheme);
        if used > columns {
            break;
        }
        end += grapheme.len();
    }
    text.get(..end).unwrap_or(text)
}

/// Replaces typographic characters of newsprint's own text by ASCII, if the theme is ASCII.
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

/// Returns a note on one line, followed by its tags.
pub(super) fn note_with_tags(note: Option<&str>, tags: &[String]) -> String {
    let words = note.unwrap_or_default().split_whitespace();
    let words = words.map(str::to_owned);
    let tags = tags.iter().map(|tag| format!("#{tag}"));
    words.chain(tags).collect::<Vec<_>>().join(" ")
}
