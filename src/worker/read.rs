//! The bytes of a story, within limits, and the document in them: [`Store`].

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::shelf::Shelf;
use super::stamp::stamp_at;
use crate::extract::{Hints, charset, detect, extract};
use crate::ingest::{SEED_PICTURES, SEEDS, Seed, SeedPicture};
use crate::model::{ArticleId, Document, Origin};
use crate::text::clean;

/// What is read of one story at most.
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

/// The most raw text that is shown, in bytes.
const LONGEST_RAW: usize = 8 * 1024 * 1024;

/// Knows how to get at the bytes of every story.
#[derive(Debug, Default)]
pub struct Store {
    limits: Limits,
    seeds: &'static [Seed],
    pictures: &'static [SeedPicture],
    /// What came out of pipes: it can be read only once.
    streams: Mutex<HashMap<PathBuf, Arc<[u8]>>>,
    shelf: Shelf,
    /// After how many days the library lets go of what feeds brought and was read; 0 keeps it.
    keep_days: u32,
}

/// A story that was read.
pub(super) struct Story {
    /// What it says.
    pub(super) document: Document,
    /// The size and the time of its file before it was read.
    pub(super) stamp: Option<String>,
    /// Those of its file, where a text of the library was made anew from that: it is to be kept.
    pub(super) renewed: Option<String>,
}

impl Store {
    /// A store with these limits and these seed stories.
    pub fn new(limits: Limits, seeds: &'static [Seed]) -> Self {
        Self {
            limits,
            seeds,
            pictures: &[],
            streams: Mutex::default(),
            shelf: Shelf::default(),
            keep_days: 0,
        }
    }

    /// A store with the tour.
    pub fn with_tour() -> Self {
        Self::new(Limits::default(), SEEDS).with_pictures(SEED_PICTURES)
    }

    /// The same with the library in a data folder.
    pub fn with_library(mut self, folder: PathBuf) -> Self {
        self.shelf = Shelf::new(folder);
        self
    }

    /// What is to be told of the library itself and was not told yet.
    pub fn notices(&self) -> Vec<String> {
        self.shelf.notices()
    }

