//! Import of a JSON export, parsed as a stream: [`Library::import_json`].

use std::collections::BTreeMap;
use std::io::Read;
use std::marker::PhantomData;

use rusqlite::{OptionalExtension, Transaction, params};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use serde_json::{Map, Value};

use crate::library::journal::{ImportedChange, ImportedItem, insert_imported_change};
use crate::library::transfer::export::IMPORT_MARKER_KEY;
use crate::library::transfer::import::article::{ExportedArticle, valid_id};
use crate::library::transfer::import::entries::NewEntry;
use crate::library::transfer::import::malformed::MalformedFile;
use crate::library::transfer::import::{
    ImportError, ImportOmission, ImportReport, Importer, article, entries, merge,
};
use crate::library::{Library, LibraryError};
use crate::model::RuleAction;
use crate::text::clean;

/// Supported version of the format.
const VERSION: u64 = 2;

/// Number of changes or entries that one transaction writes at most.
const BATCH_ROWS: usize = 500;

type JsonRow = Map<String, Value>;

/// Imports a JSON export (`LibraryReader::export_json`). `progress` gets the number of articles read.
pub(in crate::library) fn import_json(
    library: &mut Library,
    input: impl Read,
    progress: impl FnMut(usize),
) -> Result<ImportReport, ImportError> {
    let mut reading = JsonImport {
        importer: Importer::new(library)?,
        progress,
        is_own_export: false,
        articles: 0,
        last_ids: BTreeMap::new(),
        entries: Vec::new(),
        changes: Vec::new(),
        skipped: [0; 2],
        error: None,
    };
    let mut json = serde_json::Deserializer::from_reader(std::io::BufReader::new(input));
    let read = (&mut reading)
        .deserialize(&mut json)
        .and_then(|()| json.end());
    if let Some(error) = reading.error.take() {
        // Articles before the error are complete.
        return Err(reading.importer.stop(error));
    }
    if let Err(error) = read {
        let reason = match reading.is_own_export {
            true => MalformedFile::Json(error),
            false => MalformedFile::NotALibrary,
        };
        return Err(reading.importer.stop(reason.into()));
    }
    if !reading.is_own_export {
        return Err(MalformedFile::NotALibrary.into());
    }
    reading.finish()
}

/// Placeholder for the error in [`JsonImport::error`]: an error of the parser can only contain text.
#[derive(Debug, thiserror::Error)]
#[error("it was not imported")]
struct RefusedValue;

/// State of reading a JSON export.
struct JsonImport<'a, P> {
    importer: Importer<'a>,
    progress: P,
    /// True after the member that identifies an export of newsprint.
    is_own_export: bool,
    articles: usize,
    /// Last assigned ids by table.
    last_ids: BTreeMap<String, i64>,
    /// Entries to be written.
    entries: Vec<NewEntry>,
    /// Changes to be written.
    changes: Vec<JsonRow>,
    /// Number of skipped changes, and of skipped rows of `meta`.
    skipped: [usize; 2],
    error: Option<ImportError>,
}

