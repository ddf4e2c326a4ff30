//! Filter of a listing: rows with each of the words anywhere in title, standfirst, publisher or source.
//!
//! 1. A few thousand rows are checked from the start of the page on: this finds words that many rows have.
//! 2. Rare words are found by the n-gram index. Its candidates are checked as well, since the index does not know
//!    whether the n-grams are adjacent.
//!
//! Sources are few: their titles are checked first, and rows are compared by the id of their source. Rows that are not
//! indexed yet are candidates. The history is checked row by row, since its articles need not be in the library.

use std::cell::OnceCell;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{CachedStatement, Connection, Row, params_from_iter};

use crate::library::LibraryError;
use crate::library::query::listing::row_source::{Select, sql_limit};
use crate::library::query::listing::stories::StoryView;
use crate::library::query::search::{ngrams, sets};
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

/// Columns that a filter reads.
const COLUMNS: &str = "a.id, a.title, a.standfirst, a.publisher, a.source, a.story";

/// Filter of a listing, as typed by the user.
#[derive(Debug)]
pub(in crate::library) struct Filter {
    words: Vec<FilterWord>,
    /// True if rows need not be in the library, as in the history: then the index can't be used.
    outside_library: bool,
    /// Articles that may be listed, once they were looked up; `None` if all may be.
    matches: OnceCell<Option<FilterMatches>>,
}

/// Word of a filter.
#[derive(Debug)]
struct FilterWord {
    needle: Needle,
    /// Expression for the index that finds candidates.
    ngrams: Option<String>,
    /// Sources with the word in their titles.
    sources: Vec<SourceId>,
}

/// Articles of the library that may match, in the order of their ids.
#[derive(Debug)]
enum FilterMatches {
    /// Articles that match; all were checked.
    Few(Vec<ArticleId>),
    /// Articles to check.
    Candidates(Vec<ArticleId>),
}

impl Filter {
    /// Makes a filter; `None` if it has no words. With `outside_library`, rows need not be in the library, and so may be
    /// missing in its index.
    pub(in crate::library) fn new(
        connection: &Connection,
        typed: &str,
        outside_library: bool,
    ) -> Result<Option<Self>, LibraryError> {
        let folded = fold(typed);
        let mut words: Vec<FilterWord> = folded
            .split_whitespace()
            .take(MAX_WORDS)
            .map(|word| FilterWord {
                needle: Needle::caseless(word),
                ngrams: ngrams::index_expression(word),
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
            outside_library,
            matches: OnceCell::new(),
        }))
    }

    /// Returns the articles that match the filter, if they were looked up and are few.
    fn few_matches(&self) -> Option<&[ArticleId]> {
        match self.matches.get()?.as_ref()? {
            FilterMatches::Few(set) => Some(set),
            FilterMatches::Candidates(_) => None,
        }
    }

    /// Returns true if a row of [`COLUMNS`] matches.
    fn row_matches(
        &self,
        row: &Row<'_>,
        sources: &mut SourcesOfArticle<'_>,
    ) -> Result<bool, LibraryError> {
        let mut missing: Vec<&FilterWord> = self.words.iter().collect();
        for column in 1..=3 {
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
        let sources = sources.of_article(row.get(0)?, row.get(4)?)?;
        let is_in = |word: &&FilterWord| sources.iter().any(|source| word.sources.contains(source));
        Ok(missing.iter().all(is_in))
    }

    /// Returns the articles of the library that may match; `None` if the index cannot be used. They are computed once.
    fn cached_matches(
        &self,
        connection: &Connection,
    ) -> Result<Option<&FilterMatches>, LibraryError> {
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
        let mut checker = ArticleChecker::new(self, connection)?;
        let mut found = Vec::new();
        for id in set {
            if checker.matches(id)? {
                found.push(id);
            }
        }
        Ok(Some(FilterMatches::Few(found)))
    }

    /// Returns the candidates of the index; `None` if the index cannot be used.
    fn candidates(&self, connection: &Connection) -> Result<Option<Vec<ArticleId>>, LibraryError> {
        let query_index = |expression: &str| -> Result<Vec<ArticleId>, LibraryError> {
            let mut statement = connection.prepare_cached(
                "SELECT rowid FROM search_ngram WHERE search_ngram MATCH ?1 ORDER BY rowid",
            )?;
            let found = statement.query_map([expression], |row| row.get(0))?;
            Ok(found.collect::<Result<_, _>>()?)
        };
        let (in_sources, elsewhere): (Vec<&FilterWord>, Vec<&FilterWord>) =
            self.words.iter().partition(|word| !word.sources.is_empty());
        let expressions: Vec<&str> = elsewhere
            .iter()
            .filter_map(|word| word.ngrams.as_deref())
            .collect();
        let mut set = match expressions.is_empty() {
            true => None,
            false => Some(query_index(&expressions.join(" AND "))?),
        };
        for word in in_sources {
            let Some(expression) = &word.ngrams else {
                continue;
            };
            if set.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
            let found = sets::unite(
                &query_index(expression)?,
                &articles_of_sources(connection, &word.sources)?,
            );
            set = Some(match set {
                Some(set) => sets::intersect(&set, &found),
                None => found,
            });
        }
        Ok(set)
    }
}

