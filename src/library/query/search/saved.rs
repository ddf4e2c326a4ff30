//! Saved searches: their results are stored as rows, so that their views are read and counted like others.
//!
//! 1. A new search, or one whose query has changed, is evaluated on the whole library, some articles at a time:
//!    [`refresh_some`].
//! 2. Then it is evaluated again for each changed article: [`mark_saved_searches_due`] records the articles,
//!    [`refresh_some`] evaluates the searches.
//! 3. A search with a date like `7d` belongs to the day of its evaluation, and is evaluated again on another day,
//!    whenever the index is updated: at the start, after every change, and when a day begins
//!    (`LibraryReader::time_until_refresh`).

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use chrono::{Datelike, NaiveDate};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::calendar::{local_day, midnight_of};
use crate::library::query::search::find::{DatedId, QueryRun};
use crate::library::query::search::query::Query;
use crate::library::state::json;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, SavedSearchId};

/// Number of articles that a search is evaluated for in one transaction.
const ARTICLES_PER_STEP: i64 = 2_000;
/// Number of changed articles that searches are evaluated for at once.
const DUE_PER_STEP: i64 = 200;
/// Number of changed articles above which saved searches are evaluated on the whole library.
const MANY_DUE: i64 = 4_000;
/// Longest time to fill a new saved search at once; the rest is done later.
const FILL_TIME: Duration = Duration::from_millis(60);

/// Saved search with its parsed query.
struct SavedQuery {
    id: SavedSearchId,
    query: Query,
    /// The query as it was typed.
    text: String,
    /// True for a rule: new articles that it finds are recorded, to be acted on.
    is_rule: bool,
    /// Day of its last evaluation; `None` if it must be evaluated on everything.
    day: Option<NaiveDate>,
}

/// Returns the time until saved searches must be evaluated again although nothing has changed: until the end of the day
/// if one of them has a date like `7d`; `None` if there is no such search.
pub(in crate::library) fn time_until_refresh(
    library: &LibraryReader,
) -> Result<Option<Duration>, LibraryError> {
    let searches = load_searches(library.connection(), "1")?;
    if !searches.iter().any(|(saved, _)| saved.query.is_relative()) {
        return Ok(None);
    }
    let tomorrow = local_day(library.now()).succ_opt().map(midnight_of);
    let seconds = tomorrow.map(|tomorrow| tomorrow.saturating_sub(library.now()));
    // Never zero: the caller has just evaluated them.
    let seconds = seconds.map(|seconds| u64::try_from(seconds).unwrap_or_default().max(1));
    Ok(seconds.map(Duration::from_secs))
}

/// Fills new saved searches with their results, as far as this takes only a short time.
pub(in crate::library) fn fill_saved_searches(library: &mut Library) {
    let began = Instant::now();
    // The rest is done, or tried again, when the index is updated.
    while began.elapsed() < FILL_TIME && refresh_some(library).unwrap_or(false) {}
}

/// Deletes the results of a saved search in batches, before the search itself is removed: all at once would be too long
/// a write. If this is interrupted, the search is evaluated again.
pub(in crate::library) fn delete_search_results(
    library: &mut Library,
    search: SavedSearchId,
) -> Result<(), LibraryError> {
    let count: Option<i64> = library
        .connection()
        .prepare_cached("SELECT articles FROM saved_search WHERE id = ?1")?
        .query_row([search], |row| row.get(0))
        .optional()?;
    // Another program may be filling it again.
    let mut runs = count.unwrap_or_default() / ARTICLES_PER_STEP;
    while runs > 0 {
        runs -= 1;
        let some = library.write(Durability::Normal, |transaction| {
            transaction
                .prepare_cached("UPDATE saved_search SET evaluated_on = NULL, evaluated_to = NULL WHERE id = ?1")?
                .execute([search])?;
            Ok(transaction
                .prepare_cached(
                    "DELETE FROM saved_search_article WHERE search = ?1 AND (neg_date, article) IN (
                        SELECT neg_date, article FROM saved_search_article WHERE search = ?1 LIMIT ?2)",
                )?
                .execute(params![search, ARTICLES_PER_STEP])?)
        })?;
        if some == 0 {
            break;
        }
    }
    Ok(())
}

