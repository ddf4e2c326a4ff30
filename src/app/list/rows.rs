//! The list of articles: the rows that are here, which of them a filter leaves, and the selection: [`List`].
//!
//! A list that the program was started with is here as a whole. Of a listing of the library only a run of rows is here, the
//! window: it grows at its edges before the selection comes there, and shrinks behind it.

mod window;

use std::collections::HashMap;

use crate::model::{ArticleId, ArticleRow, Bookmark, Group, Listing, RowKey, View};
use crate::text::fold::FilterWords;

pub(in crate::app) use window::PageSelection;

/// A row of the list on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRow {
    /// The head of a group: the group of this article.
    Head(usize),
    /// The article at this index.
    Article(usize),
    /// A bookmarked place of the article at this index, by its number there.
    Place(usize, usize),
}

/// The articles the program knows, and the list's place among them.
#[derive(Debug, Default)]
pub struct List {
    /// Every article that is known: those of rows, and those that were opened.
    articles: Vec<ArticleRow>,
    /// Index of each of them in `articles`.
    index: HashMap<ArticleId, usize>,
    /// Given articles and those of the tour, in their order: indices into `articles`.
    in_memory_rows: Vec<usize>,
    /// Listing that the list shows.
    listing: Listing,
    /// The rows that are here of it: indices into `articles`.
    window: Vec<usize>,
    /// True if there are rows before the window, and after it.
    has_more_after: (bool, bool),
    /// Number of rows before the window, if it is known.
    rows_before: Option<usize>,
    /// Number of rows in the whole listing, if it is known.
    row_count: Option<usize>,
    /// The window as rows, with heads and places.
    rows: Vec<ListRow>,
    /// Row in `rows` of each article and place. Heads are not selectable.
    selectable: Vec<usize>,
    /// Index in `selectable` of the first article of each group.
    groups: Vec<usize>,
    /// Index in `selectable`.
    selected: usize,
    offset: usize,
    height: usize,
}

/// Rows kept between the selection and the edge.
const SCROLL_MARGIN: usize = 2;

impl List {
    /// Adds rows to those that the program was started with, or to the tour.
    pub fn append_in_memory(&mut self, articles: Vec<ArticleRow>) {
        for article in articles {
            let at = self.upsert(article);
            self.in_memory_rows.push(at);
        }
        // Rows may still come after an article that a link has led to, which stands last: it has the lowest number.
        let ids = &self.articles;
        self.in_memory_rows
            .sort_by_key(|at| ids.get(*at).map(|article| std::cmp::Reverse(article.id)));
        if self.is_in_memory() {
            let scrolled =
                (!self.is_empty() && self.selected_row().is_none()).then_some(self.offset);
            self.rebuild_in_memory();
            self.offset = scrolled.unwrap_or(self.offset);
        }
    }

    /// Knows an article from now on, or knows better: its place among the articles.
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

    /// Returns all articles that are known.
    pub fn articles(&self) -> &[ArticleRow] {
        &self.articles
    }

    /// Returns the articles that the program was started with, or, in the tour, those of the tour.
    pub fn in_memory(&self) -> impl Iterator<Item = &ArticleRow> {
        let articles = self
            .in_memory_rows
            .iter()
            .filter_map(|at| self.articles.get(*at));
        articles.filter(|article| (self.listing.view == View::Tour) == article.is_tour())
    }

    /// Returns the article with this id.
    pub fn get(&self, id: ArticleId) -> Option<&ArticleRow> {
        self.articles.get(*self.index.get(&id)?)
    }

    /// Returns the article with this id, to change it.
    pub fn get_mut(&mut self, id: ArticleId) -> Option<&mut ArticleRow> {
        self.articles.get_mut(*self.index.get(&id)?)
    }

    /// Returns how many articles are here.
    pub fn len(&self) -> usize {
        self.window.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.window.is_empty()
    }

    /// Listing that the list shows.
    pub fn listing(&self) -> &Listing {
        &self.listing
    }

    /// True if the whole of it is held in memory.
    pub fn is_in_memory(&self) -> bool {
        matches!(self.listing.view, View::Given | View::Tour)
    }

    /// Shows something else. What is held in memory is there at once; of the library the rows come by
    /// [`List::insert_page`], and until then those stay that are there.
    pub fn replace_listing(&mut self, listing: Listing) {
        let other = listing.view != self.listing.view;
        self.listing = listing;
        if self.is_in_memory() {
            self.rebuild_in_memory();
            if other {
                self.select_index(0);
            }
        }
    }

    /// Returns the index of the selected article among those in memory.
    pub fn selected_index(&self) -> usize {
        let places = |row: &usize| matches!(self.rows.get(*row), Some(ListRow::Place(..)));
        let upto = self.selectable.get(..=self.selected).unwrap_or_default();
        let articles = upto.iter().filter(|row| !places(row)).count();
        articles.saturating_sub(1)
    }

    /// Returns the position of the selected article in the whole listing, from 1, and the number of articles; each only
    /// if it is known.
    pub fn position(&self) -> (Option<usize>, Option<usize>) {
        let at = self
            .rows_before
            .map(|before| before + self.selected_index() + 1);
        let all_here = (self.has_more_after == (false, false)).then_some(self.window.len());
        (at.filter(|_| !self.is_empty()), all_here.or(self.row_count))
    }

