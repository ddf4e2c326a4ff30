//! Conversion of plain text to a document: recovers the structure of text that lost its markup.
//!
//! 0. Control sequences of terminals are removed (`terminal`), and the heads of mails, books, memos and manual pages are
//!    read (`special`).
//! 1. The text is split into lines ([`lines`]). A text with very many short lines is kept verbatim (`line_dump`), and
//!    so are code, logs and rows of data (`verbatim`).
//! 2. Lines are put together to units: wrapped paragraphs, items, code, quotations, tables, rules ([`lines`]). The number of a
//!    chapter and its title become one (`chapters`), and headings with links or marks of their
//!    own lose these (`section_links`, `marked_headings`).
//! 3. Each unit's features are taken: length, punctuation, capitals, classes of words, copies, neighbours ([`features`]).
//! 4. The features are weighed: the probability that a unit is part of the article, and the body by the greatest sum ([`evidence`]).
//! 5. The probability that a unit is a heading follows from the same features and from the body ([`evidence`]).
//! 6. The title is found ([`title`]), and the head around it is read: standfirst, byline, date, publisher ([`head`]).
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
pub(in crate::extract) mod explain;
mod lexicon;
pub(in crate::extract) mod line_dump;
mod lowercase;
mod mail;
mod marked_headings;
mod marks;
mod section_links;
mod special;
mod terminal;
pub mod title;
pub(in crate::extract) mod verbatim;
mod weights;

use super::Hints;
use super::trace::{LineRole, Trace};
use crate::model::Document;
pub use label::Label;

/// Returns the article in `text`.
pub fn extract_plain(text: &str, hints: &Hints<'_>) -> Document {
    extract_traced(text, hints, &mut Trace::counting())
}

/// As [`extract_plain`], and adds what is left out to `trace`.
pub(super) fn extract_traced(text: &str, hints: &Hints<'_>, trace: &mut Trace) -> Document {
    let text = &terminal::without_control_sequences(text);
    match mail::mailbox(text) {
        Some(mails) => extract_mails(&mails, hints, trace),
        None => extract_one(text, 0, hints, trace),
    }
}

/// Returns the mails of a mailbox as one document. Each but the first is a section with its subject, sender and date.
fn extract_mails(mails: &[&str], hints: &Hints<'_>, trace: &mut Trace) -> Document {
    let mut document = Document::default();
    let mut first_line = 0;
    for (i, mail) in mails.iter().enumerate() {
        let read = extract_one(mail, first_line, hints, trace);
        first_line += mail.matches('\n').count();
        if i == 0 {
            document = read;
            continue;
        }
        document.blocks.extend(special::mail_head(read.metadata));
        document.blocks.extend(read.blocks);
    }
    document
}

/// Returns the article in `source`, whose first line is line `first_line` of the text.
fn extract_one(source: &str, first_line: usize, hints: &Hints<'_>, trace: &mut Trace) -> Document {
    let special = special::read_special_head(source);
    let outside = explain::LinesOutside {
        source,
        first_line,
        left_out: &special.left_out,
    };
    explain::trace_outside(&outside, 0..special.head_lines, trace);
    let body = Document {
        metadata: special.metadata,
        blocks: special.lead,
        ..Document::default()
    };
    let body_line = first_line + special.head_lines;
    let document = extract_body(body, &special.text, body_line, hints, trace);
    explain::trace_outside(&outside, special.head_lines..usize::MAX, trace);
    document
}

/// Adds the article in `text` to what its head says. `header_lines` is the number of lines before it.
fn extract_body(
    head: Document,
    text: &str,
    header_lines: usize,
    hints: &Hints<'_>,
    trace: &mut Trace,
) -> Document {
    let (mut metadata, lead) = (head.metadata, head.blocks);
    if let Some(blocks) =
        verbatim::verbatim_blocks(text, hints.name).or_else(|| line_dump::line_dump_blocks(text))
    {
        explain::trace_lines(text, header_lines, LineRole::Content, trace);
        return Document {
            metadata,
            blocks: lead.into_iter().chain(blocks).collect(),
            ..Document::default()
        };
    }
    let mut units = lines::split_units(text);
    chapters::join_chapter_titles(&mut units);
    section_links::mark_linked_headings(&mut units);
    marked_headings::read_marked_headings(&mut units);
    let lines = features::unit_features(&units);
    section_links::remove_section_links(&mut units);
    let evidence = evidence::weigh_lines(&units, &lines, evidence::FITTED_WEIGHTS);
    let page = page::is_page_dump(&lines, &evidence);
    let title = match metadata.title {
        Some(_) => None,
        None => title::find_title_line(&units, &lines, &evidence, slug(hints), page),
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
    let blocks = blocks::plain_blocks(units, &labels, 0);
    Document {
        metadata,
        blocks: lead.into_iter().chain(blocks).collect(),
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
