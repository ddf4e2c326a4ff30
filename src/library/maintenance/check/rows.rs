//! Checks of rows: orphans, wrong counts, missing search index entries, unreadable texts.

use rusqlite::Connection;

use crate::library::articles::documents;
use crate::library::db::schema;
use crate::library::maintenance::check::finding::{
    CheckReport, FindingAdvice, FindingDetail, FindingState, WrongRows,
};
use crate::library::maintenance::recover::restore_article_rows;
use crate::library::{Durability, Library, LibraryError};

/// A rule about rows: the name of its check, its kind, the query that counts them, and the
/// statement that repairs them.
struct RowRule {
    name: &'static str,
    rows: WrongRows,
    count: &'static str,
    repair: &'static str,
}

const RULES: &[RowRule] = &[
    RowRule {
        name: "bookmarks",
        rows: WrongRows::BookmarkFlags,
        count: "SELECT count(*) FROM article a WHERE bookmarked <> EXISTS (SELECT 1 FROM bookmark b WHERE b.article = a.id)",
        repair: "UPDATE article SET bookmarked = EXISTS (SELECT 1 FROM bookmark b WHERE b.article = article.id)
               WHERE bookmarked <> EXISTS (SELECT 1 FROM bookmark b WHERE b.article = article.id)",
    },
    RowRule {
        name: "texts",
        rows: WrongRows::TextFlags,
        count: "SELECT count(*) FROM article a WHERE has_text <> EXISTS (SELECT 1 FROM document d WHERE d.article = a.id)",
        repair: "UPDATE article SET has_text = EXISTS (SELECT 1 FROM document d WHERE d.article = article.id)
               WHERE has_text <> EXISTS (SELECT 1 FROM document d WHERE d.article = article.id)",
    },
    RowRule {
        name: "bookmarks",
        rows: WrongRows::BookmarkedOutside,
        count: "SELECT count(*) FROM article WHERE bookmarked = 1 AND in_library = 0",
        repair: "UPDATE article SET in_library = 1, deleted = NULL WHERE bookmarked = 1 AND in_library = 0",
    },
    RowRule {
        name: "search",
        rows: WrongRows::NotIndexed,
        count: "SELECT count(*) FROM article WHERE in_library = 1 AND indexed = 2 AND (id NOT IN (SELECT id FROM search_text_docsize) OR id NOT IN (SELECT id FROM search_prefix_docsize))",
        repair: "UPDATE article SET indexed = 0 WHERE in_library = 1 AND indexed = 2 AND (id NOT IN (SELECT id FROM search_text_docsize) OR id NOT IN (SELECT id FROM search_prefix_docsize))",
    },
    RowRule {
        name: "search",
        rows: WrongRows::TitlesNotIndexed,
        count: "SELECT count(*) FROM article WHERE in_library = 1 AND indexed > 0 AND (id NOT IN (SELECT id FROM search_head_docsize) OR id NOT IN (SELECT id FROM search_ngram_docsize))",
        repair: "UPDATE article SET indexed = 0 WHERE in_library = 1 AND indexed > 0 AND (id NOT IN (SELECT id FROM search_head_docsize) OR id NOT IN (SELECT id FROM search_ngram_docsize))",
    },
    RowRule {
        name: "search",
        rows: WrongRows::DeletedInText,
        count: "SELECT count(*) FROM search_text_docsize WHERE id NOT IN (SELECT id FROM article)",
        repair: "DELETE FROM search_text WHERE rowid IN (SELECT id FROM search_text_docsize WHERE id NOT IN (SELECT id FROM article))",
    },
    RowRule {
        name: "search",
        rows: WrongRows::DeletedInPrefixes,
        count: "SELECT count(*) FROM search_prefix_docsize WHERE id NOT IN (SELECT id FROM article)",
        repair: "DELETE FROM search_prefix WHERE rowid IN (SELECT id FROM search_prefix_docsize WHERE id NOT IN (SELECT id FROM article))",
    },
    RowRule {
        name: "search",
        rows: WrongRows::DeletedInTitles,
        count: "SELECT count(*) FROM search_head_docsize WHERE id NOT IN (SELECT id FROM article)",
        repair: "DELETE FROM search_head WHERE rowid IN (SELECT id FROM search_head_docsize WHERE id NOT IN (SELECT id FROM article))",
    },
    RowRule {
        name: "search",
        rows: WrongRows::DeletedInTitleParts,
        count: "SELECT count(*) FROM search_ngram_docsize WHERE id NOT IN (SELECT id FROM article)",
        repair: "DELETE FROM search_ngram WHERE rowid IN (SELECT id FROM search_ngram_docsize WHERE id NOT IN (SELECT id FROM article))",
    },
    RowRule {
        name: "lists",
        rows: WrongRows::Stories,
        count: "SELECT count(*) FROM article WHERE story IS NOT NULL AND (in_library = 0 OR story NOT IN (SELECT id FROM article WHERE story = id AND in_library = 1))",
        repair: "UPDATE article SET story = NULL WHERE story IS NOT NULL AND (in_library = 0 OR story NOT IN (SELECT id FROM article WHERE story = id AND in_library = 1))",
    },
    RowRule {
        name: "counts",
        rows: WrongRows::Counts,
        count: "SELECT count(*) FROM counter t WHERE count <> (SELECT count FROM counted c WHERE c.name = t.name)",
        repair: "UPDATE counter SET count = (SELECT count FROM counted c WHERE c.name = counter.name)
               WHERE count <> (SELECT count FROM counted c WHERE c.name = counter.name)",
    },
    RowRule {
        name: "counts",
        rows: WrongRows::MissingCounts,
        count: "SELECT count(*) FROM counted WHERE name NOT IN (SELECT name FROM counter)",
        repair: "INSERT INTO counter SELECT name, count FROM counted WHERE name NOT IN (SELECT name FROM counter)",
    },
    RowRule {
        name: "lists",
        rows: WrongRows::Members,
        count: COUNT_WRONG_MEMBERS,
        repair: REBUILD_MEMBERS,
    },
    RowRule {
        name: "counts",
        rows: WrongRows::SourceCounts,
        count: "WITH counted AS (SELECT source, sum(muted = 0) AS articles, sum(read = 0 AND muted = 0) AS unread FROM member GROUP BY source)
                SELECT count(*) FROM source s LEFT JOIN counted c ON c.source = s.id
                WHERE s.articles <> ifnull(c.articles, 0) OR s.unread <> ifnull(c.unread, 0)",
        repair: COUNT_MEMBERS,
    },
    RowRule {
        name: "counts",
        rows: WrongRows::SearchCounts,
        count: "SELECT count(*) FROM saved_search s WHERE articles <> (SELECT count(*) FROM saved_search_article WHERE search = s.id)",
        repair: "UPDATE saved_search SET articles = (SELECT count(*) FROM saved_search_article WHERE search = saved_search.id)",
    },
];

