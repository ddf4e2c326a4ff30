//! Ingestion: reads files, folders and pages, extracts them, and stores them in the library. The functions are
//! synchronous, return typed errors, and take a [`Cancel`] and a progress callback where they may take long.
//!
//! 1. [`list_folder`] makes rows of the given paths.
//! 2. [`DocumentLoader`] reads one article: a file, a pipe ([`Stream`]), an article of the tour, a stored one.
//! 3. [`find_article_id`] and [`ensure_rows`] lead from an article that was read to its row in the library.
//! 4. [`fetch_page`] and [`fetch_queued_pages`] fetch the pages of articles of feeds.
//! 5. [`scan_source`] stores new and changed files of a source; [`add_path`] adds a source, and scans it.

mod add;
mod cancel;
mod credentials;
mod error;
mod extraction;
mod files;
mod fingerprint;
mod folder;
mod listing;
mod loader;
mod pages;
mod private_file;
mod program;
mod read_address;
mod refresh;
mod remote_entry;
mod report;
mod rows;
mod source_segments;
mod stream;
mod subscribe;
mod tour;

pub use add::{Added, add_document, add_path, address_in};
pub use cancel::{Cancel, Cancelled, Wake};
pub use credentials::{
    PasswordError, SettingProblem, load_password, parse_setting, read_password_file,
};
pub use error::{AddError, ReadError, ScanError, SourceProblem};
pub use extraction::extract_document;
pub use files::{FileAccess, SystemFiles, is_link};
pub use folder::scan_source;
pub use listing::{
    ListProblem, ListedEntry, ListedFile, OtherFiles, is_hidden_below, list_file, list_folder,
    list_origin, name_of,
};
pub use loader::{DocumentLoader, Limits, LoadedArticle};
pub use pages::{
    HostPace, PageAnswer, PageError, PageRequest, PageRunOptions, PageRunSummary, StoredPage,
    fetch_page, fetch_queued_pages, plan_page, queue_pages, show_other_text,
};
pub use private_file::{PrivateFileError, read_private_file};
pub use program::{ProgramError, ProgramLimits, run_program};
pub use read_address::{AddressText, read_address, read_address_source};
pub use refresh::{
    RefreshEvent, RefreshMode, RefreshOptions, SkipReason, SourceResult, extract_pending,
    refresh_sources,
};
pub use remote_entry::{RemoteText, remote_entry};
pub use report::{Progress, ScanReport};
pub use rows::{
    Location, NewRow, ensure_rows, find_article_id, find_article_id_at, holds_another_article,
};
pub use stream::{Stream, StreamState, wait_for_streams};
pub use subscribe::{
    FoundFeed, FoundPage, Resolved, SubscribeError, add_page, resolve_address, subscribe,
};
pub use tour::{TOUR_ARTICLES, TOUR_IMAGES, TourArticle, TourImage};
