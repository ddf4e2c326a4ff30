//! Keeping the place: where each story was left, told to the library on leaving it, on quitting, and soon after the last movement.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::reader::Spot;
use super::{App, Effect};
use crate::model::{Anchor, Article, ArticleId, Job, Place, StoryRef};

/// What is to be kept and is not yet.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    /// When the place is told at the latest.
    due: Option<DateTime<FixedOffset>>,
    /// The spot that was told last.
    told: Option<(ArticleId, Spot)>,
    /// Whether the places read are others than those that were told.
    trail: bool,
    /// The stories that this run has left: where counts more than what the library says.
    left: HashSet<ArticleId>,
}

/// A place is told so long after a movement.
const SOON: TimeDelta = TimeDelta::milliseconds(1_500);

impl App {
    /// When [`App::tick`] wants to be called.
    pub fn deadline(&self) -> Option<DateTime<FixedOffset>> {
        self.reader.saved.due
    }

    /// Tells the library the place, if it is time to.
    pub fn tick(&mut self) {
        if self.reader.saved.due.is_some_and(|due| due <= self.now) {
            self.tell_place();
        }
    }

    /// The program ends: what is not kept yet is told.
    pub fn take_leave(&mut self) {
        self.keep_place();
        self.tell_place();
        self.tell_trail();
    }

    /// Looks whether the place is another one than the library knows. After every change.
    pub(super) fn watch_place(&mut self) {
        if self.reader.saved.due.is_none() && self.spot().is_some_and(|spot| self.is_untold(spot)) {
            self.reader.saved.due = Some(self.now + SOON);
        }
    }

    fn is_untold(&self, spot: (ArticleId, Spot)) -> bool {
        self.reader.saved.told != Some(spot)
    }

    /// This run has left a story.
    pub(super) fn has_left(&mut self, id: ArticleId) {
        self.reader.saved.left.insert(id);
    }

    /// The places read have changed.
    pub(super) fn trail_changed(&mut self) {
        self.reader.saved.trail = true;
    }

    /// Tells the place in the story that is open, if it is another one than was told last.
    pub(super) fn tell_place(&mut self) {
        self.reader.saved.due = None;
        let Some(spot) = self.spot().filter(|spot| self.is_untold(*spot)) else {
            return;
        };
        let Some(reader) = self.story_reader() else {
            return;
        };
        let story = self.list.rows.get(spot.0).map(Article::story);
        let progress = f64::from(reader.percent()) / 100.0;
        let place = reader.place().map(place_of);
        if let Some(story) = story {
            self.reader.saved.told = Some(spot);
            self.effects.push(Effect::Job(Job::SavePlace {
                story,
                place,
                progress,
            }));
        }
    }

    /// Tells the places read, if they are others than were told.
    pub(super) fn tell_trail(&mut self) {
        if !std::mem::take(&mut self.reader.saved.trail) {
            return;
        }
        let named =
            |(id, at): (ArticleId, Option<(Anchor, usize)>)| -> Option<(StoryRef, Option<Place>)> {
                Some((self.list.rows.get(id)?.story(), at.map(place_of)))
            };
        let (back, forward) = self.reader.history.places(self.here());
        let back: Vec<_> = back.into_iter().filter_map(named).collect();
        let forward: Vec<_> = forward.into_iter().filter_map(named).collect();
        self.effects
            .push(Effect::Job(Job::SaveTrail(back, forward)));
    }

    /// The place where a story was left, before its text comes. Where this run has left it counts more.
    pub(super) fn receive_place(&mut self, id: ArticleId, place: Option<Place>) {
        let shown = self.story_reader().is_some_and(|reader| reader.id() == id);
        if let Some(place) = place.filter(|_| !shown && !self.reader.saved.left.contains(&id)) {
            self.reader.left_at.insert(id, (place.anchor, place.above));
        }
    }

    /// The places read in earlier runs stand before those of this one.
    pub(super) fn receive_trail(
        &mut self,
        before: Vec<(Article, Option<Place>)>,
        after: Vec<(Article, Option<Place>)>,
    ) {
        let mut known =
            |places: Vec<(Article, Option<Place>)>| -> Vec<(ArticleId, Option<(Anchor, usize)>)> {
                let mut named = Vec::new();
                for (article, place) in places {
                    named.push((article.id, place.map(|place| (place.anchor, place.above))));
                    if self.list.rows.get(article.id).is_none() {
                        self.list.rows.put(article);
                    }
                }
                named
            };
        let (before, after) = (known(before), known(after));
        self.reader.history.precede(before, after);
    }
}

fn place_of((anchor, above): (Anchor, usize)) -> Place {
    Place { anchor, above }
}
