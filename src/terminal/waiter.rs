//! The only wait of the program: for terminal input, wake-ups by other threads, signals, and the next deadline.
//!
//! One poll(2) waits for the terminal and a pipe, into which signal handlers and [`Waker`]s write.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use crossterm::event::Event;
use filedescriptor::{POLLERR, POLLHUP, POLLIN, poll, pollfd};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
use signal_hook::{SigId, flag, low_level};

use thiserror::Error;

use super::Background;
use super::input::InputParser;
use super::screen::terminal_size;

/// Events that ended a wait. Several may be true at once; all false means that the deadline has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wake {
    /// True if [`Waiter::read_events`] has keys, pastes, mouse events or a new size.
    pub has_input: bool,
    /// True if a [`Waker`] was used.
    pub was_woken: bool,
    /// True if the program continues after a stop (SIGCONT): call [`super::Terminal::resume`].
    pub was_continued: bool,
    /// True if the program is asked to end (SIGTERM, SIGHUP, SIGINT).
    pub must_terminate: bool,
    /// True if the terminal is gone: end without drawing.
    pub has_hung_up: bool,
}

/// Error of a terminal that is gone: no key will ever come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the terminal is closed")]
pub struct Hangup;

impl From<Hangup> for io::Error {
    fn from(hangup: Hangup) -> Self {
        io::Error::new(io::ErrorKind::UnexpectedEof, hangup)
    }
}

/// POLLNVAL (IEEE Std 1003.1, `<poll.h>`; the same value on every Unix): the descriptor is not open.
const POLLNVAL: i16 = 0x20;

/// Longest single sleep: poll(2) counts milliseconds in 32 bits.
const MAX_SLEEP: Duration = Duration::from_secs(24 * 60 * 60);

/// Number of 5 ms waits for a stop. The stop never comes where no job control shell runs the program.
const MAX_STOP_POLLS: usize = 40;

/// Most reads from the terminal in one call.
const MAX_READS: usize = 64;

/// Waits for the first of several kinds of events. One for the whole program, since it handles the signals.
#[derive(Debug)]
pub struct Waiter {
    terminal: File,
    pipe: UnixStream,
    shared: Arc<WakerState>,
    registered: Vec<SigId>,
    parser: InputParser,
    resized: bool,
    hung_up: bool,
}

/// State shared by wakers and the waiter.
#[derive(Debug)]
struct WakerState {
    pipe: UnixStream,
    woken: AtomicBool,
}

/// Flags of the signals received since they were last read. A process has one of each.
#[derive(Debug, Default)]
struct Signals {
    terminated: Arc<AtomicBool>,
    interrupted: Arc<AtomicBool>,
    /// True after the first SIGTERM: a second one ends the program at once.
    second_term_kills: Arc<AtomicBool>,
    continued: Arc<AtomicBool>,
    resized: Arc<AtomicBool>,
}

static SIGNALS: LazyLock<Signals> = LazyLock::new(Signals::default);

/// Clears the signals received while another program had the terminal: the Ctrl-c typed there, the SIGCONT of the
/// shell.
pub(super) fn discard_terminal_signals() {
    SIGNALS.interrupted.store(false, Ordering::SeqCst);
    SIGNALS.continued.store(false, Ordering::SeqCst);
}

