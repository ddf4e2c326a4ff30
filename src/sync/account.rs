//! Stored accounts: adding one ([`find_account_server`], [`store_account`]), their clients ([`with_client`]), the sync of one by
//! its id ([`sync_by_id`]), and subscribing to a feed on its server ([`subscribe_at_account`]).

use std::path::Path;

use super::connect::{FoundServer, ServerAddress, connect, find_server};
use super::error::SyncError;
use super::run::{SyncReport, SyncRun, SyncStep, backoff, sync_account};
use super::secrets::Secrets;
use super::server::Server;
use super::transport::HttpTransport;
use crate::fetch::Client;
use crate::ingest::Cancel;
use crate::library::{Library, LibraryError, LibraryReader, NewFeed, session_name};
use crate::model::{Account, AccountId, AccountKind, Source, SourceSettings};

/// Finds the server at an address as typed, and checks the user name and the password.
///
/// # Errors
/// See [`find_server`].
pub fn find_account_server(
    client: &Client,
    kind: AccountKind,
    url: &str,
    user: &str,
    secrets: &Secrets,
) -> Result<FoundServer, SyncError> {
    let transport = HttpTransport {
        client,
        // The user has named this server.
        allow_private: true,
    };
    find_server(kind, url, user, &transport, secrets)
}

/// Stores a new account, given as its kind, address and user, with its secrets. Nothing is stored where one of them can't be.
///
/// # Errors
/// An account of this user is at this address already, or the library or the secrets can't be written.
pub fn store_account(
    library: &mut Library,
    (kind, url, user): (AccountKind, &str, &str),
    settings: &SourceSettings,
    secrets: &Secrets,
) -> Result<Account, SyncError> {
    let id = library.add_account(kind, url, user, settings)?;
    let account = library.account(id)?.ok_or_else(|| missing(id))?;
    if let Err(error) = save_secrets(secrets, &account, library) {
        library.remove_account(id)?;
        return Err(error);
    }
    Ok(account)
}

/// Stores the token of an account, and the password that was asked for where the API has no token.
///
/// # Errors
/// The file can't be written, or others can read it.
pub fn save_secrets(
    secrets: &Secrets,
    account: &Account,
    library: &LibraryReader,
) -> Result<(), SyncError> {
    let saves_password = account.kind != AccountKind::GoogleReader;
    secrets.save(account, folder_of(library), saves_password)
}

fn missing(id: AccountId) -> LibraryError {
    LibraryError::Missing(format!("no account {id}"))
}

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
    let account = library.account(id)?.ok_or_else(|| missing(id))?;
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

/// Subscribes to a feed on the server of an account, with the next sync. Returns its source, and true if the server does not have it yet.
///
/// # Errors
/// The account does not exist, its API can't change subscriptions, or the library can't be written.
pub fn subscribe_at_account(
    library: &mut Library,
    id: AccountId,
    url: &str,
    title: &str,
) -> Result<(Source, bool), SyncError> {
    let account = library.account(id)?.ok_or_else(|| missing(id))?;
    if !account.kind.edits_subscriptions() {
        return Err(SyncError::Unsupported);
    }
    let feed = NewFeed {
        url: url.to_owned(),
        title: title.to_owned(),
        ..NewFeed::default()
    };
    let (source, is_new, _) = library.subscribe_remotely(id, &feed)?;
    let gone = || LibraryError::Missing("the source was removed meanwhile".to_owned());
    Ok((library.source(source)?.ok_or_else(gone)?, is_new))
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
