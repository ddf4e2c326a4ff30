//! Sending of marks from the outbox: [`push_marks`].

use super::error::SyncError;
use super::server::Server;
use crate::ingest::Cancel;
use crate::library::{Library, OutboxMark, ServerMark};
use crate::model::{AccountId, MarkKind};

/// Number of marks that were sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PushedMarks {
    /// Marks that the server has taken.
    pub sent: usize,
    /// Marks that it refuses for good; they were dropped.
    pub refused: usize,
}

/// Sends the marks of the outbox: unread before read and unstarred before starred, each in batches. A refused batch is halved
/// until the refused mark is alone, which is dropped.
///
/// # Errors
/// A request has failed for another reason. What it was about stays in the outbox.
pub(super) fn push_marks(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    cancel: &Cancel,
    pushed: &mut PushedMarks,
) -> Result<(), SyncError> {
    for kind in [MarkKind::Read, MarkKind::Star] {
        for value in [false, true] {
            push_kind(
                library,
                server,
                account,
                ServerMark { kind, value },
                cancel,
                pushed,
            )?;
        }
    }
    Ok(())
}

fn push_kind(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    mark: ServerMark,
    cancel: &Cancel,
    pushed: &mut PushedMarks,
) -> Result<(), SyncError> {
    let limit = server.limits().marks_per_request.max(1);
    let mut last = 0;
    loop {
        cancel.check()?;
        let batch = library.outbox(account, mark, last, limit)?;
        let Some(newest) = batch.last() else {
            return Ok(());
        };
        last = newest.seq;
        send_batch(library, server, account, mark, batch, cancel, pushed)?;
    }
}

fn send_batch(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    mark: ServerMark,
    batch: Vec<OutboxMark>,
    cancel: &Cancel,
    pushed: &mut PushedMarks,
) -> Result<(), SyncError> {
    // Parts that are still to be sent, the next one last.
    let mut parts = vec![batch];
    while let Some(part) = parts.pop() {
        cancel.check()?;
        let mut part = library.begin_sending(account, mark, &part)?;
        if part.is_empty() {
            continue;
        }
        let ids: Vec<String> = part.iter().map(|row| row.id.clone()).collect();
        match server.set_marks(mark.kind, mark.value, &ids) {
            Ok(()) => {
                library.confirm_sent(account, mark, &part)?;
                pushed.sent += part.len();
            }
            Err(error) if error.is_rejection() && part.len() > 1 => {
                let rest = part.split_off(part.len() / 2);
                parts.push(rest);
                parts.push(part);
            }
            Err(error) if error.is_rejection() => {
                tracing::warn!(kind = mark.kind.name(), "the server refuses a mark");
                library.confirm_sent(account, mark, &part)?;
                pushed.refused += 1;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
