//! Linear mode (`newsprint --linear`): articles as plain lines with a command prompt, for screen readers, braille
//! displays and terminals that cannot move a cursor. It draws nothing and writes no escape sequences.
//!
//! 1. A line of standard input is a command (`command`), which `reader` runs.
//! 2. The articles are those given on the command line (`given`), or those of the library, listed in pages (`list`). `views` and
//!    `search_results` choose among them.
//! 3. An article opens at its saved position, and the position is saved after each command (`open`, `article`). `session` reads and
//!    writes files and library; `background` scans the folders of the library.
//! 4. The result of a command is lines that name the kind of each block in words (`spoken_line`, `words`): "Heading 2: …", "List, 3
//!    items:".
//! 5. The lines are wrapped to the terminal's width, and printed a screen at a time on a terminal (`output`).

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

/// Runs linear mode. Commands come from standard input, or from the controlling terminal (`/dev/tty`) if standard input
/// is an article. Returns false if an article could not be read or a change not saved; a file in a given folder counts only if it is
/// `strict`.
///
/// # Errors
/// The input or standard output fails.
pub fn start(origins: &[Origin], home: bool, config: &Config, strict: bool) -> io::Result<bool> {
    let from_input = origins.contains(&Origin::StandardInput);
    let options = LinearOptions {
        measure: config.settings.measure,
        strict,
        is_interactive: from_input || io::stdin().is_terminal(),
        is_terminal: io::stdout().is_terminal(),
        starts_with_library: home,
        start_view: config.settings.start_view.clone(),
        sort: config.settings.sort,
        mark_read: config.settings.mark_read,
        share_read: config.settings.share_read,
        keep_days: config.settings.keep_days,
        fetch_interval: config
            .settings
            .fetch
            .then(|| i64::from(config.settings.fetch_minutes) * 60),
        default_interval: i64::from(config.settings.fetch_minutes) * 60,
        data: config.paths.as_ref().map(|paths| paths.data.clone()),
    };
    let output = io::BufWriter::new(io::stdout().lock());
    if !from_input {
        return run_session(origins, options, io::stdin().lock(), output);
    }
    match File::open("/dev/tty") {
        Ok(keyboard) => run_session(origins, options, io::BufReader::new(keyboard), output),
        // Without a terminal no command can be typed, so the whole article is printed.
        Err(_) => run_session(origins, options, &b"all\n"[..], output),
    }
}

/// Runs commands from `input` until it ends or a command quits.
fn run_session(
    origins: &[Origin],
    options: LinearOptions,
    input: impl BufRead,
    output: impl Write,
) -> io::Result<bool> {
    let loader = DocumentLoader::with_tour();
    let (mut articles, mut failures, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
    for origin in origins {
        let listed = list_origin(loader.files(), origin, &Cancel::new(), &mut |problem| {
            let line = problem.to_string();
            match problem.is_failure(origin, options.strict) {
                true => failures.push(line),
                false => warnings.push(line),
            }
        });
        articles.extend(listed.unwrap_or_default());
    }
    let session = Session::new(loader, options.data.clone(), options.share_read);
    let background = Background::new(
        options.data.clone(),
        options.keep_days,
        options.share_read,
        options.fetch_interval,
    );
    let articles = GivenList::new(articles);
    let mut reader = Reader::new(options, output, session, background, articles);
    reader.report(&failures, &warnings)?;
    reader.run(input)?;
    Ok(reader.finish())
}
