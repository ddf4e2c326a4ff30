//! Content of one article: [`Document`], its [`Block`]s and [`Inline`]s.
//!
//! The names are those of CommonMark and mdast. A document is a flat list of blocks. Sections are computed from it:
//! real pages skip heading levels, so a stored tree of sections would be wrong.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::script::is_han_or_kana;
use super::{Enclosure, LeftOut, LinkTarget, Numbering, percent_decoded, slug};

/// Content of one article: metadata, and blocks in reading order.
///
/// The title is in [`Metadata::title`] and not among the blocks; extraction removes a heading that repeats it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Metadata of the article.
    pub metadata: Metadata,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Positions that links lead to, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<LinkTarget>,
    /// Amount of the source that is not part of the article.
    #[serde(default, skip_serializing_if = "LeftOut::is_nothing")]
    pub left_out: LeftOut,
}

/// Metadata of an article. Every field may be missing; none is an empty string.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// The title. Plain text: `#` heading or first line. HTML: `h1`, `og:title`, `title`. Feeds: `title`.
    pub title: Option<String>,
    /// The sentence or two under the title: dek, summary, subtitle; `og:description` where the page shows it.
    pub standfirst: Option<String>,
    /// Names of the authors, without a leading "By". Several names are joined by ", ".
    pub byline: Option<String>,
    /// Name of the publisher: the name of a newspaper or site; `og:site_name`.
    pub publisher: Option<String>,
    /// Date of publication.
    pub published: Option<Published>,
    /// Absolute URL of the article; `link rel=canonical`, `og:url`.
    pub url: Option<String>,
    /// The language as a BCP 47 tag; `html lang`.
    pub lang: Option<String>,
    /// Media files of the feed entry, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enclosures: Vec<Enclosure>,
}

/// Date of publication, as exact as its source: a day, or a date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Published {
    /// Day without a time.
    Day(NaiveDate),
    /// Date and time with the offset from UTC.
    #[serde(rename = "Moment")]
    DateTime(DateTime<FixedOffset>),
}

impl Published {
    /// Parses `2026-02-02` or RFC 3339 (`2026-02-02T10:00:00Z`).
    pub fn parse(text: &str) -> Option<Self> {
        match text.parse() {
            Ok(day) => Some(Self::Day(day)),
            Err(_) => DateTime::parse_from_rfc3339(text).ok().map(Self::DateTime),
        }
    }

    /// The day as its source wrote it, in its own offset.
    pub fn day(&self) -> NaiveDate {
        match self {
            Self::Day(day) => *day,
            Self::DateTime(date_time) => date_time.date_naive(),
        }
    }
}

/// Writes `2026-02-02`, or RFC 3339 (`2026-02-02T10:00:00Z`).
impl std::fmt::Display for Published {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::DateTime(date_time) => {
                f.write_str(&date_time.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
            }
        }
    }
}

/// Block of an article (CommonMark block structure, with GitHub tables).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A section heading.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list, numbered or not; may be nested through its items.
    List(List),
    /// A quotation, with blocks of its own.
    BlockQuote(Vec<Block>),
    /// Text kept verbatim, lines separated by `\n`, without a trailing one.
    CodeBlock {
        /// The language as the source names it (`rust`, `py`).
        language: Option<String>,
        /// The text.
        text: String,
    },
    /// A table.
    Table(Table),
    /// An image that stands by itself.
    Image(Image),
    /// A rule between two parts.
    ThematicBreak,
}

/// Section heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, as the source has it.
    pub level: u8,
    /// Text of the heading.
    pub content: Vec<Inline>,
}

/// List and its items.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct List {
    /// The number of the first item; `None` for a list with bullets.
    pub start: Option<u64>,
    /// Form of the numbers.
    #[serde(default, skip_serializing_if = "Numbering::is_decimal")]
    pub numbering: Numbering,
    /// The items.
    pub items: Vec<ListItem>,
}

/// Item of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListItem {
    /// State of a task list item (GitHub); `None` for an ordinary item.
    #[serde(rename = "done")]
    pub checked: Option<bool>,
    /// Number of the item; `None` where the items are numbered in a row from the start of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Content; usually one paragraph, possibly with a nested list.
    pub blocks: Vec<Block>,
}

