//! Pages of the list: the rows of a view in an order, so many at a time, from a row on and not from a number on, so that the
//! last page costs no more than the first.
//!
//! Every order ascends: by age and not by date, so that an index is one walk and a row one comparison of its key.

mod filter;

use std::cell::OnceCell;
use std::collections::HashMap;

use chrono::{DateTime, Days, Local, NaiveDate, NaiveTime, TimeZone};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use filter::Filter;

use super::articles::path_from;
use super::state::{bookmarks_of, list, tags_of};
use super::{Library, LibraryError, kinds};
use crate::model::{
    Article, ArticleId, Group, Grouping, KeyValue, Listing, Order, Origin, Page, PageFrom,
    PageRequest, Published, RowKey, StoryState, View,
};

/// The columns that make an article; the alias of its table is `a`, that of its source `s`.
pub(super) const COLUMNS: &str = "a.id, a.source, a.kept, a.title, a.standfirst, a.byline, a.publisher, a.published, a.url, a.path, \
     a.added, a.updated, a.at, a.words, a.read, a.bookmarked, a.progress, a.opened, s.title";

impl Library {
    /// A page of a listing.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn page(&self, request: &PageRequest) -> Result<Page, LibraryError> {
        let plan = Plan::new(&request.listing, &request.sticky)?;
        let connection = &self.connection;
        let rows = request.rows.max(1);
        let mut page = Page {
            number: request.number,
            from: request.from.clone(),
            rows: Vec::new(),
            more_before: false,
            more_after: false,
            found: None,
            total: plan.total(connection)?,
            before: None,
        };
        match &request.from {
            PageFrom::First => {
                (page.rows, page.more_after) = plan.after(connection, None, rows)?;
                page.before = Some(0);
            }
            PageFrom::Last => {
                (page.rows, page.more_before) = plan.before(connection, None, rows)?;
                page.before = page
                    .total
                    .map(|total| total.saturating_sub(page.rows.len()));
            }
            PageFrom::After(key) => {
                (page.rows, page.more_after) = plan.after(connection, Some((key, false)), rows)?;
                page.more_before = true;
            }
            PageFrom::Before(key) => {
                (page.rows, page.more_before) = plan.before(connection, Some(key), rows)?;
                page.more_after = true;
            }
            PageFrom::Around(key) => plan.around(connection, key, rows, &mut page)?,
            PageFrom::Kept(id, key) => match plan.story(connection, id.0)? {
                Some(found) => plan.around_found(connection, Some(found), rows, &mut page)?,
                None => plan.around(connection, key, rows, &mut page)?,
            },
            PageFrom::NextGroup(key) => {
                let found = plan.next_group(connection, key)?;
                plan.around_found(connection, found, rows, &mut page)?;
            }
            PageFrom::PreviousGroup(key) => {
                let found = plan.previous_group(connection, key)?;
                plan.around_found(connection, found, rows, &mut page)?;
            }
            PageFrom::NextUnread(key) => {
                let found = plan.unread(connection, key, true)?;
                plan.around_found(connection, found, rows, &mut page)?;
            }
            PageFrom::PreviousUnread(key) => {
                let found = plan.unread(connection, key, false)?;
                plan.around_found(connection, found, rows, &mut page)?;
            }
            PageFrom::Story(id) => {
                let found = plan.story(connection, id.0)?;
                plan.around_found(connection, found, rows, &mut page)?;
            }
        }
        if plan.filter.is_some() {
            page.total = match (&page.from, page.more_before || page.more_after) {
                (PageFrom::First | PageFrom::Last, false) => Some(page.rows.len()),
                _ => plan.total_filtered(connection)?,
            };
        }
        if !page.more_before && !page.rows.is_empty() {
            page.before = Some(0);
        }
        if let (None, Some(total), false) = (page.before, page.total, page.more_after) {
            page.before = Some(total.saturating_sub(page.rows.len()));
        }
        finish(connection, &request.listing, &mut page.rows)?;
        Ok(page)
    }

    /// One article as a row of a list.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn article(&self, id: i64) -> Result<Option<Article>, LibraryError> {
        let mut rows = articles(&self.connection, &[id])?;
        Ok(rows.pop())
    }

    /// How many rows stand before this one. This counts, and takes its time in a large library.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn position(
        &self,
        listing: &Listing,
        key: &RowKey,
        sticky: &[ArticleId],
    ) -> Result<usize, LibraryError> {
        let plan = Plan::new(listing, sticky)?;
        plan.count_before(&self.connection, key)
    }
}

