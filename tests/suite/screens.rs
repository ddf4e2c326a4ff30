//! What a user sees after pressing keys: list, sections, paging, outline, find, filter, read marks, sizes, palette, places, mouse.

mod cancel;
mod canonical;
mod find;
mod kept_places;
mod library;
mod links;
mod lists;
mod mouse;
mod overlays;
mod palette;
mod places;
mod search;
mod sections;
mod sizes;
