//! Stories: what it costs to group articles with the same text, and a page of a list in which every tenth article is one of them.

use std::path::Path;
use std::time::Instant;

use newsprint::library::{Durability, Library, NewArticle, OpenMode};
use newsprint::model::{
    Block, Document, Inline, Listing, Metadata, PageFrom, PageRequest, Published, SourceId, View,
};

use super::arguments::{Arguments, check};
use super::data::Numbers;
use super::figures::{Times, processor_time};
use super::fill::BATCH;

/// Sources of the articles.
const SOURCES: usize = 200;
/// Words of an article.
const WORDS: usize = 300;
/// Time for each article, in milliseconds.
const BUDGET: f64 = 0.3;

/// Measures all of it, with so many articles of 14 days.
pub fn run(articles: usize, arguments: &Arguments) {
    println!(
        "\nstories: {articles} articles of {WORDS} words, {SOURCES} sources, 14 days; every tenth is a cut of another one"
    );
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), articles);
    group(folder.path(), articles);
    pages(folder.path(), articles, arguments.choose(50, 2));
}

/// An article, or a cut of the one nine numbers before it.
fn article(number: usize) -> Document {
    let is_cut = number % 10 == 9;
    let mut numbers = Numbers::new(if is_cut { number - 9 } else { number } as u64 + 1);
    let (text, _) = numbers.paragraph(WORDS);
    let words: Vec<&str> = text.split(' ').collect();
    let count = if is_cut { words.len() / 2 } else { words.len() };
    let text = words[..count].join(" ");
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
        - chrono::Days::new(number as u64 / 10 * 7919 % 14);
    Document {
        metadata: Metadata {
            title: Some(format!("{} {number}", words[..5].join(" "))),
            published: Some(Published::Day(day)),
            url: Some(format!("https://example.org/{number}")),
            ..Metadata::default()
        },
        blocks: vec![Block::Paragraph(vec![Inline::Text(text)])],
        ..Document::default()
    }
}

fn make(folder: &Path, articles: usize) {
    let mut library = Library::open(folder, OpenMode::Create).unwrap();
    for source in 0..SOURCES {
        let url = format!("https://source{source}.example/feed");
        library.add_feed(&url, &format!("Source {source}")).unwrap();
    }
    for start in (0..articles).step_by(BATCH) {
        let numbers = start..(start + BATCH).min(articles);
        let documents: Vec<(usize, Document)> =
            numbers.map(|number| (number, article(number))).collect();
        let incoming: Vec<NewArticle<'_>> = documents
            .iter()
            .map(|(number, document)| NewArticle {
                source: Some(SourceId((number % SOURCES) as i64 + 1)),
                in_library: true,
                document: Some(document),
                words: document.words(),
                ..NewArticle::default()
            })
            .collect();
        library
            .upsert_articles(&incoming, Durability::Normal)
            .unwrap();
    }
}

fn group(folder: &Path, articles: usize) {
    let mut library = Library::open(folder, OpenMode::Create).unwrap();
    let (mut grouped, mut wall, mut processor) = (0, 0.0, 0.0);
    loop {
        let (began, spent) = (Instant::now(), processor_time());
        let step = library.index_some().unwrap();
        if step.grouped > 0 {
            grouped += step.grouped;
            wall += began.elapsed().as_secs_f64();
            processor += (processor_time() - spent).as_secs_f64();
        }
        if !step.has_more {
            break;
        }
    }
    check(grouped >= articles, || {
        format!("only {grouped} articles were grouped")
    });
    let each = |seconds: f64| seconds * 1_000.0 / articles as f64;
    println!(
        "grouped, ms an article (budget {BUDGET}): {:.3}, of the processor {:.3}",
        each(wall),
        each(processor)
    );
}

fn pages(folder: &Path, articles: usize, runs: usize) {
    let library = Library::open(folder, OpenMode::Create).unwrap();
    for view in [View::All, View::Unread] {
        let mut times = Times::default();
        let mut rows = 0;
        for _ in 0..runs {
            let began = Instant::now();
            let page = library
                .page(&PageRequest {
                    request_id: 1,
                    listing: Listing {
                        view: view.clone(),
                        ..Listing::default()
                    },
                    from: PageFrom::First,
                    row_limit: 200,
                    pinned: Vec::new(),
                })
                .unwrap();
            times.push(began.elapsed());
            rows = page.row_count.unwrap_or_default();
        }
        check(rows + articles / 10 == articles, || {
            format!("{rows} rows of {articles} articles")
        });
        println!(
            "first page of {view:?}, {rows} rows, ms (median, longest): {:.2} {:.2}",
            times.median(),
            times.longest()
        );
    }
}
