//! Reading of a damaged SQLite database row by row: [`DamagedDatabase`]. Unreadable rows are skipped and reported.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use crate::library::articles::new_article::title_key;
use crate::library::db::quarantine::with_suffix;
use crate::library::db::schema;
use crate::library::db::tables::description::Missing;
use crate::library::db::tables::written_columns;
use crate::model::Document;

/// A damaged database that is read as far as possible.
pub(in crate::library) struct DamagedDatabase {
    connection: Option<Connection>,
    columns: HashMap<&'static str, Vec<String>>,
    /// True if some rows could not be read.
    pub(in crate::library) has_unreadable_rows: bool,
    /// True if the schema pages were replaced by those of an empty library. Then it is likely, not certain, that all
    /// rows were found.
    pub(in crate::library) has_replaced_schema: bool,
    /// Folder with the copy that is read instead of the file; deleted when this is dropped.
    copy: Option<PathBuf>,
}

/// A row: its rowid, and its values by column.
#[derive(Debug, Clone)]
pub(in crate::library) struct DamagedRow {
    pub(in crate::library) id: i64,
    values: HashMap<String, Value>,
}

/// Largest rowid that is looked for.
const MAX_ROW_ID: i64 = 1 << 40;

/// Size of a database page, in bytes.
const PAGE_SIZE: usize = 4096;

impl DamagedDatabase {
    /// Opens a database as far as that is possible. `folder` has room for a copy, should one be needed.
    pub(in crate::library) fn open(file: &Path, folder: &Path) -> Self {
        let mut damaged = Self {
            connection: None,
            columns: HashMap::new(),
            has_unreadable_rows: false,
            has_replaced_schema: false,
            copy: None,
        };
        if let Some(connection) = open_readable(file) {
            damaged.connection = Some(connection);
            return damaged;
        }
        damaged.has_replaced_schema = true;
        // The first pages hold the schema, which is the same in an empty library.
        let copy = folder.join(format!("recover-{}.unfinished", std::process::id()));
        if replace_schema_pages(file, &copy).is_ok() {
            damaged.connection = open_readable(&copy.join("library.db"));
        }
        damaged.copy = Some(copy);
        damaged.has_unreadable_rows = damaged.connection.is_none();
        damaged
    }

    /// Returns at most `max_count` rows of a table after a rowid, in order.
    pub(in crate::library) fn rows_after(
        &mut self,
        table: &'static str,
        after: Option<i64>,
        max_count: usize,
    ) -> Vec<DamagedRow> {
        let mut rows: Vec<DamagedRow> = Vec::new();
        let mut last = after.unwrap_or(i64::MIN);
        while rows.len() < max_count {
            match self.next_row(table, last) {
                Ok(Some(row)) => {
                    last = row.id;
                    rows.push(row);
                }
                Ok(None) => break,
                Err(()) => {
                    self.has_unreadable_rows = true;
                    match self.skip_damage(table, last.max(0)) {
                        Some(to) => last = to,
                        None => break,
                    }
                }
            }
        }
        rows
    }

    /// Returns all rows of a table.
    pub(in crate::library) fn all_rows(&mut self, table: &'static str) -> Vec<DamagedRow> {
        let mut rows: Vec<DamagedRow> = Vec::new();
        loop {
            let some = self.rows_after(table, rows.last().map(|row| row.id), 1000);
            if some.is_empty() {
                return rows;
            }
            rows.extend(some);
        }
    }

    /// Returns the rowids of a table whose rowid is the id of an article.
    pub(in crate::library) fn ids(&mut self, table: &'static str) -> Vec<i64> {
        let mut found = Vec::new();
        let mut last = i64::MIN;
        let sql = format!("SELECT rowid FROM {table} WHERE rowid > ?1 ORDER BY rowid LIMIT 1");
        loop {
            match self.query_number(&sql, last) {
                Ok(Some(id)) if id > last => {
                    found.push(id);
                    last = id;
                }
                Ok(_) => return found,
                Err(()) => {
                    self.has_unreadable_rows = true;
                    match self.skip_damage(table, last.max(0)) {
                        Some(to) => last = to,
                        None => return found,
                    }
                }
            }
        }
    }

