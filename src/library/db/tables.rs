//! Description of every column of the schema, used by backup, export, import and recovery. A test compares it with the
//! schema, so that no column is forgotten.
//!
//! Tables of the full-text index are not listed: `maintenance::check` knows how to rebuild them.

mod account_tables;
mod described;
pub(in crate::library) mod description;
mod list;

use crate::library::db::schema;
use crate::library::db::tables::description::{DescribedColumn, Missing, Table};

pub(in crate::library) use list::TABLES;

/// Returns the table of this name.
pub(in crate::library) fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// Returns the exported columns of a table, in the order of the schema; empty if the table is not exported.
pub(in crate::library) fn exported_columns(name: &str) -> Vec<&'static DescribedColumn> {
    let is_exported = table(name).is_some_and(|table| table.is_exported);
    let columns = written_columns(name).filter(|column| is_exported && !column.is_derived);
    columns.collect()
}

/// Lists the differences between the description and the schema, a line each: for a test.
///
/// # Errors
/// A database can't be created in memory.
pub fn schema_differences() -> Result<Vec<String>, rusqlite::Error> {
    let connection = schema::new_in_memory()?;
    let mut statement = connection.prepare(
        "SELECT m.name, c.name, c.type, c.hidden <> 0, c.\"notnull\" = 1 AND c.dflt_value IS NULL, (
            SELECT k.\"table\" FROM pragma_foreign_key_list(m.name) k WHERE k.\"from\" = c.name)
         FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'search%' AND m.name NOT LIKE 'sqlite%' ORDER BY m.rowid, c.cid",
    )?;
    let in_schema = statement.query_map([], |row| {
        let (table, column): (String, String) = (row.get(0)?, row.get(1)?);
        let (declared, is_generated): (String, bool) = (row.get(2)?, row.get(3)?);
        let (is_needed, references): (bool, Option<String>) = (row.get(4)?, row.get(5)?);
        let declared = declared.trim_end_matches(" GENERATED ALWAYS").to_owned();
        Ok((table, column, declared, is_generated, is_needed, references))
    })?;
    let in_schema: Vec<_> = in_schema.collect::<Result<_, _>>()?;
    let mut described: Vec<(&str, &DescribedColumn)> = TABLES
        .iter()
        .flat_map(|table| table.columns.iter().map(|column| (table.name, column)))
        .collect();
    let mut differences = Vec::new();
    for (table, column, declared, is_generated, is_needed, references) in in_schema {
        let found = described
            .iter()
            .position(|(known, described)| *known == table && described.name == column);
        let Some(found) = found.map(|at| described.remove(at).1) else {
            differences.push(format!("{table}.{column} is not described"));
            continue;
        };
        let mut check = |same: bool, what: &str| {
            if !same {
                differences.push(format!("{table}.{column}: {what}"));
            }
        };
        check(found.kind.declared_type() == declared, "its type");
        check(found.is_generated == is_generated, "is it generated?");
        check(
            !is_needed || found.missing != Missing::Null,
            "it may not be null",
        );
        // Triggers insert and delete the rows of `member`.
        let references = references
            .or_else(|| (table == "member" && column == "article").then(|| "article".to_owned()));
        check(
            found.references.map(str::to_owned) == references,
            "its reference",
        );
    }
    let left = described.iter();
    differences.extend(
        left.map(|(table, column)| format!("{table}.{} is not in the schema", column.name)),
    );
    Ok(differences)
}

/// Returns the writable columns of a table, in the order of the schema; empty if the table is not described.
pub(in crate::library) fn written_columns(
    name: &str,
) -> impl Iterator<Item = &'static DescribedColumn> {
    let columns = table(name).map_or(&[] as &[_], |table| table.columns);
    columns.iter().filter(|column| !column.is_generated)
}
