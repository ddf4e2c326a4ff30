//! Cells of imported rows: [`valid_cells`].

use rusqlite::types::Value as Cell;
use serde_json::{Map, Value};

use crate::library::db::columns;
use crate::library::db::columns::ColumnKind;
use crate::library::db::tables::description::DescribedColumn;
use crate::library::transfer::export::decode_hex;
use crate::library::transfer::import::malformed::MalformedFile;
use crate::text::clean;

/// Converts the members of a JSON row to values of the known columns. Foreign text is cleaned.
pub(in crate::library) fn valid_cells(
    row: &Map<String, Value>,
    columns: &[&DescribedColumn],
) -> Result<Vec<(String, Cell)>, MalformedFile> {
    let mut cells = Vec::new();
    for column in columns {
        let name = column.name;
        let wrong = || MalformedFile::Value(name);
        let cell = match row.get(name) {
            None | Some(Value::Null) => continue,
            Some(Value::Bool(yes)) => Cell::Integer(i64::from(*yes)),
            Some(Value::Number(number)) => match number.as_i64() {
                Some(number) => Cell::Integer(number),
                None => Cell::Real(number.as_f64().ok_or_else(wrong)?),
            },
            Some(Value::String(text)) if column.kind == ColumnKind::Time => {
                let moment = chrono::DateTime::parse_from_rfc3339(text).map_err(|_| wrong())?;
                Cell::Integer(columns::clamp_time(moment.timestamp()))
            }
            Some(Value::String(text)) => match column.kind {
                ColumnKind::Path | ColumnKind::Raw | ColumnKind::Bytes | ColumnKind::Source => {
                    Cell::Text(text.clone())
                }
                // A link that is not clean is left out.
                ColumnKind::Link => match clean::clean_url(text) {
                    Some(url) => Cell::Text(url.to_owned()),
                    None => continue,
                },
                _ => Cell::Text(clean::clean_line(text).into_owned()),
            },
            Some(Value::Object(object)) => {
                let digits = object.get("hex").and_then(Value::as_str);
                Cell::Blob(digits.and_then(decode_hex).ok_or_else(wrong)?)
            }
            Some(Value::Array(_)) => return Err(wrong()),
        };
        cells.push((
            name.to_owned(),
            column.kind.convert(cell).ok_or_else(wrong)?,
        ));
    }
    Ok(cells)
}
