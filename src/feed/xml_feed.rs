//! Reading of feeds in XML: [`parse_xml_feed`].
//!
//! The reader follows the open elements, each with a role. Missing end tags are supplied: an end tag closes all elements
//! inside its own, an entry ends where the next one begins, and a text where an element begins that cannot be inside it.

mod candidates;
mod fields;
mod link_attributes;
mod links;
mod reader;
mod roots;
mod texts;

use std::borrow::Cow;

use super::atom::atom_field;
use super::cdf::cdf_field;
use super::elements::{ElementName, ScopeMarks};
use super::error::NotAFeed;
use super::extensions::extension_field;
use super::field::Field;
use super::namespaces::Namespace;
use super::parsed_feed::{Feed, FeedFormat, FeedHints};
use super::person::person_field;
use super::rss::rss_field;
use super::tokenizer::{StartTag, Token};
use reader::{Role, XmlFeedReader};

/// Longest name of an element that is looked up, in bytes.
const MAX_NAME_BYTES: usize = 32;

/// Reads a feed in XML.
///
/// # Errors
/// [`NotAFeed`] if the text has no root element of a feed.
pub(super) fn parse_xml_feed(text: &str, hints: &FeedHints<'_>) -> Result<Feed, NotAFeed> {
    let mut reader = XmlFeedReader::new(text, hints.url);
    while let Some(token) = reader.tokenizer.next_token() {
        match token {
            Token::Start(tag) => reader.start_element(&tag),
            Token::End(name) => reader.end_element(name),
            Token::Text(raw) => reader.add_text(raw),
            Token::CData(text) => reader.add_cdata(text),
        }
        if let Some(other) = reader.candidates.rejected {
            return Err(other);
        }
    }
    reader.close_elements(0);
    match reader.format {
        Some(format) => Ok(reader.feed.finish(format, hints)),
        None => Err(reader.candidates.not_a_feed(text)),
    }
}

impl<'a> XmlFeedReader<'a> {
    fn start_element(&mut self, tag: &StartTag<'a>) {
        if self.format.is_none() {
            self.start_root(tag);
            return;
        }
        if self.ends_text(tag.name) {
            let depth = self.capture.as_ref().map_or(0, |capture| capture.depth);
            self.close_elements(depth);
        }
        let (name, marks) = self.elements.enter(tag, &mut self.tokenizer);
        if self.capture.is_some() {
            self.start_markup(tag, &name, marks);
            return;
        }
        let field = self.field_of(&name);
        if field == Field::Entry {
            // The declarations of the tag end with those of the elements that are closed now.
            self.elements.leave(marks);
            self.close_to_channel();
            let (name, marks) = self.elements.enter(tag, &mut self.tokenizer);
            self.start_field(field, tag, &name, marks);
            return;
        }
        let field = match self.elements.role() {
            Some(Role::Channel | Role::Entry | Role::Group) => field,
            Some(Role::Person) => person_field(name.local),
            Some(Role::Image) if name.local.eq_ignore_ascii_case("url") => Field::ImageUrl(6),
            Some(Role::Skip) if matches!(field, Field::Hour | Field::Day) => field,
            None if field == Field::Channel => field,
            None | Some(Role::Image | Role::Skip | Role::Text | Role::Markup | Role::Ignored) => {
                Field::Ignored
            }
        };
        self.start_field(field, tag, &name, marks);
    }

    /// Adds a tag inside a text to it.
    fn start_markup(&mut self, tag: &StartTag<'a>, name: &ElementName<'a>, marks: ScopeMarks) {
        let Some(capture) = &mut self.capture else {
            return;
        };
        let base = self.elements.base();
        let tokenizer = &mut self.tokenizer;
        capture.push_start(name, tag, base, |raw| tokenizer.decode(raw));
        if tag.is_empty || super::capture::is_void(name.local) {
            self.elements.leave(marks);
        } else {
            self.open(name.qualified, Role::Markup, marks);
        }
    }

    /// Opens an element, or counts it if there are too many.
    fn open(&mut self, name: &'a str, role: Role, marks: ScopeMarks) -> bool {
        let is_open = self.elements.push(name, role, marks);
        if !is_open {
            self.elements.leave(marks);
            self.deeper += 1;
        }
        is_open
    }

    fn end_element(&mut self, name: &'a str) {
        let open = self.elements.find(name);
        if self.deeper > 0 {
            let is_container =
                |local: &str| matches!(local, "item" | "entry" | "channel" | "feed" | "rss");
            if open.is_none() || !is_container(name) {
                self.deeper -= 1;
                if let Some(capture) = &mut self.capture {
                    capture.push_end(name);
                }
                return;
            }
            self.deeper = 0;
        }
        if let Some(index) = open {
            self.close_elements(index);
        }
    }

