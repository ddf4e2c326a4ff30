//! The command line: what may be typed ([`Arguments`]), and one file for each command.

mod arguments;
pub mod extract;
pub mod linear;
mod print;
mod setup;
mod start;

pub use arguments::{Arguments, Command, ExtractArguments, parse};
pub use print::{Failures, print_stories};
pub use setup::{Setup, setup};
pub use start::{Opening, SEEDS, opening};
