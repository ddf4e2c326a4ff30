//! Linear mode (`newsprint --linear`): articles as plain lines with a command prompt, for screen readers, braille
//! displays and terminals that cannot move a cursor. It draws nothing and writes no escape sequences.
//!
//! 1. A line of standard input is a command (`command`), which `reader` answers.
//! 2. The articles are those given (`given`), or those of the library, told by pages (`list`); `views` and results of a search
//!    (`found`) choose among them.
//! 3. An article is opened where it was left, and where it is left is saved (`open`, `article`). What is read and saved goes through
//!    `session`; `background` has the library follow the folders.
//! 4. What a command asks for becomes spoken lines (`speech`, `words`): "Heading 2: …", "List, 3 items:".
//! 5. The lines are printed at the terminal's width, a screen at a time where there is a screen (`output`).

mod article;
mod background;
mod command;
mod error;
mod given;
mod list;
mod numbered;
mod open;
mod options;
mod output;
mod reader;
mod search_results;
mod session;
mod spoken_line;
mod views;
mod words;

use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Write};

use self::background::Background;
use self::given::GivenList;
use self::options::LinearOptions;
use self::reader::Reader;
use self::session::Session;
use crate::config::Config;
use crate::ingest::{Cancel, DocumentLoader, list_origin};
use crate::model::Origin;

/// Reads articles by commands, by these settings. The commands come from standard input, unless that is the article: then from the
/// keyboard. False if an article could not be read, or a change not kept.
///
/// # Errors
/// When the input or standard output fails.
pub fn start(origins: &[Origin], home: bool, config: &Config) -> io::Result<bool> {
    let from_input = origins.contains(&Origin::StandardInput);
    let options = LinearOptions {
        measure: config.settings.measure,
        is_interactive: from_input || io::stdin().is_terminal(),
        is_terminal: io::stdout().is_terminal(),
        starts_with_library: home,
        mark_read: config.settings.mark_read,
        keep_days: config.settings.keep_days,
        data: config.paths.as_ref().map(|paths| paths.data.clone()),
    };
    let output = io::BufWriter::new(io::stdout().lock());
    if !from_input {
        return run_session(origins, options, io::stdin().lock(), output);
    }
    match File::open("/dev/tty") {
        Ok(keyboard) => run_session(origins, options, io::BufReader::new(keyboard), output),
        // Nobody can type anything: all of it, then.
        Err(_) => run_session(origins, options, &b"all\n"[..], output),
    }
}

/// Reads articles by commands from `input`, until it ends or says so.
fn run_session(
    origins: &[Origin],
    options: LinearOptions,
    input: impl BufRead,
    output: impl Write,
) -> io::Result<bool> {
    let loader = DocumentLoader::with_tour();
    let (mut articles, mut failures) = (Vec::new(), Vec::new());
    for origin in origins {
        let listed = list_origin(loader.files(), origin, &Cancel::new(), &mut |problem| {
            failures.push(problem.to_string());
        });
        articles.extend(listed.unwrap_or_default());
    }
    let session = Session::new(loader, options.data.clone());
    let background = Background::new(options.data.clone(), options.keep_days);
    let articles = GivenList::new(articles);
    let mut reader = Reader::new(options, output, session, background, articles);
    reader.report(&failures)?;
    reader.run(input)?;
    Ok(reader.finish())
}
