//! The list of articles: in memory, or a view of the library that is read as it is printed ([`List`]).

use std::ops::Range;

use chrono::NaiveDate;

use super::given::{GivenArticle, GivenList};
use super::numbered::Numbered;
use super::session::Session;
use super::words::{article_line, counted, place_line, there_are};
use crate::model::{
    ArticleRow, Counts, Group, Grouping, Listing, Order, Page, PageFrom, PageRequest, RowKey, View,
};
use crate::text::clean;

/// Number of articles that are printed at once.
const ARTICLES_PER_SCREEN: usize = 20;

/// Largest distance of a typed number from the printed articles: the articles between are read for it.
const PREFETCH_ROWS: usize = 1000;

/// The list of articles.
pub(super) struct List {
    listing: Listing,
    /// Name of the view.
    name: String,
    pub(super) in_memory: GivenList,
    /// Articles that numbers stand for; the first is 1.
    numbered: Vec<Numbered>,
    /// Number of printed rows.
    shown_rows: usize,
    /// Articles of the library that were read and not printed yet.
    prefetched: Vec<ArticleRow>,
    /// Key of the last row that was read, if more rows follow.
    last_key: Option<RowKey>,
    total: Option<usize>,
    /// Group whose heading was printed last.
    group: Option<Group>,
}

impl List {
    /// Returns the list of the articles given.
    pub(super) fn new(in_memory: GivenList) -> Self {
        Self {
            listing: Listing::default(),
            name: String::new(),
            in_memory,
            numbered: Vec::new(),
            shown_rows: 0,
            prefetched: Vec::new(),
            last_key: None,
            total: None,
            group: None,
        }
    }

    /// Returns true for a single given article.
    pub(super) fn is_single(&self) -> bool {
        self.listing.view == View::Given && self.in_memory.given_count() == 1
    }

    /// Returns true for a view of the library.
    pub(super) fn is_of_library(&self) -> bool {
        !matches!(self.listing.view, View::Given | View::Tour)
    }

    /// Returns true for all of the library.
    pub(super) fn is_whole_library(&self) -> bool {
        self.listing.view == View::All && self.listing.filter.is_empty()
    }

    /// Returns true if the list is empty.
    pub(super) fn is_empty(&self) -> bool {
        self.numbered.is_empty()
    }

    /// Returns true if there are more rows than were printed.
    pub(super) fn has_more(&self) -> bool {
        self.shown_rows < self.numbered.len() || self.last_key.is_some()
    }

    /// Returns the view that is listed.
    pub(super) fn view(&self) -> &View {
        &self.listing.view
    }

    /// Shows the articles of a view.
    pub(super) fn show(&mut self, view: View, name: &str) {
        if view == View::Tour {
            self.in_memory.add_tour();
        }
        name.clone_into(&mut self.name);
        self.listing.view = view;
        self.listing.filter.clear();
    }

    /// Sorts and groups the views of the library.
    pub(super) fn set_order(&mut self, order: Order, grouping: Grouping) {
        (self.listing.order, self.listing.grouping) = (order, grouping);
    }

    /// Shows the tour in place of given articles.
    pub(super) fn show_tour(&mut self) {
        self.in_memory.treat_as_tour();
        self.listing.view = View::Tour;
    }

    /// Filters the view by words in the titles.
    pub(super) fn filter(&mut self, words: &str) {
        words.clone_into(&mut self.listing.filter);
    }

    /// Returns the rows of the view among the articles in memory.
    pub(super) fn rows_in_memory(&self) -> Range<usize> {
        match self.listing.view {
            View::Given => self.in_memory.given(),
            _ => self.in_memory.tour(),
        }
    }

    /// Goes back to the first row.
    pub(super) fn restart(&mut self, session: &mut Session) {
        self.numbered.clear();
        self.prefetched.clear();
        (self.shown_rows, self.last_key, self.total, self.group) = (0, None, None, None);
        if self.is_of_library() {
            self.read_page(session);
            return;
        }
        let numbered = |given: &GivenArticle| Numbered {
            article: given.article.clone(),
            name: given.name.clone(),
            place: None,
        };
        let articles = self.in_memory.articles(self.rows_in_memory());
        self.numbered = articles.iter().map(numbered).collect();
        self.total = Some(self.numbered.len());
    }

    /// Returns the sentence before the articles. `counts` are those of the whole library, if it is listed.
    pub(super) fn heading(&self, counts: Option<Counts>) -> String {
        let rows = self.total.unwrap_or(self.numbered.len());
        // A row may stand for several articles.
        let count = counts.map_or(rows, |counts| counts.all);
        let articles = match count {
            0 => "no articles".to_owned(),
            count => counted(count, "article", "articles"),
        };
        let mut parts = Vec::new();
        if !self.name.is_empty() {
            parts.push(self.name.clone());
        }
        if !self.listing.filter.is_empty() {
            parts.push(format!("titles with {}", self.listing.filter));
        }
        let unread = counts.map(|counts| format!(", {} unread", counts.unread));
        let articles = format!("{articles}{}.", unread.unwrap_or_default());
        match parts.is_empty() {
            true => articles,
            false => format!("{}: {articles}", parts.join(", ")),
        }
    }

    /// Returns the lines of the next articles, with the headings of their groups and the keys for more.
    pub(super) fn next_lines(&mut self, today: NaiveDate, session: &mut Session) -> Vec<String> {
        let mut lines = match self.is_of_library() {
            true => self.next_of_library(today, session),
            false => self.next_in_memory(session),
        };
        let next = self.shown_rows + 1;
        // A place has a number too, but the total counts only articles.
        let total = self.total.filter(|_| self.listing.view != View::Bookmarks);
        match total {
            _ if !self.has_more() => {}
            Some(total) => lines.push(format!("m for more: {next} to {total}.")),
            None => lines.push("m for more.".to_owned()),
        }
        lines.push("A number opens an article.".to_owned());
        lines
    }

