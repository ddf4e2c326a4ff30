//! Items of an account: storing their texts with their articles, and the ids whose texts are still wanted.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use rusqlite::{OptionalExtension, ToSql, Transaction, params, params_from_iter};

use crate::library::articles::entries::matching::match_entries;
use crate::library::articles::entries::store;
use crate::library::articles::entries::{
    EntryCounts, EntryKeys, EntryMatch, EntryWork, KnownEntry, NewEntry,
};
use crate::library::articles::sources::account_feeds;
use crate::library::query::search::saved;
use crate::library::remote::marks::{self, MAX_REQUESTS, ServerMark};
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{AccountId, ArticleId, MarkKind, SourceId};

/// Items that are stored without a look at the clock, and ids of wanted ones in a transaction.
const BATCH: usize = 10;
const WANTED_BATCH: usize = 800;
/// Longest duration of the statements of one transaction; the commit comes on top.
const TRANSACTION_TIME: Duration = Duration::from_millis(30);

/// Item of a server, ready to be stored.
#[derive(Debug)]
pub struct NewRemoteItem {
    /// Id on the server.
    pub id: String,
    /// Source of its feed.
    pub source: SourceId,
    /// The entry. [`EntryKeys::id`] is the hash of the id that the feed gives it, where the server passes it on.
    pub entry: NewEntry,
    /// Read mark, where the answer says it.
    pub is_read: Option<bool>,
    /// Star, where the answer says it.
    pub is_starred: Option<bool>,
}

/// Item that the library does not have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedItem {
    /// Item.
    pub id: String,
    /// Read mark on the server.
    pub is_read: bool,
    /// Star on the server.
    pub is_starred: bool,
}

/// Items of an answer that are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum ItemSelection {
    /// All.
    All,
    /// Those whose articles are in the library, for example as entries of a local feed.
    OfLocalArticles,
}

/// Marks of an item on the server, as the library knows them.
#[derive(Debug, Clone, Copy, Default)]
struct KnownMarks {
    read: Option<bool>,
    starred: Option<bool>,
    article: Option<ArticleId>,
}

/// Stores the selected items with their articles. `present` are ids that the server is known to have: an item that looks like one of them is
/// another one all the same. A mark of the user and one of the server are merged: read or starred on one side is so on both.
pub(in crate::library) fn store_items(
    library: &mut Library,
    account: AccountId,
    items: &[NewRemoteItem],
    selection: ItemSelection,
    present: &HashSet<String>,
) -> Result<EntryCounts, LibraryError> {
    let mut sources: Vec<SourceId> = items.iter().map(|item| item.source).collect();
    sources.sort();
    sources.dedup();
    let of_source = |source: &SourceId| -> Vec<&NewRemoteItem> {
        items.iter().filter(|item| item.source == *source).collect()
    };
    let parts: Vec<(SourceId, Vec<&NewRemoteItem>)> = sources
        .iter()
        .flat_map(|source| {
            let found = of_source(source);
            let chunks = found.chunks(BATCH).map(|chunk| (*source, chunk.to_vec()));
            chunks.collect::<Vec<_>>()
        })
        .collect();
    let now = library.now();
    let mut counts = EntryCounts::default();
    let mut at = 0;
    while at < parts.len() {
        let (reached, more) = library.write(Durability::Normal, |transaction| {
            let began = Instant::now();
            let mut more = EntryCounts::default();
            let mut at = at;
            while let Some((source, part)) = parts.get(at) {
                let part = ItemPart {
                    source: *source,
                    items: part,
                    selection,
                };
                store_part(transaction, account, part, present, now, &mut more)?;
                at += 1;
                if began.elapsed() > TRANSACTION_TIME {
                    break;
                }
            }
            Ok((at, more))
        })?;
        at = reached;
        counts.add(more);
    }
    Ok(counts)
}

