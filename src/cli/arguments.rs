//! Arguments of the command line: [`Arguments`].

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::Overrides;
use crate::model::AccountId;

use super::error::UsageError;
use super::extract::{ExtractOptions, MAX_FILE_BYTES, OutputFormat};

mod accounts;
mod changes;
mod library;
mod mistakes;
mod rules;
mod sources;
mod words;

pub use accounts::{AccountArguments, AccountCommand, AddAccountArguments, SyncArguments};
pub use changes::{Age, MarkArguments, MarkState, ReplayArguments};
pub(super) use library::ShownText;
pub(super) use library::tag_changes;
pub use library::{
    AddBookmarkArguments, BookmarksArguments, BookmarksCommand, ExportArguments, ExportFormat,
    FetchArguments, ImportArguments, ListArguments, ShowArguments, ShowFormat,
};
pub use rules::{RulesArguments, RulesCommand};
pub use sources::{SourcesArguments, SourcesCommand};
pub(super) use words::{command_index, has_value};

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
    override_usage = "newsprint [OPTIONS] [PATH|URL|-]...\n       newsprint [OPTIONS] COMMAND ..."
)]
#[command(
    after_help = "Without a path, newsprint opens the library, or the tour if the library is empty.
If standard input is a pipe or a file, newsprint reads that instead.
If standard output is not a terminal, newsprint prints the articles as plain text.
To open a file named like a command, write ./extract or -- extract.
Press ? in newsprint for the keys; newsprint man has the whole reference.

Exit status: 0 for success; 1 if something named on the command line failed (the rest is still done); \
2 for wrong arguments. What fails inside a folder or among sources is a warning, and 1 with --strict."
)]
pub struct Arguments {
    /// Files, folders and addresses to read (plain text, HTML, Markdown, CSV, feeds), or `-` for standard input
    #[arg(value_name = "PATH|URL")]
    pub paths: Vec<PathBuf>,

    /// Draw with ASCII characters only
    #[arg(long)]
    pub ascii: bool,

    /// Print plain lines and prompt for commands: for screen readers, braille displays and dumb terminals
    #[arg(long)]
    pub linear: bool,

    /// Exit with status 1 if any file in a folder can't be read; without it, only if a path that was named can't be read
    #[arg(long)]
    pub strict: bool,

    /// Maximum width of the text, in columns
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..=240))]
    pub measure: Option<u16>,

    /// View of the library to start with: all, unread, last, bookmarks, history, or the name of a category, a source, a tag
    /// or a saved search
    #[arg(long, value_name = "NAME", conflicts_with = "paths")]
    pub view: Option<String>,

    /// Folder of config.toml, keymap.toml and themes
    #[arg(long, value_name = "FOLDER", global = true)]
    pub config_dir: Option<PathBuf>,

    /// Folder of the library and its backups
    #[arg(long, value_name = "FOLDER", global = true)]
    pub data_dir: Option<PathBuf>,

    /// Append a log of jobs, times and errors to this file; credentials are left out
    #[arg(long, value_name = "FILE", global = true)]
    pub log: Option<PathBuf>,

    /// Command to run instead of reading
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Command of newsprint.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the structure of a file: title, author, date, sections, paragraphs
    Extract(ExtractArguments),
    /// Subscribe to feeds, add pages, files, and folders to watch
    Add(AddArguments),
    /// List the articles of the library
    List(ListArguments),
    /// Print articles of the library, of files or pages: as text, Markdown or JSON, or their source
    Show(ShowArguments),
    /// Search the full text of the library
    Search(SearchArguments),
    /// Mark articles as read, unread, muted or unmuted: some, a view, a source, or what is older than some days
    Mark(MarkArguments),
    /// Undo the last change, also one that another newsprint made
    Undo(ReplayArguments),
    /// Redo the last undone change
    Redo(ReplayArguments),
    /// List, add, remove and tag bookmarks
    Bookmarks(BookmarksArguments),
    /// List, change, pause and remove sources (the feeds, folders and pages that articles come from)
    Sources(SourcesArguments),
    /// List, add, change, remove and try rules: what to mute, mark as read, bookmark or tag as it comes
    Rules(RulesArguments),
    /// Fetch feeds, sync accounts, and store what is new
    Fetch(FetchArguments),
    /// List, add, change, pause and remove accounts on servers (FreshRSS, Miniflux, Nextcloud News, …)
    Account(AccountArguments),
    /// Sync accounts: send your marks, take those of the server, fetch new articles
    Sync(SyncArguments),
    /// Export the library as JSON, articles as Markdown, bookmarks as HTML, or subscriptions as OPML
    Export(ExportArguments),
    /// Import a JSON export, Markdown files, bookmarks, subscriptions (OPML, newsboat) or saved pages
    Import(ImportArguments),
    /// Print the settings in use and where each comes from
    Config(ConfigArguments),
    /// Print the completions of a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
    /// Print the man page (newsprint man | man -l -)
    Man,
    /// Check the terminal, files, settings and library, and repair the library
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
            Self::Mark(_) => "mark",
            Self::Undo(_) => "undo",
            Self::Redo(_) => "redo",
            Self::Bookmarks(_) => "bookmarks",
            Self::Sources(_) => "sources",
            Self::Rules(_) => "rules",
            Self::Fetch(_) => "fetch",
            Self::Account(_) => "account",
            Self::Sync(_) => "sync",
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
    /// Files and folders to add (plain text, HTML, Markdown, CSV), addresses of feeds and pages, or `-` for an article
    /// on standard input
    #[arg(value_name = "PATH|URL|-")]
    pub paths: Vec<PathBuf>,

    /// Subscribe to the feeds on the server of this account (newsprint account lists the ids)
    #[arg(long, value_name = "ID")]
    pub account: Option<AccountId>,

    /// Exit with status 1 if any file in a folder can't be read; without it, only if a path that was named can't be added
    #[arg(long)]
    pub strict: bool,

    /// Print a JSON object for each path
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `newsprint config`.
#[derive(Debug, Args)]
pub struct ConfigArguments {
    /// Print one JSON object
    #[arg(long, conflicts_with = "write_defaults")]
    pub json: bool,

