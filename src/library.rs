//! The library: a SQLite database with all stored articles, bookmarks, changes and searches. Several programs can use it at
//! the same time.
//!
//! Inside, from the ground up:
//! 1. `db`: opening the file in any state, the schema, errors, locks.
//! 2. `state`: read marks, bookmarks, tags, reading positions and counts.
//! 3. `articles`: articles, their documents, sources and files; the keys that identify an article.
//! 4. `journal`: changes of the user, and undo.
//! 5. `remote`: accounts on servers, with their feeds and items there.
//! 6. `query`: pages of the list, and search.
//! 7. `stories`: articles that report the same with the same text.
//! 8. `transfer`: export and import.
//! 9. `maintenance`: backup, check, recovery, expiry.
//!
//! A write begins IMMEDIATE and is short; a read never waits for a write (WAL). Connections are not shared: each thread
//! opens a library of its own.

mod articles;
mod calendar;
mod db;
mod journal;
mod maintenance;
mod query;
mod remote;
mod state;
mod stories;
mod transfer;

pub use articles::earlier_texts::EarlierText;
pub use articles::entries::content::{EntryHash, ExtractedEntry, PackedContent, PendingContent};
pub use articles::entries::{
    EntryCounts, EntryKeys, EntryMatch, EntryMatches, EntryWork, KnownEntry, NewEntry, StoredAnswer,
};
pub use articles::files::{FileWithoutArticle, FilesWithoutArticle, FoundFile, StoredFile};
pub use articles::identity::{MIN_FINGERPRINT_WORDS, is_same_link};
pub use articles::new_article::{NewArticle, UpsertOutcome};
pub use articles::pages::queue::ArticlePage;
pub use articles::pages::texts::NewPageText;
pub use calendar::local_day;
pub use db::backup_files::{Backup, backups};
pub use db::error::{LibraryError, OpenError};
pub use db::folder_lock::wait_for_lock;
pub use db::handle::{Library, LibraryReader};
pub use db::mode::{Durability, OpenMode};
pub use db::session::{has_session_ended, session_name};
#[doc(hidden)]
pub use db::tables::schema_differences;
pub use journal::{NewFeed, NewPlace, SavedChange, SubscriptionCounts, UndoResult};
pub use maintenance::check::check_library;
pub use maintenance::check::finding::{
    CheckReport, Finding, FindingAdvice, FindingDetail, FindingState, WrongRows,
};
pub use maintenance::expire::run_if_due;
pub use maintenance::notice::recovery_notice;
pub use maintenance::recover::article::{LostText, RecoveryReport};
pub use maintenance::recover::{recover, recover_from};
pub use query::search::{
    IncompleteIndex, Indexed, SearchResult, UnlistedArticles, query_problem, search_documents,
};
pub use query::start_view::{
    StartListing, StartViewError, list_order, save_list_order, save_list_view, start_listing,
};
pub use query::view_name::{ViewNameError, built_in_view, find_view};
pub use remote::feeds::{ListedFeed, StoredFeed, StoredFolder};
pub use remote::items::{NewRemoteItem, WantedItem};
pub use remote::marks::{OutboxMark, RemoteMark, ServerMark};
pub use remote::unread::UnreadItem;
pub use transfer::export::{ExportError, ExportOmission, ExportReport};
pub use transfer::import::malformed::{FileError, MalformedFile};
pub use transfer::import::{
    DETECTION_BYTES, FailedFile, ImportError, ImportFormat, ImportOmission, ImportReport,
    MarkdownFile,
};
pub use transfer::parse_newsboat;
