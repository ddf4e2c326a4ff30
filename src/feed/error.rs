//! Error of reading a feed: [`NotAFeed`].

/// Bytes that are no feed, by what they are instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    /// No bytes, or only white space.
    #[error("it is empty")]
    Empty,
    /// Web page.
    #[error("it is a web page")]
    Html,
    /// List of feeds in OPML.
    #[error("it is a list of feeds (OPML)")]
    Opml,
    /// Sitemap (sitemaps.org).
    #[error("it is a sitemap")]
    Sitemap,
    /// JSON of another kind, or damaged JSON.
    #[error("it is JSON, but no JSON Feed")]
    Json,
    /// XML of another kind.
    #[error("it is XML, but no feed")]
    OtherXml,
    /// Neither XML nor JSON.
    #[error("it is not a text that could be a feed")]
    NotText,
}
