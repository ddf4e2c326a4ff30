//! Changes that the user can make: for each, the items to set and its kind in the journal ([`ChangeKind`]).

use rusqlite::OptionalExtension;

use crate::library::LibraryError;
use crate::library::journal::item_kind::{ItemKind, parse_value};
use crate::library::journal::items::{
    BookmarkValue, LibraryMembership, SavedSearchValue, current_value,
};
use crate::library::journal::plan::ChangePlan;
use crate::library::state::json;
use crate::model::{Anchor, ArticleId, BookmarkId, ChangeKind, Document, SavedSearchId};

/// A new bookmark of a place in an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewPlace {
    /// Position of the place.
    pub anchor: Anchor,
    /// Heading above the place.
    pub section: Option<String>,
    /// Sentence at the place.
    pub quote: Option<String>,
    /// Note of the user.
    pub note: Option<String>,
    /// Tags; they are normalized when the bookmark is saved.
    pub tags: Vec<String>,
}

/// Kind of the planned change; `None` if there is nothing to change.
pub(super) type PlannedChange = Result<Option<ChangeKind>, LibraryError>;

pub(super) fn plan_toggle_read(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    shares_read: bool,
) -> PlannedChange {
    let read: bool = plan.load_value("SELECT read FROM article WHERE id = ?1", article)?;
    plan_set_read(plan, article, !read, shares_read)
}

pub(super) fn plan_set_read(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    read: bool,
    shares_read: bool,
) -> PlannedChange {
    plan.add_item(ItemKind::Read, article.0, Some(read.to_string()));
    if shares_read {
        for other in plan.other_members(article)? {
            plan.add_item(ItemKind::Read, other.0, Some(read.to_string()));
        }
    }
    let title = plan.load_title(article)?;
    Ok(Some(ChangeKind::Mark { title, read }))
}

pub(super) fn plan_toggle_bookmark(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    text: Option<&Document>,
    now: i64,
) -> PlannedChange {
    match plan.load_article_bookmark(article)? {
        Some((id, _)) => plan_remove_bookmark(plan, id),
        None => plan_bookmark(plan, article, text, None, &[], now),
    }
}

pub(super) fn plan_bookmark(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    text: Option<&Document>,
    note: Option<&str>,
    tags: &[String],
    now: i64,
) -> PlannedChange {
    plan.ensure_in_library(article, text)?;
    let (id, mut value) = match plan.load_article_bookmark(article)? {
        Some(known) => known,
        None => (plan.next_bookmark_id()?, BookmarkValue::new(article, now)),
    };
    value.tags.extend(tags.iter().cloned());
    normalize_tags(&mut value.tags);
    let before = value.note.clone();
    // A missing note does not mean that the present one is to be removed.
    value.note = note.and_then(normalize_note).or(value.note);
    let replaced_note = before.is_some() && before != value.note;
    plan.add_item(ItemKind::Bookmark, id.0, Some(json(&value)?));
    let title = plan.load_title(article)?;
    Ok(Some(ChangeKind::AddBookmark {
        title,
        replaced_note,
    }))
}

pub(super) fn plan_bookmark_place(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    text: Option<&Document>,
    place: &NewPlace,
    now: i64,
) -> PlannedChange {
    plan.ensure_in_library(article, text)?;
    let mut value = BookmarkValue {
        anchor: Some(json(&place.anchor)?),
        section: place.section.as_deref().and_then(normalize_line),
        quote: place.quote.as_deref().and_then(normalize_line),
        note: place.note.as_deref().and_then(normalize_note),
        tags: place.tags.clone(),
        ..BookmarkValue::new(article, now)
    };
    normalize_tags(&mut value.tags);
    let id = plan.next_bookmark_id()?;
    plan.add_item(ItemKind::Bookmark, id.0, Some(json(&value)?));
    Ok(Some(ChangeKind::AddPlace {
        title: plan.load_title(article)?,
        section: value.section,
    }))
}

pub(super) fn plan_tag_article(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    text: Option<&Document>,
    tags: &[String],
    now: i64,
) -> PlannedChange {
    let known = plan.load_article_bookmark(article)?;
    let is_new_bookmark = known.is_none();
    if is_new_bookmark && tags.is_empty() {
        return Ok(None);
    }
    plan.ensure_in_library(article, text)?;
    let (id, mut value) = match known {
        Some(known) => known,
        None => (plan.next_bookmark_id()?, BookmarkValue::new(article, now)),
    };
    value.tags = tags.to_vec();
    normalize_tags(&mut value.tags);
    plan_set_tags(plan, id, value, is_new_bookmark)
}

