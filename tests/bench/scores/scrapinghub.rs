//! Article bodies by runs of four words, with the arithmetic of the benchmark's own evaluation.

use std::path::Path;

use super::article::Article;
use super::text::{Bag, words};
use super::{Group, Measure, Page, harmonic, mean, read_json, text_of};

/// Words of a run.
const RUN: usize = 4;

/// Shares of the runs of a page, of all that it has and that were found.
struct Counts {
    right: f64,
    wrong: f64,
    missed: f64,
    /// All words are right, in their order.
    is_exact: bool,
}

pub(super) fn pages(folder: &Path) -> Vec<Page> {
    let truths = read_json(&folder.join("ground-truth.json"));
    let truths = truths.as_object().into_iter().flatten();
    truths
        .map(|(id, truth)| Page {
            path: folder.join(format!("html-plain/{id}.html")),
            url: text_of(truth, "url").map(str::to_owned),
            truth: truth.clone(),
        })
        .collect()
}

pub(super) fn score(pages: &[(Page, Article)]) -> Vec<Group> {
    let counts: Vec<Counts> = pages
        .iter()
        .map(|(page, article)| {
            counts_of(
                &article.body(),
                text_of(&page.truth, "articleBody").unwrap_or_default(),
            )
        })
        .collect();
    let ratio = |part: f64, rest: f64| {
        if part + rest > 0.0 {
            part / (part + rest)
        } else {
            0.0
        }
    };
    let found = counts
        .iter()
        .filter(|counts| counts.right + counts.wrong > 0.0);
    let precision = mean(found.map(|counts| ratio(counts.right, counts.wrong)));
    let present = counts
        .iter()
        .filter(|counts| counts.right + counts.missed > 0.0);
    let recall = mean(present.map(|counts| ratio(counts.right, counts.missed)));
    let exact = counts.iter().filter(|counts| counts.is_exact).count();
    let of = pages.len();
    let measures = vec![
        Measure::new("f1", harmonic(precision, recall), of),
        Measure::new("precision", precision, of),
        Measure::new("recall", recall, of),
        Measure::share("accuracy", exact, of),
    ];
    vec![Group {
        name: "all".to_owned(),
        cases: of,
        measures,
    }]
}

fn counts_of(found: &str, truth: &str) -> Counts {
    let (found, truth): (Vec<&str>, Vec<&str>) = (words(found).collect(), words(truth).collect());
    let (found_runs, true_runs) = (runs(&found), runs(&truth));
    let right = found_runs.common(&true_runs);
    let (wrong, missed) = (found_runs.total() - right, true_runs.total() - right);
    let all = (right + wrong + missed).max(1) as f64;
    Counts {
        right: right as f64 / all,
        wrong: wrong as f64 / all,
        missed: missed as f64 / all,
        is_exact: found == truth,
    }
}

/// All runs of four words; all words at once where there are fewer.
fn runs<'a>(words: &'a [&'a str]) -> Bag<&'a [&'a str]> {
    match words.len() {
        0 => Bag::from_iter([]),
        1..RUN => Bag::from_iter([words]),
        _ => words.windows(RUN).collect(),
    }
}
