//! Reading and extracting an article, within limits: [`DocumentLoader`].

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::cancel::Cancel;
use super::error::ReadError;
use super::extraction::{
    clean_source, decoded_source, extract_document, hints, source_of_document, source_text,
};
use super::files::{FileAccess, SystemFiles, file_name, look_up};
use super::fingerprint::fingerprint_at;
use super::refresh::{document_from_entry, source_text_from_entry};
use super::stream::Stream;
use super::tour::{TOUR_ARTICLES, TOUR_IMAGES, TourArticle, TourImage};
use crate::library::LibraryReader;
use crate::model::{ArticleId, Correction, Document, Origin, SourceText, TextKind};

/// Limits for reading one article.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a file.
    pub file: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 64 * 1024 * 1024,
        }
    }
}

/// Reader of articles from any origin. It is shared by threads; no lock is held while anything is read.
#[derive(Debug)]
pub struct DocumentLoader {
    limits: Limits,
    tour: &'static [TourArticle],
    images: &'static [TourImage],
    files: Arc<dyn FileAccess>,
    /// Pipes that were opened: they deliver their bytes only once.
    streams: Mutex<HashMap<PathBuf, StreamEntry>>,
}

#[derive(Debug, Clone)]
enum StreamEntry {
    /// Somebody reads it.
    Reading,
    /// All that came out of it.
    Read(Arc<[u8]>),
    /// More came than is read.
    TooLarge,
}

/// An article that was read.
#[derive(Debug)]
pub struct LoadedArticle {
    /// Document.
    pub document: Document,
    /// Fingerprint of its file before it was read; `None` if another write could leave it the same.
    pub fingerprint: Option<String>,
    /// Fingerprint of its file, if a stored document was extracted again: the new one must be saved.
    pub renewed: Option<String>,
}

impl DocumentLoader {
    /// Returns a loader with these limits and these articles of the tour.
    pub fn new(limits: Limits, tour: &'static [TourArticle]) -> Self {
        Self {
            limits,
            tour,
            images: &[],
            files: Arc::new(SystemFiles),
            streams: Mutex::default(),
        }
    }

    /// Returns a loader with the usual limits and the tour.
    pub fn with_tour() -> Self {
        Self::new(Limits::default(), TOUR_ARTICLES).with_images(TOUR_IMAGES)
    }

    /// Adds the images of the tour.
    pub fn with_images(mut self, images: &'static [TourImage]) -> Self {
        self.images = images;
        self
    }

    /// Reads through another file system.
    pub fn with_files(mut self, files: Arc<dyn FileAccess>) -> Self {
        self.files = files;
        self
    }

