//! Finds the title of a Markdown file: [`take_title_heading`].

use crate::extract::trace::Trace;
use crate::model::{Block, Inline, Metadata, plain_text};

/// Largest number of blocks above the title.
const MAX_BLOCKS_ABOVE: usize = 40;

/// Moves the heading above the text to the title. Images and rules may stand before it, and lines of links, which are left
/// out.
///
/// A heading of level 1 is the title, or a deeper one that is above all others. The version of a change log is none.
/// Returns true if the blocks now begin below a title.
pub(super) fn take_title_heading(
    metadata: &mut Metadata,
    blocks: &mut Vec<Block>,
    trace: &mut Trace,
) -> bool {
    let is_above = |block: &&Block| match block {
        Block::Image(_) | Block::ThematicBreak | Block::BlockQuote(_) => true,
        Block::Paragraph(content) => is_navigation(content),
        Block::List(list) => list.items.iter().all(|item| match item.blocks.as_slice() {
            [Block::Paragraph(content)] => matches!(content.as_slice(), [Inline::Link { .. }]),
            _ => false,
        }),
        _ => false,
    };
    let first = blocks.iter().take_while(is_above).count();
    let Some(Block::Heading(heading)) = blocks.get(first).filter(|_| first <= MAX_BLOCKS_ABOVE)
    else {
        return metadata.title.is_some();
    };
    let text = plain_text(&heading.content);
    let repeats = metadata
        .title
        .as_ref()
        .is_some_and(|title| title.trim() == text.trim());
    let level = heading.level;
    let others = || {
        blocks
            .iter()
            .skip(first + 1)
            .filter_map(|block| match block {
                Block::Heading(heading) => Some(heading),
                _ => None,
            })
    };
    let is_version = is_version_name(&text)
        && others()
            .any(|other| other.level == level && is_version_name(&plain_text(&other.content)));
    let is_topmost =
        level == 1 || others().next().is_some() && others().all(|other| other.level > level);
    if metadata.title.is_some() && !repeats || is_version || !is_topmost && !repeats {
        return false;
    }
    metadata.title = Some(text);
    blocks.remove(first);
    let mut at = 0;
    blocks.retain(|block| {
        at += 1;
        let leaves = at <= first && matches!(block, Block::Paragraph(_) | Block::List(_));
        if leaves {
            trace.count_left_out(1, block.words());
        }
        !leaves
    });
    true
}

/// Returns true for a line of links or of short names between `|` and the like: `[Home](/) | [Docs](/docs)`.
pub(super) fn is_navigation(content: &[Inline]) -> bool {
    /// Largest number of words of a name.
    const MAX_WORDS: usize = 3;
    let is_separator = |c: char| {
        matches!(
            c,
            '|' | '·' | '•' | '/' | '»' | '›' | '→' | '←' | '-' | '–' | '—'
        )
    };
    let is_sentence = |text: &str| text.trim_end().ends_with(['.', '!', '?', '。']);
    let is_link = |inline: &Inline| match inline {
        Inline::Link { content, .. } => short_text(content).is_some_and(|text| !is_sentence(&text)),
        Inline::Text(text) => text.chars().all(|c| c.is_whitespace() || is_separator(c)),
        Inline::LineBreak => true,
        _ => false,
    };
    let has_link = content
        .iter()
        .any(|inline| matches!(inline, Inline::Link { .. }));
    if has_link && content.iter().all(is_link) {
        return true;
    }
    let Some(text) = short_text(content) else {
        return false;
    };
    let mut names = text.split(['|', '·', '•', '»', '›']).map(str::trim);
    names.clone().nth(2).is_some()
        && names.all(|name| name.split_whitespace().count() <= MAX_WORDS && !is_sentence(name))
}

/// Returns the text of inlines; `None` if it is longer than a heading or a line of links. Nesting does not grow the stack.
fn short_text(content: &[Inline]) -> Option<String> {
    /// Largest number of bytes.
    const MAX_BYTES: usize = 2_000;
    let mut out = String::new();
    let mut levels = vec![content.iter()];
    while let Some(level) = levels.last_mut() {
        match level.next() {
            None => {
                levels.pop();
            }
            Some(Inline::Text(text) | Inline::Code(text)) => out.push_str(text),
            Some(Inline::LineBreak) => out.push('\n'),
            Some(
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Deletion(content)
                | Inline::Insertion(content)
                | Inline::Link { content, .. },
            ) => levels.push(content.iter()),
        }
        if out.len() > MAX_BYTES || levels.len() > MAX_BYTES {
            return None;
        }
    }
    Some(out)
}

