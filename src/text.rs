//! Text without a terminal: the sanitizer of foreign characters ([`clean`]), the one folding for filters, find and search
//! ([`fold`]), the wording of errors of the system ([`io_message`]), texts without credentials ([`redact()`]), and writers that
//! turn a [`crate::model::Document`] into Markdown and plain text ([`writers`]).

pub mod clean;
pub mod fold;
mod io_message;
mod redact;
pub mod writers;

pub use io_message::io_message;
pub use redact::redact;
