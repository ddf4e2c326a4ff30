//! Filter of a listing: rows with each of the words anywhere in title, standfirst, byline, publisher or source.
//!
//! 1. A few thousand rows are checked from the start of the page on: this finds words that many rows have.
//! 2. Rare words are found by the n-gram index. Its candidates are checked as well, since the index does not know
//!    whether the n-grams are adjacent.
//!
//! Sources are few: their titles are checked first, and rows are compared by the id of their source. Rows that are not
//! indexed yet are candidates. The history is checked row by row, since its articles need not be in the library.

use std::cell::OnceCell;

use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, Row, params_from_iter};

use crate::library::LibraryError;
use crate::library::query::listing::walk::{Select, limit};
use crate::library::query::search::{grams, sets};
use crate::library::state::json;
use crate::model::{ArticleId, SourceId};
use crate::text::fold::{Needle, fold};

/// Number of rows that are checked before the index is used.
const LOOKAHEAD_ROWS: usize = 2_500;
/// Largest number of candidates that are all checked and then sorted; if there are more, a scan of the listing checks
/// those that it meets.
const FEW_CANDIDATES: usize = 2_500;
/// Limit of words of a filter.
const MAX_WORDS: usize = 32;

/// The columns that a filter looks at.
const COLUMNS: &str = "a.id, a.title, a.standfirst, a.byline, a.publisher, a.source";

/// The words that were typed.
#[derive(Debug)]
pub(in crate::library) struct Filter {
    words: Vec<FilterWord>,
    sources_only: bool,
    /// Articles that may be listed, once they were looked up; `None` if all may be.
    matches: OnceCell<Option<FilterMatches>>,
}

/// A word that was typed.
#[derive(Debug)]
struct FilterWord {
    needle: Needle,
    /// Expression for the index that finds candidates.
    parts: Option<String>,
    /// The sources that have it in their titles.
    sources: Vec<SourceId>,
}

/// The articles of the library that may be listed, in the order of their ids.
#[derive(Debug)]
enum FilterMatches {
    /// All of them have the words.
    Few(Vec<ArticleId>),
    /// Articles to check.
    Candidates(Vec<ArticleId>),
}

impl Filter {
    /// Makes a filter; `None` if it has no words. With `outside`, rows need not be in the library, and so may be
    /// missing in its index.
    pub(in crate::library) fn new(
        connection: &Connection,
        typed: &str,
        outside: bool,
    ) -> Result<Option<Self>, LibraryError> {
        let folded = fold(typed);
        let mut words: Vec<FilterWord> = folded
            .split_whitespace()
            .take(MAX_WORDS)
            .map(|word| FilterWord {
                needle: Needle::caseless(word),
                parts: grams::index_expression(word),
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
                if word.needle.matches_folded(&title) {
                    word.sources.push(row.get(0)?);
                }
            }
        }
        Ok(Some(Self {
            words,
            sources_only: outside,
            matches: OnceCell::new(),
        }))
    }

    /// Returns the articles that match the filter, if they were looked up and are few.
    fn few_candidates(&self) -> Option<&[ArticleId]> {
        match self.matches.get()?.as_ref()? {
            FilterMatches::Few(set) => Some(set),
            FilterMatches::Candidates(_) => None,
        }
    }

    /// Returns true if a row of [`COLUMNS`] is to be listed.
    fn row_matches(
        &self,
        row: &Row<'_>,
        sources: &mut SourceNames<'_>,
    ) -> Result<bool, LibraryError> {
        let mut missing: Vec<&FilterWord> = self.words.iter().collect();
        for column in 1..=4 {
            if let Some(text) = row.get_ref(column)?.as_str_or_null().unwrap_or_default() {
                let folded = fold(text);
                missing.retain(|word| !word.needle.matches_folded(&folded));
            }
            if missing.is_empty() {
                return Ok(true);
            }
        }
        if missing.iter().any(|word| word.sources.is_empty()) {
            return Ok(false);
        }
        let sources = sources.matching(row.get(0)?, row.get(5)?)?;
        let is_in = |word: &&FilterWord| sources.iter().any(|source| word.sources.contains(source));
        Ok(missing.iter().all(is_in))
    }