impl<P: FnMut(usize)> JsonImport<'_, P> {
    /// Stores the error, since an error of the parser can only contain text.
    fn store_error(&mut self, done: Result<(), ImportError>) -> Result<(), RefusedValue> {
        done.map_err(|error| {
            self.error = Some(error);
            RefusedValue
        })
    }

    fn import_article(&mut self, mut line: ExportedArticle) -> Result<(), ImportError> {
        self.articles += 1;
        let document = line.document.take();
        let document = document.map(|document| document.read()).transpose();
        let document = document.map_err(|reason| MalformedFile::Article {
            number: self.articles,
            reason: Box::new(reason),
        })?;
        self.importer.add_article(line, document)?;
        (self.progress)(self.articles);
        Ok(())
    }

    fn import_search(&mut self, row: &JsonRow) -> Result<(), ImportError> {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
        let (name, query) = (clean::clean_line(text("name")), text("query"));
        let created = article::check_time(row.get("created"), self.importer.library.now())?;
        let number = row.get("id").and_then(valid_id);
        let action = RuleAction::parse(&clean::clean_line(text("action"))).ok();
        let action = action.map(|action| action.to_string());
        // The rule acts on articles that are new from now on.
        self.importer.write_pending()?;
        let same = self.importer.write(|transaction, _| {
            // A saved search of the same name keeps its query.
            let known: Option<i64> = transaction
                .query_row(
                    "SELECT id FROM saved_search WHERE name = ?1",
                    [&name],
                    |row| row.get(0),
                )
                .optional()?;
            if known.is_some() {
                return Ok(known == number);
            }
            let free = merge::free_id(transaction, "saved_search", number)?;
            transaction.execute(
                "INSERT INTO saved_search (id, name, query, created, action, since)
                 VALUES (?1, ?2, ?3, ?4, ?5, (SELECT ifnull(max(id), 0) FROM article))",
                params![free, name, query, created, action],
            )?;
            Ok(free == number)
        })?;
        self.importer.has_only_this_import &= same;
        Ok(())
    }

    /// Imports a row of `meta`. Its value may refer to articles by id, so it is only imported if the ids are the same.
    fn import_meta(&mut self, row: &JsonRow) -> Result<(), ImportError> {
        self.importer.write_pending()?;
        let text = |name: &str| row.get(name).and_then(Value::as_str);
        let (Some(name), Some(value)) = (text("name"), text("value")) else {
            return Ok(());
        };
        if name == IMPORT_MARKER_KEY {
            return Ok(());
        }
        let taken = self.importer.write(|transaction, fresh| {
            if fresh {
                transaction.execute(
                    "INSERT OR IGNORE INTO meta (name, value) VALUES (?1, ?2)",
                    params![name, value],
                )?;
            }
            Ok(fresh)
        })?;
        self.skipped[1] += usize::from(!taken);
        Ok(())
    }

    /// Imports an entry of a source, after its article.
    fn import_entry(&mut self, row: &JsonRow) -> Result<(), ImportError> {
        self.importer.write_pending()?;
        let importer = &self.importer;
        let entry = entries::read_entry(
            row,
            &importer.sources,
            &importer.article_ids,
            importer.library.now(),
        )?;
        self.entries.extend(entry);
        if self.entries.len() >= BATCH_ROWS {
            self.write_entries()?;
        }
        Ok(())
    }

    fn write_entries(&mut self) -> Result<(), ImportError> {
        let entries = std::mem::take(&mut self.entries);
        if entries.is_empty() {
            return Ok(());
        }
        Ok(self.importer.write(|transaction, _| {
            for entry in &entries {
                entries::write_entry(transaction, entry)?;
            }
            Ok(())
        })?)
    }

    fn import_change(&mut self, row: JsonRow) -> Result<(), ImportError> {
        self.importer.write_pending()?;
        self.changes.push(row);
        if self.changes.len() >= BATCH_ROWS {
            self.write_changes()?;
        }
        Ok(())
    }

    /// Writes the collected changes. They refer to articles and bookmarks by id, so they are only imported if the ids
    /// are the same.
    fn write_changes(&mut self) -> Result<(), ImportError> {
        let changes = std::mem::take(&mut self.changes);
        let now = self.importer.library.now();
        let taken = self.importer.write(|transaction, fresh| {
            for change in changes.iter().filter(|_| fresh) {
                write_change(transaction, change, now)?;
            }
            Ok(fresh)
        })?;
        if !taken {
            self.skipped[0] += changes.len();
        }
        Ok(())
    }

    fn finish(mut self) -> Result<ImportReport, ImportError> {
        match self.write_rest() {
            Ok(()) => self.importer.finish(),
            Err(error) => Err(self.importer.stop(error)),
        }
    }

    fn write_rest(&mut self) -> Result<(), ImportError> {
        self.importer.write_pending()?;
        self.write_entries()?;
        self.write_changes()?;
        let last = std::mem::take(&mut self.last_ids);
        self.importer.write(|transaction, fresh| {
            if fresh {
                set_last_ids(transaction, &last)?;
            }
            Ok(())
        })?;
        let [changes, small] = self.skipped;
        if changes > 0 {
            let omission = ImportOmission::Changes(changes);
            self.importer.add_omission(0, omission);
        }
        if small > 0 {
            self.importer.add_omission(0, ImportOmission::History);
        }
        Ok(())
    }
}

