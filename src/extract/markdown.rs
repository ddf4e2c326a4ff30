//! Markdown to a document: [`extract`].
//!
//! 1. [`front_matter`] takes the YAML or TOML at the start for what it says about the story.
//! 2. [`builder`] turns the parser's events into blocks, [`raw_html`] the HTML between them.
//! 3. What stands under the title and is evidently a standfirst, a byline or a date becomes that.

mod builder;
mod front_matter;
mod raw_html;

use std::ops::Range;

use super::{Hints, dates};
use crate::model::{Block, Document, Inline, Metadata, Published, plain_text};
use crate::text::clean;

/// The longest standfirst and the longest line of facts under a title, in characters.
const LONGEST_STANDFIRST: usize = 400;
const LONGEST_FACTS: usize = 160;

/// The story in `text`.
pub fn extract(text: &str, hints: &Hints<'_>) -> Document {
    // Before the parser sees them: it would take a bracket or a backslash of an escape sequence for its own.
    let text = clean::code(text);
    let (mut metadata, body) = front_matter::take(&text);
    let base = metadata.url.as_deref().or(hints.url);
    let base = base.and_then(|url| url::Url::parse(url).ok());
    let mut blocks = builder::blocks(body, base.as_ref());
    let titled = take_title(&mut metadata, &mut blocks);
    if titled {
        take_facts(&mut metadata, &mut blocks);
    }
    Document {
        metadata,
        blocks,
        ..Document::default()
    }
}

/// Takes the first heading for the title if it is of the first level and only pictures stand before it. Says whether the
/// blocks now begin below a title.
fn take_title(metadata: &mut Metadata, blocks: &mut Vec<Block>) -> bool {
    let before = |block: &&Block| matches!(block, Block::Image(_) | Block::ThematicBreak);
    let first = blocks.iter().take_while(before).count();
    let Some(Block::Heading(heading)) = blocks.get(first).filter(|_| first < 4) else {
        return metadata.title.is_some();
    };
    let text = plain_text(&heading.content);
    let repeats = metadata
        .title
        .as_ref()
        .is_some_and(|title| title.trim() == text.trim());
    if heading.level != 1 || metadata.title.is_some() && !repeats {
        return false;
    }
    metadata.title = Some(text);
    blocks.remove(first);
    true
}

/// Takes a standfirst and a line of facts from the first blocks, in either order.
fn take_facts(metadata: &mut Metadata, blocks: &mut Vec<Block>) {
    for _ in 0..2 {
        // Something has to remain to be read.
        if blocks.len() < 2 {
            return;
        }
        let Some(first) = blocks.first() else { return };
        let facts = match first {
            Block::Paragraph(content) => facts(&plain_text(content)),
            _ => None,
        };
        if let Some(facts) = facts {
            metadata.byline = metadata.byline.take().or(facts.byline);
            metadata.publisher = metadata.publisher.take().or(facts.publisher);
            metadata.published = metadata.published.or(facts.published);
            metadata.url = metadata.url.take().or(facts.url);
            blocks.remove(0);
        } else if metadata.standfirst.is_none()
            && let Some(text) = standfirst(first)
        {
            metadata.standfirst = Some(text);
            blocks.remove(0);
        } else {
            return;
        }
    }
}

/// The text of a paragraph that is stressed as a whole, or of a quotation of one short paragraph.
fn standfirst(block: &Block) -> Option<String> {
    let content = match block {
        Block::Paragraph(content) => match content.as_slice() {
            [Inline::Emphasis(inner)] => inner,
            _ => return None,
        },
        Block::BlockQuote(blocks) => match blocks.as_slice() {
            [Block::Paragraph(content)] => content,
            _ => return None,
        },
        _ => return None,
    };
    let text = plain_text(content).replace('\n', " ");
    // Fewer words are more likely a name or a place.
    let long_enough =
        text.split_whitespace().nth(3).is_some() || text.ends_with(['.', '!', '?', '。']);
    (long_enough && text.chars().count() <= LONGEST_STANDFIRST).then_some(text)
}

/// What a line like `By Ana Holm, 2026-03-03` or `Ana Holm · The Tidewater Post · 2026-03-03` says.
#[derive(Default)]
struct Facts {
    byline: Option<String>,
    publisher: Option<String>,
    published: Option<Published>,
    url: Option<String>,
}

/// The facts in `line`, if there is nothing else in it.
fn facts(line: &str) -> Option<Facts> {
    if line.chars().count() > LONGEST_FACTS {
        return None;
    }
    let mut facts = Facts::default();
    let mut signed = false;
    let pieces = line.split(['·', '|', '•', '—', '–', '\n']).map(str::trim);
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        if piece.starts_with("https://") || piece.starts_with("http://") {
            facts.url = Some(piece.to_owned());
            continue;
        }
        let by = after_by(piece);
        let (name, date) = name_and_date(by.unwrap_or(piece));
        signed |= by.is_some() && name.is_some();
        facts.published = facts.published.or(date);
        match name {
            None => {}
            Some(name) if is_reading_time(name) => {}
            Some(name) if by.is_some() || is_name(name) => {
                if facts.byline.is_none() {
                    facts.byline = Some(name.to_owned());
                } else if facts.publisher.is_none() {
                    facts.publisher = Some(name.to_owned());
                } else {
                    return None;
                }
            }
            Some(_) => return None,
        }
    }
    (signed || facts.published.is_some()).then_some(facts)
}

fn after_by(piece: &str) -> Option<&str> {
    let (by, rest) = piece.split_once([' ', ':'])?;
    let rest = rest.trim_start();
    let name = rest.chars().next().is_some_and(char::is_uppercase) && !rest.ends_with('.');
    (by.eq_ignore_ascii_case("by") && name).then_some(rest)
}

/// Parts `Ana Holm, 2026-03-03` at one of its commas.
fn name_and_date(piece: &str) -> (Option<&str>, Option<Published>) {
    let bare = piece
        .trim_start_matches("Published")
        .trim_start_matches([':', ' ']);
    if let Some(date) = parse_date(bare) {
        return (None, Some(date));
    }
    for (comma, _) in piece.match_indices([',', '(']) {
        let right = piece
            .get(comma + 1..)
            .unwrap_or_default()
            .trim_end_matches(')');
        if let (Some(date), Some(name)) = (parse_date(right.trim()), piece.get(..comma)) {
            return (Some(name.trim()), Some(date));
        }
    }
    (Some(piece), None)
}

/// Two to five words that begin with capitals, or small words between them.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let small = |word: &&str| {
        matches!(
            *word,
            "and" | "of" | "de" | "van" | "von" | "der" | "la" | "&"
        )
    };
    let all = words.iter().all(|word| capital(word) || small(word));
    (2..=8).contains(&words.len()) && all && !text.ends_with(['.', '!', '?', ':'])
}

fn is_reading_time(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let number = words
        .next()
        .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    number && words.next().is_some_and(|unit| unit.starts_with("min"))
}

/// A date that is all there is: with other words around it, it is part of a sentence.
fn parse_date(text: &str) -> Option<Published> {
    let text = text.trim();
    let whole =
        |(range, date): (Range<usize>, Published)| (range == (0..text.len())).then_some(date);
    let exact = || {
        dates::parse(text)
            .filter(|_| text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(','))
    };
    dates::find(text).and_then(whole).or_else(exact)
}
