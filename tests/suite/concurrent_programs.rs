//! Several programs on one library, in pseudo-terminals; and a program that is killed.

use std::path::Path;
use std::time::{Duration, Instant};

use newsprint::library::{Durability, Library, NewArticle, OpenMode};
use newsprint::model::{ArticleId, Document, Listing, PageFrom, PageRequest, View};
use rustix::process::Signal;

use crate::library::{article, kept};
use crate::pty::{Program, Pty};

/// Starts the program on the library in a folder.
fn start(folder: &Path) -> Pty {
    let arguments = ["--data-dir".as_ref(), folder.as_os_str()];
    let program = Program::new(env!("CARGO_BIN_EXE_newsprint"), &arguments);
    program.size(120, 60).spawn()
}

fn open(folder: &Path) -> Library {
    Library::open(folder, OpenMode::Create).unwrap()
}

/// Stores articles named `Article 1` and so on, the first the newest. The last one is bookmarked, so that the library is shown at start.
fn fill(folder: &Path, count: usize) {
    let mut library = open(folder);
    let first = chrono::DateTime::parse_from_rfc3339("2026-03-01T12:00:00Z").unwrap();
    let text = |n: usize| {
        let at = first - chrono::TimeDelta::minutes(n as i64);
        let body = format!("Number {n} says its piece.\n\n").repeat(30);
        format!(
            "---\ntitle: Article {n}\ndate: {}\n---\n\n{body}",
            at.to_rfc3339()
        )
    };
    let documents: Vec<Document> = (1..=count).map(|n| article(&text(n))).collect();
    let incoming: Vec<NewArticle<'_>> = documents.iter().map(kept).collect();
    library
        .upsert_articles(&incoming, Durability::Normal)
        .unwrap();
    library
        .toggle_bookmark(ArticleId(count as i64), None)
        .unwrap();
}

fn bookmarked(library: &Library) -> Vec<String> {
    let page = library.page(&PageRequest {
        request_id: 1,
        listing: Listing {
            view: View::Bookmarks,
            ..Listing::default()
        },
        from: PageFrom::First,
        row_limit: 1_000,
        pinned: Vec::new(),
    });
    page.unwrap()
        .rows
        .into_iter()
        .map(|row| row.title)
        .collect()
}

#[test]
fn three_programs_and_a_script_show_each_other_what_they_change() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 20);
    let mut programs: Vec<Pty> = (0..3).map(|_| start(folder.path())).collect();
    for program in &programs {
        program.wait_for_text("1/20");
    }
    // Each program selects another row and bookmarks it, which does not move the selection of the others.
    for (n, program) in programs.iter_mut().enumerate() {
        program.send(&"j".repeat(n + 1));
        program.send("s");
    }
    let began = Instant::now();
    for (n, program) in programs.iter().enumerate() {
        for article in 2..=4 {
            program.wait_for_text(&format!("★ Article {article} "));
        }
        program.wait_for_text(&format!("{}/20", n + 2));
        program.wait_for_text("Bookmarks 4");
    }
    assert!(
        began.elapsed() < Duration::from_secs(4),
        "{:?}",
        began.elapsed()
    );
    // The script removes a bookmark and adds an article.
    let mut script = open(folder.path());
    script.toggle_bookmark(ArticleId(2), None).unwrap();
    let news =
        article("---\ntitle: News of the day\ndate: 2026-03-02T09:00:00Z\n---\n\nJust in.\n");
    script
        .upsert_articles(&[kept(&news)], Durability::Normal)
        .unwrap();
    let changed = Instant::now();
    for (n, program) in programs.iter().enumerate() {
        program.wait_for_text(&format!("{}/21", n + 3));
        program.wait_for("no star", |screen| {
            !screen.contents().contains("★ Article 2 ")
        });
    }
    assert!(
        changed.elapsed() < Duration::from_secs(4),
        "{:?}",
        changed.elapsed()
    );
    for mut program in programs {
        program.send("q");
        assert!(program.wait_for_exit().success());
    }
}

