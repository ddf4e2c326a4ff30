//! Whole lists of ids over several pages: [`ids`].

use std::collections::HashSet;

use serde::Deserialize;

use super::super::answer::{any_id, json};
use super::super::error::SyncError;
use super::super::server::{Coverage, IdSet};
use super::ids::stored_form;
use super::session::Session;

/// Ids of one page that are asked for. More are refused by some servers.
const PAGE: usize = 10_000;
/// Numbers of ids at which some servers end a list without saying so.
const CAPS: [usize; 2] = [1_000, PAGE];
/// Most pages of a list.
const MAX_PAGES: usize = 200;

#[derive(Deserialize)]
struct Page {
    #[serde(rename = "itemRefs")]
    item_refs: Vec<ItemRef>,
    #[serde(default)]
    continuation: Option<String>,
}

#[derive(Deserialize)]
struct ItemRef {
    #[serde(deserialize_with = "any_id")]
    id: String,
}

/// Ids of one pass over all pages.
#[derive(Default)]
struct Pass {
    /// Ids of the only page, in the order of the server.
    only_page: Vec<String>,
    /// Ids of several pages.
    ids: HashSet<String>,
    /// True if the last page did not end the list: the server repeats itself.
    is_repeating: bool,
    pages: usize,
}

/// Returns the ids of the items of a stream, without those with the tag `without`. A list of several pages is read twice: a mark
/// that changes between two requests shifts the pages, by offset (Miniflux) or by an item that is gone (FreshRSS), and an id
/// between them is missed.
pub(super) fn ids(
    session: &mut Session<'_>,
    stream: &str,
    without: Option<&str>,
) -> Result<IdSet, SyncError> {
    let pass = read_pass(session, stream, without)?;
    let coverage = coverage_of(&pass);
    let has_pages = pass.pages > 1;
    let mut ids = pass.ids;
    ids.extend(pass.only_page);
    if has_pages {
        let again = read_pass(session, stream, without)?;
        ids.extend(again.ids);
        ids.extend(again.only_page);
    }
    Ok(IdSet { ids, coverage })
}

/// Returns the ids that a list speaks of.
fn coverage_of(pass: &Pass) -> Coverage {
    if pass.is_repeating {
        return Coverage::Present;
    }
    if pass.pages > 1 || !CAPS.contains(&pass.only_page.len()) {
        return Coverage::All;
    }
    // The list may go on. Ids that descend say where it ended.
    let numbers: Option<Vec<i64>> = pass.only_page.iter().map(|id| id.parse().ok()).collect();
    match numbers {
        Some(numbers) if numbers.is_sorted_by(|one, next| one > next) => numbers
            .last()
            .map_or(Coverage::Present, |last| Coverage::From(*last)),
        _ => Coverage::Present,
    }
}

/// Returns the ids of the newest items of a stream, at most `limit`.
pub(super) fn newest_ids(
    session: &mut Session<'_>,
    stream: &str,
    limit: usize,
) -> Result<Vec<String>, SyncError> {
    let number = limit.to_string();
    let pairs = [("output", "json"), ("s", stream), ("n", number.as_str())];
    let answer = session.get("stream/items/ids", &pairs, None)?;
    let page: Page = json(&answer, "stream/items/ids")?;
    let ids = page.item_refs.into_iter().take(limit);
    Ok(ids.map(|item| stored_form(item.id)).collect())
}

fn read_pass(
    session: &mut Session<'_>,
    stream: &str,
    without: Option<&str>,
) -> Result<Pass, SyncError> {
    let limit = PAGE.to_string();
    let mut pass = Pass::default();
    let mut continuation: Option<String> = None;
    loop {
        let mut pairs = vec![("output", "json"), ("s", stream), ("n", limit.as_str())];
        pairs.extend(without.map(|tag| ("xt", tag)));
        pairs.extend(continuation.as_deref().map(|from| ("c", from)));
        let answer = session.get("stream/items/ids", &pairs, None)?;
        let page: Page = json(&answer, "stream/items/ids")?;
        pass.pages += 1;
        let is_empty = page.item_refs.is_empty();
        let count = pass.ids.len();
        let found = page.item_refs.into_iter().map(|item| stored_form(item.id));
        let Some(next) = page.continuation.filter(|next| !next.is_empty()) else {
            match pass.pages {
                1 => pass.only_page = found.collect(),
                _ => pass.ids.extend(found),
            }
            return Ok(pass);
        };
        pass.ids.extend(found);
        // Some servers go on for ever after the last page.
        if is_empty {
            return Ok(pass);
        }
        if pass.ids.len() == count
            || continuation.as_ref() == Some(&next)
            || pass.pages >= MAX_PAGES
        {
            pass.is_repeating = true;
            return Ok(pass);
        }
        continuation = Some(next);
    }
}
