//! Last step of every extraction, for all formats: limits, merging and cleaning ([`finish`]).
//!
//! 1. [`blocks`] and [`inlines`] pass every string through `clean`, normalise white space, drop empty parts, and limit
//!    nesting and repetition. No word is lost to a limit.
//! 2. Metadata become single lines of limited length.
//! 3. Text that only repeats the title or the standfirst is removed.
//! 4. [`targets`] computes the positions of the targets of links within the article.

mod blocks;
mod inlines;

use super::{Hints, targets};
use crate::model::{Block, Document, Enclosure, Metadata};
use crate::text::clean;

/// Limit of a title, in characters; the other metadata have limits, too.
const LONGEST_TITLE: usize = 500;
const LONGEST_STANDFIRST: usize = 2000;
const LONGEST_NAME: usize = 300;

/// Limit of the enclosures of an entry.
const MOST_ENCLOSURES: usize = 100;

/// Number of blocks at the start that are searched for a repeated title.
const FIRST: usize = 5;

/// Cleans every string, bounds the structure, and takes out the heading that only repeats the title.
pub fn finish(document: Document, hints: &Hints<'_>) -> Document {
    let metadata = finish_metadata(document.metadata, hints);
    let links = inlines::Links::new(&metadata, &document.blocks);
    let mut blocks = blocks::finish_blocks(document.blocks, links);
    if let Some(title) = &metadata.title {
        remove_title(title, &mut blocks);
    }
    blocks::trim_breaks(&mut blocks);
    let targets = targets::collect(&mut blocks);
    Document {
        metadata,
        blocks,
        targets,
        left_out: document.left_out,
    }
}

fn finish_metadata(raw: Metadata, hints: &Hints<'_>) -> Metadata {
    let line = |text: Option<String>, longest| text.and_then(|text| bounded_line(&text, longest));
    let good = |url: &&str| is_web(url) && clean::clean_url(url).is_some();
    let url = raw.url.as_deref().filter(good).or(hints.url.filter(good));
    Metadata {
        title: line(raw.title, LONGEST_TITLE),
        standfirst: line(raw.standfirst, LONGEST_STANDFIRST),
        byline: line(raw.byline, LONGEST_NAME).and_then(|byline| without_by(&byline)),
        publisher: line(raw.publisher, LONGEST_NAME),
        published: raw.published,
        url: url.map(str::to_owned),
        lang: raw.lang.and_then(|lang| language_tag(&lang)),
        enclosures: raw
            .enclosures
            .into_iter()
            .filter(|enclosure| good(&enclosure.url.as_str()))
            .take(MOST_ENCLOSURES)
            .map(|enclosure| Enclosure {
                media_type: line(enclosure.media_type, LONGEST_NAME),
                title: line(enclosure.title, LONGEST_TITLE),
                ..enclosure
            })
            .collect(),
    }
}

/// Cleans a text into one line of at most `longest` characters, cut at a word; `None` if nothing is left.
fn bounded_line(text: &str, longest: usize) -> Option<String> {
    let line = clean::clean_line(text);
    let line = inlines::with_plain_spaces(&line);
    let Some((cut, _)) = line.char_indices().nth(longest) else {
        return (!line.is_empty()).then(|| line.into_owned());
    };
    let shortened = line.get(..cut).unwrap_or_default();
    // A word may be cut if there is no space near the end, as in Chinese.
    let word = shortened.rfind(' ').filter(|space| *space > cut / 2);
    let shortened = shortened.get(..word.unwrap_or(cut)).unwrap_or_default();
    let shortened =
        shortened.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'));
    // A joining character may stand at the cut.
    Some(clean::clean_line(&format!("{shortened}…")).into_owned())
}

fn without_by(byline: &str) -> Option<String> {
    let rest = match byline.get(..2) {
        Some(by) if by.eq_ignore_ascii_case("by") => byline.get(2..).unwrap_or_default(),
        _ => return Some(byline.to_owned()),
    };
    let name = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
    if !rest.is_empty() && name.len() == rest.len() {
        // A name that begins with these letters.
        return Some(byline.to_owned());
    }
    (!name.is_empty()).then(|| name.to_owned())
}

fn is_web(url: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(scheme))
    })
}

/// Returns a language tag as BCP 47 spells it, if `lang` is one.
fn language_tag(lang: &str) -> Option<String> {
    let tag = lang.trim().replace('_', "-");
    let part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let language = tag.split('-').next().unwrap_or_default();
    let named =
        (2..=8).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic());
    (named && tag.len() <= 35 && tag.split('-').all(part)).then_some(tag)
}

/// Removes a heading near the start that repeats the title, and a first and a last line that do.
fn remove_title(title: &str, blocks: &mut Vec<Block>) {
    let repeats = |block: &Block| match block {
        Block::Heading(_) | Block::Paragraph(_) => same_words(&block.text(), title),
        _ => false,
    };
    let heading = |block: &Block| matches!(block, Block::Heading(_)) && repeats(block);
    let first = blocks.iter().take(FIRST).position(heading);
    let first = first.or_else(|| blocks.first().is_some_and(repeats).then_some(0));
    if let Some(first) = first {
        blocks.remove(first);
    }
    while blocks.len() > 1 && blocks.last().is_some_and(repeats) {
        blocks.pop();
    }
}

/// Returns true if two texts have the same words, ignoring case, punctuation and blanks.
fn same_words(one: &str, other: &str) -> bool {
    fn comparable_words(text: &str) -> impl Iterator<Item = char> + '_ {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase)
    }
    let wordless = comparable_words(other).next().is_none();
    comparable_words(one).eq(comparable_words(other)) && (!wordless || one == other)
}
