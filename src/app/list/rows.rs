//! The rows of the list, the filter and the selection: [`List`].
//!
//! Rows of articles given on the command line and of the tour are all in memory. Of a listing of the library, only a
//! window of rows is in memory: the window grows at its edges before the selection reaches them, and shrinks far from
//! the selection.

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

/// Rows kept between the selection and the edge of the screen.
const SCROLL_MARGIN: usize = 2;

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

    /// Returns the articles of a page: those on the screen less the margin.
    pub fn page_rows(&self) -> isize {
        let lines = 1 + usize::from(self.has_second_lines);
        (self.height.saturating_sub(SCROLL_MARGIN) / lines).max(1) as isize
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

    /// Sets the rows on the screen, and whether each article has a second line.
    pub fn set_size(&mut self, height: u16, has_second_lines: bool) {
        let height = usize::from(height);
        if self.has_second_lines != has_second_lines {
            (self.height, self.has_second_lines) = (height, has_second_lines);
            self.rebuild_rows(None);
        } else if self.height != height {
            self.height = height;
            self.scroll_to_selected();
        }
    }

    /// Returns true if each article has a second line.
    pub fn has_second_lines(&self) -> bool {
        self.has_second_lines
    }

    /// Returns the number of rows between the top of the screen and the selection.
    pub(in crate::app) fn distance_to_selection(&self) -> usize {
        let selected = self.selectable.get(self.selected).copied().unwrap_or(0);
        selected.abs_diff(self.offset)
    }

    /// Returns the rows on the screen.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Scrolls by rows, down if positive; the selection stays.
    pub fn scroll(&mut self, rows: isize) {
        let most = self.rows.len().saturating_sub(self.height);
        self.offset = self.offset.saturating_add_signed(rows).min(most);
    }

    /// Selects the row at a row of the screen, without scrolling. False for a head or an empty row.
    pub fn select_in_view(&mut self, row: usize) -> bool {
        let row = self.first_line_of(self.offset + row);
        match self.selectable.binary_search(&row) {
            Ok(index) => {
                self.selected = index;
                true
            }
            Err(_) => false,
        }
    }

    /// Returns true if a row of the screen belongs to the selection.
    pub fn is_selected_in_view(&self, row: usize) -> bool {
        let row = self.first_line_of(self.offset + row);
        self.selectable.get(self.selected) == Some(&row)
    }

    /// Returns the first line of what is at an index of `rows`.
    fn first_line_of(&self, row: usize) -> usize {
        match self.rows.get(row) {
            Some(entry) if entry.is_second_line() => row.saturating_sub(1),
            _ => row,
        }
    }

    /// Returns the rows on the screen, from the top.
    pub fn visible(&self) -> impl Iterator<Item = ListRow> {
        self.rows
            .iter()
            .skip(self.offset)
            .take(self.height)
            .copied()
    }

    /// Returns the row of the screen with the selection; `None` if it is scrolled out of sight.
    pub fn selected_row(&self) -> Option<usize> {
        let row = self
            .selectable
            .get(self.selected)?
            .checked_sub(self.offset)?;
        (row < self.height).then_some(row)
    }

    /// Scrolls so that the selection is on the screen, with a margin.
    fn scroll_to_selected(&mut self) {
        let Some(row) = self.selectable.get(self.selected).copied() else {
            self.offset = 0;
            return;
        };
        let margin = SCROLL_MARGIN.min(self.height.saturating_sub(1) / 2);
        let next = self.rows.get(row + 1);
        let last = row + usize::from(next.is_some_and(|next| next.is_second_line()));
        let lowest = (last + margin + 1)
            .min(self.rows.len())
            .saturating_sub(self.height);
        // The head above the first article of a group becomes visible with it.
        let highest = row.saturating_sub(margin);
        self.offset = self.offset.max(lowest).min(highest);
    }
}

/// Returns true if each word of the filter is in the title, the standfirst, the byline or the source of an article.
fn matches_filter(article: &ArticleRow, filter: &FilterWords) -> bool {
    let source = article.source.as_ref().map(|(_, title)| title);
    let fields = [
        Some(&article.title),
        article.standfirst.as_ref(),
        article.byline.as_ref(),
        article.publisher.as_ref(),
        source,
    ];
    filter.are_all_in(fields.into_iter().flatten().map(String::as_str))
}
