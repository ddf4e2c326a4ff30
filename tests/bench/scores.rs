//! Scores of extraction on corpora: pages with truths, which are no part of the project.
//!
//! A corpus is a folder of one of five layouts ([`Corpus`]). The scores of its pages are printed as a table, and written to
//! `tests/bench/extraction-scores.md` on request.

mod article;
mod dates;
mod html_blocks;
mod mozilla;
mod plaintext;
mod postlight;
mod scrapinghub;
mod table;
mod text;
mod wcxb;

use std::path::{Path, PathBuf};

use newsprint::cli::json;
use newsprint::extract::{Hints, extract};
use serde_json::Value;

use crate::arguments::{Arguments, check, fail};
use crate::figures::Times;
use crate::measured_process::measure;
use article::Article;

/// Layout of a corpus.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Corpus {
    /// Web Content Extraction Benchmark: `metadata.json`, `dev/ground-truth/*.json`, `dev/html-plain/*.html`.
    Wcxb,
    /// Article extraction benchmark of Scrapinghub: `ground-truth.json`, `html-plain/*.html`.
    Scrapinghub,
    /// Test pages of Readability: `test/test-pages/*/`.
    Mozilla,
    /// Fixtures of Postlight's parser: `truth.json` names the pages.
    Postlight,
    /// Plain-text dumps with a label for each line: `open/*.txt` beside `open/*.json`.
    Plaintext,
}

/// Page of a corpus with its truth.
struct Page {
    path: PathBuf,
    url: Option<String>,
    truth: Value,
}

/// Named figure, and the number of cases or things that it is about.
struct Measure {
    name: String,
    value: f64,
    of: usize,
}

/// Measures of a corpus, or of one variant of its pages.
struct Group {
    name: String,
    cases: usize,
    measures: Vec<Measure>,
}

/// Memory of processes that extract one page each.
#[derive(Default)]
struct Memory {
    /// Highest peak, in MiB.
    peak: f64,
    /// Highest peak less ten times the size of the page, in MiB.
    beyond_ten_times: f64,
}

impl Corpus {
    const ALL: [Self; 5] = [
        Self::Wcxb,
        Self::Scrapinghub,
        Self::Mozilla,
        Self::Postlight,
        Self::Plaintext,
    ];

    /// Recognises a corpus by the files that its layout asks for.
    fn of(folder: &Path) -> Option<Self> {
        Self::ALL.into_iter().find(|corpus| {
            let files: &[&str] = match corpus {
                Self::Wcxb => &["metadata.json", "dev/ground-truth"],
                Self::Scrapinghub => &["ground-truth.json"],
                Self::Mozilla => &["test/test-pages"],
                Self::Postlight => &["truth.json"],
                Self::Plaintext => &["open"],
            };
            files.iter().all(|file| folder.join(file).exists())
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Wcxb => "wcxb",
            Self::Scrapinghub => "scrapinghub",
            Self::Mozilla => "mozilla",
            Self::Postlight => "postlight",
            Self::Plaintext => "plaintext",
        }
    }

    fn pages(self, folder: &Path) -> Vec<Page> {
        match self {
            Self::Wcxb => wcxb::pages(folder),
            Self::Scrapinghub => scrapinghub::pages(folder),
            Self::Mozilla => mozilla::pages(folder),
            Self::Postlight => postlight::pages(folder),
            Self::Plaintext => plaintext::pages(folder),
        }
    }

    fn score(self, pages: &[(Page, Article)]) -> Vec<Group> {
        match self {
            Self::Wcxb => wcxb::score(pages),
            Self::Scrapinghub => scrapinghub::score(pages),
            Self::Mozilla => mozilla::score(pages),
            Self::Postlight => postlight::score(pages),
            Self::Plaintext => plaintext::score(pages),
        }
    }
}

impl Measure {
    fn new(name: &str, value: f64, of: usize) -> Self {
        Self {
            name: name.to_owned(),
            value,
            of,
        }
    }

