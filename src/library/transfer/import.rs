//! Import of JSON exports ([`crate::library::transfer::export`]), of Markdown files, of browser bookmarks, and of lists of
//! saved pages. Lists of subscriptions are parsed here or by `feed::opml`, and stored by the journal.
//!
//! An empty library becomes what the file contains, with the same ids. Otherwise the import is merged: known articles
//! stay one row, bookmarks, notes and tags are added, and nothing stored is lost or overwritten. The same import a
//! second time changes nothing. Transactions are short, and an article is in memory only until it is written.

mod article;
mod categories;
mod cells;
mod document;
mod earlier_text;
mod entries;
mod format;
pub(in crate::library) mod json;
pub(in crate::library) mod malformed;
pub(in crate::library) mod markdown;
mod marker;
mod merge;
pub(in crate::library) mod netscape;
pub(in crate::library) mod newsboat;
mod page;
pub(in crate::library) mod saved_pages;
mod stored_article;

use std::collections::HashMap;

use rusqlite::{Connection, Transaction};
use serde_json::{Map, Value};

use crate::library::db::tables::description::DescribedColumn;
use crate::library::db::tables::exported_columns;
use crate::library::query::search::saved;
use crate::library::transfer::export::IMPORT_MARKER_KEY;
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, Document, SkippedItems, SourceKind};
use crate::text::clean;

use article::{ExportedArticle, ImportedArticle};
use malformed::MalformedFile;
use marker::ImportMarker;
use merge::MergeResult;

pub use format::{DETECTION_BYTES, ImportFormat};
pub use markdown::MarkdownFile;

/// Result of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Number of articles that were added.
    pub added: usize,
    /// Number of articles that existed; bookmarks, notes and tags may have been added to them.
    pub existing: usize,
    /// Number of imported files of other programs, which are bookmarked.
    pub bookmarked: usize,
    /// Data of the file that was not imported.
    pub omissions: Vec<ImportOmission>,
    /// Number of bookmarks, files and items that were skipped.
    pub skipped: usize,
    /// Items that were skipped, with their positions and reasons; those of the formats that have no own count.
    pub skipped_items: SkippedItems,
    /// Files that could not be imported.
    pub failed: Vec<FailedFile>,
}

/// A file that could not be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedFile {
    /// Name for messages.
    pub name: String,
    /// Error in the file, in one line.
    pub error: String,
}

/// Data that an import leaves out, with its number; [`crate::messages::transfer`] words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportOmission {
    /// Bookmarks whose link is not a web page.
    NotWebPages(usize),
    /// Names of bookmark folders.
    FolderNames(usize),
    /// Changes in the journal, which are imported only into an empty library.
    Changes(usize),
    /// The history and the last view, which are imported only into an empty library.
    History,
}

/// Error that ended an import. Articles imported before it stay.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The library can't be written.
    #[error("{0}")]
    Library(#[from] LibraryError),
    /// The file does not have the format that it should have.
    #[error("{0}")]
    Malformed(#[from] MalformedFile),
    /// A newer program exported the file.
    #[error("made by a newer newsprint (format {0}): use that one")]
    Newer(u64),
    /// The file has a format from before the first release.
    #[error("made by an older newsprint (format {0}), which is no longer supported")]
    Older(u64),
    /// The import ended early, after some articles were imported.
    #[error("{reason}; {} imported before", count_articles(*.imported))]
    Stopped {
        /// Number of articles that were added or existed.
        imported: usize,
        /// Error that ended the import.
        reason: Box<ImportError>,
    },
}

fn count_articles(count: usize) -> String {
    match count {
        1 => "1 article was".to_owned(),
        count => format!("{count} articles were"),
    }
}

impl ImportError {
    /// Returns true if the error is one of the library, not of the file.
    pub fn is_library_error(&self) -> bool {
        match self {
            Self::Library(_) => true,
            Self::Stopped { reason, .. } => reason.is_library_error(),
            Self::Malformed(_) | Self::Newer(_) | Self::Older(_) => false,
        }
    }
}

impl From<rusqlite::Error> for ImportError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Library(error.into())
    }
}

/// Limits of one transaction, about 50 ms: number of articles, and bytes of their packed texts.
const BATCH_ARTICLES: usize = 100;
const BATCH_BYTES: usize = 1024 * 1024;

