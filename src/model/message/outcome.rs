//! Results of the worker: [`Outcome`], each with the id that it answers.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::{
    Account, AccountId, AccountKind, AccountName, ArticleId, ArticleRow, ArticleState,
    ArticleTexts, Bookmark, ChangeId, ChangeKind, ChangeOrigin, ChangeReport, CodeKey, Counts,
    Document, ImageRequest, ImageSizes, LibraryNotice, Listing, Metadata, Page, PixelSize,
    ReadingPosition, RefreshSummary, RenderedImage, Request, SearchHit, SourceId, SourceRow,
    SourceText, SyncProgress, TextComparison, Tokens, ViewRow,
};

/// Result of a job, or news of the library, sent to the app.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Rows to append to the list, in its order.
    Rows(Vec<ArticleRow>),
    /// End of the rows.
    ScanFinished,
    /// Document of an article. It comes again, longer, while standard input is still open.
    Document {
        /// Id of the article.
        id: ArticleId,
        /// Document.
        document: Arc<Document>,
        /// Number of words, counted by the worker, since it takes too long for a key press.
        words: usize,
        /// True if more will come.
        partial: bool,
    },
    /// Sizes of the local images of an article. Comes before its document, which is laid out with it.
    ImageSizes(ArticleId, Arc<ImageSizes>),
    /// Image, or the error in one line.
    RenderedImage(ImageRequest, Result<Arc<RenderedImage>, String>),
    /// Image of the web that was fetched, or the error in a few words.
    WebImage {
        /// Article that it is in.
        article: ArticleId,
        /// Address of the image.
        url: String,
        /// Size of the image, in pixels.
        size: Result<PixelSize, String>,
    },
    /// A setting of its source asks to fetch the images of an article. Comes after its document.
    ImagesWanted(ArticleId),
    /// Texts of an article. Comes before its document.
    ArticleTexts(ArticleId, ArticleTexts),
    /// The page of an article is being fetched.
    PageTextStarted(ArticleId),
    /// Another text of an article is shown now: its document is to be loaded again, and those of other articles of its source.
    TextSwitched {
        /// Article.
        article: ArticleId,
        /// Texts of the article.
        texts: ArticleTexts,
        /// Number of words of the page, if it was fetched for this.
        fetched_words: Option<usize>,
    },
    /// The text of the page of an article was fetched in the background.
    PageTextStored(ArticleId),
    /// The page of an article was not fetched.
    PageTextFailed {
        /// Article.
        article: ArticleId,
        /// Reason in a few words.
        reason: String,
        /// End of the pause that its host asked for, in seconds since 1970-01-01 UTC.
        waits_until: Option<i64>,
    },
    /// Highlighting of code blocks.
    CodeTokens(Vec<(CodeKey, Tokens)>),
    /// Summaries of rows, or the error of an article. Many at once, since each outcome causes a frame and a folder has
    /// thousands of files.
    Summaries(Vec<(ArticleId, Result<Summary, String>)>),
    /// Error of an article that cannot be read, in one line.
    Unreadable(ArticleId, String),
    /// Source text of an article, or the error in one line.
    SourceText(ArticleId, Result<SourceText, String>),
    /// The text of an article compared with the one before its last changes; `None` if there is no earlier text.
    Comparison(ArticleId, Result<Option<Arc<TextComparison>>, String>),
    /// Row of a file that a link leads to.
    LinkedFileAdded(Box<ArticleRow>),
    /// Error of a file that a link leads to, in one line.
    LinkedFileFailed(ArticleId, PathBuf, String),
    /// Columns of the list beside the reader, as an earlier session has saved them.
    ListWidth(u16),
    /// Start of the list. The first page follows.
    Start {
        /// Counts of the library; `None` if the tour is shown.
        counts: Option<Counts>,
        /// Listing that the list shows.
        listing: Listing,
        /// Name of a view that is not built in.
        view_name: String,
    },
    /// Page of a listing.
    Page(Page),
    /// Id of a request whose page cannot be read.
    PageFailed(u64),
    /// Number of rows before the requested row, with the id of the request.
    RowsBefore(u64, usize),
    /// New counts.
    Counts(Counts),
    /// Views with their counts.
    Views(Vec<ViewRow>),
    /// Stored states of articles.
    States(Vec<(ArticleId, ArticleState)>),
    /// Reading position of an article. Comes before its document.
    Position(ArticleId, Option<ReadingPosition>),
    /// Bookmarked places of an article, in the order of the text. Comes before its document, and when they have
    /// changed.
    Places(ArticleId, Vec<Bookmark>),
    /// A change was saved; the report is for a message. The account is that of the feed that was changed, if it is one.
    ChangeSaved(Option<ChangeReport>, Option<Box<Account>>),
    /// A change was undone or redone.
    ChangeReplayed {
        /// Report for a message.
        report: ChangeReport,
        /// Ids that the list may have for the article of the change; empty if it concerns none or several.
        articles: Vec<ArticleId>,
    },
    /// A change was not saved, with the reason in one line.
    SaveFailed(String),
    /// The newest change is of another session; its id confirms the undo.
    UndoNeedsConfirmation(ChangeId, ChangeKind, ChangeOrigin),
    /// History of positions of earlier sessions.
    History {
        /// Positions before the present one, the latest last.
        back: Vec<(ArticleRow, Option<ReadingPosition>)>,
        /// Positions that the user went back from, the latest last.
        forward: Vec<(ArticleRow, Option<ReadingPosition>)>,
    },
    /// Articles whose corrections have changed, under all ids that the list may have for them.
    Corrected(Vec<ArticleId>),
    /// Another program has changed the library: reload what is shown.
    LibraryChanged,
    /// Hits of a search.
    SearchResults {
        /// Number of the search.
        number: u64,
        /// The hits, in the order of the list.
        hits: Vec<SearchHit>,
        /// True if the library may hold more hits.
        has_more: bool,
        /// A part of the query that could not be used, in one line.
        problem: Option<String>,
    },
    /// A hit of a search with its line, whose text was too large for [`Outcome::SearchResults`].
    SearchHit {
        /// Number of the search.
        number: u64,
        /// Index of the hit.
        index: usize,
        /// The hit.
        hit: Box<SearchHit>,
    },
    /// Other articles of the story of this article, the newest first.
    Story(ArticleId, Vec<ArticleRow>),
    /// Accounts on servers with their health. Come before the sources.
    Accounts(Vec<Account>),
    /// Sources with their health, in the order in which they were added.
    Sources(Vec<SourceRow>),
    /// Last requests of a source, the newest first.
    Requests(SourceId, Vec<Request>),
    /// Progress of all running syncs of accounts; `None` if there are none.
    SyncProgress(Option<SyncProgress>),
    /// Progress of all running refreshes of feeds.
    RefreshProgress {
        /// Sources that are done.
        done: usize,
        /// All sources; 0 if nothing is being refreshed.
        total: usize,
    },
    /// End of a refresh.
    RefreshFinished(RefreshSummary),
    /// Number of failing sources. Sent at the start and whenever it changes.
    SourceCounts {
        /// Sources that count as failing.
        failing: usize,
    },
    /// A source was added, or was there already.
    Subscribed {
        /// Source.
        source: SourceId,
        /// Title of the source.
        title: String,
        /// Number of articles of the source that were added.
        article_count: usize,
        /// False if the source was there before.
        is_new: bool,
        /// Account that has the feed, too.
        other: Option<AccountName>,
    },
    /// The server of an account will subscribe to a feed with the next sync, or has it already.
    SubscribedRemotely {
        /// Account.
        account: AccountName,
        /// Title of the feed.
        title: String,
        /// False if the server has it already.
        is_new: bool,
    },
    /// A page that links to no feed was added as an article, with this title.
    PageAdded(ArticleId, String),
    /// The server of an account was not asked to subscribe to a feed.
    RemoteSubscriptionFailed {
        /// Address as typed.
        address: String,
        /// Account, and the kind of its server.
        account: (AccountId, AccountKind),
        /// Code and details of the error.
        error: (String, Option<String>),
    },
    /// The page at an address links to several feeds; none was added.
    SubscribeChoices {
        /// Address as typed.
        address: String,
        /// Feeds, the likeliest first, comments last.
        feeds: Vec<FeedChoice>,
        /// Account whose server is to subscribe to one.
        account: Option<AccountId>,
    },
    /// No source was added.
    SubscribeFailed {
        /// Address as typed.
        address: String,
        /// Reason and advice, in one line.
        reason: String,
    },
    /// An account was added. Its articles are not there yet.
    AccountAdded {
        /// Account.
        id: AccountId,
        /// Address of its API.
        url: String,
        /// User name; may be empty.
        user: String,
        /// Name and version of the server, if it says them.
        version: Option<String>,
    },
    /// No account was added.
    AccountNotAdded {
        /// API of the server.
        kind: AccountKind,
        /// Address as typed, without a credential.
        address: String,
        /// User name as typed; may be empty.
        user: String,
        /// Code and details of the error.
        error: (String, Option<String>),
    },
    /// Any other error, such as an unreadable folder, in one line.
    Warning(String),
    /// Condition of the library that the user should know.
    LibraryNotice(LibraryNotice),
}

