//! The program: arguments, paths, terminal, run, exit code; nothing else.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use newsprint::cli::{self, Arguments, Command};
use newsprint::config::{Bidi, ColourDepth, FileMistake, Pictures};
use newsprint::event_loop::{self, Ended, Start, Themes};
use newsprint::linear::LinearOptions;
use newsprint::model::Origin;
use newsprint::terminal::{Background, TerminalOptions, picture_form};
use newsprint::text::clean;
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
            let mut output = io::stdout().lock();
            let printed = output.write_all(text.as_bytes());
            printed
                .and_then(|()| output.flush())
                .map_err(cli::unprinted)?;
            return Ok(0);
        }
        Err((text, code)) => {
            complain(text.trim_end());
            return Ok(code);
        }
    };
    if let Some(command) = &arguments.command {
        return match carry_out(command, &arguments) {
            Err(error) if error.is::<cli::extract::UsageError>() => {
                complain(&format!("newsprint: {error}"));
                Ok(USAGE)
            }
            // Whatever is read or written elsewhere says itself where.
            Err(error) => Err(match error.downcast::<io::Error>() {
                Ok(error) => cli::unprinted(error),
                Err(error) => error,
            }),
            done => done,
        };
    }

    let opening = cli::opening(&arguments.paths, io::stdin().is_terminal());
    for error in &opening.errors {
        complain(error);
    }
    let setup = cli::setup(&arguments.given(), |name| std::env::var_os(name));
    let store = Store::new(Limits::default(), cli::SEEDS).with_pictures(cli::SEED_PICTURES);
    let store = Arc::new(match &setup.config.paths {
        Some(paths) => store
            .with_library(paths.data.clone())
            .with_keep_days(setup.config.settings.keep_days),
        None => store,
    });
    for mistake in &setup.config.mistakes {
        complain(&format!("newsprint: {mistake}"));
    }
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if dumb && io::stdout().is_terminal() && !arguments.linear {
        complain("newsprint: this terminal moves no cursor (TERM=dumb): reading as with --linear");
    }
    if arguments.linear || (dumb && io::stdout().is_terminal()) {
        let data = setup.config.paths.as_ref().map(|paths| paths.data.clone());
        let story = opening.origins.contains(&Origin::StandardInput);
        let options = LinearOptions {
            measure: setup.config.settings.measure,
            typed: story || io::stdin().is_terminal(),
            shown: io::stdout().is_terminal(),
            home: opening.home,
            mark_read: setup.config.settings.mark_read,
            data,
        };
        let good = linear(options, opening.origins, &store)?;
        return Ok(if good && opening.errors.is_empty() {
            0
        } else {
            FAILED
        });
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

    let message = message(&setup.config.mistakes);
    let settings = setup.config.settings;
    let variable = |name: &str| std::env::var(name).ok();
    let depth = ColourDepth::from_environment(variable);
    let theme = |styles| {
        let theme = Theme::from_styles(styles, depth, settings.ascii);
        match settings.bidi {
            Bidi::Newsprint => theme,
            Bidi::Terminal => theme.leave_order(),
        }
    };
    let themes = Themes {
        dark: theme(&setup.config.theme),
        light: setup.config.light_theme.as_ref().map(theme),
        background: Background::from_environment(variable).unwrap_or(Background::Dark),
    };
    let mut terminal = TerminalOptions::from_environment(variable);
    terminal.mouse = settings.mouse;
    terminal.explicit_bidi &= settings.bidi == Bidi::Newsprint;
    terminal.background = terminal.title && themes.light.is_some();
    let wanted = match settings.ascii {
        true => Pictures::Off,
        false => settings.pictures,
    };
    let ended = event_loop::run(Start {
        origins: opening.origins,
        home: opening.home,
        single: opening.single,
        store,
        pictures: picture_form(wanted, settings.colour, variable),
        settings,
        keymap: setup.keymap,
        themes,
        terminal,
        message,
    })?;
    // A program that a signal ended says so as shells do: 128 and the signal's number.
    Ok(match ended {
        Ended::Quit => 0,
        Ended::Hangup => 128 + 1,
        Ended::Terminated => 128 + 15,
    })
}

