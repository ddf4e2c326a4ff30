//! Limits what the HTML parser sees, in one scan of the tags: nesting, open formatting elements, attributes, and the
//! number of elements of a page.
//!
//! The tree construction of the HTML standard (13.2.6) searches the stack of open elements again and again, so that its
//! time is the product of a page's length and its depth, and it needs some hundred bytes for an element. Within these
//! limits its time is linear and its memory bounded. No page that a person reads comes near them.
//!
//! A tag beyond a limit is left out; its text stays. Past [`MAX_ELEMENTS`] the rest of a page is therefore one text, and
//! no word of it is lost.

mod tag;

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault};

use memchr::{memchr, memmem};
use rustc_hash::FxHasher;

use tag::{TagName, end_of_tag};

/// Deepest nesting of elements that the parser sees.
const MAX_DEPTH: usize = 200;
/// Largest number of open formatting elements; the parser opens all of them again in every paragraph (HTML standard,
/// 13.2.4.3).
const MAX_FORMATTING: usize = 48;
/// Largest number of formatting elements that the parser opens again in all paragraphs of a page.
const MAX_REOPENED: usize = 500_000;
/// Largest number of attributes of a tag; the parser compares each with all before it.
const MAX_ATTRIBUTES: usize = 256;
/// Largest number of attributes of a page.
const MAX_PAGE_ATTRIBUTES: usize = 1_000_000;
/// Largest number of elements and comments of a page.
const MAX_ELEMENTS: usize = 250_000;
/// Largest number of `<` that open no tag, and of end tags without an element; the parser reports each as an error.
const MAX_ERRORS: usize = 250_000;
/// Largest number of different names of elements and attributes. The parser stores each in a table of fixed size.
const MAX_NAMES: usize = 20_000;
/// Length of a page from which names are counted, in bytes. A shorter page has no room for too many.
const LARGE_PAGE: usize = 1024 * 1024;

/// Returns the page without the tags and attributes beyond the limits; all text stays.
pub(super) fn apply_parser_limits(html: &str) -> Cow<'_, str> {
    let mut limits = ParserLimits::new(html);
    limits.scan();
    limits.finish()
}

/// Elements of one kind that are open at a place of the page.
#[derive(Debug, Default)]
struct OpenElements {
    /// Number of elements that the parser has open.
    count: usize,
    /// Number of elements whose start tag was left out, and whose end tag is therefore left out, too.
    left_out: usize,
}

/// State of the scan of a page.
struct ParserLimits<'a> {
    html: &'a str,
    /// The page up to `copied`, if anything was left out.
    out: String,
    /// Offset up to which the page is in `out`.
    copied: usize,
    elements: usize,
    errors: usize,
    attributes: usize,
    reopened: usize,
    nesting: OpenElements,
    formatting: OpenElements,
    /// Names of the open formatting elements, outermost first.
    open_formatting: Vec<TagName>,
    /// Hashes of the names of elements and attributes; `None` for a page that is too short for many.
    names: Option<HashSet<u64, BuildHasherDefault<FxHasher>>>,
}

impl<'a> ParserLimits<'a> {
    fn new(html: &'a str) -> Self {
        Self {
            html,
            out: String::new(),
            copied: 0,
            elements: 0,
            errors: 0,
            attributes: 0,
            reopened: 0,
            nesting: OpenElements::default(),
            formatting: OpenElements::default(),
            open_formatting: Vec::new(),
            names: (html.len() > LARGE_PAGE).then(HashSet::default),
        }
    }