/// State of an import: collects parsed articles, and writes them in batches.
struct Importer<'a> {
    library: &'a mut Library,
    /// True if the library contains nothing but rows of this import, or of an earlier import of the same file that
    /// ended early. Then rows have the same ids as in the file.
    has_only_this_import: bool,
    /// True if such an earlier import ended early.
    is_resumed: bool,
    /// Ids of articles in the library by their ids in the file, if they differ.
    article_ids: HashMap<i64, i64>,
    /// Value of `PRAGMA data_version`, which changes when another connection writes.
    data_version: i64,
    article_columns: Vec<&'static DescribedColumn>,
    /// Ids of sources in the library by their ids in the file.
    sources: HashMap<i64, i64>,
    /// Ids of categories in the library by their ids in the file.
    categories: HashMap<i64, i64>,
    pending: Vec<ImportedArticle>,
    pending_bytes: usize,
    report: ImportReport,
}

impl<'a> Importer<'a> {
    fn new(library: &'a mut Library) -> Result<Self, LibraryError> {
        let version = library.version()?;
        let resumed = ImportMarker::is_set(library.connection())?;
        Ok(Self {
            data_version: version,
            has_only_this_import: resumed || is_unused_library(library.connection())?,
            is_resumed: resumed,
            article_ids: HashMap::new(),
            article_columns: exported_columns("article"),
            library,
            sources: HashMap::new(),
            categories: HashMap::new(),
            pending: Vec::new(),
            pending_bytes: 0,
            report: ImportReport::default(),
        })
    }

    /// Adds an article, and writes the batch once it is full.
    fn add_article(
        &mut self,
        line: ExportedArticle,
        document: Option<(i64, Document)>,
    ) -> Result<(), ImportError> {
        let now = self.library.now();
        let article = ImportedArticle::new(line, document, &self.article_columns, now)?;
        self.pending_bytes += article.size();
        self.pending.push(article);
        if self.pending.len() >= BATCH_ARTICLES || self.pending_bytes >= BATCH_BYTES {
            self.write_pending()?;
        }
        Ok(())
    }

    /// Writes the collected articles.
    fn write_pending(&mut self) -> Result<(), LibraryError> {
        let articles = std::mem::take(&mut self.pending);
        self.pending_bytes = 0;
        if articles.is_empty() {
            return Ok(());
        }
        let sources = std::mem::take(&mut self.sources);
        let resumed = self.is_resumed;
        let merged = self.write(|transaction, fresh| {
            let state = match (fresh, resumed) {
                (false, _) => merge::LibraryContent::InUse,
                (true, false) => merge::LibraryContent::Empty,
                (true, true) => merge::LibraryContent::PartlyImported,
            };
            let merged = articles
                .iter()
                .map(|article| merge::import_article(transaction, article, state, &sources))
                .collect::<Result<Vec<MergeResult>, LibraryError>>()?;
            // Existing articles may match other saved searches now. New ones are matched when they are indexed.
            let known = merged.iter().filter_map(|merged| match merged {
                MergeResult::Existing(id) => Some(*id),
                MergeResult::Added(_) => None,
            });
            saved::mark_saved_searches_due(transaction, &known.map(ArticleId).collect::<Vec<_>>())?;
            Ok(merged)
        });
        self.sources = sources;
        for (merged, article) in merged?.into_iter().zip(&articles) {
            let here = match merged {
                MergeResult::Added(here) => {
                    self.report.added += 1;
                    // Rows that refer to ids of the file would mean other rows here.
                    self.has_only_this_import &= article.exported_id == Some(here);
                    here
                }
                MergeResult::Existing(here) => {
                    self.report.existing += 1;
                    self.has_only_this_import &=
                        !self.is_resumed || article.exported_id == Some(here);
                    here
                }
            };
            if let Some(there) = article.exported_id.filter(|there| *there != here) {
                self.article_ids.insert(there, here);
            }
        }
        Ok(())
    }

