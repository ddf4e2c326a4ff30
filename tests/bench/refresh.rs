//! Refreshing of feeds: exec of `newsprint fetch` with an empty and with a filled library, beside bare requests for the same
//! feeds in the same run.
//!
//! `cargo bench --bench refresh -- [--smoke] [--bin PATH] [cold|warm] [FEEDS]`
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
mod feed_server;
mod figures;
mod measured_process;

use std::path::Path;
use std::process::Command;

use arguments::{Arguments, check};
use feed_server::{FeedServer, request_all};
use figures::Times;
use measured_process::{Usage, measure};

/// Connections at once of the bare requests: as many as `newsprint fetch` has.
const CONNECTIONS: usize = 16;

/// Figures of one part.
#[derive(Default)]
struct Part {
    wall: Times,
    processor: Times,
    memory: f64,
    floor_wall: Times,
    floor_processor: Times,
}

impl Part {
    fn push(&mut self, usage: &Usage) {
        self.wall.push(usage.wall);
        self.processor.push(usage.processor);
        self.memory = self.memory.max(usage.peak_memory);
    }

    fn push_floor(&mut self, usage: &Usage) {
        self.floor_wall.push(usage.wall);
        self.floor_processor.push(usage.processor);
    }
}

fn main() {
    let arguments = Arguments::read();
    arguments.check_parts(&["cold", "warm"]);
    let feeds = arguments.size().unwrap_or(arguments.choose(100, 3));
    let entries = arguments.choose(100, 5);
    let rounds = arguments.choose(5, 1);
    println!("{}", figures::machine());
    println!("{}", figures::program(arguments.program()));
    let server = FeedServer::start(feeds, entries);
    println!(
        "\n{feeds} feeds of {entries} entries, {:.1} MB of XML, {:.1} MB with gzip; {rounds} rounds in turns",
        server.decoded_bytes() as f64 / 1e6,
        server.sent_bytes() as f64 / 1e6
    );
    let (mut cold, mut warm) = (Part::default(), Part::default());
    for _ in 0..rounds {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("feeds.opml");
        std::fs::write(&list, server.opml()).unwrap();
        run(&arguments, folder.path(), &["import", "feeds.opml"]);
        server.reset();
        cold.push_floor(&request_all(&server, CONNECTIONS, false));
        check(server.answers(200) == feeds, || {
            "bare requests got no feeds".to_owned()
        });
        server.reset();
        cold.push(&run(&arguments, folder.path(), &["fetch"]));
        check(server.answers(200) == feeds, || {
            format!("{} of {feeds} feeds were fetched", server.answers(200))
        });
        check(
            count_articles(&arguments, folder.path()) == feeds * entries,
            || "not every entry is in the library".to_owned(),
        );
        server.reset();
        warm.push_floor(&request_all(&server, CONNECTIONS, true));
        server.reset();
        warm.push(&run(&arguments, folder.path(), &["fetch"]));
        check(
            server.answers(304) == feeds && server.answers(200) == 0,
            || format!("{} of {feeds} feeds were unchanged", server.answers(304)),
        );
    }
    println!(
        "{:<28}{:>10}{:>8}{:>10}{:>8}{:>10}",
        "", "wall ms", "ratio", "CPU ms", "ratio", "peak MiB"
    );
    for (name, part) in [("cold", &cold), ("warm", &warm)] {
        if arguments.includes(name) {
            print_part(name, part);
        }
    }
    println!("ratio: to bare requests, which decode and store nothing");
}

/// Prints the medians of a part and of its floor.
fn print_part(name: &str, part: &Part) {
    let (wall, processor) = (part.wall.median(), part.processor.median());
    let (floor_wall, floor_processor) = (part.floor_wall.median(), part.floor_processor.median());
    println!(
        "{:<28}{floor_wall:>10.1}{:>8}{floor_processor:>10.1}",
        format!("{name}: bare requests"),
        ""
    );
    println!(
        "{:<28}{wall:>10.1}{:>8.1}{processor:>10.1}{:>8.1}{:>10.1}",
        format!("{name}: newsprint fetch"),
        wall / floor_wall,
        processor / floor_processor.max(0.01),
        part.memory
    );
}

/// Runs the program with a library in `folder`, and fails unless it succeeds.
fn run(arguments: &Arguments, folder: &Path, words: &[&str]) -> Usage {
    measure(command(arguments, folder).args(words))
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

/// Returns the number of articles in the library in `folder`.
fn count_articles(arguments: &Arguments, folder: &Path) -> usize {
    let output = command(arguments, folder)
        .args(["list", "--json"])
        .output()
        .unwrap();
    output.stdout.iter().filter(|byte| **byte == b'\n').count()
}
