//! `newsprint sources rm ID...`: removes sources; their articles stay.

use std::io::Write;

use anyhow::{Result, bail};

use super::error::Diagnostics;
use super::open_library;
use super::output::print_line;
use super::paths::display_path;
use super::setup::Setup;
use crate::library::{Library, LibraryError, OpenError};
use crate::messages;
use crate::model::SourceId;

/// Removes sources and prints each change.
///
/// # Errors
/// There is no library, it can't be opened, or standard output can't be written.
pub fn run_sources_rm(
    sources: &[SourceId],
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let Some(paths) = &setup.config.paths else {
        bail!("no data folder: HOME is not set: give --data-dir");
    };
    let file = display_path(&Library::library_file(&paths.data));
    // Without a library there is no source to remove, so none is created.
    let opened = open_library::open_existing(&paths.data);
    let mut library = match opened {
        Ok(library) => library,
        Err(OpenError::NotFound) => {
            bail!("no such source: {file}: there is no library yet");
        }
        Err(error) => bail!(open_library::describe_open_error(&paths.data, &error)),
    };
    let mut diagnostics = Diagnostics::default();
    for source in sources {
        match library.remove_source(*source) {
            Ok(changed) => {
                if let Some(kind) = &changed.kind {
                    print_line(output, &messages::changes::made_text(kind, None))?;
                }
            }
            Err(LibraryError::Missing(_)) => diagnostics.fail(format!(
                "no such source: {source}: newsprint sources lists them"
            )),
            Err(error) => diagnostics.fail(format!("not saved: {source}: {error}")),
        }
    }
    drop(library);
    open_library::back_up_daily(setup, &mut diagnostics);
    Ok(diagnostics)
}
