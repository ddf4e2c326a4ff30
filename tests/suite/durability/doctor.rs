//! `newsprint doctor` on a library: findings and repairs.

use newsprint::model::ArticleId;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{files, furnish, is_furnished, is_sound, open, raw};

fn run_doctor(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_newsprint"))
        .args(["doctor", "--data-dir"])
        .arg(folder)
        .args(arguments)
        .env("NEWSPRINT_CONFIG_DIR", folder.join("config"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), text)
}

/// Returns the findings about the library: name, state, value.
fn doctor_findings(folder: &Path) -> (i32, Vec<(String, String, String)>) {
    let (status, text) = run_doctor(folder, &["--json"]);
    let json: Value = serde_json::from_str(&text).unwrap();
    let word = |check: &Value, key: &str| check[key].as_str().unwrap().to_owned();
    let checks = json["checks"].as_array().unwrap().iter();
    let library = checks.filter(|check| check["area"] == "library");
    let found = library
        .map(|check| {
            (
                word(check, "name"),
                word(check, "state"),
                word(check, "value"),
            )
        })
        .collect();
    (status, found)
}

#[test]
fn doctor_does_not_change_a_healthy_library() {
    let folder = tempfile::tempdir().unwrap();
    let (status, text) = run_doctor(folder.path(), &[]);
    assert_eq!(status, 0, "{text}");
    assert!(files(folder.path()).is_empty(), "none is made");
    furnish(folder.path(), 8);
    open(folder.path()).back_up().unwrap();
    let before = files(folder.path());
    let (status, found) = doctor_findings(folder.path());
    assert_eq!(status, 0, "{found:?}");
    assert!(found.iter().all(|(_, state, _)| state == "ok"), "{found:?}");
    assert!(files(folder.path()) == before);
    let newest = found.iter().find(|(name, ..)| name == "backup").unwrap();
    assert!(newest.2.contains("backups/library-20"), "{newest:?}");
}

#[test]
fn doctor_repairs_and_reports_inconsistent_rows() {
    // Damage, and the name and words of its finding.
    let cases = [
        (
            "UPDATE counter SET count = count + 5",
            "counts",
            "counts of the library were wrong",
        ),
        (
            "DELETE FROM counter WHERE name = 'all'",
            "counts",
            "missing",
        ),
        (
            "UPDATE source SET unread = 77",
            "counts",
            "counts of sources were wrong",
        ),
        (
            "UPDATE article SET bookmarked = 0 WHERE id = 1",
            "bookmarks",
            "1 articles did not match",
        ),
        (
            "UPDATE article SET indexed = 1 WHERE id = 5",
            "search",
            "1 titles were missing in the search index",
        ),
        (
            "INSERT INTO search_text (rowid, title, summary, body) VALUES (4711, 'a', 'b', 'c')",
            "search",
            "1 deleted articles were in",
        ),
        (
            "INSERT INTO document VALUES (99, 1, 1, x'', x'00')",
            "rows",
            "1 rows of document",
        ),
        (
            "DELETE FROM article WHERE id = 1",
            "rows",
            "2 rows of bookmark belonged to no article",
        ),
        (
            "DELETE FROM source",
            "rows",
            "8 rows of article belonged to no source",
        ),
        (
            "UPDATE article SET has_text = 0",
            "texts",
            "articles did not match their stored texts",
        ),
        (
            "DROP INDEX article_by_title",
            "schema",
            "article_by_title was missing",
        ),
        (
            "DROP TRIGGER article_read",
            "schema",
            "article_read was missing",
        ),
        (
            "UPDATE saved_search SET articles = 9",
            "counts",
            "counts of saved searches were wrong",
        ),
    ];
    for (harm, name, words) in cases {
        let folder = tempfile::tempdir().unwrap();
        furnish(folder.path(), 8);
        raw(folder.path())
            .execute_batch(&format!("PRAGMA foreign_keys = OFF; {harm}"))
            .unwrap();
        let (status, found) = doctor_findings(folder.path());
        assert_eq!(status, 0, "{harm}: {found:?}");
        let told = found.iter().any(|(known, state, value)| {
            known == name && state == "mended" && value.contains(words)
        });
        assert!(told, "{harm}: {found:?}");
        let (_, again) = doctor_findings(folder.path());
        assert!(
            again.iter().all(|(_, state, _)| state == "ok"),
            "{harm}: {again:?}"
        );
        is_sound(folder.path());
        // No bookmark was deleted with the missing row.
        assert_eq!(
            open(folder.path()).bookmarks(ArticleId(1)).unwrap().len(),
            2,
            "{harm}"
        );
    }
}

