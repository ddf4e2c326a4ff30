//! The document cut into units, and their lines: [`TextLayout`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::bidi::Direction;
use super::hyphenate::Hyphenator;
use super::prose::ProseSettings;
use super::segmentation::{Segmentation, UnitKind, segment_document};
use super::table::TableLayout;
use super::unit_layout::LayoutContext;
use super::{ImageLayoutOptions, ImagePlacement, Options, TextLine, image};
use crate::model::{Block, CodeKey, Document, Tokens, reading_minutes};

/// A place on a page: the unit, and the line in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinePosition {
    /// The index of the unit; 0 is the head of the article.
    pub unit: usize,
    /// The line in it, from 0, gap lines included.
    pub line: usize,
}

/// A document laid out for a width, unit by unit, on demand.
#[derive(Debug)]
pub struct TextLayout {
    document: Arc<Document>,
    options: Options,
    segmentation: Segmentation,
    laid_out: Vec<Option<LaidOutUnit>>,
    /// How often the options have changed. Lines of an older generation are as good as forgotten, but to drop all of them at
    /// once would take longer than a key may.
    generation: u32,
    /// The columns of tables, by block, node and place in it: all units of a table share them.
    grids: HashMap<(usize, Option<usize>, usize), TableLayout>,
    /// The direction of the article.
    direction: Direction,
    /// Parts its words, once that was asked for.
    hyphenator: Option<Option<Hyphenator>>,
    /// The reading time, once it was asked for.
    minutes: Option<Option<usize>>,
    /// What is known of its images.
    images: Option<ImageLayoutOptions>,
    /// What the words of its code are, as far as that is known.
    tokens: HashMap<CodeKey, Arc<Tokens>>,
}

#[derive(Debug)]
struct LaidOutUnit {
    generation: u32,
    lines: Vec<TextLine>,
}

impl TextLayout {
    /// Cuts `document` into units; lays out nothing yet.
    pub fn new(document: Arc<Document>, options: Options) -> Self {
        let segmentation = segment_document(&document);
        let direction = Direction::of_document(&document);
        Self {
            laid_out: segmentation.units.iter().map(|_| None).collect(),
            generation: 0,
            document,
            options,
            segmentation,
            grids: HashMap::new(),
            direction,
            hyphenator: None,
            minutes: None,
            images: None,
            tokens: HashMap::new(),
        }
    }

    /// What the page was laid out for.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The same document for other options; what was laid out is forgotten, the units stay the same.
    pub fn set_options(&mut self, options: Options) {
        if self.options != options {
            self.options = options;
            self.generation = self.generation.wrapping_add(1);
            self.grids.clear();
        }
    }

    /// Says how large the article's images are, so that room is left for them; what was laid out is forgotten.
    pub fn set_images(&mut self, images: Option<ImageLayoutOptions>) {
        if self.images != images {
            self.images = images;
            self.generation = self.generation.wrapping_add(1);
        }
    }

    /// What is known of the article's images.
    pub fn images(&self) -> Option<&ImageLayoutOptions> {
        self.images.as_ref()
    }

    /// Says what the words of code blocks are. Their lines stay as they are, only the spans change.
    pub fn set_tokens(&mut self, tokens: impl IntoIterator<Item = (CodeKey, Arc<Tokens>)>) {
        self.tokens.extend(tokens);
        for (unit, lines) in self.segmentation.units.iter().zip(&mut self.laid_out) {
            if matches!(unit.kind, UnitKind::Code(_)) {
                *lines = None;
            }
        }
    }

