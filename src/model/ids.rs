//! Ids as types of their own: [`ArticleId`].

/// The id of an article: above 0 for good, its row in the library; below 0 for as long as the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub i64);
