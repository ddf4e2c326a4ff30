//! Conversion of HTML lists: bulleted, numbered, task and definition lists.

use super::block_builder::BlockBuilder;
use super::blocks::BlockConverter;
use super::inlines::InlineMark;
use crate::extract::dom::{DomId, DomTree};
use crate::model::{Block, List, ListItem, Numbering};

impl BlockConverter<'_> {
    /// Converts `ul`, `ol`, `menu` and `dir`. Children other than `li` become items of their own, except lists, which
    /// belong to the item before them.
    pub(super) fn convert_list(&mut self, id: DomId, builder: &mut BlockBuilder) {
        builder.end_paragraph();
        let tree = self.view.tree;
        let numbered = tree.name(id) == "ol";
        let mut numbers = ItemNumbers::of_list(tree, id);
        let mut list = List {
            start: numbered.then_some(1),
            numbering: numbering_of(tree, id),
            items: Vec::new(),
        };
        // The text of the items for which there is no room.
        let mut rest = BlockBuilder::default();
        let mut next = id + 1;
        while next < tree.end(id) {
            let item = next;
            next = tree.end(item);
            if self.view.is_skipped(item)
                || (!tree.is_element(item) && tree.text(item).trim().is_empty())
            {
                continue;
            }
            if self.is_full() {
                self.convert_joined(item, &mut rest);
                continue;
            }
            self.count_block();
            let is_item = tree.name(item) == "li";
            let number = numbers.number_of(tree, item);
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
                _ => {
                    let item = ListItem {
                        checked: self.checkbox_state(item),
                        number: number.filter(|_| numbered),
                        blocks,
                    };
                    push_item(&mut list, item, builder);
                }
            }
        }
        push_list(list, builder);
        builder.blocks.extend(rest.finish());
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
        // The text of the parts for which there is no room.
        let mut rest = BlockBuilder::default();
        // True below a term that is a heading: its descriptions are blocks of the text.
        let mut is_under_heading = false;
        for part in parts {
            if self.view.is_skipped(part) {
                continue;
            }
            if self.is_full() {
                self.convert_joined(part, &mut rest);
                continue;
            }
            self.count_block();
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
            if blocks.is_empty() {
                continue;
            }
            if term {
                is_under_heading = has_heading(&blocks);
            }
            if is_under_heading {
                push_list(std::mem::take(&mut list), builder);
                builder.blocks.extend(blocks);
                continue;
            }
            match list.items.last_mut() {
                Some(item) if !term && !has_heading(&blocks) => item.blocks.extend(blocks),
                _ => {
                    let item = ListItem {
                        blocks,
                        ..ListItem::default()
                    };
                    push_item(&mut list, item, builder);
                }
            }
        }
        push_list(list, builder);
        builder.blocks.extend(rest.finish());
    }
}

/// Returns the form of the numbers of a list, from its `type`.
fn numbering_of(tree: &DomTree, id: DomId) -> Numbering {
    match tree.attr(id, "type").map(str::trim) {
        Some("a") => Numbering::LowerAlpha,
        Some("A") => Numbering::UpperAlpha,
        Some("i") => Numbering::LowerRoman,
        Some("I") => Numbering::UpperRoman,
        _ => Numbering::Decimal,
    }
}

/// Numbers of the items of a numbered list, from its `start`, `reversed` and the `value` of its items.
struct ItemNumbers {
    next: i64,
    step: i64,
}

impl ItemNumbers {
    fn of_list(tree: &DomTree, id: DomId) -> Self {
        let start = tree.attr(id, "start").and_then(|s| s.trim().parse().ok());
        if tree.attr(id, "reversed").is_none() {
            return Self {
                next: start.unwrap_or(1),
                step: 1,
            };
        }
        let items = tree.children(id).filter(|c| tree.name(*c) == "li").count();
        Self {
            next: start.unwrap_or(i64::try_from(items).unwrap_or(i64::MAX)),
            step: -1,
        }
    }

    /// Returns the number of the next item; `None` if it is negative or `item` is no item.
    fn number_of(&mut self, tree: &DomTree, item: DomId) -> Option<u64> {
        if tree.name(item) != "li" {
            return None;
        }
        let given = tree.attr(item, "value").and_then(|v| v.trim().parse().ok());
        let number = given.unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        u64::try_from(number).ok()
    }
}

fn has_heading(blocks: &[Block]) -> bool {
    blocks.iter().any(|b| matches!(b, Block::Heading(_)))
}

/// Appends an item to `list`.
///
/// An item with a heading and other words ends the list, because headings always stand at the top level: the item's
/// blocks follow the list, and a new list begins after them. An item that is only a heading becomes a paragraph.
fn push_item(list: &mut List, mut item: ListItem, builder: &mut BlockBuilder) {
    let words = |b: &&Block| !matches!(b, Block::Heading(_) | Block::Image(_));
    if !has_heading(&item.blocks) {
        list.items.push(item);
    } else if item.blocks.iter().filter(words).count() == 0 {
        let demoted = item.blocks.into_iter().map(|b| match b {
            Block::Heading(h) => Block::Paragraph(h.content),
            other => other,
        });
        item.blocks = demoted.collect();
        list.items.push(item);
    } else {
        let rest = List {
            start: list.start,
            numbering: list.numbering,
            items: Vec::new(),
        };
        push_list(std::mem::replace(list, rest), builder);
        builder.blocks.extend(item.blocks);
    }
}

/// Appends a list to the blocks, unless it is empty. Items that are numbered in a row get no numbers of their own.
fn push_list(mut list: List, builder: &mut BlockBuilder) {
    let Some(first) = list.items.first() else {
        return;
    };
    if list.start.is_some() {
        let start = first.number.unwrap_or(1);
        list.start = Some(start);
        let in_row = |(item, number): (&ListItem, u64)| item.number.is_none_or(|n| n == number);
        if list.items.iter().zip(start..).all(in_row) {
            list.items.iter_mut().for_each(|item| item.number = None);
        }
    }
    builder.blocks.push(Block::List(list));
}
