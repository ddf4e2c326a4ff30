//! Opening of libraries that are newer or read-only, on a full disk, or whose file was replaced.

use std::sync::{Arc, Mutex};

use newsprint::ingest::Limits;
use newsprint::library::{Durability, Library, LibraryError, OpenError, OpenMode};
use newsprint::model::{ArticleId, ArticleRef, Change, Job, Origin, Outcome};
use newsprint::worker::{Emit, SharedState, run_job};

use super::child::Other;
use super::{files, furnish, is_sound, open, raw, take};

fn start_worker(folder: &std::path::Path) -> (Arc<SharedState>, Emit, Arc<Mutex<Vec<Outcome>>>) {
    let store = Arc::new(SharedState::new(Limits::default(), &[]).with_library(folder.to_owned()));
    let outcomes = Arc::new(Mutex::new(Vec::new()));
    let sent = outcomes.clone();
    let emit: Emit = Arc::new(move |outcome| sent.lock().unwrap().push(outcome));
    (store, emit, outcomes)
}

fn warnings(outcomes: &Mutex<Vec<Outcome>>) -> Vec<String> {
    let outcomes = outcomes.lock().unwrap();
    outcomes
        .iter()
        .filter_map(|outcome| match outcome {
            Outcome::Warning(text) | Outcome::SaveFailed(text) => Some(text.clone()),
            Outcome::LibraryNotice(notice) => Some(newsprint::messages::library::notice(notice)),
            _ => None,
        })
        .collect()
}

#[test]
fn a_newer_library_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let mut newer = Library::migrations().to_vec();
    newer.push("CREATE TABLE from_the_future (id INTEGER PRIMARY KEY);");
    drop(Library::open_with(folder.path(), OpenMode::Create, &newer).unwrap());
    let before = files(folder.path());
    assert_eq!(before.len(), 1, "only the database");
    for access in [OpenMode::Existing, OpenMode::Create] {
        let refused = Library::open(folder.path(), access);
        assert!(
            matches!(refused, Err(OpenError::Newer { .. })),
            "{refused:?}"
        );
        assert!(files(folder.path()) == before);
    }
    // Also if its last changes are still in the write-ahead log.
    let using = raw(folder.path());
    using
        .execute_batch("PRAGMA wal_autocheckpoint = 0; INSERT INTO from_the_future VALUES (1)")
        .unwrap();
    let before = files(folder.path());
    assert!(Library::open(folder.path(), OpenMode::Create).is_err());
    let after = files(folder.path());
    for name in ["library.db", "library.db-wal"] {
        let path = folder.path().join(name);
        assert!(after[&path] == before[&path], "{name}");
    }
    drop(using);

    // Files can be read, with a message that says why nothing is saved.
    let file = folder.path().join("ink.md");
    std::fs::write(&file, "# Ink\n\nA history of ink.\n").unwrap();
    let (store, emit, outcomes) = start_worker(folder.path());
    let article = ArticleRef {
        id: ArticleId(-1),
        origin: Origin::File(file),
    };
    run_job(
        Job::LoadDocument(article.id, article.origin.clone()),
        &store,
        &emit,
    );
    let seen = outcomes.lock().unwrap().clone();
    assert!(
        seen.iter()
            .any(|outcome| matches!(outcome, Outcome::Document { .. }))
    );
    let said = warnings(&outcomes);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("library.db: made by a newer newsprint"),
        "{said:?}"
    );
    run_job(Job::SaveChange(Change::ToggleRead(article)), &store, &emit);
    let said = warnings(&outcomes);
    assert!(said[1].contains("newer newsprint"), "{said:?}");
}

#[test]
fn a_newer_schema_in_the_write_ahead_log_is_refused() {
    let used = tempfile::tempdir().unwrap();
    drop(open(used.path()));
    let using = raw(used.path());
    using
        .execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99;")
        .unwrap();
    // As left by a program that was killed.
    let folder = tempfile::tempdir().unwrap();
    for name in ["library.db", "library.db-wal"] {
        std::fs::copy(used.path().join(name), folder.path().join(name)).unwrap();
    }
    drop(using);
    let before = files(folder.path());
    let refused = Library::open(folder.path(), OpenMode::Create);
    assert!(
        matches!(refused, Err(OpenError::Newer { found: 99, .. })),
        "{refused:?}"
    );
    let after = files(folder.path());
    for name in ["library.db", "library.db-wal"] {
        let path = folder.path().join(name);
        assert!(after[&path] == before[&path], "{name}");
    }
}