/// These articles as rows, in their order here.
pub(super) fn articles(connection: &Connection, ids: &[i64]) -> Result<Vec<Article>, LibraryError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM article a LEFT JOIN source s ON s.id = a.source WHERE a.id IN ({})",
        list(ids)
    );
    let mut statement = connection.prepare(&sql)?;
    let found = statement.query_map([], article_from)?;
    let mut found: HashMap<i64, Article> = found
        .map(|row| row.map(|row| (row.id.0, row)))
        .collect::<Result<_, _>>()?;
    let mut rows: Vec<Article> = ids.iter().filter_map(|id| found.remove(id)).collect();
    tag(connection, &mut rows)?;
    Ok(rows)
}

/// The unread articles under one head with a row.
pub(super) fn unread_in_group(
    connection: &Connection,
    listing: &Listing,
    key: &RowKey,
) -> Result<Vec<i64>, LibraryError> {
    let plan = Plan::new(listing, &[])?;
    let mut conditions = plan.conditions.clone();
    let mut values = plan.values.clone();
    conditions.push("a.read = 0".to_owned());
    if plan.by_source {
        conditions.push("a.shelf = ?".to_owned());
        values.push(Value::Integer(key.group));
    } else if let Some(day) = plan.day_of(key) {
        conditions.push(format!("{0} > ? AND {0} <= ?", plan.column));
        values.push(Value::Integer(-midnight_after(day)));
        values.push(Value::Integer(-midnight_of(day)));
    }
    if let Some(filter) = &plan.filter {
        return plan.left(connection, filter, &conditions.join(" AND "), values);
    }
    let sql = format!(
        "SELECT a.id FROM {} WHERE {}",
        plan.table,
        conditions.join(" AND ")
    );
    let mut statement = connection.prepare(&sql)?;
    let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// How a listing is read.
struct Plan {
    /// The table, with the index that has the order.
    table: String,
    /// What rows are sorted by.
    column: &'static str,
    /// And, where that is the same, by number.
    id: &'static str,
    /// Whether by source before that.
    by_source: bool,
    conditions: Vec<String>,
    values: Vec<Value>,
    /// Whether heads are days.
    days: bool,
    /// Whose kept count is the number of rows: SQL.
    count: Option<String>,
    /// Which of these rows.
    filter: Option<Filter>,
    /// The articles that the filter leaves, once they were looked for.
    matches: OnceCell<Vec<i64>>,
    /// Whether rows may not be in the library, and so not in its index of words.
    outside: bool,
}

impl Plan {
    fn new(listing: &Listing, sticky: &[ArticleId]) -> Result<Self, LibraryError> {
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        let history = listing.view == View::History;
        if !history {
            conditions.push("a.kept = 1".to_owned());
        }
        let by_source = listing.grouping == Grouping::Source;
        let column = match listing.order {
            Order::Date if history => "a.since",
            Order::Date => "a.age",
            Order::Title => "a.title_key",
            Order::Length => "a.words",
        };
        // The index is named where the planner, which knows no figures, might sort instead.
        let mut index = match listing.order {
            Order::Date if by_source && !history => "article_by_source",
            Order::Title if by_source && !history => "article_by_source_title",
            Order::Length if by_source && !history => "article_by_source_words",
            Order::Date => "article_by_date",
            Order::Title => "article_by_title",
            Order::Length => "article_by_words",
        };
        let mut saved = false;
        let mut count = None;
        let tally = |name: &str| Some(format!("SELECT count FROM tally WHERE name = '{name}'"));
        match &listing.view {
            View::Given | View::Tour => conditions.push("0".to_owned()),
            View::All => count = tally("all"),
            View::Unread => {
                let sticky: Vec<i64> = sticky.iter().map(|id| id.0).filter(|id| *id > 0).collect();
                if sticky.is_empty() {
                    conditions.push("a.read = 0".to_owned());
                    if listing.order == Order::Date && !by_source {
                        index = "article_unread";
                    }
                } else {
                    conditions.push(format!("(a.read = 0 OR a.id IN ({}))", list(&sticky)));
                }
                count = tally("unread").filter(|_| sticky.is_empty());
            }
            View::Bookmarks => {
                conditions.push("a.bookmarked = 1".to_owned());
                if listing.order == Order::Date && !by_source {
                    index = "article_bookmarked";
                }
                count = tally("bookmarks");
            }
            View::History => {
                conditions.push("a.since IS NOT NULL".to_owned());
                index = if listing.order == Order::Date && !by_source {
                    "article_opened"
                } else {
                    ""
                };
                count = tally("history");
            }
            View::Source(source) => {
                conditions.push("a.shelf = ?".to_owned());
                values.push(Value::Integer(*source));
                index = match listing.order {
                    Order::Date => "article_by_source",
                    Order::Title => "article_by_source_title",
                    Order::Length => "article_by_source_words",
                };
                count = Some(format!("SELECT articles FROM source WHERE id = {source}"));
            }
            View::Tag(tag) => {
                conditions.push(
                    "a.id IN (SELECT b.article FROM bookmark_tag t JOIN bookmark b ON b.id = t.bookmark WHERE t.tag = ?)".to_owned(),
                );
                values.push(Value::Text(tag.clone()));
                index = "";
            }
            View::Saved(search) => {
                if listing.order == Order::Date && !by_source {
                    // What the search has found is kept in this order.
                    saved = true;
                    conditions.push("v.search = ?".to_owned());
                } else {
                    conditions.push(
                        "a.id IN (SELECT article FROM saved_search_article WHERE search = ?)"
                            .to_owned(),
                    );
                }
                values.push(Value::Integer(*search));
                index = "";
                count = Some(format!(
                    "SELECT articles FROM saved_search WHERE id = {search}"
                ));
            }
        }
        let filter = Filter::new(&listing.filter);
        if filter.is_some() {
            count = None;
        }
        let table = match index {
            _ if saved => {
                "saved_search_article v CROSS JOIN article a ON a.id = v.article".to_owned()
            }
            "" => "article a".to_owned(),
            index => format!("article a INDEXED BY {index}"),
        };
        Ok(Self {
            table,
            column: if saved { "v.age" } else { column },
            id: if saved { "v.article" } else { "a.id" },
            by_source,
            conditions,
            values,
            days: listing.order == Order::Date && listing.grouping == Grouping::Day,
            count,
            filter,
            matches: OnceCell::new(),
            outside: history,
        })
    }

    fn total(&self, connection: &Connection) -> Result<Option<usize>, LibraryError> {
        let Some(sql) = &self.count else {
            return Ok(None);
        };
        let count: Option<i64> = connection
            .prepare_cached(sql)?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok(count.and_then(|count| usize::try_from(count).ok()))
    }

    /// The key as the database compares it.
    fn key(&self) -> String {
        let group = if self.by_source { "a.shelf, " } else { "" };
        format!("({group}{}, {})", self.column, self.id)
    }

    fn order(&self, descending: bool) -> String {
        let down = if descending { " DESC" } else { "" };
        let group = if self.by_source {
            format!("a.shelf{down}, ")
        } else {
            String::new()
        };
        format!("ORDER BY {group}{}{down}, {}{down}", self.column, self.id)
    }

    fn push_key(&self, key: &RowKey, values: &mut Vec<Value>) -> &'static str {
        if self.by_source {
            values.push(Value::Integer(key.group));
        }
        values.push(match &key.value {
            KeyValue::Number(number) => Value::Integer(*number),
            KeyValue::Text(text) => Value::Text(text.clone()),
        });
        values.push(Value::Integer(key.id));
        if self.by_source {
            "(?, ?, ?)"
        } else {
            "(?, ?)"
        }
    }

    /// What rows must be, from a key on or back, and the values in it.
    fn where_clause(
        &self,
        bound: Option<(&RowKey, &str)>,
        extra: &[(String, Value)],
    ) -> (String, Vec<Value>) {
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
        (conditions.join(" AND "), values)
    }

    /// The ids of so many rows, from a key on or back, and whether there are more. `inclusive`: the key's own row too.
    fn ids(
        &self,
        connection: &Connection,
        bound: Option<(&RowKey, &str)>,
        descending: bool,
        extra: &[(String, Value)],
        rows: usize,
    ) -> Result<(Vec<i64>, bool), LibraryError> {
        let mut ids: Vec<i64> = match &self.filter {
            Some(filter) => self.filtered(connection, filter, bound, descending, extra, rows)?,
            None => {
                let (conditions, values) = self.where_clause(bound, extra);
                let sql = format!(
                    "SELECT a.id FROM {} WHERE {conditions} {} LIMIT {}",
                    self.table,
                    self.order(descending),
                    rows + 1
                );
                let mut statement = connection.prepare_cached(&sql)?;
                let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
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

    fn after(
        &self,
        connection: &Connection,
        key: Option<(&RowKey, bool)>,
        rows: usize,
    ) -> Result<(Vec<Article>, bool), LibraryError> {
        let bound = key.map(|(key, inclusive)| (key, if inclusive { ">=" } else { ">" }));
        let (ids, more) = self.ids(connection, bound, false, &[], rows)?;
        Ok((articles_plain(connection, &ids)?, more))
    }

    fn before(
        &self,
        connection: &Connection,
        key: Option<&RowKey>,
        rows: usize,
    ) -> Result<(Vec<Article>, bool), LibraryError> {
        let (ids, more) = self.ids(connection, key.map(|key| (key, "<")), true, &[], rows)?;
        Ok((articles_plain(connection, &ids)?, more))
    }

    fn around(
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
        (page.more_before, page.more_after) = (more_before, more_after);
        Ok(())
    }

    fn around_found(
        &self,
        connection: &Connection,
        found: Option<i64>,
        rows: usize,
        page: &mut Page,
    ) -> Result<(), LibraryError> {
        let Some(id) = found else {
            return Ok(());
        };
        page.found = Some(ArticleId(id));
        match self.key_of(connection, id)? {
            Some(key) => self.around(connection, &key, rows, page),
            None => Ok(()),
        }
    }

    /// The key of an article in this listing.
    fn key_of(&self, connection: &Connection, id: i64) -> Result<Option<RowKey>, LibraryError> {
        let column = if self.column == "v.age" {
            "a.age"
        } else {
            self.column
        };
        let sql = format!("SELECT a.shelf, {column} FROM article a WHERE a.id = ?1");
        let key = connection
            .prepare_cached(&sql)?
            .query_row([id], |row| {
                Ok(RowKey {
                    group: if self.by_source { row.get(0)? } else { 0 },
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

    fn one(
        &self,
        connection: &Connection,
        bound: Option<(&RowKey, &str)>,
        descending: bool,
        extra: &[(String, Value)],
    ) -> Result<Option<i64>, LibraryError> {
        Ok(self
            .ids(connection, bound, descending, extra, 1)?
            .0
            .first()
            .copied())
    }

    fn next_group(
        &self,
        connection: &Connection,
        key: &RowKey,
    ) -> Result<Option<i64>, LibraryError> {
        if self.by_source {
            let extra = [("a.shelf > ?".to_owned(), Value::Integer(key.group))];
            return self.one(connection, None, false, &extra);
        }
        let Some(day) = self.day_of(key) else {
            return Ok(None);
        };
        let extra = [(
            format!("{} > ?", self.column),
            Value::Integer(-midnight_of(day)),
        )];
        self.one(connection, None, false, &extra)
    }

    fn previous_group(
        &self,
        connection: &Connection,
        key: &RowKey,
    ) -> Result<Option<i64>, LibraryError> {
        let first = self.first_of_group(connection, key)?;
        if first != Some(key.id) {
            return Ok(first);
        }
        let Some(before) = self.one(connection, Some((key, "<")), true, &[])? else {
            return Ok(None);
        };
        match self.key_of(connection, before)? {
            Some(key) => self.first_of_group(connection, &key),
            None => Ok(None),
        }
    }

    /// The first row under the head that a row stands under.
    fn first_of_group(
        &self,
        connection: &Connection,
        key: &RowKey,
    ) -> Result<Option<i64>, LibraryError> {
        let extra = if self.by_source {
            vec![("a.shelf = ?".to_owned(), Value::Integer(key.group))]
        } else if let Some(day) = self.day_of(key) {
            vec![(
                format!("{} > ?", self.column),
                Value::Integer(-midnight_after(day)),
            )]
        } else {
            Vec::new()
        };
        self.one(connection, None, false, &extra)
    }

    fn unread(
        &self,
        connection: &Connection,
        key: &RowKey,
        forward: bool,
    ) -> Result<Option<i64>, LibraryError> {
        let extra = [("a.read = 0".to_owned(), Value::Null)];
        self.one(
            connection,
            Some((key, if forward { ">" } else { "<" })),
            !forward,
            &extra,
        )
    }

    fn story(&self, connection: &Connection, id: i64) -> Result<Option<i64>, LibraryError> {
        // By its key, since the index of an order knows nothing of ids alone.
        let Some(key) = self.key_of(connection, id)? else {
            return Ok(None);
        };
        let found = self.one(connection, Some((&key, ">=")), false, &[])?;
        Ok(found.filter(|found| *found == id))
    }

    /// The day that a row stands under, where heads are days.
    fn day_of(&self, key: &RowKey) -> Option<NaiveDate> {
        match key.value {
            KeyValue::Number(age) if self.days => Some(local_day(age.saturating_neg())),
            _ => None,
        }
    }

    fn count_before(&self, connection: &Connection, key: &RowKey) -> Result<usize, LibraryError> {
        let mut conditions = self.conditions.clone();
        let mut values = self.values.clone();
        let marks = self.push_key(key, &mut values);
        conditions.push(format!("{} < {marks}", self.key()));
        if let Some(filter) = &self.filter {
            return Ok(self
                .left(connection, filter, &conditions.join(" AND "), values)?
                .len());
        }
        let sql = format!(
            "SELECT count(*) FROM {} WHERE {}",
            self.table,
            conditions.join(" AND ")
        );
        let count: i64 = connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(values), |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }
}

/// Gives rows their groups and keys, and in the view of bookmarks the places under them.
fn finish(
    connection: &Connection,
    listing: &Listing,
    rows: &mut [Article],
) -> Result<(), LibraryError> {
    let mut title_key = connection.prepare_cached("SELECT title_key FROM article WHERE id = ?1")?;
    for row in rows.iter_mut() {
        let at = match (&row.key, listing.view == View::History) {
            (Some(RowKey { group, .. }), true) => *group,
            (
                Some(RowKey {
                    value: KeyValue::Number(at),
                    ..
                }),
                _,
            ) => *at,
            _ => 0,
        };
        let shelf = row.source.as_ref().map_or(0, |(id, _)| *id);
        row.group = match (listing.grouping, listing.order) {
            (Grouping::Day, Order::Date) => Group::Day(local_day(at)),
            (Grouping::Source, _) => Group::Named(
                row.source
                    .as_ref()
                    .map_or_else(|| "Single stories".to_owned(), |(_, title)| title.clone()),
            ),
            _ => Group::Named(String::new()),
        };
        row.key = Some(RowKey {
            group: if listing.grouping == Grouping::Source {
                shelf
            } else {
                0
            },
            value: match listing.order {
                Order::Date => KeyValue::Number(at.saturating_neg()),
                Order::Title => {
                    KeyValue::Text(title_key.query_row([row.id.0], |found| found.get(0))?)
                }
                Order::Length => KeyValue::Number(row.words.unwrap_or_default() as i64),
            },
            id: row.id.0,
        });
    }
    tag(connection, rows)?;
    if listing.view == View::Bookmarks {
        let ids: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
        let mut found = bookmarks_of(connection, &ids)?;
        for row in rows {
            row.places = found.remove(&row.id.0).unwrap_or_default();
            row.places.retain(|bookmark| bookmark.anchor.is_some());
        }
    }
    Ok(())
}

/// Gives the bookmarked among the rows their tags.
fn tag(connection: &Connection, rows: &mut [Article]) -> Result<(), LibraryError> {
    let bookmarked: Vec<i64> = rows
        .iter()
        .filter(|row| row.state.bookmarked)
        .map(|row| row.id.0)
        .collect();
    if bookmarked.is_empty() {
        return Ok(());
    }
    let mut tags = tags_of(connection, &bookmarked)?;
    for row in rows {
        row.state.tags = tags.remove(&row.id.0).unwrap_or_default();
    }
    Ok(())
}

/// These articles, without tags.
fn articles_plain(connection: &Connection, ids: &[i64]) -> Result<Vec<Article>, LibraryError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM article a LEFT JOIN source s ON s.id = a.source WHERE a.id = ?1"
    ))?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.extend(statement.query_row([id], article_from).optional()?);
    }
    Ok(rows)
}

/// An article from [`COLUMNS`]. Its group is none; its key has its date as value and when it was opened as group, until the listing
/// is known.
pub(super) fn article_from(row: &Row<'_>) -> Result<Article, rusqlite::Error> {
    let id: i64 = row.get(0)?;
    let kept = kinds::yes(row, 2)?;
    let path = path_from(row.get_ref(9)?);
    let origin = match &path {
        // What was only visited has no text here.
        Some(path) if !kept => Origin::File(path.clone()),
        _ => Origin::Stored(id),
    };
    let mut article = Article::new(
        ArticleId(id),
        Group::Named(String::new()),
        origin,
        kinds::text(row, 3)?.unwrap_or_else(|| "untitled".to_owned()),
    );
    article.path = path;
    article.key = Some(RowKey {
        group: kinds::number(row, 17)?.unwrap_or_default(),
        value: KeyValue::Number(kinds::number(row, 12)?.unwrap_or_default()),
        id,
    });
    article.standfirst = kinds::text(row, 4)?;
    article.byline = kinds::text(row, 5)?;
    article.publisher = kinds::text(row, 6)?;
    let published = kinds::text(row, 7)?;
    article.published = published.and_then(|text| Published::parse(&text));
    article.url = kinds::text(row, 8)?;
    let number = |at| Ok::<_, rusqlite::Error>(kinds::number(row, at)?.unwrap_or_default());
    article.words = usize::try_from(number(13)?).ok();
    article.kept_since = Some((number(10)?, number(11)?));
    let source = kinds::number(row, 1)?;
    let title = kinds::text(row, 18)?;
    article.source = source.zip(title);
    article.state = StoryState {
        read: kinds::yes(row, 14)?,
        bookmarked: kinds::yes(row, 15)?,
        tags: Vec::new(),
        progress: kinds::share(row, 16)?,
        unsaved: false,
    };
    Ok(article)
}

/// The day of a moment where the user is: lists show no other. Moments are seconds since 1970 in UTC; those before the year 1 or after 9999
/// stand at its ends, where no zone leads out of the calendar.
pub fn local_day(at: i64) -> NaiveDate {
    /// Noon on 2 January of the year 1, and on 30 December 9999.
    const CALENDAR: (i64, i64) = (-62_135_467_200, 253_402_171_200);
    let moment = DateTime::from_timestamp(at.clamp(CALENDAR.0, CALENDAR.1), 0).unwrap_or_default();
    moment.with_timezone(&Local).date_naive()
}

/// The moment at which a day begins where the user is.
pub(super) fn midnight_of(day: NaiveDate) -> i64 {
    let midnight = day.and_time(NaiveTime::MIN);
    // On the day that clocks are put forward at midnight there is none.
    let moment = Local.from_local_datetime(&midnight).earliest();
    moment.map_or_else(
        || midnight.and_utc().timestamp(),
        |moment| moment.timestamp(),
    )
}

/// The moment at which the day after begins.
fn midnight_after(day: NaiveDate) -> i64 {
    midnight_of(day.checked_add_days(Days::new(1)).unwrap_or(day))
}
