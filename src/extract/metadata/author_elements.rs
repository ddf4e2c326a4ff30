//! Names in elements that are marked as the author's, by markup, class or the address of a link.

use super::class_words::{class_words, has_class_word};
use super::names::{NameSource, NameText, parse_name, read_name};
use super::page_facts::PageFacts;
use super::texts::{TextPiece, is_beside_article, is_unseen, text_pieces};
use crate::extract::comparison::comparison_key;
use crate::extract::dom::{DomId, DomTree, letter_count};

/// Largest number of nodes of an element with a byline.
const MAX_NODES: usize = 200;
/// Largest number of names of a byline.
const MAX_NAMES: usize = 8;
/// Number of nodes before and after the headline that count as near.
const NEAR_BEFORE: usize = 60;
const NEAR_AFTER: usize = 200;

/// An element with names, and how reliably it holds the byline.
struct AuthorElement {
    /// True if it stands near the headline.
    near: bool,
    /// 4 by markup, 3 or 2 by class.
    trust: u8,
    /// Element.
    id: DomId,
    /// Names as one text.
    names: String,
}

/// Returns the names in elements marked as author: those near the headline first, by markup before class.
pub(super) fn marked_names(page: &PageFacts<'_>) -> Option<String> {
    let tree = page.tree;
    let mut found: Vec<AuthorElement> = Vec::new();
    for id in tree.elements(0) {
        let trust = author_trust(tree, id);
        if trust == 0
            || tree.end(id) - id > MAX_NODES
            || found.len() >= 64
            || is_beside_article(tree, id, page.headline)
        {
            continue;
        }
        let Some(names) = names_in(tree, id) else {
            continue;
        };
        let near = is_near(page, id);
        found.push(AuthorElement {
            near,
            trust,
            id,
            names,
        });
    }
    let best = found.iter().map(|a| (a.near, a.trust)).max()?;
    let first = found.iter().position(|a| (a.near, a.trust) == best)?;
    let mut byline: Vec<&str> = Vec::new();
    let mut end = found.get(first)?.id;
    for author in found.get(first..)?.iter().filter(|a| a.trust == best.1) {
        // Names that stand farther away are those of other articles.
        if author.id > end + 30
            || byline.len() >= MAX_NAMES
            || letters_between(tree, end, author.id) > 60
        {
            break;
        }
        end = end.max(tree.end(author.id));
        let key = comparison_key(&author.names);
        let known = |name: &&str| {
            let name = comparison_key(name);
            name.contains(&key) || key.contains(&name)
        };
        if !byline.iter().any(known) {
            byline.push(&author.names);
        }
    }
    (!byline.is_empty()).then(|| byline.join(", "))
}

/// Returns the number of letters of the texts between two nodes.
fn letters_between(tree: &DomTree, from: DomId, to: DomId) -> usize {
    (from..to.max(from))
        .map(|i| letter_count(tree.text(i)))
        .sum()
}

/// Returns true if an element stands near the headline.
fn is_near(page: &PageFacts<'_>, id: DomId) -> bool {
    page.headline.is_some_and(|headline| {
        id >= headline && id < page.tree.end(headline) + NEAR_AFTER
            || id < headline && id + NEAR_BEFORE > headline
    })
}

/// Returns the texts of links to pages of authors near the headline.
pub(super) fn author_links_near(page: &PageFacts<'_>) -> Option<String> {
    let tree = page.tree;
    let headline = page.headline?;
    let from = headline.saturating_sub(NEAR_BEFORE);
    let to = (tree.end(headline) + NEAR_AFTER).min(tree.nodes.len());
    let mut byline: Vec<String> = Vec::new();
    let mut end = from;
    for id in (from..to).filter(|i| tree.name(*i) == "a") {
        let linked = tree.attr(id, "href").is_some_and(is_author_address);
        if !linked || is_beside_article(tree, id, page.headline) || in_sentence(tree, id) {
            continue;
        }
        if !byline.is_empty() && id > end + 12 {
            break;
        }
        let Some(name) = names_in(tree, id) else {
            continue;
        };
        end = tree.end(id);
        if byline.len() < MAX_NAMES && !byline.contains(&name) {
            byline.push(name);
        }
    }
    (!byline.is_empty()).then(|| byline.join(", "))
}

