//! Articles of given addresses, `newsprint URL`: they are fetched before the front end starts, and read from files in a temporary
//! folder, which is removed at the end ([`AddressFiles`]). Nothing is added to the library.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::paths::display_path;
use super::progress::Progress;
use crate::fetch::{Client, ClientOptions};
use crate::ingest::{AddressText, read_address};
use crate::model::Document;
use crate::text::clean;
use crate::text::io_message;
use crate::text::writers::document_markdown;

/// Largest number of entries of a feed that become files.
const MAX_ENTRIES: usize = 500;
/// Largest length of a file name made from a title, in characters.
const MAX_NAME_CHARS: usize = 60;

/// Temporary files with the articles of addresses. They are removed when the value is dropped.
#[derive(Debug, Default)]
pub struct AddressFiles {
    folder: Option<PathBuf>,
}

impl Drop for AddressFiles {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            // What can't be removed is left to the system.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

impl AddressFiles {
    /// Replaces the addresses among given paths by files, or by a folder for each feed. An existing path is no address. An address that
    /// can't be read is left out; `failed` is called with its error, `WHAT: WHERE: what to do`.
    pub(super) fn replace_addresses(
        &mut self,
        paths: &[PathBuf],
        failed: &mut dyn FnMut(String),
    ) -> Vec<PathBuf> {
        let mut client = None;
        let mut replaced = Vec::with_capacity(paths.len());
        for path in paths {
            let Some(address) = address_of(path) else {
                replaced.push(path.clone());
                continue;
            };
            let client = client.get_or_insert_with(|| Client::new(ClientOptions::default()));
            let name = display_path(path);
            let mut progress = Progress::new(&name);
            progress.show(0, None);
            let text = read_address(client, address);
            drop(progress);
            let written = match &text {
                Ok(text) => self.write(text).map_err(|error| io_message(&error)),
                Err(error) => Err(error.to_string()),
            };
            match written {
                Ok(file) => replaced.push(file),
                Err(reason) => failed(format!("can't be read: {name}: {reason}")),
            }
        }
        replaced
    }

    fn write(&mut self, text: &AddressText) -> io::Result<PathBuf> {
        let folder = self.folder()?;
        match text {
            AddressText::Page(document) => {
                let file = folder.join(file_name(None, document));
                write_document(&file, document)?;
                Ok(file)
            }
            AddressText::Feed { title, entries } => {
                let name = safe_name(title.as_deref().unwrap_or_default());
                let folder = new_folder(&folder, &name)?;
                for (index, document) in entries.iter().take(MAX_ENTRIES).enumerate() {
                    let file = folder.join(file_name(Some(index + 1), document));
                    write_document(&file, document)?;
                }
                Ok(folder)
            }
        }
    }

    /// Returns the temporary folder, which only the user can read.
    fn folder(&mut self) -> io::Result<PathBuf> {
        if let Some(folder) = &self.folder {
            return Ok(folder.clone());
        }
        let name = format!("newsprint-{}", std::process::id());
        let folder = new_folder(&std::env::temp_dir(), &name)?;
        self.folder = Some(folder.clone());
        Ok(folder)
    }
}

/// Returns the address that a given path is; `None` if it is a path.
pub(super) fn address_of(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let is_address = ["http://", "https://", "feed:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme));
    (is_address && !path.exists()).then_some(text)
}

/// Makes a folder that did not exist before.
fn new_folder(parent: &Path, name: &str) -> io::Result<PathBuf> {
    for number in 1..1000 {
        let name = match number {
            1 => name.to_owned(),
            number => format!("{name} {number}"),
        };
        let folder = parent.join(name);
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&folder) {
            Ok(()) => return Ok(folder),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn write_document(file: &Path, document: &Document) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).open(file)?;
    io::Write::write_all(&mut file, document_markdown(document).as_bytes())
}

fn file_name(number: Option<usize>, document: &Document) -> String {
    let title = safe_name(document.metadata.title.as_deref().unwrap_or_default());
    match number {
        Some(number) => format!("{number:03} {title}.md"),
        None => format!("{title}.md"),
    }
}

/// Returns a title as a name of a file: letters, digits and spaces.
fn safe_name(title: &str) -> String {
    let title = clean::clean_line(title);
    let letters = title.chars().map(|letter| match letter.is_alphanumeric() {
        true => letter,
        false => ' ',
    });
    let letters: String = letters.take(MAX_NAME_CHARS).collect();
    let words: Vec<&str> = letters.split_whitespace().collect();
    match words.is_empty() {
        true => "Untitled".to_owned(),
        false => words.join(" "),
    }
}
