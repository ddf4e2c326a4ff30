//! Storing the entries of an answer, each with its article, in short transactions: [`store_answers`].

use std::time::{Duration, Instant};

use rusqlite::{OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use crate::library::articles::entries::content::{EntryHash, replace_content};
use crate::library::articles::entries::{
    EntryCounts, EntryWork, KnownEntry, NewEntry, StoredAnswer,
};
use crate::library::articles::identity::{link_key, lookup_key};
use crate::library::articles::new_article::title_key;
use crate::library::articles::pages::texts::feed_words_written;
use crate::library::articles::sources::{feeds, lease, requests};
use crate::library::articles::upsert::sort_timestamp;
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, EntryId, SourceId};
use crate::text::clean;
use crate::text::fold::fold;

/// Longest duration of the statements of one transaction; the commit comes on top.
const TRANSACTION_TIME: Duration = Duration::from_millis(35);

/// Stores answers: their entries first, then the state of each source, its request in the log and the release of its lease in the
/// transaction of its last entry. Several small answers share a transaction. Returns the counts of each answer.
///
/// A program that is killed in between leaves entries without the new validators: the next request brings the same answer.
pub(in crate::library) fn store_answers(
    library: &mut Library,
    answers: &[StoredAnswer<'_>],
) -> Result<Vec<EntryCounts>, LibraryError> {
    let now = library.now();
    let mut counts = vec![EntryCounts::default(); answers.len()];
    // Next answer, and next entry of it.
    let (mut answer_at, mut entry_at) = (0, 0);
    while answer_at < answers.len() {
        let reached = library.write(Durability::Normal, |transaction| {
            let began = Instant::now();
            let (mut answer_at, mut entry_at) = (answer_at, entry_at);
            let mut counts = counts.clone();
            while let Some(answer) = answers.get(answer_at) {
                let Some(count) = counts.get_mut(answer_at) else {
                    break;
                };
                while let Some(work) = answer.entries.get(entry_at) {
                    store_entry(transaction, answer.source, work, entry_at, count, now)?;
                    entry_at += 1;
                    if began.elapsed() > TRANSACTION_TIME {
                        break;
                    }
                }
                if entry_at < answer.entries.len() {
                    break;
                }
                finish_answer(transaction, answer, count)?;
                (answer_at, entry_at) = (answer_at + 1, 0);
                if began.elapsed() > TRANSACTION_TIME {
                    break;
                }
            }
            Ok((answer_at, entry_at, counts))
        })?;
        (answer_at, entry_at, counts) = reached;
    }
    Ok(counts)
}

/// Stores the state of a source after its last entry, and releases its lease.
fn finish_answer(
    transaction: &Transaction<'_>,
    answer: &StoredAnswer<'_>,
    counts: &EntryCounts,
) -> Result<(), LibraryError> {
    let mut state = answer.state.clone();
    if counts.new > 0 {
        state.last_new = Some(answer.new_entry_time);
    }
    feeds::save_fetch_state(
        transaction,
        answer.source,
        answer.asked_url.as_deref(),
        &state,
    )?;
    if let Some(title) = &answer.title {
        let title = clean::clean_line(title);
        transaction
            .prepare_cached("UPDATE source SET title = ?2 WHERE id = ?1 AND title <> ?2")?
            .execute(params![answer.source, title])?;
    }
    if answer.is_gone {
        transaction
            .prepare_cached("UPDATE source SET paused = 1 WHERE id = ?1")?
            .execute([answer.source])?;
    }
    // The outcome is known only now.
    let mut request = answer.request.clone();
    if request.error.is_none() && !answer.entries.is_empty() {
        request.outcome = counts.outcome();
    }
    requests::record_request(transaction, answer.source, &request)?;
    lease::release_lease(transaction, answer.source, &answer.holder)
}

/// Stores an entry with its article. Returns the article; `None` if it was deleted for good.
pub(in crate::library) fn store_entry(
    transaction: &Transaction<'_>,
    source: SourceId,
    work: &EntryWork<'_>,
    position: usize,
    counts: &mut EntryCounts,
    now: i64,
) -> Result<Option<ArticleId>, LibraryError> {
    match work {
        EntryWork::Insert(entry) => {
            let (article, is_new) = ensure_article(transaction, source, entry, now)?;
            insert_entry(transaction, source, entry, article, position, now)?;
            match is_new {
                true => counts.new += 1,
                false => counts.known += 1,
            }
            Ok(Some(article))
        }
        EntryWork::Update(known, entry) => {
            update_keys(transaction, known.id, entry, now)?;
            replace_content(transaction, known.id, &entry.content)?;
            let is_updated = update_article(transaction, source, known, entry, now)?;
            match return_to_library(transaction, known, now)? {
                true => counts.new += 1,
                false => counts.updated += usize::from(is_updated),
            }
            Ok(known.article)
        }
        EntryWork::Touch(known, entry) => {
            update_keys(transaction, known.id, entry, now)?;
            counts.new += usize::from(return_to_library(transaction, known, now)?);
            Ok(known.article)
        }
    }
}

/// Returns the article that an entry belongs to, and true if it was inserted or comes back into the library. An article of another
/// source or of a file is the same if it has the same link and says the same.
fn ensure_article(
    transaction: &Transaction<'_>,
    source: SourceId,
    entry: &NewEntry,
    now: i64,
) -> Result<(ArticleId, bool), LibraryError> {
    let key = entry.url.as_deref().and_then(link_key);
    if let Some(article) = find_article(transaction, entry)? {
        let returned = transaction
            .prepare_cached(
                "UPDATE article SET in_library = 1, added = ?2, updated = ?2, source = ifnull(source, ?3)
                 WHERE id = ?1 AND in_library = 0 AND deleted IS NULL",
            )?
            .execute(params![article, now, source])?;
        transaction
            .prepare_cached("UPDATE article SET source = ?2 WHERE id = ?1 AND source IS NULL AND path IS NULL AND seed IS NULL")?
            .execute(params![article, source])?;
        return Ok((article, returned > 0));
    }
    let published = entry.published.map(|published| published.to_string());
    transaction
        .prepare_cached(
            "INSERT INTO article (source, in_library, title, title_key, standfirst, byline, publisher, published, url, added, updated, date, words, muted)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?11,
                iif(EXISTS (SELECT 1 FROM saved_search WHERE action = 'mute'), 2, 0))",
        )?
        .execute(params![
            source,
            entry.title,
            title_key(&entry.title),
            entry.standfirst,
            entry.byline,
            entry.publisher,
            published,
            entry.url,
            now,
            sort_timestamp(entry.published, now),
            entry.words as i64,
        ])?;
    let article = ArticleId(transaction.last_insert_rowid());
    if let Some(key) = key {
        // A link that another article has stays with that one.
        transaction
            .prepare_cached("INSERT OR IGNORE INTO identity (key, article) VALUES (?1, ?2)")?
            .execute(params![key.as_slice(), article])?;
    }
    Ok((article, true))
}

