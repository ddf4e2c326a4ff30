//! The database file: opening it in whatever state it is, schema and migrations, column types, locks, copies and quarantined files, errors.

pub(in crate::library) mod columns;
pub(in crate::library) mod copies;
pub(in crate::library) mod disk_space;
pub(in crate::library) mod error;
pub(in crate::library) mod folder_lock;
pub(in crate::library) mod handle;
mod ids;
pub(in crate::library) mod open;
pub(in crate::library) mod other_database;
pub(in crate::library) mod quarantine;
pub(in crate::library) mod schema;
pub(in crate::library) mod tables;