/// Table. Rows may be shorter than the widest one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The caption above or below it; empty if none.
    pub caption: Vec<Inline>,
    /// Number of header rows, counted from the first of `rows`.
    #[serde(rename = "head")]
    pub head_rows: usize,
    /// Alignment of each column by index; a missing one is [`Alignment::Start`].
    pub alignment: Vec<Alignment>,
    /// All rows, head first.
    pub rows: Vec<Row>,
}

/// Row of a table: its cells.
pub type Row = Vec<Vec<Inline>>;

/// Alignment of the cells of a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alignment {
    /// Start of the line: left in left-to-right text.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// End of the line.
    End,
}

/// Image. newsprint shows a box with its text, and the image itself where the terminal can.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// URL, absolute if the address of the page is known.
    pub url: Option<String>,
    /// Alternative text (`alt`); may be empty.
    pub alt: String,
    /// The caption (`figcaption`); empty if none.
    pub caption: Vec<Inline>,
}

/// Run of text inside a block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain words. Never holds a line break; white space is collapsed except in code.
    Text(String),
    /// Stressed, usually italic.
    Emphasis(Vec<Inline>),
    /// Strongly stressed, usually bold.
    Strong(Vec<Inline>),
    /// Text that is no longer valid (mdast `delete`), shown crossed out.
    Deletion(Vec<Inline>),
    /// Text that an earlier version did not have (HTML `ins`), shown underlined. Only comparisons have it.
    Insertion(Vec<Inline>),
    /// Code inside a sentence.
    Code(String),
    /// A link.
    Link {
        /// Link destination, checked by [`crate::text::clean::clean_url`].
        url: String,
        /// Link text.
        content: Vec<Inline>,
    },
    /// Hard line break.
    LineBreak,
}

/// Position of a byte in the document: a block, and a byte in the text of that block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockPosition {
    /// Index of the block.
    pub block: usize,
    /// Byte in the text of the block, see [`Block::text`].
    pub byte: usize,
}

/// Section: a heading and the blocks up to the next heading. Text before the first heading is section 0, which is not
/// listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Index of the heading among the blocks of the document.
    pub block: usize,
    /// Level of the heading, 1 to 6.
    pub level: u8,
    /// Text of the heading, on one line.
    pub title: String,
}

impl Document {
    /// Resolves the fragment of an address (`history`, without `#`). A fragment that is the slug of the title resolves to the start. `None` if there is no such target.
    pub fn position_of_fragment(&self, fragment: &str) -> Option<BlockPosition> {
        let decoded = percent_decoded(fragment);
        let find = |id: &str| self.targets.iter().find(|target| target.id == id);
        if let Some(target) = find(fragment).or_else(|| find(&decoded)) {
            return Some(BlockPosition {
                block: target.block,
                byte: target.offset,
            });
        }
        let title = self.metadata.title.as_deref().map(slug);
        (title? == decoded).then(BlockPosition::default)
    }

    /// Lists the sections in reading order, one for each heading of any level.
    pub fn sections(&self) -> Vec<Section> {
        let blocks = self.blocks.iter().enumerate();
        blocks
            .filter_map(|(block, b)| match b {
                Block::Heading(h) => Some(Section {
                    block,
                    level: h.level,
                    title: plain_text(&h.content).replace('\n', " "),
                }),
                _ => None,
            })
            .collect()
    }

    /// Returns the standfirst, unless the article begins with the same words: it would be shown twice.
    pub fn standfirst_to_show(&self) -> Option<&str> {
        /// Number of blocks that are searched for the first paragraph: an image or a note may precede it.
        const LEADING_BLOCKS: usize = 5;
        let standfirst = self.metadata.standfirst.as_deref()?;
        let first = self
            .blocks
            .iter()
            .take(LEADING_BLOCKS)
            .find(|block| matches!(block, Block::Paragraph(_)));
        first
            .is_none_or(|block| block.text() != standfirst)
            .then_some(standfirst)
    }

    /// Returns the addresses of the images, in reading order.
    pub fn image_urls(&self) -> Vec<&str> {
        let mut urls = Vec::new();
        collect_image_urls(&self.blocks, 0, &mut urls);
        urls
    }

    /// Counts the words of all blocks; see [`count_words`].
    pub fn words(&self) -> usize {
        self.blocks.iter().map(Block::words).sum()
    }
}

