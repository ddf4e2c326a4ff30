//! Lists of entries of Miniflux: pages in the order of ids, and entries by their ids.

use super::answers::{EntriesAnswer, EntryAnswer};
use crate::fetch::FetchError;
use crate::sync::answer::query;
use crate::sync::error::SyncError;
use crate::sync::rest::RestApi;

/// Most entries with texts in one page. (The server takes 1,000, which may be more than fits into memory.)
pub(super) const PAGE: usize = 250;
/// Number of ids up to which each is requested on its own.
const FEW: usize = 3;
/// Share of a page, as its inverse, that must have been asked for: else the next ids are requested one by one.
const SPARSE: usize = 10;
/// First version that filters entries by the time of their last change.
const FILTERS_CHANGES: &str = "Miniflux 2.0.49";
/// Name of the list in errors.
const ENTRIES: &str = "entries";

/// Filter of a list of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EntryFilter {
    /// All.
    All,
    /// Unread ones.
    Unread,
    /// Starred ones.
    Starred,
    /// Those that were added, or whose marks have changed, after this time of the server.
    ChangedAfter(i64),
}

/// Range of ids, both ends excluded.
#[derive(Debug, Clone, Copy)]
pub(super) struct IdRange {
    /// Number below the first id.
    pub(super) after: i64,
    /// Number above the last id, if there is an end.
    pub(super) before: Option<i64>,
}

/// Page of entries, in ascending order of ids.
pub(super) struct EntryPage {
    /// Entries, without removed ones.
    pub(super) entries: Vec<EntryAnswer>,
    /// Id of the last entry, if more may follow.
    pub(super) next: Option<i64>,
}

/// Requests the first entries of a range, at most `limit`; fewer where so many are too large together.
///
/// # Errors
/// See [`SyncError`]. Entries outside of the range, twice the same, or of another user (`user`) are unexpected: the server does not know
/// the filters, and a list that never ends may follow. [`too_old`] where it does not know the filter of changed entries: it would send
/// all of them each time.
pub(super) fn entries_page(
    api: &RestApi<'_>,
    user: Option<i64>,
    filter: EntryFilter,
    range: IdRange,
    limit: usize,
) -> Result<EntryPage, SyncError> {
    let mut limit = limit.clamp(1, PAGE);
    let answer: EntriesAnswer = loop {
        match api.get(&entries_path(filter, range, limit), ENTRIES) {
            Err(SyncError::Fetch(FetchError::TooLarge { .. })) if limit > 1 => limit /= 2,
            other => break other?,
        }
    };
    let mut entries = answer.entries;
    entries.sort_unstable_by_key(|entry| entry.id);
    if let EntryFilter::ChangedAfter(since) = filter
        && entries
            .iter()
            .filter_map(EntryAnswer::changed)
            .any(|time| time < since)
    {
        return Err(too_old());
    }
    let mut previous = range.after;
    for entry in &entries {
        let is_before = range.before.is_none_or(|end| entry.id < end);
        if entry.id <= previous || !is_before || !is_of_user(entry, user) {
            return Err(SyncError::UnexpectedAnswer { request: ENTRIES });
        }
        previous = entry.id;
    }
    let next = (entries.len() >= limit).then_some(previous);
    entries.retain(|entry| !entry.is_removed());
    Ok(EntryPage { entries, next })
}

/// Returns the error of a server that does not filter entries by the time of their last change.
pub(super) fn too_old() -> SyncError {
    SyncError::TooOld {
        needs: FILTERS_CHANGES,
    }
}

