//! Mistakes in files of the user: [`Mistake`] with a line, [`FileMistake`] with a file as well.

use std::fmt;
use std::path::PathBuf;

/// A mistake in a line of a settings, keymap or theme text. Only that line is affected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Mistake {
    /// Number of the line, from 1.
    pub line: usize,
    /// Description of the mistake, and of what would be right.
    pub message: String,
    /// True if the line still has its effect: the message is advice, and nothing failed.
    pub is_hint: bool,
}

impl Mistake {
    /// Returns a mistake in a line (from 1). The line has no effect.
    pub fn new(line: usize, message: impl Into<String>) -> Self {
        Self {
            line,
            message: message.into(),
            is_hint: false,
        }
    }

    /// Returns a hint about a line (from 1) that uses the former name of a setting or an action. The line has its effect.
    pub fn renamed(line: usize, former: &str, present: &str) -> Self {
        Self {
            line,
            message: format!("\"{former}\" is now called \"{present}\"; it still works"),
            is_hint: true,
        }
    }

    /// Sorts mistakes by line and removes duplicates. Replaces control characters in the messages, because they quote
    /// the user's file.
    pub fn sort_and_dedup(mistakes: &mut Vec<Self>) {
        for mistake in mistakes.iter_mut() {
            mistake.message = mistake.message.replace(char::is_control, " ");
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        mistakes.dedup();
    }
}

/// A mistake in a file, or the reason why a file can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMistake {
    /// The file.
    pub file: PathBuf,
    /// Number of the line, from 1; `None` for the whole file.
    pub line: Option<usize>,
    /// Description of the mistake, and of what would be right.
    pub message: String,
    /// True if the line still has its effect: the message is advice, and nothing failed.
    pub is_hint: bool,
}

impl FileMistake {
    /// Adds the file to a mistake in its text.
    pub fn from_mistake(mistake: Mistake, file: PathBuf) -> Self {
        Self {
            file,
            line: Some(mistake.line),
            message: mistake.message,
            is_hint: mistake.is_hint,
        }
    }
}

impl FileMistake {
    /// Returns the text of the mistake with the file's name instead of its path, for the status line.
    pub fn short_text(&self) -> String {
        let name = self.file.file_name().map(PathBuf::from);
        let short = Self {
            file: name.unwrap_or_else(|| self.file.clone()),
            ..self.clone()
        };
        short.to_string()
    }
}

/// Writes `FILE:LINE: MESSAGE`, the format that editors and compilers use.
impl fmt::Display for FileMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}