fn collect_image_urls<'a>(blocks: &'a [Block], depth: usize, urls: &mut Vec<&'a str>) {
    /// Nesting deeper than this is laid out as flat text.
    const DEEPEST: usize = 64;
    for block in blocks {
        match block {
            Block::Image(image) => urls.extend(image.url.as_deref()),
            Block::BlockQuote(blocks) if depth < DEEPEST => {
                collect_image_urls(blocks, depth + 1, urls);
            }
            Block::List(list) if depth < DEEPEST => {
                for item in &list.items {
                    collect_image_urls(&item.blocks, depth + 1, urls);
                }
            }
            _ => {}
        }
    }
}

impl List {
    /// Returns the number of the item `index`; in a list with bullets its place, from 1.
    pub fn number(&self, index: usize) -> u64 {
        let given = self.items.get(index).and_then(|item| item.number);
        given.unwrap_or_else(|| self.start.unwrap_or(1).saturating_add(index as u64))
    }

    /// Returns the number of the item `index` as its list shows it, without a point: `3`, `c`, `iii`.
    pub fn label(&self, index: usize) -> String {
        self.numbering.label(self.number(index))
    }

    /// Iterates over the numbers of the items; see [`Self::number`].
    pub fn numbers(&self) -> impl Iterator<Item = u64> + '_ {
        (0..self.items.len()).map(|index| self.number(index))
    }
}

impl Block {
    /// Returns the text without markup. Cells are joined by a tab, larger parts by a line feed.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }

    /// Counts the words, captions included; see [`count_words`].
    pub fn words(&self) -> usize {
        match self {
            Self::ThematicBreak => 0,
            _ => count_words(&self.text()),
        }
    }

    fn push_text(&self, out: &mut String) {
        match self {
            Self::Heading(h) => push_inlines(&h.content, out),
            Self::Paragraph(content) => push_inlines(content, out),
            Self::List(list) => {
                let blocks = list.items.iter().flat_map(|item| &item.blocks);
                push_joined(blocks, out, |block, out| block.push_text(out));
            }
            Self::BlockQuote(blocks) => {
                push_joined(blocks, out, |block, out| block.push_text(out));
            }
            Self::CodeBlock { text, .. } => out.push_str(text),
            Self::Table(table) => {
                if !table.caption.is_empty() {
                    push_inlines(&table.caption, out);
                    out.push('\n');
                }
                push_joined(&table.rows, out, |row, out| {
                    for (i, cell) in row.iter().enumerate() {
                        if i > 0 {
                            out.push('\t');
                        }
                        push_inlines(cell, out);
                    }
                });
            }
            Self::Image(image) => {
                out.push_str(&image.alt);
                if !image.alt.is_empty() && !image.caption.is_empty() {
                    out.push('\n');
                }
                push_inlines(&image.caption, out);
            }
            Self::ThematicBreak => {}
        }
    }
}

fn push_joined<T>(
    parts: impl IntoIterator<Item = T>,
    out: &mut String,
    push: impl Fn(T, &mut String),
) {
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        push(part, out);
    }
}

/// Returns the text of inlines without markup. A line break becomes a line feed.
pub fn plain_text(content: &[Inline]) -> String {
    let mut out = String::new();
    push_inlines(content, &mut out);
    out
}

fn push_inlines(content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Deletion(content)
            | Inline::Insertion(content)
            | Inline::Link { content, .. } => push_inlines(content, out),
            Inline::LineBreak => out.push('\n'),
        }
    }
}

/// Counts the words of a text: runs of letters and digits. Two characters of Han or Kana count as one word, since they
/// are read at about that ratio.
pub fn count_words(text: &str) -> usize {
    let (mut words, mut ideographs, mut inside) = (0, 0, false);
    for c in text.chars() {
        if is_han_or_kana(c) {
            ideographs += 1;
            inside = false;
        } else if c.is_alphanumeric() {
            words += usize::from(!inside);
            inside = true;
        } else if !matches!(c, '\'' | '’' | '-' | '\u{ad}') {
            inside = false;
        }
    }
    words + usize::div_ceil(ideographs, 2)
}

/// Writes a duration of whole minutes; from 100 minutes on in hours.
pub fn duration_text(minutes: usize) -> String {
    match minutes {
        ..100 => format!("{minutes} min"),
        _ => format!("{} h", (minutes + 30) / 60),
    }
}

/// Returns the time to read this many words, in whole minutes, at least 1.
pub fn reading_minutes(words: usize) -> usize {
    /// Silent reading of English non-fiction, in words a minute (Brysbaert 2019 finds 238).
    const PACE: usize = 238;
    words.div_ceil(PACE).max(1)
}
