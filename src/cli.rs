//! The command line: what may be typed ([`Arguments`]), and one file for each command.

pub mod add;
mod arguments;
pub mod completions;
pub mod config;
pub mod doctor;
pub mod extract;
pub mod linear;
pub mod man;
mod output;
mod print;
mod row;
pub mod search;
mod setup;
pub mod source_changes;
mod start;

pub use arguments::{
    AddArguments, Arguments, Command, ConfigArguments, DoctorArguments, ExtractArguments,
    SearchArguments, Shell, SourcesArguments, SourcesCommand, parse,
};
pub use print::{Failures, print_stories};
pub use setup::{Setup, setup};
pub use start::{Opening, SEED_PICTURES, SEEDS, opening};
