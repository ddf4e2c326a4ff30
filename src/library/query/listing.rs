//! Pages of a listing, read by the key of a row instead of an offset, so that the last page costs no more than the
//! first.
//!
//! Every order ascends, for dates by their negation (`neg_date`): so a page is one scan of an index, and its start one
//! comparison of row values. With the oldest first, the same index is scanned backwards, and with it the groups: days run
//! forwards, and sources from the one added last.

mod filter;
mod merge;
mod navigation;
mod plan;
mod row_source;
mod rows;
pub(in crate::library) mod source_set;
mod stories;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use plan::ListingPlan;
use row_source::{Select, SortColumn};
use rows::add_sources_tags_and_texts;
use source_set::SourceSet;

use crate::library::calendar::{local_day, midnight_after, midnight_of};
use crate::library::state::{bookmarks_of, json};
use crate::library::{LibraryError, LibraryReader};
use crate::model::{
    ArticleId, ArticleRow, Group, Grouping, KeyValue, Listing, Order, Page, PageFrom, PageRequest,
    RowKey, SourceId, View,
};

pub(in crate::library) use rows::rows_of_ids;

/// Limit of rows for all of them.
const ALL_ROWS: usize = i32::MAX as usize;

/// Returns a page of a listing.
pub(in crate::library) fn page(
    library: &LibraryReader,
    request: &PageRequest,
) -> Result<Page, LibraryError> {
    let plan = ListingPlan::new(library.connection(), &request.listing, &request.pinned)?;
    let connection = library.connection();
    let rows = request.row_limit.max(1);
    let mut page = Page {
        request_id: request.request_id,
        from: request.from.clone(),
        rows: Vec::new(),
        has_more_before: false,
        has_more_after: false,
        target: None,
        row_count: plan.row_count(connection)?,
        rows_before: None,
    };
    match &request.from {
        PageFrom::First => {
            (page.rows, page.has_more_after) = plan.rows_after(connection, None, rows)?;
            page.rows_before = Some(0);
        }
        PageFrom::Last => {
            (page.rows, page.has_more_before) = plan.rows_before(connection, None, rows)?;
            page.rows_before = page
                .row_count
                .map(|total| total.saturating_sub(page.rows.len()));
        }
        PageFrom::After(key) => {
            (page.rows, page.has_more_after) =
                plan.rows_after(connection, Some((key, false)), rows)?;
            page.has_more_before = true;
        }
        PageFrom::Before(key) => {
            (page.rows, page.has_more_before) = plan.rows_before(connection, Some(key), rows)?;
            page.has_more_after = true;
        }
        PageFrom::Around(key) => plan.load_around(connection, key, rows, &mut page)?,
        PageFrom::AroundArticleOrRow(id, key) => match plan.find_article(connection, *id)? {
            Some(found) => plan.load_around_target(connection, Some(found), rows, &mut page)?,
            None => plan.load_around(connection, key, rows, &mut page)?,
        },
        PageFrom::NextGroup(key) => {
            let found = plan.next_group(connection, key)?;
            plan.load_around_target(connection, found, rows, &mut page)?;
        }
        PageFrom::PreviousGroup(key) => {
            let found = plan.previous_group(connection, key)?;
            plan.load_around_target(connection, found, rows, &mut page)?;
        }
        PageFrom::NextUnread(key) => {
            let found = plan.find_unread(connection, key, true)?;
            plan.load_around_target(connection, found, rows, &mut page)?;
        }
        PageFrom::PreviousUnread(key) => {
            let found = plan.find_unread(connection, key, false)?;
            plan.load_around_target(connection, found, rows, &mut page)?;
        }
        PageFrom::AroundArticle(id) => {
            let found = plan.find_article(connection, *id)?;
            plan.load_around_target(connection, found, rows, &mut page)?;
        }
        PageFrom::Index(index) => match plan.find_index(connection, *index, page.row_count)? {
            Some(found) => {
                plan.load_around_target(connection, Some(found), rows, &mut page)?;
                let above = page.rows.iter().position(|row| row.id == found);
                page.rows_before = above.and_then(|above| index.checked_sub(above));
            }
            None => {
                let last = plan.first_id(connection, None, true, &[])?;
                plan.load_around_target(connection, last, rows, &mut page)?;
            }
        },
        PageFrom::Distance(key, rows_away) => {
            let found = plan.find_at_distance(connection, key, *rows_away)?;
            plan.load_around_target(connection, found, rows, &mut page)?;
        }
    }
    if let Some(filter) = &plan.filter {
        page.row_count = match (&page.from, page.has_more_before || page.has_more_after) {
            (PageFrom::First | PageFrom::Last, false) => Some(page.rows.len()),
            _ => filter.count_matches(connection, &plan.select(None, false, &[]))?,
        };
    }
    if !page.has_more_before && !page.rows.is_empty() {
        page.rows_before = Some(0);
    }
    if let (None, Some(total), false) = (page.rows_before, page.row_count, page.has_more_after) {
        page.rows_before = Some(total.saturating_sub(page.rows.len()));
    }
    complete_rows(
        connection,
        &request.listing,
        plan.source_set.as_ref(),
        &mut page.rows,
    )?;
    Ok(page)
}

