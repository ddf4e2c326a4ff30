//! The laid-out text of an article on the screen: [`ReaderText`], its position, its visible lines and its search.
//!
//! A position in the layout is a unit and a line in it, never a line number of the whole text, so that only the units
//! near the screen have to be laid out.

mod changes;
mod find;
mod images;
mod lines;
mod link;
mod links;
mod mark;
mod marks;
mod matches;
mod motion;
mod selection;
mod sideways;
mod top_image;

use std::sync::Arc;

use crate::layout::{LinePosition, Options, TextLayout, TextLine, UnitPosition, percent_shown};
use crate::model::{Anchor, ArticleId, BlockPosition, Document, ReadingPosition, Section};

use find::BYTES_PER_STEP;
pub use find::{Find, MatchCount};
pub use images::ImageInView;
pub use link::{LinkInView, SelectedLink};
use mark::PlaceMark;
pub use mark::PlaceToBookmark;
pub use sideways::SidewaysScroll;
use top_image::TopImage;

/// The laid-out text of an article, and the part of it on the screen.
#[derive(Debug)]
pub struct ReaderText {
    /// Article.
    id: ArticleId,
    /// Document of the article, or its source.
    document: Arc<Document>,
    /// Layout of the document.
    layout: TextLayout,
    /// Sections of the document.
    sections: Vec<Section>,
    /// For each section, the layout unit of its heading.
    headings: Vec<usize>,
    /// Rows of the page.
    height: usize,
    /// Line on the top row.
    top: LinePosition,
    /// The words at the top when a key last moved: unit and byte. Another width starts from here, so that words don't drift.
    words_at_top: UnitPosition,
    /// Blank lines between the top row and the words.
    lines_above: usize,
    /// Part of an image that is hidden above the top row.
    top_image: TopImage,
    /// Line that was last jumped to.
    last_jump: Option<LinePosition>,
    /// Lines on the screen, from the top.
    visible_lines: Vec<LinePosition>,
    /// For each line on the screen, its visible part, if it is wider than the pane.
    visible_parts: Vec<Option<TextLine>>,
    /// Columns by which lines wider than the pane are scrolled sideways.
    scrolled_columns: usize,
    /// Search in the text.
    find: Option<Find>,
    /// Selected link.
    selected: Option<SelectedLink>,
    /// Selected bytes of the first block.
    selected_bytes: Option<std::ops::Range<usize>>,
    /// Bookmarked places.
    marks: Vec<PlaceMark>,
}

/// A position in the laid-out text: the words at the top, by unit and byte, and the blank lines above them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextPosition {
    /// Layout unit.
    unit: usize,
    /// Byte in the text of the unit.
    byte: usize,
    above: usize,
}

/// Units on each side of the top line whose layout is kept.
const CACHED_UNITS: usize = 400;

impl ReaderText {
    /// Returns the text of an article with `words` words, at its start, laid out for `options` and `height` rows.
    pub fn new(
        id: ArticleId,
        document: Arc<Document>,
        words: usize,
        options: Options,
        height: u16,
    ) -> Self {
        let mut layout = TextLayout::new(document.clone(), options);
        layout.set_word_count(words);
        let mut reader = Self {
            id,
            sections: Vec::new(),
            headings: Vec::new(),
            document,
            layout,
            height: usize::from(height).max(1),
            top: LinePosition::default(),
            words_at_top: UnitPosition::default(),
            lines_above: 0,
            top_image: TopImage::default(),
            last_jump: None,
            visible_lines: Vec::new(),
            visible_parts: Vec::new(),
            scrolled_columns: 0,
            find: None,
            selected: None,
            selected_bytes: None,
            marks: Vec::new(),
        };
        reader.find_headings();
        reader.top = reader.layout.first_text_line(0);
        reader.update_view();
        reader
    }

    /// Finds the sections and the units of their headings.
    fn find_headings(&mut self) {
        self.sections = self.document.sections();
        self.headings = self
            .sections
            .iter()
            .map(|s| self.layout.unit_of_block(s.block))
            .collect();
    }