    /// Returns the limits.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Returns the articles of the tour.
    pub fn tour(&self) -> &'static [TourArticle] {
        self.tour
    }

    /// Returns the images of the tour.
    pub fn images(&self) -> &'static [TourImage] {
        self.images
    }

    /// Returns the file system that is read from.
    pub fn files(&self) -> &dyn FileAccess {
        &*self.files
    }

    /// Reads and extracts an article that is not stored, or of which the library knows only the file.
    ///
    /// # Errors
    /// The bytes can't be read, or are not an article. Standard input and stored articles have functions of their own:
    /// [`DocumentLoader::load_input`], [`DocumentLoader::load_stored`].
    pub fn load(&self, origin: &Origin, cancel: &Cancel) -> Result<LoadedArticle, ReadError> {
        let fingerprint = match origin {
            Origin::File(path) => fingerprint_at(&*self.files, path),
            Origin::Tour(_) | Origin::StandardInput | Origin::Stored(_) => None,
        };
        let document = match origin {
            Origin::File(path) => {
                let bytes = self.read_file(path, cancel)?;
                extract_document(&bytes, file_name(path))?
            }
            Origin::Tour(name) => {
                extract_document(self.tour_article(name)?.as_bytes(), Some(name))?
            }
            Origin::StandardInput => return Err(ReadError::InputClosed),
            Origin::Stored(_) => return Err(ReadError::NoText),
        };
        Ok(LoadedArticle {
            document,
            fingerprint,
            renewed: None,
        })
    }

    /// Loads a stored article, as it was extracted. A document of an older extractor is extracted again, if
    /// its file exists and is unchanged.
    ///
    /// # Errors
    /// The library can't be read, or has no text of it.
    pub fn load_stored(
        &self,
        library: &LibraryReader,
        article: ArticleId,
        cancel: &Cancel,
    ) -> Result<LoadedArticle, ReadError> {
        let Some(document) = library.extracted_document(article)? else {
            return match self.tour_article_named(library, article)? {
                Some(name_in_tour) => self.load(&Origin::Tour(name_in_tour), cancel),
                None => load_entry(library, article),
            };
        };
        let renewed = match library.has_outdated_document(article)? {
            true => self.renew(library, article, cancel),
            false => None,
        };
        let (document, renewed) = match renewed {
            Some((document, fingerprint)) => (document, Some(fingerprint)),
            None => (document, None),
        };
        Ok(LoadedArticle {
            document,
            fingerprint: None,
            renewed,
        })
    }

    /// Extracts the file of a stored article again, if it is unchanged since then; otherwise the old document stays.
    fn renew(
        &self,
        library: &LibraryReader,
        article: ArticleId,
        cancel: &Cancel,
    ) -> Option<(Document, String)> {
        let (path, known) = library.file_of(article).ok()??;
        let is_same = || fingerprint_at(&*self.files, &path).as_ref() == Some(&known);
        if !is_same() {
            return None;
        }
        let loaded = self.load(&Origin::File(path.clone()), cancel).ok()?;
        is_same().then_some((loaded.document, known))
    }

    /// Reads and extracts all of standard input.
    ///
    /// # Errors
    /// Standard input can't be read, exceeds the limit of a file, or is not an article.
    pub fn load_input(&self, input: impl Read) -> Result<Document, ReadError> {
        let limit = self.limits.file;
        let mut bytes = Vec::new();
        input.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(ReadError::TooLarge { limit });
        }
        Ok(extract_document(&bytes, None)?)
    }

    /// Returns the source of an article, clean, at most 8 MiB of it, in segments that are part of the article or not.
    ///
    /// # Errors
    /// As [`DocumentLoader::load`].
    pub fn source_text(
        &self,
        origin: &Origin,
        corrections: &[Correction],
        cancel: &Cancel,
    ) -> Result<SourceText, ReadError> {
        match origin {
            Origin::File(path) => {
                let bytes = self.read_file(path, cancel)?;
                source_text(&bytes, file_name(path), corrections)
            }
            Origin::Tour(name) => {
                source_text(self.tour_article(name)?.as_bytes(), Some(name), corrections)
            }
            Origin::StandardInput => Err(ReadError::InputClosed),
            Origin::Stored(_) => Err(ReadError::NoSource),
        }
    }

    /// Returns the whole source of an article as its bytes are decoded, clean, without marks.
    ///
    /// # Errors
    /// As [`DocumentLoader::load`].
    pub fn decoded_source(&self, origin: &Origin, cancel: &Cancel) -> Result<String, ReadError> {
        match origin {
            Origin::File(path) => Ok(decoded_source(
                &self.read_file(path, cancel)?,
                &hints(file_name(path)),
            )?),
            Origin::Tour(name) => Ok(clean_source(self.tour_article(name)?)),
            Origin::StandardInput => Err(ReadError::InputClosed),
            Origin::Stored(_) => Err(ReadError::NoSource),
        }
    }

    /// Returns the whole source of a stored article, clean: the text of its entry in a feed, else its file or the article of the
    /// tour.
    ///
    /// # Errors
    /// The library can't be read or has no source of the article, or its file can't be read.
    pub fn decoded_source_of_stored(
        &self,
        library: &LibraryReader,
        article: ArticleId,
        cancel: &Cancel,
    ) -> Result<String, ReadError> {
        if let Some(text) = source_text_from_entry(library, article)? {
            return Ok(clean_source(&text));
        }
        self.decoded_source(&self.source_of_stored(library, article)?, cancel)
    }

    /// Returns the source of a stored article that is in no file: the text of its entry in a feed, or of a page that was fetched,
    /// in the parts that the extraction found. `None` if its source is a file or an article of the tour.
    ///
    /// # Errors
    /// The library can't be read, or has no text of the article.
    pub fn source_of_stored_text(
        &self,
        library: &LibraryReader,
        article: ArticleId,
    ) -> Result<Option<SourceText>, ReadError> {
        let corrections = library.corrections(article)?;
        let is_page = library.article_texts(article)?.shown == TextKind::Page;
        let of_entry = match is_page {
            true => library.extracted_document(article)?,
            false => document_from_entry(library, article)?,
        };
        let document = match of_entry {
            Some(document) => document,
            None if self.source_of_stored(library, article).is_ok() => return Ok(None),
            None => library
                .extracted_document(article)?
                .ok_or(ReadError::NoSource)?,
        };
        Ok(Some(source_of_document(&document, &corrections)))
    }

    /// Returns the origin of the source of a stored article: its file, or an article of the tour.
    ///
    /// # Errors
    /// The library can't be read, or has no document.
    pub fn source_of_stored(
        &self,
        library: &LibraryReader,
        article: ArticleId,
    ) -> Result<Origin, ReadError> {
        let path = library.article(article)?.and_then(|article| article.path);
        match (path, self.tour_article_named(library, article)?) {
            (Some(path), _) => Ok(Origin::File(path)),
            (None, Some(name_in_tour)) => Ok(Origin::Tour(name_in_tour)),
            (None, None) => Err(ReadError::NoSource),
        }
    }

    /// Opens a path if it is a pipe or a device that is not open yet: for a caller that polls many at once, and passes
    /// the result to [`DocumentLoader::store_stream`]. `None` for files that [`DocumentLoader::load`] reads without
    /// waiting.
    ///
    /// # Errors
    /// The path can't be opened, or is being read by another task.
    pub fn begin_stream(&self, path: &Path) -> Result<Option<Stream>, ReadError> {
        let about = self.files.metadata(path)?;
        if about.is_file() || about.is_dir() {
            return Ok(None);
        }
        match self.claim_stream(path) {
            Some(StreamEntry::Read(_) | StreamEntry::TooLarge) => Ok(None),
            Some(StreamEntry::Reading) => Err(ReadError::InputPending),
            None => match self.files.open(path) {
                Ok(file) => Ok(Some(Stream::new(file, self.limits.file))),
                Err(error) => {
                    self.lock().remove(path);
                    Err(error.into())
                }
            },
        }
    }

    /// Returns true if a path is a pipe or a device that was not read to its end.
    ///
    /// # Errors
    /// The path does not exist, or can't be looked up.
    pub fn is_unread_stream(&self, path: &Path) -> Result<bool, ReadError> {
        let about = self.files.metadata(path)?;
        let is_stream = !(about.is_file() || about.is_dir());
        Ok(is_stream && !matches!(self.lock().get(path), Some(StreamEntry::Read(_))))
    }

    /// Stores the result of reading a pipe. A failed one can be opened again.
    pub fn store_stream(&self, path: &Path, read: Result<Stream, &ReadError>) -> Option<Arc<[u8]>> {
        let entry = match read {
            Ok(stream) => StreamEntry::Read(stream.into_bytes().into()),
            Err(ReadError::TooLarge { .. }) => StreamEntry::TooLarge,
            Err(_) => {
                self.lock().remove(path);
                return None;
            }
        };
        self.lock().insert(path.to_owned(), entry.clone());
        match entry {
            StreamEntry::Read(bytes) => Some(bytes),
            StreamEntry::Reading | StreamEntry::TooLarge => None,
        }
    }

    fn read_file(&self, path: &Path, cancel: &Cancel) -> Result<Arc<[u8]>, ReadError> {
        cancel.check()?;
        let about = look_up(&*self.files, path)?;
        if about.is_file() {
            if about.len() > self.limits.file {
                return Err(self.too_large());
            }
            return self.read_open(self.files.open(path)?, about.len(), cancel);
        }
        if about.is_dir() {
            return self.read_open(self.files.open(path)?, 0, cancel);
        }
        match self.claim_stream(path) {
            Some(StreamEntry::Read(bytes)) => return Ok(bytes),
            Some(StreamEntry::TooLarge) => return Err(self.too_large()),
            Some(StreamEntry::Reading) => return Err(ReadError::InputPending),
            None => {}
        }
        let read = self.files.open(path).map_err(ReadError::from);
        let read = read.and_then(|file| {
            let mut stream = Stream::new(file, self.limits.file);
            stream.read_to_end(cancel)?;
            Ok(stream)
        });
        match read {
            Ok(stream) => self
                .store_stream(path, Ok(stream))
                .ok_or(ReadError::InputPending),
            Err(error) => {
                self.store_stream(path, Err(&error));
                Err(error)
            }
        }
    }

    fn read_open(
        &self,
        mut file: File,
        expected: u64,
        cancel: &Cancel,
    ) -> Result<Arc<[u8]>, ReadError> {
        /// Bytes between two looks at the flag.
        const READ_STEP: u64 = 1024 * 1024;
        let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
        loop {
            cancel.check()?;
            if (&mut file).take(READ_STEP).read_to_end(&mut bytes)? == 0 {
                return Ok(bytes.into());
            }
            if bytes.len() as u64 > self.limits.file {
                return Err(self.too_large());
            }
        }
    }

    /// Returns the state of a pipe; if it has none, the caller becomes its reader.
    fn claim_stream(&self, path: &Path) -> Option<StreamEntry> {
        let mut streams = self.lock();
        let known = streams.get(path).cloned();
        if known.is_none() {
            streams.insert(path.to_owned(), StreamEntry::Reading);
        }
        known
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, StreamEntry>> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tour_article(&self, name: &str) -> Result<&'static str, ReadError> {
        let name_in_tour = self.tour.iter().find(|(known, _)| *known == name);
        name_in_tour
            .map(|(_, text)| *text)
            .ok_or(ReadError::UnknownTourArticle)
    }

    /// Returns the article of the tour that an article of the library is.
    fn tour_article_named(
        &self,
        library: &LibraryReader,
        article: ArticleId,
    ) -> Result<Option<&'static str>, ReadError> {
        let name = library.tour_name_of(article)?;
        let known = |name: String| self.tour.iter().find(|(known, _)| *known == name);
        Ok(name.and_then(known).map(|(name, _)| *name))
    }

    fn too_large(&self) -> ReadError {
        ReadError::TooLarge {
            limit: self.limits.file,
        }
    }
}

/// Loads an article whose document was not extracted from the entry of its feed yet.
fn load_entry(library: &LibraryReader, article: ArticleId) -> Result<LoadedArticle, ReadError> {
    let document = document_from_entry(library, article)?.ok_or(ReadError::NoText)?;
    Ok(LoadedArticle {
        document,
        fingerprint: None,
        renewed: None,
    })
}