/// Returns the row of an article.
pub(in crate::library) fn article(
    library: &LibraryReader,
    id: ArticleId,
) -> Result<Option<ArticleRow>, LibraryError> {
    let mut rows = rows_of_ids(library.connection(), &[id])?;
    Ok(rows.pop())
}

/// Returns the number of rows that precede this one. The rows are counted, which is slow in a large library.
pub(in crate::library) fn count_rows_before(
    library: &LibraryReader,
    listing: &Listing,
    key: &RowKey,
    pinned: &[ArticleId],
) -> Result<usize, LibraryError> {
    let plan = ListingPlan::new(library.connection(), listing, pinned)?;
    plan.count_before(library.connection(), key)
}

/// Returns the unread articles in the group of a row: the rows of the group, and the other articles of their stories,
/// wherever these would stand.
pub(in crate::library) fn unread_in_group(
    connection: &Connection,
    listing: &Listing,
    key: &RowKey,
) -> Result<Vec<ArticleId>, LibraryError> {
    let plan = ListingPlan::new(connection, listing, &[])?;
    let extra = if plan.by_source {
        vec![(
            format!("{} = ?", plan.row_source.source_column()),
            Value::Integer(key.source_or_0),
        )]
    } else if let Some(day) = plan.day_of(key) {
        let sort = plan.sort_column();
        vec![
            (format!("{sort} > ?"), Value::Integer(-midnight_after(day))),
            (format!("{sort} <= ?"), Value::Integer(-midnight_of(day))),
        ]
    } else {
        Vec::new()
    };
    let Some(view) = &plan.stories else {
        return unread_articles(connection, &plan, extra);
    };
    let id = plan.row_source.id_column();
    let restricted = |is_in: &str| {
        let condition = format!(
            "{id} {is_in} (SELECT id FROM article INDEXED BY article_in_story WHERE story IS NOT NULL)"
        );
        let extra = extra.iter().cloned();
        extra.chain([(condition, Value::Null)]).collect::<Vec<_>>()
    };
    let mut unread = unread_articles(connection, &plan, restricted("NOT IN"))?;
    let (rows, _) = plan.load_ids(connection, None, false, &restricted("IN"), ALL_ROWS)?;
    let mut members = Vec::new();
    for row in rows {
        members.extend(view.members(connection, row)?);
    }
    if !members.is_empty() {
        let is_member = (
            format!("{id} IN (SELECT value FROM json_each(?))"),
            Value::Text(json(&members)?),
        );
        unread.extend(unread_articles(connection, &plan, vec![is_member])?);
    }
    Ok(unread)
}

