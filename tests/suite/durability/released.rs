//! Database files with the schema of each migration: every later program must open them with all their rows.
//!
//! `tests/fixtures/libraries/0001.db` contains the rows of `furnish` and the search index. Before the first release the
//! first migration may change, and `UPDATE=1` rebuilds the file; afterwards a file is never changed.

use std::path::PathBuf;

use newsprint::library::{Library, OpenMode, UndoResult};
use newsprint::model::{
    ArticleId, Grouping, Listing, Order, PageFrom, PageRequest, SourceId, View,
};

use super::{furnish, is_furnished, is_sound, raw};

/// Number of articles in the file.
const ARTICLES: usize = 6;

/// Ids that `furnish` returns for an empty library: bookmarked, read, left in the middle, deleted.
const FURNISHED: [ArticleId; 4] = [ArticleId(1), ArticleId(2), ArticleId(3), ArticleId(4)];

fn fixture() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/libraries/0001.db")
}

/// Rebuilds the file.
fn write_fixture() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(furnish(folder.path(), ARTICLES), FURNISHED);
    let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
    while library.index_some().unwrap().has_more {}
    drop(library);
    raw(folder.path())
        .execute_batch("PRAGMA journal_mode = DELETE; VACUUM;")
        .unwrap();
    std::fs::create_dir_all(fixture().parent().unwrap()).unwrap();
    std::fs::copy(folder.path().join("library.db"), fixture()).unwrap();
}

/// Returns the statements of a schema, sorted.
fn schema(database: &rusqlite::Connection) -> Vec<String> {
    let mut statement = database
        .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
        .unwrap();
    statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn a_library_of_the_first_schema_opens_with_all_its_rows() {
    if std::env::var_os("UPDATE").is_some() {
        write_fixture();
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(fixture(), folder.path().join("library.db")).unwrap();
    let mut library = Library::open(folder.path(), OpenMode::Existing).unwrap();
    assert_eq!(library.notice(), None);
    is_furnished(&library, FURNISHED);

    let counts = library.counts().unwrap();
    assert_eq!(counts.all, ARTICLES - 1, "one was deleted");
    let page = |view: View| {
        let request = PageRequest {
            request_id: 1,
            listing: Listing {
                view,
                filter: String::new(),
                order: Order::Date,
                grouping: Grouping::None,
                lists_repeats: false,
            },
            from: PageFrom::First,
            row_limit: 50,
            pinned: Vec::new(),
        };
        library.page(&request).unwrap().rows
    };
    assert_eq!(page(View::All).len(), ARTICLES - 1);
    assert_eq!(page(View::Unread).len(), ARTICLES - 2);
    assert_eq!(page(View::Source(SourceId(1))).len(), ARTICLES - 1);
    let found = library.search("number says", 50, &|| false).unwrap();
    assert_eq!(found.hits.len(), ARTICLES - 1, "the index is there");

    // Changes are undone, newest first, as if they had been made today.
    let undone = library.undo(None).unwrap();
    assert!(
        matches!(undone, UndoResult::NeedsConfirmation(..)),
        "{undone:?}"
    );
    drop(library);
    is_sound(folder.path());
}

#[test]
fn the_fixture_of_the_newest_schema_matches_a_new_library() {
    let folder = tempfile::tempdir().unwrap();
    drop(Library::open(folder.path(), OpenMode::Create).unwrap());
    let made = rusqlite::Connection::open(fixture()).unwrap();
    assert_eq!(
        schema(&made),
        schema(&raw(folder.path())),
        "a released migration was edited; if nothing is released yet: UPDATE=1 cargo test released"
    );
}
