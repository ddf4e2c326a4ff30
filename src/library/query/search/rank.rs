//! Order of hits by relevance: BM25 of the full-text index, computed for the newest hits only, since it takes much longer
//! than finding them.

use std::collections::HashMap;

use rusqlite::params;

use crate::library::query::search::find::{QueryRun, phrase_expression};
use crate::library::query::search::query::{Literal, Phrase, Term};
use crate::library::{LibraryError, state};
use crate::model::script::is_unspaced;
use crate::text::tokenizer::MAX_PREFIX_LETTERS;

/// Number of hits that are ranked, the newest ones.
const MAX_RANKED: usize = 2_000;
/// Words up to this length, in letters, are too frequent to be ranked while they are typed.
const MAX_UNRANKED_LETTERS: usize = 2;
/// Number of rows between two calls of `stop`.
const ROWS_PER_STOP_CHECK: usize = 4_096;

/// Returns the newest matches of a query, at most [`MAX_RANKED`], the most relevant first. Of equal ones the newer is
/// first.
pub(super) fn find_most_relevant(run: &QueryRun<'_>) -> Result<Vec<i64>, LibraryError> {
    let mut ids = run.find_newest(MAX_RANKED)?;
    let (Some(first), Some(last)) = (ids.iter().min(), ids.iter().max()) else {
        return Ok(ids);
    };
    let Some(expression) = rank_expression(run) else {
        return Ok(ids);
    };
    // A word in the title counts ten times as much as one in the text.
    let mut statement = run.connection.prepare_cached(
        "SELECT rowid, CASE WHEN rowid IN (SELECT value FROM json_each(?2))
             THEN bm25(search_text, 1.0, 10.0, 4.0, 5.0) END
         FROM search_text WHERE search_text MATCH ?1 AND rowid BETWEEN ?3 AND ?4",
    )?;
    let mut rows = statement.query(params![expression, state::json(&ids)?, first, last])?;
    // BM25 of SQLite is negative, and smaller for better matches.
    let mut scores: HashMap<i64, f64> = HashMap::new();
    let mut seen = 0usize;
    while let Some(row) = rows.next()? {
        if let Some(score) = row.get(1)? {
            scores.insert(row.get(0)?, score);
        }
        seen += 1;
        if seen.is_multiple_of(ROWS_PER_STOP_CHECK) && (run.stop)() {
            return Err(LibraryError::Interrupted);
        }
    }
    let score = |id: &i64| scores.get(id).copied().unwrap_or(0.0);
    ids.sort_by(|one, other| score(one).total_cmp(&score(other)));
    Ok(ids)
}

/// Returns the expression of the words of a query for the index; `None` if there are none to rank by.
fn rank_expression(run: &QueryRun<'_>) -> Option<String> {
    let clauses = &run.query.clauses;
    let parts: Vec<String> = clauses
        .iter()
        .flatten()
        .filter_map(literal_expression)
        .collect();
    let between = match clauses.iter().all(|clause| clause.len() == 1) {
        true => " AND ",
        false => " OR ",
    };
    (!parts.is_empty()).then(|| parts.join(between))
}

/// Returns the expression of the words of a literal, if they say something about relevance.
fn literal_expression(literal: &Literal) -> Option<String> {
    if literal.is_negated {
        return None;
    }
    match &literal.term {
        Term::Text(phrase) => expression_of(phrase),
        Term::Title(phrase) => Some(format!("title : {}", expression_of(phrase)?)),
        Term::Source(_)
        | Term::Tag(_)
        | Term::Note(_)
        | Term::Read(_)
        | Term::Bookmarked
        | Term::Muted
        | Term::From(_) => None,
    }
}

/// Returns the expression of a phrase. A short last word that is being typed counts as a whole word: too many words begin
/// with it. `None` if it is too short for that.
fn expression_of(phrase: &Phrase) -> Option<String> {
    let last = phrase.words.last()?;
    let letters = last.chars().count();
    // Two letters of a script without spaces are a word of the index.
    let is_pair = letters == 2 && last.chars().all(is_unspaced);
    if phrase.is_prefix && letters <= MAX_UNRANKED_LETTERS && !is_pair {
        return None;
    }
    let is_prefix = phrase.is_prefix && letters > MAX_PREFIX_LETTERS;
    Some(phrase_expression(&Phrase {
        is_prefix,
        ..phrase.clone()
    }))
}
