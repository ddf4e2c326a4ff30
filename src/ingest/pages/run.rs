//! Fetching of the queued pages, by one program at a time: [`fetch_queued_pages`].

use std::collections::{HashSet, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::pace::HostPace;
use super::store::store_reply;
use super::task::{PageReply, PageTask};
use super::{Cancel, Client, POLL_INTERVAL};
use crate::library::{Library, LibraryError, has_session_ended, session_name};
use crate::model::{ArticleId, SourceErrorKind};

/// Seconds for which the lease of the queue is taken, and the time after which it is extended.
const LEASE_SECONDS: u32 = 120;
const LEASE_RENEWAL: Duration = Duration::from_secs(40);
/// Pages that wait in memory, and those of one host among them.
const WAITING_PAGES: usize = 64;
const WAITING_PAGES_OF_HOST: usize = 4;
/// Failures to connect without any answer after which there is no network.
const OFFLINE_FAILURES: usize = 4;

/// Limits of a run.
#[derive(Debug, Clone, Copy)]
pub struct PageRunOptions {
    /// Requests at the same time.
    pub requests: usize,
}

impl Default for PageRunOptions {
    fn default() -> Self {
        Self { requests: 8 }
    }
}

/// Result of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRunSummary {
    /// Pages whose text was stored.
    pub stored: usize,
    /// Those among them that are not shown.
    pub with_problem: usize,
    /// Pages that were not fetched.
    pub failed: usize,
    /// True if no host was reached.
    pub is_offline: bool,
    /// True if another program fetches the queued pages.
    pub is_other_program: bool,
}

/// Fetches the queued pages that are due, until none is left. `on_stored` is called after each stored text.
///
/// # Errors
/// The library can't be read or written. The rest of the queue stays for the next run.
pub fn fetch_queued_pages(
    library: &mut Library,
    client: &Client,
    pace: &HostPace,
    options: PageRunOptions,
    cancel: &Cancel,
    on_stored: &mut dyn FnMut(ArticleId),
) -> Result<PageRunSummary, LibraryError> {
    let mut summary = PageRunSummary::default();
    if library.due_pages(1, 1)?.is_empty() {
        return Ok(summary);
    }
    let holder = session_name();
    if !library.acquire_page_lease(&holder, LEASE_SECONDS, &has_session_ended)? {
        summary.is_other_program = true;
        return Ok(summary);
    }
    let (to_threads, tasks) = channel::<PageTask>();
    let (replies, from_threads) = channel::<(PageTask, PageReply)>();
    let tasks = Arc::new(Mutex::new(tasks));
    let done = thread::scope(|scope| {
        let mut threads = 0;
        for _ in 0..options.requests {
            let (tasks, replies) = (tasks.clone(), replies.clone());
            let thread = thread::Builder::new().name("page".into());
            match thread.spawn_scoped(scope, move || run_tasks(&tasks, &replies, client, cancel)) {
                Ok(_) => threads += 1,
                // With fewer threads it takes longer.
                Err(error) => tracing::warn!(%error, "a thread for pages was not started"),
            }
        }
        drop(replies);
        let mut run = Run {
            library,
            pace,
            holder: &holder,
            waiting: VecDeque::new(),
            in_memory: HashSet::new(),
            running: 0,
            threads,
            unreachable: Vec::new(),
            has_answer: false,
            summary: &mut summary,
        };
        let done = run.run(to_threads, &from_threads, cancel, on_stored);
        if cancel.is_cancelled() {
            client.shut_down();
        }
        done
    });
    let released = library.release_page_lease(&holder);
    done.and(released)?;
    Ok(summary)
}

/// Runs tasks until there are none.
fn run_tasks(
    tasks: &Mutex<Receiver<PageTask>>,
    replies: &Sender<(PageTask, PageReply)>,
    client: &Client,
    cancel: &Cancel,
) {
    loop {
        let task = {
            let tasks = tasks.lock().unwrap_or_else(PoisonError::into_inner);
            tasks.recv()
        };
        let Ok(task) = task else { return };
        let reply = task.run(client, cancel);
        if replies.send((task, reply)).is_err() {
            return;
        }
    }
}

