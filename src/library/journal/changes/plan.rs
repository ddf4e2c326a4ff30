//! What a change will set, gathered before any of it is set: [`Plan`].

use std::fmt::Display;

use rusqlite::{OptionalExtension, ToSql, Transaction, params};

use crate::library::articles::documents;
use crate::library::articles::documents::Serialized;
use crate::library::journal::changes::shortened;
use crate::library::journal::{Item, Kept, Kind, Marked};
use crate::library::state::json;
use crate::library::{LibraryError, journal};
use crate::model::{ArticleId, BookmarkId, Document};

/// What a change will set.
pub(in crate::library) struct Plan<'a> {
    pub(in crate::library) transaction: &'a Transaction<'a>,
    pub(in crate::library) items: Vec<Item>,
    /// How many bookmarks it will make.
    pub(in crate::library) bookmarks: i64,
}

impl Plan<'_> {
    pub(in crate::library) fn item(&mut self, kind: Kind, target: i64, after: Option<String>) {
        self.items.push(Item {
            kind,
            target,
            after,
        });
    }

    /// One value of an article, or of a search.
    pub(in crate::library) fn ask<T: rusqlite::types::FromSql>(
        &self,
        sql: &str,
        id: impl ToSql + Display,
    ) -> Result<T, LibraryError> {
        let found = self
            .transaction
            .prepare_cached(sql)?
            .query_row(params![id], |row| row.get(0))
            .optional()?;
        found.ok_or_else(|| {
            LibraryError::Missing(format!("nothing in the library has the number {id}"))
        })
    }

    /// The title of an article in quotes.
    pub(in crate::library) fn title(&self, article: ArticleId) -> Result<String, LibraryError> {
        let title: String = self.ask("SELECT title FROM article WHERE id = ?1", article)?;
        Ok(format!("“{}”", shortened(&title)))
    }

    /// An article that is bookmarked is in the library, with its text.
    pub(in crate::library) fn keep(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
    ) -> Result<(), LibraryError> {
        let stored: bool = self
            .transaction
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM document WHERE article = ?1)")?
            .query_row([article], |row| row.get(0))?;
        let kept: bool = self.ask("SELECT in_library FROM article WHERE id = ?1", article)?;
        match text {
            Some(text) if !stored => {
                documents::write(self.transaction, article, &Serialized::new(text)?)?
            }
            // What is left of an earlier bookmark may be older than what is on the screen.
            Some(text) if !kept => {
                documents::write_if_other(self.transaction, article, &Serialized::new(text)?)?;
            }
            // One that is kept without a text is a link, whose text can be fetched later.
            None if !stored && !kept => {
                return Err(LibraryError::Missing(
                    "the story has no text that could be kept".to_owned(),
                ));
            }
            _ => {}
        }
        if !kept {
            let kept = Kept {
                kept: true,
                deleted: None,
            };
            self.item(Kind::Kept, article.0, Some(json(&kept)?));
        }
        Ok(())
    }

    /// The bookmark of a story itself, or the number for a new one.
    pub(in crate::library) fn bookmark_of_story(
        &mut self,
        article: ArticleId,
    ) -> Result<(BookmarkId, Option<Marked>), LibraryError> {
        let known: Option<BookmarkId> = self
            .transaction
            .prepare_cached("SELECT id FROM bookmark WHERE article = ?1 AND anchor IS NULL")?
            .query_row([article], |row| row.get(0))
            .optional()?;
        match known {
            Some(id) => Ok((id, self.marked(id)?)),
            None => Ok((self.next_bookmark()?, None)),
        }
    }

    pub(in crate::library) fn marked(
        &self,
        bookmark: BookmarkId,
    ) -> Result<Option<Marked>, LibraryError> {
        journal::marked(self.transaction, bookmark)
    }

    pub(in crate::library) fn next_bookmark(&mut self) -> Result<BookmarkId, LibraryError> {
        self.bookmarks += 1;
        Ok(BookmarkId(self.next("bookmark")? + self.bookmarks - 1))
    }

    /// The number that the next row of a table has. None is ever given twice.
    pub(in crate::library) fn next(&self, table: &str) -> Result<i64, LibraryError> {
        let last: Option<i64> = self
            .transaction
            .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?1")?
            .query_row(params![table], |row| row.get(0))
            .optional()?;
        Ok(last.unwrap_or_default() + 1)
    }
}
