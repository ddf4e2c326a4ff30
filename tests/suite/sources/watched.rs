//! Watched sources: changes of their files reach the library while newsprint runs.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use newsprint::ingest::Limits;
use newsprint::model::{ArticleId, Outcome};
use newsprint::worker::{SharedState, Worker};

use super::{INK, Place, SHEEP, TEA, wait_for};

/// A running program, and its outcomes.
struct Running {
    _worker: Worker,
    heard: Arc<Mutex<Vec<Outcome>>>,
}

fn run(place: &Place) -> Running {
    let heard: Arc<Mutex<Vec<Outcome>>> = Arc::default();
    let into = heard.clone();
    let store = SharedState::new(Limits::default(), &[]).with_library(place.path("data"));
    let emit = Arc::new(move |outcome| into.lock().unwrap().push(outcome));
    let worker = Worker::new(Arc::new(store), emit);
    worker.start_background().unwrap();
    Running {
        _worker: worker,
        heard,
    }
}

impl Running {
    fn warnings(&self) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        let trouble = |outcome: &Outcome| match outcome {
            Outcome::Warning(what) => Some(what.clone()),
            _ => None,
        };
        heard.iter().filter_map(trouble).collect()
    }

    fn changes(&self) -> usize {
        let heard = self.heard.lock().unwrap();
        heard
            .iter()
            .filter(|outcome| matches!(outcome, Outcome::LibraryChanged))
            .count()
    }
}

/// A folder that is a source and watched, with [`INK`] in it.
fn watched() -> (Place, Running) {
    let place = Place::new(&[("clippings/ink.md", INK)]);
    place.add("clippings");
    // The article of the first scan shows that the folder is watched: watches start before the scan.
    place.write("clippings/start.md", "# Start\n\nIt begins.\n");
    let running = run(&place);
    wait_for("the look at the start", || {
        place.titles().contains(&"Start".to_owned())
    });
    (place, running)
}

#[test]
fn a_new_file_in_a_watched_folder_is_added() {
    let (place, running) = watched();
    let before = running.changes();
    let began = Instant::now();
    std::fs::write(place.path("clippings/tea.md"), TEA).unwrap();
    wait_for("the new article", || {
        place.titles().contains(&"Tea at noon".to_owned())
    });
    assert!(began.elapsed() < Duration::from_secs(10), "it is slow");
    wait_for("word of it", || running.changes() > before);
    std::fs::create_dir_all(place.path("clippings/new/deep")).unwrap();
    std::fs::write(place.path("clippings/new/deep/sheep.txt"), SHEEP).unwrap();
    wait_for("the article in a new folder", || {
        place.titles().contains(&"Sheep on the line".to_owned())
    });
    assert_eq!(running.warnings(), Vec::<String>::new());
}

#[test]
fn a_file_is_read_once_its_writer_pauses() {
    let (place, _running) = watched();
    let ink = place.article("A short history of ink").id.0;
    // As editors do it.
    std::fs::write(
        place.path("clippings/.ink.md.swp"),
        INK.replace("somebody", "a monk"),
    )
    .unwrap();
    place.rename("clippings/.ink.md.swp", "clippings/ink.md");
    wait_for("the edited text", || {
        place.text(ArticleId(ink)).contains("a monk")
    });
    assert_eq!(place.article("A short history of ink").id.0, ink);
    // As a slow download does: a partial file is not read while more arrives.
    let mut file = std::fs::File::create(place.path("clippings/slow.txt")).unwrap();
    for line in 0..20 {
        writeln!(file, "Line {line} of an article that takes its time.\n").unwrap();
        file.flush().unwrap();
        std::thread::park_timeout(Duration::from_millis(20));
    }
    drop(file);
    let whole = || {
        let rows = place.rows(newsprint::model::View::All);
        let path = place.path("clippings/slow.txt");
        let row = rows.iter().find(|row| row.path.as_ref() == Some(&path));
        row.is_some_and(|row| place.text(row.id).contains("Line 19"))
    };
    wait_for("the whole of it", whole);
}