    /// The seed stories.
    pub(super) fn seeds(&self) -> &'static [Seed] {
        self.seeds
    }

    /// The same with a library that lets go of what feeds brought and was read, after so many days; 0 keeps it.
    pub fn with_keep_days(mut self, days: u32) -> Self {
        self.keep_days = days;
        self
    }

    /// After how many days the library lets go of what was read.
    pub(super) fn keep_days(&self) -> u32 {
        self.keep_days
    }

    /// The way to the library.
    pub(super) fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// The same with the pictures of the seed stories.
    pub fn with_pictures(mut self, pictures: &'static [SeedPicture]) -> Self {
        self.pictures = pictures;
        self
    }

    /// The pictures of the seed stories.
    pub(super) fn pictures(&self) -> &'static [SeedPicture] {
        self.pictures
    }

    /// The limits.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Reads and extracts a story.
    ///
    /// # Errors
    /// Why it can't be read, in one line without its name.
    pub fn document(&self, origin: &Origin) -> Result<Document, String> {
        self.story(origin).map(|story| story.document)
    }

    /// The same, with what is to be kept of it.
    pub(super) fn story(&self, origin: &Origin) -> Result<Story, String> {
        let stamp = match origin {
            Origin::File(path) => stamp_at(path),
            _ => None,
        };
        if let Origin::Stored(id) = origin {
            return self.stored(*id);
        }
        Ok(Story {
            document: self.extracted(origin)?,
            stamp,
            renewed: None,
        })
    }

    /// A story of the library. One that an older extraction has made is made again, if its file is there and as it was.
    fn stored(&self, id: ArticleId) -> Result<Story, String> {
        let Some(Some((document, old))) = self.shelf.read(|library| library.document(id))? else {
            return Ok(Story {
                document: self.extracted(&Origin::Stored(id))?,
                stamp: None,
                renewed: None,
            });
        };
        let again = || {
            let (path, stamp) = self.shelf.read(|library| library.file_of(id)).ok()???;
            let same = || stamp_at(&path).as_ref() == Some(&stamp);
            if !same() {
                return None;
            }
            let document = self.extracted(&Origin::File(path.clone())).ok()?;
            same().then_some((document, stamp))
        };
        let (document, renewed) = match old.then(again).flatten() {
            Some((document, stamp)) => (document, Some(stamp)),
            None => (document, None),
        };
        Ok(Story {
            document,
            stamp: None,
            renewed,
        })
    }

    fn extracted(&self, origin: &Origin) -> Result<Document, String> {
        match origin {
            Origin::File(path) => {
                let bytes = self.read_file(path)?;
                let name = path.file_name().and_then(|name| name.to_str());
                to_document(&bytes, name)
            }
            Origin::Seed(name) => {
                let seed = self.seeds.iter().find(|(known, _)| known == name);
                let text = seed.map(|(_, text)| *text).ok_or("no such seed story")?;
                to_document(text.as_bytes(), Some(name))
            }
            Origin::StandardInput => Err("standard input can be read only once".to_owned()),
            Origin::Stored(id) => match self.seed_of(*id)? {
                Some(seed) => self.extracted(&Origin::Seed(seed)),
                None => Err("its text is not in the library".to_owned()),
            },
        }
    }

    /// The text of a story's source as it was decoded, clean, and at most 8 MiB of it.
    ///
    /// # Errors
    /// Why it can't be read, in one line without its name.
    pub fn raw(&self, origin: &Origin) -> Result<String, String> {
        match origin {
            Origin::File(path) => {
                let name = path.file_name().and_then(|name| name.to_str());
                raw_text(&self.read_file(path)?, name)
            }
            Origin::Seed(name) => {
                let seed = self.seeds.iter().find(|(known, _)| known == name);
                let text = seed.map(|(_, text)| *text).ok_or("no such seed story")?;
                raw_text(text.as_bytes(), Some(name))
            }
            Origin::StandardInput => Err("standard input can be read only once".to_owned()),
            Origin::Stored(id) => {
                let article = self.shelf.read(|library| library.article(*id))?;
                match (article.flatten().and_then(|a| a.path), self.seed_of(*id)?) {
                    (Some(path), _) => self.raw(&Origin::File(path)),
                    (None, Some(seed)) => self.raw(&Origin::Seed(seed)),
                    _ => Err("the library keeps the story and not its source".to_owned()),
                }
            }
        }
    }

    /// The seed story that an article of the library is.
    fn seed_of(&self, article: ArticleId) -> Result<Option<&'static str>, String> {
        let name = self
            .shelf
            .read(|library| library.seed_of(article))?
            .flatten();
        let known = |name: String| self.seeds.iter().find(|(known, _)| *known == name);
        Ok(name.and_then(known).map(|(name, _)| *name))
    }

    fn read_file(&self, path: &Path) -> Result<Arc<[u8]>, String> {
        let say = |error: std::io::Error| explain(&error);
        let metadata = std::fs::metadata(path).map_err(say)?;
        if metadata.is_file() {
            if metadata.len() > self.limits.file {
                return Err(self.too_large());
            }
            return self.read_open(File::open(path).map_err(say)?);
        }
        // A pipe (`newsprint <(command)`) gives its bytes once, so whoever comes first reads, and the others wait for it.
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = streams.get(path) {
            return Ok(bytes.clone());
        }
        let bytes = self.read_open(File::open(path).map_err(say)?)?;
        streams.insert(path.to_owned(), bytes.clone());
        Ok(bytes)
    }

    fn read_open(&self, file: File) -> Result<Arc<[u8]>, String> {
        let mut bytes = Vec::new();
        let read = file.take(self.limits.file + 1).read_to_end(&mut bytes);
        read.map_err(|error| explain(&error))?;
        if bytes.len() as u64 > self.limits.file {
            return Err(self.too_large());
        }
        Ok(bytes.into())
    }

    fn too_large(&self) -> String {
        format!("larger than {} MiB", self.limits.file / (1024 * 1024))
    }
}

/// The text in `bytes`, tabs as spaces.
fn raw_text(bytes: &[u8], name: Option<&str>) -> Result<String, String> {
    let hints = Hints {
        name,
        ..Hints::default()
    };
    let format = detect::detect(bytes, &hints).map_err(|error| error.to_string())?;
    let mut text = charset::decode(bytes, format, &hints);
    let cut = text.len() > LONGEST_RAW;
    let end = (0..=LONGEST_RAW.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end));
    text.truncate(end.unwrap_or(0));
    let mut text = clean::code(&text).into_owned();
    if cut {
        text.push_str("\n…");
    }
    Ok(text)
}

/// The document in `bytes`.
///
/// # Errors
/// Why there is none.
pub fn to_document(bytes: &[u8], name: Option<&str>) -> Result<Document, String> {
    let hints = Hints {
        name,
        ..Hints::default()
    };
    extract(bytes, &hints)
        .map(|extraction| extraction.document)
        .map_err(|error| error.to_string())
}

/// What went wrong, in the words of the system, without its number.
pub fn explain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = plain.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => "can't be read".to_owned(),
    }
}
