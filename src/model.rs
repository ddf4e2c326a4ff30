//! The plain data that everything else speaks of: articles, documents, places in them, and the work asked of the worker.
//!
//! Nothing here knows a width, a terminal, a file or a clock.

mod anchor;
mod article;
mod code;
mod document;
mod job;
mod library;
mod note;
mod picture;
mod source;
mod target;

pub use anchor::Anchor;
pub use article::{Article, ArticleId, Origin};
pub use code::{CodeKey, CodeRequest, Token, Tokens};
pub use document::{
    Alignment, Block, Document, Heading, Image, Inline, List, ListItem, Metadata, Published, Row,
    Section, Table, count_words, plain_text, reading_minutes,
};
pub use job::{Job, Outcome, Summary};
pub use library::{
    Bookmark, Change, Counts, Group, Grouping, KeyValue, Listing, Order, Page, PageFrom,
    PageRequest, Place, RowKey, SearchHit, StoryRef, StoryState, View, ViewRow,
};
pub use note::{note_and_tags, tags_in};
pub use picture::{Picture, PictureData, PictureForm, PictureRequest, PictureSizes, PlacedPicture};
pub use source::{Source, SourceKind};
pub use target::{Target, percent_decoded, slug};
