//! Every fixture with a `truth.json` is measured by it: nothing of its article is lost, and its scores do not fall.
//!
//! A truth is written by hand, not taken from an extraction. It holds those fields of the head that are certain (`title`, `byline`,
//! `published`, `publisher`, `standfirst`), the `headings` where they are certain, the first and last words of each block of the
//! `article` or the whole of short ones, in reading order, and the lines of the `boilerplate`. `UPDATE=1` rewrites the table
//! `tests/fixtures/articles/scores.txt`; read the difference: a lower score needs a reason.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::fixtures::{extracted, folders, name_of, updates};

/// Content of a `truth.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Truth {
    title: Option<String>,
    byline: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
    standfirst: Option<String>,
    headings: Option<Vec<String>>,
    article: Vec<String>,
    boilerplate: Vec<String>,
}

/// Extracted text of a fixture, folded for comparisons.
struct Body {
    /// The standfirst, then all blocks with their captions, joined by blanks.
    text: String,
    /// Single lines of the blocks, and single cells of tables.
    lines: Vec<String>,
    headings: Vec<String>,
}

/// Part of a whole, written `part/whole`; `-` for nothing of nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Share {
    part: usize,
    whole: usize,
}

/// Columns of the table, and whether a high share is the good one.
const COLUMNS: [(&str, bool); 9] = [
    ("title", true),
    ("byline", true),
    ("published", true),
    ("publisher", true),
    ("standfirst", true),
    ("heading_recall", true),
    ("heading_precision", true),
    ("article_stays", true),
    ("boilerplate_stays", false),
];

/// Shares of one fixture, in the order of `COLUMNS`.
type Scores = [Share; COLUMNS.len()];

/// Fixtures whose text must be as long as that of real pages.
const MIN_REALISTIC: usize = 60;

/// Lower case, letters and digits only, words joined by one blank.
fn fold(text: &str) -> String {
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let lower: String = text.to_lowercase().chars().map(letters).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn truths() -> impl Iterator<Item = (PathBuf, Truth)> {
    folders().into_iter().filter_map(|folder| {
        let text = fs::read_to_string(folder.join("truth.json")).ok()?;
        let truth = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        Some((folder, truth))
    })
}

fn body_of(value: &Value) -> Body {
    let text_of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut body = Body {
        text: fold(&text_of(&value["standfirst"])),
        lines: Vec::new(),
        headings: Vec::new(),
    };
    let title = fold(&text_of(&value["title"]));
    for block in value["blocks"].as_array().into_iter().flatten() {
        let mut text = text_of(&block["text"]);
        if block["kind"] == "image" {
            text = text_of(&block["caption"]);
        }
        // A truth of a plain text writes the number of an item as its line does.
        let numbered = match block["number"].as_u64() {
            Some(number) => format!("{number}. {text}"),
            None => text.clone(),
        };
        let folded = fold(&text);
        if block["kind"] == "heading" && folded != title {
            body.headings.push(folded.clone());
        }
        body.text.push(' ');
        body.text.push_str(&fold(&numbered));
        let lines = text.split(['\n', '\t']).map(fold);
        body.lines.extend(lines.filter(|line| !line.is_empty()));
    }
    body
}

/// First phrase of the article that does not follow the phrases before it.
fn first_lost<'a>(body: &Body, article: &'a [String]) -> Option<&'a str> {
    let mut rest = body.text.as_str();
    for phrase in article {
        let folded = fold(phrase);
        match rest.find(&folded) {
            Some(at) => rest = &rest[at + folded.len()..],
            None => return Some(phrase),
        }
    }
    None
}

/// True if a line of the boilerplate stands in the body: a short one as a line, a long one anywhere.
fn stays(body: &Body, boilerplate: &str) -> bool {
    let line = fold(boilerplate);
    let is_long = line.split(' ').count() >= 5 || line.len() >= 60;
    body.lines.contains(&line) || is_long && body.text.contains(&line)
}

/// How many of `found` are in `truth`, each counted once.
fn common(found: &[String], truth: &[String]) -> usize {
    let mut rest = truth.to_vec();
    let mut count = 0;
    for heading in found {
        if let Some(at) = rest.iter().position(|other| other == heading) {
            rest.swap_remove(at);
            count += 1;
        }
    }
    count
}

