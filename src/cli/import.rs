//! `newsprint import`: imports a JSON export, Markdown files, the bookmarks of a browser, lists of subscriptions and lists
//! of saved pages.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use super::arguments::ImportArguments;
use super::error::Diagnostics;
use super::extract::MAX_FILE_BYTES;
use super::open_library;
use super::output::print_line;
use super::paths::display_path;
use super::progress::Progress;
use super::setup::Setup;
use crate::extract::{self, Hints, charset};
use crate::feed::opml;
use crate::library::{
    DETECTION_BYTES, FileError, ImportError, ImportFormat, ImportReport, Library, MarkdownFile,
    SubscriptionCounts, parse_newsboat,
};
use crate::messages;
use crate::model::{SkippedItems, SubscriptionList};
use crate::text::{clean, io_message};

/// Limit of the text of one page of an Omnivore export; the rest is left out.
const MAX_CONTENT_BYTES: u64 = 16 * 1024 * 1024;
/// Largest depth of nested folders that are searched.
const MAX_DEPTH: usize = 32;

/// Runs the command. Skipped articles are no failure; an unreadable one is.
///
/// # Errors
/// The file can't be read or has no known format, or the library can't be written.
pub fn run_import(
    arguments: &ImportArguments,
    setup: &Setup,
    input: impl Read,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let path = &arguments.path;
    let place = display_path(path);
    let mut progress = Progress::new("reading articles");
    let tell = |done| progress.show(done, None);
    let mut opened = None;
    let imported = if path.is_dir() {
        let files = list_markdown_files(path).map_err(|error| unreadable_file(&place, &error))?;
        if files.is_empty() {
            bail!("nothing to import: {place}: no Markdown files");
        }
        let library = opened.insert(open_library::open_to_write(setup)?);
        library
            .import_markdown(
                files.into_iter().map(|path| read_markdown_file(&path)),
                tell,
            )
            .map(Imported::Articles)
    } else if path.as_os_str() == "-" {
        import_file(input, None, &place, setup, &mut opened, tell)?
    } else {
        let file = File::open(path).map_err(|error| unreadable_file(&place, &error))?;
        import_file(file, Some(path), &place, setup, &mut opened, tell)?
    };
    drop(progress);
    let mut of_library = Diagnostics::default();
    if let Some(library) = opened {
        open_library::after_change(setup, library, &mut of_library);
    }
    let imported = imported.map_err(|error| {
        let also = of_library.lines().iter();
        let also: String = also.map(|line| format!("; {line}")).collect();
        let what = match error.is_library_error() {
            true => "not saved",
            false => "can't be imported",
        };
        anyhow!("{what}: {place}: {error}{also}")
    })?;
    let mut diagnostics = match imported {
        Imported::Articles(report) => print_report(&report, output)?,
        Imported::Subscriptions(counts) => print_counts(&counts, output)?,
    };
    diagnostics.append(of_library);
    Ok(diagnostics)
}

/// Result of an import.
enum Imported {
    /// Articles, sources and the rest of a library.
    Articles(ImportReport),
    /// Feeds and searches.
    Subscriptions(SubscriptionCounts),
}

/// Prints how many feeds and searches were imported, and lists what was not.
fn print_counts(counts: &SubscriptionCounts, output: &mut impl Write) -> io::Result<Diagnostics> {
    print_line(output, &messages::transfer::subscription_counts(counts))?;
    let mut diagnostics = Diagnostics::default();
    list_skipped(&counts.skipped, &mut diagnostics);
    Ok(diagnostics)
}

/// Adds a line for each skipped item.
fn list_skipped(skipped: &SkippedItems, diagnostics: &mut Diagnostics) {
    for item in &skipped.listed {
        diagnostics.warn(messages::transfer::skipped_item(item));
    }
    if skipped.unlisted > 0 {
        diagnostics.warn(messages::transfer::unlisted_items(skipped.unlisted));
    }
}

/// Prints how much was imported.
fn print_report(imported: &ImportReport, output: &mut impl Write) -> io::Result<Diagnostics> {
    let (new, known, left) = (imported.added, imported.existing, imported.skipped);
    let bookmarked = match imported.bookmarked {
        0 => String::new(),
        count => format!("; {count} bookmarked"),
    };
    let permanence = match new {
        0 => "",
        _ => "; can't be undone",
    };
    print_line(
        output,
        &format!("{new} added, {known} already there, {left} skipped{bookmarked}{permanence}"),
    )?;
    let mut diagnostics = Diagnostics::default();
    for omission in &imported.omissions {
        let text = messages::transfer::import_omission(*omission);
        diagnostics.warn(format!("not imported: {text}"));
    }
    list_skipped(&imported.skipped_items, &mut diagnostics);
    for file in &imported.failed {
        let (name, error) = (
            clean::clean_line(&file.name),
            clean::clean_line(&file.error),
        );
        diagnostics.fail(format!("can't be imported: {name}: {error}"));
    }
    Ok(diagnostics)
}

