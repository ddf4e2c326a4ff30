//! Dumps whose lines have labels: headings, lines that stay and go, and the head.

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::article::Article;
use super::dates::day;
use super::text::{Bag, norm, norm_of, words_accuracy};
use super::{Group, Measure, Page, files, harmonic, is_json, mean, read_json, text_of};

/// Words from which a line may also have been joined with its neighbours.
const JOINABLE_WORDS: usize = 6;

static BY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(by|von|par) ").unwrap());

/// Part of some things.
#[derive(Clone, Copy, Default)]
struct Count {
    right: usize,
    of: usize,
}

/// Sums over the pages of a variant.
#[derive(Default)]
struct Sums {
    headings: Count,
    headings_found: usize,
    heading_f1: Vec<f64>,
    body_f1: Vec<f64>,
    /// Lines of boilerplate: those that are gone, and all.
    boilerplate: Count,
    /// Lines of the article: those that stay, and all.
    content: Count,
    /// Repetitions of the title: those that are gone, and all.
    repeats: Count,
    title: Count,
    date: Count,
    publisher: Count,
    byline: Count,
    standfirst: Count,
}

impl Count {
    fn add(&mut self, right: bool) {
        self.of += 1;
        self.right += usize::from(right);
    }

    fn share(self) -> f64 {
        ratio(self.right, self.of)
    }
}

pub(super) fn pages(folder: &Path) -> Vec<Page> {
    let files = files(&folder.join("open"), is_json).into_iter();
    files
        .map(|file| {
            let truth = read_json(&file);
            Page {
                path: file.with_extension("txt"),
                url: text_of(&truth, "url").map(str::to_owned),
                truth,
            }
        })
        .collect()
}

pub(super) fn score(pages: &[(Page, Article)]) -> Vec<Group> {
    let variants = ["clean", "noisy"].into_iter();
    let groups = variants.map(|variant| {
        let of_variant = |page: &Page| text_of(&page.truth, "variant") == Some(variant);
        let mut sums = Sums::default();
        for (page, article) in pages.iter().filter(|(page, _)| of_variant(page)) {
            add(&mut sums, &page.truth, article);
        }
        group(variant, &sums)
    });
    groups.filter(|group| group.cases > 0).collect()
}

fn group(variant: &str, sums: &Sums) -> Group {
    let cases = sums.body_f1.len();
    let lines = sums.content.of + sums.boilerplate.of;
    let staying = sums.content.right + sums.boilerplate.of - sums.boilerplate.right;
    let gone = lines - staying;
    let (content, boilerplate) = (sums.content.share(), sums.boilerplate.share());
    let content_precision = ratio(sums.content.right, staying);
    let boilerplate_precision = ratio(sums.boilerplate.right, gone);
    let heading_precision = ratio(sums.headings.right, sums.headings_found);
    let heading_recall = sums.headings.share();
    let field = |name: &str, count: Count| Measure::share(name, count.right, count.of);
    let mean = |values: &[f64]| mean(values.iter().copied());
    let measures = vec![
        Measure::new(
            "heading_f1",
            harmonic(heading_precision, heading_recall),
            sums.headings.of,
        ),
        Measure::new("heading_precision", heading_precision, sums.headings_found),
        Measure::new("heading_recall", heading_recall, sums.headings.of),
        Measure::new("heading_f1_of_pages", mean(&sums.heading_f1), cases),
        Measure::new("content_f1", harmonic(content_precision, content), lines),
        Measure::new("content_precision", content_precision, staying),
        Measure::new("content_recall", content, sums.content.of),
        Measure::new(
            "boilerplate_f1",
            harmonic(boilerplate_precision, boilerplate),
            lines,
        ),
        Measure::new("boilerplate_precision", boilerplate_precision, gone),
        Measure::new("boilerplate_recall", boilerplate, sums.boilerplate.of),
        Measure::new("line_harmonic_mean", harmonic(boilerplate, content), lines),
        Measure::new("line_correlation", correlation(sums), lines),
        Measure::new("words_f1", mean(&sums.body_f1), cases),
        field("title", sums.title),
        field("date", sums.date),
        field("publisher", sums.publisher),
        field("byline", sums.byline),
        field("standfirst", sums.standfirst),
        field("title_repeats_gone", sums.repeats),
    ];
    Group {
        name: variant.to_owned(),
        cases,
        measures,
    }
}

/// Matthews correlation coefficient of the lines that stay.
fn correlation(sums: &Sums) -> f64 {
    let (right, gone) = (sums.content.right as f64, sums.boilerplate.right as f64);
    let lost = sums.content.of as f64 - right;
    let wrong = sums.boilerplate.of as f64 - gone;
    let product = (right + wrong) * (right + lost) * (gone + wrong) * (gone + lost);
    match product.sqrt() {
        0.0 => 0.0,
        root => (right * gone - wrong * lost) / root,
    }
}

fn add(sums: &mut Sums, truth: &Value, article: &Article) {
    let lines: Vec<Line<'_>> = truth["lines"]
        .as_array()
        .into_iter()
        .flatten()
        .map(Line::new)
        .collect();
    add_headings(sums, truth, article, &lines);
    let stays = stay(article, &lines);
    let mut body = Vec::new();
    for (line, stays) in lines.iter().zip(stays) {
        if line.is_neutral() {
            continue;
        }
        let is_boilerplate = matches!(line.label, "boilerplate" | "title_repeat");
        if !is_boilerplate {
            body.push(line.text);
        }
        if line.folded.is_empty() {
            continue;
        }
        match is_boilerplate {
            true => sums.boilerplate.add(!stays),
            false => sums.content.add(stays),
        }
        if line.label == "title_repeat" {
            sums.repeats.add(!stays);
        }
    }
    sums.body_f1
        .push(words_accuracy(&article.body(), &body.join("\n")).f1);
    add_head(sums, truth, article);
}

