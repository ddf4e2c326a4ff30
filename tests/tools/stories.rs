//! Measures the grouping of articles into stories on generated pairs of ten kinds, and on round-ups:
//!
//!     cargo run --release --example stories -- [--pairs N] [CORPUS...]
//!
//! A `CORPUS` is a folder whose JSON files have texts (`ground_truth.main_content`, or `articleBody` by page), or one with
//! articles as in `tests/fixtures/articles`, which is the default. `--pairs` is the number of pairs of each kind, at least
//! 60. Fails if F1 is below 0.99, or if a round-up was grouped.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    unreachable_pub
)]

use std::path::PathBuf;
use std::process::ExitCode;

#[path = "story_pairs.rs"]
mod story_pairs;

use story_pairs::{corpus, measure, pairs};

/// Least F1.
const MIN_F1: f64 = 0.99;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    let mut number = 60;
    let is_option = |name: &std::ffi::OsString| name == "--pairs";
    if arguments.next_if(is_option).is_some() {
        let typed = arguments
            .next()
            .and_then(|typed| typed.to_str()?.parse().ok());
        match typed {
            Some(typed) => number = typed,
            None => {
                eprintln!("usage: stories [--pairs N] [CORPUS...]");
                return ExitCode::from(2);
            }
        }
    }
    let mut folders: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    if folders.is_empty() {
        folders.push(corpus::fixtures());
    }
    let texts = corpus::read(&folders);
    if texts.len() < 2 * pairs::ARTICLES_OF_ROUND_UP {
        eprintln!("too few texts in these folders: {}", texts.len());
        return ExitCode::FAILURE;
    }
    let figures = measure::measure(&texts, number);
    print!("{figures}");
    match figures.f1() >= MIN_F1 && figures.grouped_round_ups == 0 {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
