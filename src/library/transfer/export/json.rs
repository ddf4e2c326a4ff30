//! Export of the whole library as one JSON object with a line for each row: `LibraryReader::export_json`. Imported into
//! an empty library and exported again, it is the same to the byte.
//!
//! Derived data is not exported: counts, the search index, hits of saved searches.

use std::io::Write;

use rusqlite::{Connection, Statement};

use crate::library::articles::{corrections, documents};
use crate::library::db::tables::description::DescribedColumn;
use crate::library::db::tables::exported_columns;
use crate::library::transfer::export::cells::{JsonObject, column_names, encode_hex};
use crate::library::transfer::export::{
    ExportError, ExportOmission, ExportReport, IMPORT_MARKER_KEY,
};
use crate::library::{LibraryError, LibraryReader};
use crate::model::Anchor;

/// Version of the export format.
const VERSION: u32 = 2;

/// Kinds of the items of the journal that are not exported: those that may contain credentials and programs of sources, and those of
/// accounts.
const LOCAL_ITEMS: &str = "'source-settings', 'account-paused'";

/// Kind of the changes of accounts, which have the address of a server and a user name: they are not exported.
const ACCOUNT_CHANGES: &str = "pause-account";

/// Tables whose ids are never reused (SQLite AUTOINCREMENT).
const AUTOINCREMENT_TABLES: [&str; 7] = [
    "source",
    "category",
    "article",
    "entry",
    "bookmark",
    "saved_search",
    "change",
];

/// SQL order that puts the parents of categories before their children.
const PARENTS_FIRST: &str = "ORDER BY (
        WITH RECURSIVE above (id, depth) AS (
            SELECT category.parent, 0
            UNION ALL SELECT c.parent, depth + 1 FROM above JOIN category c ON c.id = above.id WHERE depth < 1000)
        SELECT max(depth) FROM above), id";

/// Writes the whole library as JSON. `progress` gets the number of written articles, and of all.
pub(in crate::library) fn export_json(
    library: &LibraryReader,
    output: &mut impl Write,
    mut progress: impl FnMut(usize, usize),
) -> Result<ExportReport, ExportError> {
    let reading = library.connection().unchecked_transaction()?;
    let connection: &Connection = &reading;
    let mut exported = ExportReport::default();
    writeln!(output, "{{\"newsprint\":{VERSION},")?;
    writeln!(output, "\"last\":{},", last_ids(connection)?)?;
    write_lines(connection, output, "sources", "source", "ORDER BY id")?;
    write_lines(connection, output, "categories", "category", PARENTS_FIRST)?;
    let order = "ORDER BY source, category";
    write_lines(
        connection,
        output,
        "source_categories",
        "source_category",
        order,
    )?;
    write_articles(connection, output, &mut exported, &mut progress)?;
    write_lines(connection, output, "entries", "entry", "ORDER BY id")?;
    write_lines(
        connection,
        output,
        "searches",
        "saved_search",
        "ORDER BY id",
    )?;
    // The day of the last expiry belongs to this library alone.
    let meta_rows =
        format!("WHERE name NOT IN ('{IMPORT_MARKER_KEY}', 'last-expiry') ORDER BY name");
    write_lines(connection, output, "meta", "meta", &meta_rows)?;
    write_changes(connection, output)?;
    writeln!(output, "}}")?;
    output.flush()?;
    let accounts = count_accounts(connection)?;
    if accounts > 0 {
        exported.omissions.push(ExportOmission::Accounts(accounts));
    }
    Ok(exported)
}

