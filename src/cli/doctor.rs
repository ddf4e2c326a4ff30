//! `newsprint doctor`: checks the terminal, the files, the settings and the library, and repairs what can be repaired.
//!
//! The terminal itself is not queried, because it may not answer: its capabilities are those that its name and the
//! environment variables tell.

mod accounts;
mod check;
mod library;

use std::io::{self, Write};
use std::path::Path;

use super::arguments::DoctorArguments;
use super::json;
use super::output::print_line;
use super::setup::Setup;
use crate::config::{
    ColourDepth, FileMistake, Images, Loaded, Paths, ThemeStyles, read_file, theme_names,
};
use crate::terminal::{self, Capabilities, ScreenSize};

use check::check;

pub use check::{Check, State};

/// Runs the command. Returns true if nothing is broken.
///
/// # Errors
/// Standard output can't be written.
pub fn run_doctor(
    arguments: &DoctorArguments,
    setup: &Setup,
    lookup: impl Fn(&str) -> Option<String>,
    output: &mut impl Write,
) -> io::Result<bool> {
    let mut checks = terminal_checks(&Capabilities::from_environment(lookup), terminal::size());
    checks.extend(file_checks(setup.config.paths.as_ref()));
    checks.extend(settings_checks(setup));
    let mut recovered = None;
    // Problems of the folder itself are among the file checks.
    if let Some(paths) = &setup.config.paths
        && (paths.data.is_dir() || !paths.data.exists())
    {
        if let Some(file) = &arguments.recover {
            let done = match file {
                Some(file) => crate::library::recover_from(&paths.data, file),
                None => crate::library::recover(&paths.data),
            };
            checks.push(library::recovery_check(&done));
            checks.extend(library::lost_checks(&done));
            recovered = Some(json::recovery_json(&done));
        }
        checks.extend(library::library_checks(&paths.data));
        checks.extend(accounts::account_checks(&paths.data));
    }
    let sound = checks.iter().all(|check| check.state != State::Broken);
    if arguments.json {
        json::print_json(output, &json::check_json(&checks, recovered))?;
    } else {
        print_checks(&checks, output)?;
    }
    Ok(sound)
}

/// Checks the terminal's capabilities, with advice for each that is missing.
pub fn terminal_checks(can: &Capabilities, size: Option<ScreenSize>) -> Vec<Check> {
    use State::{Note, Ok};
    let check = |name, good: bool, value: &str, advice| {
        let state = if good { Ok } else { Note };
        check(
            "terminal",
            name,
            state,
            value,
            if good { "" } else { advice },
        )
    };
    let yes_no = |yes| if yes { "yes" } else { "no" };
    let outside = can.multiplexer.is_some();
    let known = !matches!(can.term.as_str(), "" | "dumb");
    let term = if can.term.is_empty() {
        "not set"
    } else {
        &can.term
    };
    let mut checks = vec![check(
        "TERM",
        known,
        term,
        "TERM names no known terminal: no colours and no title",
    )];
    checks.push(match size {
        Some(ScreenSize { columns, rows }) => check(
            "size",
            columns >= 40 && rows >= 10,
            &format!("{columns} columns, {rows} rows"),
            "very small: only the text fits",
        ),
        None => check(
            "size",
            false,
            "not a terminal",
            "standard output is not a terminal: newsprint would print the articles as text",
        ),
    });
    checks.push(check(
        "colours",
        can.colours >= ColourDepth::Sixteen,
        can.colours.name(),
        "letters and symbols replace colours",
    ));
    checks.push(check(
        "true colour",
        can.colours == ColourDepth::True,
        yes_no(can.colours == ColourDepth::True),
        "themes use the nearest colours; if the terminal has true colour, set COLORTERM=truecolor",
    ));
    checks.push(check(
        "UTF-8",
        can.is_utf8,
        if can.locale.is_empty() {
            "no locale"
        } else {
            &can.locale
        },
        "set a UTF-8 locale (LANG=C.UTF-8), or ascii = true in config.toml",
    ));
    checks.push(check(
        "signs",
        true,
        "\u{25cf} \u{2605} \u{258e} \u{a7} \u{25b8} \u{2026} \u{2014} no special font is needed; if one of them shows as a box, set ascii = true",
        "",
    ));
    checks.push(check(
        "kitty keyboard",
        can.has_kitty_keyboard,
        if can.has_kitty_keyboard {
            "yes"
        } else {
            "not known"
        },
        "every default key works without it",
    ));
    checks.push(check(
        "images",
        !matches!(can.images, Images::Blocks | Images::Off),
        can.images.name(),
        if can.images == Images::Off {
            "images are shown as boxes with their descriptions"
        } else if outside {
            "half blocks are shown; a multiplexer passes images through only if configured"
        } else {
            "half blocks are shown; kitty, iTerm2, foot, WezTerm and others show real images"
        },
    ));
    checks.push(check(
        "clipboard",
        can.clipboard == Some(true),
        can.clipboard.map_or("not known", yes_no),
        "y and Y copy by OSC 52; if nothing arrives, the terminal does not support it or its settings forbid it",
    ));
    if let Some(multiplexer) = can.multiplexer {
        let advice = match multiplexer {
            "tmux" => {
                "in ~/.tmux.conf: set -s set-clipboard on, set -g allow-passthrough on, set -g focus-events on"
            }
            "screen" => "screen passes neither the clipboard nor images through",
            _ => "copies and images depend on it",
        };
        checks.push(check("multiplexer", false, multiplexer, advice));
    }
    checks
}

