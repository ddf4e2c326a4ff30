//! Motions of the selection within the window: by rows, articles, groups, unread articles.

use super::List;
use crate::model::ArticleId;

impl List {
    /// Moves the selection by rows, down if positive. False if it can't move.
    pub fn step(&mut self, rows: isize) -> bool {
        self.select_index(self.selected.saturating_add_signed(rows))
    }

    /// Moves the selection by an article, past the places in this one. False if it can't move.
    pub fn step_article(&mut self, forward: bool) -> bool {
        let own = self.selected().map(|article| article.id);
        let other = |index: &usize| {
            !self.is_place_at(*index) && self.article_at(*index).map(|article| article.id) != own
        };
        let found = if forward {
            (self.selected + 1..self.selectable.len()).find(other)
        } else {
            (0..self.selected).rev().find(other)
        };
        found.is_some_and(|index| self.select_index(index))
    }

    /// Returns true if a step of so many rows ends within the window, or at the end of the listing.
    pub fn can_step(&self, rows: isize) -> bool {
        let beyond = if rows > 0 {
            self.has_more_after
                && self.selected.saturating_add_signed(rows) >= self.selectable.len()
        } else {
            self.has_more_before && self.selected < rows.unsigned_abs()
        };
        !beyond
    }

    /// Returns true if the next or previous article exists but is not in the window.
    pub fn is_at_window_edge(&self, forward: bool) -> bool {
        let own = self.selected().map(|article| article.id);
        let other = |index: usize| {
            !self.is_place_at(index) && self.article_at(index).map(|article| article.id) != own
        };
        if forward {
            self.has_more_after && !(self.selected + 1..self.selectable.len()).any(other)
        } else {
            self.has_more_before && !(0..self.selected).any(other)
        }
    }

    /// Selects the first or the last article. `None` if it is not in the window, else true if the selection has moved.
    pub fn step_to_edge(&mut self, last: bool) -> Option<bool> {
        let is_outside_window = if last {
            self.has_more_after
        } else {
            self.has_more_before
        };
        (!is_outside_window).then(|| self.select_index(if last { usize::MAX } else { 0 }))
    }

    /// Selects the first article of the next group; false if there is none. `None` if it is not in the window.
    pub fn next_group(&mut self) -> Option<bool> {
        let next = self
            .groups
            .iter()
            .copied()
            .find(|first| *first > self.selected);
        match next {
            Some(first) => Some(self.select_index(first)),
            None => (!self.has_more_after).then_some(false),
        }
    }

    /// Selects the first article of this group, or from there of the previous group; false if there is none. `None` if
    /// it is not in the window.
    pub fn previous_group(&mut self) -> Option<bool> {
        let previous = self
            .groups
            .iter()
            .copied()
            .rev()
            .find(|first| *first < self.selected);
        match previous {
            // The group of the first row in the window may begin before it.
            Some(0) | None if self.has_more_before => None,
            Some(first) => Some(self.select_index(first)),
            None => Some(false),
        }
    }

    /// Returns the next or previous unread article, without wrapping at the ends. `Some(None)` if there is none, `None`
    /// if the answer is not in the window.
    pub fn find_unread(&self, forward: bool) -> Option<Option<ArticleId>> {
        let own = self.selected().map(|article| article.id);
        let unread = |i: &usize| {
            self.article_at(*i)
                .is_some_and(|a| !a.state.is_read && a.error.is_none() && Some(a.id) != own)
        };
        let at = if forward {
            (self.selected + 1..self.selectable.len()).find(unread)
        } else {
            (0..self.selected).rev().find(unread)
        };
        match at.and_then(|i| self.article_at(i)) {
            Some(article) => Some(Some(article.id)),
            None if forward && self.has_more_after || !forward && self.has_more_before => None,
            None => Some(None),
        }
    }
}
