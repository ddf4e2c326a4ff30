//! Changes of more articles than one write transaction may change: they are made in batches, and each batch is an item of
//! the same change. If the program is killed, the journal has the batches that were written, which can be undone.

use rusqlite::{Transaction, params};

use crate::library::articles::entries;
use crate::library::journal::dependents::refresh_dependents;
use crate::library::journal::item_kind::ItemKind;
use crate::library::journal::ranges;
use crate::library::journal::record::{self, ChangeState, StoredItem};
use crate::library::journal::result::SavedChange;
use crate::library::state::json;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, ChangeId, ChangeKind, SourceId};

/// Number of articles that one transaction changes.
pub(super) const ARTICLES_PER_WRITE: usize = 500;

/// SQL condition of articles that are deleted together with the source `?1`: they are in the library, not bookmarked, and
/// no other source has them.
pub(super) const DELETABLE: &str = "article.in_library = 1 AND article.bookmarked = 0
    AND NOT EXISTS (SELECT 1 FROM bookmark WHERE bookmark.article = article.id)
    AND NOT EXISTS (SELECT 1 FROM source other WHERE other.id = article.source AND other.id <> ?1 AND other.removed IS NULL)
    AND NOT EXISTS (SELECT 1 FROM entry JOIN source other ON other.id = entry.source
        WHERE entry.article = article.id AND other.id <> ?1 AND other.removed IS NULL AND entry.missing IS NULL)";

/// A change of many articles.
#[derive(Debug)]
pub(super) struct BatchChange<'a> {
    /// [`ItemKind::ManyRead`], [`ItemKind::ManyMuted`] or [`ItemKind::ManyDeleted`].
    pub(super) item: ItemKind,
    /// Target of the items: 1 or 0 for read or unread, muted or not; the source.
    pub(super) target: i64,
    /// Kind of the whole change.
    pub(super) kind: &'a ChangeKind,
    /// Session that makes the change.
    pub(super) session: &'a str,
}

/// Changes articles in batches, as items of `change` or of a new one. Articles that are so already are left out.
pub(super) fn change_many(
    library: &mut Library,
    articles: &[ArticleId],
    batch: &BatchChange<'_>,
    mut change: Option<ChangeId>,
) -> Result<SavedChange, LibraryError> {
    let now = library.now();
    // A change that exists has items with smaller numbers.
    let first = i64::from(change.is_some()) * 1_000;
    let mut marked = Vec::new();
    let mut batches = (first..)
        .zip(articles.chunks(ARTICLES_PER_WRITE))
        .peekable();
    while let Some((number, articles)) = batches.next() {
        // The commit of the last batch syncs the earlier ones too.
        let durability = match batches.peek() {
            Some(_) => Durability::Normal,
            None => Durability::Full,
        };
        let changed = library.write(durability, |transaction| {
            // Another program has undone the change meanwhile.
            if let Some(change) = change
                && !record::has_state(transaction, change, ChangeState::Done)?
            {
                return Ok(None);
            }
            let changed =
                update_articles(transaction, batch.item, batch.target, false, articles, now)?;
            if changed.is_empty() {
                return Ok(Some(changed));
            }
            let change = match change {
                Some(change) => change,
                None => *change.insert(record::insert_change(
                    transaction,
                    batch.session,
                    now,
                    batch.kind,
                )?),
            };
            let item = StoredItem {
                number,
                kind: batch.item,
                target: batch.target,
                before: None,
                after: Some(ranges::encode_ranges(&changed)),
            };
            record::insert_item(transaction, change, &item)?;
            Ok(Some(changed))
        })?;
        let Some(changed) = changed else { break };
        marked.extend(changed);
    }
    Ok(SavedChange {
        kind: change.map(|_| batch.kind.clone()),
        articles: marked,
    })
}

/// Undoes or redoes one batch: changes those of its articles that are still as the change left them. Returns them.
pub(super) fn replay_batch(
    transaction: &Transaction<'_>,
    item: &StoredItem,
    undo: bool,
    now: i64,
) -> Result<Vec<ArticleId>, LibraryError> {
    let articles = ranges::decode_ranges(
        item.after.as_deref().unwrap_or_default(),
        ARTICLES_PER_WRITE,
    );
    update_articles(transaction, item.kind, item.target, undo, &articles, now)
}

