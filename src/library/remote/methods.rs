//! Methods of the library for the items, marks, feeds and folders of accounts.

use std::collections::HashSet;

use crate::library::articles::entries::EntryCounts;
use crate::library::remote::feeds::{self, ListedFeed, StoredFeed, StoredFolder};
use crate::library::remote::items::{self, ItemSelection, NewRemoteItem, WantedItem};
use crate::library::remote::local_articles;
use crate::library::remote::marks::{self, OutboxMark, RemoteMark, ServerMark};
use crate::library::remote::new_feeds;
use crate::library::remote::unread::{self, UnreadItem};
use crate::library::{Library, LibraryError, LibraryReader};
use crate::model::{AccountId, CategoryId, MarkKind, SourceError, SourceId};

impl LibraryReader {
    /// Returns the number of the last local mark and confirmation of an account: see [`Library::apply_remote_marks`].
    ///
    /// # Errors
    /// The account does not exist, or the database can't be read.
    pub fn mark_counter(&self, account: AccountId) -> Result<i64, LibraryError> {
        marks::load_counter(self, account)
    }

    /// Returns marks of one kind and value that are to be sent, the oldest first, at most `limit`, with numbers after `after`.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn outbox(
        &self,
        account: AccountId,
        mark: ServerMark,
        after: i64,
        limit: usize,
    ) -> Result<Vec<OutboxMark>, LibraryError> {
        marks::load_outbox(self, account, mark, after, limit)
    }

    /// Returns the ids of the items that the server had without a read mark, or with a star, when it was asked last.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn known_remote_set(
        &self,
        account: AccountId,
        kind: MarkKind,
    ) -> Result<Vec<String>, LibraryError> {
        marks::load_known_ids(self, account, kind)
    }

    /// Returns the items that the server had without a read mark when it was asked last, with their feeds; those without an article
    /// are left out.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn unread_remote_items(&self, account: AccountId) -> Result<Vec<UnreadItem>, LibraryError> {
        unread::load_unread(self, account)
    }

    /// Returns true if the library knows an item of an account.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn has_remote_item(&self, account: AccountId, id: &str) -> Result<bool, LibraryError> {
        marks::has_item(self, account, id)
    }

    /// Returns true if the server no longer lists the feeds that an item is of.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn is_of_absent_feed(&self, account: AccountId, id: &str) -> Result<bool, LibraryError> {
        marks::is_of_absent_feed(self, account, id)
    }

    /// Returns the ids of items whose texts are wanted: starred ones first, then the newest first.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn wanted_remote_items(&self, account: AccountId) -> Result<Vec<String>, LibraryError> {
        items::load_wanted(self, account)
    }

    /// Returns all feeds of an account, also removed and detached ones.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn remote_feeds(&self, account: AccountId) -> Result<Vec<StoredFeed>, LibraryError> {
        feeds::load_feeds(self, account)
    }

    /// Returns the ids of the feeds of an account some of whose articles were here before their items came, in a local feed at the
    /// same address or from an account that was removed, and are not linked with items yet. Each is returned again after some
    /// hours at the earliest.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn feeds_to_link(&self, account: AccountId) -> Result<Vec<String>, LibraryError> {
        local_articles::load_feeds_to_link(self, account)
    }

    /// Returns all folders of an account.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn remote_folders(&self, account: AccountId) -> Result<Vec<StoredFolder>, LibraryError> {
        feeds::load_folders(self, account)
    }

    /// Returns the names of a category from the top, joined by ` / `; `None` if it does not exist.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn category_path(&self, category: CategoryId) -> Result<Option<String>, LibraryError> {
        feeds::load_category_path(self, category)
    }
}

