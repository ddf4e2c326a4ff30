//! Figures of many runs.

use std::time::Duration;

/// How long each of many runs took.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs `f` and takes its time, the processor's.
    pub fn run<T>(&mut self, f: impl FnOnce() -> T) -> T {
        let start = processor_time();
        let value = f();
        self.push(processor_time() - start);
        value
    }

    /// Takes a time.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// How many runs there were.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The time below which `share` of the runs stayed, 0 to 1, in milliseconds.
    pub fn quantile(&self, share: f64) -> f64 {
        let mut times = self.0.clone();
        times.sort_unstable();
        let at = ((times.len() as f64 * share).ceil() as usize).max(1);
        times[at.min(times.len()) - 1].as_secs_f64() * 1000.0
    }

    /// The median, in milliseconds.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The shortest, in milliseconds.
    pub fn shortest(&self) -> f64 {
        self.quantile(0.0)
    }

    /// The longest, in milliseconds.
    pub fn longest(&self) -> f64 {
        self.quantile(1.0)
    }
}

/// The time that the processor has spent on this thread: what else the machine does is not in it.
pub fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// The machine, in a line: figures say nothing without it.
pub fn machine() -> String {
    let cpus = std::thread::available_parallelism().map_or(0, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split(": ").nth(1))
        .unwrap_or("unknown processor");
    format!("{model}, {cpus} CPUs, {}", std::env::consts::OS)
}

/// The program that is measured, in a line, with its size.
pub fn program(path: &std::path::Path) -> String {
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    format!("{}, {:.1} MiB", path.display(), size as f64 / 1048576.0)
}
