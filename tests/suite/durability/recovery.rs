//! Recovery from backups, files of other programs, and commands on a damaged library or a full disk.

use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use newsprint::library::{self, Library, OpenError, OpenMode};
use newsprint::model::ArticleId;

use super::{files, furnish, is_furnished, open, raw, source, take};

const DAY: i64 = 86_400;

/// Overwrites the header of the library.
fn overwrite_header(folder: &Path) {
    let file = folder.join("library.db");
    let size = std::fs::metadata(&file).unwrap().len();
    std::fs::write(&file, vec![0xA5; usize::try_from(size).unwrap()]).unwrap();
}

/// Adds and bookmarks articles with these numbers.
fn bookmark(folder: &Path, numbers: std::ops::Range<usize>) {
    let mut library = open(folder);
    for number in numbers {
        let id = take(&mut library, None, number);
        library.add_bookmark(id, None, Some("mine"), &[]).unwrap();
    }
}

/// Makes the backup of the day that is `day` days from today.
fn back_up(folder: &Path, day: i64) -> Option<PathBuf> {
    let mut library = open(folder);
    let now = library.now();
    library.set_now(now + day * DAY);
    library.back_up().unwrap()
}

fn newsprint_command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsprint"));
    command
        .arg("--data-dir")
        .arg(folder)
        .arg("--config-dir")
        .arg(folder.join("config"))
        .args(arguments)
        .stdin(Stdio::null());
    command
}

/// Returns the exit code, the output, and the lines of standard error.
fn command_result(output: &Output) -> (i32, String, Vec<String>) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let errors = text(&output.stderr);
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        errors.lines().map(str::to_owned).collect(),
    )
}

fn run_program(folder: &Path, arguments: &[&str]) -> (i32, String, Vec<String>) {
    command_result(&newsprint_command(folder, arguments).output().unwrap())
}

#[test]
fn an_older_backup_restores_rows_that_the_newest_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    bookmark(folder, 0..30);
    back_up(folder, -1).unwrap();
    overwrite_header(folder);
    // The new library is nearly empty, and time passes.
    for day in 0..5 {
        bookmark(
            folder,
            100 + usize::try_from(day).unwrap()..101 + usize::try_from(day).unwrap(),
        );
        back_up(folder, day).unwrap();
    }
    assert_eq!(
        library::backups(folder).len(),
        6,
        "none goes while one waits"
    );
    let done = library::recover(folder).unwrap();
    assert_eq!(done.bookmarks, 30, "{done:?}");
    assert_eq!(open(folder).counts().unwrap().bookmarks, 35);
    // From now on the oldest backups are deleted, but never the newest of the earlier library.
    for day in 6..12 {
        bookmark(
            folder,
            200 + usize::try_from(day).unwrap()..201 + usize::try_from(day).unwrap(),
        );
        back_up(folder, day).unwrap();
    }
    let copies = library::backups(folder);
    assert_eq!(copies.len(), 4, "{copies:?}");
    let other = tempfile::tempdir().unwrap();
    let done = library::recover_from(other.path(), &copies[0].file).unwrap();
    assert_eq!(done.bookmarks, 30);
}

#[test]
fn a_backup_can_be_restored_at_any_time() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    furnish(folder, 8);
    let copy = back_up(folder, 0).unwrap();
    std::fs::remove_file(folder.join("library.db")).unwrap();
    let (status, text, _) = run_program(folder, &["doctor"]);
    assert_eq!(status, 1, "{text}");
    assert!(
        text.contains("newsprint doctor --recover restores from them"),
        "{text}"
    );
    assert!(!folder.join("library.db").exists());
    // A new library exists by now.
    bookmark(folder, 100..101);
    let copy = copy.to_str().unwrap();
    for again in [false, true] {
        let (status, text, errors) = run_program(folder, &["doctor", "--recover", copy]);
        assert_eq!((status, errors.len()), (0, 0), "{text} {errors:?}");
        assert_eq!(text.contains("2 bookmarks"), !again, "{text}");
        assert_eq!(open(folder).counts().unwrap().bookmarks, 2);
        let views = open(folder).views().unwrap();
        for name in ["Post", "Inks", "#craft", "#end"] {
            assert!(views.iter().any(|view| view.name == name), "{name}");
        }
    }
    let (status, text, _) = run_program(folder, &["doctor", "--recover", "/nowhere.db"]);
    assert!(
        status == 1 && text.contains("no such file: /nowhere.db"),
        "{text}"
    );
}

