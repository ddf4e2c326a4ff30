//! Open containers of the Markdown conversion: [`Frame`].

use crate::model::{Block, Image, Inline, ListItem, Row, Table};

/// A container that is still open.
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Vec<Inline>,
    /// The images among `inlines`, of a paragraph.
    pub(super) images: Vec<Image>,
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

pub(super) enum FrameKind {
    Root,
    Paragraph,
    /// The level, and the name it has as a place if the author gave it one.
    Heading(u8, Option<String>),
    Quote,
    List(Option<u64>, Vec<ListItem>),
    Item(Option<bool>),
    Code(Option<String>, String),
    Html(String),
    Footnote(String),
    Table(Table),
    Row(Row),
    Cell,
    Image(Option<String>, String),
    Wrap(InlineWrap),
    /// An element of HTML within a line, by name.
    Element(&'static str, InlineWrap),
}

pub(super) enum InlineWrap {
    Emphasis,
    Strong,
    Link(String),
    /// Words without a wrapping of their own.
    Nothing,
}
