//! Blocks as lines for listening and braille: the kind of a block is said in words before it, without ornaments.
//! [`wrap`] wraps the lines.

use std::sync::Arc;

use super::words::counted;
use crate::layout::{Options, TextLayout};
use crate::model::{Block, Document, Image, Inline, List, ListItem, Table, plain_text};

/// A line before it is wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SpokenLine {
    /// Text that is wrapped.
    Wrapped(String),
    /// A line that stays as it is.
    Verbatim(String),
    /// An empty line. Several in a row count as one, and one at the start is dropped.
    Blank,
    /// Marker without a line: the following lines belong to this block of the article.
    Position(usize),
}

impl SpokenLine {
    pub(super) fn wrapped(text: &str) -> Self {
        Self::Wrapped(text.to_owned())
    }
}

/// A line as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrappedLine {
    pub(super) text: String,
    /// Block of the article that the line belongs to.
    pub(super) block: Option<usize>,
}

/// A link of an article.
#[derive(Debug)]
pub(super) struct SpokenLink {
    pub(super) url: String,
    pub(super) text: String,
}

/// Breaks the lines at `width` columns.
pub(super) fn wrap(lines: Vec<SpokenLine>, width: u16) -> Vec<WrappedLine> {
    let mut out: Vec<WrappedLine> = Vec::new();
    let (mut blank, mut block) = (false, None);
    for line in lines {
        let texts = match line {
            SpokenLine::Blank => {
                blank = !out.is_empty();
                continue;
            }
            SpokenLine::Position(index) => {
                block = Some(index);
                continue;
            }
            SpokenLine::Wrapped(text) => wrap_text(text, width),
            SpokenLine::Verbatim(text) => vec![text.replace('\t', "    ")],
        };
        let gap = std::mem::take(&mut blank).then(String::new);
        let spoken = |text| WrappedLine { text, block };
        out.extend(gap.into_iter().chain(texts).map(spoken));
    }
    out
}

/// Wraps a text by the layout engine, as a document of one paragraph.
fn wrap_text(text: String, width: u16) -> Vec<String> {
    if text.is_ascii() && text.len() <= usize::from(width) && !text.contains(['\t', '\n']) {
        return vec![text];
    }
    let document = Document {
        blocks: vec![Block::Paragraph(vec![Inline::Text(text)])],
        ..Document::default()
    };
    // Lines stay in logical order: screen readers reorder right-to-left text themselves.
    let options = Options {
        width,
        ascii: true,
        reorder: false,
        ..Options::default()
    };
    let mut layout = TextLayout::new(Arc::new(document), options);
    let mut out = Vec::new();
    for unit in 1..layout.unit_count() {
        let lines = layout.lines(unit).iter().filter(|line| !line.is_gap);
        out.extend(lines.map(|line| line.text().trim_end().to_owned()));
    }
    out
}

/// Appends the links of a block, in the order in which [`Speaker`] numbers them.
pub(super) fn links_in(block: &Block, links: &mut Vec<SpokenLink>) {
    match block {
        Block::Heading(heading) => links_of(&heading.content, links),
        Block::Paragraph(content) => links_of(content, links),
        Block::List(list) => {
            for block in list.items.iter().flat_map(|item| &item.blocks) {
                links_in(block, links);
            }
        }
        Block::BlockQuote(blocks) => blocks.iter().for_each(|block| links_in(block, links)),
        Block::Table(table) => {
            links_of(&table.caption, links);
            for cell in table.rows.iter().flatten() {
                links_of(cell, links);
            }
        }
        Block::Image(image) => links_of(&image.caption, links),
        Block::CodeBlock { .. } | Block::ThematicBreak => {}
    }
}

fn links_of(content: &[Inline], links: &mut Vec<SpokenLink>) {
    for inline in content {
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Deletion(content)
            | Inline::Insertion(content) => {
                links_of(content, links);
            }
            Inline::Link { url, content } => links.push(SpokenLink {
                url: url.clone(),
                text: plain_text(content).replace('\n', " "),
            }),
            Inline::Text(_) | Inline::Code(_) | Inline::LineBreak => {}
        }
    }
}

/// Converter of blocks into lines, which numbers the links.
pub(super) struct Speaker<'a> {
    links: usize,
    lines: &'a mut Vec<SpokenLine>,
}

impl<'a> Speaker<'a> {
    /// Creates a converter; `links` is the number of links before the first block.
    pub(super) fn new(links: usize, lines: &'a mut Vec<SpokenLine>) -> Self {
        Self { links, lines }
    }

