//! Requests for texts that a server may be unable to send together: [`TextRequests`].

use super::error::SyncError;
use super::server::{RemoteItem, Server};
use crate::ingest::Cancel;

/// Number of items whose texts the server can't send, after which a sync asks for no more texts.
const MAX_FAILURES: usize = 6;
/// Number of such items in a row after which the server must show that it sends any text.
const MAX_FAILURES_IN_A_ROW: usize = 3;
/// Number of known items that are asked for then: one of them may have become one that can't be sent.
const MAX_PROBES: usize = 2;

/// Requests for texts in one sync. One item may keep a server from sending any of its batch: a malformed text, or more text than
/// the server has memory for. A batch that the server can't send is therefore halved until the item is alone.
pub(super) struct TextRequests<'a> {
    cancel: &'a Cancel,
    /// Some items whose texts the server has sent before. Where it can't send these either, nothing is wrong with an item.
    known: Vec<String>,
    failures: usize,
}

/// Result of a request for texts, as far as it came.
#[derive(Debug, Default)]
pub(super) struct ReceivedTexts {
    /// Items with their texts.
    pub(super) items: Vec<RemoteItem>,
    /// Ids for which the server has answered. Those without an item are not there.
    pub(super) answered: Vec<String>,
    /// Ids of items whose texts the server can't send, while it sends others.
    pub(super) unsendable: Vec<String>,
    /// Error that has ended the request.
    pub(super) error: Option<SyncError>,
}

impl<'a> TextRequests<'a> {
    pub(super) fn new(cancel: &'a Cancel) -> Self {
        Self {
            cancel,
            known: Vec::new(),
            failures: 0,
        }
    }

    /// Sets some items whose texts the server has sent in earlier syncs.
    pub(super) fn set_known(&mut self, ids: Vec<String>) {
        self.known = ids;
    }

    /// Asks for the texts of these items, at most as many as the server takes in one request.
    pub(super) fn request(&mut self, server: &mut dyn Server, ids: &[String]) -> ReceivedTexts {
        let mut received = ReceivedTexts::default();
        // Failed items since the last answer.
        let mut failed = Vec::new();
        // Parts that are still to be asked for, the next one last.
        let mut parts = vec![ids.to_vec()];
        while let Some(mut part) = parts.pop() {
            if self.cancel.is_cancelled() {
                received.error = Some(SyncError::Cancelled);
                break;
            }
            match server.texts(&part) {
                Ok(items) => {
                    if self.known.is_empty() {
                        self.known.extend(items.first().map(|item| item.id.clone()));
                    }
                    received.unsendable.append(&mut failed);
                    received.items.extend(items);
                    received.answered.extend(part);
                }
                Err(error) if !error.is_failed_answer() => {
                    received.error = Some(error);
                    break;
                }
                Err(_) if part.len() > 1 => {
                    let rest = part.split_off(part.len() / 2);
                    parts.push(rest);
                    parts.push(part);
                }
                Err(error) => {
                    tracing::warn!(%error, "the server can't send a text");
                    failed.extend(part);
                    self.failures += 1;
                    let is_unproven = parts.is_empty() && received.answered.is_empty();
                    if is_unproven || failed.len() >= MAX_FAILURES_IN_A_ROW {
                        if !self.sends_known_text(server, &failed) {
                            failed.clear();
                            received.error = Some(error);
                            break;
                        }
                        received.unsendable.append(&mut failed);
                    }
                    if self.failures >= MAX_FAILURES {
                        received.error = Some(error);
                        break;
                    }
                }
            }
        }
        if !received.answered.is_empty() {
            received.unsendable.append(&mut failed);
        }
        received
    }

    /// Returns true if the server sends the text of a known item that is none of those that have failed.
    fn sends_known_text(&self, server: &mut dyn Server, failed: &[String]) -> bool {
        let known = self.known.iter().filter(|id| !failed.contains(id));
        known.take(MAX_PROBES).any(|id| {
            let sent = server.texts(std::slice::from_ref(id));
            sent.is_ok_and(|items| !items.is_empty())
        })
    }
}
