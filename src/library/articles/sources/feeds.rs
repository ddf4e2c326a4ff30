//! Feeds: storing the state for the next request, and the user's settings for a feed.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{FetchState, SourceError, SourceId};
use crate::text::clean;

/// Returns the feeds that are due, the longest overdue first.
pub(in crate::library) fn due_feeds(
    library: &LibraryReader,
) -> Result<Vec<SourceId>, LibraryError> {
    let mut statement = library.connection().prepare_cached(
        "SELECT id FROM source WHERE kind = 'feed' AND paused = 0 AND removed IS NULL AND ifnull(next_fetch, 0) <= ?1
         ORDER BY ifnull(next_fetch, 0), id",
    )?;
    let found = statement.query_map([library.now()], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns the time when the next feed is due, in seconds since 1970-01-01 UTC; 0 if one was never fetched, `None` without feeds.
pub(in crate::library) fn next_due(library: &LibraryReader) -> Result<Option<i64>, LibraryError> {
    Ok(library
        .connection()
        .prepare_cached(
            "SELECT min(ifnull(next_fetch, 0)) FROM source WHERE kind = 'feed' AND paused = 0 AND removed IS NULL",
        )?
        .query_row([], |row| row.get(0))?)
}

/// Sets the title that the feed itself has. It is shown unless the user has set another one.
pub(in crate::library) fn set_feed_title(
    library: &mut Library,
    source: SourceId,
    title: &str,
) -> Result<(), LibraryError> {
    library.write(Durability::Full, |transaction| {
        transaction
            .prepare_cached("UPDATE source SET title = ?2 WHERE id = ?1")?
            .execute(params![source, clean::clean_line(title)])?;
        Ok(())
    })
}

/// Returns the state of a feed; `None` if there is no such source.
pub(in crate::library) fn fetch_state(
    connection: &Connection,
    source: SourceId,
) -> Result<Option<FetchState>, LibraryError> {
    Ok(connection
        .prepare_cached(
            "SELECT url, old_url, moved_to, moved_since, site, etag, last_modified, unchanged_since, user_interval, feed_interval,
                next_fetch, last_attempt, last_success, last_new, failing_since, failures, error, error_detail, repeats_ids, repeats_links
             FROM source WHERE id = ?1",
        )?
        .query_row([source], |row| {
            Ok(FetchState {
                url: row.get(0)?,
                old_url: row.get(1)?,
                moved_to: row.get(2)?,
                moved_since: row.get(3)?,
                site: row.get(4)?,
                etag: row.get(5)?,
                last_modified: row.get(6)?,
                unchanged_since: row.get(7)?,
                user_interval: row.get(8)?,
                feed_interval: row.get(9)?,
                next_fetch: row.get(10)?,
                last_attempt: row.get(11)?,
                last_success: row.get(12)?,
                last_new: row.get(13)?,
                failing_since: row.get(14)?,
                failures: row.get(15)?,
                error: SourceError::from_code(row.get(16)?, row.get(17)?),
                repeats_ids: row.get(18)?,
                repeats_links: row.get(19)?,
            })
        })
        .optional()?)
}

/// Stores the state of a source after a request: in the transaction that stores its last entries. `asked_url` is the
/// address that the request was for; if the user has given the source another one meanwhile, nothing is stored. A new
/// address that another source has is not taken. The interval that the user has set is not written.
pub(in crate::library) fn save_fetch_state(
    transaction: &Transaction<'_>,
    source: SourceId,
    asked_url: Option<&str>,
    state: &FetchState,
) -> Result<(), LibraryError> {
    let error = state.error.as_ref();
    transaction
        .prepare_cached(
            "UPDATE source SET
                url = iif(EXISTS (SELECT 1 FROM source other WHERE other.url = ?2 AND other.id <> ?1), url, ?2),
                old_url = ?3, moved_to = ?4, moved_since = ?5, site = ?6, etag = ?7, last_modified = ?8,
                unchanged_since = ?9, feed_interval = ?10, next_fetch = ?11, last_attempt = ?12,
                last_success = ?13, last_new = ?14, failing_since = ?15, failures = ?16, error = ?17, error_detail = ?18,
                repeats_ids = ?19, repeats_links = ?20
             WHERE id = ?1 AND url IS ?21",
        )?
        .execute(params![
            source,
            state.url,
            state.old_url,
            state.moved_to,
            state.moved_since,
            state.site,
            state.etag,
            state.last_modified,
            state.unchanged_since,
            state.feed_interval,
            state.next_fetch,
            state.last_attempt,
            state.last_success,
            state.last_new,
            state.failing_since,
            state.failures,
            error.map(|error| error.kind.name()),
            error.and_then(|error| error.details.as_deref()),
            state.repeats_ids,
            state.repeats_links,
            asked_url,
        ])?;
    Ok(())
}
