//! The journal of changes: stores each change of the user with the values before and after it, so that undo and redo
//! work in any program and in any later session.
//!
//! `changes`, `correction_changes`, `source_changes` and `category_changes` decide which items a change sets, `plan` collects them, `make` and
//! `items` apply them, `record` stores them,
//! `replay` undoes and redoes them, and `batches` marks more articles than one transaction may. The journal stores
//! facts and no sentences; [`messages`](crate::messages) words them.

mod batches;
mod category_changes;
mod category_tree;
mod changes;
mod correction_changes;
mod correction_items;
mod dependents;
mod item_kind;
mod items;
pub(in crate::library) mod later_copies;
mod make;
mod plan;
mod ranges;
mod record;
mod replay;
mod result;
pub(in crate::library) mod rules;
mod source_changes;
mod source_items;
mod sources;
mod subscriptions;

use crate::library::query::listing;
use crate::library::stories::members;
use crate::library::{Library, LibraryError};
use crate::model::{
    ArticleId, BookmarkId, ChangeId, ChangeKind, Correction, Document, Listing, RowKey, RuleAction,
    SavedSearchId,
};

pub use changes::NewPlace;
pub(in crate::library) use changes::{normalize_note, normalize_tags};
pub(in crate::library) use record::{ImportedChange, ImportedItem, insert_imported_change};
pub use result::{SavedChange, UndoResult};
pub use source_changes::NewFeed;
pub use subscriptions::SubscriptionCounts;

