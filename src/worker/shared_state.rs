//! State shared by all threads: [`SharedState`].

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::article_ids::ArticleIds;
use super::blocking_calls::BlockingCalls;
use super::deleted_articles::DeletedArticles;
use super::fetching::Fetching;
use super::image_cache::{ImageCache, StoredImages};
use super::library_pool::{LibraryPool, PoolError};
use super::notices::Notice;
use super::recent_texts::RecentTexts;
use super::unsaved::UnsavedStates;
use crate::config::{Sort, StartView};
use crate::ingest::{
    Cancel, DocumentLoader, FileAccess, Limits, LoadedArticle, Location, ReadError, SettingProblem,
    TourArticle, TourImage,
};
use crate::library::LibraryError;
use crate::model::{ArticleId, ArticleRef, ArticleState, Correction, Document, Origin, SourceText};

/// State shared by all threads: the loader of articles, the library, and the state of this session. Each part has its
/// own lock; none is held while another is taken, or while something is read or written.
#[derive(Debug)]
pub struct SharedState {
    pub(super) loader: DocumentLoader,
    pub(super) pool: LibraryPool,
    pub(super) ids: ArticleIds,
    pub(super) unsaved: UnsavedStates,
    pub(super) deleted: DeletedArticles,
    pub(super) recent: RecentTexts,
    pub(super) calls: BlockingCalls,
    /// Pages up to this request are cancelled.
    cancelled_pages: AtomicU64,
    /// Number of days after which the library deletes read articles of feeds; 0 never deletes.
    keep_days: u32,
    fetching: Fetching,
    start_view: StartView,
    sort: Sort,
    /// Images of the web that were fetched.
    images: Option<ImageCache>,
}

impl SharedState {
    /// Returns a store with these limits and these articles of the tour.
    pub fn new(limits: Limits, tour: &'static [TourArticle]) -> Self {
        Self::from_loader(DocumentLoader::new(limits, tour))
    }

    /// Returns a store with the usual limits and the tour.
    pub fn with_tour() -> Self {
        Self::from_loader(DocumentLoader::with_tour())
    }

    fn from_loader(loader: DocumentLoader) -> Self {
        Self {
            loader,
            pool: LibraryPool::new(None),
            ids: ArticleIds::default(),
            unsaved: UnsavedStates::default(),
            deleted: DeletedArticles::default(),
            recent: RecentTexts::default(),
            calls: BlockingCalls::default(),
            cancelled_pages: AtomicU64::new(0),
            keep_days: 0,
            fetching: Fetching::default(),
            start_view: StartView::default(),
            sort: Sort::default(),
            images: None,
        }
    }

    /// Adds the images of the tour.
    pub fn with_images(mut self, images: &'static [TourImage]) -> Self {
        self.loader = self.loader.with_images(images);
        self
    }

    /// Reads through another file system.
    pub fn with_files(mut self, files: Arc<dyn FileAccess>) -> Self {
        self.loader = self.loader.with_files(files);
        self
    }

    /// Adds the library in a data folder.
    pub fn with_library(mut self, folder: PathBuf) -> Self {
        self.pool = LibraryPool::new(Some(folder));
        self
    }

    /// Stores fetched images of the web in a cache folder, at most `max_bytes` of them. Without it none are fetched.
    pub fn with_image_cache(mut self, folder: PathBuf, max_bytes: u64) -> Self {
        self.images = Some(ImageCache::new(folder, max_bytes));
        self
    }

    /// Returns the images of the web that were fetched.
    pub(super) fn image_cache(&self) -> Option<&ImageCache> {
        self.images.as_ref()
    }

