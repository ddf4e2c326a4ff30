//! Synchronization with servers: read marks, stars, texts and subscriptions of accounts ([`run`]).
//!
//! One algorithm over a small trait: each client of an API is endpoints, ids, paging and quirks.
//! 1. [`transport`] sends requests; a test answers them itself. [`answer`] reads statuses, JSON and forms.
//! 2. [`server`] is the trait of a client with its data: items, id sets, subscriptions.
//! 3. [`run`] is one sync: [`push`] sends the outbox, [`subscriptions`] compares feeds and folders, [`pull`] applies the marks of
//!    the server, [`texts`] fetches what is new by [`text_requests`], [`local_articles`] finds the items of articles that were here
//!    before. [`hidden_feeds`] doubts lists that leave out a feed, [`unread_counts`] finds marks that a server does not report,
//!    [`confirmed_stars`] knows stars that lists lack.
//! 4. [`secrets`] has the password and the token of an account.
//! 5. [`greader`] is the client of the Google Reader API, [`miniflux`] that of the REST API of Miniflux, [`nextcloud`] that of
//!    Nextcloud News, [`fever`] that of the Fever API. [`rest`] sends the requests of APIs that carry their credentials each time,
//!    [`changes`] is a position in lists of changed items, [`titles`] undoes what FreshRSS does to titles,
//!    [`enclosures`] reads media files.
//! 6. [`connect`] makes the client of an account, and finds the API at an [`address`]; [`account`] is the sync
//!    of a stored one with its health.
//! 7. [`error`] has what can go wrong, with its code in the database.

pub mod account;
pub mod address;
pub mod answer;
pub mod changes;
mod confirmed_stars;
pub mod connect;
mod enclosures;
pub mod error;
pub mod fever;
pub mod greader;
mod hidden_feeds;
mod local_articles;
pub mod miniflux;
pub mod nextcloud;
mod pull;
mod push;
pub mod rest;
pub mod run;
pub mod secrets;
pub mod server;
mod subscriptions;
mod text_requests;
mod texts;
mod titles;
pub mod transport;
mod unread_counts;

pub use push::PushedMarks;
pub use subscriptions::counts::SubscriptionCounts;
