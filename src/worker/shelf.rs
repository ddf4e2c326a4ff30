//! The library as the threads see it: [`Shelf`]. Each use takes a connection that nobody else has, and leaves it for the next.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::index::Bell;
use super::lock;
use crate::library::{
    Durability, Incoming, Library, LibraryError, LibraryReader, OpenError, OpenMode, session_name,
};
use crate::model::{Article, ArticleId, Document, Origin, StoryRef, StoryState};

/// The way to the library, and what stories that are not in it are called there.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// The data folder; `None` where nothing is to be kept.
    folder: Option<PathBuf>,
    /// Connections that nobody uses now.
    readers: Mutex<Vec<LibraryReader>>,
    writers: Mutex<Vec<Library>>,
    /// The names that stories of this run have in the library, and the other way round.
    names: Mutex<Names>,
    /// Those of them that the library was told of in this run.
    entered: Mutex<HashSet<ArticleId>>,
    /// The sizes and times of the files that stories were read from.
    stamps: Mutex<HashMap<ArticleId, String>>,
    /// Nobody waits any longer for pages up to this number.
    forgotten: AtomicU64,
    /// What could not be saved.
    unsaved: Mutex<HashMap<ArticleId, StoryState>>,
    /// The texts that were read last, the latest first: a bookmark keeps them without reading them again.
    recent: Mutex<Vec<(ArticleId, Arc<Document>)>>,
    /// Names this run in the journal.
    session: String,
    /// Rings when something was written.
    bell: Bell,
    /// What the user is to be told of the library itself, and what was told.
    notices: Mutex<Notices>,
}

/// The names of stories in the library by those of this run, and the other way round.
#[derive(Debug, Default)]
struct Names {
    there: HashMap<ArticleId, ArticleId>,
    here: HashMap<ArticleId, Vec<ArticleId>>,
}

#[derive(Debug, Default)]
struct Notices {
    waiting: Vec<String>,
    told: Vec<String>,
}

/// How many texts are remembered.
const RECENT: usize = 4;

impl Shelf {
    /// A way to the library in a data folder.
    pub(super) fn new(folder: PathBuf) -> Self {
        Self {
            folder: Some(folder),
            session: session_name(),
            ..Self::default()
        }
    }

    /// Whether there is a library to look into.
    pub(super) fn is_there(&self) -> bool {
        let file = self.folder.as_deref().map(Library::file_in);
        file.is_some_and(|file| file.exists())
    }

