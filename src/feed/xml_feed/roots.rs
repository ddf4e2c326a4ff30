//! Search for the root element of a feed.

use super::reader::{Role, XmlFeedReader};
use crate::feed::error::NotAFeed;
use crate::feed::field::Field;
use crate::feed::namespaces::Namespace;
use crate::feed::parsed_feed::FeedFormat;
use crate::feed::tokenizer::StartTag;

impl<'a> XmlFeedReader<'a> {
    /// Takes a tag before the root element was found: the root, or something else that is skipped. Text and other tags
    /// may stand before the feed, such as warnings of the server's program.
    pub(super) fn start_root(&mut self, tag: &StartTag<'a>) {
        let (name, marks) = self.elements.enter(tag, &mut self.tokenizer);
        let local = name.local.to_ascii_lowercase();
        let is_of_page = self.candidates.has_html || matches!(name.namespace, Namespace::Xhtml);
        let has_href = |tag: &StartTag<'_>| {
            tag.attributes()
                .any(|a| a.name.eq_ignore_ascii_case("href"))
        };
        let found = match local.as_str() {
            "rss" => Some(FeedFormat::Rss),
            "rdf" if !is_of_page || name.namespace == Namespace::Rdf => Some(FeedFormat::Rdf),
            "service" | "categories"
                if !is_of_page && tag.attributes().any(|a| a.raw_value.ends_with("/app")) =>
            {
                Some(FeedFormat::Atom)
            }
            "feed" if !is_of_page || name.namespace == Namespace::Atom => Some(FeedFormat::Atom),
            "entry" if matches!(name.namespace, Namespace::Atom | Namespace::Atom03) => {
                Some(FeedFormat::Atom)
            }
            "channel" if !is_of_page && (has_href(tag) || name.local == "CHANNEL") => {
                Some(FeedFormat::Cdf)
            }
            "channel" | "item" if !is_of_page => Some(FeedFormat::Rss),
            _ => None,
        };
        self.candidates.has_element = true;
        let Some(format) = found else {
            match local.as_str() {
                "html" | "head" | "body" => self.candidates.has_html = true,
                "opml" => self.candidates.rejected = Some(NotAFeed::Opml),
                "urlset" | "sitemapindex" => self.candidates.rejected = Some(NotAFeed::Sitemap),
                _ => {}
            }
            self.elements.leave(marks);
            return;
        };
        self.format = Some(format);
        if let Some((prefix, _)) = name.qualified.split_once(':') {
            self.elements.adopt_root_prefix(prefix);
        }
        match local.as_str() {
            "rss" | "rdf" | "feed" | "service" | "categories" => {
                self.open(name.qualified, Role::Channel, marks);
                self.start_feed();
                if tag.is_empty {
                    self.close_element();
                }
            }
            "channel" => self.start_field(Field::Channel, tag, &name, marks),
            _ => self.start_field(Field::Entry, tag, &name, marks),
        }
    }

    /// Takes the language of the root element.
    pub(super) fn start_feed(&mut self) {
        let language = self.elements.language().map(str::to_owned);
        self.feed.language.offer(1, language);
    }
}
