//! Lines of text for people: [`Table`] fits them to the width and adds the marks of an article.

use std::io::{self, IsTerminal};

use chrono::{DateTime, Local, NaiveDate, Utc};
use unicode_segmentation::UnicodeSegmentation;

use super::setup::Setup;
use crate::layout::columns;
use crate::library::local_day;
use crate::model::{ArticleRow, Published};
use crate::terminal;
use crate::text::clean;

/// Width of a line if standard output is not a terminal, in columns.
const DEFAULT_COLUMNS: usize = 80;
/// Smallest width of a line, in columns: narrower lines are unreadable.
const MIN_COLUMNS: usize = 40;

/// Layout of lines for people: their width, and ASCII or Unicode signs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Table {
    width: usize,
    ascii: bool,
}

impl Table {
    /// Makes a table as wide as the terminal, or 80 columns.
    pub(super) fn new(setup: &Setup) -> Self {
        let size = io::stdout()
            .is_terminal()
            .then(terminal::size)
            .flatten()
            .map(|size| usize::from(size.columns));
        Self {
            width: size.unwrap_or(DEFAULT_COLUMNS).max(MIN_COLUMNS),
            ascii: setup.config.settings.ascii,
        }
    }

    /// Returns a line: `start`, then as much of `text` as fits, and `end` at the right, cut to a quarter of the width.
    pub(super) fn row(self, start: &str, text: &str, end: &str) -> String {
        let end = self.truncate(&clean::clean_line(end), self.width / 4);
        self.row_with_whole_end(start, text, &end)
    }

    /// Returns a line as by [`Table::row`], with an end that is never cut: a number without its last digits would be wrong.
    pub(super) fn row_with_whole_end(self, start: &str, text: &str, end: &str) -> String {
        let indent = columns(start) + 1;
        let end = clean::clean_line(end);
        let room = self.width.saturating_sub(indent + columns(&end));
        if end.is_empty() {
            return format!("{start} {}", self.truncate(&clean::clean_line(text), room));
        }
        let room = room.saturating_sub(2);
        let text = self.truncate(&clean::clean_line(text), room);
        let gap = " ".repeat(room.saturating_sub(columns(&text)) + 2);
        format!("{start} {text}{gap}{end}")
    }

    /// Returns the marks of an article in two columns: unread, and bookmarked.
    pub(super) fn article_marks(self, article: &ArticleRow) -> String {
        let unread = match (article.state.is_read, self.ascii) {
            (true, _) => ' ',
            (false, false) => '●',
            (false, true) => 'o',
        };
        let bookmarked = match article.state.is_bookmarked {
            true => self.bookmark_mark(),
            false => ' ',
        };
        format!("{unread} {bookmarked}")
    }

    /// Returns the sign of a bookmark.
    pub(super) fn bookmark_mark(self) -> char {
        if self.ascii { '*' } else { '★' }
    }

    /// Returns the sign before a heading.
    pub(super) fn section_mark(self) -> char {
        if self.ascii { '#' } else { '§' }
    }

    /// Cuts a clean line to the width of a column.
    fn truncate(self, text: &str, room: usize) -> String {
        if columns(text) <= room {
            return text.to_owned();
        }
        let more = if self.ascii { "..." } else { "…" };
        let room = room.saturating_sub(columns(more));
        let mut out = String::new();
        let mut used = 0;
        for grapheme in text.graphemes(true) {
            used += columns(grapheme);
            if used > room {
                break;
            }
            out.push_str(grapheme);
        }
        format!("{}{more}", out.trim_end())
    }
}

/// Returns the day on which an article was published, else added, as ISO 8601, and the time of the day if it is known.
pub(super) fn format_time(article: &ArticleRow) -> String {
    let added = article.library_times.map(|times| times.added);
    let moment = |moment: DateTime<Utc>| {
        let local = moment.with_timezone(&Local);
        local.format("%Y-%m-%d %H:%M").to_string()
    };
    match (article.published, added) {
        (Some(Published::Day(day)), _) => day.to_string(),
        (Some(Published::DateTime(published)), _) => moment(published.to_utc()),
        (None, Some(added)) => DateTime::from_timestamp(added, 0).map_or_else(String::new, moment),
        (None, None) => String::new(),
    }
}

/// Returns the day of a Unix time in the local time zone, as ISO 8601.
pub(super) fn format_day_of_time(seconds: i64) -> String {
    local_day(seconds).to_string()
}

/// Returns the day of publication; in the local time zone if the time is known.
pub(super) fn local_day_of(published: Published) -> NaiveDate {
    match published {
        Published::Day(day) => day,
        Published::DateTime(moment) => local_day(moment.timestamp()),
    }
}
