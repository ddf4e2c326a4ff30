//! Requests that a user waits for: refreshing a single source, subscribing. They do not wait behind the refresh of all.

use super::accounts::add_account;
use super::emit::Emit;
use super::refresh::run_refresh;
use super::shared_state::SharedState;
use crate::ingest::{Resolved, add_page, resolve_address, subscribe};
use crate::model::{FeedChoice, NewAccount, Outcome, RefreshScope, SourceId};

/// Job of a single request.
#[derive(Debug)]
pub(super) enum RequestJob {
    /// Fetch one source and store what is new.
    Refresh(SourceId),
    /// Subscribe to the feed at an address as typed.
    Subscribe(String),
    /// Add an account on a server.
    AddAccount(Box<NewAccount>),
}

/// Runs a job of a single request.
pub(super) fn run_request_job(job: RequestJob, shared: &SharedState, emit: &Emit) {
    match job {
        RequestJob::Refresh(source) => {
            run_refresh(&RefreshScope::Source(source), shared, emit);
        }
        RequestJob::Subscribe(address) => {
            let outcome = subscribe_to(&address, shared);
            emit(outcome);
        }
        RequestJob::AddAccount(account) => {
            let outcome = add_account(*account, shared);
            emit(outcome);
        }
    }
}

/// Subscribes to the feed at an address. A page without a feed is added as an article.
fn subscribe_to(address: &str, shared: &SharedState) -> Outcome {
    let fetching = shared.fetching();
    let failed = |reason: String| Outcome::SubscribeFailed {
        address: address.to_owned(),
        reason,
    };
    let added = match resolve_address(fetching.client(), address) {
        Ok(Resolved::Feed(feed)) => shared
            .pool
            .write_with(|library| subscribe(library, *feed, fetching.default_interval))
            .map(|added| {
                added.map(|(source, is_new, article_count)| Outcome::Subscribed {
                    source: source.id,
                    title: source.title,
                    article_count,
                    is_new,
                })
            }),
        Ok(Resolved::Page(page)) => shared
            .pool
            .write_with(|library| add_page(library, &page))
            .map(|added| added.map(|(title, outcome)| Outcome::PageAdded(outcome.id(), title))),
        Ok(Resolved::Choices(links)) => {
            return Outcome::SubscribeChoices {
                address: address.to_owned(),
                feeds: links
                    .into_iter()
                    .map(|link| FeedChoice {
                        url: link.url,
                        title: link.title,
                    })
                    .collect(),
            };
        }
        Err(error) => return failed(error.to_string()),
    };
    match added {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => failed(error.to_string()),
        Err(error) => failed(error.to_string()),
    }
}
