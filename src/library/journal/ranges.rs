//! Compact lists of article ids in the journal, such as `1-500,502`. Articles that are stored together have consecutive
//! ids.

use std::fmt::Write;

use crate::model::ArticleId;

/// Formats ids as ranges, sorted.
pub(super) fn encode_ranges(ids: &[ArticleId]) -> String {
    let mut ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut text = String::new();
    let mut rest = ids.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut last = first;
        while let Some(next) = rest.next_if(|next| *next == last + 1) {
            last = next;
        }
        if !text.is_empty() {
            text.push(',');
        }
        // Writing into a `String` never fails.
        let _ = match first == last {
            true => write!(text, "{first}"),
            false => write!(text, "{first}-{last}"),
        };
    }
    text
}

/// Parses the result of [`encode_ranges`], at most `max_count` ids: another program may have written something else
/// into the database.
pub(super) fn decode_ranges(text: &str, max_count: usize) -> Vec<ArticleId> {
    let range = |part: &str| -> Option<(i64, i64)> {
        match part.split_once('-') {
            Some((first, last)) => Some((first.parse().ok()?, last.parse().ok()?)),
            None => part.parse().ok().map(|id| (id, id)),
        }
    };
    let ranges = text.split(',').filter_map(range);
    let ids = ranges.flat_map(|(first, last)| first..=last);
    ids.take(max_count).map(ArticleId).collect()
}
