//! Words, headings and the head of article pages.

use std::path::Path;
use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;
use serde_json::Value;

use super::article::Article;
use super::dates::day;
use super::text::{Accuracy, Bag, norm, norm_of, words_accuracy};
use super::{Group, Measure, Page, files, is_json, mean, read_json, text_of};

static HEADING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(#{1,6})\s+(.*?)\s*#*$").unwrap());
static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"!?\[([^\]]*)\]\([^)]*\)").unwrap());
static ESCAPE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\\(.)").unwrap());

/// Sums over the pages.
#[derive(Default)]
struct Sums {
    accuracies: Vec<Accuracy>,
    /// Share of the phrases of each page that must be, and that must not be in the text.
    with: Vec<f64>,
    without: Vec<f64>,
    title: Vec<bool>,
    date: Vec<bool>,
    author: Vec<bool>,
    headings: HeadingCounts,
}

#[derive(Default)]
struct HeadingCounts {
    right: usize,
    of_truth: usize,
    found: usize,
}

pub(super) fn pages(folder: &Path) -> Vec<Page> {
    let metadata = read_json(&folder.join("metadata.json"));
    let mut pages = Vec::new();
    for part in ["dev", "test"] {
        for file in files(&folder.join(part).join("ground-truth"), is_json) {
            let id = file
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned());
            let id = id.unwrap_or_default();
            // Some pages lie in both parts.
            let listed = metadata["files"][&id]["split"].as_str();
            if listed.is_some_and(|listed| listed != part) {
                continue;
            }
            let mut truth = read_json(&file);
            pages.push(Page {
                path: folder.join(part).join(format!("html-plain/{id}.html")),
                url: text_of(&truth, "url").map(str::to_owned),
                truth: truth["ground_truth"].take(),
            });
        }
    }
    pages
}

pub(super) fn score(pages: &[(Page, Article)]) -> Vec<Group> {
    let mut sums = Sums::default();
    for (page, article) in pages {
        add(&mut sums, &page.truth, article);
    }
    let of = pages.len();
    let accuracy = |part: fn(&Accuracy) -> f64| mean(sums.accuracies.iter().map(part));
    let right = |name: &str, cases: &[bool]| {
        Measure::share(
            name,
            cases.iter().filter(|right| **right).count(),
            cases.len(),
        )
    };
    let phrases =
        |name: &str, shares: &[f64]| Measure::new(name, mean(shares.iter().copied()), shares.len());
    let headings = &sums.headings;
    let measures = vec![
        Measure::new("f1", accuracy(|accuracy| accuracy.f1), of),
        Measure::new("precision", accuracy(|accuracy| accuracy.precision), of),
        Measure::new("recall", accuracy(|accuracy| accuracy.recall), of),
        phrases("phrases_with", &sums.with),
        phrases("phrases_without", &sums.without),
        right("title", &sums.title),
        right("date", &sums.date),
        right("author", &sums.author),
        Measure::share("heading_recall", headings.right, headings.of_truth),
        Measure::share("heading_precision", headings.right, headings.found),
    ];
    vec![Group {
        name: "all".to_owned(),
        cases: of,
        measures,
    }]
}

fn add(sums: &mut Sums, truth: &Value, article: &Article) {
    let body = article.body();
    let text = text_of(truth, "main_content").unwrap_or_default();
    sums.accuracies.push(words_accuracy(&body, text));
    let body = body.to_lowercase();
    for (key, shares) in [("with", &mut sums.with), ("without", &mut sums.without)] {
        let phrases = truth[key].as_array().into_iter().flatten();
        let phrases: Vec<&str> = phrases.filter_map(Value::as_str).collect();
        if !phrases.is_empty() {
            let is_in = |phrase: &&str| f64::from(body.contains(&phrase.to_lowercase()));
            shares.push(mean(phrases.iter().map(is_in)));
        }
    }
    let field = |key: &str| norm_of(article.field(key));
    if let Some(title) = text_of(truth, "title") {
        sums.title.push(field("title") == norm(title));
    }
    if let Some(date) = text_of(truth, "publish_date") {
        let found = article.field("published").and_then(day);
        sums.date.push(found == day(date));
    }
    if let Some(author) = text_of(truth, "author") {
        sums.author.push(field("byline") == norm(author));
    }
    let title = norm_of(text_of(truth, "title"));
    let markdown = text_of(truth, "main_content_markdown");
    let mut of_truth = markdown_headings(markdown.unwrap_or_default());
    let mut found: Bag<String> = article.headings().map(|block| norm(&block.text)).collect();
    of_truth.remove(&title);
    found.remove(&title);
    sums.headings.right += found.common(&of_truth);
    sums.headings.of_truth += of_truth.total();
    sums.headings.found += markdown.map_or(0, |_| found.total());
}

/// The headings of a Markdown text that hold words, folded.
fn markdown_headings(markdown: &str) -> Bag<String> {
    let mut headings = Vec::new();
    let mut is_code = false;
    for line in markdown.split('\n') {
        is_code ^= line.trim_start().starts_with("```");
        if is_code {
            continue;
        }
        if let Some(parts) = HEADING.captures(line) {
            let text = LINK.replace_all(&parts[2], "$1");
            let text = ESCAPE.replace_all(&unescaped(&text), "$1").into_owned();
            headings.push(norm(&text.replace(['*', '`'], "")));
        }
    }
    headings
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect()
}

/// A text whose character references are resolved.
fn unescaped(text: &str) -> String {
    match text.contains('&') {
        true => Document::from(text.replace('<', "&lt;")).text().to_string(),
        false => text.to_owned(),
    }
}
