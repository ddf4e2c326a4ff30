//! Recognizes headings and leads over other articles in the middle of a page, and marks them with their links:
//! [`mark_middle`].

use super::marks::{Marks, Removal};
use super::measure::{BlockMeasure, Shape};
use super::phrases::{
    PhraseKind, has_phrase, is_phrase, leading_phrase, may_be_phrase, phrase_key,
};

/// Largest size of a paragraph that refers to another article.
const MAX_REFERENCE: usize = 240;
/// Most words of the label of a button.
const MAX_BUTTON_WORDS: usize = 5;
/// Most words of a heading over other articles that begins with such a phrase.
const MAX_LEAD_WORDS: usize = 8;

/// Marks references to other articles, promotions and tables of contents wherever they stand.
pub(super) fn mark_middle(measures: &[BlockMeasure], marks: &mut Marks) {
    let all: usize = measures.iter().map(|m| m.size).sum();
    let linked: usize = measures.iter().map(|m| m.linked).sum();
    let is_page_of_links = linked * 10 > all * 7;
    for (i, measure) in measures.iter().enumerate() {
        if marks.is_set(i) || !measure.has_words() {
            continue;
        }
        let rest = measures.get(i + 1..).unwrap_or_default();
        let count = match measure.shape {
            Shape::Heading(_) if is_page_of_links => 0,
            Shape::Heading(_) => marked_below_heading(measure, rest, all),
            Shape::Paragraph if is_page_of_links => 0,
            Shape::Paragraph if is_reference_paragraph(measure) => 1,
            Shape::Paragraph if !may_be_phrase(&measure.text) => 0,
            Shape::Paragraph if is_phrase(measure.key(), PhraseKind::Related) => {
                match count_links(rest) {
                    0 => 0,
                    links => 1 + links,
                }
            }
            Shape::Paragraph => usize::from(is_phrase(measure.key(), PhraseKind::Advertisement)),
            Shape::List | Shape::Other | Shape::Image | Shape::Rule => 0,
        };
        for index in i..i + count {
            marks.set(index, Removal::Phrase);
        }
    }
}

/// Returns the number of blocks that are removed from a heading on; 0 if it stays.
fn marked_below_heading(heading: &BlockMeasure, rest: &[BlockMeasure], all: usize) -> usize {
    let key = heading.key();
    let is_small = |count: usize| {
        let size: usize = rest.iter().take(count).map(|m| m.size).sum();
        size * 4 <= all
    };
    if is_phrase(key, PhraseKind::Contents) {
        return match rest.first().map(|m| (m.shape, m.is_linked(90))) {
            Some((Shape::List, true)) if is_small(1) => 2,
            Some((Shape::List | Shape::Other, _)) => 0,
            _ => 1,
        };
    }
    if is_phrase(key, PhraseKind::AmbiguousContents) {
        let is_list = rest
            .first()
            .is_some_and(|m| m.shape == Shape::List && m.is_linked(90));
        return if is_list && is_small(1) {
            2
        } else {
            usize::from(ends_section(heading, rest.first()))
        };
    }
    if is_promotion(heading, rest) {
        return 2;
    }
    if is_related_heading(key) || is_series_heading(key) {
        let links = count_links(rest);
        if links > 0 && is_small(links) {
            return 1 + links;
        }
        let is_whole = is_phrase(key, PhraseKind::Related);
        return usize::from(links == 0 && is_whole && ends_section(heading, rest.first()));
    }
    0
}

/// Returns true if a heading is followed by a heading of its level or above, so that nothing stands in its section.
fn ends_section(heading: &BlockMeasure, next: Option<&BlockMeasure>) -> bool {
    match (heading.shape, next.map(|m| m.shape)) {
        (Shape::Heading(level), Some(Shape::Heading(next))) => next <= level,
        _ => false,
    }
}

/// Returns true for a heading over a button that calls to subscribe or to join.
///
/// Text below the button belongs to the section above, if the heading itself calls.
fn is_promotion(heading: &BlockMeasure, rest: &[BlockMeasure]) -> bool {
    let Some(button) = rest.first() else {
        return false;
    };
    let is_button = button.shape == Shape::Paragraph
        && button.is_linked(90)
        && button.words() <= MAX_BUTTON_WORDS
        && leading_phrase(button.key(), PhraseKind::Call).is_some();
    let calls = leading_phrase(heading.key(), PhraseKind::Call).is_some()
        || has_phrase(heading.key(), PhraseKind::Subscribe);
    is_button && (calls || rest.get(1).is_none() || ends_section(heading, rest.get(1)))
}

/// Returns the number of blocks at the start that are links to other articles.
fn count_links(blocks: &[BlockMeasure]) -> usize {
    let is_link = |m: &&BlockMeasure| {
        matches!(m.shape, Shape::Paragraph | Shape::List)
            && m.is_linked(80)
            && !m.has_unlinked_sentence
    };
    blocks.iter().take_while(is_link).count()
}

/// Returns true for a heading over other articles.
pub(super) fn is_related_heading(key: &str) -> bool {
    is_phrase(key, PhraseKind::Related)
        || leading_phrase(key, PhraseKind::RelatedLead).is_some()
            && key.split(' ').count() <= MAX_LEAD_WORDS
}

/// Returns true for a heading over the other parts of a series.
pub(super) fn is_series_heading(key: &str) -> bool {
    key.len() <= 120 && has_phrase(key, PhraseKind::Series) && has_phrase(key, PhraseKind::Other)
}

/// Returns true for a number of comments ("12 Comments", "Kommentare (3)").
pub(super) fn is_comment_count(key: &str) -> bool {
    let rest: Vec<&str> = key
        .split(' ')
        .map(|word| word.trim_start_matches(char::is_numeric))
        .filter(|word| !word.is_empty())
        .collect();
    key.chars().any(char::is_numeric)
        && key.len() < 60
        && is_phrase(&rest.join(" "), PhraseKind::Comments)
}

/// Returns true if a paragraph is a link to another article and announces it ("Read more: …").
fn is_reference_paragraph(measure: &BlockMeasure) -> bool {
    if measure.size > MAX_REFERENCE || !measure.is_linked(50) || measure.has_unlinked_sentence {
        return false;
    }
    let is_lead =
        |key: &str| is_phrase(key, PhraseKind::ReadAlso) || is_phrase(key, PhraseKind::Related);
    if is_lead(&measure.unlinked_key()) {
        return true;
    }
    let lead = measure.text.split_once([':', '：', '|', '>', '»', '→']);
    if measure.is_linked(80) && lead.is_some_and(|(lead, _)| is_lead(&phrase_key(lead))) {
        return true;
    }
    let text = &measure.text;
    let capitals = text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    capitals && measure.is_linked(90) && measure.words() >= 4
}