fn count_accounts(connection: &Connection) -> Result<usize, LibraryError> {
    let count: i64 = connection.query_row("SELECT count(*) FROM account", [], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Returns the last assigned ids as JSON, so that an import does not reuse the id of a deleted row.
fn last_ids(connection: &Connection) -> Result<String, LibraryError> {
    let mut object = JsonObject::new();
    for table in AUTOINCREMENT_TABLES {
        let last: i64 = connection.query_row(
            "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = ?1",
            [table],
            |row| row.get(0),
        )?;
        object.add_value(table, &last)?;
    }
    Ok(object.finish())
}

/// Writes the rows of a table as an array, a line each. `rows` is the SQL condition and order.
fn write_lines(
    connection: &Connection,
    output: &mut impl Write,
    name: &str,
    table: &str,
    rows: &str,
) -> Result<(), ExportError> {
    let columns = exported_columns(table);
    let sql = format!("SELECT {} FROM {table} {rows}", column_names(&columns));
    let mut statement = connection.prepare(&sql)?;
    let mut found = statement.query([])?;
    let mut array = JsonArray::begin(output, name)?;
    while let Some(row) = found.next()? {
        let mut object = JsonObject::new();
        object.add_columns(&columns, row)?;
        array.line(output, &object.finish())?;
    }
    array.end(output, true)
}

/// Writer of a JSON array with a line for each item; the field is true until the first item is written.
struct JsonArray(bool);

impl JsonArray {
    fn begin(output: &mut impl Write, name: &str) -> Result<Self, ExportError> {
        write!(output, "\"{name}\":[")?;
        Ok(Self(true))
    }

    fn line(&mut self, output: &mut impl Write, json: &str) -> Result<(), ExportError> {
        write!(output, "{}{json}", if self.0 { "\n" } else { ",\n" })?;
        self.0 = false;
        Ok(())
    }

    fn end(self, output: &mut impl Write, more: bool) -> Result<(), ExportError> {
        let comma = if more { "," } else { "" };
        writeln!(output, "{}]{comma}", if self.0 { "" } else { "\n" })?;
        Ok(())
    }
}

fn write_articles(
    connection: &Connection,
    output: &mut impl Write,
    exported: &mut ExportReport,
    progress: &mut impl FnMut(usize, usize),
) -> Result<(), ExportError> {
    let total: i64 = connection.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
    let total = usize::try_from(total).unwrap_or_default();
    let columns = exported_columns("article");
    let sql = format!(
        "SELECT {}, id, title FROM article ORDER BY id",
        column_names(&columns)
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut parts = ArticleParts::new(connection)?;
    let mut array = JsonArray::begin(output, "articles")?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(columns.len())?;
        let mut object = JsonObject::new();
        object.add_columns(&columns, row)?;
        parts.add_to(id, &mut object)?;
        match parts.document(id)? {
            None => {}
            Some(Ok(json)) => object.add_json("document", &json),
            Some(Err(_)) => exported.damaged_texts.push(row.get(columns.len() + 1)?),
        }
        if let Some(json) = parts.page(id)? {
            object.add_json("page", &json);
        }
        if !parts.add_earlier_texts(id, &mut object)? {
            exported.damaged_texts.push(row.get(columns.len() + 1)?);
        }
        array.line(output, &object.finish())?;
        exported.articles += 1;
        progress(exported.articles, total);
    }
    array.end(output, true)
}

/// Prepared statements and columns for the dependent rows of articles.
struct ArticleParts<'a> {
    keys: Statement<'a>,
    position_columns: Vec<&'static DescribedColumn>,
    position: Statement<'a>,
    corrections: Statement<'a>,
    bookmark_columns: Vec<&'static DescribedColumn>,
    bookmarks: Statement<'a>,
    tags: Statement<'a>,
    document: Statement<'a>,
    page_columns: Vec<&'static DescribedColumn>,
    page: Statement<'a>,
    earlier_text_columns: Vec<&'static DescribedColumn>,
    earlier_texts: Statement<'a>,
}

impl<'a> ArticleParts<'a> {
    fn new(connection: &'a Connection) -> Result<Self, LibraryError> {
        // Dependent rows are nested in their article, and anchors are objects in them.
        let own = |table: &str| -> Vec<&'static DescribedColumn> {
            let mut columns = exported_columns(table);
            columns.retain(|column| !matches!(column.name, "article" | "anchor"));
            columns
        };
        let (place_columns, bookmark_columns) = (own("reading_position"), own("bookmark"));
        let mut page_columns = own("page_document");
        page_columns
            .retain(|column| !matches!(column.name, "extractor" | "size" | "hash" | "body"));
        let mut earlier_text_columns = own("earlier_text");
        earlier_text_columns
            .retain(|column| !matches!(column.name, "id" | "extractor" | "size" | "body"));
        Ok(Self {
            keys: connection.prepare("SELECT key FROM identity WHERE article = ?1 ORDER BY key")?,
            position: connection.prepare(&format!(
                "SELECT {}, anchor FROM reading_position WHERE article = ?1",
                column_names(&place_columns)
            ))?,
            corrections: connection
                .prepare("SELECT corrections FROM correction WHERE article = ?1")?,
            bookmarks: connection.prepare(&format!(
                "SELECT {}, anchor, id FROM bookmark WHERE article = ?1 ORDER BY id",
                column_names(&bookmark_columns)
            ))?,
            tags: connection
                .prepare("SELECT tag FROM bookmark_tag WHERE bookmark = ?1 ORDER BY tag")?,
            document: connection
                .prepare("SELECT extractor, body FROM document WHERE article = ?1")?,
            page: connection.prepare(&format!(
                "SELECT {}, extractor, body FROM page_document WHERE article = ?1",
                column_names(&page_columns)
            ))?,
            earlier_texts: connection.prepare(&format!(
                "SELECT {}, extractor, body FROM earlier_text WHERE article = ?1 ORDER BY id",
                column_names(&earlier_text_columns)
            ))?,
            earlier_text_columns,
            position_columns: place_columns,
            bookmark_columns,
            page_columns,
        })
    }

    fn add_to(&mut self, id: i64, object: &mut JsonObject) -> Result<(), LibraryError> {
        let keys = self.keys.query_map([id], |row| row.get::<_, Vec<u8>>(0))?;
        let keys: Vec<String> = keys
            .map(|key| key.map(|key| encode_hex(&key)))
            .collect::<Result<_, _>>()?;
        object.add_value("keys", &keys)?;
        let mut rows = self.position.query([id])?;
        if let Some(row) = rows.next()? {
            let mut place = JsonObject::new();
            place.add_columns(&self.position_columns, row)?;
            place.add_json(
                "anchor",
                &anchor_json(row.get(self.position_columns.len())?)?,
            );
            object.add_json("reading_position", &place.finish());
        }
        let mut rows = self.corrections.query([id])?;
        if let Some(row) = rows.next()? {
            let corrections = corrections::parse(&row.get::<_, String>(0)?);
            object.add_value("corrections", &corrections)?;
        }
        let mut bookmarks = Vec::new();
        let mut rows = self.bookmarks.query([id])?;
        while let Some(row) = rows.next()? {
            let mut bookmark = JsonObject::new();
            bookmark.add_columns(&self.bookmark_columns, row)?;
            let place: Option<String> = row.get(self.bookmark_columns.len())?;
            if let Some(place) = place {
                bookmark.add_json("anchor", &anchor_json(place)?);
            }
            let number: i64 = row.get(self.bookmark_columns.len() + 1)?;
            let tags = self
                .tags
                .query_map([number], |row| row.get::<_, String>(0))?;
            let tags: Vec<String> = tags.collect::<Result<_, _>>()?;
            if !tags.is_empty() {
                bookmark.add_value("tags", &tags)?;
            }
            bookmarks.push(bookmark.finish());
        }
        if !bookmarks.is_empty() {
            object.add_json("bookmarks", &format!("[{}]", bookmarks.join(",")));
        }
        Ok(())
    }

    /// Adds the earlier texts of an article. Returns false if one of them is damaged; it is left out.
    fn add_earlier_texts(
        &mut self,
        id: i64,
        object: &mut JsonObject,
    ) -> Result<bool, LibraryError> {
        let mut texts = Vec::new();
        let mut is_complete = true;
        let mut rows = self.earlier_texts.query([id])?;
        while let Some(row) = rows.next()? {
            let count = self.earlier_text_columns.len();
            let Ok(json) = document_json(row.get(count)?, &row.get::<_, Vec<u8>>(count + 1)?)
            else {
                is_complete = false;
                continue;
            };
            let mut text = JsonObject::new();
            text.add_columns(&self.earlier_text_columns, row)?;
            text.add_json("document", &json);
            texts.push(text.finish());
        }
        if !texts.is_empty() {
            object.add_json("earlier_texts", &format!("[{}]", texts.join(",")));
        }
        Ok(is_complete)
    }

    /// Returns the document of an article as JSON, if it has one; the inner error if it is damaged.
    fn document(&mut self, id: i64) -> Result<Option<Result<String, LibraryError>>, LibraryError> {
        let mut rows = self.document.query([id])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        Ok(Some(document_json(row.get(0)?, &row.get::<_, Vec<u8>>(1)?)))
    }

    /// Returns the page of an article as JSON; `None` if it has none, or one that is damaged: the text of the feed is left then.
    fn page(&mut self, id: i64) -> Result<Option<String>, LibraryError> {
        let mut rows = self.page.query([id])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let count = self.page_columns.len();
        let body: Vec<u8> = row.get(count + 1)?;
        let Ok(json) = document_json(row.get(count)?, &body) else {
            return Ok(None);
        };
        let mut object = JsonObject::new();
        object.add_columns(&self.page_columns, row)?;
        object.add_json("document", &json);
        Ok(Some(object.finish()))
    }
}

