//! Sentences about changes, undo and redo, without a full stop.

use crate::model::{ChangeKind, ChangeOrigin, ChangeReport, Direction, RuleAction};
use crate::text::{shorten, shorten_title};

use super::accounts;
use super::sources::duration;

/// Writes a message about the result of a change. `undo_key` is the key that undoes it, if there is one.
pub fn report(report: &ChangeReport, undo_key: Option<&str>) -> String {
    match report {
        ChangeReport::Made(kind) => made_text(kind, undo_key),
        ChangeReport::Replayed(Direction::Undo, kind) => format!("Undone: {}", change_name(kind)),
        ChangeReport::Replayed(Direction::Redo, kind) => format!("Redone: {}", change_name(kind)),
        ChangeReport::Skipped(direction, kind) => {
            let done = match direction {
                Direction::Undo => "undone",
                Direction::Redo => "redone",
            };
            let since = match kind {
                ChangeKind::PauseAccount { .. } => "the account was changed again or removed",
                _ => "it was changed again",
            };
            format!("Not {done}, since {since}: {}", change_name(kind))
        }
        ChangeReport::NothingUnread => "Nothing here is unread".to_owned(),
        ChangeReport::Nothing(Direction::Undo) => "Nothing to undo".to_owned(),
        ChangeReport::Nothing(Direction::Redo) => "Nothing to redo".to_owned(),
    }
}

/// Writes the question whether a change of another session is to be undone by pressing the key again. Where it is longer
/// than `max_chars`, it is said in fewer words, so that the key can be read.
pub fn confirmation_question(
    kind: &ChangeKind,
    origin: ChangeOrigin,
    undo_key: &str,
    max_chars: usize,
) -> String {
    let origin = origin_name(origin);
    let name = change_name(kind);
    let question =
        format!("Last change is from {origin}: {name}. Press {undo_key} again to undo it");
    if question.chars().nth(max_chars).is_none() {
        return question;
    }
    let (begin, end) = (
        format!("From {origin}: "),
        format!(" · {undo_key} again undoes it"),
    );
    // With room for a closing quotation mark.
    let room = max_chars.saturating_sub(begin.chars().count() + end.chars().count() + 1);
    let mut name = shorten(&name, room).into_owned();
    if name.contains('“') && !name.contains('”') {
        name.push('”');
    }
    format!("{begin}{name}{end}")
}

/// Names the origin of a change.
fn origin_name(origin: ChangeOrigin) -> &'static str {
    match origin {
        ChangeOrigin::AnotherWindow => "another window",
        ChangeOrigin::EarlierSession { .. } => "an earlier session",
        ChangeOrigin::Rule => "a rule",
    }
}

/// Says who made an undone change, or when: a command of a shell has no sessions. `now` is in seconds since 1970.
pub fn origin_remark(origin: ChangeOrigin, now: i64) -> String {
    match origin {
        ChangeOrigin::AnotherWindow => "made in another window".to_owned(),
        ChangeOrigin::Rule => "made by a rule".to_owned(),
        ChangeOrigin::EarlierSession { time } => match now - time {
            ..60 => "made just now".to_owned(),
            seconds @ 60..3_600 => format!("made {} min ago", seconds / 60),
            seconds @ 3_600..86_400 => format!("made {} h ago", seconds / 3_600),
            seconds => format!("made {} ago", duration(seconds)),
        },
    }
}

