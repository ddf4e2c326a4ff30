//! The search over everything: what is typed goes to the library, and what it finds stands in an overlay.

use std::ops::Range;

use super::{Choice, Overlays, Picker, PickerKind, PickerRow};
use crate::app::effect::Effects;
use crate::model::{Job, SearchHit};

/// The search, and what it has found.
#[derive(Debug, Default)]
pub(in crate::app) struct Search {
    /// The number of the last request.
    number: u64,
    /// What was looked for last.
    query: String,
    hits: Vec<SearchHit>,
    more: bool,
    /// What was typed that can't be asked, in one line.
    problem: Option<String>,
    /// Whether what was found is not there yet.
    waiting: bool,
}

/// What may be typed, for who does not know it.
const EXAMPLES: [(&str, &str); 6] = [
    ("ink oak", "stories with words that begin so"),
    ("\"iron gall\"", "these words in a row"),
    ("title:ink  source:post  tag:craft", "words of a part"),
    ("is:unread  is:bookmarked", "by state"),
    ("after:2026-03  before:2026-04-15", "by date"),
    ("-tea  -is:read", "all but these"),
];

impl Search {
    /// True if what was typed has not been looked for to the end.
    pub(in crate::app) fn is_waiting(&self) -> bool {
        self.waiting
    }

    /// What was typed that can't be asked, in one line.
    pub(in crate::app) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// The query that was looked for last, without blanks at its ends.
    pub(in crate::app) fn query(&self) -> &str {
        self.query.trim()
    }

    /// What was found, by its number in the order of the rows.
    pub(in crate::app) fn hit(&self, number: usize) -> Option<&SearchHit> {
        self.hits.get(number)
    }

    /// Each story with its date and source as a head, and the line that was found under it.
    fn rows(&self, columns: u16) -> Vec<PickerRow> {
        if self.query.trim().is_empty() {
            let example = |(query, means): (&str, &str)| PickerRow {
                text: query.to_owned(),
                note: means.to_owned(),
                head: true,
                ..PickerRow::default()
            };
            return EXAMPLES.into_iter().map(example).collect();
        }
        let mut rows = Vec::new();
        for (number, hit) in self.hits.iter().enumerate() {
            let article = &hit.article;
            let date = article.published.map(|published| published.to_string());
            let date = date.map(|date| date.get(..10).unwrap_or(&date).to_owned());
            let source = article.source.as_ref().map(|(_, title)| title.clone());
            let source = source.or_else(|| article.publisher.clone());
            let facts: Vec<String> = date.into_iter().chain(source).collect();
            rows.push(PickerRow {
                text: article.title.clone(),
                note: facts.join(" · "),
                head: true,
                ..PickerRow::default()
            });
            let (text, marks) = shown_line(hit, columns);
            rows.push(PickerRow {
                depth: 1,
                marks,
                text,
                choice: Some(Choice::Hit(number)),
                ..PickerRow::default()
            });
        }
        rows
    }

    /// How many stories were found, in words.
    pub(in crate::app) fn count(&self) -> String {
        match (self.hits.len(), self.more) {
            _ if self.query.trim().is_empty() => String::new(),
            (0, _) if self.waiting => "looking".to_owned(),
            (count, true) => format!("{count}+"),
            (count, false) => count.to_string(),
        }
    }
}

impl Overlays {
    /// Opens the search. What was found last is there until something else is typed.
    pub(in crate::app) fn open_search(&mut self, columns: u16) {
        let rows = self.search.rows(columns);
        let picker = Picker::new(PickerKind::Search, rows).with_old(&self.search.query);
        self.open_picker(picker);
    }

    /// Looks for what stands in the line of the search.
    pub(in crate::app) fn search_for(&mut self, query: &str, columns: u16, effects: &mut Effects) {
        let search = &mut self.search;
        if query.trim() == search.query.trim() && !search.waiting {
            return;
        }
        query.clone_into(&mut search.query);
        search.number += 1;
        search.waiting = !query.trim().is_empty();
        if search.waiting {
            effects.submit(Job::Search {
                number: search.number,
                query: query.to_owned(),
            });
        } else {
            search.hits.clear();
            search.problem = None;
            self.show_hits(columns);
        }
    }

    /// Takes in what a search has found. That of an older one is dropped.
    pub(in crate::app) fn receive_hits(
        &mut self,
        number: u64,
        (hits, more): (Vec<SearchHit>, bool),
        problem: Option<String>,
        columns: u16,
    ) {
        let search = &mut self.search;
        if number == search.number {
            (search.hits, search.more) = (hits, more);
            search.problem = problem;
            search.waiting = false;
            self.show_hits(columns);
        }
    }

    fn show_hits(&mut self, columns: u16) {
        let rows = self.search.rows(columns);
        if let Some(picker) = self.picker(PickerKind::Search) {
            picker.set_rows(rows);
        }
    }
}

/// The line of a hit behind its section, shortened so that the match is in sight; and where the words are in it.
fn shown_line(hit: &SearchHit, columns: u16) -> (String, Vec<Range<usize>>) {
    let room = usize::from(columns.min(104)).saturating_sub(14);
    let section = hit.section.as_deref().unwrap_or_default();
    let most = room / 3;
    let section = match section.char_indices().nth(most) {
        _ if section.is_empty() => String::new(),
        Some((end, _)) => format!("{}…: ", section.get(..end).unwrap_or_default().trim_end()),
        None => format!("{section}: "),
    };
    // What comes before the match, as far as there is room for it.
    let first = hit.marks.first().map_or(0, |mark| mark.start);
    let before = hit.line.get(..first).unwrap_or_default();
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
        hit.line.get(cut..).unwrap_or_default()
    );
    let shift = section.len() + begin.len();
    let moved = |mark: &Range<usize>| {
        let start = mark.start.checked_sub(cut)? + shift;
        Some(start..mark.end.checked_sub(cut)? + shift)
    };
    (text, hit.marks.iter().filter_map(moved).collect())
}
