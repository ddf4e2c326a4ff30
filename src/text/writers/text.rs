//! Conversion of an article to plain text: [`document_text`]. Lines are not wrapped, since the width of the reader is
//! unknown.

use unicode_width::UnicodeWidthStr;

use crate::model::{Alignment, Block, Document, Image, Inline, List, Table};

/// Widest column of a table, in columns of the terminal, that is padded with spaces.
const MAX_PADDED_COLUMNS: usize = 40;

/// Writes the whole article: title, standfirst, facts, blocks, with an empty line between them and two before a
/// heading.
pub fn document_text(document: &Document) -> String {
    let m = &document.metadata;
    let mut out = String::new();
    let date = m.published.map(|published| published.day().to_string());
    let facts = [m.byline.clone(), m.publisher.clone(), date, m.url.clone()];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let head = [
        m.title.clone(),
        document.standfirst_to_show().map(str::to_owned),
        Some(facts.join(" · ")),
    ];
    for part in head.into_iter().flatten().filter(|part| !part.is_empty()) {
        push_blank_line(&mut out);
        out.push_str(&part);
    }
    for block in &document.blocks {
        push_blank_line(&mut out);
        if matches!(block, Block::Heading(_)) && !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&block_text(block));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    // Lines are not wrapped, so soft hyphens would only hide words from a search.
    out.replace('\u{ad}', "")
}

fn push_blank_line(out: &mut String) {
    if !out.is_empty() {
        out.push_str("\n\n");
    }
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Heading(heading) => single_line_text(&heading.content),
        Block::Paragraph(content) => marked_text(content),
        Block::List(list) => list_text(list),
        Block::BlockQuote(blocks) => {
            prefix_and_trim_lines(&join_blocks(blocks, "\n\n"), "> ", "> ")
        }
        Block::CodeBlock { text, .. } => prefix_and_trim_lines(text, "    ", "    "),
        Block::Table(table) => table_text(table),
        Block::Image(image) => image_text(image),
        Block::ThematicBreak => "* * *".to_owned(),
    }
}

fn join_blocks(blocks: &[Block], between: &str) -> String {
    blocks
        .iter()
        .map(block_text)
        .collect::<Vec<_>>()
        .join(between)
}

fn list_text(list: &List) -> String {
    let simple = |blocks: &[Block]| {
        let mut blocks = blocks.iter();
        blocks.all(|block| matches!(block, Block::Paragraph(_) | Block::List(_)))
    };
    let tight = list
        .items
        .iter()
        .all(|item| item.blocks.len() < 3 && simple(&item.blocks));
    let between = if tight { "\n" } else { "\n\n" };
    let items = list.items.iter().enumerate().map(|(index, item)| {
        let marker = match list.start {
            Some(_) => format!("{}. ", list.label(index)),
            None => "- ".to_owned(),
        };
        let done = match item.checked {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let first = format!("{marker}{done}");
        prefix_and_trim_lines(
            &join_blocks(&item.blocks, between),
            &first,
            &" ".repeat(marker.len()),
        )
    });
    items.collect::<Vec<_>>().join(between)
}

/// Writes `first` before the first line and `rest` before the others; trailing spaces are removed.
fn prefix_and_trim_lines(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        out.push_str(if i == 0 { first } else { rest });
        out.push_str(line);
        out.truncate(out.trim_end_matches(' ').len());
    }
    out
}

fn table_text(table: &Table) -> String {
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(|cell| single_line_text(cell)).collect())
        .collect();
    let mut widths: Vec<usize> = Vec::new();
    for row in &rows {
        for (i, cell) in row.iter().enumerate() {
            match widths.get_mut(i) {
                Some(width) => *width = cell.width().max(*width),
                None => widths.push(cell.width()),
            }
        }
    }
    let fits = widths.iter().all(|width| *width <= MAX_PADDED_COLUMNS);
    let lines = rows.iter().map(|row| {
        if !fits {
            return row.join("\t");
        }
        let cells = row.iter().zip(&widths).enumerate();
        let cells =
            cells.map(|(i, (cell, width))| align_cell(cell, *width, table.alignment.get(i)));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    });
    let mut lines: Vec<String> = lines.collect();
    if !table.caption.is_empty() {
        lines.insert(0, single_line_text(&table.caption));
    }
    lines.join("\n")
}

fn align_cell(cell: &str, width: usize, alignment: Option<&Alignment>) -> String {
    let free = width.saturating_sub(cell.width());
    let before = match alignment {
        Some(Alignment::End) => free,
        Some(Alignment::Center) => free / 2,
        _ => 0,
    };
    format!("{}{cell}{}", " ".repeat(before), " ".repeat(free - before))
}

fn image_text(image: &Image) -> String {
    let caption = single_line_text(&image.caption);
    let words = [image.alt.as_str(), caption.as_str()];
    let words: Vec<&str> = words
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect();
    if words.is_empty() {
        "[Image]".to_owned()
    } else {
        format!("[Image: {}]", words.join(" — "))
    }
}

fn single_line_text(content: &[Inline]) -> String {
    marked_text(content).replace('\n', " ")
}

/// Returns the text of inlines, with `~~` around deletions and `++` around insertions: without the marks they would read as valid.
fn marked_text(content: &[Inline]) -> String {
    let mut out = String::new();
    push_marked(content, &mut out);
    out
}

fn push_marked(content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Link { content, .. } => {
                push_marked(content, out)
            }
            Inline::Deletion(content) => {
                out.push_str("~~");
                push_marked(content, out);
                out.push_str("~~");
            }
            Inline::Insertion(content) => {
                out.push_str("++");
                push_marked(content, out);
                out.push_str("++");
            }
            Inline::LineBreak => out.push('\n'),
        }
    }
}