/// Returns the unread articles of a listing; with a time in seconds since 1970, only those that are older.
pub(in crate::library) fn unread_in_view(
    connection: &Connection,
    listing: &Listing,
    before: Option<i64>,
) -> Result<Vec<ArticleId>, LibraryError> {
    let plan = ListingPlan::new(connection, listing, &[])?;
    let date = SortColumn::Date.column(plan.row_source);
    let extra = before.map(|time| (format!("{date} > ?"), Value::Integer(time.saturating_neg())));
    unread_articles(connection, &plan, extra.into_iter().collect())
}

/// Returns the unread articles of a listing that satisfy further conditions, each with its parameter or `Null`: all articles
/// of a story that are in the listing.
fn unread_articles(
    connection: &Connection,
    plan: &ListingPlan,
    extra: Vec<(String, Value)>,
) -> Result<Vec<ArticleId>, LibraryError> {
    let mut conditions = plan.conditions.clone();
    let mut values = plan.values.clone();
    conditions.push(format!("{} = 0", plan.row_source.read_column()));
    for (condition, value) in extra {
        conditions.push(condition);
        if value != Value::Null {
            values.push(value);
        }
    }
    let conditions = conditions.join(" AND ");
    if let Some(filter) = &plan.filter {
        let select = Select {
            row_source: plan.row_source,
            conditions,
            values,
            order: String::new(),
            stories: None,
        };
        return filter.all_matches(connection, &select);
    }
    let sql = format!(
        "SELECT {} FROM {} WHERE {conditions}",
        plan.row_source.id_column(),
        plan.row_source.key_tables()
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Sets the groups and keys of rows, and in the view of bookmarks the places under them.
fn complete_rows(
    connection: &Connection,
    listing: &Listing,
    set: Option<&SourceSet>,
    rows: &mut [ArticleRow],
) -> Result<(), LibraryError> {
    let mut title_key = connection.prepare_cached("SELECT title_key FROM article WHERE id = ?1")?;
    // In the view of a source every row stands under that source, even if other sources have the article.
    let viewed = match listing.view {
        View::Source(id) => title_of_source(connection, id)?.map(|title| (id, title)),
        _ => None,
    };
    for row in rows.iter_mut() {
        let time = match (&row.key, listing.view == View::History) {
            (
                Some(RowKey {
                    source_or_0: opened,
                    ..
                }),
                true,
            ) => *opened,
            (
                Some(RowKey {
                    value: KeyValue::Number(time),
                    ..
                }),
                _,
            ) => *time,
            _ => 0,
        };
        let in_set = match set.filter(|_| listing.grouping == Grouping::Source) {
            Some(set) => set.source_of(connection, row.id)?,
            None => None,
        };
        let in_set = match in_set {
            Some(id) => title_of_source(connection, id)?.map(|title| (id, title)),
            None => None,
        };
        let source = viewed.as_ref().or(in_set.as_ref()).or(row.source.as_ref());
        let source_or_0 = source.map_or(0, |(id, _)| id.0);
        row.group = match (listing.grouping, listing.order) {
            (Grouping::Day, Order::Date | Order::OldestFirst) => Group::Day(local_day(time)),
            (Grouping::Source, _) => Group::Named(
                source.map_or_else(|| "Single articles".to_owned(), |(_, title)| title.clone()),
            ),
            _ => Group::Named(String::new()),
        };
        row.key = Some(RowKey {
            source_or_0: if listing.grouping == Grouping::Source {
                source_or_0
            } else {
                0
            },
            value: match listing.order {
                Order::Date | Order::OldestFirst => KeyValue::Number(time.saturating_neg()),
                Order::Title => {
                    KeyValue::Text(title_key.query_row([row.id], |found| found.get(0))?)
                }
                Order::Length => KeyValue::Number(row.word_count.unwrap_or_default() as i64),
            },
            id: row.id,
        });
    }
    add_sources_tags_and_texts(connection, rows)?;
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

/// Returns the title of a source, as lists show it.
fn title_of_source(
    connection: &Connection,
    source: SourceId,
) -> Result<Option<String>, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT ifnull(user_title, title) FROM source WHERE id = ?1")?
        .query_row([source], |row| row.get(0))
        .optional()?)
}
