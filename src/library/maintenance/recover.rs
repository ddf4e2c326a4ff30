//! Recovery of a quarantined library: restores what can be read, row by row, and takes the rest from the newest backup.
//!
//! Articles are identified as everywhere, by link, file and text, so that a second recovery changes nothing. Existing
//! articles stay as they are, and get read marks, bookmarks and reading positions of the recovered ones.

mod accounts;
pub(in crate::library) mod article;
mod damaged_database;
mod earlier_texts;
mod insert;
pub(in crate::library) mod quarantined;
mod subscriptions;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params};

use crate::library::articles::sources::settings::public_settings;
use crate::library::db::backup_files::backups;
use crate::library::db::folder_lock::FolderLock;
use crate::library::db::quarantine::{quarantine, quarantined_files};
use crate::library::maintenance::check;
use crate::library::maintenance::recover::article::{LostText, RecoveredArticle, RecoveryReport};
use crate::library::maintenance::recover::quarantined::{RECOVERED_FILES_KEY, unrecovered_files};
use crate::library::{Durability, Library, LibraryError, LibraryReader, OpenMode};

use damaged_database::{DamagedDatabase, DamagedRow};
use insert::{in_savepoint, insert_recovered_articles, insert_recovered_row};

pub(super) use insert::restore_article_rows;

/// Number of articles that one transaction restores.
const BATCH_ROWS: usize = 200;

/// Restores what can be read of every quarantined library in a data folder that was not recovered yet. A damaged
/// library is quarantined first. If something can't be read, or the library is empty, the backups are restored too, the
/// newest first: a newer one may hold less.
///
/// # Errors
/// The library can't be opened or written.
pub fn recover(folder: &Path) -> Result<RecoveryReport, LibraryError> {
    let file = Library::library_file(folder);
    if !file.exists() && quarantined_files(&file).is_empty() && backups(folder).is_empty() {
        return Ok(RecoveryReport::default());
    }
    let (mut library, mut report) = open_or_quarantine(folder)?;
    let files = unrecovered_files(&library)?;
    let mut is_incomplete = files.is_empty() && is_empty_library(&library)?;
    for file in files.iter().rev() {
        is_incomplete |= recover_from_file(&mut library, file, folder, &mut report)?;
    }
    if is_incomplete {
        for copy in backups(folder).iter().rev() {
            recover_from_file(&mut library, &copy.file, folder, &mut report)?;
        }
    }
    finish_recovery(&mut library, &files, &mut report)?;
    Ok(report)
}

/// Restores what can be read of one file: a backup, or a quarantined library. It can be done at any time; a second time
/// changes nothing.
///
/// # Errors
/// The file does not exist, or the library can't be opened or written.
pub fn recover_from(folder: &Path, file: &Path) -> Result<RecoveryReport, LibraryError> {
    if !file.is_file() {
        let shown = file.display();
        return Err(LibraryError::Missing(format!(
            "no such file: {shown}: check the path"
        )));
    }
    let is_same_file = |one: &Path, other: &Path| {
        let canonical = |path: &Path| std::fs::canonicalize(path).ok();
        canonical(one).is_some_and(|one| Some(one) == canonical(other))
    };
    if is_same_file(file, &Library::library_file(folder)) {
        return Err(LibraryError::Other(format!(
            "that is the library itself: {}: name a backup",
            file.display()
        )));
    }
    let (mut library, mut report) = open_or_quarantine(folder)?;
    recover_from_file(&mut library, file, folder, &mut report)?;
    let files: Vec<PathBuf> = unrecovered_files(&library)?
        .into_iter()
        .filter(|waiting| is_same_file(waiting, file))
        .collect();
    finish_recovery(&mut library, &files, &mut report)?;
    Ok(report)
}

/// Opens or creates the library; a damaged one is quarantined first.
fn open_or_quarantine(folder: &Path) -> Result<(Library, RecoveryReport), LibraryError> {
    let mut library = Library::open(folder, OpenMode::Create)?;
    if library.is_disk_full() {
        return Err(LibraryError::Full);
    }
    if library.is_read_only() {
        return Err(LibraryError::ReadOnly);
    }
    let mut report = RecoveryReport {
        quarantined_file: library.quarantined().map(Path::to_owned),
        ..RecoveryReport::default()
    };
    if report.quarantined_file.is_none() && !check::is_repairable(&mut library)? {
        let file = library.file().to_owned();
        let now = library.now();
        drop(library);
        let lock = FolderLock::wait(folder);
        let target = quarantine(&file, now)
            .map_err(|error| LibraryError::Other(format!("it can't be quarantined: {error}")))?;
        drop(lock);
        report.quarantined_file = Some(target);
        library = Library::open(folder, OpenMode::Create)?;
    }
    Ok((library, report))
}

