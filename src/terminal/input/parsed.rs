//! The first event in the bytes of a terminal: [`Parsed`].

use crossterm::event::Event;

use crate::terminal::Background;

/// The first event in some bytes, and how many of them belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ParsedEvent {
    Event(usize, Event),
    /// The terminal says what its background is.
    Background(usize, Background),
    /// Something that means nothing here.
    Ignored(usize),
    /// What follows is a paste.
    PasteStart(usize),
    /// More bytes are needed to tell.
    Incomplete,
}
