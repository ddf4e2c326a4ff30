//! What to open: the paths that were given, standard input, or the stories that newsprint brings along.

use std::path::{Path, PathBuf};

use crate::model::Origin;
use crate::worker::{Seed, SeedPicture};

/// The stories of `seeds/`, built in so that a first start works from anywhere.
pub const SEEDS: &[Seed] = &[
    (
        "01-five-keys.md",
        include_str!("../../seeds/01-five-keys.md"),
    ),
    (
        "02-harbour-bridge.txt",
        include_str!("../../seeds/02-harbour-bridge.txt"),
    ),
    (
        "03-short-history-of-ink.html",
        include_str!("../../seeds/03-short-history-of-ink.html"),
    ),
    (
        "04-lighthouse-letter.txt",
        include_str!("../../seeds/04-lighthouse-letter.txt"),
    ),
    (
        "05-timetable.md",
        include_str!("../../seeds/05-timetable.md"),
    ),
    (
        "06-the-long-valley.md",
        include_str!("../../seeds/06-the-long-valley.md"),
    ),
    (
        "07-weather-desk.html",
        include_str!("../../seeds/07-weather-desk.html"),
    ),
    (
        "08-two-scripts.md",
        include_str!("../../seeds/08-two-scripts.md"),
    ),
    (
        "09-rail-strike.txt",
        include_str!("../../seeds/09-rail-strike.txt"),
    ),
    (
        "10-with-pictures.html",
        include_str!("../../seeds/10-with-pictures.html"),
    ),
    (
        "11-right-to-left.md",
        include_str!("../../seeds/11-right-to-left.md"),
    ),
    (
        "12-cjk-typesetter.md",
        include_str!("../../seeds/12-cjk-typesetter.md"),
    ),
    (
        "13-footnotes-and-links.md",
        include_str!("../../seeds/13-footnotes-and-links.md"),
    ),
    ("14-colophon.md", include_str!("../../seeds/14-colophon.md")),
];

/// The pictures of these stories, by their addresses there.
pub const SEED_PICTURES: &[SeedPicture] = &[
    (
        "pictures/kettle.png",
        include_bytes!("../../seeds/pictures/kettle.png"),
    ),
    (
        "pictures/map.png",
        include_bytes!("../../seeds/pictures/map.png"),
    ),
    (
        "pictures/pier.png",
        include_bytes!("../../seeds/pictures/pier.png"),
    ),
];

/// What to open, and what can't be opened.
#[derive(Debug, Default)]
pub struct Opening {
    /// What to open, in the order given.
    pub origins: Vec<Origin>,
    /// A line for each path that is not there: what, where, what to do.
    pub errors: Vec<String>,
    /// Whether nothing was asked for: the library is shown, or, where it has nothing to show, the seeds.
    pub home: bool,
    /// Whether it is one story, which opens at once.
    pub single: bool,
}

/// Looks which of `paths` are there. Without any, standard input is read if it is not a terminal; else the seeds are shown.
pub fn opening(paths: &[PathBuf], input_is_terminal: bool) -> Opening {
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
            let name = path.display().to_string();
            let name = crate::text::clean::line(&name);
            Err(if error.kind() == std::io::ErrorKind::NotFound {
                if name.starts_with("http://") || name.starts_with("https://") {
                    format!("newsprint: can't fetch pages: {name}: save the page and open the file")
                } else {
                    format!("newsprint: no such file or folder: {name}: check the path")
                }
            } else {
                format!(
                    "newsprint: can't be opened: {name}: {}",
                    crate::worker::explain(&error)
                )
            })
        }
    }
}
