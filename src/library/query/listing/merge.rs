//! Rows of several sources in the order of one list: each source has its rows in this order in an index, from which a
//! few rows at a time are merged. A page costs a lookup for each source, however many articles they have.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, VecDeque};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::library::LibraryError;
use crate::library::query::listing::plan::ListingPlan;
use crate::library::query::listing::row_source::{RowSource, sql_limit};
use crate::library::query::listing::source_set::SourceSet;
use crate::model::{ArticleId, KeyValue, RowKey, SourceId};

/// Fewest rows that are read of a source at once.
const MIN_CHUNK: usize = 4;

/// Position of a row in its source: the value that rows are sorted by, and the article.
type Position = (KeyValue, ArticleId);

/// Range of rows to merge.
#[derive(Debug, Clone, Copy)]
pub(super) struct MergedRange<'a> {
    /// Row to start from, and the operator that compares rows with it; from the first row on without one.
    pub(super) bound: Option<(&'a RowKey, &'a str)>,
    /// True for rows from the last one back.
    pub(super) is_descending: bool,
    /// Further conditions, each with its parameter or `Null`.
    pub(super) extra: &'a [(String, Value)],
}

/// Reads rows of one source.
struct SourceReader<'a> {
    connection: &'a Connection,
    plan: &'a ListingPlan,
    set: &'a SourceSet,
    range: MergedRange<'a>,
}

/// Rows of one source that were read and not yet merged.
struct Cursor {
    source: SourceId,
    rows: VecDeque<Position>,
    /// Last row that was read; `None` if there are no more.
    last: Option<Position>,
}

/// Returns the first `wanted` articles of a range, each once.
pub(super) fn merge_sources(
    connection: &Connection,
    plan: &ListingPlan,
    set: &SourceSet,
    range: MergedRange<'_>,
    wanted: usize,
) -> Result<Vec<ArticleId>, LibraryError> {
    let reader = SourceReader {
        connection,
        plan,
        set,
        range,
    };
    match plan.by_source {
        true => reader.concatenate(wanted),
        false => reader.merge(wanted),
    }
}

