//! Numbers and collects the footnotes of a Markdown file: [`Footnotes`].

use std::collections::HashMap;

use crate::extract::targets;
use crate::model::{Block, List, ListItem};

/// Numbers of footnotes in the order of their first reference, and their definitions.
#[derive(Default)]
pub(super) struct Footnotes {
    /// Numbers by label, from 1.
    numbers: HashMap<String, usize>,
    /// Labels and blocks of the definitions, in the order of the source.
    pub(super) definitions: Vec<(String, Vec<Block>)>,
}

impl Footnotes {
    /// Returns the number of a footnote; a new label gets the next number.
    pub(super) fn number_of(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_owned()).or_insert(next)
    }

    /// Returns the definitions as a numbered list; `None` without any. Footnotes without a reference come last.
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
            let mark = targets::target_mark(&format!("fn-{number}"));
            match blocks.first_mut() {
                Some(Block::Paragraph(content)) => content.insert(0, mark),
                _ => blocks.insert(0, Block::Paragraph(vec![mark])),
            }
            ListItem {
                checked: None,
                number: None,
                blocks,
            }
        });
        Some(List {
            start: Some(1),
            items: items.collect(),
            ..List::default()
        })
    }
}
