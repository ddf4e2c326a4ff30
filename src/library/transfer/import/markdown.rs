//! Import of Markdown files ([`Library::import_markdown`]): exported ones with their bookmarks, and those of other
//! programs, which are bookmarked.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::extract::{self, Format, Hints, charset};
use crate::library::Library;
use crate::library::articles::new_article::path_value;
use crate::library::transfer::export::{CREATED_PREFIX, PLACES_HEADING, encode_hex};
use crate::library::transfer::import::article::ExportedArticle;
use crate::library::transfer::import::malformed::{FileError, MalformedFile};
use crate::library::transfer::import::{FailedFile, ImportError, ImportReport, Importer};
use crate::model::{Anchor, Block, Document, Published};
use crate::text::clean;

/// A Markdown file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkdownFile {
    /// Name for messages.
    pub display_name: String,
    /// Canonical path; `None` for standard input.
    pub path: Option<PathBuf>,
    /// Content, or the error of reading it.
    pub bytes: Result<Vec<u8>, FileError>,
}

/// Front matter of a file, by key.
type FrontMatter = HashMap<String, String>;

/// Imports files, one after the other. A file that is not an article is left out and reported.
pub(in crate::library) fn import_markdown(
    library: &mut Library,
    files: impl IntoIterator<Item = MarkdownFile>,
    mut progress: impl FnMut(usize),
) -> Result<ImportReport, ImportError> {
    let mut importer = Importer::new(library)?;
    // Markdown files contain no ids.
    importer.has_only_this_import = false;
    for (done, file) in files.into_iter().enumerate() {
        match read_markdown(&file) {
            Ok((line, document)) => {
                // Files of other programs are identified by their path, and all are bookmarked.
                importer.report.bookmarked += usize::from(line.row.contains_key("path"));
                let version = i64::from(extract::VERSION);
                let document = document.map(|document| (version, document));
                if let Err(error) = importer.add_article(line, document) {
                    return Err(importer.stop(error));
                }
            }
            Err(error) => {
                importer.report.skipped += 1;
                importer.report.failed.push(FailedFile {
                    name: file.display_name,
                    error: error.to_string(),
                });
            }
        }
        progress(done + 1);
    }
    importer.finish()
}

/// Parses a file as an article.
fn read_markdown(
    file: &MarkdownFile,
) -> Result<(ExportedArticle, Option<Document>), MalformedFile> {
    let bytes = file.bytes.as_ref().map_err(FileError::clone)?;
    let name = file.path.as_ref().and_then(|path| path.file_name());
    let name = name.and_then(|name| name.to_str()).unwrap_or("article.md");
    let hints = Hints {
        name: Some(name),
        ..Hints::default()
    };
    let text = charset::decode_text(bytes, Format::Markdown, &hints);
    let front = parse_front_matter(&text);
    let is_own_export = front.contains_key("newsprint");
    let (article, places) = match text.split_once(PLACES_HEADING) {
        Some((article, places)) if is_own_export => (article, places),
        _ => (text.as_str(), ""),
    };
    let found = extract::extract(article.as_bytes(), &hints);
    let mut document = match found {
        Ok(found) => found.document,
        Err(_) if is_own_export => Document::default(),
        Err(error) => return Err(error.into()),
    };
    let mut line = ExportedArticle::default();
    let mut article_bookmark = None;
    if is_own_export {
        restore_article(&front, &mut document);
        if let Some(made) = front.get("bookmarked") {
            article_bookmark = Some(json!({
                "created": made, "note": json_string(&front, "note"), "tags": parse_tags(&front),
            }));
            line.row.insert("added".to_owned(), json!(made));
        }
    } else {
        article_bookmark = Some(json!({"note": null, "tags": parse_tags(&front)}));
        line.row.insert("path".to_owned(), path_json(file));
    }
    let created = front.get("bookmarked");
    let of_places = self::parse_places(places, &document, created.filter(|_| is_own_export));
    let bookmarks = article_bookmark.into_iter().chain(of_places);
    line.bookmarks = bookmarks
        .filter_map(|bookmark| match bookmark {
            Value::Object(bookmark) => Some(bookmark),
            _ => None,
        })
        .collect();
    let metadata = &document.metadata;
    let title = metadata.title.clone().unwrap_or_else(|| name.to_owned());
    for (name, value) in [
        ("title", Some(title)),
        ("standfirst", metadata.standfirst.clone()),
        ("byline", metadata.byline.clone()),
        ("publisher", metadata.publisher.clone()),
        (
            "published",
            metadata.published.map(|published| published.to_string()),
        ),
        ("url", metadata.url.clone()),
    ] {
        line.row.insert(name.to_owned(), json!(value));
    }
    // A file that was exported without a text has none.
    let document = Some(document).filter(|document| !document.blocks.is_empty());
    Ok((line, document))
}

