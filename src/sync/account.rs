//! Stored accounts: their clients ([`with_client`]), and the sync of one by its id ([`sync_by_id`]).

use std::path::Path;

use super::connect::{ServerAddress, connect};
use super::error::SyncError;
use super::run::{SyncReport, SyncRun, SyncStep, backoff, sync_account};
use super::secrets::Secrets;
use super::server::Server;
use super::transport::HttpTransport;
use crate::fetch::Client;
use crate::ingest::Cancel;
use crate::library::{Library, LibraryError, LibraryReader, session_name};
use crate::model::{Account, AccountId};

/// Syncs an account as [`sync_account`] does, by a client of its own, and also records that there is no password.
///
/// # Errors
/// See [`sync_account`]; the account does not exist.
pub fn sync_by_id(
    library: &mut Library,
    client: &Client,
    id: AccountId,
    cancel: &Cancel,
    progress: &mut dyn FnMut(SyncStep),
) -> Result<SyncReport, SyncError> {
    let missing = || LibraryError::Missing(format!("no account {id}"));
    let account = library.account(id)?.ok_or_else(missing)?;
    let folder = folder_of(library).to_owned();
    let mut started = false;
    let synced = with_client(client, &account, &folder, cancel, |server| {
        started = true;
        let run = SyncRun {
            holder: &session_name(),
            cancel,
            progress,
        };
        sync_account(library, server, &account, run)
    });
    if let (Err(error), false) = (&synced, started) {
        let (code, details) = error.code();
        let next = library.now().saturating_add(backoff(account.failures));
        library.account_failed(id, next, None, (code, details.as_deref()))?;
    }
    synced
}

/// Runs `work` with the client of a stored account. `folder` is the data folder. No request is sent before.
///
/// # Errors
/// There is no password, it can't be read, or `work` fails.
pub fn with_client<T>(
    client: &Client,
    account: &Account,
    folder: &Path,
    cancel: &Cancel,
    work: impl FnOnce(&mut dyn Server) -> Result<T, SyncError>,
) -> Result<T, SyncError> {
    let transport = HttpTransport {
        client,
        // The user has named this server, and no redirect leads away from it.
        allow_private: true,
    };
    let secrets = Secrets::of_account(account, folder, cancel);
    let address = ServerAddress {
        kind: account.kind,
        url: &account.url,
        user: &account.user,
        state: &account.cursor,
    };
    let mut server = connect(address, &transport, &secrets)?;
    work(server.as_mut())
}

/// Returns the data folder of a library.
pub fn folder_of(library: &LibraryReader) -> &Path {
    library.file().parent().unwrap_or_else(|| Path::new(""))
}
