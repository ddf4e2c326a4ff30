//! Pages that are to be fetched in the background: a queue in the database, so that a killed program continues ([`next_pages`]).

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::library::LibraryError;
use crate::library::articles::entries::stored_content::{StoredContent, load_content};
use crate::library::state::json;
use crate::model::{ArticleId, EntryTexts, SourceError, SourceId};

/// Page of an article, as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticlePage {
    /// Article.
    pub article: ArticleId,
    /// Title of the article.
    pub title: String,
    /// Link of the article.
    pub url: String,
    /// Source whose settings apply.
    pub source: SourceId,
    /// Address of the source.
    pub source_url: Option<String>,
    /// Failed attempts so far.
    pub attempts: u32,
}

/// Columns of [`ArticlePage`], from `article`, `source` and `page_queue`.
const COLUMNS: &str =
    "article.id, article.title, article.url, source.id, source.url, ifnull(page_queue.attempts, 0)";

fn page_of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<ArticlePage> {
    Ok(ArticlePage {
        article: row.get(0)?,
        title: row.get(1)?,
        url: row.get(2)?,
        source: row.get(3)?,
        source_url: row.get(4)?,
        attempts: row.get(5)?,
    })
}

/// Returns the page of an article; `None` if it has no link, or no entry of a feed: then it is no page with a second text.
pub(in crate::library) fn article_page(
    connection: &Connection,
    article: ArticleId,
) -> Result<Option<ArticlePage>, LibraryError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM article JOIN source ON source.id = article.source
             LEFT JOIN page_queue ON page_queue.article = article.id
             WHERE article.id = ?1 AND article.url IS NOT NULL AND source.kind IN ('feed', 'account')"
        ))?
        .query_row([article], page_of_row)
        .optional()?)
}

/// Returns the newest unread articles of a source, at most `limit`, those without a page and without a place in the queue of them.
pub(in crate::library) fn articles_without_page(
    connection: &Connection,
    source: SourceId,
    limit: usize,
) -> Result<Vec<(ArticleId, String)>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT a.id, a.url FROM (
            SELECT article FROM member INDEXED BY member_by_date
            WHERE source = ?1 AND is_first = 1 AND read = 0 ORDER BY neg_date LIMIT ?2) m
         JOIN article a ON a.id = m.article
         WHERE a.url IS NOT NULL AND a.id NOT IN (SELECT article FROM page_document)
            AND a.id NOT IN (SELECT article FROM page_queue)",
    )?;
    let rows = statement.query_map(params![source, limit as i64], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Puts articles with their hosts into the queue. Returns the number of those that were not in it.
pub(in crate::library) fn enqueue_pages(
    transaction: &Transaction<'_>,
    pages: &[(ArticleId, String)],
) -> Result<usize, LibraryError> {
    let mut count = 0;
    for (article, host) in pages {
        count += transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO page_queue (article, host, not_before) VALUES (?1, ?2, 0)",
            )?
            .execute(params![article, host])?;
    }
    Ok(count)
}

/// Seconds for which a page that was fetched is not fetched again, whatever its feed says.
const PAGE_AGE: i64 = 3_600;

/// Returns those of some articles whose pages are stored, and whose sources have the pages of their articles fetched unasked.
pub(in crate::library) fn articles_with_page(
    connection: &Connection,
    articles: &[ArticleId],
) -> Result<Vec<ArticleId>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT a.id FROM page_document p JOIN article a ON a.id = p.article JOIN source s ON s.id = a.source
         WHERE p.article IN (SELECT value FROM json_each(?1)) AND a.in_library = 1 AND a.url IS NOT NULL
            AND iif(json_valid(s.settings), json_extract(s.settings, '$.\"full-text\"'), NULL) IN ('auto', 'always')",
    )?;
    let found = statement.query_map([json(&articles)?], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Puts articles whose pages are stored into the queue again, each with the host of its link, since their entries have changed. A
/// page that could not be fetched is tried again.
pub(in crate::library) fn requeue_pages(
    transaction: &Transaction<'_>,
    pages: &[(ArticleId, String)],
) -> Result<(), LibraryError> {
    for (article, host) in pages {
        transaction
            .prepare_cached(
                "INSERT INTO page_queue (article, host, not_before)
                 SELECT article, ?2, fetched + ?3 FROM page_document WHERE article = ?1
                 ON CONFLICT (article) DO UPDATE SET host = ?2, not_before = excluded.not_before, attempts = 0,
                    error = NULL, error_detail = NULL WHERE not_before IS NULL",
            )?
            .execute(params![article, host, PAGE_AGE])?;
    }
    Ok(())
}

/// Returns pages that are due, the newest first, at most `limit`, and at most `limit_of_host` of one host, so that a host with many does
/// not delay the others. Pages of articles that were read meanwhile, and of sources that are paused or gone, wait.
pub(in crate::library) fn due_pages(
    connection: &Connection,
    now: i64,
    limit: usize,
    limit_of_host: usize,
) -> Result<Vec<ArticlePage>, LibraryError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM (
            SELECT q.article, row_number() OVER (PARTITION BY q.host ORDER BY a.date DESC, a.id DESC) AS rank
            FROM page_queue q JOIN article a ON a.id = q.article
            WHERE q.not_before <= ?1 AND {WANTED}
                AND NOT EXISTS (SELECT 1 FROM host h WHERE h.name = q.host AND h.not_before > ?1)) ranked
         JOIN page_queue ON page_queue.article = ranked.article JOIN article ON article.id = ranked.article
         JOIN source ON source.id = article.source
         WHERE rank <= ?3 AND source.paused = 0 AND source.removed IS NULL AND article.url IS NOT NULL
         ORDER BY rank, article.date DESC LIMIT ?2"
    ))?;
    let rows = statement.query_map(
        params![now, limit as i64, limit_of_host as i64],
        page_of_row,
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// SQL condition of the articles `a` whose pages are fetched unasked: unread ones, and those whose stored page is old.
const WANTED: &str =
    "a.in_library = 1 AND (a.read = 0 OR a.id IN (SELECT article FROM page_document))";

/// Returns the time when the next page is due; `None` if there is none.
pub(in crate::library) fn next_page_due(
    connection: &Connection,
) -> Result<Option<i64>, LibraryError> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT min(max(q.not_before, ifnull((SELECT not_before FROM host WHERE name = q.host), 0)))
             FROM page_queue q JOIN article a ON a.id = q.article JOIN source s ON s.id = a.source
             WHERE q.not_before IS NOT NULL AND {WANTED} AND s.paused = 0 AND s.removed IS NULL AND a.url IS NOT NULL"
        ))?
        .query_row([], |row| row.get(0))?)
}

