//! Matching of the entries of an answer with the stored entries of the same source: [`match_entries`].
//!
//! An entry that was read must never come back as unread, and two entries must never become one. Therefore evidence is weighed
//! in rounds, the strongest first, and a stored entry is matched at most once in an answer:
//! 1. the id, unless this feed was seen to give one id to several entries;
//! 2. the link, where the ids say nothing; with ids that differ, the link with the title, the date or the text;
//! 3. title and date;
//! 4. title and text;
//! 5. a long text, with the link or the date.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, params};

use crate::library::LibraryError;
use crate::library::articles::entries::{EntryKeys, EntryMatch, EntryMatches, KnownEntry};
use crate::model::{EntryId, SourceId};

/// Largest difference, in seconds, between the date of an entry and the time when it was fetched for the date to be taken for the
/// time of the fetch.
const FETCH_TIME_TOLERANCE: i64 = 120;

/// Number of stored entries with one hash that are looked at: a feed may give one link to all its entries.
const MAX_CANDIDATES: i64 = 200;

/// SQL that finds the entries of a source with a hash in this column.
macro_rules! candidates_sql {
    ($column:literal) => {
        concat!(
            "SELECT id, article, hash, first_seen, id_hash, link_hash, title_hash, text_hash, published FROM entry
             WHERE source = ?1 AND ",
            $column,
            " = ?2 ORDER BY id DESC LIMIT ?3"
        )
    };
}

/// Stored entry with what is compared.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    known: KnownEntry,
    keys: EntryKeys,
    first_seen: i64,
}

/// Trust in the ids and links of a feed, and the time of the answer.
#[derive(Debug, Clone, Copy)]
struct Evidence {
    trusts_ids: bool,
    trusts_links: bool,
    now: i64,
}

/// Column of a hash that entries are looked up by.
#[derive(Debug, Clone, Copy)]
enum HashColumn {
    Id,
    Link,
    Title,
    Text,
}

/// Matches the entries of an answer with the stored ones of its source.
pub(in crate::library) fn match_entries(
    connection: &Connection,
    source: SourceId,
    (repeats_ids, repeats_links): (bool, bool),
    entries: &[EntryKeys],
    now: i64,
) -> Result<EntryMatches, LibraryError> {
    let repeats_ids = repeats_ids || has_repeated_ids(entries);
    let repeats_links = repeats_links || has_repeated_links(entries, repeats_ids);
    let evidence = Evidence {
        trusts_ids: !repeats_ids,
        trusts_links: !repeats_links,
        now,
    };
    let mut matches = vec![None; entries.len()];
    mark_repeated(entries, evidence, &mut matches);
    let has_entries: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM entry WHERE source = ?1)")?
        .query_row([source], |row| row.get(0))?;
    if has_entries {
        match_stored(connection, source, entries, evidence, &mut matches)?;
    }
    Ok(EntryMatches {
        matches: matches
            .into_iter()
            .map(|found| found.unwrap_or(EntryMatch::New))
            .collect(),
        repeats_ids,
        repeats_links,
    })
}

/// Matches entries that are not matched yet, round by round.
fn match_stored(
    connection: &Connection,
    source: SourceId,
    entries: &[EntryKeys],
    evidence: Evidence,
    matches: &mut [Option<EntryMatch>],
) -> Result<(), LibraryError> {
    type Accepts = fn(&EntryKeys, &Candidate, Evidence) -> bool;
    const ROUNDS: [(HashColumn, Accepts); 5] = [
        (HashColumn::Id, |_, _, evidence| evidence.trusts_ids),
        (HashColumn::Link, accepts_link),
        (HashColumn::Title, accepts_title_and_date),
        (HashColumn::Title, accepts_title_and_text),
        (HashColumn::Text, accepts_text),
    ];
    let mut claimed: HashSet<EntryId> = HashSet::new();
    for (column, accepts) in ROUNDS {
        if matches!(column, HashColumn::Id) && !evidence.trusts_ids {
            continue;
        }
        for (keys, found) in entries.iter().zip(matches.iter_mut()) {
            if found.is_some() {
                continue;
            }
            let candidates = candidates(connection, source, column, keys)?;
            let accepted = candidates.iter().find(|candidate| {
                !claimed.contains(&candidate.known.id) && accepts(keys, candidate, evidence)
            });
            if let Some(candidate) = accepted {
                claimed.insert(candidate.known.id);
                *found = Some(EntryMatch::Known(candidate.known));
            }
        }
    }
    Ok(())
}

