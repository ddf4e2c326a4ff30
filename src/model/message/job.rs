//! Work asked of the worker: [`Job`].

use std::path::PathBuf;

use super::Change;
use crate::model::{
    ArticleId, ArticleRef, ChangeId, CodeRequest, Grouping, ImageRequest, Listing, Order, Origin,
    PageRequest, ReadingPosition, RowKey,
};

/// Work asked of the worker.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Turn what the user pointed at into rows: files, folders with what is in them, standard input.
    Scan(Vec<Origin>),
    /// Read and extract an article.
    LoadDocument(ArticleId, Origin),
    /// Read an article's raw text.
    LoadSource(ArticleId, Origin),
    /// Make a row of a file that a link leads to, with this id.
    AddLinkedFile(ArticleId, PathBuf),
    /// Read an image of an article and make it ready for the screen.
    LoadImage(ImageRequest),
    /// Find out what the words of code are.
    HighlightCode(Vec<CodeRequest>),
    /// Look whether the library has anything to show at the start: comes to [`Outcome::Home`](super::Outcome::Home), and, if it has nothing, to the
    /// rows of the articles that the program brings along.
    LoadStart,
    /// Send the rows of the articles that the program brings along.
    LoadTour,
    /// Read a page of a listing. Of several that wait, all are read.
    LoadPage(PageRequest),
    /// Nobody waits any longer for pages up to this number.
    CancelPages(u64),
    /// Count the rows that stand before this row in a listing, with these read articles that stay in the unread view. In a large
    /// library this takes its time. The number comes back.
    CountRowsBefore(u64, Listing, RowKey, Vec<ArticleId>),
    /// Say again what the library knows of these articles, of few also the bookmarks in them, and how many there are of each kind.
    SendStates(Vec<ArticleId>),
    /// Read the views with their counts.
    LoadViews,
    /// Change something for good.
    Change(Change),
    /// Take back the newest change. One that an earlier session made only if the user has seen its name: `Some` of its number.
    Undo(Option<ChangeId>),
    /// Do again what was taken back last.
    Redo,
    /// Keep how the list is sorted and grouped, for the next start.
    SaveOrder(Order, Grouping),
    /// Keep where an article was left, and that it was opened.
    SavePosition {
        /// Which.
        article: ArticleRef,
        /// Where; `None` is its start.
        position: Option<ReadingPosition>,
        /// How far it was read, 0 to 1.
        progress: f64,
    },
    /// Keep the places read: those before, and those one came back from, each with the latest last.
    SaveHistory {
        /// Positions before the present one, the latest last.
        back: Vec<(ArticleRef, Option<ReadingPosition>)>,
        /// Positions that the user went back from, the latest last.
        forward: Vec<(ArticleRef, Option<ReadingPosition>)>,
    },
    /// Look for words in everything; a newer search ends an older one.
    Search {
        /// Comes back with what was found.
        number: u64,
        /// What was typed.
        query: String,
    },
}
