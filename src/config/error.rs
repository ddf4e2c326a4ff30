//! Errors of values of settings and styles: [`ValueError`].

use super::nearest_name;

/// A command as it should be written.
const ARGV: &str = "[\"PROGRAM\", \"ARGUMENT\", \"{url}\"]";

/// A value or a name in a user's file that cannot be taken, and what could be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// A name that is not among the known ones.
    #[error("no such {thing} as \"{name}\"; the nearest is \"{nearest}\"")]
    Unknown {
        /// The kind of thing that is named.
        thing: &'static str,
        /// The name.
        name: String,
        /// The known name that is most like it.
        nearest: String,
    },
    /// A value that is neither true nor false.
    #[error("{key} must be true or false, not {found}")]
    NotBoolean {
        /// The setting.
        key: String,
        /// The value, quoted.
        found: String,
    },
    /// A text width that is no number, or out of range.
    #[error("measure must be from {least} to {most} columns, not {found}")]
    Measure {
        /// The smallest width.
        least: u16,
        /// The largest width.
        most: u16,
        /// The value, quoted.
        found: String,
    },
    /// A number of days that is no number, or out of range.
    #[error("keep-days must be from 0 (for ever) to {most} days, not {found}")]
    Days {
        /// The largest number.
        most: u32,
        /// The value, quoted.
        found: String,
    },
    /// A word that is not one of a few.
    #[error(
        "{key} must be one of {choices}, not {found}{}",
        .nearest.as_ref().map(|name| format!("; the nearest is \"{name}\"")).unwrap_or_default()
    )]
    NotOneOf {
        /// The setting.
        key: String,
        /// The words that it can be, quoted.
        choices: String,
        /// The value, quoted.
        found: String,
        /// The word that is most like it.
        nearest: Option<String>,
    },
    /// A theme that is neither a name nor two of them.
    #[error(
        "theme must be \"auto\", the name of a theme, or {{ dark = \"NAME\", light = \"NAME\" }}, not {0}"
    )]
    Theme(String),
    /// A name that no theme can have.
    #[error("\"{0}\" is not a valid theme name; use letters, digits, - and _")]
    ThemeName(String),
    /// A name that no command can have.
    #[error("\"{0}\" is not a valid command name; use one word")]
    CommandName(String),
    /// A command that is no array.
    #[error(
        "the command \"{name}\" must be an array of strings such as {}, not {found}",
        ARGV
    )]
    CommandNotArray {
        /// Name that was given.
        name: String,
        /// The value, quoted.
        found: String,
    },
    /// A command with words that are no texts.
    #[error("the command \"{0}\" must contain only strings: {argv}", argv = ARGV)]
    CommandNotStrings(String),
    /// A command without words.
    #[error("the command \"{0}\" is empty; write {argv}", argv = ARGV)]
    CommandEmpty(String),
    /// A command that does not begin with a program.
    #[error("the command \"{0}\" must begin with a program: {argv}", argv = ARGV)]
    CommandWithoutProgram(String),
    /// A colour that begins as `#rrggbb` and is none.
    #[error("\"{0}\" is not a colour; write #rrggbb with six hexadecimal digits")]
    ColourDigits(String),
    /// A colour by a name that there is not.
    #[error(
        "no such colour as \"{name}\"; the nearest is \"{nearest}\"; there are also \"#rrggbb\" and 0 to 255"
    )]
    ColourName {
        /// The name.
        name: String,
        /// The known name that is most like it.
        nearest: String,
    },
    /// A colour by a number that there is not.
    #[error("{key} must be from 0 to 255, not {found}")]
    ColourNumber {
        /// The property of the style.
        key: String,
        /// The value, quoted.
        found: String,
    },
    /// A value that is no colour.
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
        let nearest = nearest_name(name, known.iter().copied()).unwrap_or_default();
        Self::Unknown {
            thing,
            name: name.to_owned(),
            nearest: nearest.to_owned(),
        }
    }
}
