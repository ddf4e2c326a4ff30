//! Host names to addresses: [`Names`], with a cache, and with the address guard between both.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::stop::{NoResult, Stop};

/// Time for which addresses of a name are kept. A refresh asks one host for many feeds; a moved host is found soon.
const KEEP_FOUND: Duration = Duration::from_secs(60);
/// Time for which a failed lookup is kept.
const KEEP_FAILED: Duration = Duration::from_secs(5);
/// Number of names in the cache above which old ones are dropped.
const MAX_NAMES: usize = 1_000;

/// Function that looks a name up, without a cache.
pub(super) type Lookup = Arc<dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync>;

/// Returns the lookup of the system.
pub(super) fn system_lookup() -> Lookup {
    Arc::new(|host| Ok((host, 0).to_socket_addrs()?.map(|it| it.ip()).collect()))
}

/// Addresses of host names, shared by all requests of a client. Each name is looked up by one thread at a time.
#[derive(Clone)]
pub(super) struct Names {
    lookup: Lookup,
    stop: Stop,
    cache: Arc<Mutex<HashMap<String, Entry>>>,
}

#[derive(Debug)]
enum Entry {
    Pending,
    Done {
        addresses: Option<Vec<IpAddr>>,
        at: Instant,
    },
}

/// Failure of a lookup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LookupError {
    /// There is no such name, or the name server failed.
    NotFound,
    /// The time limit was exceeded.
    TimedOut,
    /// The client is shut down.
    Stopped,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Names")
    }
}

impl Names {
    /// Makes an empty cache over `lookup`.
    pub(super) fn new(lookup: Lookup, stop: Stop) -> Self {
        Self {
            lookup,
            stop,
            cache: Arc::default(),
        }
    }

    /// Returns the addresses of a host, which may be a literal address; IPv6 without brackets.
    ///
    /// # Errors
    ///
    /// [`LookupError`].
    pub(super) fn addresses(
        &self,
        host: &str,
        limit: Option<Duration>,
    ) -> Result<Vec<IpAddr>, LookupError> {
        if let Ok(address) = host.parse() {
            return Ok(vec![address]);
        }
        let deadline = limit.map(|limit| Instant::now() + limit);
        if self.must_start(host) {
            self.start(host);
        }
        let found = self
            .stop
            .wait_for(deadline, || match self.lock().get(host) {
                Some(Entry::Done { addresses, .. }) => Some(addresses.clone()),
                // (Dropped from a full cache while it was pending.)
                None => Some(None),
                Some(Entry::Pending) => None,
            });
        match found {
            Ok(Some(addresses)) if !addresses.is_empty() => Ok(addresses),
            Ok(_) => Err(LookupError::NotFound),
            Err(NoResult::Stopped) => Err(LookupError::Stopped),
            Err(NoResult::TimedOut) => Err(LookupError::TimedOut),
        }
    }

    /// Enters a name as pending, unless it is known or pending.
    fn must_start(&self, host: &str) -> bool {
        let now = Instant::now();
        let is_fresh = |entry: &Entry| match entry {
            Entry::Pending => true,
            Entry::Done { addresses, at } => {
                let keep = match addresses {
                    Some(_) => KEEP_FOUND,
                    None => KEEP_FAILED,
                };
                now.saturating_duration_since(*at) < keep
            }
        };
        let mut cache = self.lock();
        if cache.get(host).is_some_and(is_fresh) {
            return false;
        }
        if cache.len() >= MAX_NAMES {
            cache.retain(|_, entry| is_fresh(entry));
        }
        if cache.len() >= MAX_NAMES {
            cache.retain(|_, entry| matches!(entry, Entry::Pending));
        }
        cache.insert(host.to_owned(), Entry::Pending);
        true
    }

    fn start(&self, host: &str) {
        let (names, name) = (self.clone(), host.to_owned());
        let results = super::stop::Results::new();
        let started = self.stop.spawn(&results, move || {
            let addresses = (names.lookup)(&name).ok();
            names.enter(&name, addresses);
        });
        if started.is_err() {
            self.enter(host, None);
        }
    }

    fn enter(&self, host: &str, addresses: Option<Vec<IpAddr>>) {
        let at = Instant::now();
        let entry = Entry::Done { addresses, at };
        self.lock().insert(host.to_owned(), entry);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
