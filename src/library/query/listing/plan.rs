//! Query plan of a listing: the index it is read from, its order, and the conditions on its rows.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::library::LibraryError;
use crate::library::calendar::local_day;
use crate::library::query::listing::filter::Filter;
use crate::library::query::listing::row_source::{RowSource, Select, SortColumn};
use crate::library::query::listing::source_set::{IS_ONLY_ROW, SourceSet};
use crate::library::query::listing::stories::{StoredRepeats, StoryView};
use crate::library::state::json;
use crate::library::state::shared_articles::{SharedArticles, hidden_sources};
use crate::model::{ArticleId, Grouping, KeyValue, Listing, Order, RowKey, View};

/// Query plan of a listing.
pub(in crate::library) struct ListingPlan {
    pub(in crate::library) row_source: RowSource,
    pub(in crate::library) sort: SortColumn,
    /// True if rows are sorted by source first, and grouped by it.
    pub(in crate::library) by_source: bool,
    pub(in crate::library) conditions: Vec<String>,
    pub(in crate::library) values: Vec<Value>,
    /// Order of the listing.
    pub(in crate::library) order: Order,
    /// True if rows are grouped by day.
    pub(in crate::library) by_day: bool,
    /// SQL query with its parameter that returns the stored number of rows; `None` if rows must be counted.
    pub(in crate::library) count_query: Option<(&'static str, Value)>,
    /// Number of rows that the query counts and that are not listed: those of hidden sources.
    left_out: usize,
    /// Sources of the view, if it has several.
    pub(in crate::library) source_set: Option<SourceSet>,
    /// Filter of the rows.
    pub(in crate::library) filter: Option<Filter>,
    /// Lists one article of each story; `None` if every article has its row.
    pub(in crate::library) stories: Option<StoryView>,
}

impl ListingPlan {
    /// Makes the plan of a listing. In the view of unread articles `pinned` ones are listed although they are read.
    pub(in crate::library) fn new(
        connection: &Connection,
        listing: &Listing,
        pinned: &[ArticleId],
    ) -> Result<Self, LibraryError> {
        let mut conditions = Vec::new();
        let mut values = Vec::new();
        let is_history = listing.view == View::History;
        // Rows of one source have one head: their keys need not contain the source, and any index serves.
        let by_source =
            listing.grouping == Grouping::Source && !matches!(listing.view, View::Source(_));
        let source = match listing.view {
            View::Source(source) => Some(source),
            _ => None,
        };
        let source_set = match listing.view {
            View::Category(category) => Some(SourceSet::of_category(connection, category)?),
            _ => None,
        };
        let reads_members = by_source
            && matches!(
                listing.view,
                View::All | View::Unread | View::Bookmarks | View::Muted
            );
        if source_set.is_some() {
            // The conditions of the set are added below.
        } else if reads_members {
            // In the view of the whole library an article is listed once, under its first source.
            conditions.push("m.is_first = 1".to_owned());
        } else if !is_history && source.is_none() {
            conditions.push("a.in_library = 1".to_owned());
        }
        let sort = match listing.order {
            Order::Date | Order::OldestFirst if is_history => SortColumn::Opened,
            Order::Date | Order::OldestFirst => SortColumn::Date,
            Order::Title => SortColumn::Title,
            Order::Length => SortColumn::Length,
        };
        // The index is named, since the planner has no statistics and might sort instead.
        let mut index = Some(match listing.order {
            Order::Date | Order::OldestFirst => "article_by_date",
            Order::Title => "article_by_title",
            Order::Length => "article_by_words",
        });
        // All rows of a small set are read and sorted; in a large one, a filter looks through the whole library.
        let reads_set = source_set
            .as_ref()
            .is_some_and(|set| by_source || set.has_few_articles() || listing.filter.is_empty());
        let reads_members = reads_members || source.is_some() || reads_set;
        let members = reads_members.then_some(member_index(listing.order));
        let (id, read, bookmarked, muted) = match members {
            Some(_) => ("m.article", "m.read", "m.bookmarked", "m.muted"),
            None => ("a.id", "a.read", "a.bookmarked", "a.muted"),
        };
        let mut stories = match listing.view {
            _ if listing.lists_repeats => None,
            View::All => Some(StoryView::new(StoredRepeats::All)),
            View::Unread => Some(StoryView::new(StoredRepeats::Unread)),
            View::Category(_) | View::Tag(_) | View::SavedSearch(_) => {
                Some(StoryView::new(StoredRepeats::None))
            }
            View::Given
            | View::Tour
            | View::Bookmarks
            | View::Muted
            | View::History
            | View::Source(_) => None,
        };
        let mut restrict = |condition: &str, value: Option<Value>| {
            if let Some(view) = &mut stories {
                view.restrict(condition, value);
            }
        };
        let mut is_saved_search = false;
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
                    restrict("o.read = 0", None);
                    if listing.order.is_by_date() && !by_source {
                        index = Some("article_unread");
                    }
                } else {
                    conditions.push(format!(
                        "({read} = 0 OR {id} IN (SELECT value FROM json_each(?)))"
                    ));
                    values.push(Value::Text(json(&pinned)?));
                    restrict(
                        "(o.read = 0 OR o.id IN (SELECT value FROM json_each(?)))",
                        Some(Value::Text(json(&pinned)?)),
                    );
                }
                count = counter("unread").filter(|_| pinned.is_empty());
            }
            View::Bookmarks => {
                conditions.push(format!("{bookmarked} = 1"));
                if listing.order.is_by_date() && !by_source {
                    index = Some("article_bookmarked");
                }
                count = counter("bookmarks");
            }
            View::Muted => {
                conditions.push(format!("{muted} = 1"));
                if listing.order.is_by_date() && !by_source {
                    index = Some("article_muted");
                }
                count = counter("muted");
            }
            View::History => {
                conditions.push("a.neg_opened IS NOT NULL".to_owned());
                let by_opened = listing.order.is_by_date() && !by_source;
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
            View::Category(_) => {
                if let Some(set) = &source_set {
                    values.push(set.parameter()?);
                    restrict(
                        "EXISTS (SELECT 1 FROM member c WHERE c.article = o.id AND +c.source IN (SELECT value FROM json_each(?)))",
                        Some(set.parameter()?),
                    );
                    if reads_set {
                        conditions.push("m.source IN (SELECT value FROM json_each(?))".to_owned());
                        conditions.push(IS_ONLY_ROW.to_owned());
                        values.push(set.parameter()?);
                    } else {
                        conditions.push("a.in_library = 1 AND EXISTS (SELECT 1 FROM member c WHERE c.article = a.id AND +c.source IN (SELECT value FROM json_each(?)))".to_owned());
                    }
                }
            }
            View::Tag(tag) => {
                conditions.push("a.id IN (SELECT b.article FROM bookmark_tag t JOIN bookmark b ON b.id = t.bookmark WHERE t.tag = ?)".to_owned());
                values.push(Value::Text(tag.clone()));
                restrict(
                    "o.id IN (SELECT b.article FROM bookmark_tag t JOIN bookmark b ON b.id = t.bookmark WHERE t.tag = ?)",
                    Some(Value::Text(tag.clone())),
                );
                index = None;
            }
            View::SavedSearch(search) => {
                if listing.order.is_by_date() && !by_source {
                    // Results of a saved search are stored in this order.
                    is_saved_search = true;
                    conditions.push("v.search = ?".to_owned());
                } else {
                    conditions.push(
                        "a.id IN (SELECT article FROM saved_search_article WHERE search = ?)"
                            .to_owned(),
                    );
                }
                values.push(Value::Integer(search.0));
                restrict(
                    "EXISTS (SELECT 1 FROM saved_search_article x INDEXED BY saved_search_of WHERE x.article = o.id AND x.search = ?)",
                    Some(Value::Integer(search.0)),
                );
                index = None;
                count = Some((
                    "SELECT articles FROM saved_search WHERE id = ?1",
                    Value::Integer(search.0),
                ));
            }
        }
        // What the user chose himself is listed although it is muted; the results of a saved search contain none, unless
        // it is a rule that mutes.
        if matches!(
            listing.view,
            View::All | View::Unread | View::Source(_) | View::Category(_)
        ) {
            conditions.push(format!("{muted} = 0"));
            restrict("o.muted = 0", None);
        }
        let mut left_out = None;
        if matches!(listing.view, View::All | View::Unread) {
            let hidden = hidden_sources(connection)?;
            if !hidden.is_empty() {
                conditions.push(format!("EXISTS (SELECT 1 FROM member h WHERE h.article = {id} AND +h.source NOT IN (SELECT value FROM json_each(?)))"));
                values.push(Value::Text(json(&hidden)?));
                restrict(
                    "EXISTS (SELECT 1 FROM member h WHERE h.article = o.id AND +h.source NOT IN (SELECT value FROM json_each(?)))",
                    Some(Value::Text(json(&hidden)?)),
                );
                if let Some(view) = &mut stories {
                    view.repeats = StoredRepeats::None;
                }
                let counts =
                    SharedArticles::read(connection)?.count_only_in(connection, &hidden)?;
                left_out = Some(match listing.view {
                    View::Unread => counts.unread,
                    _ => counts.articles,
                });
            }
        }
        let filter = Filter::new(connection, &listing.filter, is_history)?;
        if filter.is_some() {
            count = None;
        }
        Ok(Self {
            row_source: match (is_saved_search, members) {
                (true, _) => RowSource::SavedSearch,
                (false, Some(index)) => RowSource::Members(index),
                (false, None) => RowSource::Articles(index),
            },
            sort,
            by_source,
            conditions,
            values,
            by_day: listing.order.is_by_date() && listing.grouping == Grouping::Day,
            count_query: count,
            left_out: left_out.unwrap_or_default(),
            order: listing.order,
            source_set,
            filter,
            stories,
        })
    }

    /// Returns the stored number of rows; `None` if it is not stored.
    pub(in crate::library) fn row_count(
        &self,
        connection: &Connection,
    ) -> Result<Option<usize>, LibraryError> {
        if let (Some(set), None) = (&self.source_set, &self.filter) {
            return self.without_repeats(connection, set.articles);
        }
        let Some((sql, value)) = &self.count_query else {
            return Ok(None);
        };
        let count: Option<i64> = connection
            .prepare_cached(sql)?
            .query_row([value], |row| row.get(0))
            .optional()?;
        let count = count.and_then(|count| usize::try_from(count).ok());
        match count {
            Some(count) => self.without_repeats(connection, count.saturating_sub(self.left_out)),
            None => Ok(None),
        }
    }

    /// Returns the number of rows of so many articles: one for each story. `None` if it can't be counted quickly.
    fn without_repeats(
        &self,
        connection: &Connection,
        articles: usize,
    ) -> Result<Option<usize>, LibraryError> {
        let repeats = match &self.stories {
            Some(view) => view.count_repeats(connection)?,
            None => Some(0),
        };
        Ok(repeats.map(|repeats| articles.saturating_sub(repeats)))
    }

    /// Returns the index of `member` with the order of the listing.
    pub(in crate::library) fn member_index(&self) -> &'static str {
        member_index(self.order)
    }

    /// Returns the column that rows are sorted by.
    pub(in crate::library) fn sort_column(&self) -> &'static str {
        self.sort.column(self.row_source)
    }

    /// Returns the SQL row value that is compared with the key of a row.
    pub(in crate::library) fn key_columns(&self) -> String {
        let group = match self.by_source {
            true => format!("{}, ", self.row_source.source_column()),
            false => String::new(),
        };
        format!(
            "({group}{}, {})",
            self.sort_column(),
            self.row_source.id_column()
        )
    }

    /// Returns true if the rows run backwards in the index, since they are sorted from its last one on.
    pub(in crate::library) fn is_reversed(&self) -> bool {
        self.order == Order::OldestFirst
    }

    /// Returns the comparison operator of the index for one of the listing.
    pub(in crate::library) fn index_operator(&self, operator: &'static str) -> &'static str {
        match (self.is_reversed(), operator) {
            (true, ">") => "<",
            (true, ">=") => "<=",
            (true, "<") => ">",
            (true, "<=") => ">=",
            (_, operator) => operator,
        }
    }

    /// Returns the `ORDER BY` clause of rows from the first one on, or from the last one back.
    pub(in crate::library) fn order_by(&self, descending: bool) -> String {
        let down = match descending != self.is_reversed() {
            true => " DESC",
            false => "",
        };
        let group = if self.by_source {
            format!("{}{down}, ", self.row_source.source_column())
        } else {
            String::new()
        };
        format!(
            "ORDER BY {group}{}{down}, {}{down}",
            self.sort_column(),
            self.row_source.id_column()
        )
    }

    /// Appends the parameters of a key, and returns their placeholders.
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

    /// Returns the query of the rows from a key on, or back from it. `bound` is a key with a comparison operator;
    /// `extra` are further conditions, each with its parameter or `Null`.
    pub(in crate::library) fn select(
        &self,
        bound: Option<(&RowKey, &'static str)>,
        descending: bool,
        extra: &[(String, Value)],
    ) -> Select {
        let mut conditions = self.conditions.clone();
        let mut values = self.values.clone();
        if let Some((key, operator)) = bound {
            let marks = self.push_key(key, &mut values);
            let operator = self.index_operator(operator);
            conditions.push(format!("{} {operator} {marks}", self.key_columns()));
        }
        for (condition, value) in extra {
            conditions.push(condition.clone());
            if *value != Value::Null {
                values.push(value.clone());
            }
        }
        if let (Some(view), None) = (&self.stories, &self.filter) {
            let (condition, more) =
                view.row_condition(self.row_source.id_column(), self.row_source.story_column());
            conditions.push(condition);
            values.extend(more);
        }
        Select {
            row_source: self.row_source,
            conditions: conditions.join(" AND "),
            values,
            order: self.order_by(descending),
            // A filter lists another article of the story if it does not match this one.
            stories: self.stories.clone().filter(|_| self.filter.is_some()),
        }
    }

    /// Returns the day of the group of a row, if rows are grouped by day.
    pub(in crate::library) fn day_of(&self, key: &RowKey) -> Option<NaiveDate> {
        match key.value {
            KeyValue::Number(neg_date) if self.by_day => Some(local_day(neg_date.saturating_neg())),
            _ => None,
        }
    }
}

/// Returns the index of `member` with this order.
fn member_index(order: Order) -> &'static str {
    match order {
        Order::Date | Order::OldestFirst => "member_by_date",
        Order::Title => "member_by_title",
        Order::Length => "member_by_words",
    }
}
