//! What may be typed after `newsprint`: [`Arguments`].

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::config::Given;

use super::extract::{ExtractOptions, LARGEST, OutputFormat};

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
#[command(after_help = "\
Without a path, newsprint shows the stories it brings along; with its standard input not a terminal, it reads that.
Where its standard output is not a terminal, it prints the stories as text.
A path with the name of a command is written ./extract, or after --.
Keys are explained inside, by `?`.

Exit status: 0; 1 if any part failed (the rest is still done); 2 if the arguments are wrong.")]
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

    /// What to do instead of reading
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What newsprint can do beside reading.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the structure that newsprint finds in a file
    Extract(ExtractArguments),
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

/// What may be typed after `newsprint config`.
#[derive(Debug, Args)]
pub struct ConfigArguments {
    /// Print one JSON object
    #[arg(long, conflicts_with = "write_defaults")]
    pub json: bool,

    /// Write config.toml, keymap.toml and themes with every default explained; what is there is kept
    #[arg(long)]
    pub write_defaults: bool,
}

/// What may be typed after `newsprint doctor`.
#[derive(Debug, Args)]
pub struct DoctorArguments {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,

    /// Take what can be read of a library that was damaged, or else of the newest copy, into a new one
    #[arg(long)]
    pub recover: bool,
}

/// What may be typed after `newsprint extract`.
#[derive(Debug, Args)]
pub struct ExtractArguments {
    /// The file, or `-` for standard input
    #[arg(
        value_name = "PATH",
        required_unless_present = "batch",
        conflicts_with = "batch"
    )]
    pub path: Option<PathBuf>,

    /// How to print it (default: text; with --batch: json)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<OutputFormat>,

    /// Read paths from standard input, a line each (a tab and the page's URL may follow); print a line for each
    #[arg(long)]
    pub batch: bool,
}

/// Reads the arguments. What is wrong, or asked for with --help and --version, comes back as text and exit status.
///
/// # Errors
/// The text to print, and the status to exit with: 0 for --help and --version, 2 for wrong arguments.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, (String, u8)> {
    let words: Vec<OsString> = arguments.into_iter().collect();
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
            return (text, 0);
        }
        // One line: what is wrong, and what to do. Clap says it in its first paragraph.
        let paragraph: Vec<&str> = text
            .lines()
            .take_while(|line| !line.trim().is_empty())
            .map(str::trim)
            .collect();
        let what = paragraph.join(" ");
        let what = what.strip_prefix("error: ").unwrap_or(&what);
        (
            format!(
                "newsprint: {}: see newsprint --help\n",
                what.trim_end_matches(':')
            ),
            2,
        )
    })
}

impl Arguments {
    /// What they say of the settings.
    pub fn given(&self) -> Given {
        Given {
            config_dir: self.config_dir.clone(),
            data_dir: self.data_dir.clone(),
            ascii: self.ascii,
            measure: self.measure,
        }
    }
}

impl ExtractArguments {
    /// What they ask for.
    pub fn options(&self) -> ExtractOptions {
        ExtractOptions {
            path: self.path.clone(),
            format: self.format,
            batch: self.batch,
            largest: LARGEST,
        }
    }
}
