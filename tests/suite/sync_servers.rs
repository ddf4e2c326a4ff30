//! Servers of the sync APIs for tests and benchmarks, in the dialects that were measured, over one state of feeds, folders and
//! items: the Google Reader API, the REST API of Miniflux, the API of Nextcloud News and the Fever API.
//! [`SyncServer::deliver`] answers without a network; `wire` serves over a loopback socket.
//!
//! A benchmark includes it by `#[path = "../suite/sync_servers.rs"] mod sync_servers;` and, for `wire`, `web` in the same way:
//! so the paths of its modules are written out.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "each test and benchmark uses other parts of the servers, and a server that fails is a test that fails"
)]

#[path = "sync_servers/faults.rs"]
pub mod faults;
#[path = "sync_servers/fever.rs"]
pub mod fever;
#[path = "sync_servers/greader.rs"]
pub mod greader;
#[path = "sync_servers/greader_lists.rs"]
pub mod greader_lists;
#[path = "sync_servers/greader_login.rs"]
pub mod greader_login;
#[path = "sync_servers/known_servers.rs"]
pub mod known_servers;
#[path = "sync_servers/message.rs"]
pub mod message;
#[path = "sync_servers/miniflux.rs"]
pub mod miniflux;
#[path = "sync_servers/miniflux_entries.rs"]
pub mod miniflux_entries;
#[path = "sync_servers/nextcloud.rs"]
pub mod nextcloud;
#[path = "sync_servers/nextcloud_items.rs"]
pub mod nextcloud_items;
#[path = "sync_servers/quirks.rs"]
pub mod quirks;
#[path = "sync_servers/random.rs"]
pub mod random;
#[path = "sync_servers/state.rs"]
pub mod state;
#[path = "sync_servers/wire.rs"]
pub mod wire;

use std::time::Duration;

use faults::{FaultPlan, ServerFault};
use message::{ServerAnswer, ServerRequest};
use quirks::ServerQuirks;
use state::ServerState;

/// Answer on its way to the client.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Answer; none where the connection was closed before it.
    pub answer: Option<ServerAnswer>,
    /// Number of bytes of its body that arrive before the connection is closed; none where all do.
    pub cut: Option<usize>,
    /// Time that passes before the answer.
    pub delay: Duration,
}

impl Delivery {
    /// Returns the answer, if all of it arrives.
    pub fn whole(self) -> Option<ServerAnswer> {
        match self.cut {
            None => self.answer,
            Some(_) => None,
        }
    }
}

/// Server with one account, its quirks and its faults.
#[derive(Debug, Clone)]
pub struct SyncServer {
    /// Feeds, folders, items and the clock.
    pub state: ServerState,
    /// Dialect.
    pub quirks: ServerQuirks,
    /// Faults of the requests to come.
    pub faults: FaultPlan,
    /// Requests so far, also those that were not carried out.
    pub requests: Vec<ServerRequest>,
    /// State that a stale answer comes from: [`SyncServer::take_snapshot`].
    pub older: Option<Box<ServerState>>,
    /// Account of somebody else, which [`ServerFault::OtherAccount`] answers from.
    pub other: Option<Box<ServerState>>,
}

impl SyncServer {
    /// Returns a server without feeds.
    pub fn new(quirks: ServerQuirks) -> Self {
        Self {
            state: ServerState::new(quirks.item_ids),
            quirks,
            faults: FaultPlan::default(),
            requests: Vec::new(),
            older: None,
            other: None,
        }
    }

    /// Takes the present state as the one that later stale answers come from.
    pub fn take_snapshot(&mut self) {
        self.older = Some(Box::new(self.state.clone()));
    }

    /// Answers a request, with the next fault of the plan.
    pub fn deliver(&mut self, request: &ServerRequest) -> Delivery {
        self.requests.push(request.clone());
        let fault = self.faults.take(request);
        faults::apply(self, request, fault)
    }

    /// Answers a request without a fault.
    pub fn answer(&mut self, request: &ServerRequest) -> ServerAnswer {
        answer(&mut self.state, &self.quirks, request)
    }

    /// Returns the number of requests whose path contains this part.
    pub fn count(&self, part: &str) -> usize {
        self.requests_for(part).len()
    }

    /// Returns the requests whose path contains this part.
    pub fn requests_for(&self, part: &str) -> Vec<&ServerRequest> {
        let requests = self.requests.iter();
        requests
            .filter(|request| request.path.contains(part))
            .collect()
    }

    /// Returns the number of requests that would change something.
    pub fn writes(&self) -> usize {
        let requests = self.requests.iter();
        requests.filter(|request| is_write(request)).count()
    }

    /// Fails the next request in this way.
    pub fn fail_next(&mut self, fault: ServerFault) {
        self.faults.push(None, fault);
    }

    /// Fails the next request whose method and path, such as `POST /v1/feeds`, contain this part.
    pub fn fail_on(&mut self, part: &str, fault: ServerFault) {
        self.faults.push(Some(part), fault);
    }
}

/// Answers a request to any API of the server.
pub fn answer(
    state: &mut ServerState,
    quirks: &ServerQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let mut answer = if let Some(limited) = limited(state, quirks) {
        limited
    } else if let Some(path) = greader::path_of(quirks, &request.path) {
        greader::answer(state, quirks, request, path)
    } else if let Some(path) = miniflux::path_of(quirks, &request.path) {
        miniflux::answer(state, quirks, request, path)
    } else if let Some(path) = nextcloud::path_of(quirks, &request.path) {
        nextcloud::answer(state, quirks, request, path)
    } else if fever::is_path(quirks, &request.path) {
        fever::answer(state, quirks, request)
    } else {
        ServerAnswer::page(quirks.status_elsewhere, "No page")
    };
    if let Some(limit) = quirks.rate_limit {
        let reset = limit.reset_after.to_string();
        answer = answer
            .with("X-Reader-Zone1-Usage", &state.requests_used.to_string())
            .with("X-Reader-Zone1-Limit", &limit.requests.to_string())
            .with("X-Reader-Limits-Reset-After", &reset);
    }
    if quirks.entity_tags && request.method == "GET" && answer.status == 200 {
        let etag = format!("W/\"{:016x}\"", random::hash(&answer.body));
        if request.header("if-none-match") == Some(&etag) {
            answer = ServerAnswer::new(304, "text/plain", "");
        }
        answer = answer.with("ETag", &etag);
    }
    answer.with("Date", &state.http_date())
}

fn limited(state: &mut ServerState, quirks: &ServerQuirks) -> Option<ServerAnswer> {
    let limit = quirks.rate_limit?;
    state.requests_used += 1;
    (state.requests_used > limit.requests).then(|| {
        ServerAnswer::text(429, "Daily request limit reached!")
            .with("Retry-After", &limit.reset_after.to_string())
    })
}

/// Returns true if a request changes something on the server.
pub fn is_write(request: &ServerRequest) -> bool {
    const WRITES: [&str; 6] = [
        "/edit-tag",
        "/rename-tag",
        "/disable-tag",
        "/mark-all-as-read",
        "/subscription/edit",
        "/subscription/quickadd",
    ];
    if request.path.contains("/reader/api/") {
        return WRITES.iter().any(|path| request.path.ends_with(path));
    }
    if request.path.contains("ClientLogin") {
        return false;
    }
    if request.path.contains("fever") {
        return request.param("mark").is_some();
    }
    request.method != "GET"
}
