//! A program in a pseudo-terminal, with a clock beside it and an emulator that knows what the screen shows.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::arguments::fail;

/// No program takes this long.
const PATIENCE: Duration = Duration::from_secs(60);
const ROWS: u16 = 24;
const COLUMNS: u16 = 80;

/// What ends a frame: the end of a synchronized update.
const END_OF_FRAME: &[u8] = b"\x1b[?2026l";

/// A running program and what it wrote, in pieces with their moments.
pub struct Program {
    start: Instant,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    pieces: Receiver<(Instant, Vec<u8>)>,
    _master: Box<dyn MasterPty + Send>,
    /// The screen as the pieces that were taken so far leave it.
    emulator: vt100::Parser,
}

impl Program {
    /// Starts a program in a terminal of 80 × 24 with an empty home folder; `env` are its variables.
    pub fn start(path: &Path, arguments: &[&str], env: &[(&str, &str)], home: &Path) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: ROWS,
                cols: COLUMNS,
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
            emulator: vt100::Parser::new(ROWS, COLUMNS, 0),
        }
    }

    /// Waits until a row of the screen has these words; gives the time since the start. Frames are drawn as differences, so the
    /// bytes alone need not have them in one piece.
    pub fn wait_for(&mut self, words: &str) -> Duration {
        loop {
            let Ok((at, piece)) = self.pieces.recv_timeout(PATIENCE) else {
                let _ = self.child.kill();
                fail(&format!(
                    "“{words}” does not come; the screen shows:\n{}",
                    self.emulator.screen().contents()
                ));
            };
            self.emulator.process(&piece);
            if self.shows(words) {
                return at - self.start;
            }
        }
    }

    /// True if a row of the screen has these words.
    pub fn shows(&self, words: &str) -> bool {
        let mut rows = self.emulator.screen().rows(0, COLUMNS);
        rows.any(|row| row.contains(words))
    }

    /// The words on the screen.
    pub fn screen(&self) -> String {
        self.emulator.screen().contents()
    }

    /// Waits until nothing was written for so long; gives how many bytes came until then.
    pub fn settle(&mut self, silence: Duration) -> usize {
        let mut count = 0;
        while let Ok((_, piece)) = self.pieces.recv_timeout(silence) {
            self.emulator.process(&piece);
            count += piece.len();
        }
        count
    }

    /// Types a key, and waits until no frame has come for `quiet`. Returns the time until the first frame with another selected row,
    /// which is that of the cursor: frames that the background draws meanwhile, such as its progress, are none of the key. No row is
    /// drawn before its text is there. Returns 0 if the key changed nothing.
    pub fn answer(&mut self, key: &str, quiet: Duration) -> Duration {
        let shown = self.selected_row();
        let began = Instant::now();
        self.send(key);
        let mut answered = None;
        let mut patience = PATIENCE / 60;
        let mut unshown = Vec::new();
        while let Ok((at, piece)) = self.pieces.recv_timeout(patience) {
            patience = quiet;
            unshown.extend_from_slice(&piece);
            // Within a frame the cursor is wherever it draws.
            while let Some(end) = end_of_frame(&unshown) {
                let frame: Vec<u8> = unshown.drain(..end).collect();
                self.emulator.process(&frame);
                if answered.is_none() && self.selected_row() != shown {
                    answered = Some(at - began);
                }
            }
        }
        self.emulator.process(&unshown);
        answered.unwrap_or_default()
    }

    /// Returns the number and the text of the row of the cursor.
    fn selected_row(&self) -> (u16, String) {
        let screen = self.emulator.screen();
        let (row, _) = screen.cursor_position();
        let text = screen.rows(0, COLUMNS).nth(usize::from(row));
        (row, text.unwrap_or_default())
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

/// Returns where the first frame of `output` ends, in bytes.
fn end_of_frame(output: &[u8]) -> Option<usize> {
    let mut places = output.windows(END_OF_FRAME.len());
    let place = places.position(|bytes| bytes == END_OF_FRAME)?;
    Some(place + END_OF_FRAME.len())
}