/// Evaluates the saved searches for changed articles, or one of them for the next articles of the library. The results
/// are computed before the write, which is short. Returns true if there may be more to do.
pub(in crate::library) fn refresh_some(library: &mut Library) -> Result<bool, LibraryError> {
    if refresh_due(library)? {
        return Ok(true);
    }
    let today = local_day(library.now());
    let old = |saved: &SavedQuery| saved.query.is_relative() && saved.day != Some(today);
    let searches = load_searches(library.connection(), "1")?;
    let due = |saved: &&(SavedQuery, Option<i64>)| {
        let (saved, done) = saved;
        saved.day.is_none() || done.is_some() || old(saved)
    };
    let Some((saved, done)) = searches.iter().find(due) else {
        return Ok(false);
    };
    let (Some(day), Some(done), false) = (saved.day, *done, old(saved)) else {
        // From now on it is evaluated for changes, too: results computed before may be outdated when they are written.
        return library.write(Durability::Normal, |transaction| {
            set_progress(transaction, saved, *done, Some(today), Some(-1))?;
            Ok(true)
        });
    };
    let connection = library.connection();
    let from = done + 1;
    let last: Option<i64> = connection
        .prepare_cached("SELECT id FROM article WHERE id >= ?1 ORDER BY id LIMIT 1 OFFSET ?2")?
        .query_row([from, ARTICLES_PER_STEP], |row| row.get(0))
        .optional()?;
    let difference = evaluate(connection, saved, day, from..=last.unwrap_or(i64::MAX))?;
    library.write(Durability::Normal, |transaction| {
        // Another program may have deleted or changed it meanwhile.
        if set_progress(transaction, saved, Some(done), Some(day), last)? {
            difference.apply_difference(transaction, saved.id, saved.is_rule)?;
        }
        Ok(true)
    })
}

/// Evaluates the saved searches for the next changed articles. Returns true if there were any.
fn refresh_due(library: &mut Library) -> Result<bool, LibraryError> {
    let connection = library.connection();
    let (articles, until, all) = {
        let mut statement = connection.prepare_cached(
            "SELECT id, article, (SELECT max(id) FROM saved_search_due) FROM saved_search_due ORDER BY id LIMIT ?1",
        )?;
        let mut rows = statement.query([DUE_PER_STEP])?;
        let (mut articles, mut until, mut all) = (Vec::new(), 0i64, 0i64);
        while let Some(row) = rows.next()? {
            until = row.get(0)?;
            articles.push(row.get::<_, i64>(1)?);
            all = row.get(2)?;
        }
        (articles, until, all)
    };
    if articles.is_empty() {
        return Ok(false);
    }
    if all - until > MANY_DUE {
        library.write(Durability::Normal, |transaction| {
            reset_progress(transaction)?;
            transaction
                .prepare_cached("DELETE FROM saved_search_due WHERE id <= ?1")?
                .execute([all])?;
            Ok(())
        })?;
        return Ok(true);
    }
    let mut differences = Vec::new();
    for (saved, _) in load_searches(connection, "evaluated_on IS NOT NULL")? {
        let Some(day) = saved.day else { continue };
        for ids in changed_ranges(&articles) {
            let difference = evaluate(connection, &saved, day, ids)?;
            differences.push((saved.id, saved.text.clone(), saved.is_rule, difference));
        }
    }
    library.write(Durability::Normal, |transaction| {
        for (search, text, is_rule, difference) in &differences {
            // A search that was changed meanwhile is evaluated on everything again.
            let same: bool = transaction
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM saved_search WHERE id = ?1 AND query = ?2 AND evaluated_on IS NOT NULL)")?
                .query_row(params![search, text], |row| row.get(0))?;
            if same {
                difference.apply_difference(transaction, *search, *is_rule)?;
            }
        }
        transaction
            .prepare_cached("DELETE FROM saved_search_due WHERE id <= ?1")?
            .execute([until])?;
        Ok(())
    })?;
    Ok(true)
}