/// Stops the whole process group, as the terminal itself does at Ctrl-z: `cmd | newsprint -` is one job. Returns when
/// the program continues. The signal has its default action, so that it does nothing where no shell could continue the
/// program.
///
/// # Errors
/// Fails if the signal cannot be sent.
pub(super) fn stop_until_continued() -> io::Result<()> {
    SIGNALS.continued.store(false, Ordering::SeqCst);
    rustix::process::kill_current_process_group(rustix::process::Signal::TSTP)?;
    // The signal may be delivered to another thread, a moment later: taking the terminal before that would leave the
    // shell with the terminal in raw mode. Waits are counted instead of time, because time passes while the program is
    // stopped.
    for _ in 0..MAX_STOP_POLLS {
        if SIGNALS.continued.load(Ordering::SeqCst) {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

/// Handle that ends the wait of a [`Waiter`] from another thread.
#[derive(Debug, Clone)]
pub struct Waker(Arc<WakerState>);

impl Waker {
    /// Ends the current wait, or the next one. Many calls before that count as one.
    pub fn wake(&self) {
        if !self.0.woken.swap(true, Ordering::SeqCst) {
            // A full pipe wakes as well as one byte more; a closed one has no reader to wake.
            let _ = (&self.0.pipe).write(&[0]);
        }
    }
}

impl Waiter {
    /// Prepares the wait and installs handlers for SIGTERM, SIGHUP, SIGINT, SIGCONT and SIGWINCH.
    ///
    /// # Errors
    /// Fails if there is no controlling terminal, or no more file descriptors.
    pub fn new() -> io::Result<Self> {
        let (receiver, sender) = UnixStream::pair()?;
        receiver.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        let signals = &*SIGNALS;
        // A second SIGTERM ends the program even if its loop is stuck. Not so SIGHUP: a terminal that closes sends it
        // more than once, and the first one must leave time to save.
        flag::register_conditional_default(SIGTERM, signals.second_term_kills.clone())?;
        flag::register(SIGTERM, signals.second_term_kills.clone())?;
        let mut registered = Vec::new();
        for (signal, raised) in [
            (SIGTERM, &signals.terminated),
            (SIGHUP, &signals.terminated),
            (SIGINT, &signals.interrupted),
            (SIGCONT, &signals.continued),
            (SIGWINCH, &signals.resized),
        ] {
            // The flag is set before the byte wakes the program.
            registered.push(flag::register(signal, raised.clone())?);
            registered.push(low_level::pipe::register(signal, sender.try_clone()?)?);
        }
        Ok(Self {
            terminal: terminal_input()?,
            pipe: receiver,
            shared: Arc::new(WakerState {
                pipe: sender,
                woken: AtomicBool::new(false),
            }),
            registered,
            parser: InputParser::default(),
            resized: false,
            hung_up: false,
        })
    }

    /// Returns a handle that ends the wait from another thread.
    pub fn waker(&self) -> Waker {
        Waker(self.shared.clone())
    }

    /// Sleeps until an event or `deadline`; without a deadline, until an event. There are no wake-ups in between.
    ///
    /// # Errors
    /// Fails with the errors of poll(2), except an interruption by a signal.
    pub fn wait_for_events(&mut self, deadline: Option<Instant>) -> io::Result<Wake> {
        loop {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            // poll(2) counts whole milliseconds, and rounding down would spin through the last one.
            let rounded_up = left.map(|left| match left.subsec_nanos() % 1_000_000 {
                _ if left > MAX_SLEEP => MAX_SLEEP,
                0 => left,
                _ => left + Duration::from_millis(1),
            });
            let mut fds = [poll_for(&self.terminal), poll_for(&self.pipe)];
            match poll(&mut fds, rounded_up) {
                Ok(_) => {}
                Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error))
                    if error.kind() == io::ErrorKind::Interrupted =>
                {
                    continue;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
            let [terminal, pipe] = fds.map(|fd| fd.revents);
            let mut wake = Wake {
                has_input: terminal & POLLIN != 0,
                has_hung_up: self.hung_up || terminal & (POLLHUP | POLLERR | POLLNVAL) != 0,
                ..Wake::default()
            };
            if pipe != 0 {
                self.drain_pipe();
                wake.was_woken = self.shared.woken.swap(false, Ordering::SeqCst);
            }
            wake.was_continued = SIGNALS.continued.swap(false, Ordering::SeqCst);
            wake.must_terminate = SIGNALS.terminated.swap(false, Ordering::SeqCst)
                | SIGNALS.interrupted.swap(false, Ordering::SeqCst);
            self.resized |= SIGNALS.resized.swap(false, Ordering::SeqCst);
            wake.has_input |= self.resized;
            let late = deadline.is_some_and(|deadline| deadline <= Instant::now());
            if late || wake != Wake::default() {
                return Ok(wake);
            }
        }
    }

    /// Reads and parses all bytes that the terminal has sent, without waiting for more.
    ///
    /// # Errors
    /// Fails with [`Hangup`] if the terminal is gone, and with other errors of the system.
    pub fn read_events(&mut self) -> io::Result<Vec<Event>> {
        let mut events = Vec::new();
        if std::mem::take(&mut self.resized) {
            let size = terminal_size();
            events.push(Event::Resize(size.width, size.height));
        }
        // A read only follows a poll that promises bytes: it never blocks, even in the middle of a sequence. An endless
        // paste is read in parts, so that signals are noticed.
        let mut bytes = [0; 4096];
        for _ in 0..MAX_READS {
            if !self.has_input()? {
                break;
            }
            match self.terminal.read(&mut bytes) {
                Ok(0) => self.hung_up = true,
                Ok(count) => {
                    let more = count == bytes.len() || self.has_input()?;
                    let read = bytes.get(..count).unwrap_or_default();
                    self.parser.feed(read, more, &mut events);
                }
                Err(error) => match error.kind() {
                    io::ErrorKind::Interrupted => {}
                    io::ErrorKind::WouldBlock => break,
                    // EIO and other errors of a terminal that is gone.
                    _ => self.hung_up = true,
                },
            }
            if self.hung_up {
                break;
            }
        }
        if self.hung_up && events.is_empty() {
            return Err(Hangup.into());
        }
        Ok(events)
    }

    /// Returns the background reported by the terminal since the last call.
    pub fn take_background(&mut self) -> Option<Background> {
        self.parser.take_background()
    }

    /// Returns true if a read would return at once.
    fn has_input(&self) -> io::Result<bool> {
        let mut fds = [poll_for(&self.terminal)];
        match poll(&mut fds, Some(Duration::ZERO)) {
            Ok(ready) => Ok(ready > 0),
            Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error))
                if error.kind() == io::ErrorKind::Interrupted =>
            {
                Ok(false)
            }
            Err(error) => Err(io::Error::other(error)),
        }
    }

    fn drain_pipe(&mut self) {
        let mut bytes = [0; 64];
        while matches!(self.pipe.read(&mut bytes), Ok(count) if count > 0) {}
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        for id in self.registered.drain(..) {
            low_level::unregister(id);
        }
        // No one reads the flags any more: from here on the first SIGTERM ends the program.
        SIGNALS.second_term_kills.store(true, Ordering::SeqCst);
    }
}

/// Opens the source of keys: standard input, or the controlling terminal if standard input is a pipe or a file.
fn terminal_input() -> io::Result<File> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        Ok(File::from(stdin.as_fd().try_clone_to_owned()?))
    } else {
        File::options().read(true).write(true).open("/dev/tty")
    }
}

fn poll_for(descriptor: &impl AsRawFd) -> pollfd {
    pollfd {
        fd: descriptor.as_raw_fd(),
        events: POLLIN,
        revents: 0,
    }
}
