//! Inlines as one run of text with formats and links beside it: [`InlineText`], and the conversion of ranges of it to
//! spans.

use std::ops::{AddAssign, Range};
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::columns::{SOFT_HYPHEN, is_simple_grapheme};
use super::{Role, SpanFormat, TextSpan};
use crate::model::Inline;

/// Text to be wrapped, with the formats and links of its parts.
#[derive(Debug, Default)]
pub(super) struct InlineText {
    /// The text.
    pub(super) text: String,
    /// Starts of formats and links, in order; each run reaches to the next.
    runs: Vec<FormatRun>,
    /// Offset of the first byte in the unit's text.
    pub(super) base: usize,
}

#[derive(Debug, Default, PartialEq)]
struct FormatRun {
    start: usize,
    format: SpanFormat,
    link: Option<Arc<str>>,
}

impl InlineText {
    /// Creates text without formats.
    pub(super) fn unformatted(text: impl Into<String>, base: usize) -> Self {
        Self {
            text: text.into(),
            runs: Vec::new(),
            base,
        }
    }

    /// Creates the bytes `range` of the text of inlines.
    pub(super) fn from_range(inlines: &[Inline], range: Range<usize>, base: usize) -> Self {
        let mut builder = InlineTextBuilder {
            range,
            position: 0,
            text: Self::unformatted(String::new(), base),
        };
        builder.push_inlines(inlines, SpanFormat::default(), None);
        builder.text
    }

    /// Creates the whole text of inlines.
    pub(super) fn from_inlines(inlines: &[Inline], base: usize) -> Self {
        Self::from_range(inlines, 0..usize::MAX, base)
    }

    /// Returns the byte range of the unit's text for a range of this text.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        self.base + range.start..self.base + range.end
    }

    /// Returns true if the byte `at` is in inline code.
    pub(super) fn is_code(&self, at: usize) -> bool {
        let index = self.runs.partition_point(|run| run.start <= at);
        let run = index.checked_sub(1).and_then(|index| self.runs.get(index));
        run.is_some_and(|run| run.format.code)
    }

    /// Returns true if a part of the text is deleted.
    pub(super) fn has_deletion(&self) -> bool {
        self.runs.iter().any(|run| run.format.deleted)
    }

    /// Returns a range of the text as spans. Soft hyphens are left out, a tab becomes a space; no grapheme is split
    /// between two spans.
    pub(super) fn spans(&self, range: Range<usize>, role: Role) -> Vec<TextSpan> {
        let mut spans = Vec::new();
        let mut start = range.start;
        let mut index = self
            .runs
            .partition_point(|run| run.start <= start)
            .saturating_sub(1);
        while start < range.end {
            let next = self.runs.get(index + 1).map_or(range.end, |run| run.start);
            let end = self.next_grapheme_boundary(start, next, range.end);
            if end > start {
                self.push_spans(&mut spans, start..end, self.runs.get(index), role);
                start = end;
            }
            index += 1;
        }
        spans
    }

    /// Returns the first grapheme boundary at or after `wanted`, counting graphemes from `start`.
    fn next_grapheme_boundary(&self, start: usize, wanted: usize, limit: usize) -> usize {
        if wanted >= limit {
            return limit;
        }
        let plain = |c: Option<char>| c.is_some_and(is_simple_grapheme);
        let (before, after) = self.text.split_at_checked(wanted).unwrap_or_default();
        if wanted <= start || plain(before.chars().next_back()) && plain(after.chars().next()) {
            return wanted.max(start);
        }
        let text = self.text.get(start..limit).unwrap_or_default();
        let mut ends = text.grapheme_indices(true).map(|(at, _)| start + at);
        ends.find(|end| *end >= wanted).unwrap_or(limit)
    }

    fn push_spans(
        &self,
        spans: &mut Vec<TextSpan>,
        range: Range<usize>,
        run: Option<&FormatRun>,
        role: Role,
    ) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let mut at = range.start;
        let span = |text: &str, source| TextSpan {
            text: text.to_owned(),
            role,
            format: run.map(|run| run.format).unwrap_or_default(),
            source,
            link: run.and_then(|run| run.link.clone()),
        };
        for part in text.split_inclusive([SOFT_HYPHEN, '\t']) {
            let shown = part.strip_suffix([SOFT_HYPHEN, '\t']).unwrap_or(part);
            if !shown.is_empty() {
                spans.push(span(shown, Some(self.base + at)));
            }
            if part.ends_with('\t') {
                spans.push(span(" ", None));
            }
            at += part.len();
        }
    }
}

/// Collects the part of the text of inlines that lies in a range.
struct InlineTextBuilder {
    range: Range<usize>,
    position: usize,
    text: InlineText,
}

impl InlineTextBuilder {
    fn push_inlines(&mut self, inlines: &[Inline], format: SpanFormat, link: Option<&Arc<str>>) {
        for inline in inlines {
            if self.position >= self.range.end {
                return;
            }
            match inline {
                Inline::Text(text) => self.push_text(text, format, link),
                Inline::Code(text) => self.push_text(
                    text,
                    SpanFormat {
                        code: true,
                        ..format
                    },
                    link,
                ),
                Inline::Emphasis(content) => {
                    let italic = true;
                    self.push_inlines(content, SpanFormat { italic, ..format }, link);
                }
                Inline::Strong(content) => {
                    let bold = true;
                    self.push_inlines(content, SpanFormat { bold, ..format }, link);
                }
                Inline::Deletion(content) => {
                    let deleted = true;
                    self.push_inlines(content, SpanFormat { deleted, ..format }, link);
                }
                Inline::Insertion(content) => {
                    let inserted = true;
                    self.push_inlines(content, SpanFormat { inserted, ..format }, link);
                }
                Inline::Link { url, content } => {
                    self.push_inlines(content, format, Some(&Arc::from(url.as_str())));
                }
                Inline::LineBreak => self.push_text("\n", format, link),
            }
        }
    }

    fn push_text(&mut self, text: &str, format: SpanFormat, link: Option<&Arc<str>>) {
        let start = self
            .range
            .start
            .saturating_sub(self.position)
            .min(text.len());
        let end = self.range.end.saturating_sub(self.position).min(text.len());
        self.position += text.len();
        let Some(text) = text.get(start..end).filter(|text| !text.is_empty()) else {
            return;
        };
        let last = self.text.runs.last();
        if last.is_none_or(|run| run.format != format || run.link.as_ref() != link) {
            self.text.runs.push(FormatRun {
                start: self.text.text.len(),
                format,
                link: link.cloned(),
            });
        }
        self.text.text.push_str(text);
    }
}

/// Length of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TextSize {
    pub(super) bytes: usize,
    pub(super) characters: usize,
}

impl TextSize {
    /// Returns the length of a text.
    pub(super) fn of_text(text: &str) -> Self {
        Self {
            bytes: text.len(),
            characters: text.chars().count(),
        }
    }

    /// Returns the length of the text of inlines.
    pub(super) fn of_inlines(inlines: &[Inline]) -> Self {
        let mut sum = Self::default();
        for inline in inlines {
            sum += match inline {
                Inline::Text(text) | Inline::Code(text) => Self::of_text(text),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Deletion(content)
                | Inline::Insertion(content)
                | Inline::Link { content, .. } => Self::of_inlines(content),
                Inline::LineBreak => Self::of_text("\n"),
            };
        }
        sum
    }
}

impl AddAssign for TextSize {
    fn add_assign(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.characters += other.characters;
    }
}
