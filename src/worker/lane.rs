//! A thread that does its jobs in the order they come, and starts with the first: [`Lane`].

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::{Emit, Store, lock, perform};
use crate::model::{Job, Outcome};

/// The way to the thread.
pub(super) struct Lane {
    name: &'static str,
    store: Arc<Store>,
    emit: Emit,
    work: Mutex<Option<Sender<Work>>>,
}

enum Work {
    Job(Job),
    /// Says when everything before it is done.
    Done(Sender<()>),
}

impl std::fmt::Debug for Lane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lane")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Lane {
    /// A lane whose thread has this name.
    pub(super) fn new(name: &'static str, store: Arc<Store>, emit: Emit) -> Self {
        Self {
            name,
            store,
            emit,
            work: Mutex::default(),
        }
    }

    /// Hands over a job.
    pub(super) fn submit(&self, job: Job) {
        let mut work = lock(&self.work);
        if work.is_none() {
            let (sender, jobs) = channel();
            let (store, emit) = (self.store.clone(), self.emit.clone());
            let started = thread::Builder::new()
                .name(self.name.into())
                .spawn(move || {
                    for work in jobs {
                        match work {
                            Work::Job(job) => perform(job, &store, &emit),
                            // Who asked may no longer wait.
                            Work::Done(sender) => drop(sender.send(())),
                        }
                    }
                });
            match started {
                Ok(_) => *work = Some(sender),
                Err(error) => {
                    return (self.emit)(Outcome::Trouble(format!(
                        "no thread for the library: {error}"
                    )));
                }
            }
        }
        if let Some(sender) = work.as_ref() {
            // The thread ends only with the program.
            let _ = sender.send(Work::Job(job));
        }
    }

    /// Waits until everything that was handed over is done, but no longer than this.
    pub(super) fn finish(&self, at_most: Duration) {
        let (sender, done) = channel();
        let asked = lock(&self.work)
            .as_ref()
            .is_some_and(|work| work.send(Work::Done(sender)).is_ok());
        if asked {
            // Whether it came or not: the program ends.
            let _ = done.recv_timeout(at_most);
        }
    }
}
