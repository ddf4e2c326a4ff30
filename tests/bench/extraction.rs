//! From bytes to a document: plain text and Markdown by the megabyte and in small files, pages beside dom_smoothie on the same pages.
//!
//! `--corpus DIR` prints the scores of a corpus instead, and `--write` writes them to `tests/bench/extraction-scores.md`.
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
mod scores;

use std::hint::black_box;

use arguments::{Arguments, check};
use data::Shape;
use figures::Times;
use newsprint::cli::json;
use newsprint::extract::{Hints, extract};

fn main() {
    let arguments = Arguments::read();
    arguments.check_parts(&[]);
    if !arguments.corpora().is_empty() {
        return scores::run(&arguments);
    }
    if arguments.is_smoke() {
        scores::check_examples();
    }
    let runs = arguments.choose(7, 1);
    println!("{}", figures::machine());
    println!(
        "\nextraction, ms of the processor, shortest of {runs} runs in turns; \"ratio\" is to dom_smoothie on the same pages"
    );
    println!("{:<34}{:>9}{:>9}{:>9}", "", "ms", "MB/s", "ratio");
    for words in arguments.choose(&[10_000, 100_000, 1_000_000][..], &[2_000]) {
        let name = format!("{}k words", words / 1000);
        let markdown = data::markdown(*words, Shape::Paragraphs);
        text(
            &format!("plain text, {name}"),
            "a.txt",
            &data::plain(*words),
            runs,
        );
        text(&format!("Markdown, {name}"), "a.md", &markdown, runs);
    }
    let words = arguments.choose(1_000_000, 5_000);
    text(
        &format!("Markdown, {}k in 1 paragraph", words / 1000),
        "a.md",
        &data::markdown(words, Shape::One),
        runs,
    );
    for words in [300, 600, 1200] {
        small_files(words, arguments.choose(300, 3), runs);
    }
    let count = arguments.choose(50, 3);
    let pages: Vec<String> = (0..count)
        .map(|i| data::html(400 + 60 * i as usize, i))
        .collect();
    let longest = 400 + 60 * (count - 1);
    html(
        &format!("{count} pages of 400 to {longest} words"),
        &pages,
        runs,
    );
    let words = arguments.choose(100_000, 2_000);
    let page = data::html(words, 99);
    let name = format!("a page of {}k words", words / 1000);
    html(&name, std::slice::from_ref(&page), runs);
    println!("\nmemory of a process for one file, and its peak by the size of the file");
    memory(&arguments, &name, "a.html", &page);
    let name = format!("plain text, {}k words", words / 1000);
    memory(&arguments, &name, "a.txt", &data::plain(words));
}

/// Peak of the memory of `newsprint extract`.
fn memory(arguments: &Arguments, name: &str, file: &str, text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    std::fs::write(&path, text).unwrap();
    let mut command = std::process::Command::new(arguments.program());
    command.args(["extract", "--format", "json"]).arg(path);
    let peak = measured_process::measure(&mut command).peak_memory;
    let ratio = peak * 1_048_576.0 / text.len() as f64;
    match peak {
        0.0 => println!("{name:<34}{:>9}", "-"),
        _ => println!("{name:<34}{peak:>9.1} MiB{ratio:>9.1}"),
    }
}

fn text(name: &str, file: &str, text: &str, runs: usize) {
    let mut times = Times::default();
    for _ in 0..runs {
        times.run(|| ours(file, text));
    }
    line(name, &times, text.len(), None);
}

/// Many dumps of a few kB each, with the JSON that `newsprint extract` prints.
fn small_files(words: usize, count: u64, runs: usize) {
    let files: Vec<String> = (0..count).map(|i| data::plain_of(words, i + 1)).collect();
    let bytes: usize = files.iter().map(String::len).sum();
    let mut times = Times::default();
    for _ in 0..runs {
        times.run(|| {
            for file in &files {
                let hints = Hints {
                    name: Some("a.txt"),
                    ..Hints::default()
                };
                let extraction = extract(black_box(file.as_bytes()), &hints).unwrap();
                black_box(json::extraction_json("a.txt", &extraction).to_string());
            }
        });
    }
    let name = format!(
        "{count} texts of {} kB, with JSON",
        bytes / files.len() / 1000
    );
    line(&name, &times, bytes, None);
}

fn html(name: &str, pages: &[String], runs: usize) {
    let (mut times, mut theirs) = (Times::default(), Times::default());
    for _ in 0..runs {
        times.run(|| pages.iter().for_each(|page| ours("a.html", page)));
        theirs.run(|| {
            for page in pages {
                let mut readability =
                    dom_smoothie::Readability::new(page.as_str(), None, None).unwrap();
                black_box(readability.parse().unwrap());
            }
        });
    }
    let bytes = pages.iter().map(String::len).sum();
    line(name, &times, bytes, Some(&theirs));
    line("  dom_smoothie", &theirs, bytes, None);
}

fn ours(name: &str, text: &str) {
    let hints = Hints {
        name: Some(name),
        ..Hints::default()
    };
    let extraction = black_box(extract(black_box(text.as_bytes()), &hints).unwrap());
    check(!extraction.document.blocks.is_empty(), || {
        format!("{name}: nothing was extracted of {} bytes", text.len())
    });
}

fn line(name: &str, times: &Times, bytes: usize, theirs: Option<&Times>) {
    let rate = bytes as f64 / 1000.0 / times.shortest();
    let ratio = theirs.map_or("-".to_owned(), |theirs| {
        format!("{:.2}", times.shortest() / theirs.shortest())
    });
    println!("{name:<34}{:>9.2}{rate:>9.1}{ratio:>9}", times.shortest());
}
