//! Loading of articles: the latest request wins, and a hanging file delays no other.

use std::sync::mpsc::channel;
use std::time::Instant;

use newsprint::ingest::{Cancel, DocumentLoader, Limits, ReadError};
use newsprint::model::{ArticleId, Job, Origin, Outcome};

use super::{Running, title};
use crate::pty::PATIENCE;

#[test]
fn a_hanging_file_delays_no_other() {
    let mut run = Running::new();
    let hanging = run.write_hanging("hanging.md");
    let page = run.write("page.md");
    run.load(-1, &hanging);
    run.wait_until_asked("hanging.md");
    run.load(-2, &page);
    assert_eq!(title(&run.document(-2)), "page.md");
    assert!(!run.has_document(-1));
}

#[test]
fn the_latest_load_replaces_earlier_ones() {
    let mut run = Running::new();
    let hanging = run.write_hanging("hanging.md");
    let passed = run.write("passed.md");
    let page = run.write("page.md");
    run.load(-1, &hanging);
    run.wait_until_asked("hanging.md");
    // Two that come together while the first is being read: only the second is.
    run.load(-2, &passed);
    run.load(-3, &page);
    assert_eq!(title(&run.document(-3)), "page.md");
    run.files.release(&run.path("hanging.md"));
    run.load(-4, &page);
    run.document(-4);
    assert!(!run.has_document(-1), "nobody waits for it any longer");
    assert!(!run.has_document(-2), "another took its place");
}

#[test]
fn a_load_replaces_only_loads_of_its_kind() {
    let mut run = Running::new();
    let page = run.write("page.md");
    run.load(-1, &page);
    run.worker
        .submit(Job::LoadSourceText(ArticleId(-1), page.clone()));
    run.worker
        .submit(Job::AddLinkedFile(ArticleId(-9), run.path("page.md")));
    run.document(-1);
    run.wait_for("the source", |outcome| match outcome {
        Outcome::SourceText(_, Ok(text)) => {
            text.segments[0].text.starts_with("# page.md").then_some(())
        }
        _ => None,
    });
    run.wait_for("the row", |outcome| {
        matches!(outcome, Outcome::LinkedFileAdded(article) if article.id == ArticleId(-9))
            .then_some(())
    });
}

#[test]
fn with_eight_hanging_files_the_ninth_reports_that_it_waits() {
    let mut run = Running::new();
    for n in 1..=8 {
        let name = format!("hanging-{n}.md");
        let origin = run.write_hanging(&name);
        run.load(-n, &origin);
        run.wait_until_asked(&name);
    }
    let page = run.write("page.md");
    run.load(-9, &page);
    let reason = run.problem(-9);
    assert!(reason.starts_with("waiting: eight other files"), "{reason}");
    // One that is asked for while the ninth waits takes its place.
    let other = run.write("other.md");
    run.load(-10, &other);
    run.problem(-10);
    run.files.release(&run.path("hanging-3.md"));
    assert_eq!(title(&run.document(-10)), "other.md");
    assert!(!run.has_document(-9));
}

#[test]
fn a_failing_file_reports_its_error_and_the_next_is_read() {
    let mut run = Running::new();
    let failing = run.write("failing.md");
    run.files.fail(&run.path("failing.md"));
    run.load(-1, &failing);
    assert_eq!(run.problem(-1), "permission denied");
    run.load(-2, &Origin::File(run.path("missing.md")));
    assert_eq!(run.problem(-2), "no such file or directory");
    run.load(-3, &Origin::StandardInput);
    assert_eq!(run.problem(-3), "standard input can be read only once");
    let page = run.write("page.md");
    run.load(-4, &page);
    run.document(-4);
}

#[test]
fn an_endless_device_exceeds_the_size_limit() {
    let mut run = Running::with_limits(Limits { file: 256 * 1024 });
    run.load(-1, &Origin::File("/dev/zero".into()));
    let reason = run.problem(-1);
    assert!(reason.starts_with("larger than"), "{reason}");
    // The result is remembered.
    run.load(-2, &Origin::File("/dev/zero".into()));
    assert!(run.problem(-2).starts_with("larger than"));
}

#[test]
fn reading_is_cancelled_before_it_begins_and_while_it_waits() {
    let run = Running::new();
    let loader = DocumentLoader::new(Limits::default(), &[]);
    let page = run.write("page.md");
    let cancel = Cancel::new();
    cancel.cancel();
    let read = loader.load(&page, &cancel);
    assert!(matches!(read, Err(ReadError::Cancelled(_))), "{read:?}");
    // A pipe without a writer.
    let pipe = run.path("pipe");
    super::pipes::make_fifo(&pipe);
    let cancel = Cancel::new();
    let (sender, answer) = channel();
    let (origin, shared) = (Origin::File(pipe), cancel.clone());
    std::thread::spawn(move || drop(sender.send(loader.load(&origin, &shared))));
    let began = Instant::now();
    assert!(answer.try_recv().is_err());
    cancel.cancel();
    let read = answer.recv_timeout(PATIENCE).unwrap();
    assert!(matches!(read, Err(ReadError::Cancelled(_))), "{read:?}");
    assert!(began.elapsed() < PATIENCE);
}