    /// Returns the selected article, or the one that the selected place is in.
    pub fn selected(&self) -> Option<&ArticleRow> {
        self.article_at(self.selected)
    }

    /// Returns the selected place in an article.
    pub fn selected_place(&self) -> Option<&Bookmark> {
        match self.rows.get(*self.selectable.get(self.selected)?)? {
            ListRow::Place(article, place) => self.articles.get(*article)?.places.get(*place),
            _ => None,
        }
    }

    /// Key of the selected article in a listing of the library.
    pub fn selected_key(&self) -> Option<&RowKey> {
        self.selected()?.key.as_ref()
    }

    fn article_at(&self, stop: usize) -> Option<&ArticleRow> {
        match self.rows.get(*self.selectable.get(stop)?)? {
            ListRow::Article(i) | ListRow::Head(i) | ListRow::Place(i, _) => self.articles.get(*i),
        }
    }

    fn is_place_at(&self, stop: usize) -> bool {
        let row = self
            .selectable
            .get(stop)
            .and_then(|row| self.rows.get(*row));
        matches!(row, Some(ListRow::Place(..)))
    }

    /// Returns the filter; empty for none.
    pub fn filter(&self) -> &str {
        &self.listing.filter
    }

    /// Shows only what matches of a list that is held; the selected article stays selected if it does.
    pub fn set_filter(&mut self, filter: &str) {
        if self.listing.filter != filter {
            filter.clone_into(&mut self.listing.filter);
            if self.is_in_memory() {
                self.rebuild_in_memory();
            }
        }
    }

    /// Must be called when titles changed while a filter is on.
    pub fn refilter(&mut self) {
        if self.is_in_memory() && !self.listing.filter.is_empty() {
            self.rebuild_in_memory();
        }
    }

    /// Chooses the rows of a list that is held.
    fn rebuild_in_memory(&mut self) {
        let tour = self.listing.view == View::Tour;
        let words = FilterWords::new(&self.listing.filter);
        let shown = |at: &usize| {
            self.articles
                .get(*at)
                .is_some_and(|article| article.is_tour() == tour && matches_filter(article, &words))
        };
        self.window = self.in_memory_rows.iter().copied().filter(shown).collect();
        self.has_more_after = (false, false);
        (self.rows_before, self.row_count) = (Some(0), Some(self.window.len()));
        self.rebuild_rows(None);
    }

    /// Selects an article, if it is here.
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

    fn select_index(&mut self, index: usize) -> bool {
        let index = index.min(self.selectable.len().saturating_sub(1));
        let moved = index != self.selected;
        self.selected = index;
        self.scroll_to_selected();
        moved
    }

    /// Selects the article of an index in the whole listing; beyond its end the last one. False if that is not here.
    pub fn select_number(&mut self, index: usize) -> bool {
        let last = self.window.len().checked_sub(1);
        let (Some(before), Some(last)) = (self.rows_before, last) else {
            return false;
        };
        let Some(mut at) = index.checked_sub(before) else {
            return false;
        };
        if at > last && !self.has_more_after.1 {
            at = last;
        }
        let article = self.window.get(at).and_then(|at| self.articles.get(*at));
        let id = article.map(|article| article.id);
        id.is_some_and(|id| self.select(id))
    }

    /// Moves the selection by so many rows, down if positive. False if there was nowhere to go.
    pub fn step(&mut self, rows: isize) -> bool {
        self.select_index(self.selected.saturating_add_signed(rows))
    }

    /// Moves the selection by an article, over the places in it. False if there was nowhere to go.
    pub fn step_article(&mut self, forward: bool) -> bool {
        let own = self.selected().map(|article| article.id);
        let other = |stop: &usize| {
            !self.is_place_at(*stop) && self.article_at(*stop).map(|article| article.id) != own
        };
        let found = if forward {
            (self.selected + 1..self.selectable.len()).find(other)
        } else {
            (0..self.selected).rev().find(other)
        };
        found.is_some_and(|stop| self.select_index(stop))
    }

    /// True if a step of so many rows ends at a row that is here, or where there is none.
    pub fn can_step(&self, rows: isize) -> bool {
        let beyond = if rows > 0 {
            self.has_more_after.1
                && self.selected.saturating_add_signed(rows) >= self.selectable.len()
        } else {
            self.has_more_after.0 && self.selected < rows.unsigned_abs()
        };
        !beyond
    }

    /// True if there is a next article, or one before, that is not here.
    pub fn is_at_window_edge(&self, forward: bool) -> bool {
        let own = self.selected().map(|article| article.id);
        let other = |stop: usize| {
            !self.is_place_at(stop) && self.article_at(stop).map(|article| article.id) != own
        };
        if forward {
            self.has_more_after.1 && !(self.selected + 1..self.selectable.len()).any(other)
        } else {
            self.has_more_after.0 && !(0..self.selected).any(other)
        }
    }

