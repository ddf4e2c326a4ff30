//! Reading the library: pages of the list, and full-text search.

pub(in crate::library) mod listing;
pub(in crate::library) mod search;
