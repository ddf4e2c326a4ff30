//! What saved searches find, kept as rows so that a view of one is read and counted like any other.
//!
//! 1. A search that was saved, or whose query is another now, is asked of everything, some stories at a time: [`refresh_some`].
//! 2. From then on each change asks it of the stories that are concerned: [`settle`].
//! 3. A search with a date like `7d` is of the day on which it was asked, and is asked again on another day, whenever the index is
//!    looked after: at the start, after every change, and when a day begins ([`Library::until_asked_again`]).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{Datelike, NaiveDate};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::calendar::midnight_of;
use crate::library::query::search::find::Ask;
use crate::library::query::search::query::Query;
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, SavedSearchId};

/// Articles that a search is asked of in one transaction.
const CHUNK: i64 = 2_000;
/// Of so many changed articles at most a search is asked at once; where more have changed it is asked of everything.
const FEW: usize = 400;
/// How long a new search is filled before the rest is left for later.
const AT_ONCE: Duration = Duration::from_millis(60);

/// A search that was saved.
struct Saved {
    id: SavedSearchId,
    query: Query,
    /// The day it is of.
    day: Option<NaiveDate>,
}

impl LibraryReader {
    /// How long it is until saved searches are to be asked again though nothing has changed: to the end of the day, where one of
    /// them has a date like `7d`; never where none has.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn until_asked_again(&self) -> Result<Option<Duration>, LibraryError> {
        let searches = searches(self.connection(), "1")?;
        if !searches.iter().any(|(saved, _)| saved.query.is_relative()) {
            return Ok(None);
        }
        let tomorrow = self.today().succ_opt().map(midnight_of);
        let seconds = tomorrow.map(|tomorrow| tomorrow.saturating_sub(self.now()));
        // Never at once: who asks has just asked them.
        let seconds = seconds.map(|seconds| u64::try_from(seconds).unwrap_or_default().max(1));
        Ok(seconds.map(Duration::from_secs))
    }
}

impl Library {
    /// Fills what searches were saved with what they find, as long as it takes no time to speak of.
    pub(in crate::library) fn refresh_soon(&mut self) {
        let began = Instant::now();
        // What is not done now is done when the index is looked after, or tried again then.
        while began.elapsed() < AT_ONCE && refresh_some(self).unwrap_or(false) {}
    }

    /// Lets go of what a search has found, some at a time, before it is taken away: all at once is too much for one write. Were that
    /// cut short, it would be asked of everything again.
    pub(in crate::library) fn empty_search(
        &mut self,
        search: SavedSearchId,
    ) -> Result<(), LibraryError> {
        let count: Option<i64> = self
            .connection()
            .prepare_cached("SELECT articles FROM saved_search WHERE id = ?1")?
            .query_row([search], |row| row.get(0))
            .optional()?;
        // Others may be filling it again.
        let mut runs = count.unwrap_or_default() / CHUNK;
        while runs > 0 {
            runs -= 1;
            let some = self.write(Durability::Normal, |transaction| {
                transaction
                    .prepare_cached("UPDATE saved_search SET day = NULL, done_id = NULL WHERE id = ?1")?
                    .execute([search])?;
                Ok(transaction
                    .prepare_cached(
                        "DELETE FROM saved_search_article WHERE search = ?1 AND (neg_date, article) IN (
                            SELECT neg_date, article FROM saved_search_article WHERE search = ?1 LIMIT ?2)",
                    )?
                    .execute(params![search, CHUNK])?)
            })?;
            if some == 0 {
                break;
            }
        }
        Ok(())
    }
}

