//! Requests to the worker: [`Job`].

use std::path::PathBuf;

use super::Change;
use crate::model::{
    AccountId, ArticleId, ArticleRef, ChangeId, CodeRequest, Grouping, ImageRequest, Listing,
    NewAccount, Order, Origin, PageRequest, ReadingPosition, RefreshScope, RowKey, SearchOrder,
    SourceId, TextKind, View,
};

/// Request to the worker.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Turn the given paths into rows: files, folders with their content, standard input.
    Scan(Vec<Origin>),
    /// Read and extract an article.
    LoadDocument(ArticleId, Origin),
    /// Read the source text of an article, before extraction.
    LoadSourceText(ArticleId, Origin),
    /// Compare the text of an article with the one before its last changes.
    LoadComparison(ArticleId, Origin),
    /// Remove the mark that the text of an article has changed.
    MarkChangeSeen(ArticleRef),
    /// Make a row with this id for a file that a link leads to.
    AddLinkedFile(ArticleId, PathBuf),
    /// Read an image and encode it for the screen.
    LoadImage(ImageRequest),
    /// Fetch images of the web of an article into the cache, by their addresses.
    FetchImages(ArticleId, Vec<String>),
    /// Show the other text of an article, that of its page or that of its feed; the page is fetched where it is not stored.
    SwitchText {
        /// Article.
        article: ArticleId,
        /// Text that is on the screen: its page may have come in the background since.
        displayed: Option<TextKind>,
    },
    /// Stop fetching the page of an article.
    StopPage(ArticleId),
    /// Highlight code blocks.
    HighlightCode(Vec<CodeRequest>),
    /// Load the start view of the library: its counts and its listing come as
    /// [`Outcome::Start`](super::Outcome::Start). An empty library gives the rows of the tour.
    LoadStart,
    /// Send the rows of the tour.
    LoadTour,
    /// Read a page of a listing. Requests are queued; a newer one does not replace an older one.
    LoadPage(PageRequest),
    /// Cancel the pages with request ids up to this one.
    CancelPages(u64),
    /// Count the rows that precede this row in a listing, with these pinned articles. Slow in a large library. The
    /// first number is the id of the request.
    CountRowsBefore(u64, Listing, RowKey, Vec<ArticleId>),
    /// Send the stored state of these articles and the counts; for a few articles also their bookmarked places.
    SendStates(Vec<ArticleId>),
    /// Read the views with their counts.
    LoadViews,
    /// Save a change.
    SaveChange(Change),
    /// Undo the newest change. One of another session needs its id as a confirmation.
    Undo(Option<ChangeId>),
    /// Redo the change that was undone last.
    Redo,
    /// Save the order and grouping of the list for the next start.
    SaveOrder(Order, Grouping),
    /// Save the columns of the list beside the reader for the next start.
    SaveListWidth(u16),
    /// Save the view of the list for the next start.
    SaveView(View),
    /// Save the reading position of an article, and that it was opened.
    SavePosition {
        /// Article.
        article: ArticleRef,
        /// Reading position; `None` is the start.
        position: Option<ReadingPosition>,
        /// Fraction that was read, 0 to 1.
        progress: f64,
    },
    /// Save the history of positions.
    SaveHistory {
        /// Positions before the present one, the latest last.
        back: Vec<(ArticleRef, Option<ReadingPosition>)>,
        /// Positions that the user went back from, the latest last.
        forward: Vec<(ArticleRef, Option<ReadingPosition>)>,
    },
    /// Search the library; a newer search interrupts an older one.
    Search {
        /// Number that the result has, too.
        number: u64,
        /// Query as typed.
        query: String,
        /// Order of the hits.
        order: SearchOrder,
    },
    /// Read the other articles of the story of an article.
    LoadStory(ArticleId),
    /// Read the sources with their categories and their health.
    LoadSources,
    /// Count the failing sources.
    CountSources,
    /// Read the last requests of a source.
    LoadRequests(SourceId),
    /// Fetch sources and store what is new.
    Refresh(RefreshScope),
    /// Find the server of an account, check its user name and password, and add it.
    AddAccount(Box<NewAccount>),
    /// Remove an account with its sources; their articles stay.
    RemoveAccount(AccountId),
    /// Subscribe to the feed at an address as typed: that of a feed, or of a page that links to one.
    Subscribe {
        /// Address.
        address: String,
        /// Account whose server is to subscribe to it; `None` to fetch it here.
        account: Option<AccountId>,
    },
}
