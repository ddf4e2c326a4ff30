//! Syncs with a server on loopback (Google Reader API): the first one of many articles, a quiet one, and keys in a real terminal
//! while the first one runs.
//!
//! `cargo bench --bench sync -- [--smoke] [--bin PATH] [first|quiet|keys] [ARTICLES]`
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    dead_code
)]

mod arguments;
mod data;
mod figures;
mod measured_process;
mod pseudo_terminal;
#[path = "../suite"]
mod suite {
    pub mod sync_servers;
    pub mod web;
}

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use arguments::{Arguments, check};
use figures::Times;
use measured_process::{Usage, measure};
use newsprint::library::{Library, OpenMode};
use pseudo_terminal::Program;
use suite::sync_servers::SyncServer;
use suite::sync_servers::quirks::ServerQuirks;
use suite::sync_servers::wire::ServedSync;
use suite::web;

/// Budgets of the first sync of 20,000 articles, in seconds and MiB.
const FIRST_SECONDS: f64 = 10.0;
const FIRST_MEMORY: f64 = 100.0;
/// Budgets of a quiet sync: requests where each set fits a page of 10,000 and where one does not, and milliseconds of processor.
const QUIET_REQUESTS: [usize; 2] = [5, 8];
const QUIET_PROCESSOR: f64 = 50.0;
/// Budget of a key in the list, in milliseconds.
const KEY_BUDGET: f64 = 30.0;
/// Keys that are timed: a row down twice, a page down, a row up, the last row and the first one.
const KEYS: [&str; 6] = ["j", "j", "\x06", "k", "G", "g"];
/// What a key has changed is drawn before so long a silence.
const QUIET: Duration = Duration::from_millis(25);
/// No run takes longer.
const PATIENCE: Duration = Duration::from_secs(300);
/// Feeds of the account.
const FEEDS: usize = 100;
/// Words of an article.
const WORDS: usize = 300;

fn main() {
    let arguments = Arguments::read();
    arguments.check_parts(&["first", "quiet", "keys"]);
    let articles = arguments.size().unwrap_or(arguments.choose(20_000, 40));
    println!("{}", figures::machine());
    println!("{}", figures::program(arguments.program()));
    let served = ServedSync::start(server(articles));
    println!("\n{articles} unread articles of {WORDS} words in {FEEDS} feeds; FreshRSS");
    let (first, quiet) = syncs(&arguments, &served, articles);
    let requests = QUIET_REQUESTS[usize::from(articles >= 10_000)];
    if arguments.includes("first") {
        println!(
            "first sync: {:.2} s, {:.2} s of processor, {:.1} MiB at most, {} requests (budget {FIRST_SECONDS} s, {FIRST_MEMORY} MiB)",
            first.0.wall.as_secs_f64(),
            first.0.processor.as_secs_f64(),
            first.0.peak_memory,
            first.1
        );
    }
    if arguments.includes("quiet") {
        println!(
            "quiet sync: {:.0} ms, {:.0} ms of processor, {} requests (budget {requests} requests, {QUIET_PROCESSOR} ms of processor)",
            quiet.0.wall.as_secs_f64() * 1e3,
            quiet.0.processor.as_secs_f64() * 1e3,
            quiet.1
        );
    }
    check(quiet.1 <= requests, || {
        format!("a quiet sync sent {} requests", quiet.1)
    });
    if arguments.includes("keys") {
        let (times, by_key) = keys(&arguments, &served, articles);
        println!(
            "keys during the first sync: {:.1} ms (p50), {:.1} ms (p99), {:.1} ms at most (budget {KEY_BUDGET} ms)",
            times.median(),
            times.quantile(0.99),
            times.longest()
        );
        for (key, times) in KEYS.iter().zip(by_key) {
            println!(
                "  {}: {:.1} ms (p50), {:.1} ms at most",
                key.escape_default(),
                times.median(),
                times.longest()
            );
        }
    }
}

