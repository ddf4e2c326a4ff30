//! A large library: how long it takes to the first frame, to a page, to a bookmark while another program imports, to add a folder, how
//! much memory it takes and how much room on the disk. The data is generated, from a seed.
//!
//! `cargo bench --bench library -- 100000 search` measures one part, with so many articles. Parts: frames, keys, pages, bookmark,
//! search, stories, add.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    dead_code
)]

#[path = "library/add.rs"]
mod add;
mod arguments;
mod data;
mod figures;
#[path = "library/fill.rs"]
mod fill;
#[path = "library/list_keys.rs"]
mod list_keys;
#[path = "library/pages.rs"]
mod pages;
#[path = "library/process.rs"]
mod process;
mod pseudo_terminal;
#[path = "library/search.rs"]
mod search;
mod smallest;
#[path = "library/stories.rs"]
mod stories;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use arguments::{Arguments, check};
use figures::Times;
use fill::{BATCH, Filled};
use newsprint::library::{Library, OpenMode};
use newsprint::model::{ArticleId, Document};
use pseudo_terminal::Program;

/// Nothing is drawn any more after so long.
const SILENCE: Duration = Duration::from_millis(150);

fn main() {
    if smallest::ran() {
        return;
    }
    let arguments = Arguments::read();
    arguments.check_parts(&[
        "frames", "keys", "pages", "bookmark", "search", "stories", "add",
    ]);
    println!("{}", figures::machine());
    println!("{}", figures::program(arguments.program()));
    if ["frames", "keys", "pages", "bookmark"]
        .iter()
        .any(|part| arguments.includes(part))
    {
        of_libraries(&arguments);
    }
    if arguments.includes("search") {
        let articles = arguments.choose(arguments.size().unwrap_or(100_000), 200);
        search::run(articles, 60, &arguments);
    }
    if arguments.includes("stories") {
        let articles = arguments.choose(arguments.size().unwrap_or(100_000), 200);
        stories::run(articles, &arguments);
    }
    if arguments.includes("add") {
        add::run(&arguments);
    }
}

/// The parts that are measured with libraries of several sizes.
fn of_libraries(arguments: &Arguments) {
    // The million is made of shorter articles, so that the benchmark ends today.
    let sizes = match arguments.size() {
        Some(size) => vec![(size, 60)],
        None => arguments.choose(
            vec![(1_000, 300), (100_000, 60), (1_000_000, 12)],
            vec![(300, 60)],
        ),
    };
    println!("\nsaved: articles, words in each, seconds; bytes on the disk for each byte of text");
    let libraries: Vec<Filled> = sizes
        .iter()
        .map(|(articles, words)| fill::make(*articles, *words))
        .collect();
    let home = tempfile::tempdir().unwrap();
    let program = arguments.program();
    println!(
        "\nduring a backup beside a start: most memory (VmHWM, MiB), size of the copy (MiB), s"
    );
    for library in &libraries {
        fill::back_up(program, library, home.path());
    }
    if arguments.includes("frames") {
        first_frames(&libraries, home.path(), arguments);
    }
    for library in &libraries {
        if arguments.includes("keys") {
            list_keys::run(program, library, home.path(), arguments);
        }
    }
    for library in &libraries {
        if arguments.includes("pages") {
            pages::run(library, arguments.choose(20, 1));
        }
    }
    for library in &libraries {
        if arguments.includes("bookmark") {
            bookmark_beside_import(library, arguments.choose(100, 3));
        }
    }
}

fn first_frames(libraries: &[Filled], home: &Path, arguments: &Arguments) {
    let runs = arguments.choose(25, 1);
    println!(
        "\nexec to the frame with the first page of titles, ms, {runs} runs in turns; memory after it (VmHWM)"
    );
    println!(
        "{:<34}{:>8}{:>8}{:>8}{:>8}{:>8}",
        "", "least", "ratio", "p50", "ratio", "MiB"
    );
    let mut floor = Times::default();
    let mut times: Vec<Times> = libraries.iter().map(|_| Times::default()).collect();
    let mut memory = vec![0.0; libraries.len()];
    for _ in 0..runs {
        floor.push(smallest::time(home));
        for (i, library) in libraries.iter().enumerate() {
            let data = library.folder().to_string_lossy().into_owned();
            let mut run = Program::start(arguments.program(), &["--data-dir", &data], &[], home);
            times[i].push(run.wait_for(&format!("1/{}", library.articles)));
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
    for (i, library) in libraries.iter().enumerate() {
        line(
            &format!("{} articles", library.articles),
            &times[i],
            format!("{:.1}", memory[i]),
        );
    }
}

/// Bookmarks articles while another program imports.
fn bookmark_beside_import(library: &Filled, runs: i64) {
    let going = Arc::new(AtomicBool::new(true));
    let (on, path) = (going.clone(), library.folder().to_owned());
    let import = std::thread::spawn(move || {
        let mut library = Library::open(&path, OpenMode::Create).unwrap();
        let mut at = 2_000_000;
        while on.load(Ordering::Relaxed) {
            let documents: Vec<Document> = (at..at + BATCH)
                .map(|number| fill::article(number, 60))
                .collect();
            fill::save(&mut library, &documents);
            at += BATCH;
            std::thread::sleep(Duration::from_millis(3));
        }
    });
    let mut own = Library::open(library.folder(), OpenMode::Create).unwrap();
    let mut times = Times::default();
    for id in 1..=runs {
        let began = Instant::now();
        own.toggle_bookmark(ArticleId(id), None).unwrap();
        times.push(began.elapsed());
        std::thread::sleep(Duration::from_millis(7));
    }
    going.store(false, Ordering::Relaxed);
    check(import.join().is_ok(), || "the import failed".to_owned());
    println!(
        "\n{} articles: a bookmark while another program imports, ms (median, p99, longest; 300 is the budget): {:.1} {:.1} {:.1}",
        library.articles,
        times.median(),
        times.quantile(0.99),
        times.longest()
    );
}
