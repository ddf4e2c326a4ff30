//! Articles of an import, parsed before a transaction begins: [`ImportedArticle`].

use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::library::articles::corrections::clean_correction;
use crate::library::articles::documents::{Packed, Serialized};
use crate::library::articles::earlier_texts::ImportedEarlierText;
use crate::library::articles::identity::{
    content_key, hash_content, identity_key, link_key, path_key,
};
use crate::library::articles::new_article::{UNTITLED, title_key};
use crate::library::articles::upsert::sort_timestamp;
use crate::library::db::columns;
use crate::library::db::tables::description::DescribedColumn;
use crate::library::journal::normalize_note;
use crate::library::state::json;
use crate::library::transfer::export::decode_hex;
use crate::library::transfer::import::cells::valid_cells;
use crate::library::transfer::import::document::ExportedDocument;
use crate::library::transfer::import::earlier_text::ExportedEarlierText;
use crate::library::transfer::import::malformed::MalformedFile;
use crate::library::transfer::import::page::{ExportedPage, ImportedPage};
use crate::model::{Anchor, Correction, Document, Published};
use crate::text::clean;

use rusqlite::types::Value as Cell;

/// Limit of ids: JSON parsers of other programs round larger numbers.
const MAX_ID: i64 = 1 << 53;

/// An article as the file contains it.
#[derive(Debug, Default, Deserialize)]
pub(in crate::library) struct ExportedArticle {
    /// Identity keys; `None` if another program wrote the file.
    pub(in crate::library) keys: Option<Vec<String>>,
    pub(in crate::library) reading_position: Option<Map<String, Value>>,
    #[serde(default)]
    pub(in crate::library) bookmarks: Vec<Map<String, Value>>,
    #[serde(default)]
    pub(in crate::library) corrections: Vec<Value>,
    pub(in crate::library) document: Option<ExportedDocument>,
    pub(in crate::library) page: Option<ExportedPage>,
    #[serde(default)]
    pub(in crate::library) earlier_texts: Vec<ExportedEarlierText>,
    /// Columns of its row.
    #[serde(flatten)]
    pub(in crate::library) row: Map<String, Value>,
}

/// An article with all its values checked, ready to be written.
#[derive(Debug)]
pub(in crate::library) struct ImportedArticle {
    /// Id in the file.
    pub(in crate::library) exported_id: Option<i64>,
    /// Id of its source in the file.
    pub(in crate::library) exported_source: Option<i64>,
    /// Columns of its row, except those two.
    pub(in crate::library) cells: Vec<(String, Cell)>,
    /// Sort key of its title.
    pub(in crate::library) title_key: String,
    /// Keys that identify it reliably: its link, its text, its article of the tour.
    pub(in crate::library) reliable_keys: Vec<Vec<u8>>,
    /// Key of its file.
    pub(in crate::library) path_key: Option<Vec<u8>>,
    /// Identity keys in the exporting library, if the file has them.
    pub(in crate::library) exported_keys: Option<Vec<Vec<u8>>>,
    /// Key of all its content in the file, for articles that have no other key.
    pub(in crate::library) copy_key: Vec<u8>,
    pub(in crate::library) reading_position: Option<PositionCells>,
    pub(in crate::library) bookmarks: Vec<ImportedBookmark>,
    pub(in crate::library) corrections: Vec<Correction>,
    pub(in crate::library) text: Option<ImportedText>,
    /// Text of its page, beside that of its feed.
    pub(in crate::library) page: Option<ImportedPage>,
    pub(in crate::library) earlier_texts: Vec<ImportedEarlierText>,
}

/// Columns of a reading position.
#[derive(Debug)]
pub(in crate::library) struct PositionCells {
    pub(in crate::library) anchor: String,
    pub(in crate::library) above: i64,
    pub(in crate::library) updated: i64,
}

/// A bookmark of an imported article.
#[derive(Debug)]
pub(in crate::library) struct ImportedBookmark {
    pub(in crate::library) number: Option<i64>,
    pub(in crate::library) anchor: Option<String>,
    pub(in crate::library) section: Option<String>,
    pub(in crate::library) quote: Option<String>,
    pub(in crate::library) note: Option<String>,
    pub(in crate::library) created: i64,
    pub(in crate::library) tags: Vec<String>,
}

/// Compressed document of an imported article.
#[derive(Debug)]
pub(in crate::library) struct ImportedText {
    pub(in crate::library) extractor: i64,
    pub(in crate::library) packed: Packed,
    /// Fingerprint of the text, however short.
    pub(in crate::library) key: [u8; 16],
}

