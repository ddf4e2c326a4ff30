//! Changes of sources and categories: subscribing, adding, removing, renaming, settings.

use std::path::Path;

use super::result::SavedChange;
use super::source_changes::NewFeed;
use super::subscriptions::SubscriptionCounts;
use super::{category_changes, source_changes, subscriptions};
use crate::library::{Library, LibraryError};
use crate::model::{
    AccountId, CategoryId, SettingChange, Source, SourceId, SourceKind, SubscriptionList,
};

impl Library {
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

    /// Subscribes to feeds, as one change. A removed one comes back with its articles, one that is there already gets
    /// the categories. Returns the id of each, with true if it is new or was removed.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn subscribe(
        &mut self,
        feeds: &[NewFeed],
    ) -> Result<(Vec<(SourceId, bool)>, SavedChange), LibraryError> {
        let now = self.now();
        let mut subscribed = Vec::new();
        let changed = self.make_change(|plan| {
            source_changes::plan_subscribe(plan, feeds, now, &mut subscribed)
        })?;
        for (source, is_new) in &subscribed {
            if *is_new {
                self.update_articles_of_source(*source)?;
            }
        }
        Ok((subscribed, changed))
    }

    /// Adds a feed, or brings a removed one back: [`Library::subscribe`] for one feed without categories and settings.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn add_feed(&mut self, url: &str, title: &str) -> Result<(Source, bool), LibraryError> {
        let feed = NewFeed {
            url: url.to_owned(),
            title: title.to_owned(),
            ..NewFeed::default()
        };
        let (subscribed, _) = self.subscribe(&[feed])?;
        let gone = || LibraryError::Missing("the source was removed meanwhile".to_owned());
        let (id, is_new) = subscribed.into_iter().next().ok_or_else(gone)?;
        Ok((self.source(id)?.ok_or_else(gone)?, is_new))
    }

    /// Subscribes to a feed on the server of an account, which is due at once: the server learns of it with the next sync. Settings of
    /// the feed are not used. Returns its source, and true if the server does not have the feed yet.
    ///
    /// # Errors
    /// The account does not exist, or the database can't be written.
    pub fn subscribe_remotely(
        &mut self,
        account: AccountId,
        feed: &NewFeed,
    ) -> Result<(SourceId, bool, SavedChange), LibraryError> {
        let now = self.now();
        let mut subscribed = (SourceId(0), false);
        let changed = self.make_change(|plan| {
            let (source, is_new, kind) =
                source_changes::plan_subscribe_remotely(plan, account, feed, now)?;
            subscribed = (source, is_new);
            Ok(kind)
        })?;
        let (source, is_new) = subscribed;
        if is_new {
            self.update_articles_of_source(source)?;
        }
        Ok((source, is_new, changed))
    }

    /// Adds a folder or file with a canonical path as a source. Returns true if it is new. A removed source comes back
    /// with its articles.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn add_source(
        &mut self,
        kind: SourceKind,
        path: &Path,
        title: &str,
    ) -> Result<(Source, bool), LibraryError> {
        let now = self.now();
        let mut id = SourceId(0);
        let changed = self.make_change(|plan| {
            let (source, kind) = source_changes::plan_add_source(plan, kind, path, title, now)?;
            id = source;
            Ok(kind)
        })?;
        let gone = || LibraryError::Missing("the source was removed meanwhile".to_owned());
        Ok((self.source(id)?.ok_or_else(gone)?, changed.kind.is_some()))
    }

    /// Removes a source. Its articles stay in the library.
    ///
    /// # Errors
    /// The source does not exist, or the database can't be written.
    pub fn remove_source(&mut self, source: SourceId) -> Result<SavedChange, LibraryError> {
        let now = self.now();
        let changed =
            self.make_change(|plan| source_changes::plan_remove_source(plan, source, 0, now))?;
        self.update_articles_of_source(source)?;
        Ok(changed)
    }

    /// Removes a source, and deletes its articles except those that are bookmarked or that another source has. Undo
    /// brings all of them back; so does adding the source again, as far as it still has them.
    ///
    /// # Errors
    /// As [`Library::remove_source`]. Some of the articles may be deleted already.
    pub fn remove_source_with_articles(
        &mut self,
        source: SourceId,
    ) -> Result<SavedChange, LibraryError> {
        let changed = source_changes::remove_with_articles(self, source)?;
        self.fill_saved_searches();
        self.update_articles_of_source(source)?;
        Ok(changed)
    }

    /// Gives a source the title that the user has chosen; `None` or an empty one restores its own.
    ///
    /// # Errors
    /// As [`Library::remove_source`].
    pub fn rename_source(
        &mut self,
        source: SourceId,
        title: Option<&str>,
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| source_changes::plan_rename_source(plan, source, title))
    }

    /// Pauses the refreshing of a source, or resumes it.
    ///
    /// # Errors
    /// As [`Library::remove_source`].
    pub fn pause_source(
        &mut self,
        source: SourceId,
        is_paused: bool,
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| source_changes::plan_pause_source(plan, source, is_paused))
    }

    /// Pauses the syncs of an account, or resumes them: it is due at once then.
    ///
    /// # Errors
    /// The account does not exist, or the database can't be written.
    pub fn pause_account(
        &mut self,
        account: AccountId,
        is_paused: bool,
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| source_changes::plan_pause_account(plan, account, is_paused))
    }

    /// Changes settings of a source, its address included, as one change. With another address the source keeps its
    /// articles and entries, and nothing that the old server has said.
    ///
    /// # Errors
    /// As [`Library::remove_source`]; another source has the address, or the source is no feed.
    pub fn set_source(
        &mut self,
        source: SourceId,
        changes: &[SettingChange],
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| source_changes::plan_set_source(plan, source, changes))
    }

    /// Puts a source into the categories with these paths (`News/Local`), and into no others. Missing ones are added;
    /// those that become empty are removed.
    ///
    /// # Errors
    /// As [`Library::remove_source`].
    pub fn set_source_categories(
        &mut self,
        source: SourceId,
        paths: &[String],
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| category_changes::plan_set_categories(plan, source, paths))
    }

    /// Puts a source into exactly these categories; those that become empty are removed.
    ///
    /// # Errors
    /// As [`Library::remove_source`].
    pub fn set_categories(
        &mut self,
        source: SourceId,
        categories: &[CategoryId],
    ) -> Result<SavedChange, LibraryError> {
        let categories = categories.iter().copied().collect();
        self.make_change(|plan| category_changes::plan_categories_of(plan, source, &categories))
    }

    /// Puts a source into categories at the top, and takes it out of others: its tags.
    ///
    /// # Errors
    /// As [`Library::remove_source`].
    pub fn retag_source(
        &mut self,
        source: SourceId,
        added: &[String],
        removed: &[String],
    ) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| category_changes::plan_retag_source(plan, source, added, removed))
    }

    /// Renames or moves a category, both by paths such as `News/Local`. Missing parents are added.
    ///
    /// # Errors
    /// There is no such category, another one has the path, it would be below itself, or the database can't be written.
    pub fn move_category(&mut self, from: &str, to: &str) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| category_changes::plan_move_category(plan, from, to))
    }

    /// Removes the category with a path. Its sources and the categories below it move to its parent.
    ///
    /// # Errors
    /// There is no such category, or the database can't be written.
    pub fn remove_category(&mut self, path: &str) -> Result<SavedChange, LibraryError> {
        self.make_change(|plan| category_changes::plan_remove_category(plan, path))
    }
}