/// Returns true if there are articles that the rules have not checked or not acted on.
pub(in crate::library) fn has_articles_for_rules(
    connection: &Connection,
) -> Result<bool, LibraryError> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM article INDEXED BY article_unchecked WHERE muted = 2)
                OR EXISTS (SELECT 1 FROM saved_search WHERE action IS NOT NULL)
                AND (EXISTS (SELECT 1 FROM entry_content INDEXED BY entry_content_pending WHERE pending = 1)
                    OR EXISTS (SELECT 1 FROM article INDEXED BY article_to_index WHERE in_library = 1 AND indexed < 2)
                    OR EXISTS (SELECT 1 FROM saved_search_due)
                    OR EXISTS (SELECT 1 FROM rule_match INDEXED BY rule_match_due WHERE is_due = 1))",
        )?
        .query_row([], |row| row.get(0))?)
}

/// Records that a rule has acted on articles that were due.
pub(in crate::library) fn finish_due_articles(
    transaction: &Transaction<'_>,
    search: SavedSearchId,
    articles: &[ArticleId],
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE rule_match SET is_due = 0 WHERE search = ?1 AND article IN (SELECT value FROM json_each(?2))",
        )?
        .execute(params![search, json(&articles)?])?;
    Ok(())
}

/// Forgets the articles that a rule has found, before it gets another query or action.
pub(in crate::library) fn forget_rule_matches(
    transaction: &Transaction<'_>,
    search: SavedSearchId,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("DELETE FROM rule_match WHERE search = ?1")?
        .execute([search])?;
    Ok(())
}

/// Returns the ids of all articles that a query finds, the newest first. Muted ones are left out unless the query has a term
/// for them.
pub(in crate::library) fn find_articles(
    library: &LibraryReader,
    query: &str,
) -> Result<Vec<ArticleId>, LibraryError> {
    let mut query = Query::parse(&format!("{query} "));
    if query.is_empty() {
        return Ok(Vec::new());
    }
    query.leave_out_muted();
    let run = QueryRun {
        connection: library.connection(),
        query: &query,
        today: local_day(library.now()),
        range: None,
        stop: &|| false,
    };
    let found = run.find_newest(usize::MAX)?;
    Ok(found.into_iter().map(ArticleId).collect())
}

/// Groups ids into few ranges that contain hardly any others.
fn changed_ranges(articles: &[i64]) -> Vec<RangeInclusive<i64>> {
    /// Largest gap between two ids of one range.
    const GAP: i64 = 4;
    let mut articles = articles.to_vec();
    articles.sort_unstable();
    let mut ranges: Vec<RangeInclusive<i64>> = Vec::new();
    for article in articles {
        match ranges.last_mut() {
            Some(range) if article - *range.end() <= GAP => *range = *range.start()..=article,
            _ => ranges.push(article..=article),
        }
    }
    ranges
}

/// Marks saved searches to be evaluated for changed articles: by [`refresh_some`], since that may take longer than a
/// write may.
pub(in crate::library) fn mark_saved_searches_due(
    transaction: &Transaction<'_>,
    articles: &[ArticleId],
) -> Result<(), LibraryError> {
    if articles.is_empty() {
        return Ok(());
    }
    transaction
        .prepare_cached(
            "INSERT INTO saved_search_due (article) SELECT value FROM json_each(?1)
             WHERE EXISTS (SELECT 1 FROM saved_search)",
        )?
        .execute([json(&articles)?])?;
    Ok(())
}

/// Marks all saved searches to be evaluated on everything again.
fn reset_progress(transaction: &Transaction<'_>) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("UPDATE saved_search SET evaluated_on = NULL, evaluated_to = NULL WHERE evaluated_on IS NOT NULL")?
        .execute([])?;
    Ok(())
}

/// Sets the day of a search and its progress, unless something else has changed them since they were read. Returns true
/// if they were set.
fn set_progress(
    transaction: &Transaction<'_>,
    saved: &SavedQuery,
    done: Option<i64>,
    day: Option<NaiveDate>,
    last: Option<i64>,
) -> Result<bool, LibraryError> {
    let set = transaction
        .prepare_cached(
            "UPDATE saved_search SET evaluated_on = ?2, evaluated_to = ?3
             WHERE id = ?1 AND evaluated_to IS ?4 AND evaluated_on IS ?5 AND query = ?6",
        )?
        .execute(params![
            saved.id,
            day.map(day_number),
            last,
            done,
            saved.day.map(day_number),
            saved.text
        ])?;
    Ok(set == 1)
}

