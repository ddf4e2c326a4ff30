//! First event in the bytes of a terminal: [`ParsedEvent`].

use crossterm::event::Event;

use crate::terminal::Background;

/// First event in some bytes, with the number of bytes that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ParsedEvent {
    /// Key, mouse, focus or paste event.
    Event(usize, Event),
    /// Report of the terminal's background.
    Background(usize, Background),
    /// Sequence without a meaning for newsprint.
    Ignored(usize),
    /// Beginning of a bracketed paste.
    PasteStart(usize),
    /// Beginning of a sequence that needs more bytes.
    Incomplete,
}
