//! Results of a check: findings and their states.

use std::path::{Path, PathBuf};

use crate::library::db::backup_files;
use crate::model::LibraryNotice;

/// State of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingState {
    /// No problem.
    Ok,
    /// Worth knowing.
    Note,
    /// The problem was repaired.
    Repaired,
    /// The problem remains.
    Broken,
}

/// Result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name of the check.
    pub name: &'static str,
    /// State of the check.
    pub state: FindingState,
    /// Problem and repair, or the normal condition.
    pub detail: FindingDetail,
    /// Advice; `None` if there is nothing to do.
    pub advice: Option<FindingAdvice>,
}

/// Problem that a check found, or the normal condition; [`crate::messages::library`] words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingDetail {
    /// File of a library that can be opened.
    File(PathBuf),
    /// There is no library yet.
    NoLibrary,
    /// The library is missing, but there are backups of it.
    LibraryMissing,
    /// The library is damaged.
    Damaged {
        /// File of the library.
        file: PathBuf,
        /// Message of the database.
        error: String,
    },
    /// Error that ended a check, in one line.
    Error(String),
    /// The library can't be read or saved completely.
    Limited(LibraryNotice),
    /// File of a quarantined library that was not recovered yet.
    Quarantined(PathBuf),
    /// All pages can be read.
    PagesSound,
    /// Message of the database about a damaged page.
    DamagedPage(String),
    /// Indexes did not match their tables and were rebuilt; the first message of the database.
    IndexesRebuilt(String),
    /// All rows are consistent.
    RowsConsistent,
    /// Rows that break a rule.
    WrongRows {
        /// Number of rows.
        count: i64,
        /// Rule that they break.
        rows: WrongRows,
    },
    /// Name of an index or trigger that was missing.
    SchemaPartMissing(String),
    /// Rows whose parent row does not exist.
    Orphans {
        /// Number of rows.
        count: i64,
        /// Table of the rows.
        table: String,
        /// Table of their parents.
        parent: String,
    },
    /// Texts of articles that can't be decompressed.
    UnreadableTexts {
        /// Number of texts.
        count: usize,
        /// Title of the first article.
        title: String,
    },
    /// File or folder of an unfinished backup that was removed.
    LeftoverRemoved(PathBuf),
    /// Unfinished backup that can't be removed.
    LeftoverNotRemoved {
        /// File or folder.
        file: PathBuf,
        /// Message of the system.
        error: String,
    },
    /// Backups of the library.
    Backups {
        /// File of the newest one.
        newest: PathBuf,
        /// Number of backups.
        count: usize,
    },
    /// There is no backup yet.
    NoBackup,
}

/// Rule that rows can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongRows {
    /// `article.bookmarked` does not match the bookmarks.
    BookmarkFlags,
    /// `article.has_text` does not match the stored texts.
    TextFlags,
    /// Bookmarked articles outside of the library.
    BookmarkedOutside,
    /// Articles that are missing in the search index.
    NotIndexed,
    /// Titles that are missing in the search index.
    TitlesNotIndexed,
    /// Deleted articles in the search index.
    DeletedInText,
    /// Deleted articles in the index of word prefixes.
    DeletedInPrefixes,
    /// Deleted articles in the index of titles.
    DeletedInTitles,
    /// Deleted articles in the index of parts of titles.
    DeletedInTitleParts,
    /// Counts of the whole library.
    Counts,
    /// Counts of the whole library that are missing.
    MissingCounts,
    /// Rows of the table `member`, from which the lists of sources are read.
    Members,
    /// Articles whose story has no representative.
    Stories,
    /// Counts of sources.
    SourceCounts,
    /// Counts of saved searches.
    SearchCounts,
}

/// Advice for a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingAdvice {
    /// The library is read-only, so that nothing was repaired.
    ReadOnly,
    /// Quarantine the damaged library, and recover its readable rows.
    Recover,
    /// Recover the readable rows of a quarantined library.
    RecoverQuarantined,
    /// Recover the library from its backups.
    RecoverFromBackups,
    /// A backup can be restored by its file.
    RestoreBackup,
    /// Delete the articles, or add them again.
    ReplaceArticles,
}

/// Result of checking a library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Results of the checks, in order.
    pub findings: Vec<Finding>,
}

impl CheckReport {
    /// Returns true if nothing is wrong any longer.
    pub fn is_sound(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.state != FindingState::Broken)
    }

    pub(in crate::library) fn add(
        &mut self,
        name: &'static str,
        state: FindingState,
        detail: FindingDetail,
        advice: Option<FindingAdvice>,
    ) {
        self.findings.push(Finding {
            name,
            state,
            detail,
            advice,
        });
    }

    /// Removes unfinished backups of programs that ended while they wrote.
    pub(in crate::library) fn remove_leftovers(&mut self, folder: &Path) {
        for path in backup_files::abandoned_files(folder) {
            let removed = match path.is_dir() {
                true => std::fs::remove_dir_all(&path),
                false => std::fs::remove_file(&path),
            };
            let (state, detail) = match removed {
                Ok(()) => (FindingState::Repaired, FindingDetail::LeftoverRemoved(path)),
                Err(error) => (
                    FindingState::Note,
                    FindingDetail::LeftoverNotRemoved {
                        file: path,
                        error: error.to_string(),
                    },
                ),
            };
            self.add("leftovers", state, detail, None);
        }
    }

    /// Adds the newest backup to the report.
    pub(in crate::library) fn add_backup_finding(&mut self, folder: &Path) {
        let backups = backup_files::backups(folder);
        let (detail, advice) = match backups.last() {
            Some(newest) => (
                FindingDetail::Backups {
                    newest: newest.file.clone(),
                    count: backups.len(),
                },
                Some(FindingAdvice::RestoreBackup),
            ),
            None => (FindingDetail::NoBackup, None),
        };
        self.add("backup", FindingState::Ok, detail, advice);
    }
}
