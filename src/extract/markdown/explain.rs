//! Records what became of each part of a Markdown file: [`trace_source`].

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::extract::trace::{Evidence, LineRole, SourceLine, Trace};
use crate::model::{Block, Metadata};

/// Records the lines of `text`, whose part `body` was read as Markdown.
///
/// Lines of the front matter are metadata; comments and definitions of links are hidden. A paragraph above the text that is
/// not in the article is left out, or became metadata if it stands below the title.
pub(super) fn trace_source(
    text: &str,
    body: &str,
    metadata: &Metadata,
    blocks: &[Block],
    trace: &mut Trace,
) {
    let lines = LineStarts::of_text(text);
    let offset = text.len().saturating_sub(body.len());
    push_lines(
        text,
        lines.of_range(0..offset),
        LineRole::Metadata,
        Vec::new(),
        trace,
    );
    let shown: BTreeSet<String> = blocks.iter().map(|block| letters(&block.text())).collect();
    let title = metadata.title.as_deref().map(letters);
    let mut is_above_title = title.is_some();
    let mut is_above_text = true;
    let mut next_line = lines.of_range(offset..offset).start;
    for part in root_parts(body) {
        let range = lines.of_range(offset + part.range.start..offset + part.range.end);
        if range.start < next_line {
            continue;
        }
        // Lines between two parts are definitions of links.
        push_lines(
            text,
            next_line..range.start,
            LineRole::Hidden,
            Vec::new(),
            trace,
        );
        next_line = range.end;
        let is_shown = is_start_of_any(&letters(part.text_before_note()), &shown);
        let (role, evidence) = match part.kind {
            PartKind::Heading(_) if is_above_title && title == Some(letters(&part.text)) => {
                is_above_title = false;
                (LineRole::Title, Vec::new())
            }
            PartKind::Heading(level) => (LineRole::Heading(level), Vec::new()),
            PartKind::Comment => (LineRole::Hidden, Vec::new()),
            PartKind::Paragraph if is_shown || !is_above_text => (LineRole::Content, Vec::new()),
            PartKind::Paragraph if is_above_title && part.is_linked => {
                (LineRole::LeftOut, vec![Evidence::LinkShare(1.0)])
            }
            PartKind::Paragraph if is_above_title => (LineRole::LeftOut, vec![Evidence::Position]),
            PartKind::Paragraph if part.has_image => {
                (LineRole::LeftOut, vec![Evidence::Markup("img".to_owned())])
            }
            PartKind::Paragraph => (LineRole::Metadata, vec![Evidence::Position]),
            PartKind::Other if is_above_title && !is_shown => {
                (LineRole::LeftOut, vec![Evidence::Position])
            }
            PartKind::Other => (LineRole::Content, Vec::new()),
        };
        is_above_text &= role != LineRole::Content;
        push_lines(text, range, role, evidence, trace);
    }
    push_lines(
        text,
        next_line..lines.0.len(),
        LineRole::Hidden,
        Vec::new(),
        trace,
    );
}

/// Pushes one record for the lines, unless they are blank.
fn push_lines(
    text: &str,
    lines: Range<usize>,
    role: LineRole,
    evidence: Vec<Evidence>,
    trace: &mut Trace,
) {
    let lines_of_text = text.lines().skip(lines.start).take(lines.len());
    let words = lines_of_text.map(str::trim).collect::<Vec<_>>().join("\n");
    if !words.trim().is_empty() {
        trace.push(|| SourceLine {
            lines,
            text: words.trim().to_owned(),
            role,
            evidence,
        });
    }
}

/// Offsets of the first byte of each line.
struct LineStarts(Vec<usize>);

impl LineStarts {
    fn of_text(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        if starts.last() == Some(&text.len()) {
            starts.pop();
        }
        Self(starts)
    }

    /// Returns the numbers of the lines that a range of bytes touches.
    fn of_range(&self, range: Range<usize>) -> Range<usize> {
        let first = self.0.partition_point(|start| *start <= range.start);
        let first = match range.is_empty() {
            true => self.0.partition_point(|start| *start < range.start),
            false => first.saturating_sub(1),
        };
        first
            ..self
                .0
                .partition_point(|start| *start < range.end)
                .max(first)
    }
}

/// A block at the top level of a Markdown file.
struct RootPart {
    range: Range<usize>,
    kind: PartKind,
    text: String,
    /// Length of the text before the first reference to a footnote, in bytes: the article has a number there.
    first_note: Option<usize>,
    /// True if a paragraph has a link or an image.
    is_linked: bool,
    has_image: bool,
}

impl RootPart {
    fn text_before_note(&self) -> &str {
        let end = self.first_note.filter(|end| *end > 0);
        self.text
            .get(..end.unwrap_or(self.text.len()))
            .unwrap_or_default()
    }
}

/// Returns true if one of the blocks begins with these letters: an image has a caption behind its text.
fn is_start_of_any(letters: &str, blocks: &BTreeSet<String>) -> bool {
    let mut from = blocks.range(letters.to_owned()..);
    !letters.is_empty() && from.next().is_some_and(|block| block.starts_with(letters))
}

/// Kind of a block at the top level.
#[derive(PartialEq, Eq)]
enum PartKind {
    Heading(u8),
    Paragraph,
    Comment,
    Other,
}

/// Returns the blocks at the top level, in order.
fn root_parts(body: &str) -> Vec<RootPart> {
    let mut parts: Vec<RootPart> = Vec::new();
    let mut depth = 0usize;
    for (event, range) in Parser::new_ext(body, Options::all()).into_offset_iter() {
        let part = |kind| RootPart {
            range: range.clone(),
            kind,
            text: String::new(),
            first_note: None,
            is_linked: false,
            has_image: false,
        };
        let last = parts.last_mut();
        match event {
            Event::Start(tag) => {
                match (&tag, last) {
                    (Tag::Link { .. }, Some(last)) => last.is_linked = true,
                    (Tag::Image { .. }, Some(last)) => last.has_image = true,
                    _ => {}
                }
                if depth == 0 {
                    parts.push(part(match tag {
                        Tag::Heading { level, .. } => PartKind::Heading(level as u8),
                        Tag::Paragraph => PartKind::Paragraph,
                        Tag::HtmlBlock => PartKind::Comment,
                        _ => PartKind::Other,
                    }));
                }
                depth += 1;
            }
            Event::End(TagEnd::HtmlBlock) if depth == 1 => {
                if let Some(last) = last
                    && last.kind == PartKind::Comment
                    && !is_comment(&last.text)
                {
                    last.kind = PartKind::Other;
                }
                depth = 0;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) | Event::Code(text) | Event::Html(text) => {
                if let Some(last) = last {
                    last.text.push_str(&text);
                }
            }
            Event::FootnoteReference(_) => {
                if let Some(last) = last {
                    last.first_note.get_or_insert(last.text.len());
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(last) = last {
                    last.text.push(' ');
                }
            }
            Event::Rule if depth == 0 => parts.push(part(PartKind::Other)),
            _ => {}
        }
    }
    parts
}

/// Returns true if HTML is nothing but comments.
fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inside) = rest.strip_prefix("<!--") {
        rest = inside
            .split_once("-->")
            .map_or("", |(_, after)| after)
            .trim_start();
    }
    rest.is_empty()
}

/// Returns the letters of a text, for comparison.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