    /// Returns the article.
    pub fn id(&self) -> ArticleId {
        self.id
    }

    /// Returns the document.
    pub fn document(&self) -> &Arc<Document> {
        &self.document
    }

    /// Returns true if the text begins with the title.
    pub fn has_title(&self) -> bool {
        self.document.metadata.title.is_some()
    }

    /// Returns the sections, in reading order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Returns the search in the text.
    pub fn find(&self) -> Option<&Find> {
        self.find.as_ref()
    }

    /// Returns the lines on the screen from the top, with their positions. There are fewer than the rows near the end. Of
    /// a line wider than the pane it is the visible part.
    pub fn visible(&self) -> impl Iterator<Item = (LinePosition, &TextLine)> {
        let lines = self.visible_lines.iter().zip(&self.visible_parts);
        lines.filter_map(|(at, part)| {
            let whole = || self.layout.laid_out_lines(at.unit)?.get(at.line);
            Some((*at, part.as_ref().or_else(whole)?))
        })
    }

    /// Returns the rows of the page.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Returns the row of the line that was last jumped to, or 0.
    pub fn cursor_row(&self) -> usize {
        self.last_jump
            .and_then(|at| self.visible_lines.iter().position(|p| *p == at))
            .unwrap_or(0)
    }

    /// Returns the number of the section of the top line, from 1; 0 before the first heading.
    pub fn section_number(&self) -> usize {
        self.headings.partition_point(|unit| *unit <= self.top.unit)
    }

    /// Returns the section of the top line.
    pub fn section(&self) -> Option<&Section> {
        self.sections.get(self.section_number().checked_sub(1)?)
    }

    /// Returns the part of the article up to the last visible line, in percent of its characters; 100 only at its end.
    pub fn percent(&self) -> u8 {
        let total = self.layout.characters_before(self.layout.unit_count());
        let shown = self.visible_lines.last().map_or(0, |at| {
            let start = self.layout.characters_before(at.unit);
            let length = self.layout.characters_before(at.unit + 1) - start;
            let lines = self
                .layout
                .laid_out_lines(at.unit)
                .map_or(1, <[_]>::len)
                .max(1);
            start + length * (at.line + 1) / lines
        });
        percent_shown(shown, total, self.is_at_end())
    }

    /// Returns true if the last line of the article is on the screen.
    pub fn is_at_end(&self) -> bool {
        let last = self.layout.unit_count().saturating_sub(1);
        let Some(bottom) = self.visible_lines.last() else {
            return true;
        };
        let lines = self.layout.laid_out_lines(last).map(<[_]>::len);
        bottom.unit == last && lines.is_some_and(|lines| bottom.line + 1 >= lines)
    }

    /// Returns true if the first line of the article is on the top row.
    pub fn is_at_start(&self) -> bool {
        self.top.unit == 0
            && self
                .layout
                .laid_out_lines(0)
                .is_none_or(|l| self.top.line <= l.iter().position(|l| !l.is_gap).unwrap_or(0))
    }

    /// Returns the position in the laid-out text. It is cheap to compute, and valid until the document is replaced.
    pub fn position(&self) -> TextPosition {
        TextPosition {
            unit: self.words_at_top.unit,
            byte: self.words_at_top.byte,
            above: self.lines_above,
        }
    }

    /// Returns the reading position; `None` in the head of the article.
    pub fn reading_position(&self) -> Option<ReadingPosition> {
        self.reading_position_of(self.position())
    }

    /// Returns the reading position of a position in the laid-out text; `None` in the head of the article.
    pub fn reading_position_of(&self, position: TextPosition) -> Option<ReadingPosition> {
        let start = self.layout.block_position(position.unit, position.byte)?;
        Some(ReadingPosition {
            anchor: Anchor::at(&self.document, start.block, start.byte),
            lines_above: position.above,
        })
    }

