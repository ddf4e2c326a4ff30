//! Pages of the list: the rows of a view in an order, so many at a time, from a row on and not from a number on, so that the
//! last page costs no more than the first.
//!
//! Every order ascends: by age and not by date, so that an index is one walk and a row one comparison of its key.

mod filter;
mod plan;

use std::collections::HashMap;

use chrono::{DateTime, Days, Local, NaiveDate, NaiveTime, TimeZone};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use plan::Plan;

use crate::library::articles::upsert::path_from;
use crate::library::db::columns;
use crate::library::state::{bookmarks_of, list, tags_of};
use crate::library::{LibraryError, LibraryReader};
use crate::model::{
    Article, ArticleId, Group, Grouping, KeyValue, Listing, Order, Origin, Page, PageFrom,
    PageRequest, Published, RowKey, SourceId, StoryState, View,
};

/// The columns that make an article; the alias of its table is `a`, that of its source `s`.
pub(in crate::library) const COLUMNS: &str = "a.id, a.source, a.in_library, a.title, a.standfirst, a.byline, a.publisher, a.published, a.url, a.path, \
     a.added, a.updated, a.date, a.words, a.read, a.bookmarked, a.progress, a.opened, ifnull(s.user_title, s.title)";

impl LibraryReader {
    /// A page of a listing.
    ///
    /// # Errors
    /// The database can't be read.
    pub fn page(&self, request: &PageRequest) -> Result<Page, LibraryError> {
        let plan = Plan::new(self.connection(), &request.listing, &request.sticky)?;
        let connection = self.connection();
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
            PageFrom::Kept(id, key) => match plan.story(connection, *id)? {
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
                let found = plan.story(connection, *id)?;
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
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>, LibraryError> {
        let mut rows = articles(self.connection(), &[id])?;
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
        let plan = Plan::new(self.connection(), listing, sticky)?;
        plan.count_before(self.connection(), key)
    }
}

/// These articles as rows, in their order here.
pub(in crate::library) fn articles(
    connection: &Connection,
    ids: &[ArticleId],
) -> Result<Vec<Article>, LibraryError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM article a LEFT JOIN source s ON s.id = a.source WHERE a.id IN ({})",
        list(ids)
    );
    let mut statement = connection.prepare(&sql)?;
    let found = statement.query_map([], article_from)?;
    let mut found: HashMap<ArticleId, Article> = found
        .map(|row| row.map(|row| (row.id, row)))
        .collect::<Result<_, _>>()?;
    let mut rows: Vec<Article> = ids.iter().filter_map(|id| found.remove(id)).collect();
    tag(connection, &mut rows)?;
    Ok(rows)
}

/// The unread articles under one head with a row.
pub(in crate::library) fn unread_in_group(
    connection: &Connection,
    listing: &Listing,
    key: &RowKey,
) -> Result<Vec<ArticleId>, LibraryError> {
    let plan = Plan::new(connection, listing, &[])?;
    let mut conditions = plan.conditions.clone();
    let mut values = plan.values.clone();
    conditions.push(format!("{} = 0", plan.walk.read()));
    if plan.by_source {
        conditions.push(format!("{} = ?", plan.walk.source()));
        values.push(Value::Integer(key.group));
    } else if let Some(day) = plan.day_of(key) {
        conditions.push(format!("{0} > ? AND {0} <= ?", plan.column()));
        values.push(Value::Integer(-midnight_after(day)));
        values.push(Value::Integer(-midnight_of(day)));
    }
    if let Some(filter) = &plan.filter {
        return plan.left(connection, filter, &conditions.join(" AND "), &values);
    }
    let sql = format!(
        "SELECT {} FROM {} WHERE {}",
        plan.walk.id(),
        plan.walk.tables_of_keys(),
        conditions.join(" AND ")
    );
    let mut statement = connection.prepare(&sql)?;
    let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Gives rows their groups and keys, and in the view of bookmarks the places under them.
fn finish(
    connection: &Connection,
    listing: &Listing,
    rows: &mut [Article],
) -> Result<(), LibraryError> {
    let mut title_key = connection.prepare_cached("SELECT title_key FROM article WHERE id = ?1")?;
    // In the view of a source every row stands under it, whatever other sources have it.
    let viewed = match listing.view {
        View::Source(id) => title_of_source(connection, id)?.map(|title| (id, title)),
        _ => None,
    };
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
        let source = viewed.as_ref().or(row.source.as_ref());
        let source_or_0 = source.map_or(0, |(id, _)| id.0);
        row.group = match (listing.grouping, listing.order) {
            (Grouping::Day, Order::Date) => Group::Day(local_day(at)),
            (Grouping::Source, _) => Group::Named(
                source.map_or_else(|| "Single stories".to_owned(), |(_, title)| title.clone()),
            ),
            _ => Group::Named(String::new()),
        };
        row.key = Some(RowKey {
            group: if listing.grouping == Grouping::Source {
                source_or_0
            } else {
                0
            },
            value: match listing.order {
                Order::Date => KeyValue::Number(at.saturating_neg()),
                Order::Title => {
                    KeyValue::Text(title_key.query_row([row.id], |found| found.get(0))?)
                }
                Order::Length => KeyValue::Number(row.words.unwrap_or_default() as i64),
            },
            id: row.id,
        });
    }
    tag(connection, rows)?;
    if listing.view == View::Bookmarks {
        let ids: Vec<ArticleId> = rows.iter().map(|row| row.id).collect();
        let mut found = bookmarks_of(connection, &ids)?;
        for row in rows {
            row.places = found.remove(&row.id).unwrap_or_default();
            row.places.retain(|bookmark| bookmark.anchor.is_some());
        }
    }
    Ok(())
}

