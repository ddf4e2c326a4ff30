//! Pages of a JSON export of wallabag 2, an array of entries.

use serde::Deserialize;

use crate::library::transfer::import::saved_pages::page::{
    Flag, SavedPage, SavedQuote, time_value,
};

/// An entry of wallabag.
#[derive(Debug, Deserialize)]
struct WallabagEntry {
    url: Option<String>,
    given_url: Option<String>,
    title: Option<String>,
    content: Option<String>,
    #[serde(default)]
    is_archived: Flag,
    #[serde(default)]
    is_starred: Flag,
    #[serde(default)]
    tags: Vec<Label>,
    created_at: Option<String>,
    archived_at: Option<String>,
    published_at: Option<String>,
    published_by: Option<Vec<Option<String>>>,
    #[serde(default)]
    annotations: Vec<Annotation>,
}

/// A tag, by its name or as an object.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Label {
    Name(String),
    Object {
        label: Option<String>,
        name: Option<String>,
    },
}

impl Label {
    pub(super) fn into_name(self) -> Option<String> {
        match self {
            Self::Name(name) => Some(name),
            Self::Object { label, name } => label.or(name),
        }
    }
}

/// A marked sentence.
#[derive(Debug, Deserialize)]
struct Annotation {
    quote: Option<String>,
    text: Option<String>,
    created_at: Option<String>,
}

/// Reads an entry; `None` if it is damaged.
pub(super) fn read_page(json: &str) -> Option<SavedPage> {
    let entry: WallabagEntry = serde_json::from_str(json).ok()?;
    let authors: Vec<String> = entry.published_by.into_iter().flatten().flatten().collect();
    let published = time_value(entry.published_at);
    Some(SavedPage {
        url: entry.url.or(entry.given_url).unwrap_or_default(),
        title: entry.title.unwrap_or_default(),
        byline: (!authors.is_empty()).then(|| authors.join(", ")),
        published: published.and_then(|value| value.as_str().map(str::to_owned)),
        added: time_value(entry.created_at),
        archived_at: time_value(entry.archived_at),
        is_archived: entry.is_archived.is_set(),
        is_starred: entry.is_starred.is_set(),
        tags: entry
            .tags
            .into_iter()
            .filter_map(Label::into_name)
            .collect(),
        content: entry.content,
        quotes: entry
            .annotations
            .into_iter()
            .map(|annotation| SavedQuote {
                quote: annotation.quote.unwrap_or_default(),
                note: annotation.text,
                created: time_value(annotation.created_at),
            })
            .collect(),
        ..SavedPage::default()
    })
}
