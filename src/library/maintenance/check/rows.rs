//! Rows that don't fit together: what belongs to nothing, counts that are off, words that are not found, texts that can't be read.

use rusqlite::Connection;

use crate::library::articles::documents;
use crate::library::db::schema;
use crate::library::maintenance::check::finding::{Examined, RECOVER, Standing};
use crate::library::maintenance::recover::give_rows_back;
use crate::library::{Durability, Library, LibraryError};

/// A rule: what is wrong, in a sentence with the number of rows before it; how many rows are; what makes it right.
struct Rule {
    name: &'static str,
    says: &'static str,
    count: &'static str,
    mend: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        name: "bookmarks",
        says: "articles were not marked as their bookmarks say",
        count: "SELECT count(*) FROM article a WHERE bookmarked <> EXISTS (SELECT 1 FROM bookmark b WHERE b.article = a.id)",
        mend: "UPDATE article SET bookmarked = EXISTS (SELECT 1 FROM bookmark b WHERE b.article = article.id)
               WHERE bookmarked <> EXISTS (SELECT 1 FROM bookmark b WHERE b.article = article.id)",
    },
    Rule {
        name: "texts",
        says: "articles were not marked as their texts say",
        count: "SELECT count(*) FROM article a WHERE has_text <> EXISTS (SELECT 1 FROM document d WHERE d.article = a.id)",
        mend: "UPDATE article SET has_text = EXISTS (SELECT 1 FROM document d WHERE d.article = article.id)
               WHERE has_text <> EXISTS (SELECT 1 FROM document d WHERE d.article = article.id)",
    },
    Rule {
        name: "bookmarks",
        says: "bookmarked articles were in no list",
        count: "SELECT count(*) FROM article WHERE bookmarked = 1 AND in_library = 0",
        mend: "UPDATE article SET in_library = 1, deleted = NULL WHERE bookmarked = 1 AND in_library = 0",
    },
    Rule {
        name: "search",
        says: "articles could not be found by their words; they are taken in again",
        count: "SELECT count(*) FROM article WHERE in_library = 1 AND indexed = 2 AND (id NOT IN (SELECT id FROM search_text_docsize) OR id NOT IN (SELECT id FROM search_start_docsize))",
        mend: "UPDATE article SET indexed = 0 WHERE in_library = 1 AND indexed = 2 AND (id NOT IN (SELECT id FROM search_text_docsize) OR id NOT IN (SELECT id FROM search_start_docsize))",
    },
    Rule {
        name: "search",
        says: "articles could not be found by their titles; they are taken in again",
        count: "SELECT count(*) FROM article WHERE in_library = 1 AND indexed > 0 AND (id NOT IN (SELECT id FROM search_head_docsize) OR id NOT IN (SELECT id FROM search_part_docsize))",
        mend: "UPDATE article SET indexed = 0 WHERE in_library = 1 AND indexed > 0 AND (id NOT IN (SELECT id FROM search_head_docsize) OR id NOT IN (SELECT id FROM search_part_docsize))",
    },
    Rule {
        name: "search",
        says: "articles that are not there could be found by their words",
        count: "SELECT count(*) FROM search_text_docsize WHERE id NOT IN (SELECT id FROM article)",
        mend: "DELETE FROM search_text WHERE rowid IN (SELECT id FROM search_text_docsize WHERE id NOT IN (SELECT id FROM article))",
    },
    Rule {
        name: "search",
        says: "articles that are not there could be found by their beginnings of words",
        count: "SELECT count(*) FROM search_start_docsize WHERE id NOT IN (SELECT id FROM article)",
        mend: "DELETE FROM search_start WHERE rowid IN (SELECT id FROM search_start_docsize WHERE id NOT IN (SELECT id FROM article))",
    },
    Rule {
        name: "search",
        says: "articles that are not there could be found by their titles",
        count: "SELECT count(*) FROM search_head_docsize WHERE id NOT IN (SELECT id FROM article)",
        mend: "DELETE FROM search_head WHERE rowid IN (SELECT id FROM search_head_docsize WHERE id NOT IN (SELECT id FROM article))",
    },
    Rule {
        name: "search",
        says: "articles that are not there could be found by parts of their titles",
        count: "SELECT count(*) FROM search_part_docsize WHERE id NOT IN (SELECT id FROM article)",
        mend: "DELETE FROM search_part WHERE rowid IN (SELECT id FROM search_part_docsize WHERE id NOT IN (SELECT id FROM article))",
    },
    Rule {
        name: "counts",
        says: "counts of the whole library were off",
        count: "SELECT count(*) FROM counter t WHERE count <> (SELECT count FROM counted c WHERE c.name = t.name)",
        mend: "UPDATE counter SET count = (SELECT count FROM counted c WHERE c.name = counter.name)
               WHERE count <> (SELECT count FROM counted c WHERE c.name = counter.name)",
    },
    Rule {
        name: "counts",
        says: "counts of the whole library were missing",
        count: "SELECT count(*) FROM counted WHERE name NOT IN (SELECT name FROM counter)",
        mend: "INSERT INTO counter SELECT name, count FROM counted WHERE name NOT IN (SELECT name FROM counter)",
    },
    Rule {
        name: "lists",
        says: "rows of the lists of sources were off",
        count: MEMBERS_OFF,
        mend: REBUILD_MEMBERS,
    },
    Rule {
        name: "counts",
        says: "counts of sources were off",
        count: "WITH counted AS (SELECT source, count(*) AS articles, sum(read = 0) AS unread FROM member GROUP BY source)
                SELECT count(*) FROM source s LEFT JOIN counted c ON c.source = s.id
                WHERE s.articles <> ifnull(c.articles, 0) OR s.unread <> ifnull(c.unread, 0)",
        mend: COUNT_MEMBERS,
    },
    Rule {
        name: "counts",
        says: "counts of saved searches were off",
        count: "SELECT count(*) FROM saved_search s WHERE articles <> (SELECT count(*) FROM saved_search_article WHERE search = s.id)",
        mend: "UPDATE saved_search SET articles = (SELECT count(*) FROM saved_search_article WHERE search = saved_search.id)",
    },
];