#[test]
fn a_reading_command_does_not_quarantine_a_damaged_library() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    furnish(folder, 8);
    overwrite_header(folder);
    let export = folder.join("good.json");
    std::fs::write(&export, "the good one").unwrap();
    let before = files(folder);
    let export = export.to_str().unwrap();
    for arguments in [
        &["list"] as &[&str],
        &["show", "1"],
        &["bookmarks"],
        &["sources"],
        &["search", "ink"],
        &["export", "--format", "json", "--out", export],
    ] {
        let (status, output, errors) = run_program(folder, arguments);
        assert_eq!((status, output.as_str()), (1, ""), "{arguments:?}");
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(
            errors[0].starts_with("newsprint: the library is damaged: "),
            "{errors:?}"
        );
        assert!(
            errors[0].ends_with(": newsprint doctor --recover restores what can be read"),
            "{errors:?}"
        );
        assert!(files(folder) == before, "{arguments:?}");
    }
}

#[test]
fn a_writing_command_reports_the_library_it_quarantined() {
    let markdown = "---\ntitle: Ink\n---\n\nA history of ink.\n";
    for arguments in [&["bookmarks", "add"] as &[&str], &["add"], &["import"]] {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("data");
        furnish(&folder, 8);
        overwrite_header(&folder);
        let file = home.path().join("ink.md");
        std::fs::write(&file, markdown).unwrap();
        let all = [arguments, &[file.to_str().unwrap()]].concat();
        let (status, _, errors) = run_program(&folder, &all);
        assert_eq!((status, errors.len()), (1, 1), "{arguments:?}: {errors:?}");
        assert!(
            errors[0].starts_with("newsprint: the library was damaged: newsprint doctor --recover"),
            "{errors:?}"
        );
        assert_eq!(open(&folder).counts().unwrap().all, 1, "the rest is done");
    }
}

#[test]
fn commands_that_change_the_library_make_the_daily_backup() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    let file = home.path().join("ink.md");
    std::fs::write(&file, "# Ink\n\nA history of ink.\n").unwrap();
    let (status, _, errors) = run_program(&folder, &["bookmarks", "add", file.to_str().unwrap()]);
    assert_eq!((status, errors.len()), (0, 0), "{errors:?}");
    let copies = library::backups(&folder);
    assert_eq!(copies.len(), 1);
    let other = tempfile::tempdir().unwrap();
    let done = library::recover_from(other.path(), &copies[0].file).unwrap();
    assert_eq!((done.bookmarks, done.texts), (1, 1));
}

#[test]
fn a_database_of_another_program_is_not_touched() {
    let shop = |folder: &Path, version: u32| {
        raw(folder)
            .execute_batch(&format!(
                "PRAGMA user_version = {version}; CREATE TABLE tea (leaf TEXT); INSERT INTO tea VALUES ('green')"
            ))
            .unwrap();
    };
    for version in [0, 1, 7] {
        let folder = tempfile::tempdir().unwrap();
        shop(folder.path(), version);
        assert_untouched(folder.path());
    }
    let folder = tempfile::tempdir().unwrap();
    let long = "Dear diary, today I read “Ink”.\n".repeat(9_000);
    for text in ["Dear diary.\n", long.as_str()] {
        std::fs::write(folder.path().join("library.db"), text).unwrap();
        assert_untouched(folder.path());
    }
}

fn assert_untouched(folder: &Path) {
    let before = files(folder);
    for access in [OpenMode::Inspect, OpenMode::Existing, OpenMode::Create] {
        let refused = Library::open(folder, access);
        assert!(
            matches!(refused, Err(OpenError::OtherDatabase)),
            "{refused:?}"
        );
        assert!(files(folder) == before);
    }
    assert!(library::recover(folder).is_err());
    let (status, _, errors) = run_program(folder, &["list"]);
    assert!(
        status == 1 && errors[0].contains("not a library of newsprint"),
        "{errors:?}"
    );
    assert!(files(folder) == before);
}

#[test]
fn articles_of_a_removed_source_are_in_backups() {
    let folder = tempfile::tempdir().unwrap();
    let feed = {
        drop(open(folder.path()));
        source(folder.path(), "feed", "Post")
    };
    let mut library = open(folder.path());
    let id = take(&mut library, Some(feed), 1);
    library.remove_source(feed).unwrap();
    let copy = library.back_up().unwrap().unwrap();
    let other = tempfile::tempdir().unwrap();
    library::recover_from(other.path(), &copy).unwrap();
    assert!(open(other.path()).document(id).unwrap().is_some());
}

