//! Time between two requests for pages of one host: [`HostPace`].

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Time between two pages of one host.
const SPACING: Duration = Duration::from_secs(1);

/// Moments from which the next page of each host may be asked for, shared by all threads of the program.
#[derive(Debug)]
pub struct HostPace {
    next: Mutex<HashMap<String, Instant>>,
    spacing: Duration,
}

impl Default for HostPace {
    fn default() -> Self {
        Self::new(SPACING)
    }
}

impl HostPace {
    /// Returns a pace with this time between two requests to a host.
    pub fn new(spacing: Duration) -> Self {
        Self {
            next: Mutex::default(),
            spacing,
        }
    }

    /// Reserves a request to a host. The caller sends it at once.
    ///
    /// # Errors
    /// The time until a request may be sent.
    pub fn reserve(&self, host: &str, now: Instant) -> Result<(), Duration> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(moment) = next.get(host) {
            let left = moment.saturating_duration_since(now);
            if !left.is_zero() {
                return Err(left);
            }
        }
        next.retain(|_, moment| *moment > now);
        next.insert(host.to_owned(), now + self.spacing);
        Ok(())
    }
}
