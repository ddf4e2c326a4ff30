//! A thread pool for tasks that may hang: [`ElasticPool`]. One thread runs the tasks in order; when a task takes longer
//! than the delay `late_after` of the pool, another thread continues with the rest, up to [`MAX_RUNNING_TASKS`].

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::lock::lock;

/// Limit of tasks that run at once. One more thread may wait and watch.
pub(super) const MAX_RUNNING_TASKS: usize = 8;

/// The work that a pool does.
pub(super) trait PoolWork: Send + Sync + 'static {
    /// Task of the pool.
    type Task: Send;

    /// Does a task.
    fn run(&self, task: Self::Task);

    /// Returns the group of a task, and how many tasks of it may run at once: a source that hangs takes no threads of
    /// others.
    fn group(&self, _task: &Self::Task) -> Option<TaskGroup> {
        None
    }

    /// Called once for a task that waits because the limit of running tasks is reached.
    fn report_waiting(&self, _task: &Self::Task) {}

    /// Called when a thread has finished a task and finds no other that may run.
    fn on_idle(&self) {}

    /// Called in each new thread.
    fn on_thread_start(&self) {}
}

/// A group of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TaskGroup {
    /// Id of the group.
    pub(super) id: u64,
    /// Limit of its tasks that run at once.
    pub(super) max_parallel: usize,
}

/// Queue with as many threads as it needs. Dropping it ends the threads that do not hang.
pub(super) struct ElasticPool<W: PoolWork>(Arc<PoolShared<W>>);

struct PoolShared<W: PoolWork> {
    name: &'static str,
    /// Time after which a running task counts as late.
    late_after: Duration,
    work: W,
    state: Mutex<PoolState<W::Task>>,
    changed: Condvar,
}

struct PoolState<T> {
    queue: VecDeque<WaitingTask<T>>,
    running: Vec<RunningTask>,
    threads: usize,
    /// Threads that run nothing.
    idle: usize,
    next_number: u64,
    has_ended: bool,
}

struct WaitingTask<T> {
    task: T,
    was_reported: bool,
}

struct RunningTask {
    number: u64,
    started_at: Instant,
    group: Option<TaskGroup>,
}

/// The next step of a thread.
enum NextStep<T> {
    Run(T, u64),
    Wait(Option<Duration>),
    Report(Vec<usize>),
    End,
}

