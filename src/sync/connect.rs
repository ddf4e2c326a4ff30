//! Clients by the kind of an account ([`connect`]), and the search for the API at an address that a user has written
//! ([`find_server`]).

use url::Url;

use super::address::server_addresses;
use super::error::SyncError;
use super::fever::FeverClient;
use super::greader::GoogleReader;
use super::miniflux::MinifluxClient;
use super::nextcloud::NextcloudClient;
use super::secrets::Secrets;
use super::server::{Server, ServerInfo};
use super::transport::Transport;
use crate::fetch::{Credentials, FetchError};
use crate::model::AccountKind;

/// Most addresses that are tried, those of redirects included.
const MAX_ADDRESSES: usize = 8;

/// Address and user of an account, with the state of its client.
#[derive(Debug, Clone, Copy)]
pub struct ServerAddress<'a> {
    /// API of the server.
    pub kind: AccountKind,
    /// Address of the API, without a slash at its end.
    pub url: &'a str,
    /// User name; may be empty.
    pub user: &'a str,
    /// State of the client: [`Server::state`]; `{}` for a new account.
    pub state: &'a str,
}

/// Server that was found at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundServer {
    /// Address of the API, without a slash at its end.
    pub url: String,
    /// Facts about the server.
    pub info: ServerInfo,
}

/// Returns the client of an account. No request is sent.
///
/// # Errors
/// There is no password, or it can't be read.
pub fn connect<'a>(
    address: ServerAddress<'_>,
    transport: &'a dyn Transport,
    secrets: &Secrets,
) -> Result<Box<dyn Server + 'a>, SyncError> {
    let ServerAddress {
        kind,
        url,
        user,
        state,
    } = address;
    let credentials = || {
        Ok::<_, SyncError>(Credentials {
            user: user.to_owned(),
            password: secrets.password()?,
        })
    };
    Ok(match kind {
        AccountKind::Miniflux => {
            Box::new(MinifluxClient::new(transport, url, &credentials()?, state))
        }
        AccountKind::GoogleReader => Box::new(GoogleReader::new(
            transport,
            url,
            user,
            secrets.clone(),
            state,
        )),
        AccountKind::Nextcloud => {
            Box::new(NextcloudClient::new(transport, url, &credentials()?, state))
        }
        AccountKind::Fever => Box::new(FeverClient::new(transport, url, &credentials()?)),
    })
}

/// Finds the API that a user means by `text`, and checks the user name and the password: the address itself, then those at which
/// servers have their API. A redirect is followed on the same host only, and never from `https` to `http`.
///
/// # Errors
/// See [`Server::check`]; [`FetchError::InvalidUrl`] where the text is no address, or has a user name and a password in it.
pub fn find_server(
    kind: AccountKind,
    text: &str,
    user: &str,
    transport: &dyn Transport,
    secrets: &Secrets,
) -> Result<FoundServer, SyncError> {
    let addresses = server_addresses(kind, text);
    let mut addresses = addresses.ok_or(SyncError::Fetch(FetchError::InvalidUrl))?;
    let mut first_error = None;
    let mut refusal = None;
    let mut at = 0;
    while let Some(url) = addresses.get(at).filter(|_| at < MAX_ADDRESSES).cloned() {
        at += 1;
        let address = ServerAddress {
            kind,
            url: &url,
            user,
            state: "{}",
        };
        let error = match connect(address, transport, secrets)?.check() {
            Ok(info) => return Ok(FoundServer { url, info }),
            Err(error) => error,
        };
        let next = match &error {
            SyncError::WrongAddress { other } => other.clone(),
            SyncError::Moved { to } => match is_same_server(&url, to) {
                true => Some(to.clone()),
                false => return Err(refusal.unwrap_or(error)),
            },
            // A firewall may say so where the API is not.
            _ if may_be_of_another_server(kind, &error) => {
                refusal.get_or_insert(error);
                continue;
            }
            SyncError::WrongPassword
            | SyncError::ApiOff
            | SyncError::LostAuthorization
            | SyncError::LostPath => return Err(error),
            SyncError::UnexpectedAnswer { .. }
            | SyncError::Maintenance
            | SyncError::Rejected { .. }
            | SyncError::Status { status: 200..=399 } => None,
            _ => return Err(refusal.unwrap_or(error)),
        };
        let next = next.filter(|next| is_same_server(&url, next));
        if let Some(next) = next.filter(|next| !addresses.contains(next)) {
            addresses.insert(at, next);
        }
        first_error.get_or_insert(error);
    }
    // What a page of another program answers says nothing.
    Err(match (refusal, first_error) {
        (Some(refusal), _) => refusal,
        (None, Some(error @ (SyncError::Moved { .. } | SyncError::Maintenance))) => error,
        _ => SyncError::WrongAddress { other: None },
    })
}

/// Returns true if something else than the API may refuse a sign-in by this error: a proxy that asks for a password of its own (401),
/// or a firewall (403).
fn may_be_of_another_server(kind: AccountKind, error: &SyncError) -> bool {
    match error {
        // The Fever API says so with status 200.
        SyncError::WrongPassword => kind != AccountKind::Fever,
        // FreshRSS says so in its own words.
        SyncError::ApiOff => kind != AccountKind::GoogleReader,
        _ => false,
    }
}

/// Returns true if a credential for `url` may be sent to `other`: the same origin, or the same host by `https` now.
fn is_same_server(url: &str, other: &str) -> bool {
    match (Url::parse(url), Url::parse(other)) {
        (Ok(url), Ok(other)) => {
            let is_upgrade = url.scheme() == "http"
                && other.scheme() == "https"
                && url.host() == other.host()
                && other.port().is_none();
            url.origin() == other.origin() || is_upgrade
        }
        _ => false,
    }
}