    /// Selects the first or the last article, if it is here. `None` if it is not.
    pub fn step_to_edge(&mut self, last: bool) -> Option<bool> {
        let elsewhere = if last {
            self.has_more_after.1
        } else {
            self.has_more_after.0
        };
        (!elsewhere).then(|| self.select_index(if last { usize::MAX } else { 0 }))
    }

    /// Returns a page, in articles.
    pub fn page_rows(&self) -> isize {
        self.height.saturating_sub(SCROLL_MARGIN).max(1) as isize
    }

    /// Returns the position of the group of the selection, from 1, and the number of groups, if all rows are in memory;
    /// and the group.
    pub fn group_position(&self) -> (Option<(usize, usize)>, Option<&Group>) {
        let number = self.groups.partition_point(|first| *first <= self.selected);
        let all = (self.has_more_after == (false, false)).then_some((number, self.groups.len()));
        (all, self.selected().map(|article| &article.group))
    }

    /// Selects the first article of the next group: whether there is one. `None` if it is not here.
    pub fn next_group(&mut self) -> Option<bool> {
        let next = self
            .groups
            .iter()
            .copied()
            .find(|first| *first > self.selected);
        match next {
            Some(first) => Some(self.select_index(first)),
            None => (!self.has_more_after.1).then_some(false),
        }
    }

    /// Selects the first article of this group, or, standing there, of the one before: whether there is one. `None` if it is
    /// not here.
    pub fn previous_group(&mut self) -> Option<bool> {
        let previous = self
            .groups
            .iter()
            .copied()
            .rev()
            .find(|first| *first < self.selected);
        match previous {
            // The group of the first row may begin before it.
            Some(0) | None if self.has_more_after.0 => None,
            Some(first) => Some(self.select_index(first)),
            None => Some(false),
        }
    }

    /// Returns the next unread article after the selected one, or before it; around the end it does not go. `None`
    /// within if there is none, `None` if that is not known here.
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
            None if forward && self.has_more_after.1 || !forward && self.has_more_after.0 => None,
            None => Some(None),
        }
    }

    /// Returns the articles in the selected article's group that are here.
    pub fn group_articles(&self) -> Vec<&ArticleRow> {
        let number = self.groups.partition_point(|first| *first <= self.selected);
        let first = number.checked_sub(1).and_then(|i| self.groups.get(i));
        let end = self
            .groups
            .get(number)
            .copied()
            .unwrap_or(self.selectable.len());
        let selectable = first.copied().unwrap_or(end)..end;
        let articles = selectable.filter(|stop| !self.is_place_at(*stop));
        articles.filter_map(|stop| self.article_at(stop)).collect()
    }

    /// Sets the rows that the screen has for the list.
    pub fn set_height(&mut self, height: u16) {
        if self.height != usize::from(height) {
            self.height = usize::from(height);
            self.scroll_to_selected();
        }
    }

    /// Returns how many rows the screen is away from the selection.
    pub(in crate::app) fn distance_to_selection(&self) -> usize {
        let selected = self.selectable.get(self.selected).copied().unwrap_or(0);
        selected.abs_diff(self.offset)
    }

    /// Returns the rows that the screen has for the list.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Scrolls without selecting anything, down if positive.
    pub fn scroll(&mut self, rows: isize) {
        let most = self.rows.len().saturating_sub(self.height);
        self.offset = self.offset.saturating_add_signed(rows).min(most);
    }

    /// Selects what stands at a row of the screen; no row moves for that. False if that is a head, or nothing.
    pub fn select_in_view(&mut self, row: usize) -> bool {
        let row = self.offset + row;
        match self.selectable.binary_search(&row) {
            Ok(stop) => {
                self.selected = stop;
                true
            }
            Err(_) => false,
        }
    }

    /// Returns the rows on the screen from the top.
    pub fn visible(&self) -> impl Iterator<Item = ListRow> {
        self.rows
            .iter()
            .skip(self.offset)
            .take(self.height)
            .copied()
    }

    /// Returns the row on the screen that holds the selection.
    pub fn selected_row(&self) -> Option<usize> {
        let row = self
            .selectable
            .get(self.selected)?
            .checked_sub(self.offset)?;
        (row < self.height).then_some(row)
    }

    fn scroll_to_selected(&mut self) {
        let Some(row) = self.selectable.get(self.selected).copied() else {
            self.offset = 0;
            return;
        };
        let margin = SCROLL_MARGIN.min(self.height.saturating_sub(1) / 2);
        let lowest = (row + margin + 1)
            .min(self.rows.len())
            .saturating_sub(self.height);
        // The head above the first article of a group comes into sight with it.
        let highest = row.saturating_sub(margin);
        self.offset = self.offset.max(lowest).min(highest);
    }
}

/// True if each word is in the title, the standfirst, the byline or the source of an article.
fn matches_filter(article: &ArticleRow, filter: &FilterWords) -> bool {
    let source = article.source.as_ref().map(|(_, title)| title);
    let fields = [
        Some(&article.title),
        article.standfirst.as_ref(),
        article.byline.as_ref(),
        article.publisher.as_ref(),
        source,
    ];
    filter.match_any_of(fields.into_iter().flatten().map(String::as_str))
}
