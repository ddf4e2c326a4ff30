//! The rows of the list, the filter and the selection: [`List`].
//!
//! Rows of articles given on the command line and of the tour are all in memory. Of a listing of the library, only a
//! window of rows is in memory: the window grows at its edges before the selection reaches them, and shrinks far from
//! the selection.

mod motion;
mod view;
mod window;

use std::collections::HashMap;

use crate::model::{ArticleId, ArticleRow, Bookmark, Group, Listing, RowKey, View};
use crate::text::fold::FilterWords;

pub(in crate::app) use window::PageSelection;

/// A row of the list on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRow {
    /// Head of a group: the group of the article at this index.
    Head(usize),
    /// The article at this index.
    Article(usize),
    /// Second line of the article at this index.
    ArticleDetails(usize),
    /// A bookmarked place.
    Place {
        /// Index of the article.
        article: usize,
        /// Number of the place in the article, from 0.
        place: usize,
    },
    /// Second line of a bookmarked place: its note.
    PlaceNote {
        /// Index of the article.
        article: usize,
        /// Number of the place in the article, from 0.
        place: usize,
    },
}

impl ListRow {
    /// Returns true for the second line of an article or place.
    fn is_second_line(self) -> bool {
        matches!(self, Self::ArticleDetails(_) | Self::PlaceNote { .. })
    }
}

/// Position of the selected article in the whole listing, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListPosition {
    /// Number of the article, from 1.
    pub number: Option<usize>,
    /// Number of articles in the listing.
    pub count: Option<usize>,
}

/// Position of a group in the listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupPosition {
    /// Number of the group, from 1.
    pub number: usize,
    /// Number of groups in the listing.
    pub count: usize,
}

/// Articles in memory, the rows made of them, and the selection.
#[derive(Debug, Default)]
pub struct List {
    /// Every article in memory: those of rows, and those that were opened.
    articles: Vec<ArticleRow>,
    /// Index of each article in `articles`.
    index: HashMap<ArticleId, usize>,
    /// Articles given on the command line and those of the tour, in order: indices into `articles`.
    in_memory_rows: Vec<usize>,
    /// Listing in the list.
    listing: Listing,
    /// Rows of the listing that are in memory: indices into `articles`.
    window: Vec<usize>,
    /// True if the listing has rows before the window.
    has_more_before: bool,
    /// True if the listing has rows after the window.
    has_more_after: bool,
    /// Number of rows before the window, if known.
    rows_before: Option<usize>,
    /// Number of rows of the whole listing, if known.
    row_count: Option<usize>,
    /// The window as rows, with group heads and places.
    rows: Vec<ListRow>,
    /// For each article and place, its index in `rows`; heads can't be selected.
    selectable: Vec<usize>,
    /// For each group, the index of its first article in `selectable`.
    groups: Vec<usize>,
    /// Selected row: index in `selectable`.
    selected: usize,
    /// First row on the screen: index in `rows`.
    offset: usize,
    /// Rows on the screen.
    height: usize,
    /// True if each article has a second line, for its source and time.
    has_second_lines: bool,
}

impl List {
    /// Adds articles given on the command line, or those of the tour.
    pub fn append_in_memory(&mut self, articles: Vec<ArticleRow>) {
        for article in articles {
            let at = self.upsert(article);
            self.in_memory_rows.push(at);
        }
        // An article opened by a link has the lowest id and must stay last, even when more rows arrive after it.
        let ids = &self.articles;
        self.in_memory_rows
            .sort_by_key(|at| ids.get(*at).map(|article| std::cmp::Reverse(article.id)));
        if self.is_in_memory() {
            let scrolled =
                (!self.is_empty() && self.selected_row().is_none()).then_some(self.offset);
            self.refill_window();
            self.offset = scrolled.unwrap_or(self.offset);
        }
    }

    /// Adds an article, or updates it if it is in memory; returns its index in `articles`.
    pub fn upsert(&mut self, article: ArticleRow) -> usize {
        match self.index.get(&article.id) {
            Some(at) => {
                if let Some(known) = self.articles.get_mut(*at) {
                    let same = known.origin == article.origin
                        && known.library_times == article.library_times;
                    let problem = known.error.take().filter(|_| same);
                    *known = article;
                    known.error = known.error.take().or(problem);
                }
                *at
            }
            None => {
                self.index.insert(article.id, self.articles.len());
                self.articles.push(article);
                self.articles.len() - 1
            }
        }
    }

