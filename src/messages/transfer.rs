//! Sentences about exports and imports: their numbers, and the data that they leave out.

use crate::library::{ExportOmission, ImportOmission, SubscriptionCounts};
use crate::model::{ItemPosition, MAX_SUBSCRIPTIONS, SkipReason, SkippedItem};
use crate::text::clean;

/// Words the data that an export leaves out, without a full stop.
pub fn export_omission(omission: ExportOmission) -> String {
    match omission {
        ExportOmission::NotBookmarked(count) => format!(
            "{} not bookmarked (--all writes them too)",
            with_count(count, "article that is", "articles that are")
        ),
        ExportOmission::ReadingPositions(count) => {
            with_count(count, "reading position", "reading positions")
        }
        ExportOmission::ReadMarks(count) => with_count(count, "read mark", "read marks"),
        ExportOmission::Sources(count) => with_count(count, "source", "sources"),
        ExportOmission::SavedSearches(count) => with_count(count, "saved search", "saved searches"),
        ExportOmission::Changes(count) => with_count(
            count,
            "change that can be undone",
            "changes that can be undone",
        ),
        ExportOmission::Texts(count) => format!(
            "{} written without text, which is not stored",
            with_count(count, "article was", "articles were")
        ),
        ExportOmission::WithoutLink(count) => format!(
            "{} without a link",
            with_count(count, "bookmarked article", "bookmarked articles")
        ),
        ExportOmission::Places(count) => format!(
            "{}, with their notes",
            with_count(count, "place in an article", "places in articles")
        ),
        ExportOmission::Passwords(count) => format!(
            "{} without its user name and password",
            with_count(count, "address", "addresses")
        ),
        ExportOmission::OtherSources(count) => {
            with_count(count, "source that is no feed", "sources that are no feeds")
        }
        ExportOmission::SourceSettings(count) => {
            format!("the settings of {}", with_count(count, "feed", "feeds"))
        }
        ExportOmission::ProgramFeeds(count) => format!(
            "{} a program prints",
            with_count(count, "feed that", "feeds that")
        ),
        ExportOmission::Accounts(count) => format!(
            "{}; after the import, newsprint account add takes up the feeds",
            with_count(count, "account on a server", "accounts on servers")
        ),
        ExportOmission::Articles => "the articles and their state".to_owned(),
        ExportOmission::AllButBookmarks => {
            "the texts, the read marks, and articles that are not bookmarked".to_owned()
        }
    }
}

/// Words the data that an import leaves out, without a full stop.
pub fn import_omission(omission: ImportOmission) -> String {
    match omission {
        ImportOmission::NotWebPages(count) => format!(
            "{} to no web page",
            with_count(count, "bookmark that links", "bookmarks that link")
        ),
        ImportOmission::FolderNames(count) => format!(
            "{}: only their bookmarks are imported",
            with_count(count, "name of a folder", "names of folders")
        ),
        ImportOmission::Changes(count) => format!(
            "{} that could be undone: imported only into an empty library",
            with_count(count, "change", "changes")
        ),
        ImportOmission::History => {
            "the history and the last view: imported only into an empty library".to_owned()
        }
    }
}

/// Words the result of an import of subscriptions, with the next command.
pub fn subscription_counts(counts: &SubscriptionCounts) -> String {
    let mut line = format!(
        "{} added, {} already there, {} skipped",
        with_count(counts.added, "feed", "feeds"),
        counts.existing,
        counts.skipped.count()
    );
    if counts.searches > 0 {
        let searches = with_count(counts.searches, "search", "searches");
        line.push_str(&format!("; {searches} saved"));
    }
    if counts.rules > 0 {
        let rules = with_count(counts.rules, "rule that mutes", "rules that mute");
        line.push_str(&format!(
            "; {rules} new articles: newsprint rules lists them"
        ));
    }
    if counts.added > 0 {
        line.push_str("; newsprint fetch gets the articles");
    }
    line
}

/// Words an item that is not imported: its position, its beginning and the reason.
pub fn skipped_item(item: &SkippedItem) -> String {
    let position = match item.position {
        ItemPosition::Line(number) => format!("line {number}"),
        ItemPosition::Item(number) => format!("item {number}"),
    };
    let text = clean::clean_line(&item.text);
    let what = match text.is_empty() {
        true => position,
        false => format!("{position}: {text}"),
    };
    match &item.reason {
        // The feed itself is imported.
        SkipReason::Password => format!("imported without its password: {what}: {}", reason(item)),
        _ => format!("not imported: {what}: {}", reason(item)),
    }
}

/// Words the reason why an item is not imported, and what to do.
fn reason(item: &SkippedItem) -> String {
    match &item.reason {
        SkipReason::Program => {
            "it runs a program: set it with newsprint sources set ID exec=PROGRAM".to_owned()
        }
        SkipReason::Query(part) => {
            let part = clean::clean_line(part);
            format!("a search can't say “{part}”")
        }
        SkipReason::NameTaken => "another saved search has this name".to_owned(),
        SkipReason::NotWeb => "not a web address (http, https)".to_owned(),
        SkipReason::NoAddress => "no address".to_owned(),
        SkipReason::Password => {
            "set it with newsprint sources set ID password-command=…".to_owned()
        }
        SkipReason::Include => "another file is not fetched: import that one".to_owned(),
        SkipReason::PageLink => "a link to a page, not a feed: use newsprint add".to_owned(),
        SkipReason::Comment => "it is commented out".to_owned(),
        SkipReason::Damaged => "it is damaged or too complicated".to_owned(),
        SkipReason::TooMany => format!("the limit is {MAX_SUBSCRIPTIONS} a file: split it"),
    }
}

/// Words the number of skipped items that are not listed.
pub fn unlisted_items(count: usize) -> String {
    format!(
        "not imported: {}",
        with_count(count, "more item", "more items")
    )
}

/// Formats a count with the singular or plural of its noun: `1 article`, `2 articles`.
fn with_count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
