//! Damaged libraries: quarantine, and recovery of readable rows.

use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use newsprint::library::{self, Library, LibraryError, OpenError, OpenMode};
use newsprint::messages::library::notice as notice_text;
use newsprint::model::ArticleId;

use super::child::Other;
use super::{files, furnish, is_furnished, is_sound, open, raw};

const PAGE: u64 = 4096;

fn overwrite(file: &Path, at: u64, bytes: &[u8]) {
    let mut file = std::fs::File::options().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

/// Returns the quarantined databases.
fn quarantined_files(folder: &Path) -> Vec<PathBuf> {
    files(folder)
        .into_keys()
        .filter(|path| {
            let path = path.to_string_lossy();
            path.contains("library.db.broken-")
                && !path.ends_with("-wal")
                && !path.ends_with("-shm")
        })
        .collect()
}

/// Returns the root page of a table or an index.
fn root_page(folder: &Path, name: &str) -> u64 {
    let raw = raw(folder);
    let page: i64 = raw
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = ?1",
            [name],
            |row| row.get(0),
        )
        .unwrap();
    page.unsigned_abs()
}

/// Returns a leaf page of a table, so many quarters of the way through it.
fn leaf_page(folder: &Path, name: &str, quarters: i64) -> u64 {
    let raw = raw(folder);
    let leaves = "FROM dbstat WHERE name = ?1 AND pagetype = 'leaf'";
    let count: i64 = raw
        .query_row(&format!("SELECT count(*) {leaves}"), [name], |row| {
            row.get(0)
        })
        .unwrap();
    assert!(count >= 4, "{name} has {count}");
    let at = (count * quarters / 4).min(count - 1);
    let page: i64 = raw
        .query_row(
            &format!("SELECT pageno {leaves} ORDER BY path LIMIT 1 OFFSET {at}"),
            [name],
            |row| row.get(0),
        )
        .unwrap();
    page.unsigned_abs()
}

#[test]
fn a_damaged_library_is_quarantined_and_a_new_one_is_created() {
    type Damage = fn(&Path);
    let cases: [(&str, Damage); 7] = [
        ("no database", |file| {
            std::fs::write(file, b"Dear diary\0 today I wrote no text file.\n").unwrap();
        }),
        ("garbage", |file| {
            let size = std::fs::metadata(file).unwrap().len();
            std::fs::write(file, vec![0xA5; size as usize]).unwrap();
        }),
        ("cut off", |file| {
            let size = std::fs::metadata(file).unwrap().len();
            let file = std::fs::File::options().write(true).open(file).unwrap();
            file.set_len(size / 2 / PAGE * PAGE).unwrap();
        }),
        ("cut off within the first page", |file| {
            let file = std::fs::File::options().write(true).open(file).unwrap();
            file.set_len(1000).unwrap();
        }),
        ("a head of garbage", |file| overwrite(file, 0, &[7; 100])),
        ("a table of garbage", |file| {
            let page = root_page(file.parent().unwrap(), "counter");
            overwrite(file, (page - 1) * PAGE, &[0xFF; PAGE as usize]);
        }),
        ("a schema with holes", |file| {
            let raw = raw(file.parent().unwrap());
            raw.execute_batch("PRAGMA foreign_keys = OFF; DROP TABLE article;")
                .unwrap();
        }),
    ];
    for (name, damage) in cases {
        let folder = tempfile::tempdir().unwrap();
        furnish(folder.path(), 8);
        let file = folder.path().join("library.db");
        damage(&file);
        let bytes = std::fs::read(&file).unwrap();
        let looked = Library::open(folder.path(), OpenMode::Inspect);
        assert!(
            matches!(looked, Err(OpenError::Damaged(_))),
            "{name}: {looked:?}"
        );
        assert!(
            std::fs::read(&file).unwrap() == bytes,
            "{name}: looking moves nothing"
        );
        for access in [OpenMode::Existing, OpenMode::Create] {
            let library = Library::open(folder.path(), access);
            let library = library.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(library.counts().unwrap().all, 0, "{name}");
            let broken = quarantined_files(folder.path());
            assert_eq!(broken.len(), 1, "{name}: {broken:?}");
            assert!(
                std::fs::read(&broken[0]).unwrap() == bytes,
                "{name}: it is as it was"
            );
            let said = library.notice().as_ref().map(notice_text);
            match access {
                OpenMode::Existing | OpenMode::Inspect => {
                    let said = said.unwrap();
                    let name = broken[0].file_name().unwrap().to_str().unwrap();
                    assert!(said.contains(name), "{said}");
                    assert!(
                        said[..80].contains("newsprint doctor --recover restores"),
                        "{said}"
                    );
                }
                OpenMode::Create => assert_eq!(said, None, "{name}: it is in order now"),
            }
        }
        is_sound(folder.path());
    }
}

