//! Unbuffered output to the terminal: [`write_now`], and [`restore_terminal`], which undoes full-screen mode.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd};

use crossterm::terminal::disable_raw_mode;

use super::modes::{self, TerminalOptions};

/// Leaves full-screen mode, ignoring errors: the terminal may be gone.
pub(super) fn restore_terminal(options: &TerminalOptions) {
    let mut bytes = Vec::new();
    if modes::write_leave(&mut bytes, options).is_ok() {
        let _ = write_now(&bytes);
    }
    let _ = disable_raw_mode();
}

/// Writes to the terminal in one go, past the buffer of standard output.
pub(super) fn write_now(bytes: &[u8]) -> io::Result<()> {
    let out = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    write_all(&out, bytes)
}

/// Writes all bytes, also to a terminal that another program has left in non-blocking mode.
fn write_all(mut out: &File, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match out.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(error) => match error.kind() {
                io::ErrorKind::Interrupted => {}
                io::ErrorKind::WouldBlock => {
                    let mut fds = [filedescriptor::pollfd {
                        fd: out.as_raw_fd(),
                        events: filedescriptor::POLLOUT,
                        revents: 0,
                    }];
                    // An interruption only means one more attempt.
                    let _ = filedescriptor::poll(&mut fds, None);
                }
                _ => return Err(error),
            },
        }
    }
    Ok(())
}
