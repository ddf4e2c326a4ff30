//! Links of feeds and entries.

use super::link_attributes::LinkAttributes;
use super::reader::XmlFeedReader;
use crate::feed::attributes::attribute;
use crate::feed::entry_builder::EntryBuilder;
use crate::feed::links::resolve_link;
use crate::feed::tokenizer::StartTag;
use crate::model::Enclosure;

impl<'a> XmlFeedReader<'a> {
    /// Returns the attributes of a link.
    pub(super) fn link_attributes(&mut self, tag: &StartTag<'a>) -> LinkAttributes {
        if !tag.has_attributes() {
            return LinkAttributes::default();
        }
        let mut value = |name| attribute(&mut self.tokenizer, tag, name);
        let rel = value("rel").map(|rel| rel.to_ascii_lowercase());
        LinkAttributes {
            rel,
            media_type: value("type").map(|value| value.to_ascii_lowercase()),
            length: value("length").and_then(|value| value.parse().ok()),
            title: value("title").map(|value| value.into_owned()),
        }
    }

    /// Takes a link with its relation.
    pub(super) fn add_link(&mut self, href: &str, link: LinkAttributes) {
        let url = resolve_link(self.elements.base(), href);
        if url.is_empty() {
            return;
        }
        let Some(rank) = link.rank() else {
            return;
        };
        match &mut self.entry {
            Some(entry) => add_entry_link(entry, url, rank, link),
            None => match link.rel.as_deref() {
                Some("self") => self.feed.self_url.offer(1, Some(url)),
                Some("alternate") | None => self.feed.link.replace(rank, Some(url)),
                Some("icon") => self.feed.icon.offer(5, Some(url)),
                Some(_) => {}
            },
        }
    }
}

fn add_entry_link(entry: &mut EntryBuilder, url: String, rank: u8, link: LinkAttributes) {
    match link.rel.as_deref() {
        Some("alternate") | None => entry.link.replace(rank, Some(url)),
        Some("enclosure") => entry.enclosures.add(Enclosure {
            url,
            media_type: link.media_type,
            length: link.length,
            duration: None,
            title: link.title,
        }),
        Some("replies") if entry.entry.comments.is_none() && link.is_page() => {
            entry.entry.comments = Some(url);
        }
        Some(_) => {}
    }
}
