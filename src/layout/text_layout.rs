//! Lines of a document, laid out unit by unit on demand: [`TextLayout`].

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::bidi::Direction;
use super::hyphenate::Hyphenator;
use super::prose::ProseSettings;
use super::segmentation::{Segmentation, UnitKind, segment_document};
use super::table_columns::TableLayout;
use super::unit_layout::LayoutContext;
use super::{ImageLayoutOptions, ImagePlacement, Options, TextLine, image};
use crate::model::{Block, BlockPosition, CodeKey, Document, Tokens, reading_minutes};

/// Position of a line in the layout: a unit, and a line in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinePosition {
    /// Index of the unit; 0 is the head of the article.
    pub unit: usize,
    /// Line in the unit, from 0, blank lines above it included.
    pub line: usize,
}

/// Position of a byte in the layout: a unit, and a byte in the text of that unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitPosition {
    /// Index of the unit; 0 is the head of the article.
    pub unit: usize,
    /// Byte in the text of the unit.
    pub byte: usize,
}

/// Document laid out for a width, unit by unit, on demand.
///
/// # Examples
///
/// ```
/// use std::sync::Arc;
///
/// use newsprint::layout::{LinePosition, Options, TextLayout};
/// use newsprint::model::{Block, Document, Inline};
///
/// let words = Inline::Text("Ink is older than paper.".to_owned());
/// let document = Document { blocks: vec![Block::Paragraph(vec![words])], ..Document::default() };
/// let mut layout = TextLayout::new(Arc::new(document), Options { width: 12, ..Options::default() });
///
/// assert_eq!(layout.unit_count(), 2);
/// let lines: Vec<String> = layout.lines(1).iter().map(|line| line.text()).collect();
/// assert_eq!(lines, ["", "Ink is older", "than paper."]);
///
/// // Byte 13 of the paragraph, "than", is on its second line of text.
/// assert_eq!(layout.line_of_byte(1, 13), LinePosition { unit: 1, line: 2 });
/// ```
#[derive(Debug)]
pub struct TextLayout {
    document: Arc<Document>,
    options: Options,
    segmentation: Segmentation,
    laid_out: Vec<Option<LaidOutUnit>>,
    /// Number of changes of the options. Lines of an older generation count as absent; dropping all of them at once
    /// would take longer than a key press may.
    generation: u32,
    /// Columns of tables, by block, node and child index: all units of a table share them.
    table_layouts: HashMap<(usize, Option<usize>, usize), TableLayout>,
    /// Direction of the article.
    direction: Direction,
    /// Hyphenator, once it was needed: the inner `None` is a language without one.
    hyphenator: Option<Option<Hyphenator>>,
    /// Reading time in minutes, once it was needed: the inner `None` is an article without words.
    minutes: Option<Option<usize>>,
    /// Note behind the facts of the head.
    head_note: Option<String>,
    /// Sizes of images.
    images: Option<ImageLayoutOptions>,
    /// Highlighted tokens of code blocks, as far as they have arrived.
    tokens: HashMap<CodeKey, Arc<Tokens>>,
}

#[derive(Debug)]
struct LaidOutUnit {
    generation: u32,
    lines: Vec<TextLine>,
}

impl TextLayout {
    /// Splits `document` into units; lays out nothing yet.
    pub fn new(document: Arc<Document>, options: Options) -> Self {
        let segmentation = segment_document(&document);
        let direction = Direction::of_document(&document);
        Self {
            laid_out: segmentation.units.iter().map(|_| None).collect(),
            generation: 0,
            document,
            options,
            segmentation,
            table_layouts: HashMap::new(),
            direction,
            hyphenator: None,
            minutes: None,
            head_note: None,
            images: None,
            tokens: HashMap::new(),
        }
    }

    /// Returns the current options.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Changes the options. Laid-out lines become invalid; the units stay the same.
    pub fn set_options(&mut self, options: Options) {
        if self.options != options {
            self.options = options;
            self.generation = self.generation.wrapping_add(1);
            self.table_layouts.clear();
        }
    }