    /// Returns the page without what was left out.
    fn finish(mut self) -> Cow<'a, str> {
        if self.copied == 0 {
            return Cow::Borrowed(self.html);
        }
        let rest = self.html.get(self.copied..).unwrap_or_default();
        self.out.push_str(rest);
        Cow::Owned(self.out)
    }

    /// Leaves out a part of the page, and writes `instead` in its place.
    fn replace(&mut self, from: usize, to: usize, instead: &str) {
        let before = self.html.get(self.copied..from).unwrap_or_default();
        self.out.push_str(before);
        self.out.push_str(instead);
        self.copied = to;
    }

    fn scan(&mut self) {
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while let Some(open) = bytes.get(at..).and_then(|rest| memchr(b'<', rest)) {
            let open = at + open;
            let Some(next) = bytes.get(open + 1) else {
                return;
            };
            let is_end = *next == b'/';
            let start = open + 1 + usize::from(is_end);
            at = match bytes.get(start) {
                Some(first) if first.is_ascii_alphabetic() => self.scan_tag(open, start, is_end),
                _ if is_end || matches!(next, b'!' | b'?') => self.scan_comment(open),
                _ => {
                    self.errors += 1;
                    if self.errors > MAX_ERRORS && *next == b'<' {
                        self.replace(open, open + 1, "");
                    }
                    open + 1
                }
            };
        }
    }

    /// Counts a comment, a doctype or the like, and returns the offset after it.
    fn scan_comment(&mut self, open: usize) -> usize {
        let rest = self.html.get(open..).unwrap_or_default();
        let end = if rest.starts_with("<!--") {
            find_end_of(self.html, open + 4, "-->")
        } else if rest.starts_with("<![CDATA[") {
            // Text in SVG and MathML, else a comment.
            Some(open + 9)
        } else {
            find_end_of(self.html, open + 1, ">")
        };
        let end = end.unwrap_or(self.html.len());
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            self.replace(open, end, "");
        }
        end
    }

    /// Counts the tag at `open`, whose name begins at `start`, and returns the offset from which the scan goes on.
    fn scan_tag(&mut self, open: usize, start: usize, is_end: bool) -> usize {
        let bytes = self.html.as_bytes();
        let (name, name_end) = TagName::read(bytes, start);
        let (mut is_new_element, mut has_new_attribute) = (false, false);
        let mut attributes = 0;
        let end = match &mut self.names {
            Some(names) => {
                let element = bytes.get(start..name_end).unwrap_or_default();
                is_new_element = !is_known_name(names, element);
                end_of_tag(bytes, name_end, |range| {
                    attributes += 1;
                    let attribute = bytes.get(range).unwrap_or_default();
                    has_new_attribute |= !is_known_name(names, attribute);
                })
            }
            None => end_of_tag(bytes, name_end, |_| attributes += 1),
        };
        let is_empty = bytes.get(end.saturating_sub(2)) == Some(&b'/');
        let is_full = match is_end {
            true => self.drops_end_tag(name),
            false => self.drops_start_tag(name, is_empty),
        };
        let drop = is_full || is_new_element;
        if !name.is_formatting() {
            self.reopened += self.formatting.count;
        }
        if self.reopened > MAX_REOPENED && !self.open_formatting.is_empty() {
            self.close_formatting(open);
        }
        self.attributes += attributes;
        if drop {
            let instead = if name.is_inline() { "" } else { " " };
            self.replace(open, end, instead);
        } else if has_new_attribute
            || attributes > MAX_ATTRIBUTES
            || attributes > 0 && self.attributes > MAX_PAGE_ATTRIBUTES
        {
            self.replace(name_end, end, ">");
        }
        if is_end || !name.has_raw_text() {
            return end;
        }
        // The text is skipped here; the end tag is then read like any other.
        let name = bytes.get(start..name_end).unwrap_or_default();
        let close = find_end_tag(self.html, end, name).unwrap_or(self.html.len());
        if drop && !TagName::read(bytes, start).0.shows_raw_text() {
            self.replace(end, close, "");
        }
        close
    }

    /// Counts a start tag, and returns true if it is left out.
    fn drops_start_tag(&mut self, name: TagName, is_empty: bool) -> bool {
        self.elements += 1;
        let is_full = self.elements > MAX_ELEMENTS;
        if !name.is_counted() || is_empty {
            return is_full;
        }
        let (open, most) = match name.is_formatting() {
            true => (&mut self.formatting, MAX_FORMATTING),
            false => (&mut self.nesting, MAX_DEPTH),
        };
        // A link ends where another begins.
        if name.ends_itself()
            && let Some(before) = self.open_formatting.iter().rposition(|n| *n == name)
        {
            self.open_formatting.remove(before);
            open.count = open.count.saturating_sub(1);
        }
        let is_stopped = name.is_formatting() && self.reopened > MAX_REOPENED;
        if is_full || is_stopped || open.count >= most {
            open.left_out += 1;
            return true;
        }
        open.count += 1;
        if name.is_formatting() {
            self.open_formatting.push(name);
        }
        false
    }

    /// Counts an end tag, and returns true if it is left out.
    fn drops_end_tag(&mut self, name: TagName) -> bool {
        if name.opens_by_end_tag() {
            self.elements += 1;
        }
        if !name.is_counted() {
            return self.elements > MAX_ELEMENTS;
        }
        let open = match name.is_formatting() {
            true => &mut self.formatting,
            false => &mut self.nesting,
        };
        if open.left_out > 0 {
            open.left_out -= 1;
            return true;
        }
        if open.count == 0 {
            self.errors += 1;
            return self.errors > MAX_ERRORS || self.elements > MAX_ELEMENTS;
        }
        open.count -= 1;
        if let Some(at) = self.open_formatting.iter().rposition(|n| *n == name) {
            self.open_formatting.remove(at);
        }
        false
    }

    /// Ends all open formatting elements before `at`, so that the parser does not open them again.
    fn close_formatting(&mut self, at: usize) {
        let mut tags = String::new();
        for name in std::mem::take(&mut self.open_formatting).iter().rev() {
            tags.push_str("</");
            tags.push_str(name.as_str());
            tags.push('>');
        }
        self.replace(at, at, &tags);
        self.formatting.left_out += std::mem::take(&mut self.formatting.count);
    }
}

/// Returns true if a name was met before, or if there is room for another.
fn is_known_name(names: &mut HashSet<u64, BuildHasherDefault<FxHasher>>, name: &[u8]) -> bool {
    let hash = names.hasher().hash_one(name.to_ascii_lowercase());
    if names.len() >= MAX_NAMES {
        return names.contains(&hash);
    }
    names.insert(hash);
    true
}

/// Returns the offset after the first `what` at or after `from`.
fn find_end_of(html: &str, from: usize, what: &str) -> Option<usize> {
    let rest = html.as_bytes().get(from..)?;
    Some(from + memmem::find(rest, what.as_bytes())? + what.len())
}

/// Returns the offset of `</name` at or after `from`.
fn find_end_tag(html: &str, from: usize, name: &[u8]) -> Option<usize> {
    let mut at = from;
    loop {
        let open = find_end_of(html, at, "</")?;
        let candidate = html.as_bytes().get(open..open + name.len())?;
        if candidate.eq_ignore_ascii_case(name) {
            return Some(open - 2);
        }
        at = open;
    }
}
