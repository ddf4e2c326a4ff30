//! Arguments of the command line: [`Arguments`].

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::Overrides;

use super::error::UsageError;
use super::extract::{ExtractOptions, MAX_FILE_BYTES, OutputFormat};

mod library;
mod words;

pub(super) use library::tag_changes;
pub use library::{
    AddBookmarkArguments, BookmarksArguments, BookmarksCommand, ExportArguments, ExportFormat,
    ImportArguments, ListArguments, ShowArguments, SourcesArguments, SourcesCommand,
};

/// A newspaper for the terminal: read any article, section by section.
#[derive(Debug, Parser)]
#[command(
    name = "newsprint",
    bin_name = "newsprint",
    version,
    max_term_width = 100,
    disable_help_subcommand = true
)]
#[command(
    override_usage = "newsprint [OPTIONS] [PATH|-]...\n       newsprint [OPTIONS] COMMAND ..."
)]
#[command(
    after_help = "Without a path, newsprint shows its library, or, if that is empty, the tour; with its standard
input not a terminal, it reads that.
Where its standard output is not a terminal, it prints the articles as text.
A path with the name of a command is written ./extract, or after --.
Keys are explained inside, by `?`.

Exit status: 0; 1 if any part failed (the rest is still done); 2 if the arguments are wrong."
)]
pub struct Arguments {
    /// Files and folders to read, and `-` for standard input: plain text, HTML, Markdown
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Draw with plain ASCII signs alone
    #[arg(long)]
    pub ascii: bool,

    /// Read by commands, as plain text that scrolls: for screen readers, braille displays, terminals without a cursor
    #[arg(long)]
    pub linear: bool,

    /// The widest column of text, in columns
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..=240))]
    pub measure: Option<u16>,

    /// Read config.toml, keymap.toml and themes from this folder
    #[arg(long, value_name = "FOLDER", global = true)]
    pub config_dir: Option<PathBuf>,

    /// Keep data in this folder
    #[arg(long, value_name = "FOLDER", global = true)]
    pub data_dir: Option<PathBuf>,

    /// Append a trace of what the program does to this file: times, jobs, errors; no credentials
    #[arg(long, value_name = "FILE", global = true)]
    pub log: Option<PathBuf>,

    /// Command to run instead of reading
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Command of newsprint.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the structure that newsprint finds in a file
    Extract(ExtractArguments),
    /// Take files into the library, and folders with what comes into them from now on
    Add(AddArguments),
    /// List the articles of the library
    List(ListArguments),
    /// Print articles of the library, or of files
    Show(ShowArguments),
    /// Find words in everything that the library has
    Search(SearchArguments),
    /// List, add, remove and tag bookmarks
    Bookmarks(BookmarksArguments),
    /// List where articles come from, or take sources away
    Sources(SourcesArguments),
    /// Write the library, its bookmarked articles or its bookmarks for other programs
    Export(ExportArguments),
    /// Take in what export wrote, Markdown files, or the bookmarks of a browser
    Import(ImportArguments),
    /// Print the settings in force, and where each came from
    Config(ConfigArguments),
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
    /// Print the manual page (newsprint man | man -l -)
    Man,
    /// Say what the terminal can do, where the files are, whether settings and library are sound; mend the library
    Doctor(DoctorArguments),
}

impl Command {
    /// Returns the name of the command, as it is typed.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Extract(_) => "extract",
            Self::Add(_) => "add",
            Self::List(_) => "list",
            Self::Show(_) => "show",
            Self::Search(_) => "search",
            Self::Bookmarks(_) => "bookmarks",
            Self::Sources(_) => "sources",
            Self::Export(_) => "export",
            Self::Import(_) => "import",
            Self::Config(_) => "config",
            Self::Completions { .. } => "completions",
            Self::Man => "man",
            Self::Doctor(_) => "doctor",
        }
    }
}

/// A shell that completions can be printed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Shell {
    /// bash
    Bash,
    /// elvish
    Elvish,
    /// fish
    Fish,
    /// PowerShell
    Powershell,
    /// zsh
    Zsh,
}

