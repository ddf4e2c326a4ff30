//! Title, author, date, publisher, standfirst, URL and language of an HTML page: [`read_metadata`].
//!
//! 1. [`DeclaredMetadata`] collects the declarations of the page: `title`, `meta` and `link` elements, JSON-LD.
//! 2. For each field the declarations are tried in the order of their reliability, then the visible text.
//! 3. Each value is reduced to the field: the name of the site behind a title and "By" before a name are removed.

mod byline;
mod declared;
mod json_ld;
mod near_title;
mod normalize;
mod published;
mod title;

use url::Url;

use super::Hints;
use super::dom::{DomTree, ends_with_word};
use crate::model::Metadata;
use declared::DeclaredMetadata;

/// Metadata of a page, and its text as structured data declares it.
pub(crate) struct PageMetadata {
    /// Metadata of the document.
    pub(crate) metadata: Metadata,
    /// Text of the article in the structured data, used to check the selection.
    pub(crate) declared_body: Option<String>,
}

/// Reads the metadata of a page. `base` is the URL that relative links are resolved against.
pub(crate) fn read_metadata(tree: &DomTree, hints: &Hints<'_>, base: Option<&Url>) -> PageMetadata {
    let declared = DeclaredMetadata::collect(tree);
    let publisher = find_publisher(&declared);
    let page_url = find_url(&declared, hints, base);
    let title = title::find_title(tree, &declared, publisher.as_deref(), page_url.as_deref());
    let near = near_title::lines_near_title(tree);
    let byline = byline::find_byline(tree, &declared, publisher.as_deref(), &near);
    let published =
        published::find_published(tree, &declared, page_url.as_deref().or(hints.url), &near);
    let standfirst =
        visible_standfirst(tree).or_else(|| declared_standfirst(&declared, title.as_deref()));
    let metadata = Metadata {
        title,
        standfirst,
        byline,
        publisher,
        published,
        url: page_url,
        lang: find_lang(tree, &declared),
        enclosures: Vec::new(),
    };
    PageMetadata {
        metadata,
        declared_body: declared.json_ld.body,
    }
}

/// Returns the declared name of the site; names of more than 100 characters are ignored.
fn find_publisher(declared: &DeclaredMetadata) -> Option<String> {
    let named = declared
        .first_meta(&["og:site_name"])
        .or(declared.json_ld.publisher.as_deref());
    let named = named.or_else(|| {
        declared.first_meta(&[
            "application-name",
            "apple-mobile-web-app-title",
            "dc.publisher",
            "citation_journal_title",
        ])
    });
    named
        .filter(|name| name.chars().count() <= 100)
        .map(str::to_owned)
}

/// Returns the first declared description that has words and differs from the title.
fn declared_standfirst(declared: &DeclaredMetadata, title: Option<&str>) -> Option<String> {
    /// Names of `meta` elements with a description, most reliable first.
    const KEYS: &[&str] = &[
        "dc.description",
        "dcterms.description",
        "og:description",
        "description",
        "twitter:description",
        "sailthru.description",
    ];
    let all = declared
        .json_ld
        .description
        .as_deref()
        .into_iter()
        .chain(KEYS.iter().filter_map(|k| declared.first_meta(&[k])));
    let mut usable =
        all.filter(|text| Some(*text) != title && text.chars().any(char::is_alphanumeric));
    usable.next().map(str::to_owned)
}

/// Returns the text of 25 to 320 characters below the title that a class names a standfirst.
fn visible_standfirst(tree: &DomTree) -> Option<String> {
    /// Classes and ids of a standfirst, with hyphens for underscores.
    const NAMES: &[&str] = &[
        "dek",
        "deck",
        "standfirst",
        "subtitle",
        "sub-title",
        "subheadline",
        "sub-headline",
        "subheading",
        "article-summary",
        "article-subtitle",
        "article-dek",
        "entry-subtitle",
        "post-subtitle",
        "headline-dek",
        "article-deck",
        "c-entry-summary",
        "articlesubtitle",
        "entry-summary",
    ];
    let title = tree.elements(0).find(|i| tree.name(*i) == "h1")?;
    let near = (tree.end(title)..tree.nodes.len())
        .take(80)
        .filter(|i| matches!(tree.name(*i), "p" | "div" | "h2" | "h3" | "span"));
    let named = |i: &usize| {
        let names = tree.class_and_id(*i).replace('_', "-");
        names
            .split_whitespace()
            .any(|n| NAMES.iter().any(|w| ends_with_word(n, w)))
    };
    let mut texts = near
        .filter(named)
        .map(|i| normalize::normalize_value(&tree.collapsed_text(i)));
    texts.find(|t| (25..=320).contains(&t.chars().count()))
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
