//! Headers that the user adds to the requests for a source.

/// Most headers of one source.
pub(super) const MAX_HEADERS: usize = 32;

/// Most bytes of the value of a header.
const MAX_VALUE: usize = 8 * 1024;

/// Headers that the program itself sets, or that concern the connection (RFC 9110, section 7.6.1).
const RESERVED: [&str; 15] = [
    "host",
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "content-length",
    "accept-encoding",
    "if-none-match",
    "if-modified-since",
    "range",
];

/// Headers that never contain a credential. All others may, also those with names that only one server knows.
const HARMLESS: [&str; 7] = [
    "accept",
    "accept-language",
    "cache-control",
    "dnt",
    "from",
    "pragma",
    "user-agent",
];

/// Error of a header that can't be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// There is no colon, or the name is no token (RFC 9110, section 5.6.2).
    #[error("write Name: value")]
    Syntax,
    /// The program or the connection sets this header.
    #[error(
        "newsprint sets Host, Range, Accept-Encoding, the validators and the headers of the connection itself"
    )]
    Reserved,
    /// The value contains a control character or is not ASCII.
    #[error("the value of a header is a line of ASCII, at most 8 KiB")]
    Value,
}

/// Returns true if the value of this header may be a credential.
pub fn is_secret_header(name: &str) -> bool {
    !HARMLESS
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// Parses `Name: value`; a missing value stands for the removal of the header.
pub(super) fn parse_header_change(line: &str) -> Result<(String, Option<String>), HeaderError> {
    let (name, value) = line.split_once(':').ok_or(HeaderError::Syntax)?;
    let value = value.trim();
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || name.len() > 256 || !name.chars().all(is_token) {
        return Err(HeaderError::Syntax);
    }
    if RESERVED
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
    {
        return Err(HeaderError::Reserved);
    }
    let is_printable = |c: char| matches!(c, '\t' | ' '..='~');
    if value.len() > MAX_VALUE || !value.chars().all(is_printable) {
        return Err(HeaderError::Value);
    }
    let value = (!value.is_empty()).then(|| value.to_owned());
    Ok((name.to_owned(), value))
}

/// Parses `Name: value`.
pub(super) fn parse_header(line: &str) -> Result<(String, String), HeaderError> {
    let (name, value) = parse_header_change(line)?;
    Ok((name, value.ok_or(HeaderError::Value)?))
}
