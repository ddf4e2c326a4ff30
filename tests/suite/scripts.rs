//! Tests of scripts: right-to-left text, scripts without spaces, clusters that stay whole, and how lines are drawn.

mod charsets;
mod hyphens;
mod properties;
mod right_to_left;
mod without_spaces;

use std::sync::Arc;

use newsprint::layout::{Options, TextLayout, TextLine};
use newsprint::model::{Block, Document, Inline, Metadata};
use unicode_segmentation::UnicodeSegmentation;

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn article(blocks: Vec<Block>) -> Document {
    Document {
        metadata: Metadata::default(),
        blocks,
        ..Document::default()
    }
}

fn in_language(lang: &str, blocks: Vec<Block>) -> Document {
    let mut document = article(blocks);
    document.metadata.lang = Some(lang.to_owned());
    document
}

fn wide(width: u16) -> Options {
    Options {
        width,
        ..Options::default()
    }
}

/// The lines of all units but the head, without the white space above them.
fn lines(document: Document, options: Options) -> Vec<TextLine> {
    let mut layout = TextLayout::new(Arc::new(document), options);
    let units = 1..layout.unit_count();
    let lines = units.flat_map(|unit| layout.lines(unit).to_vec());
    lines.filter(|line| !line.is_gap).collect()
}

/// The same as they are seen.
fn seen(document: Document, options: Options) -> Vec<String> {
    let lines = lines(document, options);
    lines.iter().map(TextLine::text).collect()
}

/// A line read from its right end, grapheme by grapheme.
fn from_the_right(line: &str) -> String {
    line.graphemes(true).rev().collect()
}

/// The columns of a text.
fn columns(text: &str) -> usize {
    let graphemes = text.graphemes(true);
    graphemes.map(unicode_width::UnicodeWidthStr::width).sum()
}

/// The columns at which the bytes of a word stand on a line.
fn place(line: &TextLine, unit: &str, word: &str) -> std::ops::Range<usize> {
    let start = unit.find(word).unwrap();
    let end = start + word.len();
    let (mut column, mut found) = (0, Vec::new());
    for span in &line.spans {
        for (at, grapheme) in span.text.grapheme_indices(true) {
            let shows = |source: usize| (start..end).contains(&(source + at));
            if span.source.is_some_and(shows) {
                found.push(column);
            }
            column += columns(grapheme);
        }
    }
    let first = *found.iter().min().unwrap();
    let last = *found.iter().max().unwrap();
    assert_eq!(found.len(), last + 1 - first, "{word} is torn apart");
    first..last + 1
}
