//! Wording of articles, bookmarks and counts in linear mode.

use crate::model::{ArticleRow, ArticleState, Bookmark};

/// Returns a count with its noun in the singular or plural.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Returns a sentence with a count: `There is 1 article.`
pub(super) fn there_are(count: usize, one: &str, many: &str) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("There {verb} {}.", counted(count, one, many))
}

/// Returns the line of an article of the library: number, title and state.
pub(super) fn article_line(number: usize, article: &ArticleRow) -> String {
    let problem = article.error.as_ref();
    let problem = problem.map(|reason| format!(", can't be read: {reason}"));
    let others = article.story.map_or(0, |story| story.others);
    let story = match others {
        0 => String::new(),
        _ => format!(", {others} more with this text"),
    };
    format!(
        "{number}. {}{}{story}{}",
        article.title,
        state_text(&article.state),
        problem.unwrap_or_default()
    )
}

/// Returns the line of a bookmarked place.
pub(super) fn place_line(number: usize, bookmark: &Bookmark) -> String {
    let mut parts = vec![match &bookmark.section {
        Some(section) => format!("Place in section {section}"),
        None => "Place".to_owned(),
    }];
    // At a heading, the quote is the heading itself and is left out.
    parts.extend(
        bookmark
            .quote
            .clone()
            .filter(|_| bookmark.quote != bookmark.section),
    );
    let note = bookmark.note.as_ref();
    parts.extend(note.map(|note| format!("Note: {note}")));
    if !bookmark.tags.is_empty() {
        parts.push(format!("Tags: {}", bookmark.tags.join(", ")));
    }
    let ended = parts.iter().map(|part| {
        let ends = part.ends_with(['.', '!', '?', '…', ':']);
        if ends {
            part.clone()
        } else {
            format!("{part}.")
        }
    });
    format!("{number}. {}", ended.collect::<Vec<_>>().join(" "))
}

/// Returns the state of an article, to be appended to its title.
pub(super) fn state_text(state: &ArticleState) -> String {
    let mut words = String::new();
    if !state.is_read {
        words.push_str(", unread");
    }
    if state.is_bookmarked {
        words.push_str(", bookmarked");
    }
    if state.changed.is_some() {
        words.push_str(", updated");
    }
    let percent = (state.progress * 100.0).round();
    if percent > 0.0 && percent < 100.0 {
        words.push_str(&format!(", {percent} percent"));
    }
    if state.is_unsaved {
        words.push_str(", not saved");
    }
    words
}
