//! Programs of the user: commands of the settings, pipes that take the text of an article, and the editor of a note.

use super::overlay::Prompt;
use super::{App, CommandLine, Effect, Overlay, PromptKind};
use crate::config::{PipeFormat, UserCommand, UserPipe};
use crate::model::Document;
use crate::text::{split_words, writers};

impl App {
    /// Requests to run a command of the settings, by its index, on the article that keys apply to.
    pub(super) fn run_command(&mut self, number: u8) {
        let Some(command) = self.settings.commands.get(usize::from(number)).cloned() else {
            return self.status.report("No such command");
        };
        let article = self.current_article();
        let text = self.reader.text.as_ref();
        let text = text.filter(|text| article.is_some_and(|article| article.id == text.id()));
        let enclosures = text.map(|text| text.document().metadata.enclosures.as_slice());
        match CommandLine::for_article(command, article, enclosures) {
            Some(line) => self.effects.push(Effect::RunCommand(line)),
            None => self
                .status
                .report("Open the article first: its text names its enclosure"),
        }
    }

    /// Asks for the program that the text of the current article is piped to.
    pub(super) fn ask_for_pipe(&mut self) {
        if let Err(message) = self.current_document() {
            return self.status.report(message);
        }
        let names = self.settings.pipes.iter();
        self.overlay.pipe_names = names.map(|pipe| pipe.command.name.clone()).collect();
        self.open_prompt(Prompt::new(PromptKind::Pipe, ""));
    }

    /// Returns the document of the article that keys apply to.
    ///
    /// # Errors
    ///
    /// The text is not loaded; the error is the message to the user.
    fn current_document(&self) -> Result<&Document, &'static str> {
        let Some(article) = self.current_article() else {
            return Err("No article here");
        };
        let text = self.reader.article_text();
        let text = text.filter(|text| text.id() == article.id);
        text.map(|text| text.document().as_ref())
            .ok_or("The text of the article is not loaded")
    }

    /// Requests to pipe the text of the current article to a program: one of the settings by its name, or a command
    /// line.
    pub(super) fn pipe_to(&mut self, line: &str) {
        let pipe = match self.settings.pipe(line.trim()) {
            Some(pipe) => pipe.clone(),
            None => match split_words(line) {
                Ok(argv) => typed_pipe(argv),
                Err(error) => return self.status.report_error(format!("Not piped: {error}")),
            },
        };
        if pipe.command.argv.is_empty() {
            return;
        }
        let document = match self.current_document() {
            Ok(document) => document,
            Err(message) => return self.status.report(message),
        };
        let input = match pipe.format {
            PipeFormat::Text => writers::document_text(document),
            PipeFormat::Markdown => writers::document_markdown(document),
        };
        let enclosures = document.metadata.enclosures.clone();
        let article = self.current_article();
        if let Some(line) = CommandLine::for_article(pipe.command, article, Some(&enclosures)) {
            self.effects.push(Effect::RunCommand(CommandLine {
                input: Some(input),
                pause: pipe.pause,
                ..line
            }));
        }
    }

    /// Requests to edit the note of the open prompt in the editor; the prompt stays open.
    pub(super) fn edit_note(&mut self) {
        match &self.overlay.open {
            Overlay::Prompt(prompt) if prompt.kind == PromptKind::Note => {
                self.effects.push(Effect::EditText(prompt.text_to_edit()));
            }
            _ => self
                .status
                .report("Only a note can be edited in the editor"),
        }
    }

    /// Saves the note of the open prompt as the editor has left it.
    pub fn save_edited_note(&mut self, text: &str) {
        let open = std::mem::take(&mut self.overlay.open);
        match open {
            Overlay::Prompt(prompt) if prompt.kind == PromptKind::Note => {
                if let Some(subject) = prompt.subject {
                    let change = subject.into_change(text);
                    self.library.change(change, &mut self.effects);
                }
            }
            other => self.overlay.open = other,
        }
        self.update_layout();
    }
}

/// Returns the pipe of a typed command line.
fn typed_pipe(argv: Vec<String>) -> UserPipe {
    UserPipe {
        command: UserCommand {
            name: argv.first().cloned().unwrap_or_default(),
            argv,
        },
        format: PipeFormat::Text,
        pause: true,
    }
}