    /// Sets the sizes of images, so that room is left for them. Laid-out lines become invalid.
    pub fn set_image_sizing(&mut self, images: Option<ImageLayoutOptions>) {
        if self.images != images {
            self.images = images;
            self.generation = self.generation.wrapping_add(1);
        }
    }

    /// Returns the sizes of images.
    pub fn image_sizing(&self) -> Option<&ImageLayoutOptions> {
        self.images.as_ref()
    }

    /// Adds highlighted tokens of code blocks. Their lines stay the same, only their spans change.
    pub fn set_tokens(&mut self, tokens: impl IntoIterator<Item = (CodeKey, Arc<Tokens>)>) {
        self.tokens.extend(tokens);
        for (unit, lines) in self.segmentation.units.iter().zip(&mut self.laid_out) {
            if matches!(unit.kind, UnitKind::Code(_)) {
                *lines = None;
            }
        }
    }

    /// Returns the position and size of a unit's image, if it is shown.
    pub fn image_placement(&self, unit: usize) -> Option<ImagePlacement<'_>> {
        let context = self.context();
        let text_unit = self
            .segmentation
            .units
            .get(unit)
            .filter(|u| u.kind == UnitKind::Image)?;
        let Some(Block::Image(image)) = context.leaf_block(text_unit) else {
            return None;
        };
        let width = context.inner_width(unit);
        let size = image::size_in_cells(image, self.images.as_ref(), width)?;
        Some(ImagePlacement {
            url: image.url.as_deref()?,
            line: usize::from(text_unit.blank_lines_above),
            column: context.inner_column(unit) as u16,
            columns: size.columns as u16,
            rows: size.rows as u16,
        })
    }

    /// Sets the word count of the article, from which the head computes the reading time. Without it the head counts
    /// the words when it is laid out, which takes 20 ms for a million.
    pub fn set_word_count(&mut self, words: usize) {
        let minutes = Some((words > 0).then(|| reading_minutes(words)));
        if self.minutes != minutes {
            self.minutes = minutes;
            if let Some(head) = self.laid_out.first_mut() {
                *head = None;
            }
        }
    }

    /// Sets a note that the head shows behind its facts.
    pub fn set_head_note(&mut self, note: Option<String>) {
        if self.head_note != note {
            self.head_note = note;
            if let Some(head) = self.laid_out.first_mut() {
                *head = None;
            }
        }
    }

    /// Drops the lines of all units more than `distance` units away from `unit_in_view`; they are laid out again when requested.
    pub fn drop_far_lines(&mut self, unit_in_view: usize, distance: usize) {
        for (unit, lines) in self.laid_out.iter_mut().enumerate() {
            if unit.abs_diff(unit_in_view) > distance {
                *lines = None;
            }
        }
    }

    /// Returns the number of units: at least one, the head.
    pub fn unit_count(&self) -> usize {
        self.laid_out.len()
    }

    /// Returns the lines of a unit, laying it out if necessary. At least one line, blank lines above the unit included;
    /// none if `unit` is out of range.
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
        let mut table_layouts = std::mem::take(&mut self.table_layouts);
        let context = self.context();
        let unit = self.segmentation.units.get(index);
        let tokens = match unit.and_then(|unit| context.leaf_block(unit)) {
            Some(Block::CodeBlock { language, text }) if !self.tokens.is_empty() => {
                let key = CodeKey::of(language.as_deref(), text);
                key.and_then(|key| self.tokens.get(&key))
            }
            _ => None,
        };
        let tokens = tokens.map(|tokens| tokens.as_slice()).unwrap_or_default();
        let table_layout = match unit.map(|unit| (unit, context.leaf_block(unit))) {
            Some((unit, Some(Block::Table(table))))
                if matches!(unit.kind, UnitKind::TableRows(_)) =>
            {
                let key = (unit.block, unit.node, unit.child);
                let width = context.inner_width(index);
                let wide = context.inner_wide_columns(index);
                let table_layout = || TableLayout::new(table, width, wide);
                Some(&*table_layouts.entry(key).or_insert_with(table_layout))
            }
            _ => None,
        };
        let lines = context.lay_out(index, table_layout, tokens);
        self.table_layouts = table_layouts;
        lines
    }

    /// Returns the lines of a unit if it has been laid out: for drawing, which changes nothing.
    pub fn laid_out_lines(&self, unit: usize) -> Option<&[TextLine]> {
        let laid_out = self.laid_out.get(unit)?.as_ref()?;
        (laid_out.generation == self.generation).then_some(&laid_out.lines)
    }

    /// Returns the text of a unit, in which [`TextSpan::source`](super::TextSpan::source) counts bytes.
    pub fn unit_text(&self, unit: usize) -> Cow<'_, str> {
        let unit = self.segmentation.units.get(unit);
        unit.map(|unit| self.context().unit_text(unit))
            .unwrap_or_default()
    }

    fn context(&self) -> LayoutContext<'_> {
        let hyphenator = self.hyphenator.flatten();
        LayoutContext {
            document: &self.document,
            segmentation: &self.segmentation,
            settings: ProseSettings {
                options: &self.options,
                default_direction: self.direction,
                fixed_direction: None,
                hyphenator: hyphenator.filter(|_| self.options.hyphenate),
                is_justified: self.options.justify,
            },
            minutes: self.minutes.flatten(),
            head_note: self.head_note.as_deref(),
            images: self.images.as_ref(),
        }
    }

    /// Returns the number of characters before a unit; that of the whole article for `unit_count()`.
    pub fn characters_before(&self, unit: usize) -> usize {
        let unit = self.segmentation.units.get(unit);
        unit.map_or(self.segmentation.characters, |unit| unit.characters_before)
    }

    /// Returns the first unit of a block of the document.
    pub fn unit_of_block(&self, block: usize) -> usize {
        let last = self.laid_out.len().saturating_sub(1);
        self.segmentation
            .first_units
            .get(block)
            .copied()
            .unwrap_or(last)
    }

    /// Returns the block that a unit belongs to; `None` for the head.
    pub fn block_of_unit(&self, unit: usize) -> Option<usize> {
        let unit = self.segmentation.units.get(unit)?;
        (unit.kind != UnitKind::Head).then_some(unit.block)
    }

    /// Converts the byte `byte` of a block's text to the unit that shows it. The line feed between two units is the end
    /// of the first.
    pub fn unit_position(&self, block: usize, byte: usize) -> UnitPosition {
        let first = self.unit_of_block(block);
        let end = self.segmentation.first_units.get(block + 1).copied();
        let end = end.unwrap_or(self.segmentation.units.len());
        let units = self.segmentation.units.get(first..end).unwrap_or_default();
        let index = units.partition_point(|unit| unit.start <= byte);
        let index = index.saturating_sub(1);
        let start = units.get(index).map_or(0, |unit| unit.start);
        UnitPosition {
            unit: first + index,
            byte: byte.saturating_sub(start),
        }
    }

    /// Converts the byte `byte` of a unit's text to a position in the document; `None` for the head. The inverse of
    /// [`TextLayout::unit_position`].
    pub fn block_position(&self, unit: usize, byte: usize) -> Option<BlockPosition> {
        let block = self.block_of_unit(unit)?;
        let start = self.segmentation.units.get(unit)?.start;
        Some(BlockPosition {
            block,
            byte: start + byte,
        })
    }

    /// Returns the line of a unit that shows the byte `offset` of its text.
    pub fn line_of_byte(&mut self, unit: usize, offset: usize) -> LinePosition {
        let lines = self.lines(unit);
        // Cells of a table stand side by side, so the spans are tried before the lines.
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

    /// Returns the first line of a unit that is not a gap.
    pub fn first_text_line(&mut self, unit: usize) -> LinePosition {
        let line = self.lines(unit).iter().position(|l| !l.is_gap).unwrap_or(0);
        LinePosition { unit, line }
    }
}
