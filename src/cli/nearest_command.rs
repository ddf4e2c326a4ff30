//! The command that a mistyped first word of the command line means: [`nearest_command`].

use std::ffi::OsString;
use std::path::Path;

use clap::CommandFactory;

use super::arguments::{Arguments, command_index, has_value};
use super::paths::display_path;
use crate::config::nearest_name;

/// Returns the error of a command line whose first word is nearly a command and no path; `None` if another word is a path, so
/// that the first one may be meant as a path too. `words` begins with the name of the program.
pub(super) fn mistyped_command(words: &[OsString]) -> Option<String> {
    let at = command_index(words)?;
    let word = Path::new(words.get(at)?);
    let mut rest = words.iter().skip(at);
    while let Some(other) = rest.next() {
        match other.to_str() {
            Some(option) if has_value(option) => {
                rest.next();
            }
            Some("-") => return None,
            Some(option) if option.starts_with('-') => {}
            _ if Path::new(other).exists() => return None,
            _ => {}
        }
    }
    let command = nearest_command(word.to_str()?)?;
    let word = display_path(word);
    Some(format!(
        "{word}: no such file or command; did you mean 'newsprint {command}'?"
    ))
}

/// Returns the command that a word is a mistyped form of: a beginning of at least three letters, or one with a mistake or two. An
/// existing command is no mistake.
pub(super) fn nearest_command(word: &str) -> Option<String> {
    if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let program = Arguments::command();
    let names = || program.get_subcommands().map(clap::Command::get_name);
    if names().any(|name| name == word) {
        return None;
    }
    let word = word.to_ascii_lowercase();
    if let Some(longer) = names().find(|name| name.starts_with(&word)) {
        return Some(longer.to_owned());
    }
    let nearest = nearest_name(&word, names())?;
    let most = if nearest.len() > 4 { 2 } else { 1 };
    // Two letters in the wrong order count as one mistake.
    let distance = strsim::osa_distance(&word, nearest);
    (distance <= most && nearest.chars().next() == word.chars().next()).then(|| nearest.to_owned())
}
