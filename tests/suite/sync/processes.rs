//! Schedules with real processes over loopback: two data folders, a person at another client, and `kill -9` at any time.
//!
//! `PROCESS_SCHEDULES=N cargo test --test suite -- --ignored sync::processes` runs N of them; the seed is printed.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use newsprint::model::{AccountKind, MarkKind};
use serde_json::Value;

use crate::sync_servers::SyncServer;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::random::{Random, hash};
use crate::sync_servers::wire::ServedSync;

/// Longest time that a sync runs before it is killed, in milliseconds.
const LIFE: usize = 250;

/// Data folder of one machine.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    /// Returns a machine with an account.
    fn new(kind: AccountKind, url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let password = folder.path().join("password");
        std::fs::write(&password, "correct horse\n").unwrap();
        std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o600)).unwrap();
        let machine = Self { folder };
        machine.run(&[
            "account",
            "add",
            kind.name(),
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

    /// Changes a mark of an article that has the value `is_set`.
    fn toggle(&self, id: i64, kind: MarkKind, is_set: bool) {
        let word = id.to_string();
        match (kind, is_set) {
            (MarkKind::Read, true) => self.run(&["mark", "unread", &word]),
            (MarkKind::Read, false) => self.run(&["mark", "read", &word]),
            (MarkKind::Star, false) => self.run(&["bookmarks", "add", &word]),
            (MarkKind::Star, true) => {
                let output = self.run(&["bookmarks", "--json"]);
                let text = String::from_utf8(output.stdout).unwrap();
                let rows = text.lines().map(|line| serde_json::from_str(line).unwrap());
                let bookmark = rows
                    .into_iter()
                    .find(|row: &Value| row["article"]["id"] == id)
                    .unwrap();
                self.run(&["bookmarks", "rm", &bookmark["id"].to_string()])
            }
        };
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

/// Returns the marks of the articles on the server by their titles: read, starred.
fn marks_there(served: &ServedSync) -> BTreeMap<String, (bool, bool)> {
    let server = served.server();
    let items = server.state.items.values();
    items
        .map(|item| (item.title.clone(), (item.read, item.starred)))
        .collect()
}

/// Returns one of two marks.
fn mark_of((read, star): (bool, bool), kind: MarkKind) -> bool {
    match kind {
        MarkKind::Read => read,
        MarkKind::Star => star,
    }
}

/// Runs a schedule: each article belongs to one machine or to the person, so that its last marks are known.
fn run_schedule(seed: u64) {
    let mut random = Random(hash(&seed.to_le_bytes()));
    let (api, quirks) = match random.below(5) {
        0 => (AccountKind::GoogleReader, ServerQuirks::freshrss()),
        1 => (AccountKind::GoogleReader, ServerQuirks::miniflux()),
        2 => (AccountKind::Miniflux, ServerQuirks::miniflux()),
        3 => (AccountKind::Miniflux, ServerQuirks::older_miniflux()),
        _ => (AccountKind::Nextcloud, ServerQuirks::nextcloud()),
    };
    let mut server = SyncServer::new(quirks);
    let base = match api {
        AccountKind::GoogleReader => server.quirks.greader.base.clone(),
        AccountKind::Miniflux => server.quirks.miniflux.base.clone(),
        AccountKind::Nextcloud => server.quirks.nextcloud.base.clone(),
        AccountKind::Fever => server.quirks.fever.path.clone(),
    };
    let feed = server
        .state
        .subscribe("https://ink.example/feed.xml", "Ink", Some("Crafts"));
    for number in 0..9 {
        server.state.advance(1);
        server.state.add_item(feed, &format!("Article {number}"));
    }
    let served = ServedSync::start(server);
    let url = served.url(&base);
    let machines = [Machine::new(api, &url), Machine::new(api, &url)];
    for machine in &machines {
        machine.run(&["sync"]);
    }
    let mut last: BTreeMap<(String, MarkKind), bool> = BTreeMap::new();
    for _ in 0..8 {
        let at = random.below(2);
        let kind = match random.below(2) {
            0 => MarkKind::Read,
            _ => MarkKind::Star,
        };
        match random.below(4) {
            0 => {
                let title = format!("Article {}", random.below(3) * 3 + at);
                let (id, read, star) = machines[at].articles()[&title];
                let value = mark_of((read, star), kind);
                machines[at].toggle(id, kind, value);
                last.insert((title, kind), !value);
            }
            1 => {
                let title = format!("Article {}", random.below(3) * 3 + 2);
                let mut server = served.server();
                let items = server.state.items.values();
                let item = items.clone().find(|item| item.title == title).unwrap();
                let (id, value) = (item.id, mark_of((item.read, item.starred), kind));
                match kind {
                    MarkKind::Read => server.state.mark_read(id, !value),
                    MarkKind::Star => server.state.star(id, !value),
                };
                last.insert((title, kind), !value);
            }
            _ => machines[at].sync_and_kill(random.below(LIFE)),
        }
    }
    for _ in 0..2 {
        for machine in &machines {
            machine.run(&["sync"]);
        }
    }
    let there = marks_there(&served);
    for ((title, kind), value) in &last {
        let found = mark_of(there[title], *kind);
        assert_eq!(
            found, *value,
            "SEED={seed} {api:?}: {title}: {kind:?} is lost"
        );
    }
    for machine in &machines {
        for (title, (_, read, star)) in machine.articles() {
            assert_eq!(
                there[&title],
                (read, star),
                "SEED={seed} {api:?}: {title} differs"
            );
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
