//! Finds blocks behind the end of an article: other articles, notes on the author, subscriptions, comments, addresses:
//! [`mark_tail`].

use super::line::Known;
use super::marks::{Marks, Removal};
use super::measure::{BlockMeasure, PROSE_SIZE, Shape, ends_sentence};
use super::phrases::{PhraseKind, has_phrase, is_phrase, leading_phrase};
use super::sections::{is_comment_count, is_related_heading, is_series_heading};

/// Most groups of blocks that are removed at the end.
const MAX_GROUPS: usize = 16;
/// Number of blocks that are searched for the heading of a group.
const MAX_GROUP_BLOCKS: usize = 40;
/// Most headings without text that are removed at the end.
const MAX_BARE_HEADINGS: usize = 2;
/// Largest size of a note on the author.
const MAX_NOTE: usize = 1000;
/// Largest size of a text about a newsletter, comments or an address.
const MAX_BOX: usize = 300;
/// Largest size of the heading of a group.
const MAX_HEADING: usize = 90;
/// Text that may always go at the end, if the rest is at least three times as much.
const MIN_BUDGET: usize = 160;

/// Marks the blocks behind the end of the article.
///
/// Text outside links that goes is at most a sixth of the article, and links at most a half.
pub(super) fn mark_tail(measures: &[BlockMeasure], known: &Known, marks: &mut Marks) {
    let left = |marks: &Marks| -> Vec<usize> {
        (0..measures.len()).filter(|i| !marks.is_set(*i)).collect()
    };
    let indices = left(marks);
    let blocks: Vec<&BlockMeasure> = indices.iter().filter_map(|i| measures.get(*i)).collect();
    let all: usize = blocks.iter().map(|m| m.size).sum();
    let linked: usize = blocks.iter().map(|m| m.linked).sum();
    // A page of contents is its links.
    if blocks.len() < 2 || linked * 10 > all * 7 {
        return;
    }
    let budget = (all / 6).max(MIN_BUDGET.min(all / 4));
    let (mut end, mut text, mut links, mut bare) = (blocks.len(), 0, 0, 0);
    for _ in 0..MAX_GROUPS {
        let Some(group) = last_group(blocks.get(..end).unwrap_or_default(), known) else {
            break;
        };
        let removed = blocks.get(group.start..end).unwrap_or_default();
        text += removed.iter().map(|m| m.size - m.linked).sum::<usize>();
        links += removed.iter().map(|m| m.linked).sum::<usize>();
        bare += usize::from(group.is_bare_heading);
        let remains = blocks.get(..group.start).unwrap_or_default();
        if text > budget
            || links * 2 > all
            || bare > MAX_BARE_HEADINGS
            || !remains.iter().any(|m| m.is_prose())
        {
            break;
        }
        end = group.start;
    }
    for index in indices.iter().skip(end) {
        marks.set(*index, Removal::Phrase);
    }
}

/// Blocks at the end of an article that are boilerplate together.
struct Group {
    /// Index of the first of them.
    start: usize,
    /// Set for a heading with nothing below it.
    is_bare_heading: bool,
}

/// Returns the last group of boilerplate of `blocks`. `None` if they end with text of the article.
fn last_group(blocks: &[&BlockMeasure], known: &Known) -> Option<Group> {
    let end = blocks.len();
    let last = *blocks.last()?;
    let group = |start| {
        Some(Group {
            start,
            is_bare_heading: false,
        })
    };
    if last.shape == Shape::Rule {
        return group(end - 1);
    }
    if is_boilerplate_alone(last, known) || is_unannounced_list(blocks) {
        return group(end - 1);
    }
    let first = end.saturating_sub(MAX_GROUP_BLOCKS).max(1);
    for start in (first..end).rev() {
        let Some((head, body)) = blocks.get(start..).and_then(<[_]>::split_first) else {
            break;
        };
        if (head.is_heading() || head.shape == Shape::Paragraph)
            && head.size <= MAX_HEADING
            && is_boilerplate_section(head, body, known, blocks.get(..start).unwrap_or_default())
        {
            let avatar = blocks.get(..start).and_then(<[_]>::last);
            let has_avatar = avatar.is_some_and(|m| m.shape == Shape::Image)
                && is_author_heading(head, body, known, blocks.get(..start).unwrap_or_default())
                && start > 1;
            return group(start - usize::from(has_avatar));
        }
        // A plain section ends the search: text stands between this heading and the end.
        if head.is_prose() && head.size > MAX_NOTE {
            break;
        }
    }
    last.is_heading().then_some(Group {
        start: end - 1,
        is_bare_heading: true,
    })
}