impl SourceReader<'_> {
    /// Reads the sources one after another, as they are grouped.
    fn concatenate(&self, wanted: usize) -> Result<Vec<ArticleId>, LibraryError> {
        let mut sources = self.set.sources.clone();
        if self.range.is_descending {
            sources.reverse();
        }
        let first = self.range.bound.map(|(key, _)| SourceId(key.source_or_0));
        let precedes = |source: &SourceId| match first {
            Some(first) if self.range.is_descending => *source > first,
            Some(first) => *source < first,
            None => false,
        };
        let mut ids = Vec::new();
        for source in sources.into_iter().skip_while(precedes) {
            let bound = self.range.bound.filter(|_| first == Some(source));
            let bound = bound.map(|(key, operator)| ((key.value.clone(), key.id), operator));
            self.push_listed(source, bound, wanted, &mut ids)?;
            if ids.len() >= wanted {
                break;
            }
        }
        Ok(ids)
    }

    /// Adds the articles of a source that are listed under it and not under another one, up to `wanted` in all.
    fn push_listed(
        &self,
        source: SourceId,
        bound: Option<(Position, &str)>,
        wanted: usize,
        ids: &mut Vec<ArticleId>,
    ) -> Result<(), LibraryError> {
        let mut bound = bound;
        loop {
            let limit = wanted - ids.len();
            let rows = self.rows(source, bound, limit)?;
            for (_, id) in &rows {
                if self.set.source_of(self.connection, *id)? == Some(source) {
                    ids.push(*id);
                }
            }
            match rows.into_iter().nth(limit.saturating_sub(1)) {
                Some(last) if ids.len() < wanted => bound = Some((last, self.onwards())),
                _ => return Ok(()),
            }
        }
    }

    /// Returns the operator of the rows after a row, in the direction of the range.
    fn onwards(&self) -> &'static str {
        match self.range.is_descending {
            true => "<",
            false => ">",
        }
    }

    /// Merges the rows of the sources.
    fn merge(&self, wanted: usize) -> Result<Vec<ArticleId>, LibraryError> {
        let sources = self.set.sources.len().max(1);
        let chunk = (2 * wanted / sources).max(MIN_CHUNK);
        let mut cursors = Vec::with_capacity(sources);
        let mut next = BinaryHeap::new();
        for source in &self.set.sources {
            let bound = self
                .range
                .bound
                .map(|(key, operator)| ((key.value.clone(), key.id), operator));
            let rows: VecDeque<Position> = self.rows(*source, bound, chunk)?.into();
            let mut cursor = Cursor {
                source: *source,
                last: rows.back().filter(|_| rows.len() >= chunk).cloned(),
                rows,
            };
            if let Some(row) = cursor.rows.pop_front() {
                next.push(Reverse(self.ordered(row, cursors.len())));
            }
            cursors.push(cursor);
        }
        let mut ids: Vec<ArticleId> = Vec::new();
        while let (Some(Reverse(row)), true) = (next.pop(), ids.len() < wanted) {
            // An article of several sources has the same position in each of them.
            if ids.last() != Some(&row.position.1) {
                ids.push(row.position.1);
            }
            let Some(cursor) = cursors.get_mut(row.cursor) else {
                continue;
            };
            if cursor.rows.is_empty()
                && let Some(last) = cursor.last.take()
            {
                let rows = self.rows(cursor.source, Some((last, self.onwards())), chunk)?;
                cursor.last = rows.last().filter(|_| rows.len() >= chunk).cloned();
                cursor.rows = rows.into();
            }
            if let Some(row_after) = cursor.rows.pop_front() {
                next.push(Reverse(self.ordered(row_after, row.cursor)));
            }
        }
        Ok(ids)
    }

    fn ordered(&self, position: Position, cursor: usize) -> OrderedRow {
        OrderedRow {
            position,
            cursor,
            is_descending: self.range.is_descending,
        }
    }

    /// Reads at most `limit` rows of a source from a position on.
    fn rows(
        &self,
        source: SourceId,
        bound: Option<(Position, &str)>,
        limit: usize,
    ) -> Result<Vec<Position>, LibraryError> {
        let row_source = RowSource::Members(self.plan.member_index());
        let sort = self.plan.sort.column(row_source);
        let mut conditions = vec!["m.source = ?".to_owned(), "m.muted = 0".to_owned()];
        let mut values = vec![Value::Integer(source.0)];
        if let Some(((value, id), operator)) = bound {
            conditions.push(format!("({sort}, m.article) {operator} (?, ?)"));
            values.push(match value {
                KeyValue::Number(number) => Value::Integer(number),
                KeyValue::Text(text) => Value::Text(text),
            });
            values.push(Value::Integer(id.0));
        }
        if let Some(view) = &self.plan.stories {
            let (condition, more) =
                view.row_condition(row_source.id_column(), row_source.story_column());
            conditions.push(condition);
            values.extend(more);
        }
        for (condition, value) in self.range.extra {
            conditions.push(condition.clone());
            if *value != Value::Null {
                values.push(value.clone());
            }
        }
        let down = if self.range.is_descending {
            " DESC"
        } else {
            ""
        };
        let sql = format!(
            "SELECT {sort}, m.article FROM {} WHERE {} ORDER BY {sort}{down}, m.article{down} LIMIT ?",
            row_source.key_tables(),
            conditions.join(" AND "),
        );
        values.push(Value::Integer(sql_limit(limit)));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            let value = match row.get::<_, Value>(0)? {
                Value::Text(text) => KeyValue::Text(text),
                Value::Integer(number) => KeyValue::Number(number),
                _ => KeyValue::Number(0),
            };
            Ok((value, row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// The next row of a cursor, ordered as in the list.
#[derive(PartialEq, Eq)]
struct OrderedRow {
    position: Position,
    cursor: usize,
    is_descending: bool,
}

impl Ord for OrderedRow {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = self.position.cmp(&other.position);
        match self.is_descending {
            true => order.reverse(),
            false => order,
        }
    }
}

impl PartialOrd for OrderedRow {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
