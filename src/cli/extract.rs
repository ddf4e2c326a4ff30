//! `newsprint extract`: prints the structure of a file, for scripts and for scoring.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, Read, Write};
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::error::UsageError;
use super::json;
use super::paths::display_path;
use crate::extract::{Extraction, Hints, SourceLine, explain, extract};
use crate::feed::{FeedHints, entry_document, parse_feed};
use crate::ingest::is_link;
use crate::messages;
use crate::text::writers::{document_markdown, document_text};
use crate::text::{clean, io_message};

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Options of `newsprint extract`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractOptions {
    /// The file; none, or `-`, is standard input.
    pub path: Option<PathBuf>,
    /// Format of the output; by default text, of a batch JSON.
    pub format: Option<OutputFormat>,
    /// True if paths are read from standard input, one a line, and a line of JSON is printed for each.
    pub batch: bool,
    /// True if the files are feeds.
    pub is_feed: bool,
    /// True if the lines of the source are printed with their parts in the article.
    pub explain: bool,
    /// The largest file that is read, in bytes; usually [`MAX_FILE_BYTES`].
    pub max_bytes: u64,
}

impl Default for ExtractOptions {
    fn default() -> Self {
        Self {
            path: None,
            format: None,
            batch: false,
            is_feed: false,
            explain: false,
            max_bytes: MAX_FILE_BYTES,
        }
    }
}

/// Format in which an article is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum OutputFormat {
    /// One JSON object on one line.
    Json,
    /// Markdown.
    Markdown,
    /// Plain text without escapes.
    Text,
}

/// Prints the structure of one file, or a line of JSON for each file of a batch. `input` is standard input. Returns
/// false if any file failed.
///
/// # Examples
///
/// ```
/// use newsprint::cli::extract::{ExtractOptions, OutputFormat, run_extract};
///
/// let options = ExtractOptions {
///     format: Some(OutputFormat::Json),
///     ..ExtractOptions::default()
/// };
/// let mut output = Vec::new();
/// let all_read = run_extract(&options, &b"# Ink\n\nIt dries slowly.\n"[..], &mut output)?;
/// assert!(all_read);
/// let json: serde_json::Value = serde_json::from_slice(&output)?;
/// assert_eq!(json["title"], "Ink");
/// assert_eq!(json["blocks"][0]["text"], "It dries slowly.");
/// # Ok::<(), anyhow::Error>(())
/// ```
///
/// # Errors
/// [`UsageError`] for options that contradict each other and for a folder; any other error if a file can't be read, is
/// no article, or the output fails. The text is `WHAT: WHERE: what to do`, on one line.
pub fn run_extract(
    options: &ExtractOptions,
    input: impl BufRead,
    mut output: impl Write,
) -> Result<bool> {
    let done = if options.batch {
        extract_batch(options, input, &mut output)
    } else {
        extract_one(options, input, &mut output)
    };
    match done {
        // A broken pipe is a success: the reader of the output has closed it.
        Err(error) if is_broken_pipe(&error) => Ok(true),
        done => done,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn extract_one(
    options: &ExtractOptions,
    input: impl Read,
    output: &mut impl Write,
) -> Result<bool> {
    let path = options
        .path
        .as_deref()
        .filter(|path| *path != Path::new("-"));
    let shown = path.map_or_else(|| "-".to_owned(), display_path);
    let bytes = match path {
        Some(path) => read_input(path, options.max_bytes)?,
        None => read_bounded(input, options.max_bytes).context("can't read: standard input")?,
    };
    let Some(bytes) = bytes else {
        let megabytes = options.max_bytes / (1024 * 1024);
        bail!("too large: {shown}: the limit is {megabytes} MiB: split the file");
    };
    if options.is_feed {
        let format = options.format.unwrap_or(OutputFormat::Text);
        print_feed(&shown, &bytes, format, output)?;
        output.flush()?;
        return Ok(true);
    }
    let hints = Hints {
        name: path
            .and_then(Path::file_name)
            .and_then(|name| name.to_str()),
        today: Some(today()),
        ..Hints::default()
    };
    let not_text = |error| anyhow::anyhow!("{error}: {shown}: give a text, HTML or Markdown file");
    if options.explain {
        let (extraction, lines) = explain(&bytes, &hints).map_err(not_text)?;
        let format = options.format.unwrap_or(OutputFormat::Text);
        print_explained(&shown, &extraction, &lines, format, output)?;
        output.flush()?;
        return Ok(true);
    }
    let extraction = extract(&bytes, &hints).map_err(not_text)?;
    let document = &extraction.document;
    match options.format.unwrap_or(OutputFormat::Text) {
        OutputFormat::Json => writeln!(output, "{}", json::extraction_json(&shown, &extraction))?,
        OutputFormat::Markdown => output.write_all(document_markdown(document).as_bytes())?,
        OutputFormat::Text => output.write_all(document_text(document).as_bytes())?,
    }
    output.flush()?;
    Ok(true)
}

/// Prints the lines of a source with their parts in the article and the evidence, and the sum of what was left out.
fn print_explained(
    shown: &str,
    extraction: &Extraction,
    lines: &[SourceLine],
    format: OutputFormat,
    output: &mut impl Write,
) -> Result<()> {
    match format {
        OutputFormat::Json => {
            let value = json::explained_json(shown, extraction, lines);
            writeln!(output, "{value}")?;
        }
        OutputFormat::Text => {
            for line in lines {
                let text = messages::extraction::line_text(line);
                writeln!(output, "{}", clean::clean_code(&text))?;
            }
            let left_out = extraction.document.left_out;
            writeln!(output, "{}", messages::extraction::left_out_text(left_out))?;
        }
        OutputFormat::Markdown => {
            let text = "--format markdown: --explain prints text or json: choose one of them";
            bail!(UsageError::new(text.to_owned()));
        }
    }
    Ok(())
}

/// Prints a feed: its entries one after the other, or one object.
fn print_feed(
    shown: &str,
    bytes: &[u8],
    format: OutputFormat,
    output: &mut impl Write,
) -> Result<()> {
    let feed = parse_feed(bytes, &FeedHints::default()).map_err(|error| {
        anyhow::anyhow!("no feed: {shown}: {error}: give an RSS, Atom or JSON feed")
    })?;
    if format == OutputFormat::Json {
        writeln!(output, "{}", json::feed_json(shown, &feed))?;
        return Ok(());
    }
    for (i, entry) in feed.entries.iter().enumerate() {
        let document = entry_document(entry, feed.title.as_deref());
        let (text, rule) = match format {
            OutputFormat::Markdown | OutputFormat::Json => {
                (document_markdown(&document), "\n---\n\n")
            }
            OutputFormat::Text => (document_text(&document), "\n\n"),
        };
        if i > 0 {
            output.write_all(rule.as_bytes())?;
        }
        output.write_all(text.as_bytes())?;
    }
    Ok(())
}

fn extract_batch(
    options: &ExtractOptions,
    mut input: impl BufRead,
    output: &mut impl Write,
) -> Result<bool> {
    if options
        .format
        .is_some_and(|format| format != OutputFormat::Json)
    {
        let text = "--format: --batch always prints JSON: omit --format";
        bail!(UsageError::new(text.to_owned()));
    }
    if options
        .path
        .as_deref()
        .is_some_and(|path| path != Path::new("-"))
    {
        let text = "--batch: reads its paths from standard input: omit the path";
        bail!(UsageError::new(text.to_owned()));
    }
    let mut all_good = true;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(all_good);
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let (json, good) = extract_line(line, options);
        all_good &= good;
        writeln!(output, "{json}")?;
        output.flush()?;
    }
}

/// Reads paths, one a line (a tab and the page's URL may follow), and prints a line of JSON for each, in order,
/// flushed.
///
/// # Errors
/// Standard input or output fails.
pub fn batch(input: impl BufRead, output: impl Write) -> Result<bool> {
    let options = ExtractOptions {
        batch: true,
        ..ExtractOptions::default()
    };
    run_extract(&options, input, output)
}

/// Returns the current day in the local time zone.
fn today() -> chrono::NaiveDate {
    chrono::Local::now().date_naive()
}

/// Returns the JSON for one line of a batch, and true if it is an article.
fn extract_line(line: &[u8], options: &ExtractOptions) -> (String, bool) {
    let mut parts = line.splitn(2, |byte| *byte == b'\t');
    let path = path_from_bytes(parts.next().unwrap_or_default());
    let url = parts.next().and_then(|url| std::str::from_utf8(url).ok());
    let shown = path.to_string_lossy();
    let hints = Hints {
        name: path.file_name().and_then(|name| name.to_str()),
        url: url.filter(|url| !url.is_empty()),
        charset: None,
        today: Some(today()),
    };
    let largest = options.max_bytes;
    let bytes = match read_input(&path, largest) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(format!("too large: more than {largest} bytes")),
        Err(error) => Err(error.to_string()),
    };
    let failed = |error: &str| json::failed_extraction_json(&shown, error).to_string();
    if options.is_feed {
        let feed_hints = FeedHints {
            url: hints.url,
            content_type: None,
        };
        let feed = bytes
            .and_then(|bytes| parse_feed(&bytes, &feed_hints).map_err(|error| error.to_string()));
        return match feed {
            Ok(feed) => (json::feed_json(&shown, &feed).to_string(), true),
            Err(error) => (failed(&error), false),
        };
    }
    let found = bytes.and_then(|bytes| extract(&bytes, &hints).map_err(|error| error.to_string()));
    match found {
        Ok(extraction) => (json::extraction_json(&shown, &extraction).to_string(), true),
        Err(error) => (failed(&error), false),
    }
}

