//! Syncs of accounts with servers that answer without a network.

mod apis;
mod client;
mod coldsweat;
mod greader;
mod marks;
mod processes;
mod property;
mod subscriptions;
