//! What the user changes for good in linear mode: bookmarks, notes, read marks; and taking changes back. It is said when it is
//! kept, and not before.

use std::io::{self, Write};

use super::Reader;
use super::choose::Choice;
use super::list::Numbered;
use crate::model::{Change, Job, Outcome, StoryRef, note_and_tags};

impl<W: Write> Reader<W> {
    /// Bookmarks the open story, or that of a number, or takes its bookmarks away; that of a place alone where the number is
    /// a place.
    pub(super) fn bookmark(&mut self, number: Option<usize>) -> io::Result<()> {
        let Some(meant) = self.meant(number)? else {
            return Ok(());
        };
        let change = match meant.place {
            Some(place) => Change::RemoveBookmark(place.0),
            None => Change::ToggleBookmark(meant.story),
        };
        self.answer(Job::Change(change))
    }

    /// Bookmarks the place one is at with a note, and tags at its end. A place that is bookmarked gets another note.
    pub(super) fn bookmark_place(&mut self, text: &str) -> io::Result<()> {
        let Some(open) = &self.open else {
            return self.say("A note is for a place in a story, and no story is open.");
        };
        let Some(marked) = open.story.marked() else {
            return self.say("There is no text to bookmark here.");
        };
        let (note, tags) = note_and_tags(text);
        let known = open.bookmarks.iter().find(|bookmark| {
            bookmark.anchor.as_ref().is_some_and(|anchor| {
                (
                    &anchor.prefix,
                    anchor.offset,
                    &anchor.heading,
                    anchor.occurrence,
                ) == (
                    &marked.anchor.prefix,
                    marked.anchor.offset,
                    &marked.anchor.heading,
                    marked.anchor.occurrence,
                )
            })
        });
        let change = match known {
            Some(bookmark) => Change::EditBookmark(bookmark.id, note, tags),
            None => Change::BookmarkPlace {
                story: open.of.clone(),
                anchor: marked.anchor,
                section: marked.section,
                quote: marked.quote,
                note,
                tags,
            },
        };
        self.answer(Job::Change(change))
    }

    /// Marks the open story, or that of a number, as read if it is not, as unread if it is.
    pub(super) fn toggle_read(&mut self, number: Option<usize>) -> io::Result<()> {
        let Some(meant) = self.meant(number)? else {
            return Ok(());
        };
        if let Some(open) = self.open.as_mut().filter(|open| open.of == meant.story) {
            open.settled = true;
        }
        self.answer(Job::Change(Change::ToggleRead(meant.story)))
    }

    /// Takes back the newest change. One of an earlier session is named first.
    pub(super) fn undo(&mut self) -> io::Result<()> {
        let named = self.named.take();
        self.answer(Job::Undo(named))
    }

    /// The story of a number in what was listed last, or the one that is open. If there is none, says so.
    fn meant(&mut self, number: Option<usize>) -> io::Result<Option<Numbered>> {
        let Some(number) = number else {
            let open = |of: &StoryRef| Numbered {
                story: of.clone(),
                name: String::new(),
                place: None,
            };
            let meant = self.open.as_ref().map(|story| open(&story.of));
            if meant.is_none() {
                self.no_story()?;
            }
            return Ok(meant);
        };
        match self.choice {
            Choice::Found => {
                let found = self.found_story(number);
                if found.is_none() {
                    self.say(&format!("No story {number} was found."))?;
                }
                Ok(found)
            }
            Choice::Stories | Choice::Views => self.numbered(number),
        }
    }

    /// Has something changed for good, and says what came of it.
    pub(super) fn answer(&mut self, job: Job) -> io::Result<()> {
        let outcomes = self.ask(job)?;
        self.receive(&outcomes);
        for outcome in outcomes {
            match outcome {
                Outcome::Changed(said) if said.is_empty() => {}
                Outcome::Changed(said) => self.say(&format!("{said}."))?,
                Outcome::NamedUndo(number, label) => {
                    self.named = Some(number);
                    self.say(&format!(
                        "Not of this session: {label}. z once more takes it back."
                    ))?;
                }
                Outcome::NotSaved(why) => {
                    self.good = false;
                    self.say(&format!("not saved: {why}"))?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}
