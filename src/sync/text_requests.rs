//! Requests for texts that a server may be unable to send together: [`TextRequests`].

use super::error::SyncError;
use super::server::{RemoteItem, Server};
use crate::ingest::Cancel;

/// Number of items whose texts the server can't send, after which a sync asks for no more texts.
const MAX_FAILURES: usize = 6;
/// Number of such items in a row after which the server must show that it sends any text.
const MAX_FAILURES_IN_A_ROW: usize = 3;

/// Requests for texts in one sync. One item may keep a server from sending any of its batch: a malformed text, or more text than
/// the server has memory for. A batch that the server can't send is therefore halved until the item is alone.
pub(super) struct TextRequests<'a> {
    cancel: &'a Cancel,
    /// Item whose text the server has sent before. Where it can't send that either, nothing is wrong with an item.
    known: Option<String>,
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
            known: None,
            failures: 0,
        }
    }

    /// Sets the item whose text the server has sent in an earlier sync.
    pub(super) fn set_known(&mut self, id: Option<String>) {
        self.known = id;
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
                    let came = items.first().map(|item| item.id.clone());
                    self.known = self.known.take().or(came);
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
                        if !self.sends_known_text(server) {
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

    fn sends_known_text(&self, server: &mut dyn Server) -> bool {
        let known = self.known.as_slice();
        !known.is_empty() && server.texts(known).is_ok_and(|items| !items.is_empty())
    }
}