    /// Returns the stored images beside the files of articles.
    pub(super) fn stored_images(&self) -> StoredImages<'_> {
        StoredImages {
            tour: self.loader.images(),
            web: self.images.as_ref(),
        }
    }

    /// Sets whether the articles of a story share their read marks. Comes after the library.
    pub fn with_shared_read(mut self, is_shared: bool) -> Self {
        self.pool.share_read(is_shared);
        self
    }

    /// Sets the number of days after which the library deletes read articles of feeds; 0 never deletes.
    pub fn with_keep_days(mut self, days: u32) -> Self {
        self.keep_days = days;
        self
    }

    /// Sets the least time between two fetches of a feed that says nothing else, in seconds.
    pub fn with_fetch_interval(mut self, seconds: i64) -> Self {
        self.fetching.default_interval = seconds;
        self
    }

    /// Sets the view and the order of dates that the list starts with.
    pub fn with_start_view(mut self, view: StartView, sort: Sort) -> Self {
        (self.start_view, self.sort) = (view, sort);
        self
    }

    /// View that the list starts with.
    pub(super) fn start_view(&self) -> &StartView {
        &self.start_view
    }

    /// Order of dates that the list starts with.
    pub(super) fn sort(&self) -> Sort {
        self.sort
    }

    /// Fetches what is due while the program runs.
    pub fn with_scheduled_fetching(mut self) -> Self {
        self.fetching.is_scheduled = true;
        self
    }

    /// Client and settings for fetching.
    pub(super) fn fetching(&self) -> &Fetching {
        &self.fetching
    }

    /// Number of days after which the library deletes read articles of feeds.
    pub(super) fn keep_days(&self) -> u32 {
        self.keep_days
    }

    /// Returns notices about the library that were not sent yet.
    pub(super) fn notices(&self) -> Vec<Notice> {
        self.pool.notices().take()
    }

    /// Returns the loader of articles.
    pub fn loader(&self) -> &DocumentLoader {
        &self.loader
    }

    /// Cancels pages up to this request.
    pub(super) fn cancel_pages(&self, upto: u64) {
        self.cancelled_pages.fetch_max(upto, Ordering::SeqCst);
    }

    /// Returns true if the page of this request was cancelled. The first page has no request before it.
    pub(super) fn is_cancelled_page(&self, number: u64) -> bool {
        number > 0 && number <= self.cancelled_pages.load(Ordering::SeqCst)
    }

    /// Reads and extracts an article from any origin.
    ///
    /// # Errors
    /// The article can't be read.
    pub(super) fn load(
        &self,
        origin: &Origin,
        cancel: &Cancel,
    ) -> Result<LoadedArticle, LoadError> {
        let Origin::Stored(article) = origin else {
            return Ok(self.loader.load(origin, cancel)?);
        };
        let load = |library: &_| self.loader.load_stored(library, *article, cancel);
        match self.pool.with_reader(load)? {
            Some(loaded) => Ok(loaded?),
            None => Err(ReadError::NoText.into()),
        }
    }

    /// Returns the source of an article, with the corrections of the user.
    ///
    /// # Errors
    /// The article can't be read.
    pub(super) fn source_text(
        &self,
        id: ArticleId,
        origin: &Origin,
        cancel: &Cancel,
    ) -> Result<SourceText, LoadError> {
        let Origin::Stored(article) = origin else {
            let corrections = self.corrections_of(self.ids.row_id(id));
            return Ok(self.loader.source_text(origin, &corrections, cancel)?);
        };
        let stored = |library: &_| self.loader.source_of_stored_text(library, *article);
        if let Some(Ok(Some(text))) = self.pool.with_reader(stored)? {
            return Ok(text);
        }
        let find = |library: &_| self.loader.source_of_stored(library, *article);
        let corrections = self.corrections_of(Some(*article));
        match self.pool.with_reader(find)? {
            // No connection is held while a file is read.
            Some(origin) => Ok(self.loader.source_text(&origin?, &corrections, cancel)?),
            None => Err(ReadError::NoSource.into()),
        }
    }

    /// Returns the corrections of a row of the library; none if they can't be read.
    pub(super) fn corrections_of(&self, row: Option<ArticleId>) -> Vec<Correction> {
        let stored = row.map(|row| self.pool.read(|library| library.corrections(row)));
        stored.and_then(Result::ok).flatten().unwrap_or_default()
    }

    /// Returns the location of an article: as it was when it was read, else from the file system, which may be slow.
    pub(super) fn location_of(&self, article: &ArticleRef) -> Location {
        let known = self.ids.location(article.id);
        known.unwrap_or_else(|| Location::of_origin(&article.origin, self.loader.files()))
    }

    /// Recognises an article whose text was read: its row in the library, if it has one.
    ///
    /// # Errors
    /// The library can't be read.
    pub(super) fn find_article_id(
        &self,
        article: &ArticleRef,
        location: &Location,
        document: &Document,
        words: usize,
    ) -> Result<Option<ArticleId>, PoolError> {
        if article.id.is_in_library() {
            return Ok(Some(article.id));
        }
        let found = self
            .pool
            .read(|library| crate::ingest::find_article_id(library, location, document, words))?
            .flatten();
        if let Some(row) = found {
            self.ids.set_row_id(article.id, row);
        }
        Ok(found)
    }

    /// Returns the state of an article with this row, or without one.
    pub(super) fn state_of(&self, id: ArticleId, row: Option<ArticleId>) -> ArticleState {
        let saved = || {
            let row = row?;
            let states = self.pool.read(|library| library.states(&[row])).ok()??;
            let states = self.deleted.apply_to(states);
            states.into_iter().next().map(|(_, state)| state)
        };
        self.unsaved.get(id).or_else(saved).unwrap_or_default()
    }
}

/// Error of reading an article, or of making its row.
#[derive(Debug, thiserror::Error)]
pub(super) enum LoadError {
    /// The article can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The library can't be used.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// The file does not respond.
    #[error("its file does not respond")]
    NoAnswer,
    /// A setting of a source is not allowed.
    #[error(transparent)]
    Setting(#[from] SettingProblem),
}

impl LoadError {
    /// Returns true if the load was cancelled.
    pub(super) fn is_cancelled(&self) -> bool {
        matches!(self, Self::Read(ReadError::Cancelled(_)))
    }
}

impl From<LibraryError> for LoadError {
    fn from(error: LibraryError) -> Self {
        Self::Pool(error.into())
    }
}
