//! Requests of a signed-in user: [`Session`]. The token of the sign-in is stored; when the server refuses it, the session signs
//! in once with the password. The token of a write (`T`) is fetched when it is needed, and once more when it is refused.

use super::super::answer::{expect_success, form, query};
use super::super::error::SyncError;
use super::super::secrets::Secrets;
use super::super::transport::Transport;
use crate::fetch::{ApiAnswer, ApiMethod, ApiRequest};

/// Answer of FreshRSS where its API is switched off.
const FRESHRSS_API_OFF: &[u8] = b"Service Unavailable!";

/// Answer of FreshRSS to a sign-in with a name that no user can have.
const FRESHRSS_BAD_REQUEST: &[u8] = b"Bad Request!";

/// Session on a server.
pub(super) struct Session<'a> {
    transport: &'a dyn Transport,
    base: String,
    user: String,
    secrets: Secrets,
    write_token: Option<String>,
    /// True if this session has signed in by the password: it does so once.
    has_signed_in: bool,
    /// True if the token is new and was not accepted yet.
    is_new_token: bool,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        transport: &'a dyn Transport,
        base: &str,
        user: &str,
        secrets: Secrets,
    ) -> Self {
        Self {
            transport,
            base: base.to_owned(),
            user: user.to_owned(),
            secrets,
            write_token: None,
            has_signed_in: false,
            is_new_token: false,
        }
    }

    /// Returns true if a token is stored.
    pub(super) fn has_token(&self) -> bool {
        self.secrets.token().is_some()
    }

    /// Signs in with the password, and stores the token.
    pub(super) fn sign_in(&mut self) -> Result<(), SyncError> {
        self.has_signed_in = true;
        self.write_token = None;
        let password = self.secrets.password()?;
        let mut request = ApiRequest::new(
            ApiMethod::Post,
            format!("{}/accounts/ClientLogin", self.base),
        );
        request.body = Some(form(&[
            ("Email", &self.user),
            ("Passwd", &password),
            ("service", "reader"),
            ("output", "json"),
        ]));
        let answer = self.transport.send(&request)?;
        // Google's own way to refuse was 403. FreshRSS answers 400 to a name that no user can have, and 503 without the API.
        match answer.status {
            403 => return Err(SyncError::WrongPassword),
            400 if answer.body.trim_ascii() == FRESHRSS_BAD_REQUEST => {
                return Err(SyncError::WrongPassword);
            }
            503 if answer.retry_after.is_none() => return Err(SyncError::ApiOff),
            _ => expect_success(&self.base, &request, &answer)?,
        }
        let token = token_in(&answer.body).ok_or_else(|| match answer.body.trim_ascii() {
            // FreshRSS answers so to a request without a path.
            b"OK" => SyncError::LostPath,
            _ => SyncError::UnexpectedAnswer {
                request: "ClientLogin",
            },
        })?;
        if !token.is_ascii() {
            return Err(SyncError::TokenLetters);
        }
        self.is_new_token = true;
        self.secrets.set_token(&token)
    }

    /// Sends a GET request for `path` below `/reader/api/0/`.
    pub(super) fn get(
        &mut self,
        path: &str,
        pairs: &[(&str, &str)],
        etag: Option<String>,
    ) -> Result<ApiAnswer, SyncError> {
        let url = match pairs {
            [] => self.url(path),
            pairs => format!("{}?{}", self.url(path), query(pairs)),
        };
        let mut request = ApiRequest::new(ApiMethod::Get, url);
        request.etag = etag;
        self.authorize(&mut request)?;
        let mut answer = self.transport.send(&request)?;
        if answer.status == 401 && !self.has_signed_in {
            self.sign_in()?;
            self.authorize(&mut request)?;
            answer = self.transport.send(&request)?;
        }
        if answer.status == 401 && self.is_new_token {
            return Err(SyncError::LostAuthorization);
        }
        self.check(&request, &answer)?;
        self.is_new_token = false;
        Ok(answer)
    }

    /// Checks the status of an answer. FreshRSS says of an API that is switched off what servers say that ask to wait; its text is its own.
    fn check(&self, request: &ApiRequest, answer: &ApiAnswer) -> Result<(), SyncError> {
        let is_off = answer.status == 503
            && answer.retry_after.is_none()
            && answer.body.trim_ascii() == FRESHRSS_API_OFF;
        match is_off {
            true => Err(SyncError::ApiOff),
            false => expect_success(&self.base, request, answer),
        }
    }

    /// Sends a POST request for `path` below `/reader/api/0/`, with the token of writes.
    pub(super) fn post(
        &mut self,
        path: &str,
        pairs: &[(&str, &str)],
    ) -> Result<ApiAnswer, SyncError> {
        let mut is_renewed = false;
        loop {
            let token = self.write_token()?;
            // PHP drops what follows the first thousand variables.
            let pairs = [&[("T", token.as_str())], pairs].concat();
            let mut request = ApiRequest::new(ApiMethod::Post, self.url(path));
            request.body = Some(form(&pairs));
            self.authorize(&mut request)?;
            let answer = self.transport.send(&request)?;
            if matches!(answer.status, 401 | 403) && !is_renewed {
                is_renewed = true;
                self.write_token = None;
                continue;
            }
            self.check(&request, &answer)?;
            return Ok(answer);
        }
    }

    /// Returns true if the token of writes is that of the sign-in, as Miniflux has it, also where its answer was cut: it is refused then,
    /// and what depends on this is not asked again.
    pub(super) fn is_miniflux(&mut self) -> Result<bool, SyncError> {
        let token = self.write_token()?;
        let signed_in = self.secrets.token();
        Ok(signed_in.is_some_and(|signed_in| signed_in.starts_with(&token)))
    }

    /// Sends a POST request whose answer is `OK`.
    pub(super) fn post_ok(
        &mut self,
        path: &'static str,
        pairs: &[(&str, &str)],
    ) -> Result<(), SyncError> {
        let answer = self.post(path, pairs)?;
        match answer.body.trim_ascii().eq_ignore_ascii_case(b"OK") {
            true => Ok(()),
            false => Err(SyncError::UnexpectedAnswer { request: path }),
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}/reader/api/0/{path}", self.base)
    }

    fn authorize(&mut self, request: &mut ApiRequest) -> Result<(), SyncError> {
        if self.secrets.token().is_none() {
            self.sign_in()?;
        }
        let token = self.secrets.token().ok_or(SyncError::NoPassword)?;
        request.headers = vec![("authorization", format!("GoogleLogin auth={token}"))];
        Ok(())
    }

    fn write_token(&mut self) -> Result<String, SyncError> {
        if let Some(token) = &self.write_token {
            return Ok(token.clone());
        }
        let answer = self.get("token", &[], None)?;
        let token = String::from_utf8(answer.body).unwrap_or_default();
        let token = token.trim();
        let is_token = !token.is_empty() && token.len() < 1000 && !token.contains(['<', '\n', ' ']);
        if !is_token {
            return Err(SyncError::UnexpectedAnswer { request: "token" });
        }
        self.write_token = Some(token.to_owned());
        Ok(token.to_owned())
    }
}

/// Returns the token in the answer to a sign-in: a line `Auth=…`, or the value of `Auth` in JSON.
fn token_in(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Auth="))
        .map(str::to_owned);
    let json = || {
        let value: serde_json::Value = serde_json::from_str(text).ok()?;
        value.get("Auth")?.as_str().map(str::to_owned)
    };
    line.or_else(json).filter(|token| !token.is_empty())
}
