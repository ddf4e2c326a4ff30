//! First words of a text of an entry, for a row of a list: [`text_start`].

use super::capture::TextKind;
use super::entry::EntryText;
use super::title::plain_title;

/// Bytes of markup that are looked at for each character of the result.
const BYTES_PER_CHAR: usize = 12;
/// Bytes of markup that are looked at in any case.
const MIN_BYTES: usize = 4096;

/// Returns the first words of a text as plain text on one line: at most `max_chars` characters, with `…` where it was longer.
pub fn text_start(text: &EntryText, max_chars: usize) -> String {
    let limit = MIN_BYTES + max_chars.saturating_mul(BYTES_PER_CHAR);
    let end = (0..=limit.min(text.value.len()))
        .rev()
        .find(|end| text.value.is_char_boundary(*end));
    let start = text.value.get(..end.unwrap_or(0)).unwrap_or_default();
    let kind = match text.is_html {
        true => TextKind::Html,
        false => TextKind::Plain,
    };
    let plain = plain_title(start, kind).unwrap_or_default();
    let Some((cut, _)) = plain.char_indices().nth(max_chars) else {
        return plain;
    };
    let shown = plain.get(..cut).unwrap_or_default();
    // A word is cut only if it is nearly all of the text.
    let at = shown.rfind(' ').filter(|at| *at > shown.len() / 2);
    let shown = at.and_then(|at| shown.get(..at)).unwrap_or(shown);
    format!("{shown}…")
}
