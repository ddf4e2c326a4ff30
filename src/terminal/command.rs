//! A program of the user's, by argv: what stands for its placeholders, and what may not ([`command`]).

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use thiserror::Error;

use super::{LinkRefused, check_link};
use crate::text::clean;

/// What the placeholders in an argv stand for; `None` for what the article does not have.
#[derive(Debug, Clone, Copy, Default)]
pub struct Placeholders<'a> {
    /// `{url}`.
    pub url: Option<&'a str>,
    /// `{path}`.
    pub path: Option<&'a Path>,
    /// `{title}`.
    pub title: Option<&'a str>,
}

/// Why a program is not run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CommandRefused {
    /// There is no program.
    #[error("it names no program")]
    Empty,
    /// The article has nothing to put there.
    #[error("this article has no {0}")]
    Missing(&'static str),
    /// A program could take the value for an option.
    #[error("the {0} begins with a hyphen")]
    LeadingHyphen(&'static str),
    /// The name of the file holds what acts on a terminal, or is no Unicode.
    #[error("the path contains characters that are not allowed")]
    Path,
    /// The address may not be handed to another program.
    #[error("{0}")]
    Link(#[from] LinkRefused),
}

/// The program of `argv`, with what its placeholders stand for. No shell reads it. Values come from foreign text: an
/// address must be one that [`check_link`] lets through, a path unchanged by `clean`, a title is cleaned, and none that is
/// an argument by itself may begin with a hyphen.
///
/// # Errors
/// The reason for which it is not run.
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

/// An argument with what its placeholders stand for. What was put in is not looked through again.
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
                // Also where only the beginning of the argument is foreign.
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

/// What a placeholder stands for, with its name; `None` if it is none.
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
