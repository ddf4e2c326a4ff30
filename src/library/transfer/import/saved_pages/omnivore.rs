//! Pages of a `metadata_….json` of an Omnivore export, an array. Their texts are files of the same export:
//! `content/SLUG.html`.

use serde::Deserialize;

use crate::library::transfer::import::saved_pages::page::{SavedPage, time_value};
use crate::library::transfer::import::saved_pages::wallabag::Label;

/// An item of Omnivore.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OmnivoreItem {
    slug: Option<String>,
    title: Option<String>,
    description: Option<String>,
    author: Option<String>,
    url: Option<String>,
    state: Option<String>,
    #[serde(default)]
    labels: Vec<Label>,
    saved_at: Option<String>,
    published_at: Option<String>,
    content: Option<String>,
}

/// Reads an item; `None` if it is damaged. `content_of` returns the HTML of an item by its slug.
pub(super) fn read_page(
    json: &str,
    content_of: &impl Fn(&str) -> Option<Vec<u8>>,
) -> Option<SavedPage> {
    let item: OmnivoreItem = serde_json::from_str(json).ok()?;
    let slug = item.slug.filter(|slug| is_file_name(slug));
    let file = || content_of(&slug?).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let published = time_value(item.published_at);
    Some(SavedPage {
        url: item.url.unwrap_or_default(),
        title: item.title.unwrap_or_default(),
        byline: item.author,
        standfirst: item.description,
        published: published.and_then(|value| value.as_str().map(str::to_owned)),
        added: time_value(item.saved_at),
        is_archived: item
            .state
            .is_some_and(|state| state.eq_ignore_ascii_case("archived")),
        tags: item
            .labels
            .into_iter()
            .filter_map(Label::into_name)
            .collect(),
        content: item.content.or_else(file),
        ..SavedPage::default()
    })
}

/// Returns true if a slug is a file name in the folder of the texts, not a path out of it.
fn is_file_name(slug: &str) -> bool {
    !slug.is_empty()
        && slug.len() <= 250
        && !slug.starts_with('.')
        && !slug.contains(['/', '\\', '\0'])
}
