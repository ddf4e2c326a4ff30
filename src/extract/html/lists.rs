//! Conversion of HTML lists: bulleted, numbered, task and definition lists.

use super::block_builder::BlockBuilder;
use super::blocks::BlockConverter;
use super::inlines::InlineMark;
use crate::extract::dom::DomId;
use crate::model::{Block, List, ListItem};

impl BlockConverter<'_> {
    /// Converts `ul`, `ol`, `menu` and `dir`. Children other than `li` become items of their own, except lists, which
    /// belong to the item before them.
    pub(super) fn convert_list(&mut self, id: DomId, builder: &mut BlockBuilder) {
        builder.end_paragraph();
        let tree = self.view.tree;
        let numbered = tree.name(id) == "ol";
        let start = tree
            .attr(id, "start")
            .and_then(|s| s.trim().parse().ok())
            .unwrap_or(1);
        let mut list = List {
            start: numbered.then_some(start),
            items: Vec::new(),
        };
        let mut next = id + 1;
        while next < tree.end(id) {
            let item = next;
            next = tree.end(item);
            if self.view.is_skipped(item)
                || (!tree.is_element(item) && tree.text(item).trim().is_empty())
            {
                continue;
            }
            let is_item = tree.name(item) == "li";
            let mut inner = BlockBuilder::default();
            if is_item {
                self.note_link_target(item);
                self.convert_children(item, &mut inner);
            } else {
                self.convert_node(item, &mut inner);
            }
            let blocks = inner.finish();
            if blocks.is_empty() {
                continue;
            }
            let nested = !is_item && blocks.iter().all(|b| matches!(b, Block::List(_)));
            match list.items.last_mut() {
                // Old pages put a nested list between two items; the list belongs to the first of them.
                Some(last) if nested => last.blocks.extend(blocks),
                _ => push_item(&mut list, blocks, self.checkbox_state(item), builder),
            }
        }
        if !list.items.is_empty() {
            builder.blocks.push(Block::List(list));
        }
    }

    /// Returns the state of the checkbox at the start of a task item; `None` without a checkbox.
    fn checkbox_state(&self, item: DomId) -> Option<bool> {
        let tree = self.view.tree;
        let mut first = tree.elements(item).take(3);
        let checkbox = first
            .find(|i| tree.name(*i) == "input" && tree.attr(*i, "type") == Some("checkbox"))?;
        Some(tree.attr(checkbox, "checked").is_some())
    }

    /// Converts `dl` to a list with one item for each term: the term in bold, then its descriptions.
    pub(super) fn convert_definitions(&mut self, id: DomId, builder: &mut BlockBuilder) {
        builder.end_paragraph();
        let mut list = List::default();
        let mut parts: Vec<DomId> = Vec::new();
        for child in self.view.tree.children(id) {
            match self.view.tree.name(child) {
                "div" => parts.extend(self.view.tree.children(child)),
                _ => parts.push(child),
            }
        }
        for part in parts {
            if self.view.is_skipped(part) {
                continue;
            }
            let term = self.view.tree.name(part) == "dt";
            let mut inner = BlockBuilder::default();
            if term {
                inner.inlines.open_mark(InlineMark::Strong);
            }
            if self.view.tree.is_element(part) {
                self.note_link_target(part);
                self.convert_children(part, &mut inner);
            } else {
                self.convert_node(part, &mut inner);
            }
            let blocks = inner.finish();
            match list.items.last_mut() {
                _ if blocks.is_empty() => {}
                Some(item) if !term && !has_heading(&blocks) => item.blocks.extend(blocks),
                _ => push_item(&mut list, blocks, None, builder),
            }
        }
        if !list.items.is_empty() {
            builder.blocks.push(Block::List(list));
        }
    }
}

fn has_heading(blocks: &[Block]) -> bool {
    blocks.iter().any(|b| matches!(b, Block::Heading(_)))
}

/// Appends an item to `list`.
///
/// An item with a heading and other words ends the list, because headings always stand at the top level: the item's
/// blocks follow the list, and a new list begins after them. An item that is only a heading becomes a paragraph.
fn push_item(list: &mut List, blocks: Vec<Block>, done: Option<bool>, builder: &mut BlockBuilder) {
    let words = |b: &&Block| !matches!(b, Block::Heading(_) | Block::Image(_));
    if !has_heading(&blocks) {
        list.items.push(ListItem {
            checked: done,
            number: None,
            blocks,
        });
    } else if blocks.iter().filter(words).count() == 0 {
        let demoted = blocks.into_iter().map(|b| match b {
            Block::Heading(h) => Block::Paragraph(h.content),
            other => other,
        });
        list.items.push(ListItem {
            checked: done,
            number: None,
            blocks: demoted.collect(),
        });
    } else {
        let rest = list.start.map(|s| s + list.items.len() as u64 + 1);
        let before = std::mem::replace(
            list,
            List {
                start: rest,
                items: Vec::new(),
            },
        );
        if !before.items.is_empty() {
            builder.blocks.push(Block::List(before));
        }
        builder.blocks.extend(blocks);
    }
}
