//! Proxies by environment and scheme: [`ProxySettings`].

use std::env;
use std::net::IpAddr;

use url::{Host, Url};

use super::redirects::Target;

/// Proxies for each scheme, and the hosts that are reached without one.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ProxySettings {
    /// Address of the proxy for `http` addresses.
    pub http: Option<String>,
    /// Address of the proxy for `https` addresses.
    pub https: Option<String>,
    /// Hosts without a proxy, separated by commas or spaces: `*`, a domain with its subdomains, an address, a network such as
    /// `10.0.0.0/8`; each with or without a port.
    pub no_proxy: String,
}

/// Hides the addresses, which may have passwords.
impl std::fmt::Debug for ProxySettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProxySettings")
            .field("has_http", &self.http.is_some())
            .field("has_https", &self.https.is_some())
            .finish()
    }
}

impl ProxySettings {
    /// Reads `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` from the environment.
    pub fn from_env() -> Self {
        Self::from_variables(|name| env::var(name).ok())
    }

    /// Reads the variables by a function. Lower case wins over upper case. `HTTP_PROXY` is ignored where `REQUEST_METHOD` is
    /// set: under CGI a client sets it by a header `Proxy` (CVE-2016-5385).
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name: &str| {
            let value = variable(name)?.trim().to_owned();
            (!value.is_empty()).then_some(value)
        };
        let either = |name: &str| value(name).or_else(|| value(&name.to_ascii_uppercase()));
        let all = either("all_proxy");
        let http = match variable("REQUEST_METHOD") {
            None => either("http_proxy"),
            Some(_) => value("http_proxy"),
        };
        Self {
            http: http.or_else(|| all.clone()),
            https: either("https_proxy").or(all),
            no_proxy: either("no_proxy").unwrap_or_default(),
        }
    }

    /// Returns the address of the proxy for a target. Loopback addresses never have one: those of the proxy are others.
    pub(super) fn proxy_of(&self, target: &Target) -> Option<&str> {
        let proxy = match target.url().scheme() {
            "https" => self.https.as_deref(),
            _ => self.http.as_deref(),
        }?;
        let is_local = match target.url().host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            None => false,
        };
        (!is_local && !self.is_exempt(target.url())).then_some(proxy)
    }

    fn is_exempt(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .trim_end_matches('.')
            .to_ascii_lowercase();
        let port = url.port_or_known_default();
        self.no_proxy
            .split([',', ' '])
            .map(|entry| entry.trim().to_ascii_lowercase())
            .filter(|entry| !entry.is_empty())
            .any(|entry| matches_entry(&entry, &host, port))
    }
}

fn matches_entry(entry: &str, host: &str, port: Option<u16>) -> bool {
    if entry == "*" {
        return true;
    }
    if let Some((network, prefix)) = entry.split_once('/') {
        let network = network.trim_start_matches('[').trim_end_matches(']');
        return match (network.parse(), host.parse(), prefix.parse()) {
            (Ok(network), Ok(host), Ok(prefix)) => is_in_network(host, network, prefix),
            _ => false,
        };
    }
    let (name, entry_port) = match (entry.rsplit_once(':'), entry.parse::<IpAddr>()) {
        (Some((name, digits)), Err(_)) => match digits.parse::<u16>() {
            Ok(number) => (name, Some(number)),
            Err(_) => (entry, None),
        },
        _ => (entry, None),
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    let name = name
        .strip_prefix('*')
        .unwrap_or(name)
        .trim_start_matches('.');
    let is_below = || {
        host.strip_suffix(name)
            .is_some_and(|rest| rest.ends_with('.'))
    };
    let is_name = !name.is_empty() && (host == name || is_below());
    is_name && (entry_port.is_none() || entry_port == port)
}

fn is_in_network(host: IpAddr, network: IpAddr, prefix: u32) -> bool {
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    let ((host, width), (network, network_width)) = (bits(host), bits(network));
    if width != network_width || prefix > width {
        return false;
    }
    let rest = width - prefix;
    rest >= 128 || host >> rest == network >> rest
}
