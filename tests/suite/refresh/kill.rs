//! `newsprint fetch`, killed at random moments: nothing that was there is lost, and the next fetch brings the rest, each entry once.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use newsprint::library::{Library, OpenMode, check_library};
use newsprint::model::ArticleId;

use super::super::web::WebServer;
use super::{Item, item, rss};

/// Kills in the suite; `KILLS=1000` makes it a thousand.
const KILLS: usize = 60;
const FEEDS: usize = 12;
const ENTRIES: usize = 60;

fn kills() -> usize {
    let given = std::env::var("KILLS").ok();
    given.and_then(|kills| kills.parse().ok()).unwrap_or(KILLS)
}

fn fetch(folder: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsprint"));
    command
        .args(["fetch", "--wait", "--data-dir"])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

#[test]
#[allow(
    clippy::print_stdout,
    reason = "the harness shows it where the test fails"
)]
fn a_fetch_that_is_killed_loses_nothing() {
    let mut seed = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or_else(|| {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            u64::from(now.unwrap().subsec_nanos()) | 1
        });
    println!("SEED={seed}");
    let server = WebServer::start();
    let home = tempfile::tempdir().unwrap();
    let mut library = Library::open(home.path(), OpenMode::Create).unwrap();
    let mut generation = 0;
    let serve = |generation: usize| {
        for feed in 0..FEEDS {
            let entries: Vec<(String, String, String)> = (0..ENTRIES)
                .map(|n| n + generation)
                .map(|n| {
                    (
                        format!("{feed}-{n}"),
                        format!("Entry {feed}-{n}"),
                        format!("Text of {n}, and more of it."),
                    )
                })
                .collect();
            let items: Vec<Item<'_>> = entries
                .iter()
                .map(|(guid, title, text)| Item {
                    text,
                    ..item(guid, title)
                })
                .collect();
            server.serve(&format!("/{feed}"), &[], rss(&items));
        }
    };
    for feed in 0..FEEDS {
        library
            .add_feed(&server.url(&format!("/{feed}")), "feed")
            .unwrap();
    }
    serve(generation);
    let began = Instant::now();
    assert!(fetch(home.path()).status().unwrap().success());
    let whole = u64::try_from(began.elapsed().as_micros()).unwrap();
    let bookmarked = ArticleId(1);
    library.toggle_bookmark(bookmarked, None).unwrap();
    library.set_read(&[ArticleId(2)], true).unwrap();
    for _ in 0..kills() {
        generation += 5;
        serve(generation);
        let mut child = fetch(home.path()).spawn().unwrap();
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let moment = Instant::now() + Duration::from_micros(seed % whole);
        while Instant::now() < moment {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(fetch(home.path()).status().unwrap().success());
    let file = Library::library_file(home.path());
    let connection = rusqlite::Connection::open(file).unwrap();
    let count = |sql: &str| {
        connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    // Killed programs may have missed entries that left their feeds; those there now are there, and none is there twice.
    assert_eq!(
        count("SELECT count(*) FROM (SELECT 1 FROM article GROUP BY title HAVING count(*) > 1)"),
        0
    );
    for feed in 0..FEEDS {
        for n in generation..generation + ENTRIES {
            let sql = format!(
                "SELECT count(*) FROM article WHERE title = 'Entry {feed}-{n}' AND has_text = 1"
            );
            assert_eq!(count(&sql), 1, "Entry {feed}-{n}");
        }
    }
    for n in 0..ENTRIES {
        let sql = format!("SELECT count(*) FROM article WHERE title = 'Entry 0-{n}'");
        assert_eq!(count(&sql), 1, "the first fetch was complete");
    }
    assert_eq!(count("SELECT bookmarked FROM article WHERE id = 1"), 1);
    assert_eq!(count("SELECT read FROM article WHERE id = 2"), 1);
    assert_eq!(count("SELECT count(*) FROM article WHERE read = 1"), 1);
    assert!(check_library(home.path()).is_sound());
}
