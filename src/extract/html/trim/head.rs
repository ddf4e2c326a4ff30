//! Finds the title and lines of metadata that stand again above the text: [`mark_head`].

use super::line::{Known, MetadataLine, metadata_line};
use super::marks::{Marks, Removal};
use super::measure::{BlockMeasure, Shape, ends_sentence};
use super::phrases::{PhraseKind, is_phrase, leading_phrase, phrase_key};

/// Number of blocks at the start that are searched for the title and for lines of metadata.
const HEAD_BLOCKS: usize = 16;
/// Most letters above a title that are removed with it.
const MAX_ABOVE_TITLE: usize = 400;
/// Most words of a section label.
const MAX_LABEL_WORDS: usize = 4;
/// Number of blocks that are searched for further dates that head parts of the article.
const DATE_BLOCKS: usize = 400;

/// Marks the repeated title, labels above it, and lines of metadata above the first paragraph of the body.
pub(super) fn mark_head(measures: &[BlockMeasure], known: &Known, marks: &mut Marks) {
    let start = mark_title(measures, known, marks).map_or(0, |title| title + 1);
    // The standfirst often stands between the title and the byline.
    let is_standfirst =
        |m: &BlockMeasure| !known.standfirst.is_empty() && m.key() == known.standfirst;
    let is_body = |m: &BlockMeasure| m.is_prose() && !is_known(m, known) && !is_standfirst(m);
    let body = measures
        .iter()
        .skip(start)
        .take(HEAD_BLOCKS)
        .position(is_body);
    let body = match body {
        Some(body) => start + body,
        None => start + count_leading(measures.get(start..).unwrap_or_default(), known),
    };
    let all: usize = measures.iter().map(|m| m.size).sum();
    let linked: usize = measures.iter().map(|m| m.linked).sum();
    for (i, measure) in measures.iter().enumerate().take(body).skip(start) {
        let rest = measures.get(body..).unwrap_or_default();
        if is_repeated(measure, known, rest) {
            marks.set(i, Removal::Repeated);
        } else if linked * 2 < all && is_label(measure, known) {
            marks.set(i, Removal::Phrase);
        }
    }
}

/// Marks the block that repeats the title and the labels above it. Returns its index.
fn mark_title(measures: &[BlockMeasure], known: &Known, marks: &mut Marks) -> Option<usize> {
    if known.title.is_empty() {
        return None;
    }
    let head = || measures.iter().take(HEAD_BLOCKS);
    let at = head()
        .position(|m| is_title_heading(m, known))
        .or_else(|| {
            let body = head().position(|m| m.is_prose() && m.key() != known.title)?;
            let is_title = |m: &BlockMeasure| m.shape == Shape::Paragraph && m.key() == known.title;
            head().take(body).position(is_title)
        })?;
    marks.set(at, Removal::Title);
    let above = measures.get(..at).unwrap_or_default();
    let size: usize = above.iter().map(|m| m.size).sum();
    let all: usize = measures.iter().map(|m| m.size).sum();
    let has_prose = above
        .iter()
        .any(|m| m.is_prose() && metadata_line(&m.text, known).is_none());
    if size >= MAX_ABOVE_TITLE || size * 5 >= all {
        return Some(at);
    }
    for (i, measure) in above.iter().enumerate() {
        let is_removed = match measure.shape {
            Shape::Image | Shape::Other => false,
            Shape::Rule => true,
            Shape::List => measure.is_linked(60),
            Shape::Heading(_) | Shape::Paragraph => {
                !has_prose || is_repeated(measure, known, &[]) || is_label(measure, known)
            }
        };
        if is_removed {
            marks.set(i, Removal::Repeated);
        }
    }
    Some(at)
}

/// Returns true for a heading that is the title, or the beginning or the longer form of it.
fn is_title_heading(measure: &BlockMeasure, known: &Known) -> bool {
    let Shape::Heading(level) = measure.shape else {
        return false;
    };
    let (text, title) = (measure.key(), known.title.as_str());
    let (short, long) = if text.len() < title.len() {
        (text, title)
    } else {
        (title, text)
    };
    let is_part = long
        .strip_prefix(short)
        .is_some_and(|rest| rest.starts_with(' '));
    text == title || level == 1 && is_part && short.len() > 12 && short.len() * 2 >= long.len()
}

