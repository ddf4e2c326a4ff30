//! TCP connections to one of several addresses: [`connect_any`]; and [`has_network`].

use std::io;
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use super::stop::{NoResult, Results, Stop};

/// Head start of one address before the next is tried beside it (RFC 8305, section 8).
const HEAD_START: Duration = Duration::from_millis(250);
/// Number of addresses that are tried.
const MAX_ATTEMPTS: usize = 6;

/// Failure of connecting.
#[derive(Debug)]
pub(super) enum ConnectError {
    /// Every address failed; the last error.
    Io(io::Error),
    /// The time limit was exceeded.
    TimedOut,
    /// The client is shut down.
    Stopped,
}

/// Connects to the first address that answers. They are tried in order, by turns of IPv6 and IPv4, each beside the ones
/// before after a head start, so that a broken IPv6 route costs little (RFC 8305).
///
/// # Errors
///
/// [`ConnectError`].
pub(super) fn connect_any(
    stop: &Stop,
    addresses: &[SocketAddr],
    limit: Duration,
) -> Result<TcpStream, ConnectError> {
    let addresses = in_turns(addresses);
    if addresses.is_empty() {
        return Err(ConnectError::Io(io::ErrorKind::AddrNotAvailable.into()));
    }
    let deadline = Instant::now() + limit;
    let results: Results<io::Result<TcpStream>> = Results::new();
    let (mut started, mut failed) = (0, 0);
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ConnectError::TimedOut);
        }
        if let Some(&address) = addresses.get(started) {
            stop.spawn(&results, move || TcpStream::connect_timeout(&address, left))
                .map_err(ConnectError::Io)?;
            started += 1;
        }
        let next = match started < addresses.len() {
            true => deadline.min(Instant::now() + HEAD_START),
            false => deadline,
        };
        match stop.wait_for(Some(next), || results.pop()) {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => {
                failed += 1;
                if failed == addresses.len() {
                    return Err(match error.kind() {
                        io::ErrorKind::TimedOut => ConnectError::TimedOut,
                        _ => ConnectError::Io(error),
                    });
                }
            }
            Err(NoResult::Stopped) => return Err(ConnectError::Stopped),
            Err(NoResult::TimedOut) => {}
        }
    }
}

/// Returns the addresses by turns of their families, beginning with that of the first one.
fn in_turns(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let Some(first) = addresses.first() else {
        return Vec::new();
    };
    let (mut same, mut other): (Vec<_>, Vec<_>) = addresses
        .iter()
        .copied()
        .partition(|address| address.is_ipv6() == first.is_ipv6());
    same.reverse();
    other.reverse();
    let mut turns = Vec::with_capacity(addresses.len());
    while turns.len() < MAX_ATTEMPTS && (!same.is_empty() || !other.is_empty()) {
        turns.extend(same.pop());
        turns.extend(other.pop());
    }
    turns.truncate(MAX_ATTEMPTS);
    turns
}

/// Returns false if the system has no route to the internet. Nothing is sent.
pub fn has_network() -> bool {
    // Connecting a datagram socket only looks for a route. The addresses are those of the root server K.
    let has_route = |local: &str, remote: &str| {
        UdpSocket::bind(local).and_then(|socket| socket.connect(remote))
    };
    has_route("0.0.0.0:0", "193.0.14.129:53").is_ok()
        || has_route("[::]:0", "[2001:7fd::1]:53").is_ok()
}
