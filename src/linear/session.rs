//! The library and the files of a session, on one thread: [`Session`]. Articles in memory have session ids, and get
//! rows in the library when something of them is saved.

mod changes;

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::error::SessionError;
use crate::ingest::{
    Cancel, DocumentLoader, LoadedArticle, Location, NewRow, ReadError, ensure_rows,
    find_article_id, holds_another_article, name_of,
};
use crate::library::{
    IncompleteIndex, Library, LibraryError, LibraryReader, OpenError, OpenMode, SearchResult,
    session_name,
};
use crate::messages;
use crate::model::{
    ArticleId, ArticleRef, ArticleState, Bookmark, Document, Origin, Page, PageRequest,
    ReadingPosition, ViewRow,
};

/// Texts of articles in memory that are remembered: a bookmark keeps them without reading them again.
const MAX_RECENT_TEXTS: usize = 4;

/// State, position and bookmarks of an article.
#[derive(Debug, Clone, Default)]
pub(super) struct StoredState {
    pub(super) state: ArticleState,
    /// Position at which it was left.
    pub(super) reading_position: Option<ReadingPosition>,
    pub(super) bookmarks: Vec<Bookmark>,
}

/// The library and the files beside it.
#[derive(Debug)]
pub(super) struct Session {
    loader: DocumentLoader,
    /// The data folder; `None` where nothing is kept.
    folder: Option<PathBuf>,
    library: Option<Library>,
    /// Names this session in the journal.
    name: String,
    /// The rows of articles in memory.
    rows: HashMap<ArticleId, ArticleId>,
    /// Articles whose text was stored in this session.
    stored_texts: HashSet<ArticleId>,
    /// The fingerprints of their files.
    fingerprints: HashMap<ArticleId, String>,
    /// The texts that were read last, the latest first.
    recent: Vec<(ArticleId, Arc<Document>)>,
    /// States that could not be saved.
    unsaved: HashMap<ArticleId, ArticleState>,
    /// Notices about the library that were not said yet.
    notices: Vec<String>,
}

impl Session {
    pub(super) fn new(loader: DocumentLoader, folder: Option<PathBuf>) -> Self {
        Self {
            loader,
            folder,
            library: None,
            name: session_name(),
            rows: HashMap::new(),
            stored_texts: HashSet::new(),
            fingerprints: HashMap::new(),
            recent: Vec::new(),
            unsaved: HashMap::new(),
            notices: Vec::new(),
        }
    }

    /// Takes the notices about the library that were not said yet.
    pub(super) fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Leaves the library in order: before the program ends.
    pub(super) fn close(self) {
        if let Some(library) = &self.library {
            library.optimize_on_close();
        }
    }

    /// Returns true if the library has anything to show at the start.
    pub(super) fn has_articles(&mut self) -> bool {
        self.read_or_notice(LibraryReader::has_articles)
            .unwrap_or_default()
    }

    /// Returns the views of the library.
    pub(super) fn views(&mut self) -> Vec<ViewRow> {
        self.read_or_notice(LibraryReader::views)
            .unwrap_or_default()
    }

    /// Number of unread articles in the library.
    pub(super) fn unread(&mut self) -> Option<usize> {
        let counts = self.with_reader(LibraryReader::counts).ok().flatten();
        counts.map(|counts| counts.unread)
    }

    /// Returns a page of the library; `None` where there is none, or it can't be read.
    pub(super) fn page(&mut self, request: &PageRequest) -> Option<Page> {
        let mut page = self.read_or_notice(|library| library.page(request))?;
        for row in &mut page.rows {
            if let Some(state) = self.unsaved.get(&row.id) {
                row.state = state.clone();
            }
        }
        Some(page)
    }

    /// Searches everything that the library has. `None` where there is no folder for one.
    ///
    /// # Errors
    /// It can't be read.
    pub(super) fn search(
        &mut self,
        query: &str,
        limit: usize,
    ) -> Result<(SearchResult, Option<IncompleteIndex>), SessionError> {
        match self.open(OpenMode::Existing) {
            Ok(library) => Ok(library.search_indexed(query, limit, &mut |_| {})?),
            Err(SessionError::Open {
                error: OpenError::NotFound,
                ..
            }) => Ok((SearchResult::default(), None)),
            Err(error) => Err(error),
        }
    }

    /// Returns the states of articles in memory, in their order.
    pub(super) fn states(&mut self, ids: &[ArticleId]) -> Vec<ArticleState> {
        ids.iter().map(|id| self.state(*id)).collect()
    }

    fn state(&mut self, id: ArticleId) -> ArticleState {
        if let Some(state) = self.unsaved.get(&id) {
            return state.clone();
        }
        let Some(row) = self.row(id) else {
            return ArticleState::default();
        };
        let states = self.with_reader(|library| library.states(&[row]));
        let state = states
            .ok()
            .flatten()
            .and_then(|states| states.into_iter().next());
        state.map(|(_, state)| state).unwrap_or_default()
    }

