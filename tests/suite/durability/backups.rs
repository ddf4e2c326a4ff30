//! Daily backups: number, content, size, and interruptions.

use std::path::{Path, PathBuf};

use newsprint::library::{self, Library};
use newsprint::model::{ArticleId, SourceId};

use super::child::Other;
use super::{files, furnish, is_furnished, open, raw, take};

const DAY: i64 = 86_400;
/// Noon of some day, in seconds since 1970.
const FIRST: i64 = 1_796_000_400;

fn names(folder: &Path) -> Vec<String> {
    let backups = folder.join("backups");
    files(&backups)
        .into_keys()
        .map(|path| path.strip_prefix(&backups).unwrap().display().to_string())
        .collect()
}

fn back_up(folder: &Path, day: i64) -> Option<PathBuf> {
    let mut library = open(folder);
    library.set_now(FIRST + day * DAY);
    library.back_up().unwrap()
}

#[test]
fn three_daily_backups_are_kept_and_the_oldest_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 12);
    let mut made = Vec::new();
    for day in 0..5 {
        let file = back_up(folder.path(), day).unwrap();
        assert_eq!(back_up(folder.path(), day), None, "once a day");
        made.push(file.file_name().unwrap().to_string_lossy().into_owned());
        let newest: Vec<String> = made.iter().rev().take(3).rev().cloned().collect();
        assert_eq!(names(folder.path()), newest);
        open(folder.path())
            .set_read(&[ArticleId(5 + day)], true)
            .unwrap();
    }
    assert!(made[0].starts_with("library-20") && made[0].ends_with(".db"));
}

#[test]
fn an_unchanged_library_gets_no_new_backup() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    assert_eq!(back_up(folder.path(), 0), None, "there is nothing to keep");
    assert_eq!(names(folder.path()), [""; 0]);
    furnish(folder.path(), 8);
    assert!(back_up(folder.path(), 0).is_some());
    assert_eq!(back_up(folder.path(), 1), None);
    assert_eq!(back_up(folder.path(), 2), None);
    assert_eq!(names(folder.path()).len(), 1);
    // What a feed brings can be fetched again.
    take(&mut open(folder.path()), Some(SourceId(1)), 77);
    assert_eq!(back_up(folder.path(), 3), None);
    open(folder.path()).set_read(&[ArticleId(5)], true).unwrap();
    assert_eq!(back_up(folder.path(), 3), None, "today it was looked at");
    assert!(back_up(folder.path(), 4).is_some());
}

#[test]
fn a_backup_is_small_and_has_everything_that_cannot_be_fetched_again() {
    let folder = tempfile::tempdir().unwrap();
    let ids = furnish(folder.path(), 1_600);
    let file = back_up(folder.path(), 0).unwrap();
    let size = |path: &Path| std::fs::metadata(path).unwrap().len();
    let whole = size(&folder.path().join("library.db"));
    assert!(size(&file) * 2 < whole, "{} of {whole}", size(&file));
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::create_dir(elsewhere.path().join("backups")).unwrap();
    std::fs::copy(
        &file,
        elsewhere
            .path()
            .join("backups")
            .join(file.file_name().unwrap()),
    )
    .unwrap();
    let done = library::recover(elsewhere.path()).unwrap();
    assert_eq!((done.sources, done.bookmarks, done.searches), (1, 2, 1));
    is_furnished(&open(elsewhere.path()), ids);
}

#[test]
fn an_unfinished_backup_does_not_count() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 8);
    std::fs::create_dir(folder.path().join("backups")).unwrap();
    let left = folder
        .path()
        .join("backups/library-2026-01-01.db.unfinished");
    std::fs::write(&left, "half of it").unwrap();
    assert!(library::backups(folder.path()).is_empty());
    assert!(back_up(folder.path(), 0).is_some());
    assert_eq!(library::backups(folder.path()).len(), 1);
}

#[test]
fn other_programs_can_write_during_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 300);
    let library = open(folder.path());
    let mut writer = open(folder.path());
    let (done, longest) = std::thread::scope(|scope| {
        let copying = scope.spawn(move || library.back_up().unwrap());
        let mut longest = std::time::Duration::ZERO;
        while !copying.is_finished() {
            let began = std::time::Instant::now();
            writer.toggle_read(ArticleId(7)).unwrap();
            longest = longest.max(began.elapsed());
        }
        (copying.join().unwrap(), longest)
    });
    assert!(done.is_some());
    assert!(longest.as_millis() < 2_000, "{longest:?}");
}

#[test]
fn daily_maintenance_makes_a_backup_but_no_library() {
    let folder = tempfile::tempdir().unwrap();
    library::run_if_due(folder.path(), 30).unwrap();
    assert!(files(folder.path()).is_empty());
    furnish(folder.path(), 8);
    library::run_if_due(folder.path(), 30).unwrap();
    assert_eq!(names(folder.path()).len(), 1);
    let library: &Library = &open(folder.path());
    assert_eq!(library.counts().unwrap().all, 7, "nothing is old yet");
}

#[test]
#[cfg(target_os = "linux")]
fn a_large_backup_takes_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 40);
    // Bookmarked articles are copied with their texts: 48 MB in all.
    raw(folder.path())
        .execute_batch(
            "INSERT OR IGNORE INTO bookmark (article, created) SELECT id, 1 FROM article;
             UPDATE article SET in_library = 1, bookmarked = 1; UPDATE document SET body = randomblob(1200000);",
        )
        .unwrap();
    let mut other = Other::start("copy twice", folder.path());
    let risen: u64 = other.line().unwrap().parse().unwrap();
    let copy = &library::backups(folder.path())[0].file;
    assert!(std::fs::metadata(copy).unwrap().len() > 40_000_000);
    assert!(risen < 16 * 1024, "{risen} KiB");
}

#[test]
fn a_day_begins_at_local_midnight() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path(), 12);
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    // Twelve hours before UTC: midnight is noon there.
    command.env("TZ", "XYZ12");
    let mut other = Other::start_as("run daily", folder.path(), command);
    let said: Vec<String> = std::iter::from_fn(|| other.line()).collect();
    // Twice on one local day, the second time after midnight in UTC; finally on the next day.
    assert_eq!(said, ["9 1", "9 1", "9 1", "6 2"]);
}
