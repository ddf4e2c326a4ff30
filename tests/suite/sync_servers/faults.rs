//! Faults of servers, networks and proxies, around the answer of any dialect.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};

use super::message::{ServerAnswer, ServerRequest};
use super::random::Random;
use super::{Delivery, SyncServer, answer, is_write};

/// Fault of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerFault {
    /// The answer comes late. The clock of the server moves by that time.
    Delay(Duration),
    /// The request is carried out, and the connection closes after this many bytes of the body.
    CutAfter(usize),
    /// The request is carried out, and the connection closes without an answer.
    CloseAfter,
    /// The connection closes, and nothing was carried out.
    CloseBefore,
    /// The request is carried out twice; the second answer is sent.
    Repeat,
    /// Lists of the answer are in a random order.
    Reorder(u64),
    /// A read is answered from the state of [`SyncServer::take_snapshot`].
    Stale,
    /// 200 with a page of HTML, as a proxy or a login page answers; nothing was carried out.
    ErrorPage,
    /// 200 without a body; carried out.
    EmptyBody,
    /// 200 with the first half of the body, and its length; carried out.
    TruncatedJson,
    /// The first member of the JSON object has another name, or the list is a member of an object; carried out.
    WrongKey,
    /// A read is answered from [`SyncServer::other`].
    OtherAccount,
    /// 401; nothing was carried out.
    Unauthorized,
    /// 429, perhaps with `Retry-After` in seconds; nothing was carried out.
    TooManyRequests(Option<u32>),
    /// 500; nothing was carried out.
    ServerError,
    /// 500, but the request was carried out.
    ErrorAfter,
    /// 302 to this address; nothing was carried out.
    Moved(&'static str),
    /// 503, perhaps with `Retry-After` in seconds; nothing was carried out.
    Unavailable(Option<u32>),
}

/// Faults after which a client sees that something is wrong.
pub const VISIBLE: [ServerFault; 12] = [
    ServerFault::CutAfter(7),
    ServerFault::CloseAfter,
    ServerFault::CloseBefore,
    ServerFault::ErrorPage,
    ServerFault::EmptyBody,
    ServerFault::TruncatedJson,
    ServerFault::WrongKey,
    ServerFault::Unauthorized,
    ServerFault::TooManyRequests(Some(60)),
    ServerFault::ServerError,
    ServerFault::ErrorAfter,
    ServerFault::Unavailable(None),
];

/// Faults that a client does not see.
pub const HIDDEN: [ServerFault; 3] = [
    ServerFault::Delay(Duration::from_secs(20)),
    ServerFault::Repeat,
    ServerFault::Reorder(0),
];

/// Faults of the requests to come.
#[derive(Debug, Clone, Default)]
pub struct FaultPlan {
    planned: VecDeque<(Option<String>, ServerFault)>,
    random: Option<RandomFaults>,
}

#[derive(Debug, Clone)]
struct RandomFaults {
    random: Random,
    per_mille: usize,
    faults: Vec<ServerFault>,
}

impl FaultPlan {
    /// Adds a fault of the next request, or of the next one whose method and path contain a part.
    pub fn push(&mut self, part: Option<&str>, fault: ServerFault) {
        self.planned.push_back((part.map(str::to_owned), fault));
    }

    /// Fails some of a thousand requests from now on, each by one of these faults.
    pub fn set_random(&mut self, seed: u64, per_mille: usize, faults: &[ServerFault]) {
        self.random = Some(RandomFaults {
            random: Random(seed),
            per_mille,
            faults: faults.to_vec(),
        });
    }

    /// Forgets all faults.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Returns true if no planned fault is left.
    pub fn is_empty(&self) -> bool {
        self.planned.is_empty()
    }

    /// Removes and returns the fault of a request.
    pub fn take(&mut self, request: &ServerRequest) -> Option<ServerFault> {
        let applies = |part: &Option<String>| match part {
            None => true,
            Some(part) => format!("{} {}", request.method, request.path).contains(part),
        };
        let planned = self.planned.iter().position(|(part, _)| applies(part));
        if let Some(index) = planned {
            return self.planned.remove(index).map(|(_, fault)| fault);
        }
        let plan = self.random.as_mut()?;
        if plan.faults.is_empty() || plan.random.below(1_000) >= plan.per_mille {
            return None;
        }
        let index = plan.random.below(plan.faults.len());
        Some(match plan.faults[index].clone() {
            ServerFault::Reorder(_) => ServerFault::Reorder(plan.random.next()),
            ServerFault::CutAfter(_) => ServerFault::CutAfter(plan.random.below(400)),
            fault => fault,
        })
    }
}

