//! Synchronization with servers: read marks, stars, texts and subscriptions of accounts ([`run`]).
//!
//! One algorithm over a small trait: each client of an API is endpoints, ids, paging and quirks.
//! 1. [`transport`] sends requests; a test answers them itself.
//! 2. [`server`] is the trait of a client with its data: items, id sets, subscriptions.
//! 3. [`answer`] has the meaning of statuses and the reading of JSON, for all clients.
//! 4. [`secrets`] has the password and the token of an account.
//! 5. [`rest`] sends the requests of APIs that carry their credentials each time, [`changes`] is a position in lists of changed
//!    items.
//! 6. [`miniflux`] is the client of the REST API of Miniflux.
//! 7. [`error`] has what can go wrong, with its code in the database.

pub mod answer;
pub mod changes;
pub mod error;
pub mod miniflux;
pub mod rest;
pub mod secrets;
pub mod server;
pub mod transport;
