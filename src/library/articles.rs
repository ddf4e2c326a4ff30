//! Articles in the library: storing them, their documents, identity, sources and files.

pub(in crate::library) mod compression;
pub(in crate::library) mod corrections;
pub(in crate::library) mod documents;
pub(in crate::library) mod earlier_texts;
pub(in crate::library) mod entries;
pub(in crate::library) mod files;
pub(in crate::library) mod identity;
pub(in crate::library) mod new_article;
pub(in crate::library) mod pages;
pub(in crate::library) mod prepared_text;
pub(in crate::library) mod renewal;
pub(in crate::library) mod sources;
mod texts;
pub(in crate::library) mod upsert;

use std::path::{Path, PathBuf};

use crate::library::articles::entries::content::{ExtractedEntry, PendingContent};
use crate::library::articles::entries::{EntryCounts, EntryKeys, EntryMatches, StoredAnswer};
use crate::library::articles::files::{FilesWithoutArticle, FoundFile, StoredFile};
use crate::library::articles::identity::FileExistence;
use crate::library::articles::new_article::{NewArticle, UpsertOutcome};
use crate::library::articles::prepared_text::PreparedText;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{
    ArticleId, Category, CategoryId, Document, EntryId, FetchState, HostWait, Request, Source,
    SourceError, SourceId, SourceSettings,
};

impl LibraryReader {
    /// Returns all sources, in the order in which they were added.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn sources(&self) -> Result<Vec<Source>, LibraryError> {
        sources::sources(self)
    }

    /// Returns a source.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn source(&self, id: SourceId) -> Result<Option<Source>, LibraryError> {
        sources::source(self, id)
    }

    /// Returns the source that is this folder or file, by its canonical path.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn source_at(&self, path: &Path) -> Result<Option<Source>, LibraryError> {
        sources::source_at(self, path)
    }

    /// Returns the id of the article that a file with a canonical path contains.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn find_by_file(&self, path: &Path) -> Result<Option<ArticleId>, LibraryError> {
        upsert::find_by_file(self, path)
    }

    /// Returns the id of an article of the tour by its name.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn find_tour_article(&self, name: &str) -> Result<Option<ArticleId>, LibraryError> {
        upsert::find_tour_article(self, name)
    }

    /// Returns the id of the article with this link.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn find_by_link(&self, url: &str) -> Result<Option<ArticleId>, LibraryError> {
        upsert::find_by_link(self, url)
    }

    /// Finds the article that is in this file and has this text: by its text if another file had it before. `None` if
    /// this file contained another article before.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn find_same_article(
        &self,
        path: Option<&Path>,
        tour_name: Option<&str>,
        document: &Document,
        words: usize,
    ) -> Result<Option<ArticleId>, LibraryError> {
        upsert::find_article(self, path, tour_name, document, words)
    }

    /// Passes the stored files of a source to `each`, one by one: those at or below `within`, or all.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn for_each_stored_file(
        &self,
        source: SourceId,
        within: Option<&[u8]>,
        each: impl FnMut(&StoredFile<'_>),
    ) -> Result<(), LibraryError> {
        files::for_each_stored_file(self, source, within, each)
    }

    /// Returns the files of a source at or below the key `within` that have no article: their numbers, and the first `at_most` of
    /// each kind.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn files_without_article(
        &self,
        source: SourceId,
        within: Option<&[u8]>,
        at_most: usize,
    ) -> Result<FilesWithoutArticle, LibraryError> {
        files::files_without_article(self, source, within, at_most)
    }

    /// Returns the file of an article, with its fingerprint (size and time) when it was read; `None` if there is none,
    /// or it is missing.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn file_of(&self, article: ArticleId) -> Result<Option<(PathBuf, String)>, LibraryError> {
        files::file_of(self, article)
    }

    /// Returns the time since which the file of an article is missing.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn missing_since(&self, article: ArticleId) -> Result<Option<i64>, LibraryError> {
        files::missing_since(self, article)
    }

    /// Returns the last requests of a source, the newest first.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn requests(&self, source: SourceId) -> Result<Vec<Request>, LibraryError> {
        sources::requests::requests(self.connection(), source)
    }

    /// Returns every category, siblings in their order.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn categories(&self) -> Result<Vec<Category>, LibraryError> {
        sources::categories::categories(self.connection())
    }

    /// Returns the categories that a source is in.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn categories_of(&self, source: SourceId) -> Result<Vec<CategoryId>, LibraryError> {
        sources::categories::categories_of(self.connection(), source)
    }

    /// Returns the state of a feed that the next request depends on.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn fetch_state(&self, source: SourceId) -> Result<Option<FetchState>, LibraryError> {
        sources::feeds::fetch_state(self.connection(), source)
    }

    /// Returns the feeds that are due, the longest overdue first.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn due_feeds(&self) -> Result<Vec<SourceId>, LibraryError> {
        sources::feeds::due_feeds(self)
    }

    /// Returns the time when the next feed is due, in seconds since 1970-01-01 UTC; 0 if one was never fetched, `None` without feeds.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn next_due(&self) -> Result<Option<i64>, LibraryError> {
        sources::feeds::next_due(self)
    }

    /// Returns the settings that the user has set for one source; the defaults if there is no such source.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn source_settings(&self, source: SourceId) -> Result<SourceSettings, LibraryError> {
        let settings = sources::settings::load_settings(self.connection(), source)?;
        Ok(settings.unwrap_or_default())
    }

    /// Returns the wait of a host, including one that is over: the length of the next wait depends on it.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn host_wait(&self, host: &str) -> Result<Option<HostWait>, LibraryError> {
        sources::hosts::host_wait(self.connection(), host)
    }
}

