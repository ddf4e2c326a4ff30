//! External programs of the user, run by argv without a shell: placeholders and their checks ([`build_command`]).

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use thiserror::Error;

use super::{LinkRefused, check_link};
use crate::text::clean;

/// Values of the placeholders in an argv; `None` for those that the article does not have.
#[derive(Debug, Clone, Copy, Default)]
pub struct Placeholders<'a> {
    /// URL of the article, for `{url}`.
    pub url: Option<&'a str>,
    /// Path of the file, for `{path}`.
    pub path: Option<&'a Path>,
    /// Title of the article, for `{title}`.
    pub title: Option<&'a str>,
    /// URL of the first media file of a feed entry, for `{enclosure}`.
    pub enclosure: Option<&'a str>,
}

/// Error of a program that is not run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CommandRefused {
    /// Empty argv.
    #[error("the command is empty")]
    Empty,
    /// Value that the article does not have.
    #[error("this article has no {0}")]
    Missing(&'static str),
    /// Value that a program could take for an option.
    #[error("the {0} begins with a hyphen")]
    LeadingHyphen(&'static str),
    /// Path with control characters, or not UTF-8.
    #[error("the path contains characters that are not allowed")]
    Path,
    /// URL that may not be passed to another program.
    #[error("{0}")]
    Link(#[from] LinkRefused),
}

/// Builds the command for `argv` with its placeholders filled in. No shell reads it. Values come from untrusted text: a
/// URL must pass [`check_link`], a path must be unchanged by `clean`, a title is cleaned, and none that begins an
/// argument may begin with a hyphen.
///
/// # Errors
/// Fails if `argv` is empty, or if a value is missing or refused.
pub fn build_command(
    argv: &[String],
    values: &Placeholders<'_>,
) -> Result<Command, CommandRefused> {
    let (program, arguments) = argv.split_first().ok_or(CommandRefused::Empty)?;
    let arguments: Result<Vec<OsString>, CommandRefused> = arguments
        .iter()
        .map(|argument| fill_placeholders(argument, values))
        .collect();
    let mut command = Command::new(program);
    command.args(arguments?);
    Ok(command)
}

/// Fills in the placeholders of one argument. Filled-in values are not searched for placeholders.
fn fill_placeholders(
    argument: &str,
    values: &Placeholders<'_>,
) -> Result<OsString, CommandRefused> {
    let mut filled = String::new();
    let mut rest = argument;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        filled.push_str(before);
        let Some((name, after)) = from
            .strip_prefix('{')
            .and_then(|inside| inside.split_once('}'))
        else {
            rest = from;
            break;
        };
        match placeholder_value(name, values)? {
            Some((name, value)) => {
                // Also if only the beginning of the argument is untrusted.
                if filled.is_empty() && value.starts_with('-') {
                    return Err(CommandRefused::LeadingHyphen(name));
                }
                filled.push_str(&value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    filled.push_str(rest);
    Ok(filled.into())
}

/// Returns the description and the value of a placeholder; `None` if there is no placeholder of that name.
fn placeholder_value(
    name: &str,
    values: &Placeholders<'_>,
) -> Result<Option<(&'static str, String)>, CommandRefused> {
    Ok(Some(match name {
        "url" => {
            let url = values.url.ok_or(CommandRefused::Missing("address"))?;
            check_link(url)?;
            ("address", url.to_owned())
        }
        "enclosure" => {
            let url = values.enclosure;
            let url = url.ok_or(CommandRefused::Missing("enclosure"))?;
            check_link(url)?;
            ("enclosure", url.to_owned())
        }
        "path" => {
            let path = values.path.ok_or(CommandRefused::Missing("file"))?;
            let path = path.to_str().ok_or(CommandRefused::Path)?;
            if clean::clean_line(path) != path {
                return Err(CommandRefused::Path);
            }
            ("path", path.to_owned())
        }
        "title" => {
            let title = values.title.ok_or(CommandRefused::Missing("title"))?;
            ("title", clean::clean_line(title).into_owned())
        }
        _ => return Ok(None),
    }))
}
