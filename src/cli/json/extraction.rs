//! The extraction of a file as JSON.

use serde_json::{Value, json};

use super::blocks::blocks_json;
use crate::extract::{Evidence, Extraction, LineRole, SourceLine};

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

/// Returns the extraction of a file with the lines of its source.
pub fn explained_json(path: &str, extraction: &Extraction, lines: &[SourceLine]) -> Value {
    let mut object = extraction_json(path, extraction);
    object["lines"] = lines.iter().map(source_line_json).collect();
    object
}

fn source_line_json(line: &SourceLine) -> Value {
    let (role, level) = match line.role {
        LineRole::Title => ("title", None),
        LineRole::Metadata => ("metadata", None),
        LineRole::Heading(level) => ("heading", Some(level)),
        LineRole::Content => ("text", None),
        LineRole::Caption => ("caption", None),
        LineRole::Hidden => ("hidden", None),
        LineRole::LeftOut => ("left-out", None),
    };
    // Numbers of lines are counted from 1, as editors and compilers count them.
    let numbers = (!line.lines.is_empty()).then(|| [line.lines.start + 1, line.lines.end]);
    json!({
        "role": role, "level": level, "lines": numbers, "text": line.text,
        "evidence": line.evidence.iter().map(evidence_json).collect::<Vec<_>>(),
    })
}

fn evidence_json(evidence: &Evidence) -> Value {
    match evidence {
        Evidence::Content(probability) => json!({"kind": "article", "value": probability}),
        Evidence::Heading(probability) => json!({"kind": "heading", "value": probability}),
        Evidence::Feature(name, weight) => {
            json!({"kind": "feature", "name": name, "value": weight})
        }
        Evidence::Markup(name) => json!({"kind": "element", "name": name}),
        Evidence::ClassWord(word) => json!({"kind": "class", "name": word}),
        Evidence::LinkShare(share) => json!({"kind": "link-share", "value": share}),
        Evidence::Phrase => json!({"kind": "own-words"}),
        Evidence::Repeated => json!({"kind": "repeated"}),
        Evidence::Position => json!({"kind": "position"}),
    }
}