/// The title of a source, as lists show it.
fn title_of_source(
    connection: &Connection,
    source: SourceId,
) -> Result<Option<String>, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT ifnull(user_title, title) FROM source WHERE id = ?1")?
        .query_row([source], |row| row.get(0))
        .optional()?)
}

/// Gives the bookmarked among the rows their tags.
fn tag(connection: &Connection, rows: &mut [Article]) -> Result<(), LibraryError> {
    let bookmarked: Vec<ArticleId> = rows
        .iter()
        .filter(|row| row.state.bookmarked)
        .map(|row| row.id)
        .collect();
    if bookmarked.is_empty() {
        return Ok(());
    }
    let mut tags = tags_of(connection, &bookmarked)?;
    for row in rows {
        row.state.tags = tags.remove(&row.id).unwrap_or_default();
    }
    Ok(())
}

/// These articles, without tags.
fn articles_plain(
    connection: &Connection,
    ids: &[ArticleId],
) -> Result<Vec<Article>, LibraryError> {
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
pub(in crate::library) fn article_from(row: &Row<'_>) -> Result<Article, rusqlite::Error> {
    let id: ArticleId = row.get(0)?;
    let kept = columns::yes(row, 2)?;
    let path = path_from(row.get_ref(9)?);
    let origin = match &path {
        // What was only visited has no text here.
        Some(path) if !kept => Origin::File(path.clone()),
        _ => Origin::Stored(id),
    };
    let mut article = Article::new(
        id,
        Group::Named(String::new()),
        origin,
        columns::text(row, 3)?.unwrap_or_else(|| "untitled".to_owned()),
    );
    article.path = path;
    article.key = Some(RowKey {
        group: columns::number(row, 17)?.unwrap_or_default(),
        value: KeyValue::Number(columns::number(row, 12)?.unwrap_or_default()),
        id,
    });
    article.standfirst = columns::text(row, 4)?;
    article.byline = columns::text(row, 5)?;
    article.publisher = columns::text(row, 6)?;
    let published = columns::text(row, 7)?;
    article.published = published.and_then(|text| Published::parse(&text));
    article.url = columns::text(row, 8)?;
    let number = |at| Ok::<_, rusqlite::Error>(columns::number(row, at)?.unwrap_or_default());
    article.words = usize::try_from(number(13)?).ok();
    article.kept_since = Some((number(10)?, number(11)?));
    let source = columns::number(row, 1)?.map(SourceId);
    let title = columns::text(row, 18)?;
    article.source = source.zip(title);
    article.state = StoryState {
        read: columns::yes(row, 14)?,
        bookmarked: columns::yes(row, 15)?,
        tags: Vec::new(),
        progress: columns::share(row, 16)?,
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
pub(in crate::library) fn midnight_of(day: NaiveDate) -> i64 {
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
