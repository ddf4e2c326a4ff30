//! Requests of the app to the world: [`Effect`].

use std::path::PathBuf;

use crate::model::Job;

/// Something that the app cannot do itself, since it does no I/O.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Work for the worker.
    Job(Job),
    /// Put text into the clipboard. The second text is what the status line says of it.
    Copy(String, String),
    /// Open a link in the browser.
    OpenLink(String),
    /// Run a program of the user's in the foreground.
    RunCommand(CommandLine),
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

/// Effects that the loop has not taken yet, in order.
#[derive(Debug, Default)]
pub(super) struct Effects {
    waiting: Vec<Effect>,
}

impl Effects {
    /// Asks for an effect, after those that were asked for before.
    pub(super) fn push(&mut self, effect: Effect) {
        self.waiting.push(effect);
    }

    /// Asks the worker for a job.
    pub(super) fn submit(&mut self, job: Job) {
        self.push(Effect::Job(job));
    }

    /// Takes all of them.
    pub(super) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.waiting)
    }

    /// Puts effects back that were taken, before those that came since.
    pub(super) fn requeue(&mut self, effects: Vec<Effect>) {
        self.waiting.splice(0..0, effects);
    }
}

/// A program of the user's, and what its placeholders stand for. Nothing of it has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    /// Name of the command in the settings.
    pub name: String,
    /// The program and its arguments, with placeholders.
    pub argv: Vec<String>,
    /// `{url}`: where the article came from.
    pub url: Option<String>,
    /// `{path}`: the file it is read from.
    pub path: Option<PathBuf>,
    /// `{title}`: its title.
    pub title: Option<String>,
}
