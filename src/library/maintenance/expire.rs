//! Expiry of read articles of feeds after a number of days that the user sets; off by default.
//!
//! Expiry is conservative: articles that are bookmarked, tagged, corrected or half read stay, and so do articles that were added
//! by hand or come from a folder or a page. Only the text and the rows in lists are deleted. The identity keys of the
//! article stay, so that its feed does not bring it back.

use std::path::Path;

use chrono::NaiveDate;
use rusqlite::params;

use crate::library::calendar::local_day;
use crate::library::{Durability, Library, LibraryError, OpenError, OpenMode};

/// Number of articles that one transaction deletes.
const ARTICLES_PER_WRITE: usize = 200;

/// SQL condition of articles that may expire. `?1` is the present time, `?4` the number of days after which articles expire whose source
/// has no setting `keep` of its own: a number of days, or `forever`. 0 days are for ever.
const EXPIRABLE: &str = "in_library = 1 AND read = 1 AND bookmarked = 0 AND seed IS NULL
    AND max(added, updated, ifnull(opened, 0), ifnull(read_at, 0)) < ?1 - 86400 * (
        SELECT CASE json_type(settings, '$.keep')
            WHEN 'integer' THEN iif(json_extract(settings, '$.keep') > 0, json_extract(settings, '$.keep'), 36500)
            WHEN 'text' THEN 36500
            ELSE iif(?4 > 0, ?4, 36500) END
        FROM source WHERE id = article.source)
    AND NOT (progress < 1 AND EXISTS (SELECT 1 FROM reading_position WHERE reading_position.article = article.id))
    AND NOT EXISTS (SELECT 1 FROM correction WHERE correction.article = article.id)
    AND source IN (SELECT id FROM source WHERE kind IN ('feed', 'account'))
    AND NOT EXISTS (SELECT 1 FROM bookmark WHERE bookmark.article = article.id)";

/// Runs daily maintenance: a backup, then expiry of earlier texts, and of articles that were read `days` ago, unless
/// `days` is 0. Articles expire once a day; the day is that of the local time zone.
pub(in crate::library) fn run_daily(library: &mut Library, days: u32) -> Result<(), LibraryError> {
    library.back_up()?;
    library.expire_earlier_texts()?;
    let today = local_day(library.now());
    if (days > 0 || has_keep_settings(library)?)
        && library.meta::<NaiveDate>(LAST_EXPIRY_KEY)? != Some(today)
    {
        library.expire_read(days)?;
        library.set_meta(LAST_EXPIRY_KEY, &today)?;
    }
    Ok(())
}

/// Deletes read articles of feeds that were not touched for `days` days, or for as long as the setting of their source says, and
/// returns their number. 0 days delete nothing.
pub(in crate::library) fn expire_read(
    library: &mut Library,
    days: u32,
) -> Result<usize, LibraryError> {
    if days == 0 && !has_keep_settings(library)? {
        return Ok(0);
    }
    let now = library.now();
    let mut expired = 0;
    let mut last = 0i64;
    loop {
        // Finding the articles takes longer than a write transaction may, so that each is checked again when it is
        // deleted.
        let ids: Vec<i64> = library
            .connection()
            .prepare_cached(&format!(
                "SELECT id FROM article WHERE id > ?2 AND {EXPIRABLE} ORDER BY id LIMIT ?3"
            ))?
            .query_map(params![now, last, ARTICLES_PER_WRITE as i64, days], |row| {
                row.get(0)
            })?
            .collect::<Result<_, _>>()?;
        let Some(end) = ids.last() else {
            return Ok(expired);
        };
        last = *end;
        expired += library.write(Durability::Normal, |transaction| {
            let mut expired = 0;
            for id in &ids {
                let updated = transaction
                    .prepare_cached(&format!(
                        "UPDATE article SET in_library = 0, deleted = ?1, standfirst = NULL, opened = NULL, changed = NULL, indexed = 0
                         WHERE id = ?2 AND {EXPIRABLE}"
                    ))?
                    .execute(params![now, id, rusqlite::types::Null, days])?;
                if updated == 0 {
                    continue;
                }
                expired += updated;
                for sql in [
                    "DELETE FROM search_text WHERE rowid = ?1",
                    "DELETE FROM document WHERE article = ?1",
                    "DELETE FROM page_document WHERE article = ?1",
                    "DELETE FROM page_queue WHERE article = ?1",
                    "DELETE FROM earlier_text WHERE article = ?1",
                    "DELETE FROM entry_content WHERE entry IN (SELECT id FROM entry WHERE article = ?1)",
                    "DELETE FROM reading_position WHERE article = ?1",
                ] {
                    transaction.prepare_cached(sql)?.execute([id])?;
                }
            }
            Ok(expired)
        })?;
    }
}

/// Returns true if a source has a setting of its own for how long its articles are kept.
fn has_keep_settings(library: &Library) -> Result<bool, LibraryError> {
    Ok(library.connection().query_row(
        "SELECT EXISTS (SELECT 1 FROM source WHERE json_type(settings, '$.keep') IS NOT NULL)",
        [],
        |row| row.get(0),
    )?)
}

/// Runs daily maintenance on the library in a data folder ([`Library::run_daily`]). Does nothing if there is no
/// library.
///
/// # Errors
/// The library can't be opened, the backup can't be written, or articles can't be deleted.
pub fn run_if_due(folder: &Path, days: u32) -> Result<(), LibraryError> {
    let mut library = match Library::open(folder, OpenMode::Existing) {
        Ok(library) => library,
        // The front end that uses the library reports this.
        Err(OpenError::NotFound | OpenError::Newer { .. }) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if library.is_read_only() {
        return Ok(());
    }
    library.run_daily(days)
}

/// Name of the `meta` row with the local day of the last expiry.
const LAST_EXPIRY_KEY: &str = "last-expiry";
