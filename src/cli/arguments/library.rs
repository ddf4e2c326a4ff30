//! Arguments of the commands that use the library.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::super::error::UsageError;
use crate::model::BookmarkId;

/// Arguments of `newsprint list`.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// View to list: all, unread, bookmarks, history, or the name of a category, a source, a tag or a saved search
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,

    /// List only articles of this source: its id, address, path or exact title
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,

    /// Maximum number of articles to print
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,

    /// Print one JSON object a line
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `newsprint show`.
#[derive(Debug, Args)]
pub struct ShowArguments {
    /// Articles to print: ids as list prints them, files, or URLs
    #[arg(value_name = "ID|PATH|URL", required = true)]
    pub articles: Vec<PathBuf>,

    /// Output format (default: text)
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<ShowFormat>,

    /// Text to print of an article that has two: that of its entry in the feed, or that of its page (default: the one that
    /// the reader shows)
    #[arg(long, value_name = "TEXT")]
    pub text: Option<ShownText>,
}

/// Text that `show` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ShownText {
    /// Text of the entry in the feed, or of the file
    Feed,
    /// Text of the page, as it was fetched
    Page,
}

/// Format in which `show` prints an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ShowFormat {
    /// Plain text without escapes
    Text,
    /// Markdown
    Markdown,
    /// One JSON object on one line
    Json,
    /// The text that the article was extracted from: of its file, its feed or its page, which is fetched anew
    Source,
    /// Changes since the text that was seen last: the text with its [-deletions-] and {+insertions+}
    Changes,
}

/// Arguments of `newsprint fetch`.
#[derive(Debug, Args)]
pub struct FetchArguments {
    /// Sources to fetch, each by its id, address or exact title (default: all that are not paused)
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<String>,

    /// Fetch only the feeds that are due: for cron
    #[arg(long)]
    pub due: bool,

    /// Also prepare the new articles for search. Without it, the next newsprint that runs does so
    #[arg(long)]
    pub wait: bool,

    /// Exit with status 1 if any source failed; without it, only if one that was named failed
    #[arg(long)]
    pub strict: bool,

    /// Print one JSON object for each source
    #[arg(long)]
    pub json: bool,
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
    /// Bookmark articles and store their text for good
    Add(AddBookmarkArguments),
    /// Remove bookmarks
    Rm {
        /// Ids of the bookmarks
        #[arg(value_name = "ID", required = true)]
        bookmarks: Vec<BookmarkId>,
    },
    /// Add tags to a bookmark and remove others
    Tag {
        /// Id of the bookmark
        #[arg(value_name = "ID")]
        bookmark: BookmarkId,

        /// Tag to add, or tag to remove
        #[arg(value_name = "+TAG|-TAG", required = true, allow_hyphen_values = true, num_args = 1..)]
        changes: Vec<String>,
    },
}

/// Arguments of `newsprint bookmarks add`.
#[derive(Debug, Args)]
pub struct AddBookmarkArguments {
    /// Articles to bookmark: ids as list prints them, files, or URLs of articles in the library
    #[arg(value_name = "ID|PATH|URL", required = true)]
    pub articles: Vec<PathBuf>,

    /// Note of the bookmark
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,

    /// Tag of the bookmark; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
}

/// Arguments of `newsprint export`.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// Output format
    #[arg(long, value_name = "FORMAT")]
    pub format: ExportFormat,

    /// File to write, or folder for markdown (default: standard output). An existing file is replaced only when the new one
    /// is complete
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,

    /// With --format markdown: export every article, not only bookmarked ones
    #[arg(long)]
    pub all: bool,
}

/// Format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    /// The complete library as one JSON object
    Json,
    /// A folder with one file for each bookmarked article
    Markdown,
    /// The bookmarks as browsers import them (Netscape format)
    Html,
    /// The subscriptions as feed readers import them (OPML 2.0)
    Opml,
}

/// Arguments of `newsprint import`.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// File, folder of Markdown files, or `-` for standard input; the format is detected: a JSON export, Markdown, browser
    /// bookmarks, OPML, newsboat's urls (with tags, hidden feeds, titles and, as saved searches, queries; not exec: and filter:),
    /// Pocket's CSV, wallabag's or Omnivore's JSON. What is not imported is listed. Each Markdown file that newsprint did
    /// not export is bookmarked. Imported feeds can be undone (u), imported articles can't
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
}

/// Returns the tags to add, the tags to remove, and true if `--json` is among the words: clap knows no option behind
/// words that may begin with a hyphen.
///
/// # Errors
/// A word is neither `+TAG` nor `-TAG`.
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
                    "{change}: options go before the id: see newsprint --help"
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