/// State of a run.
struct Run<'a> {
    library: &'a mut Library,
    pace: &'a HostPace,
    holder: &'a str,
    /// Pages that wait for their host, in the order in which they are asked for.
    waiting: VecDeque<PageTask>,
    /// Pages that were taken out of the queue by this run.
    in_memory: HashSet<ArticleId>,
    running: usize,
    threads: usize,
    /// Pages whose host was not reached before any other was: there may be no network.
    unreachable: Vec<(PageTask, PageReply)>,
    /// True if any host has answered.
    has_answer: bool,
    summary: &'a mut PageRunSummary,
}

impl Run<'_> {
    fn run(
        &mut self,
        to_threads: Sender<PageTask>,
        replies: &Receiver<(PageTask, PageReply)>,
        cancel: &Cancel,
        on_stored: &mut dyn FnMut(ArticleId),
    ) -> Result<(), LibraryError> {
        let mut leased_at = Instant::now();
        let mut may_have_more = true;
        while !cancel.is_cancelled() && self.threads > 0 {
            if leased_at.elapsed() > LEASE_RENEWAL {
                if !self.library.acquire_page_lease(
                    self.holder,
                    LEASE_SECONDS,
                    &has_session_ended,
                )? {
                    return Ok(());
                }
                leased_at = Instant::now();
            }
            if may_have_more && self.waiting.len() < WAITING_PAGES / 2 {
                may_have_more = self.take_from_queue()?;
            }
            let wait = self.dispatch(&to_threads);
            if self.running == 0 && self.waiting.is_empty() {
                // Failures alone, and no answer: that is no failure of the pages.
                self.summary.is_offline = !self.unreachable.is_empty();
                return Ok(());
            }
            match replies.recv_timeout(wait.min(POLL_INTERVAL)) {
                Ok((task, reply)) => {
                    self.running -= 1;
                    self.receive(task, reply, on_stored)?;
                    may_have_more = true;
                    if self.summary.is_offline {
                        return Ok(());
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        }
        Ok(())
    }

    /// Takes due pages out of the queue. Returns true if any were added.
    fn take_from_queue(&mut self) -> Result<bool, LibraryError> {
        let due = self
            .library
            .due_pages(WAITING_PAGES + self.in_memory.len(), WAITING_PAGES_OF_HOST)?;
        let mut added = false;
        for page in due {
            if self.waiting.len() >= WAITING_PAGES {
                break;
            }
            if self.in_memory.insert(page.article) {
                self.waiting.push_back(PageTask::plan(self.library, page)?);
                added = true;
            }
        }
        Ok(added)
    }

    /// Hands waiting pages to free threads. Returns the time until the next one may be asked for.
    fn dispatch(&mut self, to_threads: &Sender<PageTask>) -> Duration {
        let mut wait = POLL_INTERVAL;
        let mut index = 0;
        while self.running < self.threads {
            let Some(task) = self.waiting.get(index) else {
                break;
            };
            match self.pace.reserve(&task.host, Instant::now()) {
                Ok(()) => {
                    let Some(task) = self.waiting.remove(index) else {
                        break;
                    };
                    if to_threads.send(task).is_err() {
                        break;
                    }
                    self.running += 1;
                }
                Err(left) => {
                    wait = wait.min(left);
                    index += 1;
                }
            }
        }
        wait
    }

    fn receive(
        &mut self,
        task: PageTask,
        reply: PageReply,
        on_stored: &mut dyn FnMut(ArticleId),
    ) -> Result<(), LibraryError> {
        let error = reply
            .result
            .as_ref()
            .err()
            .map(|error| error.source_error().kind);
        let is_unreachable = matches!(
            error,
            Some(SourceErrorKind::Resolve | SourceErrorKind::Connect)
        );
        if is_unreachable && !self.has_answer {
            self.unreachable.push((task, reply));
            self.summary.is_offline = self.unreachable.len() >= OFFLINE_FAILURES;
            return Ok(());
        }
        if !self.has_answer {
            self.has_answer = true;
            for (task, reply) in std::mem::take(&mut self.unreachable) {
                self.summary.failed += 1;
                store_reply(self.library, &task, &reply)?;
            }
        }
        store_reply(self.library, &task, &reply)?;
        // Pages of a host that asks for a pause wait.
        if matches!(reply.status, Some(429 | 503 | 403)) {
            self.waiting.retain(|other| other.host != task.host);
        }
        match &reply.result {
            Ok(page) => {
                self.summary.stored += 1;
                self.summary.with_problem += usize::from(page.problem.is_some());
                on_stored(task.page.article);
            }
            Err(_) => self.summary.failed += 1,
        }
        Ok(())
    }
}
