//! Items of a change: each sets one value ([`ChangeItem`]). The journal stores the values before and after as JSON.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};

use crate::library::LibraryError;
use crate::library::journal::correction_items;
use crate::library::journal::item_kind::{ItemKind, parse_value};
use crate::library::journal::source_items;
use crate::library::query::search::saved;
use crate::library::remote::accounts;
use crate::library::state::json;
use crate::model::{AccountId, ArticleId, BookmarkId, RuleAction, SavedSearchId};

/// A value that a change sets. The value is JSON, or `None` if the subject is to be removed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ChangeItem {
    /// Kind of the value.
    pub(super) kind: ItemKind,
    /// Id of the article, bookmark, saved search, source or category; for [`ItemKind::ManyRead`] 1 if the articles are marked as
    /// read, otherwise 0.
    pub(super) target: i64,
    /// New value.
    pub(super) after: Option<String>,
}

/// Membership of an article in the library, as the journal stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LibraryMembership {
    /// True if the article is in the library.
    #[serde(rename = "kept")]
    pub(super) in_library: bool,
    /// Time when the user deleted the article, in seconds since 1970; `None` if the user did not.
    pub(super) deleted: Option<i64>,
}

/// A bookmark as the journal stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct BookmarkValue {
    pub(super) article: ArticleId,
    pub(super) anchor: Option<String>,
    pub(super) section: Option<String>,
    pub(super) quote: Option<String>,
    pub(super) note: Option<String>,
    pub(super) created: i64,
    /// Tags in alphabetical order.
    pub(super) tags: Vec<String>,
}

impl BookmarkValue {
    /// Creates a bookmark of a whole article, without a note and tags.
    pub(super) fn new(article: ArticleId, created: i64) -> Self {
        Self {
            article,
            anchor: None,
            section: None,
            quote: None,
            note: None,
            created,
            tags: Vec::new(),
        }
    }
}

/// A saved search as the journal stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SavedSearchValue {
    pub(super) name: String,
    pub(super) query: String,
    pub(super) created: i64,
    /// Action of a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) action: Option<RuleAction>,
}

/// Returns true if the value `to` would remove an article from the library that is still needed: it has a bookmark, or,
/// unless it is the user who deletes it, a source has brought it since.
pub(super) fn is_needed(
    transaction: &Transaction<'_>,
    article: ArticleId,
    to: Option<&str>,
) -> Result<bool, LibraryError> {
    let to: LibraryMembership = parse_value(to)?;
    if to.in_library {
        return Ok(false);
    }
    let needed = transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM bookmark WHERE article = ?1) OR (?2 AND (
                EXISTS (SELECT 1 FROM article WHERE id = ?1 AND source IS NOT NULL)
                OR EXISTS (SELECT 1 FROM entry WHERE article = ?1)))",
        )?
        .query_row(params![article, to.deleted.is_none()], |row| row.get(0))?;
    Ok(needed)
}

