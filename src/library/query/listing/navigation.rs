//! Navigation in a listing: the rows after, before and around a key, the next group, the next unread article, and the
//! number of rows before a key.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::library::LibraryError;
use crate::library::calendar::{midnight_after, midnight_of};
use crate::library::query::listing::merge::{MergedRange, merge_sources};
use crate::library::query::listing::plan::ListingPlan;
use crate::library::query::listing::row_source::{Select, sql_limit};
use crate::library::query::listing::rows::rows_without_tags;
use crate::model::{ArticleId, ArticleRow, KeyValue, Page, RowKey};

impl ListingPlan {
    /// Returns the ids of at most `rows` rows from a key on, or back from it, in the order of the listing, and true if
    /// there are more.
    pub(in crate::library) fn load_ids(
        &self,
        connection: &Connection,
        bound: Option<(&RowKey, &'static str)>,
        descending: bool,
        extra: &[(String, Value)],
        rows: usize,
    ) -> Result<(Vec<ArticleId>, bool), LibraryError> {
        let mut select = self.select(bound, descending, extra);
        let mut ids: Vec<ArticleId> = match (&self.filter, &self.source_set) {
            (Some(filter), _) => filter.first_matches(connection, &select, rows + 1)?,
            (None, Some(set)) => {
                let range = MergedRange {
                    bound: bound.map(|(key, operator)| (key, self.index_operator(operator))),
                    is_descending: descending != self.is_reversed(),
                    extra,
                };
                merge_sources(connection, self, set, range, rows + 1)?
            }
            (None, None) => {
                let sql = format!(
                    "SELECT {} FROM {} WHERE {} {} LIMIT ?",
                    self.row_source.id_column(),
                    self.row_source.key_tables(),
                    select.conditions,
                    select.order
                );
                select.values.push(Value::Integer(sql_limit(rows + 1)));
                let mut statement = connection.prepare_cached(&sql)?;
                let found =
                    statement.query_map(params_from_iter(select.values), |row| row.get(0))?;
                found.collect::<Result<_, _>>()?
            }
        };
        let more = ids.len() > rows;
        ids.truncate(rows);
        if descending {
            ids.reverse();
        }
        Ok((ids, more))
    }

    /// Returns at most `rows` rows after a key, or the first ones, and true if there are more. The key comes with true
    /// if its own row is included.
    pub(in crate::library) fn rows_after(
        &self,
        connection: &Connection,
        key: Option<(&RowKey, bool)>,
        rows: usize,
    ) -> Result<(Vec<ArticleRow>, bool), LibraryError> {
        let bound = key.map(|(key, inclusive)| (key, if inclusive { ">=" } else { ">" }));
        let (ids, more) = self.load_ids(connection, bound, false, &[], rows)?;
        Ok((rows_without_tags(connection, &ids)?, more))
    }

    /// Returns at most `rows` rows before a key, or the last ones, and true if there are more.
    pub(in crate::library) fn rows_before(
        &self,
        connection: &Connection,
        key: Option<&RowKey>,
        rows: usize,
    ) -> Result<(Vec<ArticleRow>, bool), LibraryError> {
        let (ids, more) = self.load_ids(connection, key.map(|key| (key, "<")), true, &[], rows)?;
        Ok((rows_without_tags(connection, &ids)?, more))
    }

    /// Fills a page with at most `rows` rows before a key and as many from it on.
    pub(in crate::library) fn load_around(
        &self,
        connection: &Connection,
        key: &RowKey,
        rows: usize,
        page: &mut Page,
    ) -> Result<(), LibraryError> {
        let (mut above, more_before) = self.rows_before(connection, Some(key), rows)?;
        let (below, more_after) = self.rows_after(connection, Some((key, true)), rows)?;
        above.extend(below);
        page.rows = above;
        (page.has_more_before, page.has_more_after) = (more_before, more_after);
        Ok(())
    }

    /// Fills a page with the rows around an article, its target; leaves it empty if there is none.
    pub(in crate::library) fn load_around_target(
        &self,
        connection: &Connection,
        found: Option<ArticleId>,
        rows: usize,
        page: &mut Page,
    ) -> Result<(), LibraryError> {
        let Some(id) = found else {
            return Ok(());
        };
        page.target = Some(id);
        match self.key_of(connection, id)? {
            Some(key) => self.load_around(connection, &key, rows, page),
            None => Ok(()),
        }
    }

    /// Returns the key of an article in this listing.
    pub(in crate::library) fn key_of(
        &self,
        connection: &Connection,
        id: ArticleId,
    ) -> Result<Option<RowKey>, LibraryError> {
        let source = match &self.source_set {
            Some(set) => set.source_of(connection, id)?,
            None => None,
        };
        let sql = format!(
            "SELECT a.source_or_0, {} FROM article a WHERE a.id = ?1",
            self.sort.article_column()
        );
        let key = connection
            .prepare_cached(&sql)?
            .query_row([id], |row| {
                Ok(RowKey {
                    source_or_0: match (self.by_source, source) {
                        (false, _) => 0,
                        (true, Some(source)) => source.0,
                        (true, None) => row.get(0)?,
                    },
                    value: match row.get::<_, Value>(1)? {
                        Value::Text(text) => KeyValue::Text(text),
                        Value::Integer(number) => KeyValue::Number(number),
                        _ => KeyValue::Number(0),
                    },
                    id,
                })
            })
            .optional()?;
        Ok(key)
    }

    /// Returns the first article from a key on, or back from it.
    pub(in crate::library) fn first_id(
        &self,
        connection: &Connection,
        bound: Option<(&RowKey, &'static str)>,
        descending: bool,
        extra: &[(String, Value)],
    ) -> Result<Option<ArticleId>, LibraryError> {
        Ok(self
            .load_ids(connection, bound, descending, extra, 1)?
            .0
            .first()
            .copied())
    }

    /// Returns the first article of the next group.
    pub(in crate::library) fn next_group(
        &self,
        connection: &Connection,
        key: &RowKey,
    ) -> Result<Option<ArticleId>, LibraryError> {
        if self.by_source {
            let onwards = self.index_operator(">");
            let extra = [(
                format!("{} {onwards} ?", self.row_source.source_column()),
                Value::Integer(key.source_or_0),
            )];
            return self.first_id(connection, None, false, &extra);
        }
        let Some(day) = self.day_of(key) else {
            return Ok(None);
        };
        let (onwards, end) = match self.is_reversed() {
            true => ("<=", -midnight_after(day)),
            false => (">", -midnight_of(day)),
        };
        let condition = format!("{} {onwards} ?", self.sort_column());
        self.first_id(connection, None, false, &[(condition, Value::Integer(end))])
    }

    /// Returns the first article of the group of a row, or of the previous group if the row is the first of its own.
    pub(in crate::library) fn previous_group(
        &self,
        connection: &Connection,
        key: &RowKey,
    ) -> Result<Option<ArticleId>, LibraryError> {
        let first = self.first_of_group(connection, key)?;
        if first != Some(key.id) {
            return Ok(first);
        }
        let Some(before) = self.first_id(connection, Some((key, "<")), true, &[])? else {
            return Ok(None);
        };
        match self.key_of(connection, before)? {
            Some(key) => self.first_of_group(connection, &key),
            None => Ok(None),
        }
    }

    /// Returns the first row of the group of a row.
    pub(in crate::library) fn first_of_group(
        &self,
        connection: &Connection,
        key: &RowKey,
    ) -> Result<Option<ArticleId>, LibraryError> {
        let extra = if self.by_source {
            vec![(
                format!("{} = ?", self.row_source.source_column()),
                Value::Integer(key.source_or_0),
            )]
        } else if let Some(day) = self.day_of(key) {
            let (onwards, start) = match self.is_reversed() {
                true => ("<=", -midnight_of(day)),
                false => (">", -midnight_after(day)),
            };
            let condition = format!("{} {onwards} ?", self.sort_column());
            vec![(condition, Value::Integer(start))]
        } else {
            Vec::new()
        };
        self.first_id(connection, None, false, &extra)
    }

    /// Returns the next unread article after a key, or the previous one.
    pub(in crate::library) fn find_unread(
        &self,
        connection: &Connection,
        key: &RowKey,
        forward: bool,
    ) -> Result<Option<ArticleId>, LibraryError> {
        let extra = [(
            format!("{} = 0", self.row_source.read_column()),
            Value::Null,
        )];
        self.first_id(
            connection,
            Some((key, if forward { ">" } else { "<" })),
            !forward,
            &extra,
        )
    }

    /// Returns the article that stands for an article in this listing: itself, or another one of its story. `None` if the
    /// listing has neither.
    pub(in crate::library) fn find_article(
        &self,
        connection: &Connection,
        id: ArticleId,
    ) -> Result<Option<ArticleId>, LibraryError> {
        // The lookup is by key, since the index of an order can't be searched by id alone.
        let Some(key) = self.key_of(connection, id)? else {
            return Ok(None);
        };
        if self.first_id(connection, Some((&key, ">=")), false, &[])? == Some(id) {
            return Ok(Some(id));
        }
        let members = match &self.stories {
            Some(view) => view.members(connection, id)?,
            None => Vec::new(),
        };
        for member in members.into_iter().filter(|member| *member != id) {
            if let Some(key) = self.key_of(connection, member)?
                && self.first_id(connection, Some((&key, ">=")), false, &[])? == Some(member)
            {
                return Ok(Some(member));
            }
        }
        Ok(None)
    }

    /// Returns the article with this index in the listing, or `None` if there are fewer rows. `row_count` is the number of
    /// rows, if it is stored.
    pub(in crate::library) fn find_index(
        &self,
        connection: &Connection,
        index: usize,
        row_count: Option<usize>,
    ) -> Result<Option<ArticleId>, LibraryError> {
        // Each skipped row takes time: they are skipped from the nearer end.
        let rows_after = row_count.map(|count| count.checked_sub(index.saturating_add(1)));
        match rows_after {
            Some(None) => Ok(None),
            Some(Some(after)) if after < index => self.nth_id(connection, None, true, after),
            _ => self.nth_id(connection, None, false, index),
        }
    }

    /// Returns the article so many rows after a key, or before it if negative; the last or first one if there are fewer.
    pub(in crate::library) fn find_at_distance(
        &self,
        connection: &Connection,
        key: &RowKey,
        rows: isize,
    ) -> Result<Option<ArticleId>, LibraryError> {
        let (operator, is_descending) = if rows < 0 { ("<", true) } else { (">", false) };
        let skipped = rows.unsigned_abs().saturating_sub(1);
        match self.nth_id(connection, Some((key, operator)), is_descending, skipped)? {
            Some(found) => Ok(Some(found)),
            None => self.first_id(connection, None, !is_descending, &[]),
        }
    }

    /// Returns the article after `skipped` rows from a key on, or back from it.
    fn nth_id(
        &self,
        connection: &Connection,
        bound: Option<(&RowKey, &'static str)>,
        descending: bool,
        skipped: usize,
    ) -> Result<Option<ArticleId>, LibraryError> {
        if self.filter.is_some() || self.source_set.is_some() {
            let rows = skipped.saturating_add(1);
            let (ids, _) = self.load_ids(connection, bound, descending, &[], rows)?;
            let at = if descending {
                ids.len().checked_sub(rows)
            } else {
                Some(skipped)
            };
            return Ok(at.and_then(|at| ids.get(at).copied()));
        }
        let mut select = self.select(bound, descending, &[]);
        let sql = format!(
            "SELECT {} FROM {} WHERE {} {} LIMIT 1 OFFSET ?",
            self.row_source.id_column(),
            self.row_source.key_tables(),
            select.conditions,
            select.order
        );
        select.values.push(Value::Integer(sql_limit(skipped)));
        Ok(connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(select.values), |row| row.get(0))
            .optional()?)
    }

    /// Counts the rows before a key.
    pub(in crate::library) fn count_before(
        &self,
        connection: &Connection,
        key: &RowKey,
    ) -> Result<usize, LibraryError> {
        let select = Select {
            order: String::new(),
            ..self.select(Some((key, "<")), false, &[])
        };
        if let Some(filter) = &self.filter {
            return Ok(filter.all_matches(connection, &select)?.len());
        }
        let sql = format!(
            "SELECT count(*) FROM {} WHERE {}",
            self.row_source.key_tables(),
            select.conditions
        );
        let count: i64 = connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(select.values), |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }
}
