//! Printing articles as text where standard output is not a terminal.

use std::io::{self, Write};

use super::error::Diagnostics;
use crate::ingest::{Cancel, DocumentLoader, ReadError, list_origin};
use crate::model::{Document, Origin};
use crate::text::writers;

/// Prints every article as text, separated by a blank line and a form feed. An unreadable file in a folder is a warning, and a failure
/// if it is `strict`.
///
/// # Errors
/// Standard output can't be written.
pub(super) fn print_articles(
    origins: &[Origin],
    loader: &DocumentLoader,
    strict: bool,
    output: &mut impl Write,
) -> io::Result<Diagnostics> {
    let cancel = Cancel::new();
    let mut diagnostics = Diagnostics::default();
    let mut first = true;
    for origin in origins {
        let listed = list_origin(
            loader.files(),
            origin,
            &cancel,
            &mut |problem| match problem.is_failure(origin, strict) {
                true => diagnostics.fail(problem.to_string()),
                false => diagnostics.warn(problem.to_string()),
            },
        );
        // This token is never cancelled.
        for (listed, name) in listed.unwrap_or_default() {
            match load_document(&listed, loader, &cancel) {
                Ok(document) => {
                    if !first {
                        writeln!(output, "\n\u{c}")?;
                    }
                    first = false;
                    output.write_all(writers::document_text(&document).as_bytes())?;
                }
                Err(reason) => {
                    let line = format!("can't be read: {name}: {reason}");
                    match strict || listed == *origin {
                        true => diagnostics.fail(line),
                        false => diagnostics.warn(line),
                    }
                }
            }
        }
    }
    output.flush()?;
    Ok(diagnostics)
}

fn load_document(
    origin: &Origin,
    loader: &DocumentLoader,
    cancel: &Cancel,
) -> Result<Document, ReadError> {
    match origin {
        Origin::StandardInput => loader.load_input(io::stdin().lock()),
        Origin::File(_) | Origin::Tour(_) | Origin::Stored(_) => {
            Ok(loader.load(origin, cancel)?.document)
        }
    }
}
