//! Arguments of the commands that mark articles, undo and redo.

use clap::{ArgGroup, Args};

use crate::model::ArticleId;

/// Arguments of `newsprint mark`.
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("selection").args(["view", "source"]).multiple(true),
    after_help = "newsprint mark read 12 15                      the articles with these ids
newsprint mark read --view unread --older-than 30d
                                                what is older than 30 days, in every source
newsprint mark unread --source 3                all of a source
Each is one change: newsprint undo, or u in newsprint, undoes it."
)]
pub struct MarkArguments {
    /// State to mark the articles with
    #[arg(value_name = "STATE")]
    pub state: MarkState,

    /// Ids of articles, as list prints them
    #[arg(
        value_name = "ID",
        required_unless_present = "selection",
        conflicts_with = "selection"
    )]
    pub articles: Vec<ArticleId>,

    /// Mark the articles of a view: all, unread, bookmarks, history, or the name of a category, a source, a tag or a
    /// saved search
    #[arg(long, value_name = "NAME")]
    pub view: Option<String>,

    /// Mark the articles of a source: its id, address, path or exact title; with --view, those of both
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,

    /// Mark only articles that were published, or first seen, longer ago than this: 12h, 30d, 2w, 3m, 1y
    #[arg(long, value_name = "AGE", value_parser = parse_age, requires = "selection")]
    pub older_than: Option<Age>,

    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// State that `mark` gives to articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum MarkState {
    /// Read
    Read,
    /// Unread
    Unread,
    /// Left out of All, Unread, sources and categories; the view Muted lists them
    Muted,
    /// Listed again
    Unmuted,
}

/// Arguments of `newsprint undo` and `newsprint redo`.
#[derive(Debug, Args)]
pub struct ReplayArguments {
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Age of an article, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age(pub i64);

/// Parses an age such as `12h`, `30d`, `2w`, `3m` or `1y`. Months count 30 days, years 365.
fn parse_age(text: &str) -> Result<Age, String> {
    const HOUR: i64 = 60 * 60;
    const DAY: i64 = 24 * HOUR;
    let mistake = || "write 12h, 30d, 2w, 3m or 1y".to_owned();
    let unit = text.chars().next_back().unwrap_or_default();
    let seconds = match unit {
        'h' => HOUR,
        'd' => DAY,
        'w' => 7 * DAY,
        'm' => 30 * DAY,
        'y' => 365 * DAY,
        _ => return Err(mistake()),
    };
    let digits = text.strip_suffix(unit).unwrap_or_default();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let count: i64 = match is_number {
        true => digits.parse().map_err(|_| mistake())?,
        false => return Err(mistake()),
    };
    count.checked_mul(seconds).map(Age).ok_or_else(mistake)
}
