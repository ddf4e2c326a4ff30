//! Syncs of accounts as parts of a refresh: [`run_syncs`], each in a thread of its own.

use std::thread;

use super::emit::Emit;
use super::priority::lower_priority;
use super::shared_state::SharedState;
use crate::library::{LibraryError, LibraryReader};
use crate::model::{
    AccountId, AccountName, AccountSync, CategoryId, RefreshScope, SyncProgress, View,
};
use crate::sync::account::sync_by_id;
use crate::sync::error::SyncError;
use crate::sync::run::SyncStep;

/// Results of syncs, counted for the message of the refresh.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SyncSums {
    /// Accounts of the refresh.
    pub(super) accounts: usize,
    /// Accounts with new articles.
    pub(super) with_new: usize,
    /// New articles.
    pub(super) new: usize,
    /// Articles with another text.
    pub(super) updated: usize,
    /// Accounts that failed.
    pub(super) failed: usize,
    /// Accounts whose servers have asked to wait, or that another program syncs.
    pub(super) skipped: usize,
    /// The sync of the only account.
    pub(super) account: Option<AccountSync>,
}

/// Returns the accounts of a scope that are not paused: the account of a source, those with feeds in a category, else all.
pub(super) fn accounts_of(
    library: &LibraryReader,
    scope: &RefreshScope,
) -> Result<Vec<AccountId>, LibraryError> {
    let wanted = match scope {
        RefreshScope::Due => return library.due_accounts(),
        RefreshScope::Account(account) => Some(vec![*account]),
        RefreshScope::Source(source) | RefreshScope::View(View::Source(source)) => {
            Some(library.account_of_source(*source)?.into_iter().collect())
        }
        RefreshScope::View(View::Category(category)) => {
            let rows = library.source_rows()?.into_iter();
            let below = categories_below(library, *category)?;
            let rows = rows.filter(|row| row.categories.iter().any(|(id, _)| below.contains(id)));
            let accounts = rows.filter_map(|row| row.account.map(|account| account.id));
            Some(accounts.collect::<Vec<_>>())
        }
        RefreshScope::View(_) => None,
    };
    let active = library.accounts()?.into_iter();
    let active = active.filter(|account| !account.is_paused);
    let is_wanted = |id: &AccountId| wanted.as_ref().is_none_or(|wanted| wanted.contains(id));
    Ok(active.map(|account| account.id).filter(is_wanted).collect())
}

/// Returns a category and all categories below it.
pub(super) fn categories_below(
    library: &LibraryReader,
    top: CategoryId,
) -> Result<Vec<CategoryId>, LibraryError> {
    let all = library.categories()?;
    let mut below = vec![top];
    let mut at = 0;
    while let Some(parent) = below.get(at).copied() {
        at += 1;
        for category in &all {
            if category.parent == Some(parent) && !below.contains(&category.id) {
                below.push(category.id);
            }
        }
    }
    Ok(below)
}

/// Syncs accounts at the same time, and sends the progress of their texts. With `is_asked`, feeds that their servers did not subscribe to
/// are sent again.
pub(super) fn run_syncs(
    accounts: &[AccountId],
    is_asked: bool,
    shared: &SharedState,
    emit: &Emit,
) -> SyncSums {
    let mut sums = SyncSums::default();
    thread::scope(|threads| {
        let running: Vec<_> = accounts
            .iter()
            .map(|id| threads.spawn(|| run_sync(*id, is_asked, shared, emit)))
            .collect();
        for sync in running {
            let sum = sync.join().unwrap_or_default();
            sums.accounts += sum.accounts;
            sums.with_new += sum.with_new;
            sums.new += sum.new;
            sums.updated += sum.updated;
            sums.failed += sum.failed;
            sums.skipped += sum.skipped;
            sums.account = sum.account.filter(|_| accounts.len() == 1);
        }
    });
    sums
}

fn run_sync(id: AccountId, is_asked: bool, shared: &SharedState, emit: &Emit) -> SyncSums {
    // A first sync of many articles takes all of a processor.
    lower_priority();
    let fetching = shared.fetching();
    let mut sum = SyncSums {
        accounts: 1,
        ..SyncSums::default()
    };
    let number = fetching.syncs.begin(emit);
    let synced = shared.pool.with_writer(|library| {
        let mut progress = |step| {
            if let SyncStep::Texts { done, total } = step {
                // The documents are extracted in the background.
                shared.pool.write_notify().notify();
                let progress = SyncProgress { done, total };
                fetching.syncs.set(number, progress, emit);
            }
        };
        let retried = match is_asked {
            true => library.retry_subscriptions(id).map_err(SyncError::from),
            false => Ok(()),
        };
        let client = fetching.client();
        let synced =
            retried.and_then(|()| sync_by_id(library, client, id, &fetching.cancel, &mut progress));
        let rows = library.source_rows().unwrap_or_default().into_iter();
        let own = rows.filter(|row| row.account.as_ref().is_some_and(|own| own.id == id));
        fetching.page_sources.add(own.map(|row| row.source.id));
        let account = library.account(id).ok().flatten();
        sum.account = account.map(|account| AccountSync {
            kind: account.kind,
            account: AccountName::from(&account),
            result: match &synced {
                Ok(report) => Ok(report.counts()),
                Err(error) => {
                    let (code, details) = error.code();
                    Err((code.to_owned(), details))
                }
            },
        });
        synced
    });
    fetching.syncs.end(number, emit);
    shared.pool.write_notify().notify();
    match synced {
        Ok(Some(Ok(report))) => {
            sum.with_new = usize::from(report.articles.new > 0);
            sum.new = report.articles.new;
            sum.updated = report.articles.updated;
        }
        Ok(Some(Err(SyncError::Wait { .. } | SyncError::Busy | SyncError::Cancelled))) => {
            sum.skipped = 1;
        }
        Ok(Some(Err(_))) => sum.failed = 1,
        // There is no library, or its problem is reported with the feeds.
        Ok(None) | Err(_) => sum.accounts = 0,
    }
    sum
}
