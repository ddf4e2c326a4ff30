//! Elements of the extension namespaces: Dublin Core, Content, Media RSS, iTunes, Syndication: [`extension_field`].

use super::atom::atom_field;
use super::field::Field;
use super::namespaces::Namespace;

/// Returns the field of an element by its namespace and its local name in lower case.
pub(super) fn extension_field(namespace: Namespace, local: &str) -> Option<Field> {
    match namespace {
        Namespace::Atom | Namespace::Atom03 => atom_field(local),
        Namespace::Content => (local == "encoded").then_some(Field::Content(8)),
        Namespace::DublinCore => dublin_core(local),
        Namespace::DublinCoreTerms => dublin_core_terms(local),
        Namespace::Media => media_rss(local),
        Namespace::Itunes => itunes(local),
        Namespace::Syndication => match local {
            "updateperiod" => Some(Field::UpdatePeriod),
            "updatefrequency" => Some(Field::UpdateFrequency),
            _ => None,
        },
        Namespace::LinkService => (local == "origlink").then_some(Field::OriginalLink),
        Namespace::Xhtml => matches!(local, "body" | "div").then_some(Field::Content(7)),
        Namespace::Plain | Namespace::Rdf | Namespace::Markup | Namespace::Unknown => None,
    }
}

fn dublin_core(local: &str) -> Option<Field> {
    Some(match local {
        "title" => Field::Title(5),
        "description" => Field::Summary(4),
        "creator" | "author" => Field::Person(5),
        "date" => Field::Date,
        "subject" => Field::Category,
        "language" => Field::Language,
        "identifier" => return None,
        _ => return None,
    })
}

fn dublin_core_terms(local: &str) -> Option<Field> {
    Some(match local {
        "issued" => Field::Published(5),
        "created" => Field::Published(1),
        "modified" => Field::Updated(5),
        "title" => Field::Title(4),
        "creator" => Field::Person(4),
        "abstract" => Field::Summary(3),
        _ => return None,
    })
}

/// Media RSS 1.5. Titles and descriptions of a media object stand in for those of the entry.
fn media_rss(local: &str) -> Option<Field> {
    Some(match local {
        "group" => Field::Group,
        "content" => Field::MediaContent,
        "thumbnail" => Field::ImageUrl(4),
        "title" => Field::Title(1),
        "description" => Field::Summary(1),
        "category" => Field::Category,
        "keywords" => Field::CategoryList,
        _ => return None,
    })
}

fn itunes(local: &str) -> Option<Field> {
    Some(match local {
        "title" => Field::Title(2),
        "summary" | "description" => Field::Summary(3),
        "subtitle" => Field::Summary(2),
        "author" => Field::Person(3),
        "image" => Field::ImageUrl(3),
        "duration" => Field::Duration,
        "keywords" => Field::CategoryList,
        "category" => Field::Category,
        _ => return None,
    })
}
