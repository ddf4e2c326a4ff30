//! Marks of items: the outbox of what the server does not have yet, and marks that come from the server.
//!
//! `remote_item` has the marks of the server as they were known last. The triggers of `article` compare each local mark with
//! them and write the outbox in the same transaction; a mark that comes from the server is written there first, so that it is
//! not sent back. A star of an article that the user has deleted is set by a trigger once the deletion is undone.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::library::query::search::saved;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{AccountId, ArticleId, MarkKind, SourceId};

/// Marks from the server that one transaction applies.
const BATCH: usize = 400;
/// Requests for the text of an item that a server does not answer, after which it is no longer wanted.
pub(in crate::library) const MAX_REQUESTS: i64 = 3;
/// A set star.
const STARRED: ServerMark = ServerMark {
    kind: MarkKind::Star,
    value: true,
};

/// A mark with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerMark {
    /// Kind.
    pub kind: MarkKind,
    /// True if it is set.
    pub value: bool,
}

/// Mark in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxMark {
    /// Number of the row: a later mark of the same item has another one.
    pub seq: i64,
    /// Item.
    pub id: String,
}

/// Mark of an item as the server has it by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteMark {
    /// Item.
    pub id: String,
    /// Mark.
    pub mark: ServerMark,
}

/// Returns the number of the last local mark and confirmation of an account: see [`apply_marks`].
pub(in crate::library) fn load_counter(
    library: &LibraryReader,
    account: AccountId,
) -> Result<i64, LibraryError> {
    Ok(library
        .connection()
        .prepare_cached("SELECT seq FROM account WHERE id = ?1")?
        .query_row([account], |row| row.get(0))?)
}

