//! Requests for pages of rows from the library: growing the window, jumping out of it, reloading it.
//!
//! 1. The window grows before the selection reaches its edge, so that no key has to wait.
//! 2. A jump out of the window requests the rows around its target; keys wait until they arrive.
//! 3. When the library has changed, the window is reloaded, and the selection stays where it is.

mod receive;
mod requests;

use super::{ListPane, ReaderUpdate};
use crate::app::effect::Effects;
use crate::app::{Action, Scope};
use crate::model::{ArticleId, Job, Listing, PageFrom, PageRequest, View};
pub(super) use requests::Pages;
use requests::{AfterPage, Jump, Reload};

/// Rows of a page; higher screens request more.
const PAGE_ROWS: usize = 200;
/// Rows between the selection and the edge of the window below which the window grows.
const PREFETCH_ROWS: usize = 100;

impl ListPane {
    /// Returns true if an action depends on a page that is being loaded.
    pub(super) fn depends_on_pending_page(&self, action: Action, scope: Scope) -> bool {
        use Action::*;
        // Delete applies to the selected article, which the reload may change.
        if action == Delete && self.pages.reload.is_some() {
            return true;
        }
        let Some(jump) = &self.pages.jump else {
            return false;
        };
        let opens = matches!(jump.after_page, AfterPage::Unread { open: true, .. });
        let moves = matches!(
            action,
            NextArticle | PreviousArticle | NextUnread | PreviousUnread | ReadOn | ReadBack
        );
        opens || moves || matches!(scope, Scope::List | Scope::Prompt)
    }

    /// Returns true if the rows of the current listing are still being loaded.
    fn awaits_listing(&self) -> bool {
        let jump = self.pages.jump.as_ref();
        jump.is_some_and(|jump| jump.after_page.replaces_rows())
    }

    /// Shows the listing that the session starts with. If it is one of the library, its first page is already being
    /// loaded.
    pub(in crate::app) fn set_start_listing(
        &mut self,
        listing: Listing,
        view_name: String,
        from_library: bool,
    ) {
        self.view_name = view_name;
        if !from_library {
            let view = View::Tour;
            return self.rows.replace_listing(Listing { view, ..listing });
        }
        self.rows.replace_listing(listing);
        self.pages.jump = Some(Jump {
            request_id: 0,
            after_page: AfterPage::ReplaceListing,
            repeats: None,
        });
    }

    /// Shows another listing: another view, order or grouping.
    pub(in crate::app) fn show_listing(
        &mut self,
        listing: Listing,
        effects: &mut Effects,
    ) -> ReaderUpdate {
        if listing.view != self.rows.listing().view {
            self.pages.pinned.clear();
        }
        let seeds_missing =
            listing.view == View::Tour && !self.rows.articles().iter().any(|a| a.is_tour());
        let selected = self.rows.selected().map(|article| article.id);
        self.rows.replace_listing(listing);
        self.cancel_growth();
        (self.pages.reload, self.pages.position_request) = (None, None);
        self.pages.has_failed = false;
        if self.rows.is_in_memory() {
            self.pages.jump = None;
            if seeds_missing {
                self.is_scanning = true;
                effects.submit(Job::LoadTour);
            }
            return ReaderUpdate::Preview;
        }
        // An article that is in both views stays selected.
        match selected.filter(|id| id.is_in_library()) {
            Some(id) => self.request_jump(PageFrom::AroundArticle(id), AfterPage::Filter, effects),
            None => self.request_jump(PageFrom::First, AfterPage::ReplaceListing, effects),
        }
        ReaderUpdate::Stay
    }

    /// Shows only the rows that match `filter`; all rows if it is empty.
    pub(in crate::app) fn filter(&mut self, filter: &str, effects: &mut Effects) -> ReaderUpdate {
        if self.rows.filter() == filter {
            return ReaderUpdate::Stay;
        }
        self.rows.set_filter(filter);
        if self.rows.is_in_memory() {
            return ReaderUpdate::Preview;
        }
        self.cancel_growth();
        let selected = self.rows.selected().map(|article| article.id);
        match selected.filter(|_| filter.is_empty()) {
            Some(id) => self.request_jump(PageFrom::AroundArticle(id), AfterPage::Filter, effects),
            None => self.request_jump(PageFrom::First, AfterPage::Filter, effects),
        }
        ReaderUpdate::Stay
    }

    /// Selects the first or the last row. False if it is already selected.
    pub(super) fn select_edge(&mut self, last: bool, effects: &mut Effects) -> bool {
        match self.rows.step_to_edge(last) {
            Some(moved) => moved,
            None => {
                let from = if last {
                    PageFrom::Last
                } else {
                    PageFrom::First
                };
                self.request_jump(from, AfterPage::Edge { last }, effects);
                true
            }
        }
    }