/// Some items of one source.
#[derive(Clone, Copy)]
struct ItemPart<'a> {
    source: SourceId,
    items: &'a [&'a NewRemoteItem],
    selection: ItemSelection,
}

/// Stores some items of one source.
fn store_part(
    transaction: &Transaction<'_>,
    account: AccountId,
    part: ItemPart<'_>,
    present: &HashSet<String>,
    now: i64,
    counts: &mut EntryCounts,
) -> Result<(), LibraryError> {
    let ItemPart {
        source,
        items,
        selection,
    } = part;
    let Some(repeats) = account_feeds::repeats_of(transaction, source)? else {
        return Ok(());
    };
    let keys: Vec<EntryKeys> = items.iter().map(|item| item.entry.keys).collect();
    let found = match_entries(transaction, source, repeats, &keys, now)?;
    let repeats = (found.repeats_ids, found.repeats_links);
    account_feeds::set_repeats(transaction, source, repeats)?;
    let mut articles = Vec::new();
    for (position, (item, matched)) in items.iter().zip(found.matches).enumerate() {
        let known = load_marks(transaction, account, &item.id)?;
        if let Some(article) = known.article {
            let entry = match matched {
                EntryMatch::Known(entry) if entry.article == known.article => Some(entry),
                _ => entry_of_article(transaction, source, article)?,
            };
            update_text(transaction, account, entry, item, position, counts, now)?;
            continue;
        }
        let matched = match matched {
            EntryMatch::Known(entry)
                if entry.article.is_some()
                    && !is_of_present_item(transaction, account, entry.article, item, present)? =>
            {
                Some(entry)
            }
            // Two items of one server with different ids are two articles.
            EntryMatch::Known(_) | EntryMatch::Repeated | EntryMatch::New => None,
        };
        if selection == ItemSelection::OfLocalArticles
            && !has_local_article(transaction, matched, item)?
        {
            continue;
        }
        let work = match matched {
            Some(entry) if entry.hash == Some(item.entry.hash) => {
                EntryWork::Touch(entry, &item.entry)
            }
            Some(entry) => EntryWork::Update(entry, &item.entry),
            None => EntryWork::Insert(&item.entry),
        };
        let stored = store::store_entry(transaction, source, &work, position, counts, now)?;
        let waiting = match (matched, stored) {
            (Some(_), Some(article)) => {
                remove_replaced(transaction, account, article, item, present)?
            }
            _ => Vec::new(),
        };
        link_item(transaction, account, item, known, stored, &waiting, now)?;
        articles.extend(stored);
    }
    saved::mark_saved_searches_due(transaction, &articles)?;
    Ok(())
}

/// Returns true if the article of an item is in the library, by its entry in the same feed or by its link.
fn has_local_article(
    transaction: &Transaction<'_>,
    matched: Option<KnownEntry>,
    item: &NewRemoteItem,
) -> Result<bool, LibraryError> {
    let article = match matched {
        Some(entry) => entry.article,
        None => store::find_article(transaction, &item.entry)?,
    };
    Ok(transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1 AND in_library = 1)")?
        .query_row([article], |row| row.get(0))?)
}

/// Returns the entry of an article in a source, if it has one there.
fn entry_of_article(
    transaction: &Transaction<'_>,
    source: SourceId,
    article: ArticleId,
) -> Result<Option<KnownEntry>, LibraryError> {
    let mut statement = transaction.prepare_cached(
        "SELECT id, article, hash FROM entry WHERE article = ?2 AND source = ?1 LIMIT 2",
    )?;
    let rows = statement.query_map(params![source, article], |row| {
        Ok(KnownEntry {
            id: row.get(0)?,
            article: row.get(1)?,
            hash: row.get(2)?,
        })
    })?;
    let found: Vec<KnownEntry> = rows.collect::<Result<_, _>>()?;
    match found.as_slice() {
        [entry] => Ok(Some(*entry)),
        _ => Ok(None),
    }
}

