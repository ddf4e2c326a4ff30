//! Copies of stories that the user has muted: one that arrives later is muted with them, as a part of the same change
//! ([`mute_later_copy`]).

use rusqlite::{OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::library::journal::batches;
use crate::library::journal::item_kind::ItemKind;
use crate::library::journal::ranges;
use crate::library::journal::record::{self, StoredItem};
use crate::library::state::json;
use crate::library::stories::members;
use crate::model::{ArticleId, ChangeId, ChangeKind};

/// Largest number of articles of a change that are compared with a story.
const MAX_ARTICLES: usize = 10_000;

/// Mutes an article that has joined a story, if the user has muted all others of that story in one change before it arrived: undo of
/// that change lists all of them. What rules have muted does not count. Returns true if it was muted.
pub(in crate::library) fn mute_later_copy(
    transaction: &Transaction<'_>,
    copy: ArticleId,
) -> Result<bool, LibraryError> {
    let added: Option<i64> = transaction
        .prepare_cached(
            "SELECT added FROM article WHERE id = ?1 AND muted <> 1 AND bookmarked = 0 AND NOT EXISTS (
                SELECT 1 FROM article o WHERE o.story = article.story AND o.id <> article.id AND o.muted <> 1)",
        )?
        .query_row([copy], |row| row.get(0))
        .optional()?;
    let others = members::other_members(transaction, &[copy])?;
    let Some(added) = added.filter(|_| !others.is_empty()) else {
        return Ok(false);
    };
    let Some((change, count)) = muting_change(transaction, &others, added)? else {
        return Ok(false);
    };
    let muted = batches::update_muted(transaction, &[copy], true)?;
    if muted.is_empty() {
        return Ok(false);
    }
    let item = StoredItem {
        number: record::next_number(transaction, change)?,
        kind: ItemKind::ManyMuted,
        target: 1,
        before: None,
        after: Some(ranges::encode_ranges(&muted)),
    };
    record::insert_item(transaction, change, &item)?;
    let kind = ChangeKind::MuteMany {
        count: count + muted.len(),
        muted: true,
    };
    transaction
        .prepare_cached("UPDATE change SET kind = ?2 WHERE id = ?1")?
        .execute(params![change, json(&kind)?])?;
    Ok(true)
}

/// Returns the last change by which the user muted all these articles, up to a time, with the number of its articles; `None` if there is
/// none, or if it was undone.
fn muting_change(
    transaction: &Transaction<'_>,
    articles: &[ArticleId],
    until: i64,
) -> Result<Option<(ChangeId, usize)>, LibraryError> {
    let mut statement = transaction.prepare_cached(
        "SELECT c.id, c.kind, group_concat(i.after) FROM change c JOIN change_item i ON i.change = c.id
         WHERE c.state = 0 AND c.at <= ?1 AND i.kind = ?2 AND i.target = 1 GROUP BY c.id ORDER BY c.id DESC",
    )?;
    let mut rows = statement.query(params![until, ItemKind::ManyMuted.name()])?;
    while let Some(row) = rows.next()? {
        let kind: String = row.get(1)?;
        let Ok(ChangeKind::MuteMany { count, muted: true }) = serde_json::from_str(&kind) else {
            continue;
        };
        let ranges: String = row.get(2)?;
        let muted = ranges::decode_ranges(&ranges, MAX_ARTICLES);
        if articles.iter().all(|article| muted.contains(article)) {
            return Ok(Some((row.get(0)?, count)));
        }
    }
    Ok(None)
}
