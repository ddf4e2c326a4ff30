//! Elements of CDF, the Channel Definition Format (W3C submission of 1997): [`cdf_field`].

use super::field::{CORE, Field};

/// Returns the field of an element of CDF by its local name in lower case; `None` if CDF has no such element.
///
/// Links and dates are attributes of `channel` and `item`.
pub(super) fn cdf_field(local: &str) -> Option<Field> {
    Some(match local {
        "channel" => Field::Channel,
        "item" => Field::Entry,
        "title" => Field::Title(CORE),
        "abstract" => Field::Summary(CORE),
        "a" => Field::Link,
        "logo" => Field::ImageUrl(5),
        "schedule" | "usage" | "log" | "logtarget" | "login" => Field::Ignored,
        _ => return None,
    })
}