    /// Returns the articles of the library that may be listed; `None` if the index can't tell.
    fn matches(&self, connection: &Connection) -> Result<Option<&FilterMatches>, LibraryError> {
        if let Some(found) = self.matches.get() {
            return Ok(found.as_ref());
        }
        let found = self.find_matches(connection)?;
        Ok(self.matches.get_or_init(|| found).as_ref())
    }

    fn find_matches(&self, connection: &Connection) -> Result<Option<FilterMatches>, LibraryError> {
        let Some(mut set) = self.candidates(connection)? else {
            return Ok(None);
        };
        let mut statement = connection.prepare_cached(
            "SELECT id FROM article INDEXED BY article_to_index WHERE in_library = 1 AND indexed = 0 AND indexed < 2",
        )?;
        let unknown = statement.query_map([], |row| row.get(0))?;
        let unknown: Vec<ArticleId> = unknown.collect::<Result<_, _>>()?;
        if !unknown.is_empty() {
            set = sets::unite(&set, &unknown);
        }
        if set.len() > FEW_CANDIDATES {
            return Ok(Some(FilterMatches::Candidates(set)));
        }
        let mut look = FilterScan::new(self, connection)?;
        let mut found = Vec::new();
        for id in set {
            if look.at(id)? {
                found.push(id);
            }
        }
        Ok(Some(FilterMatches::Few(found)))
    }

    /// Returns the candidates of the index; `None` if the index cannot be used.
    fn candidates(&self, connection: &Connection) -> Result<Option<Vec<ArticleId>>, LibraryError> {
        let ask = |expression: &str| -> Result<Vec<ArticleId>, LibraryError> {
            let mut statement = connection.prepare_cached(
                "SELECT rowid FROM search_part WHERE search_part MATCH ?1 ORDER BY rowid",
            )?;
            let found = statement.query_map([expression], |row| row.get(0))?;
            Ok(found.collect::<Result<_, _>>()?)
        };
        let (in_sources, elsewhere): (Vec<&FilterWord>, Vec<&FilterWord>) =
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
            let found = sets::unite(&ask(parts)?, &of_sources(connection, &word.sources)?);
            set = Some(match set {
                Some(set) => sets::intersect(&set, &found),
                None => found,
            });
        }
        Ok(set)
    }
}

/// Returns the articles of some sources.
fn of_sources(
    connection: &Connection,
    sources: &[SourceId],
) -> Result<Vec<ArticleId>, LibraryError> {
    let mut statement = connection
        .prepare_cached("SELECT article FROM member INDEXED BY member_by_date WHERE source = ?1")?;
    let mut all = Vec::new();
    for source in sources {
        let found = statement.query_map([source], |row| row.get(0))?;
        for id in found {
            all.push(id?);
        }
    }
    Ok(all)
}

/// Returns the sources of an article.
struct SourceNames<'a>(CachedStatement<'a>);

impl<'a> SourceNames<'a> {
    fn new(connection: &'a Connection) -> Result<Self, LibraryError> {
        let sql = "SELECT source FROM member WHERE article = ?1";
        Ok(Self(connection.prepare_cached(sql)?))
    }

    /// Returns the first source of an article, and the others.
    fn matching(
        &mut self,
        article: ArticleId,
        first: Option<SourceId>,
    ) -> Result<Vec<SourceId>, LibraryError> {
        let others = self.0.query_map([article], |row| row.get(0))?;
        let mut sources: Vec<SourceId> = others.collect::<Result<_, _>>()?;
        sources.extend(first);
        Ok(sources)
    }
}

/// Looks at articles one by one.
struct FilterScan<'a> {
    filter: &'a Filter,
    statement: CachedStatement<'a>,
    sources: SourceNames<'a>,
}