pub(super) fn plan_edit_bookmark(
    plan: &mut ChangePlan<'_>,
    bookmark: BookmarkId,
    note: Option<&str>,
    tags: &[String],
) -> PlannedChange {
    let mut value = plan.load_bookmark(bookmark)?;
    value.note = note.and_then(normalize_note);
    value.tags = tags.to_vec();
    normalize_tags(&mut value.tags);
    plan.add_item(ItemKind::Bookmark, bookmark.0, Some(json(&value)?));
    let title = plan.load_title(value.article)?;
    Ok(Some(ChangeKind::EditBookmark { title }))
}

pub(super) fn plan_retag_bookmark(
    plan: &mut ChangePlan<'_>,
    bookmark: BookmarkId,
    added: &[String],
    removed: &[String],
) -> PlannedChange {
    let mut taken = removed.to_vec();
    normalize_tags(&mut taken);
    let mut value = plan.load_bookmark(bookmark)?;
    value.tags.extend(added.iter().cloned());
    normalize_tags(&mut value.tags);
    value.tags.retain(|tag| !taken.contains(tag));
    plan_set_tags(plan, bookmark, value, false)
}

fn plan_set_tags(
    plan: &mut ChangePlan<'_>,
    bookmark: BookmarkId,
    value: BookmarkValue,
    is_new_bookmark: bool,
) -> PlannedChange {
    plan.add_item(ItemKind::Bookmark, bookmark.0, Some(json(&value)?));
    Ok(Some(ChangeKind::Tag {
        title: plan.load_title(value.article)?,
        tags: value.tags,
        is_new_bookmark,
    }))
}

pub(super) fn plan_remove_bookmark(
    plan: &mut ChangePlan<'_>,
    bookmark: BookmarkId,
) -> PlannedChange {
    let value = plan.load_bookmark(bookmark)?;
    plan.add_item(ItemKind::Bookmark, bookmark.0, None);
    let title = plan.load_title(value.article)?;
    let others = plan.bookmark_ids(value.article)?.len().saturating_sub(1);
    Ok(Some(match value.anchor {
        Some(_) => ChangeKind::RemovePlace { title },
        None => ChangeKind::RemoveBookmark {
            title,
            places: others,
        },
    }))
}

/// Plans to add an article to the library.
pub(super) fn plan_add_article(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    text: &Document,
) -> PlannedChange {
    plan.ensure_in_library(article, Some(text))?;
    let title = plan.load_title(article)?;
    Ok(Some(ChangeKind::AddArticle { title }))
}

pub(super) fn plan_delete(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    now: i64,
) -> PlannedChange {
    let in_library: bool =
        plan.load_value("SELECT in_library FROM article WHERE id = ?1", article)?;
    let title = plan.load_title(article)?;
    if in_library {
        plan_removal(plan, article, now)?;
        return Ok(Some(ChangeKind::DeleteArticle { title }));
    }
    // Only the history lists it.
    let has_file = plan.load_value(
        "SELECT path IS NOT NULL FROM article WHERE id = ?1",
        article,
    )?;
    plan_leave_history(plan, article)?;
    Ok(Some(ChangeKind::UnlistArticle { title, has_file }))
}

/// Adds the item that removes an article from the history.
fn plan_leave_history(plan: &mut ChangePlan<'_>, article: ArticleId) -> Result<(), LibraryError> {
    plan.add_item(ItemKind::Opened, article.0, Some(json(&None::<i64>)?));
    Ok(())
}

/// Plans the deletion of an article that a list in memory shows: an opened file, or an article of the tour. Of a file
/// that is not in the library, only its row is removed.
pub(super) fn plan_delete_listed(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    now: i64,
) -> PlannedChange {
    let is_stored: bool = plan.load_value(
        "SELECT in_library OR seed IS NOT NULL FROM article WHERE id = ?1",
        article,
    )?;
    let has_file = plan.load_value(
        "SELECT path IS NOT NULL FROM article WHERE id = ?1",
        article,
    )?;
    if is_stored {
        plan_removal(plan, article, now)?;
    }
    plan.add_item(ItemKind::Listed, article.0, Some(false.to_string()));
    let title = plan.load_title(article)?;
    Ok(Some(match is_stored {
        true => ChangeKind::DeleteArticle { title },
        false => ChangeKind::UnlistArticle { title, has_file },
    }))
}

