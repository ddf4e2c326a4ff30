//! Programs in a pseudo-terminal, with a terminal emulator that interprets their output.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use portable_pty::{
    ChildKiller, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system,
};
use rustix::process::{Pid, Signal, kill_process};
use vt100::Screen;

/// Timeout of every wait, generous for a slow and busy machine. Only failing tests wait this long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Program in a pseudo-terminal, with a new, empty home folder.
pub(crate) struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    killer: Box<dyn ChildKiller + Send + Sync>,
    process: Pid,
    shared: Arc<(Mutex<State>, Condvar)>,
    home: tempfile::TempDir,
}

struct State {
    emulator: vt100::Parser,
    bytes: Vec<u8>,
    last_output: Instant,
    exit: Option<ExitStatus>,
}

/// Command line, environment and terminal of a program to be started.
pub(crate) struct Program {
    command: CommandBuilder,
    home: tempfile::TempDir,
    columns: u16,
    rows: u16,
}

impl Program {
    /// Creates the program at `path` with these arguments, and an environment without any variable of the caller.
    pub(crate) fn new<S: AsRef<std::ffi::OsStr>>(
        path: impl AsRef<std::ffi::OsStr>,
        args: &[S],
    ) -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(path);
        command.args(args);
        command.env_clear();
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("TZ", "UTC"),
        ] {
            command.env(name, value);
        }
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", home.path());
        command.cwd(home.path());
        Self {
            command,
            home,
            columns: 80,
            rows: 24,
        }
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    /// Writes a file into the home folder, which is also the working directory.
    pub(crate) fn file(self, name: &str, content: &str) -> Self {
        std::fs::write(self.home.path().join(name), content).unwrap();
        self
    }

    /// Returns the home folder of the program.
    pub(crate) fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    pub(crate) fn spawn(self) -> Pty {
        let pair = native_pty_system()
            .openpty(size(self.columns, self.rows))
            .unwrap();
        let mut child = pair.slave.spawn_command(self.command).unwrap();
        drop(pair.slave);
        let shared = Arc::new((
            Mutex::new(State {
                emulator: vt100::Parser::new(self.rows, self.columns, 0),
                bytes: Vec::new(),
                last_output: Instant::now(),
                exit: None,
            }),
            Condvar::new(),
        ));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let seen = shared.clone();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 {
                    break;
                }
                let Ok(mut state) = seen.0.lock() else {
                    return;
                };
                state.emulator.process(&buffer[..count]);
                state.bytes.extend_from_slice(&buffer[..count]);
                state.last_output = Instant::now();
                seen.1.notify_all();
            }
        });
        let killer = child.clone_killer();
        let process = Pid::from_raw(child.process_id().unwrap() as i32).unwrap();
        let ended = shared.clone();
        std::thread::spawn(move || {
            let status = child.wait().unwrap();
            // The lock is poisoned if the test has failed; then no one reads the state any more.
            let Ok(mut state) = ended.0.lock() else {
                return;
            };
            state.exit = Some(status);
            ended.1.notify_all();
        });
        Pty {
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            killer,
            process,
            shared,
            home: self.home,
        }
    }
}

impl Pty {
    /// Types text.
    pub(crate) fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until the screen fulfils the condition.
    #[track_caller]
    pub(crate) fn wait_for(&self, description: &str, condition: impl Fn(&Screen) -> bool) {
        self.wait_until(description, |state| condition(state.emulator.screen()));
    }

    /// Waits until the screen shows the text.
    #[track_caller]
    pub(crate) fn wait_for_text(&self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the whole output fulfils the condition.
    #[track_caller]
    pub(crate) fn wait_for_output(&self, description: &str, condition: impl Fn(&[u8]) -> bool) {
        self.wait_until(description, |state| condition(&state.bytes));
    }

    /// Waits until there was no output for this long; returns the number of bytes written by then.
    #[track_caller]
    pub(crate) fn wait_for_silence(&self, silence: Duration) -> usize {
        let start = Instant::now();
        let mut state = self.lock();
        loop {
            let silent = state.last_output.elapsed();
            if silent >= silence {
                return state.bytes.len();
            }
            assert!(
                start.elapsed() < PATIENCE,
                "never silent:\n{}",
                state.print()
            );
            state = self
                .shared
                .1
                .wait_timeout(state, silence - silent)
                .unwrap()
                .0;
        }
    }

    /// Waits until these bytes were written.
    #[track_caller]
    pub(crate) fn wait_for_bytes(&self, bytes: &str) {
        self.wait_for_output(&format!("{bytes:?}"), |output| {
            output
                .windows(bytes.len())
                .any(|window| window == bytes.as_bytes())
        });
    }

    /// Returns the output after the first `bytes` bytes.
    pub(crate) fn output_since(&self, bytes: usize) -> String {
        let state = self.lock();
        String::from_utf8_lossy(&state.bytes[bytes..]).into_owned()
    }

    /// Resizes the terminal. The emulator stays at least two columns wide and two rows high: a wide character written for the previous
    /// size makes it panic in a single column, and a line that is too long in a single row.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let mut state = self.lock();
        state
            .emulator
            .screen_mut()
            .set_size(rows.max(2), columns.max(2));
        drop(state);
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Sends a signal to the program, if it is running.
    pub(crate) fn kill(&self, signal: Signal) {
        let _ = kill_process(self.process, signal);
    }

    /// Waits for the end of the program.
    #[track_caller]
    pub(crate) fn wait_for_exit(&self) -> ExitStatus {
        self.wait_until("the end of the program", |state| state.exit.is_some());
        self.lock().exit.clone().unwrap()
    }

    /// Returns true if the program is running.
    pub(crate) fn is_running(&self) -> bool {
        self.lock().exit.is_none()
    }

    /// Returns the text on the screen.
    pub(crate) fn contents(&self) -> String {
        self.lock().emulator.screen().contents()
    }

    /// Returns true if the terminal is in raw mode.
    pub(crate) fn is_raw(&self) -> bool {
        let modes = self.master.get_termios().unwrap();
        let modes = format!("{:?}", modes.local_flags);
        !modes.contains("ICANON") && !modes.contains("ECHO ")
    }

    /// Fails unless the terminal is in the state that a shell expects.
    #[track_caller]
    pub(crate) fn assert_restored(&self) {
        self.wait_for("a terminal given back", is_restored);
        assert!(!self.is_raw(), "raw mode was not left");
    }

    /// Returns the home folder of the program.
    pub(crate) fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    #[track_caller]
    fn wait_until(&self, description: &str, condition: impl Fn(&State) -> bool) {
        let start = Instant::now();
        let mut state = self.lock();
        while !condition(&state) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            assert!(
                !left.is_zero(),
                "waited in vain for {description}:\n{}",
                state.print()
            );
            state = self.shared.1.wait_timeout(state, left).unwrap().0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.0.lock().unwrap()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.killer.kill();
    }
}

impl State {
    /// Formats the screen and the last bytes of output for the message of a failed test.
    fn print(&self) -> String {
        let rule = "-".repeat(40);
        let tail = self.bytes.len().saturating_sub(300);
        format!(
            "{rule}\n{}\n{rule}\nexit: {:?}, last bytes: {:?}",
            self.emulator.screen().contents(),
            self.exit,
            String::from_utf8_lossy(&self.bytes[tail..]),
        )
    }
}

/// Returns true if every mode of a full-screen program is off.
pub(crate) fn is_restored(screen: &Screen) -> bool {
    !screen.alternate_screen()
        && !screen.bracketed_paste()
        && !screen.hide_cursor()
        && !screen.application_cursor()
        && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}
