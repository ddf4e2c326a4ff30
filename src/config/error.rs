//! Errors of values of settings and styles: [`ValueError`].

use super::suggestion;

/// Example of a valid command, for messages.
const ARGV: &str = "[\"PROGRAM\", \"ARGUMENT\", \"{url}\"]";

/// A wrong value or unknown name in a user's file, with the valid values or the nearest name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// An unknown name.
    #[error("no such {thing} as \"{name}\"{suggestion}")]
    Unknown {
        /// Kind of the named thing, such as `setting`.
        thing: &'static str,
        /// The name.
        name: String,
        /// The nearest known name, or all of them: see [`suggestion`].
        suggestion: String,
    },
    /// A value that is neither true nor false.
    #[error("{key} must be true or false, not {found}")]
    NotBoolean {
        /// The setting.
        key: String,
        /// The value, quoted.
        found: String,
    },
    /// A `measure` that is no integer, or out of range.
    #[error("measure must be from {least} to {most} columns, not {found}")]
    Measure {
        /// The smallest width.
        least: u16,
        /// The largest width.
        most: u16,
        /// The value, quoted.
        found: String,
    },
    /// A `fetch-minutes` that is no integer, or out of range.
    #[error("fetch-minutes must be from {least} to {most}, not {found}")]
    FetchMinutes {
        /// The smallest number.
        least: u32,
        /// The largest number.
        most: u32,
        /// The value, quoted.
        found: String,
    },
    /// A `start-view` that is no name.
    #[error("start-view must be \"all\", \"unread\", \"last\" or the name of a view, not {0}")]
    StartView(String),
    /// A `keep-days` that is no integer, or out of range.
    #[error("keep-days must be from 0 (for ever) to {most} days, not {found}")]
    Days {
        /// The largest number.
        most: u32,
        /// The value, quoted.
        found: String,
    },
    /// A word that is none of the choices of a setting.
    #[error(
        "{key} must be one of {choices}, not {found}{}",
        .nearest.as_ref().map(|name| format!("; the nearest is \"{name}\"")).unwrap_or_default()
    )]
    NotOneOf {
        /// The setting.
        key: String,
        /// The valid words, quoted.
        choices: String,
        /// The value, quoted.
        found: String,
        /// The most similar valid word.
        nearest: Option<String>,
    },
    /// A `theme` that is neither a name nor a pair of names.
    #[error(
        "theme must be \"auto\", the name of a theme, or {{ dark = \"NAME\", light = \"NAME\" }}, not {0}"
    )]
    Theme(String),
    /// An invalid name of a theme.
    #[error("\"{0}\" is not a valid theme name; use letters, digits, - and _")]
    ThemeName(String),
    /// An invalid name of a command.
    #[error("\"{0}\" is not a valid command name; use one word")]
    CommandName(String),
    /// A command that is not an array.
    #[error(
        "the command \"{name}\" must be an array of strings such as {}, not {found}",
        ARGV
    )]
    CommandNotArray {
        /// Name of the command.
        name: String,
        /// The value, quoted.
        found: String,
    },
    /// A command with items that are not strings.
    #[error("the command \"{0}\" must contain only strings: {argv}", argv = ARGV)]
    CommandNotStrings(String),
    /// An empty command.
    #[error("the command \"{0}\" is empty; write {argv}", argv = ARGV)]
    CommandEmpty(String),
    /// A command whose first item is empty or a placeholder.
    #[error("the command \"{0}\" must begin with a program: {argv}", argv = ARGV)]
    CommandWithoutProgram(String),
    /// A colour that begins with `#` and is not `#rrggbb`.
    #[error("\"{0}\" is not a colour; write #rrggbb with six hexadecimal digits")]
    ColourDigits(String),
    /// An unknown name of a colour.
    #[error("no such colour as \"{name}\"{suggestion}; there are also \"#rrggbb\" and 0 to 255")]
    ColourName {
        /// The name.
        name: String,
        /// The nearest known name: see [`suggestion`].
        suggestion: String,
    },
    /// A number of a colour that is not from 0 to 255.
    #[error("{key} must be from 0 to 255, not {found}")]
    ColourNumber {
        /// The property of the style.
        key: String,
        /// The value, quoted.
        found: String,
    },
    /// A value that is neither a string nor a number.
    #[error("{key} must be a colour name, \"#rrggbb\" or 0 to 255, not {found}")]
    NotColour {
        /// The property of the style.
        key: String,
        /// The value, quoted.
        found: String,
    },
}

impl ValueError {
    /// Returns the error for a name that is not among `known`.
    pub(super) fn unknown(thing: &'static str, name: &str, known: &[&str]) -> Self {
        Self::Unknown {
            thing,
            name: name.to_owned(),
            suggestion: suggestion(name, known.iter().copied()),
        }
    }
}
