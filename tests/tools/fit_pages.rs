//! Fits the weights by which the text blocks of a page are told from its boilerplate, and writes them to
//! `src/extract/selection/weights.rs`.
//!
//!     cargo run --release --example fit_pages -- [--all] CORPUS...
//!
//! A corpus is a folder of pages with the texts of their articles: wcxb (`metadata.json`, `dev/`), scrapinghub
//! (`ground-truth.json`, `html-plain/`), or mozilla (`test/test-pages/`). A third of the pages, chosen by a hash of their names, is
//! held back and only measured, unless `--all` is given. The result is the same on every machine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    missing_docs
)]

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use newsprint::extract::selection::{FeatureRow, page_rows};
use serde_json::Value;

/// A page whose article is known.
struct Page {
    name: String,
    html: String,
    truth: Vec<String>,
}

/// Rows of a page with what each block is.
struct Sample {
    rows: Vec<FeatureRow>,
    labels: Vec<f32>,
    weights: Vec<f32>,
    words: Vec<f32>,
    is_held_back: bool,
    fold: usize,
}

fn main() {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let takes_all = arguments.iter().any(|a| a == "--all");
    arguments.retain(|a| a != "--all");
    if arguments.is_empty() {
        eprintln!("usage: fit_pages [--all] CORPUS...");
        std::process::exit(2);
    }
    let pages: Vec<Page> = arguments
        .iter()
        .flat_map(|corpus| read_corpus(Path::new(corpus)))
        .collect();
    println!("{} pages", pages.len());
    let mut samples: Vec<Sample> = pages
        .iter()
        .map(|page| sample(page, None, takes_all))
        .collect();

    // The second pass learns from probabilities of pages that the first pass has not seen.
    let folds: Vec<Vec<f32>> = (0..3)
        .map(|fold| fit(&samples, |s| !s.is_held_back && s.fold != fold))
        .collect();
    let first = fit(&samples, |s| !s.is_held_back);
    report("first pass", &samples, &first);
    let names = names_of(&samples);
    let first_table = table("FIRST", "the first pass", &names, &first);
    samples = pages
        .iter()
        .zip(&samples)
        .map(|(page, sample_of_first)| {
            let weights = match sample_of_first.is_held_back {
                true => &first,
                false => &folds[sample_of_first.fold],
            };
            let p: Vec<f32> = sample_of_first
                .rows
                .iter()
                .map(|row| predict(&row.values, weights))
                .collect();
            sample(page, Some(&p), takes_all)
        })
        .collect();
    let second = fit(&samples, |s| !s.is_held_back);
    report("second pass", &samples, &second);
    let names = names_of(&samples);
    let second_table = table("SECOND", "the second pass", &names, &second);
    let text = format!(
        "//! Weights of the features of text blocks, by name. Written by `cargo run --release --example fit_pages`.\n\n{first_table}\n{second_table}"
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/extract/selection/weights.rs");
    fs::write(&file, text).unwrap();
    println!("written: {}", file.display());
}

fn names_of(samples: &[Sample]) -> Vec<&'static str> {
    let rows = samples.iter().flat_map(|s| &s.rows);
    rows.map(|row| row.names.clone()).next().unwrap_or_default()
}

fn table(name: &str, pass: &str, names: &[&str], weights: &[f32]) -> String {
    let mut out = format!(
        "/// Weights of {pass}.\n#[rustfmt::skip]\npub(super) const {name}: [(&str, f32); {}] = [\n",
        names.len()
    );
    for (feature, weight) in names.iter().zip(weights) {
        writeln!(out, "    (\"{feature}\", {weight:.3}),").unwrap();
    }
    out.push_str("];\n");
    out
}

