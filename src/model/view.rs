//! Views of the library, and the order and grouping of their rows: [`View`], [`Listing`].

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ArticleId, CategoryId, RuleAction, SavedSearchId, SourceError, SourceId};

/// Selection of rows for the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// Paths or standard input that the program was started with. All of its rows are in memory.
    #[default]
    Given,
    /// Articles of the tour. All of its rows are in memory.
    Tour,
    /// Every article of the library.
    All,
    /// Unread articles.
    Unread,
    /// Bookmarked articles, each with its bookmarked places.
    Bookmarks,
    /// Opened articles, the latest first, including files that are not stored.
    History,
    /// Muted articles: those that the views of everything, of sources and of categories leave out.
    Muted,
    /// Articles of a source.
    Source(SourceId),
    /// Articles of the sources of a category and of its subcategories, each once.
    Category(CategoryId),
    /// Articles with a tag.
    Tag(String),
    /// Articles that a saved search finds.
    SavedSearch(SavedSearchId),
}

/// Order of the rows of a view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// By date, the newest first; in the history by the time of opening.
    #[default]
    Date,
    /// By date, the oldest first; in the history by the time of opening.
    OldestFirst,
    /// By folded title.
    Title,
    /// By number of words, the shortest first.
    Length,
}

impl Order {
    /// Returns true for the orders by date, which can be grouped by day.
    pub fn is_by_date(self) -> bool {
        matches!(self, Self::Date | Self::OldestFirst)
    }
}

/// Grouping of the rows of a view. Groups by day need the order by date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grouping {
    /// By day of the article.
    #[default]
    Day,
    /// By source, in the order in which sources were added.
    Source,
    /// No groups.
    None,
}

/// View with its filter, order and grouping: it defines which rows are listed, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Selection of rows.
    pub view: View,
    /// Words that must occur in the title, standfirst, byline or source; empty for all rows.
    pub filter: String,
    /// Order of the rows.
    pub order: Order,
    /// Grouping of the rows.
    pub grouping: Grouping,
    /// True if every article of a story has its row; else views of several sources list one of them.
    #[serde(default)]
    pub lists_repeats: bool,
}

/// Key of a row in its listing; pages are requested by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowKey {
    /// Source of its group; 0 if rows are not grouped by source.
    pub source_or_0: i64,
    /// Value that the listing is sorted by.
    pub value: KeyValue,
    /// Article.
    pub id: ArticleId,
}

/// Value that a listing is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyValue {
    /// Time or number of words.
    Number(i64),
    /// Folded title.
    Text(String),
}

/// Head above rows of the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Group {
    /// Folder or source; empty for no head.
    Named(String),
    /// Day in the time zone of the user.
    Day(NaiveDate),
}

/// Numbers of articles in the library. They are stored, not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles in the library.
    pub all: usize,
    /// Unread articles.
    pub unread: usize,
    /// Bookmarked articles.
    pub bookmarks: usize,
    /// Articles that were opened at some time.
    pub history: usize,
    /// Muted articles. They count neither as all nor as unread.
    pub muted: usize,
}

/// View with its name and counts, for the picker of views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewRow {
    /// View.
    pub view: View,
    /// Name: `All`, the title of a source, a tag, the name of a saved search.
    pub name: String,
    /// Number of articles.
    pub article_count: usize,
    /// Number of unread articles, if it is stored.
    pub unread_count: Option<usize>,
    /// Error of the source.
    pub error: Option<SourceError>,
    /// Categories directly above: those of a source, or the parent of a category.
    pub parents: Vec<CategoryId>,
    /// Query of a saved search.
    pub query: Option<String>,
    /// Action of a saved search that is a rule.
    pub action: Option<RuleAction>,
}

impl RowKey {
    /// Returns true if this row precedes `other` in the same listing, which has this order. Keys of different kinds do not
    /// precede each other.
    pub fn precedes(&self, other: &RowKey, order: Order) -> bool {
        let value = match (&self.value, &other.value) {
            (KeyValue::Number(one), KeyValue::Number(other)) => one.cmp(other),
            (KeyValue::Text(one), KeyValue::Text(other)) => one.cmp(other),
            // Keys of two listings: neither.
            _ => return false,
        };
        let position = self.source_or_0.cmp(&other.source_or_0).then(value);
        let position = position.then(self.id.cmp(&other.id));
        match order {
            Order::OldestFirst => position.is_gt(),
            Order::Date | Order::Title | Order::Length => position.is_lt(),
        }
    }
}

impl Group {
    /// Returns the text of the head: a day is a word where it is near `today`.
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

    /// Returns true if the head has no text.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Named(name) if name.is_empty())
    }
}
