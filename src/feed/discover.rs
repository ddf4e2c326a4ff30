//! Autodiscovery: the feeds that a web page links to ([`discover_feeds`]).

use std::borrow::Cow;

use url::Url;

use super::tokenizer::{StartTag, Token, Tokenizer};
use crate::extract::{Format, Hints, charset};

/// Feed that a page links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    /// Absolute address.
    pub url: String,
    /// Title of the link.
    pub title: Option<String>,
    /// Media type of the link.
    pub media_type: Option<String>,
}

/// Links that are looked at and returned: a page has few of them.
const MAX_LINKS: usize = 50;
/// Elements whose content is no markup.
const RAW_TEXT: [&str; 4] = ["script", "style", "textarea", "title"];
/// Words in the path or title of a feed of comments.
const COMMENT_WORDS: [&str; 6] = [
    "comment",
    "comments",
    "kommentare",
    "commentaires",
    "comentarios",
    "replies",
];

/// Returns the feeds that a page links to, in its order, those of comments last. Only if no `link` element names one, links in the text
/// whose address looks like that of a feed are returned.
///
/// # Examples
///
/// ```
/// use newsprint::feed::discover_feeds;
///
/// let page = b"<link rel=alternate type=application/rss+xml href=/rss title='All news'>";
/// let found = discover_feeds(page, "https://paper.example/today/");
/// assert_eq!(found[0].url, "https://paper.example/rss");
/// assert_eq!(found[0].title.as_deref(), Some("All news"));
/// ```
pub fn discover_feeds(page: &[u8], page_url: &str) -> Vec<FeedLink> {
    let text = charset::decode_text(page, Format::Html, &Hints::default());
    let Ok(mut base) = Url::parse(page_url) else {
        return Vec::new();
    };
    let mut tokenizer = Tokenizer::new(&text);
    let (mut declared, mut linked) = (Vec::new(), Vec::new());
    let mut has_base = false;
    let mut raw: Option<&str> = None;
    while let Some(token) = tokenizer.next_token() {
        match (token, raw) {
            (Token::End(name), Some(element)) if name.eq_ignore_ascii_case(element) => raw = None,
            (_, Some(_)) | (Token::End(_) | Token::Text(_) | Token::CData(_), None) => {}
            (Token::Start(tag), None) => {
                let attributes = LinkAttributes::of(&mut tokenizer, &tag);
                raw = RAW_TEXT
                    .into_iter()
                    .find(|name| tag.name.eq_ignore_ascii_case(name) && !tag.is_empty);
                if tag.name.eq_ignore_ascii_case("base") && !has_base {
                    let target = attributes.href.and_then(|href| base.join(&href).ok());
                    has_base = target.is_some();
                    base = target.unwrap_or(base);
                } else if tag.name.eq_ignore_ascii_case("link") {
                    declared.extend(attributes.declared_feed(&base));
                } else if tag.name.eq_ignore_ascii_case("a") && linked.len() < MAX_LINKS {
                    linked.extend(attributes.linked_feed(&base));
                }
            }
        }
    }
    let mut found = if declared.is_empty() {
        linked
    } else {
        declared
    };
    let mut seen = std::collections::HashSet::new();
    found.retain(|link: &FeedLink| seen.insert(link.url.clone()));
    found.sort_by_key(is_of_comments);
    found.truncate(MAX_LINKS);
    found
}

/// Attributes of an element that links.
#[derive(Default)]
struct LinkAttributes {
    rel: String,
    media_type: Option<String>,
    href: Option<String>,
    title: Option<String>,
}

impl LinkAttributes {
    fn of<'a>(tokenizer: &mut Tokenizer<'a>, tag: &StartTag<'a>) -> Self {
        let mut found = Self::default();
        for attribute in tag.attributes() {
            let name = attribute.name.to_ascii_lowercase();
            if !matches!(name.as_str(), "rel" | "type" | "href" | "title") {
                continue;
            }
            let value: Cow<'_, str> = tokenizer.decode(attribute.raw_value);
            let value = value.trim().to_owned();
            match name.as_str() {
                "rel" => found.rel = value.to_ascii_lowercase(),
                "type" => found.media_type = Some(value.to_ascii_lowercase()),
                "href" => found.href = Some(value).filter(|href| !href.is_empty()),
                _ => found.title = Some(value).filter(|title| !title.is_empty()),
            }
        }
        found
    }

    /// Returns the feed that a `link` element names.
    fn declared_feed(self, base: &Url) -> Option<FeedLink> {
        let has_rel = |wanted: &str| self.rel.split_ascii_whitespace().any(|rel| rel == wanted);
        let is_feed = has_rel("feed")
            || (has_rel("alternate") && self.media_type.as_deref().is_some_and(is_feed_type));
        match is_feed {
            true => self.resolve(base),
            false => None,
        }
    }

    /// Returns the feed that a link in the text leads to, by the look of its address.
    fn linked_feed(self, base: &Url) -> Option<FeedLink> {
        let link = self.resolve(base)?;
        let url = Url::parse(&link.url).ok()?;
        let path = url.path().to_ascii_lowercase();
        let last = path
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default();
        let is_file = [
            ".rss",
            ".atom",
            ".rdf",
            "feed.xml",
            "rss.xml",
            "atom.xml",
            "feed.json",
        ]
        .iter()
        .any(|end| last.ends_with(end));
        let is_below_feeds = path
            .split('/')
            .any(|part| matches!(part, "feed" | "feeds" | "rss"))
            && (last.ends_with(".xml") || matches!(last, "feed" | "rss" | "atom"));
        (is_file || is_below_feeds || matches!(last, "feed" | "rss" | "atom")).then_some(link)
    }

    fn resolve(self, base: &Url) -> Option<FeedLink> {
        let mut url = base.join(&self.href?).ok()?;
        url.set_fragment(None);
        matches!(url.scheme(), "http" | "https").then(|| FeedLink {
            url: url.to_string(),
            title: self.title,
            media_type: self.media_type,
        })
    }
}

/// Returns true for the media types of feeds.
fn is_feed_type(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    matches!(
        essence,
        "application/rss+xml"
            | "application/atom+xml"
            | "application/feed+json"
            | "application/rdf+xml"
            | "application/rss"
            | "application/atom"
            | "text/rss+xml"
            | "application/x-rss+xml"
    )
}

/// Returns true if a feed is that of comments, by its title or its path.
fn is_of_comments(link: &FeedLink) -> bool {
    let path = Url::parse(&link.url)
        .map(|url| url.path().to_ascii_lowercase())
        .unwrap_or_default();
    let title = link.title.as_deref().unwrap_or_default().to_lowercase();
    let has_word = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| COMMENT_WORDS.contains(&word))
    };
    has_word(&path) || has_word(&title)
}
