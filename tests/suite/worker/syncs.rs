//! Syncs of accounts by the threads of the worker: due ones unasked, all at once, and ended by quitting.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use newsprint::library::{Library, OpenMode};
use newsprint::model::{
    AccountId, AccountKind, ArticleId, ArticleRef, Change, Job, Origin, Outcome, RefreshScope,
    RefreshSummary, SourceSettings, SyncProgress,
};
use newsprint::worker::{Emit, SharedState, Worker};

use crate::pty::PATIENCE;
use crate::sync_servers::SyncServer;
use crate::sync_servers::faults::ServerFault;
use crate::sync_servers::quirks::ServerQuirks;
use crate::sync_servers::wire::ServedSync;

/// Serves a server with a feed of so many unread articles.
fn serve(name: &str, articles: usize) -> ServedSync {
    let mut server = SyncServer::new(ServerQuirks::freshrss());
    let url = format!("https://{name}.example/feed");
    let feed = server.state.subscribe(&url, name, None);
    for number in 0..articles {
        server
            .state
            .add_item(feed, &format!("Article {number} of {name}"));
    }
    ServedSync::start(server)
}

/// Adds the account of a server to a library.
fn add_account(library: &mut Library, server: &ServedSync) -> AccountId {
    let (user, password) = {
        let server = server.server();
        (server.state.user.clone(), server.state.password.clone())
    };
    let settings = SourceSettings {
        password_command: Some(vec!["echo".to_owned(), password]),
        ..SourceSettings::default()
    };
    let url = server.url("/api/greader.php");
    library
        .add_account(AccountKind::GoogleReader, &url, &user, &settings)
        .unwrap()
}

fn start(home: &tempfile::TempDir, is_scheduled: bool) -> (Worker, Receiver<Outcome>) {
    let shared = SharedState::with_tour().with_library(home.path().to_owned());
    let shared = match is_scheduled {
        true => shared.with_scheduled_fetching(),
        false => shared,
    };
    let (sender, outcomes) = channel();
    let emit: Emit = Arc::new(move |outcome| drop(sender.send(outcome)));
    let worker = Worker::new(Arc::new(shared), emit);
    worker.start_background().unwrap();
    (worker, outcomes)
}

/// Waits for the end of a refresh. Returns its sum, and the progress of syncs until then.
fn wait_for_refresh(outcomes: &Receiver<Outcome>) -> (RefreshSummary, Vec<Option<SyncProgress>>) {
    let mut progress = Vec::new();
    loop {
        match outcomes.recv_timeout(PATIENCE).unwrap() {
            Outcome::SyncProgress(sum) => progress.push(sum),
            Outcome::RefreshFinished(summary) => return (summary, progress),
            Outcome::Warning(text) => panic!("{text}"),
            _ => {}
        }
    }
}

#[test]
fn due_accounts_are_synced_unasked_at_once_and_marks_reach_the_server() {
    let home = tempfile::tempdir().unwrap();
    let (slow, fast) = (serve("slow", 3), serve("fast", 40));
    let mut library = Library::open(home.path(), OpenMode::Create).unwrap();
    let slow_id = add_account(&mut library, &slow);
    let fast_id = add_account(&mut library, &fast);
    drop(library);
    slow.server()
        .fail_on("contents", ServerFault::Delay(Duration::from_millis(700)));
    let (worker, outcomes) = start(&home, true);
    let (summary, progress) = wait_for_refresh(&outcomes);
    let accounts = Library::open(home.path(), OpenMode::Existing)
        .unwrap()
        .accounts();
    assert_eq!(
        (summary.new, summary.is_manual),
        (43, false),
        "{summary:?} {accounts:?}"
    );
    assert_eq!((summary.sources, summary.failed), (2, 0));
    // Both at once: the sum has the texts of both.
    let most = progress.iter().flatten().map(|sum| sum.total).max();
    assert_eq!(most, Some(43), "{progress:?}");
    assert_eq!(progress.last(), Some(&None), "{progress:?}");

    // A bookmark goes out when the user asks for it.
    let article = ArticleRef {
        id: ArticleId(1),
        origin: Origin::Stored(ArticleId(1)),
    };
    worker.submit(Job::SaveChange(Change::ToggleBookmark(article)));
    loop {
        match outcomes.recv_timeout(PATIENCE).unwrap() {
            Outcome::ChangeSaved(..) => break,
            Outcome::SaveFailed(reason) => panic!("{reason}"),
            _ => {}
        }
    }
    for account in [slow_id, fast_id] {
        worker.submit(Job::Refresh(RefreshScope::Account(account)));
        let (summary, _) = wait_for_refresh(&outcomes);
        assert_eq!((summary.sources, summary.is_manual), (1, true));
    }
    worker.finish(true);
    let starred = slow.server().state.starred().len() + fast.server().state.starred().len();
    assert_eq!(starred, 1);
}

#[test]
fn quitting_ends_a_sync_at_once_and_the_next_start_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let server = serve("tide", 40);
    let mut library = Library::open(home.path(), OpenMode::Create).unwrap();
    let account = add_account(&mut library, &server);
    drop(library);
    // The texts do not come before the end of the test.
    server
        .server()
        .fail_on("contents", ServerFault::Delay(Duration::from_secs(30)));
    let (worker, outcomes) = start(&home, true);
    let began = Instant::now();
    while server.server().count("contents") == 0 {
        assert!(began.elapsed() < PATIENCE);
        let _ = outcomes.recv_timeout(Duration::from_millis(20));
    }
    let began = Instant::now();
    worker.finish(false);
    drop(worker);
    assert!(
        began.elapsed() < Duration::from_secs(3),
        "{:?}",
        began.elapsed()
    );

    // The server did not fail.
    let wait_until_free = || {
        let began = Instant::now();
        loop {
            let mut library = Library::open(home.path(), OpenMode::Existing).unwrap();
            if library.acquire_account(account, "1-1", 60).unwrap() {
                library.release_account(account, "1-1").unwrap();
                return library.account(account).unwrap().unwrap();
            }
            assert!(began.elapsed() < PATIENCE);
        }
    };
    let after = wait_until_free();
    assert_eq!((after.failures, after.error), (0, None));

    let (worker, outcomes) = start(&home, false);
    worker.submit(Job::Refresh(RefreshScope::Account(account)));
    let (summary, _) = wait_for_refresh(&outcomes);
    let accounts = Library::open(home.path(), OpenMode::Existing)
        .unwrap()
        .accounts();
    assert_eq!(
        (summary.new, summary.failed),
        (40, 0),
        "{summary:?} {accounts:?}"
    );
    worker.finish(true);
    let library = Library::open(home.path(), OpenMode::Existing).unwrap();
    let account = library.account(account).unwrap().unwrap();
    assert_eq!((account.failures, account.error), (0, None));
}
