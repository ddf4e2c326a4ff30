//! Namespaces of feeds, by their URIs and by their usual prefixes: [`Namespace`].

/// Namespace of an element, as far as feeds use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Namespace {
    /// No namespace, one of RSS, or a default namespace that is not known.
    Plain,
    /// Atom 1.0.
    Atom,
    /// Atom 0.3.
    Atom03,
    /// RDF.
    Rdf,
    /// RSS 1.0 module Content.
    Content,
    /// Dublin Core 1.1.
    DublinCore,
    /// Dublin Core terms.
    DublinCoreTerms,
    /// Media RSS.
    Media,
    /// Podcasts by Apple and Google.
    Itunes,
    /// RSS 1.0 module Syndication.
    Syndication,
    /// Services that replace links: FeedBurner, Pheedo.
    LinkService,
    /// XHTML.
    Xhtml,
    /// Other vocabularies of web pages: SVG, MathML.
    Markup,
    /// Any other.
    Unknown,
}

impl Namespace {
    /// Returns the namespace of a URI. Case, a `www` and the end of the path vary in feeds.
    pub(super) fn of_uri(uri: &str) -> Option<Self> {
        let uri = uri.trim().to_ascii_lowercase();
        let uri = uri.split_once("://").map_or(uri.as_str(), |(_, rest)| rest);
        let uri = uri.trim_start_matches("www.").trim_end_matches(['/', '#']);
        Some(match uri {
            "w3.org/2005/atom" => Self::Atom,
            "purl.org/atom/ns" | "purl.org/atom" => Self::Atom03,
            "w3.org/1999/02/22-rdf-syntax-ns" => Self::Rdf,
            "purl.org/rss/1.0/modules/content" => Self::Content,
            "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" => Self::DublinCore,
            "purl.org/rss/1.0/modules/dc" => Self::DublinCore,
            "purl.org/dc/terms" => Self::DublinCoreTerms,
            "search.yahoo.com/mrss" | "video.search.yahoo.com/mrss" => Self::Media,
            "search.yahoo.com/rss" => Self::Media,
            "itunes.com/dtds/podcast-1.0.dtd" | "itunes.com/dtds/podcast" => Self::Itunes,
            "example.com/dtds/podcast-1.0.dtd" => Self::Itunes,
            "google.com/schemas/play-podcasts/1.0" => Self::Itunes,
            "purl.org/rss/1.0/modules/syndication" => Self::Syndication,
            "rssnamespace.org/feedburner/ext/1.0" | "pheedo.com/namespace/pheedo" => {
                Self::LinkService
            }
            "w3.org/1999/xhtml" => Self::Xhtml,
            "w3.org/2000/svg" | "w3.org/1998/math/mathml" => Self::Markup,
            "purl.org/rss/1.0" | "purl.org/net/rss1.1" | "my.netscape.com/rdf/simple/0.9" => {
                Self::Plain
            }
            "channel.netscape.com/rdf/simple/0.9"
            | "my.netscape.com/publish/formats/rss-0.91.dtd" => Self::Plain,
            "backend.userland.com/rss2"
            | "backend.userland.com/rss"
            | "blogs.law.harvard.edu/tech/rss" => Self::Plain,
            "backend.userland.com/rss091" | "backend.userland.com/rss092" => Self::Plain,
            "" => Self::Plain,
            _ => return None,
        })
    }

    /// Returns the namespace that an undeclared prefix usually has.
    pub(super) fn of_undeclared_prefix(prefix: &str) -> Self {
        match prefix.to_ascii_lowercase().as_str() {
            "" | "rss" => Self::Plain,
            "atom" | "a10" => Self::Atom,
            "rdf" => Self::Rdf,
            "content" => Self::Content,
            "dc" => Self::DublinCore,
            "dcterms" | "dcterm" => Self::DublinCoreTerms,
            "media" => Self::Media,
            "itunes" | "googleplay" => Self::Itunes,
            "sy" => Self::Syndication,
            "feedburner" | "pheedo" => Self::LinkService,
            "xhtml" => Self::Xhtml,
            "svg" | "m" | "math" => Self::Markup,
            _ => Self::Unknown,
        }
    }
}
