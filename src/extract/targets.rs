//! Targets of links within an article: ids on their way through the conversion to blocks.
//!
//! 1. While a format is read, a place is marked by an inline without words: [`target_mark`].
//! 2. [`ids`] lists the targets that exist, so that a link to a missing one becomes plain text.
//! 3. At the end, [`collect`] removes the marks and returns their positions.

use std::collections::HashSet;

use super::dom::{DomId, DomTree};
use crate::model::{Block, Inline, LinkTarget, Part, for_each_part, percent_decoded};

/// First character of the address of a target mark. No address that passed `clean` begins with it.
const MARK: char = '\0';

/// The longest name of a place, in bytes.
const LONGEST_ID: usize = 1000;

/// Returns the mark of a place by its name.
pub(super) fn target_mark(id: &str) -> Inline {
    Inline::Link {
        url: format!("{MARK}{id}"),
        content: Vec::new(),
    }
}

/// Returns the name of the place, if `inline` is a mark.
pub(super) fn target_id(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Link { url, content } if content.is_empty() => {
            let id = url.strip_prefix(MARK)?;
            let is_good = !id.is_empty() && id.len() <= LONGEST_ID;
            (is_good && !id.contains(char::is_control)).then_some(id)
        }
        _ => None,
    }
}

/// Returns true if `inline` is a mark, with a good name or not.
pub(super) fn is_mark(inline: &Inline) -> bool {
    matches!(inline, Inline::Link { url, content } if content.is_empty() && url.starts_with(MARK))
}

/// Returns the names of all marks.
pub(super) fn ids(blocks: &[Block]) -> HashSet<String> {
    let mut ids = HashSet::new();
    for_each_part(blocks, |part| {
        if let Part::Inline(inline) = part {
            ids.extend(target_id(inline).map(str::to_owned));
        }
    });
    ids
}

/// Removes the marks from finished blocks, at the start of runs of words. The first mark of an id counts.
pub(super) fn collect(blocks: &mut [Block]) -> Vec<LinkTarget> {
    let mut gather = TargetCollector {
        targets: Vec::new(),
        names: HashSet::new(),
        block: 0,
        offset: 0,
    };
    for (i, block) in blocks.iter_mut().enumerate() {
        (gather.block, gather.offset) = (i, 0);
        gather.block(block);
    }
    gather.targets
}

struct TargetCollector {
    targets: Vec<LinkTarget>,
    names: HashSet<String>,
    block: usize,
    /// Offset in the text of the block in bytes, as [`Block::text`] gives it.
    offset: usize,
}

impl TargetCollector {
    fn block(&mut self, block: &mut Block) {
        match block {
            Block::Heading(heading) => self.collect_inlines(&mut heading.content),
            Block::Paragraph(content) => self.collect_inlines(content),
            Block::List(list) => {
                self.blocks(list.items.iter_mut().flat_map(|item| &mut item.blocks));
            }
            Block::BlockQuote(blocks) => self.blocks(blocks.iter_mut()),
            Block::CodeBlock { text, .. } => self.offset += text.len(),
            Block::Table(table) => {
                self.collect_inlines(&mut table.caption);
                self.offset += usize::from(!table.caption.is_empty());
                for (i, row) in table.rows.iter_mut().enumerate() {
                    self.offset += usize::from(i > 0);
                    for (i, cell) in row.iter_mut().enumerate() {
                        self.offset += usize::from(i > 0);
                        self.collect_inlines(cell);
                    }
                }
            }
            Block::Image(image) => {
                let words = text_length(&image.caption);
                self.offset += image.alt.len() + usize::from(!image.alt.is_empty() && words > 0);
                self.collect_inlines(&mut image.caption);
            }
            Block::ThematicBreak => {}
        }
    }

    fn blocks<'a>(&mut self, blocks: impl Iterator<Item = &'a mut Block>) {
        for (i, block) in blocks.enumerate() {
            self.offset += usize::from(i > 0);
            self.block(block);
        }
    }

    fn collect_inlines(&mut self, content: &mut Vec<Inline>) {
        let marks = content.iter().take_while(|inline| is_mark(inline)).count();
        for inline in content.drain(..marks) {
            let Some(id) = target_id(&inline).map(str::to_owned) else {
                continue;
            };
            if self.names.insert(id.clone()) {
                self.targets.push(LinkTarget {
                    id,
                    block: self.block,
                    offset: self.offset,
                });
            }
        }
        self.offset += text_length(content);
    }
}

/// Returns the length of the text of inlines in bytes.
fn text_length(content: &[Inline]) -> usize {
    let length = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.len(),
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Deletion(content)
        | Inline::Insertion(content)
        | Inline::Link { content, .. } => text_length(content),
        Inline::LineBreak => 1,
    };
    content.iter().map(length).sum()
}

/// Returns the fragments that links of the page refer to, as they are written and percent-decoded.
pub(super) fn find_linked_ids(tree: &DomTree) -> HashSet<String> {
    let href = |i: DomId| tree.attr(i, "href").filter(|_| tree.name(i) == "a");
    let fragments = tree
        .elements(0)
        .filter_map(|i| Some(href(i)?.split_once('#')?.1));
    let named = fragments.flat_map(|fragment| {
        let decoded = percent_decoded(fragment).into_owned();
        [fragment.to_owned(), decoded]
    });
    named.filter(|name| !name.is_empty()).collect()
}