/// Writes a message about a change that was made. `undo_key` is the key that undoes it, if there is one.
pub fn made_text(kind: &ChangeKind, undo_key: Option<&str>) -> String {
    let done = |what: &str| match undo_key {
        Some(key) => format!("{what} ({key} undoes)"),
        None => what.to_owned(),
    };
    // With a key, the article is on the screen; otherwise its title names it.
    let removed = |what: &str, name: &str| match undo_key {
        Some(key) => format!("{what} ({key} undoes)"),
        None => format!("{what}: {}", quoted(name)),
    };
    match kind {
        ChangeKind::Mark { title, read } => format!("Marked {} as {}", quoted(title), state(*read)),
        ChangeKind::MarkMany { count, read } => {
            done(&format!("{} marked {}", articles(*count), state(*read)))
        }
        ChangeKind::AddBookmark {
            title,
            replaced_note,
        } => match replaced_note {
            true => format!("Bookmarked {} and replaced its note", quoted(title)),
            false => format!("Bookmarked {}", quoted(title)),
        },
        ChangeKind::RemoveBookmark { title, places } => {
            let stay = match places {
                0 => String::new(),
                1 => "; 1 place stays bookmarked".to_owned(),
                n => format!("; {n} places stay bookmarked"),
            };
            removed(&format!("Bookmark removed{stay}"), title)
        }
        ChangeKind::RemovePlace { title } => removed("Bookmark removed", title),
        ChangeKind::AddPlace { title, section } => match section {
            Some(section) => format!("Bookmarked: {}", shorten_title(section)),
            None => format!("Bookmarked a place in {}", quoted(title)),
        },
        ChangeKind::EditBookmark { .. } => "Note saved".to_owned(),
        ChangeKind::Tag {
            title,
            tags,
            is_new_bookmark,
        } => match (tags.is_empty(), is_new_bookmark) {
            (true, _) => format!("Removed the tags of {}", quoted(title)),
            (false, false) => format!("Tagged {} as {}", quoted(title), tags.join(", ")),
            (false, true) => format!(
                "Bookmarked {} and tagged it as {}",
                quoted(title),
                tags.join(", ")
            ),
        },
        ChangeKind::Correct {
            line, is_included, ..
        } => removed(
            match is_included {
                true => "Line taken in",
                false => "Line taken out",
            },
            line,
        ),
        ChangeKind::DeleteArticle { title } => removed("Article deleted", title),
        ChangeKind::UnlistArticle { title, has_file } => match has_file {
            true => removed("Removed from the list, the file stays", title),
            false => removed("Removed from the list", title),
        },
        ChangeKind::SaveSearch { name } => format!("Saved the search {}", quoted(name)),
        ChangeKind::RenameSearch { from, to } => {
            format!("Renamed the search {} to {}", quoted(from), quoted(to))
        }
        ChangeKind::EditSearch { name } => removed("Saved search changed", name),
        ChangeKind::RemoveSearch { name } => removed("Saved search removed", name),
        ChangeKind::SetRule { name, action } => match action {
            Some(action) => done(&format!(
                "New articles of {} are {}",
                quoted(name),
                action_done(action)
            )),
            None => done(&format!("{} is no longer a rule", quoted(name))),
        },
        ChangeKind::ApplyRule {
            action,
            count,
            name,
        } => done(&format!(
            "{} {} by the rule {}",
            articles(*count),
            action_done(action),
            quoted(name)
        )),
        ChangeKind::MuteMany { count, muted } => match muted {
            true => done(&format!("{} muted", articles(*count))),
            false => done(&format!("{} listed again", articles(*count))),
        },
        ChangeKind::ImportSources { sources, searches } => {
            format!("Imported {}", imported_sources(*sources, *searches))
        }
        ChangeKind::RemoveSource {
            title,
            articles: count,
            deleted,
        } => {
            let gone = match deleted {
                0 => String::new(),
                count => format!(" and {}", articles(*count)),
            };
            let stay = match count {
                0 => String::new(),
                1 => "; its article stays".to_owned(),
                n => format!("; its {n} articles stay"),
            };
            let stay = stay.replace("its", if *deleted > 0 { "the other" } else { "its" });
            let undo = undo_key.map(|key| format!(" ({key} undoes)"));
            let undo = undo.unwrap_or_default();
            format!("Removed the source {}{gone}{stay}{undo}", quoted(title))
        }
        ChangeKind::Subscribe { title, count } => format!("Subscribed to {}", feeds(title, *count)),
        ChangeKind::AddSource { title, is_folder } => {
            format!("Added the {} {}", kind_of_path(*is_folder), quoted(title))
        }
        ChangeKind::AddArticle { title } => format!("Added {}", quoted(title)),
        ChangeKind::RenameSource { from, to } => {
            format!("Renamed the source {} to {}", quoted(from), quoted(to))
        }
        ChangeKind::PauseSource { title, paused } => match paused {
            true => format!("Paused {}", quoted(title)),
            false => format!("Resumed {}", quoted(title)),
        },
        ChangeKind::PauseAccount { url, user, paused } => {
            let verb = if *paused { "Paused" } else { "Resumed" };
            format!("{verb} {}", accounts::name(url, user))
        }
        ChangeKind::SetSource { title, keys, value } => match value {
            Some(value) => format!("Set {}={value} for {}", keys.join(", "), quoted(title)),
            None => format!("Changed {} of {}", keys.join(", "), quoted(title)),
        },
        ChangeKind::ReaddressSource { title } => {
            format!("Changed the address of {}", quoted(title))
        }
        ChangeKind::SetCategories { title, categories } => match categories.is_empty() {
            true => format!("Removed {} from its categories", quoted(title)),
            false => format!("Put {} into {}", quoted(title), categories.join(", ")),
        },
        ChangeKind::MoveCategory { from, to } => {
            format!("Renamed the category {} to {}", quoted(from), quoted(to))
        }
        ChangeKind::RemoveCategory { path } => removed("Category removed", path),
        ChangeKind::Other => "Changed".to_owned(),
    }
}

