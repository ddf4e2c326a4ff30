//! Rows of stories: a view of several sources lists one article of each story, the representative if the view has it, else
//! the newest one that it has ([`StoryView`]). The others are its repeats.
//!
//! A row is checked when it is read, by the few other articles of its story: an index lookup for most rows, and no query is
//! longer for the size of the library.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::library::LibraryError;
use crate::model::ArticleId;

/// Returns the articles `o` that precede an article in its story, as the end of a `SELECT`. `id` is the SQL of the article.
fn preceding_members(id: &str) -> String {
    format!(
        "FROM article r INDEXED BY article_in_story
         CROSS JOIN article o INDEXED BY article_by_story ON o.story = r.story
         WHERE r.id = {id} AND r.story IS NOT NULL AND o.story IS NOT NULL AND o.id <> r.id
         AND (o.id = o.story OR (r.id <> r.story AND (o.neg_date, o.id) < (r.neg_date, r.id)))"
    )
}

/// Largest number of repeats in the library that are counted for a view without a stored number.
const FEW_REPEATS: i64 = 5_000;

/// Stored number of the repeats in a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum StoredRepeats {
    /// In the view of all articles.
    All,
    /// In the view of unread articles.
    Unread,
    /// None is stored.
    None,
}

/// View that lists one article of each story.
#[derive(Debug, Clone)]
pub(in crate::library) struct StoryView {
    /// Conditions on an article `o` of the library that hold if it is in the view, each preceded by ` AND `.
    conditions: String,
    /// Parameters of the conditions.
    values: Vec<Value>,
    pub(in crate::library) repeats: StoredRepeats,
}

impl StoryView {
    /// Makes a view of all articles.
    pub(in crate::library) fn new(repeats: StoredRepeats) -> Self {
        Self {
            conditions: String::new(),
            values: Vec::new(),
            repeats,
        }
    }

    /// Restricts the view to articles `o` for which a condition with this parameter holds.
    pub(in crate::library) fn restrict(&mut self, condition: &str, value: Option<Value>) {
        self.conditions.push_str(" AND ");
        self.conditions.push_str(condition);
        self.values.extend(value);
    }

    /// Returns the condition that a row is no repeat, with its parameters. `id` and `story` are the columns of the row; a
    /// row without the second one is looked up.
    pub(in crate::library) fn row_condition(
        &self,
        id: &str,
        story: Option<&str>,
    ) -> (String, Vec<Value>) {
        let is_first = format!(
            "NOT EXISTS (SELECT 1 {}{})",
            preceding_members(id),
            self.conditions
        );
        let condition = match story {
            Some(story) => format!("({story} IS NULL OR {is_first})"),
            None => is_first,
        };
        (condition, self.values.clone())
    }

    /// Returns this view with only the articles of a set: their ids as JSON.
    pub(in crate::library) fn with_only(&self, ids: Value) -> Self {
        let mut view = self.clone();
        view.restrict("o.id IN (SELECT value FROM json_each(?))", Some(ids));
        view
    }

    /// Returns the articles of the view that precede an article in its story; none if the article is in no story.
    pub(in crate::library) fn preceding(
        &self,
        connection: &Connection,
        id: ArticleId,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        let sql = format!("SELECT o.id {}{}", preceding_members("?"), self.conditions);
        self.query_ids(connection, &sql, id)
    }

    /// Returns the articles of the view in the story of an article, in the order in which they stand for it. Empty if the
    /// article is in no story.
    pub(in crate::library) fn members(
        &self,
        connection: &Connection,
        id: ArticleId,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        let sql = format!(
            "SELECT o.id FROM article o INDEXED BY article_by_story
             WHERE o.story = (SELECT story FROM article WHERE id = ?) AND o.story IS NOT NULL{}
             ORDER BY o.id <> o.story, o.neg_date, o.id",
            self.conditions
        );
        self.query_ids(connection, &sql, id)
    }

    fn query_ids(
        &self,
        connection: &Connection,
        sql: &str,
        id: ArticleId,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        let values = std::iter::once(Value::Integer(id.0)).chain(self.values.iter().cloned());
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Returns the number of articles of the view that are repeats; `None` if they are too many to be counted quickly.
    pub(in crate::library) fn count_repeats(
        &self,
        connection: &Connection,
    ) -> Result<Option<usize>, LibraryError> {
        let name = match self.repeats {
            StoredRepeats::All | StoredRepeats::None => "repeats",
            StoredRepeats::Unread => "unread_repeats",
        };
        let stored: Option<i64> = connection
            .prepare_cached("SELECT count FROM counter WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        let stored = stored.unwrap_or_default();
        let count = match (self.repeats, stored) {
            (StoredRepeats::All | StoredRepeats::Unread, count)
            | (StoredRepeats::None, count @ 0) => count,
            (StoredRepeats::None, FEW_REPEATS..) => return Ok(None),
            (StoredRepeats::None, _) => {
                let sql = format!(
                    "SELECT count(*) - count(DISTINCT o.story) FROM article o INDEXED BY article_by_story
                     WHERE o.story IS NOT NULL{}",
                    self.conditions
                );
                connection
                    .prepare_cached(&sql)?
                    .query_row(params_from_iter(&self.values), |row| row.get(0))?
            }
        };
        Ok(usize::try_from(count).ok())
    }
}
