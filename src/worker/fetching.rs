//! Client and settings for fetching, shared by the threads: [`Fetching`].

use std::sync::OnceLock;

use super::page_sources::PageSources;
use super::pending_pages::PendingPages;
use super::sync_progress::SyncProgressList;
use crate::fetch::{Client, ClientOptions, politeness};
use crate::ingest::{Cancel, HostPace};

/// Client and settings for fetching. The client is made by the first request: that reads the roots of trust.
#[derive(Debug)]
pub(super) struct Fetching {
    client: OnceLock<Client>,
    /// Pages that the user has asked for and that are not there yet.
    pub(super) pending_pages: PendingPages,
    /// Sources whose articles may want their pages.
    pub(super) page_sources: PageSources,
    /// Progress of running syncs.
    pub(super) syncs: SyncProgressList,
    /// Time between two pages of one host.
    pub(super) pace: HostPace,
    /// Ends all refreshes, for good.
    pub(super) cancel: Cancel,
    /// True if what is due is fetched unasked.
    pub(super) is_scheduled: bool,
    /// Least time between two fetches of a feed that says nothing else, in seconds.
    pub(super) default_interval: i64,
}

impl Default for Fetching {
    fn default() -> Self {
        Self {
            client: OnceLock::new(),
            pending_pages: PendingPages::default(),
            page_sources: PageSources::default(),
            syncs: SyncProgressList::default(),
            pace: HostPace::default(),
            cancel: Cancel::new(),
            is_scheduled: false,
            default_interval: politeness::DEFAULT_INTERVAL,
        }
    }
}

impl Fetching {
    /// Returns the client.
    pub(super) fn client(&self) -> &Client {
        self.client
            .get_or_init(|| Client::new(ClientOptions::default()))
    }

    /// Ends all requests and refreshes at once: the program ends.
    pub(super) fn shut_down(&self) {
        self.cancel.cancel();
        self.page_sources.wake();
        if let Some(client) = self.client.get() {
            client.shut_down();
        }
    }
}
