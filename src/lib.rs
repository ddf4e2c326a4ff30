//! newsprint: a newspaper for the terminal.

pub mod app;
pub mod cli;
pub mod config;
pub mod event_loop;
pub mod extract;
pub mod keymap;
pub mod layout;
pub mod model;
pub mod terminal;
pub mod ui;
pub mod worker;
