//! Results of the worker: [`Outcome`], each with the id that it is for.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::{
    ArticleId, ArticleRow, ArticleState, Bookmark, ChangeId, ChangeKind, ChangeReport, CodeKey,
    Counts, Document, ImageRequest, ImageSizes, Listing, Metadata, Page, ReadingPosition,
    RenderedImage, SearchHit, Tokens, ViewRow,
};

/// Result of a job, sent to the app.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Rows for the list, in its order, to stand behind those already there.
    Rows(Vec<ArticleRow>),
    /// Every row has been sent.
    ScanFinished,
    /// An article's document. It comes again, longer, while standard input is still flowing.
    Document {
        /// Whose it is.
        id: ArticleId,
        /// The content.
        document: Arc<Document>,
        /// How many words it has: counting them takes longer than a key may.
        words: usize,
        /// Whether more is still coming.
        partial: bool,
    },
    /// How large the images of an article are that are on this machine. Comes before its document, which is laid out with it.
    ImageSizes(ArticleId, Arc<ImageSizes>),
    /// An image, or why there is none.
    RenderedImage(ImageRequest, Result<Arc<RenderedImage>, String>),
    /// What the words of code are.
    CodeTokens(Vec<(CodeKey, Tokens)>),
    /// What the rows of articles say, or why an article can't be read. Many at once: a folder has thousands, and each outcome is a
    /// frame.
    Summaries(Vec<(ArticleId, Result<Summary, String>)>),
    /// An article can't be read; the text says why in one line.
    Unreadable(ArticleId, String),
    /// The raw text of an article, or why there is none, in one line.
    Source(ArticleId, Result<String, String>),
    /// The row of a file that a link leads to.
    LinkedFileAdded(Box<ArticleRow>),
    /// A link leads to no file that can be read; the text says why in one line.
    LinkedFileFailed(ArticleId, PathBuf, String),
    /// What the library has for the start: its counts, if the start shows it, and what is listed. The first page follows.
    Start(Option<Counts>, Listing),
    /// A page of a listing.
    Page(Page),
    /// A page can't be read, by the number of its request.
    PageFailed(u64),
    /// How many rows stand before the row that was asked for, by the number of the request.
    RowsBefore(u64, usize),
    /// Counts have changed.
    Counts(Counts),
    /// The views with their counts.
    Views(Vec<ViewRow>),
    /// What the library knows of articles, by the names that the list has for them.
    States(Vec<(ArticleId, ArticleState)>),
    /// Where an article was left. Comes before its document.
    Position(ArticleId, Option<ReadingPosition>),
    /// The bookmarks of places in an article, in the order of the article. Comes before its document, and when they have changed.
    Bookmarks(ArticleId, Vec<Bookmark>),
    /// A change is kept for good: what to say of it, if anything.
    ChangeSaved(Option<ChangeReport>),
    /// A change was not kept: why, in one line.
    SaveFailed(String),
    /// The newest change is of an earlier session: undoing it is to be confirmed by its id.
    UndoNeedsConfirmation(ChangeId, ChangeKind),
    /// The places read in earlier sessions: before, and after.
    History {
        /// Positions before the present one, the latest last.
        back: Vec<(ArticleRow, Option<ReadingPosition>)>,
        /// Positions that the user went back from, the latest last.
        forward: Vec<(ArticleRow, Option<ReadingPosition>)>,
    },
    /// Another program has changed the library: what is shown of it is to be read again.
    LibraryChanged,
    /// What a search has found, by its number, whether there may be more, and what of it can't be asked.
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
    /// Something else went wrong: a folder that can't be read. The text says what and where in one line.
    Warning(String),
}

impl Outcome {
    /// Why something failed, where this says so: a line for the log.
    pub fn error(&self) -> Option<&str> {
        match self {
            Self::RenderedImage(_, Err(why))
            | Self::Unreadable(_, why)
            | Self::Source(_, Err(why))
            | Self::LinkedFileFailed(_, _, why)
            | Self::SaveFailed(why)
            | Self::Warning(why) => Some(why),
            Self::Summaries(found) => {
                let mut failures = found.iter().filter_map(|(_, result)| result.as_ref().err());
                failures.next().map(String::as_str)
            }
            Self::Rows(_)
            | Self::ScanFinished
            | Self::Document { .. }
            | Self::ImageSizes(..)
            | Self::RenderedImage(_, Ok(_))
            | Self::CodeTokens(_)
            | Self::Source(_, Ok(_))
            | Self::LinkedFileAdded(_)
            | Self::Start(..)
            | Self::Page(_)
            | Self::PageFailed(_)
            | Self::RowsBefore(..)
            | Self::Counts(_)
            | Self::Views(_)
            | Self::States(_)
            | Self::Position(..)
            | Self::Bookmarks(..)
            | Self::ChangeSaved(_)
            | Self::UndoNeedsConfirmation(..)
            | Self::History { .. }
            | Self::LibraryChanged
            | Self::SearchResults { .. } => None,
        }
    }
}

/// What the row of an article says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// What the document says of itself.
    pub metadata: Metadata,
    /// How many words it has.
    pub word_count: usize,
}
