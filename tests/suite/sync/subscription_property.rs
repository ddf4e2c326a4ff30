//! Random schedules of changes of subscriptions by two clients and a person at a third, with faults and kills: in the end all have the
//! same feeds, titles and folders, and no last change is lost.
//!
//! `SCHEDULES=N cargo test --test suite -- --ignored sync::subscription_property` runs N of them, `SEED=N` one.

mod actions;
mod compare;
mod feeds;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use newsprint::library::{LibraryError, SavedChange, UndoResult};
use newsprint::model::{AccountKind, MarkKind};

use super::client::{Client, Shared, shared};
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::{ServerFault, VISIBLE};
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::random::{Random, hash};
use compare::{LastValues, View, awaits_list, server_view, view};
use feeds::{FEEDS, address};

/// Number of schedules of an ordinary run of the tests.
const SCHEDULES: u64 = 90;
/// Schedules that run at once: a part of their time is the gaps between writes.
const THREADS: u64 = 8;
/// Most rounds of syncs after which nothing may change any more.
const ROUNDS: usize = 6;
/// Number of the person among those who act; the clients are 0 and 1.
const PERSON: usize = 2;

/// Schedule with what must come of it.
struct Schedule {
    random: Random,
    kind: AccountKind,
    server: Shared,
    clients: [Client; 2],
    present: LastValues<bool>,
    titles: LastValues<String>,
    folders: LastValues<BTreeSet<String>>,
    /// Articles that each client has bookmarked.
    bookmarked: [BTreeSet<String>; 2],
    /// Feed that was subscribed to or removed after all had agreed, and true if it is to be there.
    last_change: Option<(String, bool)>,
    number: usize,
    log: Vec<String>,
}

/// Returns the APIs that can change subscriptions, with the servers that were measured.
fn dialects() -> Vec<(AccountKind, ServerQuirks)> {
    use AccountKind::{GoogleReader, Miniflux, Nextcloud};
    vec![
        (GoogleReader, ServerQuirks::plain()),
        (GoogleReader, ServerQuirks::freshrss()),
        (GoogleReader, ServerQuirks::miniflux()),
        (GoogleReader, ServerQuirks::bazqux()),
        (GoogleReader, ServerQuirks::theoldreader()),
        (Miniflux, ServerQuirks::miniflux()),
        (Miniflux, ServerQuirks::older_miniflux()),
        (Nextcloud, ServerQuirks::nextcloud()),
        (Nextcloud, ServerQuirks::older_nextcloud()),
    ]
}

impl Schedule {
    fn new(seed: u64) -> Self {
        let mut random = Random(hash(&seed.to_le_bytes()));
        let dialects = dialects();
        let (kind, quirks) = dialects[random.below(dialects.len())].clone();
        let log = vec![format!("{kind:?}: {quirks:?}")];
        let mut server = SyncServer::new(quirks);
        for feed in FEEDS {
            if let Some(folder) = feed.folder {
                server
                    .state
                    .subscribe(&address(feed.name), feed.name, Some(folder));
            }
        }
        let server = shared(server);
        let clients = [0, 1].map(|_| Client::of_kind(&server, kind));
        let mut schedule = Self {
            random,
            kind,
            server,
            clients,
            present: LastValues::default(),
            titles: LastValues::default(),
            folders: LastValues::default(),
            bookmarked: [BTreeSet::new(), BTreeSet::new()],
            last_change: None,
            number: 0,
            log,
        };
        for _ in 0..6 {
            schedule.add_article();
        }
        for client in &mut schedule.clients {
            client.sync();
        }
        schedule
    }

    fn number(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        let index = self.random.below(from.len());
        from.get(index).cloned()
    }

    fn run(&mut self) {
        let mut faults = VISIBLE.to_vec();
        if self.random.below(3) == 0 {
            faults.extend([
                ServerFault::Delay(Duration::from_secs(20)),
                ServerFault::Reorder(0),
                ServerFault::Repeat,
            ]);
        }
        let per_mille = [0, 50, 200][self.random.below(3)];
        let seed = self.random.next();
        self.server
            .borrow_mut()
            .faults
            .set_random(seed, per_mille, &faults);
        for _ in 0..10 + self.random.below(20) {
            self.step();
        }
    }

    fn step(&mut self) {
        let at = self.random.below(2);
        match self.random.below(20) {
            0..=6 => self.change_here(at),
            7..=10 => self.change_there(),
            11 => self.add_article(),
            12 => self.bookmark(at),
            13 => self.undo(at),
            14 => self.server.borrow_mut().state.advance(700),
            15..=16 => {
                if self.random.below(2) == 0 {
                    self.change_here(at);
                }
                let steps = i64::try_from(self.random.below(60)).unwrap();
                self.clients[at].advance(7_200);
                self.clients[at].kill_after(steps);
                let result = self.clients[at].try_sync();
                self.clients[at].restart();
                self.log.push(format!(
                    "{at} syncs and is killed after {steps}: {result:?}"
                ));
                if self.random.below(2) == 0 {
                    self.undo(at);
                }
            }
            _ => {
                self.clients[at].advance(7_200);
                let result = self.clients[at].try_sync();
                self.log.push(format!("{at} syncs: {result:?}"));
            }
        }
    }

