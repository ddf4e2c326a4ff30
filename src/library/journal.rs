//! The journal of changes: stores each change of the user with the values before and after it, so that undo and redo
//! work in any program and in any later session.
//!
//! `changes` decides which items a change sets, `plan` collects them, `items` applies them, `record` stores them,
//! `replay` undoes and redoes them, and `batches` marks more articles than one transaction may. The journal stores
//! facts and no sentences; [`messages`](crate::messages) words them.

mod batches;
mod changes;
mod dependents;
mod items;
mod plan;
mod ranges;
mod record;
mod replay;
mod result;
mod subscriptions;

use std::collections::BTreeSet;

use rusqlite::Transaction;

use crate::library::query::listing;
use crate::library::{Durability, Library, LibraryError};
use crate::model::{
    ArticleId, BookmarkId, ChangeId, ChangeKind, Document, Listing, RowKey, SavedSearchId,
    SourceId, SubscriptionList,
};

pub use changes::NewPlace;
pub(in crate::library) use changes::{normalize_note, normalize_tags};
pub(in crate::library) use record::{ImportedChange, ImportedItem, insert_imported_change};
pub use result::{SavedChange, UndoResult};
pub use subscriptions::SubscriptionCounts;

use dependents::refresh_dependents;
use items::ChangeItem;
use plan::ChangePlan;
use record::StoredItem;

