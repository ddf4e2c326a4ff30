//! A large library: how long it takes to the first frame, to a page, to a bookmark while another program imports, how much memory it
//! takes and how much room on the disk. The data is generated, from a seed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub,
    dead_code
)]

mod data;
mod figures;
#[path = "library/list_keys.rs"]
mod list_keys;
mod pseudo_terminal;
#[path = "library/search.rs"]
mod search;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use data::Numbers;
use figures::Times;
use newsprint::library::{Access, Durability, Incoming, Library, daily};
use newsprint::model::{
    Block, Document, Grouping, Inline, Listing, Metadata, Order, Page, PageFrom, PageRequest,
    Published, RowKey, View,
};
use pseudo_terminal::Program;
use ratatui::text::Line;
use ratatui::widgets::{Block as Frame, Paragraph};

/// Set for the smallest program.
const SMALLEST: &str = "NEWSPRINT_BENCH_SMALLEST";
/// How often each is started, in turns.
const RUNS: usize = 25;
/// Stories taken in by one transaction.
const BATCH: usize = 500;
/// Nothing is drawn any more after so long.
const SILENCE: Duration = Duration::from_millis(150);

fn main() {
    if std::env::var_os(SMALLEST).is_some() {
        return smallest_program().unwrap();
    }
    println!("{}", figures::machine());
    // The million is made of shorter stories, so that the benchmark ends today.
    let sizes: Vec<(usize, usize)> =
        match std::env::args().nth(1).and_then(|size| size.parse().ok()) {
            Some(size) => vec![(size, 60)],
            None => vec![(1_000, 300), (100_000, 60), (1_000_000, 12)],
        };
    // `-- 100000 search`: only that, of so many.
    if std::env::args().any(|word| word == "search") {
        for (stories, words) in &sizes {
            search::run(*stories, *words);
        }
        return;
    }
    println!(
        "\ntaken in: stories, words in each, seconds; bytes on the disk for each byte of text"
    );
    let libraries: Vec<(tempfile::TempDir, usize)> = sizes
        .iter()
        .map(|(stories, words)| (make(*stories, *words), *stories))
        .collect();
    first_frames(&libraries);
    let home = tempfile::tempdir().unwrap();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_newsprint"));
    for (folder, stories) in &libraries {
        list_keys::run(&program, folder.path(), *stories, home.path());
    }
    for (folder, stories) in &libraries {
        pages(folder.path(), *stories);
    }
    for (folder, stories) in &libraries {
        company(folder.path(), *stories);
    }
    drop(libraries);
    search::run(100_000, 60);
}

/// A story, the same for the same number.
fn story(number: usize, words: usize) -> Document {
    let mut numbers = Numbers::new(number as u64 + 1);
    let mut title = numbers.capital();
    for _ in 0..5 {
        title.push(' ');
        title.push_str(&numbers.word());
    }
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
        - chrono::Days::new(numbers.below(4000) as u64);
    let time =
        chrono::NaiveTime::from_num_seconds_from_midnight_opt(numbers.below(86_400) as u32, 0)
            .unwrap();
    let mut blocks = Vec::new();
    let mut left = words;
    while left > 0 {
        let (text, count) = numbers.paragraph(left.min(80));
        left = left.saturating_sub(count.max(1));
        blocks.push(Block::Paragraph(vec![Inline::Text(text)]));
    }
    Document {
        metadata: Metadata {
            title: Some(title),
            published: Some(Published::Moment(
                day.and_time(time).and_utc().fixed_offset(),
            )),
            url: Some(format!("https://example.org/{number}")),
            ..Metadata::default()
        },
        blocks,
        targets: Vec::new(),
    }
}

fn take_in(library: &mut Library, numbers: std::ops::Range<usize>, words: usize) -> usize {
    let documents: Vec<Document> = numbers.map(|number| story(number, words)).collect();
    let incoming: Vec<Incoming<'_>> = documents
        .iter()
        .map(|document| Incoming {
            keep: true,
            document: Some(document),
            words: document.words(),
            ..Incoming::default()
        })
        .collect();
    library.take_in(&incoming, Durability::Normal).unwrap();
    let text = |document: &Document| {
        document
            .blocks
            .iter()
            .map(|block| block.text().len())
            .sum::<usize>()
    };
    documents.iter().map(text).sum()
}

fn make(stories: usize, words: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path(), Access::Write).unwrap();
    let began = Instant::now();
    let mut text = 0;
    for start in (0..stories).step_by(BATCH) {
        text += take_in(&mut library, start..(start + BATCH).min(stories), words);
    }
    let took = began.elapsed().as_secs_f64();
    // Two thirds are read, some are bookmarked: the library is somebody's.
    let read: Vec<i64> = (1..=stories as i64).filter(|id| id % 3 != 0).collect();
    for part in read.chunks(10_000) {
        library.set_read(part, true).unwrap();
    }
    for id in (1..=stories as i64).step_by((stories / 50).max(1)) {
        library.toggle_bookmark(id, None).unwrap();
    }
    let file = library.file().to_owned();
    drop(library);
    let size_of = || std::fs::metadata(&file).unwrap().len();
    let without = size_of();
    // What is done beside reading has been done: a start is one like any other of the day.
    let mut library = Library::open(folder.path(), Access::Write).unwrap();
    while library.index_some().unwrap().more {}
    daily(folder.path(), 0).unwrap();
    drop(library);
    let of_text = |size: u64| size as f64 / text as f64;
    println!(
        "{stories:>9} × {words:<4} {took:>8.1} s   {:.2}, with its index {:.2}",
        of_text(without),
        of_text(size_of()),
    );
    folder
}

