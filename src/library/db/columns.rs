//! Types of columns. Values are checked before they are written ([`ColumnKind::convert`]), and read leniently
//! ([`read_text`], [`read_number`]), so that one wrong cell never hides a list.

use rusqlite::Row;
use rusqlite::types::{Value, ValueRef};

use crate::model::SourceKind;
use crate::text::clean;

/// First and last second of the years 1 to 9999, the range of dates that can be written.
const TIME_RANGE: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Type of the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum ColumnKind {
    Integer,
    /// 0 or 1.
    Flag,
    /// A number that is not below 0.
    Size,
    /// Seconds since 1970 in UTC; RFC 3339 in an export.
    Time,
    /// A real number from 0 to 1.
    Fraction,
    /// Text that is shown: without control characters (see [`clean`]).
    Text,
    /// Text that is never shown directly.
    Raw,
    /// URL.
    Link,
    /// The name of a [`SourceKind`].
    Source,
    Blob,
    /// Bytes; another program may have stored them as text.
    Bytes,
    /// Path: text if it is UTF-8, else its bytes.
    Path,
}

impl ColumnKind {
    /// Returns the declared type of the column; `None` for a path, which is text or bytes.
    pub(in crate::library) fn declared_type(self) -> &'static str {
        match self {
            Self::Integer | Self::Flag | Self::Size | Self::Time => "INTEGER",
            Self::Fraction => "REAL",
            Self::Text | Self::Raw | Self::Link | Self::Source => "TEXT",
            Self::Blob | Self::Bytes => "BLOB",
            Self::Path => "",
        }
    }

    /// Returns true if a value has the type of the column; it may still be out of its range.
    pub(in crate::library) fn matches(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Integer | Self::Flag | Self::Size | Self::Time, Value::Integer(_))
            | (Self::Fraction, Value::Real(_) | Value::Integer(_))
            | (Self::Text | Self::Raw | Self::Link | Self::Path, Value::Text(_))
            | (Self::Blob | Self::Bytes | Self::Path, Value::Blob(_)) => true,
            (Self::Source, Value::Text(name)) => SourceKind::from_name(name).is_some(),
            _ => false,
        }
    }

    /// Converts a value to the type of the column; `None` if it has another type. Bytes in a text column become the
    /// text that can be decoded.
    pub(in crate::library) fn convert(self, value: Value) -> Option<Value> {
        Some(match (self, value) {
            (_, Value::Null) => Value::Null,
            (Self::Integer, Value::Integer(number)) => Value::Integer(number),
            (Self::Flag, Value::Integer(number)) => Value::Integer(i64::from(number != 0)),
            (Self::Size, Value::Integer(number)) => Value::Integer(number.max(0)),
            (Self::Time, Value::Integer(seconds)) => Value::Integer(clamp_time(seconds)),
            (Self::Fraction, Value::Integer(number)) => {
                Value::Real((number as f64).clamp(0.0, 1.0))
            }
            (Self::Fraction, Value::Real(fraction)) => Value::Real(fraction.clamp(0.0, 1.0)),
            (
                Self::Text | Self::Raw | Self::Link | Self::Source | Self::Path,
                Value::Text(text),
            ) => Value::Text(text),
            (Self::Text | Self::Raw | Self::Link | Self::Source, Value::Blob(bytes)) => {
                let text = String::from_utf8_lossy(&bytes);
                Value::Text(clean::clean_line(&text).into_owned())
            }
            (Self::Bytes, Value::Text(text)) => Value::Blob(text.into_bytes()),
            (Self::Path | Self::Blob | Self::Bytes, Value::Blob(bytes)) => Value::Blob(bytes),
            _ => return None,
        })
    }
}

/// Limits a time to those that can be written as a date ([`TIME_RANGE`]).
pub(in crate::library) fn clamp_time(seconds: i64) -> i64 {
    seconds.clamp(*TIME_RANGE.start(), *TIME_RANGE.end())
}

/// Reads a text cell; `None` if it has another type.
pub(in crate::library) fn read_text(
    row: &Row<'_>,
    index: usize,
) -> Result<Option<String>, rusqlite::Error> {
    Ok(match row.get_ref(index)? {
        ValueRef::Text(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    })
}

/// Reads an integer cell; `None` if it has another type.
pub(in crate::library) fn read_number(
    row: &Row<'_>,
    index: usize,
) -> Result<Option<i64>, rusqlite::Error> {
    Ok(match row.get_ref(index)? {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Real(number) => Some(number as i64),
        _ => None,
    })
}

/// Reads a fraction, 0 to 1; 0 if the cell has another type.
pub(in crate::library) fn read_fraction(
    row: &Row<'_>,
    index: usize,
) -> Result<f64, rusqlite::Error> {
    Ok(match row.get_ref(index)? {
        ValueRef::Integer(number) => (number as f64).clamp(0.0, 1.0),
        ValueRef::Real(number) if number.is_finite() => number.clamp(0.0, 1.0),
        _ => 0.0,
    })
}

/// Returns true if a cell is a number other than 0.
pub(in crate::library) fn read_flag(row: &Row<'_>, index: usize) -> Result<bool, rusqlite::Error> {
    Ok(read_number(row, index)?.unwrap_or_default() != 0)
}
