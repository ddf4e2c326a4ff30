//! Articles in the library: adding them, their texts, the sources and files they come from, and by what one is recognised.

pub(in crate::library) mod documents;
pub(in crate::library) mod files;
pub(in crate::library) mod identity;
pub(in crate::library) mod sources;
pub(in crate::library) mod upsert;
