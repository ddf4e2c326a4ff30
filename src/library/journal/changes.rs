//! Changes of the user: the items that each sets, and its kind in the journal ([`ChangeKind`]).

use rusqlite::{OptionalExtension, params};

use crate::library::LibraryError;
use crate::library::journal::items::{ItemKind, SavedBookmark, SavedSearchState, SavedState};
use crate::library::journal::plan::ChangePlan;
use crate::library::state::json;
use crate::model::{Anchor, ArticleId, BookmarkId, ChangeKind, Document, SavedSearchId, SourceId};

/// A bookmark to be made of a place in an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewPlace {
    /// The place.
    pub anchor: Anchor,
    /// The heading above it.
    pub section: Option<String>,
    /// The sentence at it.
    pub quote: Option<String>,
    /// A note of the user's.
    pub note: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
}

/// Kind of a change that does something; `None` if it does nothing.
type PlannedChange = Result<Option<ChangeKind>, LibraryError>;

pub(super) fn toggle_read(plan: &mut ChangePlan<'_>, article: ArticleId) -> PlannedChange {
    let read: bool = plan.current_state("SELECT read FROM article WHERE id = ?1", article)?;
    set_read(plan, article, !read)
}

pub(super) fn set_read(plan: &mut ChangePlan<'_>, article: ArticleId, read: bool) -> PlannedChange {
    plan.item(ItemKind::Read, article.0, Some(read.to_string()));
    let title = plan.title(article)?;
    Ok(Some(ChangeKind::Mark { title, read }))
}

pub(super) fn toggle_bookmark(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    text: Option<&Document>,
    now: i64,
) -> PlannedChange {
    match plan.bookmark_of_article(article)? {
        Some((id, _)) => remove_bookmark(plan, id),
        None => add_bookmark(plan, article, text, None, &[], now),
    }
}

pub(super) fn add_bookmark(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    text: Option<&Document>,
    note: Option<&str>,
    tags: &[String],
    now: i64,
) -> PlannedChange {
    plan.put_in_library(article, text)?;
    let (id, mut marked) = match plan.bookmark_of_article(article)? {
        Some(known) => known,
        None => (
            plan.next_bookmark()?,
            SavedBookmark::is_of_article(article, now),
        ),
    };
    marked.tags.extend(tags.iter().cloned());
    tidy(&mut marked.tags);
    let before = marked.note.clone();
    // No note is no wish to be rid of the one that is there.
    marked.note = note.and_then(tidy_note).or(marked.note);
    let replaced_note = before.is_some() && before != marked.note;
    plan.item(ItemKind::Bookmark, id.0, Some(json(&marked)?));
    let title = plan.title(article)?;
    Ok(Some(ChangeKind::AddBookmark {
        title,
        replaced_note,
    }))
}

pub(super) fn bookmark_place(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    text: Option<&Document>,
    place: &NewPlace,
    now: i64,
) -> PlannedChange {
    plan.put_in_library(article, text)?;
    let mut marked = SavedBookmark {
        anchor: Some(json(&place.anchor)?),
        section: place.section.as_deref().and_then(tidy_line),
        quote: place.quote.as_deref().and_then(tidy_line),
        note: place.note.as_deref().and_then(tidy_note),
        tags: place.tags.clone(),
        ..SavedBookmark::is_of_article(article, now)
    };
    tidy(&mut marked.tags);
    let id = plan.next_bookmark()?;
    plan.item(ItemKind::Bookmark, id.0, Some(json(&marked)?));
    Ok(Some(ChangeKind::AddPlace {
        title: plan.title(article)?,
        section: marked.section,
    }))
}

pub(super) fn tag_article(
    plan: &mut ChangePlan<'_>,
    article: ArticleId,
    text: Option<&Document>,
    tags: &[String],
    now: i64,
) -> PlannedChange {
    let known = plan.bookmark_of_article(article)?;
    if known.is_none() && tags.is_empty() {
        return Ok(None);
    }
    plan.put_in_library(article, text)?;
    let (id, mut marked) = match known {
        Some(known) => known,
        None => (
            plan.next_bookmark()?,
            SavedBookmark::is_of_article(article, now),
        ),
    };
    marked.tags = tags.to_vec();
    tidy(&mut marked.tags);
    set_tags(plan, id, marked)
}

pub(super) fn edit_bookmark(
    plan: &mut ChangePlan<'_>,
    bookmark: BookmarkId,
    note: Option<&str>,
    tags: &[String],
) -> PlannedChange {
    let mut marked = plan.place_bookmark(bookmark)?;
    marked.note = note.and_then(tidy_note);
    marked.tags = tags.to_vec();
    tidy(&mut marked.tags);
    plan.item(ItemKind::Bookmark, bookmark.0, Some(json(&marked)?));
    let title = plan.title(marked.article)?;
    Ok(Some(ChangeKind::EditBookmark { title }))
}

