//! What may stand in the cells of a row: checked before it is written ([`Column::fitting`]), and read leniently where something else
//! stands there all the same ([`text`], [`number`]), so that one cell never takes a list away.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row};

use crate::library::LibraryError;

/// The first and the last second of the years 1 to 9999: what can be written as a date.
const MOMENTS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::library) struct Column {
    /// Its name.
    pub(in crate::library) name: String,
    /// What stands in it.
    pub(in crate::library) kind: Kind,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum Kind {
    Integer,
    Real,
    Text,
    Blob,
    /// A path: text where it is UTF-8, else its bytes.
    Path,
}

impl Column {
    /// The columns of a table that can be written; none where there is no such table.
    pub(in crate::library) fn all(
        connection: &Connection,
        table: &str,
    ) -> Result<Vec<Self>, LibraryError> {
        let mut statement = connection
            .prepare_cached("SELECT name, type FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
        let columns = statement.query_map([table], |row| {
            let declared: String = row.get(1)?;
            let kind = match declared.as_str() {
                "INTEGER" => Kind::Integer,
                "REAL" => Kind::Real,
                "TEXT" => Kind::Text,
                "BLOB" => Kind::Blob,
                _ => Kind::Path,
            };
            let name = row.get(0)?;
            Ok(Self { name, kind })
        })?;
        Ok(columns.collect::<Result<_, _>>()?)
    }

    /// A value as it may stand here; `None` for one of another kind. Bytes that should be text become the text that can be read in them.
    pub(in crate::library) fn fitting(&self, value: Value) -> Option<Value> {
        let value = match (self.kind, value) {
            (_, Value::Null) => Value::Null,
            (Kind::Integer, Value::Integer(number)) => Value::Integer(number),
            (Kind::Real, Value::Integer(number)) => Value::Real(number as f64),
            (Kind::Real, Value::Real(number)) => Value::Real(number),
            (Kind::Text | Kind::Path, Value::Text(text)) => Value::Text(text),
            (Kind::Text, Value::Blob(bytes)) => {
                let text = String::from_utf8_lossy(&bytes);
                Value::Text(crate::text::clean::line(&text).into_owned())
            }
            (Kind::Path | Kind::Blob, Value::Blob(bytes)) => Value::Blob(bytes),
            _ => return None,
        };
        Some(match (self.name.as_str(), value) {
            ("read" | "paused" | "in_library", Value::Integer(number)) => {
                Value::Integer(i64::from(number != 0))
            }
            ("words", Value::Integer(number)) => Value::Integer(number.max(0)),
            ("progress", Value::Real(share)) => Value::Real(share.clamp(0.0, 1.0)),
            (_, value) => value,
        })
    }
}

/// A moment that can be written as a date: the nearest to this one.
pub(in crate::library) fn moment(seconds: i64) -> i64 {
    seconds.clamp(*MOMENTS.start(), *MOMENTS.end())
}

/// The text in a cell; none where something else stands there.
pub(in crate::library) fn text(
    row: &Row<'_>,
    at: usize,
) -> Result<Option<String>, rusqlite::Error> {
    Ok(match row.get_ref(at)? {
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    })
}

/// The number in a cell; none where something else stands there.
pub(in crate::library) fn number(row: &Row<'_>, at: usize) -> Result<Option<i64>, rusqlite::Error> {
    Ok(match row.get_ref(at)? {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Real(number) => Some(number as i64),
        _ => None,
    })
}

/// The share in a cell, 0 to 1; 0 where something else stands there.
pub(in crate::library) fn share(row: &Row<'_>, at: usize) -> Result<f64, rusqlite::Error> {
    Ok(match row.get_ref(at)? {
        ValueRef::Integer(number) => (number as f64).clamp(0.0, 1.0),
        ValueRef::Real(number) if number.is_finite() => number.clamp(0.0, 1.0),
        _ => 0.0,
    })
}

/// Whether a cell says yes: a number that is not 0.
pub(in crate::library) fn yes(row: &Row<'_>, at: usize) -> Result<bool, rusqlite::Error> {
    Ok(number(row, at)?.unwrap_or_default() != 0)
}
