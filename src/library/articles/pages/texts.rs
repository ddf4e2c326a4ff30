//! Documents of web pages, stored beside those of the feed: [`store_page_text`], and the choice of the one that is shown ([`SHOWN_PAGE`]).

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::extract;
use crate::library::articles::corrections::corrected_words;
use crate::library::articles::documents::{Packed, SHOWN_PAGE, Serialized, count_shown_words};
use crate::library::articles::earlier_texts::{NewText, compare_with_stored, store_if_changed};
use crate::library::{Durability, Library, LibraryError};
use crate::model::{ArticleId, ArticleTexts, Document, PageProblem, SourceId, TextKind};

/// Largest number of articles whose word counts change with the choice of their source in one transaction.
const MAX_RECOUNTED: i64 = 2_000;

/// Text of a page, to be stored.
#[derive(Debug)]
pub struct NewPageText<'a> {
    /// Document.
    pub document: &'a Document,
    /// Number of its words.
    pub words: usize,
    /// Address of the page after redirects.
    pub url: &'a str,
    /// Reason why it is not shown unless the user asks for it.
    pub problem: Option<PageProblem>,
}

/// Returns the texts that are stored of an article.
pub(in crate::library) fn article_texts(
    connection: &Connection,
    article: ArticleId,
) -> Result<ArticleTexts, LibraryError> {
    let row: Option<(Option<String>, bool)> = connection
        .prepare_cached(&format!(
            "SELECT problem, {SHOWN_PAGE} FROM page_document WHERE article = ?1"
        ))?
        .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((problem, is_shown)) = row else {
        return Ok(ArticleTexts::FEED_ALONE);
    };
    Ok(ArticleTexts {
        shown: match is_shown {
            true => TextKind::Page,
            false => TextKind::Feed,
        },
        has_page: true,
        // A later version may know more problems.
        problem: problem.map(|name| PageProblem::from_name(&name).unwrap_or(PageProblem::NoText)),
    })
}

/// Stores the text of a page, and marks its article to be indexed again. A page with a problem does not replace one without. Returns
/// true if it was stored.
pub(in crate::library) fn store_page_text(
    library: &mut Library,
    article: ArticleId,
    page: &NewPageText<'_>,
) -> Result<bool, LibraryError> {
    // Before the database is locked.
    let packed = Serialized::new(page.document)?.pack_tightly()?;
    let compared = compare_with_stored(
        library.connection(),
        article,
        TextKind::Page,
        page.document,
        packed.hash,
    )?;
    let now = library.now();
    library.write(Durability::Normal, |transaction| {
        let text = NewText {
            document: page.document,
            packed: &packed,
            compared: compared.as_ref(),
        };
        write_page_text(transaction, article, page, text, now)
    })
}

fn write_page_text(
    transaction: &Transaction<'_>,
    article: ArticleId,
    page: &NewPageText<'_>,
    text: NewText<'_>,
    now: i64,
) -> Result<bool, LibraryError> {
    let is_there: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1 AND in_library = 1)")?
        .query_row([article], |row| row.get(0))?;
    if !is_there {
        return Ok(false);
    }
    let words = corrected_words(transaction, article, page.document, page.words)?;
    if page.problem.is_none() {
        store_if_changed(transaction, article, TextKind::Page, text, now)?;
    }
    let Packed { size, hash, body } = text.packed;
    let stored = transaction
        .prepare_cached(
            "INSERT INTO page_document (article, fetched, url, problem, words, feed_words, extractor, size, hash, body)
             VALUES (?1, ?2, ?3, ?4, ?5, (SELECT words FROM article WHERE id = ?1), ?6, ?7, ?8, ?9)
             ON CONFLICT (article) DO UPDATE SET fetched = ?2, url = ?3, problem = ?4, accepted = 0, words = ?5,
                extractor = ?6, size = ?7, hash = ?8, body = ?9 WHERE problem IS NOT NULL OR ?4 IS NULL",
        )?
        .execute(params![
            article,
            now,
            page.url,
            page.problem.map(PageProblem::name),
            words as i64,
            extract::VERSION,
            *size as i64,
            hash,
            body,
        ])?;
    transaction
        .prepare_cached("UPDATE article SET indexed = 0 WHERE id = ?1 AND indexed <> 0")?
        .execute([article])?;
    transaction
        .prepare_cached("DELETE FROM page_queue WHERE article = ?1")?
        .execute([article])?;
    count_shown_words(transaction, article)?;
    Ok(stored > 0)
}

/// Stores whether the text of a page is shown in spite of its problem.
pub(in crate::library) fn accept_page(
    transaction: &Transaction<'_>,
    article: ArticleId,
    is_accepted: bool,
) -> Result<(), LibraryError> {
    transaction
        .prepare_cached("UPDATE page_document SET accepted = ?2 WHERE article = ?1")?
        .execute(params![article, is_accepted])?;
    transaction
        .prepare_cached("UPDATE article SET indexed = 0 WHERE id = ?1 AND indexed <> 0")?
        .execute([article])?;
    count_shown_words(transaction, article)
}

/// Records the word count of a new text of the feed, which was written to `article.words`: where the page is shown, its count is
/// written there again.
pub(in crate::library) fn feed_words_written(
    transaction: &Transaction<'_>,
    article: ArticleId,
) -> Result<(), LibraryError> {
    let has_page = transaction
        .prepare_cached(
            "UPDATE page_document SET feed_words = (SELECT words FROM article WHERE id = ?1) WHERE article = ?1",
        )?
        .execute([article])?;
    match has_page {
        0 => Ok(()),
        _ => count_shown_words(transaction, article),
    }
}

/// Writes the number of words of the texts that are shown, after the choice of a source has changed: for its newest articles.
pub(in crate::library) fn count_words_of_source(
    transaction: &Transaction<'_>,
    source: SourceId,
) -> Result<(), LibraryError> {
    let articles: Vec<ArticleId> = transaction
        .prepare_cached(
            "SELECT m.article FROM member m INDEXED BY member_by_date JOIN page_document p ON p.article = m.article
             WHERE m.source = ?1 AND m.is_first = 1 AND p.words <> p.feed_words ORDER BY m.neg_date LIMIT ?2",
        )?
        .query_map(params![source, MAX_RECOUNTED], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for article in articles {
        count_shown_words(transaction, article)?;
    }
    Ok(())
}
