//! REST APIs with JSON, to which each request carries its credentials: [`RestApi`].

use std::cell::Cell;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::answer::{expect_success, json, json_body};
use super::error::SyncError;
use super::transport::Transport;
use crate::fetch::{ApiAnswer, ApiMethod, ApiRequest};

/// REST API of one account.
pub struct RestApi<'a> {
    transport: &'a dyn Transport,
    /// Address without a slash at its end.
    base: String,
    /// Header with the credentials.
    authorization: (&'static str, String),
    /// Time of the server at its last answer.
    time: Cell<Option<i64>>,
}

impl<'a> RestApi<'a> {
    /// Returns an API at `base`, an address without a slash at its end. `authorization` is the header with the credentials.
    pub fn new(
        transport: &'a dyn Transport,
        base: String,
        authorization: (&'static str, String),
    ) -> Self {
        Self {
            transport,
            base,
            authorization,
            time: Cell::new(None),
        }
    }

    /// Returns the address of the API, without a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Returns the time of the server at its last answer, in seconds since 1970-01-01 UTC.
    pub fn time(&self) -> Option<i64> {
        self.time.get()
    }

    /// Requests `path` with its query, and parses the answer. `name` names the request in errors.
    ///
    /// # Errors
    /// See [`expect_success`] and [`json`].
    pub fn get<T: DeserializeOwned>(&self, path: &str, name: &'static str) -> Result<T, SyncError> {
        json(&self.call(ApiMethod::Get, path, None)?, name)
    }

    /// Sends a request to `path`, with a body of JSON if there is one.
    ///
    /// # Errors
    /// See [`expect_success`]. A change that is answered by something else than JSON or nothing is unexpected.
    pub fn call(
        &self,
        method: ApiMethod,
        path: &str,
        body: Option<&Value>,
    ) -> Result<ApiAnswer, SyncError> {
        self.call_judged(method, path, body, |_| None)
    }

    /// Sends a request as [`RestApi::call`] does. `judge` returns the result of an answer whose status means something else here
    /// than elsewhere.
    ///
    /// # Errors
    /// See [`expect_success`].
    pub fn call_judged(
        &self,
        method: ApiMethod,
        path: &str,
        body: Option<&Value>,
        judge: impl Fn(&ApiAnswer) -> Option<Result<(), SyncError>>,
    ) -> Result<ApiAnswer, SyncError> {
        let mut request = ApiRequest::new(method, format!("{}{path}", self.base));
        request.headers.push(self.authorization.clone());
        // Nextcloud 24 and 25 answer 404 for an unknown path only if nothing else is accepted; else a redirect to a page.
        let json_alone = ("accept", "application/json".to_owned());
        request.headers.push(json_alone);
        request.body = body.map(json_body);
        let answer = self.transport.send(&request)?;
        self.time.set(answer.date.or(self.time.get()));
        let result = judge(&answer);
        result.unwrap_or_else(|| expect_success(&self.base, &request, &answer))?;
        // A page with status 200, as a proxy answers, says nothing about a change: nothing or JSON does.
        if method != ApiMethod::Get && !answer.body.is_empty() {
            json::<IgnoredAny>(&answer, "change")?;
        }
        Ok(answer)
    }
}
