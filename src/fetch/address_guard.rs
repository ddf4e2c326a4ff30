//! Address guard: which addresses a public source may not lead to ([`is_forbidden`]). A feed could otherwise make the program send
//! requests to the router, to other machines of the network, or to services of this machine.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Returns true for addresses that are not of the public Internet: private, loopback, link-local, shared, multicast, unspecified,
/// documentation and reserved ones, also where an IPv6 address contains one.
pub(super) fn is_forbidden(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_forbidden_v4(address),
        IpAddr::V6(address) => is_forbidden_v6(address),
    }
}

fn is_forbidden_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        // "This network" (RFC 791), shared by carriers (RFC 6598), IETF protocols (RFC 6890), reserved. Not those of
        // benchmarks (RFC 2544): VPN programs give them out for all names ("fake IP").
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || a >= 240
}

fn is_forbidden_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let [first, second, ..] = segments;
    if let Some(inner) = embedded_v4(address) {
        return is_forbidden_v4(inner);
    }
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        // Unique local, link-local and site-local; documentation; discard-only.
        || first & 0xfe00 == 0xfc00
        || first & 0xffc0 == 0xfe80
        || first & 0xffc0 == 0xfec0
        || (first == 0x2001 && second == 0x0db8)
        // Teredo (RFC 4380), which hides its IPv4 address, and other protocols (RFC 2928); local NAT64 (RFC 8215).
        || (first == 0x2001 && second < 0x0200)
        || segments.starts_with(&[0x64, 0xff9b, 1])
        || first == 0x0100
}

/// Returns the IPv4 address in an IPv6 address: mapped (`::ffff:0:0/96`), compatible (`::/96`), translated (`64:ff9b::/96`, NAT64) or
/// tunnelled (`2002::/16`, 6to4).
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [s0, s1, s2, s3, s4, s5, s6, s7] = address.segments();
    let join = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match (s0, s1, s2, s3, s4, s5) {
        (0, 0, 0, 0, 0, 0xffff) | (0, 0, 0, 0, 0xffff, 0) => Some(join(s6, s7)),
        (0, 0, 0, 0, 0, 0) if s6 != 0 => Some(join(s6, s7)),
        (0x64, 0xff9b, 0, 0, 0, 0) => Some(join(s6, s7)),
        (0x2002, ..) => Some(join(s1, s2)),
        _ => None,
    }
}

/// Returns true if an address names a private or loopback host by its literal address or as `localhost`: a source with such an address
/// is the user's own. A name that resolves to a private address is one as well, but only if the user says so by its literal.
pub fn is_private_address(url: &str) -> bool {
    let Ok(url) = url::Url::parse(url) else {
        return false;
    };
    match url.host() {
        Some(url::Host::Ipv4(address)) => is_forbidden_v4(address),
        Some(url::Host::Ipv6(address)) => is_forbidden_v6(address),
        Some(url::Host::Domain(name)) => is_local_name(name),
        None => false,
    }
}

/// Returns true for names that are only used in a network of one's own (RFC 6761, RFC 6762, RFC 8375), and for names without a dot.
fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let is_below = |suffix: &str| name.ends_with(suffix);
    !name.contains('.')
        || is_below(".localhost")
        || is_below(".local")
        || is_below(".localdomain")
        || is_below(".lan")
        || is_below(".internal")
        || is_below(".home.arpa")
}
