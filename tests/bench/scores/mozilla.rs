//! Readability's test pages: text, head, headings and blocks beside Readability's own output.

use std::collections::HashMap;
use std::path::Path;

use super::article::{Article, Block, body_of};
use super::dates::{same_day, same_time};
use super::html_blocks::blocks_of;
use super::text::{Accuracy, Bag, norm, norm_of, squeeze, words_accuracy};
use super::{Group, Measure, Page, folders, mean, read_json, text_of};

/// Fields of the expected head, and their keys in an article.
const FIELDS: [(&str, &str); 5] = [
    ("title", "title"),
    ("byline", "byline"),
    ("siteName", "publisher"),
    ("publishedTime", "published"),
    ("excerpt", "standfirst"),
];

/// Kinds of blocks that are counted.
const KINDS: [&str; 5] = ["list_item", "quote", "code", "table", "image"];

/// Characters of two excerpts that are compared.
const EXCERPT_START: usize = 80;

/// Judgements of a field over the pages.
#[derive(Default)]
struct FieldCounts {
    strict: usize,
    loose: usize,
    of: usize,
    /// Pages without the field, and those of them where none was found.
    absent: usize,
    absent_right: usize,
}

#[derive(Default)]
struct BlockCounts {
    heading_right: usize,
    heading_right_any_level: usize,
    heading_of_truth: usize,
    heading_found: usize,
    level_right: usize,
    level_of: usize,
    /// Blocks of each of `KINDS` that survive, and all of them.
    kinds: [(usize, usize); KINDS.len()],
}

pub(super) fn pages(folder: &Path) -> Vec<Page> {
    let folders = folders(&folder.join("test/test-pages")).into_iter();
    folders
        .map(|folder| Page {
            path: folder.join("source.html"),
            url: Some("http://fakehost/test/page.html".to_owned()),
            truth: read_json(&folder.join("expected-metadata.json")),
        })
        .collect()
}

pub(super) fn score(pages: &[(Page, Article)]) -> Vec<Group> {
    let mut accuracies: Vec<Accuracy> = Vec::new();
    let mut fields: [FieldCounts; FIELDS.len()] = Default::default();
    let mut counts = BlockCounts::default();
    for (page, article) in pages {
        let expected = page.path.with_file_name("expected.html");
        let expected = blocks_of(&std::fs::read_to_string(expected).unwrap_or_default());
        accuracies.push(words_accuracy(&article.body(), &body_of(&expected)));
        for ((truth, key), counts) in FIELDS.into_iter().zip(&mut fields) {
            let found = article.field(key).filter(|text| !text.is_empty());
            judge_field(truth, text_of(&page.truth, truth), found, counts);
        }
        let title = norm_of(text_of(&page.truth, "title"));
        count_headings(&title, &expected, article, &mut counts);
        count_kinds(&expected, &article.blocks, &mut counts);
    }
    let of = pages.len();
    let mean = |part: fn(&Accuracy) -> f64| mean(accuracies.iter().map(part));
    let mut measures = vec![
        Measure::new("text_f1", mean(|accuracy| accuracy.f1), of),
        Measure::new("text_precision", mean(|accuracy| accuracy.precision), of),
        Measure::new("text_recall", mean(|accuracy| accuracy.recall), of),
        Measure::new(
            "pages_f1_from_0.95",
            mean(|accuracy| f64::from(accuracy.f1 >= 0.95)),
            of,
        ),
        Measure::share(
            "heading_recall",
            counts.heading_right,
            counts.heading_of_truth,
        ),
        Measure::share(
            "heading_precision",
            counts.heading_right_any_level,
            counts.heading_found,
        ),
        Measure::share("heading_level", counts.level_right, counts.level_of),
    ];
    for ((name, _), counts) in FIELDS.into_iter().zip(&fields) {
        measures.push(Measure::share(name, counts.strict, counts.of));
        measures.push(Measure::share(
            &format!("{name}_loose"),
            counts.loose,
            counts.of,
        ));
        measures.push(Measure::share(
            &format!("{name}_absent"),
            counts.absent_right,
            counts.absent,
        ));
    }
    for (kind, (right, of)) in KINDS.into_iter().zip(counts.kinds) {
        measures.push(Measure::share(&format!("{kind}_recall"), right, of));
    }
    vec![Group {
        name: "all".to_owned(),
        cases: of,
        measures,
    }]
}

fn judge_field(name: &str, truth: Option<&str>, found: Option<&str>, counts: &mut FieldCounts) {
    let Some(truth) = truth else {
        counts.absent += 1;
        counts.absent_right += usize::from(found.is_none());
        return;
    };
    let (strict, loose) = match name {
        "publishedTime" => (same_time(found, truth), same_day(found, truth)),
        _ => {
            let (loose_found, loose_truth) = (norm_of(found), norm(truth));
            let is_excerpt = name == "excerpt" && begin_alike(&loose_found, &loose_truth);
            (
                squeeze(found.unwrap_or_default()) == squeeze(truth),
                loose_found == loose_truth || is_excerpt,
            )
        }
    };
    counts.of += 1;
    counts.strict += usize::from(strict);
    counts.loose += usize::from(loose);
}

/// True if one of two texts begins with the first characters of the other.
fn begin_alike(found: &str, truth: &str) -> bool {
    let start = |text: &str| text.chars().take(EXCERPT_START).collect::<String>();
    found.chars().count() > 20
        && (found.starts_with(&start(truth)) || truth.starts_with(&start(found)))
}

/// Counts headings. One that is the title counts on neither side.
fn count_headings(title: &str, expected: &[Block], article: &Article, counts: &mut BlockCounts) {
    let of_truth = |levels: std::ops::RangeInclusive<u64>| {
        let headings = expected.iter().filter(|block| block.kind == "heading");
        let headings = headings.filter(|block| block.level.is_some_and(|l| levels.contains(&l)));
        let texts = headings.map(|block| norm(&block.text));
        texts
            .filter(|text| !text.is_empty() && text != title)
            .collect::<Bag<String>>()
    };
    let (middle, all) = (of_truth(2..=4), of_truth(1..=6));
    let mut found: Bag<String> = article.headings().map(|block| norm(&block.text)).collect();
    found.remove(&title.to_owned());
    counts.heading_right += found.common(&middle);
    counts.heading_right_any_level += found.common(&all);
    counts.heading_of_truth += middle.total();
    counts.heading_found += found.total();
    let mut levels = HashMap::new();
    for block in expected.iter().filter(|block| block.kind == "heading") {
        levels.entry(norm(&block.text)).or_insert(block.level);
    }
    for block in article.headings() {
        if let Some(level) = levels.get(&norm(&block.text)) {
            counts.level_of += 1;
            counts.level_right += usize::from(*level == block.level);
        }
    }
}

/// Counts the blocks of each kind that survive as such.
fn count_kinds(expected: &[Block], found: &[Block], counts: &mut BlockCounts) {
    for (kind, (right, of)) in KINDS.into_iter().zip(&mut counts.kinds) {
        let texts = |blocks: &[Block]| {
            let texts = blocks.iter().filter(|block| block.kind == kind);
            texts
                .map(|block| norm(&block.text))
                .collect::<Bag<String>>()
        };
        let mut expected = texts(expected);
        expected.remove(&String::new());
        *of += expected.total();
        *right += expected.common(&texts(found));
    }
}
