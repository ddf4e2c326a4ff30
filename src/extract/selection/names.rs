//! Words in the class and id of an element, as evidence: [`NameEvidence`].
//!
//! A name is split into whole words at hyphens, underscores, digits and capitals. A name is no proof: it is weighed with the text that
//! the element holds.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use rustc_hash::FxHasher;

use crate::extract::dom::{DomId, DomTree, letter_count};

/// Words that often stand on the text of an article.
const ARTICLE_WORDS: &[&str] = &[
    "article",
    "articlebody",
    "body",
    "content",
    "entry",
    "post",
    "story",
    "text",
    "main",
    "blog",
    "hentry",
    "prose",
    "richtext",
    "markdown",
    "copy",
    "paragraph",
    "news",
    "recipe",
    "question",
    "answer",
    "chapter",
    "lede",
    "lead",
    "intro",
    "summary",
    "standfirst",
];

/// Words that hardly ever stand on part of an article.
const STRONG_WORDS: &[&str] = &[
    "share",
    "sharing",
    "sharebar",
    "sharedaddy",
    "addtoany",
    "addthis",
    "social",
    "newsletter",
    "newsletters",
    "subscribe",
    "subscription",
    "signup",
    "breadcrumb",
    "breadcrumbs",
    "related",
    "relatedposts",
    "recommended",
    "recommendations",
    "recommendation",
    "recirc",
    "recirculation",
    "cookie",
    "cookies",
    "gdpr",
    "consent",
    "popup",
    "modal",
    "overlay",
    "disqus",
    "advert",
    "advertisement",
    "adbox",
    "adslot",
    "ad",
    "ads",
    "promo",
    "promotion",
    "sponsored",
    "pagination",
    "pager",
    "printfooter",
    "trending",
    "paywall",
    "outbrain",
    "taboola",
    "postnav",
    "sidebar",
    "comments",
    "commentlist",
    "respond",
    "navbar",
    "navigation",
    "nav",
    "noprint",
    "catlinks",
    "navbox",
    "editsection",
    "login",
    "search",
    "masthead",
    "copyright",
    "skip",
];

/// Words that often stand on boilerplate and sometimes on text.
const WEAK_WORDS: &[&str] = &[
    "widget",
    "meta",
    "tags",
    "tag",
    "taglist",
    "author",
    "bio",
    "byline",
    "dateline",
    "date",
    "footer",
    "header",
    "menu",
    "toolbar",
    "cta",
    "banner",
    "comment",
    "popular",
    "latest",
    "more",
    "follow",
    "links",
    "toc",
    "posted",
    "timestamp",
    "categories",
    "category",
    "rating",
    "tools",
    "teaser",
    "card",
    "cards",
    "next",
    "previous",
    "prev",
    "button",
    "btn",
    "actions",
    "callout",
    "credit",
    "gallery",
    "profile",
    "readtime",
    "aside",
    "reply",
    "topics",
    "list",
    "grid",
    "carousel",
    "slider",
    "site",
    "archive",
    "archives",
    "recent",
    "label",
    "kicker",
    "subscribe",
];

/// Number of names of an element that are looked at.
const MAX_NAMES: usize = 24;

/// Evidence in the class and id of one element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct NameEvidence {
    /// Has a word of the text of an article.
    pub(super) article: bool,
    /// Has a word that hardly ever stands on part of an article.
    pub(super) strong: bool,
    /// Has a word that often stands on boilerplate.
    pub(super) weak: bool,
}

/// Returns the evidence in the class and id of an element. An id that consists of the words of the first heading in the
/// element, as documentation tools make it, says nothing.
pub(super) fn name_evidence(tree: &DomTree, id: DomId) -> NameEvidence {
    let mut evidence = NameEvidence::default();
    if let Some(class) = tree.attr(id, "class") {
        add_names(class, &mut evidence);
    }
    if let Some(own) = tree.attr(id, "id") {
        let mut of_id = NameEvidence::default();
        add_names(own, &mut of_id);
        if (of_id.strong || of_id.weak) && is_made_of_heading(tree, id, own) {
            return evidence;
        }
        evidence.article |= of_id.article;
        evidence.strong |= of_id.strong;
        evidence.weak |= of_id.weak;
    }
    evidence
}

