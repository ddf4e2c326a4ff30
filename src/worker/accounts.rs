//! Accounts on servers: adding one ([`add_account`]) and removing one ([`remove_account`]).

use super::emit::Emit;
use super::shared_state::SharedState;
use crate::library::Library;
use crate::model::{AccountId, NewAccount, Outcome, Password};
use crate::sync::account::{find_account_server, folder_of, store_account};
use crate::sync::error::SyncError;
use crate::sync::secrets::{Secrets, remove_secrets};
use crate::text::redact;

/// Adds an account, once its server has taken the user name and the password.
pub(super) fn add_account(new: NewAccount, shared: &SharedState) -> Outcome {
    let NewAccount {
        kind,
        address,
        user,
        settings,
        password,
    } = new;
    let failed = |(code, details): (&str, Option<String>)| Outcome::AccountNotAdded {
        kind,
        address: redact(&address).into(),
        user: user.clone(),
        error: (code.to_owned(), details),
    };
    let fetching = shared.fetching();
    let password = password.map(Password::into_text);
    let secrets = Secrets::in_memory(&settings, password, &fetching.cancel);
    let found = match find_account_server(fetching.client(), kind, &address, &user, &secrets) {
        Ok(found) => found,
        Err(error) => return failed(error.code()),
    };
    let stored = shared.pool.write_with(|library| {
        store_account(library, (kind, &found.url, &user), &settings, &secrets)
    });
    match stored {
        Ok(Ok(account)) => Outcome::AccountAdded {
            id: account.id,
            url: account.url,
            user: account.user,
            version: found.info.version,
        },
        Ok(Err(error)) => failed(error.code()),
        Err(error) => failed(("library", Some(error.to_string()))),
    }
}

/// Removes an account with its secrets. What is shown is read again then.
pub(super) fn remove_account(id: AccountId, shared: &SharedState, emit: &Emit) {
    let removed = shared.pool.write_with(|library| remove(library, id));
    match removed {
        Ok(Ok(())) => emit(Outcome::LibraryChanged),
        Ok(Err(error)) => emit(Outcome::SaveFailed(error.to_string())),
        Err(error) => emit(Outcome::SaveFailed(error.to_string())),
    }
}

fn remove(library: &mut Library, id: AccountId) -> Result<(), SyncError> {
    let folder = folder_of(library).to_owned();
    library.remove_account(id)?;
    remove_secrets(&folder, id)?;
    Ok(())
}
