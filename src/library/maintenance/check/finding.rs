//! What a check found: each finding, how bad it is, and all of them.

use std::path::Path;

use crate::library::db::copies;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As it should be.
    Ok,
    /// Worth knowing.
    Note,
    /// It was wrong, and is right now.
    Mended,
    /// It is wrong.
    Broken,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub name: &'static str,
    /// How it stands.
    pub standing: Standing,
    /// What was found, and what was done.
    pub found: String,
    /// What to do; may be empty.
    pub advice: String,
}

/// What looking through a library came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examined {
    /// One thing after the other.
    pub findings: Vec<Finding>,
}

/// What to do about pages that are damaged.
pub(in crate::library) const RECOVER: &str =
    "newsprint doctor --recover sets it aside and takes what can be read of it into a new one";

impl Examined {
    /// Whether nothing is wrong any longer.
    pub fn is_sound(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.standing != Standing::Broken)
    }

    pub(in crate::library) fn add(
        &mut self,
        name: &'static str,
        standing: Standing,
        found: String,
        advice: &str,
    ) {
        self.findings.push(Finding {
            name,
            standing,
            found,
            advice: advice.to_owned(),
        });
    }

    /// Takes away what programs have left that ended while they wrote.
    pub(in crate::library) fn leftovers(&mut self, folder: &Path) {
        for path in copies::abandoned(folder) {
            let shown = path.display();
            let removed = match path.is_dir() {
                true => std::fs::remove_dir_all(&path),
                false => std::fs::remove_file(&path),
            };
            match removed {
                Ok(()) => self.add(
                    "leftovers",
                    Standing::Mended,
                    format!("took away an unfinished copy: {shown}"),
                    "",
                ),
                Err(error) => self.add(
                    "leftovers",
                    Standing::Note,
                    format!("an unfinished copy can't be taken away: {shown}: {error}"),
                    "",
                ),
            }
        }
    }

    pub(in crate::library) fn copies(&mut self, folder: &Path) {
        let copies = copies::backups(folder);
        let (found, advice) = match copies.last() {
            Some(newest) => (
                format!("{} ({} in all)", newest.file.display(), copies.len()),
                "newsprint doctor --recover FILE takes over what a copy has",
            ),
            None => (
                "none yet: one is made a day, by the screen and by commands that change something"
                    .to_owned(),
                "",
            ),
        };
        self.add("backup", Standing::Ok, found, advice);
    }
}
