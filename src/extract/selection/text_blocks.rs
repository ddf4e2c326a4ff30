//! Cuts a page into its text blocks: [`text_blocks`].

use std::ops::Range;

use crate::extract::collapse::push_collapsed;
use crate::extract::dom::{DomId, DomTree, letter_count};
use crate::extract::phrasing::is_phrasing_element;

/// Run of text between two boundaries of blocks, as a browser shows it: a paragraph, a heading, an item, a cell.
#[derive(Debug)]
pub(super) struct TextBlock {
    /// From the first text node of the run to the node after the last one.
    pub(super) nodes: Range<DomId>,
    /// Innermost element around the run that is not phrasing content.
    pub(super) container: DomId,
    /// Text with white space collapsed.
    pub(super) text: String,
    /// Characters that are not white space.
    pub(super) letters: u32,
    /// Those of them that stand in links to other pages.
    pub(super) linked: u32,
}

impl TextBlock {
    /// Returns the share of the letters that are linked, 0.0 to 1.0.
    pub(super) fn link_share(&self) -> f32 {
        self.linked as f32 / self.letters.max(1) as f32
    }
}

/// Returns the text blocks of a page in document order. Elements that are true in `skip` are left out with their descendants.
pub(super) fn text_blocks(tree: &DomTree, skip: &[bool]) -> Vec<TextBlock> {
    let mut blocks = Vec::new();
    let mut run = Run::default();
    // The open elements that are not phrasing content.
    let mut containers: Vec<DomId> = vec![0];
    let (mut id, mut link_until, mut breaks) = (0, 0, 0);
    while id < tree.nodes.len() {
        while let Some(container) = containers.last()
            && containers.len() > 1
            && tree.end(*container) <= id
        {
            containers.pop();
            run.finish(&mut blocks);
        }
        if skip.get(id) == Some(&true) {
            id = tree.end(id);
            continue;
        }
        match tree.name(id) {
            "" => {
                let text = tree.text(id);
                let letters = u32::try_from(letter_count(text)).unwrap_or(u32::MAX);
                if letters > 0 {
                    breaks = 0;
                    let linked = if id < link_until { letters } else { 0 };
                    run.add_counts(id, containers.last().copied().unwrap_or(0), letters, linked);
                }
                if run.is_open() {
                    run.push_text(text);
                }
            }
            "br" => {
                breaks += 1;
                if breaks > 1 {
                    run.finish(&mut blocks);
                } else {
                    run.push_text(" ");
                }
            }
            "a" => {
                if tree.attr(id, "href").is_some_and(|h| !h.starts_with('#')) {
                    link_until = link_until.max(tree.end(id));
                }
            }
            name if continues_run(name) => {}
            _ => {
                run.finish(&mut blocks);
                containers.push(id);
                breaks = 0;
            }
        }
        id += 1;
    }
    run.finish(&mut blocks);
    blocks
}

/// The run that is being read.
#[derive(Default)]
struct Run {
    block: Option<TextBlock>,
}

impl Run {
    fn is_open(&self) -> bool {
        self.block.is_some()
    }

    fn add_counts(&mut self, id: DomId, container: DomId, letters: u32, linked: u32) {
        let block = self.block.get_or_insert_with(|| TextBlock {
            nodes: id..id,
            container,
            text: String::new(),
            letters: 0,
            linked: 0,
        });
        block.nodes.end = id + 1;
        block.letters = block.letters.saturating_add(letters);
        block.linked = block.linked.saturating_add(linked);
    }

    fn push_text(&mut self, text: &str) {
        let Some(block) = &mut self.block else {
            return;
        };
        push_collapsed(&mut block.text, text);
    }

    fn finish(&mut self, blocks: &mut Vec<TextBlock>) {
        if let Some(mut block) = self.block.take() {
            block.text.truncate(block.text.trim_end().len());
            blocks.push(block);
        }
    }
}

/// Returns true for an element that does not end a run of text: phrasing content, and custom elements, which a browser lays out
/// as such.
pub(super) fn continues_run(name: &str) -> bool {
    let embedded = matches!(
        name,
        "br" | "img" | "math" | "picture" | "rp" | "rt" | "source" | "wbr"
    );
    embedded || is_phrasing_element(name) || (name.contains('-') && name.is_ascii())
}
