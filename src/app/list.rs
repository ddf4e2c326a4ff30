//! The list pane: its rows, pending requests for pages, and the name of its view: [`ListPane`].

mod marking;
mod pages;
mod rows;

use chrono::NaiveDate;

use super::effect::Effects;
use super::status::Status;
use super::{Action, Scope};
use crate::model::{ArticleId, Grouping, Job, Listing, Order, View, ViewRow};

use pages::Pages;
pub use rows::{GroupPosition, List, ListPosition, ListRow};

/// The list pane.
#[derive(Debug)]
pub(super) struct ListPane {
    /// Rows and selection.
    pub(super) rows: List,
    /// Pending requests for pages.
    pages: Pages,
    /// Name of the source or the saved search in the list.
    view_name: String,
    /// True while rows are still being added.
    pub(super) is_scanning: bool,
}

/// Update of the reader pane after a change of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(super) enum ReaderUpdate {
    /// The article in the pane stays.
    Stay,
    /// The selected article is previewed.
    Preview,
    /// One article is opened.
    Open(ArticleId),
}

impl ReaderUpdate {
    /// Returns true if the selected article is to be previewed.
    pub(super) fn is_preview(self) -> bool {
        self == Self::Preview
    }
}

impl Default for ListPane {
    fn default() -> Self {
        Self {
            rows: List::default(),
            pages: Pages::default(),
            view_name: String::new(),
            is_scanning: true,
        }
    }
}

impl ListPane {
    /// Moves the selection as an action of the list asks. `None` if the action is no motion.
    pub(super) fn move_selection(
        &mut self,
        action: Action,
        today: NaiveDate,
        effects: &mut Effects,
        status: &mut Status,
    ) -> Option<ReaderUpdate> {
        let page = self.rows.page_rows();
        let moved = match action {
            Action::NextArticle => self.rows.step(1),
            Action::PreviousArticle => self.rows.step(-1),
            Action::HalfPageDown => self.rows.step((page / 2).max(1)),
            Action::HalfPageUp => self.rows.step(-(page / 2).max(1)),
            Action::PageDown => self.rows.step(page),
            Action::PageUp => self.rows.step(-page),
            Action::Start => self.select_edge(false, effects),
            Action::End => self.select_edge(true, effects),
            Action::NextGroup => return Some(self.step_group(true, today, effects, status)),
            Action::PreviousGroup => return Some(self.step_group(false, today, effects, status)),
            Action::NextUnread => return Some(self.step_unread(true, false, effects, status)),
            Action::PreviousUnread => return Some(self.step_unread(false, false, effects, status)),
            _ => return None,
        };
        if moved {
            return Some(ReaderUpdate::Preview);
        }
        status.report(
            match (self.rows.position().count, self.rows.selected_index()) {
                _ if self.rows.is_empty() => "No articles here",
                (Some(1), _) => "This is the only article",
                (_, 0) => "First article",
                _ => "Last article",
            },
        );
        Some(ReaderUpdate::Stay)
    }

    /// Moves the selection by a motion `count` times, to the edge of the listing at most.
    pub(super) fn repeat_motion(
        &mut self,
        action: Action,
        count: usize,
        today: NaiveDate,
        effects: &mut Effects,
        status: &mut Status,
    ) -> ReaderUpdate {
        let page = self.rows.page_rows();
        let rows = |each: isize| each.saturating_mul(count as isize);
        let rows = match action {
            Action::NextArticle => rows(1),
            Action::PreviousArticle => rows(-1),
            Action::HalfPageDown => rows((page / 2).max(1)),
            Action::HalfPageUp => rows(-(page / 2).max(1)),
            Action::PageDown => rows(page),
            Action::PageUp => rows(-page),
            _ => return self.repeat_jump(action, count, today, effects, status),
        };
        if !self.rows.can_step(rows) && self.jump_by_rows(rows, effects) {
            return ReaderUpdate::Stay;
        }
        if self.rows.step(rows) {
            return ReaderUpdate::Preview;
        }
        status.report(if rows > 0 {
            "Last article"
        } else {
            "First article"
        });
        ReaderUpdate::Stay
    }

    /// Repeats a motion by groups or unread articles; the rest waits where one of them is not in the window.
    fn repeat_jump(
        &mut self,
        action: Action,
        count: usize,
        today: NaiveDate,
        effects: &mut Effects,
        status: &mut Status,
    ) -> ReaderUpdate {
        let mut update = ReaderUpdate::Stay;
        for left in (0..count).rev() {
            let before = self.rows.selected().map(|article| article.id);
            match self.move_selection(action, today, effects, status) {
                Some(ReaderUpdate::Stay) | None => {}
                Some(moved) => update = moved,
            }
            let is_at_end = self.rows.selected().map(|article| article.id) == before;
            if self.repeat_after_page(action, left) || is_at_end {
                break;
            }
        }
        update
    }

