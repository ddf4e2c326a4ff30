//! The stories that linear mode holds in memory: those given, and those that newsprint brings along ([`Held`]).

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;

use super::Reader;
use super::choose::Choice;
use super::list::{STORIES, in_words};
use super::speech::Line;
use super::story::Story;
use crate::model::{ArticleId, Job, Origin, Outcome, StoryState};
use crate::text::fold::FilterWords;

/// A story that is given, or brought along.
pub(super) struct Held {
    pub(super) id: ArticleId,
    pub(super) origin: Origin,
    pub(super) name: String,
    /// What it is called, or that it can't be read, once it was looked into.
    pub(super) title: Option<String>,
    /// Kept where it can be read only once.
    pub(super) story: Option<Story>,
}

impl Held {
    /// Those given, by what they are called.
    pub(super) fn given(found: Vec<(Origin, String)>) -> Vec<Self> {
        let ids = (0..).map(ArticleId::given);
        let held = |((origin, name), id)| Self {
            id,
            origin,
            name,
            title: None,
            story: None,
        };
        found.into_iter().zip(ids).map(held).collect()
    }
}

impl<W: Write> Reader<W> {
    /// The next of the stories that are held.
    pub(super) fn more_of_held(&mut self) -> io::Result<()> {
        let from = self.list.told;
        let end = (from + STORIES).min(self.list.numbered.len());
        let start = self.list.rows().start;
        let mut titles = Vec::new();
        for row in start + from..start + end {
            titles.push(self.title(row)?);
        }
        let states = self.states(start + from..start + end)?;
        for ((title, state), number) in titles.iter().zip(states).zip(from + 1..) {
            self.say(&format!("{number}. {title}{}", in_words(&state)))?;
        }
        self.list.told = end;
        Ok(())
    }

    /// What is known of stories that are held.
    fn states(&mut self, rows: Range<usize>) -> io::Result<Vec<StoryState>> {
        let rows = self.list.held.get(rows).unwrap_or_default();
        let ids: Vec<ArticleId> = rows.iter().map(|held| held.id).collect();
        let mut known: HashMap<ArticleId, StoryState> = HashMap::new();
        for outcome in self.ask(Job::States(ids.clone()))? {
            if let Outcome::States(states) = outcome {
                known.extend(states);
            }
        }
        let state = |id| known.remove(&id).unwrap_or_default();
        Ok(ids.into_iter().map(state).collect())
    }

    /// What a story is called that is held; it is read for it, once.
    fn title(&mut self, row: usize) -> io::Result<String> {
        let Some(held) = self.list.held.get(row) else {
            return Ok(String::new());
        };
        if let Some(title) = &held.title {
            return Ok(title.clone());
        }
        let (id, origin, name) = (held.id, held.origin.clone(), held.name.clone());
        let mut title = name.clone();
        if origin != Origin::StandardInput {
            for outcome in self.ask(Job::Describe(id, origin))? {
                if let Outcome::Described(found) = outcome {
                    for (_, found) in found {
                        title = match found {
                            Ok(summary) => summary.metadata.title.unwrap_or_else(|| name.clone()),
                            Err(why) => format!("{name}, can't be read: {why}"),
                        };
                    }
                }
            }
        }
        if let Some(held) = self.list.held.get_mut(row) {
            held.title = Some(title.clone());
        }
        Ok(title)
    }

    /// Finds words in the titles: among those that are held by reading them all, in the library by a list of those alone.
    pub(super) fn find_titles(&mut self, sought: &str) -> io::Result<()> {
        if self.list.is_of_library() {
            sought.clone_into(&mut self.list.listing.filter);
            return self.tell_from_first();
        }
        let words = FilterWords::new(sought);
        let mut lines = Vec::new();
        for (row, number) in self.list.rows().zip(1..) {
            let title = self.title(row)?;
            if words.are_in([title.as_str()]) {
                lines.push(Line::wrapped(&format!("{number}. {title}")));
            }
        }
        if lines.is_empty() {
            lines.push(Line::wrapped(&format!("Not found: {sought}.")));
        }
        self.choice = Choice::Stories;
        self.print(lines)
    }
}
