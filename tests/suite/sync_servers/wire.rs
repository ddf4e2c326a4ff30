//! Server of the sync APIs on a loopback socket, for tests with real processes.

use std::sync::{Arc, Mutex, MutexGuard};

use super::message::ServerRequest;
use super::{Delivery, SyncServer};
use crate::web::{Answer, Step, WebRequest, WebServer};

/// Running server. It ends with the test.
pub struct ServedSync {
    web: WebServer,
    server: Arc<Mutex<SyncServer>>,
}

impl ServedSync {
    /// Serves a server.
    pub fn start(server: SyncServer) -> Self {
        let web = WebServer::start();
        let server = Arc::new(Mutex::new(server));
        let shared = server.clone();
        web.on_other(move |request| {
            let request = received(request);
            let delivery = shared.lock().unwrap().deliver(&request);
            sent(delivery)
        });
        Self { web, server }
    }

    /// Returns the address of a path.
    pub fn url(&self, path: &str) -> String {
        self.web.url(path)
    }

    /// Returns the server: its state, faults and requests. Requests wait while it is borrowed.
    pub fn server(&self) -> MutexGuard<'_, SyncServer> {
        self.server.lock().unwrap()
    }
}

fn received(request: &WebRequest) -> ServerRequest {
    let mut received = ServerRequest::new(&request.method, &request.path);
    for (name, value) in &request.headers {
        let value = String::from_utf8_lossy(value);
        received = received.with(name, &value);
    }
    received.with_body(request.body.clone())
}

fn sent(delivery: Delivery) -> Answer {
    let mut answer = Answer { steps: Vec::new() };
    if !delivery.delay.is_zero() {
        answer = answer.then(Step::Wait(delivery.delay));
    }
    let content = match delivery.answer {
        Some(content) if delivery.cut.is_none() || !content.body.is_empty() => content,
        _ => return answer.then(Step::Close),
    };
    let headers: Vec<(&str, &str)> = content
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let whole = Answer::new(content.status, &headers, &content.body);
    for step in whole.steps {
        answer = match (step, delivery.cut) {
            (Step::Send(mut bytes), Some(cut)) => {
                bytes.truncate(bytes.len() - content.body.len() + cut);
                answer.then(Step::Send(bytes)).then(Step::Close)
            }
            (step, _) => answer.then(step),
        };
    }
    answer
}
