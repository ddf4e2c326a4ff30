//! One sync of an account: [`sync_account`] with its record, [`sync_server`] alone.

use super::error::SyncError;
use super::local_articles::link_local_articles;
use super::pull::{apply_absences, pull_marks};
use super::push::{PushedMarks, push_marks};
use super::server::Server;
use super::subscriptions::counts::SubscriptionCounts;
use super::subscriptions::{apply_list, send_subscriptions};
use super::text_requests::TextRequests;
use super::texts::{FeedSources, fetch_texts, store_texts};
use super::unread_counts::apply_unread_counts;
use crate::ingest::Cancel;
use crate::library::{EntryCounts, Library};
use crate::model::{Account, AccountId, SyncCounts};

/// Seconds for which no other program syncs an account.
const LEASE: u32 = 600;
/// Seconds between two syncs that nobody asked for, and if nothing had changed.
const INTERVAL: i64 = 900;
const QUIET_INTERVAL: i64 = 1800;

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

impl SyncReport {
    /// Returns the numbers that a message is about.
    pub fn counts(&self) -> SyncCounts {
        SyncCounts {
            new: self.articles.new,
            updated: self.articles.updated,
            changed: self.changed,
            sent: self.pushed.sent,
            feeds_added: self.subscriptions.added,
            feeds_detached: self.subscriptions.detached,
            feed_changes: self.subscriptions.sent,
            refused: self.pushed.refused + self.subscriptions.refused,
        }
    }
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

/// Way in which a sync runs.
pub struct SyncRun<'a> {
    /// Name of the program in the lease of the account.
    pub holder: &'a str,
    /// Ends the sync between two requests.
    pub cancel: &'a Cancel,
    /// Called at each step.
    pub progress: &'a mut dyn FnMut(SyncStep),
}

/// Syncs an account by its client and records how it went. Only one program does so at a time. The next sync is due in 15
/// minutes, in 30 if nothing had changed, and after failures in 1, 5, 15 and 60 minutes.
///
/// # Errors
/// See [`SyncError`]. A server that has asked to wait is not asked before.
pub fn sync_account(
    library: &mut Library,
    server: &mut dyn Server,
    account: &Account,
    run: SyncRun<'_>,
) -> Result<SyncReport, SyncError> {
    let (id, holder) = (account.id, run.holder);
    let seconds = account.not_before.unwrap_or(0) - library.now();
    if seconds > 0 {
        return Err(SyncError::Wait { seconds });
    }
    if !library.acquire_account(id, holder, LEASE)? {
        return Err(SyncError::Busy);
    }
    let cancel = run.cancel;
    // A request that quitting has ended is no failure of the server.
    let result =
        sync_server(library, server, id, run).map_err(|error| match cancel.is_cancelled() {
            true => SyncError::Cancelled,
            false => error,
        });
    let now = library.now();
    let recorded = match &result {
        Ok(report) => {
            let interval = match *report == SyncReport::default() {
                true => QUIET_INTERVAL,
                false => INTERVAL,
            };
            library.account_succeeded(id, now + interval)
        }
        Err(SyncError::Cancelled) => Ok(()),
        Err(error) => {
            let (code, details) = error.code();
            let not_before = match error {
                SyncError::Wait { seconds } => Some(now + seconds),
                _ => None,
            };
            let next_sync = not_before.unwrap_or(now + backoff(account.failures));
            library.account_failed(id, next_sync, not_before, (code, details.as_deref()))
        }
    };
    let released = library.release_account(id, holder);
    let report = result?;
    recorded?;
    released?;
    Ok(report)
}

/// Returns the seconds until the next sync after so many failures before this one.
pub(super) fn backoff(failures: u32) -> i64 {
    match failures {
        0 => 60,
        1 => 300,
        2 => 900,
        _ => 3600,
    }
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
    run: SyncRun<'_>,
) -> Result<SyncReport, SyncError> {
    let SyncRun {
        holder,
        cancel,
        progress,
    } = run;
    let mut report = SyncReport::default();
    progress(SyncStep::Sending);
    let sent = push_marks(library, server, account, cancel, &mut report.pushed);
    // A server that fails to take marks may still give some, and a mark that was not sent is not overwritten.
    let unsent = unanswered(sent)?;
    cancel.check()?;
    progress(SyncStep::Comparing);
    let now = library.now();
    let subscriptions = &mut report.subscriptions;
    apply_list(library, server, account, now, subscriptions)?;
    let sent = send_subscriptions(library, server, account, now, subscriptions);
    // What other programs have read is taken over all the same.
    let unsent_subscriptions = unanswered(sent)?;
    cancel.check()?;
    let mut feeds = FeedSources::read(library, account)?;
    let pulled = loop {
        let pulled = pull_marks(library, server, account)?;
        report.changed += pulled.changed;
        let came = store_texts(library, account, &pulled.items, &mut feeds, &pulled.present)?;
        report.articles.add(came);
        if !pulled.is_more {
            break pulled;
        }
        library.save_account_state(account, &server.state())?;
        cancel.check()?;
    };
    let mut requests = TextRequests::new(cancel);
    let came = fetch_texts(
        library,
        server,
        account,
        &mut requests,
        &pulled.present,
        &mut report.articles,
        &mut |library, done, total| {
            progress(SyncStep::Texts { done, total });
            // A long list outlasts the lease.
            library.acquire_account(account, holder, LEASE)
        },
    );
    // A server that fails to send texts has said which marks are gone all the same.
    let mut failure = failure_of(came)?;
    if failure.is_none() {
        let present = &pulled.present;
        let linked = link_local_articles(library, server, account, present, &mut requests, cancel);
        failure = failure_of(linked)?;
    }
    let asks = failure.is_none().then_some(&mut requests);
    let applied = apply_absences(library, server, account, &pulled, asks, &mut report.changed);
    failure = failure.or(failure_of(applied)?);
    if failure.is_none() {
        let counted = apply_unread_counts(library, server, account, cancel);
        failure = failure_of(counted.map(|changed| report.changed += changed))?;
    }
    if failure.is_none() {
        library.save_account_state(account, &server.state())?;
    }
    // Marks of articles that were here before their items were known.
    let is_reached = failure.as_ref().is_none_or(SyncError::is_failed_answer);
    if is_reached && unsent.is_none() {
        push_marks(library, server, account, cancel, &mut report.pushed)?;
    }
    match unsent.or(failure).or(unsent_subscriptions) {
        Some(error) => Err(error),
        None => Ok(report),
    }
}

/// Returns the error of a server, which ends a sync only after what can be done without an answer.
///
/// # Errors
/// Other errors end it at once.
fn failure_of(result: Result<(), SyncError>) -> Result<Option<SyncError>, SyncError> {
    match result {
        Ok(()) => Ok(None),
        Err(error) if error.is_of_server() => Ok(Some(error)),
        Err(error) => Err(error),
    }
}

/// Returns the error of a change that the server did not answer as promised: another request may pass.
///
/// # Errors
/// Other errors end the sync at once.
fn unanswered(result: Result<(), SyncError>) -> Result<Option<SyncError>, SyncError> {
    match result {
        Ok(()) => Ok(None),
        Err(
            error @ (SyncError::Status { .. }
            | SyncError::UnexpectedAnswer { .. }
            | SyncError::Fetch(_)),
        ) => Ok(Some(error)),
        Err(error) => Err(error),
    }
}
