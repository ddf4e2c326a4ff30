//! Removes text at the edges of an article that repeats its metadata or refers to other articles: [`trim_edges`].
//!
//! 1. Blocks above the heading that repeats the title.
//! 2. Above the first paragraph of the body: lines with only a date, the byline or the reading time.
//! 3. Below the last paragraph: the note on the author, and headings over other articles with what follows them.
//! 4. Anywhere: a paragraph that is a link to another article.

use crate::extract::comparison::comparison_key;
use crate::extract::dom::letter_count;
use crate::extract::readability::announces_related;
use crate::model::{Block, Inline, Metadata, plain_text};

/// Number of blocks at the start that are searched for the title and for lines of metadata.
const HEAD_BLOCKS: usize = 16;
/// Fewest letters of a paragraph that counts as the beginning of the body.
const MIN_BODY_LETTERS: usize = 110;

/// Removes repeated metadata and references to other articles from `blocks`.
pub(super) fn trim_edges(mut blocks: Vec<Block>, metadata: &Metadata) -> Vec<Block> {
    remove_above_title(&mut blocks, metadata);
    remove_repeated_head(&mut blocks, metadata);
    remove_tail(&mut blocks, metadata);
    blocks.retain(|block| !is_related_link(block));
    blocks
}

/// Removes the heading that repeats the title, and the blocks above it except images, if they are few.
fn remove_above_title(blocks: &mut Vec<Block>, metadata: &Metadata) {
    let Some(title) = metadata.title.as_deref().map(comparison_key) else {
        return;
    };
    let is_title = |block: &Block| match block {
        Block::Heading(h) => {
            let text = comparison_key(&plain_text(&h.content));
            h.level <= 2
                && (text == title
                    || h.level == 1
                        && text.len() > 12
                        && (text.starts_with(&title) || title.starts_with(&text)))
        }
        _ => false,
    };
    let Some(at) = blocks.iter().take(HEAD_BLOCKS).position(is_title) else {
        return;
    };
    let above: usize = blocks.iter().take(at).map(block_letters).sum();
    let all: usize = blocks.iter().map(block_letters).sum();
    if above < 400 && above * 5 < all {
        let mut count = 0;
        // Images above a title belong to the article.
        blocks.retain(|block| {
            count += 1;
            count > at + 1 || (count <= at && matches!(block, Block::Image(_)))
        });
    }
}

/// Removes lines of metadata above the first paragraph of the body.
fn remove_repeated_head(blocks: &mut Vec<Block>, metadata: &Metadata) {
    let real = |b: &Block| match b {
        Block::Paragraph(_) => block_letters(b) >= MIN_BODY_LETTERS,
        Block::Heading(_) | Block::Image(_) | Block::ThematicBreak => false,
        _ => block_letters(b) >= MIN_BODY_LETTERS,
    };
    let end = blocks.iter().take(HEAD_BLOCKS).position(real).unwrap_or(0);
    let byline = metadata
        .byline
        .as_deref()
        .map(comparison_key)
        .unwrap_or_default();
    let mut count = 0;
    blocks.retain(|block| {
        count += 1;
        let small = !matches!(
            block,
            Block::Image(_) | Block::ThematicBreak | Block::CodeBlock { .. }
        );
        count > end || !small || !is_metadata_line(&block.text(), &byline)
    });
}

/// Returns true if a line consists of an author, a date or a reading time. `byline` is a comparison key.
fn is_metadata_line(text: &str, byline: &str) -> bool {
    if text.len() > 160 {
        return false;
    }
    let line = comparison_key(text);
    if line.is_empty() {
        return true;
    }
    if !byline.is_empty()
        && (line == byline
            || line
                .strip_prefix("by ")
                .is_some_and(|rest| rest.starts_with(byline))
            || line.starts_with(byline) && line.len() < byline.len() + 40)
    {
        return true;
    }
    /// Words of lines with dates, authors and reading times, beside numbers and months.
    const WORDS: &[&str] = &[
        "by",
        "on",
        "at",
        "published",
        "posted",
        "updated",
        "last",
        "modified",
        "reviewed",
        "written",
        "edited",
        "date",
        "created",
        "min",
        "mins",
        "minute",
        "minutes",
        "read",
        "reading",
        "time",
        "am",
        "pm",
        "est",
        "edt",
        "et",
        "gmt",
        "utc",
        "pst",
        "pdt",
        "cst",
        "bst",
        "ist",
        "ago",
        "hours",
        "hour",
        "days",
        "day",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "first",
        "original",
        "originally",
        "comments",
        "comment",
        "share",
        "shares",
        "views",
        "views",
    ];
    /// Beginnings of the English names of months.
    const MONTHS: &[&str] = &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let about = |word: &str| {
        WORDS.contains(&word)
            || word.chars().next().is_some_and(|c| c.is_ascii_digit()) && word.len() <= 8
            || MONTHS.iter().any(|m| word.starts_with(m)) && word.len() <= 9
    };
    let (mut words, mut other) = (0, 0);
    for word in line.split(' ') {
        words += 1;
        other += usize::from(!about(word) && !byline.split(' ').any(|b| b == word));
    }
    let has_digit = line.chars().any(|c| c.is_ascii_digit());
    other == 0
        && words <= 24
        && (has_digit || words <= 4)
        && line.chars().any(char::is_alphanumeric)
}