/// Difference between the stored and the present results of a saved search.
#[derive(Debug, Default)]
struct Difference {
    added: Vec<DatedId>,
    removed: Vec<DatedId>,
}

impl Difference {
    fn apply_difference(
        &self,
        transaction: &Transaction<'_>,
        search: SavedSearchId,
        is_rule: bool,
    ) -> Result<(), LibraryError> {
        let mut delete = transaction.prepare_cached(
            "DELETE FROM saved_search_article WHERE search = ?1 AND neg_date = ?2 AND article = ?3",
        )?;
        for DatedId { id, neg_date } in &self.removed {
            delete.execute(params![search, neg_date, id])?;
        }
        // An article may have been deleted since it was found. One that was not checked yet is found again once it was.
        let mut insert = transaction.prepare_cached(
            "INSERT OR IGNORE INTO saved_search_article (search, neg_date, article)
             SELECT ?1, ?2, id FROM article WHERE id = ?3 AND in_library = 1 AND muted <> 2",
        )?;
        for DatedId { id, neg_date } in &self.added {
            insert.execute(params![search, neg_date, id])?;
        }
        if is_rule {
            let mut record = transaction.prepare_cached(
                "INSERT OR IGNORE INTO rule_match (search, article)
                 SELECT s.id, a.id FROM saved_search s JOIN article a ON a.id > s.since
                 WHERE s.id = ?1 AND a.id = ?2 AND a.in_library = 1",
            )?;
            for DatedId { id, .. } in &self.added {
                record.execute(params![search, id])?;
            }
        }
        Ok(())
    }
}

/// Evaluates a search for the articles in a range of ids.
fn evaluate(
    connection: &Connection,
    saved: &SavedQuery,
    day: NaiveDate,
    ids: RangeInclusive<i64>,
) -> Result<Difference, LibraryError> {
    let scope = QueryRun {
        connection,
        query: &saved.query,
        today: day,
        range: Some(ids.clone()),
        stop: &|| false,
    };
    // An empty query finds nothing, and not everything.
    let found = match saved.query.is_empty() {
        true => Vec::new(),
        false => scope.find_all()?,
    };
    let mut missing: HashMap<i64, i64> = found.iter().map(|one| (one.id, one.neg_date)).collect();
    let mut statement = connection.prepare_cached(
        "SELECT article, neg_date FROM saved_search_article INDEXED BY saved_search_of
         WHERE article BETWEEN ?1 AND ?2 AND search = ?3",
    )?;
    let known: Vec<DatedId> = statement
        .query_map(params![ids.start(), ids.end(), saved.id], |row| {
            Ok(DatedId {
                id: row.get(0)?,
                neg_date: row.get(1)?,
            })
        })?
        .collect::<Result<_, _>>()?;
    let mut difference = Difference::default();
    for stored in known {
        if missing.get(&stored.id) == Some(&stored.neg_date) {
            missing.remove(&stored.id);
        } else {
            difference.removed.push(stored);
        }
    }
    let added = missing.into_iter();
    difference.added = added
        .map(|(id, neg_date)| DatedId { id, neg_date })
        .collect();
    Ok(difference)
}

/// Loads the saved searches; for those that are being evaluated with the id of the last article so far.
fn load_searches(
    connection: &Connection,
    condition: &str,
) -> Result<Vec<(SavedQuery, Option<i64>)>, LibraryError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id, query, evaluated_on, evaluated_to, action FROM saved_search WHERE {condition} ORDER BY id"
    ))?;
    let found = statement.query_map([], |row| {
        let text: String = row.get(1)?;
        let day: Option<i32> = row.get(2)?;
        let action: Option<String> = row.get(4)?;
        let mut query = Query::parse(&text);
        // The view of a rule that mutes lists what it has muted.
        if action.as_deref() != Some("mute") {
            query.leave_out_muted();
        }
        let saved = SavedQuery {
            id: row.get(0)?,
            query,
            text,
            is_rule: action.is_some(),
            day: day.and_then(NaiveDate::from_num_days_from_ce_opt),
        };
        Ok((saved, row.get(3)?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Returns the stored form of a day: counted from 1 January of the year 1.
fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}
