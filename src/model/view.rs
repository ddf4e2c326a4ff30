//! Views of the library, and how their rows are sorted and grouped: [`Listing`].

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ArticleId, SavedSearchId, SourceError, SourceId};

/// A choice of rows for the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// What the program was started with: paths, or standard input. Held in memory, all of it.
    #[default]
    Given,
    /// The articles that the program brings along. Held in memory, all of it.
    Tour,
    /// Every article of the library.
    All,
    /// Those that were not read.
    Unread,
    /// Those that are bookmarked, each with the places in it that are.
    Bookmarks,
    /// What was opened, the latest first, files that were only visited among them.
    History,
    /// The articles of a source.
    Source(SourceId),
    /// What has a tag.
    Tag(String),
    /// What a saved search finds.
    SavedSearch(SavedSearchId),
}

/// What the rows of a view are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The newest first; in the history what was opened last.
    #[default]
    Date,
    /// By title, folded.
    Title,
    /// The shortest first.
    Length,
}

/// What the rows of a view are grouped by. Groups by day stand only in the order of dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grouping {
    /// The day of the article.
    #[default]
    Day,
    /// Its source, in the order in which sources were added.
    Source,
    /// Not at all.
    None,
}

/// Which rows of the library, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// The choice of rows.
    pub view: View,
    /// Only those whose title, standfirst, byline or publisher has words that begin so; empty for all.
    pub filter: String,
    /// In which order.
    pub order: Order,
    /// Under which heads.
    pub grouping: Grouping,
}

/// Where a row stands in its listing. Pages are asked for by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowKey {
    /// The source that it is grouped under; 0 where rows are not grouped by source.
    pub source_or_0: i64,
    /// What it is sorted by.
    pub value: KeyValue,
    /// The article.
    pub id: ArticleId,
}

/// What a row is sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyValue {
    /// A time or a number of words.
    Number(i64),
    /// A folded title.
    Text(String),
}

/// A head of the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Group {
    /// A folder, a source; empty for none.
    Named(String),
    /// A day, local to the user.
    Day(NaiveDate),
}

/// How many articles there are; kept, never counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// In the library.
    pub all: usize,
    /// Not read.
    pub unread: usize,
    /// Bookmarked.
    pub bookmarks: usize,
    /// Opened at some time.
    pub history: usize,
}

/// A view with its name and its count, for the picker of views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewRow {
    /// The view.
    pub view: View,
    /// What it is called: `All`, the title of a source, a tag, a saved search.
    pub name: String,
    /// How many articles it has.
    pub article_count: usize,
    /// How many of them are unread, where that is kept.
    pub unread_count: Option<usize>,
    /// What is wrong with the source, in one line.
    pub error: Option<SourceError>,
}

impl RowKey {
    /// Whether it stands before another one of its listing: every listing ascends.
    pub fn precedes(&self, other: &RowKey) -> bool {
        let value = match (&self.value, &other.value) {
            (KeyValue::Number(one), KeyValue::Number(other)) => one.cmp(other),
            (KeyValue::Text(one), KeyValue::Text(other)) => one.cmp(other),
            // Keys of two listings: neither.
            _ => return false,
        };
        let order = self.source_or_0.cmp(&other.source_or_0).then(value);
        order.then(self.id.cmp(&other.id)).is_lt()
    }
}

impl Group {
    /// What stands in the head: a day as a word where it is near `today`.
    pub fn label(&self, today: NaiveDate) -> String {
        let day = match self {
            Self::Named(name) => return name.clone(),
            Self::Day(day) => *day,
        };
        let ago = today.signed_duration_since(day).num_days();
        match ago {
            0 => "Today".to_owned(),
            1 => "Yesterday".to_owned(),
            2..=6 => day.format("%A").to_string(),
            _ if chrono::Datelike::year(&day) == chrono::Datelike::year(&today) => {
                day.format("%A, %-d %B").to_string()
            }
            _ => day.format("%-d %B %Y").to_string(),
        }
    }

    /// Whether nothing stands in the head.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Named(name) if name.is_empty())
    }
}
