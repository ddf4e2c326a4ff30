//! Tables and indices of a listing ([`RowSource`]), its sort column ([`SortColumn`]), and the query of its rows
//! ([`Select`]).

use rusqlite::types::Value;

/// The rows that a listing walks through, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum RowSource {
    /// Articles, by the index that has the order, or sorted.
    Articles(Option<&'static str>),
    /// The articles of sources, by the index of `member` that has the order.
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
    /// Returns the tables of the walk: SQL. The article is `a`.
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

    /// Returns the tables if only conditions and keys of the scan are needed, and no other column of the article: SQL.
    pub(in crate::library) fn tables_of_keys(self) -> String {
        match self {
            Self::Members(index) => format!("member m INDEXED BY {index}"),
            Self::Articles(_) | Self::SavedSearch => self.tables(),
        }
    }

    /// Returns the tables if a few articles are looked up by id and sorted: SQL.
    pub(in crate::library) fn tables_of_few(self) -> &'static str {
        match self {
            Self::Articles(_) => "article a",
            Self::Members(_) => "article a CROSS JOIN member m ON m.article = a.id",
            Self::SavedSearch => "article a CROSS JOIN saved_search_article v ON v.article = a.id",
        }
    }

    /// Returns the read column: SQL.
    pub(in crate::library) fn read(self) -> &'static str {
        match self {
            Self::Members(_) => "m.read",
            Self::Articles(_) | Self::SavedSearch => "a.read",
        }
    }

    /// Returns the column of the walk that has the source, where rows are grouped by it.
    pub(in crate::library) fn source(self) -> &'static str {
        match self {
            Self::Members(_) => "m.source",
            Self::Articles(_) | Self::SavedSearch => "a.source_or_0",
        }
    }

    /// Returns the column of the walk that has the number of the article.
    pub(in crate::library) fn id(self) -> &'static str {
        match self {
            Self::Articles(_) => "a.id",
            Self::Members(_) => "m.article",
            Self::SavedSearch => "v.article",
        }
    }
}

impl SortColumn {
    /// Returns the column of an article.
    pub(in crate::library) fn of_article(self) -> &'static str {
        match self {
            Self::Date => "a.neg_date",
            Self::Opened => "a.neg_opened",
            Self::Title => "a.title_key",
            Self::Length => "a.words",
        }
    }

    /// Returns the column of a walk.
    pub(in crate::library) fn column(self, walk: RowSource) -> &'static str {
        match (self, walk) {
            (Self::Date, RowSource::SavedSearch) => "v.neg_date",
            (Self::Date, RowSource::Members(_)) => "m.neg_date",
            (Self::Title, RowSource::Members(_)) => "m.title_key",
            (Self::Length, RowSource::Members(_)) => "m.words",
            (sort, _) => sort.of_article(),
        }
    }
}

/// Rows of a walk.
#[derive(Debug, Clone)]
pub(in crate::library) struct Select {
    pub(in crate::library) walk: RowSource,
    /// Conditions on the rows: SQL.
    pub(in crate::library) conditions: String,
    /// The values in that.
    pub(in crate::library) values: Vec<Value>,
    /// `ORDER BY` and so on, or nothing.
    pub(in crate::library) order: String,
}

/// Returns a number of rows as SQL has it.
pub(in crate::library) fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