    /// Returns the row of a table with this rowid.
    pub(in crate::library) fn row_by_id(
        &mut self,
        table: &'static str,
        id: i64,
    ) -> Option<DamagedRow> {
        match self.next_row(table, id - 1) {
            Ok(row) => row.filter(|row| row.id == id),
            Err(()) => {
                self.has_unreadable_rows = true;
                None
            }
        }
    }

    /// Returns the identity keys of an article.
    pub(in crate::library) fn keys(&mut self, article: i64) -> Vec<Vec<u8>> {
        self.query_list("SELECT key FROM identity WHERE article = ?1", article)
    }

    /// Returns the tags of a bookmark.
    pub(in crate::library) fn tags(&mut self, bookmark: i64) -> Vec<String> {
        self.query_list("SELECT tag FROM bookmark_tag WHERE bookmark = ?1", bookmark)
    }

    /// Returns the names and values of the table `meta`.
    pub(in crate::library) fn meta(&mut self) -> Vec<(String, String)> {
        let Some(connection) = &self.connection else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let read = connection
            .prepare("SELECT name, value FROM meta")
            .and_then(|mut statement| {
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    found.push((row.get(0)?, row.get(1)?));
                }
                Ok(())
            });
        self.has_unreadable_rows |= read.is_err();
        found
    }

    /// Returns the rows of a query with two integer columns.
    pub(in crate::library) fn query_pairs(&mut self, sql: &str) -> Vec<(i64, i64)> {
        let Some(connection) = &self.connection else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let read = connection.prepare(sql).and_then(|mut statement| {
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.push((row.get(0)?, row.get(1)?));
            }
            Ok(())
        });
        self.has_unreadable_rows |= read.is_err();
        found
    }

    /// Returns the rows of a query, as far as they can be read.
    pub(in crate::library) fn query_rows(&mut self, sql: &str) -> Vec<Vec<Value>> {
        let Some(connection) = &self.connection else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let read = connection.prepare(sql).and_then(|mut statement| {
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.push(
                    (0..columns)
                        .map(|at| row.get(at))
                        .collect::<Result<_, _>>()?,
                );
            }
            Ok(())
        });
        self.has_unreadable_rows |= read.is_err();
        found
    }

    fn query_list<T: rusqlite::types::FromSql>(&mut self, sql: &str, id: i64) -> Vec<T> {
        let Some(connection) = &self.connection else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let read = connection.prepare_cached(sql).and_then(|mut statement| {
            let mut rows = statement.query([id])?;
            while let Some(row) = rows.next()? {
                found.push(row.get(0)?);
            }
            Ok(())
        });
        self.has_unreadable_rows |= read.is_err();
        found
    }

    /// Returns the first row after a rowid; an error if it can't be read.
    fn next_row(&mut self, table: &'static str, after: i64) -> Result<Option<DamagedRow>, ()> {
        let Some(connection) = &self.connection else {
            return Ok(None);
        };
        let columns = match self.columns.get(table) {
            Some(columns) => columns,
            None => {
                let columns = schema::columns_of(connection, table).map_err(drop)?;
                self.columns.entry(table).or_insert(columns)
            }
        };
        if columns.is_empty() {
            // The table is missing from the schema.
            self.has_unreadable_rows = true;
            return Ok(None);
        }
        let sql = format!(
            "SELECT rowid, {} FROM {table} NOT INDEXED WHERE rowid > ?1 ORDER BY rowid LIMIT 1",
            columns.join(", ")
        );
        let read = || -> Result<Option<DamagedRow>, rusqlite::Error> {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([after])?;
            let Some(row) = rows.next()? else {
                return Ok(None);
            };
            let mut values = HashMap::new();
            for (at, column) in columns.iter().enumerate() {
                values.insert(column.clone(), row.get(at + 1)?);
            }
            let id = row.get(0)?;
            Ok(Some(DamagedRow { id, values }))
        };
        match read() {
            Ok(Some(row)) if row.id <= after => Err(()),
            done => done.map_err(drop),
        }
    }

    fn query_number(&self, sql: &str, after: i64) -> Result<Option<i64>, ()> {
        use rusqlite::OptionalExtension;
        let Some(connection) = &self.connection else {
            return Ok(None);
        };
        connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row([after], |row| row.get(0)).optional())
            .map_err(drop)
    }

    /// Returns the rowid after which rows are readable again behind the unreadable ones after `last`; `None` if there
    /// are none. Doubles the step, then bisects.
    fn skip_damage(&self, table: &'static str, last: i64) -> Option<i64> {
        let sql = format!(
            "SELECT rowid FROM {table} NOT INDEXED WHERE rowid > ?1 ORDER BY rowid LIMIT 1"
        );
        let is_readable_after =
            |after: i64| matches!(self.query_number(&sql, after), Ok(Some(id)) if id > after);
        let mut step = 1;
        while !is_readable_after(last + step) {
            step *= 2;
            if last + step > MAX_ROW_ID {
                return None;
            }
        }
        // All rows between half the step and the step are readable from some rowid on; find the first by bisection.
        let (mut bad, mut found) = (step / 2, step);
        while bad + 1 < found {
            let middle = bad + (found - bad) / 2;
            if is_readable_after(last + middle) {
                found = middle;
            } else {
                bad = middle;
            }
        }
        Some(last + found)
    }
}