/// Restores one file. Returns true if it may have held more than could be read.
fn recover_from_file(
    library: &mut Library,
    file: &Path,
    folder: &Path,
    report: &mut RecoveryReport,
) -> Result<bool, LibraryError> {
    let had_unreadable_rows = std::mem::take(&mut report.has_unreadable_rows);
    let mut damaged = DamagedDatabase::open(file, folder);
    // Another file may be of somebody else, and must not create programs to run.
    let canonical = |path: &Path| std::fs::canonicalize(path).ok();
    let is_own = quarantined_files(&Library::library_file(folder))
        .iter()
        .any(|own| canonical(own).is_some_and(|own| Some(own) == canonical(file)));
    recover_all(library, &mut damaged, is_own, report)?;
    let here = damaged.has_unreadable_rows || report.has_unreadable_rows;
    report.has_unreadable_rows = had_unreadable_rows || here;
    report.files.push(file.to_owned());
    Ok(here || damaged.has_replaced_schema)
}

/// Stores which files were recovered, has saved searches run again, and lists the bookmarked articles that have no
/// text.
fn finish_recovery(
    library: &mut Library,
    files: &[PathBuf],
    report: &mut RecoveryReport,
) -> Result<(), LibraryError> {
    let mut taken: Vec<String> = library.meta(RECOVERED_FILES_KEY)?.unwrap_or_default();
    let name = |path: &PathBuf| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        name.to_string_lossy().into_owned()
    };
    if !files.is_empty() {
        taken.extend(files.iter().map(name));
        library.set_meta(RECOVERED_FILES_KEY, &taken)?;
    }
    if report.files.is_empty() {
        return Ok(());
    }
    // The recovery changed read marks and bookmarks without updating saved searches, so they are marked to be searched
    // again.
    library.write(Durability::Full, |transaction| {
        transaction.execute(
            "UPDATE saved_search SET evaluated_on = NULL, evaluated_to = NULL WHERE evaluated_on IS NOT NULL",
            [],
        )?;
        Ok(())
    })?;
    let mut statement = library.connection().prepare(
        "SELECT title, ifnull(path, url) FROM article
         WHERE bookmarked = 1 AND words > 0 AND id NOT IN (SELECT article FROM document) ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| {
        let origin = match row.get::<_, Value>(1)? {
            Value::Text(text) => Some(text),
            Value::Blob(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            _ => None,
        };
        Ok(LostText {
            title: row.get(0)?,
            origin,
        })
    })?;
    report.lost_texts = rows.collect::<Result<_, _>>()?;
    Ok(())
}

/// Returns the quarantined libraries from which nothing was recovered yet, the oldest first.
pub(in crate::library) fn unrecovered_libraries(
    library: &LibraryReader,
) -> Result<Vec<PathBuf>, LibraryError> {
    unrecovered_files(library)
}

/// Returns true if the library has any article, source or account.
pub(in crate::library) fn has_content(library: &LibraryReader) -> Result<bool, LibraryError> {
    Ok(!is_empty_library(library)?)
}

fn is_empty_library(library: &LibraryReader) -> Result<bool, LibraryError> {
    Ok(library.connection().query_row(
        "SELECT NOT EXISTS (SELECT 1 FROM article) AND NOT EXISTS (SELECT 1 FROM source) AND NOT EXISTS (SELECT 1 FROM account)",
        [],
        |row| row.get(0),
    )?)
}

