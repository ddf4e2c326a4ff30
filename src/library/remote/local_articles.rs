//! Articles that were here before the server of an account had said anything of them: in a local feed at the same address, or
//! from an account that was removed. The sets of marks do not name those that are read and not starred there.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use crate::library::articles::identity::link_key;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{AccountId, SourceId};

/// Seconds between two requests for the newest items of one feed.
const INTERVAL: i64 = 4 * 3600;
/// Seconds for which an article is looked for: the server may fetch the feed later.
const SEARCH_PERIOD: i64 = 24 * 3600;

/// Feed of an account with the time of the last request for its newest items.
struct LinkState {
    id: String,
    source: SourceId,
    url: Option<String>,
    linked: Option<i64>,
}

/// Returns the feeds of an account with articles that are not linked with items, without those that were asked for lately.
pub(in crate::library) fn load_feeds_to_link(
    library: &LibraryReader,
    account: AccountId,
) -> Result<Vec<String>, LibraryError> {
    let connection = library.connection();
    let mut statement = connection.prepare_cached(
        "SELECT f.remote_id, f.source, f.url, f.linked FROM remote_feed f JOIN source s ON s.id = f.source
         WHERE f.account = ?1 AND f.absent_since IS NULL AND f.detached IS NULL AND s.removed IS NULL
            AND ifnull(f.linked, 0) <= ?2",
    )?;
    let rows = statement.query_map(params![account, library.now() - INTERVAL], |row| {
        Ok(LinkState {
            id: row.get(0)?,
            source: row.get(1)?,
            url: row.get(2)?,
            linked: row.get(3)?,
        })
    })?;
    let feeds: Vec<LinkState> = rows.collect::<Result<_, _>>()?;
    if feeds.is_empty() {
        return Ok(Vec::new());
    }
    let local = load_local_feeds(connection)?;
    let mut found = Vec::new();
    for feed in feeds {
        let own = feed.linked.is_none().then_some(feed.source);
        let key = feed.url.as_deref().and_then(link_key);
        let same_address = key.and_then(|key| local.get(&key).copied());
        let since = feed.linked.map_or(0, |linked| linked - SEARCH_PERIOD);
        for source in own.into_iter().chain(same_address) {
            if has_unlinked_article(connection, account, source, since)? {
                found.push(feed.id);
                break;
            }
        }
    }
    Ok(found)
}

/// Returns the local feeds by the keys of their addresses.
fn load_local_feeds(connection: &Connection) -> Result<HashMap<[u8; 16], SourceId>, LibraryError> {
    let mut statement = connection
        .prepare_cached("SELECT url, id FROM source WHERE kind = 'feed' AND url IS NOT NULL")?;
    let rows = statement.query_map([], |row| {
        let url: String = row.get(0)?;
        Ok((link_key(&url), row.get(1)?))
    })?;
    let mut found = HashMap::new();
    for row in rows {
        let (key, source) = row?;
        found.extend(key.map(|key| (key, source)));
    }
    Ok(found)
}

/// Returns true if an article of a source that was first seen at this time or later has no item of the account.
fn has_unlinked_article(
    connection: &Connection,
    account: AccountId,
    source: SourceId,
    since: i64,
) -> Result<bool, LibraryError> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM entry e JOIN article a ON a.id = e.article
                WHERE e.source = ?1 AND e.first_seen >= ?2 AND a.in_library = 1
                    AND NOT EXISTS (SELECT 1 FROM remote_item i WHERE i.article = a.id AND i.account = ?3))",
        )?
        .query_row(params![source, since, account], |row| row.get(0))?)
}

/// Records that the newest items of a feed were asked for.
pub(in crate::library) fn set_linked(
    library: &mut Library,
    account: AccountId,
    feed: &str,
) -> Result<(), LibraryError> {
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        transaction
            .prepare_cached(
                "UPDATE remote_feed SET linked = ?3 WHERE account = ?1 AND remote_id = ?2",
            )?
            .execute(params![account, feed, now])?;
        Ok(())
    })
}