pub(super) fn retag_bookmark(
    plan: &mut ChangePlan<'_>,
    bookmark: BookmarkId,
    given: &[String],
    taken: &[String],
) -> PlannedChange {
    let mut taken = taken.to_vec();
    tidy(&mut taken);
    let mut marked = plan.place_bookmark(bookmark)?;
    marked.tags.extend(given.iter().cloned());
    tidy(&mut marked.tags);
    marked.tags.retain(|tag| !taken.contains(tag));
    set_tags(plan, bookmark, marked)
}

fn set_tags(
    plan: &mut ChangePlan<'_>,
    bookmark: BookmarkId,
    marked: SavedBookmark,
) -> PlannedChange {
    plan.item(ItemKind::Bookmark, bookmark.0, Some(json(&marked)?));
    Ok(Some(ChangeKind::Tag {
        title: plan.title(marked.article)?,
        tags: marked.tags,
    }))
}

pub(super) fn remove_bookmark(plan: &mut ChangePlan<'_>, bookmark: BookmarkId) -> PlannedChange {
    let marked = plan.place_bookmark(bookmark)?;
    plan.item(ItemKind::Bookmark, bookmark.0, None);
    let title = plan.title(marked.article)?;
    Ok(Some(match marked.anchor {
        Some(_) => ChangeKind::RemovePlace { title },
        None => ChangeKind::RemoveBookmark { title },
    }))
}

pub(super) fn delete(plan: &mut ChangePlan<'_>, article: ArticleId, now: i64) -> PlannedChange {
    let state: bool =
        plan.current_state("SELECT in_library FROM article WHERE id = ?1", article)?;
    if !state {
        return Ok(None);
    }
    for bookmark in plan.bookmarks_of(article)? {
        plan.item(ItemKind::Bookmark, bookmark.0, None);
    }
    let deleted = SavedState {
        in_library: false,
        deleted: Some(now),
    };
    plan.item(ItemKind::Kept, article.0, Some(json(&deleted)?));
    let title = plan.title(article)?;
    Ok(Some(ChangeKind::DeleteArticle { title }))
}

pub(super) fn save_search(
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
            let created =
                plan.current_state("SELECT created FROM saved_search WHERE id = ?1", id)?;
            (id, created)
        }
        None => (SavedSearchId(plan.next("saved_search")?), now),
    };
    let search = SavedSearchState {
        name: name.to_owned(),
        query: query.to_owned(),
        created,
    };
    plan.item(ItemKind::Search, id.0, Some(json(&search)?));
    let name = search.name;
    let kind = match renamed {
        Some((_, from)) => ChangeKind::RenameSearch { from, to: name },
        None => ChangeKind::SaveSearch { name },
    };
    Ok((id, kind))
}

pub(super) fn remove_search(plan: &mut ChangePlan<'_>, search: SavedSearchId) -> PlannedChange {
    let name = plan.current_state("SELECT name FROM saved_search WHERE id = ?1", search)?;
    plan.item(ItemKind::Search, search.0, None);
    Ok(Some(ChangeKind::RemoveSearch { name }))
}

pub(super) fn remove_source(
    plan: &mut ChangePlan<'_>,
    source: SourceId,
    now: i64,
) -> PlannedChange {
    let found: Option<(String, i64)> = plan
        .transaction
        .prepare_cached("SELECT title, articles FROM source WHERE id = ?1 AND removed IS NULL")?
        .query_row(params![source], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((title, articles)) = found else {
        return Err(LibraryError::Missing(format!("no source {source}")));
    };
    plan.item(ItemKind::Source, source.0, Some(json(&Some(now))?));
    let articles = usize::try_from(articles).unwrap_or_default();
    Ok(Some(ChangeKind::RemoveSource { title, articles }))
}

/// A note as it is kept, on whatever way it comes: clean, without white space around it; none where nothing is left.
pub(in crate::library) fn tidy_note(note: &str) -> Option<String> {
    let note = crate::text::clean::clean_text(note);
    let note = note.trim();
    (!note.is_empty()).then(|| note.to_owned())
}

/// The heading of a place and the sentence at it are one line each.
fn tidy_line(text: &str) -> Option<String> {
    let line = crate::text::clean::clean_line(text);
    (!line.is_empty()).then(|| line.into_owned())
}

/// Tags without blanks around them and `#` before them, each once, in the order of the alphabet.
pub(in crate::library) fn tidy(tags: &mut Vec<String>) {
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
