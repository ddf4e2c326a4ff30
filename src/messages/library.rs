//! Sentences about the library: notices, and the findings and advice of a check.

use crate::library::{Finding, FindingAdvice, FindingDetail, WrongRows};
use crate::model::LibraryNotice;
use crate::text::clean;

/// Words a notice about the library, in one line.
pub fn notice(notice: &LibraryNotice) -> String {
    match notice {
        // The next step comes first, since lines are cut at their end.
        LibraryNotice::Quarantined { file_name } => format!(
            "the library was damaged: newsprint doctor --recover restores what can be read (renamed to {})",
            clean::clean_line(file_name)
        ),
        LibraryNotice::BackupExists { day } => format!(
            "there is a backup of a library of {day}: newsprint doctor --recover restores it"
        ),
        LibraryNotice::LogUnreadable => {
            "the latest changes may be missing: library.db-wal can't be read here".to_owned()
        }
        LibraryNotice::DiskFull => "disk full: nothing can be saved".to_owned(),
    }
}

/// Words what a check of the library has found.
pub fn finding(finding: &Finding) -> String {
    match &finding.detail {
        FindingDetail::File(file) => file.display().to_string(),
        FindingDetail::NoLibrary => "none yet".to_owned(),
        FindingDetail::LibraryMissing => "it is missing, but there are backups".to_owned(),
        FindingDetail::Damaged { file, error } => format!("{error}: {}", file.display()),
        FindingDetail::Error(error) => error.clone(),
        FindingDetail::Limited(limit) => notice(limit),
        FindingDetail::Quarantined(file) => {
            format!("damaged and not restored yet: {}", file.display())
        }
        FindingDetail::PagesSound => "sound".to_owned(),
        FindingDetail::DamagedPage(error) => error.clone(),
        FindingDetail::IndexesRebuilt(error) => {
            format!("indexes did not match and were rebuilt ({error})")
        }
        FindingDetail::RowsConsistent => "consistent".to_owned(),
        FindingDetail::WrongRows { count, rows } => format!("{count} {}", wrong_rows(*rows)),
        FindingDetail::SchemaPartMissing(name) => format!("{name} was missing"),
        FindingDetail::Orphans {
            count,
            table,
            parent,
        } => format!("{count} rows of {table} belonged to no {parent}"),
        FindingDetail::UnreadableTexts { count, title } => {
            format!("{count} texts can't be read, “{title}” among them")
        }
        FindingDetail::LeftoverRemoved(file) => {
            format!("removed an unfinished backup: {}", file.display())
        }
        FindingDetail::LeftoverNotRemoved { file, error } => {
            format!(
                "can't remove an unfinished backup: {}: {error}",
                file.display()
            )
        }
        FindingDetail::Backups { newest, count } => {
            format!("{} ({count} in all)", newest.display())
        }
        FindingDetail::NoBackup => {
            "none yet: one is made daily, by the program and by commands that change the library"
                .to_owned()
        }
    }
}

/// Says, after a number, how rows were wrong.
fn wrong_rows(rows: WrongRows) -> &'static str {
    match rows {
        WrongRows::BookmarkFlags => "articles did not match their bookmarks",
        WrongRows::TextFlags => "articles did not match their stored texts",
        WrongRows::BookmarkedOutside => "bookmarked articles were not in the library",
        WrongRows::NotIndexed => {
            "articles were missing in the search index; they are indexed again"
        }
        WrongRows::TitlesNotIndexed => {
            "titles were missing in the search index; they are indexed again"
        }
        WrongRows::DeletedInText => "deleted articles were in the search index",
        WrongRows::DeletedInPrefixes => "deleted articles were in the index of word prefixes",
        WrongRows::DeletedInTitles => "deleted articles were in the index of titles",
        WrongRows::DeletedInTitleParts => "deleted articles were in the index of parts of titles",
        WrongRows::Counts => "counts of the library were wrong",
        WrongRows::MissingCounts => "counts of the whole library were missing",
        WrongRows::Stories => "articles belonged to stories that do not exist",
        WrongRows::Members => "rows of the lists of sources were wrong",
        WrongRows::SourceCounts => "counts of sources were wrong",
        WrongRows::SearchCounts => "counts of saved searches were wrong",
    }
}

/// Words the advice of a finding; empty if there is none.
pub fn advice(finding: &Finding) -> &'static str {
    match finding.advice {
        None => "",
        Some(FindingAdvice::ReadOnly) => "read-only",
        Some(FindingAdvice::Recover) => {
            "newsprint doctor --recover quarantines it and restores what can be read into a new one"
        }
        Some(FindingAdvice::RecoverQuarantined) => {
            "newsprint doctor --recover restores what can be read"
        }
        Some(FindingAdvice::RecoverFromBackups) => "newsprint doctor --recover restores from them",
        Some(FindingAdvice::RestoreBackup) => "newsprint doctor --recover FILE restores a backup",
        Some(FindingAdvice::ReplaceArticles) => "delete these articles, or add them again",
    }
}