/// Rows that the table `member` must have.
macro_rules! expected_members {
    () => {
        "SELECT id AS article, source_or_0 AS source, 1 AS is_first, neg_date, title_key, words, read, bookmarked, muted
            FROM article WHERE in_library = 1
         UNION ALL SELECT DISTINCT a.id, e.source, 0, a.neg_date, a.title_key, a.words, a.read, a.bookmarked, a.muted
            FROM entry e JOIN article a ON a.id = e.article
            WHERE a.in_library = 1 AND e.missing IS NULL AND e.source IS NOT a.source"
    };
}

/// Query that counts the missing and the wrong rows of `member`.
const COUNT_WRONG_MEMBERS: &str = concat!(
    "SELECT (SELECT count(*) FROM (",
    expected_members!(),
    " EXCEPT SELECT * FROM member)) + (SELECT count(*) FROM (SELECT * FROM member EXCEPT SELECT * FROM (",
    expected_members!(),
    ")))"
);

/// Statements that rebuild `member`. Its triggers update the counts of sources.
pub(in crate::library) const REBUILD_MEMBERS: &str = concat!(
    "DELETE FROM member; INSERT INTO member ",
    expected_members!(),
    ";"
);

/// Statement that recounts the articles of sources.
pub(in crate::library) const COUNT_MEMBERS: &str =
    "WITH counted AS (SELECT source, sum(muted = 0) AS articles, sum(read = 0 AND muted = 0) AS unread FROM member GROUP BY source)
     UPDATE source SET articles = ifnull(c.articles, 0), unread = ifnull(c.unread, 0)
     FROM source s LEFT JOIN counted c ON c.source = s.id
     WHERE s.id = source.id AND (s.articles <> ifnull(c.articles, 0) OR s.unread <> ifnull(c.unread, 0));";

