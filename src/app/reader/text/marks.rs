//! Bookmarked places in the text: the place that a new bookmark would have, and the places to be marked on the screen.

use unicode_segmentation::UnicodeSegmentation;

use super::mark::{PlaceMark, PlaceToBookmark};
use super::{ReaderText, TopImage};
use crate::layout::{LinePosition, UnitPosition};
use crate::model::{Anchor, Block, BlockPosition, Bookmark, BookmarkId};

/// Maximum characters of the stored sentence.
const MAX_QUOTE_CHARS: usize = 300;

impl ReaderText {
    /// Returns the place that a bookmark made now would have: the current match or the line last jumped to if visible,
    /// else the first visible line with words. `None` if there are no words.
    pub fn place_to_bookmark(&self) -> Option<PlaceToBookmark> {
        let last = self.document.blocks.len().checked_sub(1)?;
        // Above the first block there is only the head of the article.
        let BlockPosition {
            block,
            byte: offset,
        } = self
            .visible_match()
            .map(|(_, position)| position)
            .unwrap_or_else(|| {
                let line = self.current_line();
                line.map_or_else(BlockPosition::default, |(_, position)| position)
            });
        let block = block.min(last);
        let text = self.document.blocks.get(block)?.text();
        let (start, sentence) = sentence_at(&text, offset);
        let quote: String = sentence.trim().chars().take(MAX_QUOTE_CHARS).collect();
        let heading = |block: &&Block| matches!(block, Block::Heading(_));
        let upto = self.document.blocks.get(..=block).unwrap_or_default();
        let section = upto.iter().rev().find(heading).map(Block::text);
        Some(PlaceToBookmark {
            anchor: Anchor::at(&self.document, block, start),
            section,
            quote: Some(quote).filter(|quote| !quote.is_empty()),
        })
    }

    /// Returns the bookmark of the place that [`ReaderText::place_to_bookmark`] returns, else one that is marked on its
    /// line.
    pub fn bookmark_on_current_line(&self) -> Option<BookmarkId> {
        let place = self.place_to_bookmark()?;
        let same = |mark: &&PlaceMark| {
            let (one, other) = (&mark.anchor, &place.anchor);
            (&one.prefix, one.offset, &one.heading) == (&other.prefix, other.offset, &other.heading)
        };
        let at = match self.visible_match() {
            Some((at, _)) => Some(at),
            None => self.current_line().map(|(at, _)| at),
        };
        let on_line = |mark: &&PlaceMark| at.is_some_and(|at| self.is_on_line(mark, at));
        let exact = self.marks.iter().find(same);
        let found = exact.or_else(|| self.marks.iter().find(on_line));
        found.map(|mark| mark.bookmark)
    }

    /// Returns the line last jumped to if visible, else the first visible line with words; and its position in the
    /// document: block and byte.
    fn current_line(&self) -> Option<(LinePosition, BlockPosition)> {
        let jumped = self.last_jump.filter(|at| self.visible_lines.contains(at));
        let from = jumped.and_then(|at| self.visible_lines.iter().position(|other| *other == at));
        let view = self
            .visible_lines
            .get(from.unwrap_or(0)..)
            .unwrap_or_default();
        view.iter().find_map(|at| {
            let line = self.layout.laid_out_lines(at.unit)?.get(at.line)?;
            let position = self.layout.block_position(at.unit, line.source.start)?;
            (!line.is_gap && !line.text().trim().is_empty()).then_some((*at, position))
        })
    }

    /// Returns the line of the current match if it is visible, and the position of the match in the document: block and
    /// byte.
    pub(super) fn visible_match(&self) -> Option<(LinePosition, BlockPosition)> {
        let hit = self.find.as_ref()?.current()?;
        let holds = |at: &&LinePosition| {
            let lines = self.layout.laid_out_lines(at.unit);
            let line = lines.and_then(|lines| lines.get(at.line));
            at.unit == hit.unit && line.is_some_and(|l| l.source.contains(&hit.range.start))
        };
        let at = self.visible_lines.iter().find(holds)?;
        Some((*at, self.layout.block_position(hit.unit, hit.range.start)?))
    }

    /// Goes to a bookmarked place: its line comes to the top, and the cursor stands on it.
    pub fn go_to_place(&mut self, anchor: &Anchor) {
        if let Some(BlockPosition { block, byte }) = anchor.resolve(&self.document) {
            self.top_image = TopImage::default();
            let position = self.layout.unit_position(block, byte);
            let at = self.line_of_position(position, 0);
            self.jump_to(at);
        }
    }

    /// Sets the bookmarked places to be marked.
    pub fn set_place_marks(&mut self, bookmarks: &[Bookmark]) {
        let mark = |bookmark: &Bookmark| {
            let anchor = bookmark.anchor.clone()?;
            let BlockPosition { block, byte } = anchor.resolve(&self.document)?;
            let UnitPosition { unit, byte } = self.layout.unit_position(block, byte);
            Some(PlaceMark {
                bookmark: bookmark.id,
                anchor,
                unit,
                byte,
            })
        };
        self.marks = bookmarks.iter().filter_map(mark).collect();
    }

    /// Returns the rows of the screen, from the top, that have a bookmarked place.
    pub fn marked_rows(&self) -> Vec<usize> {
        if self.marks.is_empty() {
            return Vec::new();
        }
        let marked = |(_, at): &(usize, &LinePosition)| {
            self.marks.iter().any(|mark| self.is_on_line(mark, **at))
        };
        let rows = self.visible_lines.iter().enumerate().filter(marked);
        rows.map(|(row, _)| row).collect()
    }

    /// Returns the bookmarks of the places on the screen, from the top.
    pub fn bookmarks_in_view(&self) -> Vec<BookmarkId> {
        let lines = self.visible_lines.iter();
        let marks =
            lines.flat_map(|at| self.marks.iter().filter(|mark| self.is_on_line(mark, *at)));
        marks.map(|mark| mark.bookmark).collect()
    }

    /// Returns true if a bookmarked place is on a line.
    fn is_on_line(&self, mark: &PlaceMark, at: LinePosition) -> bool {
        let lines = self.layout.laid_out_lines(at.unit);
        let line = lines.and_then(|lines| lines.get(at.line));
        mark.unit == at.unit
            && line.is_some_and(|line| {
                let source = &line.source;
                !line.is_gap && (source.contains(&mark.byte) || mark.byte == source.start)
            })
    }
}

/// Returns the sentence at a byte of a text, and its first byte.
fn sentence_at(text: &str, offset: usize) -> (usize, &str) {
    let mut found = (0, "");
    for (start, sentence) in text.split_sentence_bound_indices() {
        if start > offset {
            break;
        }
        found = (start, sentence);
    }
    found
}
