//! Options of linear mode: [`LinearOptions`].

use std::path::PathBuf;

use crate::config::MarkRead;

/// Settings of the conversation.
#[derive(Debug, Clone)]
pub(super) struct LinearOptions {
    /// The widest line, in columns.
    pub(super) measure: u16,
    /// True if a person types the commands at a terminal, which shows them. If not, they are printed behind the prompt.
    pub(super) is_interactive: bool,
    /// True if the output is a terminal: it is asked for its width, and long output stops at every screen.
    pub(super) is_terminal: bool,
    /// True if nothing was asked for: the library is told, or, where it has nothing to show, the articles given.
    pub(super) starts_with_library: bool,
    /// Event that marks an article as read.
    pub(super) mark_read: MarkRead,
    /// After how many days the library deletes what was read; 0 keeps it.
    pub(super) keep_days: u32,
    /// The data folder; `None` where nothing is kept.
    pub(super) data: Option<PathBuf>,
}