/// Returns true if a heading and all that stands below it is boilerplate.
fn is_boilerplate_section(
    head: &BlockMeasure,
    body: &[&BlockMeasure],
    known: &Known,
    before: &[&BlockMeasure],
) -> bool {
    if body.is_empty() {
        return false;
    }
    let size: usize = body.iter().map(|m| m.size).sum();
    let is_paragraph = |m: &&BlockMeasure| matches!(m.shape, Shape::Paragraph | Shape::List);
    let is_label = is_phrase(head.key(), PhraseKind::Related);
    if (is_label || head.is_heading() && is_related_heading(head.key()))
        && is_list_of_articles(body)
    {
        return true;
    }
    if head.is_heading() && is_series_heading(head.key()) && body.iter().all(|m| is_reference(m)) {
        return true;
    }
    if is_author_heading(head, body, known, before) {
        return true;
    }
    if body.len() > 3 && !is_phrase(head.key(), PhraseKind::Contact) || size > MAX_NOTE {
        return false;
    }
    if is_phrase(head.key(), PhraseKind::Share) {
        return size <= PROSE_SIZE && body.iter().all(|m| !m.is_prose());
    }
    if is_phrase(head.key(), PhraseKind::Contact) {
        return is_address(body);
    }
    if is_phrase(head.key(), PhraseKind::Comments) || is_comment_count(head.key()) {
        return size <= MAX_BOX
            && body
                .iter()
                .all(|m| has_phrase(m.key(), PhraseKind::CommentRule));
    }
    head.is_heading()
        && size <= MAX_BOX
        && body.iter().all(is_paragraph)
        && asks_to_subscribe(head, body)
}

/// Returns true if the blocks are links to articles, with their summaries.
fn is_list_of_articles(body: &[&BlockMeasure]) -> bool {
    let links = body
        .iter()
        .filter(|m| is_reference(m) && m.linked > 0)
        .count();
    let texts = body.iter().filter(|m| m.is_prose()).count();
    links > 0 && texts <= links && body.iter().all(|m| m.size < 400 || m.is_linked(60))
}

/// Returns true for a block that is mostly links, an image or a rule.
fn is_reference(measure: &BlockMeasure) -> bool {
    matches!(measure.shape, Shape::Image | Shape::Rule)
        || measure.is_linked(60) && !measure.has_unlinked_sentence
}

/// Returns true for the heading of a note on the author: a phrase, or the name of the author whom the text is about.
fn is_author_heading(
    head: &BlockMeasure,
    body: &[&BlockMeasure],
    known: &Known,
    before: &[&BlockMeasure],
) -> bool {
    let size: usize = body.iter().map(|m| m.size).sum();
    if body.len() > 12 || size > MAX_NOTE || body.iter().any(|m| m.shape == Shape::Other) {
        return false;
    }
    if is_phrase(head.key(), PhraseKind::Author) {
        return !body.iter().any(|m| m.is_heading());
    }
    if body.len() > 4 {
        return false;
    }
    if known.authors.iter().any(|name| name == head.key()) {
        return true;
    }
    // A name that the text below begins with, unless other sections of the article are about people as well.
    let Some(note) = body
        .first()
        .filter(|m| m.shape == Shape::Paragraph && body.len() <= 2)
    else {
        return false;
    };
    let is_about = |head: &BlockMeasure, note: &BlockMeasure| {
        let rest = note
            .key()
            .strip_prefix(head.key())
            .and_then(|rest| rest.strip_prefix(' '));
        head.words() >= 2
            && rest.is_some_and(|rest| leading_phrase(rest, PhraseKind::AuthorVerb).is_some())
    };
    let is_name = (2..=3).contains(&head.words())
        && head
            .text
            .split_whitespace()
            .all(|w| w.starts_with(char::is_uppercase));
    let sections = before.iter().zip(before.iter().skip(1));
    is_name
        && head.is_heading()
        && note.size < 200
        && is_about(head, note)
        && !sections
            .clone()
            .any(|(a, b)| a.is_heading() && is_about(a, b))
}