/// Returns a command that runs this binary as a user with few permissions, in a folder of that user.
fn as_nobody(folder: &std::path::Path) -> std::process::Command {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let program = folder.join("program");
    if !program.exists() {
        let own = std::env::current_exe().unwrap();
        if std::fs::hard_link(&own, &program).is_err() {
            std::fs::copy(&own, &program).unwrap();
        }
    }
    let mut command = std::process::Command::new(&program);
    command.current_dir("/");
    std::fs::set_permissions(folder, PermissionsExt::from_mode(0o755)).unwrap();
    if rustix::process::geteuid().is_root() {
        /// User id of `nobody`.
        const NOBODY: u32 = 65_534;
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

#[test]
fn a_read_only_library_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    {
        let mut library = open(&folder);
        take(&mut library, None, 1);
    }
    let mode = |path: &std::path::Path, mode: u32| {
        std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    };
    let look = || {
        let mut other = Other::start_as("look", &folder, as_nobody(home.path()));
        let said: [String; 3] = std::array::from_fn(|_| other.line().unwrap());
        assert!(other.ended_well());
        said
    };
    let read_only = [
        "read 1 Some(\"Article 1\")",
        "unchanged the library is read-only",
        "sound true",
    ];
    // Folder and file are read-only.
    mode(&folder.join("library.db"), 0o444);
    mode(&folder, 0o555);
    let before = files(&folder);
    assert_eq!(look(), read_only);
    assert!(files(&folder) == before, "nothing has appeared");
    // Only the file is read-only.
    mode(&folder, 0o777);
    assert_eq!(look(), read_only);
    // Only the folder is read-only.
    for name in ["library.db-wal", "library.db-shm"] {
        let _ = std::fs::remove_file(folder.join(name));
    }
    mode(&folder.join("library.db"), 0o666);
    mode(&folder, 0o555);
    assert_eq!(look(), read_only);
    // Changes of a program with more permissions are visible while it has the library open.
    mode(&folder, 0o777);
    mode(&folder.join("library.db"), 0o644);
    let mut library = open(&folder);
    take(&mut library, None, 2);
    mode(&folder, 0o555);
    assert_eq!(look()[0], "read 2 Some(\"Article 1\")");
    drop(library);
    // An unreadable library is not damaged: it stays in place.
    mode(&folder.join("library.db"), 0o000);
    mode(&folder, 0o777);
    let said = look();
    assert!(said[0].starts_with("unread "), "{said:?}");
    assert!(!said[0].contains("damaged"), "{said:?}");
    assert!(folder.join("library.db").exists());
    mode(&folder.join("library.db"), 0o644);
    // A damaged library that can't be quarantined stays in place and is reported.
    std::fs::write(folder.join("library.db"), b"no\0library").unwrap();
    mode(&folder, 0o555);
    let said = look();
    assert!(
        said[0].contains("damaged") && said[0].contains("can't be quarantined"),
        "{said:?}"
    );
    assert_eq!(said[2], "sound false");
    assert_eq!(
        std::fs::read(folder.join("library.db")).unwrap(),
        b"no\0library"
    );
    // No library can be created in a read-only folder.
    let empty = home.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    mode(&empty, 0o555);
    let mut other = Other::start_as("look", &empty, as_nobody(home.path()));
    assert_eq!(other.line().unwrap(), "unread there is no library yet");
    assert_eq!(
        other.line().unwrap(),
        "unchanged the folder can't be written to"
    );
}

#[test]
fn a_folder_or_missing_file_is_not_damage() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("library.db")).unwrap();
    for access in [OpenMode::Existing, OpenMode::Create] {
        let refused = Library::open(folder.path(), access);
        assert!(
            matches!(refused, Err(OpenError::Unavailable(_))),
            "{refused:?}"
        );
    }
    assert!(folder.path().join("library.db").is_dir());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_full_disk_loses_nothing_and_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 8);
    let mut library = open(folder.path());
    let pages: u32 = raw(folder.path())
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    library.limit_pages(pages).unwrap();
    let note = "a very long note, ".repeat(2_000).trim_end().to_owned();
    let before = library.counts().unwrap();
    let refused = library.add_bookmark(ids[1], None, Some(&note), &["big".to_owned()]);
    assert!(matches!(refused, Err(LibraryError::Full)), "{refused:?}");
    assert_eq!(refused.unwrap_err().to_string(), "the disk is full");
    assert_eq!(library.counts().unwrap(), before);
    assert!(library.bookmarks(ids[1]).unwrap().is_empty());
    super::is_furnished(&library, ids);
    is_sound(folder.path());
    // The disk has space again.
    library.limit_pages(1_000_000).unwrap();
    library
        .add_bookmark(ids[1], None, Some(&note), &["big".to_owned()])
        .unwrap();
    assert_eq!(
        open(folder.path()).bookmarks(ids[1]).unwrap()[0]
            .note
            .as_deref(),
        Some(note.as_str())
    );
}

