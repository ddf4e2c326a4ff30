//! Accounts as a command names them, and their names for people.

use anyhow::{Result, anyhow};

use super::open_library::library_error;
use crate::library::LibraryReader;
use crate::messages;
use crate::model::{Account, AccountId};

/// Returns an account by its id.
///
/// # Errors
/// There is none; the text is `WHAT: WHERE: what to do`.
pub(super) fn find_account(library: &LibraryReader, id: AccountId) -> Result<Account> {
    let found = library.account(id).map_err(library_error)?;
    found.ok_or_else(|| anyhow!("no such account: {id}: newsprint account lists them"))
}

/// Returns the name of an account for people.
pub(super) fn account_name(account: &Account) -> String {
    messages::accounts::name(&account.url, &account.user)
}
