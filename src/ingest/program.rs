//! Programs of the user that print a password or a feed: [`run_program`].

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use filedescriptor::{POLLIN, poll, pollfd};

use super::cancel::{Cancel, Cancelled};
use crate::text::io_message;

/// Bytes read at once.
const CHUNK_BYTES: usize = 64 * 1024;

/// Limits of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramLimits {
    /// Most bytes of its output.
    pub bytes: usize,
    /// Longest duration.
    pub duration: Duration,
}

impl ProgramLimits {
    /// Limits of a program that prints a password: 64 KiB and a minute, since a password manager may ask for its own in a
    /// window.
    pub const PASSWORD: Self = Self {
        bytes: 64 * 1024,
        duration: Duration::from_secs(60),
    };
}

/// Error of a program. None of them quotes what it printed, since that may be a credential.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The argv is empty.
    #[error("no program is given")]
    Empty,
    /// The program can't be started.
    #[error("can't run {program}: {}", io_message(.error))]
    Start {
        /// Name of the program.
        program: String,
        /// Error of the system.
        error: io::Error,
    },
    /// The program reported a failure.
    #[error("{program} failed ({status}): run it in a shell to see why")]
    Failed {
        /// Name of the program.
        program: String,
        /// Exit status in words.
        status: String,
    },
    /// The program took too long and was ended.
    #[error("{program} took longer than {} s", .limit.as_secs())]
    TimedOut {
        /// Name of the program.
        program: String,
        /// Longest duration.
        limit: Duration,
    },
    /// The program printed too much and was ended.
    #[error("{program} printed more than {limit} bytes")]
    TooLarge {
        /// Name of the program.
        program: String,
        /// Most bytes.
        limit: usize,
    },
    /// The output can't be read.
    #[error("{}", io_message(.0))]
    Io(#[from] io::Error),
    /// The work was cancelled, and the program ended.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Runs a program by argv, without a shell, and returns its standard output. It has no input and no terminal; its
/// standard error is discarded. At the limits and on cancellation it is killed with the programs that it has started.
///
/// # Errors
/// See [`ProgramError`].
pub fn run_program(
    argv: &[String],
    limits: ProgramLimits,
    cancel: &Cancel,
) -> Result<Vec<u8>, ProgramError> {
    let (program, arguments) = argv.split_first().ok_or(ProgramError::Empty)?;
    cancel.check()?;
    let started = Instant::now();
    // A process group of its own: Ctrl-c in this terminal does not reach it, and the whole group can be ended.
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn();
    let child = child.map_err(|error| ProgramError::Start {
        program: program.clone(),
        error,
    })?;
    let mut group = ProcessGroup {
        child,
        has_ended: false,
    };
    let Some(output) = group.child.stdout.take() else {
        return Ok(Vec::new());
    };
    let bytes = read_output(output.into(), program, limits, started, cancel)?;
    let status = loop {
        // The output may be closed before the end.
        match group.child.try_wait()? {
            Some(status) => break status,
            None if started.elapsed() >= limits.duration => {
                return Err(timed_out(program, limits));
            }
            None => {
                cancel.check()?;
                std::thread::sleep(Duration::from_millis(2));
            }
        }
    };
    group.has_ended = true;
    match status.success() {
        true => Ok(bytes),
        false => Err(ProgramError::Failed {
            program: program.clone(),
            status: status.to_string(),
        }),
    }
}

/// Reads the output of a program to its end.
fn read_output(
    output: OwnedFd,
    program: &str,
    limits: ProgramLimits,
    started: Instant,
    cancel: &Cancel,
) -> Result<Vec<u8>, ProgramError> {
    let mut output = File::from(output);
    let wake = cancel.wake()?;
    let mut bytes = Vec::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        cancel.check()?;
        let left = limits.duration.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Err(timed_out(program, limits));
        }
        let mut fds = [output.as_raw_fd(), wake.fd()].map(|fd| pollfd {
            fd,
            events: POLLIN,
            revents: 0,
        });
        match poll(&mut fds, Some(left)) {
            Ok(_) => {}
            Err(filedescriptor::Error::Poll(error))
                if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(io::Error::other(error).into()),
        }
        let [of_output, _] = fds;
        if of_output.revents == 0 {
            continue;
        }
        let count = match output.read(&mut chunk) {
            Ok(0) => return Ok(bytes),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error.into()),
        };
        bytes.extend_from_slice(chunk.get(..count).unwrap_or_default());
        if bytes.len() > limits.bytes {
            return Err(ProgramError::TooLarge {
                program: program.to_owned(),
                limit: limits.bytes,
            });
        }
    }
}

fn timed_out(program: &str, limits: ProgramLimits) -> ProgramError {
    ProgramError::TimedOut {
        program: program.to_owned(),
        limit: limits.duration,
    }
}

/// A program and those that it has started. They are killed when this is dropped before the program has ended.
#[derive(Debug)]
struct ProcessGroup {
    child: Child,
    has_ended: bool,
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        if self.has_ended {
            return;
        }
        let id = i32::try_from(self.child.id()).ok();
        if let Some(group) = id.and_then(rustix::process::Pid::from_raw) {
            // It may have ended meanwhile.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
