//! Completion of the word before the cursor of a prompt: [`CompletedWord`]. The first press completes it as far as all
//! words with its beginning agree; further presses go through these words.

use tui_input::Input;

use super::completion::{Completion, complete};

/// Completion of the word before the cursor, and the line around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CompletedWord {
    /// Line before the word.
    head: String,
    /// Line after the cursor.
    after: String,
    completion: Completion,
    /// Index of the candidate that the next press inserts.
    next: usize,
}

/// Number of words that a message lists.
const MAX_LISTED: usize = 20;

impl CompletedWord {
    /// Returns the completion of the last word before the cursor among `known` words; `sign` is a character that may
    /// stand before a word. `None` if no known word has its beginning.
    pub(super) fn new(input: &Input, sign: Option<char>, known: &[String]) -> Option<Self> {
        let (before, after) = split_at_char(input.value(), input.cursor());
        let word = before.rsplit(char::is_whitespace).next().unwrap_or(before);
        let typed = sign.map_or(word, |sign| word.strip_prefix(sign).unwrap_or(word));
        Some(Self {
            head: before.get(..before.len() - typed.len())?.to_owned(),
            after: after.to_owned(),
            completion: complete(typed, known)?,
            next: 0,
        })
    }

    /// Returns the line with the part that all words have in common.
    pub(super) fn common_line(&self) -> Input {
        self.line(&self.completion.text)
    }

    /// Returns the line with the next of the words, after the last one the first.
    pub(super) fn next_line(&mut self) -> Option<Input> {
        let word = self.completion.candidates.get(self.next)?;
        let line = self.line(word);
        self.next = (self.next + 1) % self.completion.candidates.len();
        Some(line)
    }

    /// Returns true if several words have the typed beginning.
    pub(super) fn has_choice(&self) -> bool {
        self.completion.candidates.len() > 1
    }

    /// Returns the words for a message, if several remain and nothing could be added.
    pub(super) fn list(&self) -> Option<String> {
        let words = self.completion.candidates.iter();
        let words: Vec<&str> = words.map(String::as_str).take(MAX_LISTED).collect();
        self.completion.is_stuck.then(|| words.join(" "))
    }

    fn line(&self, word: &str) -> Input {
        // The only word is finished.
        let space = match self.has_choice() || self.after.starts_with(' ') {
            true => "",
            false => " ",
        };
        let before = format!("{}{word}{space}", self.head);
        let cursor = before.chars().count();
        Input::new(format!("{before}{}", self.after)).with_cursor(cursor)
    }
}

/// Splits a line at the cursor, a number of characters.
fn split_at_char(line: &str, cursor: usize) -> (&str, &str) {
    let at = line
        .char_indices()
        .nth(cursor)
        .map_or(line.len(), |(at, _)| at);
    line.split_at(at)
}
