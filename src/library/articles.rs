//! Articles in the library: storing them, their documents, identity, sources and files.

pub(in crate::library) mod documents;
pub(in crate::library) mod files;
pub(in crate::library) mod identity;
pub(in crate::library) mod new_article;
pub(in crate::library) mod renewal;
pub(in crate::library) mod sources;
pub(in crate::library) mod upsert;

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::library::articles::files::{FoundFile, StoredFile, Unread};
use crate::library::articles::identity::FileExistence;
use crate::library::articles::new_article::{NewArticle, UpsertOutcome};
use crate::library::articles::sources::feeds::FetchState;
use crate::library::articles::sources::hosts::HostWait;
use crate::library::articles::sources::requests::Request;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{
    ArticleId, Category, CategoryId, Document, Source, SourceError, SourceId, SourceKind,
};

impl LibraryReader {
    /// Returns every source, in the order in which they were added.
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

    /// Returns the source that is this folder or file, canonical.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn source_at(&self, path: &Path) -> Result<Option<Source>, LibraryError> {
        sources::source_at(self, path)
    }

    /// Returns the row of the article in a file, canonical, or of a seed article.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn find_by_file(&self, path: &Path) -> Result<Option<ArticleId>, LibraryError> {
        upsert::find_by_file(self, path)
    }

    /// Returns the row of a seed article.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn find_tour_article(&self, name: &str) -> Result<Option<ArticleId>, LibraryError> {
        upsert::find_tour_article(self, name)
    }

    /// Returns the row of the article with this link.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn find_by_link(&self, url: &str) -> Result<Option<ArticleId>, LibraryError> {
        upsert::find_by_link(self, url)
    }

    /// Returns the row of the article that is in this file and says this: by what it says if another file had it
    /// before, and none if the file had another article before.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn find_same_article(
        &self,
        path: Option<&Path>,
        seed: Option<&str>,
        document: &Document,
        words: usize,
    ) -> Result<Option<ArticleId>, LibraryError> {
        upsert::find_article(self, path, seed, document, words)
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
        files::stored_files(self, source, within, each)
    }

    /// Returns how many files of a source can't be read; the first of them with the reason.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn unreadable_files(
        &self,
        source: SourceId,
        at_most: usize,
    ) -> Result<(usize, Vec<Unread>), LibraryError> {
        files::unreadable_files(self, source, at_most)
    }

    /// Returns the file of an article and what its size and time were when it was read; `None` where there is none, or
    /// it is not there.
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
        sources::categories::categories_of(self, source)
    }

    /// Returns the state of a source between two requests.
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

    /// Returns the settings of a source alone.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn source_settings(&self, source: SourceId) -> Result<Map<String, Value>, LibraryError> {
        sources::feeds::source_settings(self, source)
    }

    /// The wait of a host, also one that is over: the next one depends on it.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn host_wait(&self, host: &str) -> Result<Option<HostWait>, LibraryError> {
        sources::hosts::host_wait(self.connection(), host)
    }

    /// Returns the text of an article, and whether an older extraction made it; `None` if it is not kept.
    ///
    /// # Errors
    /// The database can't be read, or the text is damaged.
    pub fn document(&self, article: ArticleId) -> Result<Option<(Document, bool)>, LibraryError> {
        documents::document(self, article)
    }
}