    /// Returns all articles in memory.
    pub fn articles(&self) -> &[ArticleRow] {
        &self.articles
    }

    /// Returns the articles given on the command line, or, in the tour, those of the tour.
    pub fn in_memory(&self) -> impl Iterator<Item = &ArticleRow> {
        let articles = self
            .in_memory_rows
            .iter()
            .filter_map(|at| self.articles.get(*at));
        let is_tour = self.listing.view == View::Tour;
        articles.filter(move |article| is_tour == article.is_tour() && !article.state.is_deleted)
    }

    /// Returns the article with this id.
    pub fn get(&self, id: ArticleId) -> Option<&ArticleRow> {
        self.articles.get(*self.index.get(&id)?)
    }

    /// Returns the article with this id, to be changed.
    pub fn get_mut(&mut self, id: ArticleId) -> Option<&mut ArticleRow> {
        self.articles.get_mut(*self.index.get(&id)?)
    }

    /// Returns the number of articles in the window.
    pub fn len(&self) -> usize {
        self.window.len()
    }

    /// Returns true if the window has no articles.
    pub fn is_empty(&self) -> bool {
        self.window.is_empty()
    }

    /// Returns the listing in the list.
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// Returns true if the whole listing is in memory.
    pub fn is_in_memory(&self) -> bool {
        matches!(self.listing.view, View::Given | View::Tour)
    }

    /// Shows another listing. Rows in memory are shown at once; those of the library arrive by
    /// [`List::replace_window`], and until then the old rows stay.
    pub fn replace_listing(&mut self, listing: Listing) {
        let other = listing.view != self.listing.view;
        self.listing = listing;
        if self.is_in_memory() {
            self.refill_window();
            if other {
                self.select_index(0);
            }
        }
    }

    /// Returns the index of the selected article in the window.
    pub fn selected_index(&self) -> usize {
        let is_place = |row: &usize| matches!(self.rows.get(*row), Some(ListRow::Place { .. }));
        let upto = self.selectable.get(..=self.selected).unwrap_or_default();
        let articles = upto.iter().filter(|row| !is_place(row)).count();
        articles.saturating_sub(1)
    }

    /// Returns true if the whole listing is in the window.
    fn is_complete(&self) -> bool {
        !self.has_more_before && !self.has_more_after
    }

    /// Returns the position of the selected article in the whole listing.
    pub fn position(&self) -> ListPosition {
        let number = self
            .rows_before
            .map(|before| before + self.selected_index() + 1);
        let count = self.is_complete().then_some(self.window.len());
        ListPosition {
            number: number.filter(|_| !self.is_empty()),
            count: count.or(self.row_count),
        }
    }

    /// Returns the selected article, or the article of the selected place.
    pub fn selected(&self) -> Option<&ArticleRow> {
        self.article_at(self.selected)
    }

    /// Returns the selected place, if a place is selected.
    pub fn selected_place(&self) -> Option<&Bookmark> {
        match self.rows.get(*self.selectable.get(self.selected)?)? {
            ListRow::Place { article, place } => self.articles.get(*article)?.places.get(*place),
            _ => None,
        }
    }

    /// Returns the key of the selected article in a listing of the library.
    pub fn selected_key(&self) -> Option<&RowKey> {
        self.selected()?.key.as_ref()
    }

    /// Returns the article of a selectable row.
    fn article_at(&self, index: usize) -> Option<&ArticleRow> {
        match self.rows.get(*self.selectable.get(index)?)? {
            ListRow::Article(i)
            | ListRow::ArticleDetails(i)
            | ListRow::Head(i)
            | ListRow::Place { article: i, .. }
            | ListRow::PlaceNote { article: i, .. } => self.articles.get(*i),
        }
    }

    /// Returns true if a selectable row is a place.
    fn is_place_at(&self, index: usize) -> bool {
        let row = self
            .selectable
            .get(index)
            .and_then(|row| self.rows.get(*row));
        matches!(row, Some(ListRow::Place { .. }))
    }

    /// Returns the filter; empty for none.
    pub fn filter(&self) -> &str {
        &self.listing.filter
    }

    /// Sets the filter. Rows in memory are filtered at once; the selected article stays selected if it matches.
    pub fn set_filter(&mut self, filter: &str) {
        if self.listing.filter != filter {
            filter.clone_into(&mut self.listing.filter);
            if self.is_in_memory() {
                self.refill_window();
            }
        }
    }

