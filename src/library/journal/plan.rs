//! Plan of a change: its items, collected before any of them is applied ([`ChangePlan`]).

use std::fmt::Display;

use rusqlite::{OptionalExtension, ToSql, Transaction, params};

use crate::library::LibraryError;
use crate::library::articles::corrections;
use crate::library::articles::documents::{self, Serialized};
use crate::library::journal::category_tree::CategoryTree;
use crate::library::journal::item_kind::ItemKind;
use crate::library::journal::items::{
    BookmarkValue, ChangeItem, LibraryMembership, bookmark_value,
};
use crate::library::state::json;
use crate::library::stories::members;
use crate::model::{ArticleId, BookmarkId, Document};

/// Items that a change will set, with the transaction that reads what they depend on.
pub(super) struct ChangePlan<'a> {
    pub(super) transaction: &'a Transaction<'a>,
    pub(super) items: Vec<ChangeItem>,
    /// Number of bookmarks that the change creates.
    new_bookmarks: i64,
    /// Categories with the changes of this plan so far.
    pub(super) categories: Option<CategoryTree>,
}

impl<'a> ChangePlan<'a> {
    /// Creates an empty plan.
    pub(super) fn new(transaction: &'a Transaction<'a>) -> Self {
        Self {
            transaction,
            items: Vec::new(),
            new_bookmarks: 0,
            categories: None,
        }
    }

    pub(super) fn add_item(&mut self, kind: ItemKind, target: i64, after: Option<String>) {
        self.items.push(ChangeItem {
            kind,
            target,
            after,
        });
    }

    /// Loads one column of a row by its id.
    pub(super) fn load_value<T: rusqlite::types::FromSql>(
        &self,
        sql: &str,
        id: impl ToSql + Display,
    ) -> Result<T, LibraryError> {
        let found = self
            .transaction
            .prepare_cached(sql)?
            .query_row(params![id], |row| row.get(0))
            .optional()?;
        found.ok_or_else(|| LibraryError::Missing(format!("no article {id} in the library")))
    }

    /// Loads the title of an article.
    pub(super) fn load_title(&self, article: ArticleId) -> Result<String, LibraryError> {
        self.load_value("SELECT title FROM article WHERE id = ?1", article)
    }

    /// Returns the other articles of the story of an article.
    pub(super) fn other_members(&self, article: ArticleId) -> Result<Vec<ArticleId>, LibraryError> {
        members::other_members(self.transaction, &[article])
    }

    /// Ensures that an article that gets a bookmark is in the library and has a text. `text` is stored at once, since
    /// documents are not part of the journal.
    ///
    /// # Errors
    /// [`LibraryError::Missing`] if the article does not exist, or there is no text to store.
    pub(super) fn ensure_in_library(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
    ) -> Result<(), LibraryError> {
        let stored: bool = self
            .transaction
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM document WHERE article = ?1)")?
            .query_row([article], |row| row.get(0))?;
        let state: bool =
            self.load_value("SELECT in_library FROM article WHERE id = ?1", article)?;
        match text {
            Some(text) if !stored => {
                documents::store_document(self.transaction, article, &Serialized::new(text)?)?;
                self.count_corrected_words(article)?;
            }
            // A text left from an earlier bookmark may be older than the text on the screen.
            Some(text) if !state => {
                documents::store_if_changed(self.transaction, article, &Serialized::new(text)?)?;
                self.count_corrected_words(article)?;
            }
            // An article in the library without a text is a link, whose text can be fetched later.
            None if !stored && !state => {
                return Err(LibraryError::Missing(
                    "the article has no text to store".to_owned(),
                ));
            }
            _ => {}
        }
        if !state {
            let state = LibraryMembership {
                in_library: true,
                deleted: None,
            };
            self.add_item(ItemKind::InLibrary, article.0, Some(json(&state)?));
        }
        Ok(())
    }

    /// Counts the words of a text that was just stored, if the user has corrected it before: the file was only opened then.
    fn count_corrected_words(&self, article: ArticleId) -> Result<(), LibraryError> {
        match corrections::load_json(self.transaction, article)? {
            Some(_) => documents::update_words(self.transaction, article),
            None => Ok(()),
        }
    }

    /// Loads the bookmark of the whole article, if it has one.
    pub(super) fn load_article_bookmark(
        &self,
        article: ArticleId,
    ) -> Result<Option<(BookmarkId, BookmarkValue)>, LibraryError> {
        let known: Option<BookmarkId> = self
            .transaction
            .prepare_cached("SELECT id FROM bookmark WHERE article = ?1 AND anchor IS NULL")?
            .query_row([article], |row| row.get(0))
            .optional()?;
        known
            .map(|id| Ok((id, self.load_bookmark(id)?)))
            .transpose()
    }

    /// Loads a bookmark that must exist.
    pub(super) fn load_bookmark(
        &self,
        bookmark: BookmarkId,
    ) -> Result<BookmarkValue, LibraryError> {
        bookmark_value(self.transaction, bookmark)?
            .ok_or_else(|| LibraryError::Missing(format!("no bookmark {bookmark}")))
    }

    /// Returns the ids of all bookmarks of an article, places included.
    pub(super) fn bookmark_ids(&self, article: ArticleId) -> Result<Vec<BookmarkId>, LibraryError> {
        let mut statement = self
            .transaction
            .prepare_cached("SELECT id FROM bookmark WHERE article = ?1")?;
        let bookmarks = statement.query_map([article], |row| row.get(0))?;
        Ok(bookmarks.collect::<Result<_, _>>()?)
    }

    /// Returns the id for the next bookmark that this change creates.
    pub(super) fn next_bookmark_id(&mut self) -> Result<BookmarkId, LibraryError> {
        self.new_bookmarks += 1;
        Ok(BookmarkId(
            self.next_id("bookmark")? + self.new_bookmarks - 1,
        ))
    }

    /// Returns the id that the next row of a table gets. Ids are never reused (SQLite AUTOINCREMENT).
    pub(super) fn next_id(&self, table: &str) -> Result<i64, LibraryError> {
        let last: Option<i64> = self
            .transaction
            .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?1")?
            .query_row(params![table], |row| row.get(0))
            .optional()?;
        Ok(last.unwrap_or_default() + 1)
    }
}
