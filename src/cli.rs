//! The command line: what may be typed ([`Arguments`]), and one file for each command.

mod arguments;
pub mod bookmarks;
pub mod completions;
pub mod config;
pub mod doctor;
pub mod export;
pub mod extract;
pub mod import;
pub mod linear;
pub mod list;
pub mod man;
mod output;
mod print;
mod progress;
mod row;
mod setup;
mod shelf;
pub mod show;
pub mod sources;
mod start;
mod story;
mod table;

pub use arguments::{
    AddBookmarkArguments, Arguments, BookmarksArguments, BookmarksCommand, Command,
    ConfigArguments, DoctorArguments, ExportArguments, ExportFormat, ExtractArguments,
    ImportArguments, ListArguments, Shell, ShowArguments, SourcesArguments, parse,
};
pub use print::{Failures, print_stories};
pub use setup::{Setup, setup};
pub use start::{Opening, SEED_PICTURES, SEEDS, opening};