/// Returns the articles of some sources.
fn articles_of_sources(
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

/// Statement that reads the sources of an article.
struct SourcesOfArticle<'a>(CachedStatement<'a>);

impl<'a> SourcesOfArticle<'a> {
    fn new(connection: &'a Connection) -> Result<Self, LibraryError> {
        let sql = "SELECT source FROM member WHERE article = ?1";
        Ok(Self(connection.prepare_cached(sql)?))
    }

    /// Returns all sources of an article. `first` is the one in its row.
    fn of_article(
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

/// Returns the condition that no other article of a set stands for the story of a row, with its parameters, to be appended
/// to others. `set` has the ids as JSON.
fn only_row_of_few(stories: Option<&StoryView>, set: &Value) -> (String, Vec<Value>) {
    let view = stories.map(|view| view.with_only(set.clone()));
    match view.map(|view| view.row_condition("a.id", Some("a.story"))) {
        Some((condition, values)) => (format!(" AND {condition}"), values),
        None => (String::new(), Vec::new()),
    }
}

/// Checks articles one by one, by their ids.
struct ArticleChecker<'a> {
    filter: &'a Filter,
    connection: &'a Connection,
    statement: CachedStatement<'a>,
    sources: SourcesOfArticle<'a>,
}

impl<'a> ArticleChecker<'a> {
    fn new(filter: &'a Filter, connection: &'a Connection) -> Result<Self, LibraryError> {
        let sql = format!("SELECT {COLUMNS} FROM article a WHERE a.id = ?1");
        let statement = connection.prepare_cached(&sql)?;
        Ok(Self {
            filter,
            connection,
            statement,
            sources: SourcesOfArticle::new(connection)?,
        })
    }