    /// The data folder.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Rings when something was written.
    pub(super) fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Reads in the library; `None` where there is none yet.
    ///
    /// # Errors
    /// Why it can't be read, in one line.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&LibraryReader) -> Result<T, LibraryError>,
    ) -> Result<Option<T>, String> {
        let Some(folder) = &self.folder else {
            return Ok(None);
        };
        let library = match self.take(&self.readers, || {
            LibraryReader::open(folder, OpenMode::Existing)
        }) {
            Ok(library) => library,
            Err(OpenError::Absent) => return Ok(None),
            Err(error) => {
                let why = unopened(folder, &error);
                self.notice(why.clone());
                return Err(why);
            }
        };
        let done = work(&library).map_err(|error| error.to_string());
        put_back(&self.readers, library);
        done.map(Some)
    }

    /// Changes the library, which is made where there is none.
    ///
    /// # Errors
    /// Why nothing could be kept, in one line.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, String> {
        let Some(folder) = &self.folder else {
            return Err("there is no folder for data".to_owned());
        };
        let mut library = self
            .take(&self.writers, || Library::open(folder, OpenMode::Create))
            .map_err(|error| unopened(folder, &error))?;
        library.set_session(&self.session);
        let done = work(&mut library).map_err(|error| error.to_string());
        put_back(&self.writers, library);
        self.bell.ring();
        done
    }

    /// A connection that nobody else has: one that waits, if its file is still the one at its path.
    fn take<T: Borrow<LibraryReader>>(
        &self,
        pool: &Mutex<Vec<T>>,
        open: impl FnOnce() -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        while let Some(library) = {
            let mut waiting = lock(pool);
            waiting.pop()
        } {
            if library.borrow().is_current() {
                return Ok(library);
            }
        }
        let library = open()?;
        if let Some(notice) = library.borrow().notice() {
            self.notice(notice);
        }
        Ok(library)
    }

    /// Has the user be told something of the library itself, once.
    pub(super) fn notice(&self, notice: String) {
        let mut notices = lock(&self.notices);
        if !notices.told.contains(&notice) {
            notices.told.push(notice.clone());
            notices.waiting.push(notice);
        }
    }

    /// What the user is to be told now.
    pub(super) fn notices(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.notices).waiting)
    }

    /// Leaves the library in order: before the program ends.
    pub(super) fn close(&self) {
        lock(&self.readers).clear();
        let writers = std::mem::take(&mut *lock(&self.writers));
        if let Some(library) = writers.last() {
            library.tidy_up();
        }
    }

    /// Says that a story of this run is this one of the library.
    pub(super) fn name(&self, id: ArticleId, article: ArticleId) {
        let mut names = lock(&self.names);
        if let Some(before) = names.there.insert(id, article).filter(|b| *b != article)
            && let Some(ours) = names.here.get_mut(&before)
        {
            ours.retain(|other| *other != id);
        }
        let ours = names.here.entry(article).or_default();
        if !ours.contains(&id) {
            ours.push(id);
        }
    }

    /// What a story is called in the library, if that is known.
    pub(super) fn named(&self, id: ArticleId) -> Option<ArticleId> {
        if id.is_in_library() {
            return Some(id);
        }
        lock(&self.names).there.get(&id).copied()
    }

    /// What the list may call an article of the library.
    pub(super) fn called(&self, article: ArticleId) -> Vec<ArticleId> {
        let names = lock(&self.names);
        let ours = names.here.get(&article).into_iter().flatten().copied();
        std::iter::once(article).chain(ours).collect()
    }

    /// Says that nobody waits any longer for pages up to this number.
    pub(super) fn forget_pages(&self, upto: u64) {
        self.forgotten.fetch_max(upto, Ordering::SeqCst);
    }

    /// Whether nobody waits any longer for the page of this number. The first page has none before it.
    pub(super) fn is_forgotten(&self, number: u64) -> bool {
        number > 0 && number <= self.forgotten.load(Ordering::SeqCst)
    }

    /// Remembers a text that was read.
    pub(super) fn remember(&self, id: ArticleId, document: &Arc<Document>) {
        let mut recent = lock(&self.recent);
        recent.retain(|(known, _)| *known != id);
        recent.insert(0, (id, document.clone()));
        recent.truncate(RECENT);
    }

    /// A text that was read not long ago.
    pub(super) fn recent(&self, id: ArticleId) -> Option<Arc<Document>> {
        let recent = lock(&self.recent);
        recent
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, document)| document.clone())
    }

    /// What was changed and not saved.
    pub(super) fn unsaved(&self, id: ArticleId) -> Option<StoryState> {
        lock(&self.unsaved).get(&id).cloned()
    }

    /// Keeps what could not be saved while the program runs.
    pub(super) fn keep_unsaved(&self, id: ArticleId, state: StoryState) {
        lock(&self.unsaved).insert(id, state);
    }

    /// What is known of a story that is this article of the library, or none.
    pub(super) fn state_of(&self, id: ArticleId, article: Option<ArticleId>) -> StoryState {
        let kept = || {
            let article = article?;
            let states = self.read(|library| library.states(&[article])).ok()??;
            states.into_iter().next().map(|(_, state)| state)
        };
        self.unsaved(id).or_else(kept).unwrap_or_default()
    }

    /// Remembers the size and the time of the file that a story was read from.
    pub(super) fn stamp(&self, id: ArticleId, stamp: Option<String>) {
        let mut stamps = lock(&self.stamps);
        match stamp {
            Some(stamp) => stamps.insert(id, stamp),
            None => stamps.remove(&id),
        };
    }

    /// Whether the text that was read is that of the story which the library has under this name: a file that was only visited may
    /// hold another story now.
    ///
    /// # Errors
    /// It does; in one line.
    pub(super) fn agrees(
        &self,
        story: &StoryRef,
        document: &Document,
        words: usize,
    ) -> Result<(), String> {
        let (Some(path), _) = whereabouts(&story.origin) else {
            return Ok(());
        };
        if !story.id.is_in_library() {
            return Ok(());
        }
        // Where the library can't be read, nothing is known to be wrong.
        match self.read(|library| library.known_story(Some(&path), None, document, words)) {
            Ok(Some(found)) if found != Some(story.id) => {
                Err("its file holds another story now".to_owned())
            }
            _ => Ok(()),
        }
    }

    /// What could not be saved of these articles does not stand any longer: something of them was.
    pub(super) fn forget_unsaved(&self, articles: &[ArticleId]) {
        if lock(&self.unsaved).is_empty() {
            return;
        }
        for article in articles {
            let called = self.called(*article);
            lock(&self.unsaved).retain(|id, _| !called.contains(id));
        }
    }

    /// Recognises a story whose text was read: its name in the library, if it has one.
    pub(super) fn recognise(
        &self,
        story: &StoryRef,
        document: &Document,
        words: usize,
    ) -> Result<Option<ArticleId>, String> {
        if story.id.is_in_library() {
            return Ok(Some(story.id));
        }
        let (path, seed) = whereabouts(&story.origin);
        let found = self.read(|library| {
            library.known_story(path.as_deref(), seed.as_deref(), document, words)
        })?;
        let found = found.flatten();
        if let Some(article) = found {
            self.name(story.id, article);
        }
        Ok(found)
    }

    /// The name of a story in the library, which gets one if it has none.
    ///
    /// # Errors
    /// Why it can't have one, in one line.
    pub(super) fn enter(
        &self,
        story: &StoryRef,
        title: &str,
        document: Option<&Document>,
    ) -> Result<ArticleId, String> {
        // One that was recognised may have been moved since it was here last: what is known of it is brought up to date once.
        let known = self.named(story.id);
        let entered = story.id.is_in_library()
            || document.is_none()
            || lock(&self.entered).contains(&story.id);
        if let Some(article) = known.filter(|_| entered) {
            return Ok(article);
        }
        let incoming = self.incoming(story, title, document);
        let arrived = self.write(|library| library.take_in(&[incoming], Durability::Full))?;
        let article = arrived.first().map(|arrival| arrival.id());
        let article = article.ok_or_else(|| "the story was not taken in".to_owned())?;
        self.name(story.id, article);
        if document.is_some() {
            lock(&self.entered).insert(story.id);
        }
        Ok(article)
    }

    /// The names of many stories in the library; those that have none get one, many at once.
    ///
    /// # Errors
    /// Why they can't have any, in one line.
    pub(super) fn enter_all(&self, stories: &[StoryRef]) -> Result<Vec<ArticleId>, String> {
        /// So many rows are written in a moment.
        const AT_ONCE: usize = 400;
        let unnamed: Vec<&StoryRef> = stories
            .iter()
            .filter(|story| self.named(story.id).is_none())
            .collect();
        for some in unnamed.chunks(AT_ONCE) {
            let texts: Vec<Option<Arc<Document>>> =
                some.iter().map(|story| self.recent(story.id)).collect();
            let incoming: Vec<Incoming<'_>> = some
                .iter()
                .zip(&texts)
                .map(|(story, text)| self.incoming(story, &name_of(&story.origin), text.as_deref()))
                .collect();
            let arrived = self.write(|library| library.take_in(&incoming, Durability::Full))?;
            for (story, arrival) in some.iter().zip(arrived) {
                self.name(story.id, arrival.id());
            }
        }
        let named = stories.iter().filter_map(|story| self.named(story.id));
        Ok(named.collect())
    }

    /// A story on its way into the library, where it is to be known again.
    fn incoming<'a>(
        &self,
        story: &StoryRef,
        title: &str,
        document: Option<&'a Document>,
    ) -> Incoming<'a> {
        let (path, seed) = whereabouts(&story.origin);
        Incoming {
            stamp: path
                .as_ref()
                .and(lock(&self.stamps).get(&story.id).cloned()),
            path,
            seed,
            name: title.to_owned(),
            document,
            words: document.map_or(0, Document::words),
            ..Incoming::default()
        }
    }
}