fn scores_of(value: &Value, truth: &Truth) -> Scores {
    let body = body_of(value);
    let field = |key: &str, truth: &Option<String>| {
        let found = value[key].as_str().unwrap_or_default();
        let found = match key {
            "published" => found.get(..10).unwrap_or_default(),
            _ => found,
        };
        Share {
            part: usize::from(
                truth
                    .as_ref()
                    .is_some_and(|truth| fold(truth) == fold(found)),
            ),
            whole: usize::from(truth.is_some()),
        }
    };
    let headings: Option<Vec<String>> = truth
        .headings
        .as_ref()
        .map(|headings| headings.iter().map(|heading| fold(heading)).collect());
    let right = headings
        .as_ref()
        .map_or(0, |truth| common(&body.headings, truth));
    let count = |lines: &[String], stays: &dyn Fn(&String) -> bool| Share {
        part: lines.iter().filter(|line| stays(line)).count(),
        whole: lines.len(),
    };
    [
        field("title", &truth.title),
        field("byline", &truth.byline),
        field("published", &truth.published),
        field("publisher", &truth.publisher),
        field("standfirst", &truth.standfirst),
        Share {
            part: right,
            whole: headings.as_ref().map_or(0, Vec::len),
        },
        Share {
            part: right,
            whole: headings.as_ref().map_or(0, |_| body.headings.len()),
        },
        count(&truth.article, &|line| body.text.contains(&fold(line))),
        count(&truth.boilerplate, &|line| stays(&body, line)),
    ]
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.whole {
            0 => f.pad("-"),
            whole => f.pad(&format!("{}/{whole}", self.part)),
        }
    }
}

impl Share {
    fn parse(text: &str) -> Self {
        let (part, whole) = text.split_once('/').unwrap_or(("0", "0"));
        Self {
            part: part.parse().unwrap(),
            whole: whole.parse().unwrap(),
        }
    }

    /// True if this share is smaller than another one. Nothing of nothing is neither smaller nor larger than anything.
    fn is_below(self, other: Self) -> bool {
        self.part * other.whole < other.part * self.whole
    }
}

fn table_of(rows: &[(String, Scores)]) -> String {
    let mut all = [Share { part: 0, whole: 0 }; COLUMNS.len()];
    let mut out = format!("{:<40}", "fixture");
    for (name, _) in COLUMNS {
        write!(out, " {name:>17}").unwrap();
    }
    out.push('\n');
    for (_, scores) in rows {
        for (sum, share) in all.iter_mut().zip(scores) {
            sum.part += share.part;
            sum.whole += share.whole;
        }
    }
    for (name, scores) in rows.iter().chain([&("all".to_owned(), all)]) {
        write!(out, "{name:<40}").unwrap();
        for share in scores {
            write!(out, " {share:>17}").unwrap();
        }
        out.push('\n');
    }
    out
}

fn table_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles/scores.txt")
}

#[test]
fn nothing_of_an_article_is_lost() {
    let mut lost = Vec::new();
    for (folder, truth) in truths() {
        let body = body_of(&extracted(&folder));
        if let Some(phrase) = first_lost(&body, &truth.article) {
            let gone = |phrase: &&String| !body.text.contains(&fold(phrase));
            let gone: Vec<&String> = truth.article.iter().filter(gone).collect();
            lost.push(format!(
                "{}: not in its place: {phrase:?}; nowhere: {gone:?}",
                name_of(&folder)
            ));
        }
    }
    assert!(
        lost.is_empty(),
        "{} articles lost text\n{}",
        lost.len(),
        lost.join("\n")
    );
}

#[test]
fn no_score_of_a_fixture_falls() {
    let rows: Vec<(String, Scores)> = truths()
        .map(|(folder, truth)| (name_of(&folder), scores_of(&extracted(&folder), &truth)))
        .collect();
    if updates() {
        fs::write(table_file(), table_of(&rows)).unwrap();
        return;
    }
    let table = fs::read_to_string(table_file()).unwrap();
    let mut fallen = Vec::new();
    for (name, scores) in &rows {
        let row = table
            .lines()
            .find(|line| line.split_whitespace().next() == Some(name));
        let Some(row) = row else {
            fallen.push(format!("{name} is not in the table"));
            continue;
        };
        let before = row.split_whitespace().skip(1).map(Share::parse);
        for (((column, high), now), before) in COLUMNS.iter().zip(scores).zip(before) {
            let is_worse = match high {
                true => now.is_below(before),
                false => before.is_below(*now),
            };
            if is_worse {
                fallen.push(format!("{name}: {column} was {before}, is {now}"));
            }
        }
    }
    assert!(
        fallen.is_empty(),
        "{}\nUPDATE=1 rewrites the table",
        fallen.join("\n")
    );
}

#[test]
fn fixtures_of_realistic_length_are_many() {
    assert!(truths().count() >= MIN_REALISTIC);
    for (folder, truth) in truths() {
        let phrases = truth.article.len();
        assert!(phrases >= 18, "{}: {phrases} phrases", folder.display());
    }
}