#[test]
fn an_empty_file_is_a_new_library_but_not_beside_a_log() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("library.db"), "").unwrap();
    assert_eq!(open(folder.path()).notice(), None);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("library.db"), "").unwrap();
    std::fs::write(folder.path().join("library.db-wal"), "not ours to lose").unwrap();
    assert!(open(folder.path()).notice().is_some());
    let broken = quarantined_files(folder.path());
    assert_eq!(broken.len(), 1, "{broken:?}");
    let log = PathBuf::from(format!("{}-wal", broken[0].display()));
    assert_eq!(std::fs::read(log).unwrap(), b"not ours to lose");
}

#[test]
fn an_empty_file_beside_backups_is_a_damaged_library() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 8);
    open(folder.path()).back_up().unwrap().unwrap();
    let file = folder.path().join("library.db");
    std::fs::write(&file, "").unwrap();
    // The doctor and other readers report the damage, and move nothing.
    let examined = library::check_library(folder.path());
    assert!(!examined.is_sound(), "{examined:?}");
    let looked = Library::open(folder.path(), OpenMode::Inspect);
    assert!(matches!(looked, Err(OpenError::Damaged(_))), "{looked:?}");
    assert!(quarantined_files(folder.path()).is_empty());
    // Opening the library for use quarantines it and reports it.
    let said = notice_text(&open(folder.path()).notice().unwrap());
    assert!(said.contains("newsprint doctor --recover"), "{said}");
    assert_eq!(quarantined_files(folder.path()).len(), 1);
    let examined = library::check_library(folder.path());
    assert!(!examined.is_sound(), "until it is recovered: {examined:?}");
    library::recover(folder.path()).unwrap();
    is_furnished(&open(folder.path()), ids);
    assert!(library::check_library(folder.path()).is_sound());
    // Recovered without having been opened before.
    std::fs::write(&file, "").unwrap();
    library::recover(folder.path()).unwrap();
    is_furnished(&open(folder.path()), ids);
    // Without backups, quarantined files show that there was a library.
    std::fs::remove_dir_all(folder.path().join("backups")).unwrap();
    std::fs::write(&file, "").unwrap();
    assert!(open(folder.path()).notice().is_some());
}

#[test]
fn a_library_being_created_beside_backups_is_not_damaged() {
    use std::fs::File;
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    open(folder.path()).back_up().unwrap().unwrap();
    let file = folder.path().join("library.db");
    let ready = std::fs::read(&file).unwrap();
    // Another program has created the file, which is still empty.
    let lock = File::open(folder.path()).unwrap();
    lock.lock().unwrap();
    std::fs::write(&file, "").unwrap();
    std::thread::scope(|scope| {
        let opening = scope.spawn(|| open(folder.path()).counts().unwrap().all);
        let looking = scope.spawn(|| Library::open(folder.path(), OpenMode::Inspect).is_ok());
        std::fs::write(&file, &ready).unwrap();
        lock.unlock().unwrap();
        assert_eq!(opening.join().unwrap(), 7);
        assert!(looking.join().unwrap());
    });
    assert!(quarantined_files(folder.path()).is_empty());
    // Many programs start at once, after the user has removed the library.
    std::fs::remove_file(&file).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(open(folder.path()).notice(), None);
                }
            });
        }
    });
    assert!(quarantined_files(folder.path()).is_empty());
}

