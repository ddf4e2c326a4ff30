//! Lines that were typed before, kind by kind, to be recalled: [`LineHistory`]. It lasts as long as the program runs.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Lines that were typed before, the latest last.
#[derive(Debug, Default)]
pub(in crate::app) struct LineHistory {
    lines: HashMap<LineKind, Vec<String>>,
}

/// The kinds of lines, each of which has a history of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::app) enum LineKind {
    /// A filter of the list.
    Filter,
    /// Words to find in a text.
    Find,
    /// The tags of an article.
    Tags,
    /// A note.
    Note,
    /// The name of a saved search.
    SearchName,
    /// A search over everything.
    Search,
    /// A command: the name of an action and its argument.
    Command,
    /// A filter of the rows of a picker.
    Rows,
}

/// The most lines of a kind.
const MAX_LINES: usize = 100;

impl LineHistory {
    /// Returns the lines of a kind, the latest last.
    pub(super) fn lines_of(&self, kind: LineKind) -> &[String] {
        self.lines.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Returns the line of a kind that was typed last.
    pub(in crate::app) fn last(&self, kind: LineKind) -> Option<&str> {
        self.lines_of(kind).last().map(String::as_str)
    }

    /// Adds a line. One that is there already becomes the latest; an empty one is none.
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

/// The place of a line that is being typed among those typed before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Recall {
    /// Number of lines that were recalled, from 1, and the line that was typed before the first of them.
    recalled: Option<(usize, String)>,
}

impl Recall {
    /// Steps to the line before, or after, and gives it. After the latest comes what was being typed. `None` if there is no other
    /// that way.
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
