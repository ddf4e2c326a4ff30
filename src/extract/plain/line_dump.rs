//! Texts with very many lines, mostly logs and listings. They are kept verbatim, since looking at each line would cost
//! many times its bytes.
//!
//! 1. Only a text with more lines than [`MIN_LINES`] is inspected.
//! 2. Long lines, or lines whose sample shows wrapped prose, are handled as usual: they make few units.
//! 3. All others become code blocks, cut at blank lines if there are any, each small enough to be laid out at once.

use super::lines;
use crate::model::Block;

/// Number of lines that are too many to be weighed one by one.
const MIN_LINES: usize = 200_000;
/// Smallest mean length, in bytes, at which lines are taken for paragraphs or parts of them.
const LONG_LINE: usize = 60;
/// The least mean length of wrapped prose, in bytes.
const WRAPPED: usize = 30;
/// Length of the sample that shows whether a text is hard-wrapped, in bytes.
const SAMPLE: usize = 200_000;
/// The most lines of a block, and after how many a blank line ends it.
const BLOCK: usize = 1_000;
const ENOUGH: usize = 600;
/// The most bytes of a block.
const BLOCK_BYTES: usize = 200_000;

/// Returns the blocks of `text`, if it has too many short lines to be inspected line by line.
pub(super) fn line_dump_blocks(text: &str) -> Option<Vec<Block>> {
    // The last bytes of all that may end a line: quick to count, and never too few.
    let may_end = |b: &u8| matches!(b, b'\n' | b'\r' | 0x0b | 0x0c | 0x85 | 0xa8 | 0xa9);
    if text.len() < MIN_LINES || text.as_bytes().iter().filter(|b| may_end(b)).count() < MIN_LINES {
        return None;
    }
    let (mut count, mut bytes) = (0, 0);
    for line in text.split(lines::BREAKS) {
        let line = line.trim();
        count += usize::from(!line.is_empty());
        bytes += line.len();
    }
    if count < MIN_LINES {
        return None;
    }
    let mean = bytes / count;
    let usual = mean >= LONG_LINE || (mean >= WRAPPED && lines::is_wrapped(sample_lines(text)));
    (!usual).then(|| listings(text, None))
}

/// Returns a part of the middle.
fn sample_lines(text: &str) -> &str {
    let from = text.len() / 2;
    let boundary = |at: usize| (at..text.len()).find(|at| text.is_char_boundary(*at));
    let (from, to) = (boundary(from), boundary(from + SAMPLE));
    let from = from.unwrap_or(0);
    text.get(from..to.unwrap_or(text.len())).unwrap_or_default()
}

/// Returns the lines of `text` verbatim, in blocks that can each be laid out at once.
pub(in crate::extract) fn listings(text: &str, language: Option<&str>) -> Vec<Block> {
    let mut out = Vec::new();
    let mut block = String::new();
    let mut length = 0;
    for line in text.split(lines::BREAKS) {
        let line = line.trim_end();
        let blank = line.is_empty();
        if length >= BLOCK || block.len() >= BLOCK_BYTES || (blank && length >= ENOUGH) {
            push(&mut block, language, &mut out);
            length = 0;
        }
        if block.is_empty() && blank {
            continue;
        }
        if !block.is_empty() {
            block.push('\n');
        }
        block.push_str(line);
        length += 1;
    }
    push(&mut block, language, &mut out);
    out
}

/// Ends the block that was gathered.
fn push(block: &mut String, language: Option<&str>, out: &mut Vec<Block>) {
    let text = block.trim_end();
    if !text.is_empty() {
        out.push(Block::CodeBlock {
            language: language.map(str::to_owned),
            text: text.to_owned(),
        });
    }
    block.clear();
}