/// Temporary view that recomputes the counts of the table `counter`.
const CREATE_COUNTED_VIEW: &str = "
    CREATE TEMP VIEW IF NOT EXISTS counted AS
    SELECT 'all' AS name, (SELECT count(*) FROM article WHERE in_library = 1 AND muted = 0) AS count
    UNION ALL SELECT 'unread', (SELECT count(*) FROM article WHERE in_library = 1 AND muted = 0 AND read = 0)
    UNION ALL SELECT 'muted', (SELECT count(*) FROM article WHERE in_library = 1 AND muted = 1)
    UNION ALL SELECT 'bookmarks', (SELECT count(*) FROM article WHERE in_library = 1 AND bookmarked = 1)
    UNION ALL SELECT 'history', (SELECT count(*) FROM article WHERE neg_opened IS NOT NULL)
    UNION ALL SELECT 'repeats', (SELECT count(*) - count(DISTINCT story) FROM article WHERE story IS NOT NULL AND muted = 0)
    UNION ALL SELECT 'unread_repeats', (SELECT count(*) - count(DISTINCT story) FROM article WHERE story IS NOT NULL AND muted = 0 AND read = 0)";

/// Checks the rows, and repairs them unless the library is read-only.
pub(in crate::library) fn check_rows(
    library: &mut Library,
    report: &mut CheckReport,
) -> Result<(), LibraryError> {
    library.connection().execute_batch(CREATE_COUNTED_VIEW)?;
    let may_write = !library.is_read_only();
    let before = report.findings.len();
    check_schema(library, report, may_write)?;
    repair_orphans(library, report, may_write)?;
    for rule in RULES {
        let count = |connection: &Connection| -> Result<i64, rusqlite::Error> {
            connection.query_row(rule.count, [], |row| row.get(0))
        };
        // Other programs commit whole transactions, so that a query sees a consistent state.
        let wrong_rows = count(library.connection())?;
        if wrong_rows == 0 {
            continue;
        }
        let detail = FindingDetail::WrongRows {
            count: wrong_rows,
            rows: rule.rows,
        };
        if !may_write {
            let advice = Some(FindingAdvice::ReadOnly);
            report.add(rule.name, FindingState::Broken, detail, advice);
            continue;
        }
        library.write(Durability::Full, |transaction| {
            transaction.execute_batch(rule.repair)?;
            Ok(())
        })?;
        match count(library.connection())? {
            0 => report.add(rule.name, FindingState::Repaired, detail, None),
            _ => {
                let advice = Some(FindingAdvice::Recover);
                report.add(rule.name, FindingState::Broken, detail, advice);
            }
        }
    }
    check_texts(library, report)?;
    if report.findings.len() == before {
        report.add(
            "rows",
            FindingState::Ok,
            FindingDetail::RowsConsistent,
            None,
        );
    }
    Ok(())
}

/// Recreates indexes and triggers of the schema that the database lacks.
fn check_schema(
    library: &mut Library,
    report: &mut CheckReport,
    may_write: bool,
) -> Result<(), LibraryError> {
    const PARTS: &str = "SELECT name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid";
    let parts = |connection: &Connection| -> Result<Vec<(String, String)>, rusqlite::Error> {
        let mut statement = connection.prepare(PARTS)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    };
    let existing = parts(library.connection())?;
    for (name, sql) in parts(&schema::new_in_memory()?)? {
        if existing.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let detail = FindingDetail::SchemaPartMissing(name);
        if !may_write {
            let advice = Some(FindingAdvice::ReadOnly);
            report.add("schema", FindingState::Broken, detail, advice);
            continue;
        }
        library.write(Durability::Full, |transaction| {
            transaction.execute_batch(&sql)?;
            Ok(())
        })?;
        report.add("schema", FindingState::Repaired, detail, None);
    }
    Ok(())
}

