//! All tests, in one binary: one module a subject.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod accounts;
mod added_undo;
mod addresses;
mod architecture;
mod categories;
mod changed_articles;
mod changed_places;
mod clean;
mod cli;
#[cfg(feature = "highlighting")]
mod code;
mod coldsweat;
mod command_words;
mod commands;
mod comparison;
mod concurrent_programs;
mod corrected_articles;
mod dates;
mod days;
mod detect;
mod durability;
mod export;
mod export_property;
mod extract_command;
mod extract_csv;
mod extract_dumps;
mod extract_html;
mod extract_html_edges;
mod extract_html_selection;
mod extract_limits;
mod extract_markdown;
mod extract_markdown_structure;
mod extract_metadata;
mod extract_plain;
mod extract_plain_heads;
mod extract_sections;
mod extract_structure;
mod extract_text_forms;
mod feed_dates;
mod feed_documents;
mod feed_formats;
mod feed_pitfalls;
mod feed_robustness;
mod fetch;
mod fetch_answers;
mod fetch_connections;
mod fetch_redirects;
mod filters;
mod finish;
mod fixture_truths;
mod fixtures;
mod fold;
mod fresh_feed;
mod harness;
mod ids;
#[cfg(feature = "images")]
mod images;
mod imports;
mod install;
mod keymap;
mod layout;
mod library;
mod library_changes;
mod library_commands;
mod linear;
mod linear_library;
mod log;
mod mark_commands;
mod membership;
mod numbered_words;
mod page_commands;
mod page_problems;
mod programs;
mod pty;
mod readme;
mod refresh;
mod rules;
mod same_text;
mod saved_pages_import;
mod screens;
mod screenshot;
mod script_answers;
mod scripts;
mod search;
mod search_notes;
mod settings;
mod source_changes;
mod source_commands;
mod source_lines;
mod source_settings;
mod sources;
mod stories;
#[path = "../tools/story_pairs.rs"]
mod story_pairs;
mod story_states;
mod subscriptions;
mod subscriptions_import;
mod sync;
mod sync_fever;
mod sync_miniflux;
mod sync_nextcloud;
mod sync_server_dialects;
mod sync_servers;
mod sync_transport;
mod terminal;
mod themes;
mod web;
#[cfg(feature = "images")]
mod web_images;
mod worker;
mod write;
