//! newsprint: a newspaper for the terminal.

pub mod cli;
pub mod extract;
pub mod layout;
pub mod model;
pub mod terminal;
