//! Programs that have the terminal until they end: commands and pipes of the user, and the editor of a note.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::{SystemTime, UNIX_EPOCH};

use super::Session;
use crate::app::CommandLine;
use crate::terminal::{self, Placeholders, Terminal};
use crate::text::{clean, io_message, split_words};

/// Variables with the editor of the user, the first one first.
const EDITOR_VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];
/// Editor without these variables (POSIX).
const DEFAULT_EDITOR: &str = "vi";

/// Runs a command of the user, with the text of an article on its standard input if it is a pipe.
pub(super) fn run_command(
    terminal: &mut Terminal,
    session: &mut Session,
    line: CommandLine,
) -> anyhow::Result<()> {
    let placeholders = Placeholders {
        url: line.url.as_deref(),
        path: line.path.as_deref(),
        title: line.title.as_deref(),
        enclosure: line.enclosure.as_deref(),
    };
    let name = clean::clean_line(&line.name).into_owned();
    let mut command = match terminal::build_command(&line.argv, &placeholders) {
        Ok(command) => command,
        Err(reason) => {
            let reason = format!("{name} could not be started: {reason}");
            session.app_mut().report_error(reason);
            return Ok(());
        }
    };
    let is_pipe = line.input.is_some();
    let ended = match line.input {
        Some(input) => {
            let pause = line.pause.then_some("Press Enter to return to newsprint ");
            terminal.pipe_to_program(&mut command, input, pause)
        }
        None => terminal.run_program(&mut command),
    };
    reenter_terminal(terminal, session)?;
    let app = session.app_mut();
    match failure_of(&name, &ended) {
        Some(failure) => app.report_error(failure),
        None if is_pipe => app.report(format!("Piped to {name}")),
        None => app.report(format!("{name} has ended")),
    }
    Ok(())
}

/// Edits a text in the user's editor and passes it to the app. If the editor fails, the app has the text as it was.
pub(super) fn edit_text(
    terminal: &mut Terminal,
    session: &mut Session,
    text: &str,
) -> anyhow::Result<()> {
    let argv = match editor() {
        Ok(argv) => argv,
        Err(reason) => {
            session.app_mut().report_error(reason);
            return Ok(());
        }
    };
    let name = argv.first().cloned().unwrap_or_default();
    let name = clean::clean_line(&name).into_owned();
    let file = match TemporaryFile::new(text) {
        Ok(file) => file,
        Err(error) => {
            let reason = format!(
                "{name} was not started: no temporary file: {}",
                io_message(&error)
            );
            session.app_mut().report_error(reason);
            return Ok(());
        }
    };
    let mut command = Command::new(argv.first().map_or(DEFAULT_EDITOR, String::as_str));
    command.args(argv.iter().skip(1)).arg(file.path());
    let ended = terminal.run_program(&mut command);
    reenter_terminal(terminal, session)?;
    let app = session.app_mut();
    match (failure_of(&name, &ended), fs::read(file.path())) {
        (Some(failure), _) => app.report_error(format!("{failure}; the note was not saved")),
        (None, Ok(bytes)) => app.save_edited_note(&String::from_utf8_lossy(&bytes)),
        (None, Err(error)) => {
            app.report_error(format!("The note was not saved: {}", io_message(&error)));
        }
    }
    Ok(())
}

/// Returns the editor of the user with its arguments.
///
/// # Errors
/// The variable has an unclosed quote; the error is the message to the user.
fn editor() -> Result<Vec<String>, String> {
    let set = EDITOR_VARIABLES.iter().find_map(|name| {
        let line = std::env::var(name).ok()?;
        (!line.trim().is_empty()).then_some((*name, line))
    });
    let Some((name, line)) = set else {
        return Ok(vec![DEFAULT_EDITOR.to_owned()]);
    };
    split_words(&line).map_err(|error| format!("${name} can't be read: {error}"))
}

/// Returns the failure of a program for a message; `None` if it has succeeded.
fn failure_of(name: &str, ended: &io::Result<ExitStatus>) -> Option<String> {
    match ended {
        Ok(status) if status.success() => None,
        Ok(status) => Some(match status.code() {
            Some(code) => format!("{name} failed with exit status {code}"),
            None => format!("{name} was killed by a signal"),
        }),
        Err(error) => Some(format!(
            "{name} could not be started: {}",
            io_message(error)
        )),
    }
}

/// File that only its owner can read (mode 0600), removed when it is dropped.
struct TemporaryFile(PathBuf);

impl TemporaryFile {
    /// Creates a file with a text. Its name is new, and nothing that exists is followed or overwritten.
    fn new(text: &str) -> io::Result<Self> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |time| time.as_nanos());
        let name = format!("newsprint-note-{}-{now}.md", std::process::id());
        let path = std::env::temp_dir().join(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(&path)?;
        let created = Self(path);
        file.write_all(text.as_bytes())?;
        Ok(created)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        // The system clears the folder some day.
        drop(fs::remove_file(&self.0));
    }
}

/// Redraws everything at the present size, after another program used the terminal.
pub(super) fn reenter_terminal(
    terminal: &mut Terminal,
    session: &mut Session,
) -> anyhow::Result<()> {
    terminal.redraw()?;
    let size = terminal.size()?;
    session.app_mut().resize(size.columns, size.rows);
    Ok(())
}
