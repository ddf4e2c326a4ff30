//! Rearranges converted blocks: headings out of quotations, blocks to one run of inlines, permalinks out of headings.

use crate::model::{Block, Heading, Inline, plain_text};

/// Removes the sign (`¶`, `#`, `§` …) that links a heading to itself.
pub(super) fn remove_permalink(content: &mut Vec<Inline>) {
    let sign = |inline: &Inline| {
        let text = plain_text(std::slice::from_ref(inline));
        matches!(text.trim(), "¶" | "#" | "§" | "🔗" | "⚓")
    };
    while content.last().is_some_and(sign) {
        content.pop();
    }
    if content.len() > 1 && content.first().is_some_and(sign) {
        content.remove(0);
    }
    if let Some(Inline::Text(text)) = content.last_mut() {
        text.truncate(text.trim_end_matches(['¶', ' ']).len());
    }
    if let Some(Inline::Text(text)) = content.first_mut() {
        let rest = text
            .strip_prefix(['#', '§', '¶'])
            .filter(|r| r.starts_with(' '));
        let rest = rest.unwrap_or(text).trim_start();
        text.drain(..text.len() - rest.len());
    }
}

/// Wraps the runs of blocks between headings, so that the headings stand at the top level.
pub(super) fn hoist_headings(blocks: Vec<Block>, wrap: impl Fn(Vec<Block>) -> Block) -> Vec<Block> {
    let (mut out, mut run) = (Vec::new(), Vec::new());
    for block in blocks {
        if !matches!(block, Block::Heading(_)) {
            run.push(block);
            continue;
        }
        if !run.is_empty() {
            out.push(wrap(std::mem::take(&mut run)));
        }
        out.push(block);
    }
    if !run.is_empty() {
        out.push(wrap(run));
    }
    out
}

/// Appends the text of blocks to `out` as one run of inlines, with a line break between two blocks.
pub(super) fn flatten_to_inlines(blocks: Vec<Block>, out: &mut Vec<Inline>) {
    for block in blocks {
        if !out.is_empty() && !matches!(block, Block::Image(_) | Block::ThematicBreak) {
            out.push(Inline::LineBreak);
        }
        match block {
            Block::Heading(Heading { content, .. }) | Block::Paragraph(content) => {
                out.extend(content)
            }
            Block::List(list) => {
                for item in list.items {
                    flatten_to_inlines(item.blocks, out);
                }
            }
            Block::BlockQuote(blocks) => flatten_to_inlines(blocks, out),
            Block::CodeBlock { text, .. } => out.push(Inline::Code(text.replace('\n', " "))),
            Block::Image(image) => {
                if out.is_empty() && !image.alt.is_empty() {
                    out.push(Inline::Text(image.alt));
                }
            }
            table @ Block::Table(_) => {
                out.push(Inline::Text(table.text().replace(['\t', '\n'], " ")))
            }
            Block::ThematicBreak => {}
        }
    }
}
