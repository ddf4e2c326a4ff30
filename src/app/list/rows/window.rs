//! The window of rows in memory of a listing of the library: replacing it by a page, extending it, shrinking it.

use std::collections::{HashMap, HashSet};

use super::{List, ListRow};
use crate::model::{ArticleId, BookmarkId, Page, PageFrom, RowKey};

/// Selection after a page has replaced the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum PageSelection {
    /// Keep the selected article; if it is gone, the row that takes its position.
    Keep,
    /// The first row.
    First,
    /// The last row.
    Last,
    /// One article, by its id.
    Article(ArticleId),
    /// One article, by its id, in the row of the screen that has the selection.
    InPlace(ArticleId),
}

/// Maximum rows of the window.
const MAX_WINDOW_ROWS: usize = 2_400;
/// Rows kept on each side of the selection when the window shrinks.
const KEPT_ROWS: usize = 800;
/// Articles in memory, beyond those of rows, above which unneeded ones are dropped.
const MAX_ARTICLES: usize = 6_000;

/// Keys that further pages continue from; `None` where an edge is not near or ends the listing.
#[derive(Debug)]
pub(in crate::app) struct NearEdges<'a> {
    /// Key of the last row of the window.
    pub(in crate::app) next: Option<&'a RowKey>,
    /// Key of the first row of the window.
    pub(in crate::app) previous: Option<&'a RowKey>,
}

impl List {
    /// Replaces the window by a page and selects a row. The counts of the page are taken over as far as they are known.
    pub(in crate::app) fn replace_window(&mut self, page: Page, found: PageSelection) {
        let kept = match found {
            PageSelection::Keep | PageSelection::InPlace(_) => self.selected_screen_row(),
            _ => None,
        };
        let was_at_top = self.offset == 0 && !self.has_more_before;
        let selected_key = self.selected_key().cloned();
        let first = self.first_key().cloned();
        let article = match found {
            PageSelection::Article(id) | PageSelection::InPlace(id) => Some((id, None)),
            PageSelection::Keep => self.selected_identity(),
            PageSelection::First | PageSelection::Last => None,
        };
        (self.has_more_before, self.has_more_after) = (page.has_more_before, page.has_more_after);
        let before = self.rows_before;
        (self.rows_before, self.row_count) = (page.rows_before, page.row_count);
        self.window = page.rows.into_iter().map(|row| self.upsert(row)).collect();
        self.rebuild_rows(article);
        match (found, kept) {
            (PageSelection::First, _) => {
                self.select_index(0);
            }
            (PageSelection::Last, _) => {
                self.select_index(usize::MAX);
            }
            (PageSelection::Keep, Some(row)) => {
                if self.selected_identity().map(|(id, _)| id) != article.map(|(id, _)| id) {
                    // The article is gone: select the row that takes its position.
                    self.selected = self.first_selectable_from(selected_key.as_ref());
                }
                self.keep_row_on_screen(row);
            }
            (PageSelection::InPlace(_), Some(row)) => self.keep_row_on_screen(row),
            _ => {}
        }
        if was_at_top && !self.has_more_before && kept.is_some() {
            // The head of the first group stays on the screen when rows arrive above, unless the selection would leave it.
            let offset = std::mem::take(&mut self.offset);
            self.scroll_to_selected();
            if self.offset > 0 {
                self.offset = offset;
            }
        }
        // The old number of rows before the window holds until it has been counted again.
        if self.rows_before.is_none() && self.first_key() == first.as_ref() {
            self.rows_before = before;
        }
    }

    /// Returns the first selectable row at this key or after it.
    fn first_selectable_from(&self, key: Option<&RowKey>) -> usize {
        let last = self.selectable.len().saturating_sub(1);
        let Some(key) = key else { return 0 };
        let order = self.listing.order;
        let is_at_or_after = |index: &usize| {
            let own = self
                .article_at(*index)
                .and_then(|article| article.key.as_ref());
            own.is_some_and(|own| !own.precedes(key, order))
        };
        (0..self.selectable.len())
            .find(is_at_or_after)
            .unwrap_or(last)
    }

    /// Adds a page at the edge of the window that it continues; ignores any other page. The rows on the screen do not
    /// move.
    pub(in crate::app) fn extend_window(&mut self, page: Page) {
        let row = self.selected_screen_row();
        let article = self.selected_identity();
        match &page.from {
            PageFrom::After(key) if Some(key) == self.last_key() => {
                self.has_more_after = page.has_more_after;
                let rows: Vec<usize> = page.rows.into_iter().map(|row| self.upsert(row)).collect();
                self.window.extend(rows);
                let away = self.selected_index().saturating_sub(KEPT_ROWS);
                if self.window.len() > MAX_WINDOW_ROWS && away > 0 {
                    self.window.drain(..away);
                    self.has_more_before = true;
                    self.rows_before = self.rows_before.map(|before| before + away);
                }
            }
            PageFrom::Before(key) if Some(key) == self.first_key() => {
                self.has_more_before = page.has_more_before;
                let count = page.rows.len();
                let rows: Vec<usize> = page.rows.into_iter().map(|row| self.upsert(row)).collect();
                self.window.splice(0..0, rows);
                self.rows_before = match page.has_more_before {
                    true => self
                        .rows_before
                        .and_then(|before| before.checked_sub(count)),
                    false => Some(0),
                };
                let keep = self.selected_index() + count + KEPT_ROWS;
                if self.window.len() > MAX_WINDOW_ROWS && keep < self.window.len() {
                    self.window.truncate(keep);
                    self.has_more_after = true;
                }
            }
            _ => return,
        }
        self.row_count = page.row_count.or(self.row_count);
        self.rebuild_rows(article);
        if let Some(row) = row {
            self.keep_row_on_screen(row);
        }
    }

