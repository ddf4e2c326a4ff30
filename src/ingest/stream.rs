//! Pipes and devices, which deliver their bytes once and at any time: read without blocking, any number at once.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::AsRawFd;
use std::path::Path;

use filedescriptor::{POLLIN, poll, pollfd};

use super::cancel::{Cancel, Wake};
use super::error::ReadError;

/// Bytes read at once.
const CHUNK_BYTES: usize = 64 * 1024;
/// Number of chunks that are read before other streams get their turn.
const MAX_CHUNKS: usize = 16;

/// Pipe or device that is being read. Dropping it tells the program at the other end that its output is no longer read.
#[derive(Debug)]
pub struct Stream {
    file: File,
    bytes: Vec<u8>,
    limit: u64,
}

/// Progress of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamState {
    /// More may come.
    Open,
    /// Everything has come.
    Ended,
}

impl Stream {
    /// Returns a stream of a file that was opened without blocking ([`open()`]). No more than `limit` bytes are taken.
    pub(super) fn new(file: File, limit: u64) -> Self {
        Self {
            file,
            bytes: Vec::new(),
            limit,
        }
    }

    /// Reads available bytes, at most 1 MiB. Only for a stream that [`wait_for_streams`] returned: a FIFO without a
    /// writer looks like an ended one.
    ///
    /// # Errors
    /// Error of the system, or more bytes than the limit.
    pub fn advance(&mut self) -> Result<StreamState, ReadError> {
        let mut chunk = vec![0; CHUNK_BYTES];
        for _ in 0..MAX_CHUNKS {
            match self.file.read(&mut chunk) {
                Ok(0) => return Ok(StreamState::Ended),
                Ok(n) => self.bytes.extend_from_slice(chunk.get(..n).unwrap_or(&[])),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(error.into()),
            }
            if self.bytes.len() as u64 > self.limit {
                return Err(ReadError::TooLarge { limit: self.limit });
            }
            // Where `O_NONBLOCK` is not heeded (`/dev/fd` on some systems), another read could block.
            if !is_ready(&self.file)? {
                break;
            }
        }
        Ok(StreamState::Open)
    }

    /// Returns the bytes that were read.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Reads to the end.
    ///
    /// # Errors
    /// As [`Stream::advance`], and where it was cancelled.
    pub(super) fn read_to_end(&mut self, cancel: &Cancel) -> Result<(), ReadError> {
        let wake = cancel.wake()?;
        loop {
            cancel.check()?;
            let ready = wait_for_streams([&*self], &wake)?;
            cancel.check()?;
            if ready.first() == Some(&true) && self.advance()? == StreamState::Ended {
                return Ok(());
            }
        }
    }
}

/// Opens a file so that neither this nor a read blocks if it is a pipe.
///
/// # Errors
/// The system does not open it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or(0);
    File::options().read(true).custom_flags(flags).open(path)
}

/// Waits until a stream has bytes or has ended, or until the wake-up. Returns the indices of those streams.
///
/// # Errors
/// The system does not wait.
pub fn wait_for_streams<'a>(
    streams: impl IntoIterator<Item = &'a Stream>,
    wake: &Wake,
) -> io::Result<Vec<bool>> {
    let files = streams.into_iter().map(|stream| stream.file.as_raw_fd());
    let mut fds: Vec<pollfd> = files.chain([wake.fd()]).map(readable).collect();
    loop {
        match poll(&mut fds, None) {
            Ok(_) => break,
            Err(filedescriptor::Error::Poll(error))
                if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(io::Error::other(error)),
        }
    }
    fds.pop();
    Ok(fds.iter().map(|fd| fd.revents != 0).collect())
}

fn is_ready(file: &File) -> io::Result<bool> {
    let mut fds = [readable(file.as_raw_fd())];
    match poll(&mut fds, Some(std::time::Duration::ZERO)) {
        Ok(ready) => Ok(ready > 0),
        Err(filedescriptor::Error::Poll(error)) if error.kind() == io::ErrorKind::Interrupted => {
            Ok(false)
        }
        Err(error) => Err(io::Error::other(error)),
    }
}

fn readable(fd: std::os::fd::RawFd) -> pollfd {
    pollfd {
        fd,
        events: POLLIN,
        revents: 0,
    }
}
