//! The terminal: escape sequences written and read, and its restoration in every case.

mod input;
mod links;
mod modes;
mod paint;
mod program;
mod reader;