    /// Imports a source, and registers its id.
    fn import_source(&mut self, row: &Map<String, Value>) -> Result<(), ImportError> {
        let columns = exported_columns("source");
        let cells = cells::valid_cells(row, &columns)?;
        if let Some(Value::String(kind)) = row.get("kind")
            && SourceKind::from_name(kind).is_none()
        {
            let kind = clean::clean_line(kind).into_owned();
            return Err(MalformedFile::SourceKind(kind).into());
        }
        // Articles refer to the source by its id in the file, even if that is not a valid id here.
        let called = row.get("id").and_then(Value::as_i64);
        let number = row.get("id").and_then(article::valid_id);
        let now = self.library.now();
        let here = self.write(|transaction, fresh| {
            merge::merge_source(transaction, number, &cells, fresh, now)
        })?;
        if let Some(called) = called {
            self.sources.insert(called, here);
            self.has_only_this_import &= called == here;
        }
        Ok(())
    }

    /// Imports a category, and registers its id.
    fn import_category(&mut self, row: &Map<String, Value>) -> Result<(), ImportError> {
        let known = std::mem::take(&mut self.categories);
        let here = self
            .write(|transaction, _| categories::ensure_imported_category(transaction, row, &known));
        self.categories = known;
        let called = row.get("id").and_then(Value::as_i64);
        if let (Some(called), Some(here)) = (called, here?) {
            self.categories.insert(called, here);
            self.has_only_this_import &= called == here;
        }
        Ok(())
    }

    /// Assigns a source to a category, both of this import.
    fn import_source_category(&mut self, row: &Map<String, Value>) -> Result<(), ImportError> {
        let number = |name: &str| row.get(name).and_then(Value::as_i64);
        let source = number("source").and_then(|there| self.sources.get(&there));
        let category = number("category").and_then(|there| self.categories.get(&there));
        let (Some(source), Some(category)) = (source.copied(), category.copied()) else {
            return Ok(());
        };
        Ok(self.write(|transaction, _| {
            categories::add_source_to_category(transaction, source, category)
        })?)
    }

    fn add_omission(&mut self, skipped: usize, omission: ImportOmission) {
        self.report.skipped += skipped;
        self.report.omissions.push(omission);
    }

    /// Runs `work` in a transaction. The second argument is true if the library contains only rows of this import.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, bool) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        let (fresh, version) = (self.has_only_this_import, self.data_version);
        let (done, fresh) = self.library.write(Durability::Normal, |transaction| {
            let now: i64 = transaction.query_row("PRAGMA data_version", [], |row| row.get(0))?;
            let fresh = fresh && now == version;
            let done = work(transaction, fresh)?;
            if fresh {
                ImportMarker::set(transaction)?;
            }
            Ok((done, fresh))
        })?;
        self.has_only_this_import = fresh;
        Ok(done)
    }

    /// Ends the import early: writes the articles that were complete, and returns the error with their number.
    fn stop(mut self, reason: ImportError) -> ImportError {
        let (before, error) = match self.flush(false) {
            Ok(()) => (&self.report, reason),
            Err(error) => (&self.report, error.into()),
        };
        match before.added + before.existing {
            0 => error,
            taken => ImportError::Stopped {
                imported: taken,
                reason: Box::new(error),
            },
        }
    }

    /// Writes the remaining articles, and syncs the whole import.
    fn finish(mut self) -> Result<ImportReport, ImportError> {
        match self.flush(true) {
            Ok(()) => Ok(self.report),
            Err(error) => Err(self.stop(error.into())),
        }
    }

    fn flush(&mut self, whole: bool) -> Result<(), LibraryError> {
        self.write_pending()?;
        // A synced commit also syncs the earlier ones.
        self.library.write(Durability::Full, |transaction| {
            if whole {
                ImportMarker::clear(transaction)?;
            }
            transaction.execute("UPDATE counter SET count = count WHERE name = 'all'", [])?;
            Ok(())
        })
    }
}

/// Returns true if the library was never used, or nothing is left of its use.
fn is_unused_library(connection: &Connection) -> Result<bool, LibraryError> {
    Ok(connection.query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM article) AND NOT EXISTS (SELECT 1 FROM source)
            AND NOT EXISTS (SELECT 1 FROM saved_search) AND NOT EXISTS (SELECT 1 FROM change)
            AND NOT EXISTS (SELECT 1 FROM meta WHERE name NOT IN (?1, 'last-expiry'))",
        [IMPORT_MARKER_KEY],
        |row| row.get(0),
    )?)
}
