//! Last step: labelled units to blocks. Items become lists, addresses become links.

use super::Label;
use super::lines::{PlainUnit, PlainUnitKind};
use crate::model::script::is_cjk;
use crate::model::{Alignment, Block, Heading, Image, Inline, List, ListItem, Numbering, Table};

/// Limit of the nesting of lists and quotes.
const MAX_DEPTH: usize = 8;

/// Returns the blocks of the units that are part of the article.
pub(super) fn plain_blocks(units: Vec<PlainUnit>, labels: &[Label], depth: usize) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    // Each unit is dropped when its block is made, so that the text is not in memory twice.
    for (unit, label) in units.into_iter().zip(labels) {
        if let (PlainUnitKind::Item { indent, number }, Label::Content) = (&unit.kind, label) {
            items.push(Item {
                indent: *indent,
                number: *number,
                text: unit.text,
            });
            continue;
        }
        if !label.is_kept() {
            continue;
        }
        flush(&mut items, &mut out);
        match (label, unit.kind) {
            (Label::Heading(level), _) => out.push(Block::Heading(Heading {
                level: *level,
                content: inlines(&unit.text),
            })),
            (Label::Caption, _) => out.push(Block::Image(Image {
                caption: inlines(&unit.text),
                ..Image::default()
            })),
            (_, PlainUnitKind::Rule) => {
                if !matches!(out.last(), None | Some(Block::ThematicBreak)) {
                    out.push(Block::ThematicBreak);
                }
            }
            (_, PlainUnitKind::Code(language)) => {
                out.push(Block::CodeBlock {
                    language,
                    text: unit.text,
                });
            }
            (_, PlainUnitKind::Table) => out.push(Block::Table(table(&unit.text))),
            (_, PlainUnitKind::Quote) => {
                let inner = quote_blocks(&unit.text, depth);
                if !inner.is_empty() {
                    out.push(Block::BlockQuote(inner));
                }
            }
            _ => out.push(Block::Paragraph(inlines(&unit.text))),
        }
    }
    flush(&mut items, &mut out);
    while matches!(out.last(), Some(Block::ThematicBreak)) {
        out.pop();
    }
    out
}

/// Converts a quote like a text of its own; beyond the deepest nesting it becomes a paragraph.
fn quote_blocks(text: &str, depth: usize) -> Vec<Block> {
    if depth >= MAX_DEPTH {
        return vec![Block::Paragraph(vec![Inline::Text(
            super::lines::collapse_whitespace(text),
        )])];
    }
    let units = super::lines::split_quoted_units(text);
    let labels: Vec<Label> = units
        .iter()
        .map(|unit| match unit.kind {
            PlainUnitKind::Heading(level) => Label::Heading(level),
            _ => Label::Content,
        })
        .collect();
    plain_blocks(units, &labels, depth + 1)
}

struct Item {
    indent: usize,
    number: Option<u64>,
    text: String,
}

fn flush(items: &mut Vec<Item>, out: &mut Vec<Block>) {
    let mut rest = items.as_slice();
    while !rest.is_empty() {
        let (list, after) = plain_list(rest, 0);
        out.push(Block::List(list));
        rest = after;
    }
    items.clear();
}

/// Returns a list from the first items on: deeper ones belong to the item before them; another kind of bullet ends it.
fn plain_list(items: &[Item], depth: usize) -> (List, &[Item]) {
    let Some(first) = items.first() else {
        return (List::default(), items);
    };
    let mut list = List {
        start: first.number,
        numbering: Numbering::Decimal,
        items: Vec::new(),
    };
    let mut rest = items;
    while let Some(item) = rest.first() {
        if item.indent > first.indent
            && depth < MAX_DEPTH
            && let Some(last) = list.items.last_mut()
        {
            let (inner, after) = self::plain_list(rest, depth + 1);
            last.blocks.push(Block::List(inner));
            rest = after;
            continue;
        }
        let deeper = item.indent >= first.indent || depth == 0;
        let restarts = !list.items.is_empty() && item.number.is_some_and(|n| n <= 1);
        if !deeper || item.number.is_some() != first.number.is_some() || restarts {
            break;
        }
        let (checked, text) = check_box(&item.text);
        let paragraphs = text.split("\n\n").map(inlines).map(Block::Paragraph);
        list.items.push(ListItem {
            checked,
            number: None,
            blocks: paragraphs.collect(),
        });
        rest = rest.get(1..).unwrap_or_default();
    }
    (list, rest)
}

