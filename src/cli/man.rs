//! `newsprint man`: prints the man page in roff. Options come from the arguments, keys from the default keymap, settings from
//! the comments of the default `config.toml`; `reference` has the rest.

mod reference;
mod synopsis;

use std::io::{self, Write};

use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::arguments::Arguments;
use crate::config::{DEFAULT, EFFECTS, RENAMED_SETTINGS, SCREEN_PARTS, TEXT_ROLES};
use crate::keymap::Keymap;
use crate::messages::{LINEAR_DIFFERENCES, LINEAR_HELP};

use reference::ManSection;
use synopsis::{notes, synopsis};

/// Prints the page: the program, each command with its options, then the reference sections.
///
/// # Errors
/// Standard output can't be written.
pub fn run_man(output: &mut impl Write) -> io::Result<()> {
    let mut text = Vec::new();
    write_page(&mut text)?;
    // Each rendered part declares the apostrophe; only the first declaration is kept.
    let text = String::from_utf8_lossy(&text);
    let declares = |line: &&str| line.starts_with(".ie \\n(.g") || line.starts_with(".el .ds");
    let first = text.lines().take(2);
    for line in first.chain(text.lines().skip(2).filter(|line| !declares(line))) {
        writeln!(output, "{}", line.trim_end())?;
    }
    output.flush()
}

fn write_page(output: &mut Vec<u8>) -> io::Result<()> {
    let mut command = Arguments::command();
    command.build();
    let page = Man::new(command.clone());
    page.render_title(output)?;
    page.render_name_section(output)?;
    synopsis(&command, command.get_name()).to_writer(output)?;
    page.render_description_section(output)?;
    page.render_options_section(output)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        write_command(&command, sub, sub.get_name(), output)?;
        for part in sub.get_subcommands().filter(|part| !part.is_hide_set()) {
            let name = format!("{} {}", sub.get_name(), part.get_name());
            write_command(&command, part, &name, output)?;
        }
    }
    write_sections(reference::USE, output)?;
    key_section().to_writer(output)?;
    linear_section().to_writer(output)?;
    settings_section().to_writer(output)?;
    themes_section().to_writer(output)?;
    write_sections(reference::SCRIPTS, output)?;
    page.render_version_section(output)
}

fn write_sections(sections: &[ManSection], output: &mut Vec<u8>) -> io::Result<()> {
    for section in sections {
        let mut roff = heading(section.name, section.paragraphs);
        for (term, meaning) in section.entries {
            add_entry(&mut roff, term, meaning);
        }
        roff.to_writer(output)?;
    }
    Ok(())
}

/// Returns the beginning of a section: its heading, and its paragraphs.
fn heading(name: &str, paragraphs: &[&str]) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [name]);
    for (paragraph, number) in paragraphs.iter().zip(0..) {
        if number > 0 {
            roff.control("PP", []);
        }
        roff.text([roman(*paragraph)]);
    }
    roff
}

fn add_entry(roff: &mut Roff, term: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(term)]);
    roff.text([roman(meaning)]);
}

/// Returns every action with its keys, a part for each scope.
fn key_section() -> Roff {
    let mut roff = heading("KEYS", reference::KEYS);
    for table in Keymap::built_in().reference() {
        let name = match table.scope {
            Some(scope) => format!("Keys in [{scope}]"),
            None => "Actions without a key, run by :NAME".to_owned(),
        };
        roff.control("SS", [name.as_str()]);
        for row in table.rows {
            match row.keys.is_empty() {
                true => add_entry(&mut roff, row.action, row.sentence),
                false => {
                    let meaning = format!("{} ({})", row.sentence, row.action);
                    add_entry(&mut roff, &row.keys.join(", "), &meaning);
                }
            }
        }
    }
    roff
}

fn linear_section() -> Roff {
    let mut roff = heading("LINEAR MODE", reference::LINEAR);
    for (command, meaning) in LINEAR_HELP {
        add_entry(&mut roff, command, meaning);
    }
    roff.control("PP", []);
    roff.text([roman(LINEAR_DIFFERENCES)]);
    roff
}

/// Returns every setting with its default and its comment in the default `config.toml`: a comment belongs to the line
/// below it.
fn settings_section() -> Roff {
    let mut roff = heading("SETTINGS", reference::SETTINGS);
    let mut comment: Vec<&str> = Vec::new();
    for line in DEFAULT.lines() {
        match line.strip_prefix("# ") {
            Some(words) => comment.push(words),
            None if line.is_empty() => comment.clear(),
            None => add_entry(&mut roff, line, &std::mem::take(&mut comment).join(" ")),
        }
    }
    for (former, name) in RENAMED_SETTINGS {
        let words = format!("Former name of {name}; it still works.");
        add_entry(&mut roff, former, &words);
    }
    roff
}

fn themes_section() -> Roff {
    let mut roff = heading("THEMES", reference::THEMES);
    add_entry(&mut roff, "[text]", &TEXT_ROLES.join(", "));
    add_entry(&mut roff, "[screen]", &SCREEN_PARTS.join(", "));
    add_entry(&mut roff, "Effects", &EFFECTS.join(", "));
    roff
}

/// Writes the section of a command, or of a part of one.
fn write_command(
    program: &clap::Command,
    sub: &clap::Command,
    name: &str,
    output: &mut Vec<u8>,
) -> io::Result<()> {
    let mut section = Vec::new();
    // Options of every command are in the first section of options.
    // Arguments are equal if their ids are, and --strict of the program is not that of `add`.
    let everywhere = |arg: &clap::Arg| {
        let is_shared = |known: &clap::Arg| {
            known == arg
                && (known.is_global_set() || matches!(arg.get_id().as_str(), "help" | "version"))
        };
        program.get_arguments().any(is_shared)
    };
    let sub = sub.clone().mut_args(|arg| {
        let hidden = everywhere(&arg) || arg.is_hide_set();
        arg.hide(hidden)
    });
    synopsis(&sub, &format!("newsprint {name}")).to_writer(&mut section)?;
    let notes = notes(&sub);
    let page = Man::new(sub);
    page.render_description_section(&mut section)?;
    page.render_options_section(&mut section)?;
    if let Some(notes) = notes {
        notes.to_writer(&mut section)?;
    }
    // The sections of a command's page become subsections.
    let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
    let mut head = Roff::new();
    head.control("SH", [format!("newsprint {name}").to_uppercase().as_str()]);
    head.to_writer(output)
        .and_then(|()| output.write_all(section.as_bytes()))
}
