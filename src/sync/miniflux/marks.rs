//! Marks of Miniflux: lists of ids, and writes that set a mark whether the server can do so or only toggles it.

use serde_json::{Value, json};

use super::answers::{EntryAnswer, ErrorAnswer, IdsAnswer};
use super::entries::entry;
use crate::fetch::{ApiAnswer, ApiMethod};
use crate::sync::answer::json as parse;
use crate::sync::error::SyncError;
use crate::sync::rest::RestApi;
use crate::sync::server::Coverage;

/// Most ids in one page.
const PAGE: usize = 10_000;
/// Most pages of one list: a server that has more is broken.
const MAX_PAGES: usize = 500;
/// Name of the list in errors.
const IDS: &str = "entries/ids";

/// List of ids that the server makes.
#[derive(Debug, Clone, Copy)]
pub(super) enum IdList {
    /// Unread entries.
    Unread,
    /// Starred entries.
    Starred,
}

/// Ids, in ascending order without duplicates, and what absence from them says.
pub(super) struct Ids {
    /// Ids.
    pub(super) ids: Vec<i64>,
    /// Ids that the list speaks of.
    pub(super) coverage: Coverage,
}

/// Requests a list of ids.
///
/// Pages begin at a number of entries: a mark that changes meanwhile moves some entries past a page. One page is believed; if
/// there are more, all are read twice, and absence counts only where both lists are equal.
///
/// # Errors
/// See [`SyncError`]. A list that misses entries by its own count is unexpected.
pub(super) fn list_ids(api: &RestApi<'_>, list: IdList) -> Result<Ids, SyncError> {
    let (mut ids, pages) = read_pages(api, list)?;
    let mut coverage = Coverage::All;
    if pages > 1 {
        let (again, _) = read_pages(api, list)?;
        if again != ids {
            coverage = Coverage::Present;
            ids.extend(again);
            ids.sort_unstable();
            ids.dedup();
        }
    }
    Ok(Ids { ids, coverage })
}

/// Returns true if the server can list ids.
///
/// # Errors
/// See [`SyncError`].
pub(super) fn has_id_lists(api: &RestApi<'_>) -> Result<bool, SyncError> {
    let answer = api.call(
        ApiMethod::Get,
        "/v1/entries/ids?status=unread&limit=1",
        None,
    );
    match answer.and_then(|answer| ids_answer(&answer)) {
        Ok(_) => Ok(true),
        Err(error) if is_unknown(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Returns true if the server does not know lists of ids. (Older versions take `ids` for the id of an entry: 400.)
pub(super) fn is_unknown(error: &SyncError) -> bool {
    matches!(
        error,
        SyncError::Rejected {
            status: 400 | 404 | 405
        }
    )
}

/// Reads all pages of a list once. Returns the ids in ascending order, and the number of pages.
fn read_pages(api: &RestApi<'_>, list: IdList) -> Result<(Vec<i64>, usize), SyncError> {
    let filter = match list {
        IdList::Unread => "status=unread",
        IdList::Starred => "starred=true",
    };
    let mut ids = Vec::new();
    for page in 1..=MAX_PAGES {
        let offset = match ids.len() {
            0 => String::new(),
            length => format!("&offset={length}"),
        };
        let path = format!("/v1/entries/ids?{filter}&limit={PAGE}{offset}");
        let answer = ids_answer(&api.call(ApiMethod::Get, &path, None)?)?;
        let is_empty = answer.entry_ids.is_empty();
        ids.extend(answer.entry_ids);
        if ids.len() >= answer.total {
            ids.sort_unstable();
            ids.dedup();
            return Ok((ids, page));
        }
        if is_empty {
            break;
        }
    }
    Err(SyncError::UnexpectedAnswer { request: IDS })
}

/// Parses a page of ids.
///
/// # Errors
/// [`SyncError::UnexpectedAnswer`]; [`SyncError::Rejected`] where an older version took `ids` for the id of an entry.
fn ids_answer(answer: &ApiAnswer) -> Result<IdsAnswer, SyncError> {
    let ids: Result<IdsAnswer, SyncError> = parse(answer, IDS);
    match ids {
        Err(_) if parse::<EntryAnswer>(answer, IDS).is_ok() => {
            Err(SyncError::Rejected { status: 404 })
        }
        ids => ids,
    }
}

/// Sets or removes read marks.
///
/// # Errors
/// See [`SyncError`].
pub(super) fn set_read(api: &RestApi<'_>, is_read: bool, ids: &[i64]) -> Result<(), SyncError> {
    let status = if is_read { "read" } else { "unread" };
    put_entries(api, &json!({ "entry_ids": ids, "status": status }))
}

/// Sets or removes stars on a server that can (since 2026-06-19).
///
/// # Errors
/// See [`SyncError`]. Older servers answer 400.
pub(super) fn set_stars(api: &RestApi<'_>, is_starred: bool, ids: &[i64]) -> Result<(), SyncError> {
    put_entries(api, &json!({ "entry_ids": ids, "starred": is_starred }))
}

fn put_entries(api: &RestApi<'_>, body: &Value) -> Result<(), SyncError> {
    api.call_judged(ApiMethod::Put, "/v1/entries", Some(body), has_none)?;
    Ok(())
}

/// Returns success where an older server says that it has none of the entries any more: there is nothing to mark.
fn has_none(answer: &ApiAnswer) -> Option<Result<(), SyncError>> {
    let error: ErrorAnswer = parse(answer, IDS).ok()?;
    let is_said = answer.status == 500 && error.message.contains("nothing has been updated");
    is_said.then_some(Ok(()))
}

/// Sets or removes stars on a server that only toggles them: reads each entry first. Entries that the server no longer has are
/// passed over.
///
/// # Errors
/// See [`SyncError`].
pub(super) fn toggle_stars(
    api: &RestApi<'_>,
    user: Option<i64>,
    is_starred: bool,
    ids: &[i64],
) -> Result<(), SyncError> {
    for id in ids {
        if entry(api, user, *id)?.is_some_and(|entry| entry.starred != is_starred) {
            api.call(ApiMethod::Put, &format!("/v1/entries/{id}/bookmark"), None)?;
        }
    }
    Ok(())
}