fn path_from_bytes(bytes: &[u8]) -> PathBuf {
    OsString::from_vec(bytes.to_vec()).into()
}

/// Returns the bytes of a file; `None` if there are more than `largest`.
fn read_input(path: &Path, largest: u64) -> Result<Option<Vec<u8>>> {
    let place = || format!("can't read: {}", display_path(path));
    let metadata = std::fs::metadata(path).map_err(|error| read_error(path, &error))?;
    if metadata.is_dir() {
        let text = format!(
            "is a folder: {}: name the files in it, or use --batch",
            display_path(path)
        );
        bail!(UsageError::new(text));
    }
    if metadata.len() > largest {
        return Ok(None);
    }
    let file = File::open(path).map_err(|error| read_error(path, &error))?;
    read_bounded(file, largest).with_context(place)
}

fn read_bounded(input: impl Read, largest: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    input
        .take(largest.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= largest).then_some(bytes))
}

fn read_error(path: &Path, error: &io::Error) -> anyhow::Error {
    if path.as_os_str().is_empty() {
        return anyhow::anyhow!("empty line: write a path on each line");
    }
    let (what, advice) = match error.kind() {
        io::ErrorKind::NotFound if is_link(path) => ("broken symbolic link", "check the path"),
        io::ErrorKind::NotFound => ("no such file", "check the path"),
        io::ErrorKind::PermissionDenied => ("permission denied", "check the permissions"),
        _ => {
            let reason = io_message(error);
            return anyhow::anyhow!("can't read: {}: {reason}", display_path(path));
        }
    };
    anyhow::anyhow!("{what}: {}: {advice}", display_path(path))
}
