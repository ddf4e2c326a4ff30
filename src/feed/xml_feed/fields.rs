//! Start of the element of a field: its attributes, and its role.

use super::reader::{Role, XmlFeedReader};
use crate::feed::attributes::attribute;
use crate::feed::capture::{Capture, TextKind};
use crate::feed::dates::parse_feed_date;
use crate::feed::elements::{ElementName, ScopeMarks};
use crate::feed::entry_builder::EntryBuilder;
use crate::feed::field::{CORE, Field};
use crate::feed::links::resolve_link;
use crate::feed::media::parse_duration;
use crate::feed::namespaces::Namespace;
use crate::feed::parsed_feed::FeedFormat;
use crate::feed::person::PersonBuilder;
use crate::feed::tokenizer::StartTag;
use crate::model::Enclosure;

impl<'a> XmlFeedReader<'a> {
    /// Opens the element of a field.
    pub(super) fn start_field(
        &mut self,
        field: Field,
        tag: &StartTag<'a>,
        name: &ElementName<'a>,
        marks: ScopeMarks,
    ) {
        let role = self.read_attributes(field, tag, name);
        if role == Role::Text {
            let kind = self.text_kind(field, tag, name);
            let depth = self.elements.depth();
            let is_atom = name.namespace == Namespace::Atom;
            let mut capture = Capture::new(field, kind, depth, is_atom);
            capture.base = self.elements.xml_base().map(str::to_owned);
            self.capture = Some(capture);
        }
        if self.open(name.qualified, role, marks) {
            if tag.is_empty {
                self.close_element();
            }
        } else {
            self.capture = None;
            self.deeper -= usize::from(tag.is_empty);
        }
    }

    /// Reads what the attributes of a field say, and returns the role of its element.
    fn read_attributes(
        &mut self,
        field: Field,
        tag: &StartTag<'a>,
        name: &ElementName<'a>,
    ) -> Role {
        match field {
            Field::Channel => {
                self.read_cdf_attributes(tag);
                let about = self.attribute(tag, "about");
                self.feed.id.offer(1, about);
                self.start_feed();
                Role::Channel
            }
            Field::Entry => {
                self.start_entry(tag);
                Role::Entry
            }
            Field::Group => Role::Group,
            Field::MediaContent => {
                self.add_media(tag);
                Role::Group
            }
            Field::Person(rank) => {
                self.person = Some((rank, PersonBuilder::default()));
                Role::Person
            }
            Field::Image => Role::Image,
            Field::Skip => Role::Skip,
            Field::Link => self.start_link(tag),
            Field::Category => {
                let term = self.attribute(tag, "term");
                let term = term.or_else(|| self.attribute(tag, "label"));
                let term = term.or_else(|| self.attribute(tag, "text"));
                let Some(term) = term else {
                    return Role::Text;
                };
                if let Some(entry) = &mut self.entry {
                    entry.add_tag(&term);
                }
                Role::Ignored
            }
            Field::Enclosure => self.start_enclosure(tag),
            Field::ImageUrl(rank) => {
                let url = self.attribute(tag, "url");
                let Some(url) = url.or_else(|| self.attribute(tag, "href")) else {
                    return Role::Text;
                };
                self.add_image(rank, &url);
                Role::Ignored
            }
            Field::Content(_) => {
                if name.namespace != Namespace::Media
                    && let Some(src) = self.attribute(tag, "src")
                    && let Some(entry) = &mut self.entry
                {
                    entry.entry.content_src = Some(resolve_link(self.elements.base(), &src));
                }
                Role::Text
            }
            Field::Id => {
                self.read_permalink(tag, name);
                Role::Text
            }
            Field::Ignored => Role::Ignored,
            Field::Title(_)
            | Field::Summary(_)
            | Field::Published(_)
            | Field::Updated(_)
            | Field::Date
            | Field::PersonName
            | Field::PersonEmail
            | Field::CategoryList
            | Field::Duration
            | Field::Comments
            | Field::OriginalLink
            | Field::Language
            | Field::TimeToLive
            | Field::UpdatePeriod
            | Field::UpdateFrequency
            | Field::Hour
            | Field::Day => Role::Text,
        }
    }

    fn attribute(&mut self, tag: &StartTag<'a>, local: &str) -> Option<String> {
        attribute(&mut self.tokenizer, tag, local).map(|value| value.into_owned())
    }

    fn start_entry(&mut self, tag: &StartTag<'a>) {
        let mut entry = EntryBuilder::default();
        entry.entry.language = self.elements.language().map(str::to_owned);
        entry.entry.base = self.elements.xml_base().map(str::to_owned);
        let about = self.attribute(tag, "about");
        entry.id.offer(5, about);
        self.entry = Some(entry);
        self.read_cdf_attributes(tag);
    }

