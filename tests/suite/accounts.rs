//! Accounts on servers: in the library, their secrets, and the commands for them.

mod addresses;
mod commands;
mod feeds;
mod library;
mod mistakes;
mod secrets;
