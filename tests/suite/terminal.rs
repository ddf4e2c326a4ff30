//! Tests of the terminal: what is written to it, what it sends, and that it is given back whatever happens.

mod input;
mod links;
mod modes;
mod paint;
mod program;
mod reader;
