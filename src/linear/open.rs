//! The story that is open in linear mode: it opens where it was left, and where it is left is kept, and that it was read.

use std::io::{self, Write};
use std::sync::Arc;

use super::choose::Choice;
use super::list::Numbered;
use super::speech::Line;
use super::story::Story;
use super::{Reader, counted, gather};
use crate::cli::print::read_input;
use crate::config::MarkRead;
use crate::model::{
    Anchor, Bookmark, Change, Job, Origin, Outcome, Place, StoryRef, StoryState, reading_minutes,
};
use crate::worker::tell_story;

/// A story that is open.
pub(super) struct Open {
    pub(super) story: Story,
    /// What it is called, and where its bytes are.
    pub(super) of: StoryRef,
    /// Where it stands: in which list, and behind how many.
    at: (Choice, usize),
    /// What the library knows of it.
    pub(super) state: StoryState,
    pub(super) bookmarks: Vec<Bookmark>,
    /// The spot that the library knows.
    kept: Option<(usize, usize)>,
    /// Whether the user has said that it is read, or is not: its end says nothing more.
    pub(super) settled: bool,
}

/// What is known of a story when its text is there.
#[derive(Default)]
struct Known {
    state: StoryState,
    place: Option<Place>,
    bookmarks: Vec<Bookmark>,
}

impl<W: Write> Reader<W> {
    /// Opens the story of this number in the list.
    pub(super) fn open_number(&mut self, number: usize) -> io::Result<()> {
        self.choice = Choice::Stories;
        if self.list.is_single() {
            self.list.restart();
        }
        let Some(numbered) = self.numbered(number)? else {
            return Ok(());
        };
        let anchor = numbered.place.as_ref().map(|place| place.1.clone());
        self.open(numbered, (Choice::Stories, number - 1), anchor.as_ref())
    }

    /// Opens a story: at a place, or where it was left.
    pub(super) fn open(
        &mut self,
        numbered: Numbered,
        at: (Choice, usize),
        place: Option<&Anchor>,
    ) -> io::Result<()> {
        self.leave();
        let Numbered {
            story: of, name, ..
        } = numbered;
        let (mut story, known) = match self.load(&of)? {
            Ok(found) => found,
            Err(why) => {
                self.good = false;
                return self.say(&format!("Can't be read: {name}: {why}."));
            }
        };
        let mut lines = Vec::new();
        if !self.list.is_single() {
            lines.push(Line::wrapped(&format!("Story {}.", at.1 + 1)));
        }
        lines.extend(story.head(&name, reading_minutes));
        if known.state.bookmarked {
            let places = known.bookmarks.iter().filter(|b| b.anchor.is_some());
            lines.push(Line::wrapped(&match places.count() {
                0 => "Bookmarked.".to_owned(),
                count => format!("Bookmarked, {} in it.", counted(count, "place", "places")),
            }));
        }
        lines.extend(match (place, &known.place) {
            (Some(anchor), _) => story.land(anchor),
            (None, Some(place)) => story.resume(&place.anchor),
            (None, None) => story.section_lines(),
        });
        self.open = Some(Open {
            story,
            of,
            at,
            state: known.state,
            bookmarks: known.bookmarks,
            kept: None,
            settled: false,
        });
        self.print(lines)?;
        match self.options.mark_read {
            MarkRead::OnOpen => self.finish_story(),
            MarkRead::AtEnd | MarkRead::Never => Ok(()),
        }
    }

    /// The text of a story, and what is known of it; or why it can't be read.
    fn load(&mut self, of: &StoryRef) -> io::Result<Result<(Story, Known), String>> {
        let mut story = None;
        let outcomes = if of.origin == Origin::StandardInput {
            let held = self.list.held(of.id).and_then(|held| held.story.take());
            let held = match held {
                Some(story) => story,
                None => match read_input(&self.store) {
                    Ok(document) => Story::new(Arc::new(document)),
                    Err(why) => return Ok(Err(why)),
                },
            };
            let document = held.document().clone();
            story = Some(held);
            let words = document.words();
            gather(&self.store, |store, emit| {
                tell_story(of, &document, words, store, emit);
            })
        } else {
            self.ask(Job::LoadDocument(of.id, of.origin.clone()))?
        };
        let mut known = Known::default();
        for outcome in outcomes {
            match outcome {
                Outcome::Document { document, .. } => story = Some(Story::new(document)),
                Outcome::Unreadable(_, why) => return Ok(Err(why)),
                Outcome::Place(_, place) => known.place = place,
                Outcome::Bookmarks(_, bookmarks) => known.bookmarks = bookmarks,
                Outcome::States(states) => {
                    for (id, state) in states {
                        if id == of.id {
                            known.state = state;
                        }
                    }
                }
                _ => {}
            }
        }
        let story = story.ok_or_else(|| "it has no text".to_owned());
        Ok(story.map(|story| (story, known)))
    }

    /// Takes leave of the story that is open.
    pub(super) fn leave(&mut self) {
        self.keep_place();
        self.pending.clear();
        // What could not be read again stays in memory.
        if let Some(open) = self.open.take()
            && open.of.origin == Origin::StandardInput
            && let Some(held) = self.list.held(open.of.id)
        {
            held.story = Some(open.story);
        }
    }

    /// Keeps where the story is, if that is another place than is kept. That it can't be kept is said once a change is lost.
    pub(super) fn keep_place(&mut self) {
        let Some(open) = &mut self.open else {
            return;
        };
        let spot = open.story.spot();
        if open.kept == Some(spot) {
            return;
        }
        open.kept = Some(spot);
        let job = Job::SavePlace {
            story: open.of.clone(),
            place: open.story.anchor(),
            progress: open.story.progress(),
        };
        let outcomes = super::ask(job, &self.store);
        self.receive(&outcomes);
    }

    /// Takes in what is known now of the story that is open.
    pub(super) fn receive(&mut self, outcomes: &[Outcome]) {
        let Some(open) = &mut self.open else {
            return;
        };
        for outcome in outcomes {
            match outcome {
                Outcome::States(states) => {
                    for (id, state) in states {
                        if *id == open.of.id {
                            open.state = state.clone();
                        }
                    }
                }
                Outcome::Bookmarks(id, bookmarks) if *id == open.of.id => {
                    open.bookmarks.clone_from(bookmarks);
                }
                _ => {}
            }
        }
    }

    /// A story is read once a command in it has brought its end.
    pub(super) fn mark_if_end_told(&mut self) -> io::Result<()> {
        let at_end = self.open.as_ref().is_some_and(|open| open.story.at_end());
        match at_end && self.options.mark_read == MarkRead::AtEnd {
            true => self.finish_story(),
            false => Ok(()),
        }
    }

    fn finish_story(&mut self) -> io::Result<()> {
        let open = self.open.as_mut();
        let Some(open) = open.filter(|open| !open.state.read && !open.settled) else {
            return Ok(());
        };
        // Where it can't be kept, that is said once.
        open.settled = true;
        let story = open.of.clone();
        self.answer(Job::Change(Change::Finished(story)))
    }

    /// The number of the story behind the one that is open. From now on numbers are of its list.
    pub(super) fn next_number(&mut self) -> io::Result<Option<usize>> {
        let Some((choice, index)) = self.open.as_ref().map(|open| open.at) else {
            return Ok(None);
        };
        self.choice = choice;
        match choice {
            Choice::Found => Ok(self.found_behind(index)),
            Choice::Stories | Choice::Views => self.number_behind(index),
        }
    }
}