#[test]
fn a_connection_to_a_replaced_file_is_not_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let (store, emit, outcomes) = start_worker(folder.path());
    let file = folder.path().join("ink.md");
    std::fs::write(&file, "# Ink\n\nA history of ink.\n").unwrap();
    let article = ArticleRef {
        id: ArticleId(-1),
        origin: Origin::File(file),
    };
    run_job(
        Job::LoadDocument(article.id, article.origin.clone()),
        &store,
        &emit,
    );
    run_job(
        Job::SaveChange(Change::ToggleBookmark(article.clone())),
        &store,
        &emit,
    );
    assert_eq!(open(folder.path()).counts().unwrap().bookmarks, 1);
    // The library is moved away; the next change must not be written to the moved file.
    let elsewhere = folder.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    for name in ["library.db", "library.db-wal", "library.db-shm"] {
        let _ = std::fs::rename(folder.path().join(name), elsewhere.join(name));
    }
    {
        let mut library = open(folder.path());
        take(&mut library, None, 1);
    }
    run_job(
        Job::SaveChange(Change::ToggleRead(ArticleRef {
            id: ArticleId(1),
            origin: Origin::Stored(ArticleId(1)),
        })),
        &store,
        &emit,
    );
    assert_eq!(warnings(&outcomes), [""; 0]);
    assert!(
        open(folder.path()).states(&[ArticleId(1)]).unwrap()[0]
            .1
            .is_read
    );
}

#[test]
fn changes_of_the_user_are_synced_and_fetched_articles_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    assert_eq!(library.synchronous(Durability::Full).unwrap(), 2);
    assert_eq!(library.synchronous(Durability::Normal).unwrap(), 1);
    assert_eq!(library.synchronous(Durability::Full).unwrap(), 2);
    let mode: String = raw(folder.path())
        .query_row("PRAGMA journal_mode", [], |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
}

/// Starts the program in a terminal with this library.
fn start_program(folder: &std::path::Path) -> crate::pty::Pty {
    let folder = folder.to_string_lossy();
    let arguments = ["--data-dir", &*folder];
    crate::pty::Program::new(env!("CARGO_BIN_EXE_newsprint"), &arguments)
        .size(160, 40)
        .spawn()
}

#[test]
fn the_program_reports_a_library_error_and_continues() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("library.db"), b"no\0library at all").unwrap();
    let mut pty = start_program(folder.path());
    pty.wait_for_text("the library was damaged: newsprint doctor --recover");
    pty.wait_for_text("Tour");
    pty.send("q");
    assert!(pty.wait_for_exit().success());
    // A newer library.
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    raw(folder.path())
        .execute_batch("PRAGMA user_version = 99")
        .unwrap();
    let before = files(folder.path());
    let mut pty = start_program(folder.path());
    pty.wait_for_text("made by a newer newsprint");
    pty.wait_for_text("Tour");
    pty.send("q");
    assert!(pty.wait_for_exit().success());
    assert!(files(folder.path()) == before);
}

#[test]
fn the_program_makes_the_daily_backup() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    let mut pty = start_program(folder.path());
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while newsprint::library::backups(folder.path()).is_empty() {
        assert!(std::time::Instant::now() < limit, "no copy is made");
        std::thread::yield_now();
    }
    pty.wait_for_text("newsprint");
    pty.send("q");
    assert!(pty.wait_for_exit().success());
    assert_eq!(newsprint::library::backups(folder.path()).len(), 1);
}

#[test]
fn inspecting_changes_no_byte() {
    use newsprint::library::LibraryReader;
    // Write-ahead log of a program that was killed.
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    let left = tempfile::tempdir().unwrap();
    let using = raw(folder.path());
    using
        .execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE article SET title = 'In the log'")
        .unwrap();
    for name in ["library.db", "library.db-wal"] {
        std::fs::copy(folder.path().join(name), left.path().join(name)).unwrap();
    }
    drop(using);
    let same = |before: &std::collections::BTreeMap<_, Vec<u8>>| {
        let mut after = files(left.path());
        // Every reader creates the index of the write-ahead log.
        after.remove(&left.path().join("library.db-shm"));
        after == *before
    };
    let before = files(left.path());
    let reader = LibraryReader::open(left.path(), OpenMode::Inspect).unwrap();
    assert_eq!(
        reader.article(ArticleId(1)).unwrap().unwrap().title,
        "In the log"
    );
    drop(reader);
    assert!(same(&before), "the log is not written into the database");
    let mut writer = Library::open(left.path(), OpenMode::Inspect).unwrap();
    let refused = writer.set_read(&[ArticleId(1)], true);
    assert!(
        matches!(refused, Err(LibraryError::ReadOnly)),
        "{refused:?}"
    );
    drop(writer);
    assert!(same(&before));
    // After opening for use there is only one file.
    drop(open(left.path()));
    assert_eq!(files(left.path()).len(), 1);

    // Schema of an older program.
    let next = [Library::migrations(), &["CREATE TABLE more (id INTEGER)"]].concat();
    let before = files(folder.path());
    let older = Library::open_with(folder.path(), OpenMode::Inspect, &next);
    assert!(matches!(older, Err(OpenError::Older { .. })), "{older:?}");
    assert!(
        files(folder.path()) == before,
        "no migration, and no copy before one"
    );

    // No library yet.
    let empty = tempfile::tempdir().unwrap();
    let inspect = || LibraryReader::open(empty.path(), OpenMode::Inspect);
    assert!(matches!(inspect(), Err(OpenError::NotFound)));
    std::fs::write(empty.path().join("library.db"), "").unwrap();
    assert!(matches!(inspect(), Err(OpenError::NotFound)));
    assert_eq!(files(empty.path()).len(), 1);
}