    /// Returns true if an article that matches stands for the story of this one.
    fn precedes_match(
        &mut self,
        stories: Option<&StoryView>,
        id: ArticleId,
    ) -> Result<bool, LibraryError> {
        let Some(view) = stories else {
            return Ok(false);
        };
        for other in view.preceding(self.connection, id)? {
            if self.matches(other)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn matches(&mut self, id: ArticleId) -> Result<bool, LibraryError> {
        let mut rows = self.statement.query([id])?;
        match rows.next()? {
            Some(row) => self.filter.row_matches(row, &mut self.sources),
            None => Ok(false),
        }
    }
}

impl Filter {
    /// Returns the first `wanted` matching rows, in the order of the listing.
    pub(in crate::library) fn first_matches(
        &self,
        connection: &Connection,
        select: &Select,
        wanted: usize,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        if self.few_matches().is_none() {
            let max_rows = if self.outside_library {
                usize::MAX
            } else {
                LOOKAHEAD_ROWS
            };
            let (found, complete) = self.scan_rows(connection, select, wanted, max_rows)?;
            if complete {
                return Ok(found);
            }
        }
        let Select {
            row_source,
            conditions,
            values,
            order,
            stories,
        } = select;
        let candidates = match self.cached_matches(connection)? {
            Some(FilterMatches::Few(set)) => {
                let set = Value::Text(json(set)?);
                let (is_row, more) = only_row_of_few(stories.as_ref(), &set);
                let sql = format!(
                    "SELECT a.id FROM {} WHERE a.id IN (SELECT value FROM json_each(?)) AND {conditions}{is_row} {order} LIMIT ?",
                    row_source.tables_of_few()
                );
                let mut statement = connection.prepare_cached(&sql)?;
                let wanted = Value::Integer(sql_limit(wanted));
                let values = [&set]
                    .into_iter()
                    .chain(values)
                    .chain(&more)
                    .chain([&wanted]);
                let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
                return Ok(found.collect::<Result<_, _>>()?);
            }
            Some(FilterMatches::Candidates(set)) => set,
            None => return Ok(self.scan_rows(connection, select, wanted, usize::MAX)?.0),
        };
        let sql = format!(
            "SELECT {} FROM {} WHERE {conditions} {order}",
            row_source.id_column(),
            row_source.key_tables()
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut checker = ArticleChecker::new(self, connection)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if candidates.binary_search(&id).is_ok()
                && checker.matches(id)?
                && !checker.precedes_match(stories.as_ref(), id)?
            {
                found.push(id);
                if found.len() == wanted {
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Returns all matching rows.
    pub(in crate::library) fn all_matches(
        &self,
        connection: &Connection,
        select: &Select,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        Ok(self
            .scan_rows(connection, select, usize::MAX, usize::MAX)?
            .0)
    }

    /// Returns the number of matching rows; `None` if they are too many to be counted quickly.
    pub(in crate::library) fn count_matches(
        &self,
        connection: &Connection,
        select: &Select,
    ) -> Result<Option<usize>, LibraryError> {
        let Some(few) = self.few_matches() else {
            return Ok(None);
        };
        let set = Value::Text(json(&few)?);
        let (is_row, more) = only_row_of_few(select.stories.as_ref(), &set);
        let sql = format!(
            "SELECT count(*) FROM {} WHERE a.id IN (SELECT value FROM json_each(?)) AND {}{is_row}",
            select.row_source.tables_of_few(),
            select.conditions
        );
        let values = [&set].into_iter().chain(&select.values).chain(&more);
        let count: i64 = connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(usize::try_from(count).ok())
    }

    /// Checks the rows of a scan until enough match, or enough were checked. Returns true if no rows are left or
    /// needed.
    fn scan_rows(
        &self,
        connection: &Connection,
        select: &Select,
        wanted: usize,
        max_rows: usize,
    ) -> Result<(Vec<ArticleId>, bool), LibraryError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM {} WHERE {} {}",
            select.row_source.tables(),
            select.conditions,
            select.order
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&select.values))?;
        let mut sources = SourcesOfArticle::new(connection)?;
        let mut found = Vec::new();
        let mut seen = 0;
        while let Some(row) = rows.next()? {
            if seen == max_rows {
                return Ok((found, false));
            }
            seen += 1;
            if self.row_matches(row, &mut sources)? {
                let id = row.get(0)?;
                // Most articles are in no story.
                if row.get_ref(5)? != ValueRef::Null {
                    let mut checker = ArticleChecker::new(self, connection)?;
                    if checker.precedes_match(select.stories.as_ref(), id)? {
                        continue;
                    }
                }
                found.push(id);
                if found.len() == wanted {
                    break;
                }
            }
        }
        Ok((found, true))
    }
}
