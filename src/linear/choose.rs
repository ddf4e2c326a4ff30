//! What a number may mean beside a story of the list: a view, a story that a search has found.

use std::io::{self, Write};

use super::list::{Numbered, entry};
use super::{Reader, counted};
use crate::cli::search;
use crate::model::{Job, Outcome, SearchHit, View};
use crate::text::clean;

/// How many results are told at once.
const RESULTS: usize = 10;

/// The most stories that a search finds.
const HITS: usize = 50;

/// What was listed last: a number chooses from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Stories,
    Found,
    Views,
}

/// What a search has found.
pub(super) struct Finding {
    hits: Vec<SearchHit>,
    /// Whether there are more than these.
    more: bool,
    /// How many were told.
    told: usize,
}

/// A view and what it is called.
pub(super) type NamedView = (View, String);

impl<W: Write> Reader<W> {
    /// Opens or shows what a number means.
    pub(super) fn choose(&mut self, number: usize) -> io::Result<()> {
        match self.choice {
            Choice::Stories => self.open_number(number),
            Choice::Views => self.show_view(number),
            Choice::Found => self.open_found(number),
        }
    }

    /// The views, numbered.
    pub(super) fn tell_views(&mut self) -> io::Result<()> {
        let mut rows = Vec::new();
        if self.list.given_count() > 0 {
            let count = counted(self.list.given_count(), "story", "stories");
            rows.push((
                View::Given,
                "What was opened".to_owned(),
                format!(", {count}"),
            ));
        }
        for outcome in self.ask(Job::Views)? {
            let Outcome::Views(views) = outcome else {
                continue;
            };
            for row in views {
                let name = clean::line(&row.name).into_owned();
                let name = match row.view {
                    View::Source(_) => format!("Source {name}"),
                    View::Tag(_) => format!("Tag {}", name.trim_start_matches('#')),
                    View::Saved(_) => format!("Search {name}"),
                    _ => name,
                };
                let mut facts = format!(", {}", counted(row.count, "story", "stories"));
                if let Some(unread) = row.unread {
                    facts.push_str(&format!(", {unread} unread"));
                }
                if let Some(problem) = &row.problem {
                    facts.push_str(&format!(", {problem}"));
                }
                rows.push((row.view, name, facts));
            }
        }
        rows.push((
            View::Tour,
            "The stories that newsprint brings along".to_owned(),
            String::new(),
        ));
        for ((view, name, facts), number) in rows.iter().zip(1..) {
            let here = match view == self.list.view() {
                true => ", you are here",
                false => "",
            };
            self.say(&format!("{number}. {name}{facts}{here}"))?;
        }
        self.views = rows
            .into_iter()
            .map(|(view, name, _)| (view, name))
            .collect();
        self.choice = Choice::Views;
        self.say("A number shows a view.")
    }

    /// Lists the view of this number.
    pub(super) fn show_view(&mut self, number: usize) -> io::Result<()> {
        if self.views.is_empty() {
            return self.say("v tells the views and their numbers.");
        }
        let view = number
            .checked_sub(1)
            .and_then(|index| self.views.get(index));
        let Some((view, name)) = view.cloned() else {
            let count = counted(self.views.len(), "view", "views");
            return self.say(&format!("No view {number}. There are {count}."));
        };
        self.list.turn_to(view, &name);
        self.tell_list()
    }

    /// Looks for words in everything that the library has.
    pub(super) fn search(&mut self, words: String) -> io::Result<()> {
        if !words.is_empty() {
            self.sought = words;
        }
        if self.sought.is_empty() {
            return self.say("Nothing to find: type f and words.");
        }
        let Some(folder) = self.options.data.clone() else {
            return self.say("There is no library: the system names no folder for it.");
        };
        let (found, unsought) = match search::find(&self.sought, HITS, &folder) {
            Ok(found) => found,
            Err(error) => {
                self.good = false;
                return self.say(&format!("Can't search: {error:#}."));
            }
        };
        if let Some(why) = unsought {
            self.say(&format!("Not all stories could be searched: {why}."))?;
        }
        if found.hits.is_empty() {
            let sought = self.sought.clone();
            return self.say(&format!("Not found: {sought}."));
        }
        let count = counted(found.hits.len(), "story", "stories");
        let more = if found.more {
            ", and there are more"
        } else {
            ""
        };
        self.say(&format!("Found in {count}{more}."))?;
        self.choice = Choice::Found;
        self.found = Some(Finding {
            hits: found.hits,
            more: found.more,
            told: 0,
        });
        self.more_found()
    }

    /// Whether more was found than was told.
    pub(super) fn has_more_found(&self) -> bool {
        let found = self.found.as_ref();
        found.is_some_and(|found| found.told < found.hits.len())
    }

    /// The next results: each story with the line that was found and its section.
    pub(super) fn more_found(&mut self) -> io::Result<()> {
        let Some(found) = &mut self.found else {
            return Ok(());
        };
        let from = found.told;
        found.told = (from + RESULTS).min(found.hits.len());
        let mut lines = Vec::new();
        for (hit, number) in found.hits.iter().zip(1..).take(found.told).skip(from) {
            lines.push(entry(number, &hit.article));
            let line = hit.line.trim();
            match &hit.section {
                Some(section) => lines.push(format!("In section {section}: {line}")),
                None if hit.anchor.is_some() => {
                    lines.push(format!("Before the first section: {line}"))
                }
                // The title has been told.
                None => {}
            }
        }
        if found.told < found.hits.len() {
            let (next, all) = (found.told + 1, found.hits.len());
            lines.push(format!("m for more: {next} to {all}."));
        } else if found.more {
            lines.push("There are more: more words find less.".to_owned());
        }
        lines.push("A number opens a story where it was found.".to_owned());
        for line in lines {
            self.say(&line)?;
        }
        Ok(())
    }

    fn open_found(&mut self, number: usize) -> io::Result<()> {
        let hits = self.found.as_ref().map_or(&[][..], |found| &found.hits);
        let hit = number.checked_sub(1).and_then(|index| hits.get(index));
        let Some(hit) = hit else {
            let count = counted(hits.len(), "story", "stories");
            return self.say(&format!("No story {number}. Found was {count}."));
        };
        let numbered = Numbered {
            story: hit.article.story(),
            name: clean::line(&hit.article.title).into_owned(),
            place: None,
        };
        let anchor = hit.anchor.clone();
        self.open(numbered, (Choice::Found, number - 1), anchor.as_ref())
    }

    /// The number of the result behind one.
    pub(super) fn found_behind(&self, index: usize) -> Option<usize> {
        let count = self.found.as_ref().map_or(0, |found| found.hits.len());
        (index + 1 < count).then_some(index + 2)
    }

    /// The story of a result.
    pub(super) fn found_story(&self, number: usize) -> Option<Numbered> {
        let hits = &self.found.as_ref()?.hits;
        let hit = hits.get(number.checked_sub(1)?)?;
        Some(Numbered {
            story: hit.article.story(),
            name: clean::line(&hit.article.title).into_owned(),
            place: None,
        })
    }
}
