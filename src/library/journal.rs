//! The journal of changes: stores each change of the user with the values before and after it, for undo and redo, also
//! by another program and on another day.
//!
//! `plan` gathers what a change will set ([`changes`] says what that is for each), `items` sets it, `record` keeps it, `replay` undoes
//! and redoes it, `many` marks more articles than one write may. It stores what happened and no words for it: those are of `messages`.

mod batches;
mod changes;
mod dependents;
mod items;
mod plan;
mod ranges;
mod record;
mod replay;
mod result;

use std::collections::BTreeSet;

use rusqlite::Transaction;

use crate::library::query::listing;
use crate::library::{Durability, Library, LibraryError};
use crate::model::{
    ArticleId, BookmarkId, ChangeId, ChangeKind, Document, Listing, RowKey, SavedSearchId, SourceId,
};

pub use changes::NewPlace;
pub(in crate::library) use changes::{normalize_note, normalize_tags};
pub(in crate::library) use record::{ImportedChange, ImportedItem, insert_imported_change};
pub use result::{SavedChange, UndoResult};

use dependents::refresh_dependents;
use items::ChangeItem;
use plan::ChangePlan;
use record::StoredItem;

impl Library {
    /// Undoes the newest change that is done. One of another session only where `confirmed` is its id.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn undo(&mut self, confirmed: Option<ChangeId>) -> Result<UndoResult, LibraryError> {
        let undone = replay::undo_newest(self, confirmed)?;
        self.request_refresh();
        Ok(undone)
    }

    /// Redoes what was undone last. A new change ends that.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn redo(&mut self) -> Result<UndoResult, LibraryError> {
        let undone = replay::redo_last(self)?;
        self.request_refresh();
        Ok(undone)
    }

    /// Marks an article as read if it is not, as unread if it is.
    ///
    /// # Errors
    /// The article is not there, or the database takes nothing.
    pub fn toggle_read(&mut self, article: ArticleId) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| changes::plan_toggle_read(plan, article))
    }

    /// Marks articles as read, or as unread.
    ///
    /// # Errors
    /// The database takes nothing; of many articles, some may be marked already.
    pub fn set_read(
        &mut self,
        articles: &[ArticleId],
        read: bool,
    ) -> Result<SavedChange, LibraryError> {
        if let [article] = articles {
            return self.make_change(|plan| changes::plan_set_read(plan, *article, read));
        }
        let count = articles.len();
        let changed =
            batches::mark_many(self, articles, read, &ChangeKind::MarkMany { count, read })?;
        self.request_refresh();
        Ok(changed)
    }

    /// Marks the unread articles of a group as read: those that stand under one head with this row.
    ///
    /// # Errors
    /// As [`Library::set_read`].
    pub fn mark_group_read(
        &mut self,
        listing: &Listing,
        key: &RowKey,
    ) -> Result<SavedChange, LibraryError> {
        // Looking for them takes longer than a write may.
        let articles = listing::unread_in_group(self.connection(), listing, key)?;
        self.set_read(&articles, true)
    }

    /// Bookmarks an article; if it is, removes that bookmark. Its bookmarked places stay as they are. `text` is kept with it if none
    /// is yet.
    ///
    /// # Errors
    /// The article is not there, there is no text to keep, or the database takes nothing.
    pub fn toggle_bookmark(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
    ) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        self.make_change(|plan| changes::plan_toggle_bookmark(plan, article, text, now))
    }

    /// Bookmarks an article, with a note and tags. One that is bookmarked gets them too.
    ///
    /// # Errors
    /// As [`Library::toggle_bookmark`].
    pub fn add_bookmark(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
        note: Option<&str>,
        tags: &[String],
    ) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        self.make_change(|plan| changes::plan_bookmark(plan, article, text, note, tags, now))
    }

    /// Bookmarks a place in an article.
    ///
    /// # Errors
    /// As [`Library::toggle_bookmark`].
    pub fn bookmark_place(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
        place: &NewPlace,
    ) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        self.make_change(|plan| changes::plan_bookmark_place(plan, article, text, place, now))
    }

    /// Gives an article exactly these tags; one that is not bookmarked is now, unless there are none.
    ///
    /// # Errors
    /// As [`Library::toggle_bookmark`].
    pub fn tag_article(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
        tags: &[String],
    ) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        self.make_change(|plan| changes::plan_tag_article(plan, article, text, tags, now))
    }

    /// Gives a bookmark another note, and exactly these tags.
    ///
    /// # Errors
    /// The bookmark is not there, or the database takes nothing.
    pub fn edit_bookmark(
        &mut self,
        bookmark: BookmarkId,
        note: Option<&str>,
        tags: &[String],
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| changes::plan_edit_bookmark(plan, bookmark, note, tags))
    }

    /// Gives a bookmark some tags and takes others from it, in one step: what another program tags meanwhile is kept.
    ///
    /// # Errors
    /// The bookmark is not there, or the database takes nothing.
    pub fn retag_bookmark(
        &mut self,
        bookmark: BookmarkId,
        added: &[String],
        removed: &[String],
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| changes::plan_retag_bookmark(plan, bookmark, added, removed))
    }

    /// Removes a bookmark.
    ///
    /// # Errors
    /// The bookmark is not there, or the database takes nothing.
    pub fn remove_bookmark(&mut self, bookmark: BookmarkId) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| changes::plan_remove_bookmark(plan, bookmark))
    }

    /// Deletes an article from the library, with its bookmarks. Its text stays, so that it can come back.
    ///
    /// # Errors
    /// The article is not there, or the database takes nothing.
    pub fn delete_article(&mut self, article: ArticleId) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        self.make_change(|plan| changes::plan_delete(plan, article, now))
    }

    /// Makes a view of a search: its id. One of that name gets the new query, one of that query the new name.
    ///
    /// # Errors
    /// The database takes nothing.
    pub fn save_search(
        &mut self,
        name: &str,
        query: &str,
    ) -> Result<(SavedSearchId, SavedChange), LibraryError> {
        let now = self.now();
        let mut id = SavedSearchId(0);
        let changed = self.make_change(|plan| {
            let (saved, kind) = changes::plan_save_search(plan, name, query, now)?;
            id = saved;
            Ok(Some(kind))
        })?;
        Ok((id, changed))
    }

    /// Removes a saved search.
    ///
    /// # Errors
    /// The search is not there, or the database takes nothing.
    pub fn remove_search(&mut self, search: SavedSearchId) -> Result<SavedChange, LibraryError> {
        self.empty_search(search)?;
        self.make_change(|plan| changes::plan_remove_search(plan, search))
    }

    /// Removes a source. Its articles stay.
    ///
    /// # Errors
    /// There is no such source, or the database takes nothing.
    pub fn remove_source(&mut self, source: SourceId) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        let changed = self.make_change(|plan| changes::plan_remove_source(plan, source, now))?;
        self.update_source_after_scan(source)?;
        Ok(changed)
    }

    /// Makes a change in one transaction: `plan` says what is to be set, and what that is; `None` where there is nothing to do.
    fn make_change(
        &mut self,
        plan: impl FnOnce(&mut ChangePlan<'_>) -> Result<Option<ChangeKind>, LibraryError>,
    ) -> Result<SavedChange, LibraryError> {
        let (session, now) = (self.session().to_owned(), self.now());
        let changed = self.write(Durability::Full, |transaction| {
            let mut change = ChangePlan::new(transaction);
            match plan(&mut change)? {
                Some(kind) => apply_change(transaction, &session, now, kind, &change.items),
                None => Ok(SavedChange::default()),
            }
        })?;
        self.request_refresh();
        Ok(changed)
    }
}

/// Makes a change: sets its items, and writes what there was and is into the journal.
fn apply_change(
    transaction: &Transaction<'_>,
    session: &str,
    now: i64,
    kind: ChangeKind,
    items: &[ChangeItem],
) -> Result<SavedChange, LibraryError> {
    let mut change = None;
    let mut changed_articles = BTreeSet::new();
    for (number, item) in (0..).zip(items) {
        let before = items::current_value(transaction, item.kind, item.target)?;
        if before == item.after {
            continue;
        }
        let (from, to) = (before.as_deref(), item.after.as_deref());
        items::apply_value(
            transaction,
            now,
            item.kind,
            item.target,
            from,
            to,
            &mut changed_articles,
        )?;
        let change = match change {
            Some(change) => change,
            None => *change.insert(record::insert_change(transaction, session, now, &kind)?),
        };
        let stored = StoredItem {
            number,
            kind: item.kind,
            target: item.target,
            before,
            after: item.after.clone(),
        };
        record::insert_item(transaction, change, &stored)?;
    }
    let articles: Vec<ArticleId> = changed_articles.into_iter().collect();
    refresh_dependents(transaction, &articles)?;
    Ok(SavedChange {
        kind: change.map(|_| kind),
        articles,
    })
}
