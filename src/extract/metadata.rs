//! Title, author, date, publisher, standfirst, URL and language of an HTML page: [`read_metadata`].
//!
//! 1. [`DeclaredMetadata`] collects the declarations of the page: `title`, `meta` and `link` elements, JSON-LD.
//! 2. For each field the declarations are compared with the visible text around the headline, and the most reliable
//!    value is taken.
//! 3. Each value is reduced to the field: the name of the site behind a title and "By" before a name are removed.

mod author_elements;
mod byline;
mod class_words;
mod date_lines;
mod declared;
mod headings;
mod json_ld;
mod names;
mod near_title;
mod normalize;
mod page_facts;
mod page_order;
mod published;
mod site;
mod standfirst;
mod texts;
mod title;

use url::Url;

use super::Hints;
use super::dates::DateReading;
use super::dom::DomTree;
use crate::model::{Block, Metadata};
use declared::DeclaredMetadata;
use page_facts::PageFacts;

/// Metadata of a page.
pub(crate) struct PageMetadata {
    /// Metadata of the document.
    pub(crate) metadata: Metadata,
    /// True if an element of the page shows the standfirst, apart from the text.
    pub(crate) is_standfirst_shown: bool,
}

/// Reads the metadata of a page. `base` is the URL that relative links are resolved against.
pub(crate) fn read_metadata(tree: &DomTree, hints: &Hints<'_>, base: Option<&Url>) -> PageMetadata {
    let declared = DeclaredMetadata::collect(tree);
    let page_url = find_url(&declared, hints, base);
    let address = page_url.as_deref().or(hints.url);
    let publisher = site::find_publisher(&declared, address);
    let sites = site::site_keys(tree, &declared, publisher.as_deref(), address);
    let title = title::find_title(tree, &declared, &sites, address);
    let lang = find_lang(tree, &declared);
    let near = near_title::lines_near_title(tree, title.headline);
    let page = PageFacts {
        tree,
        declared: &declared,
        sites,
        title: title.text,
        headline: title.headline,
        url: address,
        reading: DateReading {
            order: page_order::date_order(tree, lang.as_deref(), address),
            // The day of the extraction has already ended in the east of the world.
            latest: hints.today.and_then(|today| today.succ_opt()),
        },
    };
    let byline = byline::find_byline(&page, &near);
    let published = published::find_published(&page, &near);
    let standfirst =
        standfirst::find_standfirst(tree, &declared, page.title.as_deref(), page.headline);
    let is_standfirst_shown = standfirst.as_ref().is_some_and(|s| s.is_shown);
    let title = page.title;
    let metadata = Metadata {
        title,
        standfirst: standfirst.map(|s| s.text),
        byline,
        publisher,
        published,
        url: page_url,
        lang,
        enclosures: Vec::new(),
    };
    PageMetadata {
        metadata,
        is_standfirst_shown,
    }
}

/// Shows a standfirst once: a block that is nothing else is removed if the page shows the standfirst apart from the text;
/// else the standfirst is removed if the text begins with its words.
pub(crate) fn show_standfirst_once(page: &mut PageMetadata, blocks: &mut Vec<Block>) {
    let Some(text) = page.metadata.standfirst.as_deref() else {
        return;
    };
    let equal = standfirst::equal_block(text, blocks);
    if let Some(at) = equal.filter(|_| page.is_standfirst_shown) {
        blocks.remove(at);
    } else if standfirst::repeats_beginning(text, blocks) {
        page.metadata.standfirst = None;
    }
}

/// Returns the declared canonical URL of the page, else the URL it was read from.
fn find_url(declared: &DeclaredMetadata, hints: &Hints<'_>, base: Option<&Url>) -> Option<String> {
    let declared = declared
        .canonical
        .as_deref()
        .or_else(|| declared.first_meta(&["og:url"]))
        .or(declared.json_ld.url.as_deref());
    let absolute = declared.and_then(|href| match base {
        Some(base) => base.join(href).ok(),
        None => Url::parse(href).ok(),
    });
    let web = absolute.filter(|url| matches!(url.scheme(), "http" | "https"));
    web.map(String::from)
        .or_else(|| hints.url.map(str::to_owned))
}

/// Returns the language of the page as a BCP 47 tag.
fn find_lang(tree: &DomTree, declared: &DeclaredMetadata) -> Option<String> {
    let html = tree.children(0).find(|i| tree.name(*i) == "html");
    let attribute = html.and_then(|i| tree.attr(i, "lang").or_else(|| tree.attr(i, "xml:lang")));
    let meta = || declared.first_meta(&["content-language", "dc.language", "og:locale"]);
    let tag = attribute.filter(|l| !l.trim().is_empty()).or_else(meta)?;
    let tag = tag
        .split(',')
        .next()
        .unwrap_or_default()
        .trim()
        .replace('_', "-");
    let wellformed = tag.len() <= 35
        && tag.len() >= 2
        && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    wellformed.then_some(tag)
}