/// Encodes a stored document with the version of the extraction that made it.
fn document_json(extractor: i64, body: &[u8]) -> Result<String, LibraryError> {
    let document = documents::unpack(body)?;
    let mut object = JsonObject::new();
    object.add_value("extractor", &extractor)?;
    object.add_value("text", &document)?;
    Ok(object.finish())
}

/// Encodes a stored anchor as an object. Text that is not an anchor of this version stays a string.
fn anchor_json(text: String) -> Result<String, LibraryError> {
    let ours: Option<Anchor> = serde_json::from_str(&text).ok();
    let again = ours
        .map(|anchor| crate::library::state::json(&anchor))
        .transpose()?;
    if again.as_ref() == Some(&text) {
        return Ok(text);
    }
    crate::library::state::json(&text)
}

fn write_changes(connection: &Connection, output: &mut impl Write) -> Result<(), ExportError> {
    let columns = exported_columns("change");
    let sql = format!(
        "SELECT {}, id FROM change WHERE json_extract(kind, '$.kind') IS NOT '{ACCOUNT_CHANGES}' ORDER BY id",
        column_names(&columns)
    );
    let mut statement = connection.prepare(&sql)?;
    let mut item_columns = exported_columns("change_item");
    item_columns.retain(|column| !matches!(column.name, "change" | "number"));
    let mut items = connection.prepare(&format!(
        "SELECT {} FROM change_item WHERE change = ?1 AND kind NOT IN ({LOCAL_ITEMS}) ORDER BY number",
        column_names(&item_columns)
    ))?;
    let mut rows = statement.query([])?;
    let mut array = JsonArray::begin(output, "changes")?;
    while let Some(row) = rows.next()? {
        let mut object = JsonObject::new();
        object.add_columns(&columns, row)?;
        let mut all = Vec::new();
        let mut rows = items.query([row.get::<_, i64>(columns.len())?])?;
        while let Some(row) = rows.next()? {
            let mut item = JsonObject::new();
            item.add_columns(&item_columns, row)?;
            all.push(item.finish());
        }
        object.add_json("items", &format!("[{}]", all.join(",")));
        array.line(output, &object.finish())?;
    }
    array.end(output, false)
}
