//! Sentences about exports and imports: the data that they leave out.

use crate::library::{ExportOmission, ImportOmission};

/// Words the data that an export leaves out, without a full stop.
pub fn export_omission(omission: ExportOmission) -> String {
    match omission {
        ExportOmission::NotBookmarked(count) => format!(
            "{} not bookmarked (--all writes them too)",
            with_count(count, "article that is", "articles that are")
        ),
        ExportOmission::ReadingPositions(count) => {
            with_count(count, "reading position", "reading positions")
        }
        ExportOmission::ReadMarks(count) => with_count(count, "read mark", "read marks"),
        ExportOmission::Sources(count) => with_count(count, "source", "sources"),
        ExportOmission::SavedSearches(count) => with_count(count, "saved search", "saved searches"),
        ExportOmission::Changes(count) => with_count(
            count,
            "change that can be undone",
            "changes that can be undone",
        ),
        ExportOmission::Texts(count) => format!(
            "{} written without text, which is not stored",
            with_count(count, "article was", "articles were")
        ),
        ExportOmission::WithoutLink(count) => format!(
            "{} without a link",
            with_count(count, "bookmarked article", "bookmarked articles")
        ),
        ExportOmission::Places(count) => format!(
            "{}, with their notes",
            with_count(count, "place in an article", "places in articles")
        ),
        ExportOmission::AllButBookmarks => {
            "the texts, the read marks, and articles that are not bookmarked".to_owned()
        }
    }
}

/// Words the data that an import leaves out, without a full stop.
pub fn import_omission(omission: ImportOmission) -> String {
    match omission {
        ImportOmission::NotWebPages(count) => format!(
            "{} to no web page",
            with_count(count, "bookmark that links", "bookmarks that link")
        ),
        ImportOmission::FolderNames(count) => format!(
            "{}: only their bookmarks are imported",
            with_count(count, "name of a folder", "names of folders")
        ),
        ImportOmission::Changes(count) => format!(
            "{} that could be undone: imported only into an empty library",
            with_count(count, "change", "changes")
        ),
        ImportOmission::History => {
            "the history and the last view: imported only into an empty library".to_owned()
        }
    }
}

/// Formats a count with the singular or plural of its noun: `1 article`, `2 articles`.
fn with_count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
