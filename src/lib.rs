//! newsprint: a newspaper for the terminal.

pub mod app;
pub mod cli;
pub mod extract;
pub mod keymap;
pub mod layout;
pub mod model;
pub mod ui;
pub mod worker;
