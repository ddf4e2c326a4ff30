//! Time and memory of a process from its start to its end.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::arguments::fail;

/// Time between two looks at a process: its memory is gone when it has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(2);

/// What a process used.
#[derive(Debug, Default, Clone, Copy)]
pub struct Usage {
    /// From before its start to its end.
    pub wall: Duration,
    /// Processor time of all its threads; 0 where the system does not tell it.
    pub processor: Duration,
    /// Most memory that it had at once, in MiB (VmHWM); 0 where the system does not tell it.
    pub peak_memory: f64,
}

/// Runs a command to its end, and fails unless it succeeds.
pub fn measure(command: &mut Command) -> Usage {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut usage = Usage::default();
    while !has_ended(child.id()) {
        look_at(child.id(), &mut usage);
        std::thread::sleep(POLL_INTERVAL);
    }
    usage.wall = start.elapsed();
    // The times of a process stay until it is waited for.
    look_at(child.id(), &mut usage);
    let status = child.wait().unwrap();
    if !status.success() {
        fail(&format!("{command:?}: {status}"));
    }
    usage
}

/// Returns true once a child of this process has ended.
fn has_ended(id: u32) -> bool {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    let pid = Pid::from_raw(i32::try_from(id).unwrap()).unwrap();
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    waitid(WaitId::Pid(pid), options).unwrap().is_some()
}

/// Takes the processor time and the memory of a process so far.
fn look_at(id: u32, usage: &mut Usage) {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/{id}/{name}")).ok();
    let status = read("status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    usage.peak_memory = usage.peak_memory.max(kib.unwrap_or_default() / 1024.0);
    let stat = read("stat").unwrap_or_default();
    usage.processor = usage.processor.max(process_time(&stat).unwrap_or_default());
}

/// Returns the processor time of all threads of a process, in steps of 10 ms (`/proc/PID/stat`, fields 14 and 15).
fn process_time(stat: &str) -> Option<Duration> {
    // The name, which may contain spaces, is in parentheses.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}
