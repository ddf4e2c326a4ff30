//! The content of one article: [`Document`], its [`Block`]s and [`Inline`]s.
//!
//! The names are those of CommonMark and mdast. A document is a flat run of blocks; sections are computed from it, since
//! real pages skip heading levels and no tree of them would be honest.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::script::is_han_or_kana;
use super::{LinkTarget, percent_decoded, slug};

/// The content of one article: what is said about it, and its blocks in reading order.
///
/// The title is in [`Metadata::title`] and not among the blocks; a heading that repeats it has been taken out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What is said about the article.
    pub metadata: Metadata,
    /// The article itself, in reading order.
    pub blocks: Vec<Block>,
    /// Places that links lead to, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<LinkTarget>,
}

/// What is said about an article. Every field may be missing; none is ever an empty string.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// The title. Plain text: `#` heading or first line. HTML: `h1`, `og:title`, `title`. Feeds: `title`.
    pub title: Option<String>,
    /// The sentence or two under the title: dek, summary, subtitle; `og:description` where the page shows it.
    pub standfirst: Option<String>,
    /// Who wrote it, without a leading "By". Several names are joined by ", ".
    pub byline: Option<String>,
    /// Who published it: the name of a newspaper or site; `og:site_name`.
    pub publisher: Option<String>,
    /// When it was first published.
    pub published: Option<Published>,
    /// Where it came from, absolute; `link rel=canonical`, `og:url`.
    pub url: Option<String>,
    /// The language as a BCP 47 tag; `html lang`.
    pub lang: Option<String>,
}

/// A date of publication, as exact as its source: a day, or a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Published {
    /// Only the day is known.
    Day(NaiveDate),
    /// The moment is known, with its offset from UTC.
    #[serde(rename = "Moment")]
    DateTime(DateTime<FixedOffset>),
}

impl Published {
    /// Reads what `to_string` wrote: `2026-02-02`, or RFC 3339.
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
            Self::DateTime(moment) => moment.date_naive(),
        }
    }
}

/// `2026-02-02`, or RFC 3339 (`2026-02-02T10:00:00Z`).
impl std::fmt::Display for Published {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::DateTime(moment) => {
                f.write_str(&moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
            }
        }
    }
}

/// One block of an article (CommonMark's block structure, with GitHub's tables).
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

/// A section heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6, as the source has it.
    pub level: u8,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A list and its items.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct List {
    /// The number of the first item; `None` for a list with bullets.
    pub start: Option<u64>,
    /// The items.
    pub items: Vec<ListItem>,
}

/// One item of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ListItem {
    /// For an item of a task list, whether it is done.
    #[serde(rename = "done")]
    pub checked: Option<bool>,
    /// What it holds; usually one paragraph, perhaps with a list below it.
    pub blocks: Vec<Block>,
}

/// A table. Rows may be shorter than the widest one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The caption above or below it; empty if none.
    pub caption: Vec<Inline>,
    /// How many of `rows`, counted from the first, are head rows.
    #[serde(rename = "head")]
    pub head_rows: usize,
    /// A column's alignment, by index; missing ones are [`Alignment::Start`].
    pub alignment: Vec<Alignment>,
    /// All rows, head first.
    pub rows: Vec<Row>,
}

/// A row of a table: its cells.
pub type Row = Vec<Vec<Inline>>;

/// How the cells of a column are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alignment {
    /// Where lines begin in the text's direction.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// Where lines end.
    End,
}

/// An image: newsprint shows a box with its words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Where it is, absolute if the page's address is known.
    pub url: Option<String>,
    /// What it shows (`alt`); empty if the source does not say.
    pub alt: String,
    /// The caption (`figcaption`); empty if none.
    pub caption: Vec<Inline>,
}

/// A run of text inside a block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Inline {
    /// Plain words. Never holds a line break; white space is collapsed except in code.
    Text(String),
    /// Stressed, usually italic.
    Emphasis(Vec<Inline>),
    /// Strongly stressed, usually bold.
    Strong(Vec<Inline>),
    /// Code inside a sentence.
    Code(String),
    /// A link.
    Link {
        /// Where it leads. Has passed [`crate::text::clean::url`].
        url: String,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// A line break that the author meant.
    LineBreak,
}

/// A heading and what follows it up to the next heading, in reading order. Section 0, before the first heading, is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The index of its heading among the document's blocks.
    pub block: usize,
    /// The level of its heading, 1 to 6.
    pub level: u8,
    /// The text of its heading, on one line.
    pub title: String,
}

impl Document {
    /// The place that the fragment of an address (`history`, without `#`) names: a block and bytes into its text. The title's
    /// own name is the start. `None` if there is no such place.
    pub fn position_of_fragment(&self, fragment: &str) -> Option<(usize, usize)> {
        let decoded = percent_decoded(fragment);
        let find = |id: &str| self.targets.iter().find(|target| target.id == id);
        if let Some(target) = find(fragment).or_else(|| find(&decoded)) {
            return Some((target.block, target.offset));
        }
        let title = self.metadata.title.as_deref().map(slug);
        (title? == decoded).then_some((0, 0))
    }

    /// The sections in reading order: a stop for every heading of any level.
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

    /// The standfirst, unless the article begins with the same words: then nobody wants to read them twice.
    pub fn standfirst(&self) -> Option<&str> {
        /// An image or a note may stand before the first paragraph.
        const FIRST: usize = 5;
        let standfirst = self.metadata.standfirst.as_deref()?;
        let first = self
            .blocks
            .iter()
            .take(FIRST)
            .find(|block| matches!(block, Block::Paragraph(_)));
        first
            .is_none_or(|block| block.text() != standfirst)
            .then_some(standfirst)
    }

    /// How many words the blocks hold; see [`count_words`].
    pub fn words(&self) -> usize {
        self.blocks.iter().map(Block::words).sum()
    }
}

impl Block {
    /// The block's text without markup: cells joined by a tab, everything larger by a line feed.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.push_text(&mut out);
        out
    }

    /// How many words the block holds; captions count, since they are read.
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

/// The text of inlines without markup; a line break becomes `\n`.
pub fn plain_text(content: &[Inline]) -> String {
    let mut out = String::new();
    push_inlines(content, &mut out);
    out
}

fn push_inlines(content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(content) | Inline::Strong(content) => push_inlines(content, out),
            Inline::Link { content, .. } => push_inlines(content, out),
            Inline::LineBreak => out.push('\n'),
        }
    }
}

/// Counts words: runs of letters and digits, and two of Han or Kana for one word, as they are read at
/// about that ratio.
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

/// How long `words` take to read, in whole minutes, at least one.
pub fn reading_minutes(words: usize) -> usize {
    /// Silent reading of English non-fiction, words a minute (Brysbaert 2019 finds 238).
    const PACE: usize = 238;
    words.div_ceil(PACE).max(1)
}