/// The rows that `member` must have.
macro_rules! expected_members {
    () => {
        "SELECT id AS article, source_or_0 AS source, 1 AS is_first, neg_date, title_key, words, read, bookmarked
            FROM article WHERE in_library = 1
         UNION ALL SELECT DISTINCT a.id, e.source, 0, a.neg_date, a.title_key, a.words, a.read, a.bookmarked
            FROM entry e JOIN article a ON a.id = e.article
            WHERE a.in_library = 1 AND e.missing IS NULL AND e.source IS NOT a.source"
    };
}

/// Rows that are missing, and rows that are too many or say something else.
const MEMBERS_OFF: &str = concat!(
    "SELECT (SELECT count(*) FROM (",
    expected_members!(),
    " EXCEPT SELECT * FROM member)) + (SELECT count(*) FROM (SELECT * FROM member EXCEPT SELECT * FROM (",
    expected_members!(),
    ")))"
);

/// Makes `member` anew, with the counts of sources that the triggers keep by it.
pub(in crate::library) const REBUILD_MEMBERS: &str = concat!(
    "DELETE FROM member; INSERT INTO member ",
    expected_members!(),
    ";"
);

/// Counts the articles of sources anew.
pub(in crate::library) const COUNT_MEMBERS: &str =
    "WITH counted AS (SELECT source, count(*) AS articles, sum(read = 0) AS unread FROM member GROUP BY source)
     UPDATE source SET articles = ifnull(c.articles, 0), unread = ifnull(c.unread, 0)
     FROM source s LEFT JOIN counted c ON c.source = s.id
     WHERE s.id = source.id AND (s.articles <> ifnull(c.articles, 0) OR s.unread <> ifnull(c.unread, 0));";

/// What is counted, counted again.
const COUNTED: &str = "
    CREATE TEMP VIEW IF NOT EXISTS counted AS
    SELECT 'all' AS name, (SELECT count(*) FROM article WHERE in_library = 1) AS count
    UNION ALL SELECT 'unread', (SELECT count(*) FROM article WHERE in_library = 1 AND read = 0)
    UNION ALL SELECT 'bookmarks', (SELECT count(*) FROM article WHERE in_library = 1 AND bookmarked = 1)
    UNION ALL SELECT 'history', (SELECT count(*) FROM article WHERE neg_opened IS NOT NULL)";

/// Looks through the rows.
pub(in crate::library) fn look_through(
    library: &mut Library,
    examined: &mut Examined,
) -> Result<(), LibraryError> {
    library.connection().execute_batch(COUNTED)?;
    let may_write = !library.is_read_only();
    let before = examined.findings.len();
    schema_parts(library, examined, may_write)?;
    orphans(library, examined, may_write)?;
    for rule in RULES {
        let count = |connection: &Connection| -> Result<i64, rusqlite::Error> {
            connection.query_row(rule.count, [], |row| row.get(0))
        };
        // Others may be in the middle of something only between transactions: what is seen is all of one moment.
        let off = count(library.connection())?;
        if off == 0 {
            continue;
        }
        let found = format!("{off} {}", rule.says);
        if !may_write {
            examined.add(
                rule.name,
                Standing::Broken,
                found,
                "nothing can be changed in it",
            );
            continue;
        }
        library.write(Durability::Full, |transaction| {
            transaction.execute_batch(rule.mend)?;
            Ok(())
        })?;
        match count(library.connection())? {
            0 => examined.add(rule.name, Standing::Mended, found, ""),
            _ => examined.add(rule.name, Standing::Broken, found, RECOVER),
        }
    }
    texts(library, examined)?;
    if examined.findings.len() == before {
        examined.add("rows", Standing::Ok, "they fit together".to_owned(), "");
    }
    Ok(())
}

