//! Pages of a listing: [`PageRequest`], [`Page`]; and [`SearchHit`].

use super::{Anchor, ArticleId, ArticleRow, Listing, RowKey};

/// Position in a listing from which a page is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageFrom {
    /// From the first row on.
    First,
    /// From the last row back.
    Last,
    /// Rows after this one.
    After(RowKey),
    /// Rows before this one.
    Before(RowKey),
    /// Rows around this one, or around where it would be.
    Around(RowKey),
    /// Rows around this article; if it is not in the listing, around this key.
    AroundArticleOrRow(ArticleId, RowKey),
    /// Rows around the first row of the group after the one of this row, which is [`Page::target`].
    NextGroup(RowKey),
    /// Rows around the first row of the group of this row; if this is it, of the group before.
    PreviousGroup(RowKey),
    /// Rows around the next unread row after this one.
    NextUnread(RowKey),
    /// Rows around the last unread row before this one.
    PreviousUnread(RowKey),
    /// Rows around this article, if it is in the listing.
    AroundArticle(ArticleId),
    /// Rows around the row with this index in the listing, from 0, which is [`Page::target`]; around the last row if there
    /// are fewer.
    Index(usize),
    /// Rows around the row so many rows after this one, or before it if negative, which is [`Page::target`]; around the
    /// last or first row if there are fewer.
    Distance(RowKey, isize),
}

/// Request for a page of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// Id of the request; the page has the same.
    pub request_id: u64,
    /// Listing to read.
    pub listing: Listing,
    /// Position to read from.
    pub from: PageFrom,
    /// Largest number of rows; around a row, on either side.
    pub row_limit: usize,
    /// Read articles that stay in the view of unread ones until the user leaves it.
    pub pinned: Vec<ArticleId>,
}

/// Page of a listing. Its rows are in the order of the list, whatever it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Id of the request.
    pub request_id: u64,
    /// Position that was asked for.
    pub from: PageFrom,
    /// Rows; each has a key.
    pub rows: Vec<ArticleRow>,
    /// True if there are rows before these.
    pub has_more_before: bool,
    /// True if there are rows after these.
    pub has_more_after: bool,
    /// Article that was looked for: the first of a group, an unread one, one at an index. `None` if there is none in that
    /// direction.
    pub target: Option<ArticleId>,
    /// Number of rows in the whole listing, if it is stored.
    pub row_count: Option<usize>,
    /// Number of rows before these, if it is known.
    pub rows_before: Option<usize>,
}

impl Page {
    /// Makes a page without rows.
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

/// Order of the hits of a search.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SearchOrder {
    /// By date, the newest first.
    #[default]
    Newest,
    /// By relevance (BM25) among the newest hits.
    Relevance,
}

/// Article that matches a search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchHit {
    /// Row of the article.
    pub article: ArticleRow,
    /// Text of the heading above the match; `None` before the first heading, or if only the title matches.
    pub section: Option<String>,
    /// Line around the match, at most about 200 characters.
    pub context: String,
    /// Matches in `context`, in bytes.
    pub match_ranges: Vec<std::ops::Range<usize>>,
    /// Position of the match; `None` if no words in the text match.
    pub anchor: Option<Anchor>,
    /// Matching words as they stand in the title or in the text, to be found from `anchor` on. `None` if the match is in
    /// a note, or if the query has no words.
    pub words: Option<String>,
    /// False if the text was too large for the first answer: its line comes later.
    pub is_complete: bool,
}
