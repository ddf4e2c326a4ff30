//! Images of the web that were fetched, in the cache folder: [`ImageCache`].

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::ingest::TourImage;

/// Stored images beside the files of articles.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "images"), allow(dead_code))]
pub(super) struct StoredImages<'a> {
    /// Images of the tour.
    pub(super) tour: &'a [TourImage],
    /// Images of the web that were fetched.
    pub(super) web: Option<&'a ImageCache>,
}

/// Images of the web that were fetched, a file each, named by a hash of its address. Nothing else is in the folder, which is
/// created with the first image, and may be deleted at any time.
#[derive(Debug, Clone)]
pub(super) struct ImageCache {
    folder: PathBuf,
    /// Limit of all files together, in bytes: those that were not shown for the longest time are deleted.
    max_bytes: u64,
}

impl ImageCache {
    /// Returns the cache in a folder, whose files have at most `max_bytes` bytes together.
    pub(super) fn new(folder: PathBuf, max_bytes: u64) -> Self {
        Self { folder, max_bytes }
    }

    /// Opens the file of an address, and marks it as used.
    #[cfg_attr(not(feature = "images"), allow(dead_code))]
    pub(super) fn open(&self, url: &str) -> Option<File> {
        let path = self.path(url);
        let file = File::open(&path).ok()?;
        // A folder that can't be written still has its images.
        if let Ok(writable) = File::options().append(true).open(&path) {
            let _ = writable.set_modified(SystemTime::now());
        }
        Some(file)
    }

    /// Stores the image of an address, and deletes others if all are too large.
    ///
    /// # Errors
    /// The folder can't be written.
    pub(super) fn insert(&self, url: &str, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let path = self.path(url);
        // Another program may read the file while it is written.
        let partial = path.with_extension(format!("{}.part", std::process::id()));
        let written = write_all(&partial, bytes).and_then(|()| fs::rename(&partial, &path));
        if written.is_err() {
            let _ = fs::remove_file(&partial);
        }
        self.trim();
        written
    }

    /// Deletes the files that were not used for the longest time, until the limit holds.
    fn trim(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return;
        };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
            .flatten()
            .filter_map(|entry| {
                let metadata = entry.metadata().ok().filter(|found| found.is_file())?;
                let used = metadata.modified().ok()?;
                Some((used, metadata.len(), entry.path()))
            })
            .collect();
        let mut bytes: u64 = files.iter().map(|(_, length, _)| length).sum();
        files.sort();
        for (_, length, path) in files {
            if bytes <= self.max_bytes {
                return;
            }
            if fs::remove_file(path).is_ok() {
                bytes -= length;
            }
        }
    }

    /// Returns the path of the file of an address.
    fn path(&self, url: &str) -> PathBuf {
        let hash = |salt: &str| {
            let mut hasher = DefaultHasher::new();
            (salt, url).hash(&mut hasher);
            hasher.finish()
        };
        self.folder
            .join(format!("{:016x}{:016x}", hash("a"), hash("b")))
    }
}

fn write_all(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create(path)?.write_all(bytes)
}

/// Returns true if an address is one of the web.
pub(super) fn is_web_url(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    })
}
