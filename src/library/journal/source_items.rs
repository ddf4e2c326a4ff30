//! Items of changes of sources and categories: their present values, and setting them.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::library::LibraryError;
use crate::library::articles::sources::categories;
use crate::library::articles::sources::settings::{load_settings, store_settings};
use crate::library::journal::item_kind::{ItemKind, parse_value};
use crate::library::state::json;
use crate::model::{Category, CategoryId, SourceId, SourceSettings};

/// A category as the journal stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CategoryValue {
    pub(super) parent: Option<CategoryId>,
    pub(super) name: String,
    pub(super) position: i64,
}

/// Returns the present value of an item of a source or a category; `None` if its subject does not exist.
pub(super) fn current_value(
    connection: &Connection,
    kind: ItemKind,
    target: i64,
) -> Result<Option<String>, LibraryError> {
    match kind {
        ItemKind::Source => column::<Option<i64>>(connection, "removed", target),
        ItemKind::SourceTitle => column::<Option<String>>(connection, "user_title", target),
        ItemKind::SourcePaused => column::<bool>(connection, "paused", target),
        ItemKind::SourceUrl => column::<Option<String>>(connection, "url", target),
        ItemKind::SourceSettings => load_settings(connection, SourceId(target))?
            .map(|settings| json(&settings.to_json()))
            .transpose(),
        ItemKind::SourceCategories => {
            let categories = categories::categories_of(connection, SourceId(target))?;
            Ok(Some(json(&categories)?))
        }
        ItemKind::Category => {
            let category = connection
                .prepare_cached("SELECT parent, name, position FROM category WHERE id = ?1")?
                .query_row([target], |row| {
                    Ok(CategoryValue {
                        parent: row.get(0)?,
                        name: row.get(1)?,
                        position: row.get(2)?,
                    })
                })
                .optional()?;
            category.map(|category| json(&category)).transpose()
        }
        ItemKind::Read
        | ItemKind::ManyRead
        | ItemKind::InLibrary
        | ItemKind::Bookmark
        | ItemKind::Search
        | ItemKind::AccountPaused
        | ItemKind::Listed
        | ItemKind::Opened
        | ItemKind::ManyDeleted
        | ItemKind::ManyMuted
        | ItemKind::Correction
        | ItemKind::ManyAdded => Ok(None),
    }
}

/// Returns a column of a source as JSON; `None` if there is no such source.
fn column<T: rusqlite::types::FromSql + Serialize>(
    connection: &Connection,
    name: &str,
    source: i64,
) -> Result<Option<String>, LibraryError> {
    let value: Option<T> = connection
        .prepare_cached(&format!("SELECT {name} FROM source WHERE id = ?1"))?
        .query_row([source], |row| row.get(0))
        .optional()?;
    value.map(|value| json(&value)).transpose()
}

/// Sets the value of an item of a source or a category.
///
/// # Errors
/// [`LibraryError::Missing`] if the value can't be set any longer: another source has the address, or another category the name.
pub(super) fn apply_value(
    transaction: &Transaction<'_>,
    kind: ItemKind,
    target: i64,
    after: Option<&str>,
) -> Result<(), LibraryError> {
    match kind {
        ItemKind::Source => {
            let removed: Option<i64> = parse_value(after)?;
            // A source that comes back is fetched at once, with everything that it has.
            transaction
                .prepare_cached(
                    "UPDATE source SET removed = ?2, etag = NULL, last_modified = NULL, unchanged_since = NULL, next_fetch = NULL
                     WHERE id = ?1",
                )?
                .execute(params![target, removed])?;
        }
        ItemKind::SourceTitle => {
            transaction
                .prepare_cached("UPDATE source SET user_title = ?2 WHERE id = ?1")?
                .execute(params![target, parse_value::<Option<String>>(after)?])?;
        }
        ItemKind::SourcePaused => {
            // A failing source is tried again at once, since the user may have repaired it.
            transaction
                .prepare_cached(
                    "UPDATE source SET paused = ?2, next_fetch = iif(?2 = 0 AND failing_since IS NOT NULL, NULL, next_fetch)
                     WHERE id = ?1",
                )?
                .execute(params![target, parse_value::<bool>(after)?])?;
        }
        ItemKind::SourceUrl => set_address(transaction, target, parse_value(after)?)?,
        ItemKind::SourceSettings => {
            let object: Map<String, Value> = parse_value(after)?;
            store_settings(
                transaction,
                SourceId(target),
                &SourceSettings::from_json(&object),
            )?;
        }
        ItemKind::SourceCategories => {
            let after: Vec<CategoryId> = parse_value(after)?;
            categories::set_categories(transaction, SourceId(target), &after)?;
        }
        ItemKind::Category => match after {
            None => categories::remove_category(transaction, CategoryId(target))?,
            Some(_) => {
                let value: CategoryValue = parse_value(after)?;
                let category = Category {
                    id: CategoryId(target),
                    parent: value.parent,
                    name: value.name,
                    position: value.position,
                };
                categories::put_category(transaction, &category)?;
            }
        },
        ItemKind::Read
        | ItemKind::ManyRead
        | ItemKind::InLibrary
        | ItemKind::Bookmark
        | ItemKind::Search
        | ItemKind::AccountPaused
        | ItemKind::Listed
        | ItemKind::Opened
        | ItemKind::ManyDeleted
        | ItemKind::ManyMuted
        | ItemKind::Correction
        | ItemKind::ManyAdded => {}
    }
    Ok(())
}

/// Gives a source another address: what the server of the old one said has no meaning there.
fn set_address(
    transaction: &Transaction<'_>,
    source: i64,
    url: Option<String>,
) -> Result<(), LibraryError> {
    let taken: Option<i64> = transaction
        .prepare_cached("SELECT id FROM source WHERE url = ?1 AND id <> ?2")?
        .query_row(params![url, source], |row| row.get(0))
        .optional()?;
    if let Some(other) = taken {
        return Err(LibraryError::Missing(format!(
            "source {other} has this address"
        )));
    }
    transaction
        .prepare_cached(
            "UPDATE source SET url = ?2, old_url = NULL, moved_to = NULL, moved_since = NULL, etag = NULL, last_modified = NULL,
                unchanged_since = NULL, next_fetch = NULL, failing_since = NULL, failures = 0, error = NULL, error_detail = NULL
             WHERE id = ?1",
        )?
        .execute(params![source, url])?;
    Ok(())
}
