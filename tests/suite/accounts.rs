//! Accounts on servers: in the library, their secrets, and the commands for them.

mod library;
mod secrets;