#[test]
fn doctor_rebuilds_an_index_that_does_not_match() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 8);
    // With another schema the index is not updated, so that a row is missing.
    raw(folder.path())
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = 'CREATE INDEX article_by_words ON article (words, id, read, bookmarked) WHERE in_library = 7'
                 WHERE name = 'article_by_words';
             PRAGMA writable_schema = RESET;
             INSERT INTO article (title, title_key, added, updated, date) VALUES ('x', 'x', 1, 1, 1);
             PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = 'CREATE INDEX article_by_words ON article (words, id, read, bookmarked) WHERE in_library = 1'
                 WHERE name = 'article_by_words';",
        )
        .unwrap();
    let (status, found) = doctor_findings(folder.path());
    assert_eq!(status, 0, "{found:?}");
    assert!(
        found
            .iter()
            .any(|(name, state, _)| name == "pages" && state == "mended"),
        "{found:?}"
    );
    is_sound(folder.path());
    is_furnished(&open(folder.path()), ids);
}

#[test]
fn doctor_rebuilds_an_unreadable_search_index() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 8);
    raw(folder.path())
        .execute_batch(
            "INSERT INTO search_text (rowid, title, summary, body) SELECT id, title, '', 'words ' || id FROM article;
             UPDATE article SET indexed = 1;
             UPDATE search_text_data SET block = zeroblob(length(block)) WHERE id > 10;",
        )
        .unwrap();
    let (status, found) = doctor_findings(folder.path());
    assert_eq!(status, 0, "{found:?}");
    let pages = found.iter().find(|(name, ..)| name == "pages").unwrap();
    assert_eq!(pages.1, "mended", "{found:?}");
    let left: i64 = raw(folder.path())
        .query_row(
            "SELECT count(*) FROM article WHERE indexed = 1",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(left, 0);
    is_sound(folder.path());
    is_furnished(&open(folder.path()), ids);
}

#[test]
fn doctor_reports_damaged_pages_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 8);
    std::fs::write(folder.path().join("library.db"), {
        let mut bytes = std::fs::read(folder.path().join("library.db")).unwrap();
        bytes[..100].fill(1);
        bytes
    })
    .unwrap();
    let (status, found) = doctor_findings(folder.path());
    assert_eq!(status, 1, "{found:?}");
    assert!(found[0].1 == "broken", "{found:?}");
    assert!(found[0].2.contains("it is damaged"), "{found:?}");
    // The library was quarantined: the new one has no errors, but the finding remains.
    drop(open(folder.path()));
    let (status, found) = doctor_findings(folder.path());
    assert_eq!(status, 1, "{found:?}");
    assert!(
        found
            .iter()
            .any(|(name, state, _)| name == "quarantined" && state == "broken")
    );
    let (status, text) = run_doctor(folder.path(), &["--recover"]);
    assert_eq!(status, 0, "{text}");
    assert!(
        text.contains("1 source, 8 articles") && text.contains("2 bookmarks"),
        "{text}"
    );
    is_furnished(&open(folder.path()), ids);
    let (status, text) = run_doctor(folder.path(), &["--recover", "--json"]);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(status, 0);
    assert_eq!(json["recovered"]["articles"], 0);
    assert_eq!(
        json["recovered"]["stories"], 0,
        "scripts may read the older key"
    );
    assert_eq!(json["recovered"]["from"], serde_json::json!([]));
}

#[test]
fn doctor_reports_an_unreadable_text() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    raw(folder.path())
        .execute_batch("UPDATE document SET body = x'01020304' WHERE article = 5")
        .unwrap();
    let (status, found) = doctor_findings(folder.path());
    assert_eq!(status, 1);
    let (_, state, value) = found.iter().find(|(name, ..)| name == "texts").unwrap();
    assert_eq!(state, "broken");
    assert!(value.contains("Article 5"), "{value}");
}

#[test]
fn doctor_names_a_library_of_a_newer_version() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    raw(folder.path())
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    let before = files(folder.path());
    let (status, found) = doctor_findings(folder.path());
    assert_eq!(status, 1);
    assert!(found[0].2.contains("newer newsprint"), "{found:?}");
    assert!(files(folder.path()) == before);
}

#[test]
fn doctor_removes_an_unfinished_backup() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    std::fs::create_dir(folder.path().join("backups")).unwrap();
    let old = folder
        .path()
        .join("backups/library-2026-01-01.db.unfinished");
    let new = folder
        .path()
        .join("backups/library-2026-01-02.db.unfinished");
    std::fs::write(&new, "being written").unwrap();
    let file = std::fs::File::create(&old).unwrap();
    let yesterday = std::time::SystemTime::now() - std::time::Duration::from_secs(86_400);
    file.set_modified(yesterday).unwrap();
    let (status, found) = doctor_findings(folder.path());
    assert_eq!(status, 0);
    assert!(
        found
            .iter()
            .any(|(name, state, _)| name == "leftovers" && state == "mended")
    );
    assert!(!old.exists() && new.exists());
}
