//! `newsprint man`: prints the manual page in roff, generated from the arguments.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::arguments::Arguments;

/// The files and variables that the arguments do not name: section, then name and sentence of each.
const SECTIONS: &[(&str, &[(&str, &str)])] = &[
    (
        "FILES",
        &[
            (
                "config.toml",
                "Settings. newsprint config --write-defaults writes it with every setting explained.",
            ),
            (
                "keymap.toml",
                "Keys: a table for each scope, a line for each binding.",
            ),
            (
                "themes/NAME.toml",
                "Themes of your own, for the setting theme.",
            ),
            (
                "library.db",
                "The library, in the folder of data. One that was damaged is beside it, as library.db.broken- and the time: newsprint doctor --recover restores what can be read.",
            ),
            (
                "backups/library-DAY.db",
                "Copies of everything in the library that can't be fetched again, of the last three days on which it changed.",
            ),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            (
                "NEWSPRINT_CONFIG_DIR",
                "The folder of the files above, where --config-dir does not name one. Without either it is the system's own: \
                 $XDG_CONFIG_HOME/newsprint, or ~/.config/newsprint.",
            ),
            (
                "NEWSPRINT_DATA_DIR",
                "The folder of data, where --data-dir does not name one. Without either it is $XDG_DATA_HOME/newsprint, or \
                 ~/.local/share/newsprint.",
            ),
            ("NEWSPRINT_LOG", "Log file, unless --log names one."),
            ("NO_COLOR", "If set to anything, no colours are used."),
            (
                "COLORTERM",
                "If truecolor or 24bit, themes use all their colours.",
            ),
            (
                "COLORFGBG",
                "Dark or light background, until the terminal itself reports it.",
            ),
            (
                "BROWSER",
                "Programs that open links, separated by colons, tried before the system's own.",
            ),
        ],
    ),
];

/// Prints the page: the program, then each command with its options.
///
/// # Errors
/// When standard output takes no more.
pub fn run_man(output: &mut impl Write) -> io::Result<()> {
    let mut text = Vec::new();
    write_page(&mut text)?;
    // Each part of the page declares the apostrophe anew.
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
    page.render_synopsis_section(output)?;
    page.render_description_section(output)?;
    page.render_options_section(output)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        write_command(&command, sub, sub.get_name(), output)?;
        for part in sub.get_subcommands().filter(|part| !part.is_hide_set()) {
            let name = format!("{} {}", sub.get_name(), part.get_name());
            write_command(&command, part, &name, output)?;
        }
    }
    for (name, entries) in SECTIONS {
        let mut section = Roff::new();
        section.control("SH", [*name]);
        for (entry, sentence) in *entries {
            section.control("TP", []);
            section.text([bold(*entry)]);
            section.text([roman(*sentence)]);
        }
        section.to_writer(output)?;
    }
    page.render_extra_section(output)?;
    page.render_version_section(output)
}

/// Returns the section of a command, or of a part of one.
fn write_command(
    program: &clap::Command,
    sub: &clap::Command,
    name: &str,
    output: &mut Vec<u8>,
) -> io::Result<()> {
    let mut section = Vec::new();
    // What holds for every command was said above.
    let everywhere = |arg: &clap::Arg| program.get_arguments().any(|known| known == arg);
    let sub = sub.clone().mut_args(|arg| {
        let hidden = everywhere(&arg) || arg.is_hide_set();
        arg.hide(hidden)
    });
    let page = Man::new(sub);
    page.render_synopsis_section(&mut section)?;
    page.render_description_section(&mut section)?;
    page.render_options_section(&mut section)?;
    // Sections of a page of its own become parts of a section.
    let section = String::from_utf8_lossy(&section).replace(".SH ", ".SS ");
    let mut head = Roff::new();
    head.control("SH", [format!("newsprint {name}").to_uppercase().as_str()]);
    head.to_writer(output)
        .and_then(|()| output.write_all(section.as_bytes()))
}
