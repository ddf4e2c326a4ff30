//! Proxies of the environment, by scheme: [`Proxies`].

use ureq::Proxy;

/// Proxies by the scheme of the address, and the hosts that are reached without one.
#[derive(Debug, Clone, Default)]
pub(super) struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
    /// Value of `NO_PROXY`: host names and suffixes, separated by commas.
    exceptions: Vec<String>,
}

impl Proxies {
    /// Reads the proxies from the variables of the environment that `variable` returns. Names in lower case come first. `HTTP_PROXY` in
    /// capitals is ignored where `REQUEST_METHOD` is set: a CGI server makes it from a header.
    pub(super) fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |names: &[&str]| {
            let mut values = names.iter().filter_map(|name| variable(name));
            values.find(|value| !value.trim().is_empty())
        };
        let parse = |value: Option<String>| value.and_then(|value| parse_proxy(&value));
        let all = value(&["all_proxy", "ALL_PROXY"]);
        let http = match variable("REQUEST_METHOD") {
            Some(_) => value(&["http_proxy"]),
            None => value(&["http_proxy", "HTTP_PROXY"]),
        };
        let https = value(&["https_proxy", "HTTPS_PROXY"]);
        let exceptions = value(&["no_proxy", "NO_PROXY"]).unwrap_or_default();
        Self {
            http: parse(http.or_else(|| all.clone())),
            https: parse(https.or(all)),
            exceptions: exceptions
                .split(',')
                .map(|entry| entry.trim().to_ascii_lowercase())
                .filter(|entry| !entry.is_empty())
                .collect(),
        }
    }

    /// Returns the proxy for an address.
    pub(super) fn for_url(&self, url: &url::Url) -> Option<&Proxy> {
        let host = url.host_str()?.to_ascii_lowercase();
        let is_exception = |entry: &String| {
            let suffix = entry.trim_start_matches("*.").trim_start_matches('.');
            entry == "*" || host == suffix || host.ends_with(&format!(".{suffix}"))
        };
        if self.exceptions.iter().any(is_exception) {
            return None;
        }
        match url.scheme() {
            "https" => self.https.as_ref(),
            _ => self.http.as_ref(),
        }
    }
}

fn parse_proxy(value: &str) -> Option<Proxy> {
    let value = value.trim();
    let with_scheme = match value.contains("://") {
        true => value.to_owned(),
        false => format!("http://{value}"),
    };
    Proxy::new(&with_scheme).ok()
}
