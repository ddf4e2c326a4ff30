//! Lines of text for people: [`Table`] fits them to the width and adds the marks of an article.

use std::io::{self, IsTerminal};

use chrono::NaiveDate;
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

    /// Returns the sign of an article: bookmarked, else unread, else none.
    pub(super) fn article_mark(self, article: &ArticleRow) -> char {
        match (
            article.state.is_bookmarked,
            article.state.is_read,
            self.ascii,
        ) {
            (true, _, false) => '★',
            (true, _, true) => '*',
            (false, false, false) => '●',
            (false, false, true) => 'o',
            (false, true, _) => ' ',
        }
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

/// Returns the day on which an article was published, else added, as ISO 8601.
pub(super) fn format_day(article: &ArticleRow) -> String {
    let published = article.published.map(local_day_of);
    let added = article.library_times.map(|times| times.added);
    match (published, added) {
        (Some(day), _) => day.to_string(),
        (None, Some(added)) => format_day_of_time(added),
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
