//! Plain text functions, independent of the terminal: the sanitizer for untrusted text ([`clean`]), case and accent
//! folding for filters, find and search ([`fold`]), wording of system errors ([`io_message()`]), removal of credentials
//! ([`redact()`]), shortening of titles ([`shorten()`]), splitting of command
//! lines ([`split_words()`]), comma-separated values ([`CsvReader`]), words as the full-text index has them ([`tokenizer`]),
//! comparison of texts by their shingles ([`shingles`]), articles of one story ([`story`]), and conversion of a [`crate::model::Document`] to Markdown and plain text ([`writers`]).

pub mod clean;
mod csv;
pub mod fold;
mod io_message;
mod redact;
pub mod shingles;
mod shorten;
pub mod story;
pub(crate) mod tokenizer;
mod words;
pub mod writers;

pub use csv::CsvReader;
pub use io_message::io_message;
pub use redact::redact;
pub use shorten::{shorten, shorten_title};
pub use words::{UnclosedQuote, split_words};
