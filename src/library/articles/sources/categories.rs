//! Categories: a tree of names, and the sources in each.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::model::{Category, CategoryId, SourceId};
use crate::text::clean;

/// Returns the categories that a source is in.
pub(in crate::library) fn categories_of(
    connection: &Connection,
    source: SourceId,
) -> Result<Vec<CategoryId>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT category FROM source_category WHERE source = ?1 ORDER BY category",
    )?;
    let found = statement.query_map([source], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns every category, siblings in their order.
pub(in crate::library) fn categories(
    connection: &Connection,
) -> Result<Vec<Category>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT id, parent, name, position FROM category ORDER BY position, name",
    )?;
    let found = statement.query_map([], |row| {
        Ok(Category {
            id: row.get(0)?,
            parent: row.get(1)?,
            name: row.get(2)?,
            position: row.get(3)?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns the category with this name below a parent, and creates it, as the last sibling, if necessary.
pub(in crate::library) fn ensure_category(
    transaction: &Transaction<'_>,
    parent: Option<CategoryId>,
    name: &str,
) -> Result<CategoryId, LibraryError> {
    let name = clean::clean_line(name);
    if let Some(id) = find_category(transaction, parent, &name)? {
        return Ok(id);
    }
    transaction
        .prepare_cached(
            "INSERT INTO category (parent, name, position) VALUES (?1, ?2, (
                SELECT ifnull(max(position) + 1, 0) FROM category WHERE ifnull(parent, 0) = ifnull(?1, 0)))",
        )?
        .execute(params![parent, name])?;
    Ok(CategoryId(transaction.last_insert_rowid()))
}

fn find_category(
    connection: &Connection,
    parent: Option<CategoryId>,
    name: &str,
) -> Result<Option<CategoryId>, LibraryError> {
    Ok(connection
        .prepare_cached(
            "SELECT id FROM category WHERE ifnull(parent, 0) = ifnull(?1, 0) AND name = ?2",
        )?
        .query_row(params![parent, name], |row| row.get(0))
        .optional()?)
}

/// Puts a source into exactly these categories, as far as they exist.
pub(in crate::library) fn set_categories(
    transaction: &Transaction<'_>,
    source: SourceId,
    categories: &[CategoryId],
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("DELETE FROM source_category WHERE source = ?1")?
        .execute([source])?;
    for category in categories {
        transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO source_category (source, category)
                 SELECT ?1, id FROM category WHERE id = ?2 AND EXISTS (SELECT 1 FROM source WHERE id = ?1)",
            )?
            .execute(params![source, category])?;
    }
    Ok(())
}

/// Adds or changes a category.
///
/// # Errors
/// [`LibraryError::Missing`] if another category has the name, its parent is gone, or it would be below itself.
pub(in crate::library) fn put_category(
    transaction: &Transaction<'_>,
    category: &Category,
) -> Result<(), LibraryError> {
    let Category {
        id,
        parent,
        name,
        position,
    } = category;
    let cannot_be_set: bool = transaction
        .prepare_cached(
            "WITH RECURSIVE above (id) AS (SELECT ?2 UNION SELECT parent FROM category JOIN above USING (id))
             SELECT EXISTS (SELECT 1 FROM category WHERE ifnull(parent, 0) = ifnull(?2, 0) AND name = ?3 AND id <> ?1)
                OR EXISTS (SELECT 1 FROM above WHERE id = ?1)
                OR (?2 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM category WHERE id = ?2))",
        )?
        .query_row(params![id, parent, name], |row| row.get(0))?;
    if cannot_be_set {
        return Err(LibraryError::Missing(format!(
            "a category {name} is there already, or would be below itself"
        )));
    }
    transaction
        .prepare_cached(
            "INSERT INTO category (id, parent, name, position) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET parent = ?2, name = ?3, position = ?4",
        )?
        .execute(params![id, parent, name, position])?;
    Ok(())
}

/// Removes an empty category.
///
/// # Errors
/// [`LibraryError::Missing`] if it has sources, or categories below it.
pub(in crate::library) fn remove_category(
    transaction: &Transaction<'_>,
    id: CategoryId,
) -> Result<(), LibraryError> {
    let removed = transaction
        .prepare_cached(
            "DELETE FROM category WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM source_category WHERE category = ?1)
                AND NOT EXISTS (SELECT 1 FROM category below WHERE below.parent = ?1)",
        )?
        .execute([id])?;
    match removed {
        0 => Err(LibraryError::Missing(
            "the category is no longer empty".to_owned(),
        )),
        _ => Ok(()),
    }
}
