//! The window on a listing of the library: the run of rows that is here, how it grows, and how it shrinks.

use std::collections::{HashMap, HashSet};

use super::{List, ListRow};
use crate::model::{ArticleId, BookmarkId, Page, PageFrom, RowKey};

/// Selection after a page has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum PageSelection {
    /// Unchanged; where its article is gone, the row in its place.
    Keep,
    /// The first row.
    First,
    /// The last row.
    Last,
    /// Select this article.
    Article(ArticleId),
}

/// More rows than these are not kept in the window.
const MAX_WINDOW_ROWS: usize = 2_400;
/// Number of rows that stay on either side of the selection when the window shrinks.
const KEPT_ROWS: usize = 800;
/// More articles than these are not known without need.
const MAX_ARTICLES: usize = 6_000;

impl List {
    /// Puts a page in place of the window, and selects in it. `before`, `total` are taken over as far as they are known.
    pub(in crate::app) fn replace_window(&mut self, page: Page, found: PageSelection) {
        let kept = match found {
            PageSelection::Keep => self.selected_row_and_index().map(|(row, _)| row),
            _ => None,
        };
        let stood = self.selected_key().cloned();
        let first = self.first_key().cloned();
        let article = match found {
            PageSelection::Article(id) => Some((id, None)),
            PageSelection::Keep => self.selected_identity(),
            PageSelection::First | PageSelection::Last => None,
        };
        self.has_more_after = (page.has_more_before, page.has_more_after);
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
                    // Its article is gone: the one that has its place now.
                    self.selected = self.first_selectable_from(stood.as_ref());
                }
                self.keep_row_on_screen(row);
            }
            _ => {}
        }
        // Until it is counted anew, it is as it was.
        if self.rows_before.is_none() && self.first_key() == first.as_ref() {
            self.rows_before = before;
        }
    }

    /// Returns the first stop that stands at this key or behind it.
    fn first_selectable_from(&self, key: Option<&RowKey>) -> usize {
        let last = self.selectable.len().saturating_sub(1);
        let Some(key) = key else { return 0 };
        let behind = |stop: &usize| {
            let own = self
                .article_at(*stop)
                .and_then(|article| article.key.as_ref());
            own.is_some_and(|own| !own.precedes(key))
        };
        (0..self.selectable.len()).find(behind).unwrap_or(last)
    }

    /// Adds a page at an edge of the window, if that is where it goes. No row on the screen moves for it.
    pub(in crate::app) fn extend_window(&mut self, page: Page) {
        let row = self.selected_row_and_index().map(|(row, _)| row);
        let article = self.selected_identity();
        match &page.from {
            PageFrom::After(key) if Some(key) == self.last_key() => {
                self.has_more_after.1 = page.has_more_after;
                let rows: Vec<usize> = page.rows.into_iter().map(|row| self.upsert(row)).collect();
                self.window.extend(rows);
                let away = self.selected_index().saturating_sub(KEPT_ROWS);
                if self.window.len() > MAX_WINDOW_ROWS && away > 0 {
                    self.window.drain(..away);
                    self.has_more_after.0 = true;
                    self.rows_before = self.rows_before.map(|before| before + away);
                }
            }
            PageFrom::Before(key) if Some(key) == self.first_key() => {
                self.has_more_after.0 = page.has_more_before;
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
                    self.has_more_after.1 = true;
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

    /// Returns how many rows stand before the window is known now.
    pub(in crate::app) fn set_rows_before(&mut self, first: &RowKey, before: usize) {
        if self.first_key() == Some(first) {
            self.rows_before = Some(before);
        }
    }

    /// Key of the first row of the window, if it is not known how many stand before it.
    pub(in crate::app) fn uncounted_first_row(&self) -> Option<&RowKey> {
        self.first_key().filter(|_| self.rows_before.is_none())
    }

    /// Returns the key that the next page goes on from, where there is more and the selection or the screen is near it:
    /// below, and above.
    pub(in crate::app) fn keys_at_near_edges(
        &self,
        near: usize,
    ) -> (Option<&RowKey>, Option<&RowKey>) {
        let below = self.selected + near >= self.selectable.len()
            || self.offset + self.height + near >= self.rows.len();
        let above = self.selected < near || self.offset < near;
        (
            self.last_key().filter(|_| below && self.has_more_after.1),
            self.first_key().filter(|_| above && self.has_more_after.0),
        )
    }

    fn last_key(&self) -> Option<&RowKey> {
        self.articles.get(*self.window.last()?)?.key.as_ref()
    }

    fn first_key(&self) -> Option<&RowKey> {
        self.articles.get(*self.window.first()?)?.key.as_ref()
    }

    /// Returns the selected article, and the selected place in it by its bookmark.
    fn selected_identity(&self) -> Option<(ArticleId, Option<BookmarkId>)> {
        let place = self.selected_place().map(|bookmark| bookmark.id);
        Some((self.selected()?.id, place))
    }

    /// The row of the screen that holds the selection, wherever it is, and its number among the selectable.
    fn selected_row_and_index(&self) -> Option<(isize, usize)> {
        let row = *self.selectable.get(self.selected)?;
        Some((row as isize - self.offset as isize, self.selected))
    }

    /// Scrolls so that the selection is in this row of the screen.
    fn keep_row_on_screen(&mut self, row: isize) {
        if let Some(at) = self.selectable.get(self.selected) {
            let most = self.rows.len().saturating_sub(self.height);
            let offset = (*at as isize - row).max(0) as usize;
            // At the last row nothing is above that could be shown instead.
            self.offset = offset.min(most.max(at.saturating_sub(self.height.saturating_sub(1))));
        }
    }

    /// Makes rows of the window: heads before groups, places behind their articles; and selects what is `selected`, or was.
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
            for (number, place) in article.places.iter().enumerate() {
                if own.is_some_and(|(_, bookmark)| bookmark == Some(place.id)) {
                    place_of_selected = Some(self.selectable.len());
                }
                self.selectable.push(self.rows.len());
                self.rows.push(ListRow::Place(*at, number));
            }
        }
        self.selected = place_of_selected.unwrap_or(0);
        self.scroll_to_selected();
    }

    /// Forgets articles that are in no row and not pinned, once there are many.
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
        let mut places = HashMap::with_capacity(kept.len());
        let mut articles = Vec::with_capacity(kept.len());
        for (at, article) in std::mem::take(&mut self.articles).into_iter().enumerate() {
            if kept.contains(&at) {
                places.insert(at, articles.len());
                articles.push(article);
            }
        }
        self.articles = articles;
        let moved = |at: &usize| places.get(at).copied();
        self.in_memory_rows = self.in_memory_rows.iter().filter_map(moved).collect();
        self.window = self.window.iter().filter_map(moved).collect();
        let numbered = self.articles.iter().enumerate();
        self.index = numbered.map(|(at, article)| (article.id, at)).collect();
        self.rebuild_rows(selected);
        self.offset = offset;
    }
}
