//! Work asked of the worker ([`Job`]) and what it came to ([`Outcome`]), each with the id it is for.

use std::path::PathBuf;
use std::sync::Arc;

use super::{
    Article, ArticleId, Bookmark, Change, CodeKey, CodeRequest, Counts, Document, Grouping,
    Listing, Metadata, Order, Origin, Page, PageRequest, Picture, PictureRequest, PictureSizes,
    Place, RowKey, SearchHit, StoryRef, StoryState, Tokens, ViewRow,
};

/// Work asked of the worker.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    /// Turn what the user pointed at into rows: files, folders with what is in them, standard input.
    Scan(Vec<Origin>),
    /// The rows of one path alone, without looking into the stories.
    List(Origin),
    /// Read and extract a story.
    LoadDocument(ArticleId, Origin),
    /// Read a story's raw text.
    LoadRaw(ArticleId, Origin),
    /// Make a row of a file that a link leads to, with this id.
    Add(ArticleId, PathBuf),
    /// Read a story only for what its row says. Waits behind every [`Job::LoadDocument`].
    Describe(ArticleId, Origin),
    /// Read a picture of a story and make it ready for the screen.
    LoadPicture(PictureRequest),
    /// Find out what the words of code are.
    ColourCode(Vec<CodeRequest>),
    /// Look whether the library has anything to show at the start: comes to [`Outcome::Home`], and, if it has nothing, to the
    /// rows of the stories that the program brings along.
    Home,
    /// Send the rows of the stories that the program brings along.
    Tour,
    /// Read a page of a listing. Of several that wait, all are read.
    Page(PageRequest),
    /// Nobody waits any longer for pages up to this number.
    ForgetPages(u64),
    /// Count the rows that stand before this row in a listing, with these read articles that stay in the unread view. In a large
    /// library this takes its time. The number comes back.
    Position(u64, Listing, RowKey, Vec<ArticleId>),
    /// Say again what the library knows of these stories, of few also the bookmarks in them, and how many there are of each kind.
    States(Vec<ArticleId>),
    /// Read the views with their counts.
    Views,
    /// Change something for good.
    Change(Change),
    /// Take back the newest change. One that an earlier session made only if the user has seen its name: `Some` of its number.
    Undo(Option<i64>),
    /// Do again what was taken back last.
    Redo,
    /// Keep how the list is sorted and grouped, for the next start.
    KeepOrder(Order, Grouping),
    /// Keep where a story was left, and that it was opened.
    SavePlace {
        /// Which.
        story: StoryRef,
        /// Where; `None` is its start.
        place: Option<Place>,
        /// How far it was read, 0 to 1.
        progress: f64,
    },
    /// Keep the places read: those before, and those one came back from, each with the latest last.
    SaveTrail(
        Vec<(StoryRef, Option<Place>)>,
        Vec<(StoryRef, Option<Place>)>,
    ),
    /// Look for words in everything; a newer search ends an older one.
    Search {
        /// Comes back with what was found.
        number: u64,
        /// What was typed.
        query: String,
    },
}

/// What a job came to.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Rows for the list, in its order, to stand behind those already there.
    Rows(Vec<Article>),
    /// Every row has been sent.
    Scanned,
    /// A story's document. It comes again, longer, while standard input is still flowing.
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
    /// How large the pictures of a story are that are on this machine. Comes before its document, which is laid out with it.
    PictureSizes(ArticleId, Arc<PictureSizes>),
    /// A picture, or why there is none.
    Picture(PictureRequest, Result<Arc<Picture>, String>),
    /// What the words of code are.
    CodeTokens(Vec<(CodeKey, Tokens)>),
    /// What the rows of stories say, or why a story can't be read. Many at once: a folder has thousands, and each outcome is a
    /// frame.
    Described(Vec<(ArticleId, Result<Summary, String>)>),
    /// A story can't be read; the text says why in one line.
    Unreadable(ArticleId, String),
    /// The raw text of a story, or why there is none, in one line.
    Raw(ArticleId, Result<String, String>),
    /// The row of a file that a link leads to.
    Added(Box<Article>),
    /// A link leads to no file that can be read; the text says why in one line.
    NotAdded(ArticleId, PathBuf, String),
    /// What the library has for the start: its counts, if the start shows it, and what is listed. The first page follows.
    Home(Option<Counts>, Listing),
    /// A page of a listing.
    Page(Page),
    /// A page can't be read, by the number of its request.
    NoPage(u64),
    /// How many rows stand before the row that was asked for, by the number of the request.
    Position(u64, usize),
    /// Counts have changed.
    Counts(Counts),
    /// The views with their counts.
    Views(Vec<ViewRow>),
    /// What the library knows of stories, by the names that the list has for them.
    States(Vec<(ArticleId, StoryState)>),
    /// Where a story was left. Comes before its document.
    Place(ArticleId, Option<Place>),
    /// The bookmarks of places in a story, in the order of the story. Comes before its document, and when they have changed.
    Bookmarks(ArticleId, Vec<Bookmark>),
    /// A change is kept for good: what to say of it, empty for nothing.
    Changed(String),
    /// A change was not kept: why, in one line.
    NotSaved(String),
    /// The newest change is of an earlier session: its number and its name.
    NamedUndo(i64, String),
    /// The places read in earlier sessions: before, and after.
    Trail(Vec<(Article, Option<Place>)>, Vec<(Article, Option<Place>)>),
    /// Another program has changed the library: what is shown of it is to be read again.
    LibraryChanged,
    /// What a search has found, by its number, whether there may be more, and what of it can't be asked.
    Found(u64, Vec<SearchHit>, bool, Option<String>),
    /// Something else went wrong: a folder that can't be read. The text says what and where in one line.
    Trouble(String),
}

/// What the row of a story says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// What the document says of itself.
    pub metadata: Metadata,
    /// How many words it has.
    pub words: usize,
}
