//! Lists of subscriptions in OPML 1.0 and 2.0: [`parse_opml`].
//!
//! Read forgivingly: `outline` elements are found in any place, attributes by their names in any case, and markup that
//! is not well-formed is text. Programs write the name of an outline as `text`, `title` or both.

use std::collections::{HashMap, HashSet};

use crate::extract::charset;
use crate::feed::tokenizer::{StartTag, Token, Tokenizer};
use crate::model::{
    FeedAddress, ItemPosition, MAX_SUBSCRIPTIONS, SkipReason, Subscription, SubscriptionList,
};
use crate::text::clean;

/// Namespace of the attributes of newsprint: `paused`, `hidden`.
pub const OPML_NAMESPACE: &str = "urn:newsprint:opml";
/// Largest depth of folders; deeper outlines belong to the folder at this depth.
const MAX_DEPTH: usize = 16;
/// Limit of the name of a folder or a feed, in characters.
const MAX_NAME_CHARS: usize = 200;

/// Bytes that are no OPML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it contains no outlines of OPML")]
pub struct NotOpml;

/// Reads a list of subscriptions. An outline with an address is a feed, one without is a folder, whose name is a category
/// of the feeds in it. So are the paths of the attribute `category` (OPML 2.0, "Elements").
///
/// # Errors
/// [`NotOpml`] if the bytes have neither an `opml` nor an `outline` element.
///
/// # Examples
///
/// ```
/// use newsprint::feed::opml::parse_opml;
///
/// let list = parse_opml(br#"<opml version="2.0"><body><outline text="Sea">
///     <outline text="Tides & Winds" xmlUrl="https://tides.example/feed"/></outline></body></opml>"#)?;
/// let feed = &list.subscriptions[0];
/// assert_eq!(feed.url, "https://tides.example/feed");
/// assert_eq!(feed.categories, [["Sea"]]);
/// # Ok::<(), newsprint::feed::opml::NotOpml>(())
/// ```
pub fn parse_opml(bytes: &[u8]) -> Result<SubscriptionList, NotOpml> {
    let text = charset::decode_xml(bytes, None, None);
    let mut tokenizer = Tokenizer::new(&text);
    let mut reader = OutlineReader::default();
    let mut is_opml = false;
    let mut lines = LineCounter::new(&text);
    while let Some(token) = tokenizer.next_token() {
        match token {
            Token::Start(tag) => match local_name(tag.name).as_str() {
                "opml" => {
                    is_opml = true;
                    let own = tag
                        .attributes()
                        .any(|attribute| attribute.raw_value == OPML_NAMESPACE);
                    reader.is_own_export |= own;
                }
                "outline" => {
                    is_opml = true;
                    let line = lines.line_of(tag.name);
                    let outline = Outline::read(tag, &mut tokenizer, line);
                    reader.open_outline(&outline, !tag.is_empty);
                }
                _ => {}
            },
            Token::End(name) if local_name(name) == "outline" => {
                reader.open.pop();
            }
            Token::End(_) | Token::Text(_) | Token::CData(_) => {}
        }
    }
    match is_opml {
        true => Ok(reader.finish()),
        false => Err(NotOpml),
    }
}

/// Returns a qualified name without its prefix, in lower case.
fn local_name(name: &str) -> String {
    let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
    local.to_ascii_lowercase()
}

/// Counts lines up to a slice of a text; each slice must begin behind the one before it.
struct LineCounter<'a> {
    text: &'a str,
    counted: usize,
    line: usize,
}

impl<'a> LineCounter<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            counted: 0,
            line: 1,
        }
    }

    fn line_of(&mut self, part: &str) -> usize {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let between = self.text.as_bytes().get(self.counted..at);
        let between = between.unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == b'\n').count();
        self.counted = self.counted.max(at);
        self.line
    }
}

/// Attributes of an outline, decoded and clean, except the addresses.
#[derive(Debug, Default)]
struct Outline {
    line: usize,
    text: String,
    title: String,
    kind: String,
    xml_url: String,
    html_url: String,
    url: String,
    category: String,
    is_comment: bool,
    is_paused: bool,
    is_hidden: bool,
}

