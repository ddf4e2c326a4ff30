//! Text without a terminal: the sanitizer of foreign characters ([`clean`]), folding for find and search ([`fold`]), and writers
//! that turn a [`crate::model::Document`] into Markdown and plain text ([`writers`]).

pub mod clean;
pub mod fold;
pub mod writers;