impl Library {
    /// Records that marks are about to be sent, so that a later mark of the user stays in the outbox whatever its value. Returns
    /// those that are still in the outbox.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn begin_sending(
        &mut self,
        account: AccountId,
        mark: ServerMark,
        sent: &[OutboxMark],
    ) -> Result<Vec<OutboxMark>, LibraryError> {
        marks::begin_sending(self, account, mark, sent)
    }

    /// Records that the server has these marks. A mark leaves the outbox unless a later one of another value has replaced it.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn confirm_sent(
        &mut self,
        account: AccountId,
        mark: ServerMark,
        sent: &[OutboxMark],
    ) -> Result<(), LibraryError> {
        marks::confirm_sent(self, account, mark, sent)
    }

    /// Applies marks of the server that differ from those known before, outside the journal. The mark of the user wins where one
    /// waits in the outbox, or was made or confirmed after `counter`, the value of [`LibraryReader::mark_counter`] before the
    /// request. Returns the number of articles that have changed.
    ///
    /// # Errors
    /// The database can't be written. Marks that were applied before stay.
    pub fn apply_remote_marks(
        &mut self,
        account: AccountId,
        counter: i64,
        marks: &[RemoteMark],
    ) -> Result<usize, LibraryError> {
        marks::apply_marks(self, account, counter, marks)
    }

    /// Forgets that the server had these items as unread, unless a mark was made or confirmed after `counter`. Their articles stay as
    /// they are, and the next mark of the user is sent.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn forget_unread(
        &mut self,
        account: AccountId,
        counter: i64,
        ids: &[String],
    ) -> Result<(), LibraryError> {
        unread::forget_unread(self, account, counter, ids)
    }

    /// Records that the server no longer has these items, whose stars it had. Bookmarks stay.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn forget_stars(
        &mut self,
        account: AccountId,
        counter: i64,
        gone: &[String],
    ) -> Result<(), LibraryError> {
        marks::forget_stars(self, account, counter, gone)
    }

    /// Adds items that the library does not have yet, as wanted. Known ones are left as they are.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn add_wanted_items(
        &mut self,
        account: AccountId,
        items: &[WantedItem],
    ) -> Result<(), LibraryError> {
        items::add_wanted(self, account, items)
    }

    /// Asks once more for the texts of those of these items that were read on the server when it was asked last, if their articles
    /// are here: a server marks an article as unread that its feed has rewritten. `counter` is the value of
    /// [`LibraryReader::mark_counter`] before the request that has said that they are unread.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn want_changed_texts(
        &mut self,
        account: AccountId,
        counter: i64,
        ids: &[String],
    ) -> Result<(), LibraryError> {
        items::want_changed(self, account, counter, ids)
    }

    /// Stores items with their articles, and merges the marks of both sides: what is read or starred on one is so on both.
    /// `present` are ids that the server has: an item that looks like one of them is another one all the same.
    ///
    /// # Errors
    /// The database can't be written. Items that were stored before stay.
    pub fn store_remote_items(
        &mut self,
        account: AccountId,
        items: &[NewRemoteItem],
        present: &HashSet<String>,
    ) -> Result<EntryCounts, LibraryError> {
        items::store_items(self, account, items, ItemSelection::All, present)
    }

    /// Stores those of these items whose articles are in the library already, as entries of a local feed are, and merges the
    /// marks of both sides as [`Library::store_remote_items`] does.
    ///
    /// # Errors
    /// The database can't be written. Items that were stored before stay.
    pub fn link_remote_items(
        &mut self,
        account: AccountId,
        items: &[NewRemoteItem],
        present: &HashSet<String>,
    ) -> Result<EntryCounts, LibraryError> {
        items::store_items(
            self,
            account,
            items,
            ItemSelection::OfLocalArticles,
            present,
        )
    }

    /// Records that the newest items of a feed were asked for: see [`LibraryReader::feeds_to_link`].
    ///
    /// # Errors
    /// The database can't be written.
    pub fn set_feed_linked(&mut self, account: AccountId, feed: &str) -> Result<(), LibraryError> {
        local_articles::set_linked(self, account, feed)
    }

    /// Records that these items were asked for and did not come. One that never comes is no longer wanted.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn count_missing_items(
        &mut self,
        account: AccountId,
        ids: &[String],
    ) -> Result<(), LibraryError> {
        items::count_missing(self, account, ids)
    }

    /// Adds the source of a feed that the server lists, in these categories; `detached` if the server no longer lists it.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn add_remote_feed(
        &mut self,
        account: AccountId,
        feed: &ListedFeed,
        categories: &[CategoryId],
        detached: bool,
    ) -> Result<SourceId, LibraryError> {
        feeds::add_feed(self, account, feed, categories, detached)
    }

    /// Stores a feed as the server lists it now. `categories` replace those here; `None` leaves them. With `takes_title`, a
    /// title that the user has set gives way.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn update_remote_feed(
        &mut self,
        account: AccountId,
        stored: &StoredFeed,
        feed: &ListedFeed,
        takes_title: bool,
        categories: Option<&[CategoryId]>,
    ) -> Result<(), LibraryError> {
        feeds::update_feed(self, account, stored, feed, takes_title, categories)
    }

    /// Brings a feed back that the user had removed here, since it was subscribed to elsewhere.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn return_remote_feed(&mut self, source: SourceId) -> Result<(), LibraryError> {
        feeds::return_feed(self, source)
    }

    /// Records that the server did not subscribe to a feed, which its source says until it does. The server is asked again after one
    /// hour, then six, then every day.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn subscription_failed(
        &mut self,
        source: SourceId,
        error: &SourceError,
    ) -> Result<(), LibraryError> {
        new_feeds::subscription_failed(self, source, error)
    }

    /// Has the server asked again, with the next sync, for the subscriptions that it did not make.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn retry_subscriptions(&mut self, account: AccountId) -> Result<(), LibraryError> {
        new_feeds::retry_subscriptions(self, account)
    }

    /// Removes a feed that the user has added here, since the server has it under another address as a feed that is known: that one
    /// comes back if the user had removed it. Articles stay.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn merge_new_feed(&mut self, new: SourceId, known: SourceId) -> Result<(), LibraryError> {
        new_feeds::merge_new_feed(self, new, known)
    }

    /// Records that a list of the server lacks a feed: since when, and from when on it counts as no longer there.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn set_remote_feed_absent(
        &mut self,
        account: AccountId,
        id: &str,
        absent_since: Option<i64>,
        detached: Option<i64>,
    ) -> Result<(), LibraryError> {
        feeds::set_absent(self, account, id, absent_since, detached)
    }

    /// Stores a folder as the server has it now. Without a category it gets the one of its name.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn store_remote_folder(
        &mut self,
        account: AccountId,
        id: &str,
        name: &str,
        category: Option<CategoryId>,
    ) -> Result<CategoryId, LibraryError> {
        feeds::store_folder(self, account, id, name, category)
    }

    /// Renames the category of a folder that was renamed on the server.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn rename_remote_folder(
        &mut self,
        account: AccountId,
        folder: &StoredFolder,
        name: &str,
    ) -> Result<(), LibraryError> {
        feeds::rename_folder(self, account, folder, name)
    }

    /// Removes a folder that the server no longer has, and its category if that is empty.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn remove_remote_folder(
        &mut self,
        account: AccountId,
        folder: &StoredFolder,
    ) -> Result<(), LibraryError> {
        feeds::remove_folder(self, account, folder)
    }
}