fn path_json(file: &MarkdownFile) -> Value {
    match path_value(file.path.as_deref()) {
        rusqlite::types::Value::Text(path) => Value::String(path),
        rusqlite::types::Value::Blob(bytes) => json!({"hex": encode_hex(&bytes)}),
        _ => Value::Null,
    }
}

/// Parses the lines between the first `---` and the next one as `key: value`.
fn parse_front_matter(text: &str) -> FrontMatter {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let mut front = FrontMatter::new();
    if lines.next().map(str::trim_end) != Some("---") {
        return front;
    }
    for line in lines {
        if line.trim_end() == "---" {
            return front;
        }
        if let Some((key, value)) = line.split_once(": ") {
            front.insert(key.trim().to_lowercase(), value.trim().to_owned());
        }
    }
    FrontMatter::new()
}

/// Returns the value of a key that was written as a JSON string.
fn json_string(front: &FrontMatter, key: &str) -> Option<String> {
    serde_json::from_str(front.get(key)?).ok()
}

/// Replaces the metadata of an exported article by that of the front matter, whatever was extracted from the text.
fn restore_article(front: &FrontMatter, document: &mut Document) {
    let line =
        |key: &str| json_string(front, key).map(|text| clean::clean_line(&text).into_owned());
    let url = json_string(front, "url");
    let metadata = &mut document.metadata;
    metadata.title = line("title").or(metadata.title.take());
    metadata.standfirst = line("standfirst");
    metadata.byline = line("byline");
    metadata.publisher = line("publisher");
    metadata.published = front
        .get("published")
        .and_then(|text| Published::parse(text));
    metadata.url = url.filter(|url| clean::clean_url(url).is_some());
    metadata.lang = line("lang");
}

/// Parses the tags of a file: `[a, "b"]`.
fn parse_tags(front: &FrontMatter) -> Vec<String> {
    let Some(value) = front.get("tags") else {
        return Vec::new();
    };
    if let Ok(tags) = serde_json::from_str(value) {
        return tags;
    }
    let inside = value
        .strip_prefix('[')
        .and_then(|value| value.strip_suffix(']'));
    let tags = inside.unwrap_or(value).split(',');
    tags.map(|tag| tag.trim().trim_matches(['"', '\'']).to_owned())
        .collect()
}

/// Parses the bookmarked places behind an article. Each is located by its quotation, or else by its heading.
fn parse_places(text: &str, document: &Document, created: Option<&String>) -> Vec<Value> {
    let hints = Hints {
        name: Some("places.md"),
        ..Hints::default()
    };
    let blocks = match extract::extract(text.as_bytes(), &hints) {
        Ok(found) if !text.trim().is_empty() => found.document.blocks,
        _ => return Vec::new(),
    };
    // The first heading is the heading of the list, and is extracted as the title.
    let own = |block: &&Block| !matches!(block, Block::Heading(heading) if heading.level < 3);
    let blocks: Vec<&Block> = blocks.iter().filter(own).collect();
    let parts = blocks.split(|block| matches!(block, Block::ThematicBreak));
    let parts = parts.filter(|part| !part.is_empty());
    parts
        .map(|part| parse_place(part, document, created))
        .collect()
}

fn parse_place(blocks: &[&Block], document: &Document, created: Option<&String>) -> Value {
    let (mut section, mut quote) = (None, None);
    let (mut note, mut tags) = (Vec::new(), Vec::new());
    let mut made = None;
    for block in blocks {
        match block {
            Block::Heading(_) => section = Some(block.text()),
            Block::BlockQuote(_) => quote = Some(block.text()),
            block => {
                let text = block.text();
                let moment = text.strip_prefix(CREATED_PREFIX);
                let moment = moment.filter(|moment| is_rfc3339(moment));
                match (text.strip_prefix("Tags: "), moment) {
                    (Some(names), _) => tags = names.split(", ").map(str::to_owned).collect(),
                    (_, Some(moment)) => made = Some(moment.to_owned()),
                    _ => note.push(text),
                }
            }
        }
    }
    let found = |text: &Option<String>, heading: bool| {
        let text = text.as_ref()?;
        document.blocks.iter().enumerate().find_map(|(i, block)| {
            let right = !heading || matches!(block, Block::Heading(_));
            let offset = block.text().find(text.as_str()).filter(|_| right)?;
            Some(Anchor::at(document, i, offset))
        })
    };
    let anchor = found(&quote, false).or_else(|| found(&section, true));
    json!({
        "anchor": anchor.unwrap_or_default(), "section": section, "quote": quote,
        "note": note.join("\n"), "tags": tags, "created": made.as_ref().or(created),
    })
}

fn is_rfc3339(text: &str) -> bool {
    chrono::DateTime::parse_from_rfc3339(text).is_ok()
}