    /// Requests the page of the row with an index, from 0, outside the window.
    pub(super) fn jump_to_index(&mut self, index: usize, effects: &mut Effects) {
        self.request_jump(PageFrom::Index(index), AfterPage::Row, effects);
    }

    /// Requests the page of the row so many rows after the selected one, or before it if negative. False without a
    /// selected row to start from.
    pub(super) fn jump_by_rows(&mut self, rows: isize, effects: &mut Effects) -> bool {
        let Some(key) = self.rows.selected_key().cloned() else {
            return false;
        };
        self.request_jump(PageFrom::Distance(key, rows), AfterPage::Row, effects);
        true
    }

    /// Repeats a motion so many times after the pending page; false if none is pending.
    pub(super) fn repeat_after_page(&mut self, action: Action, count: usize) -> bool {
        if let Some(jump) = &mut self.pages.jump {
            jump.repeats = Some((action, count)).filter(|_| count > 0);
        }
        self.pages.jump.is_some()
    }

    /// Requests the page of a group outside the window.
    pub(super) fn jump_to_group(&mut self, forward: bool, effects: &mut Effects) {
        if let Some(key) = self.rows.selected_key().cloned() {
            let from = if forward {
                PageFrom::NextGroup(key)
            } else {
                PageFrom::PreviousGroup(key)
            };
            self.request_jump(from, AfterPage::Group { forward }, effects);
        }
    }

    /// Requests the page of an unread article outside the window. False without a selected row to start from.
    pub(super) fn jump_to_unread(
        &mut self,
        forward: bool,
        open: bool,
        effects: &mut Effects,
    ) -> bool {
        let Some(key) = self.rows.selected_key().cloned() else {
            return false;
        };
        let from = if forward {
            PageFrom::NextUnread(key)
        } else {
            PageFrom::PreviousUnread(key)
        };
        self.request_jump(from, AfterPage::Unread { forward, open }, effects);
        true
    }

    /// Selects an article that is being opened, wherever it is in the listing.
    pub(in crate::app) fn select(&mut self, id: ArticleId, effects: &mut Effects) {
        if !self.rows.select(id) && !self.rows.is_in_memory() && id.is_in_library() {
            self.request_jump(PageFrom::AroundArticle(id), AfterPage::Select(id), effects);
        }
    }

    /// Cancels a pending jump within the listing.
    pub(in crate::app) fn cancel_jump(&mut self) {
        self.pages
            .jump
            .take_if(|jump| !jump.after_page.replaces_rows());
    }

    /// Reloads rows and states after a change of the library. `shown` is the article in the reader, `open` the same if
    /// it was opened. Changes in quick succession cause one reload.
    pub(in crate::app) fn request_reload(
        &mut self,
        shown: Option<ArticleId>,
        open: Option<ArticleId>,
        effects: &mut Effects,
    ) {
        if self.rows.is_in_memory() {
            let ids = self.rows.in_memory().map(|article| article.id);
            let ids: Vec<ArticleId> = ids.chain(shown).collect();
            return effects.submit(Job::SendStates(ids));
        }
        self.pages.has_failed = false;
        // Several changes during a reload cause one more reload.
        if self.pages.reload.is_some() || self.awaits_listing() {
            self.pages.has_changed_since_reload = true;
            return;
        }
        effects.submit(Job::SendStates(shown.into_iter().collect()));
        self.reload_window(open, effects);
    }

    /// Requests the rows of the window again.
    fn reload_window(&mut self, open: Option<ArticleId>, effects: &mut Effects) {
        self.pages.has_changed_since_reload = false;
        let selected = self.rows.selected();
        let id = selected.map(|article| article.id);
        let restored = self.pages.restored.take();
        let from = match selected.and_then(|article| Some((article.id, article.key.clone()?))) {
            Some((id, key)) => PageFrom::AroundArticleOrRow(restored.unwrap_or(id), key),
            None => PageFrom::First,
        };
        // The page must also hold the rows on the screen, which may be far from the selection.
        let rows = self.rows.distance_to_selection() + 2 * self.rows.height();
        let number = self.request_page(from, rows, self.pinned(open), effects);
        self.pages.reload = Some(Reload {
            request_id: number,
            selected: id,
            restored,
        });
        self.cancel_growth();
    }

