//! The library as files of other formats: export, and reading an export back.

pub(in crate::library) mod export;
pub(in crate::library) mod import;
