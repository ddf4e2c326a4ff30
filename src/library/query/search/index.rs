//! The full-text index: articles are added in small steps that can be continued at any time, so that no user waits for
//! it.
//!
//! 1. Titles and metadata come first, in large batches: lists are filtered by them and by the n-grams of their words.
//! 2. Then the texts with the notes of their bookmarks. They are read and tokenized before the database is locked, and
//!    checked again under the lock.
//!
//! Triggers of the schema remove deleted articles from the index. Besides whole words the index has prefixes of up to
//! four letters, each once an article and without positions: a word that is being typed is found at once, in a tenth of
//! the space that a prefix index of FTS5 takes.

use std::time::{Duration, Instant};

use rusqlite::{Transaction, params};

use crate::library::articles::corrections;
use crate::library::articles::documents::{self, SEARCHED_PAGE};
use crate::library::query::search::ngrams::Grams;
use crate::library::query::search::saved;
use crate::library::query::search::step_size::{adapt_size, next_size};
use crate::library::query::search::words::{
    body_words, body_words_of_both, prefixes_of, word_prefixes, words_of,
};
use crate::library::stories::grouping;
use crate::library::stories::samples::{Sample, store_sample};
use crate::library::{Durability, Library, LibraryError, LibraryReader};
use crate::model::{ArticleId, apply_corrections};
use crate::text::fold::fold;

/// Longest duration of the statements of one indexing transaction. Then the words of its articles are written.
const STEP_TIME: Duration = Duration::from_millis(15);
/// Number of titles that are prepared for one transaction on an idle machine: see [`next_size`].
const HEADS_PER_STEP: usize = 400;
/// Size of the texts that are prepared for one transaction on an idle machine, in bytes.
const BYTES_PER_STEP: usize = 160 * 1024;
/// Number of texts that are prepared for one transaction.
const TEXTS_PER_STEP: usize = 200;
/// Number of steps after which segments of the index are merged.
const STEPS_PER_MERGE: usize = 8;
/// Number of pages that are merged at once on an idle machine.
const PAGES_PER_MERGE: usize = 150;
/// The tables of the index.
const INDEX_TABLES: [&str; 4] = [
    "search_text",
    "search_prefix",
    "search_head",
    "search_ngram",
];

/// Result of an indexing step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Indexed {
    /// Number of articles whose titles were indexed.
    pub titles: usize,
    /// Number of articles whose texts were indexed.
    pub texts: usize,
    /// Number of articles whose stories were decided.
    pub grouped: usize,
    /// True if more may have to be indexed.
    pub has_more: bool,
}

/// Articles that are to be indexed.
#[derive(Debug, Clone, Copy)]
enum IndexScope {
    /// All that are not indexed.
    All,
    /// Those that the rules have not checked and that have their text.
    Unchecked,
}

impl IndexScope {
    /// Returns SQL for the rows of `article a`, from the index to the first conditions, with these joins in between.
    fn rows(self, joins: &str) -> String {
        let (index, condition) = match self {
            Self::All => ("article_to_index", ""),
            Self::Unchecked => ("article_unchecked", " AND a.muted = 2 AND a.has_text = 1"),
        };
        format!("INDEXED BY {index} {joins} WHERE a.in_library = 1{condition}")
    }
}

/// Article tokenized into words, ready to be indexed.
struct PreparedText {
    id: ArticleId,
    title: String,
    summary: String,
    body: String,
    note: String,
    /// Prefixes of these words.
    prefixes: String,
    /// Compressed documents of its feed and of its page as they were read: compared again under the lock.
    packed: [Option<Vec<u8>>; 2],
    /// Notes as they were read: compared again under the lock.
    notes: Option<String>,
    /// Sample by which articles with the same text are found; `None` without a text.
    sample: Option<Sample>,
    /// Corrections as they were read, as JSON: compared again under the lock.
    corrections: Option<String>,
}

/// Article whose title is to be indexed.
struct PendingHead {
    id: ArticleId,
    /// Title, standfirst, byline, publisher and URL.
    texts: [Option<String>; 5],
}

