//! Segments of the shown source, and the selected one: [`SourceSelection`].

use std::ops::Range;

use crate::model::{Correction, SegmentRole, SourceText};

/// Columns before each line of the source, for its mark.
const MARK_BYTES: usize = 2;

/// Segments of the shown source, and the selected one.
#[derive(Debug, Default)]
pub(in crate::app::reader) struct SourceSelection {
    segments: Vec<ShownSegment>,
    selected: usize,
    /// First byte of the match of a search that was selected last.
    followed_match: Option<usize>,
}

/// Segment of the shown source.
#[derive(Debug)]
struct ShownSegment {
    /// Bytes in the shown text.
    range: Range<usize>,
    /// Number of its first line, from 1.
    line: usize,
    role: SegmentRole,
    correction: Option<Correction>,
    is_corrected: bool,
}

/// Change of the article that the selected segment offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct OfferedCorrection {
    /// Correction.
    pub(in crate::app) correction: Correction,
    /// True if the correction is added, false if it is removed again.
    pub(in crate::app) is_set: bool,
}

impl SourceSelection {
    /// Returns the segments of a source with the first text selected, and the text that is shown: each line with a mark in
    /// front of it, `-` if it is left out, `+` if the user has taken it in.
    pub(super) fn new(source: &SourceText) -> (Self, String) {
        let mut text = String::new();
        let mut segments = Vec::with_capacity(source.segments.len());
        let mut line_number = 1;
        for segment in &source.segments {
            let start = text.len();
            let mark = match (segment.role, segment.is_corrected) {
                (SegmentRole::LeftOut, _) => "- ",
                (SegmentRole::Text, true) => "+ ",
                (SegmentRole::Text | SegmentRole::Details | SegmentRole::Blank, _) => "  ",
            };
            debug_assert_eq!(mark.len(), MARK_BYTES);
            let line = line_number;
            for content in segment.text.split('\n') {
                text.push_str(mark);
                text.push_str(content);
                text.push('\n');
                line_number += 1;
            }
            segments.push(ShownSegment {
                range: start..text.len(),
                line,
                role: segment.role,
                correction: segment.correction.clone(),
                is_corrected: segment.is_corrected,
            });
        }
        text.pop();
        let mut selection = Self {
            segments,
            selected: 0,
            followed_match: None,
        };
        if selection.is_blank(0) {
            selection.step(true);
        }
        (selection, text)
    }

    /// Selects the segment with the same place in the text as the selected one of `other`.
    pub(super) fn select_as(&mut self, other: &Self) {
        self.selected = other.selected.min(self.segments.len().saturating_sub(1));
        self.followed_match = other.followed_match;
    }

    /// Selects the first segment with text, or the last one.
    pub(super) fn select_end(&mut self, is_last: bool) {
        self.selected = match is_last {
            true => self.segments.len().saturating_sub(1),
            false => 0,
        };
        if self.is_blank(self.selected) {
            self.step(!is_last);
        }
    }

    /// Selects the segment with a line, by its number from 1, or the next one with text; the last one if there are fewer.
    pub(super) fn select_line(&mut self, number: usize) {
        let behind = self
            .segments
            .partition_point(|segment| segment.line <= number);
        self.selected = behind.saturating_sub(1);
        if self.is_blank(self.selected) && !self.step(true) {
            self.step(false);
        }
    }

    /// Selects the segment with the current match of a search, given by its first byte, when that has changed.
    pub(super) fn follow_match(&mut self, found: Option<usize>) {
        if found == self.followed_match {
            return;
        }
        self.followed_match = found;
        if let Some(byte) = found {
            let behind = self
                .segments
                .partition_point(|segment| segment.range.start <= byte);
            self.selected = behind.saturating_sub(1);
        }
    }

    /// Returns the bytes of the selected segment in the shown text.
    pub(super) fn range(&self) -> Option<Range<usize>> {
        let segment = self.segments.get(self.selected)?;
        Some(segment.range.clone())
    }

    /// Selects the next or previous segment with text. False if there is none.
    pub(super) fn step(&mut self, forward: bool) -> bool {
        self.select_next(forward, |segment| segment.role != SegmentRole::Blank)
    }

    /// Selects the next or previous segment that is left out or corrected. False if there is none.
    pub(super) fn step_to_left_out(&mut self, forward: bool) -> bool {
        self.select_next(forward, |segment| {
            segment.role == SegmentRole::LeftOut || segment.is_corrected
        })
    }

    fn select_next(&mut self, forward: bool, wanted: impl Fn(&ShownSegment) -> bool) -> bool {
        let mut candidates: Box<dyn Iterator<Item = usize>> = match forward {
            true => Box::new(self.selected + 1..self.segments.len()),
            false => Box::new((0..self.selected).rev()),
        };
        let found = candidates.find(|at| self.segments.get(*at).is_some_and(&wanted));
        drop(candidates);
        if let Some(at) = found {
            self.selected = at;
        }
        found.is_some()
    }

    fn is_blank(&self, at: usize) -> bool {
        let segment = self.segments.get(at);
        segment.is_some_and(|segment| segment.role == SegmentRole::Blank)
    }

    /// Selects the first segment with text that begins at or behind a byte of the shown text.
    pub(super) fn select_from(&mut self, byte: usize) {
        let at = self
            .segments
            .partition_point(|segment| segment.range.start < byte);
        self.selected = at.min(self.segments.len().saturating_sub(1));
        if self.is_blank(self.selected) && !self.step(true) {
            self.step(false);
        }
    }

    /// Returns the correction that the selected segment offers.
    ///
    /// # Errors
    /// The segment offers none; the error is the message to the user.
    pub(super) fn offered_correction(&self) -> Result<OfferedCorrection, &'static str> {
        let Some(segment) = self.segments.get(self.selected) else {
            return Err("The source has no lines");
        };
        match (&segment.correction, segment.role) {
            (Some(correction), _) => Ok(OfferedCorrection {
                correction: correction.clone(),
                is_set: !segment.is_corrected,
            }),
            (None, SegmentRole::Details) => {
                Err("Only text can be taken out, not title, date or markup")
            }
            (None, _) => Err("This line can't be taken out by itself; j and k select another line"),
        }
    }
}
