//! Syncs of accounts with servers that answer without a network.

mod client;
mod greader;
mod marks;
mod property;
mod subscriptions;
