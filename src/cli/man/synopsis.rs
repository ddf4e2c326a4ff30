//! Synopsis of a command on the man page: every argument, with its value ([`synopsis`]).

use clap::builder::StyledStr;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

/// Returns the section `SYNOPSIS` of a command: its name, options and arguments that are not hidden.
pub(super) fn synopsis(command: &clap::Command, name: &str) -> Roff {
    let mut line: Vec<Inline> = vec![bold(name)];
    let shown = || command.get_arguments().filter(|arg| !arg.is_hide_set());
    for option in shown().filter(|arg| !arg.is_positional()) {
        let Some(long) = option.get_long() else {
            continue;
        };
        let is_required = option.is_required_set();
        line.push(roman(if is_required { " " } else { " [" }));
        line.push(bold(format!("--{long}")));
        if let Some(value) = value_name(option) {
            line.extend([roman(" "), italic(value)]);
        }
        line.push(roman(if is_required { "" } else { "]" }));
    }
    for argument in shown().filter(|arg| arg.is_positional()) {
        let is_required = argument.is_required_set();
        let is_repeated = argument
            .get_num_args()
            .is_some_and(|count| count.max_values() > 1);
        line.push(roman(if is_required { " " } else { " [" }));
        line.push(italic(value_name(argument).unwrap_or_default()));
        line.push(roman(if is_required { "" } else { "]" }));
        line.push(roman(if is_repeated { "..." } else { "" }));
    }
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    roff.text(line);
    if command.has_subcommands() {
        let text = if command.get_name() == name {
            "COMMAND ..."
        } else {
            "[COMMAND ...]"
        };
        roff.control("br", []);
        roff.text([bold(name), roman(" "), italic(text)]);
    }
    roff
}

/// Returns the lines that the help of a command ends with, as they are set there; `None` if it has none.
pub(super) fn notes(command: &clap::Command) -> Option<Roff> {
    let text = command.get_after_help().map(StyledStr::to_string)?;
    let mut roff = Roff::new();
    roff.control("SH", ["NOTES"]);
    roff.control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    Some(roff)
}

fn value_name(argument: &clap::Arg) -> Option<String> {
    if !argument.get_action().takes_values() {
        return None;
    }
    let names = argument.get_value_names().unwrap_or_default();
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    Some(names.join(" "))
}
