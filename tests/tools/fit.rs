//! Fits the weights of the plain-text evidence, and writes their table:
//!
//!     cargo run --release --example fit -- CORPUS > weights.rs
//!
//! `CORPUS` is a folder with texts (`NAME.txt`) and the labels of their lines (`NAME.json`: `name`, and `lines` with `text`
//! and `label`, one for each line that is not blank). Two thirds of the texts, by a hash of the name, are fitted; the rest
//! is held back, and measured on standard error. Dumps of the suite's generator are fitted as well, in some of its
//! languages.
//!
//! The fit is deterministic: logistic regressions by Adam over batches in a fixed order.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    unreachable_pub
)]

use std::path::Path;
use std::process::ExitCode;

use newsprint::extract::plain::evidence::{self, Evidence, LineScores, ModelWeights};
use newsprint::extract::plain::features::{self, ContextSums, SiblingScores, UnitFeatures};
use newsprint::extract::plain::lines::{self, PlainUnit, PlainUnitKind};
use newsprint::extract::plain::title;

#[path = "../suite/extract_dumps/dumps.rs"]
mod dumps;
#[path = "../suite/extract_dumps/eastern.rs"]
mod eastern;
#[path = "../suite/extract_dumps/language.rs"]
mod language;
#[path = "../suite/extract_dumps/latin.rs"]
mod latin;
#[path = "../suite/extract_dumps/mixed.rs"]
mod mixed;

use dumps::LinePart;

/// Languages of the generator whose dumps are fitted.
const LANGUAGES: [&str; 5] = ["en", "fr", "tr", "ar", "zh"];
/// Seeds of the dumps that are fitted; the suite measures others.
const SEEDS: std::ops::Range<u64> = 1_000..1_006;

/// Part of a line, as far as it is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truth {
    Title,
    Heading,
    Text,
    Boilerplate,
    /// Is not fitted.
    Unsure,
}

/// A text with the part of each of its units.
struct Sample {
    units: Vec<PlainUnit>,
    features: Vec<UnitFeatures>,
    truths: Vec<Truth>,
    held_back: bool,
    /// Last part of the address of the page.
    slug: String,
    /// What each of its units counts.
    weight: f32,
}

fn main() -> ExitCode {
    let Some(corpus) = std::env::args_os().nth(1) else {
        eprintln!("usage: fit CORPUS");
        return ExitCode::from(2);
    };
    let mut samples = match read_corpus(Path::new(&corpus)) {
        Ok(samples) if !samples.is_empty() => samples,
        Ok(_) => {
            eprintln!("no texts in {}", corpus.display());
            return ExitCode::FAILURE;
        }
        Err(error) => {
            eprintln!("{}: {error}", corpus.display());
            return ExitCode::FAILURE;
        }
    };
    eprintln!("{} texts", samples.len());
    samples.extend(generated());
    let columns = fit(&samples);
    print_table(&columns);
    ExitCode::SUCCESS
}

fn read_corpus(folder: &Path) -> std::io::Result<Vec<Sample>> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    paths.sort();
    let mut out = Vec::new();
    for path in paths {
        let truth: serde_json::Value = serde_json::from_slice(&std::fs::read(&path)?)?;
        let text = std::fs::read_to_string(path.with_extension("txt"))?;
        let name = truth["name"].as_str().unwrap_or_default();
        let lines: Vec<(String, Truth)> = truth["lines"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|line| {
                let label = match line["label"].as_str().unwrap_or_default() {
                    "title" => Truth::Title,
                    "heading" => Truth::Heading,
                    "boilerplate" | "title_repeat" => Truth::Boilerplate,
                    "paragraph" | "list_item" | "quote" | "code" | "table" => Truth::Text,
                    _ => Truth::Unsure,
                };
                (line["text"].as_str().unwrap_or_default().to_owned(), label)
            })
            .collect();
        let url = truth["url"].as_str().unwrap_or_default();
        let path = url
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .trim_end_matches('/');
        let slug = path.rsplit('/').next().unwrap_or_default().to_owned();
        out.push(Sample {
            slug,
            ..sample(&text, &lines, hash(name).is_multiple_of(3), 1.0)
        });
    }
    Ok(out)
}

