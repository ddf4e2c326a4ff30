//! The places read, to go back and forward through as in a browser: [`History`].
//!
//! A place joins the history when it is left by a jump: to a section, a match, the start or the end, another story. Scrolling
//! leaves nothing behind.

use super::reader::Spot;
use super::{App, Pane};
use crate::model::{Anchor, ArticleId};

/// A place in a story.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// The story.
    story: ArticleId,
    /// The place by content, and the lines of white space above it; `None` is the start.
    at: Option<(Anchor, usize)>,
}

/// The places that were left.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Those before this one, the latest last.
    back: Vec<Place>,
    /// Those that one came back from, the latest last.
    forward: Vec<Place>,
    /// The story that was opened last.
    story: Option<ArticleId>,
}

/// A story, and the place in it by content with the lines of white space above it; `None` is its start.
pub(super) type Left = (ArticleId, Option<(Anchor, usize)>);

/// How many places are kept in each direction.
const MOST_PLACES: usize = 200;

impl History {
    /// The stories of all places.
    pub(super) fn stories(&self) -> Vec<ArticleId> {
        let places = self.back.iter().chain(&self.forward);
        places.map(|place| place.story).chain(self.story).collect()
    }

    /// The places before, with the one that is read now as the last of them, and those after.
    pub(super) fn places(&self, here: Option<Place>) -> (Vec<Left>, Vec<Left>) {
        let named = |place: &Place| (place.story, place.at.clone());
        let back = self.back.iter().chain(here.as_ref()).map(named).collect();
        (back, self.forward.iter().map(named).collect())
    }

    /// Takes over the places of an earlier run, where this one has none yet.
    pub(super) fn precede(&mut self, back: Vec<Left>, forward: Vec<Left>) {
        let place = |(story, at): Left| Place { story, at };
        self.back.splice(0..0, back.into_iter().map(place));
        let excess = self.back.len().saturating_sub(MOST_PLACES);
        self.back.drain(..excess);
        if self.forward.is_empty() && self.story.is_none() {
            self.forward = forward.into_iter().map(place).collect();
        }
    }
}

impl App {
    /// The place read now: in the story that is open, or the one that was last.
    pub(super) fn here(&self) -> Option<Place> {
        let story = self.reader.history.story?;
        let at = match self.story_reader() {
            Some(reader) if self.reader.opened && reader.id() == story => reader.place(),
            _ => self.reader.left_at.get(&story).cloned(),
        };
        Some(Place { story, at })
    }

    /// Keeps the place that a jump has left, if it led anywhere. What lay ahead is forgotten.
    pub(super) fn jumped_from(&mut self, left: Option<Place>) {
        let Some(left) = left.filter(|left| Some(left) != self.here().as_ref()) else {
            return;
        };
        push(&mut self.reader.history.back, left);
        self.reader.history.forward.clear();
        self.trail_changed();
    }

    /// The spot in the text of the story that is open.
    pub(super) fn spot(&self) -> Option<(ArticleId, Spot)> {
        let reader = self.story_reader().filter(|_| self.reader.opened)?;
        Some((reader.id(), reader.spot()))
    }

    /// Keeps the spot that a motion within the story has left, if it led anywhere. Another story keeps itself what was left.
    pub(super) fn jumped_within(&mut self, left: Option<(ArticleId, Spot)>) {
        let (Some((story, left)), Some((now, spot))) = (left, self.spot()) else {
            return;
        };
        let reader = self.story_reader().filter(|_| story == now && left != spot);
        let Some(at) = reader.map(|reader| reader.place_of(left)) else {
            return;
        };
        push(&mut self.reader.history.back, Place { story, at });
        self.reader.history.forward.clear();
        self.trail_changed();
    }

    /// Keeps the place in the story that was open before `story` is.
    pub(super) fn leave_for(&mut self, story: ArticleId) {
        if self.reader.history.story != Some(story) {
            let left = self.here();
            self.reader.history.story = Some(story);
            self.trail_changed();
            self.jumped_from(left);
        }
    }

    /// Goes back, or forward, by one place. From the list the place read last comes first.
    pub(super) fn go_through_places(&mut self, forward: bool) {
        let here = self.here();
        if self.screen.focus == Pane::List
            && !forward
            && let Some(here) = here
        {
            return self.go_to(here);
        }
        let history = &mut self.reader.history;
        let (from, to) = if forward {
            (&mut history.forward, &mut history.back)
        } else {
            (&mut history.back, &mut history.forward)
        };
        // Who has scrolled there already goes on to the next.
        let mut place = from.pop();
        while place.is_some() && place == here {
            place = from.pop();
        }
        let Some(place) = place else {
            let side = if forward { "after" } else { "before" };
            return self.say(format!("No place {side} this one"));
        };
        if let Some(here) = here {
            push(to, here);
        }
        self.trail_changed();
        self.go_to(place);
    }

    /// Forgets a place again that a jump has just left.
    pub(super) fn forget_place(&mut self, left: Option<&Place>) {
        self.reader.history.back.pop_if(|last| Some(&*last) == left);
    }

    fn go_to(&mut self, place: Place) {
        self.leave_raw();
        // Before the story opens, so that its opening is no jump of its own.
        self.reader.history.story = Some(place.story);
        let shown = self.reader.shown == Some(place.story);
        if !shown {
            self.keep_place();
        }
        match place.at.clone() {
            Some(at) => self.reader.left_at.insert(place.story, at),
            None => self.reader.left_at.remove(&place.story),
        };
        self.open(place.story);
        if let Some(reader) = self.reader.text.as_mut().filter(|_| shown) {
            reader.end_find();
            reader.go_to_place(place.at.as_ref());
        }
    }
}

fn push(places: &mut Vec<Place>, place: Place) {
    if places.last() != Some(&place) {
        places.push(place);
    }
    if places.len() > MOST_PLACES {
        places.remove(0);
    }
}
