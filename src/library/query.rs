//! Queries: pages of a listing, and full-text search.

pub(in crate::library) mod listing;
pub(in crate::library) mod search;
mod source_rows;
pub(in crate::library) mod start_view;
pub(in crate::library) mod view_name;
mod views;

use std::time::Duration;

use crate::library::journal::rules;
use crate::library::query::search::SearchResult;
use crate::library::query::search::complete_index::IncompleteIndex;
use crate::library::query::search::index::Indexed;
use crate::library::query::search::unchecked::UnlistedArticles;
use crate::library::stories::members;
use crate::library::{Library, LibraryError, LibraryReader};
use crate::model::{
    ArticleId, ArticleRow, KeyValue, Listing, Page, PageRequest, RowKey, RuleAction, SavedSearchId,
    SearchHit, SearchOrder, SourceRow, ViewRow,
};

impl LibraryReader {
    /// Returns every view with its name and its count.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn views(&self) -> Result<Vec<ViewRow>, LibraryError> {
        views::views(self)
    }

    /// Searches the library. Returns at most `limit` articles that match the query, the newest first, each with the
    /// line that matches. `stop` is called regularly and ends the search by returning true.
    ///
    /// The query may contain anything a user types: words, `"phrases"`, `title:ink`, `is:unread`, `after:2026-03`,
    /// `-word`, `ink OR oil`. A part that can't be used is ignored and reported in [`SearchResult::problem`].
    ///
    /// # Errors
    /// [`LibraryError::Interrupted`] if `stop` returned true; the database can't be read.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::library::{Library, OpenMode};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let library = Library::open(folder.path(), OpenMode::Create)?;
    /// let result = library.search("ink is:blue", 10, &|| false)?;
    /// assert!(result.hits.is_empty());
    /// assert_eq!(result.problem.as_deref(), Some("is:blue is unknown; use is:unread, is:read, is:bookmarked or is:muted"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn search(
        &self,
        query: &str,
        limit: usize,
        stop: &dyn Fn() -> bool,
    ) -> Result<SearchResult, LibraryError> {
        search::search(self, query, limit, stop)
    }

    /// Searches like [`search`](Self::search), but reads no large text, and at most `bytes` bytes of all of them, since a
    /// user at the keyboard waits. The other hits are not complete: they have no line until
    /// [`complete_hit`](Self::complete_hit).
    ///
    /// # Errors
    /// As [`LibraryReader::search`].
    pub fn search_first(
        &self,
        query: &str,
        order: SearchOrder,
        limit: usize,
        bytes: usize,
        stop: &dyn Fn() -> bool,
    ) -> Result<SearchResult, LibraryError> {
        search::search_first(self, query, order, limit, bytes, stop)
    }

    /// Reads the text of a hit, however large, and returns the hit with its line.
    ///
    /// # Errors
    /// As [`LibraryReader::search`].
    pub fn complete_hit(
        &self,
        query: &str,
        hit: &SearchHit,
        stop: &dyn Fn() -> bool,
    ) -> Result<SearchHit, LibraryError> {
        search::complete_hit(self, query, hit, stop)
    }

    /// Returns a function that interrupts the running query of this connection from another thread.
    pub fn interrupter(&self) -> impl Fn() + Send + Sync + use<> {
        search::interrupter(self)
    }

    /// Returns the ids of all articles that a query finds, the newest first: as a saved search, it finds muted ones only with
    /// `is:muted`.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn matching_articles(&self, query: &str) -> Result<Vec<ArticleId>, LibraryError> {
        search::saved::find_articles(self, query)
    }

    /// Returns those of some articles on which the action of a rule would have an effect.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn affected_by(
        &self,
        action: &RuleAction,
        articles: &[ArticleId],
    ) -> Result<Vec<ArticleId>, LibraryError> {
        rules::affected(self.connection(), action, articles)
    }

    /// Returns the number of articles that are not indexed yet. The articles are counted, which takes time.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn count_unindexed(&self) -> Result<usize, LibraryError> {
        search::index::count_unindexed(self)
    }

    /// Returns the time until saved searches must be evaluated again although nothing has changed: until the end of the
    /// day if one of them has a date like `7d`; `None` if there is no such search.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn time_until_refresh(&self) -> Result<Option<Duration>, LibraryError> {
        search::saved::time_until_refresh(self)
    }

    /// Returns a page of a listing.
    ///
    /// # Errors
    /// The database can't be read.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::library::{Library, OpenMode};
    /// use newsprint::model::{Listing, PageFrom, PageRequest, View};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let library = Library::open(folder.path(), OpenMode::Create)?;
    /// let request = PageRequest {
    ///     request_id: 1,
    ///     listing: Listing { view: View::Unread, ..Listing::default() },
    ///     from: PageFrom::First,
    ///     row_limit: 50,
    ///     pinned: Vec::new(),
    /// };
    /// assert!(library.page(&request)?.rows.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn page(&self, request: &PageRequest) -> Result<Page, LibraryError> {
        listing::page(self, request)
    }

    /// Returns the row of an article.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<ArticleRow>, LibraryError> {
        listing::article(self, id)
    }

    /// Returns the other articles of the story of an article, the newest first; none if it is in no story.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn other_articles_of_story(
        &self,
        article: ArticleId,
    ) -> Result<Vec<ArticleRow>, LibraryError> {
        let ids = members::other_members(self.connection(), &[article])?;
        let mut rows = listing::rows_of_ids(self.connection(), &ids)?;
        // The key of such a row has its date.
        rows.sort_by_key(|row| match &row.key {
            Some(RowKey {
                value: KeyValue::Number(date),
                ..
            }) => -date,
            _ => 0,
        });
        Ok(rows)
    }

    /// Returns all sources with their categories and their health, in the order in which they were added.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn source_rows(&self) -> Result<Vec<SourceRow>, LibraryError> {
        source_rows::source_rows(self)
    }

    /// Returns the number of sources that count as failing: feeds after several failures in a row or a day of them,
    /// folders and pages at once. Paused ones do not count.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn count_failing_sources(&self) -> Result<usize, LibraryError> {
        source_rows::count_failing(self)
    }

    /// Returns true if there are new articles in no view, since the rules have not checked them.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn has_unchecked_articles(&self) -> Result<bool, LibraryError> {
        search::unchecked::has_any(self.connection())
    }

    /// Returns the article that was added last; 0 if there is none.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn newest_article(&self) -> Result<ArticleId, LibraryError> {
        search::unchecked::newest_article(self.connection())
    }

    /// Counts the articles added after this one that are in no list: muted by rules, or not checked by them.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn count_unlisted(&self, after: ArticleId) -> Result<UnlistedArticles, LibraryError> {
        search::unchecked::count_unlisted(self.connection(), after)
    }

    /// Returns true if there are rules that have not acted on all new articles yet: some are still to be extracted or indexed.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn has_articles_for_rules(&self) -> Result<bool, LibraryError> {
        search::saved::has_articles_for_rules(self.connection())
    }

    /// Returns the number of rows that precede this one. The rows are counted, which is slow in a large library.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn count_rows_before(
        &self,
        listing: &Listing,
        key: &RowKey,
        pinned: &[ArticleId],
    ) -> Result<usize, LibraryError> {
        listing::count_rows_before(self, listing, key, pinned)
    }
}