/// Returns a server with this number of unread articles.
fn server(articles: usize) -> SyncServer {
    let mut server = SyncServer::new(ServerQuirks::freshrss());
    let feeds: Vec<i64> = (0..FEEDS)
        .map(|number| {
            let url = format!("https://feed{number}.example/feed.xml");
            let folder = format!("Folder {}", number % 10);
            server
                .state
                .subscribe(&url, &format!("Feed {number}"), Some(&folder))
        })
        .collect();
    for number in 0..articles {
        server.state.advance(1);
        let title = format!("Article {number}");
        let id = server.state.add_item(feeds[number % FEEDS], &title);
        let text = text(number);
        server.state.rewrite_item(id, &title, &text);
    }
    server
}

/// Returns a text of [`WORDS`] words that no other article has.
fn text(number: usize) -> String {
    let mut text = String::with_capacity(WORDS * 8);
    for word in 0..WORDS {
        if word % 60 == 0 {
            text.push_str(if word == 0 { "<p>" } else { "</p><p>" });
        }
        text.push_str(&format!("w{} ", (number * 7_919 + word * 104_729) % 30_011));
    }
    text.push_str("</p>");
    text
}

/// Adds the account in `folder`.
fn add_account(arguments: &Arguments, served: &ServedSync, folder: &Path) {
    let password = folder.join("password");
    std::fs::write(&password, "correct horse\n").unwrap();
    std::fs::set_permissions(&password, std::fs::Permissions::from_mode(0o600)).unwrap();
    let url = served.url("/api/greader.php");
    let words = [
        "account",
        "add",
        "greader",
        &url,
        "--user",
        "reader",
        "--password-file",
        "password",
    ];
    measure(command(arguments, folder).args(words));
}

/// Syncs twice, and returns what each used, with its number of requests.
fn syncs(
    arguments: &Arguments,
    served: &ServedSync,
    articles: usize,
) -> ((Usage, usize), (Usage, usize)) {
    let folder = tempfile::tempdir().unwrap();
    add_account(arguments, served, folder.path());
    let sync = || {
        let before = served.server().requests.len();
        let usage = measure(command(arguments, folder.path()).arg("sync"));
        (usage, served.server().requests.len() - before)
    };
    let (first, quiet) = (sync(), sync());
    let library = Library::open(&folder.path().join("data"), OpenMode::Existing).unwrap();
    let counts = library.counts().unwrap();
    check(counts.unread == articles, || {
        format!("{} of {articles} articles came", counts.unread)
    });
    (first, quiet)
}

/// Returns the times of keys while the first sync runs, of all and of each of [`KEYS`].
fn keys(
    arguments: &Arguments,
    served: &ServedSync,
    articles: usize,
) -> (Times, [Times; KEYS.len()]) {
    let home = tempfile::tempdir().unwrap();
    add_account(arguments, served, home.path());
    let folder = home.path().join("data");
    let data = folder.to_string_lossy().into_owned();
    let mut program = Program::start(
        arguments.program(),
        &["--data-dir", &data],
        &[],
        home.path(),
    );
    let began = Instant::now();
    program.send("R");
    program.wait_for("Article ");
    let mut times = Times::default();
    let mut by_key: [Times; KEYS.len()] = Default::default();
    loop {
        check(began.elapsed() < PATIENCE, || {
            format!(
                "the sync does not end; the screen shows:\n{}",
                program.screen()
            )
        });
        for (key, of_key) in KEYS.iter().zip(&mut by_key) {
            let time = program.answer(key, QUIET);
            times.push(time);
            of_key.push(time);
        }
        let library = Library::open(&folder, OpenMode::Existing).unwrap();
        if library.counts().unwrap().all >= articles {
            break;
        }
    }
    program.send("Q");
    std::thread::sleep(Duration::from_millis(500));
    program.end();
    (times, by_key)
}

fn command(arguments: &Arguments, folder: &Path) -> Command {
    let mut command = Command::new(arguments.program());
    command
        .args(["--data-dir", "data"])
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .env("TZ", "UTC");
    command
}
