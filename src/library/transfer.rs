//! Export of the library to other formats, and import.

pub(in crate::library) mod export;
pub(in crate::library) mod import;

use std::io::{self, Read, Write};

use crate::library::transfer::export::{ExportError, ExportReport};
use crate::library::transfer::import::markdown::MarkdownFile;
use crate::library::transfer::import::{ImportError, ImportReport};
use crate::library::{Library, LibraryReader};

impl LibraryReader {
    /// Writes everything. `progress` is told how many articles of how many are written.
    ///
    /// # Errors
    /// The library can't be read, or the output takes no more.
    pub fn export_json(
        &self,
        output: &mut impl Write,
        progress: impl FnMut(usize, usize),
    ) -> Result<ExportReport, ExportError> {
        export::json::export_json(self, output, progress)
    }

    /// Writes a link for every bookmarked article that has one, the oldest bookmark first.
    ///
    /// # Errors
    /// The library can't be read, or the output takes no more.
    pub fn export_netscape(
        &self,
        output: &mut impl Write,
        progress: impl FnMut(usize, usize),
    ) -> Result<ExportReport, ExportError> {
        export::netscape::export_netscape(self, output, progress)
    }

    /// Hands over a file for every article that is bookmarked, or for every one of the library: its name and its text. A name is
    /// always the same for the same article and title.
    ///
    /// # Errors
    /// The library can't be read, and what `put` says.
    pub fn export_markdown(
        &self,
        all: bool,
        write_file: impl FnMut(&str, &str) -> io::Result<()>,
        progress: impl FnMut(usize, usize),
    ) -> Result<ExportReport, ExportError> {
        export::markdown::export_markdown(self, all, write_file, progress)
    }
}

impl Library {
    /// Takes in what `LibraryReader::export_json` wrote. `progress` is told how many articles have been read.
    ///
    /// # Errors
    /// The input is none of ours or ends early, or the library takes nothing; what was taken in until then stays.
    pub fn import_json(
        &mut self,
        input: impl Read,
        progress: impl FnMut(usize),
    ) -> Result<ImportReport, ImportError> {
        import::json::import_json(self, input, progress)
    }

    /// Takes in every bookmark of a page, as an article that is kept and bookmarked.
    ///
    /// # Errors
    /// The library takes nothing; what was taken in until then stays.
    pub fn import_netscape(
        &mut self,
        bytes: &[u8],
        progress: impl FnMut(usize),
    ) -> Result<ImportReport, ImportError> {
        import::netscape::import_netscape(self, bytes, progress)
    }

    /// Takes in files, one after the other. One that is no article is left out.
    ///
    /// # Errors
    /// The library takes nothing; what was taken in until then stays.
    pub fn import_markdown(
        &mut self,
        files: impl IntoIterator<Item = MarkdownFile>,
        progress: impl FnMut(usize),
    ) -> Result<ImportReport, ImportError> {
        import::markdown::import_markdown(self, files, progress)
    }
}
