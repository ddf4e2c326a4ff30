//! Search: how fast words go into the index and how much room they take, and how long a keystroke of a search or a filter waits.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use newsprint::library::{Library, OpenMode};
use newsprint::model::{
    Block, Document, Grouping, Inline, Listing, Metadata, Order, PageFrom, PageRequest, Published,
    SearchOrder, View,
};

use super::arguments::{Arguments, check};
use super::data::Numbers;
use super::figures::{Times, processor_time};
use super::fill::{self, BATCH};

/// The hits of a page.
const HITS: usize = 50;
/// Bytes of the texts that are read for a page.
const TEXTS: usize = 1_500_000;

/// Measures all of it, with so many articles of so many words.
pub fn run(articles: usize, words: usize, arguments: &Arguments) {
    println!("\nsearch: {articles} articles of about {words} words");
    let folder = tempfile::tempdir().unwrap();
    let text = make(folder.path(), articles, words);
    index(folder.path(), text);
    index_under_load(articles.min(800), words);
    let runs = arguments.choose(20, 1);
    keystrokes(folder.path(), articles, runs);
    filters(folder.path(), runs);
}

/// An article of words as frequent as those of a newspaper: few are everywhere, most are rare. One in twenty is of a harbour, one in
/// a hundred of its bridge.
fn article(number: usize, words: usize, vocabulary: &[String]) -> Document {
    let mut numbers = Numbers::new(number as u64 + 1);
    let mut sentence = |count: usize| {
        let mut text = String::new();
        for place in 0..count {
            // The product of two even choices is near to what Zipf found.
            let at = numbers.below(vocabulary.len()) * numbers.below(1000) / 1000
                * numbers.below(1000)
                / 1000;
            if place > 0 {
                text.push(' ');
            }
            text.push_str(&vocabulary[at]);
        }
        text
    };
    let title = sentence(6);
    let mut blocks = Vec::new();
    let mut left = words;
    while left > 0 {
        let count = left.min(80);
        let mut text = sentence(count);
        left -= count;
        if left == 0 && number.is_multiple_of(20) {
            text.push_str(" at the harbour");
        }
        if left == 0 && number.is_multiple_of(100) {
            text.push_str(" the bridge was shut");
        }
        blocks.push(Block::Paragraph(vec![Inline::Text(text + ".")]));
    }
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
        - chrono::Days::new(number as u64 * 7919 % 4000);
    Document {
        metadata: Metadata {
            title: Some(title),
            published: Some(Published::Day(day)),
            url: Some(format!("https://example.org/{number}")),
            ..Metadata::default()
        },
        blocks,
        targets: Vec::new(),
        ..Document::default()
    }
}

/// Saves the articles; gives how many bytes of text they have.
fn make(folder: &Path, articles: usize, words: usize) -> usize {
    let mut numbers = Numbers::new(5);
    let vocabulary: Vec<String> = (0..30_000).map(|_| numbers.word()).collect();
    let mut library = Library::open(folder, OpenMode::Create).unwrap();
    let mut text = 0;
    for start in (0..articles).step_by(BATCH) {
        let documents: Vec<Document> = (start..(start + BATCH).min(articles))
            .map(|number| article(number, words, &vocabulary))
            .collect();
        text += fill::save(&mut library, &documents);
    }
    fill::use_it(&mut library, articles);
    text
}

fn index(folder: &Path, text: usize) {
    let size = || {
        std::fs::metadata(Library::library_file(folder))
            .unwrap()
            .len() as f64
    };
    let before = size();
    let mut library = Library::open(folder, OpenMode::Create).unwrap();
    let (mut times, mut waits) = (Times::default(), Times::default());
    let (began, spent) = (Instant::now(), processor_time());
    let is_done = AtomicBool::new(false);
    let holds = std::thread::scope(|threads| {
        let holds = threads.spawn(|| watch_lock(folder, &is_done));
        loop {
            let step = Instant::now();
            let more = times.run(|| library.index_some().unwrap().has_more);
            waits.push(step.elapsed());
            if !more {
                break;
            }
        }
        is_done.store(true, Ordering::SeqCst);
        holds.join().unwrap()
    });
    let took = began.elapsed().as_secs_f64();
    let spent = (processor_time() - spent).as_secs_f64();
    drop(library);
    let bytes = text as f64;
    println!(
        "index: {:.1} MB of text in {took:.1} s, {spent:.1} s of the processor: {:.1} MB/s of it",
        bytes / 1e6,
        bytes / 1e6 / spent
    );
    for (name, times) in [("of the processor", &times), ("by the clock", &waits)] {
        println!(
            "a step, ms {name} (median, p99, longest): {:.1} {:.1} {:.1}",
            times.median(),
            times.quantile(0.99),
            times.longest()
        );
    }
    println!(
        "the lock is held, ms by the clock (median, p99, longest; budget 50): {:.1} {:.1} {:.1}",
        holds.median(),
        holds.quantile(0.99),
        holds.longest()
    );
    println!(
        "on the disk for each byte of text: {:.2} without the index, {:.2} the index",
        before / bytes,
        (size() - before) / bytes
    );
    let database = rusqlite::Connection::open(Library::library_file(folder)).unwrap();
    let mut statement = database
        .prepare("SELECT name, sum(pgsize) FROM dbstat WHERE name LIKE 'search%' GROUP BY name")
        .unwrap();
    let tables = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, f64>(1)?))
    });
    for (name, size) in tables.unwrap().flatten() {
        println!("  {name:<24}{:.3}", size / bytes);
    }
}

