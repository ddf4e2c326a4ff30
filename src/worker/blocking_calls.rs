//! Calls that may hang, made on behalf of threads that must not: [`BlockingCalls`].

use std::sync::mpsc::channel;
use std::time::Duration;

use super::elastic_pool::{ElasticPool, PoolWork};

/// Calls into file systems that may not answer, each waited for no longer than a moment.
pub(super) struct BlockingCalls(ElasticPool<CallWork>);

struct CallWork;

type FileCall = Box<dyn FnOnce() + Send>;

impl PoolWork for CallWork {
    type Task = FileCall;

    fn run(&self, call: FileCall) {
        call();
    }
}

/// A call that takes longer than this gets company.
const LATE_AFTER: Duration = Duration::from_millis(100);
/// Longest wait for an answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(1);

impl std::fmt::Debug for BlockingCalls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BlockingCalls").finish_non_exhaustive()
    }
}

impl Default for BlockingCalls {
    fn default() -> Self {
        Self(ElasticPool::new("file-call", LATE_AFTER, CallWork))
    }
}

impl BlockingCalls {
    /// Makes a call and waits up to a second for its result; `None` if it does not come.
    pub(super) fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (sender, answer) = channel();
        let call: FileCall = Box::new(move || {
            // The receiver is gone if the call took too long.
            let _ = sender.send(call());
        });
        self.0.submit([call]).ok()?;
        answer.recv_timeout(ANSWER_TIMEOUT).ok()
    }
}
