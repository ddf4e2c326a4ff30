//! The command line: what may be typed ([`Arguments`]), and one file for each command.

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
mod start;

pub use arguments::{
    Arguments, Command, ConfigArguments, DoctorArguments, ExtractArguments, SearchArguments, Shell,
    parse,
};
pub use print::{Failures, print_stories};
pub use setup::{Setup, setup};
pub use start::{Opening, SEED_PICTURES, SEEDS, opening};
