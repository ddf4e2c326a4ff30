//! Paths to open: those that were given, standard input, or the tour ([`Opening`]).

use std::path::{Path, PathBuf};

use super::paths::refusal;
use crate::ingest::SEEDS;
use crate::model::Origin;

/// Paths to open, and those that can't be opened.
#[derive(Debug, Default)]
pub struct Opening {
    /// Origins to open, in the order given.
    pub origins: Vec<Origin>,
    /// A line for each path that is not there: what, where, what to do.
    pub errors: Vec<String>,
    /// True if nothing was asked for: the library is shown, or, where it has nothing to show, the tour.
    pub home: bool,
    /// True for one article, which opens at once.
    pub single: bool,
}

/// Looks which of `paths` are there. Without any, standard input is read if it is not a terminal; else the seeds are shown.
pub(super) fn opening(paths: &[PathBuf], input_is_terminal: bool) -> Opening {
    if paths.is_empty() {
        let origins = if input_is_terminal {
            SEEDS.iter().map(|(name, _)| Origin::Seed(name)).collect()
        } else {
            vec![Origin::StandardInput]
        };
        return Opening {
            origins,
            errors: Vec::new(),
            home: input_is_terminal,
            single: !input_is_terminal,
        };
    }
    let mut opening = Opening::default();
    for path in paths {
        match origin(path) {
            // Standard input can be read only once.
            Ok(Origin::StandardInput) if opening.origins.contains(&Origin::StandardInput) => {}
            Ok(origin) => opening.origins.push(origin),
            Err(error) => opening.errors.push(error),
        }
    }
    opening.single = match opening.origins.as_slice() {
        [Origin::File(path)] => !path.is_dir(),
        [_] => true,
        _ => false,
    };
    opening
}

fn origin(path: &Path) -> Result<Origin, String> {
    if path.as_os_str() == "-" {
        return Ok(Origin::StandardInput);
    }
    match std::fs::metadata(path) {
        Ok(_) => Ok(Origin::File(path.to_owned())),
        Err(error) => {
            let page = "save the page and open the file";
            Err(refusal(path, &error, page, "can't be opened"))
        }
    }
}