/// Checks that files can be read and folders written.
fn file_checks(paths: Option<&Paths>) -> Vec<Check> {
    let Some(paths) = paths else {
        return vec![check(
            "files",
            "folders",
            State::Note,
            "none",
            "HOME is not set: give --config-dir and --data-dir",
        )];
    };
    let mut checks = vec![folder_check("settings", &paths.config)];
    for (name, path) in [
        ("config.toml", paths.settings()),
        ("keymap.toml", paths.keymap()),
    ] {
        let there = path.symlink_metadata().is_ok();
        let advice = if there {
            ""
        } else {
            "does not exist; the defaults are used"
        };
        let value = path.display().to_string();
        checks.push(check("files", name, State::Ok, &value, advice));
    }
    let names = theme_names(&paths.themes());
    let advice = if names.is_empty() {
        "no themes of your own".to_owned()
    } else {
        names.join(", ")
    };
    let value = paths.themes().display().to_string();
    checks.push(check("files", "themes", State::Ok, &value, &advice));
    checks.push(folder_check("data", &paths.data));
    checks
}

/// Checks a folder that need not exist, but must be usable or possible to create.
fn folder_check(name: &str, path: &Path) -> Check {
    let (state, advice) = match std::fs::metadata(path) {
        Ok(found) if !found.is_dir() => (State::Broken, "is a file, not a folder"),
        Ok(_) if std::fs::read_dir(path).is_err() => (State::Broken, "can't be read"),
        Ok(_) if !is_writable(path) => (State::Note, "can't be written to"),
        Ok(_) => (State::Ok, ""),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let above = path.ancestors().skip(1).find(|folder| folder.exists());
            match above {
                Some(folder) if !folder.is_dir() || !is_writable(folder) => {
                    (State::Note, "does not exist and can't be created")
                }
                _ => (State::Ok, "does not exist yet; it is created when needed"),
            }
        }
        Err(_) => (State::Broken, "can't be inspected"),
    };
    check("files", name, state, &path.display().to_string(), advice)
}

/// Returns true if the user may write to the folder.
fn is_writable(folder: &Path) -> bool {
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK).is_ok()
}

/// Checks settings, keymap and themes: a result for each mistake, and one for each file without mistakes.
fn settings_checks(setup: &Setup) -> Vec<Check> {
    let mut mistakes: Vec<FileMistake> = setup.config.mistakes.clone();
    let mut files = Vec::new();
    if let Some(paths) = &setup.config.paths {
        files.extend([paths.settings(), paths.keymap()]);
        // Themes that no setting names are checked too.
        for name in theme_names(&paths.themes()) {
            let file = paths.themes().join(format!("{name}.toml"));
            match read_file(&file) {
                Loaded::Missing => {}
                Loaded::Unreadable(mistake) => mistakes.push(mistake),
                Loaded::Text(text) => {
                    let wrong = ThemeStyles::from_user(&name, &text).1.into_iter();
                    mistakes
                        .extend(wrong.map(|wrong| FileMistake::from_mistake(wrong, file.clone())));
                }
            }
            files.push(file);
        }
    }
    mistakes.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    mistakes.dedup();
    let mut checks = Vec::new();
    for file in files {
        let sound = mistakes.iter().all(|mistake| mistake.file != file);
        if sound && file.exists() {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            checks.push(check("settings", &name, State::Ok, "no mistakes", ""));
        }
    }
    for mistake in mistakes {
        let place = match mistake.line {
            Some(line) => format!("{}:{line}", mistake.file.display()),
            None => mistake.file.display().to_string(),
        };
        let state = match mistake.is_hint {
            true => State::Note,
            false => State::Broken,
        };
        checks.push(check("settings", &place, state, &mistake.message, ""));
    }
    if checks.is_empty() {
        checks.push(check("settings", "defaults", State::Ok, "no mistakes", ""));
    }
    checks
}

fn print_checks(checks: &[Check], output: &mut impl Write) -> io::Result<()> {
    print_line(output, concat!("newsprint ", env!("CARGO_PKG_VERSION")))?;
    let mut area = "";
    let short = |check: &&Check| check.name.len() <= 16;
    let width = checks
        .iter()
        .filter(short)
        .map(|check| check.name.len())
        .max();
    let width = width.unwrap_or(0);
    for check in checks {
        if check.area != area {
            area = check.area;
            print_line(output, "")?;
            print_line(output, area)?;
        }
        let (state, name, value) = (check.state.label(), &check.name, &check.value);
        let advice = match check.advice.as_str() {
            "" => String::new(),
            advice => format!("  ({advice})"),
        };
        print_line(
            output,
            &format!("  {state:<6}  {name:<width$}  {value}{advice}"),
        )?;
    }
    let broken = checks.iter().filter(|check| check.state == State::Broken);
    print_line(output, "")?;
    print_line(
        output,
        &match broken.count() {
            0 => "No problems found.".to_owned(),
            1 => "1 problem found.".to_owned(),
            count => format!("{count} problems found."),
        },
    )
}