/// Arguments of `newsprint add`.
#[derive(Debug, Args)]
pub struct AddArguments {
    /// Files and folders: plain text, HTML, Markdown
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,

    /// Print a JSON object for each
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `newsprint config`.
#[derive(Debug, Args)]
pub struct ConfigArguments {
    /// Print one JSON object
    #[arg(long, conflicts_with = "write_defaults")]
    pub json: bool,

    /// Write config.toml, keymap.toml and themes with every default explained; what is there is kept
    #[arg(long)]
    pub write_defaults: bool,
}

/// Arguments of `newsprint doctor`.
#[derive(Debug, Args)]
pub struct DoctorArguments {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,

    /// Take what can be read of a library that was damaged, and else of its copies, into the library; of FILE alone where
    /// one is given: a copy, or a library that was set aside
    #[arg(long, value_name = "FILE")]
    pub recover: Option<Option<PathBuf>>,
}

/// Arguments of `newsprint extract`.
#[derive(Debug, Args)]
pub struct ExtractArguments {
    /// The file, or `-` for standard input
    #[arg(
        value_name = "PATH",
        required_unless_present = "batch",
        conflicts_with = "batch"
    )]
    pub path: Option<PathBuf>,

    /// Output format (default: text; with --batch: json)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<OutputFormat>,

    /// Read paths from standard input, a line each (a tab and the page's URL may follow); print a line for each
    #[arg(long)]
    pub batch: bool,
}

/// Arguments of `newsprint search`.
#[derive(Debug, Args)]
#[command(
    after_help = "A word matches all words that begin with it; \"a phrase\" matches whole words in this order, \"a phr\"* a phrase whose last word may go on.
title:WORD, source:NAME, tag:TAG, is:unread, is:read, is:bookmarked
after:DATE (from it on), before:DATE; a DATE is 2026, 2026-03, 2026-03-01, today, yesterday, 7d, 2w, 3m or 1y
-WORD excludes, also with any of these; A OR B matches one of the two. Words that begin with -- go after --."
)]
pub struct SearchArguments {
    /// Words to search for
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,

    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,

    /// The most articles to print
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
}

/// Arguments that name nothing to do.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// `--help` and `--version` ask for this text.
    #[error("{0}")]
    HelpOrVersion(String),
    /// The arguments make no sense.
    #[error(transparent)]
    Usage(#[from] UsageError),
}

/// Reads the arguments.
///
/// # Errors
/// See [`ParseError`].
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, ParseError> {
    let words = words::sort_words(arguments.into_iter().collect());
    let parsed = Arguments::try_parse_from(&words).and_then(|parsed| {
        if parsed.command.is_none() || parsed.paths.is_empty() {
            return Ok(parsed);
        }
        // Only the first word can be a command: `newsprint a.md --ascii config` names two paths.
        let command = Arguments::command().args_conflicts_with_subcommands(true);
        Arguments::from_arg_matches(&command.try_get_matches_from(&words)?)
    });
    parsed.map_err(|error| {
        let text = error.render().to_string();
        if error.exit_code() == 0 {
            return ParseError::HelpOrVersion(text);
        }
        // One line: what is wrong, and what to do. Clap says it in its first paragraph.
        let paragraph: Vec<&str> = text
            .lines()
            .take_while(|line| !line.trim().is_empty())
            .map(str::trim)
            .collect();
        let what = paragraph.join(" ");
        let what = what
            .strip_prefix("error: ")
            .unwrap_or(&what)
            .replace("invalid digit found in string", "not a whole number");
        let what = what.trim_end_matches(':');
        UsageError::new(format!("{what}: see newsprint --help")).into()
    })
}

impl Arguments {
    /// Returns the settings that the arguments override.
    pub fn overrides(&self) -> Overrides {
        Overrides {
            config_dir: self.config_dir.clone(),
            data_dir: self.data_dir.clone(),
            ascii: self.ascii,
            measure: self.measure,
        }
    }
}

impl ExtractArguments {
    /// Returns the options of the extraction.
    pub fn options(&self) -> ExtractOptions {
        ExtractOptions {
            path: self.path.clone(),
            format: self.format,
            batch: self.batch,
            max_bytes: MAX_FILE_BYTES,
        }
    }
}
