//! JSON encoding of table rows, with every exported column of [`crate::library::db::tables`].

use std::fmt::Write;

use chrono::{DateTime, SecondsFormat};
use rusqlite::Row;
use rusqlite::types::ValueRef;
use serde::Serialize;

use crate::library::LibraryError;
use crate::library::articles::sources::settings::public_settings;
use crate::library::db::columns::ColumnKind;
use crate::library::db::tables::description::DescribedColumn;

/// A JSON object on one line; its members are in the order in which they were added.
#[derive(Debug)]
pub(in crate::library) struct JsonObject(String);

impl JsonObject {
    pub(in crate::library) fn new() -> Self {
        Self(String::from("{"))
    }

    /// Adds a member whose value is JSON already.
    pub(in crate::library) fn add_json(&mut self, name: &str, json: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        // Names are literals or column names, and contain nothing that needs an escape.
        self.0.push('"');
        self.0.push_str(name);
        self.0.push_str("\":");
        self.0.push_str(json);
    }

    pub(in crate::library) fn add_value(
        &mut self,
        name: &str,
        value: &impl Serialize,
    ) -> Result<(), LibraryError> {
        let json = crate::library::state::json(value)?;
        self.add_json(name, &json);
        Ok(())
    }

    /// Adds the first columns of a row, except those that are null. Times are RFC 3339; bytes, and text that is not
    /// UTF-8, become an object `{"hex": …}`. The settings of a source are written without credentials and programs.
    pub(in crate::library) fn add_columns(
        &mut self,
        columns: &[&DescribedColumn],
        row: &Row<'_>,
    ) -> Result<(), LibraryError> {
        for (i, column) in columns.iter().enumerate() {
            let name = column.name;
            match row.get_ref(i)? {
                ValueRef::Null => {}
                ValueRef::Integer(seconds) if column.kind == ColumnKind::Time => {
                    match DateTime::from_timestamp(seconds, 0) {
                        Some(moment) => {
                            let text = moment.to_rfc3339_opts(SecondsFormat::Secs, true);
                            self.add_value(name, &text)?;
                        }
                        None => self.add_value(name, &seconds)?,
                    }
                }
                ValueRef::Integer(number) => self.add_value(name, &number)?,
                ValueRef::Real(number) => self.add_value(name, &number)?,
                ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                    Ok(settings) if name == "settings" => {
                        self.add_value(name, &public_settings(settings))?;
                    }
                    Ok(text) => self.add_value(name, &text)?,
                    Err(_) => {
                        self.add_json(name, &format!("{{\"hex\":\"{}\"}}", encode_hex(bytes)))
                    }
                },
                ValueRef::Blob(bytes) => {
                    self.add_json(name, &format!("{{\"hex\":\"{}\"}}", encode_hex(bytes)));
                }
            }
        }
        Ok(())
    }

    pub(in crate::library) fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// Encodes bytes as lowercase hexadecimal digits.
pub(in crate::library) fn encode_hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing into a `String` never fails.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// Decodes hexadecimal digits; `None` if the text has an odd length or other characters.
pub(in crate::library) fn decode_hex(digits: &str) -> Option<Vec<u8>> {
    let even = digits.len().is_multiple_of(2) && digits.is_ascii();
    let pairs = even.then(|| (0..digits.len()).step_by(2))?;
    pairs
        .map(|i| u8::from_str_radix(digits.get(i..i + 2)?, 16).ok())
        .collect()
}

/// Joins the names of columns for an SQL column list.
pub(in crate::library) fn column_names(columns: &[&DescribedColumn]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    names.join(", ")
}