#[test]
fn changes_of_another_program_appear_within_two_seconds_and_the_text_stays() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 20);
    let mut program = start(folder.path());
    program.wait_for_text("1/20");
    program.send("jjj\rjjjj");
    program.wait_for_text("4/20");
    program.wait_for_silence(Duration::from_millis(300));
    let text = |contents: String| -> Vec<String> {
        let rows = contents.lines().skip(2).take(20);
        rows.map(|row| row.chars().skip(42).collect()).collect()
    };
    let before = text(program.contents());
    let mut slowest = Duration::ZERO;
    for id in 5..=12 {
        let began = Instant::now();
        open(folder.path())
            .toggle_bookmark(ArticleId(id), None)
            .unwrap();
        program.wait_for_text(&format!("★ Article {id} "));
        slowest = slowest.max(began.elapsed());
    }
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    assert_eq!(text(program.contents()), before);
}

#[test]
fn keys_typed_ahead_on_a_million_rows_end_at_the_last_one() {
    let folder = tempfile::tempdir().unwrap();
    million(folder.path());
    let mut program = start(folder.path());
    program.wait_for_text("1/1000000");
    program.send("G\rs");
    program.wait_for_text("Bookmarked “The very last one”");
    assert_eq!(
        bookmarked(&open(folder.path())),
        ["Kept so that there is a library", "The very last one"]
    );
}

/// Makes a library of a million articles by SQL; only the oldest has a text.
fn million(folder: &Path) {
    let mut library = open(folder);
    let last = article("---\ntitle: The very last one\ndate: 1999-01-01\n---\n\nA text.\n");
    let first =
        article("---\ntitle: Kept so that there is a library\ndate: 2026-03-01\n---\n\nAnother.\n");
    let ids = library
        .upsert_articles(&[kept(&last), kept(&first)], Durability::Normal)
        .unwrap();
    library.toggle_bookmark(ids[1].id(), None).unwrap();
    let file = library.file().to_owned();
    drop(library);
    let database = rusqlite::Connection::open(file).unwrap();
    // The counts are set once, and not by a trigger for every row.
    let triggers: Vec<(String, String)> = database
        .prepare(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'article'",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &triggers {
        database
            .execute_batch(&format!("DROP TRIGGER {name}"))
            .unwrap();
    }
    database
        .execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999998)
             INSERT INTO article (in_library, title, title_key, added, updated, date, words, indexed)
             SELECT 1, 'Article ' || i, 'article ' || i, 1000000000, 1000000000, 1000000000 + i, 100, 1 FROM n;
             UPDATE counter SET count = 1000000 WHERE name IN ('all', 'unread');
             COMMIT;",
        )
        .unwrap();
    for (_, sql) in &triggers {
        database.execute_batch(sql).unwrap();
    }
}

/// Checks that each bookmark whose star was drawn is stored, whenever the program is killed.
#[test]
fn a_drawn_star_is_there_after_the_program_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let count = 24;
    fill(folder.path(), count);
    let seed = std::process::id().wrapping_mul(2_654_435_761);
    let mut random = seed;
    let mut drawn: Vec<usize> = vec![count];
    for run in 1..count {
        let mut program = start(folder.path());
        program.wait_for_text(&format!("1/{count}"));
        program.send(&"j".repeat(run));
        program.wait_for_text(&format!("{}/{count}", run + 1));
        let stars = program.contents().matches('★').count();
        let target = format!("★ Article {} ", run + 1);
        if run + 1 == count {
            break;
        }
        program.send("s");
        // The delay is between none and much longer than a write.
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let moment = Duration::from_micros(u64::from(random >> 18));
        let began = Instant::now();
        let mut seen = false;
        while began.elapsed() < moment {
            seen |= program.contents().contains(&target);
            std::hint::spin_loop();
        }
        seen |= program.contents().contains(&target);
        program.kill(Signal::KILL);
        program.wait_for_exit();
        if seen {
            drawn.push(run + 1);
        }
        let library = open(folder.path());
        let kept = bookmarked(&library);
        for article in &drawn {
            assert!(
                kept.contains(&format!("Article {article}")),
                "Article {article} was drawn with a star (seed {seed}): {kept:?}"
            );
        }
        assert!(stars >= drawn.len() - usize::from(seen), "{stars}");
        assert_eq!(library.counts().unwrap().bookmarks, kept.len());
    }
}