fn generated() -> Vec<Sample> {
    let mut out = Vec::new();
    for language in dumps::languages() {
        for shape in dumps::SHAPES {
            for seed in SEEDS {
                if !LANGUAGES.contains(&language.code) {
                    continue;
                }
                let dump = dumps::generate_dump(shape, language, seed, usize::MAX);
                let lines: Vec<(String, Truth)> = dump
                    .iter()
                    .map(|line| {
                        let truth = match line.part {
                            LinePart::Title => Truth::Title,
                            LinePart::Heading => Truth::Heading,
                            LinePart::Text => Truth::Text,
                            LinePart::Boilerplate => Truth::Boilerplate,
                            LinePart::Fact => Truth::Unsure,
                        };
                        (line.text.clone(), truth)
                    })
                    .collect();
                for spaced in [true, false] {
                    out.push(sample(&dumps::dump_text(&dump, spaced), &lines, false, 0.7));
                }
            }
        }
    }
    out
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Gives each unit of `text` the part of its first line.
fn sample(text: &str, lines: &[(String, Truth)], held_back: bool, weight: f32) -> Sample {
    let units = lines::split_units(text);
    let features = features::unit_features(&units);
    let keys: Vec<(String, Truth)> = lines
        .iter()
        .map(|(text, truth)| (letters(text), *truth))
        .filter(|(key, _)| !key.is_empty())
        .collect();
    let mut next = 0;
    let truths = units
        .iter()
        .map(|unit| {
            let key = letters(&unit.text);
            if key.is_empty() {
                return Truth::Unsure;
            }
            let is_of = |(line, _): &&(String, Truth)| {
                key.starts_with(line.as_str()) || line.ends_with(&key) || line.starts_with(&key)
            };
            let Some(ahead) = keys
                .iter()
                .skip(next)
                .take(40)
                .position(|line| is_of(&line))
            else {
                return Truth::Unsure;
            };
            let first = next + ahead;
            let mut length = 0;
            next = first;
            while let Some((line, _)) = keys.get(next)
                && length < key.len()
            {
                length += line.len();
                next += 1;
            }
            keys.get(first).map_or(Truth::Unsure, |(_, truth)| *truth)
        })
        .collect();
    Sample {
        units,
        features,
        truths,
        held_back,
        slug: String::new(),
        weight,
    }
}

/// Rows of features with the expected answers.
#[derive(Default)]
struct Rows {
    values: Vec<f32>,
    width: usize,
    answers: Vec<(f32, f32)>,
}

impl Rows {
    fn push(&mut self, row: &[f32], answer: bool, weight: f32) {
        self.width = row.len();
        self.values.extend_from_slice(row);
        self.answers.push((f32::from(u8::from(answer)), weight));
    }
}

/// Fits the five columns, one after the other: each pass sees the answers of the last.
fn fit(samples: &[Sample]) -> [Vec<f32>; 5] {
    let count = title::row_names().len();
    let shown = features::OWN_COUNT + features::AROUND_COUNT;
    let mut columns = [(); 5].map(|()| vec![0.0_f32; count]);
    let content = |t: Truth| match t {
        Truth::Heading | Truth::Text => Some(true),
        Truth::Boilerplate => Some(false),
        Truth::Title | Truth::Unsure => None,
    };
    let heading = |t: Truth| match t {
        Truth::Heading => Some(true),
        Truth::Text | Truth::Boilerplate => Some(false),
        Truth::Title | Truth::Unsure => None,
    };
    for pass in [0, 1, 2, 4] {
        let answer = |t: Truth| if pass < 2 { content(t) } else { heading(t) };
        let (mut fitted, mut held) = (Rows::default(), Rows::default());
        for sample in samples {
            let mut found = Evidence::default();
            let sums = ContextSums::of(&sample.features);
            if pass > 0 {
                let weights = weights_of(&columns);
                found = evidence::weigh_lines(&sample.units, &sample.features, weights);
                if pass == 1 {
                    found.content.clone_from(&found.first);
                    found.body = evidence::body(&found.first, &sample.features);
                }
            }
            let scores = LineScores::of(&found.content, &found.body);
            let siblings = SiblingScores::of(&found.first_heading, &sample.features);
            let mut row = Vec::new();
            for (i, (unit, line)) in sample.units.iter().zip(&sample.features).enumerate() {
                let Some(answer) = sample.truths.get(i).and_then(|t| answer(*t)) else {
                    continue;
                };
                row.clear();
                features::own_features(unit, line, &mut row);
                features::around(i, &sample.features, &sums, &mut row);
                assert_eq!(row.len(), shown);
                if pass > 0 {
                    scores.push(i, &mut row);
                }
                if pass == 4 {
                    siblings.push(i, &mut row);
                }
                let rows = if sample.held_back {
                    &mut held
                } else {
                    &mut fitted
                };
                rows.push(&row, answer, sample.weight);
            }
        }
        let fitted_weights = train(&fitted);
        report(
            ["first pass", "second pass", "headings", "", "siblings"][pass],
            &fitted,
            &held,
            &fitted_weights,
        );
        columns[pass][..fitted_weights.len()].copy_from_slice(&fitted_weights);
    }
    let (mut fitted, mut held) = (Rows::default(), Rows::default());
    for sample in samples {
        let found = evidence::weigh_lines(&sample.units, &sample.features, weights_of(&columns));
        let title = sample.truths.iter().position(|t| *t == Truth::Title);
        let Some(title) = title else { continue };
        let candidates =
            title::title_candidates(&sample.units, &sample.features, &found, &sample.slug);
        let rows = if sample.held_back {
            &mut held
        } else {
            &mut fitted
        };
        for (i, row) in candidates {
            if matches!(
                sample.units[i].kind,
                PlainUnitKind::Text | PlainUnitKind::Heading(_)
            ) {
                rows.push(
                    &row,
                    i == title,
                    if sample.weight < 1.0 { 0.15 } else { 1.0 },
                );
            }
        }
    }
    let weights = train(&fitted);
    report("titles", &fitted, &held, &weights);
    columns[3].copy_from_slice(&weights);
    columns
}

fn weights_of(columns: &[Vec<f32>; 5]) -> ModelWeights<'_> {
    let [first, second, heading, title, sibling] = columns;
    ModelWeights {
        first,
        second,
        heading,
        title,
        sibling,
    }
}

