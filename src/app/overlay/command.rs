//! The command line of the palette: `NAME [ARGUMENT]`, or the number of a section or a row; and the action taken from
//! the palette or the help.

use super::completion::complete;
use super::{LineKind, Overlay, Overlays, Picker, PickerKind};
use crate::app::{Action, Pane};

impl Overlays {
    /// Closes the help or the palette and returns the action chosen in it, for the pane that it was opened from. `None`
    /// if none is chosen.
    pub(in crate::app) fn take_selected_action(&mut self, focus: Pane) -> Option<Action> {
        let Overlay::Picker(picker) = &self.open else {
            return None;
        };
        let chosen = picker.action_to_run(focus)?;
        let line = picker.input().value().to_owned();
        let kind = picker.kind;
        self.line_history.push(kind.line_kind(), &line);
        self.close();
        if kind == PickerKind::Help {
            self.uncover();
        }
        Some(chosen)
    }
}

/// A typed command whose argument is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum TypedCommand {
    /// `subscribe ADDRESS`, or `add ADDRESS`.
    Subscribe(String),
    /// `theme NAME`.
    Theme(String),
}

impl Overlays {
    /// Closes the palette and returns the typed command in its line, if its argument is text.
    pub(in crate::app) fn take_typed_command(&mut self) -> Option<TypedCommand> {
        let Overlay::Picker(picker) = &self.open else {
            return None;
        };
        let line = picker.input().value().trim().to_owned();
        let (name, argument) = line.split_once(char::is_whitespace)?;
        let argument = argument.trim().to_owned();
        let command = match name {
            "add" => TypedCommand::Subscribe(argument),
            name if name == Action::Subscribe.name() => TypedCommand::Subscribe(argument),
            name if name == Action::Theme.name() => TypedCommand::Theme(argument),
            _ => return None,
        };
        if picker.kind != PickerKind::Palette {
            return None;
        }
        self.line_history.push(LineKind::Command, &line);
        self.close();
        Some(command)
    }
}

impl PickerKind {
    /// Returns the kind of the picker's lines in the line history.
    pub(in crate::app) fn line_kind(self) -> LineKind {
        match self {
            Self::Palette => LineKind::Command,
            Self::Search => LineKind::Search,
            Self::Outline
            | Self::Help
            | Self::Views
            | Self::Messages
            | Self::Sources
            | Self::Requests
            | Self::Account
            | Self::Themes
            | Self::Story
            | Self::Rule
            | Self::AccountKinds
            | Self::Feeds => LineKind::Rows,
        }
    }
}

impl Picker {
    /// Returns the chosen action: the one that the typed line names, else that of the selected row.
    fn action_to_run(&self, focus: Pane) -> Option<Action> {
        let action = match self.kind {
            PickerKind::Palette => match parse_command(self.input().value().trim(), focus) {
                Some(action) => action,
                None => self.selected_action(),
            },
            PickerKind::Help => self.selected_action(),
            PickerKind::Outline
            | PickerKind::Views
            | PickerKind::Search
            | PickerKind::Messages
            | PickerKind::Sources
            | PickerKind::Requests
            | PickerKind::Account
            | PickerKind::Themes
            | PickerKind::Story
            | PickerKind::Rule
            | PickerKind::AccountKinds
            | PickerKind::Feeds => None,
        };
        action.filter(|action| !action.lacks_number())
    }

    /// Completes the typed line to the name of the selected action, or the name of a theme after `theme`.
    ///
    /// # Errors
    ///
    /// Nothing can be completed, or several names remain; the error is the message to the user.
    pub(in crate::app) fn complete_command(&mut self, themes: &[String]) -> Result<(), String> {
        let line = self.input().value().trim_start().to_owned();
        let begin = format!("{} ", Action::Theme.name());
        match line.strip_prefix(&begin) {
            Some(typed) if self.kind == PickerKind::Palette => {
                let completed = complete(typed.trim_start(), themes)
                    .ok_or_else(|| format!("No theme begins with “{typed}”"))?;
                self.set_line(&format!("{begin}{}", completed.text));
                match completed.is_stuck {
                    true => Err(completed.candidates.join(" ")),
                    false => Ok(()),
                }
            }
            _ => self.complete_name(),
        }
    }

    /// Completes the typed line to the name of the selected action.
    ///
    /// # Errors
    ///
    /// Nothing can be completed; the error is the message to the user.
    pub(in crate::app) fn complete_name(&mut self) -> Result<(), String> {
        let selected = self.selected().and_then(|row| self.rows().get(row));
        let selected = selected.map(|row| (row.text.clone(), row.action));
        match selected {
            Some((name, Some(action))) if self.kind == PickerKind::Palette => {
                let takes_more =
                    action.takes_number() || matches!(action, Action::Subscribe | Action::Theme);
                let end = if takes_more { " " } else { "" };
                self.set_line(&format!("{name}{end}"));
                Ok(())
            }
            _ => Err("Nothing to complete".to_owned()),
        }
    }
}

/// Returns the action that a line names with its number. `None` if the line is no such command; `Some(None)` if its
/// number is missing or wrong.
fn parse_command(line: &str, focus: Pane) -> Option<Option<Action>> {
    let is_number = !line.is_empty() && line.chars().all(|c| c.is_ascii_digit());
    let name = match focus {
        Pane::List => Action::Row(0).name(),
        Pane::Reader => Action::Section(0).name(),
    };
    if is_number {
        return Action::with_argument(name, line);
    }
    let (name, argument) = line.split_once(char::is_whitespace)?;
    Action::with_argument(name, argument.trim())
}
