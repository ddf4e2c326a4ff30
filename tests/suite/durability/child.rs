//! Other programs that use the library: this test binary again, with a task in an environment variable.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use newsprint::library::{Library, OpenMode};
use newsprint::model::ArticleId;

use super::{open, take};

/// Environment variable with the task of the other program.
const TASK: &str = "NEWSPRINT_TEST_TASK";
const FOLDER: &str = "NEWSPRINT_TEST_FOLDER";

/// A running program, which is killed when this is dropped.
pub(super) struct Other {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Other {
    /// Starts a program with a task in a folder.
    pub(super) fn start(task: &str, folder: &Path) -> Self {
        Self::start_as(task, folder, Command::new(std::env::current_exe().unwrap()))
    }

    /// Starts a program by a command that runs a copy of this binary.
    pub(super) fn start_as(task: &str, folder: &Path, mut command: Command) -> Self {
        let mut child = command
            .args(["--exact", "durability::child::other_program", "--nocapture"])
            .args(["--test-threads", "1"])
            .env(TASK, task)
            .env(FOLDER, folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// Returns the next line that the program prints; `None` when it has ended.
    pub(super) fn line(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            // A line without its end was not printed completely.
            if let Some(said) = line
                .strip_suffix('\n')
                .and_then(|line| line.split_once("> "))
            {
                return Some(said.1.to_owned());
            }
        }
    }

    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for the program to end, and returns true if it succeeded.
    pub(super) fn ended_well(&mut self) -> bool {
        self.child.wait().unwrap().success()
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Prints a line to the program that has started this one.
fn say(line: &str) {
    let mut output = std::io::stdout().lock();
    output.write_all(format!("> {line}\n").as_bytes()).unwrap();
    output.flush().unwrap();
}

#[test]
fn other_program() {
    let Ok(task) = std::env::var(TASK) else {
        return;
    };
    let folder = std::path::PathBuf::from(std::env::var_os(FOLDER).unwrap());
    match task.as_str() {
        "change" => change(&folder),
        "import" => import(&folder),
        "read" => read(&folder),
        "open" => {
            let library = open(&folder);
            say(&library.counts().unwrap().all.to_string());
        }
        "look" => look(&folder),
        "back up" => back_up(&folder),
        "copy twice" => copy_twice(&folder),
        "run daily" => run_daily(&folder),
        other => panic!("{other}"),
    }
}

/// Makes one change after the other until it is killed, and reports each when it is saved.
fn change(folder: &Path) {
    let mut library = open(folder);
    let seed = u64::from(std::process::id());
    for round in 0..u64::MAX {
        let id = i64::try_from((seed.wrapping_mul(31) + round * 7) % 40 + 1).unwrap();
        let kind =
            ["read", "note", "article", "tag", "progress"][usize::try_from(round % 5).unwrap()];
        say(&format!("will {id} {kind}"));
        match round % 5 {
            0 => {
                library.toggle_read(ArticleId(id)).unwrap();
                let read = library.states(&[ArticleId(id)]).unwrap()[0].1.is_read;
                say(&format!("read {id} {read}"));
            }
            1 => {
                let note = format!("{seed}-{round}");
                library
                    .add_bookmark(ArticleId(id), None, Some(&note), &[])
                    .unwrap();
                say(&format!("note {id} {note}"));
            }
            2 => {
                let number = 1_000 + usize::try_from(seed % 1_000_000 * 1_000 + round).unwrap();
                let new = take(&mut library, None, number);
                library.set_read(&[new], true).unwrap();
                say(&format!("article {new} {number}"));
            }
            3 => {
                let tag = format!("t{round}");
                library
                    .tag_article(ArticleId(id), None, std::slice::from_ref(&tag))
                    .unwrap();
                say(&format!("tag {id} {tag}"));
            }
            _ => {
                library
                    .save_position(ArticleId(id), None, (round % 100) as f64 / 100.0)
                    .unwrap();
                say(&format!("progress {id} {}", round % 100));
            }
        }
    }
}

/// Imports many articles in batches, and reports the duration of each batch.
fn import(folder: &Path) {
    let mut library = open(folder);
    let from: usize = 1_000_000 + usize::try_from(std::process::id()).unwrap() * 100_000;
    say("begun");
    let documents: Vec<_> = (0..40)
        .map(|n| {
            super::article(&format!(
                "# Import {n}\n\n{}\n",
                "Words of an import. ".repeat(40)
            ))
        })
        .collect();
    for run in 0..usize::MAX {
        let articles: Vec<_> = documents
            .iter()
            .enumerate()
            .map(|(n, document)| {
                let mut document = document.clone();
                let number = from + run * 40 + n;
                document.metadata.url = Some(format!("https://import.example/{number}"));
                document.metadata.title = Some(format!("Import {number}"));
                document
            })
            .collect();
        let incoming: Vec<_> = articles
            .iter()
            .map(|document| newsprint::library::NewArticle {
                in_library: true,
                document: Some(document),
                words: 160,
                ..newsprint::library::NewArticle::default()
            })
            .collect();
        library
            .upsert_articles(&incoming, newsprint::library::Durability::Normal)
            .unwrap();
        if run % 25 == 24 {
            say(&format!("{}", (run + 1) * 40));
        }
    }
}

/// Reads pages and counts until it is killed, and reports reads that took too long.
fn read(folder: &Path) {
    let library = Library::open(folder, OpenMode::Existing).unwrap();
    let mut reads = 0u64;
    loop {
        let began = std::time::Instant::now();
        let page = library
            .page(&newsprint::model::PageRequest {
                request_id: 1,
                listing: newsprint::model::Listing {
                    view: newsprint::model::View::All,
                    ..Default::default()
                },
                from: newsprint::model::PageFrom::First,
                row_limit: 50,
                pinned: Vec::new(),
            })
            .unwrap();
        assert!(!page.rows.is_empty());
        library.counts().unwrap();
        library.bookmarks(ArticleId(1)).unwrap();
        let took = began.elapsed().as_millis();
        reads += 1;
        if reads.is_multiple_of(50) || took > 250 {
            say(&format!("{reads} {took}"));
        }
    }
}

/// Reports the results of reading and of changing as a user with fewer permissions.
fn look(folder: &Path) {
    let library = Library::open(folder, OpenMode::Existing);
    match &library {
        Ok(library) => say(&format!(
            "read {} {:?}",
            library.counts().unwrap().all,
            library
                .document(ArticleId(1))
                .unwrap()
                .map(|(document, _)| document.metadata.title.unwrap())
        )),
        Err(error) => say(&format!("unread {error}")),
    }
    match Library::open(folder, OpenMode::Create) {
        Ok(mut library) => match library.toggle_read(ArticleId(1)) {
            Ok(changed) => say(&format!("changed {:?}", changed.kind)),
            Err(error) => say(&format!("unchanged {error}")),
        },
        Err(error) => say(&format!("unchanged {error}")),
    }
    say(&format!(
        "sound {}",
        newsprint::library::check_library(folder).is_sound()
    ));
}

/// Makes a backup for each of a series of days, until it is killed.
fn back_up(folder: &Path) {
    let mut library = open(folder);
    // Each day has one backup, so this begins after the existing ones.
    let days = newsprint::library::backups(folder)
        .pop()
        .map_or(library.now(), |newest| {
            let noon = newest.day.and_hms_opt(12, 0, 0).unwrap();
            noon.and_utc().timestamp() + 2 * 86_400
        });
    for day in 0..i64::MAX {
        let note = format!("{}-{day}", std::process::id());
        library
            .add_bookmark(ArticleId(7), None, Some(&note), &[])
            .unwrap();
        library.set_now(days + day * 86_400);
        let made = library.back_up().unwrap();
        say(&format!("copied {}", made.is_some()));
    }
}

/// Makes a backup, and an identical one on the next day; reports by how many KiB the peak of memory rose.
fn copy_twice(folder: &Path) {
    let peak = || -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        line.unwrap()
            .split_whitespace()
            .nth(1)
            .unwrap()
            .parse()
            .unwrap()
    };
    let mut library = open(folder);
    let before = peak();
    assert!(library.back_up().unwrap().is_some());
    library.set_now(library.now() + 86_400);
    assert!(library.back_up().unwrap().is_none(), "nothing has changed");
    say(&(peak() - before).to_string());
}

/// Runs daily maintenance at four times, and reports the numbers of articles and backups after each.
fn run_daily(folder: &Path) {
    let mut library = open(folder);
    // 31 January 2040, noon in UTC.
    let noon = 2_211_624_000;
    for (number, hours) in (5..).zip([0, 11, 13, 24]) {
        library.set_now(noon - 60 * 86_400);
        // The article may expire at once.
        library.set_read(&[ArticleId(number)], true).unwrap();
        library.set_now(noon + hours * 3_600);
        library.run_daily(30).unwrap();
        let copies = newsprint::library::backups(folder).len();
        say(&format!("{} {copies}", library.counts().unwrap().all));
    }
}
