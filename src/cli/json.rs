//! The JSON that commands print. Lists are one object a line, other answers one object. Times are RFC 3339 in UTC,
//! missing values are null, and keys are only ever added.
//!
//! Articles, sources and bookmarks are here; the blocks of an article are in `blocks`, settings and the doctor's report in
//! `reports`.

mod accounts;
mod blocks;
mod extraction;
mod feeds;
mod reports;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use super::arguments::MarkState;
use crate::ingest::{Added, SourceResult};
use crate::library::{FilesWithoutArticle, SavedChange, UpsertOutcome};
use crate::messages;
use crate::model::{
    ArticleId, ArticleRow, Bookmark, ChangeOrigin, ChangeReport, Document, Request, SavedSearchId,
    SearchHit, Source, SourceSettings, TextKind, ViewRow,
};

use blocks::blocks_json;

pub(super) use accounts::{account_json, account_settings_json, synced_json};
pub(super) use extraction::failed_extraction_json;
pub use extraction::{explained_json, extraction_json};
pub(super) use feeds::feed_json;
pub(super) use reports::{check_json, recovery_json, settings_json};

/// Writes a value on one line. serde_json escapes ASCII control characters; C1 control characters (U+0080 to U+009F)
/// are escaped here.
pub(super) fn print_json(output: &mut impl Write, value: &Value) -> io::Result<()> {
    let text = value.to_string();
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            line.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            line.push(c);
        }
    }
    writeln!(output, "{line}")
}

/// Returns an article as `list` prints it.
pub(super) fn article_json(article: &ArticleRow) -> Value {
    let path = article.path.as_ref();
    let source = article.source.as_ref();
    let mut object = json!({
        // The id is null if the article is not in the library.
        "id": Some(article.id).filter(|id| id.is_in_library()),
        "title": article.title, "standfirst": article.standfirst, "byline": article.byline, "publisher": article.publisher,
        "published": article.published.map(|published| published.to_string()),
        "added": time_json(article.library_times.map(|times| times.added)),
        "updated": time_json(article.library_times.map(|times| times.updated)),
        // Time of the last change of its text beyond noise that the user has not seen.
        "changed": time_json(article.state.changed),
        "url": article.url,
        "path": path.map(|path| path.to_string_lossy()),
        "source": source.map(|(id, title)| json!({"id": id, "title": title})),
        "sources": article.sources.iter().map(|(id, title)| json!({"id": id, "title": title})).collect::<Vec<_>>(),
        "read": article.state.is_read, "bookmarked": article.state.is_bookmarked, "tags": article.state.tags,
        "progress": article.state.progress, "words": article.word_count,
        "story": article.story.map(|story| story.id),
        "muted": article.is_muted,
        // Which of two texts is shown; null if there is one.
        "text": article.shown_text.map(TextKind::name),
    });
    add_path_bytes(&mut object, path.map(PathBuf::as_path));
    object
}

/// Returns an article as `show` prints it: the object of `list`, and the blocks of its text.
pub(super) fn article_with_text_json(row: &ArticleRow, document: &Document) -> Value {
    let mut object = article_json(row);
    object["blocks"] = blocks_json(&document.blocks);
    object
}

/// Returns a hit of a search: the object of `list`, and the match.
pub(super) fn search_hit_json(hit: &SearchHit) -> Value {
    let mut object = article_json(&hit.article);
    object["match"] = json!({"section": hit.section, "text": hit.context});
    object
}

/// Returns a bookmark with its article.
pub(super) fn bookmark_json(bookmark: &Bookmark, of: &ArticleRow) -> Value {
    let place = bookmark.anchor.as_ref().map(|anchor| {
        json!({"section": bookmark.section, "quote": bookmark.quote, "offset": anchor.offset})
    });
    json!({
        "id": bookmark.id, "article": article_json(of), "place": place, "note": bookmark.note,
        "tags": bookmark.tags, "created": time_json(Some(bookmark.created)),
    })
}

/// Returns a source with its counts and state.
pub(super) fn source_json(source: &Source) -> Value {
    let mut object = json!({
        "id": source.id,
        "categories": [],
        "kind": source.kind.name(),
        "title": source.title,
        "url": source.url,
        "path": source.path.as_ref().map(|path| path.display().to_string()),
        "tags": [],
        "paused": source.is_paused,
        "articles": source.article_count,
        "unread": source.unread_count,
        "last_success": time_json(source.last_success),
        "next_fetch": time_json(source.next_fetch),
        "failing_since": time_json(source.failing_since),
        "error": source.error.as_ref().map(ToString::to_string),
    });
    add_path_bytes(&mut object, source.path.as_deref());
    object
}

/// Returns a source with its categories, each as its names from the top. Its tags are those at the top level.
pub(super) fn listed_source_json(source: &Source, categories: &[Vec<String>]) -> Value {
    let mut object = source_json(source);
    let paths: Vec<String> = categories.iter().map(|names| names.join("/")).collect();
    let tags = categories.iter().filter(|names| names.len() == 1);
    object["categories"] = json!(paths);
    object["tags"] = json!(tags.flatten().collect::<Vec<_>>());
    object
}

