//! Elements of Atom 0.3 and 1.0 (RFC 4287, section 4.2): [`atom_field`].

use super::field::{CORE, Field};

/// Returns the field of an element of Atom by its local name in lower case; `None` if Atom has no such element.
pub(super) fn atom_field(local: &str) -> Option<Field> {
    Some(match local {
        // A service document (RFC 5023) is a feed without entries.
        "feed" | "service" => Field::Channel,
        "workspace" => Field::Group,
        "entry" => Field::Entry,
        "title" => Field::Title(CORE),
        "subtitle" | "tagline" | "summary" => Field::Summary(CORE),
        "content" => Field::Content(CORE),
        "link" => Field::Link,
        "id" => Field::Id,
        // `issued`, `modified` and `created` are those of Atom 0.3.
        "published" | "issued" => Field::Published(CORE),
        "updated" | "modified" => Field::Updated(CORE),
        "created" => Field::Published(1),
        "author" => Field::Person(CORE),
        "category" => Field::Category,
        "icon" => Field::ImageUrl(CORE),
        "logo" => Field::ImageUrl(5),
        "contributor" | "source" | "generator" | "rights" | "copyright" | "info" => Field::Ignored,
        _ => return None,
    })
}
