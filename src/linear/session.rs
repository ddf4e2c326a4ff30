//! The library and the files of a session, on one thread: [`Session`]. Articles in memory have session ids, and get
//! rows in the library when something of them is saved.

mod adding;
mod changes;

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::error::SessionError;
use crate::config::{Sort, StartView};
use crate::ingest::{
    Cancel, DocumentLoader, LoadedArticle, Location, NewRow, ReadError, ensure_rows,
    find_article_id, holds_another_article, name_of,
};
use crate::library::{
    EarlierText, IncompleteIndex, Library, LibraryError, LibraryReader, OpenError, OpenMode,
    SearchResult, StartListing, list_order, save_list_view, session_name, start_listing,
};
use crate::messages;
use crate::model::{
    ArticleId, ArticleRef, ArticleRow, ArticleState, Bookmark, Counts, Document, Grouping, Order,
    Origin, Page, PageRequest, ReadingPosition, View, ViewRow, apply_corrections,
};

/// Number of recent texts in memory: a bookmark stores them without reading the file again.
const MAX_RECENT_TEXTS: usize = 4;

/// State, position and bookmarks of an article.
#[derive(Debug, Clone, Default)]
pub(super) struct StoredState {
    pub(super) state: ArticleState,
    /// Saved position.
    pub(super) reading_position: Option<ReadingPosition>,
    pub(super) bookmarks: Vec<Bookmark>,
}

/// Access to files and library, with the state that could not be saved.
#[derive(Debug)]
pub(super) struct Session {
    loader: DocumentLoader,
    /// Data folder; `None` if nothing is saved.
    folder: Option<PathBuf>,
    /// True if the articles of a story share their read marks.
    share_read: bool,
    library: Option<Library>,
    /// Names this session in the journal.
    name: String,
    /// Rows of articles in memory, by session id.
    rows: HashMap<ArticleId, ArticleId>,
    /// Articles whose text was stored in this session.
    stored_texts: HashSet<ArticleId>,
    /// Fingerprints of the files, by article.
    fingerprints: HashMap<ArticleId, String>,
    /// Texts that were read last, newest first.
    recent: Vec<(ArticleId, Arc<Document>)>,
    /// States that could not be saved.
    unsaved: HashMap<ArticleId, ArticleState>,
    /// Notices about the library that were not printed yet.
    notices: Vec<String>,
}

impl Session {
    pub(super) fn new(loader: DocumentLoader, folder: Option<PathBuf>, share_read: bool) -> Self {
        Self {
            loader,
            folder,
            share_read,
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

    /// Takes the notices about the library that were not printed yet.
    pub(super) fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Checkpoints the WAL of the library before the program ends.
    pub(super) fn close(self) {
        if let Some(library) = &self.library {
            library.checkpoint_on_close();
        }
    }

    /// Returns what the list of the library starts with; `None` if there is no library or it can't be read.
    pub(super) fn start_listing(&mut self, view: &StartView, sort: Sort) -> Option<StartListing> {
        self.read_or_notice(|library| start_listing(library, view, sort))
    }

    /// Returns how the lists of the library are sorted and grouped; `None` if there is no library or it can't be read.
    pub(super) fn list_order(&mut self, sort: Sort) -> Option<(Order, Grouping)> {
        self.read_or_notice(|library| list_order(library, sort))
    }

    /// Saves the view of the list for the next start. No library is created for it.
    pub(super) fn save_view(&mut self, view: &View) {
        if let Ok(library) = self.open(OpenMode::Existing) {
            // Without it, the next start shows the view before.
            let _ = save_list_view(library, view);
        }
    }

    /// Returns the views of the library.
    pub(super) fn views(&mut self) -> Vec<ViewRow> {
        self.read_or_notice(LibraryReader::views)
            .unwrap_or_default()
    }

    /// Returns the numbers of articles in the library; `None` if they can't be read.
    pub(super) fn counts(&mut self) -> Option<Counts> {
        self.with_reader(LibraryReader::counts).ok().flatten()
    }

    /// Returns a page of the library; `None` if there is no library or it can't be read.
    pub(super) fn page(&mut self, request: &PageRequest) -> Option<Page> {
        let mut page = self.read_or_notice(|library| library.page(request))?;
        for row in &mut page.rows {
            if let Some(state) = self.unsaved.get(&row.id) {
                row.state = state.clone();
            }
        }
        Some(page)
    }

    /// Returns the other articles of the story of an article of the library.
    pub(super) fn other_articles_of_story(&mut self, article: ArticleId) -> Vec<ArticleRow> {
        self.read_or_notice(|library| library.other_articles_of_story(article))
            .unwrap_or_default()
    }

    /// Returns the text of an article that was seen last and the present one; `None` if there is no earlier text.
    pub(super) fn earlier_and_present_text(
        &mut self,
        article: ArticleId,
    ) -> Option<(EarlierText, Document)> {
        let texts = self.read_or_notice(|library| {
            let earlier = library.earlier_text(article)?;
            Ok(earlier.zip(library.document(article)?))
        });
        texts
            .flatten()
            .map(|(earlier, (document, _))| (earlier, document))
    }

    /// Searches all articles of the library. Without a library, finds nothing.
    ///
    /// # Errors
    /// The article or library can't be read.
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

    /// Reads an article in memory and returns its title. From then on the article is recognised by its text.
    ///
    /// # Errors
    /// The article can't be read.
    pub(super) fn title(&mut self, article: &ArticleRef) -> Result<Option<String>, ReadError> {
        let document = self.loader.load(&article.origin, &Cancel::new())?.document;
        // An article that can't be recognised counts as unread.
        let _ = self.find_row(article, &document);
        Ok(document.metadata.title)
    }

    /// Reads an article, as it was extracted.
    ///
    /// # Errors
    /// The article can't be read, or its file contains another article now.
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
            // If the text can't be saved, it is extracted again next time.
            let _ = self.with_writer(|library| {
                library.renew_document(*row, &fingerprint, &document, words)
            });
        }
        Ok(Arc::new(document))
    }

