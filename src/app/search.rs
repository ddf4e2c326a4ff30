//! The search over everything: what is typed goes to the library, and what it finds stands in an overlay.

use std::ops::Range;

use super::{App, Choice, Effect, Overlay, Picker, PickerKind, PickerRow};
use crate::model::{Job, SearchHit};

/// The search, and what it has found.
#[derive(Debug, Default)]
pub(super) struct Search {
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

impl App {
    /// Opens the search. What was found last is there until something else is typed.
    pub(super) fn open_search(&mut self) {
        let rows = self.search_rows();
        let picker = Picker::new(PickerKind::Search, rows).with_old(&self.overlay.search.query);
        self.overlay.open = Overlay::Picker(picker);
    }

    /// Whether what was typed has not been looked for to the end.
    pub fn is_searching(&self) -> bool {
        self.overlay.search.waiting
    }

    /// What was typed that can't be asked, in one line.
    pub fn search_problem(&self) -> Option<&str> {
        self.overlay.search.problem.as_deref()
    }

    /// Looks for what stands in the line of the search.
    pub(super) fn search_for(&mut self, query: &str) {
        if query.trim() == self.overlay.search.query.trim() && !self.overlay.search.waiting {
            return;
        }
        query.clone_into(&mut self.overlay.search.query);
        self.overlay.search.number += 1;
        self.overlay.search.waiting = !query.trim().is_empty();
        if self.overlay.search.waiting {
            self.effects.push(Effect::Job(Job::Search {
                number: self.overlay.search.number,
                query: query.to_owned(),
            }));
        } else {
            self.overlay.search.hits.clear();
            self.overlay.search.problem = None;
            self.show_hits();
        }
    }

    /// What a search has found. That of an older one is dropped.
    pub(super) fn receive_hits(
        &mut self,
        number: u64,
        hits: Vec<SearchHit>,
        more: bool,
        problem: Option<String>,
    ) {
        if number == self.overlay.search.number {
            (self.overlay.search.hits, self.overlay.search.more) = (hits, more);
            self.overlay.search.problem = problem;
            self.overlay.search.waiting = false;
            self.show_hits();
        }
    }

    fn show_hits(&mut self) {
        let rows = self.search_rows();
        if let Overlay::Picker(picker) = &mut self.overlay.open
            && picker.kind == PickerKind::Search
        {
            picker.set_rows(rows);
        }
    }

    /// Each story with its date and source as a head, and the line that was found under it.
    fn search_rows(&self) -> Vec<PickerRow> {
        if self.overlay.search.query.trim().is_empty() {
            let example = |(query, means): (&str, &str)| PickerRow {
                text: query.to_owned(),
                note: means.to_owned(),
                head: true,
                ..PickerRow::default()
            };
            return EXAMPLES.into_iter().map(example).collect();
        }
        let mut rows = Vec::new();
        for (number, hit) in self.overlay.search.hits.iter().enumerate() {
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
            let (text, marks) = self.shown_line(hit);
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

    /// The line of a hit behind its section, shortened so that the match is in sight; and where the words are in it.
    fn shown_line(&self, hit: &SearchHit) -> (String, Vec<Range<usize>>) {
        let room = usize::from(self.screen.size.0.min(104)).saturating_sub(14);
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

    /// How many stories were found, in words.
    pub fn search_count(&self) -> String {
        match (self.overlay.search.hits.len(), self.overlay.search.more) {
            _ if self.overlay.search.query.trim().is_empty() => String::new(),
            (0, _) if self.overlay.search.waiting => "looking".to_owned(),
            (count, true) => format!("{count}+"),
            (count, false) => count.to_string(),
        }
    }

    /// Opens the story that was found, at the match.
    pub(super) fn open_hit(&mut self, number: usize) {
        let Some(hit) = self.overlay.search.hits.get(number).cloned() else {
            return;
        };
        let id = hit.article.id;
        if self.list.rows.get(id).is_none() {
            self.list.rows.put(hit.article);
        }
        let words = hit
            .marks
            .first()
            .and_then(|mark| hit.line.get(mark.clone()));
        let words = words.map(str::to_owned);
        match hit.anchor {
            Some(anchor) => self.open_place(id, anchor, words),
            None => self.open(id),
        }
    }

    /// Makes a view of the search.
    pub(super) fn save_search(&mut self) {
        let query = self.overlay.search.query.trim().to_owned();
        if query.is_empty() {
            return self.say("There is no search to save: F begins one".to_owned());
        }
        self.overlay.open = Overlay::None;
        self.name_search(&query);
    }
}
