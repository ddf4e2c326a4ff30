//! `newsprint sources rm ID...`: sources are taken away; their stories stay.

use std::io::{self, Write};

use super::output::put;
use super::print::Failures;
use super::setup::Setup;
use super::shelf;
use crate::library::{Access, Library, LibraryError, OpenError};
use crate::text::clean;

/// Takes sources away. Gives a line for each that failed: what, where, what to do.
///
/// # Errors
/// When standard output takes no more.
pub fn remove(sources: &[i64], setup: &Setup, output: &mut impl Write) -> io::Result<Failures> {
    let Some(paths) = &setup.config.paths else {
        return Ok(vec![
            "there is no folder for data: set HOME, or give --data-dir".to_owned(),
        ]);
    };
    let file = Library::file_in(&paths.data).display().to_string();
    let file = clean::line(&file).into_owned();
    // Where there is no library none is made to take something from it.
    let opened = Library::open(&paths.data, Access::Look);
    let mut library = match opened {
        Ok(library) => library,
        Err(OpenError::Absent) => {
            return Ok(vec![format!(
                "no such source: {file}: there is no library yet"
            )]);
        }
        Err(error) => return Ok(vec![shelf::unopened(&paths.data, &error)]),
    };
    let mut failures = Failures::new();
    for source in sources {
        match library.remove_source(*source) {
            Ok(changed) => put(output, &changed.said)?,
            Err(LibraryError::Missing(_)) => failures.push(format!(
                "no such source: {source}: newsprint sources lists them"
            )),
            Err(error) => failures.push(format!("not saved: {source}: {error}")),
        }
    }
    drop(library);
    shelf::keep_copy(setup, &mut failures);
    Ok(failures)
}
