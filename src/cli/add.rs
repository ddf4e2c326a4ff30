//! `newsprint add PATH...`: folders become sources, files come into the library.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::arguments::AddArguments;
use super::error::Diagnostics;
use super::output::{json_line, put};
use super::row::{add_bytes, time};
use super::setup::Setup;
use super::shelf;
use crate::model::{Source, SourceKind};
use crate::text::clean;
use crate::worker::{Added, Gathered, Limits, Progress, SEEDS, Store, add, explain};

/// Runs the command.
///
/// # Errors
/// There is no folder for data, or standard output takes no more.
pub fn run(
    arguments: &AddArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let Some(paths) = &setup.config.paths else {
        bail!("there is no folder for data: set HOME, or give --data-dir");
    };
    let store = Store::new(Limits::default(), SEEDS).with_library(paths.data.clone());
    let mut diagnostics = Diagnostics::default();
    for path in &arguments.paths {
        let name = clean::line(&path.display().to_string()).into_owned();
        if let Some(why) = refused(path, &name) {
            diagnostics.fail(why);
            continue;
        }
        let mut line = ProgressLine::new(&name);
        let added = add(path, &store, &mut |progress| line.show(progress));
        line.clear();
        match added {
            Err(why) => diagnostics.fail(format!("can't be added: {name}: {why}")),
            Ok(added) => {
                if arguments.json {
                    json_line(output, &to_json(&added))?;
                } else {
                    put(output, &to_line(&added))?;
                }
                report_unread(&added, &mut diagnostics);
            }
        }
    }
    for notice in store.notices() {
        // Why a path could not be added may have said it.
        if !diagnostics
            .lines()
            .iter()
            .any(|line| line.contains(&notice))
        {
            diagnostics.fail(notice);
        }
    }
    shelf::keep_copy(setup, &mut diagnostics);
    Ok(diagnostics)
}

/// Why a path is no path that can be added.
fn refused(path: &Path, name: &str) -> Option<String> {
    let error = match std::fs::metadata(path) {
        Ok(_) => return None,
        Err(error) => error,
    };
    Some(
        if name.starts_with("http://") || name.starts_with("https://") {
            format!("can't fetch pages: {name}: save the page and add the file")
        } else if name == "-" {
            "standard input is no file: -: save it and add the file".to_owned()
        } else if error.kind() == io::ErrorKind::NotFound {
            format!("no such file or folder: {name}: check the path")
        } else {
            format!("can't be added: {name}: {}", explain(&error))
        },
    )
}

/// Reports each file that can't be read, and how many are not named.
fn report_unread(added: &Added, diagnostics: &mut Diagnostics) {
    for (path, why) in &added.unreadable {
        let name = path.display().to_string();
        diagnostics.fail(format!("can't be read: {}: {why}", clean::line(&name)));
    }
    let named = added.unreadable.len();
    let more = added.gathered.unreadable.saturating_sub(named);
    if more > 0 {
        diagnostics.fail(format!(
            "can't be read: {}: {more} more files",
            clean::line(&added.source.title)
        ));
    }
}

fn to_line(added: &Added) -> String {
    let source = &added.source;
    let named = format!("{} {}, {}", source.kind.name(), source.id, source.title);
    let counts = counts(&added.gathered);
    if added.new {
        return format!("Added {named}: {counts}");
    }
    let mut letters = named.chars();
    let capital: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    format!("{capital}, was added before: {counts}")
}

fn counts(gathered: &Gathered) -> String {
    let said: Vec<String> = [
        (gathered.new, "new"),
        (gathered.changed, "changed"),
        (gathered.known, "known"),
        (gathered.gone, "gone"),
        (gathered.unreadable, "unreadable"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    match (said.is_empty(), gathered.new + gathered.changed) {
        (true, _) => "no stories yet".to_owned(),
        (false, 0) => format!("nothing new, {}", said.join(", ")),
        _ => said.join(", "),
    }
}

fn to_json(added: &Added) -> Value {
    let mut object = source_json(&added.source);
    let gathered = &added.gathered;
    if let Value::Object(members) = &mut object {
        for (name, count) in [
            ("new", gathered.new),
            ("changed", gathered.changed),
            ("known", gathered.known),
            ("unreadable", gathered.unreadable),
        ] {
            members.insert(name.to_owned(), json!(count));
        }
    }
    object
}

/// A source as scripts have it.
pub(super) fn source_json(source: &Source) -> Value {
    let kind: SourceKind = source.kind;
    let mut object = json!({
        "id": source.id,
        "kind": kind.name(),
        "title": source.title,
        "url": source.url,
        "path": source.path.as_ref().map(|path| path.display().to_string()),
        "tags": [],
        "paused": source.paused,
        "articles": source.articles,
        "unread": source.unread,
        "last_success": time(source.last_success),
        "next_fetch": time(source.next_fetch),
        "failing_since": time(source.failing_since),
        "error": source.error,
    });
    add_bytes(&mut object, source.path.as_deref());
    object
}

/// A line on standard error that says how far it is, where that is a terminal.
struct ProgressLine<'a> {
    name: &'a str,
    shown: bool,
    written: usize,
}

impl<'a> ProgressLine<'a> {
    fn new(name: &'a str) -> Self {
        Self {
            name,
            shown: io::stderr().is_terminal(),
            written: 0,
        }
    }

    fn show(&mut self, Progress { done, of }: Progress) {
        if !self.shown || of == 0 {
            return;
        }
        /// Names are cut so that the line is one on every terminal.
        const NAME: usize = 40;
        let name: String = self.name.chars().take(NAME).collect();
        let line = format!("{name}: {done} of {of} files");
        // A terminal that takes nothing more has lost nothing.
        let _ = write!(io::stderr(), "\r{line:<width$}", width = self.written);
        self.written = self.written.max(line.chars().count());
    }

    fn clear(&mut self) {
        if self.written > 0 {
            let _ = write!(io::stderr(), "\r{:<width$}\r", "", width = self.written);
            self.written = 0;
        }
    }
}
