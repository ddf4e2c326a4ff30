//! Libraries of every older schema are migrated with all their rows.

use std::path::Path;

use newsprint::library::{Library, OpenError, OpenMode};

use super::{files, open, raw};

/// Returns the tables with rows of ours, with their columns and foreign keys.
fn tables(raw: &rusqlite::Connection) -> Vec<String> {
    let mut statement = raw
        .prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_text%' ORDER BY name")
        .unwrap();
    statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// Inserts a row into every table, with values that fit its columns.
fn fill(raw: &rusqlite::Connection) {
    raw.execute_batch("PRAGMA foreign_keys = OFF;").unwrap();
    for table in tables(raw) {
        let mut statement = raw
            .prepare("SELECT name, type FROM pragma_table_xinfo(?1) WHERE hidden = 0")
            .unwrap();
        let columns: Vec<(String, String)> = statement
            .query_map([&table], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let value = |(name, kind): &(String, String)| -> String {
            match (name.as_str(), kind.as_str()) {
                ("kind", _) if table == "source" => "'feed'".to_owned(),
                (_, "INTEGER" | "REAL") => "1".to_owned(),
                (_, "BLOB") => "x'0102'".to_owned(),
                (name, _) => format!("'{table} {name}'"),
            }
        };
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let values: Vec<String> = columns.iter().map(value).collect();
        raw.execute_batch(&format!(
            "INSERT OR IGNORE INTO {table} ({}) VALUES ({})",
            names.join(", "),
            values.join(", ")
        ))
        .unwrap_or_else(|error| panic!("{table}: {error}"));
    }
}

/// Returns the number of rows of each table.
fn counts(raw: &rusqlite::Connection) -> Vec<(String, i64)> {
    tables(raw)
        .into_iter()
        .map(|table| {
            let count = raw
                .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| {
                    row.get(0)
                })
                .unwrap();
            (table, count)
        })
        .collect()
}

fn version(folder: &Path) -> i64 {
    raw(folder)
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn every_older_schema_is_brought_up_to_date_with_its_rows() {
    let all = Library::migrations();
    for old in 0..all.len() {
        let folder = tempfile::tempdir().unwrap();
        if old == 0 {
            std::fs::write(folder.path().join("library.db"), "").unwrap();
        } else {
            drop(Library::open_with(folder.path(), OpenMode::Create, &all[..old]).unwrap());
            fill(&raw(folder.path()));
        }
        let before = counts(&raw(folder.path()));
        drop(open(folder.path()));
        assert_eq!(version(folder.path()), all.len() as i64);
        let after = counts(&raw(folder.path()));
        for (table, count) in &before {
            let now = after.iter().find(|(name, _)| name == table);
            assert!(
                now.is_some_and(|(_, now)| now >= count),
                "{table} from {old}: {now:?}"
            );
        }
        if old > 0 {
            let copy = folder
                .path()
                .join(format!("backups/library-schema-{old}.db"));
            let copy = rusqlite::Connection::open(copy).unwrap();
            assert_eq!(counts(&copy), before);
        }
    }
}

#[test]
fn the_current_schema_accepts_the_rows_of_these_tests() {
    // Ensures that the test above fills every table, even while there is only one schema.
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    fill(&raw(folder.path()));
    for (table, count) in counts(&raw(folder.path())) {
        assert!(count > 0, "{table}");
    }
}

fn with_another<'a>(sql: &'a str) -> Vec<&'a str> {
    let mut migrations: Vec<&'a str> = Library::migrations().to_vec();
    migrations.push(sql);
    migrations
}

#[test]
fn a_library_is_backed_up_before_a_migration() {
    let folder = tempfile::tempdir().unwrap();
    let ids = super::furnish(folder.path(), 8);
    let next =
        with_another("ALTER TABLE article ADD COLUMN mood TEXT; UPDATE article SET mood = 'good';");
    let library = Library::open_with(folder.path(), OpenMode::Existing, &next).unwrap();
    super::is_furnished(&library, ids);
    drop(library);
    let known = Library::migrations().len() as i64;
    assert_eq!(version(folder.path()), known + 1);
    let copy = folder
        .path()
        .join(format!("backups/library-schema-{known}.db"));
    let moods = rusqlite::Connection::open(&copy)
        .unwrap()
        .prepare("SELECT mood FROM article")
        .is_err();
    assert!(moods, "the copy is as it was before");
    // An older program may still use the backup.
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::copy(copy, elsewhere.path().join("library.db")).unwrap();
    super::is_furnished(&open(elsewhere.path()), ids);
}

#[test]
fn a_failed_migration_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ids = super::furnish(folder.path(), 8);
    let file = folder.path().join("library.db");
    let before = std::fs::read(&file).unwrap();
    let bad = with_another(
        "ALTER TABLE article ADD COLUMN mood TEXT; DELETE FROM bookmark; SELECT * FROM nowhere;",
    );
    let failed = Library::open_with(folder.path(), OpenMode::Create, &bad);
    assert!(
        matches!(failed, Err(OpenError::Unavailable(_))),
        "{failed:?}"
    );
    assert!(failed.unwrap_err().to_string().contains("nowhere"));
    assert!(std::fs::read(&file).unwrap() == before);
    assert!(
        !files(folder.path())
            .keys()
            .any(|path| path.to_string_lossy().contains("broken"))
    );
    super::is_furnished(&open(folder.path()), ids);
}

#[test]
fn programs_that_start_at_the_same_time_create_one_schema() {
    for round in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        if round % 2 == 1 {
            super::furnish(folder.path(), 6);
        }
        let next = with_another(
            "CREATE TABLE mood (id INTEGER PRIMARY KEY); INSERT INTO mood VALUES (1);",
        );
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..6)
                .map(|_| {
                    scope.spawn(|| {
                        Library::open_with(folder.path(), OpenMode::Create, &next).map(|_| ())
                    })
                })
                .collect();
            for thread in threads {
                thread.join().unwrap().unwrap();
            }
        });
        let moods: i64 = raw(folder.path())
            .query_row("SELECT count(*) FROM mood", [], |row| row.get(0))
            .unwrap();
        assert_eq!(moods, 1);
    }
}

#[test]
fn every_table_is_either_backed_up_or_can_be_rebuilt() {
    // Tables that are not in backups, with the reason.
    let comes_back = [
        // Saved searches find them again.
        "saved_search_article",
        "saved_search_due",
        // Rules act on what is new from then on.
        "rule_match",
        // The files of sources are scanned again.
        "entry",
        // The journal belongs to the lost library.
        "change",
        "change_item",
        // Documents are extracted from it.
        "entry_content",
        "earlier_content",
        // The next requests fill it.
        "lease",
        "request",
        "host",
        "page_queue",
        "page_lease",
        // Texts are sampled again when they are indexed.
        "story_sample",
        // Rebuilt from articles and entries.
        "member",
        // Recounted.
        "counter",
    ];
    let folder = tempfile::tempdir().unwrap();
    super::furnish(folder.path(), 8);
    super::add_account(folder.path());
    let file = open(folder.path()).back_up().unwrap().unwrap();
    let copied = counts(&rusqlite::Connection::open(file).unwrap());
    for (table, _) in counts(&raw(folder.path())) {
        let count = copied.iter().find(|(name, _)| *name == table).unwrap().1;
        assert_eq!(
            count > 0,
            !comes_back.contains(&table.as_str()) && table != "meta" || table == "counter",
            "{table}"
        );
    }
}

#[test]
fn every_column_is_described_once() {
    assert_eq!(
        newsprint::library::schema_differences().unwrap(),
        [] as [String; 0]
    );
}
