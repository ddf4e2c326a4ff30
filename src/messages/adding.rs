//! Sentences about what was added to the library, without a full stop.

use super::accounts;
use crate::ingest::{Added, ScanReport};
use crate::library::{FileWithoutArticle, FilesWithoutArticle, UpsertOutcome};
use crate::model::{Account, SourceId};
use crate::text::clean;

/// Words what became of an article that was added.
pub fn added_article(title: &str, outcome: UpsertOutcome) -> String {
    let title = clean::clean_line(title);
    match outcome {
        UpsertOutcome::New(id) | UpsertOutcome::Deleted(id) => {
            format!("Added article {id}, {title}")
        }
        UpsertOutcome::Changed(id) => format!("Updated article {id}, {title}"),
        UpsertOutcome::Known(id) => format!("Article {id}, {title}, already added"),
    }
}

/// Words what became of a path that was added.
pub fn added_path(added: &Added) -> String {
    let source = &added.source;
    let title = clean::clean_line(&source.title);
    let counts = scan_counts(&added.report, added.without_article.other_types);
    if added.is_inside {
        return format!(
            "Already in the source {}, {title}: its articles are there ({counts})",
            source.id
        );
    }
    let named = format!("{} {}, {title}", source.kind.name(), source.id);
    if added.new {
        return format!("Added {named}: {counts}");
    }
    let mut letters = named.chars();
    let capital: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    format!("{capital}: {counts}")
}

/// Words the counts of a scan and the number of files that are not text.
fn scan_counts(report: &ScanReport, not_text: usize) -> String {
    let found = report.new + report.changed + report.unchanged + report.missing;
    if found + report.unreadable + not_text == 0 {
        return "no articles yet".to_owned();
    }
    let added = (report.new, "added");
    let others = [
        (report.changed, "updated"),
        (report.unchanged, "already there"),
        (report.missing, "missing"),
        (report.unreadable, "unreadable"),
        (not_text, "not text"),
    ];
    let others = others.into_iter().filter(|(count, _)| *count > 0);
    let counts = std::iter::once(added).chain(others);
    let counts: Vec<String> = counts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    counts.join(", ")
}

/// Words the files of a source that can't be read, a line each, and the number of those beyond the named ones.
pub fn unreadable_files(title: &str, files: &FilesWithoutArticle) -> Vec<String> {
    let line = |file: &FileWithoutArticle| {
        let error = file.error.as_ref()?;
        let path = file.path.to_string_lossy();
        Some(format!(
            "can't be read: {}: {error}",
            clean::clean_line(&path)
        ))
    };
    let mut lines: Vec<String> = files.first.iter().filter_map(line).collect();
    match files.unreadable.saturating_sub(lines.len()) {
        0 => {}
        more => {
            let files = if more == 1 { "file" } else { "files" };
            let title = clean::clean_line(title);
            lines.push(format!("can't be read: {title}: {more} more {files}"));
        }
    }
    lines
}

/// Words the files of a source that are not text, a line each, and the number of those beyond the named ones.
pub fn other_files(title: &str, files: &FilesWithoutArticle) -> Vec<String> {
    let others = files.first.iter().filter(|file| file.error.is_none());
    let mut lines: Vec<String> = others
        .map(|file| {
            let path = file.path.to_string_lossy();
            format!("not text: {}", clean::clean_line(&path))
        })
        .collect();
    match files.other_types.saturating_sub(lines.len()) {
        0 => {}
        more => {
            let files = if more == 1 { "file" } else { "files" };
            let title = clean::clean_line(title);
            lines.push(format!("not text: {title}: {more} more {files}"));
        }
    }
    lines
}

/// Words the result of subscribing to a feed with so many new articles. `other` is an account that has the feed, too.
pub fn subscribed(
    title: &str,
    source: SourceId,
    (is_new, new): (bool, usize),
    other: Option<&Account>,
) -> String {
    let title = clean::clean_line(title);
    let count = match new {
        1 => "1 article".to_owned(),
        new => format!("{new} articles"),
    };
    let result = match (is_new, new) {
        (true, _) => format!("Subscribed to {title} (source {source}): {count}"),
        (false, 0) => format!("Already subscribed to {title} (source {source})"),
        (false, _) => format!("Already subscribed to {title} (source {source}): {count} new"),
    };
    match other {
        Some(account) => format!(
            "{result}; {} has this feed, too",
            accounts::name(&account.url, &account.user)
        ),
        None => result,
    }
}
