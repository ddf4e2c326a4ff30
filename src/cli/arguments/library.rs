//! Arguments of the commands that use the library.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::super::error::UsageError;
use super::super::extract::OutputFormat;
use crate::model::{BookmarkId, SourceId};

/// Arguments of `newsprint list`.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// View: all, unread, bookmarks, history, or the name of a source, a tag or a saved search
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,

    /// Only those of this source, by its number
    #[arg(long, value_name = "ID")]
    pub source: Option<SourceId>,

    /// No more than so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,

    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `newsprint show`.
#[derive(Debug, Args)]
pub struct ShowArguments {
    /// The articles: numbers as list prints them, files, or addresses of articles that are in the library
    #[arg(value_name = "ID|PATH|URL", required = true)]
    pub articles: Vec<PathBuf>,

    /// Output format (default: text)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<OutputFormat>,
}

/// Arguments of `newsprint sources`.
#[derive(Debug, Args)]
pub struct SourcesArguments {
    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,

    /// Command to run instead of listing the sources
    #[command(subcommand)]
    pub command: Option<SourcesCommand>,
}

/// Command for sources.
#[derive(Debug, Subcommand)]
pub enum SourcesCommand {
    /// Take sources away; their articles stay (u in newsprint takes it back)
    Rm {
        /// The numbers of the sources
        #[arg(value_name = "ID", required = true)]
        ids: Vec<SourceId>,
    },
}

/// Arguments of `newsprint bookmarks`.
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub struct BookmarksArguments {
    /// Print one JSON object a line
    #[arg(long, global = true)]
    pub json: bool,

    /// Command to run instead of listing the bookmarks
    #[command(subcommand)]
    pub command: Option<BookmarksCommand>,
}

/// Command for bookmarks.
#[derive(Debug, Subcommand)]
pub enum BookmarksCommand {
    /// Bookmark articles; their text is kept for good
    Add(AddBookmarkArguments),
    /// Take bookmarks away
    Rm {
        /// The bookmarks, by their numbers
        #[arg(value_name = "ID", required = true)]
        bookmarks: Vec<BookmarkId>,
    },
    /// Give a bookmark tags and take others from it
    Tag {
        /// The bookmark, by its number
        #[arg(value_name = "ID")]
        bookmark: BookmarkId,

        /// A tag to give, or one to take away
        #[arg(value_name = "+TAG|-TAG", required = true, allow_hyphen_values = true, num_args = 1..)]
        changes: Vec<String>,
    },
}

/// Arguments of `newsprint bookmarks add`.
#[derive(Debug, Args)]
pub struct AddBookmarkArguments {
    /// The articles: numbers as list prints them, files, or addresses of articles that are in the library
    #[arg(value_name = "ID|PATH|URL", required = true)]
    pub articles: Vec<PathBuf>,

    /// A note
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,

    /// A tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
}

/// Arguments of `newsprint export`.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// Output format
    #[arg(long, value_name = "FORMAT")]
    pub format: ExportFormat,

    /// The file to write, or the folder for markdown; without it, standard output. A file that is there is replaced once the new
    /// one is whole
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,

    /// With markdown: every article, not only those that are bookmarked
    #[arg(long)]
    pub all: bool,
}

/// Format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    /// The whole library, without loss
    Json,
    /// A folder of files to be read, one for each bookmarked article
    Markdown,
    /// The bookmarks, for browsers
    Html,
}

/// Arguments of `newsprint import`.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// A file, a folder of Markdown files, or `-` for standard input; what it is, is detected. Markdown that newsprint did not write is
    /// bookmarked, each file of it
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
}

/// The tags to give and those to take away, and whether `--json` stands among them: behind what may begin with a hyphen no
/// option is known as one.
///
/// # Errors
/// For what is neither.
pub(in super::super) fn tag_changes(
    changes: &[String],
) -> Result<(Vec<String>, Vec<String>, bool), UsageError> {
    let (mut given, mut taken, mut json) = (Vec::new(), Vec::new(), false);
    for change in changes {
        let sign = change.chars().next().unwrap_or_default();
        let tag = change.get(sign.len_utf8()..).unwrap_or_default();
        match sign {
            '-' if change == "--json" => json = true,
            '+' if !tag.is_empty() => given.push(tag.to_owned()),
            '-' if !tag.is_empty() && !tag.starts_with('-') => taken.push(tag.to_owned()),
            '-' if tag.starts_with('-') => {
                return Err(UsageError::new(format!(
                    "{change}: options go before the bookmark's id: see newsprint --help"
                )));
            }
            _ => {
                return Err(UsageError::new(format!(
                    "{change}: use +TAG to add a tag and -TAG to remove one: see newsprint --help"
                )));
            }
        }
    }
    Ok((given, taken, json))
}
