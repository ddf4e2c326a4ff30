//! `newsprint undo` and `newsprint redo`: undo the last change of the user, whichever program made it, and redo it.

use std::io::Write;

use anyhow::Result;

use super::arguments::ReplayArguments;
use super::error::Diagnostics;
use super::json;
use super::open_library::open_existing_to_write;
use super::open_library::{self, library_error};
use super::output::print_line;
use super::setup::Setup;
use crate::library::{Library, LibraryError, UndoResult};
use crate::messages;
use crate::model::{ChangeOrigin, ChangeReport, Direction};

/// Runs `newsprint undo` or `newsprint redo`. Nothing to undo, and a change that was changed again since, are failures.
///
/// # Errors
/// The library can't be opened or written, or the output can't be written.
pub fn run_replay(
    direction: Direction,
    arguments: &ReplayArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let Some(mut library) = open_existing_to_write(setup)? else {
        diagnostics.fail(sentence(&ChangeReport::Nothing(direction)));
        return Ok(diagnostics);
    };
    let (result, origin) = match direction {
        Direction::Undo => undo_last(&mut library).map_err(library_error)?,
        Direction::Redo => (library.redo().map_err(library_error)?, None),
    };
    match result {
        UndoResult::Done(kind, articles) => {
            let report = ChangeReport::Replayed(direction, kind);
            if arguments.json {
                json::print_json(output, &json::replayed_json(&report, &articles, origin))?;
            } else {
                let line = messages::changes::report(&report, None);
                let now = chrono::Utc::now().timestamp();
                let origin = origin.map(|origin| messages::changes::origin_remark(origin, now));
                let origin = origin.map(|remark| format!(" ({remark})"));
                print_line(output, &format!("{line}{}", origin.unwrap_or_default()))?;
            }
        }
        UndoResult::Skipped(kind) => {
            diagnostics.fail(sentence(&ChangeReport::Skipped(direction, kind)));
        }
        UndoResult::Nothing | UndoResult::NeedsConfirmation(..) => {
            diagnostics.fail(sentence(&ChangeReport::Nothing(direction)));
        }
    }
    open_library::after_change(setup, library, &mut diagnostics);
    Ok(diagnostics)
}

/// Undoes the last change. The command itself confirms that the change of another session is meant; its origin is returned.
fn undo_last(library: &mut Library) -> Result<(UndoResult, Option<ChangeOrigin>), LibraryError> {
    // Another program may make a change in between, which is then the last one.
    const MAX_TRIES: usize = 8;
    let mut result = library.undo(None)?;
    let mut origin = None;
    for _ in 0..MAX_TRIES {
        match result {
            UndoResult::NeedsConfirmation(change, _, of_change) => {
                origin = Some(of_change);
                result = library.undo(Some(change))?;
            }
            result => return Ok((result, origin)),
        }
    }
    Ok((result, origin))
}

/// Returns a report as an error line: it begins with a small letter.
fn sentence(report: &ChangeReport) -> String {
    let text = messages::changes::report(report, None);
    let mut letters = text.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}
