//! Query plan of a listing: the index it is read from, the conditions on its rows, and the lookup of rows by key.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::library::LibraryError;
use crate::library::calendar::{local_day, midnight_after, midnight_of};
use crate::library::query::listing::filter::Filter;
use crate::library::query::listing::rows::rows_without_tags;
use crate::library::query::listing::walk::{RowSource, Select, SortColumn, limit};
use crate::library::state::json;
use crate::model::{ArticleId, ArticleRow, Grouping, KeyValue, Listing, Order, Page, RowKey, View};

/// Query plan of a listing.
pub(in crate::library) struct ListingPlan {
    pub(in crate::library) walk: RowSource,
    pub(in crate::library) sort: SortColumn,
    /// True if by source before that.
    pub(in crate::library) by_source: bool,
    pub(in crate::library) conditions: Vec<String>,
    pub(in crate::library) values: Vec<Value>,
    /// True if heads are days.
    pub(in crate::library) days: bool,
    /// The count that is the number of rows: SQL, and its parameter.
    pub(in crate::library) count: Option<(&'static str, Value)>,
    /// Filter of the rows.
    pub(in crate::library) filter: Option<Filter>,
}

impl ListingPlan {
    pub(in crate::library) fn new(
        connection: &Connection,
        listing: &Listing,
        pinned: &[ArticleId],
    ) -> Result<Self, LibraryError> {
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        let history = listing.view == View::History;
        // Rows of one source have one head: their keys need not contain the source, and any index serves.
        let by_source =
            listing.grouping == Grouping::Source && !matches!(listing.view, View::Source(_));
        let source = match listing.view {
            View::Source(source) => Some(source),
            _ => None,
        };
        let of_members =
            by_source && matches!(listing.view, View::All | View::Unread | View::Bookmarks);
        if of_members {
            // In the view of the whole library an article is listed once, under its first source.
            conditions.push("m.is_first = 1".to_owned());
        } else if !history && source.is_none() {
            conditions.push("a.in_library = 1".to_owned());
        }
        let sort = match listing.order {
            Order::Date if history => SortColumn::Opened,
            Order::Date => SortColumn::Date,
            Order::Title => SortColumn::Title,
            Order::Length => SortColumn::Length,
        };
        // The index is named, since the planner has no statistics and might sort instead.
        let mut index = Some(match listing.order {
            Order::Date => "article_by_date",
            Order::Title => "article_by_title",
            Order::Length => "article_by_words",
        });
        let members = (of_members || source.is_some()).then_some(match listing.order {
            Order::Date => "member_by_date",
            Order::Title => "member_by_title",
            Order::Length => "member_by_words",
        });
        let (id, read, bookmarked) = match members {
            Some(_) => ("m.article", "m.read", "m.bookmarked"),
            None => ("a.id", "a.read", "a.bookmarked"),
        };
        let mut saved = false;
        let mut count = None;
        let counter = |name: &str| {
            Some((
                "SELECT count FROM counter WHERE name = ?1",
                Value::Text(name.to_owned()),
            ))
        };
        match &listing.view {
            View::Given | View::Tour => conditions.push("0".to_owned()),
            View::All => count = counter("all"),
            View::Unread => {
                let pinned: Vec<ArticleId> = pinned
                    .iter()
                    .copied()
                    .filter(|id| id.is_in_library())
                    .collect();
                if pinned.is_empty() {
                    conditions.push(format!("{read} = 0"));
                    if listing.order == Order::Date && !by_source {
                        index = Some("article_unread");
                    }
                } else {
                    conditions.push(format!(
                        "({read} = 0 OR {id} IN (SELECT value FROM json_each(?)))"
                    ));
                    values.push(Value::Text(json(&pinned)?));
                }
                count = counter("unread").filter(|_| pinned.is_empty());
            }
            View::Bookmarks => {
                conditions.push(format!("{bookmarked} = 1"));
                if listing.order == Order::Date && !by_source {
                    index = Some("article_bookmarked");
                }
                count = counter("bookmarks");
            }
            View::History => {
                conditions.push("a.neg_opened IS NOT NULL".to_owned());
                let by_opened = listing.order == Order::Date && !by_source;
                index = by_opened.then_some("article_opened");
                count = counter("history");
            }
            View::Source(source) => {
                conditions.push("m.source = ?".to_owned());
                values.push(Value::Integer(source.0));
                count = Some((
                    "SELECT articles FROM source WHERE id = ?1",
                    Value::Integer(source.0),
                ));
            }
            View::Tag(tag) => {
                conditions.push("a.id IN (SELECT b.article FROM bookmark_tag t JOIN bookmark b ON b.id = t.bookmark WHERE t.tag = ?)".to_owned());
                values.push(Value::Text(tag.clone()));
                index = None;
            }
            View::SavedSearch(search) => {
                if listing.order == Order::Date && !by_source {
                    // Results of a saved search are stored in this order.
                    saved = true;
                    conditions.push("v.search = ?".to_owned());
                } else {
                    conditions.push(
                        "a.id IN (SELECT article FROM saved_search_article WHERE search = ?)"
                            .to_owned(),
                    );
                }
                values.push(Value::Integer(search.0));
                index = None;
                count = Some((
                    "SELECT articles FROM saved_search WHERE id = ?1",
                    Value::Integer(search.0),
                ));
            }
        }
        let filter = Filter::new(connection, &listing.filter, history)?;
        if filter.is_some() {
            count = None;
        }
        Ok(Self {
            walk: match (saved, members) {
                (true, _) => RowSource::SavedSearch,
                (false, Some(index)) => RowSource::Members(index),
                (false, None) => RowSource::Articles(index),
            },
            sort,
            by_source,
            conditions,
            values,
            days: listing.order == Order::Date && listing.grouping == Grouping::Day,
            count,
            filter,
        })
    }

