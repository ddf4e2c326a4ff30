//! Types of the description of a table and its columns.

use rusqlite::types::Value;

use crate::library::db::columns::ColumnKind;

/// A table of the schema.
#[derive(Debug)]
pub(in crate::library) struct Table {
    pub(in crate::library) name: &'static str,
    pub(in crate::library) columns: &'static [DescribedColumn],
    pub(in crate::library) copy: InCopy,
    /// True if an export contains its rows.
    pub(in crate::library) is_exported: bool,
}

/// Rows of a table that a daily backup contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum InCopy {
    /// Rows to copy, as the end of a `SELECT` from the table. `chosen` has the articles of the copy with their level: 0
    /// for the marks, 1 with the metadata, 2 with the text.
    Rows(&'static str),
    /// No rows, with the reason why that is no loss.
    Nothing(&'static str),
}

/// A column of a table.
#[derive(Debug)]
pub(in crate::library) struct DescribedColumn {
    pub(in crate::library) name: &'static str,
    pub(in crate::library) kind: ColumnKind,
    /// Table whose ids the column contains.
    pub(in crate::library) references: Option<&'static str>,
    /// True if SQLite computes the column and it is never written.
    pub(in crate::library) is_generated: bool,
    /// True if the column can be computed from other columns or tables; it is not exported.
    pub(in crate::library) is_derived: bool,
    /// SQL expression for the value in a daily backup; `None` if it is the same value.
    pub(in crate::library) in_copy: Option<&'static str>,
    /// Value that recovery uses for a missing or wrong one.
    pub(in crate::library) missing: Missing,
}

/// Value that recovery uses where one is missing or of the wrong type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::library) enum Missing {
    /// NULL: the column is nullable.
    Null,
    /// A number.
    Number(i64),
    /// The fraction 0.
    Zero,
    /// A text.
    Text(&'static str),
    /// Earliest time in the row, else now.
    Time,
    /// The row is lost without the value, or the value is computed from others.
    Required,
}

impl DescribedColumn {
    /// Returns the SQL expression for the value in a daily backup.
    pub(in crate::library) fn value_in_copy(&self) -> &'static str {
        self.in_copy.unwrap_or(self.name)
    }

    /// Returns the value to restore, or the replacement for a missing or wrong one, with true if it was replaced.
    /// `known` is the earliest time in the row. `None` if the row is lost.
    pub(in crate::library) fn recovered(
        &self,
        value: Option<&Value>,
        known: i64,
    ) -> Option<(Value, bool)> {
        let is_null = matches!(value, None | Some(Value::Null));
        if let Some(value) = value.filter(|_| !is_null)
            && self.kind.matches(value)
        {
            return self.kind.convert(value.clone()).map(|value| (value, false));
        }
        let value = match self.missing {
            Missing::Null => return Some((Value::Null, !is_null)),
            Missing::Number(number) => Value::Integer(number),
            Missing::Zero => Value::Real(0.0),
            Missing::Text(text) => Value::Text(text.to_owned()),
            Missing::Time => Value::Integer(known),
            Missing::Required => return None,
        };
        Some((value, true))
    }
}
