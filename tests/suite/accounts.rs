//! Accounts on servers: in the library, their secrets, and the commands for them.

mod addresses;
mod commands;
mod feed_changes;
mod feeds;
mod library;
mod mistakes;
mod mistyped;
mod secrets;
mod server_states;
