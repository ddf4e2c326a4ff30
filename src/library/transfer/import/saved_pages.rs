//! Import of lists of saved pages: Pocket's CSV, wallabag's JSON and Omnivore's JSON ([`import_saved_pages`]).
//!
//! A page becomes an article of the library: with its text if the file has it, else as a link. An archived page is read.
//! One with a star, tags or notes is bookmarked, since tags and notes belong to bookmarks.

mod omnivore;
mod page;
pub(in crate::library) mod pocket;
mod wallabag;

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::extract::{self, Hints, finish};
use crate::library::Library;
use crate::library::transfer::import::article::ExportedArticle;
use crate::library::transfer::import::malformed::MalformedFile;
use crate::library::transfer::import::{ImportError, ImportFormat, ImportReport, Importer};
use crate::model::{Anchor, Document, ItemPosition, SkipReason, SkippedItems};
use crate::text::clean;

use page::SavedPage;

/// Imports the pages of a file of this format. `content_of` returns the HTML of an Omnivore page by its name (slug).
pub(in crate::library) fn import_saved_pages(
    library: &mut Library,
    format: ImportFormat,
    bytes: &[u8],
    content_of: impl Fn(&str) -> Option<Vec<u8>>,
    mut progress: impl FnMut(usize),
) -> Result<ImportReport, ImportError> {
    let mut importer = Importer::new(library)?;
    // These files contain no ids.
    importer.has_only_this_import = false;
    let mut skipped = SkippedItems::default();
    let mut done = 0;
    let mut failure = None;
    let mut add = |position: ItemPosition, text: &str, page: Option<SavedPage>| {
        done += 1;
        progress(done);
        let Some(page) = page else {
            skipped.add(position, text, SkipReason::Damaged);
            return true;
        };
        match convert_page(&page) {
            Ok((line, document)) => {
                let version = i64::from(extract::VERSION);
                let is_bookmarked = !line.bookmarks.is_empty();
                let document = document.map(|document| (version, document));
                match importer.add_article(line, document) {
                    Ok(()) => importer.report.bookmarked += usize::from(is_bookmarked),
                    Err(ImportError::Malformed(_)) => {
                        skipped.add(position, &page.title, SkipReason::Damaged);
                    }
                    Err(error) => {
                        failure = Some(error);
                        return false;
                    }
                }
            }
            Err(reason) => {
                let text = match page.url.is_empty() {
                    true => &page.title,
                    false => &page.url,
                };
                skipped.add(position, text, reason);
            }
        }
        true
    };
    match format {
        ImportFormat::Pocket => pocket::for_each_page(bytes, &mut add),
        _ => {
            for (number, item) in (1..).zip(split_items(bytes)?) {
                let page = match format {
                    ImportFormat::Wallabag => wallabag::read_page(item.get()),
                    _ => omnivore::read_page(item.get(), &content_of),
                };
                if !add(ItemPosition::Item(number), item.get(), page) {
                    break;
                }
            }
        }
    }
    importer.report.skipped += skipped.count();
    importer.report.skipped_items = skipped;
    match failure {
        Some(error) => Err(importer.stop(error)),
        None => importer.finish(),
    }
}

/// Splits a JSON array into its items.
fn split_items(bytes: &[u8]) -> Result<Vec<&RawValue>, MalformedFile> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(MalformedFile::Json)
}

/// Converts a page to an article.
fn convert_page(page: &SavedPage) -> Result<(ExportedArticle, Option<Document>), SkipReason> {
    let url = page.url.trim();
    if url.is_empty() {
        return Err(SkipReason::NoAddress);
    }
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    let is_web =
        |scheme: &str| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let url = clean::clean_url(url).filter(|_| scheme.is_some_and(is_web));
    let url = url.ok_or(SkipReason::NotWeb)?;
    let line = |text: &str| {
        let line = clean::clean_line(text).into_owned();
        Some(line).filter(|line| !line.is_empty())
    };
    let title = line(&page.title).unwrap_or_else(|| url.to_owned());
    let byline = page.byline.as_deref().and_then(line);
    let standfirst = page.standfirst.as_deref().and_then(line);
    let mut document = page
        .content
        .as_deref()
        .and_then(|html| read_html(html, url));
    if let Some(document) = &mut document {
        let metadata = &mut document.metadata;
        metadata.title = Some(title.clone());
        metadata.url = Some(url.to_owned());
        metadata.byline = byline.clone().or(metadata.byline.take());
        metadata.standfirst = standfirst.clone().or(metadata.standfirst.take());
    }
    let published = page.published.as_deref().filter(|text| is_time(text));
    let added = page.added.as_ref().filter(|value| is_time_value(value));
    let mut row = Map::new();
    for (name, value) in [
        ("title", json!(title)),
        ("url", json!(url)),
        ("byline", json!(byline)),
        ("standfirst", json!(standfirst)),
        ("published", json!(published)),
        ("read", json!(i64::from(page.is_archived))),
    ] {
        row.insert(name.to_owned(), value);
    }
    if let Some(added) = added {
        row.insert("added".to_owned(), added.clone());
    }
    let read_at = page.archived_at.as_ref().or(added);
    if let Some(read_at) = read_at.filter(|value| page.is_archived && is_time_value(value)) {
        row.insert("read_at".to_owned(), read_at.clone());
    }
    let line = ExportedArticle {
        row,
        bookmarks: bookmarks_of(page, added, document.as_ref()),
        ..ExportedArticle::default()
    };
    Ok((line, document))
}

/// Returns the bookmark of a page with a star or tags, and one for each marked sentence.
fn bookmarks_of(
    page: &SavedPage,
    added: Option<&Value>,
    document: Option<&Document>,
) -> Vec<Map<String, Value>> {
    let mut bookmarks = Vec::new();
    let mut push = |value: Value| {
        if let Value::Object(mut object) = value {
            object.retain(|_, value| !value.is_null());
            bookmarks.push(object);
        }
    };
    if page.is_starred || !page.tags.is_empty() {
        push(json!({"created": added, "tags": page.tags}));
    }
    for quote in &page.quotes {
        let created = quote.created.as_ref().filter(|value| is_time_value(value));
        let created = created.or(added);
        let anchor = document.and_then(|document| find_quote(document, &quote.quote));
        push(json!({
            "anchor": anchor.unwrap_or_default(), "quote": quote.quote, "note": quote.note, "created": created, "tags": [],
        }));
    }
    bookmarks
}

/// Returns the first position of a sentence in a document.
fn find_quote(document: &Document, quote: &str) -> Option<Anchor> {
    let quote = clean::clean_line(quote);
    let blocks = (0..).zip(&document.blocks);
    let mut found = blocks.filter_map(|(at, block)| Some((at, block.text().find(&*quote)?)));
    let (block, offset) = found.next()?;
    Some(Anchor::at(document, block, offset))
}

/// Converts the HTML of an article, which has no boilerplate, to a document; `None` if it contains nothing.
fn read_html(html: &str, url: &str) -> Option<Document> {
    let document = Document {
        blocks: extract::html::convert_fragment(html, Some(url)),
        ..Document::default()
    };
    let document = finish::finish(document, &Hints::default());
    (!document.blocks.is_empty()).then_some(document)
}

/// Returns true if a text is a time in RFC 3339.
fn is_time(text: &str) -> bool {
    chrono::DateTime::parse_from_rfc3339(text).is_ok()
}

fn is_time_value(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_i64().is_some_and(|seconds| seconds > 0),
        Value::String(text) => is_time(text),
        _ => false,
    }
}