    /// The image of a unit, if it is to be shown.
    pub fn image(&self, unit: usize) -> Option<ImagePlacement<'_>> {
        let page = self.context();
        let cut = self
            .segmentation
            .units
            .get(unit)
            .filter(|u| u.kind == UnitKind::Image)?;
        let Some(Block::Image(image)) = page.leaf(cut) else {
            return None;
        };
        let width = page.inner_width(unit);
        let (columns, rows) = image::size_in_cells(image, self.images.as_ref(), width)?;
        Some(ImagePlacement {
            url: image.url.as_deref()?,
            line: usize::from(cut.blank_lines_above),
            column: page.inner_column(unit) as u16,
            columns: columns as u16,
            rows: rows as u16,
        })
    }

    /// Takes over how many words the article has, if somebody counted them before: the head says how long they take to read.
    /// Without this the head counts them when it is laid out, which takes 20 ms for a million.
    pub fn set_word_count(&mut self, words: usize) {
        let minutes = Some((words > 0).then(|| reading_minutes(words)));
        if self.minutes != minutes {
            self.minutes = minutes;
            if let Some(head) = self.laid_out.first_mut() {
                *head = None;
            }
        }
    }

    /// Forgets the lines of all units but those at most `keep` units away from `around`; they are laid out again when asked for.
    pub fn drop_far_lines(&mut self, around: usize, keep: usize) {
        for (unit, lines) in self.laid_out.iter_mut().enumerate() {
            if unit.abs_diff(around) > keep {
                *lines = None;
            }
        }
    }

    /// How many units there are: at least one, the head.
    pub fn unit_count(&self) -> usize {
        self.laid_out.len()
    }

    /// The lines of a unit, laid out now if they were not. At least one line. Out of range: no lines.
    pub fn lines(&mut self, unit: usize) -> &[TextLine] {
        if self.laid_out_lines(unit).is_none() && unit < self.laid_out.len() {
            let lines = self.lay_out(unit);
            let generation = self.generation;
            if let Some(slot) = self.laid_out.get_mut(unit) {
                *slot = Some(LaidOutUnit { generation, lines });
            }
        }
        self.laid_out_lines(unit).unwrap_or_default()
    }

    fn lay_out(&mut self, index: usize) -> Vec<TextLine> {
        if index == 0 && self.minutes.is_none() {
            self.set_word_count(self.document.words());
        }
        if self.options.hyphenate && self.hyphenator.is_none() {
            self.hyphenator = Some(Hyphenator::of_document(&self.document));
        }
        let mut grids = std::mem::take(&mut self.grids);
        let page = self.context();
        let unit = self.segmentation.units.get(index);
        let tokens = match unit.and_then(|unit| page.leaf(unit)) {
            Some(Block::CodeBlock { language, text }) if !self.tokens.is_empty() => {
                let key = CodeKey::of(language.as_deref(), text);
                key.and_then(|key| self.tokens.get(&key))
            }
            _ => None,
        };
        let tokens = tokens.map(|tokens| tokens.as_slice()).unwrap_or_default();
        let grid = match unit.map(|unit| (unit, page.leaf(unit))) {
            Some((unit, Some(Block::Table(table))))
                if matches!(unit.kind, UnitKind::TableRows(_)) =>
            {
                let key = (unit.block, unit.node, unit.child);
                let width = page.inner_width(index);
                let grid = || TableLayout::new(table, width);
                Some(&*grids.entry(key).or_insert_with(grid))
            }
            _ => None,
        };
        let lines = page.lay_out(index, grid, tokens);
        self.grids = grids;
        lines
    }

    /// The lines of a unit if they have been laid out: for drawing, which changes nothing.
    pub fn laid_out_lines(&self, unit: usize) -> Option<&[TextLine]> {
        let laid = self.laid_out.get(unit)?.as_ref()?;
        (laid.generation == self.generation).then_some(&laid.lines)
    }

    /// The text of a unit, to search in: what [`TextSpan::source`](super::TextSpan::source) counts in.
    pub fn unit_text(&self, unit: usize) -> Cow<'_, str> {
        let unit = self.segmentation.units.get(unit);
        unit.map(|unit| self.context().text(unit))
            .unwrap_or_default()
    }

    fn context(&self) -> LayoutContext<'_> {
        let hyphenator = self.hyphenator.flatten();
        LayoutContext {
            document: &self.document,
            cut: &self.segmentation,
            setting: ProseSettings {
                options: &self.options,
                default_direction: self.direction,
                fixed_direction: None,
                hyphenator: hyphenator.filter(|_| self.options.hyphenate),
                is_justified: self.options.justify,
            },
            minutes: self.minutes.flatten(),
            images: self.images.as_ref(),
        }
    }

    /// How many characters of the article come before the unit; `unit_count()` gives the whole.
    pub fn characters_before(&self, unit: usize) -> usize {
        let unit = self.segmentation.units.get(unit);
        unit.map_or(self.segmentation.characters, |unit| unit.characters_before)
    }

    /// The first unit of a block of the document.
    pub fn unit_of_block(&self, block: usize) -> usize {
        let last = self.laid_out.len().saturating_sub(1);
        self.segmentation
            .first_units
            .get(block)
            .copied()
            .unwrap_or(last)
    }

    /// The block that a unit belongs to; `None` for the head.
    pub fn block_of_unit(&self, unit: usize) -> Option<usize> {
        let unit = self.segmentation.units.get(unit)?;
        (unit.kind != UnitKind::Head).then_some(unit.block)
    }

    /// The place of a byte of a block's text (as [`crate::model::Block::text`] gives it): the unit and the byte in its text.
    /// The line feed between two units is the end of the first.
    pub fn unit_position(&self, block: usize, offset: usize) -> (usize, usize) {
        let first = self.unit_of_block(block);
        let end = self.segmentation.first_units.get(block + 1).copied();
        let end = end.unwrap_or(self.segmentation.units.len());
        let units = self.segmentation.units.get(first..end).unwrap_or_default();
        let index = units.partition_point(|unit| unit.start <= offset);
        let index = index.saturating_sub(1);
        let start = units.get(index).map_or(0, |unit| unit.start);
        (first + index, offset.saturating_sub(start))
    }

    /// The reverse of [`TextLayout::locate`]; `None` for the head.
    pub fn block_position(&self, unit: usize, offset: usize) -> Option<(usize, usize)> {
        let block = self.block_of_unit(unit)?;
        let start = self.segmentation.units.get(unit)?.start;
        Some((block, start + offset))
    }

    /// The line of a unit that shows the byte `offset` of its text.
    pub fn line_of_byte(&mut self, unit: usize, offset: usize) -> LinePosition {
        let lines = self.lines(unit);
        // Cells of a table stand side by side, so the spans decide before the lines do.
        let shows = |line: &TextLine| {
            line.spans.iter().any(|span| {
                let start = span.source.unwrap_or(usize::MAX);
                start <= offset && offset - start < span.text.len()
            })
        };
        let starts = |line: &TextLine| !line.source.is_empty() && line.source.start <= offset;
        let found = lines.iter().position(shows);
        let found = found.or_else(|| lines.iter().rposition(starts));
        match found {
            Some(line) => LinePosition { unit, line },
            None => self.first_text_line(unit),
        }
    }

    /// The first line of a unit that is not white space.
    pub fn first_text_line(&mut self, unit: usize) -> LinePosition {
        let line = self.lines(unit).iter().position(|l| !l.is_gap).unwrap_or(0);
        LinePosition { unit, line }
    }
}