/// Returns the current value of an item; `None` if its subject does not exist. `of` is any value of the item: for a
/// correction, it says which one.
pub(super) fn current_value(
    connection: &Connection,
    kind: ItemKind,
    target: i64,
    of: Option<&str>,
) -> Result<Option<String>, LibraryError> {
    match kind {
        ItemKind::Read => {
            let read: Option<bool> = connection
                .prepare_cached("SELECT read FROM article WHERE id = ?1")?
                .query_row([target], |row| row.get(0))
                .optional()?;
            Ok(read.map(|read| read.to_string()))
        }
        ItemKind::ManyRead
        | ItemKind::ManyDeleted
        | ItemKind::ManyAdded
        | ItemKind::ManyMuted
        | ItemKind::Listed => Ok(None),
        ItemKind::Opened => {
            let opened: Option<Option<i64>> = connection
                .prepare_cached("SELECT opened FROM article WHERE id = ?1")?
                .query_row([target], |row| row.get(0))
                .optional()?;
            opened.map(|opened| json(&opened)).transpose()
        }
        ItemKind::Correction => correction_items::current_value(connection, ArticleId(target), of),
        ItemKind::InLibrary => {
            let state = connection
                .prepare_cached("SELECT in_library, deleted FROM article WHERE id = ?1")?
                .query_row([target], |row| {
                    Ok(LibraryMembership {
                        in_library: row.get(0)?,
                        deleted: row.get(1)?,
                    })
                })
                .optional()?;
            state.map(|state| json(&state)).transpose()
        }
        ItemKind::Bookmark => bookmark_value(connection, BookmarkId(target))?
            .map(|value| json(&value))
            .transpose(),
        ItemKind::Search => {
            let search = connection
                .prepare_cached(
                    "SELECT name, query, created, action FROM saved_search WHERE id = ?1",
                )?
                .query_row([target], |row| {
                    Ok(SavedSearchValue {
                        name: row.get(0)?,
                        query: row.get(1)?,
                        created: row.get(2)?,
                        action: row
                            .get::<_, Option<String>>(3)?
                            .and_then(|action| RuleAction::parse(&action).ok()),
                    })
                })
                .optional()?;
            search.map(|search| json(&search)).transpose()
        }
        ItemKind::Source
        | ItemKind::SourceTitle
        | ItemKind::SourcePaused
        | ItemKind::SourceSettings
        | ItemKind::SourceCategories
        | ItemKind::SourceUrl
        | ItemKind::Category => source_items::current_value(connection, kind, target),
        ItemKind::AccountPaused => {
            let account = accounts::account(connection, AccountId(target))?;
            Ok(account.map(|account| account.is_paused.to_string()))
        }
    }
}

