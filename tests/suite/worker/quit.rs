//! Quitting: hanging files are not waited for, and changes are saved first.

use std::time::{Duration, Instant};

use newsprint::library::{Library, OpenMode};
use newsprint::model::{ArticleId, ArticleRef, Change, Job, Outcome};

use super::Running;

/// A moment on a slow and busy machine: the program itself takes 100 ms at most.
const MOMENT: Duration = Duration::from_millis(1_000);

#[test]
fn quitting_does_not_wait_for_hanging_files() {
    let mut run = Running::new();
    let page = run.write("page.md");
    run.load(-1, &page);
    run.document(-1);
    let article = ArticleRef {
        id: ArticleId(-1),
        origin: page,
    };
    run.worker
        .submit(Job::SaveChange(Change::ToggleRead(article)));
    run.wait_for("the change", |outcome| {
        matches!(outcome, Outcome::ChangeSaved(..)).then_some(())
    });
    // A load, a scan, a summary, a pipe, and the background threads.
    let hanging = run.write_hanging("hanging.md");
    let folder = run.write("folder/page.md");
    run.files.hang_after(&run.path("folder/page.md"), 1);
    let pipe = run.path("pipe");
    super::pipes::make_fifo(&pipe);
    run.worker.start_background().unwrap();
    run.load(-2, &newsprint::model::Origin::File(pipe));
    run.wait_until_asked("pipe");
    run.load(-3, &hanging);
    run.wait_until_asked("hanging.md");
    let scan = vec![folder, hanging.clone(), run.write_hanging("other.md")];
    run.worker.submit(Job::Scan(scan));
    run.wait_until_asked("folder/page.md");
    let began = Instant::now();
    run.worker.finish(false);
    drop(run.worker);
    assert!(began.elapsed() < MOMENT, "{:?}", began.elapsed());
    run.files.release_all();
}

#[test]
fn the_threads_end_with_the_worker() {
    let run = Running::new();
    let page = run.write("page.md");
    run.worker.start_background().unwrap();
    run.worker
        .submit(Job::Scan(vec![page.clone(), page.clone()]));
    run.load(-1, &page);
    drop(run.worker);
    // Each thread holds a sender.
    let began = Instant::now();
    while run.outcomes.recv_timeout(crate::pty::PATIENCE).is_ok() {}
    assert!(began.elapsed() < crate::pty::PATIENCE, "a thread goes on");
}

#[test]
fn quitting_waits_at_most_two_seconds_for_a_change() {
    let mut run = Running::new();
    let page = run.write("page.md");
    run.load(-1, &page);
    run.document(-1);
    let article = ArticleRef {
        id: ArticleId(-1),
        origin: page,
    };
    // The library is created, and then locked by another writer.
    drop(Library::open(&run.path("data"), OpenMode::Create).unwrap());
    let other = rusqlite::Connection::open(run.path("data/library.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    run.worker
        .submit(Job::SaveChange(Change::ToggleRead(article)));
    let began = Instant::now();
    run.worker.finish(false);
    assert!(began.elapsed() < MOMENT, "{:?}", began.elapsed());
    let began = Instant::now();
    run.worker.finish(true);
    let waited = began.elapsed();
    assert!(waited >= Duration::from_millis(1_900), "{waited:?}");
    assert!(waited < Duration::from_secs(2) + MOMENT, "{waited:?}");
    other.execute_batch("ROLLBACK").unwrap();
    run.wait_for("the change", |outcome| {
        matches!(outcome, Outcome::ChangeSaved(..)).then_some(())
    });
    run.worker.finish(true);
}