/// Returns true if a word of the class or id names a notice about cookies and consent.
pub(super) fn is_consent_notice(tree: &DomTree, id: DomId) -> bool {
    const WORDS: &[&str] = &["cookie", "cookies", "consent", "gdpr", "ccpa"];
    let names = [tree.attr(id, "class"), tree.attr(id, "id")];
    let names = names.into_iter().flatten().flat_map(str::split_whitespace);
    let mut words = names.take(MAX_NAMES).flat_map(name_words);
    words.any(|word| WORDS.contains(&word.as_str()))
}

/// Returns the first word of the class or id that hardly ever stands on part of an article.
pub(super) fn strong_word(tree: &DomTree, id: DomId) -> Option<String> {
    let names = [tree.attr(id, "class"), tree.attr(id, "id")];
    let names = names.into_iter().flatten().flat_map(str::split_whitespace);
    let mut words = names.take(MAX_NAMES).flat_map(name_words);
    words.find(|word| STRONG_WORDS.contains(&word.as_str()))
}

fn add_names(names: &str, evidence: &mut NameEvidence) {
    for name in names.split_whitespace().take(MAX_NAMES) {
        // Utility classes describe the appearance of an element, not its meaning.
        if name.contains([':', '[', '/'])
            || name.starts_with("has-")
            || name.starts_with("is-")
            || name.starts_with("no-")
        {
            continue;
        }
        for_each_word(name, |word| {
            if let Some(found) = EVIDENCE.get(word) {
                evidence.article |= found.article;
                evidence.strong |= found.strong;
                evidence.weak |= found.weak;
            }
        });
    }
}

/// Evidence of each word of the lists.
static EVIDENCE: LazyLock<HashMap<&str, NameEvidence, BuildHasherDefault<FxHasher>>> =
    LazyLock::new(|| {
        let mut all: HashMap<&str, NameEvidence, _> = HashMap::default();
        for word in ARTICLE_WORDS {
            all.entry(word).or_default().article = true;
        }
        for word in STRONG_WORDS {
            all.entry(word).or_default().strong = true;
        }
        for word in WEAK_WORDS {
            all.entry(word).or_default().weak = true;
        }
        all
    });

/// Splits a name into its words, in lower case: `post-shareBar_2` gives `post`, `share` and `bar`.
fn name_words(name: &str) -> Vec<String> {
    let mut out = Vec::new();
    for_each_word(name, |word| out.push(word.to_owned()));
    out
}

/// Calls `f` with each word of a name, in lower case.
fn for_each_word(name: &str, mut f: impl FnMut(&str)) {
    let mut word = String::with_capacity(name.len());
    let mut lower = false;
    for c in name.chars() {
        let boundary = !c.is_alphabetic() || (c.is_uppercase() && lower);
        if boundary && !word.is_empty() {
            f(&word);
            word.clear();
        }
        lower = c.is_lowercase();
        if c.is_ascii() && c.is_alphabetic() {
            word.push(c.to_ascii_lowercase());
        } else if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        f(&word);
    }
}

/// Returns true if the id of an element, or of a heading, is made of the words of the first heading in it.
fn is_made_of_heading(tree: &DomTree, id: DomId, own: &str) -> bool {
    let is_heading = |i: &DomId| {
        matches!(
            tree.name(*i),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt"
        )
    };
    let heading = (id..tree.end(id).min(id + 12)).find(is_heading);
    heading.is_some_and(|heading| {
        let text = tree.collapsed_text(heading).to_lowercase();
        let text_words = name_words(&text);
        let mut words = name_words(own);
        // A number or a prefix such as `sec` may precede the words.
        words.retain(|word| !matches!(word.as_str(), "sec" | "section" | "h" | "id" | "toc"));
        let letters: usize = words.iter().map(|word| letter_count(word)).sum();
        letters > 0 && words.iter().all(|word| text_words.contains(word))
    })
}
