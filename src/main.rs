//! The program: arguments, paths, terminal, run, exit code; nothing else.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use newsprint::app::Settings;
use newsprint::cli::{self, Command};
use newsprint::config::Paths;
use newsprint::event_loop::{self, Start};
use newsprint::keymap::Keymap;
use newsprint::model::{Pictures, clean};
use newsprint::terminal::{TerminalOptions, picture_form};
use newsprint::ui::Theme;
use newsprint::worker::{Limits, Store};

/// Any part failed; the rest was done.
const FAILED: u8 = 1;
/// The arguments make no sense.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // Whoever reads our output has seen enough: no failure of ours.
            let closed = error
                .downcast_ref::<io::Error>()
                .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe);
            if closed {
                return ExitCode::SUCCESS;
            }
            complain(&format!("newsprint: {error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

fn run() -> anyhow::Result<u8> {
    let arguments = match cli::parse(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err((text, 0)) => {
            io::stdout().write_all(text.as_bytes())?;
            return Ok(0);
        }
        Err((text, code)) => {
            complain(text.trim_end());
            return Ok(code);
        }
    };
    if let Some(Command::Extract(arguments)) = &arguments.command {
        let done = cli::extract::run(
            &arguments.options(),
            io::stdin().lock(),
            io::stdout().lock(),
        );
        return match done {
            Ok(good) => Ok(if good { 0 } else { FAILED }),
            Err(error) if error.is::<cli::extract::UsageError>() => {
                complain(&format!("newsprint: {error}"));
                Ok(USAGE)
            }
            Err(error) => Err(error),
        };
    }

    let opening = cli::opening(&arguments.paths, io::stdin().is_terminal());
    let store =
        Arc::new(Store::new(Limits::default(), cli::SEEDS).with_pictures(cli::SEED_PICTURES));
    for error in &opening.errors {
        complain(error);
    }
    if !io::stdout().is_terminal() {
        let failures = cli::print_stories(
            opening.origins,
            &store,
            &mut io::BufWriter::new(io::stdout().lock()),
        )
        .context("can't write: standard output")?;
        for failure in &failures {
            complain(failure);
        }
        let good = failures.is_empty() && opening.errors.is_empty();
        return Ok(if good { 0 } else { FAILED });
    }
    if !opening.errors.is_empty() {
        return Ok(FAILED);
    }

    let variable = std::env::var_os("NEWSPRINT_CONFIG_DIR").map(Into::into);
    let paths = Paths::find(arguments.config_dir.clone(), variable);
    let (keymap, mistakes) =
        paths.map_or_else(|| (Keymap::standard(), Vec::new()), |paths| keymap(&paths));
    for mistake in &mistakes {
        complain(&format!("newsprint: {mistake}"));
    }
    let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let defaults = Settings::default();
    event_loop::run(Start {
        origins: opening.origins,
        single: opening.single,
        store,
        settings: Settings {
            ascii: arguments.ascii,
            measure: arguments.measure.unwrap_or(defaults.measure),
        },
        keymap,
        theme: Theme::new(colour, arguments.ascii),
        pictures: picture_form(Pictures::Auto, colour && !arguments.ascii, |name| {
            std::env::var(name).ok()
        }),
        code_colours: true,
        terminal: TerminalOptions::from_environment(|name| std::env::var(name).ok()),
        message: mistakes.into_iter().next(),
    })?;
    Ok(0)
}

/// The user's keymap over the default one, and a line for each mistake in it.
fn keymap(paths: &Paths) -> (Keymap, Vec<String>) {
    let path = paths.keymap();
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let (keymap, mistakes) = Keymap::standard().merge(&text);
            let tell = |mistake| format!("{}: {mistake}", path.display());
            (keymap, mistakes.iter().map(tell).collect())
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => (Keymap::standard(), Vec::new()),
        Err(error) => (
            Keymap::standard(),
            vec![format!(
                "{}: {error}: the default keys hold",
                path.display()
            )],
        ),
    }
}

/// A line on standard error, clean: it may name what others have named. If even that is gone, there is nobody to tell.
fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{}", clean::line(line));
}