    /// Goes to a reading position; `None` is the start.
    pub fn restore_position(&mut self, position: Option<&ReadingPosition>) {
        let found = position.and_then(|position| {
            Some((
                position.anchor.resolve(&self.document)?,
                position.lines_above,
            ))
        });
        let at = match found {
            Some((BlockPosition { block, byte }, above)) => {
                self.top_image = TopImage::default();
                let position = self.layout.unit_position(block, byte);
                self.line_of_position(position, above)
            }
            None => self.layout.first_text_line(0),
        };
        self.move_to(at);
    }

    /// Returns the line of a byte of a unit, or one of up to `above` blank lines before it.
    fn line_of_position(&mut self, position: UnitPosition, above: usize) -> LinePosition {
        let UnitPosition { unit, byte } = position;
        let mut at = self.layout.line_of_byte(unit, byte);
        if let Some(image) = self.layout.image_placement(unit).filter(|_| byte == 0) {
            let rows = usize::from(image.rows);
            at.line = image.line + self.top_image.hidden_of(rows);
        }
        let lines = self.layout.lines(unit);
        let gap = lines
            .iter()
            .take(at.line)
            .rev()
            .take_while(|line| line.is_gap)
            .count();
        LinePosition {
            line: at.line - gap.min(above),
            ..at
        }
    }

    /// Replaces the document: more of standard input has arrived, or a newer extraction. The words at the top stay
    /// there.
    pub fn replace(&mut self, document: Arc<Document>, words: usize) {
        let position = self.reading_position();
        let at_start = self.is_at_start();
        self.layout = TextLayout::new(document.clone(), self.layout.options().clone());
        self.layout.set_word_count(words);
        self.document = document;
        self.find_headings();
        (self.last_jump, self.selected) = (None, None);
        if at_start {
            self.move_to(LinePosition::default());
        } else {
            self.restore_position(position.as_ref());
        }
        if let Some(find) = self.find.take() {
            self.find = Some(match find.is_seeking() {
                true => Find::seek_from(find.query(), self.words_at_top),
                false => Find::new(find.query(), self.words_at_top),
            });
            self.update_view();
        }
    }

    /// Lays out the text for another width or height; the words at the top stay there.
    pub fn resize(&mut self, mut options: Options, height: u16) {
        options.has_prose_in_code = self.layout.options().has_prose_in_code;
        let height = usize::from(height).max(1);
        if *self.layout.options() == options && self.height == height {
            return;
        }
        self.height = height;
        if *self.layout.options() != options {
            self.layout.set_options(options);
            self.restore_top();
        }
        self.update_view();
    }

    /// Moves the top line to the words that were at the top before the layout has changed.
    fn restore_top(&mut self) {
        self.top = self.line_of_position(self.words_at_top, self.lines_above);
        let jumped = self.last_jump.map(|at| at.unit);
        self.last_jump = jumped.map(|unit| self.layout.first_text_line(unit));
    }

    /// Lays out the visible lines; every motion ends with it.
    fn update_view(&mut self) {
        let mut view = Vec::with_capacity(self.height);
        let mut at = Some(self.top);
        while let Some(position) = at.filter(|_| view.len() < self.height) {
            view.push(position);
            at = self.line_after(position);
        }
        self.visible_lines = view;
        self.update_visible_parts();
        self.layout.drop_far_lines(self.top.unit, CACHED_UNITS);
    }

    /// Moves a line to the top row.
    fn move_to(&mut self, at: LinePosition) {
        self.top = at;
        self.top_image =
            self.layout
                .image_placement(at.unit)
                .map_or_else(TopImage::default, |image| {
                    let rows = usize::from(image.rows);
                    TopImage {
                        hidden_rows: at.line.saturating_sub(image.line).min(rows),
                        rows,
                    }
                });
        let lines = self.layout.lines(at.unit);
        self.lines_above = lines
            .iter()
            .skip(at.line)
            .take_while(|line| line.is_gap)
            .count();
        self.words_at_top = UnitPosition {
            unit: at.unit,
            byte: lines
                .get(at.line + self.lines_above)
                .map_or(0, |line| line.source.start),
        };
        self.update_view();
    }