/// Inserts a change with its items into the journal.
fn write_change(
    transaction: &Transaction<'_>,
    change: &JsonRow,
    now: i64,
) -> Result<(), LibraryError> {
    let text = |row: &JsonRow, name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let items = change.get("items").and_then(Value::as_array);
    let items = items.into_iter().flatten().filter_map(Value::as_object);
    let change = ImportedChange {
        id: change.get("id").and_then(valid_id),
        session: text(change, "session").unwrap_or_default(),
        time: article::check_time(change.get("at"), now)
            .map_err(|reason| LibraryError::Other(reason.to_string()))?,
        kind: text(change, "kind").unwrap_or_default(),
        state: change
            .get("state")
            .and_then(Value::as_i64)
            .unwrap_or_default(),
        items: items
            .map(|item| ImportedItem {
                kind: text(item, "kind").unwrap_or_default(),
                target: item
                    .get("target")
                    .and_then(Value::as_i64)
                    .unwrap_or_default(),
                before: text(item, "before"),
                after: text(item, "after"),
            })
            .collect(),
    };
    insert_imported_change(transaction, &change)
}

/// Continues the ids of AUTOINCREMENT tables after the last ones of the exporting library.
fn set_last_ids(
    transaction: &Transaction<'_>,
    last: &BTreeMap<String, i64>,
) -> Result<(), LibraryError> {
    let valid = |number: &i64| valid_id(&Value::from(*number)).is_some();
    for (table, number) in last.iter().filter(|(_, number)| valid(number)) {
        let numbered: bool = transaction.query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1 AND sql LIKE '%AUTOINCREMENT%')",
            [table],
            |row| row.get(0),
        )?;
        if !numbered {
            continue;
        }
        let known = transaction.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1",
            params![table, number],
        )?;
        if known == 0 {
            transaction.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)",
                params![table, number],
            )?;
        }
    }
    Ok(())
}

impl<'de, P: FnMut(usize)> DeserializeSeed<'de> for &mut JsonImport<'_, P> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, P: FnMut(usize)> Visitor<'de> for &mut JsonImport<'_, P> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a library")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if name == "newsprint" {
                let version: u64 = map.next_value()?;
                if version > VERSION {
                    self.error = Some(ImportError::Newer(version));
                    return Err(A::Error::custom("newer"));
                }
                if version < VERSION {
                    self.error = Some(ImportError::Older(version));
                    return Err(A::Error::custom("older"));
                }
                self.is_own_export = true;
                continue;
            }
            if !self.is_own_export {
                return Err(A::Error::custom("not a library"));
            }
            match name.as_str() {
                "last" => self.last_ids = map.next_value()?,
                "sources" => map.next_value_seed(for_each_item(|row: JsonRow| {
                    let done = self.importer.import_source(&row);
                    self.store_error(done)
                }))?,
                "categories" => map.next_value_seed(for_each_item(|row: JsonRow| {
                    let done = self.importer.import_category(&row);
                    self.store_error(done)
                }))?,
                "source_categories" => map.next_value_seed(for_each_item(|row: JsonRow| {
                    let done = self.importer.import_source_category(&row);
                    self.store_error(done)
                }))?,
                "articles" => map.next_value_seed(for_each_item(|line: ExportedArticle| {
                    let done = self.import_article(line);
                    self.store_error(done)
                }))?,
                "entries" => map.next_value_seed(for_each_item(|row: JsonRow| {
                    let done = self.import_entry(&row);
                    self.store_error(done)
                }))?,
                "searches" => map.next_value_seed(for_each_item(|row: JsonRow| {
                    let done = self.import_search(&row);
                    self.store_error(done)
                }))?,
                "meta" => map.next_value_seed(for_each_item(|row: JsonRow| {
                    let done = self.import_meta(&row);
                    self.store_error(done)
                }))?,
                "changes" => map.next_value_seed(for_each_item(|row: JsonRow| {
                    let done = self.import_change(row);
                    self.store_error(done)
                }))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Deserializer of an array that passes each item to a closure, so that only one is in memory.
struct EachItem<T, F>(F, PhantomData<T>);

fn for_each_item<T, F: FnMut(T) -> Result<(), RefusedValue>>(take: F) -> EachItem<T, F> {
    EachItem(take, PhantomData)
}

impl<'de, T: DeserializeOwned, F: FnMut(T) -> Result<(), RefusedValue>> DeserializeSeed<'de>
    for EachItem<T, F>
{
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned, F: FnMut(T) -> Result<(), RefusedValue>> Visitor<'de>
    for EachItem<T, F>
{
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element()? {
            (self.0)(item).map_err(A::Error::custom)?;
        }
        Ok(())
    }
}
