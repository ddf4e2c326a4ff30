//! Dispatch of the command line: [`run`] runs a command, or returns which front end to start.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::address_files::AddressFiles;
use super::arguments::{Arguments, Command, ParseError, parse};
use super::error::{Diagnostics, FAILED, SUCCESS, UsageError, output_error, print_error};
use super::nearest_command::mistyped_command;
use super::opening::{Opening, look_up_paths};
use super::print::print_articles;
use super::setup::{Setup, load_setup_from};
use super::{
    account, add, bookmarks, completions, config, doctor, export, extract, fetch, import, list,
    log, man, mark, replay, rules, search, show, source_changes, sync,
};
use crate::ingest::DocumentLoader;
use crate::model::Direction;
use crate::text::io_message;

/// Result of reading the command line.
#[derive(Debug)]
pub enum Invocation {
    /// The command is done; the program ends with this exit status.
    Done(u8),
    /// Linear mode is to be started.
    Linear(Box<FrontEndStart>),
    /// The screen is to be started.
    Screen(Box<FrontEndStart>),
}

/// Articles to open, and the settings and keymap to start a front end with.
#[derive(Debug)]
pub struct FrontEndStart {
    /// Articles to open, and the errors of paths that can't be opened.
    pub opening: Opening,
    /// Settings and keymap in use.
    pub setup: Setup,
    /// Files of given addresses, until the end.
    pub files: AddressFiles,
    /// True if an unreadable file in a given folder is a failure.
    pub strict: bool,
}

impl FrontEndStart {
    /// Returns the exit status. `complete` is true if the front end could read and save everything; a path that can't
    /// be opened is a failure too.
    pub fn exit_status(&self, complete: bool) -> u8 {
        if complete && self.opening.errors.is_empty() {
            SUCCESS
        } else {
            FAILED
        }
    }
}

/// Runs the command line, as far as it needs no front end.
///
/// # Errors
/// The command failed as a whole, or standard output can't be written; [`super::exit_status`] prints the error.
pub fn run(words: impl IntoIterator<Item = OsString>) -> Result<Invocation> {
    let words: Vec<OsString> = words.into_iter().collect();
    let arguments = match parse(words.iter().cloned()) {
        Ok(arguments) => arguments,
        Err(ParseError::HelpOrVersion(text)) => {
            let mut output = io::stdout().lock();
            let printed = output.write_all(text.as_bytes());
            printed
                .and_then(|()| output.flush())
                .map_err(output_error)?;
            return Ok(Invocation::Done(SUCCESS));
        }
        // Options of the command that was meant are unknown without it.
        Err(ParseError::Usage(error)) => {
            let meant = mistyped_command(&words).map(UsageError::new);
            return Err(meant.unwrap_or(error).into());
        }
    };
    start_log(&arguments);
    match &arguments.command {
        Some(command) => run_command(command, &arguments).map(Invocation::Done),
        None => match mistyped_command(&words) {
            Some(line) => Err(anyhow::anyhow!(line)),
            None => prepare_front_end(&arguments),
        },
    }
}

/// Starts the log, if one is asked for. If it can't be written, the program goes on without a log.
fn start_log(arguments: &Arguments) {
    let variable = || std::env::var_os(log::NEWSPRINT_LOG).filter(|path| !path.is_empty());
    let path = arguments
        .log
        .clone()
        .or_else(|| variable().map(PathBuf::from));
    let Some(path) = path else { return };
    if let Err(error) = log::start_log(&path) {
        print_error(&format!(
            "can't write the log: {}: {}",
            path.display(),
            io_message(&error)
        ));
    }
    let command = arguments.command.as_ref().map_or("read", Command::name);
    tracing::info!(command, paths = arguments.paths.len(), "command");
}

fn run_command(command: &Command, arguments: &Arguments) -> Result<u8> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    let done = dispatch(command, arguments, &mut output)
        .and_then(|diagnostics| output.flush().map(|()| diagnostics).map_err(Into::into));
    // Only errors of standard output have no path yet.
    let diagnostics = done.map_err(|error| match error.downcast::<io::Error>() {
        Ok(error) => output_error(error),
        Err(error) => error,
    })?;
    Ok(diagnostics.print())
}