/// Loads a bookmark with its tags.
pub(super) fn bookmark_value(
    connection: &Connection,
    bookmark: BookmarkId,
) -> Result<Option<BookmarkValue>, LibraryError> {
    let value = connection
        .prepare_cached(
            "SELECT article, anchor, section, quote, note, created FROM bookmark WHERE id = ?1",
        )?
        .query_row([bookmark], |row| {
            Ok(BookmarkValue {
                article: row.get(0)?,
                anchor: row.get(1)?,
                section: row.get(2)?,
                quote: row.get(3)?,
                note: row.get(4)?,
                created: row.get(5)?,
                tags: Vec::new(),
            })
        })
        .optional()?;
    let Some(mut value) = value else {
        return Ok(None);
    };
    let mut statement = connection
        .prepare_cached("SELECT tag FROM bookmark_tag WHERE bookmark = ?1 ORDER BY tag")?;
    value.tags = statement
        .query_map([bookmark], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(Some(value))
}

/// Sets the value of an item from `before`, its current value, to `after`. Adds the affected articles to
/// `changed_articles`.
///
/// # Errors
/// [`LibraryError::Missing`] if the article of a bookmark does not exist, or another saved search has the name.
pub(super) fn apply_value(
    transaction: &Transaction<'_>,
    now: i64,
    kind: ItemKind,
    target: i64,
    before: Option<&str>,
    after: Option<&str>,
    changed_articles: &mut BTreeSet<ArticleId>,
) -> Result<(), LibraryError> {
    match kind {
        ItemKind::Read => {
            transaction
                .prepare_cached("UPDATE article SET read = ?2, read_at = ?3 WHERE id = ?1")?
                .execute(params![
                    target,
                    after == Some("true"),
                    (after == Some("true")).then_some(now)
                ])?;
            changed_articles.insert(ArticleId(target));
        }
        // Batches are replayed by `batches`.
        ItemKind::ManyRead | ItemKind::ManyDeleted | ItemKind::ManyAdded | ItemKind::ManyMuted => {}
        ItemKind::Listed => {
            changed_articles.insert(ArticleId(target));
        }
        ItemKind::Opened => {
            transaction
                .prepare_cached("UPDATE article SET opened = ?2 WHERE id = ?1")?
                .execute(params![target, parse_value::<Option<i64>>(after)?])?;
            changed_articles.insert(ArticleId(target));
        }
        ItemKind::Correction => {
            correction_items::apply_value(transaction, ArticleId(target), after)?;
            changed_articles.insert(ArticleId(target));
        }
        ItemKind::InLibrary => {
            let state: LibraryMembership = parse_value(after)?;
            transaction
                .prepare_cached("UPDATE article SET in_library = ?2, deleted = ?3 WHERE id = ?1")?
                .execute(params![target, state.in_library, state.deleted])?;
            changed_articles.insert(ArticleId(target));
        }
        ItemKind::Bookmark => {
            for text in [before, after].into_iter().flatten() {
                changed_articles.insert(parse_value::<BookmarkValue>(Some(text))?.article);
            }
            write_bookmark(transaction, target, before.is_some(), after)?;
        }
        ItemKind::Source
        | ItemKind::SourceTitle
        | ItemKind::SourcePaused
        | ItemKind::SourceSettings
        | ItemKind::SourceCategories
        | ItemKind::SourceUrl
        | ItemKind::Category => source_items::apply_value(transaction, kind, target, after)?,
        ItemKind::AccountPaused => {
            accounts::set_paused(transaction, AccountId(target), after == Some("true"))?;
        }
        ItemKind::Search => match (before, after) {
            (_, None) => {
                transaction.execute("DELETE FROM saved_search WHERE id = ?1", [target])?;
            }
            (_, Some(after)) => {
                let search: SavedSearchValue = parse_value(Some(after))?;
                let taken: bool = transaction.query_row(
                    "SELECT EXISTS (SELECT 1 FROM saved_search WHERE name = ?1 AND id <> ?2)",
                    params![search.name, target],
                    |row| row.get(0),
                )?;
                if taken {
                    return Err(LibraryError::Missing(format!(
                        "another search has the name {}",
                        search.name
                    )));
                }
                write_search(transaction, target, &search)?;
            }
        },
    }
    Ok(())
}

/// Writes a saved search. With another query or action than before, a rule acts on articles that are new from now on.
fn write_search(
    transaction: &Transaction<'_>,
    id: i64,
    search: &SavedSearchValue,
) -> Result<(), LibraryError> {
    let action = search.action.as_ref().map(ToString::to_string);
    let is_same: bool = transaction.query_row(
        "SELECT EXISTS (SELECT 1 FROM saved_search WHERE id = ?1 AND query = ?2 AND action IS ?3)",
        params![id, search.query, action],
        |row| row.get(0),
    )?;
    transaction.execute(
        "INSERT INTO saved_search (id, name, query, created, action) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET name = ?2, query = ?3, action = ?5, evaluated_on = NULL",
        params![id, search.name, search.query, search.created, action],
    )?;
    if !is_same {
        saved::forget_rule_matches(transaction, SavedSearchId(id))?;
        transaction.execute(
            "UPDATE saved_search SET since = (SELECT ifnull(max(id), 0) FROM article) WHERE id = ?1",
            [id],
        )?;
    }
    Ok(())
}

fn write_bookmark(
    transaction: &Transaction<'_>,
    id: i64,
    exists: bool,
    after: Option<&str>,
) -> Result<(), LibraryError> {
    let Some(after) = after else {
        transaction
            .prepare_cached("DELETE FROM bookmark WHERE id = ?1")?
            .execute([id])?;
        return Ok(());
    };
    let value: BookmarkValue = parse_value(Some(after))?;
    let article: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1)")?
        .query_row([value.article], |row| row.get(0))?;
    let taken: bool = value.anchor.is_none()
        && transaction
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM bookmark WHERE article = ?1 AND anchor IS NULL AND id <> ?2)")?
            .query_row(params![value.article, id], |row| row.get(0))?;
    if !article || taken {
        return Err(LibraryError::Missing(
            "the article of a bookmark".to_owned(),
        ));
    }
    if exists {
        transaction
            .prepare_cached("UPDATE bookmark SET note = ?2 WHERE id = ?1")?
            .execute(params![id, value.note])?;
        transaction
            .prepare_cached("DELETE FROM bookmark_tag WHERE bookmark = ?1")?
            .execute([id])?;
    } else {
        transaction
            .prepare_cached(
                "INSERT INTO bookmark (id, article, anchor, section, quote, note, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![id, value.article, value.anchor, value.section, value.quote, value.note, value.created])?;
    }
    for tag in &value.tags {
        transaction
            .prepare_cached("INSERT OR IGNORE INTO bookmark_tag (bookmark, tag) VALUES (?1, ?2)")?
            .execute(params![id, tag])?;
    }
    Ok(())
}
