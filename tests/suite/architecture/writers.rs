//! Tables by the module of the library that writes them, with exceptions listed one by one.

use std::collections::BTreeSet;

use super::source::{Source, Token};

/// Tables by the module of the library that writes them.
pub(super) const OWNERS: &[(&str, &[&str])] = &[
    (
        "articles",
        &[
            "article",
            "category",
            "correction",
            "document",
            "earlier_content",
            "entry",
            "entry_content",
            "host",
            "identity",
            "lease",
            "member",
            "request",
            "source",
            "source_category",
        ],
    ),
    ("state", &["meta", "reading_position"]),
    (
        "journal",
        &[
            "bookmark",
            "bookmark_tag",
            "change",
            "change_item",
            "saved_search",
        ],
    ),
    (
        "query",
        &[
            "rule_match",
            "saved_search_article",
            "saved_search_due",
            "search_head",
            "search_ngram",
            "search_prefix",
            "search_text",
        ],
    ),
    (
        "remote",
        &[
            "account",
            "outbox",
            "remote_feed",
            "remote_folder",
            "remote_item",
        ],
    ),
    ("stories", &["story_sample"]),
    // Updated by triggers.
    ("db", &["counter"]),
];

/// Modules that also write a table of another one: user states are columns of articles and sources, and so is the index
/// state of an article; import, recovery, doctor and expiry write every table. The list may only get shorter.
pub(super) const OTHERS: &[(&str, &[&str])] = &[
    ("state", &["article"]),
    ("journal", &["article", "source"]),
    ("query", &["article", "saved_search"]),
    ("stories", &["article"]),
    // Marks from a server.
    ("remote", &["article", "bookmark"]),
    (
        "transfer",
        &[
            "article",
            "bookmark",
            "bookmark_tag",
            "category",
            "counter",
            "document",
            "entry",
            "identity",
            "meta",
            "reading_position",
            "saved_search",
            "source",
            "source_category",
        ],
    ),
    (
        "maintenance",
        &[
            "article",
            "bookmark",
            "bookmark_tag",
            "counter",
            "document",
            "entry_content",
            "identity",
            "member",
            "meta",
            "outbox",
            "reading_position",
            "remote_feed",
            "remote_folder",
            "remote_item",
            "saved_search",
            "search_head",
            "search_ngram",
            "search_prefix",
            "search_text",
            "source",
            "source_category",
        ],
    ),
];

/// Returns writes of tables by other modules, and exceptions that are not needed.
pub(super) fn strange_writers(sources: &[Source], others: &[(&str, &[&str])]) -> Vec<String> {
    let is_named = |list: &[(&str, &[&str])], module: &str, table: &str| {
        let tables = list.iter().filter(|(name, _)| *name == module);
        tables
            .flat_map(|(_, tables)| *tables)
            .any(|name| *name == table)
    };
    let mut written = BTreeSet::new();
    let mut violations = Vec::new();
    for source in sources.iter().filter(|source| source.top() == "library") {
        let Some(module) = source.module().into_iter().nth(1) else {
            continue;
        };
        for token in &source.tokens {
            let Token::Literal(sql) = token else { continue };
            for table in tables_written(sql) {
                let known = OWNERS.iter().any(|(_, tables)| tables.contains(&&*table));
                let allowed =
                    is_named(OWNERS, &module, &table) || is_named(others, &module, &table);
                if known && !allowed {
                    violations.push(format!(
                        "{}: {table} is another module's table",
                        source.path
                    ));
                }
                written.insert((module.clone(), table));
            }
        }
    }
    for (module, tables) in others {
        for table in *tables {
            if !written.contains(&((*module).to_owned(), (*table).to_owned())) {
                violations.push(format!(
                    "{module} writes {table} no more: take it off the list"
                ));
            }
        }
    }
    violations
}

/// Returns the tables that a statement writes.
fn tables_written(sql: &str) -> Vec<String> {
    let words: Vec<&str> = sql
        .split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = |by: usize| words.get(at + by).copied().unwrap_or_default();
        let table = match *word {
            "INTO" => next(1),
            "DELETE" if next(1) == "FROM" => next(2),
            // `ON CONFLICT … DO UPDATE SET` and triggers name no table there.
            "UPDATE" if next(1) == "OR" => next(3),
            "UPDATE" if !matches!(next(1), "SET" | "OF") => next(1),
            _ => continue,
        };
        found.push(table.to_owned());
    }
    found
}