    /// Reads the link and the date that CDF has in attributes of channels and items.
    fn read_cdf_attributes(&mut self, tag: &StartTag<'a>) {
        if self.format != Some(FeedFormat::Cdf) {
            return;
        }
        let date = self
            .attribute(tag, "lastmod")
            .and_then(|d| parse_feed_date(&d));
        match &mut self.entry {
            Some(entry) => entry.updated.replace(CORE, date),
            None => self.feed.updated.replace(CORE, date),
        }
        if let Some(href) = self.attribute(tag, "href") {
            self.add_link(&href, Default::default());
        }
    }

    /// Reads whether a `guid` is the address of the article: it is, unless it says otherwise (RSS 2.0).
    fn read_permalink(&mut self, tag: &StartTag<'a>, name: &ElementName<'a>) {
        let says_no = self
            .attribute(tag, "ispermalink")
            .is_some_and(|v| v.eq_ignore_ascii_case("false"));
        if let Some(entry) = &mut self.entry
            && name.local.eq_ignore_ascii_case("guid")
        {
            entry.is_guid = true;
            entry.is_permalink = !says_no;
        }
    }

    fn start_link(&mut self, tag: &StartTag<'a>) -> Role {
        let link = self.link_attributes(tag);
        match self.attribute(tag, "href") {
            Some(href) => {
                self.add_link(&href, link);
                Role::Ignored
            }
            None => {
                self.link = link;
                Role::Text
            }
        }
    }

    fn start_enclosure(&mut self, tag: &StartTag<'a>) -> Role {
        let url = self.attribute(tag, "url");
        let Some(url) = url.or_else(|| self.attribute(tag, "href")) else {
            return Role::Text;
        };
        let file = Enclosure {
            url: resolve_link(self.elements.base(), &url),
            media_type: self.attribute(tag, "type"),
            length: self.attribute(tag, "length").and_then(|l| l.parse().ok()),
            duration: None,
            title: self.attribute(tag, "title"),
        };
        if let Some(entry) = &mut self.entry {
            entry.enclosures.add(file);
        }
        Role::Ignored
    }

    /// Adds a media object: a file, or an image of the entry.
    fn add_media(&mut self, tag: &StartTag<'a>) {
        let Some(url) = self.attribute(tag, "url") else {
            return;
        };
        let media_type = self.attribute(tag, "type");
        let medium = self.attribute(tag, "medium");
        let is_image = medium.as_deref() == Some("image")
            || media_type
                .as_deref()
                .is_some_and(|t| t.starts_with("image/"))
            || medium.is_none() && media_type.is_none();
        if is_image {
            self.add_image(2, &url);
            return;
        }
        let file = Enclosure {
            url: resolve_link(self.elements.base(), &url),
            media_type,
            length: self
                .attribute(tag, "fileSize".to_ascii_lowercase().as_str())
                .and_then(|l| l.parse().ok()),
            duration: self
                .attribute(tag, "duration")
                .and_then(|d| parse_duration(&d)),
            title: None,
        };
        if let Some(entry) = &mut self.entry {
            entry.enclosures.add(file);
        }
    }

    /// Takes the address of an image.
    pub(super) fn add_image(&mut self, rank: u8, url: &str) {
        let url = resolve_link(self.elements.base(), url);
        let url = Some(url).filter(|url| !url.is_empty());
        match &mut self.entry {
            Some(entry) => entry.image.offer(rank, url),
            None => self.feed.icon.offer(rank, url),
        }
    }

    /// Returns the kind of the text of a field, by the attributes `type` and `mode` (Atom 0.3).
    fn text_kind(&mut self, field: Field, tag: &StartTag<'a>, name: &ElementName<'a>) -> TextKind {
        if !matches!(
            field,
            Field::Title(_) | Field::Summary(_) | Field::Content(_)
        ) {
            return TextKind::Plain;
        }
        if name.namespace == Namespace::Xhtml {
            return TextKind::Markup;
        }
        let is_atom = name.namespace == Namespace::Atom
            || name.namespace == Namespace::Plain && self.format == Some(FeedFormat::Atom);
        let mode = self.attribute(tag, "mode").map(|m| m.to_ascii_lowercase());
        let media_type = self.attribute(tag, "type").map(|t| t.to_ascii_lowercase());
        let media_type = media_type
            .as_deref()
            .map(|t| t.split(';').next().unwrap_or(t).trim());
        let has_markup = media_type.is_some_and(|t| t.contains("html") || t.ends_with("xml"));
        match mode.as_deref() {
            Some("base64") => return TextKind::Base64,
            Some("escaped") if has_markup => return TextKind::Html,
            Some("xml") if has_markup => return TextKind::Markup,
            _ => {}
        }
        match media_type {
            None if is_atom => TextKind::Plain,
            None => TextKind::Undeclared,
            Some("html" | "text/html") => TextKind::Html,
            Some("text" | "plain" | "text/plain") if is_atom => TextKind::Plain,
            Some("xhtml") => TextKind::Markup,
            Some(other) if other.ends_with("+xml") || other.ends_with("/xml") => TextKind::Markup,
            Some(other) if other.contains('/') && !other.starts_with("text/") => TextKind::Base64,
            Some(_) => TextKind::Undeclared,
        }
    }
}
