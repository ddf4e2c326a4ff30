//! Transport to a server of the tests without a network: [`MockTransport`].

use std::cell::{Ref, RefCell, RefMut};
use std::collections::VecDeque;

use newsprint::fetch::{
    ApiAnswer, ApiMethod, ApiRequest, Credentials, FetchError, RetryAfter, TimeoutPhase,
};
use newsprint::sync::transport::Transport;

use crate::sync_servers::SyncServer;
use crate::sync_servers::message::ServerRequest;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::state::ServerState;

/// Act of another client between two requests.
type Act = Box<dyn FnOnce(&mut ServerState)>;

/// Transport to one server.
pub struct MockTransport {
    server: RefCell<SyncServer>,
    /// Acts of another client, each before a request that is so many requests away.
    acts: RefCell<VecDeque<(usize, Act)>>,
    /// Largest body in bytes that is received.
    limit: RefCell<Option<usize>>,
}

impl MockTransport {
    /// Returns a transport to a server with two feeds in two folders and some unread items, and the ids of these.
    pub fn with_items(quirks: ServerQuirks, items: usize) -> (Self, Vec<i64>) {
        let mut server = SyncServer::new(quirks);
        let state = &mut server.state;
        let bridges = state.subscribe("https://bridges.example/feed", "Bridges", Some("Town"));
        let ink = state.subscribe("https://ink.example/rss", "Pens & Ink", Some("Craft"));
        let ids = (0..items)
            .map(|number| {
                state.advance(1);
                let feed = if number % 2 == 0 { bridges } else { ink };
                state.add_item(feed, &format!("Article {number}"))
            })
            .collect();
        let transport = Self {
            server: RefCell::new(server),
            acts: RefCell::default(),
            limit: RefCell::new(None),
        };
        (transport, ids)
    }

    /// Returns the server.
    pub fn server(&self) -> Ref<'_, SyncServer> {
        self.server.borrow()
    }

    /// Returns the server, to change it.
    pub fn server_mut(&self) -> RefMut<'_, SyncServer> {
        self.server.borrow_mut()
    }

    /// Acts on the server before the `requests`-th request from now on, counted from 0.
    pub fn act_before(&self, requests: usize, act: impl FnOnce(&mut ServerState) + 'static) {
        self.acts.borrow_mut().push_back((requests, Box::new(act)));
    }

    /// Refuses to receive larger bodies.
    pub fn set_limit(&self, bytes: Option<usize>) {
        *self.limit.borrow_mut() = bytes;
    }

    /// Returns the requests since the last call: method, path and query.
    pub fn take_requests(&self) -> Vec<String> {
        let requests = std::mem::take(&mut self.server.borrow_mut().requests);
        requests.iter().map(line).collect()
    }

    fn act(&self) {
        let mut due = Vec::new();
        self.acts.borrow_mut().retain_mut(|(left, act)| {
            if *left == 0 {
                due.push(std::mem::replace(act, Box::new(|_| {})));
                return false;
            }
            *left -= 1;
            true
        });
        for act in due {
            act(&mut self.server.borrow_mut().state);
        }
    }
}

impl Transport for MockTransport {
    fn send(&self, request: &ApiRequest) -> Result<ApiAnswer, FetchError> {
        self.act();
        let method = match request.method {
            ApiMethod::Get => "GET",
            ApiMethod::Post => "POST",
            ApiMethod::Put => "PUT",
            ApiMethod::Delete => "DELETE",
        };
        let mut sent = ServerRequest::new(method, &request.url);
        for (name, value) in &request.headers {
            sent = sent.with(name, value);
        }
        if let Some(body) = &request.body {
            sent = sent
                .with("Content-Type", body.media_type)
                .with_body(body.bytes.clone());
        }
        let mut server = self.server.borrow_mut();
        let delivery = server.deliver(&sent);
        if delivery.cut.is_some() {
            return Err(FetchError::Truncated);
        }
        let Some(answer) = delivery.answer else {
            return Err(FetchError::Timeout(TimeoutPhase::FirstByte));
        };
        if let Some(limit) = self
            .limit
            .borrow()
            .filter(|limit| answer.body.len() > *limit)
        {
            let limit = limit as u64;
            return Err(FetchError::TooLarge { limit });
        }
        let text = |name: &str| answer.header(name).map(str::to_owned);
        Ok(ApiAnswer {
            status: answer.status,
            date: Some(server.state.seconds()),
            etag: text("ETag"),
            location: text("Location"),
            retry_after: text("Retry-After")
                .and_then(|seconds| seconds.parse().ok())
                .map(RetryAfter::Seconds),
            headers: Vec::new(),
            body: answer.body,
        })
    }
}

/// Returns the user name and the password of the account.
pub fn password() -> Credentials {
    Credentials {
        user: "reader".to_owned(),
        password: "correct horse".to_owned(),
    }
}

fn line(request: &ServerRequest) -> String {
    let query: Vec<String> = request
        .query
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    match query.is_empty() {
        true => format!("{} {}", request.method, request.path),
        false => format!("{} {}?{}", request.method, request.path, query.join("&")),
    }
}
