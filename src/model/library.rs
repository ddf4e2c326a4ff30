//! What is asked of the library and what it says: views and pages of the list, changes of state, places.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Anchor, Article, ArticleId, Origin};

/// A choice of rows for the list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum View {
    /// What the program was started with: paths, or standard input. Held in memory, all of it.
    #[default]
    Given,
    /// The stories that the program brings along. Held in memory, all of it.
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
    Source(i64),
    /// What has a tag.
    Tag(String),
    /// What a saved search finds.
    Saved(i64),
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
    /// Which.
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
    pub group: i64,
    /// What it is sorted by.
    pub value: KeyValue,
    /// The article.
    pub id: i64,
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

/// From where a page of a listing goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageFrom {
    /// The first row on.
    First,
    /// The last row back.
    Last,
    /// The rows after this one.
    After(RowKey),
    /// The rows before this one.
    Before(RowKey),
    /// This row, or where it would stand, and as many rows on either side.
    Around(RowKey),
    /// The same around this article where it stands now; if it is not in the listing, around where it stood.
    Kept(ArticleId, RowKey),
    /// The same around the first row of the group after this row's; `Page::found` is it.
    NextGroup(RowKey),
    /// Around the first row of this row's group, or, if that is this row, of the group before.
    PreviousGroup(RowKey),
    /// Around the next unread row after this one.
    NextUnread(RowKey),
    /// Around the unread row before this one.
    PreviousUnread(RowKey),
    /// Around this article, if it is in the listing.
    Story(ArticleId),
}

/// A page of a listing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// Comes back with the page.
    pub number: u64,
    /// Of which rows.
    pub listing: Listing,
    /// From where.
    pub from: PageFrom,
    /// How many rows at most; around a row, so many on either side.
    pub rows: usize,
    /// Read articles that stay in the unread view until it is left.
    pub sticky: Vec<ArticleId>,
}

/// A page of a listing. Its rows are in the order of the list, whatever it was asked from.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Of the request.
    pub number: u64,
    /// What was asked.
    pub from: PageFrom,
    /// The rows. Each has a key.
    pub rows: Vec<Article>,
    /// Whether there are rows before these.
    pub more_before: bool,
    /// Whether there are rows after these.
    pub more_after: bool,
    /// The article that was looked for: a group's first, an unread one. `None` if there is none that way.
    pub found: Option<ArticleId>,
    /// How many rows the whole listing has, where that is kept.
    pub total: Option<usize>,
    /// How many rows stand before these, where that is known.
    pub before: Option<usize>,
}

/// A place in a story where it was left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// By content.
    pub anchor: Anchor,
    /// The lines of white space above it on the screen.
    pub above: usize,
}

/// A bookmark of a place in a story, or of the story itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bookmark {
    /// Its name.
    pub id: i64,
    /// The place; `None` is the story itself.
    pub anchor: Option<Anchor>,
    /// The heading above the place.
    pub section: Option<String>,
    /// The sentence at the place.
    pub quote: Option<String>,
    /// What the user wrote.
    pub note: Option<String>,
    /// In the order of the alphabet.
    pub tags: Vec<String>,
    /// When it was made, seconds since 1970 in UTC.
    pub created: i64,
}

/// What the library knows of a story beside its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoryState {
    /// Whether it was read.
    pub read: bool,
    /// Whether it, or a place in it, is bookmarked.
    pub bookmarked: bool,
    /// The tags of all its bookmarks, in the order of the alphabet.
    pub tags: Vec<String>,
    /// How far it was read, 0 to 1.
    pub progress: f64,
    /// Whether this could not be saved, and holds only while the program runs.
    pub unsaved: bool,
}

/// A story by what the list calls it and by where its bytes are: files get a row in the library only when there is something to
/// keep of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryRef {
    /// What the list calls it. Above 0 it is the library's own name, below 0 it holds while the program runs.
    pub id: ArticleId,
    /// Where its bytes are.
    pub origin: Origin,
}

/// A change of state that the user wants. Each can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Read if it is not, unread if it is.
    ToggleRead(StoryRef),
    /// Read, since its end was reached or it was opened: nothing is said of it.
    Finished(StoryRef),
    /// All of these at once.
    Read(Vec<StoryRef>, bool),
    /// Every unread article of the group that this row of a listing stands in.
    ReadGroup(Listing, RowKey),
    /// Bookmarked if it is not, not if it is. Its places, notes and tags go with it, and come back with undo.
    ToggleBookmark(StoryRef),
    /// A bookmark of a place.
    BookmarkPlace {
        /// In which story.
        story: StoryRef,
        /// Where.
        anchor: Anchor,
        /// The heading above it.
        section: Option<String>,
        /// The sentence at it.
        quote: Option<String>,
        /// What the user wrote of it.
        note: Option<String>,
        /// Its tags.
        tags: Vec<String>,
    },
    /// Exactly these tags for the story; one that is not bookmarked is now.
    TagStory(StoryRef, Vec<String>),
    /// Another note and exactly these tags for a bookmark.
    EditBookmark(i64, Option<String>, Vec<String>),
    /// No longer bookmarked.
    RemoveBookmark(i64),
    /// No longer in the library.
    Delete(StoryRef),
    /// A search becomes a view: name and query.
    SaveSearch(String, String),
    /// A saved search is none any longer.
    RemoveSearch(i64),
}

/// How many stories there are; kept, never counted.
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
    pub count: usize,
    /// How many of them are unread, where that is kept.
    pub unread: Option<usize>,
    /// What is wrong with the source, in one line.
    pub problem: Option<String>,
}

/// An article that a search has found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// The article.
    pub article: Article,
    /// The heading above the match; `None` before the first, or where only the title matches.
    pub section: Option<String>,
    /// The line around the match, at most about 200 characters.
    pub line: String,
    /// Where in `line` the words are, in bytes.
    pub marks: Vec<std::ops::Range<usize>>,
    /// The place of the match; `None` where only the title matches.
    pub anchor: Option<Anchor>,
}

impl Page {
    /// A page without rows.
    pub fn empty(number: u64) -> Self {
        Self {
            number,
            from: PageFrom::First,
            rows: Vec::new(),
            more_before: false,
            more_after: false,
            found: None,
            total: None,
            before: Some(0),
        }
    }
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
        let order = self.group.cmp(&other.group).then(value);
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
