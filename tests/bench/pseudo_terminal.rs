//! A program in a pseudo-terminal, with a clock beside it.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// No program takes this long.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program and what it wrote, in pieces with their moments.
pub struct Program {
    start: Instant,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    pieces: Receiver<(Instant, Vec<u8>)>,
    _master: Box<dyn MasterPty + Send>,
    bytes: Vec<u8>,
}

impl Program {
    /// Starts a program in a terminal of 80 × 24 with an empty home folder; `env` are its variables.
    pub fn start(path: &Path, arguments: &[&str], env: &[(&str, &str)], home: &Path) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: 24,
                cols: 80,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let mut command = CommandBuilder::new(path);
        command.args(arguments);
        command.env_clear();
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8")] {
            command.env(name, value);
        }
        command.env("HOME", home);
        for (name, value) in env {
            command.env(name, value);
        }
        command.cwd(home);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, pieces) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0
                    || sender
                        .send((Instant::now(), buffer[..count].to_vec()))
                        .is_err()
                {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let start = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        Self {
            start,
            child,
            writer,
            pieces,
            _master: pair.master,
            bytes: Vec::new(),
        }
    }

    /// Waits until these words have been written; gives the time since the start.
    pub fn wait_for(&mut self, words: &str) -> Duration {
        loop {
            let (at, piece) = match self.pieces.recv_timeout(PATIENCE) {
                Ok(piece) => piece,
                Err(_) => panic!("no {words} in: {}", String::from_utf8_lossy(&self.bytes)),
            };
            self.bytes.extend_from_slice(&piece);
            let found = self
                .bytes
                .windows(words.len())
                .any(|part| part == words.as_bytes());
            if found {
                return at - self.start;
            }
        }
    }

    /// Waits until nothing was written for so long; gives how many bytes came until then.
    pub fn settle(&mut self, silence: Duration) -> usize {
        let mut count = 0;
        while let Ok((_, piece)) = self.pieces.recv_timeout(silence) {
            count += piece.len();
        }
        count
    }

    /// Types, and waits until what comes of it is written and nothing more has been for `quiet`: how long that took, without the
    /// quiet.
    pub fn answer(&mut self, keys: &str, quiet: Duration) -> Duration {
        let began = Instant::now();
        self.send(keys);
        let mut last = None;
        loop {
            let patience = if last.is_some() { quiet } else { PATIENCE / 60 };
            match self.pieces.recv_timeout(patience) {
                Ok((at, _)) => last = Some(at),
                Err(_) => return last.map_or(Duration::ZERO, |last| last - began),
            }
        }
    }

    /// Types.
    pub fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// The most memory that it had at once, in MiB (VmHWM).
    pub fn peak_memory(&self) -> Option<f64> {
        let path = format!("/proc/{}/status", self.child.process_id()?);
        let status = std::fs::read_to_string(path).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
        let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kib / 1024.0)
    }

    /// Ends it.
    pub fn end(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
