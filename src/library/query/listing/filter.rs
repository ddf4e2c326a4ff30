//! The filter of a list: the rows whose title, standfirst, byline, publisher or source has each of the words typed, anywhere in it.
//!
//! 1. A few thousand rows are looked at, from where the page begins: what many rows have is found so.
//! 2. What few have is found by the index of parts of words. Its candidates are looked at too, since it does not know whether the
//!    parts stand side by side.
//!
//! Sources are few: their titles are looked at first, and rows go by their number. Rows that the index does not have yet are
//! candidates. The history is looked at row by row, since its articles need not be in the library.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::library::LibraryError;
use crate::library::query::listing::plan::Plan;
use crate::library::query::search::{grams, sets};
use crate::library::state::list;
use crate::model::{ArticleId, RowKey, SourceId};
use crate::text::fold::{Needle, fold};

/// Rows that are looked at before the index is asked.
const LOOK: usize = 2_500;
/// Rows that are sorted rather than met on a walk through the list.
const FEW: usize = 2_500;
/// Candidates that are looked at before the list is walked through, rather than where the walk meets them.
const CANDIDATES: usize = 10_000;
/// Words that are heeded: nobody types more.
const WORDS: usize = 32;

/// The columns that a filter looks at.
const COLUMNS: &str = "a.id, a.title, a.standfirst, a.byline, a.publisher, a.source";

/// The words that were typed.
#[derive(Debug)]
pub(in crate::library) struct Filter {
    words: Vec<Word>,
}

/// A word that was typed.
#[derive(Debug)]
struct Word {
    needle: Needle,
    /// What the index is asked for to find it.
    parts: Option<String>,
    /// The sources that have it in their titles.
    sources: Vec<SourceId>,
}

/// The articles that may be listed, by number.
#[derive(Debug)]
pub(in crate::library) struct Matches {
    set: Vec<ArticleId>,
    /// Whether all of them have the words; else they are to be looked at.
    exact: bool,
}

impl Matches {
    fn are_few(&self) -> bool {
        self.exact && self.set.len() <= FEW
    }
}

impl Filter {
    /// The filter; `None` where nothing was typed.
    pub(in crate::library) fn new(
        connection: &Connection,
        typed: &str,
    ) -> Result<Option<Self>, LibraryError> {
        let folded = fold(typed);
        let mut words: Vec<Word> = folded
            .split_whitespace()
            .take(WORDS)
            .map(|word| Word {
                needle: Needle::caseless(word),
                parts: grams::asked(word),
                sources: Vec::new(),
            })
            .collect();
        if words.is_empty() {
            return Ok(None);
        }
        let mut statement =
            connection.prepare_cached("SELECT id, ifnull(user_title, title) FROM source")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let title: String = row.get(1)?;
            let title = fold(&title);
            for word in &mut words {
                if word.needle.is_in_folded(&title) {
                    word.sources.push(row.get(0)?);
                }
            }
        }
        Ok(Some(Self { words }))
    }

    /// Whether a row of [`COLUMNS`] is to be listed.
    fn fits(&self, row: &Row<'_>) -> Result<bool, LibraryError> {
        let mut missing: Vec<&Word> = self.words.iter().collect();
        for column in 1..=4 {
            if let Some(text) = row.get_ref(column)?.as_str_or_null().unwrap_or_default() {
                let folded = fold(text);
                missing.retain(|word| !word.needle.is_in_folded(&folded));
            }
            if missing.is_empty() {
                return Ok(true);
            }
        }
        let source: Option<SourceId> = row.get(5)?;
        Ok(source.is_some_and(|source| missing.iter().all(|word| word.sources.contains(&source))))
    }

    /// The articles of the library that may be listed; `None` where the index can't tell.
    fn matches(&self, connection: &Connection) -> Result<Option<Matches>, LibraryError> {
        let Some(mut set) = self.candidates(connection)? else {
            return Ok(None);
        };
        let mut statement = connection.prepare_cached(
            "SELECT id FROM article INDEXED BY article_to_index WHERE in_library = 1 AND indexed = 0 AND indexed < 2",
        )?;
        let unknown = statement.query_map([], |row| row.get(0))?;
        let unknown: Vec<ArticleId> = unknown.collect::<Result<_, _>>()?;
        if !unknown.is_empty() {
            set = sets::union(&set, &unknown);
        }
        let exact = set.len() <= CANDIDATES;
        if exact {
            let mut look = Look::new(self, connection)?;
            let mut found = Vec::new();
            for id in set {
                if look.at(id)? {
                    found.push(id);
                }
            }
            set = found;
        }
        Ok(Some(Matches { set, exact }))
    }

    /// What the index has, by number; `None` where nothing can be asked of it.
    fn candidates(&self, connection: &Connection) -> Result<Option<Vec<ArticleId>>, LibraryError> {
        let ask = |expression: &str| -> Result<Vec<ArticleId>, LibraryError> {
            let mut statement = connection.prepare_cached(
                "SELECT rowid FROM search_part WHERE search_part MATCH ?1 ORDER BY rowid",
            )?;
            let found = statement.query_map([expression], |row| row.get(0))?;
            Ok(found.collect::<Result<_, _>>()?)
        };
        let (in_sources, elsewhere): (Vec<&Word>, Vec<&Word>) =
            self.words.iter().partition(|word| !word.sources.is_empty());
        let parts: Vec<&str> = elsewhere
            .iter()
            .filter_map(|word| word.parts.as_deref())
            .collect();
        let mut set = match parts.is_empty() {
            true => None,
            false => Some(ask(&parts.join(" AND "))?),
        };
        for word in in_sources {
            let Some(parts) = &word.parts else { continue };
            if set.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
            let found = sets::union(&ask(parts)?, &of_sources(connection, &word.sources)?);
            set = Some(match set {
                Some(set) => sets::intersection(&set, &found),
                None => found,
            });
        }
        Ok(set)
    }
}

