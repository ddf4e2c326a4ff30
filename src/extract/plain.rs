//! Conversion of plain text to a document: recovers the structure of text that lost its markup.
//!
//! 1. The text is split into lines ([`lines`]). A text with very many short lines is kept verbatim (`line_dump`), and
//!    so are code, logs and rows of data (`verbatim`).
//! 2. Lines are put together to units: wrapped paragraphs, items, code, quotations, tables, rules ([`lines`]). The number of a
//!    chapter and its title become one (`chapters`).
//! 3. Each unit's features are taken: length, punctuation, capitals, classes of words, copies, neighbours ([`features`]).
//! 4. The features are weighed: the probability that a unit is part of the article, and the body by the greatest sum ([`evidence`]).
//! 5. The probability that a unit is a heading follows from the same features and from the body ([`evidence`]).
//! 6. The head is read: title, standfirst, byline, date, publisher ([`head`]).
//! 7. Each unit gets its [`Label`]. Boilerplate is dropped only from a text that is the dump of a page ([`page`],
//!    [`labels`]).
//! 8. A short dump loses units that are boilerplate by their own words (`dump`).
//! 9. Units become blocks (`blocks`).
//!
//! Evidence is added in three places: words in `lexicon`, features in [`features`], weights in `weights`.

pub mod evidence;
pub mod features;
pub mod head;
mod label;
pub mod labels;
pub mod lines;
pub mod page;

mod blocks;
mod chapters;
mod contents;
mod dump;
mod explain;
mod lexicon;
mod line_dump;
mod lowercase;
mod mail;
mod marks;
pub(in crate::extract) mod verbatim;
mod weights;

use super::Hints;
use super::trace::Trace;
use crate::model::{Document, Metadata};
pub use label::Label;

/// Returns the article in `text`.
pub fn extract_plain(text: &str, hints: &Hints<'_>) -> Document {
    extract_traced(text, hints, &mut Trace::counting())
}

/// As [`extract_plain`], and adds what is left out to `trace`.
pub(super) fn extract_traced(text: &str, hints: &Hints<'_>, trace: &mut Trace) -> Document {
    let source = text;
    let (mut metadata, text) = mail::header(text).unwrap_or((Metadata::default(), text));
    let header = source.get(..source.len() - text.len()).unwrap_or_default();
    let header_lines = header.matches('\n').count();
    if let Some(blocks) =
        verbatim::verbatim_blocks(text, hints.name).or_else(|| line_dump::line_dump_blocks(text))
    {
        return Document {
            metadata,
            blocks,
            ..Document::default()
        };
    }
    let mut units = lines::split_units(text);
    chapters::join_chapter_titles(&mut units);
    let lines = features::unit_features(&units);
    let evidence = evidence::weigh_lines(&units, &lines, evidence::FITTED_WEIGHTS);
    let page = page::is_page_dump(&lines, &evidence);
    let title = match metadata.title {
        Some(_) => None,
        None => head::find_title_line(&units, &lines, &evidence, slug(hints), page),
    };
    let mut labels = labels::label_units(&units, &lines, &evidence, page, title);
    let title = title.or_else(|| {
        labels::find_title_unit(&units, &lines, &labels)
            .filter(|_| !page && metadata.title.is_none())
    });
    if let Some(title) = title {
        head::read_head_facts(&units, &lines, title, page, &mut labels, &mut metadata);
        metadata.title = units
            .get(title)
            .map(|u| lines::collapse_whitespace(&u.text));
        labels::label_title(&units, &lines, &evidence, title, page, &mut labels);
        if !page && dump::is_dump(&units, &lines, title) {
            dump::strip_dump(&units, &lines, title, &mut labels, &mut metadata);
        }
    } else if page {
        metadata.published = head::date_near(&units, &lines, evidence.body.start);
    }
    let source = explain::LabelledUnits {
        units: &units,
        lines: &lines,
        evidence: &evidence,
        labels: &labels,
        title,
        first_line: header_lines,
    };
    explain::trace_units(&source, trace);
    drop((lines, evidence));
    Document {
        metadata,
        blocks: blocks::plain_blocks(units, &labels, 0),
        ..Document::default()
    }
}

/// Returns the part of the address or the file's name that often repeats the title's words.
fn slug<'a>(hints: &Hints<'a>) -> &'a str {
    let path = |url: &'a str| {
        url.split(['?', '#'])
            .next()
            .unwrap_or_default()
            .trim_end_matches('/')
    };
    hints
        .url
        .map(path)
        .or(hints.name)
        .and_then(|s| s.rsplit('/').next())
        .unwrap_or_default()
}