/// Writes a message about a change that a command made: its kind, `None` if it changed nothing.
pub fn made_or_nothing(kind: Option<&ChangeKind>) -> String {
    kind.map_or_else(
        || "Nothing to change".to_owned(),
        |kind| made_text(kind, None),
    )
}

/// Names a change by what making it does.
fn change_name(kind: &ChangeKind) -> String {
    match kind {
        ChangeKind::Mark { title, read } => format!("mark {} as {}", quoted(title), state(*read)),
        ChangeKind::MarkMany { count, read } => {
            format!("mark {} as {}", articles(*count), state(*read))
        }
        ChangeKind::AddBookmark { title, .. } => format!("bookmark {}", quoted(title)),
        ChangeKind::RemoveBookmark { title, .. } => {
            format!("remove the bookmark of {}", quoted(title))
        }
        ChangeKind::AddPlace { title, section } => {
            format!("bookmark {}", place_name(title, section))
        }
        ChangeKind::RemovePlace { title } => format!("remove a bookmark in {}", quoted(title)),
        ChangeKind::EditBookmark { title } => format!("change a bookmark of {}", quoted(title)),
        ChangeKind::Tag { title, tags, .. } => match tags.is_empty() {
            true => format!("remove the tags of {}", quoted(title)),
            false => format!("tag {} as {}", quoted(title), tags.join(", ")),
        },
        ChangeKind::Correct {
            title,
            line,
            is_included,
        } => {
            let direction = if *is_included { "into" } else { "out of" };
            format!("take {} {direction} {}", quoted(line), quoted(title))
        }
        ChangeKind::DeleteArticle { title } => format!("delete {}", quoted(title)),
        ChangeKind::UnlistArticle { title, .. } => {
            format!("remove {} from the list", quoted(title))
        }
        ChangeKind::SaveSearch { name } => format!("save the search {}", quoted(name)),
        ChangeKind::RenameSearch { from, to } => {
            format!("rename the search {} to {}", quoted(from), quoted(to))
        }
        ChangeKind::EditSearch { name } => format!("change the search {}", quoted(name)),
        ChangeKind::RemoveSearch { name } => format!("remove the search {}", quoted(name)),
        ChangeKind::SetRule { name, action } => match action {
            Some(action) => format!("set the rule {} to {action}", quoted(name)),
            None => format!("end the rule {}", quoted(name)),
        },
        ChangeKind::ApplyRule {
            name,
            action,
            count,
        } => {
            let (what, rule) = (articles(*count), quoted(name));
            match action {
                RuleAction::Mute => format!("mute {what} by the rule {rule}"),
                RuleAction::Read => format!("mark {what} as read by the rule {rule}"),
                RuleAction::Bookmark => format!("bookmark {what} by the rule {rule}"),
                RuleAction::Tag(tag) => format!("tag {what} as {tag} by the rule {rule}"),
            }
        }
        ChangeKind::MuteMany { count, muted } => match muted {
            true => format!("mute {}", articles(*count)),
            false => format!("unmute {}", articles(*count)),
        },
        ChangeKind::ImportSources { sources, searches } => {
            format!("import {}", imported_sources(*sources, *searches))
        }
        ChangeKind::RemoveSource { title, .. } => format!("remove the source {}", quoted(title)),
        ChangeKind::Subscribe { title, count } => format!("subscribe to {}", feeds(title, *count)),
        ChangeKind::AddSource { title, is_folder } => {
            format!("add the {} {}", kind_of_path(*is_folder), quoted(title))
        }
        ChangeKind::AddArticle { title } => format!("add {}", quoted(title)),
        ChangeKind::RenameSource { from, to } => {
            format!("rename the source {} to {}", quoted(from), quoted(to))
        }
        ChangeKind::PauseSource { title, paused } => match paused {
            true => format!("pause {}", quoted(title)),
            false => format!("resume {}", quoted(title)),
        },
        ChangeKind::PauseAccount { url, user, paused } => {
            let verb = if *paused { "pause" } else { "resume" };
            format!("{verb} {}", accounts::name(url, user))
        }
        ChangeKind::SetSource { title, keys, value } => match value {
            Some(value) => format!("set {}={value} for {}", keys.join(", "), quoted(title)),
            None => format!("change {} of {}", keys.join(", "), quoted(title)),
        },
        ChangeKind::ReaddressSource { title } => {
            format!("change the address of {}", quoted(title))
        }
        ChangeKind::SetCategories { title, .. } => {
            format!("change the categories of {}", quoted(title))
        }
        ChangeKind::MoveCategory { from, to } => {
            format!("rename the category {} to {}", quoted(from), quoted(to))
        }
        ChangeKind::RemoveCategory { path } => format!("remove the category {}", quoted(path)),
        ChangeKind::Other => "a change of a newer newsprint".to_owned(),
    }
}

