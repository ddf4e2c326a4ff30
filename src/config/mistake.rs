//! Mistakes in files of the user: [`Mistake`] with a line, [`FileMistake`] with a file as well.

use std::fmt;
use std::path::PathBuf;

/// Something wrong in a text, which costs what stands there and nothing else.
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

    /// Puts mistakes in the order of their lines, each once and each a line by itself: what a user has written may hold
    /// anything.
    pub fn sort_and_dedup(mistakes: &mut Vec<Self>) {
        for mistake in mistakes.iter_mut() {
            mistake.message = mistake.message.replace(char::is_control, " ");
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        mistakes.dedup();
    }
}

/// Something wrong in a file, or with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMistake {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; `None` where it is about the whole file.
    pub line: Option<usize>,
    /// Description of the mistake, and of what would be right.
    pub message: String,
    /// True if the line still has its effect: the message is advice, and nothing failed.
    pub is_hint: bool,
}

impl FileMistake {
    /// Returns the same, of a text that stands in `file`.
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
    /// Returns the same with the name of the file alone, where there is little room.
    pub fn short_text(&self) -> String {
        let name = self.file.file_name().map(PathBuf::from);
        let short = Self {
            file: name.unwrap_or_else(|| self.file.clone()),
            ..self.clone()
        };
        short.to_string()
    }
}

/// `FILE:LINE: WHAT`, as editors and compilers have it.
impl fmt::Display for FileMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}
