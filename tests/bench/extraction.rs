//! From bytes to a document: plain text and Markdown by the megabyte, pages beside dom_smoothie on the same pages.
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

use std::hint::black_box;

use data::Shape;
use figures::Times;
use newsprint::extract::{Hints, extract};

const RUNS: usize = 7;

fn main() {
    println!("{}", figures::machine());
    println!(
        "\nextraction, ms of the processor, shortest of {RUNS} runs in turns; \"ratio\" is to dom_smoothie on the same pages"
    );
    println!("{:<34}{:>9}{:>9}{:>9}", "", "ms", "MB/s", "ratio");
    for words in [10_000, 100_000, 1_000_000] {
        let name = format!("{}k words", words / 1000);
        text(&format!("plain text, {name}"), "a.txt", &data::plain(words));
        text(
            &format!("Markdown, {name}"),
            "a.md",
            &data::markdown(words, Shape::Paragraphs),
        );
    }
    text(
        "Markdown, 1000k in 1 paragraph",
        "a.md",
        &data::markdown(1_000_000, Shape::One),
    );
    let pages: Vec<String> = (0..50)
        .map(|i| data::html(400 + 60 * i as usize, i))
        .collect();
    html("50 pages of 400 to 3,340 words", &pages);
    html("a page of 100k words", &[data::html(100_000, 99)]);
}

fn text(name: &str, file: &str, text: &str) {
    let mut times = Times::default();
    for _ in 0..RUNS {
        times.run(|| ours(file, text));
    }
    line(name, &times, text.len(), None);
}

fn html(name: &str, pages: &[String]) {
    let (mut times, mut theirs) = (Times::default(), Times::default());
    for _ in 0..RUNS {
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
    black_box(extract(black_box(text.as_bytes()), &hints).unwrap());
}

fn line(name: &str, times: &Times, bytes: usize, theirs: Option<&Times>) {
    let rate = bytes as f64 / 1000.0 / times.shortest();
    let ratio = theirs.map_or("-".to_owned(), |theirs| {
        format!("{:.2}", times.shortest() / theirs.shortest())
    });
    println!("{name:<34}{:>9.2}{rate:>9.1}{ratio:>9}", times.shortest());
}
