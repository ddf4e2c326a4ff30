//! The articles to open at the start: given paths, standard input, or the tour ([`Opening`]).

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::paths::path_error;
use crate::ingest::TOUR_ARTICLES;
use crate::model::Origin;

/// Articles to open, and the errors of paths that can't be opened.
#[derive(Debug, Default)]
pub struct Opening {
    /// Origins to open, in the order given.
    pub origins: Vec<Origin>,
    /// Errors of paths that can't be opened, a line each: `WHAT: WHERE: what to do`.
    pub errors: Vec<String>,
    /// True if no path was given: the library is shown, or the tour if the library is empty.
    pub starts_with_library: bool,
    /// True if there is exactly one article: it opens without a list.
    pub is_single: bool,
}

/// Looks up the given paths. Without any, the origin is standard input if that is not a terminal, else the tour.
pub(super) fn look_up_paths(paths: &[PathBuf], input_is_terminal: bool) -> Opening {
    if paths.is_empty() {
        let origins = if input_is_terminal {
            TOUR_ARTICLES
                .iter()
                .map(|(name, _)| Origin::Tour(name))
                .collect()
        } else {
            vec![Origin::StandardInput]
        };
        return Opening {
            origins,
            errors: Vec::new(),
            starts_with_library: input_is_terminal,
            is_single: !input_is_terminal,
        };
    }
    let mut opening = Opening::default();
    for (path, found) in paths.iter().zip(look_up(paths, std::fs::metadata)) {
        // A path whose file system does not answer may be a folder.
        let is_article = matches!(&found, Some(Ok(about)) if !about.is_dir());
        match origin_of_path(path, found) {
            // Standard input can be read only once.
            Ok(Origin::StandardInput) if opening.origins.contains(&Origin::StandardInput) => {}
            Ok(origin) => {
                opening.is_single =
                    opening.origins.is_empty() && (is_article || origin == Origin::StandardInput);
                opening.origins.push(origin);
            }
            Err(error) => opening.errors.push(error),
        }
    }
    opening
}

/// Looks up paths by `metadata`, each for at most 200 milliseconds; `None` for a path without an answer, such as one on
/// a dead network file system. Each such path costs a thread; after eight of them, the remaining paths are not looked
/// up.
pub fn look_up<F>(paths: &[PathBuf], metadata: F) -> Vec<Option<io::Result<Metadata>>>
where
    F: Fn(PathBuf) -> io::Result<Metadata> + Clone + Send + 'static,
{
    const LOOK_UP_TIMEOUT: Duration = Duration::from_millis(200);
    const MAX_THREADS: usize = 8;
    let mut found = Vec::with_capacity(paths.len());
    for _ in 0..MAX_THREADS {
        let rest: Vec<PathBuf> = paths.get(found.len()..).unwrap_or_default().to_vec();
        if rest.is_empty() {
            break;
        }
        let (sender, answers) = channel();
        let metadata = metadata.clone();
        let started = thread::Builder::new()
            .name("look-up".into())
            .spawn(move || {
                for path in rest {
                    if sender.send(metadata(path)).is_err() {
                        return;
                    }
                }
            });
        if started.is_err() {
            break;
        }
        while found.len() < paths.len() {
            let answer = answers.recv_timeout(LOOK_UP_TIMEOUT).ok();
            let is_late = answer.is_none();
            found.push(answer);
            if is_late {
                break;
            }
        }
    }
    found.resize_with(paths.len(), || None);
    found
}

fn origin_of_path(path: &Path, found: Option<io::Result<Metadata>>) -> Result<Origin, String> {
    if path.as_os_str() == "-" {
        return Ok(Origin::StandardInput);
    }
    match found {
        None | Some(Ok(_)) => Ok(Origin::File(path.to_owned())),
        Some(Err(error)) => Err(path_error(path, &error, "can't be opened")),
    }
}
