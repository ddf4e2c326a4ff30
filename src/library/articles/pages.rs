//! Pages of articles on the web: their texts beside those of the feeds, and the queue of those that are to be fetched.

pub(in crate::library) mod queue;
pub(in crate::library) mod texts;

use crate::library::articles::documents::load_document;
use crate::library::articles::pages::queue::ArticlePage;
use crate::library::articles::pages::texts::NewPageText;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, ArticleTexts, Document, EntryTexts, SourceError, SourceId};

impl LibraryReader {
    /// Returns the texts that are stored of an article, and the one that is shown.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn article_texts(&self, article: ArticleId) -> Result<ArticleTexts, LibraryError> {
        texts::article_texts(self.connection(), article)
    }

    /// Returns the page of an article; `None` if it has no link, or is not of a feed.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn article_page(&self, article: ArticleId) -> Result<Option<ArticlePage>, LibraryError> {
        queue::article_page(self.connection(), article)
    }

    /// Returns the links of the newest unread articles of a source, at most `limit`: those without a page, and without a place in the
    /// queue of pages.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn articles_without_page(
        &self,
        source: SourceId,
        limit: usize,
    ) -> Result<Vec<(ArticleId, String)>, LibraryError> {
        queue::articles_without_page(self.connection(), source, limit)
    }

    /// Returns pages that are due, the newest first, at most `limit`, and at most `limit_of_host` of one host.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn due_pages(
        &self,
        limit: usize,
        limit_of_host: usize,
    ) -> Result<Vec<ArticlePage>, LibraryError> {
        queue::due_pages(self.connection(), self.now(), limit, limit_of_host)
    }

    /// Returns the time when the next page of the queue is due, in seconds since 1970-01-01 UTC; `None` if there is none.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn next_page_due(&self) -> Result<Option<i64>, LibraryError> {
        queue::next_page_due(self.connection())
    }

    /// Returns the contents of the newest entries of a source, as they were stored.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn newest_contents(
        &self,
        source: SourceId,
        limit: usize,
    ) -> Result<Vec<Vec<u8>>, LibraryError> {
        queue::newest_contents(self.connection(), source, limit)
    }

    /// Returns the texts that the entries of a source have, as they were judged last.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn entry_texts(&self, source: SourceId) -> Result<Option<EntryTexts>, LibraryError> {
        queue::entry_texts(self.connection(), source)
    }
}

impl LibraryReader {
    /// Returns the document of an article from its feed or its file, shown or not; `None` if none is stored.
    ///
    /// # Errors
    /// The database can't be read, or the text is damaged.
    pub fn feed_document(&self, article: ArticleId) -> Result<Option<Document>, LibraryError> {
        load_document(self.connection(), article)
    }
}

impl Library {
    /// Stores the text of a page beside that of the feed. A page with a problem does not replace one without. Returns true if it was
    /// stored.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn store_page_text(
        &mut self,
        article: ArticleId,
        page: &NewPageText<'_>,
    ) -> Result<bool, LibraryError> {
        texts::store_page_text(self, article, page)
    }

    /// Stores whether the text of a page is shown in spite of its problem.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn accept_page(
        &mut self,
        article: ArticleId,
        is_accepted: bool,
    ) -> Result<(), LibraryError> {
        self.write(Durability::Full, |transaction| {
            texts::accept_page(transaction, article, is_accepted)
        })
    }

    /// Puts those of some articles, with the hosts of their links, into the queue of pages again whose pages are stored and fetched
    /// unasked: their entries have changed. A page that was fetched within the last hour waits for the end of it.
    ///
    /// # Errors
    /// The database can't be read or written.
    pub fn requeue_pages(&mut self, changed: &[(ArticleId, String)]) -> Result<(), LibraryError> {
        let ids: Vec<ArticleId> = changed.iter().map(|(article, _)| *article).collect();
        let stored = queue::articles_with_page(self.connection(), &ids)?;
        let mut pages = changed.to_vec();
        pages.retain(|(article, _)| stored.contains(article));
        if pages.is_empty() {
            return Ok(());
        }
        self.write(Durability::Normal, |transaction| {
            queue::requeue_pages(transaction, &pages)
        })
    }

    /// Puts articles with the hosts of their links into the queue of pages. Returns the number of those that were not in it.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn enqueue_pages(&mut self, pages: &[(ArticleId, String)]) -> Result<usize, LibraryError> {
        self.write(Durability::Normal, |transaction| {
            queue::enqueue_pages(transaction, pages)
        })
    }

    /// Records that the page of an article was not fetched. It is tried again at `not_before`; with `None` only when the user asks for
    /// it.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn page_failed(
        &mut self,
        article: ArticleId,
        host: &str,
        error: &SourceError,
        not_before: Option<i64>,
    ) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            queue::page_failed(transaction, article, host, error, not_before)
        })
    }

    /// Delays the pages of a host that are due before a time to that time.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn delay_pages_of_host(&mut self, host: &str, not_before: i64) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            queue::delay_pages_of_host(transaction, host, not_before)
        })
    }

    /// Takes the lease of the queue of pages for a number of seconds, or extends it. Returns false if another program has it that is
    /// not dead.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn acquire_page_lease(
        &mut self,
        holder: &str,
        seconds: u32,
        is_dead: &dyn Fn(&str) -> bool,
    ) -> Result<bool, LibraryError> {
        let now = self.now();
        self.write(Durability::Normal, |transaction| {
            let until = now + i64::from(seconds);
            queue::acquire_queue_lease(transaction, holder, until, now, is_dead)
        })
    }

    /// Releases the lease of the queue of pages, if `holder` has it.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn release_page_lease(&mut self, holder: &str) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            queue::release_queue_lease(transaction, holder)
        })
    }

    /// Stores the texts that the entries of a source have.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn set_entry_texts(
        &mut self,
        source: SourceId,
        entry_texts: Option<EntryTexts>,
    ) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            queue::set_entry_texts(transaction, source, entry_texts)
        })
    }
}