impl ImportedArticle {
    /// Checks the values of an article. `columns` are the exported columns of the table `article`.
    pub(in crate::library) fn new(
        line: ExportedArticle,
        document: Option<(i64, Document)>,
        columns: &[&DescribedColumn],
        now: i64,
    ) -> Result<Self, MalformedFile> {
        let mut cells = valid_cells(&line.row, columns)?;
        cells.retain(|(name, _)| !matches!(name.as_str(), "id" | "source"));
        let bookmarks: Vec<ImportedBookmark> = line
            .bookmarks
            .iter()
            .map(|bookmark| imported_bookmark(bookmark, now))
            .collect::<Result<_, _>>()?;
        let correction = |value: &Value| {
            let correction = serde_json::from_value(value.clone());
            correction.map(clean_correction)
        };
        let corrections: Vec<Correction> = line
            .corrections
            .iter()
            .map(correction)
            .collect::<Result<_, _>>()
            .map_err(MalformedFile::Correction)?;
        let earlier_texts = line.earlier_texts.into_iter().map(|text| text.read(now));
        let earlier_texts = earlier_texts.collect::<Result<_, _>>()?;
        let words = document
            .as_ref()
            .map_or(0, |(_, document)| document.words());
        let packed = document.as_ref().map(|(extractor, document)| {
            let packed = Serialized::new(document).and_then(|text| text.pack());
            let packed = packed?;
            Ok::<_, MalformedFile>(ImportedText {
                extractor: *extractor,
                packed,
                key: hash_content(document),
            })
        });
        let packed = packed.transpose()?;
        let text_of = |name: &str| cell(&cells, name).and_then(text_of_cell);
        let url = text_of("url").map(str::to_owned);
        let title = text_of("title").filter(|title| !title.is_empty());
        let title = title.or(url.as_deref()).unwrap_or(UNTITLED).to_owned();
        let seed = text_of("seed").map(|seed| identity_key("seed", seed.as_bytes()));
        let path = cell(&cells, "path").and_then(path_key_of);
        let link = url.as_deref().and_then(link_key);
        let content_key = document
            .as_ref()
            .and_then(|(_, document)| content_key(document, words));
        let reliable_keys: Vec<Vec<u8>> = [link, content_key, seed]
            .into_iter()
            .flatten()
            .map(Vec::from)
            .collect();
        let read = |key: &String| {
            let bytes = decode_hex(key).filter(|bytes| bytes.len() == 16);
            bytes.ok_or_else(|| MalformedFile::Key(clean::clean_line(key).into_owned()))
        };
        let given = line
            .keys
            .as_ref()
            .map(|keys| keys.iter().map(read).collect());
        let given: Option<Vec<_>> = given.transpose()?;
        let copy = copy_key(&cells, packed.as_ref());
        let published = text_of("published").and_then(Published::parse);
        let added = integer_cell(&cells, "added").unwrap_or(now);
        let in_library = integer_cell(&cells, "in_library") != Some(0) || !bookmarks.is_empty();
        set_cell(&mut cells, "title", Cell::Text(title.clone()), true);
        set_cell(
            &mut cells,
            "in_library",
            Cell::Integer(i64::from(in_library)),
            true,
        );
        set_cell(&mut cells, "added", Cell::Integer(added), false);
        set_cell(&mut cells, "updated", Cell::Integer(added), false);
        let at = sort_timestamp(published, added);
        set_cell(&mut cells, "date", Cell::Integer(at), false);
        set_cell(&mut cells, "words", Cell::Integer(words as i64), false);
        Ok(Self {
            exported_id: line.row.get("id").and_then(valid_id),
            exported_source: line.row.get("source").and_then(Value::as_i64),
            title_key: title_key(&title),
            cells,
            reliable_keys,
            path_key: path.map(Vec::from),
            exported_keys: given,
            copy_key: copy,
            reading_position: line
                .reading_position
                .as_ref()
                .map(|place| position_cells(place, now))
                .transpose()?,
            bookmarks,
            corrections,
            earlier_texts,
            text: packed,
            page: line.page.map(|page| page.read(now)).transpose()?,
        })
    }

    /// Returns the approximate number of bytes to be written.
    pub(in crate::library) fn size(&self) -> usize {
        let text = self.text.as_ref().map_or(0, |text| text.packed.body.len());
        text + self.page.as_ref().map_or(0, ImportedPage::size)
    }

    /// Returns an integer column.
    pub(in crate::library) fn integer(&self, name: &str) -> Option<i64> {
        integer_cell(&self.cells, name)
    }