/// Returns the state of the check box before an item, and its words.
fn check_box(text: &str) -> (Option<bool>, &str) {
    let boxes = [
        ("[ ] ", false),
        ("☐ ", false),
        ("[x] ", true),
        ("[X] ", true),
        ("☑ ", true),
        ("☒ ", true),
    ];
    for (sign, checked) in boxes {
        if let Some(words) = text.strip_prefix(sign) {
            return (Some(checked), words);
        }
    }
    (None, text)
}

/// Rows of `|`-separated cells; the rows above the row of dashes are the head. Columns of numbers are set to the right.
fn table(text: &str) -> Table {
    let mut table = Table::default();
    // For each column, true while all cells below the head are numbers.
    let mut numeric: Vec<bool> = Vec::new();
    for line in text.lines() {
        if line
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | '+' | '=' | ' ' | '_'))
        {
            if table.head_rows == 0 {
                table.head_rows = table.rows.len();
                numeric.clear();
            }
            continue;
        }
        let line = line.trim().trim_start_matches('|').trim_end_matches('|');
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        for (i, cell) in cells.iter().enumerate() {
            match numeric.get_mut(i) {
                Some(all) => *all &= is_number(cell),
                None => numeric.push(is_number(cell)),
            }
        }
        table.rows.push(cells.into_iter().map(inlines).collect());
    }
    if numeric.contains(&true) {
        let of = |numeric: bool| {
            if numeric {
                Alignment::End
            } else {
                Alignment::Start
            }
        };
        table.alignment = numeric.into_iter().map(of).collect();
    }
    table
}

/// Returns true if a cell begins with a digit, perhaps after a sign.
fn is_number(cell: &str) -> bool {
    cell.trim_start_matches(['-', '+', '−', '$', '€', '£', '¥', ' ', '~', '<', '>'])
        .starts_with(|c: char| c.is_numeric())
}

/// Text with its line breaks and the addresses in it.
pub(super) fn inlines(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push(Inline::LineBreak);
        }
        linked(line, &mut out);
    }
    out
}

fn linked(line: &str, out: &mut Vec<Inline>) {
    let mut push = |inline: Inline| out.push(inline);
    let mut rest = line;
    let mut from = 0;
    while let Some(at) = rest
        .get(from..)
        .and_then(|tail| tail.find("http"))
        .map(|at| from + at)
    {
        let before = rest.get(..at).and_then(|s| s.chars().next_back());
        let word_before = before.is_some_and(char::is_alphanumeric);
        let (url, seen) = match word_before {
            true => ("", 4),
            false => rest.get(at..).map(url_at).unwrap_or_default(),
        };
        if url.is_empty() {
            from = at + seen.max(4);
            continue;
        }
        let before = rest.get(..at).unwrap_or_default();
        if !before.is_empty() {
            push(Inline::Text(before.to_owned()));
        }
        push(Inline::Link {
            url: url.to_owned(),
            content: vec![Inline::Text(url.to_owned())],
        });
        rest = rest.get(at + url.len()..).unwrap_or_default();
        from = 0;
    }
    if !rest.is_empty() {
        push(Inline::Text(rest.to_owned()));
    }
}

/// The longest address that becomes a link, in bytes.
const MAX_ADDRESS: usize = 2_048;

/// Returns the http or https address at the start of `text`, without the punctuation of the sentence; empty if there is
/// none. The number is that of the inspected bytes.
fn url_at(text: &str) -> (&str, usize) {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.starts_with(scheme));
    let Some(scheme) = scheme else { return ("", 4) };
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '`') || is_cjk(c)
    };
    let end = text.find(ends).unwrap_or(text.len());
    if end > MAX_ADDRESS {
        return ("", end);
    }
    let mut url = text.get(..end).unwrap_or_default();
    // Brackets belong to the address as long as each that closes was opened in it.
    let count = |sign: char| url.matches(sign).count();
    let mut round = count(')').saturating_sub(count('('));
    let mut square = count(']').saturating_sub(count('['));
    while let Some(last) = url.chars().next_back() {
        match last {
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | '…' => {}
            _ => break,
        }
        url = url.get(..url.len() - last.len_utf8()).unwrap_or_default();
    }
    if url.len() > scheme.len() {
        (url, end)
    } else {
        ("", end)
    }
}