    /// Write commented default files: config.toml, keymap.toml and themes. Existing files are not changed
    #[arg(long)]
    pub write_defaults: bool,
}

/// Arguments of `newsprint doctor`.
#[derive(Debug, Args)]
pub struct DoctorArguments {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,

    /// Restore what can be read of a damaged library, then of its backups, into the library; with FILE (a backup or a
    /// quarantined library), restore only that file
    #[arg(long, value_name = "FILE")]
    pub recover: Option<Option<PathBuf>>,
}

/// Arguments of `newsprint extract`.
#[derive(Debug, Args)]
pub struct ExtractArguments {
    /// File to read, or `-` for standard input
    #[arg(
        value_name = "PATH",
        required_unless_present = "batch",
        conflicts_with = "batch"
    )]
    pub path: Option<PathBuf>,

    /// Output format (default: text; with --batch: json)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<OutputFormat>,

    /// Read one path a line from standard input (optionally a tab and the page's URL); print one JSON object a line
    #[arg(long)]
    pub batch: bool,

    /// Read feeds: print their entries instead of one article
    #[arg(long)]
    pub feed: bool,

    /// Print each line of the source, its part in the article (title, heading, text, left out …), and the evidence
    #[arg(long, conflicts_with_all = ["batch", "feed"])]
    pub explain: bool,
}

/// Arguments of `newsprint search`.
#[derive(Debug, Args)]
#[command(
    after_help = "harbour bri           articles with both words, or words that begin so; case and
                      accents are ignored
\"harbour bridge\"      the phrase; \"harbour bri\"* lets the last word go on
title:ink             a word in the title; also source:NAME, tag:TAG, note:WORD
is:unread             the state; also is:read, is:bookmarked, is:muted
after:2026-03         from this date on; before:DATE is earlier. A date is 2026,
                      2026-03, 2026-03-01, today, yesterday, 7d, 2w, 3m or 1y
-word                 articles without the word; - also negates title:, is: and the others
ink OR oil            articles with either word
Words that begin with -- go after --."
)]
pub struct SearchArguments {
    /// Words to search for
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,

    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,

    /// Maximum number of articles to print
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: u32,
}

/// Result of parsing arguments that start no command.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// Text of `--help` or `--version`, to be printed.
    #[error("{0}")]
    HelpOrVersion(String),
    /// Wrong arguments.
    #[error(transparent)]
    Usage(#[from] UsageError),
}

/// Parses the arguments, the program's name first.
///
/// # Examples
///
/// ```
/// use newsprint::cli::{Command, parse};
///
/// let arguments = parse(["newsprint", "--ascii", "search", "ink", "-is:read"].map(Into::into))?;
/// assert!(arguments.ascii);
/// let Some(Command::Search(search)) = arguments.command else {
///     panic!("no search");
/// };
/// assert_eq!(search.query, ["ink", "-is:read"]);
/// # Ok::<(), newsprint::cli::ParseError>(())
/// ```
///
/// # Errors
/// See [`ParseError`].
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, ParseError> {
    let words: Vec<OsString> = arguments.into_iter().collect();
    let mut program = Arguments::command();
    if let Some(word) = words::unknown_help(&words, &program) {
        return Err(mistakes::unknown_command(&word, &program).into());
    }
    let words = words::sort_words(words);
    let parsed = Arguments::try_parse_from(&words).and_then(|parsed| {
        if parsed.command.is_none() || parsed.paths.is_empty() {
            return Ok(parsed);
        }
        // Only the first word that is no option can be a command: `newsprint a.md --ascii config` names two paths.
        let command = Arguments::command().args_conflicts_with_subcommands(true);
        Arguments::from_arg_matches(&command.try_get_matches_from(&words)?)
    });
    parsed.map_err(|error| {
        if error.exit_code() == 0 {
            return ParseError::HelpOrVersion(error.render().to_string());
        }
        program.build();
        mistakes::usage_error(&error, &words, &program).into()
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
            view: self.view.clone(),
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
            is_feed: self.feed,
            explain: self.explain,
            max_bytes: MAX_FILE_BYTES,
        }
    }
}
