//! Footnotes of Markdown: [`Footnotes`].

use std::collections::HashMap;

use crate::extract::targets;
use crate::model::{Block, List, ListItem};

/// Footnotes: numbers in the order of their first reference, and definitions as they come.
#[derive(Default)]
pub(super) struct Footnotes {
    numbers: HashMap<String, usize>,
    pub(super) definitions: Vec<(String, Vec<Block>)>,
}

impl Footnotes {
    /// Returns the number of a note, the next one if it has none yet.
    pub(super) fn number_of(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_owned()).or_insert(next)
    }

    /// Returns the definitions under their numbers; `None` if there are none.
    pub(super) fn into_list(mut self) -> Option<List> {
        let mut notes = std::mem::take(&mut self.definitions);
        if notes.is_empty() {
            return None;
        }
        for (label, _) in &notes {
            self.number_of(label);
        }
        notes.sort_by_key(|(label, _)| self.numbers.get(label).copied());
        let items = notes.into_iter().map(|(label, mut blocks)| {
            let number = self.number_of(&label);
            let mark = targets::insert_target_mark(&format!("fn-{number}"));
            match blocks.first_mut() {
                Some(Block::Paragraph(content)) => content.insert(0, mark),
                _ => blocks.insert(0, Block::Paragraph(vec![mark])),
            }
            ListItem {
                checked: None,
                blocks,
            }
        });
        Some(List {
            start: Some(1),
            items: items.collect(),
        })
    }
}