    /// Returns the document of an article with the corrections of the user. If they can't be read, it is shown without them.
    pub(super) fn corrected(
        &mut self,
        article: &ArticleRef,
        document: Arc<Document>,
    ) -> Arc<Document> {
        let row = self.row(article.id);
        let corrections = row.map(|row| {
            self.with_reader(|library| library.corrections(row))
                .ok()
                .flatten()
        });
        let corrections = corrections.flatten().unwrap_or_default();
        if corrections.is_empty() {
            return document;
        }
        let mut corrected = Document::clone(&document);
        apply_corrections(&mut corrected, &corrections);
        Arc::new(corrected)
    }

    fn load_stored(&mut self, row: ArticleId) -> Result<LoadedArticle, SessionError> {
        self.open(OpenMode::Existing)?;
        let library = self.library.as_ref().ok_or(SessionError::NoFolder)?;
        Ok(self.loader.load_stored(library, row, &Cancel::new())?)
    }

    /// Reads all of standard input. This is possible only once.
    ///
    /// # Errors
    /// Standard input can't be read, or contains no article.
    pub(super) fn load_input(&self) -> Result<Arc<Document>, ReadError> {
        let document = self.loader.load_input(io::stdin().lock())?;
        Ok(Arc::new(document))
    }

    /// Returns the stored state of an article whose text was read.
    pub(super) fn stored_state(
        &mut self,
        article: &ArticleRef,
        document: &Arc<Document>,
    ) -> StoredState {
        self.keep_recent(article.id, document);
        // If the library can't be read, the state is the default.
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

    /// Returns the state and the bookmarks of an article after a change; `None` if the article is not in the library.
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

    /// Adds a text to the recent ones.
    fn keep_recent(&mut self, id: ArticleId, document: &Arc<Document>) {
        self.recent.retain(|(known, _)| *known != id);
        self.recent.insert(0, (id, document.clone()));
        self.recent.truncate(MAX_RECENT_TEXTS);
    }

    fn recent(&self, id: ArticleId) -> Option<Arc<Document>> {
        let recent = self.recent.iter().find(|(known, _)| *known == id);
        recent.map(|(_, document)| document.clone())
    }

    /// Returns the row of an article, if its row is known.
    fn row(&self, id: ArticleId) -> Option<ArticleId> {
        row_of(id, &self.rows)
    }

    /// Finds the row of an article in memory by its location and text.
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

    /// Checks that a text belongs to the article of the row: a file that was only opened may contain another article
    /// now.
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
            // If the library can't be read, the text is accepted.
            _ => Ok(()),
        }
    }

    /// Returns the row of an article; adds one if it has none.
    fn ensure_row(
        &mut self,
        article: &ArticleRef,
        document: Option<&Arc<Document>>,
    ) -> Result<ArticleId, SessionError> {
        // A recognised article may have been moved since the last session: its row is updated once a session.
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

    /// Returns the row of an article, and its text if the library has not stored that yet.
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

    /// Reads from the library; `None` if none exists yet.
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

    /// Reads from the library; a failure becomes a notice.
    fn read_or_notice<T>(
        &mut self,
        work: impl FnOnce(&LibraryReader) -> Result<T, LibraryError>,
    ) -> Option<T> {
        self.with_reader(work).unwrap_or_else(|error| {
            self.notices.push(error.to_string());
            None
        })
    }

    /// Writes to the library, and creates it if none exists.
    fn with_writer<T>(
        &mut self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, SessionError> {
        Ok(work(self.open(OpenMode::Create)?)?)
    }

    /// Returns the open library. If its file was replaced, opens it again.
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
        library.share_read(self.share_read);
        self.notices
            .extend(library.notice().as_ref().map(messages::library::notice));
        Ok(library)
    }
}

/// Returns the row of an article. The id of an article in the library is its row.
fn row_of(id: ArticleId, rows: &HashMap<ArticleId, ArticleId>) -> Option<ArticleId> {
    match id.is_in_library() {
        true => Some(id),
        false => rows.get(&id).copied(),
    }
}