    fn add_article(&mut self) {
        let title = format!("Article {}", self.number());
        let feeds: Vec<i64> = self.server.borrow().state.feeds.keys().copied().collect();
        if let Some(feed) = self.pick(&feeds) {
            let mut server = self.server.borrow_mut();
            server.state.advance(30);
            server.state.add_item(feed, &title);
        }
    }

    /// Bookmarks an article that no other client bookmarks.
    fn bookmark(&mut self, at: usize) {
        let articles: Vec<String> = self.clients[at]
            .articles()
            .into_iter()
            .map(|(_, title)| title)
            .filter(|title| feeds::number_of(title) % 2 == at)
            .collect();
        if let Some(title) = self.pick(&articles) {
            self.clients[at].mark(&title, MarkKind::Star, true);
            self.log.push(format!("{at} bookmarks {title}"));
            self.bookmarked[at].insert(title);
        }
    }

    /// Changes something on a client, and notes what is different then.
    fn act(
        &mut self,
        at: usize,
        what: &str,
        change: impl FnOnce(&mut Client) -> Result<SavedChange, LibraryError>,
    ) {
        let before = view(&mut self.clients[at]);
        let result = change(&mut self.clients[at]);
        if let Err(error) = &result {
            assert!(matches!(error, LibraryError::Missing(_)), "{error:?}");
        }
        self.log.push(format!(
            "{at} {what}: {}",
            if result.is_ok() { "done" } else { "refused" }
        ));
        self.note_differences(at, &before);
    }

    fn note_differences(&mut self, at: usize, before: &View) {
        let after = view(&mut self.clients[at]);
        for url in before.keys().filter(|url| !after.contains_key(*url)) {
            self.present.note(url, at, false);
        }
        for (url, (title, folders)) in &after {
            let known = before.get(url);
            if known.is_none() {
                self.present.note(url, at, true);
            }
            if known.is_none_or(|(other, _)| other != title) {
                self.titles.note(url, at, title.clone());
            }
            if known.is_none_or(|(_, other)| other != folders) {
                self.folders.note(url, at, folders.clone());
            }
        }
    }

    fn undo(&mut self, at: usize) {
        let before = view(&mut self.clients[at]);
        let library = self.clients[at].library();
        let mut undone = library.undo(None).unwrap();
        if let UndoResult::NeedsConfirmation(id, ..) = undone {
            undone = library.undo(Some(id)).unwrap();
        }
        self.log.push(format!("{at} undoes: {undone:?}"));
        self.note_differences(at, &before);
        let client = &mut self.clients[at];
        self.bookmarked[at].retain(|title| {
            let found = client
                .articles()
                .into_iter()
                .find(|(_, other)| other == title);
            found.is_some_and(|(article, _)| client.has(article, MarkKind::Star))
        });
    }

    /// Syncs without faults until nothing changes any more.
    fn quiet(&mut self) -> Result<(), String> {
        self.server.borrow_mut().faults.clear();
        for _ in 0..ROUNDS {
            let before = (self.views(), self.server.borrow().writes());
            for at in [0, 1] {
                self.server.borrow_mut().state.advance(7_200);
                self.clients[at].advance(14_400);
                let result = self.clients[at].try_sync();
                self.log.push(format!("{at} syncs: {result:?}"));
                result.map_err(|error| format!("a sync without faults fails: {error:?}"))?;
            }
            let after = (self.views(), self.server.borrow().writes());
            if before == after && !self.clients.iter_mut().any(awaits_list) {
                return Ok(());
            }
        }
        Err("the syncs do not end".to_owned())
    }

    fn views(&mut self) -> (Vec<View>, View) {
        let clients = self.clients.iter_mut().map(view).collect();
        (clients, server_view(&self.server))
    }

    fn finish(&mut self) -> Result<(), String> {
        self.quiet()?;
        self.compare()?;
        if self.random.below(3) > 0 {
            return Ok(());
        }
        self.change_last();
        self.quiet()?;
        self.compare()
    }
}

fn run_schedule(seed: u64) -> Result<(), String> {
    let mut schedule = Schedule::new(seed);
    schedule.run();
    let problem = schedule.finish().err();
    problem.map_or(Ok(()), |problem| {
        Err(format!(
            "SEED={seed}: {problem}\n{}\n",
            schedule.log.join("\n")
        ))
    })
}

/// Runs this number of schedules, several at once.
fn run_schedules(count: u64) {
    let failures = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for first in 0..THREADS {
            let failures = &failures;
            scope.spawn(move || {
                for seed in (first..count).step_by(THREADS as usize) {
                    if let Err(problem) = run_schedule(seed) {
                        failures.lock().unwrap().insert(seed, problem);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    let lines = failures.values().filter_map(|text| text.lines().next());
    let lines: Vec<&str> = lines.collect();
    if let Some(first) = failures.values().next() {
        panic!("{first}\n{} fail:\n{}", lines.len(), lines.join("\n"));
    }
}

#[test]
fn random_schedules_lose_no_subscription() {
    let from = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    match from {
        Some(seed) => run_schedule(seed).unwrap_or_else(|problem| panic!("{problem}")),
        None => run_schedules(SCHEDULES),
    }
}

#[test]
#[ignore = "takes minutes"]
fn five_thousand_random_schedules_lose_no_subscription() {
    let schedules = std::env::var("SCHEDULES").ok();
    let schedules = schedules.and_then(|number| number.parse().ok());
    run_schedules(schedules.unwrap_or(5_000));
}
