//! Programs that are killed at random moments: no acknowledged change is lost.

use newsprint::model::ArticleId;
use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::child::Other;
use super::{is_sound, open, take};

/// Number of kills.
const KILLS: usize = 60;

/// Pseudorandom numbers; the seed is printed.
struct Random(u64);

impl Random {
    #[allow(
        clippy::print_stdout,
        reason = "the harness shows it where the test fails"
    )]
    fn new() -> Self {
        let seed = std::env::var("SEED")
            .ok()
            .and_then(|seed| seed.parse().ok());
        let seed: u64 = seed.unwrap_or_else(|| {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            u64::from(now.unwrap().subsec_nanos()) | 1
        });
        println!("SEED={seed}");
        Self(seed)
    }

    /// Waits for less than `most` microseconds without yielding the processor.
    fn pause(&mut self, most: u64) {
        let pause = Instant::now() + Duration::from_micros(self.below(most));
        while Instant::now() < pause {
            std::hint::spin_loop();
        }
    }

    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

#[test]
fn nothing_acknowledged_is_lost_when_programs_are_killed() {
    let mut random = Random::new();
    let seed = random.0;
    let folder = tempfile::tempdir().unwrap();
    {
        let mut library = open(folder.path());
        for number in 1..=40 {
            take(&mut library, None, number);
        }
    }
    let mut acknowledged = 0;
    let began = Instant::now();
    for round in 0..KILLS {
        assert!(began.elapsed() < Duration::from_secs(240), "round {round}");
        let mut other = Other::start("change", folder.path());
        // Last acknowledged state by kind and article.
        let mut last: HashMap<(String, i64), String> = HashMap::new();
        let mut articles: Vec<(ArticleId, String)> = Vec::new();
        // Unacknowledged change, which may be saved or not.
        let mut about = None;
        let mut hear = |line: String| {
            let mut words = line.splitn(3, ' ');
            let (kind, id, value) = (
                words.next().unwrap().to_owned(),
                words.next().unwrap().parse::<i64>().unwrap(),
                words.next().unwrap().to_owned(),
            );
            if kind == "will" {
                about = Some((value, id));
                return;
            }
            about = None;
            acknowledged += 1;
            if kind == "article" {
                articles.push((ArticleId(id), value));
            } else {
                last.insert((kind, id), value);
            }
        };
        hear(other.line().unwrap());
        for _ in 0..random.below(24) {
            hear(other.line().unwrap());
        }
        random.pause(9_000);
        other.kill();
        // Read all lines that were printed before the kill.
        while let Some(line) = other.line() {
            hear(line);
        }
        let library = open(folder.path());
        assert_eq!(library.notice(), None);
        for ((kind, id), value) in last {
            if about == Some((kind.clone(), id)) {
                continue;
            }
            let state = library.states(&[ArticleId(id)]).unwrap()[0].1.clone();
            let bookmarks = library.bookmarks(ArticleId(id)).unwrap();
            let good = match kind.as_str() {
                "read" => state.is_read == (value == "true"),
                "note" => bookmarks[0].note.as_deref() == Some(value.as_str()),
                "tag" => state.tags.contains(&value),
                _ => (state.progress * 100.0).round() as i64 == value.parse::<i64>().unwrap(),
            };
            assert!(
                good,
                "SEED={seed}, round {round}: {kind} {id} {value}, {state:?}"
            );
        }
        for (id, number) in articles {
            let (document, _) = library.document(id).unwrap().unwrap();
            assert_eq!(document.metadata.title, Some(format!("Article {number}")));
            assert!(library.states(&[id]).unwrap()[0].1.is_read);
        }
        if round % 6 == 5 {
            drop(library);
            is_sound(folder.path());
        }
    }
    is_sound(folder.path());
    let examined = newsprint::library::check_library(folder.path());
    assert!(
        examined
            .findings
            .iter()
            .all(|finding| finding.state == newsprint::library::FindingState::Ok),
        "{examined:?}"
    );
    assert!(acknowledged > KILLS, "{acknowledged}");
}

#[test]
fn a_backup_is_complete_or_missing_when_programs_are_killed() {
    let mut random = Random::new();
    let folder = tempfile::tempdir().unwrap();
    let ids = super::furnish(folder.path(), 30);
    for round in 0..15 {
        let mut other = Other::start("back up", folder.path());
        for _ in 0..=random.below(3) {
            assert_eq!(
                other.line().as_deref(),
                Some("copied true"),
                "round {round}"
            );
        }
        random.pause(30_000);
        other.kill();
        let copies = newsprint::library::backups(folder.path());
        assert!((1..=4).contains(&copies.len()), "{copies:?}");
        for copy in copies {
            let raw = rusqlite::Connection::open(&copy.file).unwrap();
            let marks: i64 = raw
                .query_row("SELECT count(*) FROM bookmark", [], |row| row.get(0))
                .unwrap();
            let found: String = raw
                .query_row("PRAGMA integrity_check", [], |row| row.get(0))
                .unwrap();
            assert_eq!((marks, found.as_str()), (3, "ok"));
        }
    }
    super::is_furnished(&open(folder.path()), ids);
}