/// Returns the settings of a source. Values that may be credentials are not in it.
pub(super) fn source_settings_json(settings: &SourceSettings) -> Value {
    let mut object = Value::Object(settings.to_json());
    let headers: Vec<String> = settings
        .display_lines()
        .into_iter()
        .filter(|(key, _)| *key == "headers")
        .map(|(_, line)| line)
        .collect();
    if !headers.is_empty() {
        object["headers"] = json!(headers);
    }
    object
}

/// Returns a request of a source.
pub(super) fn request_json(request: &Request) -> Value {
    json!({
        "time": time_json(Some(request.time)), "http": request.status, "bytes": request.bytes,
        "milliseconds": request.milliseconds, "status": request.outcome.name(),
        "error": request.error.as_ref().map(ToString::to_string),
    })
}

/// Returns a source that was subscribed to.
pub(super) fn subscribed_json(source: &Source, is_new: bool, new: usize) -> Value {
    let mut object = source_json(source);
    object["new"] = json!(new);
    object["added"] = json!(is_new);
    object
}

/// Returns an article that was added from a page or from standard input.
pub(super) fn added_article_json(url: Option<&str>, title: &str, outcome: UpsertOutcome) -> Value {
    let is_new = matches!(outcome, UpsertOutcome::New(_));
    json!({"id": outcome.id(), "kind": "article", "title": title, "url": url, "new": usize::from(is_new), "added": is_new})
}

/// Returns the result of fetching a source.
pub(super) fn fetched_json(result: &SourceResult) -> Value {
    let skipped = result.skipped.map(messages::refresh::skip_text);
    let error = result.error.as_ref().map(ToString::to_string);
    json!({
        "source": result.source,
        "title": result.title,
        "url": result.url,
        "status": result.outcome.name(),
        "http": result.status,
        "new": result.new,
        "updated": result.updated,
        "omitted": result.omitted,
        "next_fetch": time_json(result.next_fetch),
        "error": error.or(skipped),
    })
}

/// Returns an added source with the counts of the scan.
pub(super) fn added_json(added: &Added) -> Value {
    let mut object = source_json(&added.source);
    let report = &added.report;
    for (name, count) in [
        ("new", report.new),
        ("changed", report.changed),
        ("known", report.unchanged),
        ("unreadable", report.unreadable),
        ("not_text", added.without_article.other_types),
    ] {
        object[name] = json!(count);
    }
    object
}

/// Adds the files of a source that have no article.
pub(super) fn add_files_without_article(object: &mut Value, files: &FilesWithoutArticle) {
    let (mut unreadable, mut not_text) = (Vec::new(), Vec::new());
    for file in &files.first {
        let path = file.path.to_string_lossy();
        match &file.error {
            Some(error) => unreadable.push(json!({"path": path, "error": error})),
            None => not_text.push(json!(path)),
        }
    }
    object["unreadable"] = Value::Array(unreadable);
    object["not_text"] = Value::Array(not_text);
}

/// Returns the result of marking articles.
pub(super) fn marked_json(state: MarkState, changed: &SavedChange) -> Value {
    let (name, value) = match state {
        MarkState::Read => ("read", true),
        MarkState::Unread => ("read", false),
        MarkState::Muted => ("muted", true),
        MarkState::Unmuted => ("muted", false),
    };
    json!({name: value, "marked": changed.articles.len(), "articles": changed.articles})
}

/// Returns a rule, or a saved search without an action, as `rules` prints it.
pub(super) fn rule_json(id: SavedSearchId, row: &ViewRow) -> Value {
    json!({
        "id": id, "name": row.name, "query": row.query, "action": row.action, "articles": row.article_count,
    })
}

/// Returns the result of an undo or a redo.
pub(super) fn replayed_json(
    report: &ChangeReport,
    articles: &[ArticleId],
    origin: Option<ChangeOrigin>,
) -> Value {
    let origin = origin.map(|origin| match origin {
        ChangeOrigin::AnotherWindow => "another-window",
        ChangeOrigin::EarlierSession { .. } => "earlier-session",
        ChangeOrigin::Rule => "rule",
    });
    json!({"result": messages::changes::report(report, None), "articles": articles, "origin": origin})
}

/// Adds the bytes of a path in hexadecimal digits if the path is not UTF-8.
fn add_path_bytes(object: &mut Value, path: Option<&Path>) {
    let Some(path) = path.filter(|path| path.to_str().is_none()) else {
        return;
    };
    let bytes = path.as_os_str().as_encoded_bytes();
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    object["path_bytes"] = json!(digits);
}

/// Returns a Unix time in seconds as RFC 3339 in UTC.
fn time_json(seconds: Option<i64>) -> Option<String> {
    let moment = DateTime::from_timestamp(seconds?, 0)?;
    Some(moment.to_rfc3339_opts(SecondsFormat::Secs, true))
}