#[test]
fn a_row_that_violates_the_schema_does_not_stop_the_recovery() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 40);
    let without = |table: &str, from: &str, to: &str| {
        format!(
            "UPDATE sqlite_schema SET sql = replace(sql, '{from}', '{to}') WHERE name = '{table}';"
        )
    };
    raw(folder.path())
        .execute_batch(&format!(
            "PRAGMA writable_schema = ON; {}{}{} PRAGMA writable_schema = RESET;",
            without(
                "article",
                "date        INTEGER NOT NULL",
                "date        INTEGER"
            ),
            "",
            without("bookmark", "created INTEGER NOT NULL", "created INTEGER"),
        ))
        .unwrap();
    raw(folder.path())
        .execute_batch(
            "DROP TRIGGER member_sorted; UPDATE article SET date = NULL WHERE id = 7; UPDATE article SET words = 'many' WHERE id = 8;
             UPDATE bookmark SET created = NULL WHERE anchor IS NULL;
             INSERT INTO source (kind, title, added) VALUES ('pigeon', 'Coo', 1);",
        )
        .unwrap();
    // The header is lost, so the library is quarantined.
    let mut file = std::fs::File::options()
        .write(true)
        .open(folder.path().join("library.db"))
        .unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.write_all(&[0; 100]).unwrap();
    drop(file);
    let done = library::recover(folder.path()).unwrap();
    assert!(done.has_unreadable_rows, "{done:?}");
    let library = open(folder.path());
    assert_eq!(library.counts().unwrap().all, 39);
    is_furnished(&library, ids);
    assert!(
        library.article(ArticleId(7)).unwrap().is_some()
            && library.article(ArticleId(8)).unwrap().is_some()
    );
}

#[test]
fn doctor_does_not_change_an_index_in_progress() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    let mut library = open(folder.path());
    assert!(library.index_some().unwrap().titles > 0);
    let state = || -> i64 {
        raw(folder.path())
            .query_row("SELECT sum(indexed) FROM article", [], |row| row.get(0))
            .unwrap()
    };
    let before = state();
    assert!(before > 0);
    assert!(library::check_library(folder.path()).is_sound());
    assert_eq!(state(), before);
    // An error in any table of the search index is repaired by rebuilding it.
    while library.index_some().unwrap().has_more {}
    for table in [
        "search_text",
        "search_prefix",
        "search_head",
        "search_ngram",
    ] {
        raw(folder.path())
            .execute_batch(&format!(
                "UPDATE {table}_data SET block = zeroblob(length(block)) WHERE id > 10"
            ))
            .unwrap();
        let examined = library::check_library(folder.path());
        let pages = examined
            .findings
            .iter()
            .find(|finding| finding.name == "pages");
        assert_eq!(
            pages.unwrap().state,
            library::FindingState::Repaired,
            "{table}: {examined:?}"
        );
        while library.index_some().unwrap().has_more {}
        assert!(library::check_library(folder.path()).is_sound(), "{table}");
    }
}

#[test]
fn saved_searches_find_recovered_articles() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 8);
    let copy = back_up(folder.path(), 0).unwrap();
    let other = tempfile::tempdir().unwrap();
    let mut library = open(other.path());
    let feed = source(other.path(), "feed", "Post");
    for number in 1..=8 {
        take(&mut library, Some(feed), number);
    }
    library.save_search("Mine", "is:bookmarked").unwrap();
    while library.index_some().unwrap().has_more {}
    let count = |library: &Library| {
        let views = library.views().unwrap();
        let view = views.iter().find(|view| view.name == "Mine").unwrap();
        view.article_count
    };
    assert_eq!(count(&library), 0);
    library::recover_from(other.path(), &copy).unwrap();
    while library.index_some().unwrap().has_more {}
    assert_eq!(count(&library), 1);
    is_furnished(&library, ids);
}

#[test]
fn a_library_can_be_read_on_a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    furnish(folder, 8);
    // A limit of the file size acts like a full disk.
    let full = |arguments: &[&str]| {
        let mut command = Command::new("sh");
        command
            .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$@\"", "sh"])
            .arg(env!("CARGO_BIN_EXE_newsprint"))
            .arg("--data-dir")
            .arg(folder)
            .arg("--config-dir")
            .arg(folder.join("config"))
            .args(arguments)
            .stdin(Stdio::null());
        command_result(&command.output().unwrap())
    };
    let (status, output, errors) = full(&["list"]);
    assert_eq!((status, errors.len()), (0, 0), "{errors:?}");
    assert_eq!(output.lines().count(), 7, "{output}");
    let (status, _, errors) = full(&["bookmarks", "rm", "1"]);
    assert_eq!(status, 1);
    assert_eq!(
        errors[0],
        "newsprint: not saved: bookmark 1: the disk is full"
    );
    let (status, output, _) = full(&["doctor"]);
    assert!(status == 1 && output.contains("disk full"), "{output}");
    assert_eq!(open(folder).counts().unwrap().bookmarks, 1);
}

#[test]
fn an_unreadable_write_ahead_log_is_reported() {
    let used = tempfile::tempdir().unwrap();
    furnish(used.path(), 8);
    let library = open(used.path());
    open(used.path()).toggle_read(ArticleId(5)).unwrap();
    // As left by a program that was killed, in a read-only folder.
    let folder = tempfile::tempdir().unwrap();
    for name in ["library.db", "library.db-wal"] {
        std::fs::copy(used.path().join(name), folder.path().join(name)).unwrap();
    }
    drop(library);
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_newsprint"))
        .arg("--data-dir")
        .arg(folder.path())
        .arg("doctor")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (_, output, _) = command_result(&output);
    assert!(
        output.contains("the latest changes may be missing"),
        "{output}"
    );
}