    /// Returns the title of an article in memory, which is read for it, and known by its text from then on.
    ///
    /// # Errors
    /// It can't be read.
    pub(super) fn title(&mut self, article: &ArticleRef) -> Result<Option<String>, ReadError> {
        let document = self.loader.load(&article.origin, &Cancel::new())?.document;
        // What can't be recognised is not known to be read.
        let _ = self.find_row(article, &document);
        Ok(document.metadata.title)
    }

    /// Reads an article.
    ///
    /// # Errors
    /// It can't be read, or its file holds another one now.
    pub(super) fn load(&mut self, article: &ArticleRef) -> Result<Arc<Document>, SessionError> {
        let loaded = match article.origin {
            Origin::Stored(row) => self.load_stored(row)?,
            _ => self.loader.load(&article.origin, &Cancel::new())?,
        };
        let LoadedArticle {
            document,
            fingerprint,
            renewed,
        } = loaded;
        self.check_identity(article, &document)?;
        match fingerprint {
            Some(fingerprint) => self.fingerprints.insert(article.id, fingerprint),
            None => self.fingerprints.remove(&article.id),
        };
        if let (Origin::Stored(row), Some(fingerprint)) = (&article.origin, renewed) {
            let words = document.words();
            // If it can't be kept, it is made again.
            let _ = self.with_writer(|library| {
                library.renew_document(*row, &fingerprint, &document, words)
            });
        }
        Ok(Arc::new(document))
    }

    fn load_stored(&mut self, row: ArticleId) -> Result<LoadedArticle, SessionError> {
        self.open(OpenMode::Existing)?;
        let library = self.library.as_ref().ok_or(SessionError::NoFolder)?;
        Ok(self.loader.load_stored(library, row, &Cancel::new())?)
    }

    /// Reads all of standard input, which can be done once.
    ///
    /// # Errors
    /// It can't be read, or there is no article in it.
    pub(super) fn load_input(&self) -> Result<Arc<Document>, ReadError> {
        let document = self.loader.load_input(io::stdin().lock())?;
        Ok(Arc::new(document))
    }

    /// Returns what the library knows of an article that was read.
    pub(super) fn stored_state(
        &mut self,
        article: &ArticleRef,
        document: &Arc<Document>,
    ) -> StoredState {
        self.keep_recent(article.id, document);
        // Where the library can't be read, nothing is known.
        if let Ok(Some(row)) = self.find_row(article, document)
            && let Ok(Some(mut known)) = self.with_reader(|library| {
                Ok(StoredState {
                    state: Default::default(),
                    reading_position: library.reading_position(row)?,
                    bookmarks: library.bookmarks(row)?,
                })
            })
        {
            known.state = self.state(article.id);
            return known;
        }
        StoredState {
            state: self.state(article.id),
            ..StoredState::default()
        }
    }

    /// The state of an article and its bookmarks, once they may have changed; `None` where it is not in the library.
    pub(super) fn state_and_bookmarks(
        &mut self,
        article: &ArticleRef,
    ) -> Option<(ArticleState, Vec<Bookmark>)> {
        let bookmarks = match self.row(article.id) {
            Some(row) => self
                .with_reader(|library| library.bookmarks(row))
                .ok()
                .flatten(),
            None => None,
        };
        match bookmarks {
            Some(bookmarks) => Some((self.state(article.id), bookmarks)),
            None => {
                let unsaved = self.unsaved.get(&article.id)?;
                Some((unsaved.clone(), Vec::new()))
            }
        }
    }

    /// Remembers a text that was read.
    fn keep_recent(&mut self, id: ArticleId, document: &Arc<Document>) {
        self.recent.retain(|(known, _)| *known != id);
        self.recent.insert(0, (id, document.clone()));
        self.recent.truncate(MAX_RECENT_TEXTS);
    }

    fn recent(&self, id: ArticleId) -> Option<Arc<Document>> {
        let recent = self.recent.iter().find(|(known, _)| *known == id);
        recent.map(|(_, document)| document.clone())
    }

    /// Returns the row of an article, if it is known to have one.
    fn row(&self, id: ArticleId) -> Option<ArticleId> {
        row_of(id, &self.rows)
    }

    /// Recognises an article in memory by its text.
    fn find_row(
        &mut self,
        article: &ArticleRef,
        document: &Document,
    ) -> Result<Option<ArticleId>, SessionError> {
        if article.id.is_in_library() {
            return Ok(Some(article.id));
        }
        let location = Location::of_origin(&article.origin, self.loader.files());
        let words = document.words();
        let found =
            self.with_reader(|library| find_article_id(library, &location, document, words))?;
        let found = found.flatten();
        if let Some(row) = found {
            self.rows.insert(article.id, row);
        }
        Ok(found)
    }