/// The file of a story, canonical, or the name of a seed story.
pub(super) fn whereabouts(origin: &Origin) -> (Option<PathBuf>, Option<String>) {
    match origin {
        Origin::File(path) => (std::fs::canonicalize(path).ok(), None),
        Origin::Seed(name) => (None, Some((*name).to_owned())),
        Origin::StandardInput | Origin::Stored(_) => (None, None),
    }
}

/// What a story is called while its title is not known.
pub(super) fn name_of(origin: &Origin) -> String {
    let name = match origin {
        Origin::File(path) => path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy()
            .into_owned(),
        Origin::Seed(name) => (*name).to_owned(),
        Origin::StandardInput => "standard input".to_owned(),
        Origin::Stored(_) => String::new(),
    };
    crate::text::clean::line(&name).into_owned()
}

/// The names of these rows in the library by their files alone, without looking into them, and what is known of them.
pub(super) fn states_by_file(
    shelf: &Shelf,
    rows: &[(ArticleId, Origin)],
) -> Vec<(ArticleId, StoryState)> {
    let found = shelf.read(|library| {
        let mut states = Vec::new();
        for (id, origin) in rows {
            let article = match whereabouts(origin) {
                (Some(path), _) => library.known_file(&path)?,
                (_, Some(seed)) => library.known_seed(&seed)?,
                _ => None,
            };
            let state = article
                .map(|article| library.states(&[article]))
                .transpose()?;
            states.extend(state.into_iter().flatten().map(|(_, state)| (*id, state)));
        }
        Ok(states)
    });
    found.ok().flatten().unwrap_or_default()
}

/// Leaves a connection for the next. One that does not see what others write is opened anew each time.
fn put_back<T: Borrow<LibraryReader>>(pool: &Mutex<Vec<T>>, library: T) {
    if library.borrow().is_current() {
        lock(pool).push(library);
    }
}

fn unopened(folder: &Path, error: &OpenError) -> String {
    // What is wrong must stand on a line; the doctor says where.
    let file = Library::file_in(folder);
    let name = file.file_name().unwrap_or(file.as_os_str());
    format!("{}: {error}", name.to_string_lossy())
}

/// The row as the list has it: what is not saved stands over what is.
pub(super) fn with_unsaved(shelf: &Shelf, rows: &mut [Article]) {
    for row in rows {
        if let Some(state) = shelf.unsaved(row.id) {
            row.state = state;
        }
    }
}