/// Does what a command says.
fn carry_out(command: &Command, arguments: &Arguments) -> anyhow::Result<u8> {
    let setup = || cli::setup(&arguments.given(), |name| std::env::var_os(name));
    let mut output = io::BufWriter::new(io::stdout().lock());
    let good = match command {
        Command::Extract(arguments) => {
            cli::extract::run(&arguments.options(), io::stdin().lock(), &mut output)?
        }
        Command::List(arguments) => {
            cli::list::run(arguments, &setup(), &mut output)?;
            true
        }
        Command::Show(arguments) => {
            let failures = cli::show::run(arguments, &setup(), &mut output)?;
            told(&failures, &mut output)?
        }
        Command::Bookmarks(arguments) => {
            let failures = cli::bookmarks::run(arguments, &setup(), &mut output)?;
            told(&failures, &mut output)?
        }
        Command::Sources(arguments) => match &arguments.command {
            Some(cli::SourcesCommand::Rm { ids }) => {
                let failures = cli::source_changes::remove(ids, &setup(), &mut output)?;
                told_of(&failures, &mut output)?
            }
            None => {
                cli::sources::run(arguments, &setup(), &mut output)?;
                true
            }
        },
        Command::Export(arguments) => {
            let (lines, good) = cli::export::run(arguments, &setup(), &mut output)?;
            told(&lines, &mut output)?;
            good
        }
        Command::Import(arguments) => {
            let input = io::stdin().lock();
            let (lines, good) = cli::import::run(arguments, &setup(), input, &mut output)?;
            told(&lines, &mut output)?;
            good
        }
        Command::Add(arguments) => {
            let failures = cli::add::run(arguments, &setup(), &mut output)?;
            told_of(&failures, &mut output)?
        }
        Command::Search(arguments) => {
            let setup = setup();
            let paths = setup.config.paths.as_ref();
            let data = paths.context("can't search: no folder for data: give one by --data-dir")?;
            let (lines, good) = cli::search::run(&arguments.options(), &data.data, &mut output)?;
            told_of(&lines, &mut output)?;
            good
        }
        Command::Config(arguments) => {
            let failures = cli::config::run(arguments, &setup(), &mut output)?;
            told_of(&failures, &mut output)?
        }
        Command::Completions { shell } => {
            cli::completions::run(*shell, &mut output)?;
            true
        }
        Command::Man => {
            cli::man::run(&mut output)?;
            true
        }
        Command::Doctor(arguments) => {
            let variable = |name: &str| std::env::var(name).ok();
            cli::doctor::run(arguments, &setup(), variable, &mut output)?
        }
    };
    output.flush()?;
    Ok(if good { 0 } else { FAILED })
}

/// Tells what failed, behind what was printed. Says whether nothing did.
fn told(failures: &[String], output: &mut impl Write) -> io::Result<bool> {
    output.flush()?;
    for failure in failures {
        complain(failure);
    }
    Ok(failures.is_empty())
}

/// The same for failures that do not name the program yet.
fn told_of(failures: &[String], output: &mut impl Write) -> io::Result<bool> {
    let named = failures
        .iter()
        .map(|failure| format!("newsprint: {failure}"));
    told(&named.collect::<Vec<String>>(), output)
}

/// What the status line says of mistakes: the first, and how many there are.
fn message(mistakes: &[FileMistake]) -> Option<String> {
    let first = clean::line(&mistakes.first()?.in_short()).into_owned();
    Some(match mistakes.len() {
        1 => first,
        count => format!("{count} mistakes in the settings (newsprint config shows all): {first}"),
    })
}

/// Reads by commands. They come from standard input, unless that is the story: then from the keyboard.
fn linear(options: LinearOptions, origins: Vec<Origin>, store: &Arc<Store>) -> io::Result<bool> {
    let story = origins.contains(&Origin::StandardInput);
    let output = io::BufWriter::new(io::stdout().lock());
    if !story {
        return newsprint::linear::run(origins, store, options, io::stdin().lock(), output);
    }
    match std::fs::File::open("/dev/tty") {
        Ok(keyboard) => newsprint::linear::run(
            origins,
            store,
            options,
            io::BufReader::new(keyboard),
            output,
        ),
        // Nobody can type anything: all of it, then.
        Err(_) => newsprint::linear::run(origins, store, options, &b"all\n"[..], output),
    }
}

/// A line on standard error, clean: it may name what others have named. If even that is gone, there is nobody to tell.
fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{}", clean::line(line));
}
