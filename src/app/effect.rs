//! Requests of the app to the event loop, such as jobs, copying and opening links: [`Effect`].

use std::path::PathBuf;

use crate::config::UserCommand;
use crate::model::{ArticleRow, Enclosure, Job};

/// A request that the event loop carries out, since the app does no I/O.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Submit a job to the worker.
    Job(Job),
    /// Copy text to the clipboard.
    Copy {
        /// Text to copy.
        text: String,
        /// Message for the status line after copying.
        message: String,
    },
    /// Open a URL in the browser.
    OpenLink(String),
    /// Run one of the user's programs in the foreground.
    RunCommand(CommandLine),
    /// Edit a text in the user's editor, in the foreground.
    EditText(String),
    /// Set the title of the terminal window.
    SetTitle(String),
    /// Read the names of the themes: [`App::receive_themes`](super::App::receive_themes) takes them.
    ListThemes,
    /// Show a theme until another one is set or the former one is restored.
    PreviewTheme(String),
    /// Use a theme for the rest of the session.
    SetTheme(String),
    /// Use the theme that was in use before the preview.
    RestoreTheme,
    /// Enable or disable mouse reporting.
    ToggleMouse,
    /// Redraw the whole screen.
    Redraw,
    /// Suspend the program until the shell's `fg`.
    Suspend,
    /// End the program.
    Quit,
}

/// Queue of the effects that the event loop has not yet taken.
#[derive(Debug, Default)]
pub(super) struct Effects {
    waiting: Vec<Effect>,
}

impl Effects {
    /// Adds an effect at the end of the queue.
    pub(super) fn push(&mut self, effect: Effect) {
        self.waiting.push(effect);
    }

    /// Adds a job for the worker at the end of the queue.
    pub(super) fn submit(&mut self, job: Job) {
        self.push(Effect::Job(job));
    }

    /// Removes and returns all effects, in order.
    pub(super) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.waiting)
    }

    /// Puts effects back at the front of the queue.
    pub(super) fn requeue(&mut self, effects: Vec<Effect>) {
        self.waiting.splice(0..0, effects);
    }
}

/// A program of the user with its arguments, and the values of its placeholders. None of them has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    /// Name in the settings, or the program.
    pub name: String,
    /// Program and arguments, with placeholders.
    pub argv: Vec<String>,
    /// Value of `{url}`: the address of the article.
    pub url: Option<String>,
    /// Value of `{path}`: the file of the article.
    pub path: Option<PathBuf>,
    /// Value of `{title}`: the title of the article.
    pub title: Option<String>,
    /// Value of `{enclosure}`: the address of the first media file of a feed entry.
    pub enclosure: Option<String>,
    /// Text for the standard input of the program; `None` for the keyboard.
    pub input: Option<String>,
    /// True if the output of the program stays on the screen until Enter.
    pub pause: bool,
}

impl CommandLine {
    /// Makes the command line for an article, which may be none. `enclosures` are those of its document, `None` if that is not loaded.
    /// Returns `None` if the command needs an enclosure and the document is not loaded.
    pub(super) fn for_article(
        command: UserCommand,
        article: Option<&ArticleRow>,
        enclosures: Option<&[Enclosure]>,
    ) -> Option<Self> {
        let wants_enclosure = command.argv.iter().any(|word| word.contains("{enclosure}"));
        if wants_enclosure && enclosures.is_none() {
            return None;
        }
        Some(Self {
            name: command.name,
            argv: command.argv,
            url: article.and_then(|article| article.url.clone()),
            path: article.and_then(|article| article.path.clone()),
            title: article.map(|article| article.title.clone()),
            enclosure: enclosures
                .and_then(<[_]>::first)
                .map(|enclosure| enclosure.url.clone()),
            input: None,
            pause: false,
        })
    }
}
