//! Sources with their categories and their health, for the picker of sources.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::library::{LibraryError, LibraryReader};
use crate::model::{
    AccountName, CategoryId, EntryTexts, FeedOnServer, FullText, SourceId, SourceRow,
};

/// Number of articles whose dates give the usual gap of a source.
const GAP_ARTICLES: i64 = 13;

/// Fewest gaps that say what is usual.
const MIN_GAPS: usize = 4;

/// Failures in a row, or seconds of failing, after which a feed counts as failing. Folders, pages, and feeds that the server of an account did not subscribe to count at
/// once.
const FAILURES: u32 = 3;
const FAILING_SECONDS: i64 = 24 * 3600;

/// Returns all sources with their categories and their health, in the order in which they were added.
pub(in crate::library) fn source_rows(
    library: &LibraryReader,
) -> Result<Vec<SourceRow>, LibraryError> {
    let connection = library.connection();
    let mut categories = categories_of_sources(library)?;
    let mut details = connection.prepare_cached(
        "SELECT old_url, last_new, ifnull((SELECT a.failures FROM remote_feed f JOIN account a ON a.id = f.account WHERE f.source = source.id), failures), instr(settings, '\"hidden\":true') > 0,
            iif(json_valid(settings), json_extract(settings, '$.\"full-text\"'), NULL), entry_texts,
            url IS NULL AND failing_since IS NOT NULL FROM source WHERE id = ?1",
    )?;
    let now = library.now();
    let mut rows = Vec::new();
    for source in library.sources()? {
        let id = source.id;
        let (moved_from, last_new, failures, is_hidden, full_text, entry_texts, fails_at_once) =
            details.query_row([id], |row| {
                let full_text: Option<String> = row.get(4)?;
                let entry_texts: Option<String> = row.get(5)?;
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get::<_, u32>(2)?,
                    row.get(3)?,
                    full_text.as_deref().and_then(FullText::from_name),
                    entry_texts.as_deref().and_then(EntryTexts::from_name),
                    row.get::<_, bool>(6)?,
                ))
            })?;
        let is_failing = !source.is_paused
            && source.failing_since.is_some_and(|since| {
                fails_at_once
                    || failures >= FAILURES
                    || now.saturating_sub(since) >= FAILING_SECONDS
            });
        let (account, on_server) = account_of(connection, id)?.unzip();
        rows.push(SourceRow {
            account,
            on_server: on_server.unwrap_or_default(),
            categories: categories.remove(&id).unwrap_or_default(),
            moved_from,
            last_new,
            usual_gap: usual_gap(connection, id)?,
            waits_until: wait_of(connection, source.url.as_deref(), now)?,
            full_text,
            entry_texts,
            is_hidden,
            is_failing,
            source,
        });
    }
    Ok(rows)
}

/// Returns the account that a source belongs to, and what its server has of the feed.
fn account_of(
    connection: &Connection,
    source: SourceId,
) -> Result<Option<(AccountName, FeedOnServer)>, LibraryError> {
    Ok(connection
        .prepare_cached(
            "SELECT a.id, a.url, a.user, f.remote_id LIKE 'new:%', f.detached IS NOT NULL
             FROM remote_feed f JOIN account a ON a.id = f.account WHERE f.source = ?1",
        )?
        .query_row([source], |row| {
            let account = AccountName {
                id: row.get(0)?,
                url: row.get(1)?,
                user: row.get(2)?,
            };
            let on_server = match (row.get(3)?, row.get(4)?) {
                (true, _) => FeedOnServer::NotSent,
                (false, true) => FeedOnServer::Gone,
                (false, false) => FeedOnServer::Listed,
            };
            Ok((account, on_server))
        })
        .optional()?)
}

/// Returns the number of sources and accounts that count as failing.
pub(in crate::library) fn count_failing(library: &LibraryReader) -> Result<usize, LibraryError> {
    let sql = "SELECT count(*) FROM source WHERE removed IS NULL AND paused = 0 AND failing_since IS NOT NULL
        AND (url IS NULL OR failures >= ?1 OR failing_since <= ?2)";
    let accounts = "SELECT count(*) FROM account
        WHERE paused = 0 AND failing_since IS NOT NULL AND (failures >= ?1 OR failing_since <= ?2)";
    let count: i64 = library
        .connection()
        .prepare_cached(sql)?
        .query_row(params![FAILURES, library.now() - FAILING_SECONDS], |row| {
            row.get(0)
        })?;
    let failing_accounts: i64 = library
        .connection()
        .prepare_cached(accounts)?
        .query_row(params![FAILURES, library.now() - FAILING_SECONDS], |row| {
            row.get(0)
        })?;
    Ok(usize::try_from(count + failing_accounts).unwrap_or_default())
}

/// Returns the categories of each source, with their names from the top.
fn categories_of_sources(
    library: &LibraryReader,
) -> Result<HashMap<SourceId, Vec<(CategoryId, String)>>, LibraryError> {
    let all = library.categories()?;
    let by_id: HashMap<CategoryId, _> = all.iter().map(|one| (one.id, one)).collect();
    let path_of = |id: CategoryId| {
        let mut names = Vec::new();
        let mut at = by_id.get(&id);
        // The tree has no cycles; the bound holds in a damaged one.
        while let (Some(category), true) = (at, names.len() < all.len()) {
            names.push(category.name.as_str());
            at = category.parent.and_then(|parent| by_id.get(&parent));
        }
        names.reverse();
        names.join(" / ")
    };
    let mut statement = library.connection().prepare_cached(
        "SELECT m.source, m.category FROM source_category m JOIN category c ON c.id = m.category
         ORDER BY c.position, c.name",
    )?;
    let mut rows = statement.query([])?;
    let mut found: HashMap<SourceId, Vec<(CategoryId, String)>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let category = row.get(1)?;
        let of_source = found.entry(row.get(0)?).or_default();
        of_source.push((category, path_of(category)));
    }
    Ok(found)
}

/// Returns the median time between the latest articles of a source, in seconds; `None` if there are too few.
fn usual_gap(connection: &Connection, source: SourceId) -> Result<Option<i64>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT neg_date FROM member INDEXED BY member_by_date WHERE source = ?1 ORDER BY neg_date LIMIT ?2",
    )?;
    let dates = statement.query_map(params![source, GAP_ARTICLES], |row| row.get(0))?;
    let dates: Vec<i64> = dates.collect::<Result<_, _>>()?;
    let pairs = dates.iter().zip(dates.iter().skip(1));
    let mut gaps: Vec<i64> = pairs
        .map(|(newer, older)| older.saturating_sub(*newer))
        .collect();
    gaps.sort_unstable();
    Ok(match gaps.len() >= MIN_GAPS {
        true => gaps.get(gaps.len() / 2).copied(),
        false => None,
    })
}

/// Returns the time until which the host of an address has asked to wait.
fn wait_of(
    connection: &Connection,
    url: Option<&str>,
    now: i64,
) -> Result<Option<i64>, LibraryError> {
    let Some(authority) = url.and_then(authority_of) else {
        return Ok(None);
    };
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
        _ => authority.as_str(),
    };
    let wait = connection
        .prepare_cached("SELECT max(not_before) FROM host WHERE name IN (?1, ?2)")?
        .query_row(params![authority, host], |row| row.get(0))
        .optional()?;
    Ok(wait.flatten().filter(|until| *until > now))
}

/// Returns the host and the port of an address, in lower case.
fn authority_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    let authority = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    Some(authority.to_ascii_lowercase())
}
