//! A story as scripts get it: [`row`].

use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use crate::model::Article;

/// The object of one article. What is not known is null.
pub(super) fn row(article: &Article) -> Value {
    let path = article.path.as_ref();
    let source = article.source.as_ref();
    let mut row = json!({
        // What is not in the library has no name there.
        "id": Some(article.id.0).filter(|id| *id > 0),
        "title": article.title, "standfirst": article.standfirst, "byline": article.byline, "publisher": article.publisher,
        "published": article.published.map(|published| published.to_string()),
        "added": time(article.kept_since.map(|(added, _)| added)),
        "updated": time(article.kept_since.map(|(_, updated)| updated)),
        "url": article.url,
        "path": path.map(|path| path.to_string_lossy()),
        "source": source.map(|(id, title)| json!({"id": id, "title": title})),
        "read": article.state.read, "bookmarked": article.state.bookmarked, "tags": article.state.tags,
        "progress": article.state.progress, "words": article.words,
    });
    add_bytes(&mut row, path.map(PathBuf::as_path));
    row
}

/// Has an object hold the bytes of its path in hexadecimal digits too, where the path is no UTF-8 and can't be given back as text.
pub(super) fn add_bytes(object: &mut Value, path: Option<&Path>) {
    let Some(path) = path.filter(|path| path.to_str().is_none()) else {
        return;
    };
    if let Some(members) = object.as_object_mut() {
        let bytes = path.as_os_str().as_encoded_bytes();
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        members.insert("path_bytes".to_owned(), json!(digits));
    }
}

/// Seconds since 1970 in UTC as RFC 3339.
pub(super) fn time(seconds: Option<i64>) -> Option<String> {
    let moment = DateTime::from_timestamp(seconds?, 0)?;
    Some(moment.to_rfc3339_opts(SecondsFormat::Secs, true))
}
