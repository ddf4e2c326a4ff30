//! Conversion of ids to and from SQLite integers.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlResult, ToSqlOutput, ValueRef};

use crate::model::{
    AccountId, ArticleId, BookmarkId, CategoryId, ChangeId, EntryId, SavedSearchId, SourceId,
};

macro_rules! as_integers {
    ($($name:ident),*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                i64::column_result(value).map(Self)
            }
        }
    )*};
}

as_integers!(
    ArticleId,
    SourceId,
    EntryId,
    CategoryId,
    BookmarkId,
    SavedSearchId,
    ChangeId,
    AccountId
);
