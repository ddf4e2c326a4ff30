//! Results of a check: findings and their states.

use std::path::Path;

use crate::library::db::copies;

/// State of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingState {
    /// No problem.
    Ok,
    /// Worth knowing.
    Note,
    /// The problem was repaired.
    Repaired,
    /// The problem remains.
    Broken,
}

/// Result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Name of the check.
    pub name: &'static str,
    /// State of the check.
    pub state: FindingState,
    /// Description of the problem and of the repair.
    pub description: String,
    /// Advice; may be empty.
    pub advice: String,
}

/// Result of checking a library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Results of the checks, in order.
    pub findings: Vec<Finding>,
}

/// Advice about damaged pages.
pub(in crate::library) const RECOVER: &str =
    "newsprint doctor --recover quarantines it and restores what can be read into a new one";

impl CheckReport {
    /// Returns true if nothing is wrong any longer.
    pub fn is_sound(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.state != FindingState::Broken)
    }

    pub(in crate::library) fn add(
        &mut self,
        name: &'static str,
        standing: FindingState,
        found: String,
        advice: &str,
    ) {
        self.findings.push(Finding {
            name,
            state: standing,
            description: found,
            advice: advice.to_owned(),
        });
    }

    /// Removes unfinished backups of programs that ended while they wrote.
    pub(in crate::library) fn remove_leftovers(&mut self, folder: &Path) {
        for path in copies::remove_abandoned(folder) {
            let shown = path.display();
            let removed = match path.is_dir() {
                true => std::fs::remove_dir_all(&path),
                false => std::fs::remove_file(&path),
            };
            match removed {
                Ok(()) => self.add(
                    "leftovers",
                    FindingState::Repaired,
                    format!("removed an unfinished backup: {shown}"),
                    "",
                ),
                Err(error) => self.add(
                    "leftovers",
                    FindingState::Note,
                    format!("can't remove an unfinished backup: {shown}: {error}"),
                    "",
                ),
            }
        }
    }

    /// Adds the newest backup to the report.
    pub(in crate::library) fn add_backup_finding(&mut self, folder: &Path) {
        let copies = copies::backups(folder);
        let (found, advice) = match copies.last() {
            Some(newest) => (
                format!("{} ({} in all)", newest.file.display(), copies.len()),
                "newsprint doctor --recover FILE restores a copy",
            ),
            None => (
                "none yet: one is made daily, by the program and by commands that change something"
                    .to_owned(),
                "",
            ),
        };
        self.add("backup", FindingState::Ok, found, advice);
    }
}
