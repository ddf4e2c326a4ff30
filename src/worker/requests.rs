//! Requests that a user waits for: refreshing a single source, subscribing. They do not wait behind the refresh of all.

use super::accounts::add_account;
use super::emit::Emit;
use super::refresh::run_refresh;
use super::shared_state::SharedState;
use crate::ingest::{FoundFeed, Resolved, add_page, resolve_address, subscribe};
use crate::model::{
    AccountId, AccountName, FeedChoice, NewAccount, Outcome, RefreshScope, SourceId,
};
use crate::sync::account::subscribe_at_account;

/// Job of a single request.
#[derive(Debug)]
pub(super) enum RequestJob {
    /// Fetch one source and store what is new.
    Refresh(SourceId),
    /// Subscribe to the feed at an address as typed, on the server of an account if there is one.
    Subscribe(String, Option<AccountId>),
    /// Add an account on a server.
    AddAccount(Box<NewAccount>),
}

/// Runs a job of a single request.
pub(super) fn run_request_job(job: RequestJob, shared: &SharedState, emit: &Emit) {
    match job {
        RequestJob::Refresh(source) => {
            run_refresh(&RefreshScope::Source(source), shared, emit);
        }
        RequestJob::Subscribe(address, account) => {
            let outcome = subscribe_to(&address, account, shared);
            emit(outcome);
        }
        RequestJob::AddAccount(account) => {
            let outcome = add_account(*account, shared);
            emit(outcome);
        }
    }
}

/// Subscribes to the feed at an address. A page without a feed is added as an article, unless the feed is for an account.
fn subscribe_to(address: &str, account: Option<AccountId>, shared: &SharedState) -> Outcome {
    let fetching = shared.fetching();
    let failed = |reason: String| Outcome::SubscribeFailed {
        address: address.to_owned(),
        reason,
    };
    let added = match (resolve_address(fetching.client(), address), account) {
        (Ok(Resolved::Feed(feed)), Some(account)) => {
            return subscribe_remotely(address, *feed, account, shared);
        }
        (Ok(Resolved::Page(_)), Some(_)) => {
            return failed("this page links to no feed: give the address of a feed".to_owned());
        }
        (Ok(Resolved::Feed(feed)), None) => shared
            .pool
            .write_with(|library| {
                let other = library.account_with_feed(&feed.url).ok().flatten();
                let added = subscribe(library, *feed, fetching.default_interval);
                added.map(|added| (added, other))
            })
            .map(|added| {
                added.map(
                    |((source, is_new, article_count), other)| Outcome::Subscribed {
                        source: source.id,
                        title: source.title,
                        article_count,
                        is_new,
                        other: other.as_ref().map(AccountName::from),
                    },
                )
            }),
        (Ok(Resolved::Page(page)), None) => shared
            .pool
            .write_with(|library| add_page(library, &page))
            .map(|added| added.map(|(title, outcome)| Outcome::PageAdded(outcome.id(), title))),
        (Ok(Resolved::Choices(links)), account) => {
            return Outcome::SubscribeChoices {
                address: address.to_owned(),
                feeds: links
                    .into_iter()
                    .map(|link| FeedChoice {
                        url: link.url,
                        title: link.title,
                    })
                    .collect(),
                account,
            };
        }
        (Err(error), _) => return failed(error.to_string()),
    };
    match added {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => failed(error.to_string()),
        Err(error) => failed(error.to_string()),
    }
}

/// Subscribes to a feed on the server of an account, with its next sync.
fn subscribe_remotely(
    address: &str,
    feed: FoundFeed,
    id: AccountId,
    shared: &SharedState,
) -> Outcome {
    let failed = |reason: String| Outcome::SubscribeFailed {
        address: address.to_owned(),
        reason,
    };
    let subscribed = shared.pool.write_with(|library| {
        let account = library.account(id).ok().flatten();
        let subscribed = subscribe_at_account(library, id, &feed.url, &feed.title);
        (account, subscribed)
    });
    match subscribed {
        Ok((Some(account), Ok((source, is_new)))) => Outcome::SubscribedRemotely {
            account: AccountName::from(&account),
            title: source.title,
            is_new,
        },
        Ok((Some(account), Err(error))) => {
            let (code, details) = error.code();
            Outcome::RemoteSubscriptionFailed {
                address: address.to_owned(),
                account: (id, account.kind),
                error: (code.to_owned(), details),
            }
        }
        Ok((None, _)) => failed("the account was removed".to_owned()),
        Err(error) => failed(error.to_string()),
    }
}
