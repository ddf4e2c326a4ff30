//! Syncs of accounts with servers that answer without a network.

mod apis;
mod client;
mod greader;
mod marks;
mod property;
mod subscriptions;