impl Library {
    /// Makes a source of a folder or of a file, canonical. Says whether it is new; one that was taken away comes back, with its articles.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn add_source(
        &mut self,
        kind: SourceKind,
        path: &Path,
        title: &str,
    ) -> Result<(Source, bool), LibraryError> {
        sources::add_source(self, kind, path, title)
    }

    /// Says that a source was looked through. `error` is what could not be read all the same.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn source_succeeded(
        &mut self,
        id: SourceId,
        error: Option<&SourceError>,
    ) -> Result<(), LibraryError> {
        sources::source_succeeded(self, id, error)
    }

    /// Says that a source can't be reached. Its articles stay, and are marked as missing unless another source has them.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn source_failed(
        &mut self,
        id: SourceId,
        reason: &SourceError,
    ) -> Result<(), LibraryError> {
        sources::source_failed(self, id, reason)
    }

    /// Brings the articles in the files of a source up to date with whether it can be reached and is wanted: those that were missing
    /// with it are there again, or else another source takes them over, or they are missing. Of those that are gone for themselves its
    /// files tell.
    pub(in crate::library) fn update_source_after_scan(
        &mut self,
        id: SourceId,
    ) -> Result<(), LibraryError> {
        sources::settle_source(self, id)
    }

    /// Takes articles in, in one transaction: keep it below some 50 ms.
    ///
    /// # Errors
    /// The database takes nothing; then none of them is there.
    pub fn upsert_article(
        &mut self,
        articles: &[NewArticle<'_>],
        durability: Durability,
    ) -> Result<Vec<UpsertOutcome>, LibraryError> {
        let now = self.now();
        let existence = FileExistence::look_up(self.connection(), articles)?;
        self.write(durability, |transaction| {
            articles
                .iter()
                .map(|article| upsert::upsert_article(transaction, article, &existence, now))
                .collect()
        })
    }

    /// Takes in what was read of files of a source, in one transaction: keep it below some 50 ms. `None` for those without an article.
    ///
    /// # Errors
    /// The database takes nothing; then none of them is there.
    pub fn upsert_files(
        &mut self,
        source: SourceId,
        files: &[FoundFile<'_>],
    ) -> Result<Vec<Option<UpsertOutcome>>, LibraryError> {
        files::upsert_files(self, source, files)
    }

    /// Says that files of a source are not there: their articles stay, and are missing unless another file has them.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn mark_files_missing(
        &mut self,
        source: SourceId,
        keys: &[Vec<u8>],
    ) -> Result<(), LibraryError> {
        files::mark_files_missing(self, source, keys)
    }

    /// Notes a request of a source.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn record_request(
        &mut self,
        source: SourceId,
        request: &Request,
    ) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            sources::requests::record_request(transaction, source, request)
        })
    }

    /// Returns the category of this name below a parent; it is made where there is none.
    ///
    /// # Errors
    /// The parent is not there, or the database takes nothing.
    pub fn ensure_category(
        &mut self,
        parent: Option<CategoryId>,
        name: &str,
    ) -> Result<CategoryId, LibraryError> {
        self.write(Durability::Full, |transaction| {
            sources::categories::ensure_category(transaction, parent, name)
        })
    }

    /// Gives a category another name or parent. One may not come below itself.
    ///
    /// # Errors
    /// Another one of the parent has that name, it would be below itself, it is not there, or the database takes nothing.
    pub fn change_category(
        &mut self,
        id: CategoryId,
        parent: Option<CategoryId>,
        name: &str,
    ) -> Result<(), LibraryError> {
        self.write(Durability::Full, |transaction| {
            sources::categories::change_category(transaction, id, parent, name)
        })
    }

    /// Removes a category. Its sources stay, and the categories below it come below its parent, united with those of the same name.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn remove_category(&mut self, id: CategoryId) -> Result<(), LibraryError> {
        self.write(Durability::Full, |transaction| {
            sources::categories::remove_category(transaction, id)
        })
    }

    /// Puts a source into exactly these categories.
    ///
    /// # Errors
    /// One of them is not there, or the database takes nothing.
    pub fn set_categories(
        &mut self,
        source: SourceId,
        categories: &[CategoryId],
    ) -> Result<(), LibraryError> {
        self.write(Durability::Full, |transaction| {
            sources::categories::set_categories(transaction, source, categories)
        })
    }

    /// Makes a source of a feed: true where it is new. One that was removed comes back, with its articles.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn add_feed(&mut self, url: &str, title: &str) -> Result<(Source, bool), LibraryError> {
        let now = self.now();
        let (id, is_new) = self.write(Durability::Full, |transaction| {
            sources::feeds::add_feed(transaction, url, title, now)
        })?;
        let gone = || LibraryError::Missing(format!("no source {id}"));
        Ok((self.source(id)?.ok_or_else(gone)?, is_new))
    }

    /// Stores the state of a source after a request.
    ///
    /// # Errors
    /// Another source has its address, or the database takes nothing.
    pub fn save_fetch_state(
        &mut self,
        source: SourceId,
        state: &FetchState,
    ) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            sources::feeds::save_fetch_state(transaction, source, state)
        })
    }

    /// Gives a source its own title, as the feed has it: shown where the user has given none.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn set_own_title(&mut self, source: SourceId, title: &str) -> Result<(), LibraryError> {
        sources::feeds::set_own_title(self, source, title)
    }

    /// Gives a source the title that the user wants; `None` is its own.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn rename_source(
        &mut self,
        source: SourceId,
        title: Option<&str>,
    ) -> Result<(), LibraryError> {
        sources::feeds::rename_source(self, source, title)
    }

    /// Leaves a source alone, or no longer.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn pause_source(&mut self, source: SourceId, is_paused: bool) -> Result<(), LibraryError> {
        sources::feeds::pause_source(self, source, is_paused)
    }

    /// Stores the settings of a source alone.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn set_source_settings(
        &mut self,
        source: SourceId,
        settings: &Map<String, Value>,
    ) -> Result<(), LibraryError> {
        sources::feeds::set_source_settings(self, source, settings)
    }

    /// Takes the lease of a source for so many seconds, or extends it where `holder` has it: false where another one has it still. A
    /// program that was killed has it until its time is over.
    ///
    /// # Errors
    /// The database takes nothing.
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

    /// Gives the lease of a source back, where `holder` has it.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn release_lease(&mut self, source: SourceId, holder: &str) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            sources::lease::release_lease(transaction, source, holder)
        })
    }

    /// Notes that a host has asked for a wait; `None` is that it answers again.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn set_host_wait(
        &mut self,
        host: &str,
        wait: Option<HostWait>,
    ) -> Result<(), LibraryError> {
        self.write(Durability::Normal, |transaction| {
            sources::hosts::set_host_wait(transaction, host, wait)
        })
    }

    /// Keeps the text that a better extraction has made of the same file: if it is still the file that is known. Says whether it is.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn renew_document(
        &mut self,
        article: ArticleId,
        fingerprint: &str,
        document: &Document,
        words: usize,
    ) -> Result<bool, LibraryError> {
        renewal::renew_document(self, article, fingerprint, document, words)
    }
}
