//! State of the search of the library: query, hits, and the rows of its picker: [`SearchState`].

use std::ops::Range;

use super::picker_row::{PickerRow, PickerValue};
use crate::config::DateStyle;
use crate::model::{SearchHit, SearchOrder};

/// The last search and its hits.
#[derive(Debug, Default)]
pub(in crate::app) struct SearchState {
    /// Id of the last request.
    pub(super) request_id: u64,
    /// Query of the last request.
    pub(super) query: String,
    /// Hits, best first.
    pub(super) hits: Vec<SearchHit>,
    /// True if there are more hits than were returned.
    pub(super) has_more: bool,
    /// Error in the query, in one line.
    pub(super) problem: Option<String>,
    /// True while the result is pending.
    pub(super) is_waiting_for_hits: bool,
    /// Order of the hits.
    pub(super) order: SearchOrder,
}

/// Properties of the screen that the rows depend on.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct SearchScreen {
    /// Columns of the popup.
    pub(in crate::app) columns: u16,
    /// Format of dates.
    pub(in crate::app) date_style: DateStyle,
}

/// Examples of queries, shown before anything is typed.
const EXAMPLES: [(&str, &str); 6] = [
    ("ink oak", "articles with words that begin with these"),
    ("\"iron gall\"", "this phrase"),
    ("title:ink  source:post  tag:craft", "words in one field"),
    ("is:unread  is:bookmarked", "by state"),
    ("after:2026-03  before:2026-04-15", "by date"),
    ("-tea  -is:read", "articles without these"),
];

impl SearchState {
    /// Returns true while the result is pending.
    pub(in crate::app) fn is_waiting(&self) -> bool {
        self.is_waiting_for_hits
    }

    /// Returns the error in the query, in one line.
    pub(in crate::app) fn query_problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Returns the query of the last request, trimmed.
    pub(in crate::app) fn query(&self) -> &str {
        self.query.trim()
    }

    /// Returns the order of the hits.
    pub(in crate::app) fn order(&self) -> SearchOrder {
        self.order
    }

    /// Returns a hit by its index.
    pub(in crate::app) fn hit(&self, number: usize) -> Option<&SearchHit> {
        self.hits.get(number)
    }

    /// Returns the rows of the picker: for each hit, its article with date and source as a head, and below it the line
    /// of the match.
    pub(super) fn picker_rows(&self, screen: SearchScreen) -> Vec<PickerRow> {
        if self.query.trim().is_empty() {
            let example = |(query, means): (&str, &str)| PickerRow {
                text: query.to_owned(),
                note: means.to_owned(),
                is_head: true,
                ..PickerRow::default()
            };
            return EXAMPLES.into_iter().map(example).collect();
        }
        let mut rows = Vec::new();
        for (number, hit) in self.hits.iter().enumerate() {
            let article = &hit.article;
            let date = article
                .published
                .map(|date| screen.date_style.write(date.day()));
            let source = article.source_or_publisher().map(str::to_owned);
            let facts: Vec<String> = date.into_iter().chain(source).collect();
            rows.push(PickerRow {
                text: article.title.clone(),
                note: facts.join(" · "),
                is_head: true,
                ..PickerRow::default()
            });
            let (text, marks) = context_line(hit, screen.columns);
            rows.push(PickerRow {
                depth: 1,
                match_ranges: marks,
                text,
                value: Some(PickerValue::Hit(number)),
                ..PickerRow::default()
            });
        }
        rows
    }

    /// Returns the number of hits as text; with `+` where there are more.
    pub(in crate::app) fn count_text(&self) -> String {
        match (self.hits.len(), self.has_more) {
            _ if self.query.trim().is_empty() => String::new(),
            (0, _) if self.is_waiting_for_hits => "searching".to_owned(),
            (count, true) => format!("{count}+"),
            (count, false) => count.to_string(),
        }
    }
}

/// Returns the line of a hit after the name of its section, shortened so that the match is visible; and the matches in
/// it, in bytes.
fn context_line(hit: &SearchHit, columns: u16) -> (String, Vec<Range<usize>>) {
    if !hit.is_complete {
        return ("…".to_owned(), Vec::new());
    }
    let room = usize::from(columns).saturating_sub(10);
    let section = hit.section.as_deref().unwrap_or_default();
    let most = room / 3;
    let section = match section.char_indices().nth(most) {
        _ if section.is_empty() => String::new(),
        Some((end, _)) => format!("{}…: ", section.get(..end).unwrap_or_default().trim_end()),
        None => format!("{section}: "),
    };
    // The text before the match, as far as it fits.
    let first = hit.match_ranges.first().map_or(0, |mark| mark.start);
    let before = hit.context.get(..first).unwrap_or_default();
    let room_before = room.saturating_sub(section.chars().count() + 20);
    let over = before.chars().count().saturating_sub(room_before);
    let cut = match before.char_indices().nth(over) {
        Some((at, _)) if over > 0 => {
            let rest = before.get(at..).unwrap_or_default();
            at + rest.find(' ').map_or(rest.len(), |space| space + 1)
        }
        _ if over > 0 => before.len(),
        _ => 0,
    };
    let begin = if cut > 0 { "… " } else { "" };
    let text = format!(
        "{section}{begin}{}",
        hit.context.get(cut..).unwrap_or_default()
    );
    let shift = section.len() + begin.len();
    let moved = |mark: &Range<usize>| {
        let start = mark.start.checked_sub(cut)? + shift;
        Some(start..mark.end.checked_sub(cut)? + shift)
    };
    (text, hit.match_ranges.iter().filter_map(moved).collect())
}
