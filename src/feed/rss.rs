//! Elements of RSS 0.9x, 1.0 and 2.0: [`rss_field`].

use super::field::{CORE, Field};

/// Returns the field of an element of RSS by its local name in lower case; `None` if RSS has no such element.
pub(super) fn rss_field(local: &str) -> Option<Field> {
    Some(match local {
        "channel" => Field::Channel,
        "item" => Field::Entry,
        "items" => Field::Ignored,
        "title" => Field::Title(CORE),
        "description" => Field::Summary(CORE),
        "link" => Field::Link,
        "guid" => Field::Id,
        "pubdate" => Field::Published(CORE),
        "lastbuilddate" => Field::Updated(CORE),
        "author" | "managingeditor" => Field::Person(CORE),
        "category" => Field::Category,
        "tags" => Field::CategoryList,
        "enclosure" => Field::Enclosure,
        "comments" => Field::Comments,
        "language" => Field::Language,
        "image" => Field::Image,
        "ttl" => Field::TimeToLive,
        "skiphours" | "skipdays" => Field::Skip,
        "hour" => Field::Hour,
        "day" => Field::Day,
        // The text of the whole article, in the dialects before content:encoded.
        "fullitem" | "body" => Field::Content(CORE),
        "source" | "textinput" | "webmaster" | "cloud" | "copyright" | "docs" | "generator"
        | "rating" => Field::Ignored,
        _ => return None,
    })
}
