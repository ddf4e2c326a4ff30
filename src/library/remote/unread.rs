//! Unread items of an account by their feeds.

use crate::library::remote::items::update_each;
use crate::library::{Library, LibraryError, LibraryReader};
use crate::model::AccountId;

/// Item that the server had without a read mark when it was asked last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadItem {
    /// Item.
    pub id: String,
    /// Feed that its article is in.
    pub feed: String,
    /// True if its article is in several feeds of the account: the item may be of any of them.
    pub is_shared: bool,
}

/// Returns the items that the server had without a read mark when it was asked last, with their feeds; those without an article are left
/// out.
pub(in crate::library) fn load_unread(
    library: &LibraryReader,
    account: AccountId,
) -> Result<Vec<UnreadItem>, LibraryError> {
    let mut statement = library.connection().prepare_cached(
        "SELECT i.remote_id, min(f.remote_id), count(DISTINCT f.source) > 1
         FROM remote_item i INDEXED BY remote_item_unread
         JOIN entry e ON e.article = i.article
         JOIN remote_feed f ON f.source = e.source AND f.account = i.account
         WHERE i.account = ?1 AND i.read = 0 GROUP BY i.remote_id",
    )?;
    let rows = statement.query_map([account], |row| {
        Ok(UnreadItem {
            id: row.get(0)?,
            feed: row.get(1)?,
            is_shared: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Forgets that the server had these items as unread, unless a mark was made or confirmed after `counter`: that they are in no list of
/// unread items says nothing then, and the next mark of the user is sent.
pub(in crate::library) fn forget_unread(
    library: &mut Library,
    account: AccountId,
    counter: i64,
    ids: &[String],
) -> Result<(), LibraryError> {
    let sql = "UPDATE remote_item SET read = NULL WHERE account = ?1 AND remote_id = ?3 AND read_seq <= ?2 AND read = 0";
    update_each(library, ids, sql, &[&account, &counter])
}