    fn next_in_memory(&mut self, session: &mut Session) -> Vec<String> {
        let from = self.shown_rows;
        self.shown_rows = (from + ARTICLES_PER_SCREEN).min(self.numbered.len());
        let start = self.rows_in_memory().start;
        let titles = self
            .in_memory
            .lines(start + from..start + self.shown_rows, session);
        let line = |(title, number): (String, usize)| format!("{number}. {title}");
        titles.into_iter().zip(from + 1..).map(line).collect()
    }

    fn next_of_library(&mut self, today: NaiveDate, session: &mut Session) -> Vec<String> {
        if self.prefetched.is_empty() {
            self.read_page(session);
        }
        let mut lines = Vec::new();
        let count = ARTICLES_PER_SCREEN.min(self.prefetched.len());
        for article in self.prefetched.drain(..count) {
            if !article.group.is_empty() && self.group.as_ref() != Some(&article.group) {
                lines.push(format!("{}:", article.group.label(today)));
                self.group = Some(article.group.clone());
            }
            self.shown_rows += 1;
            lines.push(article_line(self.shown_rows, &article));
            for bookmark in &article.places {
                self.shown_rows += 1;
                lines.push(place_line(self.shown_rows, bookmark));
            }
        }
        lines
    }

    /// Reads the next page of the library, if there is one.
    fn read_page(&mut self, session: &mut Session) -> bool {
        let from = match &self.last_key {
            Some(key) => PageFrom::After(key.clone()),
            None if self.numbered.is_empty() => PageFrom::First,
            None => return false,
        };
        let request = PageRequest {
            request_id: 0,
            listing: self.listing.clone(),
            from,
            row_limit: ARTICLES_PER_SCREEN,
            pinned: Vec::new(),
        };
        let Some(page) = session.page(&request) else {
            self.last_key = None;
            return false;
        };
        let any = !page.rows.is_empty();
        self.extend(page);
        any
    }

    /// Appends a page of the library.
    fn extend(&mut self, page: Page) {
        self.total = page.row_count;
        let key = page.rows.last().and_then(|row| row.key.clone());
        self.last_key = key.filter(|_| page.has_more_after);
        for row in page.rows {
            let numbered = |place| Numbered {
                article: row.reference(),
                name: clean::clean_line(&row.title).into_owned(),
                place,
            };
            self.numbered.push(numbered(None));
            for bookmark in &row.places {
                let anchor = bookmark.anchor.clone();
                let place = anchor.map(|anchor| Box::new((bookmark.id, anchor)));
                self.numbered.push(numbered(place));
            }
            self.prefetched.push(row);
        }
    }

    /// Returns the article or place with a number; reads more pages if necessary.
    ///
    /// # Errors
    /// No article has this number. The error is the sentence to print.
    pub(super) fn look_up(
        &mut self,
        number: usize,
        session: &mut Session,
    ) -> Result<Numbered, String> {
        let index = number.wrapping_sub(1);
        while index != usize::MAX
            && index >= self.numbered.len()
            && index - self.numbered.len() < PREFETCH_ROWS
            && self.read_ahead(session)
        {}
        if let Some(numbered) = self.numbered.get(index) {
            return Ok(numbered.clone());
        }
        if number > 0 && self.last_key.is_some() {
            return Err(format!(
                "Article {number} is not listed yet. m for more, F WORDS to search."
            ));
        }
        let count = self.numbered.len();
        let count = there_are(count, "article", "articles");
        Err(format!("No article {number}. {count}"))
    }

    fn read_ahead(&mut self, session: &mut Session) -> bool {
        self.is_of_library() && self.last_key.is_some() && self.read_page(session)
    }

    /// Returns the number of the next article after the one at `index`.
    pub(super) fn number_after(&mut self, index: usize, session: &mut Session) -> Option<usize> {
        let here = self.numbered.get(index)?.article.id;
        let mut next = index + 1;
        loop {
            if next >= self.numbered.len() && !self.read_ahead(session) {
                return None;
            }
            match self.numbered.get(next) {
                Some(found) if found.article.id != here => return Some(next + 1),
                _ => next += 1,
            }
        }
    }

    /// Returns the number of the article before the one at `index`.
    pub(super) fn number_before(&self, index: usize) -> Option<usize> {
        let here = self.numbered.get(index)?.article.id;
        let before = self.numbered.get(..index)?;
        let last = before.iter().rposition(|found| found.article.id != here)?;
        // Places of an article follow it.
        let other = before.get(last)?.article.id;
        let first = before.iter().position(|found| found.article.id == other)?;
        Some(first + 1)
    }

    /// Returns the listing if it is one of the library.
    pub(super) fn library_listing(&self) -> Option<Listing> {
        self.is_of_library().then(|| self.listing.clone())
    }

    /// Returns the articles in memory whose titles have these words, which are lower case.
    pub(super) fn find_titles(&mut self, words: &str, session: &mut Session) -> Vec<String> {
        let mut lines = Vec::new();
        for (row, number) in self.rows_in_memory().zip(1..) {
            let title = self.in_memory.title(row, session);
            if title.to_lowercase().contains(words) {
                lines.push(format!("{number}. {title}"));
            }
        }
        lines
    }
}
