//! Makers of described columns: a function for each kind of column, and methods for what differs from it.

use crate::library::db::columns::ColumnKind;
use crate::library::db::tables::description::{DescribedColumn, Missing};

/// A nullable column that is exported and backed up.
pub(super) const fn column(name: &'static str, kind: ColumnKind) -> DescribedColumn {
    DescribedColumn {
        name,
        kind,
        references: None,
        is_generated: false,
        is_derived: false,
        in_copy: None,
        missing: Missing::Null,
    }
}

pub(super) const fn integer_column(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Integer)
}

pub(super) const fn text_column(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Text)
}

pub(super) const fn time_column(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Time)
}

pub(super) const fn flag_column(name: &'static str, default: i64) -> DescribedColumn {
    column(name, ColumnKind::Flag).or(Missing::Number(default))
}

/// A count, or a number of a small range.
pub(super) const fn count_column(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Integer).or(Missing::Number(0))
}

pub(super) const fn id_column() -> DescribedColumn {
    column("id", ColumnKind::Integer).or(Missing::Required)
}

impl DescribedColumn {
    pub(super) const fn or(mut self, missing: Missing) -> Self {
        self.missing = missing;
        self
    }

    pub(super) const fn to(mut self, table: &'static str) -> Self {
        self.references = Some(table);
        self
    }

    pub(super) const fn derived(mut self) -> Self {
        self.is_derived = true;
        self
    }

    pub(super) const fn generated(mut self) -> Self {
        self.is_generated = true;
        self
    }

    pub(super) const fn copied_as(mut self, sql: &'static str) -> Self {
        self.in_copy = Some(sql);
        self
    }
}