impl Outline {
    fn read<'a>(tag: StartTag<'a>, tokenizer: &mut Tokenizer<'a>, line: usize) -> Self {
        let mut outline = Self {
            line,
            ..Self::default()
        };
        for attribute in tag.attributes() {
            let value = tokenizer.decode(attribute.raw_value);
            let address = || value.trim().to_owned();
            let is_true = || value.trim().eq_ignore_ascii_case("true");
            match local_name(attribute.name).as_str() {
                "text" => outline.text = clean_name(&value),
                "title" => outline.title = clean_name(&value),
                "type" => outline.kind = value.trim().to_ascii_lowercase(),
                "xmlurl" => outline.xml_url = address(),
                "htmlurl" => outline.html_url = address(),
                "url" => outline.url = address(),
                "category" => outline.category = value.into_owned(),
                "iscomment" => outline.is_comment = is_true(),
                "paused" => outline.is_paused = is_true(),
                "hidden" => outline.is_hidden = is_true(),
                _ => {}
            }
        }
        outline
    }

    /// Returns the name that is shown.
    fn name(&self) -> &str {
        match self.text.is_empty() {
            true => &self.title,
            false => &self.text,
        }
    }

    /// Returns the address of the feed. Some programs write it as `url`.
    fn feed_address(&self) -> Option<&str> {
        let is_feed = matches!(self.kind.as_str(), "rss" | "atom" | "feed" | "pie");
        match (self.xml_url.is_empty(), self.url.is_empty()) {
            (false, _) => Some(&self.xml_url),
            (true, false) if is_feed => Some(&self.url),
            _ => None,
        }
    }
}

fn clean_name(text: &str) -> String {
    let cut: String = text.chars().take(MAX_NAME_CHARS).collect();
    clean::clean_line(&cut).trim().to_owned()
}

/// Feeds and folders read so far.
#[derive(Default)]
struct OutlineReader {
    list: SubscriptionList,
    is_own_export: bool,
    /// Outlines that are open.
    open: OpenOutlines,
    /// Indices of the feeds by their addresses.
    known: HashMap<String, usize>,
    folders: HashSet<Vec<String>>,
}

/// Stack of the outlines that are open.
#[derive(Default)]
struct OpenOutlines {
    /// Those up to [`MAX_DEPTH`].
    outlines: Vec<OpenOutline>,
    /// Number of deeper ones.
    deeper: usize,
}

struct OpenOutline {
    /// Name, if it is a folder.
    folder: Option<String>,
    is_comment: bool,
}

impl OpenOutlines {
    fn push(&mut self, folder: Option<String>, is_comment: bool) {
        match self.outlines.len() < MAX_DEPTH {
            true => self.outlines.push(OpenOutline { folder, is_comment }),
            false => self.deeper += 1,
        }
    }

    fn pop(&mut self) {
        match self.deeper {
            0 => drop(self.outlines.pop()),
            _ => self.deeper -= 1,
        }
    }

    /// Returns the names of the folders that are open.
    fn path(&self) -> Vec<String> {
        let folders = self.outlines.iter();
        folders
            .filter_map(|outline| outline.folder.clone())
            .collect()
    }

    fn is_comment(&self) -> bool {
        self.outlines.iter().any(|outline| outline.is_comment)
    }
}

impl OutlineReader {
    fn open_outline(&mut self, outline: &Outline, has_end: bool) {
        let position = ItemPosition::Line(outline.line);
        let is_comment = outline.is_comment || self.open.is_comment();
        let address = outline.feed_address();
        let mut folder = None;
        if let Some(address) = address {
            match is_comment {
                true => self.skip(outline, address, SkipReason::Comment),
                false => self.read_feed(outline, address),
            }
        } else if !outline.url.is_empty() || matches!(outline.kind.as_str(), "link" | "include") {
            let reason = match outline.kind.as_str() {
                "include" => SkipReason::Include,
                _ => SkipReason::PageLink,
            };
            self.skip(outline, &outline.url, reason);
        } else if matches!(outline.kind.as_str(), "rss" | "atom") {
            self.skip(outline, outline.name(), SkipReason::NoAddress);
        } else if is_comment {
            self.skip(outline, outline.name(), SkipReason::Comment);
        } else if has_end {
            let name = outline.name();
            if !name.is_empty() {
                let mut path = self.open.path();
                if path.len() < MAX_DEPTH {
                    path.push(name.to_owned());
                    folder = Some(name.to_owned());
                    self.add_folder(path, position);
                }
            }
        } else {
            self.skip(outline, outline.name(), SkipReason::NoAddress);
        }
        if has_end {
            self.open.push(folder, outline.is_comment);
        }
    }

