//! Texts without the credentials in them: [`redact`], for logs and errors that may quote addresses and headers.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Stands in the place of what was taken out.
const REDACTED: &str = "[redacted]";

/// What credentials look like. Each pattern has one group that is replaced, and groups before and after it that stay.
static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // Headers, to the end of the line.
        r"(?im)(\b(?:proxy-)?authorization\s*[:=]\s*|\b(?:set-)?cookie\s*[:=]\s*|\bx-auth-token\s*[:=]\s*)(.+)()$",
        // The user and the password in an address (RFC 3986, section 3.2.1).
        r#"(://)([^\s/?#"'<>]+)(@)"#,
        // Parameters of an address or a form.
        r#"(?i)(\b[\w.%-]*(?:token|key|passw|passphrase|pwd|auth|secret|sig|session|credential)[\w.%-]*=)([^&#;\s"'<>]+)()"#,
        // Members of a JSON object.
        r#"(?i)("[\w.-]*(?:token|key|passw|passphrase|pwd|auth|secret|session|credential)[\w.-]*"\s*:\s*")([^"]+)(")"#,
    ]
    .into_iter()
    // A test compiles them.
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// The text with user names and passwords in addresses, parameters and members that are called like credentials, and the headers
/// `Authorization` and `Cookie` replaced.
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut redacted = Cow::Borrowed(text);
    for pattern in PATTERNS.iter() {
        let replaced = pattern.replace_all(&redacted, |found: &Captures<'_>| {
            format!("{}{REDACTED}{}", &found[1], &found[3])
        });
        if let Cow::Owned(replaced) = replaced {
            redacted = Cow::Owned(replaced);
        }
    }
    redacted
}
