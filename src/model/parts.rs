//! Walk through all blocks and inlines of a text: [`for_each_part`].

use super::{Block, Inline};

/// Block or inline of a text.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// Block.
    Block(&'a Block),
    /// Inline.
    Inline(&'a Inline),
}

/// Calls `each` for every block and inline, the nested ones included, in no particular order. However deep blocks nest, the program's
/// stack does not grow.
pub fn for_each_part<'a>(blocks: &'a [Block], mut each: impl FnMut(Part<'a>)) {
    let mut blocks: Vec<&Block> = blocks.iter().collect();
    let mut inlines: Vec<&Inline> = Vec::new();
    while let Some(block) = blocks.pop() {
        each(Part::Block(block));
        match block {
            Block::Heading(heading) => inlines.extend(&heading.content),
            Block::Paragraph(content) => inlines.extend(content),
            Block::List(list) => blocks.extend(list.items.iter().flat_map(|item| &item.blocks)),
            Block::BlockQuote(inner) => blocks.extend(inner),
            Block::Table(table) => {
                inlines.extend(&table.caption);
                inlines.extend(table.rows.iter().flatten().flatten());
            }
            Block::Image(image) => inlines.extend(&image.caption),
            Block::CodeBlock { .. } | Block::ThematicBreak => {}
        }
        while let Some(inline) = inlines.pop() {
            each(Part::Inline(inline));
            match inline {
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Deletion(content)
                | Inline::Insertion(content)
                | Inline::Link { content, .. } => inlines.extend(content),
                Inline::Text(_) | Inline::Code(_) | Inline::LineBreak => {}
            }
        }
    }
}