impl<W: PoolWork> ElasticPool<W> {
    /// Creates a pool; its threads have this name, and start with the first task.
    pub(super) fn new(name: &'static str, late_after: Duration, work: W) -> Self {
        Self(Arc::new(PoolShared {
            name,
            late_after,
            work,
            state: Mutex::new(PoolState {
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
    /// No thread can be started, and none exists yet.
    pub(super) fn submit(&self, tasks: impl IntoIterator<Item = W::Task>) -> io::Result<()> {
        self.edit_queue(|queue| queue.extend(tasks.into_iter().map(WaitingTask::new)))
    }

    /// Adds tasks, and removes waiting ones that are `obsolete`.
    ///
    /// # Errors
    /// As [`ElasticPool::submit`].
    pub(super) fn replace(
        &self,
        obsolete: impl Fn(&W::Task) -> bool,
        tasks: impl IntoIterator<Item = W::Task>,
    ) -> io::Result<()> {
        self.edit_queue(|queue| {
            queue.retain(|waiting| !obsolete(&waiting.task));
            queue.extend(tasks.into_iter().map(WaitingTask::new));
        })
    }

    /// Adds tasks before all waiting ones, and removes those for which `stays` returns false; it is called from the
    /// newest on.
    ///
    /// # Errors
    /// As [`ElasticPool::submit`].
    pub(super) fn submit_first(
        &self,
        mut stays: impl FnMut(&W::Task) -> bool,
        tasks: impl IntoIterator<Item = W::Task, IntoIter: DoubleEndedIterator>,
    ) -> io::Result<()> {
        self.edit_queue(|queue| {
            queue.retain(|waiting| stays(&waiting.task));
            for task in tasks.into_iter().rev() {
                queue.push_front(WaitingTask::new(task));
            }
        })
    }

    fn edit_queue(&self, edit: impl FnOnce(&mut VecDeque<WaitingTask<W::Task>>)) -> io::Result<()> {
        let mut state = lock(&self.0.state);
        edit(&mut state.queue);
        let started = match state.needs_thread() {
            true => PoolShared::start_thread(&self.0, &mut state),
            false => Ok(()),
        };
        let has_threads = state.threads > 0;
        drop(state);
        self.0.changed.notify_all();
        started.or_else(|error| if has_threads { Ok(()) } else { Err(error) })
    }

    /// Returns true if a waiting task matches.
    pub(super) fn has_waiting(&self, like: impl Fn(&W::Task) -> bool) -> bool {
        let state = lock(&self.0.state);
        state.queue.iter().any(|waiting| like(&waiting.task))
    }
}

impl<W: PoolWork> Drop for ElasticPool<W> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        state.has_ended = true;
        state.queue.clear();
        drop(state);
        self.0.changed.notify_all();
    }
}

impl<T> WaitingTask<T> {
    fn new(task: T) -> Self {
        Self {
            task,
            was_reported: false,
        }
    }
}

impl<T> PoolState<T> {
    /// Returns true if a task waits and no thread is free to take it or to watch for late tasks.
    fn needs_thread(&self) -> bool {
        !self.queue.is_empty() && self.idle == 0 && self.threads <= MAX_RUNNING_TASKS
    }
}

impl<W: PoolWork> PoolShared<W> {
    fn start_thread(self: &Arc<Self>, state: &mut PoolState<W::Task>) -> io::Result<()> {
        let shared = self.clone();
        thread::Builder::new()
            .name(self.name.into())
            .spawn(move || shared.run_thread())?;
        state.threads += 1;
        state.idle += 1;
        Ok(())
    }

    fn run_thread(self: Arc<Self>) {
        self.work.on_thread_start();
        let mut state = lock(&self.state);
        loop {
            match self.next_step(&mut state) {
                NextStep::End => {
                    state.idle -= 1;
                    state.threads -= 1;
                    return;
                }
                NextStep::Wait(at_most) => {
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
                NextStep::Report(indices) => {
                    for index in indices {
                        if let Some(waiting) = state.queue.get_mut(index) {
                            waiting.was_reported = true;
                            // Under the lock: no thread takes it meanwhile, so it is not reported as waiting when it
                            // runs.
                            self.work.report_waiting(&waiting.task);
                        }
                    }
                }
                NextStep::Run(task, number) => {
                    state.idle -= 1;
                    // Another thread takes over the queue; if none can be started, the tasks wait.
                    if state.needs_thread() {
                        drop(Self::start_thread(&self, &mut state));
                    }
                    drop(state);
                    let done = DoneGuard {
                        shared: &self,
                        number,
                    };
                    self.work.run(task);
                    drop(done);
                    state = lock(&self.state);
                    state.idle += 1;
                    if !self.has_runnable_task(&state) {
                        drop(state);
                        self.work.on_idle();
                        state = lock(&self.state);
                    }
                }
            }
        }
    }

    /// Returns true if a task may run now or in a moment.
    fn has_runnable_task(&self, state: &PoolState<W::Task>) -> bool {
        state.running.len() < MAX_RUNNING_TASKS
            && state
                .queue
                .iter()
                .any(|waiting| self.is_free(state, waiting))
    }

    /// Returns true if the group of a task has room for it.
    fn is_free(&self, state: &PoolState<W::Task>, waiting: &WaitingTask<W::Task>) -> bool {
        self.work.group(&waiting.task).is_none_or(|group| {
            let is_same = |running: &&RunningTask| running.group.map(|g| g.id) == Some(group.id);
            state.running.iter().filter(is_same).count() < group.max_parallel
        })
    }

    fn next_step(&self, state: &mut PoolState<W::Task>) -> NextStep<W::Task> {
        if state.has_ended {
            return NextStep::End;
        }
        if state.queue.is_empty() {
            // One idle thread is left for later tasks.
            return match state.idle > 1 {
                true => NextStep::End,
                false => NextStep::Wait(None),
            };
        }
        let now = Instant::now();
        let left = |running: &RunningTask| {
            let late = running.started_at + self.late_after;
            late.checked_duration_since(now)
                .filter(|left| !left.is_zero())
        };
        if let Some(left) = state.running.iter().filter_map(left).max() {
            return NextStep::Wait(Some(left));
        }
        if state.running.len() < MAX_RUNNING_TASKS {
            let free = |waiting: &WaitingTask<W::Task>| self.is_free(state, waiting);
            return match state.queue.iter().position(free) {
                Some(index) => self.start_task(state, index, now),
                None => NextStep::Wait(None),
            };
        }
        let unreported = (0..state.queue.len())
            .filter(|index| state.queue.get(*index).is_some_and(|w| !w.was_reported))
            .collect::<Vec<usize>>();
        match unreported.is_empty() {
            true => NextStep::Wait(None),
            false => NextStep::Report(unreported),
        }
    }

    fn start_task(
        &self,
        state: &mut PoolState<W::Task>,
        index: usize,
        now: Instant,
    ) -> NextStep<W::Task> {
        let Some(waiting) = state.queue.remove(index) else {
            return NextStep::Wait(None);
        };
        let number = state.next_number;
        state.next_number += 1;
        state.running.push(RunningTask {
            number,
            started_at: now,
            group: self.work.group(&waiting.task),
        });
        NextStep::Run(waiting.task, number)
    }
}

/// Removes a task from the running ones when it is done, also after a panic.
struct DoneGuard<'a, W: PoolWork> {
    shared: &'a PoolShared<W>,
    number: u64,
}

impl<W: PoolWork> Drop for DoneGuard<'_, W> {
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
