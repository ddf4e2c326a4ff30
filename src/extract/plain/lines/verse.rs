//! Recognition of verse, whose lines are its own: [`is_verse`].

use super::line::{PlainLine, has_columns};

/// Widest line of verse, in characters.
const MAX_WIDTH: usize = 72;

/// Returns true if a run of lines without blank lines is a stanza: at least three lines of a similar width, that begin
/// with capitals, go on over the line's end by commas, and end with the end of a sentence.
pub(super) fn is_verse(lines: &[PlainLine<'_>]) -> bool {
    let breaks = lines.len().saturating_sub(1);
    if breaks < 2 || lines.iter().any(|l| l.width > MAX_WIDTH) {
        return false;
    }
    let (mut upper, mut lower, mut commas, mut stops, mut words) = (0, 0, 0, 0, 0);
    let (mut narrowest, mut widest) = (MAX_WIDTH, 1);
    for (i, line) in lines.iter().enumerate() {
        let text = line.text;
        if has_columns(text) || text.contains("http") || text.contains(['|', '{', '}', '=']) {
            return false;
        }
        let first = text.chars().find(|c| c.is_alphanumeric());
        upper += usize::from(first.is_some_and(char::is_uppercase));
        lower += usize::from(first.is_some_and(|c| c.is_lowercase() || c.is_numeric()));
        words += text.split_whitespace().count();
        (narrowest, widest) = (narrowest.min(line.width), widest.max(line.width));
        let end = text.trim_end_matches(['"', '\'', '”', '’', '»', '_', ')']);
        let comma = end.ends_with([',', ';', ':', '—', '–', '-', '，', '；', '、', '،', '؛']);
        let stop = end.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।']);
        if i == breaks && !(stop || comma) {
            return false;
        }
        commas += usize::from(comma && i < breaks);
        stops += usize::from(stop && i < breaks);
    }
    let cased = upper + lower;
    let begins = if cased == 0 {
        widest * 2 <= narrowest * 3 && commas * 5 >= breaks * 2
    } else {
        lower * 8 <= cased && words >= lines.len() * 3
    };
    begins && widest <= narrowest * 3 && commas * 4 >= breaks && stops * 5 <= breaks * 3
}
