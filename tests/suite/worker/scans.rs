//! Scans of given paths: a hanging path delays only its own rows.

use newsprint::ingest::{Cancel, DocumentLoader, Limits, add_path};
use newsprint::library::{Library, OpenMode};
use newsprint::model::{ArticleId, Job, Origin, Outcome};

use super::Running;

impl Running {
    fn folder(&self, name: &str, files: usize) -> Origin {
        for n in 0..files {
            self.write(&format!("{name}/{n:02}.md"));
        }
        Origin::File(self.path(name))
    }

    /// Waits for the row of a file.
    #[track_caller]
    fn row(&mut self, name: &str) -> ArticleId {
        let path = self.path(name);
        let mut rows = Vec::new();
        loop {
            let found = self.wait_for("rows", |outcome| match outcome {
                Outcome::Rows(found) => Some(found.clone()),
                _ => None,
            });
            let row = found.iter().find(|row| row.path.as_ref() == Some(&path));
            let id = row.map(|row| row.id);
            rows.push(Outcome::Rows(found));
            if let Some(id) = id {
                // Other rows are matched later.
                self.seen.append(&mut rows);
                return id;
            }
        }
    }

    #[track_caller]
    fn wait_until_scanned(&mut self) {
        self.wait_for("the end of the scan", |outcome| {
            matches!(outcome, Outcome::ScanFinished).then_some(())
        });
    }

    fn is_scanned(&mut self) -> bool {
        let mut seen = self.seen().iter();
        seen.any(|outcome| matches!(outcome, Outcome::ScanFinished))
    }
}

#[test]
fn rows_come_in_the_order_of_the_paths() {
    let mut run = Running::new();
    let folder = run.folder("folder", 300);
    let (first, last) = (run.write("first.md"), run.write("last.md"));
    run.worker.submit(Job::Scan(vec![first, folder, last]));
    run.wait_until_scanned();
    let rows: Vec<_> = run
        .seen()
        .iter()
        .filter_map(|outcome| match outcome {
            Outcome::Rows(rows) => Some(rows.clone()),
            _ => None,
        })
        .flatten()
        .collect();
    let ids: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
    assert_eq!(ids, (1..=302).map(|n| -n).collect::<Vec<i64>>());
    let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
    assert_eq!((titles[0], titles[1]), ("first.md", "00.md"));
    assert_eq!(titles[301], "last.md");
    assert_eq!(run.description(ArticleId(-302)).unwrap(), "last.md");
}

#[test]
fn a_hanging_folder_delays_no_other_path() {
    let mut run = Running::new();
    let hanging = run.folder("hanging", 3);
    run.files.hang(&run.path("hanging"));
    let (page, other) = (run.write("page.md"), run.folder("other", 2));
    run.worker.submit(Job::Scan(vec![hanging, page, other]));
    let page = run.row("page.md");
    assert_eq!(run.description(page).unwrap(), "page.md");
    run.row("other/01.md");
    assert!(!run.is_scanned());
    run.files.release(&run.path("hanging"));
    let late = run.row("hanging/02.md");
    run.wait_until_scanned();
    assert_eq!(run.description(late).unwrap(), "hanging/02.md");
}

#[test]
fn with_eight_hanging_paths_the_ninth_reports_that_it_waits() {
    let mut run = Running::new();
    let mut origins: Vec<Origin> = (1..=8)
        .map(|n| run.write_hanging(&format!("hanging-{n}.md")))
        .collect();
    origins.push(run.write("page.md"));
    run.worker.submit(Job::Scan(origins));
    let said = run.wait_for("word of it", |outcome| match outcome {
        Outcome::Warning(what) => Some(what.clone()),
        _ => None,
    });
    let page = run.path("page.md").display().to_string();
    assert_eq!(
        said,
        format!("{page}: waiting: eight other paths do not respond")
    );
    run.files.release(&run.path("hanging-5.md"));
    run.row("page.md");
    run.files.release_all();
    run.wait_until_scanned();
}

#[test]
fn hanging_articles_of_a_folder_leave_threads_for_others() {
    let mut run = Running::new();
    let (hanging, other) = (run.folder("hanging", 12), run.folder("other", 12));
    for n in 0..12 {
        // The first look tells text from binary files when the folder is listed.
        run.files
            .hang_after(&run.path(&format!("hanging/{n:02}.md")), 1);
    }
    run.worker.submit(Job::Scan(vec![hanging, other]));
    run.wait_until_scanned();
    for n in 0..12 {
        let name = format!("other/{n:02}.md");
        let row = run.row(&name);
        assert_eq!(run.description(row).unwrap(), name);
    }
    run.files.release_all();
    for n in 0..12 {
        let name = format!("hanging/{n:02}.md");
        let row = run.row(&name);
        assert_eq!(run.description(row).unwrap(), name);
    }
}

#[test]
fn a_failing_file_shows_its_error_in_its_row() {
    let mut run = Running::new();
    let folder = run.folder("folder", 3);
    run.files.fail(&run.path("folder/01.md"));
    run.worker.submit(Job::Scan(vec![folder]));
    let failing = run.row("folder/01.md");
    let reason = run.description(failing).unwrap_err();
    assert_eq!(reason, "permission denied");
    let good = run.row("folder/02.md");
    assert_eq!(run.description(good).unwrap(), "folder/02.md");
}

#[test]
fn a_hanging_source_delays_no_other() {
    let run = Running::new();
    let data = run.path("data");
    let loader = DocumentLoader::new(Limits::default(), &[]);
    let mut library = Library::open(&data, OpenMode::Create).unwrap();
    for name in ["slow", "quick"] {
        run.folder(name, 1);
        let path = run.path(name);
        add_path(&mut library, &loader, &path, &Cancel::new(), &mut |_| {}).unwrap();
    }
    let slow = run.path("slow").canonicalize().unwrap();
    run.files.hang(&slow);
    run.write("slow/new.md");
    run.write("quick/new.md");
    run.worker.start_background().unwrap();
    run.files.wait_until_asked(&slow);
    let titles = |library: &Library| library.counts().unwrap().all;
    crate::sources::wait_for("what came into the other", || titles(&library) == 3);
    run.files.release_all();
    crate::sources::wait_for("what came into the first", || titles(&library) == 4);
}

#[test]
fn hanging_paths_do_not_delay_the_start() {
    let run = Running::new();
    let mut paths = Vec::new();
    for name in ["first.md", "hanging-1.md", "second.md", "hanging-2.md"] {
        run.write(name);
        paths.push(run.path(name));
    }
    paths.push(run.path("missing.md"));
    for name in ["hanging-1.md", "hanging-2.md"] {
        run.files.hang(&run.path(name));
    }
    let files = run.files.clone();
    let found = newsprint::cli::look_up(&paths, move |path| {
        newsprint::ingest::FileAccess::metadata(&*files, &path)
    });
    let answers: Vec<Option<bool>> = found
        .iter()
        .map(|found| found.as_ref().map(|about| about.is_ok()))
        .collect();
    assert_eq!(answers, [Some(true), None, Some(true), None, Some(false)]);
    run.files.release_all();
}
