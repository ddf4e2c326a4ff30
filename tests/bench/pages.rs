//! Pages of articles fetched in the background, from 200 feeds on hosts of their own on loopback: how long keys take meanwhile, in a
//! real terminal, and what the database grows by beside the text that is stored.
//!
//! `cargo bench --bench pages -- [--smoke] [--bin PATH] [FEEDS]`
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
mod page_server;
mod pseudo_terminal;
mod sentences;

use std::path::Path;
use std::time::{Duration, Instant};

use arguments::{Arguments, check};
use figures::Times;
use newsprint::fetch::{Client, ClientOptions};
use newsprint::ingest::{Cancel, RefreshOptions, extract_pending, refresh_sources};
use newsprint::library::{Library, OpenMode};
use newsprint::model::{ArticleId, Block, SettingChange, SourceId};
use page_server::PageServer;
use pseudo_terminal::Program;

/// Milliseconds from a key to its frame: the budget of the list.
const KEY_BUDGET: f64 = 30.0;
/// Growth of the database in bytes for a byte of text.
const GROWTH_BUDGET: f64 = 1.2;
/// What a key has changed is drawn before so long a silence.
const QUIET: Duration = Duration::from_millis(25);
/// Least time between the arrivals of two requests for pages of a host: they are sent a second apart, and a busy machine delays each.
const MIN_GAP: Duration = Duration::from_millis(600);
/// No run takes longer.
const PATIENCE: Duration = Duration::from_secs(600);

fn main() {
    let arguments = Arguments::read();
    arguments.check_parts(&[]);
    let feeds = arguments.size().unwrap_or(arguments.choose(200, 3));
    let entries = arguments.choose(5, 2);
    println!("{}", figures::machine());
    println!("{}", figures::program(arguments.program()));
    let server = PageServer::start(feeds, entries);
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("data");
    std::fs::create_dir(&folder).unwrap();
    subscribe(&folder, &server);
    let before = size(&folder);
    println!(
        "\n{feeds} feeds on hosts of their own, {entries} pages of {:.1} kB each; one page a second from a host, 8 at once",
        server.page_bytes() as f64 / 1e3
    );

    let pages = feeds * entries;
    let data = folder.to_string_lossy().into_owned();
    let mut program = Program::start(
        arguments.program(),
        &["--data-dir", &data],
        &[],
        home.path(),
    );
    // Articles that report the same stand in one row.
    program.wait_for(" 1/");
    program.settle(Duration::from_millis(300));
    let quiet = keys(&mut program, arguments.choose(60, 2));
    let began = Instant::now();
    let mut meanwhile = Times::default();
    let mut last = 0;
    let mut first_page: Option<Duration> = None;
    while last < pages {
        check(began.elapsed() < PATIENCE, || {
            format!(
                "{last} of {pages} pages are there; the screen shows:\n{}",
                program.screen()
            )
        });
        for key in ["j", "j", "\x06", "k", "G", "g"] {
            meanwhile.push(program.answer(key, QUIET));
        }
        last = stored(&folder);
        if last > 0 {
            first_page.get_or_insert(began.elapsed());
        }
    }
    let whole = began.elapsed() - first_page.unwrap_or_default();
    let memory = program.peak_memory();
    program.send("Q");
    std::thread::sleep(Duration::from_millis(500));
    program.end();

    let mut library = Library::open(&folder, OpenMode::Existing).unwrap();
    while library.index_some().unwrap().has_more {}
    let text: usize = texts(&library);
    let found = library.search("zebrafish0", 10, &|| false).unwrap();
    check(!found.hits.is_empty(), || {
        "a page is not searched".to_owned()
    });
    drop(library);
    let growth = (size(&folder) - before) as f64;
    println!(
        "{:<34}{:>8}{:>8}{:>8}",
        "key to its frame, ms", "p50", "p99", "max"
    );
    for (name, times) in [
        ("nothing is fetched", &quiet),
        ("pages are fetched", &meanwhile),
    ] {
        println!(
            "{name:<34}{:>8.1}{:>8.1}{:>8.1}{}",
            times.median(),
            times.quantile(0.99),
            times.longest(),
            if times.quantile(0.99) > KEY_BUDGET {
                "  over"
            } else {
                ""
            }
        );
    }
    println!(
        "{pages} pages in {:.1} s; text {:.2} MB; the database grew by {:.2} MB: {:.2} × the text{}; peak {:.0} MiB",
        whole.as_secs_f64(),
        text as f64 / 1e6,
        growth / 1e6,
        growth / text as f64,
        if growth / text as f64 > GROWTH_BUDGET {
            "  over"
        } else {
            ""
        },
        memory.unwrap_or_default()
    );
    check(server.most_at_once() <= 8, || {
        format!("{} requests at once", server.most_at_once())
    });
    check(server.shortest_gap() >= MIN_GAP, || {
        format!("two pages of a host {:?} apart", server.shortest_gap())
    });
}

/// Subscribes to all feeds, fetches them once, and sets `full-text=always`.
fn subscribe(folder: &Path, server: &PageServer) {
    let mut library = Library::open(folder, OpenMode::Create).unwrap();
    let sources: Vec<SourceId> = server
        .feeds()
        .iter()
        .map(|url| library.add_feed(url, url).unwrap().0.id)
        .collect();
    let client = Client::new(ClientOptions {
        uses_environment: false,
        ..ClientOptions::default()
    });
    let (options, cancel) = (RefreshOptions::default(), Cancel::new());
    refresh_sources(
        &mut library,
        &client,
        &sources,
        &options,
        &cancel,
        &mut |_| {},
    )
    .unwrap();
    while extract_pending(&mut library).unwrap() {}
    while library.index_some().unwrap().has_more {}
    for source in sources {
        let change = SettingChange::parse("full-text", "always").unwrap();
        library.set_source(source, &[change]).unwrap();
    }
}

fn keys(program: &mut Program, rounds: usize) -> Times {
    let mut times = Times::default();
    for _ in 0..rounds {
        for key in ["j", "\x06", "k", "G", "g"] {
            times.push(program.answer(key, QUIET));
        }
    }
    times
}

/// Returns the number of pages that are stored.
fn stored(folder: &Path) -> usize {
    let file = Library::library_file(folder);
    let connection = rusqlite::Connection::open(file).unwrap();
    let count: i64 = connection
        .query_row("SELECT count(*) FROM page_document", [], |row| row.get(0))
        .unwrap();
    usize::try_from(count).unwrap()
}

/// Returns the size of the database without its log, in bytes.
fn size(folder: &Path) -> u64 {
    let file = Library::library_file(folder);
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let bytes: i64 = connection
        .query_row(
            "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size",
            [],
            |row| row.get(0),
        )
        .unwrap();
    bytes as u64
}

/// Returns the size of the texts of all pages as plain text, in bytes.
fn texts(library: &Library) -> usize {
    let file = library.file().to_owned();
    let connection = rusqlite::Connection::open(file).unwrap();
    let mut statement = connection
        .prepare("SELECT article FROM page_document")
        .unwrap();
    let ids = statement.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    ids.map(|id| {
        let (document, _) = library.document(ArticleId(id.unwrap())).unwrap().unwrap();
        document
            .blocks
            .iter()
            .map(|block: &Block| block.text().len())
            .sum::<usize>()
    })
    .sum()
}
