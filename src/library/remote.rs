//! Accounts on servers: the accounts themselves, and what the library knows of their feeds, folders and items.

pub(in crate::library) mod accounts;
pub(in crate::library) mod feeds;
pub(in crate::library) mod items;
mod local_articles;
pub(in crate::library) mod marks;
mod methods;
pub(in crate::library) mod new_feeds;
pub(in crate::library) mod unread;

use crate::library::{Library, LibraryError, LibraryReader};
use crate::model::{Account, AccountId, AccountKind, SourceId, SourceSettings};

impl LibraryReader {
    /// Returns all accounts, in the order in which they were added.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn accounts(&self) -> Result<Vec<Account>, LibraryError> {
        accounts::accounts(self.connection())
    }

    /// Returns an account.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn account(&self, id: AccountId) -> Result<Option<Account>, LibraryError> {
        accounts::account(self.connection(), id)
    }

    /// Returns the account that a source belongs to; `None` if it belongs to none.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn account_of_source(&self, source: SourceId) -> Result<Option<AccountId>, LibraryError> {
        accounts::account_of_source(self.connection(), source)
    }

    /// Returns the account whose server has the feed of a source; `None` where the feed was not sent yet, or is gone there.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn account_serving(&self, source: SourceId) -> Result<Option<AccountId>, LibraryError> {
        accounts::account_serving(self.connection(), source)
    }

    /// Returns the first account that is subscribed to the feed at an address.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn account_with_feed(&self, url: &str) -> Result<Option<Account>, LibraryError> {
        for account in self.accounts()? {
            let feed = feeds::find_by_address(self.connection(), account.id, url)?;
            if feed.is_some_and(|(_, is_subscribed)| is_subscribed) {
                return Ok(Some(account));
            }
        }
        Ok(None)
    }

    /// Returns the accounts that are due, the longest overdue first: not paused, and their server does not ask to wait.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn due_accounts(&self) -> Result<Vec<AccountId>, LibraryError> {
        accounts::due_accounts(self.connection(), self.now())
    }

    /// Returns the time when the next account is due, in seconds since 1970-01-01 UTC; 0 if one was never synced, `None` without
    /// accounts.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn next_account_due(&self) -> Result<Option<i64>, LibraryError> {
        accounts::next_due(self.connection())
    }
}

impl Library {
    /// Adds an account, and returns its id. It is due at once.
    ///
    /// # Errors
    /// An account of this user is at this address already, or the database can't be written.
    pub fn add_account(
        &mut self,
        kind: AccountKind,
        url: &str,
        user: &str,
        settings: &SourceSettings,
    ) -> Result<AccountId, LibraryError> {
        accounts::add_account(self, kind, url, user, settings)
    }

    /// Sets the address, the user name and the settings of an account. It is due at once.
    ///
    /// # Errors
    /// As [`Library::add_account`]; the account does not exist.
    pub fn set_account(
        &mut self,
        id: AccountId,
        url: &str,
        user: &str,
        settings: &SourceSettings,
    ) -> Result<(), LibraryError> {
        accounts::set_account(self, id, url, user, settings)
    }

    /// Removes an account. Its sources are removed with it, and their articles stay. Marks that the server does not have yet are
    /// never sent. Returns the number of sources.
    ///
    /// # Errors
    /// The account does not exist, or the database can't be written.
    pub fn remove_account(&mut self, id: AccountId) -> Result<usize, LibraryError> {
        accounts::remove_account(self, id)
    }

    /// Stores the state of the client between two syncs, as JSON.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn save_account_state(&mut self, id: AccountId, state: &str) -> Result<(), LibraryError> {
        accounts::save_state(self, id, state)
    }

    /// Records a sync without an error. `next_sync` is the time when it is due again.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn account_succeeded(&mut self, id: AccountId, next_sync: i64) -> Result<(), LibraryError> {
        accounts::record_success(self, id, next_sync)
    }

    /// Records a sync that failed: when it is due again, until when the server asked to wait, and the code and the details of the
    /// error.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn account_failed(
        &mut self,
        id: AccountId,
        next_sync: i64,
        not_before: Option<i64>,
        error: (&str, Option<&str>),
    ) -> Result<(), LibraryError> {
        accounts::record_failure(self, id, next_sync, not_before, error)
    }

    /// Takes or extends the lease of an account for `seconds` from now on. Returns false if another holder has it that has not
    /// ended.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn acquire_account(
        &mut self,
        id: AccountId,
        holder: &str,
        seconds: u32,
    ) -> Result<bool, LibraryError> {
        accounts::acquire_account(self, id, holder, seconds)
    }

    /// Releases the lease of an account, if `holder` has it.
    ///
    /// # Errors
    /// The database can't be written.
    pub fn release_account(&mut self, id: AccountId, holder: &str) -> Result<(), LibraryError> {
        accounts::release_account(self, id, holder)
    }
}