/// Restores everything that a damaged database has. Credentials and programs of sources are restored only from a library of
/// the user's own (`is_own`).
fn recover_all(
    library: &mut Library,
    damaged: &mut DamagedDatabase,
    is_own: bool,
    report: &mut RecoveryReport,
) -> Result<(), LibraryError> {
    let sources = recover_sources(library, damaged, is_own, report)?;
    subscriptions::recover_categories(library, damaged, &sources)?;
    let mut articles = HashMap::new();
    let mut bookmarks: HashMap<i64, Vec<DamagedRow>> = HashMap::new();
    for row in damaged.all_rows("bookmark") {
        if let Some(article) = row.integer("article") {
            bookmarks.entry(article).or_default().push(row);
        }
    }
    let mut seen = HashSet::new();
    let mut last = None;
    loop {
        let rows = damaged.rows_after("article", last, BATCH_ROWS);
        let Some(end) = rows.last().map(|row| row.id) else {
            break;
        };
        last = Some(end);
        let batch: Vec<RecoveredArticle> = rows
            .into_iter()
            .filter(|row| row.text("title").is_some())
            .map(|row| {
                seen.insert(row.id);
                let marks = bookmarks.remove(&row.id).unwrap_or_default();
                RecoveredArticle::load(damaged, row, marks)
            })
            .collect();
        insert_recovered_articles(library, &batch, &sources, &mut articles, report)?;
    }
    // Texts and bookmarks of articles whose row can't be read.
    let mut lost: Vec<i64> = damaged.ids("document");
    lost.retain(|id| !seen.contains(id));
    lost.extend(bookmarks.keys().filter(|id| !seen.contains(id)));
    lost.sort_unstable();
    lost.dedup();
    for part in lost.chunks(BATCH_ROWS) {
        let batch: Vec<RecoveredArticle> = part
            .iter()
            .filter_map(|id| {
                let marks = bookmarks.remove(id).unwrap_or_default();
                RecoveredArticle::without_row(damaged, *id, marks)
            })
            .collect();
        insert_recovered_articles(library, &batch, &sources, &mut articles, report)?;
    }
    earlier_texts::recover_earlier_texts(library, damaged, &articles)?;
    subscriptions::recover_entries(library, damaged, &sources, &articles)?;
    accounts::recover_accounts(library, damaged, &sources, &articles, is_own)?;
    recover_saved_searches(library, damaged, report)?;
    let meta = damaged.meta();
    library.write(Durability::Full, |transaction| {
        for (name, value) in &meta {
            if name != RECOVERED_FILES_KEY {
                transaction.execute(
                    "INSERT OR IGNORE INTO meta (name, value) VALUES (?1, ?2)",
                    params![name, value],
                )?;
            }
        }
        Ok(())
    })
}

/// Restores the sources; returns their ids in the library by their ids in the damaged database.
fn recover_sources(
    library: &mut Library,
    damaged: &mut DamagedDatabase,
    is_own: bool,
    report: &mut RecoveryReport,
) -> Result<HashMap<i64, i64>, LibraryError> {
    let mut rows = damaged.all_rows("source");
    let now = library.now();
    for row in &mut rows {
        row.fill_defaults("source", now);
    }
    let mut source_ids = HashMap::new();
    let mut new = 0;
    library.write(Durability::Full, |transaction| {
        for row in &rows {
            if row.text("title").is_none() {
                report.has_unreadable_rows = true;
                continue;
            }
            let known: Option<i64> = transaction
                .prepare_cached("SELECT id FROM source WHERE (url IS NOT NULL AND url = ?1) OR (path IS NOT NULL AND path = ?2)")?
                .query_row(params![row.get("url"), row.get("path")], |row| row.get(0))
                .optional()?;
            let id = match known {
                Some(id) => id,
                None => {
                    let mut fixed = vec![
                        ("articles", Value::Integer(0)),
                        ("unread", Value::Integer(0)),
                    ];
                    if let Some(settings) = row.text("settings").filter(|_| !is_own) {
                        fixed.push(("settings", Value::Text(public_settings(settings))));
                    }
                    let put = in_savepoint(transaction, || insert_recovered_row(transaction, "source", row, &fixed))?;
                    report.has_unreadable_rows |= put.is_none();
                    let Some(id) = put else { continue };
                    new += 1;
                    id
                }
            };
            source_ids.insert(row.id, id);
        }
        Ok(())
    })?;
    report.sources += new;
    Ok(source_ids)
}

fn recover_saved_searches(
    library: &mut Library,
    damaged: &mut DamagedDatabase,
    report: &mut RecoveryReport,
) -> Result<(), LibraryError> {
    let rows = damaged.all_rows("saved_search");
    let now = library.now();
    let mut new = 0;
    library.write(Durability::Full, |transaction| {
        for row in &rows {
            if row.text("name").is_none() || row.text("query").is_none() {
                report.has_unreadable_rows = true;
                continue;
            }
            new += transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO saved_search (name, query, created, action, since)
                     VALUES (?1, ?2, ?3, ?4, (SELECT ifnull(max(id), 0) FROM article))",
                )?
                .execute(params![
                    row.get("name"),
                    row.get("query"),
                    row.integer("created").unwrap_or(now),
                    row.text("action")
                ])?;
        }
        Ok(())
    })?;
    report.searches += new;
    Ok(())
}
