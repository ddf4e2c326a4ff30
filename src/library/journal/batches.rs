//! Read marks of more articles than one write transaction may change: they are set in batches, and each batch is an
//! item of the same change. If the program is killed, the journal has the batches that were written, which can be
//! undone.

use rusqlite::{Transaction, params};

use crate::library::journal::dependents::refresh_dependents;
use crate::library::journal::items::ItemKind;
use crate::library::journal::ranges;
use crate::library::journal::record::{self, ChangeState, StoredItem};
use crate::library::journal::result::SavedChange;
use crate::library::state::json;
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, ChangeId, ChangeKind};

/// Number of articles that one transaction marks.
pub(super) const ARTICLES_PER_WRITE: usize = 500;

/// Marks articles as read, or as unread, in batches. Articles that are marked so already are left out.
pub(super) fn mark_many(
    library: &mut Library,
    articles: &[ArticleId],
    read: bool,
    kind: &ChangeKind,
) -> Result<SavedChange, LibraryError> {
    let (session, now) = (library.session().to_owned(), library.now());
    let mut change: Option<ChangeId> = None;
    let mut marked = Vec::new();
    let mut batches = (0..).zip(articles.chunks(ARTICLES_PER_WRITE)).peekable();
    while let Some((number, batch)) = batches.next() {
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
            let changed = update_read_marks(transaction, batch, read, now)?;
            if changed.is_empty() {
                return Ok(Some(changed));
            }
            let change = match change {
                Some(change) => change,
                None => *change.insert(record::insert_change(transaction, &session, now, kind)?),
            };
            let item = StoredItem {
                number,
                kind: ItemKind::ManyRead,
                target: i64::from(read),
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
        kind: change.map(|_| kind.clone()),
        articles: marked,
    })
}

/// Undoes or redoes one batch: marks those of its articles whose mark is still as the change left it. Returns them.
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
    let read = (item.target != 0) != undo;
    update_read_marks(transaction, &articles, read, now)
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
