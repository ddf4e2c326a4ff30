//! Forgiving XML tokenizer for feeds and outlines: [`Tokenizer`].
//!
//! 1. [`Tokenizer::next_token`] returns start tags, end tags, text and CDATA sections of a decoded text, as slices of it.
//!    Comments, processing instructions and declarations are skipped.
//! 2. `attributes` finds the end of a start tag and reads its attributes, with or without quotes.
//! 3. `doctype` reads the entities that an internal DTD declares. External ones are never loaded.
//! 4. `references` replaces references to characters and entities.
//!
//! Nothing fails: markup that is not well-formed (XML 1.0, section 2.1) becomes text. Each byte is searched a bounded
//! number of times. The tokenizer keeps no stack; the caller matches the tags and limits their depth.

mod attributes;
mod doctype;
mod names;
mod references;

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem};

use names::{is_name_start, name_at};
use references::Entities;

pub(crate) use attributes::{Attribute, Attributes};
pub(crate) use references::decode_html;

/// Part of an XML document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Start tag, also of an empty element.
    Start(StartTag<'a>),
    /// Qualified name of an end tag.
    End(&'a str),
    /// Text with references; [`Tokenizer::decode`] replaces them.
    Text(&'a str),
    /// Content of a CDATA section.
    CData(&'a str),
}

/// Start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StartTag<'a> {
    /// Qualified name as written, with its prefix.
    pub(crate) name: &'a str,
    /// Source of the attributes.
    attributes: &'a str,
    /// True for `<name/>`, which has no end tag.
    pub(crate) is_empty: bool,
}

impl<'a> StartTag<'a> {
    /// Returns the attributes in the order of the source, their values with references.
    pub(crate) fn attributes(&self) -> Attributes<'a> {
        Attributes::new(self.attributes)
    }

    /// Returns true if the tag has attributes.
    pub(crate) fn has_attributes(&self) -> bool {
        !self.attributes.is_empty()
    }
}

/// Splits a text into tokens.
pub(crate) struct Tokenizer<'a> {
    text: &'a str,
    position: usize,
    entities: Entities,
    /// Terminators that do not occur after the position: no further search is made for them.
    missing: MissingTerminators,
}

#[derive(Default)]
struct MissingTerminators {
    comment: bool,
    cdata: bool,
    instruction: bool,
}

impl<'a> Tokenizer<'a> {
    /// Starts at the first character of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            position: 0,
            entities: Entities::default(),
            missing: MissingTerminators::default(),
        }
    }

    /// Returns the next token; `None` at the end of the text.
    pub(crate) fn next_token(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest();
            let bytes = rest.as_bytes();
            if *bytes.first()? != b'<' {
                return Some(self.take_text(0));
            }
            match bytes.get(1) {
                Some(b'/') => {
                    if let Some(token) = self.take_end_tag() {
                        return Some(token);
                    }
                    return Some(self.take_text(1));
                }
                Some(b'!') if rest.starts_with("<!--") => self.skip_comment(),
                Some(b'!') if rest.starts_with("<![CDATA[") => {
                    if let Some(token) = self.take_cdata() {
                        return Some(token);
                    }
                }
                Some(b'!') if bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                    let length = self.entities.read_declaration(rest);
                    self.position += length;
                }
                Some(b'?') => self.skip_instruction(),
                Some(byte) if is_name_start(*byte) => match self.take_start_tag() {
                    Some(token) => return Some(token),
                    None => return Some(self.take_text(1)),
                },
                _ => return Some(self.take_text(1)),
            }
        }
    }

    /// Replaces the references in `raw` to characters (XML 1.0, section 4.1), to the predefined entities, to those of
    /// HTML and to those that the document declares. Unknown ones stay as they are.
    pub(crate) fn decode(&mut self, raw: &'a str) -> Cow<'a, str> {
        self.entities.decode(raw)
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    /// Takes the text up to the next `<` after the first `skipped` bytes.
    fn take_text(&mut self, skipped: usize) -> Token<'a> {
        let rest = self.rest();
        let after = rest.as_bytes().get(skipped..).unwrap_or_default();
        let length = memchr(b'<', after).map_or(rest.len(), |i| i + skipped);
        self.position += length;
        Token::Text(rest.get(..length).unwrap_or_default())
    }

    /// Takes an end tag. Its `>` may be missing before the next tag.
    fn take_end_tag(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let name = name_at(rest, 2)?;
        let from = 2 + name.len();
        let after = rest.as_bytes().get(from..)?;
        let end = memchr2(b'<', b'>', after).unwrap_or(after.len());
        let closed = usize::from(after.get(end) == Some(&b'>'));
        self.position += from + end + closed;
        Some(Token::End(name))
    }

    fn take_start_tag(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let name = name_at(rest, 1)?;
        let from = 1 + name.len();
        let end = attributes::find_tag_end(rest, from)?;
        let mut attributes = rest.get(from..end)?.trim_end();
        let is_empty = attributes.ends_with('/') && !attributes::ends_in_value(attributes);
        if is_empty {
            attributes = attributes.get(..attributes.len() - 1)?;
        }
        self.position += end + 1;
        Some(Token::Start(StartTag {
            name,
            attributes: attributes.trim(),
            is_empty,
        }))
    }

    /// Skips a comment; of one without an end only its first characters.
    fn skip_comment(&mut self) {
        let rest = self.rest();
        // `<!-->` is a whole comment (HTML Standard, 13.2.5.43).
        let end = match self.missing.comment {
            true => None,
            false => memmem::find(rest.as_bytes().get(2..).unwrap_or_default(), b"-->"),
        };
        self.missing.comment |= end.is_none();
        self.position += end.map_or(4, |end| 2 + end + 3);
    }

    /// Takes a CDATA section. One without an end is skipped up to its content, which becomes text.
    fn take_cdata(&mut self) -> Option<Token<'a>> {
        const START: usize = "<![CDATA[".len();
        let rest = self.rest();
        let content = rest.get(START..)?;
        let end = match self.missing.cdata {
            true => None,
            false => memmem::find(content.as_bytes(), b"]]>"),
        };
        let Some(end) = end else {
            self.missing.cdata = true;
            self.position += START;
            return None;
        };
        self.position += START + end + 3;
        Some(Token::CData(content.get(..end)?))
    }

    /// Skips a processing instruction or the XML declaration. One without `?>` ends at its `>`.
    fn skip_instruction(&mut self) {
        let bytes = self.rest().as_bytes();
        let end = match self.missing.instruction {
            true => None,
            false => memmem::find(bytes, b"?>"),
        };
        self.missing.instruction |= end.is_none();
        self.position += match end {
            Some(end) => end + 2,
            None => memchr(b'>', bytes).map_or(bytes.len(), |end| end + 1),
        };
    }
}
