//! A program that runs to its end, and what it took.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::arguments::fail;

/// Time between two looks at the memory of a running program.
const LOOK: Duration = Duration::from_millis(2);

/// What a finished program took, and wrote.
pub struct Finished {
    /// From its start to its end.
    pub wall: Duration,
    /// The time of the processor on all its threads; `None` where the system does not say it.
    pub processor: Option<Duration>,
    /// The most memory that it had at once, in MiB (VmHWM); `None` where the system does not say it.
    pub memory: Option<f64>,
    /// Its standard output.
    pub output: String,
}

/// Runs a program to its end, with nothing in its environment but a home folder.
pub fn run(program: &Path, arguments: &[&str], home: &Path) -> Finished {
    let output = tempfile::NamedTempFile::new().unwrap();
    let errors = tempfile::NamedTempFile::new().unwrap();
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .env("HOME", home)
        .env("LANG", "C.UTF-8")
        .stdin(Stdio::null())
        .stdout(output.reopen().unwrap())
        .stderr(errors.reopen().unwrap());
    let began = Instant::now();
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => fail(&format!("{} does not start: {error}", program.display())),
    };
    let (processor, memory) = watch(child.id());
    let status = child.wait().unwrap();
    let wall = began.elapsed();
    if !status.success() {
        fail(&format!(
            "newsprint {} ends with {status}: {}",
            arguments.join(" "),
            std::fs::read_to_string(errors.path()).unwrap_or_default()
        ));
    }
    Finished {
        wall,
        processor,
        memory,
        output: std::fs::read_to_string(output.path()).unwrap(),
    }
}

/// Waits for the end of a child without reaping it: what it took is known as long as it is a zombie.
#[cfg(target_os = "linux")]
fn watch(child: u32) -> (Option<Duration>, Option<f64>) {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

    /// USER_HZ, in which Linux counts there, whatever the clock of the kernel.
    const TICKS: f64 = 100.0;
    let pid = Pid::from_raw(child as i32).unwrap();
    let ended = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    let mut memory = None;
    while let Ok(None) = waitid(WaitId::Pid(pid), ended) {
        let status = std::fs::read_to_string(format!("/proc/{child}/status"));
        let kib = status.ok().and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
            line.split_whitespace().nth(1)?.parse::<f64>().ok()
        });
        memory = kib.map(|kib| kib / 1024.0).or(memory);
        std::thread::sleep(LOOK);
    }
    let stat = std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
    // proc(5): behind the name in brackets, which may have spaces, utime is the 12th word and stime the 13th.
    let words = stat.rsplit(')').next().unwrap_or_default();
    let ticks = words
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(|word| word.parse::<f64>().unwrap_or_default())
        .sum::<f64>();
    (Some(Duration::from_secs_f64(ticks / TICKS)), memory)
}

#[cfg(not(target_os = "linux"))]
fn watch(_child: u32) -> (Option<Duration>, Option<f64>) {
    (None, None)
}