    /// Returns a column.
    pub(in crate::library) fn cell(&self, name: &str) -> Option<&Cell> {
        cell(&self.cells, name)
    }
}

/// Returns a key of everything in an article that does not depend on the time of the import.
fn copy_key(cells: &[(String, Cell)], text: Option<&ImportedText>) -> Vec<u8> {
    let mut all = Vec::new();
    for name in ["title", "url", "path", "seed", "added"] {
        all.extend_from_slice(format!("{:?}", cell(cells, name)).as_bytes());
        all.push(0);
    }
    all.extend(text.iter().flat_map(|text| text.key));
    Vec::from(identity_key("copy", &all))
}

fn cell<'a>(cells: &'a [(String, Cell)], name: &str) -> Option<&'a Cell> {
    let found = cells.iter().find(|(known, _)| known == name);
    found.map(|(_, cell)| cell)
}

fn text_of_cell(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

fn integer_cell(cells: &[(String, Cell)], name: &str) -> Option<i64> {
    match cell(cells, name) {
        Some(Cell::Integer(number)) => Some(*number),
        _ => None,
    }
}

/// Sets a column; an existing value is only replaced if `replaced` is set.
fn set_cell(cells: &mut Vec<(String, Cell)>, name: &str, value: Cell, replaced: bool) {
    match cells.iter_mut().find(|(known, _)| known == name) {
        Some((_, cell)) if replaced => *cell = value,
        Some(_) => {}
        None => cells.push((name.to_owned(), value)),
    }
}

fn path_key_of(cell: &Cell) -> Option<[u8; 16]> {
    match cell {
        Cell::Text(path) => Some(path_key(Path::new(path))),
        // A path that is not UTF-8.
        Cell::Blob(bytes) => Some(identity_key("path", bytes)),
        _ => None,
    }
}

/// Returns the value as an id, if it is a valid one.
pub(in crate::library) fn valid_id(value: &Value) -> Option<i64> {
    value.as_i64().filter(|id| (1..MAX_ID).contains(id))
}

/// Converts an anchor to its stored form.
fn check_anchor(value: &Value) -> Result<String, MalformedFile> {
    if let Value::String(text) = value {
        return Ok(text.clone());
    }
    let anchor: Anchor = serde_json::from_value(value.clone()).map_err(MalformedFile::Anchor)?;
    Ok(json(&anchor)?)
}

/// Converts a time, a number of seconds or RFC 3339, to seconds since 1970; a missing one becomes `other`.
pub(in crate::library) fn check_time(
    value: Option<&Value>,
    other: i64,
) -> Result<i64, MalformedFile> {
    match value {
        None | Some(Value::Null) => Ok(other),
        Some(Value::Number(number)) => {
            let seconds = number.as_i64().ok_or(MalformedFile::NoTime)?;
            Ok(columns::clamp_time(seconds))
        }
        Some(value) => {
            let text = value.as_str().unwrap_or_default();
            let moment = chrono::DateTime::parse_from_rfc3339(text)
                .map_err(|_| MalformedFile::Time(clean::clean_line(text).into_owned()))?;
            Ok(columns::clamp_time(moment.timestamp()))
        }
    }
}

fn position_cells(place: &Map<String, Value>, now: i64) -> Result<PositionCells, MalformedFile> {
    Ok(PositionCells {
        anchor: check_anchor(place.get("anchor").unwrap_or(&Value::Null))?,
        above: place
            .get("above")
            .and_then(Value::as_i64)
            .unwrap_or_default(),
        updated: check_time(place.get("updated"), now)?,
    })
}

fn imported_bookmark(
    bookmark: &Map<String, Value>,
    now: i64,
) -> Result<ImportedBookmark, MalformedFile> {
    let text = |name: &str| bookmark.get(name).and_then(Value::as_str);
    let line = |name: &str| {
        let line = clean::clean_line(text(name)?).into_owned();
        Some(line).filter(|line| !line.is_empty())
    };
    let tags = bookmark.get("tags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten().filter_map(Value::as_str);
    let mut tags: Vec<String> = tags.map(str::to_owned).collect();
    crate::library::journal::normalize_tags(&mut tags);
    Ok(ImportedBookmark {
        number: bookmark.get("id").and_then(valid_id),
        anchor: bookmark.get("anchor").map(check_anchor).transpose()?,
        section: line("section"),
        quote: line("quote"),
        note: text("note").and_then(normalize_note),
        created: check_time(bookmark.get("created"), now)?,
        tags,
    })
}
