//! Resolution of host names, with the address guard and a cache: [`GuardedResolver`].

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::address_guard::is_forbidden;

/// Time for which the addresses of a host are used again: a refresh asks once for each host.
const CACHE_TIME: Duration = Duration::from_secs(60);
/// Hosts in the cache; when there are more, it is emptied.
const MAX_CACHED_HOSTS: usize = 4096;

/// Resolver that returns only addresses which the guard allows. The connection goes to exactly these addresses, so that a second
/// lookup can't lead elsewhere.
#[derive(Debug)]
pub(super) struct GuardedResolver {
    inner: DefaultResolver,
    allow_private: bool,
    cache: Mutex<HashMap<String, (Instant, ResolvedSocketAddrs)>>,
}

/// The guard forbids all addresses of a host.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("private address")]
pub(super) struct ForbiddenAddress;

impl GuardedResolver {
    pub(super) fn new(allow_private: bool) -> Self {
        Self {
            inner: DefaultResolver::default(),
            allow_private,
            cache: Mutex::default(),
        }
    }

    fn cached(&self, key: &str) -> Option<ResolvedSocketAddrs> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache
            .get(key)
            .filter(|(time, _)| time.elapsed() < CACHE_TIME)
            .map(|(_, addresses)| addresses.clone())
    }

    fn store(&self, key: String, addresses: &ResolvedSocketAddrs) {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= MAX_CACHED_HOSTS {
            cache.clear();
        }
        cache.insert(key, (Instant::now(), addresses.clone()));
    }
}

impl Resolver for GuardedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let key = format!(
            "{}|{}",
            uri.scheme_str().unwrap_or_default(),
            uri.authority().map_or("", |authority| authority.as_str())
        );
        let found = match self.cached(&key) {
            Some(found) => found,
            None => {
                let found = self.inner.resolve(uri, config, timeout)?;
                self.store(key, &found);
                found
            }
        };
        if self.allow_private {
            return Ok(found);
        }
        let mut allowed = self.empty();
        for address in found.iter() {
            if !is_forbidden(address.ip()) {
                allowed.push(*address);
            }
        }
        match allowed.is_empty() {
            true => Err(ureq::Error::Other(Box::new(ForbiddenAddress))),
            false => Ok(allowed),
        }
    }
}
