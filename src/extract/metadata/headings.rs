//! Collects the headings of a page that may be its headline: [`find_headings`].

use super::class_words::{class_words, has_class_word};
use super::normalize::normalize_value;
use super::texts::{is_beside_article, is_unseen};
use crate::extract::comparison::comparison_key;
use crate::extract::dom::{DomId, DomTree};
use crate::extract::selection::controls;

/// Largest number of headings that are compared with the declared titles.
const MAX_HEADINGS: usize = 24;
/// Largest number of characters of a headline.
const MAX_CHARS: usize = 300;

/// A heading that may be the headline.
pub(super) struct Heading {
    /// Element.
    pub(super) id: DomId,
    /// Text on one line, without permalink and edit link.
    pub(super) text: String,
    /// Text as it is compared.
    pub(super) key: String,
    /// True for a heading of level 1 and for an element that is marked as the headline.
    pub(super) is_main: bool,
    /// True if it is the name of the site.
    pub(super) is_site: bool,
}

/// Returns the headings of level 1 and 2 and the elements marked as headline, those of level 1 first. `sites` are keys of
/// the names of the site.
pub(super) fn find_headings(tree: &DomTree, sites: &[String]) -> Vec<Heading> {
    let mut out: Vec<Heading> = Vec::new();
    let wanted = |id: &DomId| level_of(tree, *id).is_some();
    for id in tree.elements(0).filter(wanted).take(200) {
        let level = level_of(tree, id).unwrap_or(2);
        let text = heading_text(tree, id);
        let key = comparison_key(&text);
        let seen = out.iter().filter(|h| h.is_main == (level == 1)).count();
        if key.is_empty() || text.chars().count() > MAX_CHARS || seen >= MAX_HEADINGS {
            continue;
        }
        let is_site = sites.contains(&key) || is_site_heading(tree, id);
        out.push(Heading {
            id,
            text,
            key,
            is_main: level == 1,
            is_site,
        });
    }
    out.sort_by_key(|h| !h.is_main);
    out
}

/// Returns 1 for a heading of level 1 and for an element that is marked as the headline, 2 for one of level 2.
fn level_of(tree: &DomTree, id: DomId) -> Option<u8> {
    let name = tree.name(id);
    if !matches!(name, "h1" | "h2" | "h3" | "div" | "span" | "p" | "a") {
        return None;
    }
    if name == "h1" {
        return Some(1);
    }
    if tree
        .attr(id, "itemprop")
        .is_some_and(|p| p.contains("headline"))
        && !is_beside_article(tree, id, None)
    {
        return Some(1);
    }
    let is_named = || has_class_word(tree, id, &["title", "headline", "heading"]);
    if tree.attr(id, "class").is_some() && name != "a" && is_named() {
        let titled = class_words(tree, id).into_iter().any(|words| {
            let pair: Vec<&str> = words.iter().map(String::as_str).collect();
            matches!(
                pair.as_slice(),
                [
                    "entry" | "post" | "article" | "page" | "story" | "news",
                    "title" | "headline" | "heading"
                ] | ["headline"]
            )
        });
        if titled && tree.end(id) - id < 24 {
            return Some(2);
        }
    }
    (name == "h2").then_some(2)
}

/// Returns the text of a heading on one line, without the controls in it: permalink, edit link, buttons.
fn heading_text(tree: &DomTree, id: DomId) -> String {
    let mut raw = String::new();
    let mut i = id + 1;
    while i < tree.end(id) {
        if tree.is_element(i) {
            if is_unseen(tree, i) || is_control(tree, i) {
                i = tree.end(i);
                continue;
            }
            if matches!(tree.name(i), "br" | "p" | "div" | "span" | "img") && tree.name(i) != "span"
            {
                raw.push(' ');
            }
        } else {
            raw.push_str(tree.text(i));
        }
        i += 1;
    }
    let text = normalize_value(&raw);
    let text = text.trim_end_matches(['¶', '#', '§', '🔗']).trim();
    // A heading may be nothing else than a sign: "C#".
    let bare = text.split_whitespace().count() > 1 || text.len() + 1 < raw.trim().len();
    if bare && !raw.trim_end().ends_with("C#") && !raw.trim_end().ends_with("F#") {
        text.to_owned()
    } else {
        normalize_value(&raw)
    }
}

/// Returns true for an element beside the words of a heading that is a control of the page, or a mere sign.
fn is_control(tree: &DomTree, id: DomId) -> bool {
    if !matches!(tree.name(id), "a" | "span" | "button" | "small" | "sup") {
        return false;
    }
    let letters = |id: DomId| {
        let text = tree.collapsed_text(id);
        text.chars().filter(|c| c.is_alphanumeric()).count()
    };
    let own = letters(id);
    let is_beside_words = tree.name(tree.parent(id)) != "a" && letters(tree.parent(id)) > own;
    own == 0
        || is_beside_words
            && (controls::is_control(tree, id) || controls::is_heading_control(tree, id))
}

/// Returns true if a heading is the name or logo of the site: by its class, or as a link to the front page.
fn is_site_heading(tree: &DomTree, id: DomId) -> bool {
    let named = |a: DomId| {
        class_words(tree, a).iter().any(|words| {
            let has = |w: &str| words.iter().any(|x| x == w);
            has("logo")
                || has("brand")
                || has("branding")
                || has("masthead")
                || has("site") && (has("title") || has("name"))
        })
    };
    let front = |a: DomId| {
        tree.name(a) == "a"
            && tree
                .attr(a, "href")
                .is_some_and(|href| is_front_page(href.trim()))
    };
    let around = tree
        .ancestors(id)
        .take(2)
        .any(|a| front(a) || named(a) && tree.name(a) != "body" && tree.end(a) - a < 40);
    named(id) || around || tree.elements(id).take(8).any(front)
}

/// Returns true for the address of a front page: `/`, `./`, `https://example.org/`.
pub(super) fn is_front_page(href: &str) -> bool {
    let path = match href.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => href,
    };
    let rooted = href.contains("://") || href.starts_with(['/', '.']);
    rooted
        && matches!(
            path.trim_start_matches(['.', '/']),
            "" | "index.html" | "index.php"
        )
}