    /// Closes elements until `depth` are open.
    fn close_elements(&mut self, depth: usize) {
        while self.elements.depth() > depth {
            self.close_element();
        }
    }

    /// Closes elements until the innermost one is a channel, or none is open.
    fn close_to_channel(&mut self) {
        while self
            .elements
            .role()
            .is_some_and(|role| role != Role::Channel)
        {
            self.close_element();
        }
        self.deeper = 0;
    }

    fn close_element(&mut self) {
        let Some((name, role)) = self.elements.pop_resolved() else {
            return;
        };
        match role {
            Role::Text => self.end_text(),
            Role::Markup => {
                if let Some(capture) = &mut self.capture {
                    capture.push_end(super::capture::markup_name(&name));
                }
            }
            Role::Entry => {
                if let Some(entry) = self.entry.take() {
                    self.feed.add_entry(entry);
                }
            }
            Role::Person => self.end_person(),
            Role::Channel | Role::Group | Role::Image | Role::Skip | Role::Ignored => {}
        }
    }

    fn end_person(&mut self) {
        let Some((rank, person)) = self.person.take() else {
            return;
        };
        if let Some(name) = person.finish() {
            match &mut self.entry {
                Some(entry) => entry.add_author(rank, name),
                None => self.feed.add_author(rank, name),
            }
        }
    }

    fn add_text(&mut self, raw: &'a str) {
        if self.capture.is_some() || self.elements.role() == Some(Role::Person) {
            let text = self.tokenizer.decode(raw);
            self.add_content(text);
        }
    }

    fn add_cdata(&mut self, text: &'a str) {
        match &mut self.capture {
            Some(capture) => capture.push_cdata(text),
            None => self.add_content(Cow::Borrowed(text)),
        }
    }

    fn add_content(&mut self, text: Cow<'a, str>) {
        if let Some(capture) = &mut self.capture {
            capture.push_text(text);
        } else if self.elements.role() == Some(Role::Person)
            && let Some((_, person)) = &mut self.person
        {
            person.text.push_str(&text);
        }
    }

    /// Returns true if an element of this name cannot be inside the text that is open, whose end tag is missing.
    fn ends_text(&self, qualified: &'a str) -> bool {
        let Some(capture) = self.capture.as_ref().filter(|capture| !capture.is_markup()) else {
            return false;
        };
        let name = self.elements.resolve(qualified);
        let is_of_feed = matches!(
            name.namespace,
            Namespace::Plain | Namespace::Atom | Namespace::Atom03 | Namespace::Content
        );
        if !is_of_feed {
            return false;
        }
        let is_long = matches!(capture.field, Field::Summary(_) | Field::Content(_));
        with_lowercase(name.local, |local| match local {
            "item" | "entry" | "guid" | "pubdate" | "description" | "encoded" | "channel" => true,
            "link" | "title" | "author" | "category" | "enclosure" | "comments" | "summary"
            | "content" | "updated" | "published" | "id" | "image" => !is_long,
            _ => false,
        })
    }

    /// Returns the field of an element: by its namespace, and by its local name in the order of the formats that may be
    /// mixed in this one.
    fn field_of(&self, name: &ElementName<'a>) -> Field {
        let is_prefixed = name.local.len() < name.qualified.len();
        let field = with_lowercase(name.local, |local| {
            let core = || match self.format {
                Some(FeedFormat::Atom) => atom_field(local).or_else(|| rss_field(local)),
                Some(FeedFormat::Cdf) => cdf_field(local).or_else(|| rss_field(local)),
                _ if local == "summary" => Some(Field::Content(2)),
                _ => rss_field(local)
                    .or_else(|| atom_field(local))
                    .or_else(|| cdf_field(local).filter(|_| local == "abstract")),
            };
            match name.namespace {
                Namespace::Plain => core(),
                Namespace::Atom | Namespace::Atom03 if !is_prefixed => core(),
                namespace => extension_field(namespace, local),
            }
        });
        field.unwrap_or(Field::Ignored)
    }
}

/// Calls `look_up` with a name in lower case; with an empty one if the name is too long to be known.
fn with_lowercase<T>(name: &str, look_up: impl FnOnce(&str) -> T) -> T {
    let mut buffer = [0_u8; MAX_NAME_BYTES];
    let bytes = name.as_bytes();
    let lower = buffer.get_mut(..bytes.len()).and_then(|buffer| {
        buffer.copy_from_slice(bytes);
        buffer.make_ascii_lowercase();
        std::str::from_utf8(buffer).ok()
    });
    look_up(lower.unwrap_or_default())
}
