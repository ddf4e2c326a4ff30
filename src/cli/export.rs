//! `newsprint export`: writes the library as JSON, bookmarked articles as Markdown, bookmarks for a browser, or
//! subscriptions for another feed reader.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use super::arguments::{ExportArguments, ExportFormat};
use super::error::{Diagnostics, UsageError};
use super::open_library;
use super::paths::display_path;
use super::progress::Progress;
use super::setup::Setup;
use super::waiting_entries::extract_waiting_entries;
use crate::feed::opml::OPML_NAMESPACE;
use crate::library::{ExportError, ExportReport, Library, LibraryReader};
use crate::messages;
use crate::text::{clean, io_message};

/// Runs the command. Left-out articles are no failure; an article whose text is damaged is one.
///
/// # Errors
/// There is no library, it can't be read, or the output can't be written; a [`UsageError`] for wrong arguments.
pub fn run_export(
    arguments: &ExportArguments,
    setup: &Setup,
    output: &mut impl Write,
) -> Result<Diagnostics> {
    let usage = |text: &str| bail!(UsageError::new(text.to_owned()));
    let folder = arguments.format == ExportFormat::Markdown;
    if arguments.all && !folder {
        return usage("--all: only for --format markdown: omit it");
    }
    let to = arguments
        .out
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    if folder && to.is_none() {
        return usage("--format markdown: needs a folder: give --out FOLDER");
    }
    extract_waiting_entries(setup);
    let Some(library) = open_library::open_if_exists(setup)? else {
        let paths = setup.config.paths.as_ref();
        let file = paths.map(|paths| display_path(&Library::library_file(&paths.data)));
        bail!(
            "nothing to export: {}: there is no library yet",
            file.unwrap_or_default()
        );
    };
    let mut progress = Progress::new("writing articles");
    let exported = match (arguments.format, to) {
        (ExportFormat::Markdown, Some(folder)) => {
            export_markdown(&library, folder, arguments.all, &mut progress)?
        }
        (format, None) => export_stream(&library, format, output, &mut progress)
            .map_err(|error| export_error(error, "standard output"))?,
        (format, Some(path)) => {
            let write =
                |file: &mut BufWriter<File>| export_stream(&library, format, file, &mut progress);
            write_atomically(path, write)?
        }
    };
    drop(progress);
    let mut diagnostics = Diagnostics::default();
    for omission in &exported.omissions {
        let text = messages::transfer::export_omission(*omission);
        diagnostics.warn(format!("not exported: {text}"));
    }
    for title in &exported.damaged_texts {
        let title = clean::clean_line(title);
        diagnostics.fail(format!(
            "written without its text, which is damaged: {title}"
        ));
    }
    if let Some(path) = to {
        let articles = match (arguments.format, exported.articles, exported.feeds) {
            (ExportFormat::Opml, _, 1) => "1 feed".to_owned(),
            (ExportFormat::Opml, _, count) => format!("{count} feeds"),
            (_, 1, _) => "1 article".to_owned(),
            (_, count, _) => format!("{count} articles"),
        };
        super::output::print_line(
            output,
            &format!("{articles} written to {}", display_path(path)),
        )?;
    }
    Ok(diagnostics)
}

/// Writes the export to one file or stream.
fn export_stream(
    library: &LibraryReader,
    format: ExportFormat,
    output: &mut impl Write,
    progress: &mut Progress,
) -> Result<ExportReport, ExportError> {
    let tell = |done, all| progress.show(done, Some(all));
    match format {
        ExportFormat::Opml => library.export_opml(OPML_NAMESPACE, output),
        ExportFormat::Html => library.export_netscape(output, tell),
        _ => library.export_json(output, tell),
    }
}

/// Writes a folder of Markdown files.
fn export_markdown(
    library: &LibraryReader,
    folder: &Path,
    all: bool,
    progress: &mut Progress,
) -> Result<ExportReport> {
    fs::create_dir_all(folder).map_err(|error| {
        anyhow!(
            "can't create the folder: {}: {}",
            display_path(folder),
            io_message(&error)
        )
    })?;
    let put = |name: &str, text: &str| {
        let written = write_atomically(&folder.join(name), |file: &mut BufWriter<File>| {
            Ok(file.write_all(text.as_bytes())?)
        });
        written.map_err(|error| io::Error::other(format!("{error:#}")))
    };
    let exported = library.export_markdown(all, put, |done, all| progress.show(done, Some(all)));
    exported.map_err(|error| match error {
        // The error names the file already.
        ExportError::Output(error) => anyhow!("{error}"),
        error => export_error(error, &display_path(folder)),
    })
}

/// Lets `write` fill a temporary file beside `path`, and renames it to `path` once it is complete and synced to disk.
fn write_atomically<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, ExportError>,
) -> Result<T> {
    // The target of a symbolic link is replaced, not the link.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let place = display_path(&path);
    let failed = |error: io::Error| anyhow!("can't write: {place}: {}", io_message(&error));
    if path.is_dir() {
        bail!("can't write: {place}: is a folder: name a file");
    }
    if path.exists() && !path.is_file() {
        // A device or a pipe is written directly.
        let file = OpenOptions::new().write(true).open(&path).map_err(failed)?;
        let mut file = BufWriter::new(file);
        let done = write(&mut file).map_err(|error| export_error(error, &place))?;
        file.flush().map_err(failed)?;
        return Ok(done);
    }
    let beside = temporary_path(&path);
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)
        .map_err(failed)?;
    // The new file gets the permissions of the file it replaces. A file without predecessor gets the user's default
    // permissions.
    let kept = match fs::metadata(&path) {
        Ok(before) => file.set_permissions(before.permissions()),
        Err(_) => Ok(()),
    };
    let mut file = BufWriter::new(file);
    let done = kept
        .map_err(failed)
        .and_then(|()| write(&mut file).map_err(|error| export_error(error, &place)))
        .and_then(|done| {
            file.flush().map_err(failed)?;
            file.get_ref().sync_all().map_err(failed)?;
            fs::rename(&beside, &path).map_err(failed)?;
            Ok(done)
        });
    match done {
        Ok(done) => {
            sync_folder(&path);
            Ok(done)
        }
        Err(error) => {
            // The previous file is untouched; the incomplete one is deleted.
            let _ = fs::remove_file(&beside);
            Err(error)
        }
    }
}

/// Returns a hidden name in the same folder, unique to this process.
fn temporary_path(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let start: String = name.chars().take(40).collect();
    path.with_file_name(format!(".{start}.{}.part", std::process::id()))
}

/// Syncs the folder of a file, so that the new name survives a power cut, if the system supports that.
fn sync_folder(path: &Path) {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    if let Ok(folder) = File::open(parent.unwrap_or(Path::new("."))) {
        // Some systems can't sync a folder; the file itself is synced.
        let _ = folder.sync_all();
    }
}

fn export_error(error: ExportError, place: &str) -> anyhow::Error {
    match error {
        ExportError::Library(error) => anyhow!("can't read the library: {error}"),
        // A broken pipe stays an `io::Error`: `exit_status` treats it as success.
        ExportError::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => error.into(),
        ExportError::Output(error) => anyhow!("can't write: {place}: {}", io_message(&error)),
    }
}
