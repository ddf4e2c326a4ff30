//! Blocks put right: [`finish_blocks`].

use super::inlines::{self, Links};
use crate::model::{Block, Heading, Image, Inline, List, ListItem, Row, Table};
use crate::text::clean;

/// Limit of the blocks of an article. The text of the blocks after them is one paragraph.
const MAX_BLOCKS: usize = 100_000;

/// Deepest nesting of lists and quotes; deeper ones join the level above.
const MAX_DEPTH: usize = 16;

/// Limits of one table: more rows begin another table, more cells join the last one.
const MAX_ROWS: usize = 10_000;
const MAX_COLUMNS: usize = 100;

/// The longest name of a programming language, in characters.
const LONGEST_LANGUAGE: usize = 40;

/// Cleans the blocks of an article.
pub(super) fn finish_blocks(blocks: Vec<Block>, links: Links) -> Vec<Block> {
    let mut blocks = Finisher { links }.level(blocks, 0);
    if blocks.len() > MAX_BLOCKS {
        join_from(&mut blocks, MAX_BLOCKS - 1);
    }
    blocks
}

/// Joins the text of the blocks from `start` on into one paragraph.
fn join_from(blocks: &mut Vec<Block>, start: usize) {
    let mut text = String::new();
    for block in blocks.drain(start..) {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&block.text());
    }
    blocks.push(Block::Paragraph(vec![Inline::Text(text)]));
}

/// Takes rules from the start and the end, and all but one of a row of rules.
pub(super) fn trim_breaks(blocks: &mut Vec<Block>) {
    let is_rule = |block: &Block| matches!(block, Block::ThematicBreak);
    blocks.dedup_by(|next, block| is_rule(next) && is_rule(block));
    if blocks.first().is_some_and(is_rule) {
        blocks.remove(0);
    }
    blocks.pop_if(|last| is_rule(last));
}

struct Finisher {
    links: Links,
}

impl Finisher {
    /// Finishes the blocks of one level. A stack replaces recursion, so that neither this nor dropping them recurses
    /// deeper than the limit.
    fn level(&mut self, blocks: Vec<Block>, depth: usize) -> Vec<Block> {
        let mut out = Vec::new();
        let mut stack = blocks;
        stack.reverse();
        while let Some(block) = stack.pop() {
            match block {
                Block::Heading(Heading { level, content }) => {
                    let content = inlines::finish_line(content, &mut self.links);
                    if !content.is_empty() {
                        let level = level.clamp(1, 6);
                        out.push(Block::Heading(Heading { level, content }));
                    }
                }
                Block::Paragraph(content) => {
                    let content = inlines::finish_inlines(content, &mut self.links);
                    if !content.is_empty() {
                        out.push(Block::Paragraph(content));
                    }
                }
                Block::BlockQuote(blocks) if depth >= MAX_DEPTH => {
                    stack.extend(blocks.into_iter().rev());
                }
                Block::BlockQuote(blocks) => {
                    let blocks = self.level(blocks, depth + 1);
                    if !blocks.is_empty() {
                        out.push(Block::BlockQuote(blocks));
                    }
                }
                Block::List(list) if depth >= MAX_DEPTH => {
                    let blocks = list
                        .items
                        .into_iter()
                        .rev()
                        .flat_map(|i| i.blocks.into_iter().rev());
                    stack.extend(blocks);
                }
                Block::List(list) => out.extend(self.list(list, depth)),
                Block::CodeBlock { language, text } => out.extend(code(language, &text)),
                Block::Table(table) => self.table(table, &mut out),
                Block::Image(image) => out.extend(self.image(image)),
                Block::ThematicBreak => out.push(Block::ThematicBreak),
            }
        }
        out
    }

    fn list(&mut self, list: List, depth: usize) -> Option<Block> {
        let mut items = Vec::with_capacity(list.items.len());
        for ListItem {
            checked: done,
            number,
            blocks,
        } in list.items
        {
            let mut blocks = self.level(blocks, depth + 1);
            trim_breaks(&mut blocks);
            if !blocks.is_empty() {
                items.push(ListItem {
                    checked: done,
                    number,
                    blocks,
                });
            }
        }
        let (start, numbering) = (list.start, list.numbering);
        (!items.is_empty()).then_some(Block::List(List {
            start,
            numbering,
            items,
        }))
    }

    fn table(&mut self, table: Table, out: &mut Vec<Block>) {
        let mut caption = inlines::finish_inlines(table.caption, &mut self.links);
        let mut head = 0;
        let mut rows: Vec<Row> = Vec::new();
        for (i, row) in table.rows.into_iter().enumerate() {
            let cells = row
                .into_iter()
                .map(|cell| inlines::finish_inlines(cell, &mut self.links));
            let row = bounded_row(cells.collect());
            if row.iter().any(|cell| !cell.is_empty()) {
                head += usize::from(i < table.head_rows);
                rows.push(row);
            }
        }
        if rows.is_empty() {
            if !caption.is_empty() {
                out.push(Block::Paragraph(caption));
            }
            return;
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut alignment = table.alignment;
        alignment.truncate(columns);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let part: Vec<Row> = rows.by_ref().take(MAX_ROWS).collect();
            out.push(Block::Table(Table {
                caption: std::mem::take(&mut caption),
                head_rows: head.min(part.len()),
                alignment: alignment.clone(),
                rows: part,
            }));
            head = 0;
        }
    }

    fn image(&mut self, image: Image) -> Option<Block> {
        let url = image.url.filter(|url| clean::clean_url(url).is_some());
        let alt = clean::clean_line(&image.alt).into_owned();
        let caption = inlines::finish_inlines(image.caption, &mut self.links);
        let nothing = url.is_none() && alt.is_empty() && caption.is_empty();
        (!nothing).then_some(Block::Image(Image { url, alt, caption }))
    }
}

/// Puts the cells that are too many into the last one.
fn bounded_row(mut row: Row) -> Row {
    let rest = row.split_off(row.len().min(MAX_COLUMNS));
    if let Some(last) = row.last_mut() {
        for cell in rest.into_iter().filter(|cell| !cell.is_empty()) {
            last.push(Inline::Text(" ".to_owned()));
            last.extend(cell);
        }
    }
    row
}

/// Code without empty lines around it.
fn code(language: Option<String>, text: &str) -> Option<Block> {
    let text = clean::clean_code(text);
    let mut shortened = text.trim_end();
    while let Some((first, rest)) = shortened.split_once('\n') {
        if !first.trim().is_empty() {
            break;
        }
        shortened = rest;
    }
    let language = language.and_then(|language| {
        let language = clean::clean_line(&language).into_owned();
        let word = language.split([' ', ',', '{']).next().unwrap_or_default();
        let fits = !word.is_empty() && word.chars().count() <= LONGEST_LANGUAGE;
        fits.then(|| word.to_owned())
    });
    let text = shortened.to_owned();
    (!text.is_empty()).then_some(Block::CodeBlock { language, text })
}
