//! The extraction of a file as JSON.

use serde_json::{Value, json};

use super::blocks::blocks_json;
use crate::extract::Extraction;

/// Returns the extraction of a file.
pub fn extraction_json(path: &str, extraction: &Extraction) -> Value {
    let m = &extraction.document.metadata;
    json!({
        "path": path, "ok": true, "format": extraction.format.name(),
        "title": m.title, "standfirst": m.standfirst, "byline": m.byline, "publisher": m.publisher,
        "published": m.published.map(|p| p.to_string()), "url": m.url, "lang": m.lang,
        "left_out": {"lines": extraction.document.left_out.lines, "words": extraction.document.left_out.words},
        "blocks": blocks_json(&extraction.document.blocks),
    })
}

/// Returns the error of a file that could not be extracted.
pub(in super::super) fn failed_extraction_json(path: &str, error: &str) -> Value {
    json!({"path": path, "ok": false, "error": error})
}
