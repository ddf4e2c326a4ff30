//! Options of linear mode: [`LinearOptions`].

use std::path::PathBuf;

use crate::config::{MarkRead, Sort, StartView};

/// Settings of linear mode.
#[derive(Debug, Clone)]
pub(super) struct LinearOptions {
    /// Maximum width of a line, in columns.
    pub(super) measure: u16,
    /// True if an unreadable file in a given folder is a failure.
    pub(super) strict: bool,
    /// True if commands are typed at a terminal, which echoes them. If not, they are printed after the prompt.
    pub(super) is_interactive: bool,
    /// True if the output is a terminal: lines fit its width, and long output stops after every screen.
    pub(super) is_terminal: bool,
    /// True if no path was given: the library is listed, or the tour if the library is empty.
    pub(super) starts_with_library: bool,
    /// View of the library to start with.
    pub(super) start_view: StartView,
    /// Order of dates in the lists of the library.
    pub(super) sort: Sort,
    /// Event that marks an article as read.
    pub(super) mark_read: MarkRead,
    /// True if the articles of a story share their read marks.
    pub(super) share_read: bool,
    /// Days after which read articles of feeds are deleted; 0 deletes nothing.
    pub(super) keep_days: u32,
    /// Least time between two fetches of a feed, in seconds; `None` if feeds are not fetched unasked.
    pub(super) fetch_interval: Option<i64>,
    /// Least time between two fetches of a feed that says nothing about it, in seconds.
    pub(super) default_interval: i64,
    /// Data folder; `None` if nothing is saved.
    pub(super) data: Option<PathBuf>,
}