fn sample(page: &Page, first: Option<&[f32]>, takes_all: bool) -> Sample {
    let blocks = page_rows(&page.html, first);
    let truth = Truth::of(&page.truth);
    let hash = page.name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
    });
    let mut labels = Vec::new();
    let mut weights = Vec::new();
    let mut counts = Vec::new();
    for text in &blocks.texts {
        let words = words(text);
        let label = truth.label(&words);
        labels.push(label.unwrap_or(0.0));
        let size = 1.0 + (words.len().min(80) as f32).sqrt();
        weights.push(if label.is_some() { size } else { 0.0 });
        counts.push(words.len() as f32);
    }
    // Every page counts about the same; text that is lost costs more than boilerplate that stays.
    let sum: f32 = weights.iter().sum::<f32>().max(1.0);
    for (weight, label) in weights.iter_mut().zip(&labels) {
        *weight *= (200.0 / sum).min(1.0) * if *label > 0.5 { 1.6 } else { 1.0 };
    }
    Sample {
        rows: blocks.rows,
        labels,
        weights,
        words: counts,
        is_held_back: !takes_all && (hash >> 20) % 3 == 0,
        fold: usize::try_from((hash >> 40) % 3).unwrap(),
    }
}

fn predict(values: &[f32], weights: &[f32]) -> f32 {
    let sum: f32 = values.iter().zip(weights).map(|(x, w)| x * w).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Logistic regression by Adam over all samples at once.
fn fit(samples: &[Sample], takes: impl Fn(&Sample) -> bool) -> Vec<f32> {
    const STEPS: usize = 500;
    const DECAY: f64 = 2e-4;
    let chosen: Vec<&Sample> = samples.iter().filter(|s| takes(s)).collect();
    let size = chosen
        .iter()
        .flat_map(|s| &s.rows)
        .map(|row| row.values.len())
        .next()
        .unwrap_or(0);
    let total: f64 = chosen
        .iter()
        .flat_map(|s| &s.weights)
        .map(|w| f64::from(*w))
        .sum();
    let mut weights = vec![0.0_f32; size];
    let (mut m, mut v) = (vec![0.0_f64; size], vec![0.0_f64; size]);
    for step in 1..=STEPS {
        let mut gradient = vec![0.0_f64; size];
        for sample in &chosen {
            for ((row, label), weight) in
                sample.rows.iter().zip(&sample.labels).zip(&sample.weights)
            {
                if *weight == 0.0 {
                    continue;
                }
                let error = f64::from((predict(&row.values, &weights) - label) * weight);
                for (g, x) in gradient.iter_mut().zip(&row.values) {
                    *g += error * f64::from(*x);
                }
            }
        }
        let rate = 0.08 / (1.0 + step as f64 / 150.0);
        for (i, g) in gradient.iter().enumerate() {
            let g = g / total
                + if i == 0 {
                    0.0
                } else {
                    DECAY * f64::from(weights[i])
                };
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.999 * v[i] + 0.001 * g * g;
            let (m, v) = (
                m[i] / (1.0 - 0.9_f64.powi(step as i32)),
                v[i] / (1.0 - 0.999_f64.powi(step as i32)),
            );
            weights[i] -= (rate * m / (v.sqrt() + 1e-8)) as f32;
        }
    }
    weights
}

fn report(name: &str, samples: &[Sample], weights: &[f32]) {
    for held_back in [false, true] {
        let of: Vec<&Sample> = samples
            .iter()
            .filter(|s| s.is_held_back == held_back)
            .collect();
        for least in [0.3_f32, 0.4, 0.5] {
            let (mut f, mut p, mut r) = (0.0, 0.0, 0.0);
            for sample in &of {
                let (mut both, mut kept, mut all) = (0.0, 0.0, 0.0);
                for (i, row) in sample.rows.iter().enumerate() {
                    let keeps = predict(&row.values, weights) >= least;
                    let label = if sample.weights[i] > 0.0 {
                        sample.labels[i]
                    } else {
                        f32::from(u8::from(keeps))
                    };
                    all += label * sample.words[i];
                    if keeps {
                        kept += sample.words[i];
                        both += label * sample.words[i];
                    }
                }
                let (precision, recall) = (both / kept.max(1.0), both / all.max(1.0));
                p += precision;
                r += recall;
                f += 2.0 * precision * recall / (precision + recall).max(1e-6);
            }
            let n = of.len().max(1) as f32;
            println!(
                "{name}, {} pages {}, from {least}: F1 {:.4} P {:.4} R {:.4}",
                of.len(),
                if held_back { "held back" } else { "fitted" },
                f / n,
                p / n,
                r / n
            );
        }
    }
}

/// The text of an article, for lookup of blocks.
struct Truth {
    lines: HashSet<String>,
    grams: HashSet<u64>,
    pairs: HashSet<u64>,
}

impl Truth {
    fn of(lines: &[String]) -> Self {
        let mut truth = Self {
            lines: HashSet::new(),
            grams: HashSet::new(),
            pairs: HashSet::new(),
        };
        let mut all = Vec::new();
        for line in lines {
            let words = words(line);
            truth.lines.insert(words.join(" "));
            all.extend(words);
        }
        truth.grams.extend(all.windows(4).map(gram));
        truth.pairs.extend(all.windows(2).map(gram));
        truth.pairs.extend(all.windows(1).map(gram));
        truth
    }

    /// Returns 1.0 for a block of the article, 0.0 for one that is not, `None` for one that may be both.
    fn label(&self, words: &[String]) -> Option<f32> {
        if words.is_empty() {
            return None;
        }
        if self.lines.contains(&words.join(" ")) {
            return Some(1.0);
        }
        let size = if words.len() < 5 {
            words.len().min(2)
        } else {
            4
        };
        let set = if words.len() < 5 {
            &self.pairs
        } else {
            &self.grams
        };
        let all = words.len() + 1 - size;
        let found = words
            .windows(size)
            .filter(|w| set.contains(&gram(w)))
            .count();
        match (words.len() < 5, found * 2 >= all) {
            (_, false) => Some(0.0),
            (true, true) => None,
            (false, true) => Some(1.0),
        }
    }
}

fn gram(words: &[String]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
    })
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn read_corpus(folder: &Path) -> Vec<Page> {
    let json =
        |path: PathBuf| -> Option<Value> { serde_json::from_slice(&fs::read(path).ok()?).ok() };
    let page = |path: PathBuf| -> Option<String> {
        Some(String::from_utf8_lossy(&fs::read(path).ok()?).into_owned())
    };
    let lines = |text: &str| text.lines().map(str::to_owned).collect();
    let mut pages = Vec::new();
    if let Some(files) = json(folder.join("metadata.json")) {
        for split in ["dev", "test"] {
            let Ok(entries) = fs::read_dir(folder.join(split).join("ground-truth")) else {
                continue;
            };
            for entry in entries.flatten() {
                let id = entry
                    .path()
                    .file_stem()
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                if files["files"][&id]["split"]
                    .as_str()
                    .is_some_and(|s| s != split)
                {
                    continue;
                }
                let Some(truth) = json(entry.path()) else {
                    continue;
                };
                let html = page(
                    folder
                        .join(split)
                        .join("html-plain")
                        .join(format!("{id}.html")),
                );
                let Some(html) = html else { continue };
                let text = truth["ground_truth"]["main_content"]
                    .as_str()
                    .unwrap_or_default();
                pages.push(Page {
                    name: format!("wcxb-{id}"),
                    html,
                    truth: lines(text),
                });
            }
        }
    } else if let Some(Value::Object(truths)) = json(folder.join("ground-truth.json")) {
        for (id, truth) in truths {
            let Some(html) = page(folder.join("html-plain").join(format!("{id}.html"))) else {
                continue;
            };
            let text = truth["articleBody"].as_str().unwrap_or_default();
            pages.push(Page {
                name: id,
                html,
                truth: lines(text),
            });
        }
    } else if let Ok(entries) = fs::read_dir(folder.join("test/test-pages")) {
        for entry in entries.flatten() {
            let (Some(html), Some(expected)) = (
                page(entry.path().join("source.html")),
                page(entry.path().join("expected.html")),
            ) else {
                continue;
            };
            let truth = page_rows(&expected, None).texts;
            pages.push(Page {
                name: entry.file_name().to_string_lossy().into_owned(),
                html,
                truth,
            });
        }
    } else {
        eprintln!("{}: no corpus of a known form", folder.display());
    }
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    pages
}
