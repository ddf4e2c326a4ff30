//! Formats of an import, and their detection: [`ImportFormat`].

use crate::extract::{self, Hints, charset, detect};
use crate::library::transfer::import::newsboat;
use crate::library::transfer::import::saved_pages::pocket;

/// Format of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportFormat {
    /// A JSON export of a library, as `LibraryReader::export_json` writes it.
    Json,
    /// A Markdown file, exported or of another program.
    Markdown,
    /// Bookmarks of a browser (Netscape bookmark file).
    Bookmarks,
    /// A list of subscriptions in OPML.
    Opml,
    /// The `urls` file of newsboat.
    Newsboat,
    /// A CSV export of Pocket.
    Pocket,
    /// A JSON export of wallabag.
    Wallabag,
    /// A `metadata_….json` of an Omnivore export.
    Omnivore,
}

/// Number of bytes from which the format of a file is detected.
pub const DETECTION_BYTES: usize = 64 * 1024;

/// Detects the program that exported a JSON array by the names in it.
fn detect_array(start: &str) -> Option<ImportFormat> {
    let has = |name: &str| start.contains(&format!("\"{name}\""));
    match has("is_archived") || has("is_starred") {
        true => Some(ImportFormat::Wallabag),
        false => (has("slug") && has("url")).then_some(ImportFormat::Omnivore),
    }
}

/// Returns true if the beginning of a file has an element of OPML; UTF-16 is decoded.
fn is_opml(head: &[u8]) -> bool {
    let text = charset::decode_text(head, extract::Format::Html, &Hints::default());
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let lower = start.to_ascii_lowercase();
    // Text before the first element is tolerated, but no other element.
    let elements = lower.split('<').skip(1);
    let first = elements
        .filter(|element| element.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(|element| element.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')))
        .find_map(|mut words| words.next().map(str::to_owned));
    let names = ["opml", "outline", "body", "head"];
    let is_outline = first.is_some_and(|first| {
        let local = first.rsplit(':').next().unwrap_or_default();
        names.contains(&local)
    });
    is_outline && start.starts_with('<') && (lower.contains("<outline") || lower.contains("opml"))
}

impl ImportFormat {
    /// Detects the format of a file by its first kilobytes and its name; `None` if it can't be imported.
    pub fn detect(head: &[u8], name: Option<&str>) -> Option<Self> {
        let text = String::from_utf8_lossy(head);
        let start = text.trim_start_matches('\u{feff}').trim_start();
        match start.chars().next() {
            Some('{') => return Some(Self::Json),
            Some('[') => return detect_array(start),
            _ => {}
        }
        if is_opml(head) {
            return Some(Self::Opml);
        }
        if pocket::is_pocket(start) {
            return Some(Self::Pocket);
        }
        let upper = start.get(..start.len().min(1024));
        let upper = upper.unwrap_or(start).to_ascii_uppercase();
        if upper.contains("NETSCAPE-BOOKMARK-FILE") {
            return Some(Self::Bookmarks);
        }
        if newsboat::is_newsboat(start, head.len() < DETECTION_BYTES) {
            return Some(Self::Newsboat);
        }
        let hints = Hints {
            name,
            ..Hints::default()
        };
        let format = detect::detect(head, &hints).ok()?;
        (format == extract::Format::Markdown).then_some(Self::Markdown)
    }
}
