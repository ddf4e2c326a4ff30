//! A story as a line of JSON: the ROW of every list.

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use crate::model::Article;

/// The row of a story.
pub(super) fn row(article: &Article) -> Value {
    let (added, updated) = article.kept_since.unzip();
    json!({
        "id": article.id.0,
        "title": article.title,
        "standfirst": article.standfirst,
        "byline": article.byline,
        "publisher": article.publisher,
        "published": article.published.map(|published| published.to_string()),
        "added": added.map(moment),
        "updated": updated.map(moment),
        "url": article.url,
        "path": article.path.as_ref().map(|path| path.to_string_lossy()),
        "source": article.source.as_ref().map(|(id, title)| json!({"id": id, "title": title})),
        "read": article.state.read,
        "bookmarked": article.state.bookmarked,
        "tags": article.state.tags,
        "progress": article.state.progress,
        "words": article.words,
    })
}

/// RFC 3339 in UTC.
fn moment(seconds: i64) -> Option<String> {
    let moment = DateTime::from_timestamp(seconds, 0)?;
    Some(moment.to_rfc3339_opts(SecondsFormat::Secs, true))
}
