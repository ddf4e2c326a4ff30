//! The extraction of a file as JSON.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::blocks::BlockObjects;
use crate::extract::{Evidence, Extraction, LineRole, SourceLine};

/// The extraction of a file. [`Display`](fmt::Display) writes it on one line.
#[derive(Debug, Clone, Copy)]
pub struct ExtractionJson<'a> {
    path: &'a str,
    extraction: &'a Extraction,
    /// Lines of the source, if they were asked for.
    lines: Option<&'a [SourceLine]>,
}

/// Returns the extraction of a file.
pub fn extraction_json<'a>(path: &'a str, extraction: &'a Extraction) -> ExtractionJson<'a> {
    ExtractionJson {
        path,
        extraction,
        lines: None,
    }
}

/// Returns the extraction of a file with the lines of its source.
pub fn explained_json<'a>(
    path: &'a str,
    extraction: &'a Extraction,
    lines: &'a [SourceLine],
) -> ExtractionJson<'a> {
    ExtractionJson {
        path,
        extraction,
        lines: Some(lines),
    }
}

impl fmt::Display for ExtractionJson<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for ExtractionJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = &self.extraction.document;
        let metadata = &document.metadata;
        let object = ExtractionObject {
            blocks: BlockObjects(&document.blocks),
            byline: metadata.byline.as_deref(),
            format: self.extraction.format.name(),
            lang: metadata.lang.as_deref(),
            left_out: LeftOutObject {
                lines: document.left_out.lines,
                words: document.left_out.words,
            },
            lines: self
                .lines
                .map(|lines| lines.iter().map(source_line_json).collect()),
            ok: true,
            path: self.path,
            published: metadata.published.map(|published| published.to_string()),
            publisher: metadata.publisher.as_deref(),
            standfirst: metadata.standfirst.as_deref(),
            title: metadata.title.as_deref(),
            url: metadata.url.as_deref(),
        };
        object.serialize(serializer)
    }
}

/// An extraction as JSON. The keys are sorted, as in all other JSON.
#[derive(Serialize)]
struct ExtractionObject<'a> {
    blocks: BlockObjects<'a>,
    byline: Option<&'a str>,
    format: &'static str,
    lang: Option<&'a str>,
    left_out: LeftOutObject,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<Value>>,
    ok: bool,
    path: &'a str,
    published: Option<String>,
    publisher: Option<&'a str>,
    standfirst: Option<&'a str>,
    title: Option<&'a str>,
    url: Option<&'a str>,
}

/// Counts of the lines and words that are not in the article.
#[derive(Serialize)]
struct LeftOutObject {
    lines: usize,
    words: usize,
}

/// Returns the error of a file that could not be extracted.
pub(in super::super) fn failed_extraction_json(path: &str, error: &str) -> Value {
    json!({"path": path, "ok": false, "error": error})
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