/// Indexes as the program does, at low priority, while other programs take all processors.
fn index_under_load(articles: usize, words: usize) {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), articles, words);
    let is_done = AtomicBool::new(false);
    let cpus = std::thread::available_parallelism().map_or(1, usize::from);
    let began = Instant::now();
    let holds = std::thread::scope(|threads| {
        for _ in 0..cpus {
            threads.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        let holds = threads.spawn(|| watch_lock(folder.path(), &is_done));
        let indexing = threads.spawn(|| {
            let _ = rustix::process::nice(10);
            let mut library = Library::open(folder.path(), OpenMode::Existing).unwrap();
            while library.index_some().unwrap().has_more {}
        });
        indexing.join().unwrap();
        is_done.store(true, Ordering::SeqCst);
        holds.join().unwrap()
    });
    println!(
        "with {cpus} busy programs beside it, {articles} articles in {:.1} s, the lock is held, ms by the clock (median, p99, longest; \
         budget 50): {:.1} {:.1} {:.1}",
        began.elapsed().as_secs_f64(),
        holds.median(),
        holds.quantile(0.99),
        holds.longest()
    );
}

/// Measures for how long another program finds the database locked each time, in steps of about a millisecond.
fn watch_lock(folder: &Path, is_done: &AtomicBool) -> Times {
    let database = rusqlite::Connection::open(Library::library_file(folder)).unwrap();
    database.busy_timeout(Duration::ZERO).unwrap();
    let mut holds = Times::default();
    let mut held_since: Option<Instant> = None;
    while !is_done.load(Ordering::SeqCst) {
        match database.execute_batch("BEGIN IMMEDIATE") {
            Ok(()) => {
                if let Some(since) = held_since.take() {
                    holds.push(since.elapsed());
                }
                database.execute_batch("ROLLBACK").unwrap();
            }
            Err(_) => _ = held_since.get_or_insert_with(Instant::now),
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    holds
}

/// What waits for a key: the whole answer, with the lines of its hits.
fn keystrokes(folder: &Path, articles: usize, runs: usize) {
    let library = Library::open(folder, OpenMode::Existing).unwrap();
    println!(
        "{:<28}{:>6}{:>8}{:>8}{:>8}   ms of the processor a keystroke (median, p99, longest)",
        "typed", "hits", "p50", "p99", "longest"
    );
    let typed = "harbour br";
    let letters: Vec<&str> = (1..=typed.len())
        .filter_map(|end| typed.get(..end))
        .collect();
    let others = [
        "m",
        "ma",
        "mai",
        "th",
        "\"the bridge\"",
        "\"the br",
        "the at ma",
        "-harbour",
        "-ma",
        "is:unread",
        "is:unread ma",
        "is:bookmarked ma",
        "harbour OR bridge",
        "title:m",
        "source:example",
        "before:2020 harbour",
        "zzzz",
    ];
    for order in [SearchOrder::Newest, SearchOrder::Relevance] {
        let mut all = Times::default();
        for query in letters.iter().copied().chain(others) {
            let mut times = Times::default();
            let mut hits = 0;
            for _ in 0..runs {
                let began = processor_time();
                let found = library.search_first(query, order, HITS, TEXTS, &|| false);
                let took = processor_time() - began;
                times.push(took);
                all.push(took);
                hits = found.unwrap().hits.len();
            }
            let expected = match query {
                "harbour" => articles.div_ceil(20).min(HITS),
                "zzzz" => 0,
                _ => hits,
            };
            check(hits == expected, || {
                format!("{query} has {hits} hits of {expected}")
            });
            line(query, hits, &times);
        }
        line(&format!("all, {order:?}"), 0, &all);
    }
}

fn filters(folder: &Path, runs: usize) {
    let library = Library::open(folder, OpenMode::Existing).unwrap();
    println!("\nthe list filtered, a page of 200");
    for (view, order) in [
        (View::All, Order::Date),
        (View::Unread, Order::Date),
        (View::All, Order::Title),
    ] {
        for typed in [
            "m", "ma", "mai", "mail", "ail", "lm", "zq", "zzzz", "aiamai", "b c d", "harbour",
        ] {
            for from in [PageFrom::First, PageFrom::Last] {
                let mut times = Times::default();
                let mut rows = 0;
                for _ in 0..runs {
                    let listing = Listing {
                        view: view.clone(),
                        filter: typed.to_owned(),
                        order,
                        grouping: Grouping::None,
                        lists_repeats: false,
                    };
                    let began = processor_time();
                    let page = library
                        .page(&PageRequest {
                            request_id: 1,
                            listing,
                            from: from.clone(),
                            row_limit: 200,
                            pinned: Vec::new(),
                        })
                        .unwrap();
                    times.push(processor_time() - began);
                    rows = page.rows.len();
                }
                line(
                    &format!("{view:?} {order:?} {from:?} {typed}"),
                    rows,
                    &times,
                );
            }
        }
    }
}

fn line(name: &str, hits: usize, times: &Times) {
    println!(
        "{name:<28}{hits:>6}{:>8.1}{:>8.1}{:>8.1}",
        times.median(),
        times.quantile(0.99),
        times.longest()
    );
}