fn first_frames(libraries: &[(tempfile::TempDir, usize)]) {
    println!("\nexec to the frame with the first page of titles, ms, {RUNS} runs in turns");
    println!(
        "{:<34}{:>8}{:>8}{:>8}{:>8}{:>8}",
        "", "least", "ratio", "p50", "ratio", "MiB"
    );
    let home = tempfile::tempdir().unwrap();
    let smallest = std::env::current_exe().unwrap();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_newsprint"));
    let mut floor = Times::default();
    let mut times: Vec<Times> = libraries.iter().map(|_| Times::default()).collect();
    let mut memory = vec![0.0; libraries.len()];
    for _ in 0..RUNS {
        let mut run = Program::start(&smallest, &[], &[(SMALLEST, "1")], home.path());
        floor.push(run.wait_for("READY"));
        run.end();
        for (i, (folder, stories)) in libraries.iter().enumerate() {
            let data = folder.path().to_string_lossy().into_owned();
            let mut run = Program::start(&program, &["--data-dir", &data], &[], home.path());
            times[i].push(run.wait_for(&format!("1/{stories}")));
            run.settle(SILENCE);
            memory[i] = run.peak_memory().unwrap_or_default();
            run.end();
        }
    }
    let line = |name: &str, times: &Times, memory: String| {
        let (least, median) = (times.shortest(), times.median());
        println!(
            "{name:<34}{least:>8.2}{:>8.2}{median:>8.2}{:>8.2}{memory:>8}",
            least / floor.shortest(),
            median / floor.median()
        );
    };
    line("smallest ratatui program", &floor, String::new());
    for (i, (_, stories)) in libraries.iter().enumerate() {
        line(
            &format!("{stories} stories"),
            &times[i],
            format!("{:.1}", memory[i]),
        );
    }
}

fn ask(library: &Library, listing: &Listing, from: PageFrom) -> Page {
    library
        .page(&PageRequest {
            number: 1,
            listing: listing.clone(),
            from,
            rows: 200,
            sticky: Vec::new(),
        })
        .unwrap()
}

fn pages(folder: &Path, stories: usize) {
    println!("\n{stories} stories: a page of 200 rows, ms (median, longest of 20)");
    let library = Library::open(folder, Access::Read).unwrap();
    let listing = |view, order, grouping| Listing {
        view,
        order,
        grouping,
        ..Listing::default()
    };
    for (name, listing) in [
        ("all", listing(View::All, Order::Date, Grouping::Day)),
        ("unread", listing(View::Unread, Order::Date, Grouping::Day)),
        (
            "bookmarks",
            listing(View::Bookmarks, Order::Date, Grouping::Day),
        ),
        (
            "all by title",
            listing(View::All, Order::Title, Grouping::None),
        ),
        (
            "unread by length",
            listing(View::Unread, Order::Length, Grouping::None),
        ),
        (
            "all by source",
            listing(View::All, Order::Date, Grouping::Source),
        ),
    ] {
        let first = ask(&library, &listing, PageFrom::First);
        let key = |page: &Page| -> RowKey { page.rows[page.rows.len() / 2].key.clone().unwrap() };
        let last = ask(&library, &listing, PageFrom::Last);
        let (top, bottom) = (key(&first), key(&last));
        let cases = [
            ("first", PageFrom::First),
            ("last", PageFrom::Last),
            ("after", PageFrom::After(top.clone())),
            ("before", PageFrom::Before(bottom.clone())),
            ("around", PageFrom::Around(bottom)),
            ("next unread", PageFrom::NextUnread(top.clone())),
            ("next group", PageFrom::NextGroup(top)),
        ];
        print!("{name:<18}");
        for (what, from) in cases {
            let mut times = Times::default();
            for _ in 0..20 {
                let began = Instant::now();
                ask(&library, &listing, from.clone());
                times.push(began.elapsed());
            }
            print!("  {what} {:.1} {:.1}", times.median(), times.longest());
        }
        println!();
    }
    let mut times = Times::default();
    for _ in 0..20 {
        let began = Instant::now();
        library.views().unwrap();
        times.push(began.elapsed());
    }
    println!(
        "{:<18}  {:.2} {:.2}",
        "views, counts",
        times.median(),
        times.longest()
    );
}

/// A bookmark while another program imports.
fn company(folder: &Path, stories: usize) {
    let going = Arc::new(AtomicBool::new(true));
    let (on, path) = (going.clone(), folder.to_owned());
    let import = std::thread::spawn(move || {
        let mut library = Library::open(&path, Access::Write).unwrap();
        let mut at = 2_000_000;
        while on.load(Ordering::Relaxed) {
            take_in(&mut library, at..at + BATCH, 60);
            at += BATCH;
            std::thread::sleep(Duration::from_millis(3));
        }
    });
    let mut library = Library::open(folder, Access::Write).unwrap();
    let mut times = Times::default();
    for id in 1..=100 {
        let began = Instant::now();
        library.toggle_bookmark(id, None).unwrap();
        times.push(began.elapsed());
        std::thread::sleep(Duration::from_millis(7));
    }
    going.store(false, Ordering::Relaxed);
    import.join().unwrap();
    println!(
        "\n{stories} stories: a bookmark while another program imports, ms (median, p99, longest; 300 is the budget): {:.1} {:.1} {:.1}",
        times.median(),
        times.quantile(0.99),
        times.longest()
    );
}

/// Draws one frame and ends.
fn smallest_program() -> std::io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    terminal.draw(|frame| {
        let area = frame.area();
        let lines: Vec<Line<'_>> = (0..area.height)
            .map(|i| Line::from(format!("{i} one frame of text")))
            .collect();
        frame.render_widget(
            Paragraph::new(lines).block(Frame::bordered().title("READY")),
            area,
        );
    })?;
    ratatui::try_restore()
}
