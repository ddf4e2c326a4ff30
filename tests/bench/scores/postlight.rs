//! The head and the first words of news pages.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::article::Article;
use super::dates::day;
use super::text::norm;
use super::{Group, Measure, Page, read_json, text_of};

/// First words that must be found, and the words of the text in which they must be.
const FIRST_WORDS: usize = 12;
const START: usize = 80;

static BY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^by\s+").unwrap());

pub(super) fn pages(folder: &Path) -> Vec<Page> {
    let truths = read_json(&folder.join("truth.json"));
    let truths = truths.as_array().into_iter().flatten();
    truths
        .map(|truth| Page {
            path: folder.join(text_of(truth, "file").unwrap_or_default()),
            url: text_of(truth, "url").map(str::to_owned),
            truth: truth.clone(),
        })
        .collect()
}

pub(super) fn score(pages: &[(Page, Article)]) -> Vec<Group> {
    let share = |name: &str, judge: &dyn Fn(&Value, &Article) -> Option<bool>| {
        let judged: Vec<bool> = pages
            .iter()
            .filter_map(|(page, article)| judge(&page.truth, article))
            .collect();
        Measure::share(
            name,
            judged.iter().filter(|right| **right).count(),
            judged.len(),
        )
    };
    let field = |truth: &'static str, key: &'static str| {
        move |page: &Value, article: &Article| {
            let truth = text_of(page, truth)?;
            let without_by = |text: &str| norm(&BY.replace(text, ""));
            Some(without_by(article.field(key).unwrap_or_default()) == without_by(truth))
        }
    };
    let measures = vec![
        share("title", &field("title", "title")),
        share("author", &field("author", "byline")),
        share("date", &date),
        share("dek", &field("dek", "standfirst")),
        share("start", &start),
    ];
    vec![Group {
        name: "all".to_owned(),
        cases: pages.len(),
        measures,
    }]
}

/// True if the day is right, or off by one: time zones.
fn date(truth: &Value, article: &Article) -> Option<bool> {
    let truth = day(text_of(truth, "date_published")?);
    let found = article.field("published").and_then(day);
    Some(match (found, truth) {
        (Some(found), Some(truth)) => (found - truth).num_days().abs() <= 1,
        _ => false,
    })
}

/// True if the text begins with the first words of the truth, or nearly so.
fn start(truth: &Value, article: &Article) -> Option<bool> {
    let first = |text: &str, count: usize| {
        let text = norm(text);
        let words: Vec<&str> = text.split(' ').take(count).collect();
        words.join(" ")
    };
    let truth = first(text_of(truth, "first_words")?, FIRST_WORDS);
    Some(first(&article.body(), START).contains(&truth))
}
