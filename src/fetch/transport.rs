//! Hooks of the HTTP crate: its resolver, which is the address guard, and its TCP connector, which can be interrupted. The
//! only file that uses `ureq::unversioned`, which may change with every release.

use std::cell::Cell;
use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout,
    RustlsConnector, ShutdownHandle, SocksConnector, Transport,
};
use ureq::{Agent, Timeout};

use super::address_guard::is_forbidden;
use super::connect::{ConnectError, connect_any};
use super::names::{LookupError, Names};
use super::stop::Stop;

thread_local! {
    /// True if the current request of this thread has opened a connection, false if it uses an idle one.
    static HAS_CONNECTED: Cell<bool> = const { Cell::new(false) };
}

/// Error of a hook, passed through the HTTP crate.
#[derive(Debug, thiserror::Error)]
pub(super) enum HookError {
    /// The host is on a private address.
    #[error("{0} is a private address")]
    Forbidden(String),
    /// The connection failed.
    #[error("{0}")]
    Connect(io::Error),
    /// The client is shut down.
    #[error("shut down")]
    Stopped,
}

/// Makes an agent whose connections are resolved by `names` and stay away from private addresses unless `allow_private`.
pub(super) fn new_agent(config: Config, names: Names, allow_private: bool, stop: Stop) -> Agent {
    let proxy = config.proxy().map(|proxy| proxy.uri().clone());
    let connector =
        ().chain(SocksConnector::default())
            .chain(ConnectProxyConnector::default())
            .chain(StoppableConnector { stop })
            .chain(RustlsConnector::default());
    let resolver = GuardedResolver {
        names,
        allow_private,
        proxy,
    };
    Agent::with_parts(config, connector, resolver)
}

/// Forgets the connections of former requests of this thread: see [`has_connected`].
pub(super) fn forget_connections() {
    HAS_CONNECTED.set(false);
}

/// Returns true if this thread has opened a connection since [`forget_connections`]. A request that failed without one used
/// an idle connection, which the server may have closed in the meantime.
pub(super) fn has_connected() -> bool {
    HAS_CONNECTED.get()
}

/// Resolver of an agent. It is asked for every request, for literal addresses and for idle connections too, and what it returns
/// is what is connected to: a name is never resolved twice.
#[derive(Debug)]
struct GuardedResolver {
    names: Names,
    allow_private: bool,
    /// Address of the proxy, which may be private.
    proxy: Option<Uri>,
}

impl Resolver for GuardedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().ok_or(ureq::Error::HostNotFound)?;
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
            Some("https") => 443,
            Some(scheme) if scheme.starts_with("socks") => 1080,
            _ => 80,
        });
        let limit = timeout.not_zero().map(|limit| *limit);
        let found = self
            .names
            .addresses(host, limit)
            .map_err(|error| match error {
                LookupError::NotFound => ureq::Error::HostNotFound,
                LookupError::TimedOut => ureq::Error::Timeout(Timeout::Resolve),
                LookupError::Stopped => ureq::Error::Other(HookError::Stopped.into()),
            })?;
        let is_allowed = self.allow_private || self.proxy.as_ref() == Some(uri);
        let addresses = match is_allowed {
            true => found,
            false => allowed(host, found)?,
        };
        let mut resolved = self.empty();
        // (16 is the capacity of the list.)
        for address in addresses.into_iter().take(16) {
            resolved.push(SocketAddr::new(address, port));
        }
        Ok(resolved)
    }
}

/// Returns the addresses if all of them are public. One private address among them forbids the host: which one is connected
/// to is left to chance.
fn allowed(host: &str, addresses: Vec<IpAddr>) -> Result<Vec<IpAddr>, ureq::Error> {
    match addresses.iter().copied().any(is_forbidden) {
        true => Err(ureq::Error::Other(
            HookError::Forbidden(host.to_owned()).into(),
        )),
        false => Ok(addresses),
    }
}

/// TCP connector whose attempts end when the client is shut down.
#[derive(Debug)]
struct StoppableConnector {
    stop: Stop,
}

impl<In: Transport> Connector<In> for StoppableConnector {
    type Out = Either<In, Tcp>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        HAS_CONNECTED.set(true);
        if let Some(transport) = chained {
            // A connection by SOCKS or CONNECT.
            return Ok(Some(Either::A(transport)));
        }
        let addresses: Vec<SocketAddr> = details.addrs.iter().copied().collect();
        let limit = details
            .timeout
            .not_zero()
            .map_or(Duration::from_secs(60), |limit| *limit);
        let stream = connect_any(&self.stop, &addresses, limit).map_err(|error| match error {
            ConnectError::TimedOut => ureq::Error::Timeout(Timeout::Connect),
            ConnectError::Io(error) => ureq::Error::Other(HookError::Connect(error).into()),
            ConnectError::Stopped => ureq::Error::Other(HookError::Stopped.into()),
        })?;
        stream.set_nodelay(true)?;
        let config = details.config;
        let tcp = Tcp {
            stream: Arc::new(Socket(stream)),
            buffers: LazyBuffers::new(config.input_buffer_size(), config.output_buffer_size()),
        };
        let handle: Arc<dyn ShutdownHandle> = tcp.stream.clone();
        (details.register_shutdown)(Arc::downgrade(&handle) as Weak<dyn ShutdownHandle>)?;
        Ok(Some(Either::B(tcp)))
    }
}

/// A socket that another thread can shut down.
#[derive(Debug)]
struct Socket(TcpStream);

impl ShutdownHandle for Socket {
    fn shutdown(&self) {
        // It fails only if the socket is closed already.
        let _ = self.0.shutdown(std::net::Shutdown::Both);
    }
}

/// TCP transport.
#[derive(Debug)]
struct Tcp {
    stream: Arc<Socket>,
    buffers: LazyBuffers,
}

impl Transport for Tcp {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        let timeout = timeout.for_write();
        let limit = timeout.not_zero().map(|limit| *limit);
        let mut stream = &self.stream.0;
        stream.set_write_timeout(limit)?;
        let output = self.buffers.output();
        let output = output.get(..amount).unwrap_or_default();
        stream
            .write_all(output)
            .map_err(|error| match is_timeout(&error) {
                true => ureq::Error::Timeout(timeout.reason),
                false => ureq::Error::Io(error),
            })
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let timeout = timeout.for_read();
        let deadline = timeout.not_zero().map(|limit| Instant::now() + *limit);
        let mut stream = &self.stream.0;
        let buffer = self.buffers.input_append_buf();
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return Err(ureq::Error::Timeout(timeout.reason));
            }
            stream.set_read_timeout(left)?;
            match stream.read(buffer) {
                Ok(amount) => {
                    self.buffers.input_appended(amount);
                    return Ok(amount > 0);
                }
                // A signal, such as that of a new size of the terminal.
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if is_timeout(&error) => {
                    return Err(ureq::Error::Timeout(timeout.reason));
                }
                // The crate takes a reset for the end of a body without a length. It is none.
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {
                    return Err(io::Error::new(io::ErrorKind::BrokenPipe, error).into());
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn is_open(&mut self) -> bool {
        let mut stream = &self.stream.0;
        if stream.set_nonblocking(true).is_err() {
            return false;
        }
        // An idle connection has nothing to read: neither its end nor bytes that nobody asked for.
        let is_idle = match stream.read(&mut [0]) {
            Ok(_) => false,
            Err(error) => error.kind() == io::ErrorKind::WouldBlock,
        };
        is_idle && stream.set_nonblocking(false).is_ok()
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock
    )
}