impl Outcome {
    /// Returns the error of this outcome, as a line for the log.
    pub fn error(&self) -> Option<&str> {
        match self {
            Self::RenderedImage(_, Err(reason))
            | Self::Unreadable(_, reason)
            | Self::WebImage {
                size: Err(reason), ..
            }
            | Self::SourceText(_, Err(reason))
            | Self::Comparison(_, Err(reason))
            | Self::LinkedFileFailed(_, _, reason)
            | Self::SaveFailed(reason)
            | Self::SubscribeFailed { reason, .. }
            | Self::AccountNotAdded {
                error: (reason, _), ..
            }
            | Self::PageTextFailed { reason, .. }
            | Self::Warning(reason) => Some(reason),
            Self::LibraryNotice(notice) => Some(notice.name()),
            Self::Summaries(found) => {
                let mut failures = found.iter().filter_map(|(_, result)| result.as_ref().err());
                failures.next().map(String::as_str)
            }
            Self::Rows(_)
            | Self::ScanFinished
            | Self::Document { .. }
            | Self::ImageSizes(..)
            | Self::RenderedImage(_, Ok(_))
            | Self::WebImage { size: Ok(_), .. }
            | Self::ImagesWanted(_)
            | Self::ArticleTexts(..)
            | Self::PageTextStarted(_)
            | Self::TextSwitched { .. }
            | Self::PageTextStored(_)
            | Self::CodeTokens(_)
            | Self::SourceText(_, Ok(_))
            | Self::Comparison(_, Ok(_))
            | Self::LinkedFileAdded(_)
            | Self::Start { .. }
            | Self::Page(_)
            | Self::ListWidth(_)
            | Self::PageFailed(_)
            | Self::RowsBefore(..)
            | Self::Counts(_)
            | Self::Corrected(_)
            | Self::Views(_)
            | Self::States(_)
            | Self::Position(..)
            | Self::Places(..)
            | Self::ChangeSaved(..)
            | Self::ChangeReplayed { .. }
            | Self::UndoNeedsConfirmation(..)
            | Self::History { .. }
            | Self::LibraryChanged
            | Self::SearchResults { .. }
            | Self::SearchHit { .. }
            | Self::Accounts(_)
            | Self::Sources(_)
            | Self::Story(..)
            | Self::Requests(..)
            | Self::SyncProgress(_)
            | Self::RefreshProgress { .. }
            | Self::RefreshFinished(_)
            | Self::SourceCounts { .. }
            | Self::Subscribed { .. }
            | Self::SubscribedRemotely { .. }
            | Self::RemoteSubscriptionFailed { .. }
            | Self::AccountAdded { .. }
            | Self::PageAdded(..)
            | Self::SubscribeChoices { .. } => None,
        }
    }
}

/// A feed that a page links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedChoice {
    /// Absolute address.
    pub url: String,
    /// Title of the link.
    pub title: Option<String>,
}

/// Summary of an article for its row.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Metadata of the document.
    pub metadata: Metadata,
    /// Number of words.
    pub word_count: usize,
}