/// Logistic regression by Adam with a small penalty on large weights.
fn train(rows: &Rows) -> Vec<f32> {
    const EPOCHS: usize = 14;
    const BATCH: usize = 256;
    const PENALTY: f32 = 2e-5;
    let (width, count) = (rows.width, rows.answers.len());
    let mut weights = vec![0.0_f32; width];
    let (mut mean, mut spread) = (vec![0.0_f32; width], vec![0.0_f32; width]);
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = 1_u64;
    let mut step = 0_i32;
    for epoch in 0..EPOCHS {
        for i in (1..count).rev() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(i, usize::try_from(state >> 33).unwrap_or(0) % (i + 1));
        }
        let rate = 0.02 * (1.0 - epoch as f32 / EPOCHS as f32) + 0.0005;
        for batch in order.chunks(BATCH) {
            let mut gradient = vec![0.0_f32; width];
            for i in batch {
                let row = &rows.values[i * width..(i + 1) * width];
                let (answer, weight) = rows.answers[*i];
                let error = (evidence::probability(row, &weights) - answer) * weight;
                for (g, x) in gradient.iter_mut().zip(row) {
                    *g += error * x;
                }
            }
            step += 1;
            let (fade_mean, fade_spread) = (1.0 - 0.9_f32.powi(step), 1.0 - 0.999_f32.powi(step));
            for k in 0..width {
                let g = gradient[k] / batch.len() as f32 + PENALTY * weights[k];
                mean[k] = 0.9 * mean[k] + 0.1 * g;
                spread[k] = 0.999 * spread[k] + 0.001 * g * g;
                weights[k] -=
                    rate * (mean[k] / fade_mean) / ((spread[k] / fade_spread).sqrt() + 1e-8);
            }
        }
    }
    weights
}

/// Writes the share of right answers, precision and recall of both parts to standard error.
fn report(name: &str, fitted: &Rows, held: &Rows, weights: &[f32]) {
    for (part, rows) in [("fitted", fitted), ("held back", held)] {
        let (mut right, mut found, mut all, mut both) = (0.0, 0.0_f32, 0.0_f32, 0.0_f32);
        for (row, (answer, _)) in rows.values.chunks(rows.width.max(1)).zip(&rows.answers) {
            let yes = f32::from(u8::from(evidence::probability(row, weights) >= 0.5));
            right += 1.0 - (yes - answer).abs();
            found += yes;
            all += answer;
            both += yes * answer;
        }
        let count = rows.answers.len();
        eprintln!(
            "{name:12} {part:10} {count:7} rows  right {:.4}  precision {:.4}  recall {:.4}",
            right / count.max(1) as f32,
            both / found.max(1.0),
            both / all.max(1.0)
        );
    }
}

fn print_table(columns: &[Vec<f32>; 5]) {
    println!(
        "//! Weights of the features: a row a feature, written by `cargo run --release --example fit -- CORPUS`.\n\n\
         /// Weights of a feature in the five regressions.\n\
         #[derive(Debug, Clone, Copy)]\n\
         pub(super) struct FeatureWeights {{\n    \
             /// Name of the feature.\n    pub(super) name: &'static str,\n    \
             /// First pass, second pass, headings, titles, headings that know their siblings.\n    pub(super) values: [f32; 5],\n}}\n\n\
         const fn row(name: &'static str, values: [f32; 5]) -> FeatureWeights {{\n    \
             FeatureWeights {{ name, values }}\n}}\n\n\
         /// The weights, in the order in which the features are pushed.\n\
         #[rustfmt::skip]\npub(super) const TABLE: [FeatureWeights; {}] = [",
        columns[0].len()
    );
    for (i, name) in title::row_names().iter().enumerate() {
        let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|k| {
            let value = columns[k][i];
            if value.abs() < 0.0005 { 0.0 } else { value }
        });
        println!("    row(\"{name}\", [{a:.3}, {b:.3}, {c:.3}, {d:.3}, {e:.3}]),");
    }
    println!("];");
}
