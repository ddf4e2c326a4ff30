//! Schedules with real processes over loopback: two data folders, a person at another client, and `kill -9` at any time.
//!
//! `PROCESS_SCHEDULES=N cargo test --test suite -- --ignored sync::processes` runs N of them; the seed is printed.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::random::Random;
use crate::sync_servers::wire::ServedSync;

/// Longest time that a sync runs before it is killed, in milliseconds.
const LIFE: usize = 250;

/// Data folder of one machine.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    /// Returns a machine with an account.
    fn new(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let password = folder.path().join("password");
        std::fs::write(&password, "correct horse\n").unwrap();
        std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o600)).unwrap();
        let machine = Self { folder };
        machine.run(&[
            "account",
            "add",
            "greader",
            url,
            "--user",
            "reader",
            "--password-file",
            "password",
        ]);
        machine
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_newsprint"));
        command
            .args(["--data-dir", "data"])
            .args(words)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        let output = self.command(words).output().unwrap();
        assert!(
            output.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        output
    }

    /// Returns the articles by their titles: id, read, bookmarked.
    fn articles(&self) -> BTreeMap<String, (i64, bool, bool)> {
        let output = self.run(&["list", "--json"]);
        let text = String::from_utf8(output.stdout).unwrap();
        let row = |line: &str| {
            let row: Value = serde_json::from_str(line).unwrap();
            (
                row["title"].as_str().unwrap().to_owned(),
                (
                    row["id"].as_i64().unwrap(),
                    row["read"].as_bool().unwrap(),
                    row["bookmarked"].as_bool().unwrap(),
                ),
            )
        };
        text.lines().map(row).collect()
    }

    /// Syncs, and kills the process after some milliseconds.
    fn sync_and_kill(&self, milliseconds: usize) {
        let mut child = self
            .command(&["sync"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds as u64));
        let _ = child.kill();
        child.wait().unwrap();
    }
}

/// Runs a schedule: each article belongs to one machine or to the person, so that its last mark is known.
fn run_schedule(seed: u64) {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut server = SyncServer::new(match random.below(2) {
        0 => ServerQuirks::freshrss(),
        _ => ServerQuirks::miniflux(),
    });
    let base = server.quirks.greader.base.clone();
    let feed = server
        .state
        .subscribe("https://ink.example/feed.xml", "Ink", Some("Crafts"));
    for number in 0..9 {
        server.state.advance(1);
        server.state.add_item(feed, &format!("Article {number}"));
    }
    let served = ServedSync::start(server);
    let url = served.url(&base);
    let machines = [Machine::new(&url), Machine::new(&url)];
    for machine in &machines {
        machine.run(&["sync"]);
    }
    let mut last: BTreeMap<String, bool> = BTreeMap::new();
    for _ in 0..8 {
        let at = random.below(2);
        match random.below(4) {
            0 => {
                let title = format!("Article {}", random.below(3) * 3 + at);
                let (id, read, _) = machines[at].articles()[&title];
                let word = if read { "unread" } else { "read" };
                machines[at].run(&["mark", word, &id.to_string()]);
                last.insert(title, !read);
            }
            1 => {
                let title = format!("Article {}", random.below(3) * 3 + 2);
                let mut server = served.server();
                let items = server.state.items.values();
                let item = items.clone().find(|item| item.title == title).unwrap();
                let (id, read) = (item.id, item.read);
                server.state.mark_read(id, !read);
                last.insert(title, !read);
            }
            _ => machines[at].sync_and_kill(random.below(LIFE)),
        }
    }
    for _ in 0..2 {
        for machine in &machines {
            machine.run(&["sync"]);
        }
    }
    let there: BTreeMap<String, bool> = served
        .server()
        .state
        .items
        .values()
        .map(|item| (item.title.clone(), item.read))
        .collect();
    for (title, read) in &last {
        assert_eq!(there.get(title), Some(read), "SEED={seed}: {title} is lost");
    }
    for machine in &machines {
        for (title, (_, read, _)) in machine.articles() {
            assert_eq!(there[&title], read, "SEED={seed}: {title} differs");
        }
    }
}

#[test]
fn killed_processes_lose_no_mark() {
    (0..2).for_each(run_schedule);
}

#[test]
#[ignore = "takes minutes"]
fn two_hundred_schedules_of_killed_processes_lose_no_mark() {
    let schedules = std::env::var("PROCESS_SCHEDULES").ok();
    let schedules = schedules.and_then(|number| number.parse().ok());
    for seed in 0..schedules.unwrap_or(200) {
        run_schedule(seed);
    }
}
