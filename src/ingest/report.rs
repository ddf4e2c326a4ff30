//! Counts of a scan ([`ScanReport`]), and its progress ([`Progress`]).

use crate::library::UpsertOutcome;

/// Result of the scan of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScanReport {
    /// Articles that were not in the library.
    pub new: usize,
    /// Articles that say something else now.
    pub changed: usize,
    /// Articles that were in the library, as they are.
    pub unchanged: usize,
    /// Files that have no article that could be read.
    pub unreadable: usize,
    /// Missing files.
    pub missing: usize,
    /// Files that were opened.
    pub files_opened: usize,
}

/// Progress of a scan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files read.
    pub done: usize,
    /// Files to be read.
    pub total: usize,
}

impl ScanReport {
    pub(super) fn count(&mut self, arrival: Option<UpsertOutcome>) {
        match arrival {
            Some(UpsertOutcome::New(_)) => self.new += 1,
            Some(UpsertOutcome::Changed(_)) => self.changed += 1,
            Some(UpsertOutcome::Known(_) | UpsertOutcome::Deleted(_)) => self.unchanged += 1,
            None => {}
        }
    }
}