impl LibraryReader {
    /// Matches the entries of an answer with the stored ones of its source. `state` has what is known of its ids and links.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn match_entries(
        &self,
        source: SourceId,
        state: &FetchState,
        entries: &[EntryKeys],
    ) -> Result<EntryMatches, LibraryError> {
        let repeats = (state.repeats_ids, state.repeats_links);
        entries::matching::match_entries(self.connection(), source, repeats, entries, self.now())
    }

    /// Returns the content of an entry, as it was stored.
    ///
    /// # Errors
    /// The database can't be read, or the content is damaged.
    pub fn content_of_entry(&self, entry: EntryId) -> Result<Option<Vec<u8>>, LibraryError> {
        entries::content::content_of_entry(self.connection(), entry)
    }

    /// Returns the content of the entry that an article has its text from; `None` if it has no entry of a feed.
    ///
    /// # Errors
    /// The database can't be read, or the content is damaged.
    pub fn content_of_article(&self, article: ArticleId) -> Result<Option<Vec<u8>>, LibraryError> {
        entries::content::content_of_article(self.connection(), article)
    }

    /// Returns contents of entries without a document, the newest first: about `bytes` of them, or a single larger one.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn pending_contents(&self, bytes: usize) -> Result<Vec<PendingContent>, LibraryError> {
        entries::content::pending_contents(self, bytes)
    }

    /// Returns true if documents are still to be extracted from entries.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn has_pending_contents(&self) -> Result<bool, LibraryError> {
        entries::content::has_pending_contents(self)
    }
}

impl Library {
    /// Stores the answers of servers: entries with their articles, then the state of each source. Long answers are stored in several
    /// transactions, the validators in the last one. Returns the counts of each answer.
    ///
    /// # Errors
    /// The database can't be written. Entries that were stored before stay.
    pub fn store_answers(
        &mut self,
        answers: &[StoredAnswer<'_>],
    ) -> Result<Vec<EntryCounts>, LibraryError> {
        entries::store::store_answers(self, answers)
    }

    /// Stores documents that were extracted from entries, in one transaction. Returns the number of stored documents.
    ///
    /// # Errors
    /// The database can't be written; then none of them is stored.
    pub fn store_extracted(&mut self, extracted: &[ExtractedEntry]) -> Result<usize, LibraryError> {
        entries::content::store_extracted(self, extracted)
    }

    /// Records a successful scan of a source. `error` reports the parts that could not be read.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn source_succeeded(
        &mut self,
        id: SourceId,
        error: Option<&SourceError>,
    ) -> Result<(), LibraryError> {
        sources::source_succeeded(self, id, error)
    }

