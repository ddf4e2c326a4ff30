//! Tables and indices of a listing ([`RowSource`]), its sort column ([`SortColumn`]), and the query of its rows
//! ([`Select`]).

use rusqlite::types::Value;

use crate::library::query::listing::stories::StoryView;

/// Tables and index that the rows of a listing are read from, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum RowSource {
    /// Articles, by the index with this order; without one they are sorted.
    Articles(Option<&'static str>),
    /// Articles of sources, by the index of `member` with this order.
    Members(&'static str),
    /// Articles of a saved search, stored from the newest on.
    SavedSearch,
}

/// Column that rows are sorted by; ties are sorted by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum SortColumn {
    /// By date, newest first.
    Date,
    /// By time of opening, latest first.
    Opened,
    Title,
    Length,
}

impl RowSource {
    /// Returns the SQL of the tables. The article has the alias `a`.
    pub(in crate::library) fn tables(self) -> String {
        match self {
            Self::Articles(Some(index)) => format!("article a INDEXED BY {index}"),
            Self::Articles(None) => "article a".to_owned(),
            Self::Members(index) => {
                format!("member m INDEXED BY {index} CROSS JOIN article a ON a.id = m.article")
            }
            Self::SavedSearch => {
                "saved_search_article v CROSS JOIN article a ON a.id = v.article".to_owned()
            }
        }
    }

    /// Returns the SQL of the tables if only conditions and keys are needed, and no other column of the article.
    pub(in crate::library) fn key_tables(self) -> String {
        match self {
            Self::Members(index) => format!("member m INDEXED BY {index}"),
            Self::Articles(_) | Self::SavedSearch => self.tables(),
        }
    }

    /// Returns the SQL of the tables if a few articles are looked up by id and sorted.
    pub(in crate::library) fn tables_of_few(self) -> &'static str {
        match self {
            Self::Articles(_) => "article a",
            Self::Members(_) => "article a CROSS JOIN member m ON m.article = a.id",
            Self::SavedSearch => "article a CROSS JOIN saved_search_article v ON v.article = a.id",
        }
    }

    /// Returns the column with the read state.
    pub(in crate::library) fn read_column(self) -> &'static str {
        match self {
            Self::Members(_) => "m.read",
            Self::Articles(_) | Self::SavedSearch => "a.read",
        }
    }

    /// Returns the column with the source that rows are grouped by.
    pub(in crate::library) fn source_column(self) -> &'static str {
        match self {
            Self::Members(_) => "m.source",
            Self::Articles(_) | Self::SavedSearch => "a.source_or_0",
        }
    }

    /// Returns the column with the story of the article; `None` if no table has it.
    pub(in crate::library) fn story_column(self) -> Option<&'static str> {
        match self {
            Self::Members(_) => None,
            Self::Articles(_) | Self::SavedSearch => Some("a.story"),
        }
    }

    /// Returns the column with the id of the article.
    pub(in crate::library) fn id_column(self) -> &'static str {
        match self {
            Self::Articles(_) => "a.id",
            Self::Members(_) => "m.article",
            Self::SavedSearch => "v.article",
        }
    }
}

impl SortColumn {
    /// Returns the column in the table `article`.
    pub(in crate::library) fn article_column(self) -> &'static str {
        match self {
            Self::Date => "a.neg_date",
            Self::Opened => "a.neg_opened",
            Self::Title => "a.title_key",
            Self::Length => "a.words",
        }
    }

    /// Returns the column in the tables of a [`RowSource`].
    pub(in crate::library) fn column(self, row_source: RowSource) -> &'static str {
        match (self, row_source) {
            (Self::Date, RowSource::SavedSearch) => "v.neg_date",
            (Self::Date, RowSource::Members(_)) => "m.neg_date",
            (Self::Title, RowSource::Members(_)) => "m.title_key",
            (Self::Length, RowSource::Members(_)) => "m.words",
            (sort, _) => sort.article_column(),
        }
    }
}

/// Query of the rows of a listing.
#[derive(Debug, Clone)]
pub(in crate::library) struct Select {
    pub(in crate::library) row_source: RowSource,
    /// Conditions on the rows: SQL.
    pub(in crate::library) conditions: String,
    /// Parameters of `conditions`.
    pub(in crate::library) values: Vec<Value>,
    /// `ORDER BY` clause, or empty.
    pub(in crate::library) order: String,
    /// Lists one matching article of each story; `None` if the conditions do, or if every article has its row.
    pub(in crate::library) stories: Option<StoryView>,
}

/// Converts a number of rows into an SQL limit.
pub(in crate::library) fn sql_limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