    pub(in crate::library) fn total(
        &self,
        connection: &Connection,
    ) -> Result<Option<usize>, LibraryError> {
        let Some((sql, value)) = &self.count else {
            return Ok(None);
        };
        let count: Option<i64> = connection
            .prepare_cached(sql)?
            .query_row([value], |row| row.get(0))
            .optional()?;
        Ok(count.and_then(|count| usize::try_from(count).ok()))
    }

    /// Returns the column that rows are sorted by.
    pub(in crate::library) fn column(&self) -> &'static str {
        self.sort.column(self.walk)
    }

    /// Returns the key as the database compares it.
    pub(in crate::library) fn key(&self) -> String {
        let group = match self.by_source {
            true => format!("{}, ", self.walk.source()),
            false => String::new(),
        };
        format!("({group}{}, {})", self.column(), self.walk.id())
    }

    pub(in crate::library) fn order(&self, descending: bool) -> String {
        let down = if descending { " DESC" } else { "" };
        let group = if self.by_source {
            format!("{}{down}, ", self.walk.source())
        } else {
            String::new()
        };
        format!(
            "ORDER BY {group}{}{down}, {}{down}",
            self.column(),
            self.walk.id()
        )
    }

    pub(in crate::library) fn push_key(
        &self,
        key: &RowKey,
        values: &mut Vec<Value>,
    ) -> &'static str {
        if self.by_source {
            values.push(Value::Integer(key.source_or_0));
        }
        values.push(match &key.value {
            KeyValue::Number(number) => Value::Integer(*number),
            KeyValue::Text(text) => Value::Text(text.clone()),
        });
        values.push(Value::Integer(key.id.0));
        if self.by_source {
            "(?, ?, ?)"
        } else {
            "(?, ?)"
        }
    }

    /// Returns the rows from a key on or back.
    pub(in crate::library) fn select(
        &self,
        bound: Option<(&RowKey, &str)>,
        descending: bool,
        extra: &[(String, Value)],
    ) -> Select {
        let mut conditions = self.conditions.clone();
        let mut values = self.values.clone();
        if let Some((key, sign)) = bound {
            let marks = self.push_key(key, &mut values);
            conditions.push(format!("{} {sign} {marks}", self.key()));
        }
        for (condition, value) in extra {
            conditions.push(condition.clone());
            if *value != Value::Null {
                values.push(value.clone());
            }
        }
        Select {
            walk: self.walk,
            conditions: conditions.join(" AND "),
            values,
            order: self.order(descending),
        }
    }

    /// Returns the ids of rows from a key on, or back, and true if there are more. `inclusive`: with the row of the
    /// key.
    pub(in crate::library) fn ids(
        &self,
        connection: &Connection,
        bound: Option<(&RowKey, &str)>,
        descending: bool,
        extra: &[(String, Value)],
        rows: usize,
    ) -> Result<(Vec<ArticleId>, bool), LibraryError> {
        let mut select = self.select(bound, descending, extra);
        let mut ids: Vec<ArticleId> = match &self.filter {
            Some(filter) => filter.first(connection, &select, rows + 1)?,
            None => {
                let sql = format!(
                    "SELECT {} FROM {} WHERE {} {} LIMIT ?",
                    self.walk.id(),
                    self.walk.tables_of_keys(),
                    select.conditions,
                    select.order
                );
                select.values.push(Value::Integer(limit(rows + 1)));
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

    pub(in crate::library) fn after(
        &self,
        connection: &Connection,
        key: Option<(&RowKey, bool)>,
        rows: usize,
    ) -> Result<(Vec<ArticleRow>, bool), LibraryError> {
        let bound = key.map(|(key, inclusive)| (key, if inclusive { ">=" } else { ">" }));
        let (ids, more) = self.ids(connection, bound, false, &[], rows)?;
        Ok((rows_without_tags(connection, &ids)?, more))
    }

    pub(in crate::library) fn before(
        &self,
        connection: &Connection,
        key: Option<&RowKey>,
        rows: usize,
    ) -> Result<(Vec<ArticleRow>, bool), LibraryError> {
        let (ids, more) = self.ids(connection, key.map(|key| (key, "<")), true, &[], rows)?;
        Ok((rows_without_tags(connection, &ids)?, more))
    }

    pub(in crate::library) fn around(
        &self,
        connection: &Connection,
        key: &RowKey,
        rows: usize,
        page: &mut Page,
    ) -> Result<(), LibraryError> {
        let (mut above, more_before) = self.before(connection, Some(key), rows)?;
        let (below, more_after) = self.after(connection, Some((key, true)), rows)?;
        above.extend(below);
        page.rows = above;
        (page.has_more_before, page.has_more_after) = (more_before, more_after);
        Ok(())
    }

    pub(in crate::library) fn around_target(
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
            Some(key) => self.around(connection, &key, rows, page),
            None => Ok(()),
        }
    }

    /// Returns the key of an article in this listing.
    pub(in crate::library) fn key_of(
        &self,
        connection: &Connection,
        id: ArticleId,
    ) -> Result<Option<RowKey>, LibraryError> {
        let sql = format!(
            "SELECT a.source_or_0, {} FROM article a WHERE a.id = ?1",
            self.sort.of_article()
        );
        let key = connection
            .prepare_cached(&sql)?
            .query_row([id], |row| {
                Ok(RowKey {
                    source_or_0: if self.by_source { row.get(0)? } else { 0 },
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

    pub(in crate::library) fn row_by_id(
        &self,
        connection: &Connection,
        bound: Option<(&RowKey, &str)>,
        descending: bool,
        extra: &[(String, Value)],
    ) -> Result<Option<ArticleId>, LibraryError> {
        Ok(self
            .ids(connection, bound, descending, extra, 1)?
            .0
            .first()
            .copied())
    }

    pub(in crate::library) fn next_group(
        &self,
        connection: &Connection,
        key: &RowKey,
    ) -> Result<Option<ArticleId>, LibraryError> {
        if self.by_source {
            let extra = [(
                format!("{} > ?", self.walk.source()),
                Value::Integer(key.source_or_0),
            )];
            return self.row_by_id(connection, None, false, &extra);
        }
        let Some(day) = self.day_of(key) else {
            return Ok(None);
        };
        let extra = [(
            format!("{} > ?", self.column()),
            Value::Integer(-midnight_of(day)),
        )];
        self.row_by_id(connection, None, false, &extra)
    }

    pub(in crate::library) fn previous_group(
        &self,
        connection: &Connection,
        key: &RowKey,
    ) -> Result<Option<ArticleId>, LibraryError> {
        let first = self.first_of_group(connection, key)?;
        if first != Some(key.id) {
            return Ok(first);
        }
        let Some(before) = self.row_by_id(connection, Some((key, "<")), true, &[])? else {
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
                format!("{} = ?", self.walk.source()),
                Value::Integer(key.source_or_0),
            )]
        } else if let Some(day) = self.day_of(key) {
            vec![(
                format!("{} > ?", self.column()),
                Value::Integer(-midnight_after(day)),
            )]
        } else {
            Vec::new()
        };
        self.row_by_id(connection, None, false, &extra)
    }

    pub(in crate::library) fn unread(
        &self,
        connection: &Connection,
        key: &RowKey,
        forward: bool,
    ) -> Result<Option<ArticleId>, LibraryError> {
        let extra = [(format!("{} = 0", self.walk.read()), Value::Null)];
        self.row_by_id(
            connection,
            Some((key, if forward { ">" } else { "<" })),
            !forward,
            &extra,
        )
    }

    pub(in crate::library) fn article(
        &self,
        connection: &Connection,
        id: ArticleId,
    ) -> Result<Option<ArticleId>, LibraryError> {
        // By its key, since the index of an order knows nothing of ids alone.
        let Some(key) = self.key_of(connection, id)? else {
            return Ok(None);
        };
        let found = self.row_by_id(connection, Some((&key, ">=")), false, &[])?;
        Ok(found.filter(|found| *found == id))
    }

    /// Returns the day of the group of a row, if rows are grouped by day.
    pub(in crate::library) fn day_of(&self, key: &RowKey) -> Option<NaiveDate> {
        match key.value {
            KeyValue::Number(age) if self.days => Some(local_day(age.saturating_neg())),
            _ => None,
        }
    }

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
            return Ok(filter.all(connection, &select)?.len());
        }
        let sql = format!(
            "SELECT count(*) FROM {} WHERE {}",
            self.walk.tables_of_keys(),
            select.conditions
        );
        let count: i64 = connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(select.values), |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }
}
