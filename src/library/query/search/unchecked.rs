//! New articles of feeds that the rules have not checked: while a rule mutes, they are in no view and no number until they are
//! indexed and the rules have acted on them (`article.muted` is 2).
//!
//! They are checked in batches before other articles are indexed, since the user waits for them. An error lists them unchecked:
//! nothing stays out of sight for longer than until the index was tried to be updated.

use rusqlite::{Connection, Transaction, params};

use crate::library::query::search::saved::mark_saved_searches_due;
use crate::library::state::json;
use crate::library::{Durability, Library, LibraryError};
use crate::model::ArticleId;

/// Number of articles with their texts that are checked although texts of others are still to be extracted.
const ARTICLES_PER_BATCH: i64 = 500;
/// Number of articles that one transaction lists.
const ARTICLES_PER_WRITE: i64 = 200;

/// SQL condition of unchecked articles for which no rule is left: indexed, with the texts that their feeds have now, and neither
/// due for an evaluation nor for an action.
const IS_CHECKED: &str = "indexed = 2 AND in_library = 1
    AND NOT EXISTS (SELECT 1 FROM saved_search_due d WHERE d.article = article.id)
    AND NOT EXISTS (SELECT 1 FROM rule_match INDEXED BY rule_match_of WHERE article = article.id AND is_due = 1)
    AND NOT EXISTS (SELECT 1 FROM entry e JOIN entry_content c ON c.entry = e.id WHERE e.article = article.id AND c.pending = 1)
    AND NOT EXISTS (SELECT 1 FROM saved_search WHERE action = 'mute' AND (evaluated_on IS NULL OR evaluated_to IS NOT NULL))";

/// Returns true if there are unchecked articles.
pub(in crate::library) fn has_any(connection: &Connection) -> Result<bool, LibraryError> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM article INDEXED BY article_unchecked WHERE muted = 2)",
        )?
        .query_row([], |row| row.get(0))?)
}

/// Numbers of new articles that are in no list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnlistedArticles {
    /// Articles that the rules have not checked.
    pub unchecked: usize,
    /// Articles that the rules have muted or not checked.
    pub articles: usize,
    /// Sources without another new article.
    pub sources: usize,
}

/// Counts the articles after this one that are in no list.
pub(in crate::library) fn count_unlisted(
    connection: &Connection,
    after: ArticleId,
) -> Result<UnlistedArticles, LibraryError> {
    let count = |number: i64| usize::try_from(number).unwrap_or_default();
    Ok(connection
        .prepare_cached(
            "SELECT ifnull(sum(unchecked), 0), ifnull(sum(unlisted), 0), ifnull(sum(unlisted = articles), 0)
             FROM (SELECT sum(muted = 2) AS unchecked, sum(muted <> 0) AS unlisted, count(*) AS articles
                FROM article WHERE id > ?1 AND in_library = 1 GROUP BY source)",
        )?
        .query_row([after], |row| {
            Ok(UnlistedArticles {
                unchecked: count(row.get(0)?),
                articles: count(row.get(1)?),
                sources: count(row.get(2)?),
            })
        })?)
}

/// Returns the newest article.
pub(in crate::library) fn newest_article(
    connection: &Connection,
) -> Result<ArticleId, LibraryError> {
    Ok(connection
        .prepare_cached("SELECT ifnull(max(id), 0) FROM article")?
        .query_row([], |row| row.get(0))?)
}

/// Returns true if unchecked articles are to be indexed now: many, or all there are.
pub(in crate::library) fn has_batch(connection: &Connection) -> Result<bool, LibraryError> {
    if !has_any(connection)? {
        return Ok(false);
    }
    Ok(connection
        .prepare_cached(
            "SELECT iif(
                EXISTS (SELECT 1 FROM entry_content INDEXED BY entry_content_pending WHERE pending = 1),
                (SELECT count(*) FROM (
                    SELECT 1 FROM article INDEXED BY article_unchecked WHERE muted = 2 AND has_text = 1 LIMIT ?1)) = ?1,
                1)",
        )?
        .query_row([ARTICLES_PER_BATCH], |row| row.get(0))?)
}

/// Lists some articles that the rules have checked and not muted. Returns true if there were any.
pub(in crate::library) fn list_checked(library: &mut Library) -> Result<bool, LibraryError> {
    list_some(library, IS_CHECKED)
}

/// Lists all articles that the rules have not checked, since they can't be.
pub(in crate::library) fn list_unchecked(library: &mut Library) -> Result<(), LibraryError> {
    while list_some(library, "1")? {}
    Ok(())
}

fn list_some(library: &mut Library, condition: &str) -> Result<bool, LibraryError> {
    let found: Vec<ArticleId> = library
        .connection()
        .prepare_cached(&format!(
            "SELECT id FROM article INDEXED BY article_unchecked WHERE muted = 2 AND {condition} LIMIT ?1"
        ))?
        .query_map([ARTICLES_PER_WRITE], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if found.is_empty() {
        return Ok(false);
    }
    library.write(Durability::Normal, |transaction| {
        let listed = list_articles(transaction, &found, condition)?;
        // Saved searches that are no rules find them only now.
        mark_saved_searches_due(transaction, &listed)?;
        Ok(!listed.is_empty())
    })
}

/// Lists those of some articles that still meet the condition, and returns them.
fn list_articles(
    transaction: &Transaction<'_>,
    articles: &[ArticleId],
    condition: &str,
) -> Result<Vec<ArticleId>, LibraryError> {
    let mut statement = transaction.prepare_cached(&format!(
        "UPDATE article SET muted = 0 WHERE id IN (SELECT value FROM json_each(?1)) AND muted = 2 AND {condition} RETURNING id"
    ))?;
    let listed = statement.query_map(params![json(&articles)?], |row| row.get(0))?;
    Ok(listed.collect::<Result<_, _>>()?)
}
