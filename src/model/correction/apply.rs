//! Application of corrections to a document: [`apply_corrections`].

use std::collections::{HashMap, HashSet};

use super::parts::{ArticlePart, article_parts, comparable_letters, row_text};
use super::{Correction, PartKey};
use crate::model::{Block, Document, Inline, List, Table, count_words, plain_text};

/// Number of parts behind a place that are compared with a line to be inserted there: a later extraction may have it there.
const COMPARED_PARTS: usize = 3;

/// Applies corrections to a document, and adjusts its record of what was left out. Parts that the document does not have are
/// passed over; a line whose place is no longer there comes to the end.
///
/// The order of the corrections has no influence on the result.
pub fn apply_corrections(document: &mut Document, corrections: &[Correction]) {
    if corrections.is_empty() {
        return;
    }
    let parts = article_parts(&document.blocks);
    let index: HashMap<(String, usize), usize> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| (comparable_key(&part.key), at))
        .collect();
    let find = |key: &PartKey| index.get(&comparable_key(key)).copied();
    let mut removed: HashSet<usize> = HashSet::new();
    let mut inserted: Vec<Insertion<'_>> = Vec::new();
    for correction in corrections {
        match correction {
            Correction::Remove { parts: keys, lines } => {
                let found: Vec<usize> = keys.iter().filter_map(find).collect();
                let mut is_new = false;
                for at in found {
                    if removed.insert(at) {
                        is_new = true;
                        let text = parts.get(at).map_or("", |part| &part.text);
                        document.left_out.words += count_words(text);
                    }
                }
                document.left_out.lines += if is_new { *lines } else { 0 };
            }
            Correction::Insert {
                line,
                after,
                distance,
                lines,
            } => {
                let at = match after {
                    None => 0,
                    Some(key) => find(key).map_or(parts.len(), |at| at + 1),
                };
                if is_there(&parts, at, &line.text) {
                    continue;
                }
                inserted.push(Insertion {
                    part: at,
                    distance: *distance,
                    text: &line.text,
                });
                let left_out = &mut document.left_out;
                left_out.lines = left_out.lines.saturating_sub(*lines);
                left_out.words = left_out.words.saturating_sub(count_words(&line.text));
            }
        }
    }
    inserted.sort_by_key(|insertion| (insertion.part, insertion.distance));
    rebuild_blocks(document, &parts, &removed, &inserted);
}

/// Returns a form of a key in which equal ones are the same.
fn comparable_key(key: &PartKey) -> (String, usize) {
    (comparable_letters(&key.text), key.occurrence)
}

/// Line that is inserted.
struct Insertion<'a> {
    /// Number of parts in front of it.
    part: usize,
    /// Number of left-out lines in front of it behind the last of these parts.
    distance: usize,
    text: &'a str,
}

/// Returns true if one of the parts from `at` on has the text of a line.
fn is_there(parts: &[ArticlePart], at: usize, line: &str) -> bool {
    let letters = comparable_letters(line);
    let near = parts.iter().skip(at).take(COMPARED_PARTS);
    near.into_iter().any(|part| part.letters == letters)
}

/// Removes parts, inserts lines as paragraphs, and moves the targets of links with their blocks. A line after a part inside a
/// block stands behind that block.
fn rebuild_blocks(
    document: &mut Document,
    parts: &[ArticlePart],
    removed: &HashSet<usize>,
    inserted: &[Insertion<'_>],
) {
    let old = std::mem::take(&mut document.blocks);
    let mut new_places = Vec::with_capacity(old.len());
    let mut insertions = inserted.iter().peekable();
    let mut part = 0;
    for (at, mut block) in old.into_iter().enumerate() {
        let first_part = part;
        while let Some(insertion) = insertions.next_if(|next| next.part <= first_part) {
            document.blocks.push(paragraph(insertion.text));
        }
        let of_block = parts.iter().skip(part);
        let count = of_block.take_while(|part| part.block == at).count();
        part += count;
        let is_changed = (first_part..part).any(|part| removed.contains(&part));
        let stays = !is_changed || {
            let mut number = first_part;
            remove_parts(&mut block, &mut number, removed)
        };
        new_places.push((document.blocks.len(), is_changed));
        document.blocks.extend(stays.then_some(block));
    }
    document
        .blocks
        .extend(insertions.map(|insertion| paragraph(insertion.text)));
    for target in &mut document.targets {
        if let Some((block, is_changed)) = new_places.get(target.block) {
            target.block = *block;
            target.offset = if *is_changed { 0 } else { target.offset };
        }
    }
    let count = document.blocks.len();
    document.targets.retain(|target| target.block < count);
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Inline::Text(text.to_owned())])
}

/// Removes parts of a block; `next` is the number of its first part, afterwards that of the first part behind it. Returns
/// false if nothing of the block stays.
fn remove_parts(block: &mut Block, next: &mut usize, removed: &HashSet<usize>) -> bool {
    let mut is_removed = |text: &str| {
        let is_part = !comparable_letters(text).is_empty();
        let number = *next;
        *next += usize::from(is_part);
        is_part && removed.contains(&number)
    };
    match block {
        Block::Heading(heading) => !is_removed(&plain_text(&heading.content)),
        Block::Paragraph(content) => {
            let lines = content.split(|inline| *inline == Inline::LineBreak);
            let stay: Vec<&[Inline]> = lines
                .filter(|line| !is_removed(&plain_text(line)))
                .collect();
            let stays = !stay.is_empty();
            *content = stay.join(&Inline::LineBreak);
            stays
        }
        Block::List(list) => {
            remove_from_list(list, next, removed);
            !list.items.is_empty()
        }
        Block::BlockQuote(blocks) => {
            blocks.retain_mut(|block| remove_parts(block, next, removed));
            !blocks.is_empty()
        }
        Block::CodeBlock { text, .. } => {
            let lines = text.split('\n').filter(|line| !is_removed(line));
            let stay: Vec<&str> = lines.collect();
            let stays = stay.iter().any(|line| !line.trim().is_empty());
            *text = stay.join("\n");
            stays
        }
        Block::Table(table) => {
            let Table {
                caption,
                head_rows,
                rows,
                ..
            } = table;
            if is_removed(&plain_text(caption)) {
                caption.clear();
            }
            let (mut row_number, heads) = (0, *head_rows);
            rows.retain(|row| {
                let stays = !is_removed(&row_text(row));
                *head_rows -= usize::from(!stays && row_number < heads);
                row_number += 1;
                stays
            });
            !rows.is_empty() || !caption.is_empty()
        }
        Block::Image(_) => !is_removed(&block.text()),
        Block::ThematicBreak => true,
    }
}

/// Removes parts of a list. The items that stay have the numbers that they had.
fn remove_from_list(list: &mut List, next: &mut usize, removed: &HashSet<usize>) {
    if list.start.is_some() {
        let numbers: Vec<u64> = list.numbers().collect();
        for (item, number) in list.items.iter_mut().zip(numbers) {
            item.number = Some(number);
        }
    }
    list.items.retain_mut(|item| {
        let was_empty = item.blocks.is_empty();
        item.blocks
            .retain_mut(|block| remove_parts(block, next, removed));
        was_empty || !item.blocks.is_empty()
    });
}