/// Returns the article of any source or file that has the link of an entry and says the same.
pub(in crate::library) fn find_article(
    transaction: &Transaction<'_>,
    entry: &NewEntry,
) -> Result<Option<ArticleId>, LibraryError> {
    let Some(key) = entry.url.as_deref().and_then(link_key) else {
        return Ok(None);
    };
    match lookup_key(transaction, &key)? {
        Some(article) if says_the_same(transaction, article, entry)? => Ok(Some(article)),
        _ => Ok(None),
    }
}

/// Returns true if an article with the link of an entry has its title or its text too: a page that several feeds comment on is not
/// the same article.
fn says_the_same(
    transaction: &Transaction<'_>,
    article: ArticleId,
    entry: &NewEntry,
) -> Result<bool, LibraryError> {
    let (title, url): (String, Option<String>) = transaction
        .prepare_cached("SELECT title, url FROM article WHERE id = ?1")?
        .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if title.is_empty() || url.as_deref() == Some(&*title) || fold(&title) == fold(&entry.title) {
        return Ok(true);
    }
    Ok(transaction
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM entry WHERE article = ?1 AND text_hash = ?2)",
        )?
        .query_row(
            params![
                article,
                entry.keys.text.filter(|_| entry.keys.has_long_text())
            ],
            |row| row.get(0),
        )?)
}