/// Returns marks of one kind and value that are to be sent, the oldest first, at most `limit`, with numbers after `after`.
pub(in crate::library) fn load_outbox(
    library: &LibraryReader,
    account: AccountId,
    mark: ServerMark,
    after: i64,
    limit: usize,
) -> Result<Vec<OutboxMark>, LibraryError> {
    let mut statement = library.connection().prepare_cached(
        "SELECT seq, remote_id FROM outbox WHERE seq > ?4 AND account = ?1 AND kind = ?2 AND value = ?3 ORDER BY seq LIMIT ?5",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(
        params![account, mark.kind.name(), mark.value, after, limit],
        |row| {
            Ok(OutboxMark {
                seq: row.get(0)?,
                id: row.get(1)?,
            })
        },
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Records that marks are about to be sent: from now on the library does not know what the server has, until
/// [`confirm_sent`]. A later mark of the user therefore stays in the outbox whatever its value. Returns those that are still in
/// the outbox.
pub(in crate::library) fn begin_sending(
    library: &mut Library,
    account: AccountId,
    mark: ServerMark,
    sent: &[OutboxMark],
) -> Result<Vec<OutboxMark>, LibraryError> {
    let forget = match mark.kind {
        MarkKind::Read => {
            "UPDATE remote_item SET read = NULL WHERE account = ?1 AND remote_id = ?2"
        }
        MarkKind::Star => {
            "UPDATE remote_item SET starred = NULL WHERE account = ?1 AND remote_id = ?2"
        }
    };
    library.write(Durability::Full, |transaction| {
        let mut left = Vec::with_capacity(sent.len());
        for row in sent {
            if is_current(transaction, row.seq)? {
                transaction
                    .prepare_cached(forget)?
                    .execute(params![account, row.id])?;
                left.push(row.clone());
            }
        }
        Ok(left)
    })
}

fn is_current(transaction: &Transaction<'_>, seq: i64) -> Result<bool, LibraryError> {
    Ok(transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM outbox WHERE seq = ?1)")?
        .query_row([seq], |row| row.get(0))?)
}

/// Records that the server has these marks. A row of the outbox goes if no later mark has replaced it, or if that has the same
/// value.
pub(in crate::library) fn confirm_sent(
    library: &mut Library,
    account: AccountId,
    mark: ServerMark,
    sent: &[OutboxMark],
) -> Result<(), LibraryError> {
    let known = match mark.kind {
        MarkKind::Read => {
            "UPDATE remote_item SET read = ?3, read_seq = (SELECT seq FROM account WHERE id = ?1)
             WHERE account = ?1 AND remote_id = ?2"
        }
        MarkKind::Star => {
            "UPDATE remote_item SET starred = ?3, star_seq = (SELECT seq FROM account WHERE id = ?1)
             WHERE account = ?1 AND remote_id = ?2"
        }
    };
    for batch in sent.chunks(BATCH) {
        library.write(Durability::Full, |transaction| {
            transaction
                .prepare_cached("UPDATE account SET seq = seq + 1 WHERE id = ?1")?
                .execute([account])?;
            for row in batch {
                transaction
                    .prepare_cached(known)?
                    .execute(params![account, row.id, mark.value])?;
                transaction
                    .prepare_cached(
                        "DELETE FROM outbox WHERE account = ?1 AND remote_id = ?2 AND kind = ?3 AND value = ?4",
                    )?
                    .execute(params![account, row.id, mark.kind.name(), mark.value])?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Applies marks of the server that differ from those known before. The mark of the user wins: where one waits in the outbox, or
/// where one was made or confirmed after `counter`, the value of [`load_counter`] before the request, nothing changes here.
/// Returns the number of articles that have changed.
pub(in crate::library) fn apply_marks(
    library: &mut Library,
    account: AccountId,
    counter: i64,
    marks: &[RemoteMark],
) -> Result<usize, LibraryError> {
    let now = library.now();
    let mut count = 0;
    for batch in marks.chunks(BATCH) {
        count += library.write(Durability::Normal, |transaction| {
            let mut changed = Vec::new();
            for mark in batch {
                changed.extend(apply_mark(transaction, account, counter, mark, now)?);
            }
            saved::mark_saved_searches_due(transaction, &changed)?;
            Ok(changed.len())
        })?;
    }
    Ok(count)
}

/// Applies one mark. Returns the article if it has changed.
fn apply_mark(
    transaction: &Transaction<'_>,
    account: AccountId,
    counter: i64,
    remote: &RemoteMark,
    now: i64,
) -> Result<Option<ArticleId>, LibraryError> {
    let ServerMark { kind, value } = remote.mark;
    let (select, set) = match kind {
        MarkKind::Read => (
            "SELECT article, read_seq, read FROM remote_item WHERE account = ?1 AND remote_id = ?2",
            "UPDATE remote_item SET read = ?3 WHERE account = ?1 AND remote_id = ?2",
        ),
        MarkKind::Star => (
            "SELECT article, star_seq, starred FROM remote_item WHERE account = ?1 AND remote_id = ?2",
            "UPDATE remote_item SET starred = ?3 WHERE account = ?1 AND remote_id = ?2",
        ),
    };
    let item: Option<(Option<ArticleId>, i64, Option<bool>)> = transaction
        .prepare_cached(select)?
        .query_row(params![account, remote.id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let Some((article, seq, known)) = item else {
        return Ok(None);
    };
    // What is as before says nothing against a mark that was made here.
    if seq > counter || known == Some(value) {
        return Ok(None);
    }
    transaction
        .prepare_cached(set)?
        .execute(params![account, remote.id, value])?;
    let waiting: Option<bool> = transaction
        .prepare_cached(
            "SELECT value FROM outbox WHERE account = ?1 AND remote_id = ?2 AND kind = ?3",
        )?
        .query_row(params![account, remote.id, kind.name()], |row| row.get(0))
        .optional()?;
    match (waiting, article) {
        (Some(waiting), _) => {
            if waiting == value {
                transaction
                    .prepare_cached(
                        "DELETE FROM outbox WHERE account = ?1 AND remote_id = ?2 AND kind = ?3",
                    )?
                    .execute(params![account, remote.id, kind.name()])?;
            }
            Ok(None)
        }
        (None, None) => Ok(None),
        (None, Some(article)) => {
            if remote.mark == STARRED && has_expired(transaction, article)? {
                want_again(transaction, account, &remote.id)?;
                return Ok(None);
            }
            let is_changed = set_local(transaction, article, remote.mark, now)?;
            Ok(is_changed.then_some(article))
        }
    }
}

/// Returns true if an article was deleted after it was read, and not by the user.
fn has_expired(transaction: &Transaction<'_>, article: ArticleId) -> Result<bool, LibraryError> {
    Ok(transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1 AND in_library = 0 AND deleted IS NULL)",
        )?
        .query_row([article], |row| row.get(0))?)
}

/// Asks for the text of an item again. Its article comes back with it.
fn want_again(
    transaction: &Transaction<'_>,
    account: AccountId,
    id: &str,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE remote_item SET article = NULL, wanted = ?3 WHERE account = ?1 AND remote_id = ?2",
        )?
        .execute(params![account, id, MAX_REQUESTS])?;
    Ok(())
}

/// Returns true if an article has a mark.
pub(in crate::library) fn load_mark(
    transaction: &Transaction<'_>,
    article: ArticleId,
    kind: MarkKind,
) -> Result<bool, LibraryError> {
    let sql = match kind {
        MarkKind::Read => "SELECT read FROM article WHERE id = ?1",
        MarkKind::Star => "SELECT bookmarked FROM article WHERE id = ?1",
    };
    let found: Option<bool> = transaction
        .prepare_cached(sql)?
        .query_row([article], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or(false))
}

/// Sets a mark of an article as the server has it, outside the journal. Returns true if it has changed. A bookmark with a note or
/// tags, and an article with bookmarked places, stay bookmarked: the server knows nothing of them.
pub(in crate::library) fn set_local(
    transaction: &Transaction<'_>,
    article: ArticleId,
    mark: ServerMark,
    now: i64,
) -> Result<bool, LibraryError> {
    let changed = match (mark.kind, mark.value) {
        (MarkKind::Read, value) => transaction
            .prepare_cached(
                "UPDATE article SET read = ?2, read_at = ?3 WHERE id = ?1 AND read <> ?2",
            )?
            .execute(params![article, value, value.then_some(now)])?,
        (MarkKind::Star, true) => {
            transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO bookmark (article, created) SELECT id, ?2 FROM article
                     WHERE id = ?1 AND bookmarked = 0 AND in_library = 1",
                )?
                .execute(params![article, now])?;
            update_bookmarked(transaction, article)?
        }
        (MarkKind::Star, false) => {
            transaction
                .prepare_cached(
                    "DELETE FROM bookmark WHERE article = ?1 AND anchor IS NULL AND note IS NULL
                        AND NOT EXISTS (SELECT 1 FROM bookmark_tag WHERE bookmark = bookmark.id)
                        AND NOT EXISTS (SELECT 1 FROM bookmark place WHERE place.article = ?1 AND place.anchor IS NOT NULL)",
                )?
                .execute([article])?;
            update_bookmarked(transaction, article)?
        }
    };
    Ok(changed > 0)
}

fn update_bookmarked(
    transaction: &Transaction<'_>,
    article: ArticleId,
) -> Result<usize, LibraryError> {
    Ok(transaction
        .prepare_cached(
            "UPDATE article SET bookmarked = EXISTS (SELECT 1 FROM bookmark WHERE article = ?1)
             WHERE id = ?1 AND bookmarked <> EXISTS (SELECT 1 FROM bookmark WHERE article = ?1)",
        )?
        .execute([article])?)
}

/// Adds a mark to the outbox that the user had set before the server knew the article.
pub(in crate::library) fn queue_mark(
    transaction: &Transaction<'_>,
    account: AccountId,
    id: &str,
    mark: ServerMark,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO outbox (account, remote_id, kind, value) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![account, id, mark.kind.name(), mark.value])?;
    Ok(())
}

/// Returns the ids of the items that the server had without a read mark, or with a star, when it was asked last.
pub(in crate::library) fn load_known_ids(
    library: &LibraryReader,
    account: AccountId,
    kind: MarkKind,
) -> Result<Vec<String>, LibraryError> {
    let sql = match kind {
        MarkKind::Read => {
            "SELECT remote_id FROM remote_item INDEXED BY remote_item_unread WHERE account = ?1 AND read = 0"
        }
        MarkKind::Star => {
            "SELECT remote_id FROM remote_item INDEXED BY remote_item_starred WHERE account = ?1 AND starred = 1"
        }
    };
    let mut statement = library.connection().prepare_cached(sql)?;
    let rows = statement.query_map([account], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns true if the library knows an item.
pub(in crate::library) fn has_item(
    library: &LibraryReader,
    account: AccountId,
    id: &str,
) -> Result<bool, LibraryError> {
    Ok(library
        .connection()
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM remote_item WHERE account = ?1 AND remote_id = ?2)",
        )?
        .query_row(params![account, id], |row| row.get(0))?)
}

/// Returns true if the server no longer lists the feeds that an item is of.
pub(in crate::library) fn is_of_absent_feed(
    library: &LibraryReader,
    account: AccountId,
    id: &str,
) -> Result<bool, LibraryError> {
    Ok(library
        .connection()
        .prepare_cached(
            "SELECT ifnull(min(f.absent_since IS NOT NULL OR f.detached IS NOT NULL), 0)
             FROM remote_item i JOIN entry e ON e.article = i.article
             JOIN remote_feed f ON f.source = e.source AND f.account = i.account
             WHERE i.account = ?1 AND i.remote_id = ?2",
        )?
        .query_row(params![account, id], |row| row.get(0))?)
}

/// Forgets that the server had the items of a feed as unread: that they are in no list of unread items any more says nothing then.
pub(in crate::library) fn forget_unread_of_feed(
    transaction: &Transaction<'_>,
    account: AccountId,
    source: SourceId,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE remote_item SET read = NULL WHERE account = ?1 AND read = 0
                AND article IN (SELECT article FROM entry WHERE source = ?2)",
        )?
        .execute(params![account, source])?;
    Ok(())
}

/// Records that the server no longer has these items, whose stars it had: their bookmarks stay, and are not sent.
pub(in crate::library) fn forget_stars(
    library: &mut Library,
    account: AccountId,
    counter: i64,
    gone: &[String],
) -> Result<(), LibraryError> {
    if gone.is_empty() {
        return Ok(());
    }
    library.write(Durability::Normal, |transaction| {
        let mut statement = transaction.prepare_cached(
            "UPDATE remote_item SET starred = 0 WHERE account = ?1 AND remote_id = ?2 AND star_seq <= ?3 AND starred = 1",
        )?;
        for id in gone {
            statement.execute(params![account, id, counter])?;
        }
        Ok(())
    })
}