impl Library {
    /// Indexes some articles that are not indexed yet, in one transaction of about 15 ms; if there are none, merges
    /// segments of the index or updates a saved search. In the end the rules act on new articles.
    ///
    /// # Errors
    /// The database can't be read or written.
    pub fn index_some(&mut self) -> Result<Indexed, LibraryError> {
        let step = self.next_index_step();
        self.list_unchecked_after_error(step)
    }

    fn next_index_step(&mut self) -> Result<Indexed, LibraryError> {
        let step = self.next_check_step()?;
        if step.has_more {
            return Ok(step);
        }
        let step = search::index::index_some(self)?;
        Ok(match step.has_more {
            true => step,
            false => Indexed {
                has_more: rules::act_on_due(self)? || search::unchecked::list_checked(self)?,
                ..step
            },
        })
    }

    /// Lets the rules check some new articles of feeds, which are in no view before: a step as in [`Library::index_some`] for a
    /// batch of those that have their texts. Nothing is left to do without a rule that mutes.
    ///
    /// # Errors
    /// The database can't be read or written.
    pub fn check_new_articles(&mut self) -> Result<Indexed, LibraryError> {
        let step = self.next_check_step();
        self.list_unchecked_after_error(step)
    }

    fn next_check_step(&mut self) -> Result<Indexed, LibraryError> {
        if !search::unchecked::has_batch(self.connection())? {
            return Ok(Indexed::default());
        }
        let step = search::index::index_unchecked(self)?;
        Ok(match step.has_more {
            true => step,
            false => Indexed {
                has_more: search::saved::refresh_some(self)?
                    || rules::act_on_due(self)?
                    || search::unchecked::list_checked(self)?,
                ..step
            },
        })
    }

    /// Passes on the result of extraction or indexing. After an error, new articles are listed although the rules have not checked
    /// them: they may never be.
    pub(crate) fn list_unchecked_after_error<T>(
        &mut self,
        result: Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        if let Err(error) = &result
            && !matches!(error, LibraryError::Busy | LibraryError::ReadOnly)
        {
            tracing::debug!(%error, "new articles are not checked");
            // The error itself is reported.
            let _ = search::unchecked::list_unchecked(self);
        }
        result
    }

    /// Updates the index, for some seconds at most, and searches. The last word counts as complete. If the index is
    /// still incomplete, the error comes with the result. `progress` is called with the number of indexed texts.
    ///
    /// # Errors
    /// The library can't be read.
    pub fn search_indexed(
        &mut self,
        query: &str,
        limit: usize,
        progress: &mut dyn FnMut(usize),
    ) -> Result<(SearchResult, Option<IncompleteIndex>), LibraryError> {
        search::complete_index::search_indexed(self, query, limit, progress)
    }

    /// Fills new saved searches with their results, as far as this takes only a short time.
    pub(in crate::library) fn fill_saved_searches(&mut self) {
        search::saved::fill_saved_searches(self)
    }

    /// Deletes the results of a saved search in batches, before the search itself is removed: all at once would be too
    /// long a write. If this is interrupted, the search is evaluated again.
    pub(in crate::library) fn delete_search_results(
        &mut self,
        search: SavedSearchId,
    ) -> Result<(), LibraryError> {
        search::saved::delete_search_results(self, search)
    }
}
