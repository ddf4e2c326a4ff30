//! The filter of a list: the rows whose title, standfirst, byline or publisher has words that begin as those typed do, all of
//! them.
//!
//! What many rows have is found by looking at a few thousand of them, from where the page begins; what few have by the index of
//! words. Rows that the index does not have yet are looked at one by one, and so is the history, whose stories need not be in
//! the library.

use rusqlite::{Connection, Row, params_from_iter};

use crate::library::LibraryError;
use crate::library::query::listing::plan::Plan;
use crate::library::query::search::beginning;
use crate::library::query::search::words::each_word;
use crate::library::state::list;
use crate::model::{ArticleId, RowKey};

/// Rows that are looked at before the index is asked.
const LOOK: usize = 2_500;
/// Rows that are sorted rather than met on a walk through the list.
const FEW: usize = 2_500;

/// What a filter looks at of a row.
const TEXTS: &str = "a.id, a.title, a.standfirst, a.byline, a.publisher";

/// What was typed.
#[derive(Debug, Clone)]
pub(in crate::library) struct Filter {
    words: Vec<String>,
}

impl Filter {
    /// The filter; `None` where nothing was typed that has words.
    pub(in crate::library) fn new(typed: &str) -> Option<Self> {
        /// Nobody types more words.
        const MOST: usize = 32;
        let mut words = Vec::new();
        each_word(typed, &mut |word, _| {
            if words.len() < MOST {
                words.push(word.to_owned());
            }
        });
        (!words.is_empty()).then_some(Self { words })
    }

    /// Whether a row of [`TEXTS`] is to be listed.
    fn fits(&self, row: &Row<'_>) -> Result<bool, LibraryError> {
        let mut missing: Vec<&str> = self.words.iter().map(String::as_str).collect();
        for column in 1..=4 {
            if let Some(text) = row.get_ref(column)?.as_str_or_null().unwrap_or_default() {
                each_word(text, &mut |word, _| {
                    missing.retain(|start| !word.starts_with(start))
                });
            }
            if missing.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// All that the index has, and what it lacks, by number.
    fn matches(&self, connection: &Connection) -> Result<Vec<ArticleId>, LibraryError> {
        let words: Vec<String> = self.words.iter().map(|word| beginning(word)).collect();
        let expression = format!("{{title about publisher}} : ({})", words.join(" AND "));
        let mut statement = connection.prepare_cached(
            "SELECT rowid FROM search_head WHERE search_head MATCH ?1 ORDER BY rowid",
        )?;
        let mut found: Vec<ArticleId> = statement
            .query_map([expression], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {TEXTS} FROM article a INDEXED BY article_to_index WHERE a.kept = 1 AND a.indexed = 0 AND a.indexed < 2"
        ))?;
        let mut rows = statement.query([])?;
        let known = found.len();
        while let Some(row) = rows.next()? {
            if self.fits(row)? {
                found.push(row.get(0)?);
            }
        }
        if found.len() > known {
            found.sort_unstable();
            found.dedup();
        }
        Ok(found)
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
        extra: &[(String, rusqlite::types::Value)],
        rows: usize,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        let (conditions, values) = self.where_clause(bound, extra);
        let order = self.order(descending);
        let wanted = rows + 1;
        let few = self.matches.get().is_some_and(|set| set.len() <= FEW);
        if !few {
            let look = if self.outside { usize::MAX } else { LOOK };
            let sql = format!(
                "SELECT {TEXTS} FROM {} WHERE {conditions} {order}",
                self.table
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut found = Vec::new();
            let mut seen = 0;
            let mut listed = statement.query(params_from_iter(values.clone()))?;
            loop {
                let Some(row) = listed.next()? else {
                    return Ok(found);
                };
                if filter.fits(row)? {
                    found.push(row.get(0)?);
                }
                seen += 1;
                if found.len() == wanted {
                    return Ok(found);
                }
                if seen == look {
                    break;
                }
            }
        }
        let set = self.matching(connection, filter)?;
        let mut found = Vec::new();
        if set.len() <= FEW {
            let sql = format!(
                "SELECT a.id FROM {} WHERE a.id IN ({}) AND {conditions} {order} LIMIT {wanted}",
                self.free_table(),
                list(set)
            );
            let mut statement = connection.prepare(&sql)?;
            let mut listed = statement.query(params_from_iter(values))?;
            while let Some(row) = listed.next()? {
                found.push(row.get(0)?);
            }
            return Ok(found);
        }
        let sql = format!("SELECT a.id FROM {} WHERE {conditions} {order}", self.table);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut listed = statement.query(params_from_iter(values))?;
        while let Some(row) = listed.next()? {
            let id = row.get(0)?;
            if set.binary_search(&id).is_ok() {
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
        values: Vec<rusqlite::types::Value>,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        let sql = format!("SELECT {TEXTS} FROM {} WHERE {conditions}", self.table);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut listed = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = listed.next()? {
            if filter.fits(row)? {
                found.push(row.get(0)?);
            }
        }
        Ok(found)
    }

    /// How many rows there are in all, where few enough match that counting them costs nothing.
    pub(in crate::library) fn total_filtered(
        &self,
        connection: &Connection,
    ) -> Result<Option<usize>, LibraryError> {
        let Some(set) = self.matches.get().filter(|set| set.len() <= FEW) else {
            return Ok(None);
        };
        let (conditions, values) = self.where_clause(None, &[]);
        let sql = format!(
            "SELECT count(*) FROM {} WHERE a.id IN ({}) AND {conditions}",
            self.free_table(),
            list(set)
        );
        let count: i64 = connection
            .prepare(&sql)?
            .query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(usize::try_from(count).ok())
    }

    /// The table without the index that has the order: few rows are sorted.
    fn free_table(&self) -> &str {
        match self.table.split_once(" INDEXED BY ") {
            Some((table, _)) => table,
            // Of what a saved search has found only these are looked up.
            None if self.id == "v.article" => {
                "article a CROSS JOIN saved_search_article v ON v.article = a.id"
            }
            None => &self.table,
        }
    }

    fn matching(
        &self,
        connection: &Connection,
        filter: &Filter,
    ) -> Result<&Vec<ArticleId>, LibraryError> {
        if self.matches.get().is_none() {
            let found = filter.matches(connection)?;
            return Ok(self.matches.get_or_init(|| found));
        }
        Ok(self.matches.get_or_init(Vec::new))
    }
}
