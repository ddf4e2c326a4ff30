//! The terminal: escape sequences written and read, and its restoration in every case.

mod input;
mod links;
mod modes;
mod painter;
mod program;
mod programs;
mod reader;
