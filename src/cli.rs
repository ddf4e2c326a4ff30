//! The command line: what may be typed ([`Arguments`]), and one file for each command.

pub mod add;
mod arguments;
pub mod bookmarks;
pub mod completions;
pub mod config;
pub mod doctor;
pub mod export;
pub mod extract;
pub mod import;
pub mod list;
pub mod man;
mod output;
pub(crate) mod print;
mod progress;
mod row;
pub mod search;
mod setup;
mod shelf;
pub mod show;
pub mod source_changes;
pub mod sources;
pub(crate) mod start;
mod story;
mod table;

pub use arguments::{
    AddArguments, AddBookmarkArguments, Arguments, BookmarksArguments, BookmarksCommand, Command,
    ConfigArguments, DoctorArguments, ExportArguments, ExportFormat, ExtractArguments,
    ImportArguments, ListArguments, SearchArguments, Shell, ShowArguments, SourcesArguments,
    SourcesCommand, parse,
};
pub use output::unprinted;
pub use print::{Failures, print_stories};
pub use setup::{Setup, setup};
pub use start::{Opening, SEED_PICTURES, SEEDS, opening};