/// Returns the stored entries with this hash, the newest first.
fn candidates(
    connection: &Connection,
    source: SourceId,
    column: HashColumn,
    keys: &EntryKeys,
) -> Result<Vec<Candidate>, LibraryError> {
    let (hash, sql) = match column {
        HashColumn::Id => (keys.id, candidates_sql!("id_hash")),
        HashColumn::Link => (keys.link, candidates_sql!("link_hash")),
        HashColumn::Title => (keys.title, candidates_sql!("title_hash")),
        HashColumn::Text => (keys.text, candidates_sql!("text_hash")),
    };
    let Some(hash) = hash else {
        return Ok(Vec::new());
    };
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![source, hash, MAX_CANDIDATES], |row| {
        Ok(Candidate {
            known: KnownEntry {
                id: row.get(0)?,
                article: row.get(1)?,
                hash: row.get(2)?,
            },
            first_seen: row.get(3)?,
            keys: EntryKeys {
                id: row.get(4)?,
                link: row.get(5)?,
                title: row.get(6)?,
                text: row.get(7)?,
                published: row.get(8)?,
            },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns true if both entries have ids that can be trusted, and they differ.
fn ids_differ(keys: &EntryKeys, stored: &EntryKeys, evidence: Evidence) -> bool {
    evidence.trusts_ids && keys.id.is_some() && stored.id.is_some() && keys.id != stored.id
}

fn is_equal(one: Option<i64>, other: Option<i64>) -> bool {
    one.is_some() && one == other
}

fn is_different(one: Option<i64>, other: Option<i64>) -> bool {
    one.is_some() && other.is_some() && one != other
}

fn accepts_link(keys: &EntryKeys, candidate: &Candidate, evidence: Evidence) -> bool {
    let stored = &candidate.keys;
    if evidence.trusts_links && !ids_differ(keys, stored, evidence) {
        return true;
    }
    let same_title = is_equal(keys.title, stored.title);
    let same_date = is_equal(keys.published, stored.published);
    let same_text = is_equal(keys.text, stored.text);
    // With one link for several entries the rounds that follow decide.
    evidence.trusts_links && (same_title || same_date || same_text)
}

fn accepts_title_and_date(keys: &EntryKeys, candidate: &Candidate, evidence: Evidence) -> bool {
    let stored = &candidate.keys;
    if !is_equal(keys.published, stored.published) {
        return false;
    }
    let is_another = ids_differ(keys, stored, evidence) && is_different(keys.link, stored.link);
    // Two entries of one title and one day without a time are not the same; an exact time is no coincidence.
    let is_exact = keys.published.is_some_and(|time| time % 3600 != 0);
    !is_another || is_exact || !is_different(keys.text, stored.text)
}

fn accepts_title_and_text(keys: &EntryKeys, candidate: &Candidate, evidence: Evidence) -> bool {
    let stored = &candidate.keys;
    if !is_equal(keys.text, stored.text) {
        return false;
    }
    if keys.has_long_text() || !is_different(keys.published, stored.published) {
        return true;
    }
    // A short bulletin may be repeated another day. Some feeds date every entry at the time of the request, though.
    let is_fetch_time = |date: Option<i64>, fetched: i64| {
        date.is_some_and(|date| (date - fetched).abs() <= FETCH_TIME_TOLERANCE)
    };
    !ids_differ(keys, stored, evidence)
        && is_fetch_time(keys.published, evidence.now)
        && is_fetch_time(stored.published, candidate.first_seen)
}

fn accepts_text(keys: &EntryKeys, candidate: &Candidate, _: Evidence) -> bool {
    let stored = &candidate.keys;
    let untitled = keys.title.is_none() && stored.title.is_none();
    let same_date = is_equal(keys.published, stored.published);
    let same_link = is_equal(keys.link, stored.link);
    match keys.has_long_text() {
        true => untitled || same_date || same_link,
        false => untitled && !is_different(keys.published, stored.published),
    }
}

/// Returns true if several entries that are not the same have one id.
fn has_repeated_ids(entries: &[EntryKeys]) -> bool {
    let mut seen: HashMap<i64, &EntryKeys> = HashMap::new();
    entries.iter().any(|keys| {
        let Some(id) = keys.id else { return false };
        let before = *seen.entry(id).or_insert(keys);
        is_different(before.link, keys.link)
            || (before.link.is_none() && is_different(before.title, keys.title))
            || (is_equal(before.link, keys.link)
                && is_different(before.title, keys.title)
                && is_different(before.published, keys.published))
    })
}

/// Returns true if several entries that are not the same have one link.
fn has_repeated_links(entries: &[EntryKeys], repeats_ids: bool) -> bool {
    let mut seen: HashMap<i64, &EntryKeys> = HashMap::new();
    entries.iter().any(|keys| {
        let Some(link) = keys.link else { return false };
        let before = *seen.entry(link).or_insert(keys);
        (!repeats_ids && is_different(before.id, keys.id))
            || is_different(before.title, keys.title)
            || is_different(before.published, keys.published)
    })
}

/// Marks entries that repeat an earlier one of the same answer.
fn mark_repeated(entries: &[EntryKeys], evidence: Evidence, matches: &mut [Option<EntryMatch>]) {
    let mut ids: HashSet<i64> = HashSet::new();
    let mut rest: HashSet<EntryKeys> = HashSet::new();
    for (keys, found) in entries.iter().zip(matches) {
        let is_first = match keys.id.filter(|_| evidence.trusts_ids) {
            Some(id) => ids.insert(id),
            None => rest.insert(EntryKeys { id: None, ..*keys }),
        };
        if !is_first {
            *found = Some(EntryMatch::Repeated);
        }
    }
}