impl Drop for DamagedDatabase {
    fn drop(&mut self) {
        self.connection = None;
        if let Some(copy) = &self.copy {
            // The copy was made only for this recovery.
            let _ = std::fs::remove_dir_all(copy);
        }
    }
}

impl DamagedRow {
    /// Creates the row of an article of which only the text or a bookmark is left.
    pub(in crate::library) fn article_row(
        id: i64,
        text: Option<&Document>,
        quote: Option<&str>,
        created: Option<i64>,
    ) -> Self {
        let title = text
            .and_then(|text| text.metadata.title.clone())
            .or_else(|| quote.map(str::to_owned))
            .unwrap_or_else(|| "Untitled article".to_owned());
        let metadata = text.map(|text| text.metadata.clone()).unwrap_or_default();
        let published = metadata.published;
        let now = created.unwrap_or_else(|| chrono::Utc::now().timestamp());
        let at = crate::library::articles::upsert::sort_timestamp(published, now);
        let words = text.map_or(0, Document::words);
        let optional = |text: Option<String>| text.map_or(Value::Null, Value::Text);
        let values = [
            ("id", Value::Integer(id)),
            ("in_library", Value::Integer(1)),
            ("title_key", Value::Text(title_key(&title))),
            ("title", Value::Text(title)),
            ("standfirst", optional(metadata.standfirst)),
            ("byline", optional(metadata.byline)),
            ("publisher", optional(metadata.publisher)),
            ("published", optional(published.map(|day| day.to_string()))),
            ("url", optional(metadata.url)),
            ("added", Value::Integer(now)),
            ("updated", Value::Integer(now)),
            ("date", Value::Integer(at)),
            ("words", Value::Integer(words as i64)),
        ];
        Self {
            id,
            values: values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }

    /// Fills missing or mistyped columns of a row with defaults. Returns true if a value was lost. A missing title
    /// can't be filled.
    pub(in crate::library) fn fill_defaults(&mut self, table: &str, now: i64) -> bool {
        let times = written_columns(table).filter(|column| column.missing == Missing::Time);
        let known = times.filter_map(|column| self.integer(column.name)).next();
        let mut is_repaired = false;
        for column in written_columns(table) {
            if let Some((value, was_off)) =
                column.recovered(self.get(column.name), known.unwrap_or(now))
            {
                self.values.insert(column.name.to_owned(), value);
                is_repaired |= was_off;
            }
        }
        if table == "article"
            && let (None, Some(title)) = (self.text("title_key"), self.text("title"))
        {
            let key = Value::Text(title_key(title));
            self.values.insert("title_key".to_owned(), key);
            is_repaired = true;
        }
        is_repaired
    }

    pub(in crate::library) fn get(&self, column: &str) -> Option<&Value> {
        self.values.get(column)
    }

    pub(in crate::library) fn set(&mut self, column: &str, value: Value) {
        self.values.insert(column.to_owned(), value);
    }

    pub(in crate::library) fn text(&self, column: &str) -> Option<&str> {
        match self.get(column) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(in crate::library) fn blob(&self, column: &str) -> Option<&[u8]> {
        match self.get(column) {
            Some(Value::Blob(bytes)) => Some(bytes),
            _ => None,
        }
    }

    pub(in crate::library) fn integer(&self, column: &str) -> Option<i64> {
        match self.get(column) {
            Some(Value::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    pub(in crate::library) fn real(&self, column: &str) -> f64 {
        match self.get(column) {
            Some(Value::Real(number)) => *number,
            Some(Value::Integer(number)) => *number as f64,
            _ => 0.0,
        }
    }
}

/// Opens a database read-only, tolerating a damaged header and schema; `None` if its tables can't be found.
fn open_readable(file: &Path) -> Option<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).ok()?;
    // Also read a file that is shorter than its header says, and a schema with errors.
    connection
        .execute_batch("PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON;")
        .ok()?;
    let tables: i64 = connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('article', 'bookmark', 'document')",
            [],
            |row| row.get(0),
        )
        .ok()?;
    (tables == 3).then_some(connection)
}

/// Error of copying a database with replaced schema pages.
#[derive(Debug, thiserror::Error)]
enum CopyError {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Database(#[from] rusqlite::Error),
    /// The database has more pages than SQLite allows.
    #[error("{0}")]
    TooLong(#[from] std::num::TryFromIntError),
}

/// Copies a database into a folder and replaces its schema pages by those of an empty library with the same schema: the
/// root pages of the tables are the same in both.
fn replace_schema_pages(file: &Path, folder: &Path) -> Result<(), CopyError> {
    use std::io::{Read, Seek, SeekFrom, Write};
    std::fs::create_dir_all(folder)?;
    let copy = folder.join("library.db");
    std::fs::copy(file, &copy)?;
    let log = with_suffix(file, "-wal");
    if log.exists() {
        std::fs::copy(&log, with_suffix(&copy, "-wal"))?;
    }
    let empty = folder.join("empty.db");
    let mut pages: Vec<u64> = Vec::new();
    {
        let connection = Connection::open(&empty)?;
        connection.execute_batch("PRAGMA synchronous = OFF; BEGIN")?;
        for sql in schema::MIGRATIONS {
            connection.execute_batch(sql)?;
        }
        connection.pragma_update(None, "user_version", schema::MIGRATIONS.len() as i64)?;
        connection.execute_batch("COMMIT")?;
        let mut statement =
            connection.prepare("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'")?;
        for page in statement.query_map([], |row| row.get::<_, i64>(0))? {
            pages.push(page?.unsigned_abs());
        }
    }
    let count = u32::try_from(std::fs::metadata(&copy)?.len() / PAGE_SIZE as u64)?;
    let mut from = std::fs::File::open(&empty)?;
    let mut to = std::fs::File::options().write(true).open(&copy)?;
    for number in pages {
        let at = SeekFrom::Start((number - 1) * PAGE_SIZE as u64);
        let mut page = [0u8; PAGE_SIZE];
        from.seek(at)?;
        from.read_exact(&mut page)?;
        if number == 1 {
            // Database header (SQLite file format, 1.3): bytes 28 to 31 are the size in pages, 32 to 39 the freelist
            // (none), 18 and 19 the format version: 2 with a write-ahead log, otherwise 1.
            page[28..32].copy_from_slice(&count.to_be_bytes());
            page[32..40].fill(0);
            let format_version = if log.exists() { 2 } else { 1 };
            page[18..20].fill(format_version);
        }
        to.seek(at)?;
        to.write_all(&page)?;
    }
    Ok(())
}
