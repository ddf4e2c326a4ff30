//! Removal of credentials from text: [`redact`], for logs and errors that may quote URLs and headers.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Replacement of a credential.
const REDACTED: &str = "[redacted]";

/// Patterns of credentials. The second group of each is replaced; the first and third stay.
static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // Headers, to the end of the line.
        r"(?im)(\b(?:proxy-)?authorization\s*[:=]\s*|\b(?:set-)?cookie\s*[:=]\s*|\bx-auth-token\s*[:=]\s*)(.+)()$",
        // User and password in a URL (RFC 3986, section 3.2.1).
        r#"(://)([^\s/?#"'<>]+)(@)"#,
        // Parameters of a URL or form.
        r#"(?i)(\b[\w.%-]*(?:token|key|passw|passphrase|pwd|auth|secret|sig|session|credential)[\w.%-]*=)([^&#;\s"'<>]+)()"#,
        // Members of a JSON object.
        r#"(?i)("[\w.-]*(?:token|key|passw|passphrase|pwd|auth|secret|session|credential)[\w.-]*"\s*:\s*")([^"]+)(")"#,
    ]
    .into_iter()
    // A test compiles all of them.
    .filter_map(|pattern| Regex::new(pattern).ok())
    .collect()
});

/// Replaces user names and passwords in URLs, parameters and members with names like those of credentials, and the
/// headers `Authorization` and `Cookie`.
///
/// # Examples
///
/// ```
/// use newsprint::text::redact;
///
/// assert_eq!(redact("GET https://me:secret@example.org/?api_key=1"), "GET https://[redacted]@example.org/?api_key=[redacted]");
/// ```
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
