//! A pool of library connections shared by the worker threads: [`LibraryPool`]. Each call checks one out and returns it.

use std::borrow::Borrow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::lock::lock;
use super::notices::Notices;
use super::notify::Notify;
use crate::library::{Library, LibraryError, LibraryReader, OpenError, OpenMode, session_name};

/// A pool of connections to the library in one data folder.
#[derive(Debug)]
pub(super) struct LibraryPool {
    /// Data folder; `None` if nothing is to be stored.
    folder: Option<PathBuf>,
    /// Idle connections.
    readers: Mutex<Vec<LibraryReader>>,
    writers: Mutex<Vec<Library>>,
    /// Names this session in the journal.
    session: String,
    /// True if the articles of a story share their read marks.
    shares_read: bool,
    /// Set when something was written.
    written: Notify,
    notices: Notices,
}

/// Error of opening, reading or writing the library.
#[derive(Debug, thiserror::Error)]
pub(super) enum PoolError {
    /// No data folder.
    #[error("no data folder")]
    NoFolder,
    /// The library can't be opened.
    #[error("{file}: {error}")]
    Open {
        /// The name of its file.
        file: String,
        /// Error of opening the file.
        error: OpenError,
    },
    /// The library can't be read, or can't be written.
    #[error(transparent)]
    Library(#[from] LibraryError),
}

impl LibraryPool {
    /// Makes a pool for the library in a data folder; without one, nothing is read or stored.
    pub(super) fn new(folder: Option<PathBuf>) -> Self {
        Self {
            folder,
            readers: Mutex::default(),
            writers: Mutex::default(),
            session: session_name(),
            shares_read: false,
            written: Notify::default(),
            notices: Notices::default(),
        }
    }

    /// Sets whether the articles of a story share their read marks.
    pub(super) fn share_read(&mut self, is_shared: bool) {
        self.shares_read = is_shared;
    }

    /// Returns the data folder.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Returns true if there is a data folder.
    pub(super) fn has_library(&self) -> bool {
        let file = self.folder.as_deref().map(Library::library_file);
        file.is_some_and(|file| file.exists())
    }

    /// Returns the wake-up that is triggered by every write.
    pub(super) fn write_notify(&self) -> &Notify {
        &self.written
    }

    /// Lines for the user about the library itself.
    pub(super) fn notices(&self) -> &Notices {
        &self.notices
    }

    /// Reads from the library; `None` if it does not exist yet.
    ///
    /// # Errors
    /// The library can't be opened or read.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&LibraryReader) -> Result<T, LibraryError>,
    ) -> Result<Option<T>, PoolError> {
        Ok(self.with_reader(work)?.transpose()?)
    }

    /// Reads from the library with work that has its own error type; `None` if the library does not exist yet.
    ///
    /// # Errors
    /// The library can't be opened.
    pub(super) fn with_reader<T>(
        &self,
        work: impl FnOnce(&LibraryReader) -> T,
    ) -> Result<Option<T>, PoolError> {
        let Some(folder) = &self.folder else {
            return Ok(None);
        };
        let open = || LibraryReader::open(folder, OpenMode::Existing);
        let library = match self.checkout(&self.readers, open) {
            Ok(library) => library,
            Err(OpenError::NotFound) => return Ok(None),
            Err(error) => {
                let error = open_error(folder, error);
                self.notices.add(error.to_string());
                return Err(error);
            }
        };
        let done = work(&library);
        checkin(&self.readers, library);
        Ok(Some(done))
    }

    /// Writes to the library, which is created if necessary.
    ///
    /// # Errors
    /// The library can't be opened or written.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, PoolError> {
        Ok(self.write_with(work)??)
    }

    /// Writes to the library, which is created if necessary, with work that has its own error type.
    ///
    /// # Errors
    /// The library can't be opened.
    pub(super) fn write_with<T>(
        &self,
        work: impl FnOnce(&mut Library) -> T,
    ) -> Result<T, PoolError> {
        let folder = self.folder.as_ref().ok_or(PoolError::NoFolder)?;
        let mut library = self
            .checkout(&self.writers, || Library::open(folder, OpenMode::Create))
            .map_err(|error| open_error(folder, error))?;
        library.set_session(&self.session);
        library.share_read(self.shares_read);
        let done = work(&mut library);
        checkin(&self.writers, library);
        self.written.notify();
        Ok(done)
    }

    /// Writes to the library if it exists, with work that has its own error type, without waking the index.
    ///
    /// # Errors
    /// The library can't be opened.
    pub(super) fn with_writer<T>(
        &self,
        work: impl FnOnce(&mut Library) -> T,
    ) -> Result<Option<T>, PoolError> {
        let Some(folder) = &self.folder else {
            return Ok(None);
        };
        let open = || Library::open(folder, OpenMode::Existing);
        let mut library = match self.checkout(&self.writers, open) {
            Ok(library) => library,
            Err(OpenError::NotFound) => return Ok(None),
            Err(error) => return Err(open_error(folder, error)),
        };
        library.set_session(&self.session);
        library.share_read(self.shares_read);
        let done = work(&mut library);
        checkin(&self.writers, library);
        Ok(Some(done))
    }

    /// Leaves the library in order: before the program ends.
    pub(super) fn close(&self) {
        lock(&self.readers).clear();
        let writers = std::mem::take(&mut *lock(&self.writers));
        if let Some(library) = writers.last() {
            library.checkpoint_on_close();
        }
    }

    /// Checks out a connection: an idle one, if its file is still the one at its path.
    fn checkout<T: Borrow<LibraryReader>>(
        &self,
        pool: &Mutex<Vec<T>>,
        open: impl FnOnce() -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        loop {
            // The lock is not held while a file is looked up.
            let waiting = lock(pool).pop();
            match waiting {
                Some(library) if library.borrow().is_current() => return Ok(library),
                Some(_) => {}
                None => break,
            }
        }
        let library = open()?;
        if let Some(notice) = library.borrow().notice() {
            self.notices.add(notice);
        }
        Ok(library)
    }
}

/// Puts a connection back into the pool. One that does not see changes of others is opened again each time.
fn checkin<T: Borrow<LibraryReader>>(pool: &Mutex<Vec<T>>, library: T) {
    if library.borrow().is_current() {
        lock(pool).push(library);
    }
}

fn open_error(folder: &Path, error: OpenError) -> PoolError {
    // The error must fit on a line; the doctor has the details.
    let file = Library::library_file(folder);
    let name = file.file_name().unwrap_or(file.as_os_str());
    PoolError::Open {
        file: name.to_string_lossy().into_owned(),
        error,
    }
}
