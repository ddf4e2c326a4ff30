//! What the app asks of the world: [`Effect`].

use crate::model::Job;

/// Something that the app cannot do itself, since it does no I/O.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Work for the worker.
    Job(Job),
    /// Put text into the clipboard. The second text is what the status line says of it.
    Copy(String, String),
    /// Open a link in the browser.
    OpenLink(String),
    /// Name the terminal's window.
    SetTitle(String),
    /// Take the mouse from the terminal, or give it back.
    ToggleMouse,
    /// Draw everything again.
    Redraw,
    /// Hand the terminal back to the shell until `fg`.
    Suspend,
    /// End the program.
    Quit,
}