/// Returns true for the name of a version: `2.1.0 (2025-03-04)`, `v1.0`, `[1.2.3] - 2024-01-01`, `Unreleased`.
fn is_version_name(text: &str) -> bool {
    let text = text.trim().trim_start_matches('[');
    let lower = text.to_lowercase();
    if lower.starts_with("unreleased") {
        return true;
    }
    let number = lower
        .strip_prefix("version ")
        .or_else(|| lower.strip_prefix('v'))
        .unwrap_or(&lower);
    let number: &str = number
        .split([' ', ']', '(', ':', ','])
        .next()
        .unwrap_or_default();
    let parts: Vec<&str> = number.split('.').collect();
    let is_number = |part: &&str| part.bytes().next().is_some_and(|b| b.is_ascii_digit());
    parts.len() >= 2 && parts.iter().take(2).all(is_number)
}

/// Turns bold paragraphs that stand above others into headings one level below the heading before them.
///
/// Bold text that is not a name of a section is left alone: sentences, names of speakers that repeat, the last block. If many
/// bold paragraphs are long, as in an interview, none is a heading.
pub(super) fn promote_bold_paragraphs(blocks: &mut [Block]) {
    let bold: Vec<(usize, String)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| Some((at, bold_text(block)?)))
        .collect();
    let short = bold
        .iter()
        .filter(|(_, text)| is_section_name(text))
        .count();
    if short == 0 || short * 3 < bold.len() * 2 {
        return;
    }
    let repeats = |text: &str| {
        bold.iter()
            .filter(|(_, other)| other == text)
            .take(2)
            .count()
            > 1
    };
    let has_repeats = bold.len() <= 200;
    let chosen: Vec<usize> = bold
        .iter()
        .filter(|(at, text)| {
            let heads = matches!(
                blocks.get(at + 1),
                Some(
                    Block::Paragraph(_)
                        | Block::List(_)
                        | Block::CodeBlock { .. }
                        | Block::Table(_)
                        | Block::BlockQuote(_)
                )
            ) && blocks
                .get(at + 1)
                .is_some_and(|next| bold_text(next).is_none());
            heads && is_section_name(text) && !(has_repeats && repeats(text))
        })
        .map(|(at, _)| *at)
        .collect();
    let mut chosen = chosen.into_iter().peekable();
    let mut level = 1;
    for (at, block) in blocks.iter_mut().enumerate() {
        if let Block::Heading(heading) = block {
            level = heading.level;
        }
        if chosen.next_if_eq(&at).is_none() {
            continue;
        }
        if let Block::Paragraph(content) = block {
            let content = match std::mem::take(content).into_iter().next() {
                Some(Inline::Strong(content) | Inline::Emphasis(content)) => content,
                other => other.into_iter().collect(),
            };
            let level = (level + 1).clamp(2, 6);
            *block = Block::Heading(crate::model::Heading { level, content });
        }
    }
}

/// Returns the text of a paragraph that is bold as a whole and stands on one line.
fn bold_text(block: &Block) -> Option<String> {
    let Block::Paragraph(content) = block else {
        return None;
    };
    match content.as_slice() {
        [Inline::Strong(content)] => Some(content),
        [Inline::Emphasis(content)] if matches!(content.as_slice(), [Inline::Strong(_)]) => {
            Some(content)
        }
        _ => None,
    }
    .and_then(|content| short_text(content))
    .filter(|text| !text.contains('\n'))
}

/// Returns true for the text of a heading: short, and no sentence with a full stop.
fn is_section_name(text: &str) -> bool {
    const MAX_CHARS: usize = 100;
    let text = text.trim();
    text.chars().count() <= MAX_CHARS
        && text.contains(char::is_alphabetic)
        && !text.ends_with(['.', ',', ';', '。', '…'])
}