    /// Selects the article with this number, from 1, in the whole listing.
    pub(super) fn select_number(
        &mut self,
        number: usize,
        effects: &mut Effects,
        status: &mut Status,
    ) -> ReaderUpdate {
        let Some(index) = number.checked_sub(1) else {
            status.report("row needs a number: row 12");
            return ReaderUpdate::Stay;
        };
        if self.rows.select_index_in_listing(index) {
            return ReaderUpdate::Preview;
        }
        match self.rows.is_empty() {
            true => status.report("No articles here"),
            false => self.jump_to_index(index, effects),
        }
        ReaderUpdate::Stay
    }

    /// Selects the next or previous article, past the places in this one. False if there is none.
    pub(super) fn step_article(&mut self, forward: bool, status: &mut Status) -> bool {
        let moved = self.rows.step_article(forward);
        if !moved {
            status.report(if forward {
                "Last article"
            } else {
                "First article"
            });
        }
        moved
    }

    /// Selects the first article of the next group; backwards that of this group or of the previous one.
    fn step_group(
        &mut self,
        forward: bool,
        today: NaiveDate,
        effects: &mut Effects,
        status: &mut Status,
    ) -> ReaderUpdate {
        let moved = if forward {
            self.rows.next_group()
        } else {
            self.rows.previous_group()
        };
        match moved {
            Some(moved) => {
                self.report_group(moved, forward, today, status);
                if moved {
                    ReaderUpdate::Preview
                } else {
                    ReaderUpdate::Stay
                }
            }
            None => {
                self.jump_to_group(forward, effects);
                ReaderUpdate::Stay
            }
        }
    }

    /// Selects the next or previous unread article; with `open`, opens it.
    pub(super) fn step_unread(
        &mut self,
        forward: bool,
        open: bool,
        effects: &mut Effects,
        status: &mut Status,
    ) -> ReaderUpdate {
        match self.rows.find_unread(forward) {
            Some(found) => self.select_unread(found, forward, open, status),
            None if self.jump_to_unread(forward, open, effects) => ReaderUpdate::Stay,
            None => self.select_unread(None, forward, open, status),
        }
    }

    /// Selects or opens the unread article that was found, or reports that there is none.
    fn select_unread(
        &mut self,
        found: Option<ArticleId>,
        forward: bool,
        open: bool,
        status: &mut Status,
    ) -> ReaderUpdate {
        match found {
            Some(id) if open => ReaderUpdate::Open(id),
            Some(id) => {
                self.rows.select(id);
                ReaderUpdate::Preview
            }
            None => {
                self.report_no_unread(forward, status);
                ReaderUpdate::Stay
            }
        }
    }

    /// Reports the group of the selection, or that there is no other group in this direction.
    fn report_group(&self, moved: bool, forward: bool, today: NaiveDate, status: &mut Status) {
        let (position, group) = self.rows.group_position();
        let name = group.map(|group| group.label(today)).unwrap_or_default();
        status.report(
            match (moved, position.map(|group| (group.number, group.count))) {
                (_, Some((_, 0))) => "No articles here".to_owned(),
                (false, Some((_, 1))) => "There is only one group".to_owned(),
                (true, Some((number, count))) if name.is_empty() => {
                    format!("Group {number}/{count}")
                }
                (true, Some((number, count))) => format!("Group {number}/{count}: {name}"),
                (true, None) => name,
                (false, _) if forward => format!("Last group: {name}"),
                (false, _) => format!("First group: {name}"),
            },
        );
    }

    /// Reports that there is no unread article in a direction, and whether there is one in the other.
    fn report_no_unread(&self, forward: bool, status: &mut Status) {
        let (here, there) = if forward {
            ("below", "above")
        } else {
            ("above", "below")
        };
        let note = match self.rows.find_unread(!forward) {
            Some(Some(_)) => format!(", but there is one {there}"),
            _ => String::new(),
        };
        status.report(format!("No unread article {here}{note}"));
    }

    /// Shows a view, which is called `name`.
    pub(super) fn show_view(
        &mut self,
        view: View,
        name: &str,
        effects: &mut Effects,
    ) -> ReaderUpdate {
        name.clone_into(&mut self.view_name);
        let mut listing = self.rows.listing().clone();
        (listing.view, listing.filter) = (view, String::new());
        self.show_listing(listing, effects)
    }

