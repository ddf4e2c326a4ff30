//! Blocks of a document as JSON: a flat list of objects with their kinds.

use serde_json::{Value, json};

use crate::model::{Block, List, plain_text};

/// Returns the objects of blocks in reading order. Each item of a list and each row of a table is an object.
pub(super) fn blocks_json(blocks: &[Block]) -> Vec<Value> {
    let mut out = Vec::new();
    for block in blocks {
        push_block(block, "paragraph", 0, &mut out);
    }
    out
}

/// Appends the objects of one block. `paragraph` is the kind of its paragraphs, `depth` the number of lists around it.
fn push_block(block: &Block, paragraph: &str, depth: usize, out: &mut Vec<Value>) {
    match block {
        Block::Heading(h) => {
            out.push(json!({"kind": "heading", "level": h.level, "text": plain_text(&h.content)}))
        }
        Block::Paragraph(content) => {
            let mut value = json!({"kind": paragraph, "text": plain_text(content)});
            if paragraph == "list_item" {
                value["depth"] = json!(depth);
            }
            out.push(value);
        }
        Block::List(list) => push_list(list, depth + 1, out),
        Block::BlockQuote(blocks) => {
            for block in blocks {
                push_block(block, "quote", depth, out);
            }
        }
        Block::CodeBlock { language, text } => {
            out.push(json!({"kind": "code", "language": language, "text": text}))
        }
        Block::Table(table) => {
            if !table.caption.is_empty() {
                out.push(json!({"kind": "paragraph", "text": plain_text(&table.caption)}));
            }
            for row in &table.rows {
                let cells: Vec<String> = row.iter().map(|c| plain_text(c)).collect();
                out.push(json!({"kind": "table", "text": cells.join("\t")}));
            }
        }
        Block::Image(image) => {
            out.push(json!({"kind": "image", "text": image.alt, "url": image.url, "caption": plain_text(&image.caption)}));
        }
        Block::ThematicBreak => {}
    }
}

/// Appends the items of a list. The first block of an item carries its number and its check mark.
fn push_list(list: &List, depth: usize, out: &mut Vec<Value>) {
    for (item, number) in list.items.iter().zip(list.numbers()) {
        let first = out.len();
        for block in &item.blocks {
            push_block(block, "list_item", depth, out);
        }
        let Some(value) = out
            .get_mut(first)
            .filter(|value| value["kind"] == "list_item")
        else {
            continue;
        };
        // An item that begins with a nested list has no text of its own.
        if value["depth"] != json!(depth) {
            continue;
        }
        if list.start.is_some() {
            value["number"] = json!(number);
        }
        if let Some(done) = item.checked {
            value["done"] = json!(done);
        }
    }
}
