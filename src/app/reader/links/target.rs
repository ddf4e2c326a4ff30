//! Targets of opened articles and links: a position, [`OpenTarget`], or a file that is being looked for,
//! [`AwaitedFile`].

use crate::model::{Anchor, ArticleId};

/// A position that an article is opened at.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) enum OpenTarget {
    /// Fragment of a link.
    Fragment(String),
    /// Anchor.
    Anchor(Anchor),
    /// Words to find from an anchor on; without one, from the start of the article on.
    Match(Option<Anchor>, String),
}

/// The file of a link, while it is being looked for.
#[derive(Debug)]
pub(in crate::app::reader) struct AwaitedFile {
    /// Id that the article will have.
    pub(super) id: ArticleId,
    /// The link as written in the article.
    pub(super) url: String,
}