    /// Takes over the library's name of the view in the list.
    pub(super) fn rename_view(&mut self, views: &[ViewRow]) {
        let view = &self.rows.listing().view;
        let has_stored_name = matches!(
            view,
            View::SavedSearch(_) | View::Source(_) | View::Category(_)
        );
        if let Some(row) = views
            .iter()
            .find(|row| has_stored_name && row.view == *view)
        {
            self.view_name.clone_from(&row.name);
        }
    }

    /// Returns the name of the view in the list.
    pub(super) fn view_name(&self) -> String {
        match &self.rows.listing().view {
            View::Given => "Opened files".to_owned(),
            View::Tour => "Tour".to_owned(),
            View::All => "All".to_owned(),
            View::Unread => "Unread".to_owned(),
            View::Bookmarks => "Bookmarks".to_owned(),
            View::History => "History".to_owned(),
            View::Muted => "Muted".to_owned(),
            View::Tag(tag) => format!("#{tag}"),
            View::Source(_) | View::Category(_) | View::SavedSearch(_) => self.view_name.clone(),
        }
    }

    /// Sorts the list, now and in later sessions.
    pub(super) fn sort_by(
        &mut self,
        order: Order,
        effects: &mut Effects,
        status: &mut Status,
    ) -> ReaderUpdate {
        let mut listing = self.rows.listing().clone();
        // Groups by day exist only in the order of dates.
        let was_by_date = listing.order.is_by_date();
        listing.order = order;
        if !order.is_by_date() && listing.grouping == Grouping::Day {
            listing.grouping = Grouping::None;
        } else if order.is_by_date() && !was_by_date && listing.grouping == Grouping::None {
            listing.grouping = Grouping::Day;
        }
        let message = match order {
            Order::Date => "Sorted by date, newest first",
            Order::OldestFirst => "Sorted by date, oldest first",
            Order::Title => "Sorted by title",
            Order::Length => "Sorted by length, shortest first",
        };
        self.reorder(listing, message, effects, status)
    }

    /// Groups the list, now and in later sessions.
    pub(super) fn group_by(
        &mut self,
        grouping: Grouping,
        effects: &mut Effects,
        status: &mut Status,
    ) -> ReaderUpdate {
        let mut listing = self.rows.listing().clone();
        listing.grouping = grouping;
        if grouping == Grouping::Day && !listing.order.is_by_date() {
            listing.order = Order::Date;
        }
        let message = match grouping {
            Grouping::Day => "Grouped by day",
            Grouping::Source => "Grouped by source",
            Grouping::None => "Not grouped",
        };
        self.reorder(listing, message, effects, status)
    }

    /// Shows and saves another order or grouping; rows in memory keep theirs.
    fn reorder(
        &mut self,
        listing: Listing,
        message: &str,
        effects: &mut Effects,
        status: &mut Status,
    ) -> ReaderUpdate {
        if self.rows.is_in_memory() {
            status.report("This list can't be sorted or grouped");
            return ReaderUpdate::Stay;
        }
        let save = Job::SaveOrder(listing.order, listing.grouping);
        let next = self.show_listing(listing, effects);
        effects.submit(save);
        status.report(message);
        next
    }

    /// Returns the number of listed articles as text; with `+` where there may be more.
    pub(super) fn row_count_text(&self) -> String {
        match self.rows.position().count {
            Some(count) => count.to_string(),
            None => format!("{}+", self.rows.len()),
        }
    }

    /// Returns true if an action must wait for rows that are being loaded.
    pub(super) fn is_waiting_for_page(&self, action: Action, scope: Scope) -> bool {
        if !action.needs_article() {
            return false;
        }
        let list = scope == Scope::List;
        if list && self.is_scanning && self.rows.is_empty() {
            return true;
        }
        self.depends_on_pending_page(action, scope) || self.leaves_window(action, list)
    }

    /// Returns true if an action moves to a row outside the window of loaded rows.
    fn leaves_window(&self, action: Action, list: bool) -> bool {
        let page = self.rows.page_rows();
        let rows = match action {
            Action::NextArticle if list => 1,
            Action::PreviousArticle if list => -1,
            Action::NextArticle => return self.rows.is_at_window_edge(true),
            Action::PreviousArticle => return self.rows.is_at_window_edge(false),
            Action::HalfPageDown if list => (page / 2).max(1),
            Action::HalfPageUp if list => -(page / 2).max(1),
            Action::PageDown if list => page,
            Action::PageUp if list => -page,
            _ => return false,
        };
        !self.rows.can_step(rows)
    }
}