/// Requests the newest entries of a feed, at most `limit`; fewer where so many are too large together.
///
/// # Errors
/// See [`SyncError`]. Entries of another feed, or of another user (`user`), are unexpected.
pub(super) fn newest_entries(
    api: &RestApi<'_>,
    user: Option<i64>,
    feed: i64,
    limit: usize,
) -> Result<Vec<EntryAnswer>, SyncError> {
    let mut limit = limit.clamp(1, PAGE);
    let answer: EntriesAnswer = loop {
        let path = format!("/v1/entries?feed_id={feed}&order=id&direction=desc&limit={limit}");
        match api.get(&path, ENTRIES) {
            Err(SyncError::Fetch(FetchError::TooLarge { .. })) if limit > 1 => limit /= 2,
            other => break other?,
        }
    };
    let is_wanted = |entry: &EntryAnswer| entry.feed_id == feed && is_of_user(entry, user);
    let mut entries = answer.entries;
    if !entries.iter().all(is_wanted) {
        return Err(SyncError::UnexpectedAnswer { request: ENTRIES });
    }
    entries.retain(|entry| !entry.is_removed());
    Ok(entries)
}

fn entries_path(filter: EntryFilter, range: IdRange, limit: usize) -> String {
    let mut pairs = vec![
        ("order", "id".to_owned()),
        ("direction", "asc".to_owned()),
        ("limit", limit.to_string()),
    ];
    match filter {
        EntryFilter::All => {}
        EntryFilter::Unread => pairs.push(("status", "unread".to_owned())),
        EntryFilter::Starred => pairs.push(("starred", "true".to_owned())),
        EntryFilter::ChangedAfter(time) => pairs.push(("changed_after", time.to_string())),
    }
    if range.after > 0 {
        pairs.push(("after_entry_id", range.after.to_string()));
    }
    if let Some(before) = range.before {
        pairs.push(("before_entry_id", before.to_string()));
    }
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    format!("/v1/entries?{}", query(&pairs))
}

fn is_of_user(entry: &EntryAnswer, user: Option<i64>) -> bool {
    match (entry.user_id, user) {
        (Some(found), Some(user)) => found == user,
        _ => true,
    }
}

/// Requests one entry; `None` if the server does not have it any more.
///
/// # Errors
/// See [`SyncError`]. Another entry, or one of another user, is unexpected.
pub(super) fn entry(
    api: &RestApi<'_>,
    user: Option<i64>,
    id: i64,
) -> Result<Option<EntryAnswer>, SyncError> {
    match api.get::<EntryAnswer>(&format!("/v1/entries/{id}"), "entry") {
        Err(SyncError::Rejected { status: 404 }) => Ok(None),
        Ok(entry) if entry.id != id || !is_of_user(&entry, user) => {
            Err(SyncError::UnexpectedAnswer { request: "entry" })
        }
        other => other.map(|entry| Some(entry).filter(|entry| !entry.is_removed())),
    }
}

/// Requests entries by their ids, in ascending order without duplicates, and returns those that the filter passes. Ids that
/// stand close together are requested as ranges, others one by one.
///
/// # Errors
/// See [`entries_page`] and [`entry`].
pub(super) fn entries_by_id(
    api: &RestApi<'_>,
    user: Option<i64>,
    filter: EntryFilter,
    ids: &[i64],
) -> Result<Vec<EntryAnswer>, SyncError> {
    let mut found = Vec::with_capacity(ids.len());
    let mut rest = ids;
    let mut is_sparse = false;
    while let (Some(first), Some(last)) = (rest.first(), rest.last()) {
        if rest.len() <= FEW || is_sparse {
            for id in rest {
                found.extend(entry(api, user, *id)?);
            }
            break;
        }
        let range = IdRange {
            after: first.saturating_sub(1),
            before: Some(last.saturating_add(1)),
        };
        let page = entries_page(api, user, filter, range, rest.len())?;
        let length = page.entries.len();
        let wanted = page
            .entries
            .into_iter()
            .filter(|entry| rest.binary_search(&entry.id).is_ok());
        let before = found.len();
        found.extend(wanted);
        is_sparse = (found.len() - before) * SPARSE < length;
        let Some(next) = page.next else { break };
        let settled = rest.partition_point(|id| *id <= next);
        rest = rest.get(settled..).unwrap_or_default();
    }
    Ok(found)
}