/// Names imported feeds and searches by their numbers.
fn imported_sources(sources: usize, searches: usize) -> String {
    let count = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let feeds = count(sources, "feed", "feeds");
    let searches = count(searches, "search", "searches");
    let both: Vec<String> = feeds.into_iter().chain(searches).collect();
    both.join(" and ")
}

/// Names subscribed feeds by the first of them.
fn feeds(title: &str, count: usize) -> String {
    match count {
        0 | 1 => quoted(title),
        n => format!("{} and {} more", quoted(title), n - 1),
    }
}

fn place_name(title: &str, section: &Option<String>) -> String {
    match section {
        Some(section) => format!("a place in {} of {}", quoted(section), quoted(title)),
        None => format!("a place in {}", quoted(title)),
    }
}

fn kind_of_path(is_folder: bool) -> &'static str {
    match is_folder {
        true => "folder",
        false => "file",
    }
}

/// Says what a rule does with articles.
pub fn action_done(action: &RuleAction) -> String {
    match action {
        RuleAction::Mute => "muted".to_owned(),
        RuleAction::Read => "marked read".to_owned(),
        RuleAction::Bookmark => "bookmarked".to_owned(),
        RuleAction::Tag(tag) => format!("tagged {tag}"),
    }
}

fn state(read: bool) -> &'static str {
    match read {
        true => "read",
        false => "unread",
    }
}

fn articles(count: usize) -> String {
    match count {
        1 => "1 article".to_owned(),
        n => format!("{n} articles"),
    }
}

/// Quotes a text, shortened if it is too long for a sentence.
fn quoted(text: &str) -> String {
    format!("“{}”", shorten_title(text))
}