fn dispatch(
    command: &Command,
    arguments: &Arguments,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let setup = || load_setup(arguments);
    match command {
        Command::Extract(arguments) => {
            extract::run_extract(&arguments.options(), io::stdin().lock(), output)
                .map(Diagnostics::silent)
        }
        Command::List(arguments) => list::run_list(arguments, &setup(), output),
        Command::Show(arguments) => show::run_show(arguments, &setup(), output),
        Command::Bookmarks(arguments) => bookmarks::run_bookmarks(arguments, &setup(), output),
        Command::Sources(arguments) => source_changes::run_sources(arguments, &setup(), output),
        Command::Fetch(arguments) => fetch::run_fetch(arguments, &setup(), output),
        Command::Account(arguments) => account::run_account(arguments, &setup(), output),
        Command::Sync(arguments) => sync::run_sync(arguments, &setup(), output),
        Command::Export(arguments) => export::run_export(arguments, &setup(), output),
        Command::Import(arguments) => {
            import::run_import(arguments, &setup(), io::stdin().lock(), output)
        }
        Command::Add(arguments) => add::run_add(arguments, &setup(), output),
        Command::Search(arguments) => search::run_search(arguments, &setup(), output),
        Command::Rules(arguments) => rules::run_rules(arguments, &setup(), output),
        Command::Mark(arguments) => mark::run_mark(arguments, &setup(), output),
        Command::Undo(arguments) => {
            replay::run_replay(Direction::Undo, arguments, &setup(), output)
        }
        Command::Redo(arguments) => {
            replay::run_replay(Direction::Redo, arguments, &setup(), output)
        }
        Command::Config(arguments) => config::run_config(arguments, &setup(), output),
        Command::Completions { shell } => {
            completions::run_completions(*shell, output)?;
            Ok(Diagnostics::default())
        }
        Command::Man => {
            man::run_man(output)?;
            Ok(Diagnostics::default())
        }
        Command::Doctor(arguments) => {
            let variable = |name: &str| std::env::var(name).ok();
            let sound = doctor::run_doctor(arguments, &setup(), variable, output)?;
            Ok(Diagnostics::silent(sound))
        }
    }
}

/// Returns the front end to start; if standard output is not a terminal, prints the articles.
fn prepare_front_end(arguments: &Arguments) -> Result<Invocation> {
    let mut files = AddressFiles::default();
    let mut errors = Vec::new();
    let paths = files.replace_addresses(&arguments.paths, &mut |error| errors.push(error));
    let mut opening = match paths.is_empty() && !errors.is_empty() {
        // No given address can be read.
        true => Opening::default(),
        false => look_up_paths(&paths, io::stdin().is_terminal()),
    };
    opening.errors.splice(0..0, errors);
    opening.errors.iter().for_each(|error| print_error(error));
    let setup = load_setup(arguments);
    for mistake in &setup.config.mistakes {
        print_error(&mistake.to_string());
    }
    let shown = io::stdout().is_terminal();
    let dumb = shown && std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if dumb && !arguments.linear {
        print_error("TERM=dumb: using --linear");
    }
    let reading = Box::new(FrontEndStart {
        opening,
        setup,
        files,
        strict: arguments.strict,
    });
    if arguments.linear || dumb {
        return Ok(Invocation::Linear(reading));
    }
    if !shown {
        return print_given_articles(*reading).map(Invocation::Done);
    }
    Ok(match reading.opening.errors.is_empty() {
        true => Invocation::Screen(reading),
        false => Invocation::Done(FAILED),
    })
}

fn print_given_articles(reading: FrontEndStart) -> Result<u8> {
    let loader = DocumentLoader::with_tour();
    let mut output = io::BufWriter::new(io::stdout().lock());
    let diagnostics = print_articles(
        &reading.opening.origins,
        &loader,
        reading.strict,
        &reading.setup,
        &mut output,
    )
    .context("can't write: standard output")?;
    diagnostics.print();
    Ok(reading.exit_status(!diagnostics.is_failure()))
}

fn load_setup(arguments: &Arguments) -> Setup {
    load_setup_from(&arguments.overrides(), |name| std::env::var_os(name))
}
