//! Addresses of requests and redirects: [`Target`], and which headers a redirect keeps.

use percent_encoding::percent_decode_str;
use url::{Origin, Url};

use super::error::FetchError;
use super::request::Credentials;

/// Greatest number of redirects of one request.
pub(super) const MAX_REDIRECTS: usize = 10;

/// An address that is ready to be asked: `http` or `https`, without a fragment and without a user name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    url: Url,
}

impl Target {
    /// Parses the address of a request, and takes user name and password out of it.
    ///
    /// # Errors
    ///
    /// [`FetchError::InvalidUrl`].
    pub(super) fn parse(address: &str) -> Result<(Self, Option<Credentials>), FetchError> {
        let url = Url::parse(address.trim()).map_err(|_| FetchError::InvalidUrl)?;
        let credentials = credentials_of(&url);
        let target = Self::new(url).ok_or(FetchError::InvalidUrl)?;
        Ok((target, credentials))
    }

    /// Resolves the value of `Location` against this address (RFC 9110, section 10.2.2). User name and password in it are
    /// dropped: who sends them is not who they are for.
    ///
    /// # Errors
    ///
    /// [`FetchError::InvalidRedirect`] if it is no address, or neither `http` nor `https`.
    pub(super) fn follow(&self, location: &[u8]) -> Result<Self, FetchError> {
        // Unencoded characters are UTF-8 or, in old servers, Latin-1.
        let location = match std::str::from_utf8(location) {
            Ok(location) => location.to_owned(),
            Err(_) => location.iter().map(|&byte| char::from(byte)).collect(),
        };
        if location.trim().is_empty() {
            return Err(FetchError::InvalidRedirect);
        }
        let url = self.url.join(location.trim());
        let url = url.map_err(|_| FetchError::InvalidRedirect)?;
        Self::new(url).ok_or(FetchError::InvalidRedirect)
    }

    fn new(mut url: Url) -> Option<Self> {
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return None;
        }
        url.set_fragment(None);
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
        // The trailing dot of a rooted name does not resolve everywhere.
        let rooted = url.host_str().and_then(|host| host.strip_suffix('.'));
        if let Some(host) = rooted.map(str::to_owned).filter(|host| !host.is_empty()) {
            url.set_host(Some(&host)).ok()?;
        }
        Some(Self { url })
    }

    /// Returns the parsed address.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the address as text.
    pub(super) fn as_str(&self) -> &str {
        self.url.as_str()
    }

    /// Returns the host: a name, or a literal address without brackets.
    pub(super) fn host(&self) -> &str {
        let host = self.url.host_str().unwrap_or_default();
        host.trim_start_matches('[').trim_end_matches(']')
    }

    /// Returns true if scheme, host and port are equal (RFC 6454, section 5).
    pub(super) fn has_same_origin(&self, other: &Self) -> bool {
        let is_tuple = |origin: &Origin| origin.is_tuple();
        let origin = self.url.origin();
        is_tuple(&origin) && origin == other.url.origin()
    }

    /// Returns true if path and query are equal.
    pub(super) fn has_same_path(&self, other: &Self) -> bool {
        self.url.path() == other.url.path() && self.url.query() == other.url.query()
    }
}

fn credentials_of(url: &Url) -> Option<Credentials> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    Some(Credentials {
        user: decode(url.username()),
        password: decode(url.password().unwrap_or_default()),
    })
}
