//! The command line: what may be typed ([`Arguments`]), and one file for each command.

mod arguments;
pub mod extract;
mod print;
mod start;

pub use arguments::{Arguments, Command, ExtractArguments, parse};
pub use print::{Failures, print_stories};
pub use start::{Opening, SEED_PICTURES, SEEDS, opening};