/// Adds the items that remove an article and its bookmarks from the library, and from the history.
fn plan_removal(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    now: i64,
) -> Result<(), LibraryError> {
    for bookmark in plan.bookmark_ids(article)? {
        plan.add_item(ItemKind::Bookmark, bookmark.0, None);
    }
    let deleted = LibraryMembership {
        in_library: false,
        deleted: Some(now),
    };
    plan.add_item(ItemKind::InLibrary, article.0, Some(json(&deleted)?));
    plan_leave_history(plan, article)
}

pub(super) fn plan_save_search(
    plan: &mut ChangePlan<'_>,
    name: &str,
    query: &str,
    now: i64,
) -> Result<(SavedSearchId, ChangeKind), LibraryError> {
    let name = &*crate::text::clean::clean_line(name);
    let known: Option<SavedSearchId> = plan
        .transaction
        .prepare_cached("SELECT id FROM saved_search WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    let same: Option<(SavedSearchId, String)> = plan
        .transaction
        .prepare_cached(
            "SELECT id, name FROM saved_search WHERE trim(query) = trim(?1) ORDER BY id LIMIT 1",
        )?
        .query_row([query], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let renamed = same.filter(|_| known.is_none());
    let known = known.or(renamed.as_ref().map(|(id, _)| *id));
    let (id, created) = match known {
        Some(id) => {
            let created = plan.load_value("SELECT created FROM saved_search WHERE id = ?1", id)?;
            (id, created)
        }
        None => (SavedSearchId(plan.next_id("saved_search")?), now),
    };
    let action = match known {
        Some(id) => load_search(plan, id)?.action,
        None => None,
    };
    let search = SavedSearchValue {
        name: name.to_owned(),
        query: query.to_owned(),
        created,
        action,
    };
    plan.add_item(ItemKind::Search, id.0, Some(json(&search)?));
    let name = search.name;
    let kind = match renamed {
        Some((_, from)) => ChangeKind::RenameSearch { from, to: name },
        None => ChangeKind::SaveSearch { name },
    };
    Ok((id, kind))
}

pub(super) fn plan_rename_search(
    plan: &mut ChangePlan<'_>,
    search: SavedSearchId,
    name: &str,
) -> PlannedChange {
    let mut value = load_search(plan, search)?;
    let to = crate::text::clean::clean_line(name).into_owned();
    let from = std::mem::replace(&mut value.name, to.clone());
    plan.add_item(ItemKind::Search, search.0, Some(json(&value)?));
    Ok(Some(ChangeKind::RenameSearch { from, to }))
}

pub(super) fn plan_edit_search(
    plan: &mut ChangePlan<'_>,
    search: SavedSearchId,
    query: &str,
) -> PlannedChange {
    let mut value = load_search(plan, search)?;
    query.clone_into(&mut value.query);
    plan.add_item(ItemKind::Search, search.0, Some(json(&value)?));
    Ok(Some(ChangeKind::EditSearch { name: value.name }))
}

/// Loads a saved search that must exist.
pub(super) fn load_search(
    plan: &ChangePlan<'_>,
    search: SavedSearchId,
) -> Result<SavedSearchValue, LibraryError> {
    let value = current_value(plan.transaction, ItemKind::Search, search.0, None)?;
    let value =
        value.ok_or_else(|| LibraryError::Missing("the saved search was removed".to_owned()))?;
    parse_value(Some(&value))
}

pub(super) fn plan_remove_search(
    plan: &mut ChangePlan<'_>,
    search: SavedSearchId,
) -> PlannedChange {
    let name = plan.load_value("SELECT name FROM saved_search WHERE id = ?1", search)?;
    plan.add_item(ItemKind::Search, search.0, None);
    Ok(Some(ChangeKind::RemoveSearch { name }))
}

/// Normalizes a note, from whatever input: without control characters and without white space around it. `None` if
/// nothing is left.
pub(in crate::library) fn normalize_note(note: &str) -> Option<String> {
    let note = crate::text::clean::clean_text(note);
    let note = note.trim();
    (!note.is_empty()).then(|| note.to_owned())
}

/// Normalizes a heading or a quoted sentence to one line. `None` if nothing is left.
fn normalize_line(text: &str) -> Option<String> {
    let line = crate::text::clean::clean_line(text);
    (!line.is_empty()).then(|| line.into_owned())
}

/// Normalizes tags: without white space around them and `#` before them, sorted, each once.
pub(in crate::library) fn normalize_tags(tags: &mut Vec<String>) {
    let clean = |tag: &String| {
        crate::text::clean::clean_line(tag.trim().trim_start_matches('#')).into_owned()
    };
    *tags = tags
        .iter()
        .map(clean)
        .filter(|tag| !tag.is_empty())
        .collect();
    tags.sort();
    tags.dedup();
}