/// Records that a page was not fetched. It is tried again at `not_before`; with `None` only when the user asks for it.
pub(in crate::library) fn page_failed(
    transaction: &Transaction<'_>,
    article: ArticleId,
    host: &str,
    error: &SourceError,
    not_before: Option<i64>,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "INSERT INTO page_queue (article, host, not_before, attempts, error, error_detail)
             SELECT id, ?2, ?3, 1, ?4, ?5 FROM article WHERE id = ?1
             ON CONFLICT (article) DO UPDATE SET not_before = ?3, attempts = attempts + 1, error = ?4, error_detail = ?5",
        )?
        .execute(params![
            article,
            host,
            not_before,
            error.kind.name(),
            error.details
        ])?;
    Ok(())
}

/// Delays the pages of a host that are due before a time to that time.
pub(in crate::library) fn delay_pages_of_host(
    transaction: &Transaction<'_>,
    host: &str,
    not_before: i64,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE page_queue SET not_before = ?2 WHERE host = ?1 AND not_before < ?2",
        )?
        .execute(params![host, not_before])?;
    Ok(())
}

/// Takes or extends the lease of the queue: one program at a time fetches pages in the background. Returns false if another one has
/// it and is not dead.
pub(in crate::library) fn acquire_queue_lease(
    transaction: &Transaction<'_>,
    holder: &str,
    until: i64,
    now: i64,
    is_dead: &dyn Fn(&str) -> bool,
) -> Result<bool, LibraryError> {
    let known: Option<(String, i64)> = transaction
        .prepare_cached("SELECT holder, until FROM page_lease")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((other, end)) = known
        && other != holder
        && end > now
        && !is_dead(&other)
    {
        return Ok(false);
    }
    transaction
        .prepare_cached("INSERT OR REPLACE INTO page_lease (id, holder, until) VALUES (1, ?1, ?2)")?
        .execute(params![holder, until])?;
    Ok(true)
}

/// Releases the lease of the queue, if `holder` has it.
pub(in crate::library) fn release_queue_lease(
    transaction: &Transaction<'_>,
    holder: &str,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("DELETE FROM page_lease WHERE holder = ?1")?
        .execute([holder])?;
    Ok(())
}

/// Returns the contents of the newest entries of a source, as they were stored.
pub(in crate::library) fn newest_contents(
    connection: &Connection,
    source: SourceId,
    limit: usize,
) -> Result<Vec<Vec<u8>>, LibraryError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.body, c.base, e.article FROM (
            SELECT article FROM member INDEXED BY member_by_date WHERE source = ?1 ORDER BY neg_date LIMIT ?2) m
         JOIN entry e ON e.article = m.article AND e.source = ?1 JOIN entry_content c ON c.entry = e.id",
    )?;
    let rows = statement.query_map(params![source, limit as i64], |row| {
        Ok(StoredContent {
            body: row.get(0)?,
            base: row.get(1)?,
            article: row.get(2)?,
        })
    })?;
    let mut contents = Vec::new();
    for stored in rows {
        // A damaged content is no evidence.
        contents.extend(load_content(connection, &stored?).ok().flatten());
    }
    Ok(contents)
}

/// Returns the texts that the entries of a source have, as they were judged last.
pub(in crate::library) fn entry_texts(
    connection: &Connection,
    source: SourceId,
) -> Result<Option<EntryTexts>, LibraryError> {
    let name: Option<String> = connection
        .prepare_cached("SELECT entry_texts FROM source WHERE id = ?1")?
        .query_row([source], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(name.as_deref().and_then(EntryTexts::from_name))
}

/// Stores the texts that the entries of a source have.
pub(in crate::library) fn set_entry_texts(
    transaction: &Transaction<'_>,
    source: SourceId,
    texts: Option<EntryTexts>,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached(
            "UPDATE source SET entry_texts = ?2 WHERE id = ?1 AND entry_texts IS NOT ?2",
        )?
        .execute(params![source, texts.map(EntryTexts::name)])?;
    Ok(())
}