    /// A share of `of` things; not a number for no things.
    fn share(name: &str, count: usize, of: usize) -> Self {
        Self::new(name, count as f64 / of as f64, of)
    }
}

/// Scores the corpora of the command line. A folder that is none is looked through for some.
pub fn run(arguments: &Arguments) {
    let mut corpora = Vec::new();
    for folder in arguments.corpora() {
        match Corpus::of(folder) {
            Some(corpus) => corpora.push((corpus, folder.clone())),
            None => {
                for inner in folders(folder) {
                    corpora.extend(Corpus::of(&inner).map(|corpus| (corpus, inner)));
                }
            }
        }
    }
    if corpora.is_empty() {
        fail("no corpus of a known layout there: wcxb, scrapinghub, mozilla, postlight, plaintext");
    }
    for (corpus, folder) in corpora {
        let mut times = Times::default();
        let mut failed = 0;
        let mut articles = Vec::new();
        for page in corpus.pages(&folder) {
            let value = times.run(|| extracted(&page));
            failed += usize::from(value.is_none());
            articles.push((page, Article::new(value.unwrap_or_default())));
        }
        let groups = corpus.score(&articles);
        let memory = memory_of(arguments, &articles);
        println!(
            "\n{}: {} pages, {failed} failed; ms of the processor a page with its JSON: median {:.2}, longest {:.1}",
            corpus.name(),
            articles.len(),
            times.median(),
            times.longest()
        );
        println!(
            "memory of a process for one page: peak {:.0} MiB; beyond 10 times the page {:.0} MiB",
            memory.peak, memory.beyond_ten_times
        );
        table::print(&groups);
        if arguments.writes() {
            table::write(corpus.name(), articles.len(), &groups);
        }
    }
}

/// Fails unless the scorers judge small examples as they should.
pub fn check_examples() {
    let accuracy = text::words_accuracy("The heron ate a fish", "a heron ate two fish");
    check((accuracy.f1 - 0.8).abs() < 1e-9, || "words".to_owned());
    check(
        text::norm("Ⅳ. Snake_case — É") == "iv snake case é",
        || "folding".to_owned(),
    );
    for (found, truth) in [
        ("2026-03-09T10:00:00Z", "9th of March, 2026"),
        ("March 9, 2026", "2026年3月9日"),
        ("09.03.2026", "2026-09-03"),
    ] {
        check(dates::same_day(Some(found), truth), || {
            format!("{found} is {truth}")
        });
    }
    let html = "<h2>Tides</h2><ul><li>neap<br>low</ul><pre>a\n b</pre><p hidden>no</p>";
    let blocks = html_blocks::blocks_of(html);
    let blocks: Vec<(&str, &str)> = blocks
        .iter()
        .map(|block| (block.kind.as_str(), block.text.as_str()))
        .collect();
    let expected = [
        ("heading", "Tides"),
        ("list_item", "neap\nlow"),
        ("code", "a\n b"),
    ];
    check(blocks == expected, || format!("{blocks:?}"));
}

/// The JSON object of a page, or nothing if it cannot be extracted.
fn extracted(page: &Page) -> Option<Value> {
    let bytes = std::fs::read(&page.path)
        .unwrap_or_else(|error| fail(&format!("{}: {error}", page.path.display())));
    let hints = Hints {
        name: page.path.file_name().and_then(|name| name.to_str()),
        url: page.url.as_deref(),
        ..Hints::default()
    };
    let extraction = extract(&bytes, &hints).ok()?;
    serde_json::to_value(json::extraction_json("", &extraction)).ok()
}

/// Memory of `newsprint extract` on each of the largest pages. Small ones end before anybody can look at them.
fn memory_of(arguments: &Arguments, articles: &[(Page, Article)]) -> Memory {
    /// Pages that are measured.
    const LARGEST: usize = 40;
    let size = |page: &Page| std::fs::metadata(&page.path).map_or(0, |file| file.len());
    let mut pages: Vec<&Page> = articles.iter().map(|(page, _)| page).collect();
    pages.sort_by_key(|page| std::cmp::Reverse(size(page)));
    let mut memory = Memory::default();
    for page in pages.into_iter().take(LARGEST) {
        let mut command = std::process::Command::new(arguments.program());
        command
            .args(["extract", "--format", "json"])
            .arg(&page.path);
        let peak = measure(&mut command).peak_memory;
        let ten_times = 10.0 * size(page) as f64 / 1048576.0;
        memory.peak = memory.peak.max(peak);
        memory.beyond_ten_times = memory.beyond_ten_times.max(peak - ten_times);
    }
    memory
}

/// Folders in a folder, by name.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut folders = files(folder, |path| path.is_dir());
    folders.sort();
    folders
}

/// Entries of a folder for which `wanted` holds, by name; none if it can't be read.
fn files(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| wanted(path))
        .collect();
    files.sort();
    files
}

/// True for the name of a JSON file.
fn is_json(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "json")
}

/// The JSON value in a file.
fn read_json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path)
        .unwrap_or_else(|error| fail(&format!("{}: {error}", path.display())));
    serde_json::from_str(&text)
        .unwrap_or_else(|error| fail(&format!("{}: {error}", path.display())))
}

/// A text member of a JSON object that is neither null nor empty.
fn text_of<'a>(object: &'a Value, key: &str) -> Option<&'a str> {
    object[key].as_str().filter(|text| !text.is_empty())
}

/// Mean of some numbers; not a number for none.
fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for value in values {
        sum += value;
        count += 1.0;
    }
    sum / count
}

/// Harmonic mean, 0 for two zeros.
fn harmonic(one: f64, other: f64) -> f64 {
    match one + other {
        0.0 => 0.0,
        sum => 2.0 * one * other / sum,
    }
}