/// Length of a day, in seconds.
const SECONDS_PER_DAY: i64 = 86_400;

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
        let shares_read = self.shares_read();
        self.make_change(|plan| changes::plan_toggle_read(plan, article, shares_read))
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
            let shares_read = self.shares_read();
            return self
                .make_change(|plan| changes::plan_set_read(plan, *article, read, shares_read));
        }
        let mut articles = articles.to_vec();
        if self.shares_read() {
            articles.extend(members::other_members(self.connection(), &articles)?);
        }
        let (count, session) = (articles.len(), self.session().to_owned());
        let batch = batches::BatchChange {
            item: item_kind::ItemKind::ManyRead,
            target: i64::from(read),
            kind: &ChangeKind::MarkMany { count, read },
            session: &session,
        };
        let changed = batches::change_many(self, &articles, &batch, None)?;
        self.fill_saved_searches();
        Ok(changed)
    }

    /// Mutes articles, or lists them again, as one change. Bookmarked ones are not muted.
    ///
    /// # Errors
    /// As [`Library::set_read`].
    pub fn set_muted(
        &mut self,
        articles: &[ArticleId],
        muted: bool,
    ) -> Result<SavedChange, LibraryError> {
        let articles = match muted {
            true => rules::affected(self.connection(), &RuleAction::Mute, articles)?,
            false => rules::muted_among(self.connection(), articles)?,
        };
        let (count, session) = (articles.len(), self.session().to_owned());
        let batch = batches::BatchChange {
            item: item_kind::ItemKind::ManyMuted,
            target: i64::from(muted),
            kind: &ChangeKind::MuteMany { count, muted },
            session: &session,
        };
        let changed = batches::change_many(self, &articles, &batch, None)?;
        self.fill_saved_searches();
        Ok(changed)
    }

    /// Mutes articles with all other articles of their stories, or lists all of them again, as one change: otherwise the next
    /// copy would take the row of a muted one. Copies that arrive later are muted with them, too.
    ///
    /// # Errors
    /// As [`Library::set_read`].
    pub fn set_stories_muted(
        &mut self,
        articles: &[ArticleId],
        muted: bool,
    ) -> Result<SavedChange, LibraryError> {
        let mut articles = articles.to_vec();
        articles.extend(members::other_members(self.connection(), &articles)?);
        self.set_muted(&articles, muted)
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

    /// Marks the unread articles of a listing as read; with a number, only those that are older than so many days.
    ///
    /// # Errors
    /// As [`Library::set_read`].
    pub fn mark_view_read(
        &mut self,
        listing: &Listing,
        older_than_days: Option<u16>,
    ) -> Result<SavedChange, LibraryError> {
        let before = older_than_days.map(|days| self.now() - i64::from(days) * SECONDS_PER_DAY);
        let articles = listing::unread_in_view(self.connection(), listing, before)?;
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

    /// Adds a correction to those of the extraction of an article, or removes the equal one.
    ///
    /// # Errors
    /// The article does not exist, or the database can't be written.
    pub fn correct_article(
        &mut self,
        article: ArticleId,
        correction: &Correction,
        is_set: bool,
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| correction_changes::plan_correct(plan, article, correction, is_set))
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

    /// Deletes an article of a list in memory: an article of the library or of the tour as
    /// [`delete_article`](Self::delete_article) does. Of another file, only that it was removed from the list is recorded.
    ///
    /// # Errors
    /// The article has no row, or the database can't be written.
    pub fn delete_listed_article(
        &mut self,
        article: ArticleId,
    ) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        self.make_change(|plan| changes::plan_delete_listed(plan, article, now))
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

    /// Gives a saved search another name.
    ///
    /// # Errors
    /// The search does not exist, another one has the name, or the database can't be written.
    pub fn rename_search(
        &mut self,
        search: SavedSearchId,
        name: &str,
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| changes::plan_rename_search(plan, search, name))
    }

    /// Gives a saved search another query.
    ///
    /// # Errors
    /// The search does not exist, or the database can't be written.
    pub fn edit_search(
        &mut self,
        search: SavedSearchId,
        query: &str,
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| changes::plan_edit_search(plan, search, query))
    }

    /// Adds a rule: a saved search with an action on each new article that it finds. Those that are there stay as they
    /// are.
    ///
    /// # Errors
    /// Another saved search has the name, or the database can't be written.
    pub fn add_rule(
        &mut self,
        name: &str,
        query: &str,
        action: &RuleAction,
    ) -> Result<(SavedSearchId, SavedChange), LibraryError> {
        let now = self.now();
        let mut id = SavedSearchId(0);
        let changed = self.make_change(|plan| {
            let (added, kind) = rules::plan_add_rule(plan, name, query, action, now)?;
            id = added;
            Ok(Some(kind))
        })?;
        Ok((id, changed))
    }

    /// Gives a saved search an action on new articles; `None` makes it a view only.
    ///
    /// # Errors
    /// The search does not exist, or the database can't be written.
    pub fn set_rule(
        &mut self,
        search: SavedSearchId,
        action: Option<&RuleAction>,
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| rules::plan_set_rule(plan, search, action))
    }

    /// Acts on all articles that a rule finds, as one change.
    ///
    /// # Errors
    /// The search does not exist or has no action, or the database can't be written. Some of the articles may be changed
    /// already.
    pub fn apply_rule(&mut self, search: SavedSearchId) -> Result<SavedChange, LibraryError> {
        let changed = rules::act_on_present(self, search)?;
        self.fill_saved_searches();
        Ok(changed)
    }

    /// Removes a saved search.
    ///
    /// # Errors
    /// The search does not exist, or the database can't be written.
    pub fn remove_search(&mut self, search: SavedSearchId) -> Result<SavedChange, LibraryError> {
        self.delete_search_results(search)?;
        self.make_change(|plan| changes::plan_remove_search(plan, search))
    }

    /// Adds an article that is stored and not in the library yet. `text` is stored with it.
    ///
    /// # Errors
    /// The article does not exist, it has no text to store, or the database can't be written.
    pub fn add_article(
        &mut self,
        article: ArticleId,
        text: &Document,
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| changes::plan_add_article(plan, article, text))
    }

    /// Makes a change in one transaction: [`make::make_change`].
    fn make_change(
        &mut self,
        plan: impl FnOnce(&mut plan::ChangePlan<'_>) -> Result<Option<ChangeKind>, LibraryError>,
    ) -> Result<SavedChange, LibraryError> {
        let (changed, _) = make::make_change(self, plan)?;
        self.fill_saved_searches();
        Ok(changed)
    }
}
