//! `newsprint extract`: prints the structure that was found in a page, for scripts and for scoring.

use std::io::{BufRead, Write};
use std::path::Path;

use serde_json::{Value, json};

use crate::extract::{Extraction, Hints, extract};
use crate::model::{Block, plain_text};

/// Runs the command.
///
/// # Errors
/// When standard input or output fails.
pub fn run(arguments: &super::ExtractArguments) -> anyhow::Result<u8> {
    let _ = arguments;
    let good = batch(std::io::stdin().lock(), std::io::stdout().lock())?;
    Ok(u8::from(!good))
}

/// Reads paths (a tab and the page's address may follow) and prints a line of JSON for each, in order, flushed.
///
/// # Errors
/// When standard input or output fails.
pub fn batch(input: impl BufRead, mut output: impl Write) -> std::io::Result<bool> {
    let mut all_good = true;
    for line in input.lines() {
        let line = line?;
        let (path, url) = line
            .split_once('\t')
            .map_or((line.as_str(), None), |(p, u)| (p, Some(u)));
        let name = Path::new(path).file_name().and_then(|n| n.to_str());
        let hints = Hints {
            name,
            url,
            charset: None,
        };
        let found = std::fs::read(path).map_err(|e| e.to_string());
        let found = found.and_then(|bytes| extract(&bytes, &hints).map_err(|e| e.to_string()));
        let value = match found {
            Ok(extraction) => article_json(path, &extraction),
            Err(error) => {
                all_good = false;
                json!({"path": path, "ok": false, "error": error})
            }
        };
        writeln!(output, "{value}")?;
        output.flush()?;
    }
    Ok(all_good)
}

/// The JSON object of one story.
pub fn article_json(path: &str, extraction: &Extraction) -> Value {
    let m = &extraction.document.metadata;
    let mut blocks = Vec::new();
    for block in &extraction.document.blocks {
        push_block(block, "paragraph", &mut blocks);
    }
    json!({
        "path": path, "ok": true, "format": extraction.format.name(),
        "title": m.title, "standfirst": m.standfirst, "byline": m.byline, "publisher": m.publisher,
        "published": m.published.map(|p| p.to_string()), "url": m.url, "lang": m.lang,
        "blocks": blocks,
    })
}

fn push_block(block: &Block, paragraph: &str, out: &mut Vec<Value>) {
    match block {
        Block::Heading(h) => {
            out.push(json!({"kind": "heading", "level": h.level, "text": plain_text(&h.content)}))
        }
        Block::Paragraph(content) => {
            out.push(json!({"kind": paragraph, "text": plain_text(content)}))
        }
        Block::List(list) => {
            for block in list.items.iter().flat_map(|item| &item.blocks) {
                push_block(block, "list_item", out);
            }
        }
        Block::BlockQuote(blocks) => {
            for block in blocks {
                push_block(block, "quote", out);
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