    /// Sets the number of rows before the window, if `first` is still its first row.
    pub(in crate::app) fn set_rows_before(&mut self, first: &RowKey, before: usize) {
        if self.first_key() == Some(first) {
            self.rows_before = Some(before);
        }
    }

    /// Returns the key of the window's first row if the number of rows before it is unknown.
    pub(in crate::app) fn uncounted_first_row(&self) -> Option<&RowKey> {
        self.first_key().filter(|_| self.rows_before.is_none())
    }

    /// Returns the keys that further pages continue from, at the edges that the selection or the screen is within `rows` of.
    pub(in crate::app) fn near_edges(&self, rows: usize) -> NearEdges<'_> {
        let is_end_near = self.selected + rows >= self.selectable.len()
            || self.offset + self.height + rows >= self.rows.len();
        let is_start_near = self.selected < rows || self.offset < rows;
        NearEdges {
            next: self
                .last_key()
                .filter(|_| is_end_near && self.has_more_after),
            previous: self
                .first_key()
                .filter(|_| is_start_near && self.has_more_before),
        }
    }

    /// Returns the key of the last row of the window.
    fn last_key(&self) -> Option<&RowKey> {
        self.articles.get(*self.window.last()?)?.key.as_ref()
    }

    /// Returns the key of the first row of the window.
    fn first_key(&self) -> Option<&RowKey> {
        self.articles.get(*self.window.first()?)?.key.as_ref()
    }

    /// Returns the selected article, and the bookmark of the selected place.
    fn selected_identity(&self) -> Option<(ArticleId, Option<BookmarkId>)> {
        let place = self.selected_place().map(|bookmark| bookmark.id);
        Some((self.selected()?.id, place))
    }

    /// Returns the row of the screen with the selection, from 0; outside the screen it is negative or beyond its height.
    fn selected_screen_row(&self) -> Option<isize> {
        let row = *self.selectable.get(self.selected)?;
        Some(row as isize - self.offset as isize)
    }

    /// Scrolls so that the selection is at this row of the screen.
    fn keep_row_on_screen(&mut self, row: isize) {
        if let Some(at) = self.selectable.get(self.selected) {
            let most = self.rows.len().saturating_sub(self.height);
            let offset = (*at as isize - row).max(0) as usize;
            // Beyond the last row there is nothing to show, so that the screen ends with it.
            self.offset = offset.min(most.max(at.saturating_sub(self.height.saturating_sub(1))));
            let head = at.saturating_sub(1);
            if matches!(self.rows.get(head), Some(ListRow::Head(_))) {
                self.offset = self.offset.min(head);
            }
        }
    }

    /// Makes the rows of the window: heads before groups, places after their articles. Selects `selected`, or what was
    /// selected.
    pub(super) fn rebuild_rows(&mut self, selected: Option<(ArticleId, Option<BookmarkId>)>) {
        let selected = selected.or_else(|| self.selected_identity());
        self.rows.clear();
        self.selectable.clear();
        self.groups.clear();
        let mut group = None;
        let mut place_of_selected = None;
        for at in &self.window {
            let Some(article) = self.articles.get(*at) else {
                continue;
            };
            if group != Some(&article.group) {
                group = Some(&article.group);
                self.groups.push(self.selectable.len());
                if !article.group.is_empty() {
                    self.rows.push(ListRow::Head(*at));
                }
            }
            let own = selected.filter(|(id, _)| *id == article.id);
            if own.is_some() {
                place_of_selected = Some(self.selectable.len());
            }
            self.selectable.push(self.rows.len());
            self.rows.push(ListRow::Article(*at));
            if self.has_second_lines {
                self.rows.push(ListRow::ArticleDetails(*at));
            }
            for (number, place) in article.places.iter().enumerate() {
                if own.is_some_and(|(_, bookmark)| bookmark == Some(place.id)) {
                    place_of_selected = Some(self.selectable.len());
                }
                self.selectable.push(self.rows.len());
                self.rows.push(ListRow::Place {
                    article: *at,
                    place: number,
                });
                if self.has_second_lines && place.note.is_some() && place.section.is_some() {
                    self.rows.push(ListRow::PlaceNote {
                        article: *at,
                        place: number,
                    });
                }
            }
        }
        self.selected = place_of_selected.unwrap_or(0);
        self.scroll_to_selected();
    }

    /// Drops articles that are in no row and not in `pinned`, once there are more than [`MAX_ARTICLES`] of them.
    pub(in crate::app) fn drop_unneeded_articles(
        &mut self,
        pinned: impl Iterator<Item = ArticleId>,
    ) {
        if self.articles.len() < MAX_ARTICLES + self.in_memory_rows.len() + self.window.len() {
            return;
        }
        let (selected, offset) = (self.selected_identity(), self.offset);
        let pinned = pinned.filter_map(|id| self.index.get(&id).copied());
        let kept: HashSet<usize> = self
            .in_memory_rows
            .iter()
            .chain(&self.window)
            .copied()
            .chain(pinned)
            .collect();
        let mut new_indices = HashMap::with_capacity(kept.len());
        let mut articles = Vec::with_capacity(kept.len());
        for (at, article) in std::mem::take(&mut self.articles).into_iter().enumerate() {
            if kept.contains(&at) {
                new_indices.insert(at, articles.len());
                articles.push(article);
            }
        }
        self.articles = articles;
        let moved = |at: &usize| new_indices.get(at).copied();
        self.in_memory_rows = self.in_memory_rows.iter().filter_map(moved).collect();
        self.window = self.window.iter().filter_map(moved).collect();
        let numbered = self.articles.iter().enumerate();
        self.index = numbered.map(|(at, article)| (article.id, at)).collect();
        self.rebuild_rows(selected);
        self.offset = offset;
    }
}