/// Foreign key of a table: its table and column, the table and column that it refers to, and the effect on a row whose
/// parent is deleted.
struct ForeignKey {
    table: String,
    column: String,
    other: String,
    to: String,
    set_null: bool,
}

/// Removes or repairs rows whose parent row does not exist.
fn repair_orphans(
    library: &mut Library,
    report: &mut CheckReport,
    may_write: bool,
) -> Result<(), LibraryError> {
    let keys: Vec<ForeignKey> = {
        let mut statement = library.connection().prepare(
            "SELECT m.name, k.\"from\", k.\"table\", ifnull(k.\"to\", 'id'), k.on_delete
             FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table'",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(ForeignKey {
                table: row.get(0)?,
                column: row.get(1)?,
                other: row.get(2)?,
                to: row.get(3)?,
                set_null: row.get::<_, String>(4)? == "SET NULL",
            })
        })?;
        rows.collect::<Result<_, _>>()?
    };
    let orphaned = |key: &ForeignKey| {
        format!(
            "{0} IS NOT NULL AND {0} NOT IN (SELECT {2} FROM {1})",
            key.column, key.other, key.to
        )
    };
    let count = |connection: &Connection, key: &ForeignKey| -> Result<i64, rusqlite::Error> {
        let sql = format!("SELECT count(*) FROM {} WHERE {}", key.table, orphaned(key));
        connection.query_row(&sql, [], |row| row.get(0))
    };
    let mut any = false;
    for key in &keys {
        let orphans = count(library.connection(), key)?;
        if orphans > 0 {
            any = true;
            let detail = FindingDetail::Orphans {
                count: orphans,
                table: key.table.clone(),
                parent: key.other.clone(),
            };
            let (state, advice) = match may_write {
                true => (FindingState::Repaired, None),
                false => (FindingState::Broken, Some(FindingAdvice::ReadOnly)),
            };
            report.add("rows", state, detail, advice);
        }
    }
    if !any || !may_write {
        return Ok(());
    }
    // Nothing that the user wrote is deleted: an article of which a text or a bookmark is left gets a row again first.
    library.write(Durability::Full, |transaction| {
        restore_article_rows(transaction)?;
        for key in &keys {
            let sql = match key.set_null {
                true => format!(
                    "UPDATE {} SET {} = NULL WHERE {}",
                    key.table,
                    key.column,
                    orphaned(key)
                ),
                false => format!("DELETE FROM {} WHERE {}", key.table, orphaned(key)),
            };
            transaction.execute_batch(&sql)?;
        }
        Ok(())
    })
}

/// Reports stored texts that can't be decompressed.
fn check_texts(library: &mut Library, report: &mut CheckReport) -> Result<(), LibraryError> {
    let mut unreadable: Vec<String> = Vec::new();
    let mut statement = library.connection().prepare(
        "SELECT d.body, a.title FROM (SELECT article, body FROM document UNION ALL SELECT article, body FROM page_document) d
         JOIN article a ON a.id = d.article ORDER BY d.article",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_blob().unwrap_or_default();
        if documents::unpack(body).is_err() {
            unreadable.push(row.get(1)?);
        }
    }
    if let Some(first) = unreadable.first() {
        let detail = FindingDetail::UnreadableTexts {
            count: unreadable.len(),
            title: first.clone(),
        };
        let advice = Some(FindingAdvice::ReplaceArticles);
        report.add("texts", FindingState::Broken, detail, advice);
    }
    Ok(())
}

/// Tables of the full-text search index (SQLite FTS5).
pub(in crate::library) const SEARCH_TABLES: [&str; 4] = [
    "search_text",
    "search_prefix",
    "search_head",
    "search_ngram",
];

/// Empties the search index, and marks every article to be indexed again.
pub(in crate::library) fn clear_index(library: &mut Library) -> Result<(), LibraryError> {
    library.write(Durability::Full, |transaction| {
        for table in SEARCH_TABLES {
            transaction.execute_batch(&format!(
                "INSERT INTO {table} ({table}) VALUES ('delete-all');"
            ))?;
        }
        transaction.execute_batch("UPDATE article SET indexed = 0 WHERE indexed <> 0;")?;
        Ok(())
    })
}
