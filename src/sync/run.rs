//! One sync of an account: [`sync_server`], marks first, then subscriptions, marks from the server, and texts.

use super::error::SyncError;
use super::pull::pull_marks;
use super::push::{PushedMarks, push_marks};
use super::server::Server;
use super::subscriptions::{SubscriptionCounts, sync_subscriptions};
use super::texts::{FeedSources, fetch_texts, store_texts};
use crate::ingest::Cancel;
use crate::library::{EntryCounts, Library};
use crate::model::AccountId;

/// Result of a sync.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Marks that were sent, and those that the server refuses.
    pub pushed: PushedMarks,
    /// Articles whose marks have changed here.
    pub changed: usize,
    /// Articles by what became of them.
    pub articles: EntryCounts,
    /// Changes of subscriptions.
    pub subscriptions: SubscriptionCounts,
}

/// Step of a sync, for its progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncStep {
    /// Marks are sent.
    Sending,
    /// Subscriptions and marks are compared.
    Comparing,
    /// Texts are fetched: so many of so many.
    Texts {
        /// Texts that were asked for.
        done: usize,
        /// All wanted texts.
        total: usize,
    },
}

/// Syncs an account by its client: sends the marks of the user, compares subscriptions, applies the marks of the server, and
/// fetches the texts of new items. It may be stopped at any moment: the next sync continues.
///
/// # Errors
/// See [`SyncError`]. What was done before stays. A server that refuses marks is asked for its own all the same.
pub fn sync_server(
    library: &mut Library,
    server: &mut dyn Server,
    account: AccountId,
    cancel: &Cancel,
    progress: &mut dyn FnMut(SyncStep),
) -> Result<SyncReport, SyncError> {
    let mut report = SyncReport::default();
    progress(SyncStep::Sending);
    let sent = push_marks(library, server, account, cancel, &mut report.pushed);
    // A server that fails to take marks may still give some, and a mark that was not sent is not overwritten.
    let unsent = match sent {
        Ok(()) => None,
        Err(error @ SyncError::Status { .. }) => Some(error),
        Err(error) => return Err(error),
    };
    cancel.check()?;
    progress(SyncStep::Comparing);
    let now = library.now();
    report.subscriptions = sync_subscriptions(library, server, account, now)?;
    cancel.check()?;
    let mut feeds = FeedSources::read(library, account)?;
    let present = loop {
        let pulled = pull_marks(library, server, account)?;
        report.changed += pulled.changed;
        let came = store_texts(library, account, &pulled.items, &mut feeds, &pulled.present)?;
        report.articles.add(came);
        library.save_account_state(account, &server.state())?;
        if !pulled.is_more {
            break pulled.present;
        }
        cancel.check()?;
    };
    let fetched = fetch_texts(
        library,
        server,
        account,
        &present,
        cancel,
        &mut |done, total| progress(SyncStep::Texts { done, total }),
    )?;
    report.articles.add(fetched);
    match unsent {
        Some(error) => Err(error),
        None => Ok(report),
    }
}
