//! Work asked of the worker ([`Job`]) and what it came to ([`Outcome`]), each with the id it is for.

use std::path::PathBuf;
use std::sync::Arc;

use super::{
    Article, ArticleId, CodeKey, CodeRequest, Document, Metadata, Origin, Picture, PictureRequest,
    PictureSizes, Tokens,
};

/// Work asked of the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
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