    /// Appends the lines of a block. The recursion is bounded: documents nest a limited number of levels.
    pub(super) fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                let text = self.inlines(&heading.content);
                self.add_line(&format!("Heading {}: {text}", heading.level));
            }
            Block::Paragraph(content) => {
                let text = self.inlines(content);
                self.add_line(&text);
            }
            Block::List(list) => self.list(list),
            Block::BlockQuote(blocks) => self.quote(blocks),
            Block::CodeBlock { language, text } => {
                let language = language.as_deref().map(|name| format!(", {name}"));
                self.add_line(&format!(
                    "Code{}, {}:",
                    language.unwrap_or_default(),
                    counted(text.lines().count(), "line", "lines")
                ));
                let lines = text
                    .lines()
                    .map(|line| SpokenLine::Verbatim(line.to_owned()));
                self.lines.extend(lines);
                self.add_line("End of code.");
            }
            Block::Table(table) => self.table(table),
            Block::Image(image) => self.image(image),
            Block::ThematicBreak => self.add_line("Break."),
        }
    }

    fn add_line(&mut self, text: &str) {
        self.lines.extend(text.split('\n').map(SpokenLine::wrapped));
    }

    fn list(&mut self, list: &List) {
        self.add_line(&format!(
            "List, {}:",
            counted(list.items.len(), "item", "items")
        ));
        for (index, item) in list.items.iter().enumerate() {
            self.item(item, &list.label(index));
        }
        let nested = |block: &Block| !matches!(block, Block::Paragraph(_));
        if list.items.iter().any(|item| item.blocks.iter().any(nested)) {
            self.add_line("End of list.");
        }
    }

    fn item(&mut self, item: &ListItem, number: &str) {
        let done = match item.checked {
            Some(true) => "done: ",
            Some(false) => "to do: ",
            None => "",
        };
        let mut blocks = item.blocks.iter();
        match item.blocks.first() {
            Some(Block::Paragraph(content)) => {
                blocks.next();
                let text = self.inlines(content);
                self.add_line(&format!("{number}. {done}{text}"));
            }
            _ => self.add_line(format!("{number}. {done}").trim_end()),
        }
        blocks.for_each(|block| self.block(block));
    }

    fn quote(&mut self, blocks: &[Block]) {
        if let [Block::Paragraph(content)] = blocks {
            let text = self.inlines(content);
            return self.add_line(&format!("Quote: {text}"));
        }
        self.add_line("Quote:");
        blocks.iter().for_each(|block| self.block(block));
        self.add_line("End of quote.");
    }

    /// Appends a line for each row of a table. Each cell is preceded by the header of its column.
    fn table(&mut self, table: &Table) {
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
        let caption = match self.inlines(&table.caption) {
            caption if caption.is_empty() => String::new(),
            caption => format!(": {caption}"),
        };
        let body = table.rows.len().saturating_sub(table.head_rows);
        self.add_line(&format!(
            "Table, {}, {}{caption}",
            counted(columns, "column", "columns"),
            counted(body, "row", "rows")
        ));
        let mut heads: Vec<String> = Vec::new();
        for (row, index) in table.rows.iter().zip(0usize..) {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| self.inlines(cell).replace('\n', " "))
                .collect();
            if index < table.head_rows {
                self.add_line(&format!("Table header: {}", cells.join("; ")));
                heads = cells;
                continue;
            }
            let cells = cells.iter().enumerate().map(|(column, cell)| {
                let cell = if cell.is_empty() { "empty" } else { cell };
                match heads.get(column).filter(|head| !head.is_empty()) {
                    Some(head) => format!("{head}: {cell}"),
                    None => cell.to_owned(),
                }
            });
            let cells: Vec<String> = cells.collect();
            let number = index + 1 - table.head_rows.min(index);
            self.add_line(&format!("Table row {number}: {}", cells.join("; ")));
        }
    }

    fn image(&mut self, image: &Image) {
        let caption = self.inlines(&image.caption);
        let alt = image.alt.trim();
        let words = match (alt.is_empty(), caption.is_empty()) {
            (true, true) => "without a description".to_owned(),
            (false, true) => alt.to_owned(),
            (true, false) => caption,
            (false, false) => format!("{alt}. Caption: {caption}"),
        };
        self.add_line(&format!("Image: {words}"));
    }

    /// Returns the text, each link followed by its number.
    fn inlines(&mut self, content: &[Inline]) -> String {
        let mut out = String::new();
        self.push(content, &mut out);
        out
    }

    fn push(&mut self, content: &[Inline], out: &mut String) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) => out.push_str(text),
                Inline::Emphasis(content) | Inline::Strong(content) => self.push(content, out),
                Inline::Deletion(content) => {
                    out.push_str("(deleted: ");
                    self.push(content, out);
                    out.push(')');
                }
                Inline::Insertion(content) => {
                    out.push_str("(inserted: ");
                    self.push(content, out);
                    out.push(')');
                }
                Inline::Link { content, .. } => {
                    self.links += 1;
                    out.push_str(&plain_text(content));
                    out.push_str(&format!(" (link {})", self.links));
                }
                Inline::LineBreak => out.push('\n'),
            }
        }
    }
}