    /// Selects the article that an undo or redo has changed, when its row is there. `ids` are those that the list may
    /// have for it.
    pub(in crate::app) fn select_restored(&mut self, ids: &[ArticleId]) -> ReaderUpdate {
        if !self.rows.is_in_memory() {
            self.pages.restored = ids.iter().copied().find(|id| id.is_in_library());
            return ReaderUpdate::Stay;
        }
        let selected = self.rows.selected().map(|article| article.id);
        match ids.iter().find(|id| self.rows.select(**id)) {
            Some(id) if selected != Some(*id) => ReaderUpdate::Preview,
            _ => ReaderUpdate::Stay,
        }
    }

    /// Takes deleted articles out of the rows in memory, and puts restored ones back.
    pub(in crate::app) fn update_deleted(&mut self) -> ReaderUpdate {
        let selected = self.rows.selected().map(|article| article.id);
        self.rows.update_deleted();
        match self.rows.selected().map(|article| article.id) == selected {
            true => ReaderUpdate::Stay,
            false => ReaderUpdate::Preview,
        }
    }

    /// Keeps an article that has just been read in the unread view until another view is shown.
    pub(in crate::app) fn pin(&mut self, id: ArticleId) {
        if self.rows.listing().view == View::Unread && !self.pages.pinned.contains(&id) {
            self.pages.pinned.push(id);
        }
    }

    /// Requests more rows where the selection or the screen is near an edge of the window. Called after every change.
    pub(in crate::app) fn request_neighbours(
        &mut self,
        open: Option<ArticleId>,
        effects: &mut Effects,
    ) {
        let busy = self.pages.jump.is_some() || self.pages.reload.is_some();
        if self.rows.is_in_memory() || busy || self.pages.has_failed {
            return;
        }
        let near = PREFETCH_ROWS.max(self.rows.height() * 2);
        let edges = self.rows.near_edges(near);
        let (next, previous) = (edges.next.cloned(), edges.previous.cloned());
        if let (Some(key), None) = (next, self.pages.next_page) {
            let number = self.request_page(PageFrom::After(key), 0, self.pinned(open), effects);
            self.pages.next_page = Some(number);
        }
        if let (Some(key), None) = (previous, self.pages.previous_page) {
            let number = self.request_page(PageFrom::Before(key), 0, self.pinned(open), effects);
            self.pages.previous_page = Some(number);
        }
        if let Some(key) = self.rows.uncounted_first_row().cloned()
            && self
                .pages
                .position_request
                .as_ref()
                .map(|(requested, _)| requested)
                != Some(&key)
        {
            self.pages.last_request_id += 1;
            let number = self.pages.last_request_id;
            self.pages.position_request = Some((key.clone(), number));
            let (listing, pinned) = (self.rows.listing().clone(), self.pinned(open));
            effects.submit(Job::CountRowsBefore(number, listing, key, pinned));
        }
    }

    /// Returns the read articles that stay in the unread view: those pinned, the open one, the selected one.
    fn pinned(&self, open: Option<ArticleId>) -> Vec<ArticleId> {
        if self.rows.listing().view != View::Unread {
            return Vec::new();
        }
        let mut pinned = self.pages.pinned.clone();
        let selected = self.rows.selected().map(|article| article.id);
        for id in selected.into_iter().chain(open) {
            let read = self
                .rows
                .get(id)
                .is_some_and(|article| article.state.is_read);
            if read && !pinned.contains(&id) {
                pinned.push(id);
            }
        }
        pinned
    }

    /// Requests the page of a jump; keys wait for it.
    fn request_jump(&mut self, from: PageFrom, then: AfterPage, effects: &mut Effects) {
        // A pending listing has precedence.
        if matches!(then, AfterPage::Select(_)) && self.awaits_listing() {
            return;
        }
        if then.replaces_rows() {
            // Pages of the previous listing are no longer needed.
            effects.submit(Job::CancelPages(self.pages.last_request_id));
            self.pages.reload = None;
        }
        // The open and the selected article of another view need not stay.
        let pinned = self.pages.pinned.clone();
        let number = self.request_page(from, 0, pinned, effects);
        self.pages.jump = Some(Jump {
            request_id: number,
            after_page: then,
            repeats: None,
        });
    }

    /// Requests a page; returns the id of the request.
    fn request_page(
        &mut self,
        from: PageFrom,
        rows: usize,
        pinned: Vec<ArticleId>,
        effects: &mut Effects,
    ) -> u64 {
        self.pages.last_request_id += 1;
        let number = self.pages.last_request_id;
        effects.submit(Job::LoadPage(PageRequest {
            request_id: number,
            listing: self.rows.listing().clone(),
            from,
            row_limit: PAGE_ROWS.max(self.rows.height() * 4).max(rows),
            pinned,
        }));
        number
    }

    /// Drops the pages that the window was to grow by.
    fn cancel_growth(&mut self) {
        (self.pages.next_page, self.pages.previous_page) = (None, None);
    }
}
