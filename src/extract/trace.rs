//! Record of what an extraction made of each line of its source: [`Trace`].
//!
//! 1. [`Trace::counting`] counts what is left out, for every extraction.
//! 2. [`Trace::explaining`] records every line with its role and its evidence as well, for `extract --explain` and for the
//!    reader's view of the source.

use std::ops::Range;

use crate::model::LeftOut;

/// A line of a plain text or of Markdown, or a block of the text of a page, and its part in the article.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceLine {
    /// Line numbers in the decoded source, from 0; empty for a page, whose blocks are not lines.
    pub lines: Range<usize>,
    /// Text of the line; of a page that of the block on one line.
    pub text: String,
    /// Part in the article.
    pub role: LineRole,
    /// Evidence for the role, strongest first.
    pub evidence: Vec<Evidence>,
}

/// Part that a line of the source has in the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineRole {
    /// The title.
    Title,
    /// Byline, date, publisher or standfirst.
    Metadata,
    /// A section heading and its level, 1 to 6.
    Heading(u8),
    /// Text of the article.
    Content,
    /// The caption of an image.
    Caption,
    /// A control or a text that a browser does not show: no text of the source.
    Hidden,
    /// Boilerplate that was left out.
    LeftOut,
}

/// A reason for the role of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// Probability that the line is part of the article, 0 to 1.
    Content(f32),
    /// Probability that the line is a heading, 0 to 1.
    Heading(f32),
    /// A named feature of the line and what it adds to the score: above 0 it speaks for the article.
    Feature(&'static str, f32),
    /// Name of the element, role or attribute of the page.
    Markup(String),
    /// A word of the class or id of an element.
    ClassWord(String),
    /// Share of the letters that stand in links, 0 to 1.
    LinkShare(f32),
    /// The line is boilerplate by its own words.
    Phrase,
    /// The line repeats the title or other metadata.
    Repeated,
    /// The line stands before, between or after lines with the same role.
    Position,
}

/// Receives the lines of a source during an extraction.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    left_out: LeftOut,
    lines: Option<Vec<SourceLine>>,
}

impl Trace {
    /// Returns a trace that only counts what is left out.
    pub(crate) fn counting() -> Self {
        Self::default()
    }

    /// Returns a trace that records all lines.
    pub(crate) fn explaining() -> Self {
        Self {
            lines: Some(Vec::new()),
            ..Self::default()
        }
    }

    /// Returns true if the lines are recorded.
    pub(crate) fn is_explaining(&self) -> bool {
        self.lines.is_some()
    }

    /// Adds lines and words that were left out to the counts.
    pub(crate) fn count_left_out(&mut self, lines: usize, words: usize) {
        self.left_out.lines += lines;
        self.left_out.words += words;
    }

    /// Appends a line with its role if lines are recorded. Counts nothing.
    pub(crate) fn push(&mut self, line: impl FnOnce() -> SourceLine) {
        if let Some(lines) = &mut self.lines {
            lines.push(line());
        }
    }

    /// Gives the first line of this text that stays another role, or appends the line if there is none.
    pub(crate) fn relabel(&mut self, text: &str, role: LineRole, evidence: &Evidence) {
        let Some(lines) = &mut self.lines else {
            return;
        };
        let stays = |line: &&mut SourceLine| {
            matches!(
                line.role,
                LineRole::Content | LineRole::Heading(_) | LineRole::Caption
            ) && line.text.split_whitespace().eq(text.split_whitespace())
        };
        match lines.iter_mut().find(stays) {
            Some(line) => {
                line.role = role;
                line.evidence.insert(0, evidence.clone());
            }
            None => lines.push(SourceLine {
                lines: 0..0,
                text: text.to_owned(),
                role,
                evidence: vec![evidence.clone()],
            }),
        }
    }

    /// Removes all counts and lines.
    pub(crate) fn clear(&mut self) {
        self.left_out = LeftOut::default();
        if let Some(lines) = &mut self.lines {
            lines.clear();
        }
    }

    /// Returns the counts and the lines.
    pub(crate) fn finish(self) -> (LeftOut, Vec<SourceLine>) {
        (self.left_out, self.lines.unwrap_or_default())
    }
}