fn insert_entry(
    transaction: &Transaction<'_>,
    source: SourceId,
    entry: &NewEntry,
    article: ArticleId,
    position: usize,
    now: i64,
) -> Result<(), LibraryError> {
    let keys = &entry.keys;
    transaction
        .prepare_cached(
            "INSERT INTO entry (source, key, article, link, position, first_seen, last_seen, hash,
                id_hash, link_hash, title_hash, text_hash, published)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            source,
            unused_key(transaction, source, entry)?.as_slice(),
            article,
            entry.url,
            position as i64,
            now,
            entry.hash.as_slice(),
            keys.id,
            keys.link,
            keys.title,
            keys.text,
            keys.published,
        ])?;
    transaction
        .prepare_cached("INSERT INTO entry_content (entry, size, body) VALUES (?1, ?2, ?3)")?
        .execute(params![
            EntryId(transaction.last_insert_rowid()),
            entry.content.size,
            entry.content.body
        ])?;
    Ok(())
}

/// Returns a key for a new entry: a hash of all that identifies it, and of a number where the source has that key.
fn unused_key(
    transaction: &Transaction<'_>,
    source: SourceId,
    entry: &NewEntry,
) -> Result<EntryHash, LibraryError> {
    let mut number = 0u32;
    loop {
        let mut hash = Sha256::new();
        let keys = &entry.keys;
        for part in [keys.id, keys.link, keys.title, keys.text, keys.published] {
            hash.update([u8::from(part.is_some())]);
            hash.update(part.unwrap_or_default().to_le_bytes());
        }
        hash.update(number.to_le_bytes());
        let mut key = [0; 16];
        for (to, from) in key.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        let is_taken: bool = transaction
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE source = ?1 AND key = ?2)")?
            .query_row(params![source, key.as_slice()], |row| row.get(0))?;
        if !is_taken {
            return Ok(key);
        }
        number += 1;
    }
}

fn update_keys(
    transaction: &Transaction<'_>,
    id: EntryId,
    entry: &NewEntry,
    now: i64,
) -> Result<(), LibraryError> {
    let keys = &entry.keys;
    transaction
        .prepare_cached(
            "UPDATE entry SET hash = ?2, link = ifnull(?3, link), last_seen = ?4, id_hash = ifnull(?5, id_hash), link_hash = ifnull(?6, link_hash),
                title_hash = ifnull(?7, title_hash), text_hash = ifnull(?8, text_hash), published = ifnull(?9, published)
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            entry.hash.as_slice(),
            entry.url,
            now,
            keys.id,
            keys.link,
            keys.title,
            keys.text,
            keys.published,
        ])?;
    Ok(())
}

/// Returns the article of an entry to the library if it was deleted together with the source, which has come back. Returns true
/// if it was.
fn return_to_library(
    transaction: &Transaction<'_>,
    known: &KnownEntry,
    now: i64,
) -> Result<bool, LibraryError> {
    let returned = transaction
        .prepare_cached(
            "UPDATE article SET in_library = 1, added = ?2, updated = ?2
             WHERE id = ?1 AND in_library = 0 AND deleted IS NULL",
        )?
        .execute(params![known.article, now])?;
    Ok(returned > 0)
}

/// Writes the new metadata of an entry into its article, if that belongs to the source and is not deleted. Returns true if it
/// was written. The date of the list stays: an update is no reason to move a row.
fn update_article(
    transaction: &Transaction<'_>,
    source: SourceId,
    known: &KnownEntry,
    entry: &NewEntry,
    now: i64,
) -> Result<bool, LibraryError> {
    let title: Option<String> = transaction
        .prepare_cached("SELECT title FROM article WHERE id = ?1 AND source = ?2 AND deleted IS NULL AND path IS NULL")?
        .query_row(params![known.article, source], |row| row.get(0))
        .optional()?;
    if title.is_none() {
        return Ok(false);
    }
    transaction
        .prepare_cached(
            "UPDATE article SET title = ?2, title_key = ?3, standfirst = ?4, byline = ?5, publisher = ?6, published = ifnull(published, ?7),
                url = ifnull(?8, url), updated = ?9, words = ?10 WHERE id = ?1",
        )?
        .execute(params![
            known.article,
            entry.title,
            title_key(&entry.title),
            entry.standfirst,
            entry.byline,
            entry.publisher,
            entry.published.map(|published| published.to_string()),
            entry.url,
            now,
            entry.words as i64,
        ])?;
    if let Some(article) = known.article {
        feed_words_written(transaction, article)?;
    }
    Ok(true)
}