#[test]
fn a_quarantined_library_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    for round in 1..=4 {
        std::fs::write(
            folder.path().join("library.db"),
            format!("damage\0 {round}"),
        )
        .unwrap();
        drop(open(folder.path()));
        assert_eq!(quarantined_files(folder.path()).len(), round);
    }
    let mut texts: Vec<String> = quarantined_files(folder.path())
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    texts.sort();
    assert_eq!(
        texts,
        ["damage\0 1", "damage\0 2", "damage\0 3", "damage\0 4"].map(str::to_owned)
    );
}

#[test]
fn programs_that_find_damage_at_the_same_time_quarantine_it_once() {
    for _ in 0..60 {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("library.db"), b"no\0database at all").unwrap();
        let together = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    together.wait();
                    assert_eq!(open(folder.path()).counts().unwrap().all, 0);
                });
            }
        });
        let broken = quarantined_files(folder.path());
        assert_eq!(broken.len(), 1, "{broken:?}");
    }
    for _ in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("library.db"), b"no\0database at all").unwrap();
        let mut others: Vec<Other> = (0..5)
            .map(|_| Other::start("open", folder.path()))
            .collect();
        for other in &mut others {
            assert_eq!(other.line().as_deref(), Some("0"));
            assert!(other.ended_well());
        }
        let broken = quarantined_files(folder.path());
        assert_eq!(broken.len(), 1, "{broken:?}");
        is_sound(folder.path());
    }
}

#[test]
fn damage_that_shows_later_is_an_error_and_the_doctor_finds_it() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 120);
    let file = folder.path().join("library.db");
    let page = leaf_page(folder.path(), "document", 4);
    overwrite(&file, (page - 1) * PAGE, &[0xFF; PAGE as usize]);
    let library = open(folder.path());
    assert_eq!(library.notice(), None, "it opens");
    let last = 120;
    let read = library.document(ArticleId(last));
    assert!(matches!(read, Err(LibraryError::Damaged(_))), "{read:?}");
    assert!(read.unwrap_err().to_string().contains("newsprint doctor"));
    assert!(
        library.document(ArticleId(1)).unwrap().is_some(),
        "the others are read"
    );
    drop(library);
    let examined = library::check_library(folder.path());
    assert!(!examined.is_sound());
    let wrong = examined
        .findings
        .iter()
        .find(|finding| finding.name == "pages")
        .unwrap();
    assert_eq!(
        wrong.advice,
        Some(library::FindingAdvice::Recover),
        "{wrong:?}"
    );
    assert!(
        quarantined_files(folder.path()).is_empty(),
        "looking sets nothing aside"
    );
}

#[test]
fn accounts_and_marks_to_be_sent_are_recovered() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 20);
    super::add_account(folder.path());
    let file = folder.path().join("library.db");
    overwrite(&file, 0, &[0; 100]);
    library::recover(folder.path()).unwrap();
    let library = open(folder.path());
    let accounts = library.accounts().unwrap();
    assert_eq!(accounts.len(), 1);
    assert_eq!((accounts[0].feeds, accounts[0].waiting_marks), (1, 1));
    let id = accounts[0].id;
    assert!(library.has_remote_item(id, "7").unwrap());
    assert_eq!(library.remote_folders(id).unwrap().len(), 1);
}

#[test]
fn readable_rows_of_a_damaged_library_are_recovered() {
    type Damage = fn(&Path);
    let cases: [(&str, Damage); 6] = [
        ("nothing", |_| {}),
        ("its head", |file| overwrite(file, 0, &[0; 100])),
        ("its first page", |file| {
            overwrite(file, 0, &[0x5A; PAGE as usize])
        }),
        ("its end", |file| {
            let size = std::fs::metadata(file).unwrap().len();
            let file = std::fs::File::options().write(true).open(file).unwrap();
            file.set_len(size - PAGE).unwrap();
        }),
        ("an index", |file| {
            let page = root_page(file.parent().unwrap(), "identity_of");
            overwrite(file, (page - 1) * PAGE, &[0xFF; PAGE as usize]);
        }),
        ("its counts", |file| {
            let page = root_page(file.parent().unwrap(), "counter");
            overwrite(file, (page - 1) * PAGE, &[0; PAGE as usize]);
        }),
    ];
    for (name, damage) in cases {
        let folder = tempfile::tempdir().unwrap();
        let ids = furnish(folder.path(), 60);
        damage(&folder.path().join("library.db"));
        let done = library::recover(folder.path()).unwrap();
        let library = open(folder.path());
        is_furnished(&library, ids);
        assert_eq!(library.counts().unwrap().all, 59, "{name}: {done:?}");
        if name != "nothing" {
            assert_eq!(quarantined_files(folder.path()).len(), 1, "{name}");
            assert_eq!((done.articles, done.bookmarks), (60, 2), "{name}: {done:?}");
        }
        is_sound(folder.path());
        assert!(library::check_library(folder.path()).is_sound(), "{name}");
        // Deleted articles stay deleted, and a second recovery changes nothing.
        let again = library::recover(folder.path()).unwrap();
        assert_eq!(
            (again.articles, again.bookmarks),
            (0, 0),
            "{name}: {again:?}"
        );
        assert_eq!(library.counts().unwrap().all, 59, "{name}");
    }
}

