//! An extracted article as the scorers read it: the JSON of `newsprint extract`.

use serde_json::Value;

use super::text::norm;

/// Block of an article, or of a truth.
pub(super) struct Block {
    /// `heading`, `paragraph`, `list_item`, `quote`, `code`, `table` or `image`.
    pub(super) kind: String,
    /// Level of a heading.
    pub(super) level: Option<u64>,
    pub(super) text: String,
}

/// Extracted article.
pub(super) struct Article {
    value: Value,
    pub(super) blocks: Vec<Block>,
}

impl Article {
    /// Reads a JSON object; null is an article without anything.
    pub(super) fn new(value: Value) -> Self {
        let blocks = value["blocks"].as_array().into_iter().flatten();
        let blocks = blocks.map(|block| Block {
            kind: block["kind"].as_str().unwrap_or("paragraph").to_owned(),
            level: block["level"].as_u64(),
            text: block["text"].as_str().unwrap_or_default().to_owned(),
        });
        let blocks = blocks.collect();
        Self { value, blocks }
    }

    /// A text of the head: `title`, `byline`, `published`, `publisher` or `standfirst`.
    pub(super) fn field(&self, key: &str) -> Option<&str> {
        self.value[key].as_str()
    }

    /// The text of all blocks but images, a block a line.
    pub(super) fn body(&self) -> String {
        body_of(&self.blocks)
    }

    /// The headings that hold words and do not repeat the title.
    pub(super) fn headings(&self) -> impl Iterator<Item = &Block> {
        let title = norm(self.field("title").unwrap_or_default());
        let headings = self.blocks.iter().filter(|block| block.kind == "heading");
        headings.filter(move |block| {
            let text = norm(&block.text);
            !text.is_empty() && text != title
        })
    }
}

/// The text of all blocks but images, a block a line.
pub(super) fn body_of(blocks: &[Block]) -> String {
    let texts = blocks.iter().filter(|block| block.kind != "image");
    texts
        .map(|block| block.text.as_str())
        .collect::<Vec<_>>()
        .join("\n")
}
