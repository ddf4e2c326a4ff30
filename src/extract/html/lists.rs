//! Lists: bulleted, numbered, task and definition lists.

use super::block_flow::BlockFlow;
use super::blocks::BlockConverter;
use super::inlines::InlineMark;
use crate::extract::dom::Id;
use crate::model::{Block, List, ListItem};

impl BlockConverter<'_> {
    /// Reads `ul`, `ol` and their like.
    pub(super) fn list(&mut self, id: Id, flow: &mut BlockFlow) {
        flow.flush();
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
            let mut inner = BlockFlow::default();
            if is_item {
                self.anchor_block(item);
                self.children(item, &mut inner);
            } else {
                self.node(item, &mut inner);
            }
            let blocks = inner.finish();
            if blocks.is_empty() {
                continue;
            }
            let nested = !is_item && blocks.iter().all(|b| matches!(b, Block::List(_)));
            match list.items.last_mut() {
                // A list between items, as old pages have it, belongs to the item before it.
                Some(last) if nested => last.blocks.extend(blocks),
                _ => push_item(&mut list, blocks, self.task(item), flow),
            }
        }
        if !list.items.is_empty() {
            flow.blocks.push(Block::List(list));
        }
    }

    fn task(&self, item: Id) -> Option<bool> {
        let tree = self.view.tree;
        let mut first = tree.elements(item).take(3);
        let checkbox = first
            .find(|i| tree.name(*i) == "input" && tree.attr(*i, "type") == Some("checkbox"))?;
        Some(tree.attr(checkbox, "checked").is_some())
    }

    /// Reads `dl`: an item for each term, with what is said of it.
    pub(super) fn definitions(&mut self, id: Id, flow: &mut BlockFlow) {
        flow.flush();
        let mut list = List::default();
        let mut parts: Vec<Id> = Vec::new();
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
            let mut inner = BlockFlow::default();
            if term {
                inner.inlines.open(InlineMark::Strong);
            }
            if self.view.tree.is_element(part) {
                self.anchor_block(part);
                self.children(part, &mut inner);
            } else {
                self.node(part, &mut inner);
            }
            let blocks = inner.finish();
            match list.items.last_mut() {
                _ if blocks.is_empty() => {}
                Some(item) if !term && !has_heading(&blocks) => item.blocks.extend(blocks),
                _ => push_item(&mut list, blocks, None, flow),
            }
        }
        if !list.items.is_empty() {
            flow.blocks.push(Block::List(list));
        }
    }
}

fn has_heading(blocks: &[Block]) -> bool {
    blocks.iter().any(|b| matches!(b, Block::Heading(_)))
}

/// Adds an item. One with a heading and words of its own ends the list: the heading stands at the top, as all headings do.
fn push_item(list: &mut List, blocks: Vec<Block>, done: Option<bool>, flow: &mut BlockFlow) {
    let words = |b: &&Block| !matches!(b, Block::Heading(_) | Block::Image(_));
    if !has_heading(&blocks) {
        list.items.push(ListItem {
            checked: done,
            blocks,
        });
    } else if blocks.iter().filter(words).count() == 0 {
        let demoted = blocks.into_iter().map(|b| match b {
            Block::Heading(h) => Block::Paragraph(h.content),
            other => other,
        });
        list.items.push(ListItem {
            checked: done,
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
            flow.blocks.push(Block::List(before));
        }
        flow.blocks.extend(blocks);
    }
}
