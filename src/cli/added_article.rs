//! The line about an article that was added: [`added_article_line`].

use crate::library::UpsertOutcome;
use crate::text::clean;

/// Returns the line about an article that was added.
pub(super) fn added_article_line(title: &str, outcome: UpsertOutcome) -> String {
    let title = clean::clean_line(title);
    match outcome {
        UpsertOutcome::New(id) | UpsertOutcome::Deleted(id) => {
            format!("Added article {id}, {title}")
        }
        UpsertOutcome::Changed(id) => format!("Updated article {id}, {title}"),
        UpsertOutcome::Known(id) => format!("Article {id}, {title}, already added"),
    }
}
