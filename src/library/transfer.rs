//! Export of the library as JSON, Markdown files, browser bookmarks or OPML, and import of these and of lists of other
//! programs.

pub(in crate::library) mod export;
pub(in crate::library) mod import;

use std::io::{self, Read, Write};

use crate::library::transfer::export::{ExportError, ExportReport};
use crate::library::transfer::import::markdown::MarkdownFile;
use crate::library::transfer::import::{ImportError, ImportFormat, ImportReport};
use crate::library::{Library, LibraryReader};
use crate::model::SubscriptionList;

impl LibraryReader {
    /// Writes the whole library as JSON. `progress` gets the number of written articles, and of all.
    ///
    /// # Errors
    /// The library can't be read, or the output can't be written.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::library::{Library, OpenMode};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let library = Library::open(folder.path(), OpenMode::Create)?;
    /// let mut output = Vec::new();
    /// let report = library.export_json(&mut output, |_, _| {})?;
    /// assert_eq!(report.articles, 0);
    /// assert!(output.starts_with(b"{\"newsprint\":2,"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn export_json(
        &self,
        output: &mut impl Write,
        progress: impl FnMut(usize, usize),
    ) -> Result<ExportReport, ExportError> {
        export::json::export_json(self, output, progress)
    }

    /// Writes a Netscape bookmark file: a link for every bookmarked article that has one, the oldest bookmark first.
    ///
    /// # Errors
    /// The library can't be read, or the output can't be written.
    pub fn export_netscape(
        &self,
        output: &mut impl Write,
        progress: impl FnMut(usize, usize),
    ) -> Result<ExportReport, ExportError> {
        export::netscape::export_netscape(self, output, progress)
    }

    /// Writes the subscriptions as OPML 2.0, categories nested. `namespace` is that of the attributes that only newsprint
    /// reads (`feed::opml::OPML_NAMESPACE`). Addresses are written without credentials.
    ///
    /// # Errors
    /// The library can't be read, or the output can't be written.
    pub fn export_opml(
        &self,
        namespace: &str,
        output: &mut impl Write,
    ) -> Result<ExportReport, ExportError> {
        export::opml::export_opml(self, namespace, output)
    }

    /// Passes a Markdown file for every bookmarked article, or for every article if `all` is set, to `write_file`: its
    /// name and its text. The name depends only on the id and the title of the article.
    ///
    /// # Errors
    /// The library can't be read, or `write_file` fails.
    pub fn export_markdown(
        &self,
        all: bool,
        write_file: impl FnMut(&str, &str) -> io::Result<()>,
        progress: impl FnMut(usize, usize),
    ) -> Result<ExportReport, ExportError> {
        export::markdown::export_markdown(self, all, write_file, progress)
    }
}

/// Parses the `urls` file of newsboat, for [`Library::import_subscriptions`].
///
/// # Examples
///
/// ```
/// use newsprint::library::parse_newsboat;
///
/// let list = parse_newsboat("https://tides.example/feed sea \"~Tides and Winds\"\nexec:make-feed\n");
/// assert_eq!(list.subscriptions[0].user_title.as_deref(), Some("Tides and Winds"));
/// assert_eq!(list.skipped.count(), 1);
/// ```
pub fn parse_newsboat(text: &str) -> SubscriptionList {
    import::newsboat::parse_newsboat(text)
}

impl Library {
    /// Imports a JSON export ([`LibraryReader::export_json`]). `progress` gets the number of articles read.
    ///
    /// # Errors
    /// The input is not an export or ends early, or the library can't be written. Articles imported until then stay.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::library::{Library, OpenMode};
    ///
    /// let (here, there) = (tempfile::tempdir()?, tempfile::tempdir()?);
    /// let mut library = Library::open(here.path(), OpenMode::Create)?;
    /// library.save_search("Ink", "ink is:unread")?;
    /// let mut export = Vec::new();
    /// library.export_json(&mut export, |_, _| {})?;
    ///
    /// let mut copy = Library::open(there.path(), OpenMode::Create)?;
    /// let report = copy.import_json(export.as_slice(), |_| {})?;
    /// assert_eq!((report.added, report.existing), (0, 0));
    /// let mut second = Vec::new();
    /// copy.export_json(&mut second, |_, _| {})?;
    /// assert_eq!(second, export);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn import_json(
        &mut self,
        input: impl Read,
        progress: impl FnMut(usize),
    ) -> Result<ImportReport, ImportError> {
        import::json::import_json(self, input, progress)
    }

    /// Imports every bookmark of a Netscape bookmark file as a bookmarked article in the library.
    ///
    /// # Errors
    /// The library can't be written. Articles imported until then stay.
    pub fn import_netscape(
        &mut self,
        bytes: &[u8],
        progress: impl FnMut(usize),
    ) -> Result<ImportReport, ImportError> {
        import::netscape::import_netscape(self, bytes, progress)
    }

    /// Imports the pages of a list of [`ImportFormat::Pocket`], [`ImportFormat::Wallabag`] or [`ImportFormat::Omnivore`].
    /// `content_of` returns the HTML of an Omnivore page by its slug. Items that are not imported are in
    /// [`ImportReport::skipped_items`].
    ///
    /// # Errors
    /// The file is damaged, or the library can't be written. Articles imported until then stay.
    pub fn import_saved_pages(
        &mut self,
        format: ImportFormat,
        bytes: &[u8],
        content_of: impl Fn(&str) -> Option<Vec<u8>>,
        progress: impl FnMut(usize),
    ) -> Result<ImportReport, ImportError> {
        import::saved_pages::import_saved_pages(self, format, bytes, content_of, progress)
    }

    /// Imports Markdown files, one after the other. A file that is not an article is left out and reported.
    ///
    /// # Errors
    /// The library can't be written. Articles imported until then stay.
    pub fn import_markdown(
        &mut self,
        files: impl IntoIterator<Item = MarkdownFile>,
        progress: impl FnMut(usize),
    ) -> Result<ImportReport, ImportError> {
        import::markdown::import_markdown(self, files, progress)
    }
}