#[test]
fn rows_beside_lost_ones_are_recovered() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 300);
    let file = folder.path().join("library.db");
    for (table, quarters) in [("article", 2), ("article", 4), ("document", 1)] {
        let page = leaf_page(folder.path(), table, quarters);
        overwrite(&file, (page - 1) * PAGE, &[0; PAGE as usize]);
    }
    let done = library::recover(folder.path()).unwrap();
    assert!(done.has_unreadable_rows);
    let library = open(folder.path());
    is_furnished(&library, ids);
    // Of every article, the row or the text is left.
    assert_eq!(library.counts().unwrap().all, 299);
    let texts: i64 = raw(folder.path())
        .query_row("SELECT count(*) FROM document", [], |row| row.get(0))
        .unwrap();
    assert!((250..300).contains(&texts), "{texts}");
    is_sound(folder.path());
}

#[test]
fn an_article_whose_row_is_lost_comes_back_by_its_text_and_its_bookmarks() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 8);
    let title = open(folder.path()).article(ids[0]).unwrap().unwrap().title;
    raw(folder.path())
        .execute_batch(&format!(
            "PRAGMA foreign_keys = OFF; DELETE FROM identity WHERE article = {0}; DELETE FROM article WHERE id = {0};",
            ids[0]
        ))
        .unwrap();
    let page = root_page(folder.path(), "counter");
    overwrite(
        &folder.path().join("library.db"),
        (page - 1) * PAGE,
        &[0; PAGE as usize],
    );
    library::recover(folder.path()).unwrap();
    let library = open(folder.path());
    is_furnished(&library, ids);
    assert_eq!(library.article(ids[0]).unwrap().unwrap().title, title);
}

#[test]
fn an_unreadable_library_is_recovered_from_the_newest_backup() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 8);
    open(folder.path()).back_up().unwrap().unwrap();
    let file = folder.path().join("library.db");
    std::fs::write(&file, b"nothing\0left").unwrap();
    let done = library::recover(folder.path()).unwrap();
    assert_eq!(done.files.len(), 2);
    let mut library = open(folder.path());
    is_furnished(&library, ids);
    // A read mark stays when the feed brings the article again, and deleted articles stay deleted.
    assert_eq!(library.counts().unwrap().all, 1);
    let feed = library.views().unwrap();
    let feed = feed.iter().find(|view| view.name == "Post").unwrap();
    let newsprint::model::View::Source(feed) = feed.view else {
        panic!()
    };
    for number in 1..=8 {
        super::take(&mut library, Some(feed), number);
    }
    let counts = library.counts().unwrap();
    assert_eq!((counts.all, counts.unread), (7, 6));
    is_furnished(&library, ids);
}

#[test]
fn a_locked_library_is_not_damaged() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    let using = raw(folder.path());
    using
        .execute_batch("BEGIN IMMEDIATE; UPDATE article SET read = 1")
        .unwrap();
    let library = Library::open(folder.path(), OpenMode::Existing).unwrap();
    assert_eq!(
        library.counts().unwrap().unread,
        6,
        "a read waits for nobody"
    );
    assert!(quarantined_files(folder.path()).is_empty());
}
