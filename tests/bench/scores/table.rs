//! Tables of scores: on the terminal and in `tests/bench/extraction-scores.md`.

use std::fmt::Write;
use std::path::Path;

use super::Group;

/// Introduction of the file.
const HEAD: &str = "\
# Scores of extraction

Written by `cargo bench --bench extraction -- --corpus DIR --write`. The corpora are third-party pages with truths, and no part of
this repository; how each is laid out says `tests/bench/scores.rs`. *of* is the number of pages, headings, lines or blocks that a
measure is about. The truths are not free of faults: about 2 % of them are wrong or arguable.
";

/// Prints the measures of each group, one a line.
pub(super) fn print(groups: &[Group]) {
    for group in groups {
        println!("  {} ({} pages)", group.name, group.cases);
        for measure in &group.measures {
            println!(
                "    {:<28}{:>8} of {}",
                measure.name,
                figure(measure.value),
                measure.of
            );
        }
    }
}

/// Replaces the section of a corpus in the file of scores, or appends it.
pub(super) fn write(corpus: &str, pages: usize, groups: &[Group]) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/extraction-scores.md");
    let before = std::fs::read_to_string(&file).unwrap_or_default();
    let mut sections: Vec<(String, String)> = before
        .split("\n## ")
        .skip(1)
        .filter_map(|section| section.split_once('\n'))
        .map(|(name, text)| (name.to_owned(), text.trim().to_owned()))
        .collect();
    let section = section(pages, groups);
    match sections.iter_mut().find(|(name, _)| name == corpus) {
        Some((_, text)) => *text = section,
        None => sections.push((corpus.to_owned(), section)),
    }
    sections.sort();
    let mut out = HEAD.to_owned();
    for (name, text) in sections {
        write!(out, "\n## {name}\n\n{text}\n").unwrap();
    }
    std::fs::write(file, out).unwrap();
}

/// A line with the number of pages, then a table with a row a measure and two columns a group.
fn section(pages: usize, groups: &[Group]) -> String {
    let mut out = format!("{pages} pages.\n\n| measure |");
    for group in groups {
        write!(out, " {} | of |", group.name).unwrap();
    }
    out.push_str("\n| --- |");
    out.push_str(&" ---: | ---: |".repeat(groups.len()));
    for measure in groups.first().map_or(&[][..], |group| &group.measures) {
        write!(out, "\n| {} |", measure.name).unwrap();
        for group in groups {
            let mut measures = group.measures.iter();
            match measures.find(|other| other.name == measure.name) {
                Some(other) => write!(out, " {} | {} |", figure(other.value), other.of).unwrap(),
                None => out.push_str(" - | - |"),
            }
        }
    }
    out
}

/// Three decimals, or `-` for what is not a number.
fn figure(value: f64) -> String {
    match value.is_nan() {
        true => "-".to_owned(),
        false => format!("{value:.3}"),
    }
}
