//! Several programs at once: readers never wait, writers wait for each other, the user waits only briefly.

use newsprint::model::ArticleId;
use std::time::{Duration, Instant};

use super::child::Other;
use super::{is_sound, open, take};

/// Limit of the time until a bookmark is saved.
const BUDGET: Duration = Duration::from_millis(300);

#[test]
fn a_bookmark_is_saved_soon_while_other_programs_import_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    for number in 1..=60 {
        take(&mut library, None, number);
    }
    let mut importers: Vec<Other> = (0..2)
        .map(|_| Other::start("import", folder.path()))
        .collect();
    let mut reader = Other::start("read", folder.path());
    for importer in &mut importers {
        assert_eq!(importer.line().as_deref(), Some("begun"));
    }
    assert!(reader.line().is_some(), "it reads");
    let mut times = Vec::new();
    let mut largest = 0;
    for round in 0..120i64 {
        let began = Instant::now();
        library
            .toggle_bookmark(ArticleId(round % 60 + 1), None)
            .unwrap();
        times.push(began.elapsed());
        let log = std::fs::metadata(folder.path().join("library.db-wal")).unwrap();
        largest = largest.max(log.len());
    }
    let imported = importers[0].line().unwrap();
    assert!(imported.parse::<usize>().unwrap() > 0);
    let late = times.iter().filter(|time| **time > BUDGET).count();
    times.sort();
    // A busy machine may stall once or twice.
    assert!(late <= 3, "{late} of {}: {:?}", times.len(), times.last());
    assert!(largest < 64 << 20, "the log has {largest} bytes");
    // The reader never waited long.
    for importer in &mut importers {
        importer.kill();
    }
    reader.kill();
    let mut slow = 0;
    let mut reads = 0;
    while let Some(line) = reader.line() {
        let (count, took) = line.split_once(' ').unwrap();
        reads = count.parse::<u64>().unwrap();
        slow += u64::from(took.parse::<u64>().unwrap() > 250);
    }
    assert!(slow <= 3 + reads / 100, "{slow} of {reads}");
    drop(library);
    is_sound(folder.path());
    let examined = newsprint::library::check_library(folder.path());
    assert!(examined.is_sound(), "{examined:?}");
}

#[test]
fn three_programs_can_change_the_library_at_once() {
    let folder = tempfile::tempdir().unwrap();
    {
        let mut library = open(folder.path());
        for number in 1..=40 {
            take(&mut library, None, number);
        }
    }
    let mut others: Vec<Other> = (0..3)
        .map(|_| Other::start("change", folder.path()))
        .collect();
    // Each program reports its saved changes; a refused one would have ended.
    for _ in 0..40 {
        for other in &mut others {
            assert!(other.line().is_some());
        }
    }
    for other in &mut others {
        other.kill();
    }
    is_sound(folder.path());
}

#[test]
fn the_write_ahead_log_is_removed_when_the_last_program_ends() {
    let folder = tempfile::tempdir().unwrap();
    let mut library = open(folder.path());
    let reader = open(folder.path());
    for number in 1..=200 {
        take(&mut library, None, number);
    }
    let log = folder.path().join("library.db-wal");
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    library.checkpoint_on_close();
    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
    assert_eq!(reader.counts().unwrap().all, 200);
    drop((library, reader));
    assert!(!log.exists());
}
