//! Printing articles as text where standard output is not a terminal.

use std::io::{self, Write};

use super::article::canonical_path;
use super::error::Diagnostics;
use super::open_library::{library_error, open_if_exists};
use super::setup::Setup;
use crate::ingest::{Cancel, DocumentLoader, ReadError, list_origin};
use crate::library::{LibraryError, LibraryReader};
use crate::model::{Document, Origin, apply_corrections};
use crate::text::writers;

/// Prints every article as text with the corrections of the user, separated by a blank line and a form feed. An unreadable
/// file in a folder is a warning, and a failure if it is `strict`; a library that can't be read is a warning.
///
/// # Errors
/// Standard output can't be written.
pub(super) fn print_articles(
    origins: &[Origin],
    loader: &DocumentLoader,
    strict: bool,
    setup: &Setup,
    output: &mut impl Write,
) -> io::Result<Diagnostics> {
    let cancel = Cancel::new();
    let mut diagnostics = Diagnostics::default();
    let mut library = open_corrected_library(setup, &mut diagnostics);
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
                Ok(mut document) => {
                    if let Some(corrected) = &library
                        && let Err(error) = correct_document(corrected, &listed, &mut document)
                    {
                        diagnostics.warn(library_error(error).to_string());
                        library = None;
                    }
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

/// Opens the library if one exists and any of its articles has corrections.
fn open_corrected_library(setup: &Setup, diagnostics: &mut Diagnostics) -> Option<LibraryReader> {
    let opened = open_if_exists(setup).and_then(|library| match library {
        Some(library) => match library.has_corrections().map_err(library_error)? {
            true => Ok(Some(library)),
            false => Ok(None),
        },
        None => Ok(None),
    });
    opened.unwrap_or_else(|error| {
        diagnostics.warn(error.to_string());
        None
    })
}

/// Applies the corrections of the article in a file to its text.
fn correct_document(
    library: &LibraryReader,
    origin: &Origin,
    document: &mut Document,
) -> Result<(), LibraryError> {
    let (path, tour_name) = match origin {
        Origin::File(path) => (Some(canonical_path(path)), None),
        Origin::Tour(name) => (None, Some(*name)),
        Origin::StandardInput | Origin::Stored(_) => (None, None),
    };
    let words = document.words();
    let found = library.find_same_article(path.as_deref(), tour_name, document, words)?;
    if let Some(article) = found {
        apply_corrections(document, &library.corrections(article)?);
    }
    Ok(())
}
