//! Evaluation of a query: sets of ids from the index, and a scan of the library by date.
//!
//! The index returns the ids of all matches in order, some ten million a second; sorting by date there would take ten
//! times as long. If there are few matches, their dates are looked up. If there are many, the library is scanned from
//! the newest article on until a page is full, which is soon.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use std::ops::RangeInclusive;

use crate::library::calendar::midnight_of;
use crate::library::query::search::hit::TokenizedText;
use crate::library::query::search::query::{Literal, Phrase, Query, Term};
use crate::library::query::search::sets::{intersect, subtract, unite};
use crate::library::{LibraryError, state};
use crate::text::tokenizer::{MAX_PREFIX_LETTERS, for_each_word, push_words};

/// Query with the connection and the limits of its evaluation.
pub(in crate::library) struct QueryRun<'a> {
    pub(in crate::library) connection: &'a Connection,
    pub(in crate::library) query: &'a Query,
    pub(in crate::library) today: NaiveDate,
    /// Range of ids of the articles that are searched; `None` for all.
    pub(in crate::library) range: Option<RangeInclusive<i64>>,
    /// Returns true if the result is no longer needed.
    pub(in crate::library) stop: &'a dyn Fn() -> bool,
}

/// Sorted ids without duplicates.
type IdSet = Vec<i64>;

/// Id of an article with the date that it is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) struct DatedId {
    pub(in crate::library) id: i64,
    /// Negated date, as the column `neg_date` has it: the newest first.
    pub(in crate::library) neg_date: i64,
}

/// Largest number of ids whose dates are looked up one by one.
const FEW_IDS: usize = 2_500;
/// Number of rows between two calls of `stop`.
const ROWS_PER_STOP_CHECK: usize = 4_096;

/// Plan of a query: expressions for the index, sets of ids, and conditions on rows.
#[derive(Default)]
struct SearchPlan {
    /// Expressions for each table of the index.
    matched: IndexTables,
    /// Sets that must contain the article.
    within: Vec<IdSet>,
    /// Sets that must not contain it.
    without: Vec<IdSet>,
    /// SQL conditions on the row.
    conditions: Vec<Condition>,
    /// True if the article must be unread; there is an index for these.
    is_unread: bool,
    /// True if the article must be bookmarked; there is an index for these.
    is_bookmarked: bool,
}

/// Expressions for the tables of the full-text index, all of which must match.
#[derive(Default)]
struct IndexTables {
    text: Vec<String>,
    start: Vec<String>,
    head: Vec<String>,
}