/// Returns true if a block repeats the title or consists of metadata.
fn is_known(measure: &BlockMeasure, known: &Known) -> bool {
    !known.title.is_empty() && measure.key() == known.title
        || !measure.text.is_empty() && metadata_line(&measure.text, known).is_some()
}

/// Returns the number of blocks at the start that are metadata or images.
fn count_leading(measures: &[BlockMeasure], known: &Known) -> usize {
    let is_leading = |m: &&BlockMeasure| m.shape == Shape::Image || is_known(m, known);
    measures
        .iter()
        .take(HEAD_BLOCKS)
        .take_while(is_leading)
        .count()
}

/// Returns true if a block above the body repeats metadata. `rest` is the text from the body on: a date that is one of
/// many heads a part of the article.
fn is_repeated(measure: &BlockMeasure, known: &Known, rest: &[BlockMeasure]) -> bool {
    if measure.text.is_empty() {
        return false;
    }
    let is_title = !known.title.is_empty() && measure.key() == known.title;
    let is_date = |m: &BlockMeasure| {
        m.shape == measure.shape
            && m.text.len() < 60
            && matches!(
                metadata_line(&m.text, known),
                Some(MetadataLine::BareDate(_) | MetadataLine::Number)
            )
    };
    match measure.shape {
        Shape::Heading(_) => {
            is_title
                || is_byline(measure.key(), known)
                || match metadata_line(&measure.text, known) {
                    Some(MetadataLine::BareDate(day)) => {
                        known.day == Some(day) && !rest.iter().take(DATE_BLOCKS).any(is_date)
                    }
                    Some(MetadataLine::Number | MetadataLine::Other) | None => false,
                }
        }
        Shape::Paragraph | Shape::List => match metadata_line(&measure.text, known) {
            Some(MetadataLine::BareDate(day)) => {
                let others = rest.iter().take(DATE_BLOCKS).filter(|m| is_date(m)).count();
                others == 0 || others == 1 && known.day == Some(day)
            }
            Some(MetadataLine::Number) => !rest.iter().take(DATE_BLOCKS).any(is_date),
            Some(MetadataLine::Other) => true,
            None => is_title || measure.key().is_empty(),
        },
        Shape::Other | Shape::Image | Shape::Rule => false,
    }
}

/// Returns true for the byline, with or without a word such as *by*.
fn is_byline(key: &str, known: &Known) -> bool {
    let lead = leading_phrase(key, PhraseKind::ByLead).unwrap_or(0);
    let name = key.get(lead..).unwrap_or_default().trim_start();
    !known.byline.is_empty() && (key == known.byline || name == known.byline)
}

/// Returns true for the label of a section, a button or an advertisement above the body.
fn is_label(measure: &BlockMeasure, known: &Known) -> bool {
    if ends_sentence(&measure.text) || measure.key().is_empty() {
        return false;
    }
    match measure.shape {
        Shape::Paragraph => {
            measure.is_linked(95) && measure.words() <= MAX_LABEL_WORDS
                || is_button(measure)
                || !known.publisher.is_empty() && measure.key() == known.publisher
        }
        Shape::List => {
            let items = measure
                .text
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty());
            measure.is_linked(95) && items.clone().all(|i| i.split_whitespace().count() <= 3)
                || measure.linked == 0 && is_button(measure)
        }
        Shape::Heading(_) | Shape::Other | Shape::Image | Shape::Rule => false,
    }
}

/// Returns true if every line of a block is the label of a button or of an advertisement.
fn is_button(measure: &BlockMeasure) -> bool {
    let lines = || measure.text.lines().filter(|line| !line.trim().is_empty());
    let is_label = |line: &str| {
        let key = phrase_key(line);
        is_phrase(&key, PhraseKind::Share) || is_phrase(&key, PhraseKind::Advertisement)
    };
    lines().count() > 0 && lines().all(is_label)
}
