//! `newsprint add FOLDER`: a folder of pages, plain text and Markdown that nobody has added yet, the same folder with nothing changed,
//! and with some files changed.

use std::path::Path;
use std::time::Instant;

use super::arguments::{Arguments, check};
use super::data::{self, Shape};
use super::figures::Times;
use super::process;

/// Measures all of it, with 5,000 files or as many as the command line says.
pub fn run(arguments: &Arguments) {
    let files = arguments.choose(arguments.size().unwrap_or(5_000), 60);
    let changed = (files / 17).max(1);
    let runs = arguments.choose(5, 1);
    let folder = tempfile::tempdir().unwrap();
    let bytes: usize = (0..files).map(|file| write(folder.path(), file, 0)).sum();
    println!(
        "\nnewsprint add FOLDER: {files} files, {:.1} MB; median of {runs} runs; ratio of wall times to the floor",
        bytes as f64 / 1e6
    );
    println!(
        "{:<34}{:>9}{:>9}{:>9}{:>9}",
        "", "wall ms", "CPU ms", "ratio", "MiB"
    );
    let read_all = floor(runs, || {
        for file in 0..files {
            std::fs::read(folder.path().join(name(file))).unwrap();
        }
    });
    let stat_all = floor(runs, || {
        for file in 0..files {
            std::fs::metadata(folder.path().join(name(file))).unwrap();
        }
    });
    let (mut first, mut again, mut some) = (Runs::default(), Runs::default(), Runs::default());
    for run in 1..=runs {
        let home = tempfile::tempdir().unwrap();
        let add = |runs: &mut Runs, new: usize, known: usize| {
            runs.add(arguments.program(), folder.path(), home.path(), new, known);
        };
        add(&mut first, files, 0);
        add(&mut again, 0, files);
        for file in 0..changed {
            write(folder.path(), file * 17, run);
        }
        add(&mut some, 0, files - changed);
    }
    println!("{:<34}{:>9.1}", "floor: read all files", read_all.median());
    println!("{:<34}{:>9.1}", "floor: stat all files", stat_all.median());
    first.print("a new folder", &read_all);
    again.print("with nothing changed", &stat_all);
    some.print(&format!("with {changed} files changed"), &stat_all);
}

/// Many runs of one kind.
#[derive(Default)]
struct Runs {
    wall: Times,
    processor: Times,
    memory: f64,
}

impl Runs {
    /// Runs `newsprint add` once, and checks how many articles are said to be new and known.
    fn add(&mut self, program: &Path, folder: &Path, home: &Path, new: usize, known: usize) {
        let folder = folder.to_string_lossy();
        let data = home.join("data").to_string_lossy().into_owned();
        let arguments = ["--data-dir", &data, "add", "--json", &folder];
        let finished = process::run(program, &arguments, home);
        let said: serde_json::Value = serde_json::from_str(&finished.output).unwrap_or_default();
        let count = |name: &str| said[name].as_u64().map(|count| count as usize);
        check(
            count("new") == Some(new) && count("known") == Some(known),
            || {
                format!(
                    "newsprint add should say {new} new and {known} known: {}",
                    finished.output
                )
            },
        );
        self.wall.push(finished.wall);
        self.processor.push(finished.processor.unwrap_or_default());
        self.memory = self.memory.max(finished.memory.unwrap_or_default());
    }

    fn print(&self, name: &str, floor: &Times) {
        println!(
            "{name:<34}{:>9.1}{:>9.0}{:>9.1}{:>9.1}",
            self.wall.median(),
            self.processor.median(),
            self.wall.median() / floor.median(),
            self.memory
        );
    }
}

fn floor(runs: usize, f: impl Fn()) -> Times {
    let mut times = Times::default();
    for _ in 0..runs {
        let began = Instant::now();
        f();
        times.push(began.elapsed());
    }
    times
}

fn name(file: usize) -> String {
    let ending = ["html", "txt", "md"][file % 3];
    format!("{file:05}.{ending}")
}

/// Writes a file; each edition of it has other words at its end, and is longer. Gives its bytes.
fn write(folder: &Path, file: usize, edition: usize) -> usize {
    let words = 300 + file % 700;
    let seed = file as u64 + 1;
    let mut text = match file % 3 {
        0 => data::html(words, seed),
        1 => data::plain_of(words, seed),
        _ => data::markdown_of(words, Shape::Paragraphs, seed),
    };
    for edition in 1..=edition {
        let more = format!("The {edition}. edition says more than the one before.");
        match text.rfind("</article>") {
            Some(end) => text.insert_str(end, &format!("<p>{more}</p>")),
            None => text.push_str(&format!("\n{more}\n")),
        }
    }
    std::fs::write(folder.join(name(file)), &text).unwrap();
    text.len()
}
