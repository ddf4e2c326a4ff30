//! Detection of HTML: whole pages ([`is_document`]), fragments ([`is_fragment`]), or any tags.

use super::blank::is_blank;

/// Block elements that begin lines in a fragment of a page.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "base",
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "noscript",
    "ol",
    "option",
    "p",
    "picture",
    "pre",
    "script",
    "section",
    "select",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

/// Elements within a line.
const INLINES: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "iframe", "img", "ins",
    "kbd", "mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "svg", "time",
    "tt", "u", "video", "wbr",
];

/// Returns true if `head`, the start of a text, is that of a whole page: a doctype, or one of the outermost elements.
pub(super) fn is_document(head: &str) -> bool {
    let start = skip_prolog(head);
    if starts_page(start) || starts_head(start) && TagCounts::count_tags(head).total > 1 {
        return true;
    }
    // A page that was saved with the headers of its response.
    let response = start.starts_with("HTTP/1.") || start.starts_with("HTTP/2");
    let body = || {
        start
            .split_once("\n\n")
            .or_else(|| start.split_once("\r\n\r\n"))
    };
    response && body().is_some_and(|(_, body)| starts_page(skip_prolog(body)))
}

fn starts_page(start: &str) -> bool {
    // Minifiers leave out the space.
    let doctype = start
        .get(..9)
        .is_some_and(|s| s.eq_ignore_ascii_case("<!doctype"))
        && start.get(9..).is_some_and(|rest| {
            let kind = rest.trim_start().get(..4);
            kind.is_some_and(|kind| kind.eq_ignore_ascii_case("html"))
        });
    doctype || parse_tag(start).is_some_and(|t| matches!(t.name.as_str(), "html" | "head" | "body"))
}

/// Returns true if the text starts with an element of the page head. A page may omit its outermost elements, and those
/// of the head do not occur in a text.
fn starts_head(start: &str) -> bool {
    let heads = ["meta", "title", "base", "link", "style", "script"];
    parse_tag(start).is_some_and(|t| !t.closing && heads.contains(&t.name.as_str()))
}

/// Returns true if `head` is a piece of a page: it begins with a block's tag and closes blocks, or every third line is
/// a tag's.
pub(super) fn is_fragment(head: &str) -> bool {
    if memchr::memchr(b'<', head.as_bytes()).is_none() {
        return false;
    }
    let tags = TagCounts::count_tags(head);
    let start = skip_prolog(head);
    let first = parse_tag(start).filter(|t| !t.closing);
    let begins = first.is_some_and(|t| is_block(&t.name) || t.name == "a" || t.name == "img");
    let dense = tags.block_lines >= 3 && tags.block_lines * 3 >= tags.lines;
    let paired = tags.block_closings >= 1 && tags.block_openings >= 1;
    // A page of Markdown may begin with a centred image: then its own marks outnumber the tags.
    let like_markdown =
        || super::markdown::markdown_score(head) >= super::markdown::LIKELY_SCORE && !dense;
    (begins && (paired || dense) || dense && tags.block_closings >= 2) && !like_markdown()
}

/// Returns true if there are any tags or character references.
pub(super) fn has_markup(head: &str) -> bool {
    let reference = || {
        head.split('&').skip(1).any(|rest| {
            let name = rest.split(';').next().unwrap_or_default();
            name.len() < rest.len()
                && (2..9).contains(&name.len())
                && name
                    .trim_start_matches('#')
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric())
        })
    };
    is_document(head) || TagCounts::count_tags(head).total > 0 || reference()
}

/// Returns the part before the first element: white space, comments, an XML declaration.
fn skip_prolog(head: &str) -> &str {
    let mut rest = head.trim_start_matches(is_blank);
    loop {
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|i| i + 3)
        } else if rest.starts_with("<?") {
            rest.find('>').map(|i| i + 1)
        } else {
            None
        };
        match end.and_then(|end| rest.get(end..)) {
            Some(after) => rest = after.trim_start_matches(is_blank),
            None => return rest,
        }
    }
}

struct DetectedTag {
    name: String,
    closing: bool,
}

/// Returns the tag of a known element that `text` begins with.
fn parse_tag(text: &str) -> Option<DetectedTag> {
    let rest = text.strip_prefix('<')?;
    let (rest, closing) = rest.strip_prefix('/').map_or((rest, false), |r| (r, true));
    let end = rest
        .bytes()
        .take(12)
        .position(|b| !b.is_ascii_alphanumeric())?;
    let after = rest.as_bytes().get(end)?;
    let name = rest.get(..end)?.to_ascii_lowercase();
    let known = is_block(&name) || INLINES.contains(&name.as_str());
    let ends = matches!(after, b'>' | b'/') || after.is_ascii_whitespace();
    (known && ends).then_some(DetectedTag { name, closing })
}

fn is_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

/// Numbers of tags in a text, by kind.
#[derive(Default)]
struct TagCounts {
    total: usize,
    block_openings: usize,
    block_closings: usize,
    /// Lines that begin with a block's tag.
    block_lines: usize,
    /// Lines that are not blank.
    lines: usize,
}

impl TagCounts {
    fn count_tags(head: &str) -> Self {
        let mut tags = Self::default();
        for line in head.lines() {
            let line = line.trim_start();
            tags.lines += usize::from(!line.is_empty());
            tags.block_lines += usize::from(parse_tag(line).is_some_and(|t| is_block(&t.name)));
            for (i, _) in line.match_indices('<') {
                let Some(tag) = line.get(i..).and_then(parse_tag) else {
                    continue;
                };
                tags.total += 1;
                if is_block(&tag.name) {
                    tags.block_closings += usize::from(tag.closing);
                    tags.block_openings += usize::from(!tag.closing);
                }
            }
        }
        tags
    }
}
