//! The command line: arguments ([`Arguments`]), and one file for each command.

pub mod account;
mod account_words;
pub mod add;
mod add_address;
mod add_to_account;
mod address_files;
mod arguments;
mod article;
pub mod bookmarks;
pub mod completions;
pub mod config;
pub mod doctor;
mod error;
pub mod export;
pub mod extract;
pub mod fetch;
pub mod import;
pub mod json;
pub mod list;
mod log;
pub mod man;
pub mod mark;
mod nearest_command;
mod open_library;
mod opening;
mod output;
mod paths;
mod print;
mod progress;
pub mod replay;
pub mod rules;
mod run;
pub mod search;
mod setup;
pub mod show;
pub mod source_changes;
mod source_words;
mod sources;
pub mod sync;
mod table;
mod view_words;
mod waiting_entries;

pub use address_files::AddressFiles;
pub use arguments::{
    AccountArguments, AccountCommand, AddAccountArguments, AddArguments, AddBookmarkArguments, Age,
    Arguments, BookmarksArguments, BookmarksCommand, Command, ConfigArguments, DoctorArguments,
    ExportArguments, ExportFormat, ExtractArguments, FetchArguments, ImportArguments,
    ListArguments, MarkArguments, MarkState, ParseError, ReplayArguments, RulesArguments,
    RulesCommand, SearchArguments, Shell, ShowArguments, ShowFormat, SourcesArguments,
    SourcesCommand, SyncArguments, parse,
};
pub use error::{Diagnostics, UsageError, exit_status};
pub use opening::{Opening, look_up};
pub use run::{FrontEndStart, Invocation, run};
pub use setup::Setup;
