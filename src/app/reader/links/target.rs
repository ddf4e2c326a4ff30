//! Destinations of links: a position in an article, [`OpenTarget`], or a file that is looked for, [`AwaitedFile`].

use crate::model::{Anchor, ArticleId};

/// A position that an article is opened for.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) enum OpenTarget {
    /// The fragment of a link.
    Fragment(String),
    /// A position by content, and words to be looked for there.
    Anchor(Anchor, Option<String>),
}

/// A file that a link leads to, being looked for.
#[derive(Debug)]
pub(in crate::app::reader) struct AwaitedFile {
    /// The id that it will have.
    pub(super) id: ArticleId,
    /// The link as it stands in the article.
    pub(super) url: String,
}