/// Indexes and triggers that the schema has and the database lacks.
fn schema_parts(
    library: &mut Library,
    examined: &mut Examined,
    may_write: bool,
) -> Result<(), LibraryError> {
    const PARTS: &str = "SELECT name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY rowid";
    let parts = |connection: &Connection| -> Result<Vec<(String, String)>, rusqlite::Error> {
        let mut statement = connection.prepare(PARTS)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    };
    let there = parts(library.connection())?;
    for (name, sql) in parts(&schema::pristine()?)? {
        if there.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let found = format!("{name} was missing");
        if !may_write {
            examined.add(
                "schema",
                Standing::Broken,
                found,
                "nothing can be changed in it",
            );
            continue;
        }
        library.write(Durability::Full, |transaction| {
            transaction.execute_batch(&sql)?;
            Ok(())
        })?;
        examined.add("schema", Standing::Mended, found, "");
    }
    Ok(())
}

/// A key to another table: the table, the column, the other table, its column, what becomes of a row whose other is gone.
struct Key {
    table: String,
    column: String,
    other: String,
    to: String,
    set_null: bool,
}

/// What belongs to something that is not there.
fn orphans(
    library: &mut Library,
    examined: &mut Examined,
    may_write: bool,
) -> Result<(), LibraryError> {
    let keys: Vec<Key> = {
        let mut statement = library.connection().prepare(
            "SELECT m.name, k.\"from\", k.\"table\", ifnull(k.\"to\", 'id'), k.on_delete
             FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table'",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Key {
                table: row.get(0)?,
                column: row.get(1)?,
                other: row.get(2)?,
                to: row.get(3)?,
                set_null: row.get::<_, String>(4)? == "SET NULL",
            })
        })?;
        rows.collect::<Result<_, _>>()?
    };
    let orphaned = |key: &Key| {
        format!(
            "{0} IS NOT NULL AND {0} NOT IN (SELECT {2} FROM {1})",
            key.column, key.other, key.to
        )
    };
    let count = |connection: &Connection, key: &Key| -> Result<i64, rusqlite::Error> {
        let sql = format!("SELECT count(*) FROM {} WHERE {}", key.table, orphaned(key));
        connection.query_row(&sql, [], |row| row.get(0))
    };
    let mut any = false;
    for key in &keys {
        let off = count(library.connection(), key)?;
        if off > 0 {
            any = true;
            let found = format!("{off} rows of {} belonged to no {}", key.table, key.other);
            match may_write {
                true => examined.add("rows", Standing::Mended, found, ""),
                false => examined.add(
                    "rows",
                    Standing::Broken,
                    found,
                    "nothing can be changed in it",
                ),
            }
        }
    }
    if !any || !may_write {
        return Ok(());
    }
    // Nothing that the user wrote goes: where a text or a bookmark is left of an article, it gets its row again.
    library.write(Durability::Full, |transaction| {
        give_rows_back(transaction)?;
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

/// Texts that can't be unpacked.
fn texts(library: &mut Library, examined: &mut Examined) -> Result<(), LibraryError> {
    let mut bad: Vec<String> = Vec::new();
    let mut statement = library.connection().prepare(
        "SELECT d.body, a.title FROM document d JOIN article a ON a.id = d.article ORDER BY d.article",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let body = row.get_ref(0)?.as_blob().unwrap_or_default();
        if documents::unpack(body).is_err() {
            bad.push(row.get(1)?);
        }
    }
    if let Some(first) = bad.first() {
        let found = format!("{} texts can't be read, “{first}” among them", bad.len());
        let advice = "delete these articles, or add them again from where they came";
        examined.add("texts", Standing::Broken, found, advice);
    }
    Ok(())
}

/// The tables of the index of words.
pub(in crate::library) const WORDS: [&str; 4] =
    ["search_text", "search_start", "search_head", "search_part"];

/// Empties what is found by words, and marks every article to be taken in again.
pub(in crate::library) fn forget_words(library: &mut Library) -> Result<(), LibraryError> {
    library.write(Durability::Full, |transaction| {
        for table in WORDS {
            transaction.execute_batch(&format!(
                "INSERT INTO {table} ({table}) VALUES ('delete-all');"
            ))?;
        }
        transaction.execute_batch("UPDATE article SET indexed = 0 WHERE indexed <> 0;")?;
        Ok(())
    })
}