/// Returns true for the address of the page of an author: `/author/ida-marr`, `/people/ida`.
fn is_author_address(href: &str) -> bool {
    let path = href.split_once("://").map_or(href, |(_, rest)| rest);
    let path = path
        .get(..path.len().min(300))
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut parts = path.split(['/', '?', '&', '=']).peekable();
    while let Some(part) = parts.next() {
        let named = matches!(
            part,
            "author"
                | "authors"
                | "_author"
                | "autor"
                | "autoren"
                | "autores"
                | "auteur"
                | "auteurs"
                | "autore"
                | "autori"
                | "byline"
                | "by"
                | "contributor"
                | "contributors"
                | "writer"
                | "writers"
                | "columnist"
                | "columnists"
                | "journalist"
                | "journalists"
                | "journalisten"
                | "people"
                | "person"
                | "profile"
                | "profiles"
                | "staff"
                | "team"
                | "reporter"
                | "reporters"
                | "avtor"
                | "redakteur"
                | "redaktion"
                | "u"
                | "user"
                | "users"
                | "bio"
        );
        if named && parts.peek().is_some_and(|next| next.len() >= 2) {
            return true;
        }
    }
    false
}

/// Returns true if a link stands in running text.
fn in_sentence(tree: &DomTree, id: DomId) -> bool {
    let block = super::texts::line_element(tree, id);
    let all: usize = (block..tree.end(block).min(block + 200))
        .map(|i| letter_count(tree.text(i)))
        .sum();
    let own: usize = (id..tree.end(id)).map(|i| letter_count(tree.text(i))).sum();
    matches!(tree.name(block), "p" | "li" | "td" | "dd" | "blockquote") && all > own + 60
}

/// Returns the names in an element.
fn names_in(tree: &DomTree, id: DomId) -> Option<String> {
    let named: Vec<String> = tree
        .elements(id)
        .filter(|i| tree.attr(*i, "itemprop") == Some("name") && !is_unseen(tree, *i))
        .take(MAX_NAMES)
        .filter_map(|i| parse_name(&super::texts::line_of(tree, i), NameSource::Marked))
        .collect();
    if !named.is_empty() {
        return Some(named.join(", "));
    }
    let pieces: Vec<TextPiece<'_>> = text_pieces(tree, id)
        .filter(|piece| !is_aside_of_name(tree, piece.id, id))
        .take(24)
        .collect();
    names_of_pieces(&pieces)
}

/// Returns true if a text in the byline `byline` has a class for something else than a name: a role, a date, a button.
fn is_aside_of_name(tree: &DomTree, text: DomId, byline: DomId) -> bool {
    /// Words of the classes of such texts.
    #[rustfmt::skip]
    const NAMES: &[&str] = &[
        "role", "position", "job", "jobtitle", "location", "bio", "biography", "date", "time", "timestamp", "published", "social", "follow",
        "tooltip", "twitter", "handle", "avatar", "description", "affiliation", "caption", "views", "count", "reading",
    ];
    let inside = |a: &DomId| *a > byline;
    let mut around = tree.ancestors(text).take_while(inside);
    around.any(|a| tree.name(a) == "time" || has_class_word(tree, a, NAMES))
}

