//! Pipes as articles: each is read when it delivers, and delays no other.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use newsprint::ingest::Limits;
use newsprint::model::{ArticleId, Job, Origin, Outcome};

use super::{Running, title};

pub(super) fn make_fifo(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

impl Running {
    fn fifo(&self, name: &str) -> Origin {
        make_fifo(&self.path(name));
        Origin::File(self.path(name))
    }

    /// The writing end of a pipe that is being read. Opening it waits for the reader.
    fn writer(&self, name: &str) -> File {
        File::options().write(true).open(self.path(name)).unwrap()
    }
}

#[test]
fn silent_pipes_delay_neither_files_nor_other_pipes() {
    let mut run = Running::new();
    let pipes = ["one", "two", "three"];
    for (id, name) in (1..).zip(pipes) {
        let origin = run.fifo(name);
        run.load(-id, &origin);
        run.wait_until_asked(name);
        // It is being read: opening the other end does not wait for ever.
        drop(run.writer(name).metadata());
    }
    // A pipe that was closed without a byte has ended.
    for id in 1..=3 {
        run.problem(-id);
    }
    let (first, second) = (run.fifo("first"), run.fifo("second"));
    run.load(-4, &first);
    let mut first = run.writer("first");
    run.load(-5, &second);
    let mut second = run.writer("second");
    let page = run.write("page.md");
    run.load(-6, &page);
    assert_eq!(title(&run.document(-6)), "page.md");
    // The one that was asked for last delivers first.
    writeln!(second, "# Second\n\nIt was quick.").unwrap();
    drop(second);
    assert_eq!(title(&run.document(-5)), "Second");
    assert!(!run.has_document(-4));
    write!(first, "# First\n\nIt came ").unwrap();
    writeln!(first, "in two pieces.").unwrap();
    drop(first);
    let document = run.document(-4);
    assert_eq!(title(&document), "First");
    assert_eq!(document.blocks[0].text(), "It came in two pieces.");
}

#[test]
fn a_pipe_is_read_once_for_all_requests() {
    let mut run = Running::new();
    let pipe = run.fifo("pipe");
    run.load(-1, &pipe);
    let mut writer = run.writer("pipe");
    run.worker
        .submit(Job::LoadSourceText(ArticleId(-1), pipe.clone()));
    run.worker
        .submit(Job::Scan(vec![pipe.clone(), pipe.clone()]));
    run.wait_for("the rows", |outcome| {
        matches!(outcome, Outcome::ScanFinished).then_some(())
    });
    writeln!(writer, "# Once\n\nOnly.").unwrap();
    drop(writer);
    assert_eq!(title(&run.document(-1)), "Once");
    run.wait_for("the source", |outcome| match outcome {
        Outcome::SourceText(_, Ok(text)) => {
            text.segments[0].text.starts_with("# Once").then_some(())
        }
        _ => None,
    });
    for id in [-1, -2] {
        assert_eq!(run.description(ArticleId(id)).unwrap(), "Once");
    }
    // Later requests get them too.
    run.load(-3, &pipe);
    assert_eq!(title(&run.document(-3)), "Once");
}

#[test]
fn an_endless_pipe_exceeds_the_size_limit() {
    let mut run = Running::with_limits(Limits { file: 64 * 1024 });
    let pipe = run.fifo("pipe");
    run.load(-1, &pipe);
    let mut writer = run.writer("pipe");
    let endless = std::thread::spawn(move || while writeln!(writer, "On and on.").is_ok() {});
    let reason = run.problem(-1);
    assert!(reason.starts_with("larger than"), "{reason}");
    // The writer gets a broken pipe.
    endless.join().unwrap();
}

#[test]
fn a_change_does_not_wait_for_a_pipe() {
    let mut run = Running::new();
    let pipe = run.fifo("pipe");
    let article = newsprint::model::ArticleRef {
        id: ArticleId(-1),
        origin: pipe,
    };
    run.worker
        .submit(Job::SaveChange(newsprint::model::Change::ToggleBookmark(
            article,
        )));
    let reason = run.wait_for("an answer", |outcome| match outcome {
        Outcome::SaveFailed(reason) => Some(reason.clone()),
        _ => None,
    });
    assert_eq!(reason, "its text is still being read");
}