#[test]
fn the_article_of_a_deleted_file_stays_while_the_program_runs() {
    let (place, _running) = watched();
    let ink = place.article("A short history of ink").id.0;
    place.rename("clippings/ink.md", "clippings/moved.md");
    wait_for("the move", || {
        place.article("A short history of ink").path == Some(place.path("clippings/moved.md"))
    });
    assert_eq!(place.article("A short history of ink").id.0, ink);
    place.remove("clippings/moved.md");
    wait_for("the loss", || place.is_missing(ArticleId(ink)));
    assert!(place.text(ArticleId(ink)).contains("boiled galls"));
}

#[test]
fn a_watched_folder_may_vanish_and_return() {
    let (place, running) = watched();
    let ink = place.article("A short history of ink").id.0;
    place.rename("clippings", "elsewhere");
    wait_for("the loss", || {
        place.source("clippings").failing_since.is_some() && place.is_missing(ArticleId(ink))
    });
    wait_for("word of it", || {
        running.warnings() == ["clippings: the folder does not exist; its articles stay"]
    });
    place.rename("elsewhere", "clippings");
    wait_for("its return", || {
        place.source("clippings").error.is_none() && !place.is_missing(ArticleId(ink))
    });
    // It is watched as before.
    std::fs::write(place.path("clippings/tea.md"), TEA).unwrap();
    wait_for("a new article", || {
        place.titles().contains(&"Tea at noon".to_owned())
    });
}

#[test]
fn a_source_that_another_program_adds_is_watched_too() {
    let place = Place::new(&[
        ("clippings/ink.md", INK),
        ("more/tea.md", TEA),
        ("alone.txt", SHEEP),
    ]);
    let _running = run(&place);
    // No library exists at the start.
    place.add("clippings");
    std::fs::write(place.path("clippings/late.md"), "# Late\n\nBut there.\n").unwrap();
    wait_for("an article in the first", || {
        place.titles().contains(&"Late".to_owned())
    });
    place.add("more");
    place.add("alone.txt");
    std::fs::write(place.path("more/later.md"), "# Later\n\nBut there too.\n").unwrap();
    wait_for("an article in the second", || {
        place.titles().contains(&"Later".to_owned())
    });
    let sheep = place.article("Sheep on the line").id.0;
    place.write("alone.txt", &SHEEP.replace("nine sheep", "ten sheep"));
    wait_for("another text of the file", || {
        place.text(ArticleId(sheep)).contains("ten sheep")
    });
}

#[test]
fn two_programs_add_each_article_once() {
    let (place, _first) = watched();
    let _second = run(&place);
    for number in 0..30 {
        std::fs::write(
            place.path(&format!("clippings/{number}.md")),
            format!("# Article {number}\n\nIt has the number {number}.\n"),
        )
        .unwrap();
    }
    wait_for("all of them", || place.titles().len() == 32);
    let mut titles = place.titles();
    titles.dedup();
    assert_eq!(titles.len(), 32);
}

#[test]
fn another_program_takes_over_the_watch() {
    use crate::pty::Program;
    use rustix::process::Signal;
    let place = Place::new(&[("clippings/ink.md", INK)]);
    place.add("clippings");
    let binary = env!("CARGO_BIN_EXE_newsprint");
    let start = || {
        let data = place.path("data").display().to_string();
        Program::new(binary, &["--data-dir", &data]).spawn()
    };
    let first = start();
    first.wait_for_text("history of ink");
    let second = start();
    second.wait_for_text("history of ink");
    place.write("clippings/tea.md", TEA);
    wait_for("an article", || {
        place.titles().contains(&"Tea at noon".to_owned())
    });
    first.kill(Signal::KILL);
    first.wait_for_exit();
    place.write("clippings/sheep.txt", SHEEP);
    wait_for("an article that the second takes in", || {
        place.titles().contains(&"Sheep on the line".to_owned())
    });
    second.wait_for_text("Sheep on the line");
}