    /// Returns the list. Folders without any feed are the headings of an outline of another kind, and are skipped.
    fn finish(mut self) -> SubscriptionList {
        if self.list.subscriptions.is_empty() && !self.is_own_export {
            for (number, path) in (1..).zip(std::mem::take(&mut self.list.folders)) {
                let position = ItemPosition::Item(number);
                self.list
                    .skipped
                    .add(position, &path.join("/"), SkipReason::NoAddress);
            }
        }
        self.list
    }

    fn skip(&mut self, outline: &Outline, text: &str, reason: SkipReason) {
        let text = match text.is_empty() {
            true => outline.name(),
            false => text,
        };
        let position = ItemPosition::Line(outline.line);
        self.list.skipped.add(position, text, reason);
    }

    fn add_folder(&mut self, path: Vec<String>, position: ItemPosition) {
        if self.folders.contains(&path) {
            return;
        }
        if self.is_full() {
            let name = path.join("/");
            self.list.skipped.add(position, &name, SkipReason::TooMany);
            return;
        }
        self.folders.insert(path.clone());
        self.list.folders.push(path);
    }

    fn is_full(&self) -> bool {
        self.list.subscriptions.len() + self.list.folders.len() >= MAX_SUBSCRIPTIONS
    }

    fn read_feed(&mut self, outline: &Outline, address: &str) {
        let Some(address) = FeedAddress::parse(address) else {
            self.skip(outline, address, SkipReason::NotWeb);
            return;
        };
        if address.has_password {
            self.skip(outline, &address.url, SkipReason::Password);
        }
        let at = match self.known.get(&address.url) {
            Some(at) => *at,
            None if self.is_full() => {
                self.skip(outline, &address.url, SkipReason::TooMany);
                return;
            }
            None => {
                let feed = self.new_feed(outline, &address);
                self.list.subscriptions.push(feed);
                let at = self.list.subscriptions.len() - 1;
                self.known.insert(address.url, at);
                at
            }
        };
        let mut paths = category_paths(&outline.category);
        let path = self.open.path();
        if !path.is_empty() && !paths.contains(&path) {
            paths.push(path);
        }
        if let Some(feed) = self.list.subscriptions.get_mut(at) {
            for path in paths {
                if !feed.categories.contains(&path) && feed.categories.len() < MAX_DEPTH {
                    feed.categories.push(path);
                }
            }
        }
    }

    /// Returns the feed of an outline. Its title is one that the user has set: other programs write what they show. An
    /// export of newsprint has such a title in `text`, and that of the feed in `title`.
    fn new_feed(&self, outline: &Outline, address: &FeedAddress) -> Subscription {
        let non_empty = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let shown = non_empty(outline.name()).filter(|name| *name != address.url);
        let own = non_empty(&outline.title);
        let has_other_title = own.as_ref() != shown.as_ref();
        Subscription {
            url: address.url.clone(),
            user: address.user.clone(),
            user_title: shown
                .clone()
                .filter(|_| !self.is_own_export || has_other_title),
            title: own.or(shown),
            site: FeedAddress::parse(&outline.html_url).map(|site| site.url),
            categories: Vec::new(),
            is_hidden: outline.is_hidden,
            is_paused: outline.is_paused,
        }
    }
}

/// Splits the attribute `category`: paths separated by commas, their names by slashes.
fn category_paths(text: &str) -> Vec<Vec<String>> {
    let paths = text.split(',').take(MAX_DEPTH);
    let paths = paths.map(|path| {
        let names = path.split('/').map(clean_name);
        let names = names.filter(|name| !name.is_empty());
        names.take(MAX_DEPTH).collect::<Vec<String>>()
    });
    paths.filter(|path| !path.is_empty()).collect()
}
