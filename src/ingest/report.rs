//! Counts of a scan: [`ScanReport`], and how far it is: [`Progress`].

use crate::library::Arrival;

/// Result of the scan of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScanReport {
    /// Articles that were not in the library.
    pub new: usize,
    /// Articles that say something else now.
    pub changed: usize,
    /// Articles that were in the library, as they are.
    pub known: usize,
    /// Files that have no article that could be read.
    pub unreadable: usize,
    /// Files that are no longer there.
    pub gone: usize,
    /// Files that were opened.
    pub opened: usize,
}

/// Progress of a scan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files read.
    pub done: usize,
    /// Files to be read.
    pub of: usize,
}

impl ScanReport {
    pub(super) fn count(&mut self, arrival: Option<Arrival>) {
        match arrival {
            Some(Arrival::New(_)) => self.new += 1,
            Some(Arrival::Changed(_)) => self.changed += 1,
            Some(Arrival::Known(_) | Arrival::Deleted(_)) => self.known += 1,
            None => {}
        }
    }
}
