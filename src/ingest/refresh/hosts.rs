//! Order of the requests of a refresh: spread over the hosts, no more than two at once for one host, and at least a second apart if
//! it has many feeds ([`HostQueues`]).

use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::task::Task;

/// Requests that one host gets at the same time.
const REQUESTS_PER_HOST: usize = 2;
/// Number of feeds of one host from which on its requests are spaced.
const SPACED_FROM: usize = 6;

/// Planned requests by host, shared by the threads that send them.
#[derive(Debug)]
pub(super) struct HostQueues {
    state: Mutex<Queues>,
    changed: Condvar,
}

#[derive(Debug)]
struct Queues {
    hosts: Vec<HostQueue>,
    /// Time between two requests to a host with many feeds.
    spacing: Duration,
    /// Index of the host that is asked first for the next request.
    next: usize,
    is_closed: bool,
}

#[derive(Debug)]
struct HostQueue {
    name: String,
    tasks: VecDeque<Task>,
    running: usize,
    is_spaced: bool,
    /// Most requests at the same time.
    limit: usize,
    /// No request before this moment.
    not_before: Option<Instant>,
}

/// Next step of a thread that sends requests.
enum Step {
    Run(Box<Task>),
    Wait(Option<Duration>),
    End,
}

impl HostQueues {
    /// Sorts requests by host. Sources on private addresses are the user's own: their requests are not spaced.
    pub(super) fn new(tasks: Vec<Task>, spacing: Duration) -> Self {
        let mut hosts: Vec<HostQueue> = Vec::new();
        let mut index: HashMap<String, usize> = HashMap::new();
        for task in tasks {
            let at = *index.entry(task.host.clone()).or_insert_with(|| {
                hosts.push(HostQueue {
                    name: task.host.clone(),
                    tasks: VecDeque::new(),
                    running: 0,
                    is_spaced: false,
                    limit: match task.is_private {
                        true => usize::MAX,
                        false => REQUESTS_PER_HOST,
                    },
                    not_before: None,
                });
                hosts.len() - 1
            });
            if let Some(host) = hosts.get_mut(at) {
                host.tasks.push_back(task);
            }
        }
        for host in &mut hosts {
            host.is_spaced = host.limit == REQUESTS_PER_HOST && host.tasks.len() >= SPACED_FROM;
        }
        Self {
            state: Mutex::new(Queues {
                hosts,
                spacing,
                next: 0,
                is_closed: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// Returns the next request, once it may be sent; `None` if none is left.
    pub(super) fn take(&self) -> Option<Task> {
        let mut queues = self.lock();
        loop {
            let waited = match queues.step(Instant::now()) {
                Step::Run(task) => return Some(*task),
                Step::End => return None,
                Step::Wait(Some(time)) => self.changed.wait_timeout(queues, time),
                Step::Wait(None) => {
                    queues = self
                        .changed
                        .wait(queues)
                        .unwrap_or_else(PoisonError::into_inner);
                    continue;
                }
            };
            queues = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Records the end of a request to a host.
    pub(super) fn finish(&self, host: &str) {
        let mut queues = self.lock();
        if let Some(host) = queues.hosts.iter_mut().find(|known| known.name == host) {
            host.running = host.running.saturating_sub(1);
        }
        self.changed.notify_all();
    }

    /// Removes the requests that wait for a host, since it has asked for a wait.
    pub(super) fn hold(&self, host: &str) -> Vec<Task> {
        let mut queues = self.lock();
        let held = queues.hosts.iter_mut().find(|known| known.name == host);
        let tasks = held.map(|host| std::mem::take(&mut host.tasks));
        self.changed.notify_all();
        tasks.unwrap_or_default().into()
    }

    /// Removes all requests: the refresh is cancelled.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queues {
    fn step(&mut self, now: Instant) -> Step {
        let count = self.hosts.len();
        if self.is_closed || self.hosts.iter().all(|host| host.tasks.is_empty()) {
            return Step::End;
        }
        let mut wait: Option<Duration> = None;
        for offset in 0..count {
            let at = (self.next + offset) % count;
            let Some(host) = self.hosts.get_mut(at) else {
                continue;
            };
            if host.tasks.is_empty() || host.running >= host.limit {
                continue;
            }
            let left = host
                .not_before
                .map_or(Duration::ZERO, |time| time.saturating_duration_since(now));
            if !left.is_zero() {
                wait = Some(wait.map_or(left, |other| other.min(left)));
                continue;
            }
            if let Some(task) = host.tasks.pop_front() {
                host.running += 1;
                host.not_before = host.is_spaced.then(|| now + self.spacing);
                self.next = at + 1;
                return Step::Run(Box::new(task));
            }
        }
        Step::Wait(wait)
    }
}