    /// Checks that a text is that of the article that the library knows: a file that was only opened may hold another one now.
    fn check_identity(
        &mut self,
        article: &ArticleRef,
        document: &Document,
    ) -> Result<(), SessionError> {
        let location = Location::of_origin(&article.origin, self.loader.files());
        let (id, words) = (article.id, document.words());
        if !id.is_in_library() || location.path.is_none() {
            return Ok(());
        }
        let other = self
            .with_reader(|library| holds_another_article(library, id, &location, document, words));
        match other {
            Ok(Some(true)) => Err(ReadError::AnotherArticle.into()),
            // Where the library can't be read, nothing is known to be wrong.
            _ => Ok(()),
        }
    }

    /// Returns the row of an article, which gets one if it has none.
    fn ensure_row(
        &mut self,
        article: &ArticleRef,
        document: Option<&Arc<Document>>,
    ) -> Result<ArticleId, SessionError> {
        // One that was recognised may have been moved since it was here last: what is known of it is brought up to date once.
        let entered = article.id.is_in_library()
            || document.is_none()
            || self.stored_texts.contains(&article.id);
        if let Some(row) = self.row(article.id).filter(|_| entered) {
            return Ok(row);
        }
        let new = NewRow {
            location: Location::of_origin(&article.origin, self.loader.files()),
            name: name_of(&article.origin),
            document: document.map(Arc::as_ref),
            fingerprint: self.fingerprints.get(&article.id).cloned(),
        };
        let rows = self.with_writer(|library| ensure_rows(library, &[new]))?;
        let row = rows.first().copied().ok_or(SessionError::NoRow)?;
        self.rows.insert(article.id, row);
        if document.is_some() {
            self.stored_texts.insert(article.id);
        }
        Ok(row)
    }

    /// Returns the row of an article, and its text where the library does not have that yet.
    fn row_with_text(
        &mut self,
        article: &ArticleRef,
    ) -> Result<(ArticleId, Option<Arc<Document>>), SessionError> {
        let text = match (&article.origin, self.recent(article.id)) {
            (Origin::Stored(_), _) => None,
            (_, Some(text)) => Some(text),
            (_, None) => Some(self.load(article)?),
        };
        Ok((self.ensure_row(article, text.as_ref())?, text))
    }

    /// Reads in the library; `None` where there is none yet.
    fn with_reader<T>(
        &mut self,
        work: impl FnOnce(&LibraryReader) -> Result<T, LibraryError>,
    ) -> Result<Option<T>, SessionError> {
        match self.open(OpenMode::Existing) {
            Ok(library) => Ok(Some(work(library)?)),
            Err(SessionError::NoFolder) => Ok(None),
            Err(SessionError::Open {
                error: OpenError::NotFound,
                ..
            }) => Ok(None),
            Err(error) => {
                self.notices.push(error.to_string());
                Err(error)
            }
        }
    }

    /// Reads in the library, where a failure is said beside what was asked for.
    fn read_or_notice<T>(
        &mut self,
        work: impl FnOnce(&LibraryReader) -> Result<T, LibraryError>,
    ) -> Option<T> {
        self.with_reader(work).unwrap_or_else(|error| {
            self.notices.push(error.to_string());
            None
        })
    }

    /// Changes the library, which is made where there is none.
    fn with_writer<T>(
        &mut self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, SessionError> {
        Ok(work(self.open(OpenMode::Create)?)?)
    }

    /// Returns the library: the handle that is open, if its file is still the one at its path.
    fn open(&mut self, mode: OpenMode) -> Result<&mut Library, SessionError> {
        if self.library.as_ref().is_some_and(|l| !l.is_current()) {
            self.library = None;
        }
        let library = match self.library.take() {
            Some(library) => library,
            None => self.open_library(mode)?,
        };
        Ok(self.library.insert(library))
    }

    fn open_library(&mut self, mode: OpenMode) -> Result<Library, SessionError> {
        let folder = self.folder.as_deref().ok_or(SessionError::NoFolder)?;
        let mut library =
            Library::open(folder, mode).map_err(|error| SessionError::open(folder, error))?;
        library.set_session(&self.name);
        self.notices
            .extend(library.notice().as_ref().map(messages::library::notice));
        Ok(library)
    }
}

/// Returns the row of an article: articles of the library have their rows' ids.
fn row_of(id: ArticleId, rows: &HashMap<ArticleId, ArticleId>) -> Option<ArticleId> {
    match id.is_in_library() {
        true => Some(id),
        false => rows.get(&id).copied(),
    }
}
