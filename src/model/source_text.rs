//! Source of an article as it is shown: [`SourceText`].

use super::Correction;

/// Source of an article as it is shown: its segments in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceText {
    /// Segments. Each begins on a line of its own.
    pub segments: Vec<SourceSegment>,
}

/// Lines of a source that are part of the article, or left out, together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceSegment {
    /// Lines separated by `\n`, without a trailing one.
    pub text: String,
    /// Part in the article.
    pub role: SegmentRole,
    /// Correction that takes the segment out of the article or into it. `None` for lines that cannot be taken out by
    /// themselves, and for blank ones.
    pub correction: Option<Correction>,
    /// True if that correction is in force.
    pub is_corrected: bool,
}

/// Part that a segment of the source has in the article, corrections included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SegmentRole {
    /// Text of the article.
    Text,
    /// Title, byline, date, publisher or standfirst; markup without a text of its own.
    Details,
    /// Blank line.
    #[default]
    Blank,
    /// Text that was left out.
    LeftOut,
}

impl SourceText {
    /// Returns the number of lines that are left out.
    pub fn left_out_lines(&self) -> usize {
        let left_out = self.segments.iter();
        left_out
            .filter(|segment| segment.role == SegmentRole::LeftOut)
            .map(|segment| segment.text.split('\n').count())
            .sum()
    }
}
