//! Sentences about what was added to the library, without a full stop.

use crate::ingest::{Added, ScanReport};
use crate::library::UpsertOutcome;
use crate::model::SourceId;
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
    let counts = scan_counts(&added.report);
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

/// Words the counts of a scan.
fn scan_counts(report: &ScanReport) -> String {
    let found = report.new + report.changed + report.unchanged + report.missing;
    if found + report.unreadable == 0 {
        return "no articles yet".to_owned();
    }
    let added = (report.new, "added");
    let others = [
        (report.changed, "updated"),
        (report.unchanged, "already there"),
        (report.missing, "missing"),
        (report.unreadable, "unreadable"),
    ];
    let others = others.into_iter().filter(|(count, _)| *count > 0);
    let counts = std::iter::once(added).chain(others);
    let counts: Vec<String> = counts
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    counts.join(", ")
}

/// Words the result of subscribing to a feed with so many new articles.
pub fn subscribed(title: &str, source: SourceId, is_new: bool, new: usize) -> String {
    let title = clean::clean_line(title);
    let count = match new {
        1 => "1 article".to_owned(),
        new => format!("{new} articles"),
    };
    match (is_new, new) {
        (true, _) => format!("Subscribed to {title} (source {source}): {count}"),
        (false, 0) => format!("Already subscribed to {title} (source {source})"),
        (false, _) => format!("Already subscribed to {title} (source {source}): {count} new"),
    }
}
