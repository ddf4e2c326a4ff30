//! History of typed lines, such as filters and searches, to be recalled in a prompt: [`LineHistory`]. It lasts for the
//! session.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Typed lines by kind, newest last.
#[derive(Debug, Default)]
pub(in crate::app) struct LineHistory {
    lines: HashMap<LineKind, Vec<String>>,
}

/// Kind of a typed line; each kind has a history of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::app) enum LineKind {
    /// A filter of the list.
    Filter,
    /// Words to find in a text.
    Find,
    /// Tags of an article.
    Tags,
    /// A note.
    Note,
    /// The name of a saved search.
    SearchName,
    /// An address to subscribe to.
    Address,
    /// The title of a source.
    SourceTitle,
    /// Categories of a source.
    Categories,
    /// A setting of a source.
    Setting,
    /// A program that a text is piped to.
    Pipe,
    /// A search of the library.
    Search,
    /// A command: the name of an action, and its argument.
    Command,
    /// A part of an account. No line of this kind is recorded.
    Account,
    /// A filter of the rows of a picker.
    Rows,
}

/// Maximum lines of a kind.
const MAX_LINES: usize = 100;

impl LineHistory {
    /// Returns the lines of a kind, newest last.
    pub(super) fn lines_of(&self, kind: LineKind) -> &[String] {
        self.lines.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Returns the newest line of a kind.
    pub(in crate::app) fn last(&self, kind: LineKind) -> Option<&str> {
        self.lines_of(kind).last().map(String::as_str)
    }

    /// Adds a line as the newest of its kind; an older copy of it is removed. Blank lines are ignored.
    pub(in crate::app) fn push(&mut self, kind: LineKind, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        let lines = match self.lines.entry(kind) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(Vec::new()),
        };
        lines.retain(|known| known != line);
        lines.push(line.to_owned());
        let excess = lines.len().saturating_sub(MAX_LINES);
        lines.drain(..excess);
    }
}

/// Position in the line history while a line is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Recall {
    /// Number of lines back, from 1, and the line that was being typed before the first recall.
    recalled: Option<(usize, String)>,
}

impl Recall {
    /// Recalls the previous or next line. After the newest comes the line that was being typed. `None` if there is no
    /// other.
    pub(super) fn step(&mut self, back: bool, typed: &str, lines: &[String]) -> Option<String> {
        let (depth, draft) = self.recalled.clone().unwrap_or((0, typed.to_owned()));
        let to = match back {
            true => depth + 1,
            false => depth.checked_sub(1)?,
        };
        let line = match to {
            0 => draft.clone(),
            depth => lines.iter().nth_back(depth - 1)?.clone(),
        };
        self.recalled = Some((to, draft));
        Some(line)
    }
}