/// Returns the articles that a source has brought since it was added at `time` and that an undo of that deletes: those of
/// [`DELETABLE`]. For a redo, those that were deleted by the undo.
pub(super) fn articles_since_added(
    library: &LibraryReader,
    source: SourceId,
    time: i64,
    undo: bool,
) -> Result<Vec<ArticleId>, LibraryError> {
    let sql = match undo {
        true => format!(
            "SELECT article.id FROM member JOIN article ON article.id = member.article
             WHERE member.source = ?1 AND article.added >= ?2 AND {DELETABLE}"
        ),
        false => "SELECT DISTINCT article.id FROM entry JOIN article ON article.id = entry.article
             WHERE entry.source = ?1 AND article.added >= ?2 AND article.in_library = 0 AND article.deleted IS NULL"
            .to_owned(),
    };
    let mut statement = library.connection().prepare_cached(&sql)?;
    let found = statement.query_map(params![source, time], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Deletes articles that a source has brought since it was added, or restores them. Returns those that were changed.
pub(super) fn replay_added(
    transaction: &Transaction<'_>,
    source: i64,
    undo: bool,
    articles: &[ArticleId],
) -> Result<Vec<ArticleId>, LibraryError> {
    delete_articles(transaction, source, !undo, articles)
}

/// Changes the articles of a batch, or takes that back, and returns those that were changed.
fn update_articles(
    transaction: &Transaction<'_>,
    item: ItemKind,
    target: i64,
    undo: bool,
    articles: &[ArticleId],
    now: i64,
) -> Result<Vec<ArticleId>, LibraryError> {
    match item {
        ItemKind::ManyDeleted => delete_articles(transaction, target, undo, articles),
        ItemKind::ManyMuted => update_muted(transaction, articles, (target != 0) != undo),
        _ => update_read_marks(transaction, articles, (target != 0) != undo, now),
    }
}

/// Deletes articles together with their source, or restores them. A source that is added again brings them back as well:
/// its entries count as changed.
fn delete_articles(
    transaction: &Transaction<'_>,
    source: i64,
    undo: bool,
    articles: &[ArticleId],
) -> Result<Vec<ArticleId>, LibraryError> {
    let ids = json(&articles)?;
    let sql = match undo {
        true => {
            "UPDATE article SET in_library = 1 WHERE in_library = 0 AND deleted IS NULL AND ?1 = ?1
            AND id IN (SELECT value FROM json_each(?2)) RETURNING id"
                .to_owned()
        }
        false => format!(
            "UPDATE article SET in_library = 0 WHERE {DELETABLE} AND id IN (SELECT value FROM json_each(?2)) RETURNING id"
        ),
    };
    let mut statement = transaction.prepare_cached(&sql)?;
    let changed = statement
        .query_map(params![source, ids], |row| row.get(0))?
        .collect::<Result<Vec<ArticleId>, _>>()?;
    if !undo {
        entries::forget_contents(transaction, SourceId(source), &changed)?;
    }
    refresh_dependents(transaction, &changed)?;
    Ok(changed)
}

/// Mutes those articles that are not muted, or the opposite, and returns them. Bookmarked ones are not muted.
pub(super) fn update_muted(
    transaction: &Transaction<'_>,
    articles: &[ArticleId],
    muted: bool,
) -> Result<Vec<ArticleId>, LibraryError> {
    let mut statement = transaction.prepare_cached(
        "UPDATE article SET muted = ?1
         WHERE muted <> ?1 AND (?1 = 0 OR bookmarked = 0) AND id IN (SELECT value FROM json_each(?2)) RETURNING id",
    )?;
    let changed = statement
        .query_map(params![muted, json(&articles)?], |row| row.get(0))?
        .collect::<Result<Vec<ArticleId>, _>>()?;
    refresh_dependents(transaction, &changed)?;
    Ok(changed)
}

/// Marks those articles that are marked otherwise, and returns them.
fn update_read_marks(
    transaction: &Transaction<'_>,
    articles: &[ArticleId],
    read: bool,
    now: i64,
) -> Result<Vec<ArticleId>, LibraryError> {
    let mut statement = transaction.prepare_cached(
        "UPDATE article SET read = ?1, read_at = ?2
         WHERE read <> ?1 AND id IN (SELECT value FROM json_each(?3)) RETURNING id",
    )?;
    let marked = statement
        .query_map(
            params![read, read.then_some(now), json(&articles)?],
            |row| row.get(0),
        )?
        .collect::<Result<Vec<ArticleId>, _>>()?;
    refresh_dependents(transaction, &marked)?;
    Ok(marked)
}