impl Library {
    /// Undoes the newest change that is done. A change of another session is undone only if `confirmed` is its id;
    /// otherwise the result is [`UndoResult::NeedsConfirmation`].
    ///
    /// # Errors
    /// The database can't be written.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::library::{Library, OpenMode, UndoResult};
    /// use newsprint::model::ChangeKind;
    ///
    /// let folder = tempfile::tempdir()?;
    /// let mut library = Library::open(folder.path(), OpenMode::Create)?;
    /// library.save_search("Ink", "ink is:unread")?;
    /// assert!(matches!(
    ///     library.undo(None)?,
    ///     UndoResult::Done(ChangeKind::SaveSearch { .. }, _)
    /// ));
    /// assert_eq!(library.undo(None)?, UndoResult::Nothing);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn undo(&mut self, confirmed: Option<ChangeId>) -> Result<UndoResult, LibraryError> {
        let undone = replay::undo_newest(self, confirmed)?;
        self.fill_saved_searches();
        Ok(undone)
    }

    /// Redoes the change that was undone last. A new change ends the possibility to redo.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn redo(&mut self) -> Result<UndoResult, LibraryError> {
        let undone = replay::redo_last(self)?;
        self.fill_saved_searches();
        Ok(undone)
    }

    /// Marks an unread article as read, and a read one as unread.
    ///
    /// # Errors
    /// The article does not exist, or the database can't be written.
    pub fn toggle_read(&mut self, article: ArticleId) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| changes::plan_toggle_read(plan, article))
    }

    /// Marks articles as read, or as unread. More than one article are marked in batches, as one change.
    ///
    /// # Errors
    /// The database can't be written. Of several articles, the first batches may be marked already.
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
        self.fill_saved_searches();
        Ok(changed)
    }

    /// Marks the unread articles of one group of a listing as read: those below the same group heading as the row
    /// `key`.
    ///
    /// # Errors
    /// As [`Library::set_read`].
    pub fn mark_group_read(
        &mut self,
        listing: &Listing,
        key: &RowKey,
    ) -> Result<SavedChange, LibraryError> {
        // Finding the articles takes longer than a write transaction may.
        let articles = listing::unread_in_group(self.connection(), listing, key)?;
        self.set_read(&articles, true)
    }

    /// Bookmarks an article, or removes its bookmark if it has one. Bookmarked places in the article are not affected.
    /// `text` is stored with the article if the library has no text of it yet.
    ///
    /// # Errors
    /// The article does not exist, it has no text to store, or the database can't be written.
    pub fn toggle_bookmark(
        &mut self,
        article: ArticleId,
        text: Option<&Document>,
    ) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        self.make_change(|plan| changes::plan_toggle_bookmark(plan, article, text, now))
    }

    /// Bookmarks an article, with a note and tags. If it is bookmarked already, the tags are added and the note
    /// replaces the earlier one; no note leaves it.
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

    /// Sets the tags of an article to exactly these. An article without a bookmark gets one, unless there are no tags.
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

    /// Sets the note of a bookmark, and its tags to exactly these.
    ///
    /// # Errors
    /// The bookmark does not exist, or the database can't be written.
    pub fn edit_bookmark(
        &mut self,
        bookmark: BookmarkId,
        note: Option<&str>,
        tags: &[String],
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| changes::plan_edit_bookmark(plan, bookmark, note, tags))
    }

    /// Adds tags to a bookmark and removes others, in one transaction: tags that another program sets meanwhile are not
    /// lost.
    ///
    /// # Errors
    /// The bookmark does not exist, or the database can't be written.
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
    /// The bookmark does not exist, or the database can't be written.
    pub fn remove_bookmark(&mut self, bookmark: BookmarkId) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| changes::plan_remove_bookmark(plan, bookmark))
    }

    /// Deletes an article and its bookmarks from the library. Its text stays in the database, so that undo can restore
    /// the article.
    ///
    /// # Errors
    /// The article does not exist, or the database can't be written.
    pub fn delete_article(&mut self, article: ArticleId) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        self.make_change(|plan| changes::plan_delete(plan, article, now))
    }

    /// Saves a search as a view, and returns its id. A saved search of the same name gets the new query; one with the
    /// same query gets the new name.
    ///
    /// # Errors
    /// The database can't be written.
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
    /// The search does not exist, or the database can't be written.
    pub fn remove_search(&mut self, search: SavedSearchId) -> Result<SavedChange, LibraryError> {
        self.delete_search_results(search)?;
        self.make_change(|plan| changes::plan_remove_search(plan, search))
    }

    /// Subscribes to the feeds of a list, and saves its searches, as one change. Feeds and searches that the library has
    /// stay as they are. Nothing is fetched.
    ///
    /// # Errors
    /// The database can't be written.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::library::{Library, OpenMode};
    /// use newsprint::model::{Subscription, SubscriptionList};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let mut library = Library::open(folder.path(), OpenMode::Create)?;
    /// let feed = Subscription {
    ///     url: "https://some.example/feed".to_owned(),
    ///     ..Subscription::default()
    /// };
    /// let list = SubscriptionList {
    ///     subscriptions: vec![feed],
    ///     ..SubscriptionList::default()
    /// };
    /// assert_eq!(library.import_subscriptions(list.clone())?.added, 1);
    /// assert_eq!(library.import_subscriptions(list)?.existing, 1);
    /// library.undo(None)?;
    /// assert!(library.sources()?.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn import_subscriptions(
        &mut self,
        list: SubscriptionList,
    ) -> Result<SubscriptionCounts, LibraryError> {
        let now = self.now();
        let mut counts = SubscriptionCounts::default();
        self.make_change(|plan| {
            let (added, kind) = subscriptions::plan_import(plan, list, now)?;
            counts = added;
            Ok(Some(kind))
        })?;
        Ok(counts)
    }

    /// Removes a source. Its articles stay in the library.
    ///
    /// # Errors
    /// The source does not exist, or the database can't be written.
    pub fn remove_source(&mut self, source: SourceId) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        let changed = self.make_change(|plan| changes::plan_remove_source(plan, source, now))?;
        self.update_articles_of_source(source)?;
        Ok(changed)
    }

    /// Makes a change in one transaction. `plan` collects the items to set and returns the kind of the change, or
    /// `None` if there is nothing to do.
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
        self.fill_saved_searches();
        Ok(changed)
    }
}

/// Applies the items of a change, and stores the values before and after in the journal. An item that already has its
/// value is left out; a change without items is not stored.
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
