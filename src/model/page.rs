//! Pages of a listing, as they are asked for and as they come: [`PageRequest`], [`Page`]; and what a search finds.

use super::{Anchor, ArticleId, ArticleRow, Listing, RowKey};

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
    AroundArticleOrRow(ArticleId, RowKey),
    /// The same around the first row of the group after this row's; `Page::found` is it.
    NextGroup(RowKey),
    /// Around the first row of this row's group, or, if that is this row, of the group before.
    PreviousGroup(RowKey),
    /// Around the next unread row after this one.
    NextUnread(RowKey),
    /// Around the unread row before this one.
    PreviousUnread(RowKey),
    /// Around this article, if it is in the listing.
    AroundArticle(ArticleId),
}

/// A page of a listing that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// Comes back with the page.
    pub request_id: u64,
    /// Of which rows.
    pub listing: Listing,
    /// From where.
    pub from: PageFrom,
    /// How many rows at most; around a row, so many on either side.
    pub row_limit: usize,
    /// Read articles that stay in the unread view until it is left.
    pub pinned: Vec<ArticleId>,
}

/// A page of a listing. Its rows are in the order of the list, whatever it was asked from.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Of the request.
    pub request_id: u64,
    /// What was asked.
    pub from: PageFrom,
    /// The rows. Each has a key.
    pub rows: Vec<ArticleRow>,
    /// Whether there are rows before these.
    pub has_more_before: bool,
    /// Whether there are rows after these.
    pub has_more_after: bool,
    /// The article that was looked for: a group's first, an unread one. `None` if there is none that way.
    pub target: Option<ArticleId>,
    /// How many rows the whole listing has, where that is kept.
    pub row_count: Option<usize>,
    /// How many rows stand before these, where that is known.
    pub rows_before: Option<usize>,
}

impl Page {
    /// A page without rows.
    pub fn empty(request_id: u64) -> Self {
        Self {
            request_id,
            from: PageFrom::First,
            rows: Vec::new(),
            has_more_before: false,
            has_more_after: false,
            target: None,
            row_count: None,
            rows_before: Some(0),
        }
    }
}

/// An article that a search has found.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// The article.
    pub article: ArticleRow,
    /// The heading above the match; `None` before the first, or where only the title matches.
    pub section: Option<String>,
    /// The line around the match, at most about 200 characters.
    pub context: String,
    /// Where in `line` the words are, in bytes.
    pub match_ranges: Vec<std::ops::Range<usize>>,
    /// The place of the match; `None` where only the title matches.
    pub anchor: Option<Anchor>,
}