fn add_headings(sums: &mut Sums, truth: &Value, article: &Article, lines: &[Line<'_>]) {
    let headings = lines.iter().filter(|line| line.label == "heading");
    let of_truth: Bag<String> = headings.map(|line| line.folded.clone()).collect();
    let unsure = lines.iter().filter(|line| line.is_unsure_heading());
    let mut neutral: HashSet<String> = unsure.map(|line| line.folded.clone()).collect();
    neutral.insert(norm_of(text_of(truth, "title")));
    neutral.insert(norm_of(article.field("title")));
    let headings = article
        .blocks
        .iter()
        .filter(|block| block.kind == "heading");
    let headings = headings.map(|block| norm(&block.text));
    let mut found: Bag<String> = headings.filter(|text| !text.is_empty()).collect();
    found.retain(|text| of_truth.contains(text) || !neutral.contains(text));
    let right = found.common(&of_truth);
    sums.headings.right += right;
    sums.headings.of += of_truth.total();
    sums.headings_found += found.total();
    let all = (found.total() + of_truth.total()).max(1);
    sums.heading_f1.push(2.0 * right as f64 / all as f64);
}

fn add_head(sums: &mut Sums, truth: &Value, article: &Article) {
    let field = |key: &str| norm_of(article.field(key));
    let expected = |key: &str| norm_of(text_of(truth, key));
    let is_in_text = |key: &str| truth[key].as_bool() == Some(true);
    if is_in_text("title_in_text") {
        let title = expected("title");
        sums.title.add(!title.is_empty() && field("title") == title);
    }
    if let Some(date) = text_of(truth, "published").filter(|_| is_in_text("published_in_text")) {
        let found = article.field("published").and_then(day);
        sums.date
            .add(found.is_some_and(|found| found.to_string() == date));
    }
    if is_in_text("publisher_in_text") {
        sums.publisher
            .add(field("publisher") == expected("publisher"));
    }
    if is_in_text("byline_in_text") {
        let without_by = |text: String| BY.replace(&text, "").into_owned();
        sums.byline
            .add(without_by(field("byline")) == without_by(expected("byline")));
    }
    if text_of(truth, "standfirst").is_some() {
        sums.standfirst
            .add(field("standfirst") == expected("standfirst"));
    }
}

/// Labelled line of a dump.
struct Line<'a> {
    label: &'a str,
    text: &'a str,
    folded: String,
    /// Looks like a heading in the page from which the dump was made.
    is_pseudo: bool,
}

impl<'a> Line<'a> {
    fn new(value: &'a Value) -> Self {
        let text = text_of(value, "text").unwrap_or_default();
        Self {
            label: text_of(value, "label").unwrap_or_default(),
            text,
            folded: norm(text),
            is_pseudo: value["pseudo"].as_bool() == Some(true),
        }
    }

    /// True for a line that may stay or go.
    fn is_neutral(&self) -> bool {
        matches!(
            self.label,
            "title" | "standfirst" | "byline" | "date" | "image" | "caption" | "unsure"
        )
    }

    /// True for a line that may be a heading or not.
    fn is_unsure_heading(&self) -> bool {
        self.label == "unsure" || self.is_pseudo && self.label != "heading"
    }
}

/// For each line, whether its text is in the blocks or the standfirst: as a line, or as a part of a longer block.
fn stay(article: &Article, lines: &[Line<'_>]) -> Vec<bool> {
    let texts = article.blocks.iter().map(|block| block.text.as_str());
    let texts: Vec<&str> = texts.chain(article.field("standfirst")).collect();
    let mut parts: Bag<String> = texts
        .iter()
        .flat_map(|text| text.split('\n'))
        .map(norm)
        .collect();
    let blocks: Vec<String> = texts
        .iter()
        .map(|text| norm(text))
        .filter(|text| !text.is_empty())
        .collect();
    let joined: String = blocks.iter().map(|text| format!(" {text} \n")).collect();
    let mut stay = Vec::with_capacity(lines.len());
    for line in lines {
        let stays = !line.folded.is_empty()
            && (parts.take(&line.folded) || is_part_of_block(&joined, &line.folded));
        stay.push(stays);
    }
    stay
}

/// True if a long line is in a block that is longer. Each line of `blocks` is a block between blanks.
fn is_part_of_block(blocks: &str, line: &str) -> bool {
    if line.split(' ').count() < JOINABLE_WORDS {
        return false;
    }
    let wanted = format!(" {line} ");
    blocks.match_indices(&wanted).any(|(at, _)| {
        let start = blocks[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = blocks[at..]
            .find('\n')
            .map_or(blocks.len(), |newline| at + newline);
        end - start > wanted.len()
    })
}

/// Part of a whole, 0 for nothing of nothing.
fn ratio(part: usize, whole: usize) -> f64 {
    match whole {
        0 => 0.0,
        whole => part as f64 / whole as f64,
    }
}