/// Removes references to other articles, notes on the author, and headings without text from the end.
fn remove_tail(blocks: &mut Vec<Block>, metadata: &Metadata) {
    let all: usize = blocks.iter().map(block_letters).sum();
    // A heading over other articles ends the article, if less than a sixth of the text follows.
    let mut below = 0;
    let mut cut = None;
    for (i, block) in blocks.iter().enumerate().rev().take(40) {
        let announces = match block {
            Block::Heading(h) => announces_related(&plain_text(&h.content)),
            Block::Paragraph(content) => announces_related(&plain_text(content)),
            _ => false,
        };
        below += block_letters(block);
        if below * 6 > all {
            break;
        }
        if announces {
            cut = Some(i);
        }
    }
    if let Some(cut) = cut.filter(|c| *c > 0) {
        blocks.truncate(cut);
    }
    let names: Vec<String> = metadata
        .byline
        .iter()
        .flat_map(|b| b.split([',', ';', '&']))
        .flat_map(|b| b.split(" and "))
        .map(comparison_key)
        .filter(|n| n.contains(' '))
        .collect();
    for _ in 0..3 {
        let about_author = blocks.last().is_some_and(|block| {
            let Block::Paragraph(content) = block else {
                return false;
            };
            let text = comparison_key(&plain_text(content));
            names.iter().any(|n| {
                text.strip_prefix(n.as_str())
                    .or_else(|| text.strip_prefix("about ")?.strip_prefix(n.as_str()))
                    .is_some_and(|rest| {
                        rest.is_empty()
                            || [" is ", " has ", " was ", " covers ", " writes ", " joined "]
                                .iter()
                                .any(|v| rest.starts_with(v))
                    })
            })
        });
        if !about_author || blocks.len() < 5 {
            break;
        }
        blocks.pop();
    }
    while matches!(
        blocks.last(),
        Some(Block::Heading(_) | Block::ThematicBreak)
    ) && blocks.len() > 1
    {
        blocks.pop();
    }
}

/// Returns true if a paragraph is a link to another article and announces it ("Read more: …").
fn is_related_link(block: &Block) -> bool {
    /// Text before the colon of a reference to another article, as a comparison key.
    const LEADS: &[&str] = &[
        "related",
        "read more",
        "read also",
        "also read",
        "read next",
        "see also",
        "more",
        "watch",
        "dont miss",
        "recommended",
        "must read",
        "you may also like",
        "click here",
        "read",
        "next",
        "previous",
    ];
    let Block::Paragraph(content) = block else {
        return false;
    };
    let text = plain_text(content);
    if text.len() > 200 {
        return false;
    }
    let linked: usize = content.iter().map(linked_letters).sum();
    let all = block_letters(block);
    if linked * 10 < all * 6 {
        return false;
    }
    let lead = text.split_once(':').map(|(lead, _)| comparison_key(lead));
    if lead.is_some_and(|lead| LEADS.contains(&lead.as_str())) {
        return true;
    }
    let capitals = text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    capitals && linked * 10 > all * 9 && text.split_whitespace().count() >= 4
}

/// Returns the number of letters of an inline that are inside links.
fn linked_letters(inline: &Inline) -> usize {
    match inline {
        Inline::Link { content, .. } => letter_count(&plain_text(content)),
        Inline::Emphasis(content) | Inline::Strong(content) | Inline::Deletion(content) => {
            content.iter().map(linked_letters).sum()
        }
        _ => 0,
    }
}

/// Returns the number of letters of a block; an image has none.
fn block_letters(block: &Block) -> usize {
    match block {
        Block::Image(_) => 0,
        _ => letter_count(&block.text()),
    }
}
