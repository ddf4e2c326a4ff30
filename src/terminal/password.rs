//! Question for a password on the terminal, without echo: [`ask_password`].

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::{AsFd, AsRawFd};
use std::os::unix::net::UnixStream;

use filedescriptor::{POLLIN, poll, pollfd};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::{SigId, low_level};

use crate::text::clean;

/// Most bytes of a password.
const MAX_BYTES: usize = 4 * 1024;

/// Signals that end the program, once the terminal is restored.
const SIGNALS: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];

/// Control characters (ECMA-48): end of text (Ctrl-c), end of transmission (Ctrl-d), backspace, line feed, carriage return,
/// Ctrl-u, escape, delete.
const ETX: u8 = 0x03;
const EOT: u8 = 0x04;
const BS: u8 = 0x08;
const LF: u8 = 0x0a;
const CR: u8 = 0x0d;
const NAK: u8 = 0x15;
const ESC: u8 = 0x1b;
const DEL: u8 = 0x7f;

/// Writes a question to the terminal, and reads a line that is not shown. Backspace and Ctrl-u delete; Ctrl-c, Esc, and Ctrl-d in an
/// empty line cancel: the result is `None`. The modes of the terminal are as before afterwards, also where a signal ends the program.
///
/// # Errors
/// There is no terminal, it can't be read, or the line is too long or not UTF-8.
pub fn ask_password(question: &str) -> io::Result<Option<String>> {
    let mut terminal = File::options().read(true).write(true).open("/dev/tty")?;
    write!(terminal, "{}", clean::clean_line(question))?;
    let signals = SignalWatch::start()?;
    let read = {
        let hidden = HiddenInput::start(&terminal)?;
        let read = read_line(&terminal, &signals);
        drop(hidden);
        read
    };
    writeln!(terminal)?;
    if let Some(signal) = signals.received() {
        low_level::emulate_default_handler(signal)?;
    }
    read
}

/// Terminal without echo, line editing and signals of keys. Dropping it restores its modes.
struct HiddenInput<'a> {
    terminal: &'a File,
    before: Termios,
}

impl<'a> HiddenInput<'a> {
    fn start(terminal: &'a File) -> io::Result<Self> {
        let before = tcgetattr(terminal.as_fd())?;
        let mut raw = before.clone();
        raw.make_raw();
        tcsetattr(terminal.as_fd(), OptionalActions::Drain, &raw)?;
        Ok(Self { terminal, before })
    }
}

impl Drop for HiddenInput<'_> {
    fn drop(&mut self) {
        let _ = tcsetattr(self.terminal.as_fd(), OptionalActions::Drain, &self.before);
    }
}

/// Pipes into which signals write while a password is asked for. Dropping it restores their default actions.
struct SignalWatch {
    pipes: Vec<(i32, UnixStream)>,
    registered: Vec<SigId>,
}

impl SignalWatch {
    fn start() -> io::Result<Self> {
        let mut watch = Self {
            pipes: Vec::new(),
            registered: Vec::new(),
        };
        for signal in SIGNALS {
            let (receiver, sender) = UnixStream::pair()?;
            receiver.set_nonblocking(true)?;
            watch
                .registered
                .push(low_level::pipe::register(signal, sender)?);
            watch.pipes.push((signal, receiver));
        }
        Ok(watch)
    }

    /// Returns a signal that was received.
    fn received(&self) -> Option<i32> {
        let is_received = |mut pipe: &UnixStream| matches!(pipe.read(&mut [0]), Ok(1..));
        let mut pipes = self.pipes.iter();
        pipes
            .find(|(_, pipe)| is_received(pipe))
            .map(|(signal, _)| *signal)
    }
}

impl Drop for SignalWatch {
    fn drop(&mut self) {
        for id in self.registered.drain(..) {
            low_level::unregister(id);
        }
    }
}

/// Reads a line; `None` if it was cancelled, or a signal came.
fn read_line(terminal: &File, signals: &SignalWatch) -> io::Result<Option<String>> {
    let wait_for = |fd: &dyn AsRawFd| pollfd {
        fd: fd.as_raw_fd(),
        events: POLLIN,
        revents: 0,
    };
    let mut line: Vec<u8> = Vec::new();
    loop {
        let mut waiting = vec![wait_for(terminal)];
        waiting.extend(signals.pipes.iter().map(|(_, pipe)| wait_for(pipe)));
        match poll(&mut waiting, None) {
            Ok(_) => {}
            Err(filedescriptor::Error::Poll(error) | filedescriptor::Error::Io(error))
                if error.kind() == ErrorKind::Interrupted =>
            {
                continue;
            }
            Err(error) => return Err(io::Error::other(error)),
        }
        if waiting.iter().skip(1).any(|waited| waited.revents != 0) {
            return Ok(None);
        }
        let mut byte = [0];
        let mut input = terminal;
        if input.read(&mut byte)? == 0 {
            return Ok(None);
        }
        let [byte] = byte;
        match byte {
            LF | CR => break,
            ETX | ESC => return Ok(None),
            EOT if line.is_empty() => return Ok(None),
            BS | DEL => remove_last_character(&mut line),
            NAK => line.clear(),
            0..=0x1f => {}
            byte => line.push(byte),
        }
        if line.len() > MAX_BYTES {
            return Err(io::Error::new(ErrorKind::InvalidData, "too long"));
        }
    }
    let not_text = |_| io::Error::new(ErrorKind::InvalidData, "not UTF-8");
    String::from_utf8(line).map(Some).map_err(not_text)
}

/// Removes the bytes of the last character in UTF-8.
fn remove_last_character(line: &mut Vec<u8>) {
    while line.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
}