/// Returns true if a box asks the reader to subscribe, and each of its longer paragraphs does.
fn asks_to_subscribe(head: &BlockMeasure, body: &[&BlockMeasure]) -> bool {
    let asks = |m: &BlockMeasure| has_phrase(m.key(), PhraseKind::Subscribe);
    let names = |m: &BlockMeasure| has_phrase(m.key(), PhraseKind::Newsletter);
    let is_call = leading_phrase(head.key(), PhraseKind::Call).is_some();
    let text_asks = body.iter().any(|m| asks(m)) || asks(head) || is_call;
    let is_named = names(head) || body.iter().any(|m| names(m));
    text_asks
        && (is_named || (asks(head) || is_call) && body.iter().any(|m| asks(m) || m.is_linked(80)))
        && body.iter().all(|m| !m.is_prose() || asks(m) || names(m))
}

/// Returns true if short lines hold an e-mail address or a telephone number, and no long sentence.
fn is_address(body: &[&BlockMeasure]) -> bool {
    let has_address = |m: &BlockMeasure| {
        let digits = m.text.chars().filter(|c| c.is_numeric()).count();
        m.text.contains('@') || digits >= 7 || m.text.contains("www.")
    };
    body.len() <= 8
        && body.iter().any(|m| has_address(m))
        && body.iter().all(|m| {
            m.shape != Shape::Other
                && m.size <= MAX_BOX
                && (!m.has_unlinked_sentence || has_address(m))
        })
}

/// Returns true if the last block is boilerplate by its own words.
fn is_boilerplate_alone(last: &BlockMeasure, known: &Known) -> bool {
    if !matches!(last.shape, Shape::Paragraph | Shape::List) || last.key().is_empty() {
        return false;
    }
    let key = last.key();
    if is_phrase(key, PhraseKind::Share)
        || is_phrase(key, PhraseKind::Advertisement)
        || is_phrase(key, PhraseKind::Related)
        || is_comment_count(key)
        || is_phrase(key, PhraseKind::Comments)
    {
        return true;
    }
    if last.shape != Shape::Paragraph {
        return false;
    }
    // A link without a sentence.
    if last.is_linked(90) && last.words() <= 20 && !ends_sentence(&last.text) {
        return true;
    }
    last.size <= MAX_NOTE && is_note_on_author(key, known)
        || last.size <= MAX_BOX && is_tag_line(last)
}

/// Returns true for a text about the author that begins with the name.
fn is_note_on_author(key: &str, known: &Known) -> bool {
    let about = leading_phrase(key, PhraseKind::Author)
        .and_then(|end| key.get(end..))
        .map_or(key, str::trim_start);
    let lead = about.len() < key.len();
    known.authors.iter().any(|name| {
        about.strip_prefix(name.as_str()).is_some_and(|rest| {
            rest.is_empty()
                || rest.strip_prefix(' ').is_some_and(|rest| {
                    lead || leading_phrase(rest, PhraseKind::AuthorVerb).is_some()
                })
        })
    })
}

/// Returns true for a label such as *tags* before links.
fn is_tag_line(last: &BlockMeasure) -> bool {
    let starts_with_label = || {
        let key = last.unlinked_key();
        leading_phrase(&key, PhraseKind::Related) == Some(key.len())
    };
    last.is_linked(50) && !last.has_unlinked_sentence && starts_with_label()
}

/// Returns true if a list at the end consists of links, and no heading or colon stands above it.
fn is_unannounced_list(blocks: &[&BlockMeasure]) -> bool {
    let [.., above, last] = blocks else {
        return false;
    };
    let announces = above.is_heading() || above.text.trim_end().ends_with([':', '：']);
    last.shape == Shape::List
        && last.is_linked(95)
        && !announces
        && above.size > 0
        && (last.size < 400)
}
