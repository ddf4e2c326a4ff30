//! A thread that runs its tasks in order, started by the first one: [`SerialQueue`].

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::emit::Emit;
use super::lock::lock;
use super::wording;
use crate::model::Outcome;

/// A queue of tasks with a thread of its own. The thread ends when the queue is dropped and done.
pub(super) struct SerialQueue<T> {
    name: &'static str,
    run: Arc<dyn Fn(T) + Send + Sync>,
    emit: Emit,
    tasks: Mutex<Option<Sender<Entry<T>>>>,
}

enum Entry<T> {
    Task(T),
    /// Answered when everything before it is done.
    Flush(Sender<()>),
}

impl<T: Send + 'static> SerialQueue<T> {
    /// Returns a queue whose thread has this name.
    pub(super) fn new(
        name: &'static str,
        emit: Emit,
        run: impl Fn(T) + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            run: Arc::new(run),
            emit,
            tasks: Mutex::default(),
        }
    }

    /// Adds a task.
    pub(super) fn submit(&self, task: T) {
        let mut tasks = lock(&self.tasks);
        if tasks.is_none() {
            let (sender, entries) = channel();
            let run = self.run.clone();
            let started = thread::Builder::new()
                .name(self.name.into())
                .spawn(move || {
                    for entry in entries {
                        match entry {
                            Entry::Task(task) => run(task),
                            // The caller may no longer wait.
                            Entry::Flush(sender) => drop(sender.send(())),
                        }
                    }
                });
            match started {
                Ok(_) => *tasks = Some(sender),
                Err(error) => {
                    drop(tasks);
                    let subject = wording::thread_failure("for the library", &error);
                    return (self.emit)(Outcome::Warning(subject));
                }
            }
        }
        if let Some(sender) = tasks.as_ref() {
            // The thread ends only with the queue.
            let _ = sender.send(Entry::Task(task));
        }
    }

    /// Waits until all added tasks are done, at most for `at_most`.
    pub(super) fn flush(&self, at_most: Duration) {
        let (sender, done) = channel();
        let asked = lock(&self.tasks)
            .as_ref()
            .is_some_and(|tasks| tasks.send(Entry::Flush(sender)).is_ok());
        if asked {
            // Whether it came or not: the program ends.
            let _ = done.recv_timeout(at_most);
        }
    }
}
