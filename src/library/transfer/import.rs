//! Import: exports of [`crate::library::transfer::export`], Markdown files, and the bookmarks of a browser.
//!
//! An empty library becomes what the file says, number for number. Another one is united with it: articles that are known stay
//! one row, bookmarks, notes and tags are added to those that are there, and nothing that is there is lost or overwritten. The
//! same import a second time changes nothing. Transactions are short, and an article is in memory only until it is written.

mod article;
mod categories;
mod entries;
pub(in crate::library) mod json;
pub(in crate::library) mod malformed;
pub(in crate::library) mod markdown;
mod marker;
mod merge;
pub(in crate::library) mod netscape;

use std::collections::HashMap;

use rusqlite::{Connection, Transaction};
use serde_json::{Map, Value};

use crate::extract::{self, Hints, detect};
use crate::library::db::tables::description::DescribedColumn;
use crate::library::db::tables::exported_columns;
use crate::library::query::search::saved;
use crate::library::transfer::export::IMPORT_MARKER_KEY;
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, Document, SourceKind};
use crate::text::clean;

use article::{ExportedArticle, ImportedArticle};
use malformed::MalformedFile;
use marker::ImportMarker;
use merge::MergeResult;

pub use markdown::MarkdownFile;

/// Format of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    /// A library, as `LibraryReader::export_json` writes it.
    Json,
    /// An article in Markdown, ours or anybody's.
    Markdown,
    /// Bookmarks of a browser: the Netscape bookmark file.
    Bookmarks,
}

/// Result of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Articles that were not here.
    pub added: usize,
    /// Articles that were here; they may have got bookmarks, notes and tags.
    pub existing: usize,
    /// Files of others, which are bookmarked since they were given.
    pub bookmarked: usize,
    /// Parts that were not imported, a line each: their number and the reason.
    pub left_out: Vec<String>,
    /// Number of bookmarks and files that were skipped.
    pub skipped: usize,
    /// Files that could not be read, a line each: which, and why.
    pub failed: Vec<String>,
}

/// Why an import ended early. What was taken in until then stays.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The library takes nothing.
    #[error("{0}")]
    Library(#[from] LibraryError),
    /// The file is not what it should be.
    #[error("{0}")]
    Malformed(#[from] MalformedFile),
    /// The file is a newer program's.
    #[error("made by a newer newsprint (format {0}): use that one")]
    Newer(u64),
    /// The file is of a format from before the first release.
    #[error("made by an older newsprint (format {0}), which is no longer supported")]
    Older(u64),
    /// The import stopped; the number of articles imported before.
    #[error("{reason}; {} imported before", count_articles(*.imported))]
    Stopped {
        /// Articles that were taken in, or were here.
        imported: usize,
        /// Cause of the stop.
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
    /// Returns true if it is the library that takes nothing, and not the file.
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

/// Articles that one transaction takes in at most, and bytes of their texts: some 50 ms.
const BATCH_ARTICLES: usize = 100;
const BATCH_BYTES: usize = 1024 * 1024;

impl ImportFormat {
    /// The format of a file that begins with `head`, some kilobytes of it, and has this name.
    pub fn detect(head: &[u8], name: Option<&str>) -> Option<Self> {
        let text = String::from_utf8_lossy(head);
        let start = text.trim_start_matches('\u{feff}').trim_start();
        if start.starts_with('{') {
            return Some(Self::Json);
        }
        let upper = start.get(..start.len().min(1024));
        let upper = upper.unwrap_or(start).to_ascii_uppercase();
        if upper.contains("NETSCAPE-BOOKMARK-FILE") {
            return Some(Self::Bookmarks);
        }
        let hints = Hints {
            name,
            ..Hints::default()
        };
        let format = detect::detect(head, &hints).ok()?;
        (format == extract::Format::Markdown).then_some(Self::Markdown)
    }
}

/// Takes things in, in runs.
struct Importer<'a> {
    library: &'a mut Library,
    /// True if there was nothing in the library, or the beginning of such an import: then its numbers are those of the
    /// file.
    has_only_this_import: bool,
    /// True if that beginning is there.
    is_resumed: bool,
    /// The numbers that articles have here, by those of the file, where they are others.
    article_ids: HashMap<i64, i64>,
    /// Another one once another program has changed the database.
    data_version: i64,
    article_columns: Vec<&'static DescribedColumn>,
    /// The numbers that sources have here, by those of the file.
    sources: HashMap<i64, i64>,
    /// The ids that categories have here, by those of the file.
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

    /// Takes an article in, soon.
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

    /// Writes what waits.
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
            // Those that were here may be found by other searches now; new ones are asked about once they are in the index.
            let known = merged.iter().filter_map(|merged| match merged {
                MergeResult::Existing(id) => Some(*id),
                MergeResult::Added(_) => None,
            });
            saved::update_saved_searches(transaction, &known.map(ArticleId).collect::<Vec<_>>())?;
            Ok(merged)
        });
        self.sources = sources;
        for (merged, article) in merged?.into_iter().zip(&articles) {
            let here = match merged {
                MergeResult::Added(here) => {
                    self.report.added += 1;
                    // What names numbers of the file means others here.
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

    /// Returns a source, which gets a number here.
    fn import_source(&mut self, row: &Map<String, Value>) -> Result<(), ImportError> {
        let columns = exported_columns("source");
        let cells = article::valid_cells(row, &columns)?;
        if let Some(Value::String(kind)) = row.get("kind")
            && SourceKind::from_name(kind).is_none()
        {
            let kind = clean::clean_line(kind).into_owned();
            return Err(MalformedFile::SourceKind(kind).into());
        }
        // Articles name it by what it is called there, whatever that is.
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

    /// Returns a category, which gets an id here.
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

    /// Returns a source that is in a category, both of this import.
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

    fn add_omission(&mut self, count: usize, what: String) {
        self.report.skipped += count;
        self.report.left_out.push(what);
    }

    /// Runs a piece of the import. It is told whether the library holds nothing but what this import has put there.
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

    /// Why it ended early: what was whole before that is written, and told.
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

    /// Writes the rest, and has all of it survive a power cut.
    fn finish(mut self) -> Result<ImportReport, ImportError> {
        match self.flush(true) {
            Ok(()) => Ok(self.report),
            Err(error) => Err(self.stop(error.into())),
        }
    }

    fn flush(&mut self, whole: bool) -> Result<(), LibraryError> {
        self.write_pending()?;
        // Whatever is written safely takes with it what was written before.
        self.library.write(Durability::Full, |transaction| {
            if whole {
                ImportMarker::clear(transaction)?;
            }
            transaction.execute("UPDATE counter SET count = count WHERE name = 'all'", [])?;
            Ok(())
        })
    }
}

/// Returns true if nothing was ever kept here, or nothing is left of it.
fn is_unused_library(connection: &Connection) -> Result<bool, LibraryError> {
    Ok(connection.query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM article) AND NOT EXISTS (SELECT 1 FROM source)
            AND NOT EXISTS (SELECT 1 FROM saved_search) AND NOT EXISTS (SELECT 1 FROM change)
            AND NOT EXISTS (SELECT 1 FROM meta WHERE name NOT IN (?1, 'let-go'))",
        [IMPORT_MARKER_KEY],
        |row| row.get(0),
    )?)
}