/// Returns the first name of the texts, with those that are joined to it by "and" or a comma.
fn names_of_pieces(pieces: &[TextPiece<'_>]) -> Option<String> {
    let mut out = String::new();
    let mut joiner: Option<&str> = None;
    for piece in pieces {
        let text = piece.text();
        match read_name(&text, NameSource::Marked) {
            NameText::Name(name) if out.is_empty() => out.push_str(&name),
            NameText::Name(name) => {
                let begins = joins_at_start(&text);
                let Some(joint) = joiner.or(begins) else {
                    break;
                };
                out.push_str(if joint == ", " { "" } else { " " });
                out.push_str(joint);
                out.push_str(if joint == ", " { "" } else { " " });
                out.push_str(&name);
            }
            NameText::Lead(Some(joint)) if !out.is_empty() => {
                joiner = Some(if joint == "、" { ", " } else { joint });
                continue;
            }
            NameText::Credit => return None,
            NameText::Lead(_) => continue,
            NameText::Other if out.is_empty() => continue,
            NameText::Other => break,
        }
        let more = text.trim_end();
        joiner = if more.ends_with([',', '、']) {
            Some(", ")
        } else if more.to_lowercase().ends_with(" and") {
            Some("and")
        } else {
            None
        };
    }
    (!out.is_empty()).then_some(out)
}

/// Returns the word that joins a text to the name before it.
fn joins_at_start(text: &str) -> Option<&'static str> {
    let text = text.trim_start();
    [
        ("and ", "and"),
        ("& ", "&"),
        ("und ", "und"),
        ("et ", "et"),
        (", ", ", "),
    ]
    .into_iter()
    .find_map(|(start, joint)| text.starts_with(start).then_some(joint))
}

/// Returns how reliably an element holds the byline: 4 by markup, 3 or 2 by class, 0 not at all.
fn author_trust(tree: &DomTree, id: DomId) -> u8 {
    if matches!(
        tree.name(id),
        "body"
            | "html"
            | "article"
            | "main"
            | "meta"
            | "link"
            | "img"
            | "script"
            | "head"
            | "input"
    ) || is_unseen(tree, id)
    {
        return 0;
    }
    let rel = tree
        .attr(id, "rel")
        .is_some_and(|r| r.split_whitespace().any(|w| w == "author"));
    let prop = tree.attr(id, "itemprop").is_some_and(|p| {
        p.split_whitespace()
            .any(|w| w == "author" || w == "creator")
    });
    if prop || rel && !in_sentence(tree, id) {
        return 4;
    }
    if !has_class_word(tree, id, BYLINE_WORDS) && !has_class_word(tree, id, AUTHOR_WORDS) {
        return u8::from(tree.name(id) == "address") * 2;
    }
    let mut trust = u8::from(tree.name(id) == "address") * 2;
    for words in class_words(tree, id) {
        trust = trust.max(name_trust(&words));
    }
    trust
}

/// Words of a class that names a byline.
const BYLINE_WORDS: &[&str] = &["byline", "bylines", "authorname", "writtenby", "bylinename"];
/// Words of a class that names an author.
const AUTHOR_WORDS: &[&str] = &["author", "authors", "autor", "auteur", "writer"];

/// Returns the trust that the words of a class earn.
fn name_trust(words: &[String]) -> u8 {
    /// Words beside "author" that mean something else than the name.
    #[rustfmt::skip]
    const OTHER: &[&str] = &[
        "photo", "image", "img", "avatar", "caption", "credit", "figure", "bio", "biography", "box", "social", "date", "time",
        "description", "desc", "title", "role", "position", "job", "icon", "comments", "count", "more", "posts", "articles", "related",
        "follow", "comment", "page", "archive", "body", "section", "label", "note",
    ];
    let has = |wanted: &[&str]| words.iter().any(|w| wanted.contains(&w.as_str()));
    if has(OTHER) {
        return 0;
    }
    if has(BYLINE_WORDS) {
        return 3;
    }
    if has(AUTHOR_WORDS) {
        let last = words.last().map_or("", String::as_str);
        return match last {
            "name" | "names" | "link" => 3,
            _ if words.iter().any(|w| w == "p") => 3,
            _ => 2,
        };
    }
    0
}
