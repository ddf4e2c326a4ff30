//! Title, author, date, publisher and standfirst of an HTML page.

use super::Hints;
use super::html::tree::Tree;
use crate::model::Metadata;

/// Reads what a page says of itself.
pub(crate) fn read(tree: &Tree, hints: &Hints<'_>, base: Option<&url::Url>) -> Metadata {
    let _ = (hints, base);
    let title = tree
        .elements(0)
        .find(|i| tree.name(*i) == "title")
        .map(|i| tree.collapsed(i));
    Metadata {
        title,
        ..Metadata::default()
    }
}
