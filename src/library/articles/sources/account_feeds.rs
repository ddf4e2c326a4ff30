//! Sources that are feeds of an account, and their categories, as the server of the account has them.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::library::articles::identity::link_key;
use crate::model::{AccountId, CategoryId, SourceError, SourceId};

/// Adds the source of a feed of an account. Title and page are clean.
pub(in crate::library) fn insert_account_feed(
    transaction: &Transaction<'_>,
    title: &str,
    url: Option<&str>,
    site: Option<&str>,
    now: i64,
) -> Result<SourceId, LibraryError> {
    transaction
        .prepare_cached(
            "INSERT INTO source (kind, title, feed_key, site, added) VALUES ('account', ?1, ?2, ?3, ?4)",
        )?
        .execute(params![title, feed_key(url), site, now])?;
    Ok(SourceId(transaction.last_insert_rowid()))
}

/// Returns the key of the address of a feed, by which the feed is known without an account.
fn feed_key(url: Option<&str>) -> Option<Vec<u8>> {
    url.and_then(link_key).map(|key| key.to_vec())
}

/// Sets the title, the address and the page of a feed. With `takes_title`, a title that the user has set gives way.
pub(in crate::library) fn set_account_feed(
    transaction: &Transaction<'_>,
    source: SourceId,
    title: &str,
    (url, site): (Option<&str>, Option<&str>),
    takes_title: bool,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE source SET title = ?2, feed_key = ifnull(?3, feed_key), site = ifnull(?4, site),
                user_title = iif(?5, NULL, user_title) WHERE id = ?1",
        )?
        .execute(params![source, title, feed_key(url), site, takes_title])?;
    Ok(())
}

/// Brings a source back that the user had removed.
pub(in crate::library) fn return_source(
    transaction: &Transaction<'_>,
    source: SourceId,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("UPDATE source SET removed = NULL WHERE id = ?1")?
        .execute([source])?;
    Ok(())
}

/// Records that the server of an account did not subscribe to a feed. The server is asked again after one hour, then six, then every
/// day: it may fetch the feed before it answers.
pub(in crate::library) fn subscription_failed(
    transaction: &Transaction<'_>,
    source: SourceId,
    error: &SourceError,
    now: i64,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE source SET failing_since = ifnull(failing_since, ?2), last_attempt = ?2, failures = failures + 1,
                error = ?3, error_detail = ?4,
                next_fetch = ?2 + CASE failures WHEN 0 THEN 3600 WHEN 1 THEN 21600 ELSE 86400 END WHERE id = ?1",
        )?
        .execute(params![source, now, error.kind.name(), error.details])?;
    Ok(())
}

/// Forgets that the server of an account did not subscribe to a feed: it has, or is to be asked anew.
pub(in crate::library) fn forget_failed_subscription(
    transaction: &Transaction<'_>,
    source: SourceId,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE source SET failing_since = NULL, failures = 0, error = NULL, error_detail = NULL, next_fetch = NULL
             WHERE id = ?1 AND failing_since IS NOT NULL",
        )?
        .execute([source])?;
    Ok(())
}

/// Has the server of an account asked again, with the next sync, for the subscriptions that it did not make.
pub(in crate::library) fn retry_subscriptions(
    transaction: &Transaction<'_>,
    account: AccountId,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE source SET next_fetch = NULL
             WHERE next_fetch IS NOT NULL AND id IN (SELECT source FROM remote_feed WHERE account = ?1)",
        )?
        .execute([account])?;
    Ok(())
}

/// Returns the source of a feed that no account has: its account was removed, or it was imported. The newest one, if there are several.
pub(in crate::library) fn find_without_account(
    transaction: &Transaction<'_>,
    url: &str,
) -> Result<Option<SourceId>, LibraryError> {
    let Some(key) = feed_key(Some(url)) else {
        return Ok(None);
    };
    Ok(transaction
        .prepare_cached(
            "SELECT max(id) FROM source WHERE feed_key = ?1 AND NOT EXISTS (SELECT 1 FROM remote_feed WHERE source = source.id)",
        )?
        .query_row([key], |row| row.get(0))?)
}

/// Returns whether several entries of a source were seen to have one id, and one link; `None` if there is no such source.
pub(in crate::library) fn repeats_of(
    transaction: &Transaction<'_>,
    source: SourceId,
) -> Result<Option<(bool, bool)>, LibraryError> {
    Ok(transaction
        .prepare_cached("SELECT repeats_ids, repeats_links FROM source WHERE id = ?1")?
        .query_row([source], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// Records whether several entries of a source have one id, and one link.
pub(in crate::library) fn set_repeats(
    transaction: &Transaction<'_>,
    source: SourceId,
    (ids, links): (bool, bool),
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE source SET repeats_ids = ?2, repeats_links = ?3
             WHERE id = ?1 AND (repeats_ids, repeats_links) <> (?2, ?3)",
        )?
        .execute(params![source, ids, links])?;
    Ok(())
}

/// Gives a category another name at the top of the tree. If another category has it, the sources of an account go there. Returns
/// the category with the name, if there is one.
pub(in crate::library) fn rename_category(
    transaction: &Transaction<'_>,
    account: AccountId,
    category: Option<CategoryId>,
    name: &str,
) -> Result<Option<CategoryId>, LibraryError> {
    let other: Option<CategoryId> = transaction
        .prepare_cached("SELECT id FROM category WHERE parent IS NULL AND name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    match (category, other) {
        (Some(category), None) => {
            transaction
                .prepare_cached("UPDATE category SET name = ?2, parent = NULL WHERE id = ?1")?
                .execute(params![category, name])?;
        }
        (Some(category), Some(other)) if category != other => {
            transaction
                .prepare_cached(
                    "UPDATE OR IGNORE source_category SET category = ?2
                     WHERE category = ?1 AND source IN (SELECT source FROM remote_feed WHERE account = ?3)",
                )?
                .execute(params![category, other, account])?;
        }
        _ => {}
    }
    Ok(other.or(category))
}

/// Deletes a category that has neither sources nor categories below it, and is no folder of an account.
pub(in crate::library) fn delete_unused_category(
    transaction: &Transaction<'_>,
    category: Option<CategoryId>,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "DELETE FROM category WHERE id = ?1
                AND NOT EXISTS (SELECT 1 FROM source_category WHERE category = category.id)
                AND NOT EXISTS (SELECT 1 FROM category child WHERE child.parent = category.id)
                AND NOT EXISTS (SELECT 1 FROM remote_folder WHERE remote_folder.category = category.id)",
        )?
        .execute([category])?;
    Ok(())
}
