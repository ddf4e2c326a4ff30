//! What a user sees after pressing keys: list, sections, paging, outline, find, filter, read marks, sizes.

mod find;
mod lists;
mod sections;
mod sizes;