/// Asks one of the saved searches of the next stories, in a short transaction. Whether there may be more to do.
pub(in crate::library) fn refresh_some(library: &mut Library) -> Result<bool, LibraryError> {
    let today = library.today();
    let old = |saved: &Saved| saved.query.is_relative() && saved.day != Some(today);
    let searches = searches(library.connection(), "1")?;
    let due = |saved: &&(Saved, Option<i64>)| {
        let (saved, done) = saved;
        saved.day.is_none() || done.is_some() || old(saved)
    };
    let Some((saved, done)) = searches.iter().find(due) else {
        return Ok(false);
    };
    let from = match done {
        Some(done) if saved.day.is_some() && !old(saved) => done + 1,
        _ => 0,
    };
    let day = match saved.day {
        Some(day) if from > 0 => day,
        _ => today,
    };
    library.write(Durability::Normal, |transaction| {
        let last: Option<i64> = transaction
            .prepare_cached("SELECT id FROM article WHERE id >= ?1 ORDER BY id LIMIT 1 OFFSET ?2")?
            .query_row([from, CHUNK], |row| row.get(0))
            .optional()?;
        // Another program may have taken it away or changed it since.
        let same = transaction
            .prepare_cached(
                "UPDATE saved_search SET day = ?2, done_id = ?3 WHERE id = ?1 AND done_id IS ?4 AND day IS ?5",
            )?
            .execute(params![saved.id, number(day), last, done, saved.day.map(number)])?;
        if same == 1 {
            ask(transaction, saved, day, from, last.unwrap_or(i64::MAX))?;
        }
        Ok(true)
    })
}

/// Brings what saved searches find up to date with articles that have changed.
pub(in crate::library) fn settle(
    transaction: &Transaction<'_>,
    articles: &[ArticleId],
) -> Result<(), LibraryError> {
    let (Some(first), Some(last)) = (articles.iter().min(), articles.iter().max()) else {
        return Ok(());
    };
    for (saved, _) in searches(transaction, "day IS NOT NULL")? {
        let Some(day) = saved.day else { continue };
        let span = last.0.abs_diff(first.0) as usize;
        if articles.len() > FEW {
            transaction
                .prepare_cached("UPDATE saved_search SET day = NULL WHERE id = ?1")?
                .execute([saved.id])?;
        } else if span <= 4 * articles.len() + 16 {
            ask(transaction, &saved, day, first.0, last.0)?;
        } else {
            for article in articles {
                ask(transaction, &saved, day, article.0, article.0)?;
            }
        }
    }
    Ok(())
}

/// Asks a search of the articles from one number to another, and keeps what it finds.
fn ask(
    transaction: &Transaction<'_>,
    saved: &Saved,
    day: NaiveDate,
    from: i64,
    to: i64,
) -> Result<(), LibraryError> {
    let ask = Ask {
        connection: transaction,
        query: &saved.query,
        today: day,
        range: Some((from, to)),
        stop: &|| false,
    };
    // An empty query finds nothing, and not everything.
    let found = match saved.query.is_empty() {
        true => Vec::new(),
        false => ask.all()?,
    };
    let mut missing: HashMap<i64, i64> = found.into_iter().collect();
    let mut statement = transaction.prepare_cached(
        "SELECT article, neg_date FROM saved_search_article INDEXED BY saved_search_of
         WHERE article BETWEEN ?1 AND ?2 AND search = ?3",
    )?;
    let known: Vec<(i64, i64)> = statement
        .query_map(params![from, to, saved.id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    for (article, age) in known {
        if missing.get(&article) == Some(&age) {
            missing.remove(&article);
        } else {
            transaction
                .prepare_cached("DELETE FROM saved_search_article WHERE search = ?1 AND neg_date = ?2 AND article = ?3")?
                .execute(params![saved.id, age, article])?;
        }
    }
    let mut insert = transaction.prepare_cached(
        "INSERT INTO saved_search_article (search, neg_date, article) VALUES (?1, ?2, ?3)",
    )?;
    for (article, age) in missing {
        insert.execute(params![saved.id, age, article])?;
    }
    Ok(())
}

/// The saved searches, and how far each has been asked where that is under way.
fn searches(
    connection: &Connection,
    condition: &str,
) -> Result<Vec<(Saved, Option<i64>)>, LibraryError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id, query, day, done_id FROM saved_search WHERE {condition} ORDER BY id"
    ))?;
    let found = statement.query_map([], |row| {
        let query: String = row.get(1)?;
        let day: Option<i32> = row.get(2)?;
        let saved = Saved {
            id: row.get(0)?,
            query: Query::parse(&query),
            day: day.and_then(NaiveDate::from_num_days_from_ce_opt),
        };
        Ok((saved, row.get(3)?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// A day as the database has it.
fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}