/// Returns the number of articles that are not indexed yet. The articles are counted, which takes time.
pub(in crate::library) fn count_unindexed(library: &LibraryReader) -> Result<usize, LibraryError> {
    let left: i64 = library.connection().query_row(
        "SELECT count(*) FROM article INDEXED BY article_to_index WHERE in_library = 1 AND indexed < 2",
        [],
        |row| row.get(0),
    )?;
    Ok(usize::try_from(left).unwrap_or_default())
}

fn heads_to_index(
    library: &LibraryReader,
    scope: IndexScope,
    at_most: usize,
) -> Result<Vec<PendingHead>, LibraryError> {
    let mut statement = library.connection().prepare_cached(&format!(
        "SELECT a.id, a.title, a.standfirst, a.byline, a.publisher, a.url FROM article a {} AND a.indexed = 0 AND a.indexed < 2 ORDER BY a.id LIMIT ?1",
        scope.rows("")
    ))?;
    let heads = statement.query_map([at_most as i64], |row| {
        Ok(PendingHead {
            id: row.get(0)?,
            texts: [
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ],
        })
    })?;
    Ok(heads.collect::<Result<_, _>>()?)
}

/// Reads and tokenizes the next texts to be indexed.
fn texts_to_index(
    library: &LibraryReader,
    scope: IndexScope,
    max_bytes: usize,
) -> Result<Vec<PreparedText>, LibraryError> {
    let mut statement = library.connection().prepare_cached(&format!(
        "SELECT a.id, a.title, a.standfirst, a.byline, a.publisher, d.body, page_document.body,
            ifnull(d.size, 0) + ifnull(page_document.size, 0), ({}), c.corrections, a.url, a.source, a.date
         FROM article a {} AND a.indexed = 1 AND a.indexed < 2 ORDER BY a.id LIMIT ?1",
        notes_of("a.id"),
        scope.rows(&format!(
            "LEFT JOIN document d ON d.article = a.id
             LEFT JOIN page_document ON page_document.article = a.id AND {SEARCHED_PAGE}
             LEFT JOIN correction c ON c.article = a.id"
        ))
    ))?;
    let mut rows = statement.query([TEXTS_PER_STEP as i64])?;
    let mut prepared = Vec::new();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let size = row.get::<_, Option<i64>>(7)?.unwrap_or_default();
        bytes += usize::try_from(size).unwrap_or_default();
        if bytes > max_bytes && !prepared.is_empty() {
            break;
        }
        let packed: [Option<Vec<u8>>; 2] = [row.get(5)?, row.get(6)?];
        // An article whose document is damaged is still found by its title.
        let corrections: Option<String> = row.get(9)?;
        let [document, page] = packed.each_ref().map(|packed| {
            let document = packed.as_deref().map(documents::unpack);
            let mut document = document.and_then(Result::ok).unwrap_or_default();
            if let Some(corrections) = &corrections {
                apply_corrections(&mut document, &corrections::parse(corrections));
            }
            document
        });
        let notes: Option<String> = row.get(8)?;
        let (title, url): (Option<String>, Option<String>) = (row.get(1)?, row.get(10)?);
        let has_text = packed.iter().any(Option::is_some);
        let sample = has_text.then(|| {
            // As `load_compared_document` has it.
            let compared = match &packed {
                [_, Some(_)] => &page,
                [_, None] => &document,
            };
            let title = title.as_deref().unwrap_or_default();
            Ok::<_, LibraryError>(Sample::new(
                compared,
                title,
                url.as_deref(),
                row.get(11)?,
                row.get(12)?,
            ))
        });
        let sample = sample.transpose()?;
        let mut article = PreparedText {
            id: row.get(0)?,
            title: words_of(&[title]),
            summary: words_of(&[row.get(2)?, row.get(3)?, row.get(4)?]),
            body: match &packed {
                [_, None] => body_words(&document),
                [_, Some(_)] => body_words_of_both(&page, document),
            },
            note: words_of(std::slice::from_ref(&notes)),
            prefixes: String::new(),
            sample,
            packed,
            notes,
            corrections,
        };
        let texts = [
            &article.title,
            &article.summary,
            &article.body,
            &article.note,
        ];
        article.prefixes = prefixes_of(&texts.map(String::as_str), false);
        prepared.push(article);
    }
    Ok(prepared)
}

