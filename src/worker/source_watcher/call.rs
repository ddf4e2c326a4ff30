//! Events of the thread that watches sources: [`WatcherEvent`].

use std::path::PathBuf;

use crate::model::Source;

/// A call to the thread that watches sources.
pub(in crate::worker) enum WatcherEvent {
    /// The library has changed: there may be other sources.
    Library,
    /// Something has happened to files.
    Files(notify::Result<notify::Event>),
    /// A source was looked for.
    Found(Box<Source>, Presence),
    /// The program ends.
    End,
}

/// The thing at the path of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::worker) struct Presence {
    /// True if anything is.
    pub(super) is_there: bool,
    /// True if it is a folder.
    pub(super) is_folder: bool,
    /// Nearest existing parent folder.
    pub(super) parent: Option<PathBuf>,
}
