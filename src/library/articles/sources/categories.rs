//! Categories: a tree of names, and the sources in each.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::{LibraryError, LibraryReader};
use crate::model::{Category, CategoryId, SourceId};
use crate::text::clean;

/// Returns the categories that a source is in.
pub(in crate::library) fn categories_of(
    library: &LibraryReader,
    source: SourceId,
) -> Result<Vec<CategoryId>, LibraryError> {
    let mut statement = library.connection().prepare_cached(
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

/// Renames or moves a category.
pub(in crate::library) fn change_category(
    transaction: &Transaction<'_>,
    id: CategoryId,
    parent: Option<CategoryId>,
    name: &str,
) -> Result<(), LibraryError> {
    let name = clean::clean_line(name);
    let is_taken = find_category(transaction, parent, &name)?.is_some_and(|other| other != id);
    let is_below: bool = transaction
        .prepare_cached(
            "WITH RECURSIVE above (id) AS (SELECT ?2 UNION SELECT parent FROM category JOIN above USING (id))
             SELECT EXISTS (SELECT 1 FROM above WHERE id = ?1)",
        )?
        .query_row(params![id, parent], |row| row.get(0))?;
    let changed = match is_taken || is_below {
        true => 0,
        false => transaction
            .prepare_cached("UPDATE category SET parent = ?2, name = ?3 WHERE id = ?1")?
            .execute(params![id, parent, name])?,
    };
    match changed {
        0 => Err(LibraryError::Missing(format!(
            "category {id}: not found, its name is taken, or it would be below itself"
        ))),
        _ => Ok(()),
    }
}

/// Removes a category; its subcategories move to its parent.
pub(in crate::library) fn remove_category(
    transaction: &Transaction<'_>,
    id: CategoryId,
) -> Result<(), LibraryError> {
    let parent: Option<Option<CategoryId>> = transaction
        .prepare_cached("SELECT parent FROM category WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Some(parent) = parent else { return Ok(()) };
    // A category below it may have its name.
    transaction.execute(
        "UPDATE category SET name = char(0) || id WHERE id = ?1",
        [id],
    )?;
    move_children_up(transaction, id, parent)?;
    transaction.execute("DELETE FROM category WHERE id = ?1", [id])?;
    Ok(())
}

/// Moves the subcategories of one category to another, and merges those of the same name.
fn move_children_up(
    transaction: &Transaction<'_>,
    from: CategoryId,
    to: Option<CategoryId>,
) -> Result<(), LibraryError> {
    let mut statement =
        transaction.prepare_cached("SELECT id, name FROM category WHERE parent = ?1")?;
    let below = statement.query_map([from], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let below: Vec<(CategoryId, String)> = below.collect::<Result<_, _>>()?;
    drop(statement);
    for (child, name) in below {
        let Some(same) = find_category(transaction, to, &name)? else {
            transaction.execute(
                "UPDATE category SET parent = ?2 WHERE id = ?1",
                params![child, to],
            )?;
            continue;
        };
        transaction.execute(
            "INSERT OR IGNORE INTO source_category SELECT source, ?2 FROM source_category WHERE category = ?1",
            [child, same],
        )?;
        move_children_up(transaction, child, Some(same))?;
        transaction.execute("DELETE FROM category WHERE id = ?1", [child])?;
    }
    Ok(())
}

/// Puts a source into exactly these categories.
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
                "INSERT OR IGNORE INTO source_category (source, category) VALUES (?1, ?2)",
            )?
            .execute(params![source, category])?;
    }
    Ok(())
}