impl<'a> FilterScan<'a> {
    fn new(filter: &'a Filter, connection: &'a Connection) -> Result<Self, LibraryError> {
        let sql = format!("SELECT {COLUMNS} FROM article a WHERE a.id = ?1");
        let statement = connection.prepare_cached(&sql)?;
        Ok(Self {
            filter,
            statement,
            sources: SourceNames::new(connection)?,
        })
    }

    fn at(&mut self, id: ArticleId) -> Result<bool, LibraryError> {
        let mut rows = self.statement.query([id])?;
        match rows.next()? {
            Some(row) => self.filter.row_matches(row, &mut self.sources),
            None => Ok(false),
        }
    }
}

impl Filter {
    /// Returns the first rows that are left, in the order of the walk.
    pub(in crate::library) fn first(
        &self,
        connection: &Connection,
        select: &Select,
        wanted: usize,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        if self.few_candidates().is_none() {
            let look = if self.sources_only {
                usize::MAX
            } else {
                LOOKAHEAD_ROWS
            };
            let (found, complete) = self.look_along(connection, select, wanted, look)?;
            if complete {
                return Ok(found);
            }
        }
        let Select {
            walk,
            conditions,
            values,
            order,
        } = select;
        let candidates = match self.matches(connection)? {
            Some(FilterMatches::Few(set)) => {
                let sql = format!(
                    "SELECT a.id FROM {} WHERE a.id IN (SELECT value FROM json_each(?)) AND {conditions} {order} LIMIT ?",
                    walk.tables_of_few()
                );
                let mut statement = connection.prepare_cached(&sql)?;
                let set = Value::Text(json(set)?);
                let wanted = Value::Integer(limit(wanted));
                let values = [&set].into_iter().chain(values).chain([&wanted]);
                let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
                return Ok(found.collect::<Result<_, _>>()?);
            }
            Some(FilterMatches::Candidates(set)) => set,
            None => return Ok(self.look_along(connection, select, wanted, usize::MAX)?.0),
        };
        let sql = format!(
            "SELECT {} FROM {} WHERE {conditions} {order}",
            walk.id(),
            walk.tables_of_keys()
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut look = FilterScan::new(self, connection)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if candidates.binary_search(&id).is_ok() && look.at(id)? {
                found.push(id);
                if found.len() == wanted {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Returns all rows that are left.
    pub(in crate::library) fn all(
        &self,
        connection: &Connection,
        select: &Select,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        let most = usize::MAX;
        Ok(self.look_along(connection, select, most, most)?.0)
    }

    /// Returns how many rows are left, where few enough match that counting them costs nothing.
    pub(in crate::library) fn count(
        &self,
        connection: &Connection,
        select: &Select,
    ) -> Result<Option<usize>, LibraryError> {
        let Some(few) = self.few_candidates() else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT count(*) FROM {} WHERE a.id IN (SELECT value FROM json_each(?)) AND {}",
            select.walk.tables_of_few(),
            select.conditions
        );
        let set = Value::Text(json(&few)?);
        let values = [&set].into_iter().chain(&select.values);
        let count: i64 = connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(usize::try_from(count).ok())
    }

    /// Checks the rows of a scan until enough match, or enough were checked. Returns true if no rows are left or
    /// needed.
    fn look_along(
        &self,
        connection: &Connection,
        select: &Select,
        wanted: usize,
        most: usize,
    ) -> Result<(Vec<ArticleId>, bool), LibraryError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {} WHERE {} {}",
            select.walk.tables(),
            select.conditions,
            select.order
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&select.values))?;
        let mut sources = SourceNames::new(connection)?;
        let mut found = Vec::new();
        let mut seen = 0;
        while let Some(row) = rows.next()? {
            if seen == most {
                return Ok((found, false));
            }
            seen += 1;
            if self.row_matches(row, &mut sources)? {
                found.push(row.get(0)?);
                if found.len() == wanted {
                    break;
                }
            }
        }
        Ok((found, true))
    }
}
