//! The reader pane: the article that is shown, its text, and where it was left: [`ReaderPane`].

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::Reader;
use super::keeping::Keeping;
use super::links::{Adding, Target};
use super::pictures::Adornments;
use super::places::History;
use crate::model::{Anchor, ArticleId, Bookmark, BookmarkId, Document};

/// The reader pane.
#[derive(Debug, Default)]
pub(super) struct ReaderPane {
    /// The article in the pane, opened or previewed.
    pub(super) shown: Option<ArticleId>,
    /// Its text, once it is there.
    pub(super) text: Option<Reader>,
    /// The article's own text, while `text` shows its source.
    pub(super) article: Option<Reader>,
    /// The article whose source was asked for and has not come.
    pub(super) awaiting_raw: Option<ArticleId>,
    /// The file that a link leads to, while it is looked for.
    pub(super) adding: Option<Adding>,
    /// How many files links have led to.
    pub(super) added: usize,
    /// The place to go to in an article once its text is there.
    pub(super) target: Option<(ArticleId, Target)>,
    /// Whether it was opened, and not only previewed.
    pub(super) opened: bool,
    /// The article whose text was asked for and has not come.
    pub(super) awaiting: Option<ArticleId>,
    /// Whether more of the article that is shown is still coming.
    pub(super) growing: bool,
    /// The bookmarks in the article that is shown.
    pub(super) bookmarks: Option<(ArticleId, Vec<Bookmark>)>,
    /// The bookmark whose place the list shows a preview of.
    pub(super) previewed: Option<BookmarkId>,
    /// Where each article that was opened was left, and the lines of white space above.
    pub(super) left_at: HashMap<ArticleId, (Anchor, usize)>,
    /// What of these is in the library.
    pub(super) saved: Keeping,
    /// The texts used last, the latest first.
    pub(super) documents: Vec<(ArticleId, Arc<Document>)>,
    /// The places read before this one, and those that `H` came back from.
    pub(super) history: History,
    /// The articles that Space left behind, for Backspace.
    pub(super) trail: Vec<ArticleId>,
    /// When Space was last pressed, and whether it has said that the article ends.
    pub(super) read_on: Option<(DateTime<FixedOffset>, bool)>,
    /// The same for Backspace and the start.
    pub(super) read_back: Option<(DateTime<FixedOffset>, bool)>,
    pub(super) media: Adornments,
}
