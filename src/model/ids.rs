//! Ids of the rows of the library, one type for each kind; and [`ArticleId`], the id of a row of the list.

use std::fmt::{Display, Formatter};
use std::num::ParseIntError;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Declares id types: an integer each, as in the database and in scripts.
macro_rules! ids {
    ($($(#[$comment:meta])* $name:ident;)*) => {$(
        $(#[$comment])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl Display for $name {
            fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, ParseIntError> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// Id of a row of the list. Its sign and size say where the article is from:
    ///
    /// | range | what |
    /// | --- | --- |
    /// | above 0 | an article of the library: the id of its row there, for good |
    /// | 0 | no row: an article that is only printed ([`ArticleId::NONE`]) |
    /// | -1 down | what this run was started with |
    /// | -2^40 - 1 down | what a link has led to in this run |
    /// | -2^48 down | the articles of the tour |
    ArticleId;
    /// Id of a source.
    SourceId;
    /// Id of what a source says about one article: an entry of a feed, a file of a folder.
    EntryId;
    /// Id of a category of sources.
    CategoryId;
    /// Id of a bookmark of an article or of a place in it.
    BookmarkId;
    /// Id of a saved search.
    SavedSearchId;
    /// Id of a change in the journal.
    ChangeId;
    /// Id of an account on a server.
    AccountId;
}

/// Upper bound of the ids of linked files.
const LINKS: i64 = -(1 << 40);
/// Id of the first article of the tour.
const TOUR: i64 = -(1 << 48);

impl ArticleId {
    /// Id of an article that has no row.
    pub const NONE: Self = Self(0);

    /// Returns the id of the `n`th given article, counted from 0.
    pub fn given(n: usize) -> Self {
        Self(-1 - offset(n))
    }

    /// Returns the id of the `n`th file that a link has led to in this session, counted from 0.
    pub fn linked(n: usize) -> Self {
        Self(LINKS - 1 - offset(n))
    }

    /// Returns the id of the `n`th article of the tour, counted from 0.
    pub fn tour(n: usize) -> Self {
        Self(TOUR - offset(n))
    }

    /// Returns true for an article of the library.
    pub fn is_in_library(self) -> bool {
        self.0 > 0
    }

    /// Returns true for an article of this session only, the tour included.
    pub fn is_session_only(self) -> bool {
        self.0 < 0
    }

    /// Returns true for a given article.
    pub fn is_given(self) -> bool {
        (LINKS..0).contains(&self.0)
    }

    /// Returns true for a file that a link has led to in this session.
    pub fn is_linked(self) -> bool {
        self.0 < LINKS && self.0 > TOUR
    }

    /// Returns true for an article of the tour.
    pub fn is_tour(self) -> bool {
        self.0 <= TOUR
    }
}

/// Converts a count to a distance between ids, capped at the largest one.
fn offset(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX).min(-LINKS - 2)
}