/// Indexes some articles that are not indexed yet, in one transaction of about 15 ms; if there are none, merges segments
/// of the index or updates a saved search.
pub(in crate::library) fn index_some(library: &mut Library) -> Result<Indexed, LibraryError> {
    if let Some(table) = library.merging_table {
        library.merging_table = merge_index(library, table)?;
        return Ok(Indexed {
            has_more: true,
            ..Indexed::default()
        });
    }
    let step = index_articles(library, IndexScope::All)?;
    if step.has_more {
        return Ok(step);
    }
    if library.steps_since_merge > 0 {
        (library.steps_since_merge, library.merging_table) = (0, Some(0));
    }
    if library.merging_table.is_some() || saved::refresh_some(library)? {
        return Ok(Indexed {
            has_more: true,
            ..Indexed::default()
        });
    }
    let grouped = grouping::group_some(library)?;
    Ok(Indexed {
        grouped: grouped.unwrap_or_default(),
        has_more: grouped.is_some(),
        ..Indexed::default()
    })
}

/// Indexes some articles that the rules have not checked: these wait for it.
pub(in crate::library) fn index_unchecked(library: &mut Library) -> Result<Indexed, LibraryError> {
    index_articles(library, IndexScope::Unchecked)
}

/// Indexes the titles of some articles, or else the texts of some.
fn index_articles(library: &mut Library, scope: IndexScope) -> Result<Indexed, LibraryError> {
    let heads = heads_to_index(library, scope, next_size(library, HEADS_PER_STEP))?;
    if !heads.is_empty() {
        let titles = index_heads(library, &heads)?;
        tracing::debug!(titles, "indexed");
        count_step(library);
        return Ok(Indexed {
            titles,
            has_more: true,
            ..Indexed::default()
        });
    }
    let prepared = texts_to_index(library, scope, next_size(library, BYTES_PER_STEP))?;
    if prepared.is_empty() {
        return Ok(Indexed::default());
    }
    let texts = index_texts(library, &prepared)?;
    tracing::debug!(texts, "indexed");
    count_step(library);
    Ok(Indexed {
        texts,
        has_more: true,
        ..Indexed::default()
    })
}

