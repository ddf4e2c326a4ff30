//! A queue whose tasks may hang: [`ElasticPool`]. It works as one thread would, one task after another, until a task takes longer
//! than the patience that the pool has; then a spare thread goes on with the rest, and so on, up to [`MOST_THREADS`].

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::lock::lock;

/// Tasks that run at once at most. One more thread may wait and watch.
pub(super) const MOST_THREADS: usize = 8;

/// The work that a pool does.
pub(super) trait Work: Send + Sync + 'static {
    /// One piece of it.
    type Task: Send;

    /// Does a task.
    fn run(&self, task: Self::Task);

    /// The group of a task, and how many of that may run at once: a source that hangs takes no threads of others.
    fn group(&self, _task: &Self::Task) -> Option<Group> {
        None
    }

    /// Called once for a task that waits since as many run already as may.
    fn waits(&self, _task: &Self::Task) {}

    /// Called when a thread has done a task and finds no other that may run now.
    fn rests(&self) {}

    /// Called in each new thread.
    fn thread_starts(&self) {}
}

/// A group of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    /// Its name.
    pub(super) id: u64,
    /// Tasks of it that may run at once.
    pub(super) at_once: usize,
}

/// A queue with as many threads as it needs. Dropping it ends the threads that do not hang.
pub(super) struct ElasticPool<W: Work>(Arc<Shared<W>>);

struct Shared<W: Work> {
    name: &'static str,
    /// A task that runs for so long is late.
    patience: Duration,
    work: W,
    state: Mutex<State<W::Task>>,
    changed: Condvar,
}

struct State<T> {
    queue: VecDeque<Waiting<T>>,
    running: Vec<Running>,
    threads: usize,
    /// Threads that run nothing.
    idle: usize,
    next_number: u64,
    has_ended: bool,
}

struct Waiting<T> {
    task: T,
    was_told: bool,
}

struct Running {
    number: u64,
    since: Instant,
    group: Option<Group>,
}

/// The next step of a thread.
enum Next<T> {
    Run(T, u64),
    Wait(Option<Duration>),
    Tell(Vec<usize>),
    End,
}

impl<W: Work> ElasticPool<W> {
    /// A pool whose threads have this name, and start with the first task.
    pub(super) fn new(name: &'static str, patience: Duration, work: W) -> Self {
        Self(Arc::new(Shared {
            name,
            patience,
            work,
            state: Mutex::new(State {
                queue: VecDeque::new(),
                running: Vec::new(),
                threads: 0,
                idle: 0,
                next_number: 0,
                has_ended: false,
            }),
            changed: Condvar::new(),
        }))
    }

    /// Adds tasks.
    ///
    /// # Errors
    /// The system gives no thread, and there is none yet.
    pub(super) fn submit(&self, tasks: impl IntoIterator<Item = W::Task>) -> io::Result<()> {
        self.edit(|queue| queue.extend(tasks.into_iter().map(Waiting::new)))
    }

    /// Adds tasks in place of those that wait and are `obsolete`.
    ///
    /// # Errors
    /// As [`ElasticPool::submit`].
    pub(super) fn replace(
        &self,
        obsolete: impl Fn(&W::Task) -> bool,
        tasks: impl IntoIterator<Item = W::Task>,
    ) -> io::Result<()> {
        self.edit(|queue| {
            queue.retain(|waiting| !obsolete(&waiting.task));
            queue.extend(tasks.into_iter().map(Waiting::new));
        })
    }

    /// Adds tasks before all that wait. Of those only the ones that `stays` keeps remain; it is asked from the newest on.
    ///
    /// # Errors
    /// As [`ElasticPool::submit`].
    pub(super) fn submit_first(
        &self,
        mut stays: impl FnMut(&W::Task) -> bool,
        tasks: impl IntoIterator<Item = W::Task, IntoIter: DoubleEndedIterator>,
    ) -> io::Result<()> {
        self.edit(|queue| {
            queue.retain(|waiting| stays(&waiting.task));
            for task in tasks.into_iter().rev() {
                queue.push_front(Waiting::new(task));
            }
        })
    }

    fn edit(&self, edit: impl FnOnce(&mut VecDeque<Waiting<W::Task>>)) -> io::Result<()> {
        let mut state = lock(&self.0.state);
        edit(&mut state.queue);
        let started = match state.needs_thread() {
            true => Shared::start_thread(&self.0, &mut state),
            false => Ok(()),
        };
        let has_threads = state.threads > 0;
        drop(state);
        self.0.changed.notify_all();
        started.or_else(|error| if has_threads { Ok(()) } else { Err(error) })
    }

    /// True if a task that waits is like this.
    pub(super) fn has_waiting(&self, like: impl Fn(&W::Task) -> bool) -> bool {
        let state = lock(&self.0.state);
        state.queue.iter().any(|waiting| like(&waiting.task))
    }
}

impl<W: Work> Drop for ElasticPool<W> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        state.has_ended = true;
        state.queue.clear();
        drop(state);
        self.0.changed.notify_all();
    }
}