/// Imports one file, or standard input, in the format detected from its content.
fn import_file(
    mut input: impl Read,
    path: Option<&Path>,
    place: &str,
    setup: &Setup,
    opened: &mut Option<Library>,
    tell: impl FnMut(usize),
) -> Result<Result<Imported, ImportError>> {
    let say = |error: io::Error| unreadable_file(place, &error);
    let mut head = Vec::new();
    input
        .by_ref()
        .take(DETECTION_BYTES as u64)
        .read_to_end(&mut head)
        .map_err(say)?;
    let name = path
        .and_then(Path::file_name)
        .and_then(|name| name.to_str());
    let Some(format) = ImportFormat::detect(&head, name) else {
        bail!(
            "can't be imported: {place}: not a JSON export, list of feeds, Markdown or browser bookmarks: use newsprint add for an article"
        );
    };
    let rest = Cursor::new(head).chain(input);
    if format == ImportFormat::Json {
        let library = opened.insert(open_library::open_to_write(setup)?);
        return Ok(library.import_json(rest, tell).map(Imported::Articles));
    }
    let mut bytes = Vec::new();
    rest.take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(say)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        let megabytes = MAX_FILE_BYTES / (1024 * 1024);
        bail!("too large: {place}: the limit is {megabytes} MiB: split the file");
    }
    if let Some(list) = read_subscriptions(&bytes, format, place)? {
        let library = opened.insert(open_library::open_to_write(setup)?);
        let counts = library.import_subscriptions(list);
        return Ok(counts
            .map(Imported::Subscriptions)
            .map_err(ImportError::from));
    }
    let library = opened.insert(open_library::open_to_write(setup)?);
    let report = match format {
        ImportFormat::Bookmarks => library.import_netscape(&bytes, tell),
        ImportFormat::Pocket | ImportFormat::Wallabag | ImportFormat::Omnivore => {
            let folder = path.and_then(Path::parent);
            library.import_saved_pages(format, &bytes, |slug| read_content(folder?, slug), tell)
        }
        _ => {
            let file = MarkdownFile {
                display_name: place.to_owned(),
                path: path.and_then(|path| fs::canonicalize(path).ok()),
                bytes: Ok(bytes),
            };
            library.import_markdown([file], tell)
        }
    };
    Ok(report.map(Imported::Articles))
}

/// Parses a list of subscriptions; `None` if the format is another one.
fn read_subscriptions(
    bytes: &[u8],
    format: ImportFormat,
    place: &str,
) -> Result<Option<SubscriptionList>> {
    match format {
        ImportFormat::Opml => {
            let list = opml::parse_opml(bytes);
            let list = list.map_err(|error| anyhow!("can't be imported: {place}: {error}"))?;
            Ok(Some(list))
        }
        ImportFormat::Newsboat => {
            let hints = Hints::default();
            let text = charset::decode_text(bytes, extract::Format::PlainText, &hints);
            Ok(Some(parse_newsboat(&text)))
        }
        _ => Ok(None),
    }
}

/// Reads the text of a page of an Omnivore export, in the folder `content` beside its list.
fn read_content(folder: &Path, slug: &str) -> Option<Vec<u8>> {
    let path = folder.join("content").join(format!("{slug}.html"));
    // Nothing but a file: a pipe would block.
    if !path.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(MAX_CONTENT_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Returns the Markdown files in a folder and its subfolders, sorted by path, without hidden ones.
fn list_markdown_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let (name, path) = (entry.file_name(), entry.path());
            if name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            // Symbolic links to folders are not followed: they may form a cycle.
            if entry.file_type()?.is_dir() && depth < MAX_DEPTH {
                folders.push((path, depth + 1));
            } else if path.is_file() && is_markdown(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn is_markdown(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str());
    end.is_some_and(|end| matches!(end.to_ascii_lowercase().as_str(), "md" | "markdown" | "mkd"))
}

fn read_markdown_file(path: &Path) -> MarkdownFile {
    let bytes = File::open(path).and_then(|file| {
        let mut bytes = Vec::new();
        file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    });
    MarkdownFile {
        display_name: display_path(path),
        path: fs::canonicalize(path).ok(),
        bytes: match bytes {
            Ok(bytes) if bytes.len() as u64 > MAX_FILE_BYTES => Err(FileError::TooLarge),
            Ok(bytes) => Ok(bytes),
            Err(error) => Err(FileError::System(io_message(&error))),
        },
    }
}

fn unreadable_file(place: &str, error: &io::Error) -> anyhow::Error {
    anyhow!("can't be read: {place}: {}", io_message(error))
}
