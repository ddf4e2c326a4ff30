//! Open containers of the Markdown builder: [`Frame`].

use crate::extract::markdown::badges::{is_badge, is_vector_graphic};
use crate::model::{Block, Image, Inline, ListItem, Row, Table};

/// A container that is not yet closed, and its content so far.
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Vec<Inline>,
    /// Images among `inlines`.
    pub(super) images: Vec<ParagraphImage>,
}

impl Frame {
    pub(super) fn new(kind: FrameKind) -> Self {
        Self {
            kind,
            blocks: Vec::new(),
            inlines: Vec::new(),
            images: Vec::new(),
        }
    }
}

/// Kind of an open container, with what it collects.
pub(super) enum FrameKind {
    Root,
    Paragraph,
    /// A heading: its level from 1 to 6, and the id that the author gave it.
    Heading(u8, Option<String>),
    Quote,
    /// A list: number of its first item, and its items.
    List(Option<u64>, Vec<ListItem>),
    /// A list item; for a task, true if it is done.
    Item(Option<bool>),
    /// A code block: its language, and its text.
    Code(Option<String>, String),
    /// An HTML block: its source.
    Html(String),
    /// The definition of a footnote: its label.
    Footnote(String),
    Table(Table),
    Row(Row),
    Cell,
    /// An image: its URL, and its title.
    Image(Option<String>, String),
    /// Inlines that are wrapped when they end.
    Wrap(InlineWrap),
    /// An HTML element within a line: its name.
    Element(&'static str, InlineWrap),
}

/// Inline that wraps the content of a closed container.
pub(super) enum InlineWrap {
    Emphasis,
    Strong,
    Deletion,
    Link(String),
    /// Nothing: the inlines are added as they are.
    Nothing,
}

/// An image among the inlines of a paragraph or heading.
pub(super) struct ParagraphImage {
    pub(super) image: Image,
    /// True if the image is the text of a link.
    pub(super) is_linked: bool,
}

impl ParagraphImage {
    /// Returns true for a badge; see [`is_badge`].
    pub(super) fn is_badge(&self) -> bool {
        is_badge(self.image.url.as_deref(), self.is_linked)
    }

    /// Returns true if the address names an SVG file.
    pub(super) fn is_vector_graphic(&self) -> bool {
        is_vector_graphic(self.image.url.as_deref())
    }
}