    /// Moves a line to the top row and puts the cursor on it.
    fn jump_to(&mut self, at: LinePosition) {
        self.last_jump = Some(at);
        self.move_to(at);
    }

    /// Returns the blocks of the section of the top line, with its heading; before the first heading, the blocks above
    /// it.
    pub fn section_blocks(&self) -> std::ops::Range<usize> {
        let number = self.section_number();
        let block = |i: usize| self.sections.get(i).map(|s| s.block);
        let start = number.checked_sub(1).and_then(block).unwrap_or(0);
        start..block(number).unwrap_or(self.document.blocks.len())
    }

    /// Starts a search for `query` and goes to the first match from `origin` on. An empty query ends the search. In a
    /// long article, the match may be found later by [`ReaderText::run_idle_work`].
    pub fn start_find(&mut self, query: &str, origin: LinePosition) {
        if query.is_empty() {
            self.find = None;
            return self.move_to(origin);
        }
        let byte = self
            .layout
            .lines(origin.unit)
            .get(origin.line)
            .map_or(0, |line| line.source.start);
        self.find = Some(Find::seek_from(
            query,
            UnitPosition {
                unit: origin.unit,
                byte,
            },
        ));
        if self.step_to_match(true, BYTES_PER_STEP) != Some(true) {
            self.move_to(origin);
        }
    }

    /// Returns true while the first match is being searched for.
    pub fn is_seeking(&self) -> bool {
        self.find.as_ref().is_some_and(Find::is_seeking)
    }

    /// Returns true if [`ReaderText::next_match`] needs to search no further for its result.
    pub fn is_next_match_known(&self, forward: bool) -> bool {
        self.find
            .as_ref()
            .is_none_or(|find| find.is_next_known(forward, self.words_at_top))
    }

    /// Ends the search; the position stays.
    pub fn end_find(&mut self) -> bool {
        self.find.take().is_some()
    }

    /// Returns the top line, for a search to return to.
    pub fn top(&self) -> LinePosition {
        self.top
    }

    /// Moves a line that was the top line back to the top row.
    pub fn return_to(&mut self, top: LinePosition) {
        self.move_to(top);
    }

    /// Goes to the next or previous match. False if the article has none. A key waits until the result is known, so
    /// that this function searches nothing.
    pub fn next_match(&mut self, forward: bool) -> bool {
        self.step_to_match(forward, usize::MAX) == Some(true)
    }

    /// Goes to the next or previous match, searching about `bytes` bytes at most. `None` if the match is not in them.
    fn step_to_match(&mut self, forward: bool, bytes: usize) -> Option<bool> {
        let Some(mut find) = self.find.take() else {
            return Some(false);
        };
        // After scrolling away from the current match, the search continues from the top line.
        let current = find
            .current()
            .map(|hit| self.layout.line_of_byte(hit.unit, hit.range.start));
        if current.is_some_and(|at| !self.visible_lines.contains(&at)) {
            find.restart(self.words_at_top);
        }
        let found = find.advance(&self.layout, forward, bytes);
        self.find = Some(find);
        let Some(hit) = found? else {
            return Some(false);
        };
        let at = self.layout.line_of_byte(hit.unit, hit.range.start);
        self.last_jump = Some(at);
        // A visible match does not move the text; another one comes to the upper third of the screen.
        if self.visible_lines.contains(&at) {
            self.update_view();
        } else {
            let to = self.line_above(at, self.height / 3);
            let limit = self.last_top().max(self.layout.first_text_line(0));
            self.move_to(to.min(limit));
        }
        self.show_columns(at, hit.range);
        Some(true)
    }

    /// Searches a further part of the article if a search is on. False if nothing was left to do.
    pub fn run_idle_work(&mut self) -> bool {
        let Some(find) = &mut self.find else {
            return false;
        };
        let more = find.scan(&self.layout);
        if find.is_seeking() {
            self.step_to_match(true, 0);
        }
        more
    }
}
