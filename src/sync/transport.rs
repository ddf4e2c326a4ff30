//! Transport of requests to the API of a server: [`Transport`], over HTTP or answered by a test.

use crate::fetch::{ApiAnswer, ApiRequest, Client, FetchError};

/// Sender of requests to one server.
pub trait Transport {
    /// Sends a request, and returns the answer with any status.
    ///
    /// # Errors
    /// No whole answer came. The server may have acted on the request all the same.
    fn send(&self, request: &ApiRequest) -> Result<ApiAnswer, FetchError>;
}

/// Transport over HTTP.
#[derive(Debug, Clone, Copy)]
pub struct HttpTransport<'a> {
    /// Client of the program.
    pub client: &'a Client,
    /// True if the server itself lives on a private or loopback address.
    pub allow_private: bool,
}

impl Transport for HttpTransport<'_> {
    fn send(&self, request: &ApiRequest) -> Result<ApiAnswer, FetchError> {
        self.client.call(request, self.allow_private)
    }
}
