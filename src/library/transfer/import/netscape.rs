//! Import of browser bookmarks: [`Library::import_netscape`]. The articles have a title and a link until their text is
//! fetched.

use serde_json::{Map, Value, json};

use crate::extract::{Format, Hints, charset};
use crate::library::Library;
use crate::library::transfer::import::article::ExportedArticle;
use crate::library::transfer::import::{ImportError, ImportOmission, ImportReport, Importer};
use crate::text::clean;

/// A bookmark in the file.
#[derive(Debug, Default)]
struct NetscapeBookmark {
    url: String,
    title: String,
    note: String,
    added: Option<i64>,
    tags: Vec<String>,
}

/// Imports every bookmark of a Netscape bookmark file as a bookmarked article in the library.
pub(in crate::library) fn import_netscape(
    library: &mut Library,
    bytes: &[u8],
    mut progress: impl FnMut(usize),
) -> Result<ImportReport, ImportError> {
    let text = charset::decode_text(bytes, Format::Html, &Hints::default());
    let mut importer = Importer::new(library)?;
    // A bookmark file contains no ids.
    importer.has_only_this_import = false;
    let (mut others, mut folders) = (0, 0);
    for (done, part) in split_parts(&text).into_iter().enumerate() {
        match part {
            NetscapePart::Folder => folders += 1,
            NetscapePart::Bookmark(found) => match import_bookmark(&found) {
                Some(line) => {
                    if let Err(error) = importer.add_article(line, None) {
                        return Err(importer.stop(error));
                    }
                }
                None => others += 1,
            },
        }
        progress(done + 1);
    }
    if others > 0 {
        importer.add_omission(others, ImportOmission::NotWebPages(others));
    }
    if folders > 0 {
        importer.add_omission(0, ImportOmission::FolderNames(folders));
    }
    importer.finish()
}

/// Converts a bookmark to an article; `None` if its link is not a web page.
fn import_bookmark(found: &NetscapeBookmark) -> Option<ExportedArticle> {
    let url = clean::clean_url(found.url.trim())?;
    let scheme = url
        .split_once(':')
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    if !matches!(scheme.as_deref(), Some("http" | "https")) {
        return None;
    }
    let title = clean::clean_line(&found.title).into_owned();
    let title = if title.is_empty() {
        url.to_owned()
    } else {
        title
    };
    let mut row = Map::new();
    row.insert("title".to_owned(), json!(title));
    row.insert("url".to_owned(), json!(url));
    let mut bookmark = Map::new();
    if let Some(added) = found.added {
        row.insert("added".to_owned(), json!(added));
        bookmark.insert("created".to_owned(), json!(added));
    }
    if !found.note.trim().is_empty() {
        bookmark.insert("note".to_owned(), Value::from(found.note.trim()));
    }
    bookmark.insert("tags".to_owned(), json!(found.tags));
    Some(ExportedArticle {
        row,
        bookmarks: vec![bookmark],
        ..ExportedArticle::default()
    })
}

enum NetscapePart {
    Folder,
    Bookmark(NetscapeBookmark),
}

/// Parses the bookmarks and folders in the order of the file. The format is not valid HTML, so only the elements `A`,
/// `H3` and `DD` are read.
fn split_parts(page: &str) -> Vec<NetscapePart> {
    let mut parts = Vec::new();
    let mut rest = page;
    // True if a following `DD` is the note of the last bookmark.
    let mut expects_note = false;
    while let Some(start) = rest.find('<') {
        rest = rest.get(start + 1..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let (tag, behind) = rest.split_at(tag_end(rest));
        let behind = behind.get(1..).unwrap_or_default();
        let word = tag.split(|c: char| c.is_whitespace() || c == '/').next();
        let (text, after) = behind.split_at(behind.find('<').unwrap_or(behind.len()));
        match word.unwrap_or_default().to_ascii_lowercase().as_str() {
            "a" => {
                let mut found = parse_bookmark(tag);
                found.title = unescape_html(text);
                parts.push(NetscapePart::Bookmark(found));
                expects_note = true;
            }
            "h3" => {
                parts.push(NetscapePart::Folder);
                expects_note = false;
            }
            "dd" if expects_note => {
                if let Some(NetscapePart::Bookmark(found)) = parts.last_mut() {
                    found.note = unescape_html(text);
                }
                expects_note = false;
            }
            // The end tag of the link does not end the bookmark: its note may follow.
            _ => {
                rest = behind;
                continue;
            }
        }
        rest = after;
    }
    parts
}

/// Returns the end of a tag: the first `>` outside of quotes.
fn tag_end(rest: &str) -> usize {
    let mut quote = None;
    for (i, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return i,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    rest.len()
}

fn parse_bookmark(tag: &str) -> NetscapeBookmark {
    let mut found = NetscapeBookmark::default();
    let mut rest = tag;
    while let Some((name, value)) = rest.split_once('=') {
        let name = name.split_whitespace().next_back().unwrap_or_default();
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (inner, after) = match quote {
            Some(quote) => {
                let inner = value.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        match name.to_ascii_lowercase().as_str() {
            "href" => found.url = unescape_html(inner),
            "add_date" => found.added = inner.trim().parse().ok().and_then(parse_seconds),
            "tags" => found.tags = unescape_html(inner).split(',').map(str::to_owned).collect(),
            _ => {}
        }
        rest = after;
    }
    found
}

/// Converts a time to seconds since 1970: some browsers write milliseconds or microseconds.
fn parse_seconds(number: i64) -> Option<i64> {
    let seconds = match number {
        100_000_000_000..100_000_000_000_000 => number / 1_000,
        100_000_000_000_000.. => number / 1_000_000,
        _ => number,
    };
    (seconds > 0).then_some(seconds)
}

/// Resolves HTML character references.
fn unescape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let reference = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        let meant = reference.and_then(|(name, behind)| Some((named_character(name)?, behind)));
        match meant {
            Some((c, behind)) => {
                out.push(c);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn named_character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(number);
    }
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => None,
    }
}
