//! The screen after keys and clicks: list, sections, paging, outline, find, filter, read marks, sizes, palette, history, mouse.

mod cancel;
mod canonical;
mod changes;
mod corrections;
mod find;
mod history;
mod left_out;
mod library;
mod links;
mod lists;
mod mouse;
mod overlays;
mod palette;
mod programs;
mod reading;
mod reading_positions;
mod rows;
mod search;
mod sections;
mod sizes;
mod sources;
mod stability;
mod start_view;
mod themes;
mod views;
mod wide;