    /// Applies the filter again, since titles have changed.
    pub fn refilter(&mut self) {
        if self.is_in_memory() && !self.listing.filter.is_empty() {
            self.refill_window();
        }
    }

    /// Takes deleted articles out of the rows in memory, and puts restored ones back. Instead of a selected article that
    /// is gone, the one in its place is selected.
    pub(in crate::app) fn update_deleted(&mut self) {
        if !self.is_in_memory() {
            return;
        }
        let selected = self.selected().map(|article| article.id);
        let index = self.selected;
        self.refill_window();
        if self.selected().map(|article| article.id) != selected {
            self.select_index(index);
        }
    }

    /// Filters the rows in memory.
    fn refill_window(&mut self) {
        let tour = self.listing.view == View::Tour;
        let words = FilterWords::new(&self.listing.filter);
        let shown = |at: &usize| {
            self.articles.get(*at).is_some_and(|article| {
                article.is_tour() == tour
                    && !article.state.is_deleted
                    && matches_filter(article, &words)
            })
        };
        self.window = self.in_memory_rows.iter().copied().filter(shown).collect();
        (self.has_more_before, self.has_more_after) = (false, false);
        (self.rows_before, self.row_count) = (Some(0), Some(self.window.len()));
        self.rebuild_rows(None);
    }

    /// Selects an article; false if it is not in the window.
    pub fn select(&mut self, id: ArticleId) -> bool {
        let is = |i: &usize| self.article_at(*i).is_some_and(|a| a.id == id);
        if self.selected().is_some_and(|article| article.id == id) {
            return true;
        }
        match (0..self.selectable.len()).find(is) {
            Some(at) => {
                self.select_index(at);
                true
            }
            None => false,
        }
    }

    /// Selects a row by its index in `selectable`; true if that is another one.
    fn select_index(&mut self, index: usize) -> bool {
        let index = index.min(self.selectable.len().saturating_sub(1));
        let moved = index != self.selected;
        self.selected = index;
        self.scroll_to_selected();
        moved
    }

    /// Selects the article at an index of the whole listing; the last one if the index is too high. False if that is
    /// not in the window.
    pub fn select_index_in_listing(&mut self, index: usize) -> bool {
        let last = self.window.len().checked_sub(1);
        let (Some(before), Some(last)) = (self.rows_before, last) else {
            return false;
        };
        let Some(mut at) = index.checked_sub(before) else {
            return false;
        };
        if at > last && !self.has_more_after {
            at = last;
        }
        let article = self.window.get(at).and_then(|at| self.articles.get(*at));
        let id = article.map(|article| article.id);
        id.is_some_and(|id| self.select(id))
    }

    /// Returns true if the listing is known to have at most one article, without places.
    pub(in crate::app) fn has_single_row(&self) -> bool {
        self.selectable.len() <= 1 && self.is_complete()
    }

    /// Returns the group of the selection, and its position among all groups if all rows are in the window.
    pub fn group_position(&self) -> (Option<GroupPosition>, Option<&Group>) {
        let number = self.groups.partition_point(|first| *first <= self.selected);
        let position = GroupPosition {
            number,
            count: self.groups.len(),
        };
        (
            self.is_complete().then_some(position),
            self.selected().map(|article| &article.group),
        )
    }

    /// Returns the articles of the selected group that are in the window.
    pub fn group_articles(&self) -> Vec<&ArticleRow> {
        let number = self.groups.partition_point(|first| *first <= self.selected);
        let first = number.checked_sub(1).and_then(|i| self.groups.get(i));
        let end = self
            .groups
            .get(number)
            .copied()
            .unwrap_or(self.selectable.len());
        let selectable = first.copied().unwrap_or(end)..end;
        let articles = selectable.filter(|index| !self.is_place_at(*index));
        articles
            .filter_map(|index| self.article_at(index))
            .collect()
    }

    /// Returns the articles of the window, in their order.
    pub fn listed_articles(&self) -> impl Iterator<Item = &ArticleRow> {
        self.window.iter().filter_map(|at| self.articles.get(*at))
    }
}

/// Returns true if each word of the filter is in the title, the standfirst or the source of an article.
fn matches_filter(article: &ArticleRow, filter: &FilterWords) -> bool {
    let source = article.source.as_ref().map(|(_, title)| title);
    let fields = [
        Some(&article.title),
        article.standfirst.as_ref(),
        article.publisher.as_ref(),
        source,
    ];
    filter.are_all_in(fields.into_iter().flatten().map(String::as_str))
}