/// SQL condition on a row, and its parameter.
type Condition = (&'static str, Option<i64>);

impl SearchPlan {
    /// Returns the conditions, each followed by AND, and their parameters.
    fn conditions(&self) -> (String, Vec<Value>) {
        let sql = self.conditions.iter();
        let sql = sql.map(|(sql, _)| format!("{sql} AND ")).collect();
        let values = self.conditions.iter().filter_map(|(_, value)| *value);
        (sql, values.map(Value::Integer).collect())
    }
}

impl QueryRun<'_> {
    /// Returns the newest matches, at most `limit`.
    pub(in crate::library) fn find_newest(&self, limit: usize) -> Result<Vec<i64>, LibraryError> {
        let mut plan = SearchPlan::default();
        if !self.fill_plan(&mut plan)? {
            return Ok(Vec::new());
        }
        match self.candidates(&plan)? {
            Some(set) if set.len() <= FEW_IDS => {
                let mut found = self.look_up(&plan, &set)?;
                found.sort_unstable_by_key(|one| (one.neg_date, one.id));
                Ok(found.into_iter().take(limit).map(|one| one.id).collect())
            }
            set => self.scan_newest(&plan, set.as_deref(), limit),
        }
    }

    /// Returns all matches with their dates, unsorted.
    pub(in crate::library) fn find_all(&self) -> Result<Vec<DatedId>, LibraryError> {
        let mut plan = SearchPlan::default();
        if !self.fill_plan(&mut plan)? {
            return Ok(Vec::new());
        }
        let set = self.candidates(&plan)?;
        let (from, to) = self.id_bounds().into_inner();
        let (conditions, mut values) = plan.conditions();
        values.extend([Value::Integer(from), Value::Integer(to)]);
        let sql = format!(
            "SELECT a.id, a.neg_date FROM article a WHERE {conditions} a.in_library = 1 AND a.id BETWEEN ? AND ?"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if is_wanted(id, set.as_deref(), &plan.without) {
                found.push(DatedId {
                    id,
                    neg_date: row.get(1)?,
                });
            }
        }
        Ok(found)
    }

    /// Adds the clauses of the query to a plan. Returns false if nothing can match.
    fn fill_plan(&self, plan: &mut SearchPlan) -> Result<bool, LibraryError> {
        for clause in &self.query.clauses {
            let [literal] = clause.as_slice() else {
                let mut any = Vec::new();
                for literal in clause {
                    any = unite(&any, &self.ids_of_literal(literal)?);
                }
                plan.within.push(any);
                continue;
            };
            match (&literal.term, literal.is_negated) {
                (Term::Text(phrase), false) => plan.matched.add(phrase),
                (Term::Title(phrase), false) => plan.matched.add_title(phrase),
                (term, negated) => match self.condition(term, negated) {
                    Some(condition) => {
                        plan.is_unread |= *term == Term::Read(negated);
                        plan.is_bookmarked |= *term == Term::Bookmarked && !negated;
                        plan.conditions.push(condition);
                    }
                    None if negated => plan.without.push(self.ids_of_term(term)?),
                    None => plan.within.push(self.ids_of_term(term)?),
                },
            }
        }
        Ok(plan.within.iter().all(|set| !set.is_empty()))
    }

    /// Returns the ids that may match by the index and the sets; `None` for all.
    fn candidates(&self, plan: &SearchPlan) -> Result<Option<IdSet>, LibraryError> {
        let mut set = self.index_matches(&plan.matched)?;
        for within in &plan.within {
            set = Some(match set {
                Some(set) => intersect(&set, within),
                None => within.clone(),
            });
        }
        if let Some(set) = &mut set {
            set.retain(|id| is_wanted(*id, None, &plan.without));
        }
        Ok(set)
    }

    /// Returns the ids that match expressions of the index; `None` if there are no expressions.
    fn index_matches(&self, tables: &IndexTables) -> Result<Option<IdSet>, LibraryError> {
        let mut set: Option<IdSet> = None;
        for (table, expressions) in [
            ("search_head", &tables.head),
            ("search_text", &tables.text),
            ("search_prefix", &tables.start),
        ] {
            if expressions.is_empty() || set.as_ref().is_some_and(Vec::is_empty) {
                continue;
            }
            let found = self.query_index(table, &expressions.join(" AND "))?;
            set = Some(match set {
                Some(set) => intersect(&set, &found),
                None => found,
            });
        }
        Ok(set)
    }

    fn query_index(&self, table: &str, expression: &str) -> Result<IdSet, LibraryError> {
        let sql = format!(
            "SELECT rowid FROM {table} WHERE {table} MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid"
        );
        let (from, to) = self.id_bounds().into_inner();
        let mut statement = self.connection.prepare_cached(&sql)?;
        self.collect_ids(statement.query(params![expression, from, to])?)
    }

    fn collect_ids(&self, mut rows: rusqlite::Rows<'_>) -> Result<IdSet, LibraryError> {
        let mut set = Vec::new();
        while let Some(row) = rows.next()? {
            set.push(row.get(0)?);
            if set.len().is_multiple_of(ROWS_PER_STOP_CHECK) && (self.stop)() {
                return Err(LibraryError::Interrupted);
            }
        }
        Ok(set)
    }

    fn id_bounds(&self) -> RangeInclusive<i64> {
        self.range.clone().unwrap_or(0..=i64::MAX)
    }

    /// Returns the condition on a row for a term or its opposite, if a row can express it.
    fn condition(&self, term: &Term, negated: bool) -> Option<Condition> {
        match term {
            // Written out, so that the partial indices of unread and bookmarked articles are used.
            Term::Read(read) => Some(match *read != negated {
                true => ("a.read = 1", None),
                false => ("a.read = 0", None),
            }),
            Term::Bookmarked => Some(match negated {
                true => ("a.bookmarked = 0", None),
                false => ("a.bookmarked = 1", None),
            }),
            Term::Muted => Some(match negated {
                // One that was not checked yet is found by the rules.
                true => ("a.muted <> 1", None),
                false => ("a.muted = 1", None),
            }),
            Term::From(date) => {
                let neg_date = -midnight_of(date.day(self.today));
                Some(match negated {
                    true => ("a.neg_date > ?", Some(neg_date)),
                    false => ("a.neg_date <= ?", Some(neg_date)),
                })
            }
            Term::Text(_) | Term::Title(_) | Term::Source(_) | Term::Tag(_) | Term::Note(_) => None,
        }
    }

    /// Returns the ids that match a literal.
    fn ids_of_literal(&self, literal: &Literal) -> Result<IdSet, LibraryError> {
        let set = self.ids_of_term(&literal.term)?;
        match literal.is_negated {
            true => Ok(subtract(&self.rows_where(("1", None))?, &set)),
            false => Ok(set),
        }
    }

    /// Returns the ids that match a term.
    fn ids_of_term(&self, term: &Term) -> Result<IdSet, LibraryError> {
        let mut tables = IndexTables::default();
        match term {
            Term::Text(phrase) => tables.add(phrase),
            Term::Title(phrase) => tables.add_title(phrase),
            Term::Source(phrase) => return self.of_source(phrase),
            Term::Tag(phrase) => return self.of_tag(phrase),
            Term::Note(phrase) => return self.of_note(phrase),
            _ => {
                let condition = self.condition(term, false).unwrap_or(("0", None));
                return self.rows_where(condition);
            }
        }
        Ok(self.index_matches(&tables)?.unwrap_or_default())
    }

    /// Returns the articles whose rows meet a condition.
    fn rows_where(&self, (condition, value): Condition) -> Result<IdSet, LibraryError> {
        let index = match &self.range {
            Some(_) => "",
            None => "INDEXED BY article_by_date",
        };
        let sql = format!(
            "SELECT a.id FROM article a {index} WHERE a.in_library = 1 AND a.id BETWEEN ? AND ? AND ({condition})"
        );
        let (from, to) = self.id_bounds().into_inner();
        let values = [Some(from), Some(to), value].into_iter().flatten();
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut set = self.collect_ids(statement.query(params_from_iter(values))?)?;
        set.sort_unstable();
        Ok(set)
    }

    /// Returns the articles of sources, publishers or sites with these words in their names.
    fn of_source(&self, phrase: &Phrase) -> Result<IdSet, LibraryError> {
        let mut tables = IndexTables::default();
        for word in &phrase.words {
            tables
                .head
                .push(format!("{{publisher site}} : {}", prefix_expression(word)));
        }
        let mut set = self.index_matches(&tables)?.unwrap_or_default();
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, title, url FROM source")?;
        let sources = statement.query_map([], |row| {
            let title: String = row.get(1)?;
            let url: Option<String> = row.get(2)?;
            Ok((row.get::<_, i64>(0)?, title, url.unwrap_or_default()))
        })?;
        for source in sources {
            let (id, title, url) = source?;
            if !(has_all_prefixes(&title, phrase) || has_all_prefixes(&url, phrase)) {
                continue;
            }
            let mut statement = self.connection.prepare_cached(
                "SELECT article FROM member INDEXED BY member_by_date
                 WHERE source = ?1 AND article BETWEEN ?2 AND ?3",
            )?;
            let (from, to) = self.id_bounds().into_inner();
            let mut more = self.collect_ids(statement.query(params![id, from, to])?)?;
            more.sort_unstable();
            set = unite(&set, &more);
        }
        Ok(set)
    }

    /// Returns the articles with a tag that begins with a phrase.
    fn of_tag(&self, phrase: &Phrase) -> Result<IdSet, LibraryError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT DISTINCT tag FROM bookmark_tag")?;
        let tags = statement.query_map([], |row| row.get::<_, String>(0))?;
        let mut set = Vec::new();
        for tag in tags {
            let tag = tag?;
            let mut words = Vec::new();
            for_each_word(&tag, &mut |word, _| words.push(word.to_owned()));
            if !phrase.matches_at(&words, 0) {
                continue;
            }
            let mut statement = self.connection.prepare_cached(
                "SELECT DISTINCT b.article FROM bookmark_tag t JOIN bookmark b ON b.id = t.bookmark
                 WHERE t.tag = ?1 AND b.article BETWEEN ?2 AND ?3",
            )?;
            let (from, to) = self.id_bounds().into_inner();
            let mut more = self.collect_ids(statement.query(params![tag, from, to])?)?;
            more.sort_unstable();
            set = unite(&set, &more);
        }
        Ok(set)
    }

    /// Returns the articles with these words in a note. Notes are few and are read one by one.
    fn of_note(&self, phrase: &Phrase) -> Result<IdSet, LibraryError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT article, note FROM bookmark INDEXED BY bookmark_noted
             WHERE note IS NOT NULL AND article BETWEEN ?1 AND ?2 ORDER BY article",
        )?;
        let (from, to) = self.id_bounds().into_inner();
        let mut rows = statement.query(params![from, to])?;
        let (mut set, mut note_words, mut seen) = (IdSet::new(), TokenizedText::default(), 0usize);
        while let Some(row) = rows.next()? {
            let (article, note): (i64, String) = (row.get(0)?, row.get(1)?);
            if set.last() != Some(&article) {
                note_words.tokenize(&note);
                if note_words.find_phrase(phrase, 0).is_some() {
                    set.push(article);
                }
            }
            seen += 1;
            if seen.is_multiple_of(ROWS_PER_STOP_CHECK) && (self.stop)() {
                return Err(LibraryError::Interrupted);
            }
        }
        Ok(set)
    }

    /// Returns the members of a set whose rows meet the conditions, with their dates.
    fn look_up(&self, plan: &SearchPlan, set: &[i64]) -> Result<Vec<DatedId>, LibraryError> {
        let (conditions, mut values) = plan.conditions();
        values.push(Value::Text(state::json(&set)?));
        let sql = format!(
            "SELECT a.id, a.neg_date FROM article a WHERE {conditions} a.in_library = 1 AND a.id IN (SELECT value FROM json_each(?))"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(values), |row| {
            Ok(DatedId {
                id: row.get(0)?,
                neg_date: row.get(1)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Scans from the newest article on until enough match.
    fn scan_newest(
        &self,
        plan: &SearchPlan,
        set: Option<&[i64]>,
        limit: usize,
    ) -> Result<Vec<i64>, LibraryError> {
        let index = match (plan.is_bookmarked, plan.is_unread) {
            (true, _) => "article_bookmarked",
            (_, true) => "article_unread",
            _ => "article_by_date",
        };
        let (conditions, values) = plan.conditions();
        let sql = format!(
            "SELECT a.id FROM article a INDEXED BY {index} WHERE {conditions} a.in_library = 1 ORDER BY a.neg_date, a.id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let (mut found, mut seen) = (Vec::new(), 0usize);
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if is_wanted(id, set, &plan.without) {
                found.push(id);
                if found.len() == limit {
                    break;
                }
            }
            seen += 1;
            if seen.is_multiple_of(ROWS_PER_STOP_CHECK) && (self.stop)() {
                return Err(LibraryError::Interrupted);
            }
        }
        Ok(found)
    }
}

impl IndexTables {
    /// Adds the expression for words anywhere in an article.
    fn add(&mut self, phrase: &Phrase) {
        let Some((last, others)) = phrase.words.split_last() else {
            return;
        };
        let short = phrase.is_prefix && last.chars().count() <= MAX_PREFIX_LETTERS;
        if others.is_empty() && short {
            self.start.push(format!("\"{last}\""));
        } else if short && last.chars().count() <= 2 {
            // Too many words have this prefix to check the position of each.
            self.start.push(format!("\"{last}\""));
            self.text.push(format!("\"{}\"", others.join(" ")));
        } else {
            self.text.push(phrase_expression(phrase));
        }
    }

    /// Adds the expression for words in a title.
    fn add_title(&mut self, phrase: &Phrase) {
        match phrase.words.as_slice() {
            [word] if phrase.is_prefix => self
                .head
                .push(format!("title : {}", prefix_expression(word))),
            _ => self
                .text
                .push(format!("title : {}", phrase_expression(phrase))),
        }
    }
}

/// Returns the expression for a phrase.
pub(super) fn phrase_expression(phrase: &Phrase) -> String {
    let star = if phrase.is_prefix { " *" } else { "" };
    format!("\"{}\"{star}", phrase.words.join(" "))
}

/// Returns the expression for a prefix in the table of prefixes and words.
fn prefix_expression(word: &str) -> String {
    let star = if word.chars().count() > MAX_PREFIX_LETTERS {
        " *"
    } else {
        ""
    };
    format!("\"{word}\"{star}")
}

/// Returns true if each word of a phrase is a prefix of a word of a text.
fn has_all_prefixes(text: &str, phrase: &Phrase) -> bool {
    let mut words = String::new();
    push_words(text, &mut words);
    let begins = |start: &String| {
        words
            .split(' ')
            .any(|word| word.starts_with(start.as_str()))
    };
    phrase.words.iter().all(begins)
}

fn is_wanted(id: i64, set: Option<&[i64]>, without: &[IdSet]) -> bool {
    set.is_none_or(|set| set.binary_search(&id).is_ok())
        && !without.iter().any(|set| set.binary_search(&id).is_ok())
}
