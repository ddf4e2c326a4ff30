//! Errors of wrong arguments, worded as one line: [`usage_error`].

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::words::command_index;
use crate::cli::error::UsageError;
use crate::config::nearest_name;

/// Returns the error of wrong arguments: what is wrong, and the help of the command that was typed. `words` begins with the name of the
/// program.
pub(super) fn usage_error(
    error: &clap::Error,
    words: &[OsString],
    program: &clap::Command,
) -> UsageError {
    let (path, command) = typed_command(words, program);
    let mistake = mistake(error, &path, command);
    let path = path.join(" ");
    let space = if path.is_empty() { "" } else { " " };
    UsageError::new(format!("{mistake}: see newsprint {path}{space}--help"))
}

/// Returns the error of `help WORD`, where the word is no command.
pub(super) fn unknown_command(word: &str, program: &clap::Command) -> UsageError {
    let what = no_such_command(word, program);
    UsageError::new(format!("{what}: see newsprint --help"))
}

/// Returns the names of the command and subcommand that were typed, and the last of them.
fn typed_command<'a>(
    words: &[OsString],
    program: &'a clap::Command,
) -> (Vec<&'a str>, &'a clap::Command) {
    let (mut path, mut command) = (Vec::new(), program);
    let first = command_index(words).unwrap_or(words.len());
    for word in words.iter().skip(first) {
        let word = word.to_string_lossy();
        match command.find_subcommand(&*word) {
            Some(found) => {
                path.push(found.get_name());
                command = found;
            }
            None if word.starts_with('-') => {}
            None => break,
        }
    }
    (path, command)
}

fn mistake(error: &clap::Error, path: &[&str], command: &clap::Command) -> String {
    let context = |kind| error.get(kind).map(values).unwrap_or_default();
    let one = |kind| context(kind).join(", ");
    let argument = plain_name(&one(ContextKind::InvalidArg));
    match error.kind() {
        ErrorKind::MissingRequiredArgument
            if path == ["mark"] && one(ContextKind::InvalidArg).contains("<ID>") =>
        {
            "nothing to mark: give a state and ids, --view NAME or --source SOURCE".to_owned()
        }
        ErrorKind::MissingRequiredArgument => {
            let missing: Vec<String> = context(ContextKind::InvalidArg)
                .iter()
                .map(|name| plain_name(name))
                .collect();
            format!("missing {}", missing.join(" and "))
        }
        ErrorKind::InvalidSubcommand => {
            no_such_command(&one(ContextKind::InvalidSubcommand), command)
        }
        ErrorKind::UnknownArgument => {
            let mut what = format!("unexpected argument: {argument}");
            let meant = context(ContextKind::SuggestedArg);
            if let Some(meant) = meant.first() {
                what.push_str(&format!("; did you mean {meant}?"));
            }
            what
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = one(ContextKind::InvalidValue);
            let choices = context(ContextKind::ValidValue);
            match (choices.split_last(), value.is_empty()) {
                (_, true) => format!("{argument} has no value"),
                (Some((last, first)), _) if !first.is_empty() => {
                    format!(
                        "{argument} must be {} or {last}, not {value}",
                        first.join(", ")
                    )
                }
                _ => match std::error::Error::source(error) {
                    Some(reason) => {
                        format!(
                            "{argument} {}, not {value}",
                            requirement(&reason.to_string())
                        )
                    }
                    None => format!("{argument} can't be {value}"),
                },
            }
        }
        ErrorKind::ArgumentConflict => {
            let other: Vec<String> = context(ContextKind::PriorArg)
                .iter()
                .map(|name| plain_name(name))
                .collect();
            match other.is_empty() || other == [argument.as_str()] {
                true => format!("{argument} was given twice"),
                false => format!("{argument} can't be combined with {}", other.join(" and ")),
            }
        }
        _ => first_paragraph(&error.render().to_string()),
    }
}

fn no_such_command(word: &str, command: &clap::Command) -> String {
    let names = command.get_subcommands().map(clap::Command::get_name);
    match nearest_name(word, names) {
        Some(meant) => format!("no such command: {word}; did you mean {meant}?"),
        None => format!("no such command: {word}"),
    }
}

/// Returns the strings of a part of an error.
fn values(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        _ => Vec::new(),
    }
}

/// Names an argument without the marks of a usage line: `[ID]...` becomes `ID`, `--view <NAME>` stays as `--view NAME`, and
/// `<--view <NAME>|--source <SOURCE>>` becomes `--view NAME or --source SOURCE`.
fn plain_name(name: &str) -> String {
    let name = name.trim_end_matches("...");
    // A choice of several options; `<ID|PATH>` is one value.
    let is_choice = name.starts_with("<--");
    let name = if is_choice {
        name.replace('|', " or ")
    } else {
        name.to_owned()
    };
    name.replace(['<', '>', '[', ']'], "")
}

/// Words the reason of a value as what is required of it: `5 is not in 20..=240` becomes `must be from 20 to 240`.
fn requirement(reason: &str) -> String {
    let range = reason.split_once(" is not in ").map(|(_, range)| range);
    let range = range.and_then(|range| range.split_once("..="));
    match (range, reason) {
        (Some((from, to)), _) if to.parse() == Ok(u32::MAX) => format!("must be at least {from}"),
        (Some((from, to)), _) => format!("must be from {from} to {to}"),
        (None, "invalid digit found in string") => "must be a whole number".to_owned(),
        (None, reason) if reason.starts_with("number too large") => {
            "must be a smaller number".to_owned()
        }
        // In the words of this program: `write 12h, 30d, 2w, 3m or 1y`.
        (None, reason) => match reason.strip_prefix("write ") {
            Some(forms) => format!("must be written as {forms}"),
            None => match reason.strip_prefix("use one of ") {
                Some(values) => format!("must be one of {values}"),
                None => format!("is wrong ({reason})"),
            },
        },
    }
}

/// Returns the first paragraph of a text of clap on one line.
fn first_paragraph(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    let what = paragraph.join(" ");
    what.trim_start_matches("error: ")
        .trim_end_matches(':')
        .to_owned()
}
