//! `newsprint sources`: lists the sources with their state; `sources show` and `sources set` print one in full.

use std::io::Write;

use anyhow::Result;

use super::error::Diagnostics;
use super::json;
use super::open_library::{self, library_error};
use super::output::print_line;
use super::setup::Setup;
use super::source_words::find_source;
use super::table::Table;
use crate::library::{FilesWithoutArticle, LibraryReader};
use crate::messages;
use crate::model::{Category, Source, SourceId, SourceKind, SourceSettings};
use crate::text::{clean, redact};

/// Largest number of files of a folder without an article that are named, of each kind.
const MAX_NAMED_FILES: usize = 20;

/// Prints all sources.
///
/// # Errors
/// The library can't be read, or the output can't be written.
pub(super) fn list_sources(
    as_json: bool,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let library = open_library::open_if_exists(setup)?;
    let sources = match &library {
        Some(library) => library.source_rows().map_err(library_error)?,
        None => Vec::new(),
    };
    if sources.is_empty() && !as_json {
        diagnostics.warn("no sources yet: newsprint add URL subscribes to a feed".to_owned());
    }
    let Some(library) = library else {
        return Ok(diagnostics);
    };
    if as_json {
        let categories = library.categories().map_err(library_error)?;
        for source in library.sources().map_err(library_error)? {
            let names = names_of(&library, source.id, &categories)?;
            json::print_json(output, &json::listed_source_json(&source, &names))?;
        }
        return Ok(diagnostics);
    }
    let table = Table::new(setup);
    let now = chrono::Local::now().fixed_offset();
    for row in sources {
        print_line(output, &source_line(table, &row.source))?;
        let paths = row
            .categories
            .iter()
            .map(|(_, path)| path.replace(" / ", "/"));
        let mut parts: Vec<String> = paths.collect();
        let health = messages::sources::health(&row, now);
        parts.extend((!health.is_empty()).then_some(health));
        if !parts.is_empty() {
            print_line(output, &table.row("            ", &parts.join(" · "), ""))?;
        }
    }
    Ok(diagnostics)
}

/// Returns the line of a source: its id, kind, title and counts.
fn source_line(table: Table, source: &Source) -> String {
    let start = format!("{:>5} {:<6}", source.id, source.kind.name());
    let mut count = format!("{} of {} unread", source.unread_count, source.article_count);
    if source.is_paused {
        count.push_str(", paused");
    }
    table.row_with_whole_end(&start, &source.title, &count)
}

/// Returns the categories of a source, each as its names from the top.
pub(super) fn category_names(
    library: &LibraryReader,
    source: SourceId,
) -> Result<Vec<Vec<String>>> {
    let categories = library.categories().map_err(library_error)?;
    names_of(library, source, &categories)
}

fn names_of(
    library: &LibraryReader,
    source: SourceId,
    all: &[Category],
) -> Result<Vec<Vec<String>>> {
    let mut paths = Vec::new();
    for id in library.categories_of(source).map_err(library_error)? {
        let mut names = Vec::new();
        let mut at = all.iter().find(|category| category.id == id);
        // The tree has no cycles; the bound holds in a damaged one.
        while let Some(category) = at.filter(|_| names.len() <= all.len()) {
            names.insert(0, category.name.clone());
            at = all.iter().find(|other| Some(other.id) == category.parent);
        }
        paths.push(names);
    }
    paths.sort();
    Ok(paths)
}

/// Prints the state of sources, their settings and their last requests.
///
/// # Errors
/// The library can't be read, or the output can't be written.
pub(super) fn show_sources(
    words: &[String],
    as_json: bool,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let Some(library) = open_library::open_if_exists(setup)? else {
        for word in words {
            diagnostics.fail(format!("no such source: {word}: there is no library yet"));
        }
        return Ok(diagnostics);
    };
    for word in words {
        match find_source(&library, word) {
            Err(error) => diagnostics.fail(error.to_string()),
            Ok(source) if as_json => {
                let names = category_names(&library, source.id)?;
                let mut object = json::listed_source_json(&source, &names);
                let settings = library.source_settings(source.id).map_err(library_error)?;
                object["settings"] = json::source_settings_json(&settings);
                let files = files_without_article(&library, &source, usize::MAX)?;
                json::add_files_without_article(&mut object, &files);
                let requests = library.requests(source.id).map_err(library_error)?;
                object["requests"] = requests.iter().map(json::request_json).collect();
                json::print_json(output, &object)?;
            }
            Ok(source) => show_source(&library, &source, setup, output)?,
        }
    }
    Ok(diagnostics)
}

/// Returns the files of a folder that have no article; none of another source.
fn files_without_article(
    library: &LibraryReader,
    source: &Source,
    at_most: usize,
) -> Result<FilesWithoutArticle> {
    match source.kind {
        SourceKind::Folder => library
            .files_without_article(source.id, None, at_most)
            .map_err(library_error),
        SourceKind::Feed | SourceKind::Page | SourceKind::Account => {
            Ok(FilesWithoutArticle::default())
        }
    }
}

fn show_source(
    library: &LibraryReader,
    source: &Source,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<()> {
    let table = Table::new(setup);
    let now = chrono::Local::now().fixed_offset();
    print_line(output, &source_line(table, source))?;
    let path = source.path.as_ref().map(|path| path.display().to_string());
    for place in [source.url.clone(), path].into_iter().flatten() {
        print_line(output, &format!("  {}", redact(&place)))?;
    }
    for names in category_names(library, source.id)? {
        print_line(output, &format!("  in {}", names.join("/")))?;
    }
    let rows = library.source_rows().map_err(library_error)?;
    if let Some(row) = rows.iter().find(|row| row.source.id == source.id) {
        let health = messages::sources::health(row, now);
        if !health.is_empty() {
            print_line(output, &format!("  {health}"))?;
        }
    }
    let settings = library.source_settings(source.id).map_err(library_error)?;
    for (key, value) in settings.display_lines() {
        print_line(output, &format!("  {key} = {}", clean::clean_line(&value)))?;
    }
    let files = files_without_article(library, source, MAX_NAMED_FILES)?;
    let unreadable = messages::adding::unreadable_files(&source.title, &files);
    let others = messages::adding::other_files(&source.title, &files);
    for line in unreadable.iter().chain(&others) {
        print_line(output, &format!("  {line}"))?;
    }
    for request in library.requests(source.id).map_err(library_error)? {
        let time = chrono::DateTime::from_timestamp(request.time, 0).unwrap_or_default();
        let time = time.with_timezone(now.offset()).format("%Y-%m-%d %H:%M");
        let (result, facts) = messages::sources::request(&request);
        let facts = if facts.is_empty() {
            facts
        } else {
            format!(" ({facts})")
        };
        print_line(output, &format!("  {time} {result}{facts}"))?;
    }
    Ok(())
}

/// Prints the settings of a source.
///
/// # Errors
/// The library can't be read, or the output can't be written.
pub(super) fn print_settings(
    settings: &SourceSettings,
    url: Option<&str>,
    as_json: bool,
    output: &mut impl Write,
) -> Result<()> {
    if as_json {
        json::print_json(output, &json::source_settings_json(settings))?;
        return Ok(());
    }
    for (key, value) in settings.display_lines() {
        print_line(output, &format!("{key} = {}", clean::clean_line(&value)))?;
    }
    if let Some(url) = url {
        print_line(output, &format!("url = {}", redact(url)))?;
    }
    Ok(())
}
