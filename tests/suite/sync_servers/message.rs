//! Requests and answers without a network.

use serde_json::Value;

/// Request to a server.
#[derive(Debug, Clone, Default)]
pub struct ServerRequest {
    /// Method in upper case.
    pub method: String,
    /// Path, percent-decoded.
    pub path: String,
    /// Pairs of the query, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl ServerRequest {
    /// Returns a request for a path with its query, or for a whole address.
    pub fn new(method: &str, target: &str) -> Self {
        let target = match target.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
            None => target,
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        Self {
            method: method.to_owned(),
            path: path.into_owned(),
            query: pairs(query.as_bytes()),
            ..Self::default()
        }
    }

    /// Returns a GET request.
    pub fn get(target: &str) -> Self {
        Self::new("GET", target)
    }

    /// Returns a POST request with a form.
    pub fn post(target: &str, form: &[(&str, &str)]) -> Self {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let request = Self::new("POST", target).with_body(body.finish().into_bytes());
        request.with("Content-Type", "application/x-www-form-urlencoded")
    }

    /// Returns a request with a body of JSON.
    pub fn json(method: &str, target: &str, body: &Value) -> Self {
        let request = Self::new(method, target).with_body(body.to_string().into_bytes());
        request.with("Content-Type", "application/json")
    }

    /// Adds a header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_lowercase(), value.to_owned()));
        self
    }

    /// Replaces the body.
    pub fn with_body(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// Returns the value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the first value of a parameter of the query.
    pub fn query_value(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the pairs of a form; none where the body is JSON.
    pub fn form(&self) -> Vec<(String, String)> {
        let is_json = self
            .header("content-type")
            .is_some_and(|kind| kind.contains("json"));
        match is_json {
            true => Vec::new(),
            false => pairs(&self.body),
        }
    }

    /// Returns all values of a parameter of the form.
    pub fn form_values(&self, name: &str) -> Vec<String> {
        let pairs = self.form().into_iter();
        pairs
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value)
            .collect()
    }

    /// Returns the first value of a parameter of the form, else of the query.
    pub fn param(&self, name: &str) -> Option<String> {
        let form = self.form_values(name).into_iter().next();
        form.or_else(|| self.query_value(name).map(str::to_owned))
    }

    /// Returns the body as JSON; null if it is not.
    pub fn json_body(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(bytes)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

/// Answer of a server.
#[derive(Debug, Clone)]
pub struct ServerAnswer {
    /// Status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl ServerAnswer {
    /// Returns an answer of this media type.
    pub fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let answer = Self {
            status,
            headers: Vec::new(),
            body: body.into(),
        };
        answer.with("Content-Type", media_type)
    }

    /// Returns a plain text.
    pub fn text(status: u16, body: &str) -> Self {
        Self::new(status, "text/plain; charset=UTF-8", body)
    }

    /// Returns the answer of a write that was carried out.
    pub fn ok() -> Self {
        Self::text(200, "OK")
    }

    /// Returns a value as JSON.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json; charset=UTF-8", body.to_string())
    }

    /// Returns a page of HTML, as a web server or a proxy writes it.
    pub fn page(status: u16, title: &str) -> Self {
        let body = format!(
            "<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
        );
        Self::new(status, "text/html; charset=UTF-8", body)
    }

    /// Adds a header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Returns the value of a header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the body as text.
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the body as JSON.
    ///
    /// # Panics
    ///
    /// If it is not.
    pub fn json_body(&self) -> Value {
        let parsed = serde_json::from_slice(&self.body);
        parsed.unwrap_or_else(|error| panic!("{error}: {}", self.body_text()))
    }
}
