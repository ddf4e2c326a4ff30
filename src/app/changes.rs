//! What the user changes for good: read marks, bookmarks, tags, deleting; and taking changes back. A mark is drawn when the library
//! has said that it is kept, not before.

use super::{Action, App, Effect, Pane};
use crate::config::MarkRead;
use crate::model::{
    Article, ArticleId, BookmarkId, Change, ChangeId, Job, StoryRef, StoryState, View,
};

/// What was asked of the library and not yet answered.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// How many changes are on their way.
    pending: usize,
    /// The story that was read to its end, until its mark has come.
    finished: Option<ArticleId>,
    /// The change of an earlier session that undo has named.
    named: Option<ChangeId>,
}

impl App {
    /// Whether an action must wait for changes that are on their way: what it does hangs on what they come to.
    pub(super) fn waits_for_changes(&self, action: Action) -> bool {
        use Action::*;
        let depends = matches!(
            action,
            NextUnread
                | PreviousUnread
                | MarkGroupRead
                | Undo
                | Redo
                | Views
                | Tags
                | BookmarkPlace
                | Delete
        );
        self.library.changes.pending > 0 && depends
    }

    /// Whether there are changes that the library has not answered.
    pub fn has_pending_changes(&self) -> bool {
        self.library.changes.pending > 0
    }

    pub(super) fn change(&mut self, change: Change) {
        self.library.changes.pending += 1;
        self.effects.push(Effect::Job(Job::Change(change)));
    }

    /// The story that keys mean: the selected one, or the one that is read.
    pub(super) fn meant(&self) -> Option<&Article> {
        match self.screen.focus {
            Pane::List => self.list.rows.selected(),
            Pane::Reader => self.list.rows.get(self.reader.shown?),
        }
    }

    /// The same by name, if it can be read; if not, says why not.
    pub(super) fn meant_story(&mut self) -> Option<StoryRef> {
        let Some(article) = self.meant() else {
            self.say("No story here".to_owned());
            return None;
        };
        if article.problem.is_some() {
            self.say("This story can't be read".to_owned());
            return None;
        }
        Some(article.story())
    }

    /// The bookmarked place that keys mean: the selected row of the list, or the one on the reader's current line.
    fn meant_place(&self) -> Option<BookmarkId> {
        match self.screen.focus {
            Pane::List => self.list.rows.selected_place().map(|bookmark| bookmark.id),
            Pane::Reader if self.shows_raw() => None,
            Pane::Reader => self.reader.text.as_ref()?.bookmark_here(),
        }
    }

    pub(super) fn toggle_read(&mut self) {
        if let Some(story) = self.meant_story() {
            self.change(Change::ToggleRead(story));
        }
    }

    /// Bookmarks the article itself, or removes that bookmark. Its bookmarked places stay as they are.
    pub(super) fn toggle_bookmark(&mut self) {
        if let Some(story) = self.meant_story() {
            self.change(Change::ToggleBookmark(story));
        }
    }

    /// Removes the bookmarked place that keys mean; where there is none, deletes the article.
    pub(super) fn delete(&mut self) {
        if let Some(bookmark) = self.meant_place() {
            return self.change(Change::RemoveBookmark(bookmark));
        }
        let in_library = self
            .meant()
            .is_some_and(|article| article.id.is_in_library());
        match self.meant_story() {
            Some(story) if in_library => self.change(Change::Delete(story)),
            Some(_) => self.say("This story is not in the library: its file stays".to_owned()),
            None => {}
        }
    }

    /// The view of a saved search is none any longer.
    pub(super) fn remove_search(&mut self) {
        let View::Saved(search) = self.list.rows.listing().view else {
            return self.say("This view is no saved search".to_owned());
        };
        self.change(Change::RemoveSearch(search));
        let mut listing = self.list.rows.listing().clone();
        listing.view = View::All;
        self.turn_to(listing);
    }

    /// Marks the unread stories of the group as read, as far as they are listed.
    pub(super) fn mark_group_read(&mut self) {
        if !self.list.rows.is_held() {
            let key = self.list.rows.selected_key().cloned();
            return match key {
                Some(key) => {
                    let listing = self.list.rows.listing().clone();
                    self.change(Change::ReadGroup(listing, key));
                }
                None => self.say("No stories here".to_owned()),
            };
        }
        let unread = self.list.rows.group_stories().into_iter();
        let unread = unread.filter(|article| !article.state.read && article.problem.is_none());
        let stories: Vec<StoryRef> = unread.map(Article::story).collect();
        if stories.is_empty() {
            self.say("Every story of this group is read already".to_owned());
        } else {
            self.change(Change::Read(stories, true));
        }
    }

    /// A story is read when a key in it has brought its end to the screen.
    pub(super) fn mark_if_end_reached(&mut self) {
        let at_end = self
            .reader
            .text
            .as_ref()
            .filter(|reader| reader.at_end() && self.reader.opened && !self.shows_raw());
        let id = at_end.map(|reader| reader.id());
        if let Some(id) = id.filter(|_| self.settings.mark_read == MarkRead::AtEnd) {
            self.finish_story(id);
        }
    }

    /// Marks a story as read, of which nothing is said.
    pub(super) fn finish_story(&mut self, id: ArticleId) {
        let unread = self.list.rows.get(id).filter(|article| !article.state.read);
        if let Some(story) = unread.map(Article::story)
            && self.library.changes.finished != Some(id)
        {
            self.library.changes.finished = Some(id);
            self.change(Change::Finished(story));
        }
    }

    /// Takes back the newest change. One of an earlier session is named first.
    pub(super) fn undo(&mut self) {
        self.library.changes.pending += 1;
        let named = self.library.changes.named.take();
        self.effects.push(Effect::Job(Job::Undo(named)));
    }

    /// Does again what was taken back.
    pub(super) fn redo(&mut self) {
        self.library.changes.pending += 1;
        self.effects.push(Effect::Job(Job::Redo));
    }

    /// A change is kept: what there is to say of it.
    pub(super) fn changed(&mut self, said: String) {
        self.answered();
        if !said.is_empty() {
            self.say(said);
        }
        self.read_again();
    }

    /// A change could not be kept.
    pub(super) fn not_saved(&mut self, why: &str) {
        self.answered();
        self.fail(format!("not saved: {why}"));
    }

    /// The newest change is of an earlier session.
    pub(super) fn named_undo(&mut self, number: ChangeId, label: &str) {
        self.answered();
        self.library.changes.named = Some(number);
        // What to do comes first: of a long title the end may be cut off.
        self.say(format!(
            "Once more takes back, of an earlier session: {label}"
        ));
    }

    fn answered(&mut self) {
        self.library.changes.pending = self.library.changes.pending.saturating_sub(1);
    }

    /// What is known of stories now.
    pub(super) fn receive_states(&mut self, states: Vec<(ArticleId, StoryState)>) {
        for (id, state) in states {
            if self.library.changes.finished == Some(id) && state.read {
                self.library.changes.finished = None;
            }
            let read = state.read;
            let Some(article) = self.list.rows.get_mut(id) else {
                continue;
            };
            let was_read = std::mem::replace(&mut article.state, state).read;
            if read && !was_read {
                self.keep_in_view(id);
            }
        }
    }
}
