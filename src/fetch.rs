//! HTTP requests: an address and validators to an answer, a 304 or an error ([`Client`]), within limits of bytes and time.
//!
//! 1. [`request`] has requests and answers as data.
//! 2. [`client`] follows redirects; [`redirects`] says what goes along. [`exchange`] is one request of a chain.
//! 3. [`address_guard`] forbids private addresses to public sources; it looks at addresses, never at their spelling. [`names`] looks
//!    host names up, [`connect`] connects, and [`transport`] hangs both into the HTTP crate. [`stop`] ends waits.
//! 4. [`decoding`] undoes content codings by what the bytes are, under one limit.
//! 5. [`headers`] reads what an answer says about its age and about the next request, [`challenge`] knows pages that only browsers pass.
//! 6. [`proxy`] chooses a proxy by the scheme of an address.
//! 7. [`api`] is a request to the API of a server: any method and any status, no redirects.
//! 8. [`politeness`] has the rules for the time of the next request: pure functions over the stored state.

mod address_guard;
mod api;
mod challenge;
mod client;
mod connect;
mod decoding;
mod error;
mod exchange;
mod headers;
mod names;
pub mod politeness;
mod proxy;
mod redirects;
mod request;
mod stop;
mod transport;

pub use address_guard::is_private_address;
pub use api::{ApiAnswer, ApiBody, ApiMethod, ApiRequest};
pub use client::{Client, ClientOptions};
pub use connect::has_network;
pub use error::{FetchError, TimeoutPhase};
pub use proxy::ProxySettings;
pub use request::{
    Accept, Answer, BodyLimits, CacheHeaders, Credentials, FetchReport, FetchRequest, Fetched,
    Redirect, RetryAfter, Validators,
};