    /// Records that a source can't be reached. Its articles stay, and are marked as missing unless another source has
    /// them.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn source_failed(
        &mut self,
        id: SourceId,
        reason: &SourceError,
    ) -> Result<(), LibraryError> {
        sources::source_failed(self, id, reason)
    }

    /// Updates the articles in the files of a source after its state has changed (reachable, removed): articles that
    /// were missing with it are there again, are taken over by another source, or are missing. Single missing files are
    /// handled by the scan.
    pub(in crate::library) fn update_articles_of_source(
        &mut self,
        id: SourceId,
    ) -> Result<(), LibraryError> {
        sources::update_articles_of_source(self, id)
    }

    /// Inserts articles, or updates those that are stored already, in one transaction, which should take at most 50 ms.
    ///
    /// # Errors
    /// The database can't be written; then none of them is stored.
    pub fn upsert_articles(
        &mut self,
        articles: &[NewArticle<'_>],
        durability: Durability,
    ) -> Result<Vec<UpsertOutcome>, LibraryError> {
        let now = self.now();
        let existence = FileExistence::look_up(self.connection(), articles)?;
        let texts = articles
            .iter()
            .map(|article| PreparedText::new(self.connection(), article, &existence))
            .collect::<Result<Vec<_>, _>>()?;
        self.write(durability, |transaction| {
            let upsert = |(article, text): (&NewArticle<'_>, &Option<PreparedText>)| {
                upsert::upsert_article(transaction, article, text.as_ref(), &existence, now)
            };
            articles.iter().zip(&texts).map(upsert).collect()
        })
    }

    /// Stores the files of a source that were read, in one transaction, which should take at most 50 ms. Returns `None`
    /// for files without an article.
    ///
    /// # Errors
    /// The database can't be written; then none of them is stored.
    pub fn upsert_files(
        &mut self,
        source: SourceId,
        files: &[FoundFile<'_>],
    ) -> Result<Vec<Option<UpsertOutcome>>, LibraryError> {
        files::upsert_files(self, source, files)
    }

    /// Marks files of a source as missing. Their articles stay, and are missing unless another file has them.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn mark_files_missing(
        &mut self,
        source: SourceId,
        keys: &[Vec<u8>],
    ) -> Result<(), LibraryError> {
        files::mark_files_missing(self, source, keys)
    }

    /// Adds a request to the log of a source.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn record_request(
        &mut self,
        source: SourceId,
        request: &Request,
    ) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            sources::requests::record_request(transaction, source, request)
        })
    }

    /// Returns the category with this name below a parent, and creates it if necessary.
    ///
    /// # Errors
    /// The parent does not exist, or the database can't be written.
    pub fn ensure_category(
        &mut self,
        parent: Option<CategoryId>,
        name: &str,
    ) -> Result<CategoryId, LibraryError> {
        self.write(Durability::Full, |transaction| {
            sources::categories::ensure_category(transaction, parent, name)
        })
    }

    /// Sets the title that the feed itself has. It is shown unless the user has set another one.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn set_feed_title(&mut self, source: SourceId, title: &str) -> Result<(), LibraryError> {
        sources::feeds::set_feed_title(self, source, title)
    }

    /// Takes the lease of a source for a number of seconds, or extends it if `holder` has it. Returns false if another
    /// program holds it. A killed program holds it until it expires.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn acquire_lease(
        &mut self,
        source: SourceId,
        holder: &str,
        seconds: u32,
    ) -> Result<bool, LibraryError> {
        let now = self.now();
        self.write(Durability::Normal, |transaction| {
            sources::lease::acquire_lease(transaction, source, holder, now, seconds)
        })
    }

    /// Releases the lease of a source, if `holder` has it.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn release_lease(&mut self, source: SourceId, holder: &str) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            sources::lease::release_lease(transaction, source, holder)
        })
    }

    /// Takes the leases of several sources for a number of seconds, or extends those that `holder` has. Returns the sources whose lease
    /// was taken; other programs fetch the rest. The lease of a holder that `is_dead` is taken over.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn acquire_leases(
        &mut self,
        sources: &[SourceId],
        holder: &str,
        seconds: u32,
        is_dead: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<SourceId>, LibraryError> {
        let now = self.now();
        self.write(Durability::Normal, |transaction| {
            sources::lease::acquire_leases(transaction, sources, holder, now, seconds, is_dead)
        })
    }

    /// Releases the leases of several sources.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn release_leases(
        &mut self,
        sources: &[SourceId],
        holder: &str,
    ) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            for source in sources {
                sources::lease::release_lease(transaction, *source, holder)?;
            }
            Ok(())
        })
    }

    /// Records that a host has asked for a wait; `None` removes it when the host answers again.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn set_host_wait(
        &mut self,
        host: &str,
        wait: Option<HostWait>,
    ) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            sources::hosts::set_host_wait(transaction, host, wait)
        })
    }
}
