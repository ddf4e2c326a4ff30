//! Shortening of titles at a word boundary, for messages: [`shorten`].

use std::borrow::Cow;

/// Most characters of a title in a message.
const MAX_TITLE_CHARS: usize = 50;

/// Shortens a title for a message.
pub fn shorten_title(title: &str) -> Cow<'_, str> {
    shorten(title, MAX_TITLE_CHARS)
}

/// Shortens a text to at most `max_chars` characters, at the end of a word if the last one is not too long, and appends an
/// ellipsis.
///
/// # Examples
///
/// ```
/// use newsprint::text::shorten;
///
/// assert_eq!(shorten("Harbour bridge reopens", 30), "Harbour bridge reopens");
/// assert_eq!(shorten("Harbour bridge reopens", 20), "Harbour bridge…");
/// assert_eq!(shorten("Donaudampfschifffahrt", 10), "Donaudamp…");
/// ```
pub fn shorten(text: &str, max_chars: usize) -> Cow<'_, str> {
    if text.chars().nth(max_chars).is_none() {
        return Cow::Borrowed(text);
    }
    let room = max_chars.saturating_sub(1);
    let end = text
        .char_indices()
        .nth(room)
        .map_or(text.len(), |(at, _)| at);
    let (begin, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let is_boundary = rest.starts_with(char::is_whitespace);
    // A word that takes more than half of the room is cut, since too little would be left.
    let boundary = begin
        .rfind(char::is_whitespace)
        .filter(|at| !is_boundary && at * 2 >= begin.len());
    let begin = boundary.and_then(|at| begin.get(..at)).unwrap_or(begin);
    let begin = begin.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—')
    });
    Cow::Owned(format!("{begin}…"))
}
