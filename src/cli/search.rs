//! `newsprint search`: full-text search in the library, for people and for scripts.

use std::io::{self, Write};

use anyhow::{Context, Result, anyhow, bail};
use unicode_width::UnicodeWidthStr;

use super::arguments::SearchArguments;
use super::error::Diagnostics;
use super::json;
use super::open_library::{describe_open_error, open_existing};
use super::output::print_line;
use super::paths::display_path;
use super::progress::Progress;
use super::setup::Setup;
use super::table::local_day_of;
use super::waiting_entries::extract_waiting_entries;
use crate::library::{Library, OpenError, SearchResult, query_problem};
use crate::model::SearchHit;
use crate::text::clean;

/// Width of the lines for people, in columns.
const MAX_COLUMNS: usize = 80;

/// Runs the command.
///
/// # Errors
/// The library can't be read, or the output can't be written.
pub fn run_search(
    arguments: &SearchArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let paths = setup.config.paths.as_ref();
    let paths = paths.context("no data folder: HOME is not set: give --data-dir")?;
    let folder = paths.data.as_path();
    // An argument with blanks is several words, as if they were separate arguments.
    let query = arguments.query.join(" ");
    let file = display_path(&Library::library_file(folder));
    extract_waiting_entries(setup);
    let (found, incomplete) = match open_existing(folder) {
        Ok(mut library) => {
            library.share_read(setup.config.settings.share_read);
            let mut progress = Progress::new("indexing articles");
            let limit = arguments.limit as usize;
            library
                .search_indexed(&query, limit, &mut |texts| progress.show(texts, None))
                .with_context(|| format!("can't search: {file}"))?
        }
        // Without a library, nothing is found.
        Err(OpenError::NotFound) => {
            let problem = query_problem(&query);
            (
                SearchResult {
                    problem,
                    ..SearchResult::default()
                },
                None,
            )
        }
        Err(error @ OpenError::Damaged(_)) => bail!("{}", describe_open_error(folder, &error)),
        Err(error) => return Err(anyhow!(error).context(format!("can't search: {file}"))),
    };
    let mut diagnostics = Diagnostics::default();
    if let Some(reason) = incomplete {
        diagnostics.fail(format!(
            "some articles could not be searched: {file}: {reason}"
        ));
    }
    // The search went on without the invalid part of the query.
    if let Some(problem) = &found.problem {
        diagnostics.fail(problem);
    }
    match print_hits(arguments.json, &found, output) {
        // A broken pipe is a success: the reader of the output has closed it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        printed => printed.context("can't write: standard output")?,
    }
    // A problem of the query or the index says more.
    if found.hits.is_empty() && !diagnostics.is_failure() {
        diagnostics.warn(format!("no article matches {query}"));
    }
    Ok(diagnostics)
}

fn print_hits(as_json: bool, found: &SearchResult, output: &mut impl Write) -> io::Result<()> {
    for (number, hit) in found.hits.iter().enumerate() {
        if as_json {
            json::print_json(output, &json::search_hit_json(hit))?;
            continue;
        }
        if number > 0 {
            writeln!(output)?;
        }
        for line in hit_lines(hit) {
            print_line(output, &line)?;
        }
    }
    output.flush()
}

/// Returns the lines of a hit for people: id, title and date; the section; the text around the match.
fn hit_lines(hit: &SearchHit) -> Vec<String> {
    let article = &hit.article;
    let published = article.published.map(local_day_of);
    let date = published.map_or_else(String::new, |day| format!(" · {}", day.format("%-d %B %Y")));
    let title = clean::clean_line(&article.title);
    // The id stands in the same columns as in `list`.
    let number = format!("{:>5}", article.id);
    let indent = " ".repeat(number.len() + 1);
    let mut lines = wrap_indented(&format!("{title}{date}"), &indent);
    if let Some(first) = lines.first_mut() {
        first.replace_range(..number.len(), &number);
    }
    if let Some(section) = &hit.section {
        lines.extend(wrap_indented(
            &format!("§ {}", clean::clean_line(section)),
            &indent,
        ));
    }
    lines.extend(wrap_indented(&clean::clean_line(&hit.context), &indent));
    lines
}

/// Wraps text into indented lines no wider than [`MAX_COLUMNS`].
fn wrap_indented(text: &str, indent: &str) -> Vec<String> {
    let room = MAX_COLUMNS - indent.len();
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.width() + 1 + word.width() > room {
            lines.push(format!("{indent}{line}"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            // A word wider than the line is broken at the line end.
            let mut letter = [0; 4];
            if line.width() + c.encode_utf8(&mut letter).width() > room {
                lines.push(format!("{indent}{line}"));
                line.clear();
            }
            line.push(c);
        }
    }
    if !line.is_empty() {
        lines.push(format!("{indent}{line}"));
    }
    lines
}