/// The articles of some sources.
fn of_sources(
    connection: &Connection,
    sources: &[SourceId],
) -> Result<Vec<ArticleId>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT article FROM member INDEXED BY member_by_date WHERE source = ?1 AND is_first = 1",
    )?;
    let mut all = Vec::new();
    for source in sources {
        let found = statement.query_map([source], |row| row.get(0))?;
        for id in found {
            all.push(id?);
        }
    }
    Ok(all)
}

/// Looks at articles one by one.
struct Look<'a> {
    filter: &'a Filter,
    statement: rusqlite::CachedStatement<'a>,
}

impl<'a> Look<'a> {
    fn new(filter: &'a Filter, connection: &'a Connection) -> Result<Self, LibraryError> {
        let sql = format!("SELECT {COLUMNS} FROM article a WHERE a.id = ?1");
        let statement = connection.prepare_cached(&sql)?;
        Ok(Self { filter, statement })
    }

    fn at(&mut self, id: ArticleId) -> Result<bool, LibraryError> {
        let mut rows = self.statement.query([id])?;
        match rows.next()? {
            Some(row) => self.filter.fits(row),
            None => Ok(false),
        }
    }
}

impl Plan {
    /// As [`Plan::ids`], of the rows that a filter leaves.
    pub(in crate::library) fn filtered(
        &self,
        connection: &Connection,
        filter: &Filter,
        bound: Option<(&RowKey, &str)>,
        descending: bool,
        extra: &[(String, Value)],
        rows: usize,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        let (conditions, values) = self.where_clause(bound, extra);
        let order = self.order(descending);
        let wanted = rows + 1;
        let walk = format!(
            "SELECT {COLUMNS} FROM {} WHERE {conditions} {order}",
            self.walk.tables()
        );
        let known_few = matches!(self.matches.get(), Some(Some(matches)) if matches.are_few());
        if !known_few {
            let look = if self.outside { usize::MAX } else { LOOK };
            let (found, complete) = look_along(connection, filter, &walk, &values, wanted, look)?;
            if complete {
                return Ok(found);
            }
        }
        let Some(matches) = self.matching(connection, filter)? else {
            let (found, _) = look_along(connection, filter, &walk, &values, wanted, usize::MAX)?;
            return Ok(found);
        };
        let mut found = Vec::new();
        if matches.are_few() {
            let sql = format!(
                "SELECT a.id FROM {} WHERE a.id IN ({}) AND {conditions} {order} LIMIT {wanted}",
                self.walk.tables_of_few(),
                list(&matches.set)
            );
            let mut statement = connection.prepare(&sql)?;
            let mut listed = statement.query(params_from_iter(values))?;
            while let Some(row) = listed.next()? {
                found.push(row.get(0)?);
            }
            return Ok(found);
        }
        let sql = format!(
            "SELECT a.id FROM {} WHERE {conditions} {order}",
            self.walk.tables()
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut listed = statement.query(params_from_iter(values))?;
        let mut look = Look::new(filter, connection)?;
        while let Some(row) = listed.next()? {
            let id = row.get(0)?;
            if matches.set.binary_search(&id).is_ok() && (matches.exact || look.at(id)?) {
                found.push(id);
                if found.len() == wanted {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// The rows that are left of all the plan has, by condition alone, in no order.
    pub(in crate::library) fn left(
        &self,
        connection: &Connection,
        filter: &Filter,
        conditions: &str,
        values: &[Value],
    ) -> Result<Vec<ArticleId>, LibraryError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {} WHERE {conditions}",
            self.walk.tables()
        );
        let most = usize::MAX;
        Ok(look_along(connection, filter, &sql, values, most, most)?.0)
    }

    /// How many rows there are in all, where few enough match that counting them costs nothing.
    pub(in crate::library) fn total_filtered(
        &self,
        connection: &Connection,
    ) -> Result<Option<usize>, LibraryError> {
        let Some(Some(matches)) = self.matches.get() else {
            return Ok(None);
        };
        if !matches.are_few() {
            return Ok(None);
        }
        let (conditions, values) = self.where_clause(None, &[]);
        let sql = format!(
            "SELECT count(*) FROM {} WHERE a.id IN ({}) AND {conditions}",
            self.walk.tables_of_few(),
            list(&matches.set)
        );
        let count: i64 = connection
            .prepare(&sql)?
            .query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(usize::try_from(count).ok())
    }

    fn matching(
        &self,
        connection: &Connection,
        filter: &Filter,
    ) -> Result<Option<&Matches>, LibraryError> {
        if let Some(found) = self.matches.get() {
            return Ok(found.as_ref());
        }
        let found = filter.matches(connection)?;
        Ok(self.matches.get_or_init(|| found).as_ref())
    }
}

/// Looks at the rows of a walk until so many fit, or so many were seen. Whether nothing is left to look at, or wanted.
fn look_along(
    connection: &Connection,
    filter: &Filter,
    sql: &str,
    values: &[Value],
    wanted: usize,
    most: usize,
) -> Result<(Vec<ArticleId>, bool), LibraryError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut listed = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    let mut seen = 0;
    while let Some(row) = listed.next()? {
        if seen == most {
            return Ok((found, false));
        }
        seen += 1;
        if filter.fits(row)? {
            found.push(row.get(0)?);
            if found.len() == wanted {
                break;
            }
        }
    }
    Ok((found, true))
}