fn index_heads(library: &mut Library, heads: &[PendingHead]) -> Result<usize, LibraryError> {
    let mut grams = Grams::default();
    let prepared: Vec<[String; 4]> = heads
        .iter()
        .map(|head| {
            let [title, standfirst, _, publisher, url] = head
                .texts
                .each_ref()
                .map(|text| text.as_deref().unwrap_or_default());
            let host = url::Url::parse(url).ok();
            let host = host
                .as_ref()
                .and_then(url::Url::host_str)
                .unwrap_or_default();
            for text in [title, standfirst, publisher] {
                grams.add(&fold(text));
            }
            [
                word_prefixes(&[title]),
                word_prefixes(&[publisher]),
                word_prefixes(&[host]),
                grams.take_ngrams(),
            ]
        })
        .collect();
    let (done, held) = library.write(Durability::Normal, |transaction| {
        let began = Instant::now();
        let mut done = 0;
        for (head, words) in heads.iter().zip(&prepared) {
            let [title, standfirst, byline, publisher, url] = &head.texts;
            let same = transaction
                .prepare_cached(
                    "UPDATE article SET indexed = 1 WHERE id = ?1 AND in_library = 1 AND indexed = 0 AND title IS ?2
                         AND standfirst IS ?3 AND byline IS ?4 AND publisher IS ?5 AND url IS ?6",
                )?
                .execute(params![head.id, title, standfirst, byline, publisher, url])?;
            if same == 1 {
                for table in ["search_head", "search_ngram"] {
                    transaction
                        .prepare_cached(&format!("DELETE FROM {table} WHERE rowid = ?1"))?
                        .execute([head.id])?;
                }
                let [title, publisher, site, ngrams] = words;
                transaction
                    .prepare_cached(
                        "INSERT INTO search_head (rowid, title, publisher, site) VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![head.id, title, publisher, site])?;
                transaction
                    .prepare_cached("INSERT INTO search_ngram (rowid, ngrams) VALUES (?1, ?2)")?
                    .execute(params![head.id, ngrams])?;
            }
            done += 1;
            if began.elapsed() > STEP_TIME {
                break;
            }
        }
        flush_words(transaction, ["search_head", "search_ngram"])?;
        Ok((done, began.elapsed()))
    })?;
    adapt_size(library, held);
    Ok(done)
}

/// Writes the words of inserted articles now rather than with the commit, so that the time it takes is known.
fn flush_words(transaction: &Transaction<'_>, tables: [&str; 2]) -> Result<(), LibraryError> {
    for table in tables {
        transaction
            .prepare_cached(&format!("INSERT INTO {table} ({table}) VALUES ('flush')"))?
            .execute([])?;
    }
    Ok(())
}

fn index_texts(library: &mut Library, prepared: &[PreparedText]) -> Result<usize, LibraryError> {
    let now = library.now();
    let (done, held) = library.write(Durability::Normal, |transaction| {
        let began = Instant::now();
        let mut done = Vec::new();
        for article in prepared {
            if insert_words(transaction, article)? {
                done.push(article.id);
                if let Some(sample) = &article.sample {
                    store_sample(transaction, article.id, sample, now)?;
                }
            }
            if began.elapsed() > STEP_TIME {
                break;
            }
        }
        saved::mark_saved_searches_due(transaction, &done)?;
        flush_words(transaction, ["search_text", "search_prefix"])?;
        Ok((done.len(), began.elapsed()))
    })?;
    adapt_size(library, held);
    Ok(done)
}

fn count_step(library: &mut Library) {
    library.steps_since_merge += 1;
    if library.steps_since_merge == STEPS_PER_MERGE {
        (library.steps_since_merge, library.merging_table) = (0, Some(0));
    }
}

/// Merges some segments of one table in one transaction, so that searches read fewer of them. Returns the table to
/// continue with.
fn merge_index(library: &mut Library, table: usize) -> Result<Option<usize>, LibraryError> {
    let Some(name) = INDEX_TABLES.get(table) else {
        return Ok(None);
    };
    let pages = next_size(library, PAGES_PER_MERGE);
    let (more, held) = library.write(Durability::Normal, |transaction| {
        let began = Instant::now();
        let before = transaction.total_changes();
        transaction
            .prepare_cached(&format!(
                "INSERT INTO {name} ({name}, rank) VALUES ('merge', ?1)"
            ))?
            .execute([pages as i64])?;
        // The number of changes tells whether there was anything to merge.
        Ok((transaction.total_changes() - before >= 2, began.elapsed()))
    })?;
    adapt_size(library, held);
    Ok(if more {
        Some(table)
    } else {
        Some(table + 1).filter(|next| *next < INDEX_TABLES.len())
    })
}

/// Returns SQL for all notes of an article as one text; null if there are none.
fn notes_of(article: &str) -> String {
    format!(
        "SELECT group_concat(note, char(10)) FROM (SELECT note FROM bookmark INDEXED BY bookmark_noted
         WHERE article = {article} AND note IS NOT NULL ORDER BY id)"
    )
}

/// Replaces the indexed text of an article. Returns false if the article has another document, other notes or other
/// corrections by now.
fn insert_words(
    transaction: &Transaction<'_>,
    article: &PreparedText,
) -> Result<bool, LibraryError> {
    let same = transaction
        .prepare_cached(&format!(
            "UPDATE article SET indexed = 2 WHERE id = ?1 AND in_library = 1 AND indexed = 1
                     AND (SELECT body FROM document WHERE article = ?1) IS ?2 AND ({}) IS ?3
                     AND (SELECT corrections FROM correction WHERE article = ?1) IS ?4
                     AND (SELECT body FROM page_document WHERE article = ?1 AND {SEARCHED_PAGE}) IS ?5",
            notes_of("?1")
        ))?
        .execute(params![
            article.id,
            article.packed.first(),
            article.notes,
            article.corrections,
            article.packed.last()
        ])?;
    if same == 0 {
        return Ok(false);
    }
    for table in ["search_text", "search_prefix"] {
        transaction
            .prepare_cached(&format!("DELETE FROM {table} WHERE rowid = ?1"))?
            .execute([article.id])?;
    }
    transaction
        .prepare_cached(
            "INSERT INTO search_text (rowid, title, summary, body, note) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![article.id, article.title, article.summary, article.body, article.note])?;
    transaction
        .prepare_cached("INSERT INTO search_prefix (rowid, prefixes) VALUES (?1, ?2)")?
        .execute(params![article.id, article.prefixes])?;
    Ok(true)
}