/// Stores the text of an item whose article is known already, if it has changed. It is no longer wanted.
fn update_text(
    transaction: &Transaction<'_>,
    account: AccountId,
    entry: Option<KnownEntry>,
    item: &NewRemoteItem,
    position: usize,
    counts: &mut EntryCounts,
    now: i64,
) -> Result<(), LibraryError> {
    if let Some(entry) = entry.filter(|entry| entry.hash != Some(item.entry.hash)) {
        let work = EntryWork::Update(entry, &item.entry);
        store::store_entry(transaction, item.source, &work, position, counts, now)?;
    }
    transaction
        .prepare_cached(
            "UPDATE remote_item SET wanted = 0 WHERE account = ?1 AND remote_id = ?2 AND wanted > 0",
        )?
        .execute(params![account, item.id])?;
    Ok(())
}

/// Returns true if an article is already that of another item which the server has.
fn is_of_present_item(
    transaction: &Transaction<'_>,
    account: AccountId,
    article: Option<ArticleId>,
    item: &NewRemoteItem,
    present: &HashSet<String>,
) -> Result<bool, LibraryError> {
    let mut statement = transaction
        .prepare_cached("SELECT remote_id FROM remote_item WHERE article = ?1 AND account = ?2")?;
    let mut rows = statement.query(params![article, account])?;
    while let Some(row) = rows.next()? {
        let other: String = row.get(0)?;
        if other != item.id && present.contains(&other) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn load_marks(
    transaction: &Transaction<'_>,
    account: AccountId,
    id: &str,
) -> Result<KnownMarks, LibraryError> {
    let found = transaction
        .prepare_cached(
            "SELECT read, starred, article FROM remote_item WHERE account = ?1 AND remote_id = ?2",
        )?
        .query_row(params![account, id], |row| {
            Ok(KnownMarks {
                read: row.get(0)?,
                starred: row.get(1)?,
                article: row.get(2)?,
            })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Gives an item its article, and merges their marks.
fn link_item(
    transaction: &Transaction<'_>,
    account: AccountId,
    item: &NewRemoteItem,
    known: KnownMarks,
    stored: Option<ArticleId>,
    waiting: &[MarkKind],
    now: i64,
) -> Result<(), LibraryError> {
    let read = known.read.or(item.is_read).unwrap_or(false);
    let starred = known.starred.or(item.is_starred).unwrap_or(false);
    transaction
        .prepare_cached(
            "INSERT INTO remote_item (account, remote_id, article, read, starred, wanted) VALUES (?1, ?2, ?3, ?4, ?5, 0)
             ON CONFLICT (account, remote_id) DO UPDATE SET article = ?3, read = ?4, starred = ?5, wanted = 0",
        )?
        .execute(params![account, item.id, stored, read, starred])?;
    let Some(article) = stored else {
        return Ok(());
    };
    for (kind, on_server) in [(MarkKind::Read, read), (MarkKind::Star, starred)] {
        let here = marks::load_mark(transaction, article, kind)?;
        // A mark of the user that waited for the former item wins, whatever its value.
        if waiting.contains(&kind) {
            if here != on_server {
                let mark = ServerMark { kind, value: here };
                marks::queue_mark(transaction, account, &item.id, mark)?;
            }
            continue;
        }
        if on_server && !here {
            let mark = ServerMark { kind, value: true };
            marks::set_local(transaction, article, mark, now)?;
        }
        if here && !on_server {
            marks::queue_mark(
                transaction,
                account,
                &item.id,
                ServerMark { kind, value: true },
            )?;
        }
    }
    Ok(())
}

/// Removes the other items of an article in the same feed that the server no longer has: it has the article under another id now.
/// Returns the kinds of the marks that waited to be sent for them: they are to be sent for the new one.
fn remove_replaced(
    transaction: &Transaction<'_>,
    account: AccountId,
    article: ArticleId,
    item: &NewRemoteItem,
    present: &HashSet<String>,
) -> Result<Vec<MarkKind>, LibraryError> {
    let mut waiting = Vec::new();
    let mut statement = transaction
        .prepare_cached("SELECT remote_id FROM remote_item WHERE article = ?1 AND account = ?2")?;
    let others: Vec<String> = statement
        .query_map(params![article, account], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for other in others {
        if other == item.id || present.contains(&other) {
            continue;
        }
        let mut statement = transaction
            .prepare_cached("SELECT kind FROM outbox WHERE account = ?1 AND remote_id = ?2")?;
        let mut rows = statement.query(params![account, other])?;
        while let Some(row) = rows.next()? {
            waiting.extend(MarkKind::from_name(&row.get::<_, String>(0)?));
        }
        for sql in [
            "DELETE FROM outbox WHERE account = ?1 AND remote_id = ?2",
            "DELETE FROM remote_item WHERE account = ?1 AND remote_id = ?2",
        ] {
            transaction
                .prepare_cached(sql)?
                .execute(params![account, other])?;
        }
    }
    Ok(waiting)
}

/// Returns the ids whose texts are wanted: starred ones first, then the newest first.
pub(in crate::library) fn load_wanted(
    library: &LibraryReader,
    account: AccountId,
) -> Result<Vec<String>, LibraryError> {
    let mut statement = library.connection().prepare_cached(
        "SELECT remote_id FROM remote_item INDEXED BY remote_item_wanted WHERE account = ?1 AND wanted > 0
         ORDER BY starred DESC, length(remote_id) DESC, remote_id DESC",
    )?;
    let rows = statement.query_map([account], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Records that these items were asked for and did not come. One that never comes is no longer wanted.
pub(in crate::library) fn count_missing(
    library: &mut Library,
    account: AccountId,
    ids: &[String],
) -> Result<(), LibraryError> {
    let sql = "UPDATE remote_item SET wanted = wanted - 1 WHERE account = ?1 AND remote_id = ?2 AND wanted > 0";
    update_each(library, ids, sql, &[&account])
}

/// Executes a statement for each of these items, all in one transaction. Its parameters are `values` and the id.
pub(in crate::library) fn update_each(
    library: &mut Library,
    ids: &[String],
    sql: &str,
    values: &[&dyn ToSql],
) -> Result<(), LibraryError> {
    if ids.is_empty() {
        return Ok(());
    }
    library.write(Durability::Normal, |transaction| {
        let mut statement = transaction.prepare_cached(sql)?;
        for id in ids {
            let id: &dyn ToSql = id;
            statement.execute(params_from_iter(values.iter().copied().chain([id])))?;
        }
        Ok(())
    })
}

/// Adds items that the library does not have yet, as wanted.
pub(in crate::library) fn add_wanted(
    library: &mut Library,
    account: AccountId,
    items: &[WantedItem],
) -> Result<(), LibraryError> {
    for batch in items.chunks(WANTED_BATCH) {
        library.write(Durability::Normal, |transaction| {
            let mut statement = transaction.prepare_cached(
                "INSERT OR IGNORE INTO remote_item (account, remote_id, read, starred, wanted) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            for item in batch {
                statement.execute(params![
                    account,
                    item.id,
                    item.is_read,
                    item.is_starred,
                    MAX_REQUESTS
                ])?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Asks once more for the texts of those of these items that were read on the server when it was asked last, if their articles are
/// here. `counter` is the value of [`marks::load_counter`] before the request that has said that they are unread.
pub(in crate::library) fn want_changed(
    library: &mut Library,
    account: AccountId,
    counter: i64,
    ids: &[String],
) -> Result<(), LibraryError> {
    let sql = "UPDATE remote_item SET wanted = 1
        WHERE account = ?1 AND remote_id = ?3 AND wanted = 0 AND read = 1 AND read_seq <= ?2
            AND EXISTS (SELECT 1 FROM article WHERE id = remote_item.article AND in_library = 1)";
    update_each(library, ids, sql, &[&account, &counter])
}