/// Answers a request with a fault.
pub fn apply(
    server: &mut SyncServer,
    request: &ServerRequest,
    fault: Option<ServerFault>,
) -> Delivery {
    let mut delivery = Delivery {
        answer: None,
        cut: None,
        delay: Duration::ZERO,
    };
    let Some(fault) = fault else {
        delivery.answer = Some(server.answer(request));
        return delivery;
    };
    delivery.answer = match fault {
        ServerFault::Delay(delay) => {
            delivery.delay = delay;
            server.state.now += i64::try_from(delay.as_micros()).unwrap_or(0);
            Some(server.answer(request))
        }
        ServerFault::CutAfter(bytes) => {
            let answer = server.answer(request);
            // A cut behind the last byte is none: the last one at least is missing.
            delivery.cut = Some(bytes.min(answer.body.len().saturating_sub(1)));
            Some(answer)
        }
        ServerFault::CloseAfter => {
            server.answer(request);
            None
        }
        ServerFault::CloseBefore => None,
        ServerFault::Repeat => {
            server.answer(request);
            Some(server.answer(request))
        }
        ServerFault::Reorder(seed) => {
            let answer = server.answer(request);
            Some(edit_json(answer, |value| {
                reorder(value, &mut Random(seed), 0)
            }))
        }
        ServerFault::Stale => {
            let older = server.older.clone();
            Some(answer_from(server, request, older))
        }
        ServerFault::OtherAccount => {
            let other = server.other.clone();
            Some(answer_from(server, request, other))
        }
        ServerFault::ErrorPage => Some(ServerAnswer::page(200, "Sign in")),
        ServerFault::EmptyBody => {
            let answer = server.answer(request);
            Some(ServerAnswer {
                body: Vec::new(),
                ..answer
            })
        }
        ServerFault::TruncatedJson => {
            let mut answer = server.answer(request);
            answer.body.truncate(answer.body.len() / 2);
            Some(answer)
        }
        ServerFault::WrongKey => Some(edit_json(server.answer(request), rename_first)),
        ServerFault::Unauthorized => Some(ServerAnswer::text(401, "Unauthorized!")),
        ServerFault::TooManyRequests(after) => Some(wait(429, "Too Many Requests", after)),
        ServerFault::ServerError => Some(ServerAnswer::page(500, "Internal Server Error")),
        ServerFault::ErrorAfter => {
            server.answer(request);
            Some(ServerAnswer::page(500, "Internal Server Error"))
        }
        ServerFault::Moved(to) => {
            Some(ServerAnswer::new(302, "text/html", "").with("Location", to))
        }
        ServerFault::Unavailable(after) => Some(wait(503, "Service Unavailable", after)),
    };
    delivery
}

fn wait(status: u16, title: &str, after: Option<u32>) -> ServerAnswer {
    let answer = ServerAnswer::page(status, title);
    match after {
        Some(seconds) => answer.with("Retry-After", &seconds.to_string()),
        None => answer,
    }
}

/// Answers a read from another state, whose credentials are those of this one.
fn answer_from(
    server: &mut SyncServer,
    request: &ServerRequest,
    from: Option<Box<super::state::ServerState>>,
) -> ServerAnswer {
    let Some(mut from) = from.filter(|_| !is_write(request)) else {
        return server.answer(request);
    };
    let state = &server.state;
    from.user.clone_from(&state.user);
    from.password.clone_from(&state.password);
    from.fever_key.clone_from(&state.fever_key);
    from.api_token.clone_from(&state.api_token);
    from.login_number = state.login_number;
    from.write_number = state.write_number;
    from.now = state.now;
    answer(&mut from, &server.quirks, request)
}

fn edit_json(answer: ServerAnswer, edit: impl FnOnce(&mut Value)) -> ServerAnswer {
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(mut value) if value.is_object() || value.is_array() => {
            edit(&mut value);
            ServerAnswer {
                body: value.to_string().into_bytes(),
                ..answer
            }
        }
        _ => answer,
    }
}

/// Shuffles the lists at the top and one level below it; lists of ids in a string, too (Fever).
fn reorder(value: &mut Value, random: &mut Random, depth: u8) {
    match value {
        Value::Array(entries) => random.shuffle(entries),
        Value::Object(members) if depth == 0 => {
            for (name, member) in members {
                match member {
                    Value::String(ids) if name.ends_with("_ids") => {
                        let mut list: Vec<&str> = ids.split(',').collect();
                        random.shuffle(&mut list);
                        *ids = list.join(",");
                    }
                    member => reorder(member, random, 1),
                }
            }
        }
        _ => {}
    }
}

fn rename_first(value: &mut Value) {
    const LISTS: [&str; 12] = [
        "itemRefs",
        "subscriptions",
        "items",
        "tags",
        "entries",
        "entry_ids",
        "feeds",
        "folders",
        "unread_item_ids",
        "saved_item_ids",
        "groups",
        "unreadcounts",
    ];
    match value {
        Value::Object(members) => {
            for list in LISTS {
                if let Some(member) = members.remove(list) {
                    members.insert(format!("{list}2"), member);
                }
            }
        }
        list => *list = json!({"unexpected": list.clone()}),
    }
}
