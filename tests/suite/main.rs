//! All tests, in one binary: one module a subject.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod architecture;
mod clean;
mod cli;
mod dates;
mod detect;
mod extract_html;
mod extract_markdown;
mod extract_plain;
mod finish;
mod fixtures;
mod harness;
mod keymap;
mod layout;
#[cfg(unix)]
mod pty;
mod screens;
mod screenshot;
mod terminal;