impl<T> Waiting<T> {
    fn new(task: T) -> Self {
        Self {
            task,
            was_told: false,
        }
    }
}

impl<T> State<T> {
    /// True if something waits and nobody is there to take it, or to see that it is time to.
    fn needs_thread(&self) -> bool {
        !self.queue.is_empty() && self.idle == 0 && self.threads <= MOST_THREADS
    }
}

impl<W: Work> Shared<W> {
    fn start_thread(self: &Arc<Self>, state: &mut State<W::Task>) -> io::Result<()> {
        let shared = self.clone();
        thread::Builder::new()
            .name(self.name.into())
            .spawn(move || shared.run_thread())?;
        state.threads += 1;
        state.idle += 1;
        Ok(())
    }

    fn run_thread(self: Arc<Self>) {
        self.work.thread_starts();
        let mut state = lock(&self.state);
        loop {
            match self.next(&mut state) {
                Next::End => {
                    state.idle -= 1;
                    state.threads -= 1;
                    return;
                }
                Next::Wait(at_most) => {
                    state = match at_most {
                        None => self
                            .changed
                            .wait(state)
                            .unwrap_or_else(PoisonError::into_inner),
                        Some(at_most) => {
                            let waited = self.changed.wait_timeout(state, at_most);
                            waited.unwrap_or_else(PoisonError::into_inner).0
                        }
                    };
                }
                Next::Tell(places) => {
                    for place in places {
                        if let Some(waiting) = state.queue.get_mut(place) {
                            waiting.was_told = true;
                            // Under the lock: nobody takes it meanwhile and has it said that it waits when it does not.
                            self.work.waits(&waiting.task);
                        }
                    }
                }
                Next::Run(task, number) => {
                    state.idle -= 1;
                    // Who takes a task has another thread watch over the rest. Without one, they wait.
                    if state.needs_thread() {
                        drop(Self::start_thread(&self, &mut state));
                    }
                    drop(state);
                    let done = Done {
                        shared: &self,
                        number,
                    };
                    self.work.run(task);
                    drop(done);
                    state = lock(&self.state);
                    state.idle += 1;
                    if !self.has_more(&state) {
                        drop(state);
                        self.work.rests();
                        state = lock(&self.state);
                    }
                }
            }
        }
    }

    /// True if a task may run now or in a moment.
    fn has_more(&self, state: &State<W::Task>) -> bool {
        state.running.len() < MOST_THREADS
            && state
                .queue
                .iter()
                .any(|waiting| self.is_free(state, waiting))
    }

    /// True if the group of a task has room for it.
    fn is_free(&self, state: &State<W::Task>, waiting: &Waiting<W::Task>) -> bool {
        self.work.group(&waiting.task).is_none_or(|group| {
            let is_same = |running: &&Running| running.group.map(|g| g.id) == Some(group.id);
            state.running.iter().filter(is_same).count() < group.at_once
        })
    }

    fn next(&self, state: &mut State<W::Task>) -> Next<W::Task> {
        if state.has_ended {
            return Next::End;
        }
        if state.queue.is_empty() {
            // One waits for what comes.
            return match state.idle > 1 {
                true => Next::End,
                false => Next::Wait(None),
            };
        }
        let now = Instant::now();
        let left = |running: &Running| {
            let late = running.since + self.patience;
            late.checked_duration_since(now)
                .filter(|left| !left.is_zero())
        };
        if let Some(left) = state.running.iter().filter_map(left).max() {
            return Next::Wait(Some(left));
        }
        if state.running.len() < MOST_THREADS {
            let free = |waiting: &Waiting<W::Task>| self.is_free(state, waiting);
            return match state.queue.iter().position(free) {
                Some(place) => self.take(state, place, now),
                None => Next::Wait(None),
            };
        }
        let untold = (0..state.queue.len())
            .filter(|place| state.queue.get(*place).is_some_and(|w| !w.was_told))
            .collect::<Vec<usize>>();
        match untold.is_empty() {
            true => Next::Wait(None),
            false => Next::Tell(untold),
        }
    }

    fn take(&self, state: &mut State<W::Task>, place: usize, now: Instant) -> Next<W::Task> {
        let Some(waiting) = state.queue.remove(place) else {
            return Next::Wait(None);
        };
        let number = state.next_number;
        state.next_number += 1;
        state.running.push(Running {
            number,
            since: now,
            group: self.work.group(&waiting.task),
        });
        Next::Run(waiting.task, number)
    }
}

/// Takes a task off the list when it is done, also by a panic.
struct Done<'a, W: Work> {
    shared: &'a Shared<W>,
    number: u64,
}

impl<W: Work> Drop for Done<'_, W> {
    fn drop(&mut self) {
        let mut state = lock(&self.shared.state);
        state
            .running
            .retain(|running| running.number != self.number);
        if thread::panicking() {
            state.threads -= 1;
        }
        drop(state);
        self.shared.changed.notify_all();
    }
}
