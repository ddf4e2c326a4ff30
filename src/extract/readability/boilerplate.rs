//! Recognizes boilerplate inside an article (share buttons, newsletter forms, related links) by scored evidence:
//! [`is_boilerplate`].

use super::letter_counts::LetterCounts;
use crate::extract::dom::{DomId, DomTree};

/// Words in classes and ids that hardly ever stand on part of an article.
const STRONG_NAMES: &[&str] = &[
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
    "recirc",
    "recirculation",
    "cookie",
    "gdpr",
    "popup",
    "modal",
    "disqus",
    "advert",
    "advertisement",
    "adbox",
    "adslot",
    "ad",
    "ads",
    "promo",
    "sponsored",
    "pagination",
    "pager",
    "printfooter",
    "trending",
    "paywall",
    "outbrain",
    "taboola",
    "jp-relatedposts",
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
];
/// Words in classes and ids that often stand on boilerplate and sometimes on text.
const WEAK_NAMES: &[&str] = &[
    "widget",
    "meta",
    "tags",
    "taglist",
    "author",
    "bio",
    "byline",
    "dateline",
    "footer",
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
    "next",
    "previous",
    "prev",
    "button",
    "actions",
    "callout",
    "credit",
    "gallery",
    "profile",
    "readtime",
];
/// Texts that are boilerplate when they stand alone, in lower case without punctuation.
const BOILERPLATE_PHRASES: &[&str] = &[
    "advertisement",
    "advert",
    "ad",
    "ads",
    "continue reading below",
    "story continues below advertisement",
    "article continues below advertisement",
    "story continues below",
    "share",
    "share this",
    "share this article",
    "share this post",
    "share this story",
    "tweet",
    "print",
    "email",
    "comments",
    "leave a comment",
    "leave a reply",
    "loading",
    "save",
    "read more",
    "sign up",
    "subscribe",
    "newsletter",
    "follow us",
    "click here to subscribe",
    "scroll to continue",
    "skip advertisement",
    "supported by",
    "anzeige",
    "werbung",
    "publicité",
    "publicidad",
    "реклама",
    "advertentie",
    "back to top",
    "table of contents",
    "jump to comments",
    "this slideshow requires javascript",
    "copy link",
    "facebook",
    "twitter",
    "linkedin",
    "whatsapp",
    "pinterest",
    "toggle",
    "close",
    "caption",
    "view comments",
    "whatsapp facebook",
];
/// Beginnings of headings over lists of other articles.
const RELATED_LEADS: &[&str] = &[
    "related",
    "you may also like",
    "you might also like",
    "you may like",
    "you might like",
    "read more",
    "read also",
    "read next",
    "also read",
    "more from",
    "more on",
    "more stories",
    "more articles",
    "recommended",
    "recommended for you",
    "dont miss",
    "most read",
    "most popular",
    "popular posts",
    "latest posts",
    "latest news",
    "latest articles",
    "recent posts",
    "trending",
    "keep reading",
    "further reading on",
    "up next",
    "next article",
    "previous article",
    "about the author",
    "share this",
    "share on",
    "follow us",
    "leave a comment",
    "leave a reply",
    "comments",
    "sign up for",
    "subscribe to",
    "join our newsletter",
    "similar articles",
    "similar posts",
    "explore more",
    "in this article",
    "whats next",
    "stay connected",
    "stay up to date",
    "get the latest",
];

/// Returns true if an element inside an article is boilerplate. `article_letters` is the number of letters of the article.
pub(super) fn is_boilerplate(
    tree: &DomTree,
    id: DomId,
    counts: &LetterCounts,
    article_letters: u32,
) -> bool {
    let letters = counts.letters(tree, id);
    if letters == 0 {
        return false;
    }
    let name = tree.name(id);
    if matches!(
        name,
        "body" | "html" | "main" | "table" | "tbody" | "tr" | "td" | "pre" | "code" | "h1"
    ) {
        return false;
    }
    // An element with a large part of the text is the text, whatever its name.
    let share = letters as f32 / article_letters.max(1) as f32;
    if share > 0.3 && letters > 200 {
        return false;
    }
    let density = counts.link_density(tree, id);
    let mut score = match name {
        "nav" | "footer" => 1.0,
        "aside" | "form" => 0.7,
        "header" | "address" => 0.2,
        _ => 0.0,
    };
    score += match tree.attr(id, "role") {
        Some(
            "navigation" | "complementary" | "contentinfo" | "banner" | "search" | "dialog"
            | "alert" | "toolbar" | "menu",
        ) => 0.8,
        _ => 0.0,
    };
    score += name_score(tree, id);
    if name == "form" && letters < 800 && has_input_fields(tree, id) {
        score += 0.3;
    }
    if density > 0.5 {
        score += 0.3;
    }
    if letters < 150 {
        score += 0.1;
    }
    if density < 0.1 && letters > 600 {
        score -= 0.5;
    }
    if matches!(
        name,
        "p" | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "figure"
            | "figcaption"
            | "blockquote"
            | "a"
            | "span"
            | "strong"
            | "em"
            | "li"
    ) {
        score -= 0.3;
    }
    score >= 0.9
}

/// Returns true if a form has fields to fill in.
fn has_input_fields(tree: &DomTree, id: DomId) -> bool {
    tree.elements(id).any(|i| match tree.name(i) {
        "textarea" | "select" => true,
        "input" => !matches!(
            tree.attr(i, "type"),
            Some("hidden" | "submit" | "button" | "image")
        ),
        _ => false,
    })
}

/// Returns the score of the class and id of an element: 1.0 for a strong name, 0.5 to 0.9 for weak names, 0.0 for none.
fn name_score(tree: &DomTree, id: DomId) -> f32 {
    let (class, own) = (tree.attr(id, "class"), tree.attr(id, "id"));
    if class.is_none() && own.is_none() {
        return 0.0;
    }
    let (mut strong, mut weak) = (0.0_f32, 0.0_f32);
    let text = format!("{} {}", class.unwrap_or_default(), own.unwrap_or_default());
    for word in text.split_whitespace().take(24) {
        // Utility classes describe the appearance of an element, not its meaning.
        if word.contains([':', '[', '/'])
            || word.starts_with("has-")
            || word.starts_with("is-")
            || word.starts_with("no-")
        {
            continue;
        }
        for part in name_parts(word) {
            if STRONG_NAMES.contains(&part.as_str()) {
                strong = 1.0;
            } else if WEAK_NAMES.contains(&part.as_str()) {
                weak = if weak == 0.0 {
                    0.5
                } else {
                    (weak + 0.2_f32).min(0.9)
                };
            }
        }
    }
    strong.max(weak)
}

/// Splits a name into its words, in lower case: `post-shareBar_2` gives `post`, `share` and `bar`.
fn name_parts(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut part = String::new();
    let mut lower = false;
    for c in word.chars() {
        let boundary = !c.is_alphabetic() || (c.is_uppercase() && lower);
        if boundary && !part.is_empty() {
            out.push(std::mem::take(&mut part));
        }
        lower = c.is_lowercase();
        if c.is_alphabetic() {
            part.extend(c.to_lowercase());
        }
    }
    if !part.is_empty() {
        out.push(part);
    }
    out
}

/// Returns true if a text is the label of an advertisement ("Advertisement", "Anzeige").
pub(super) fn is_advertisement_label(text: &str) -> bool {
    /// Labels of advertisements in several languages, in lower case.
    const WORDS: [&str; 10] = [
        "advertisement",
        "advert",
        "ad",
        "ads",
        "anzeige",
        "werbung",
        "publicité",
        "publicidad",
        "реклама",
        "advertentie",
    ];
    WORDS.contains(&plain_words(text).as_str())
}

/// Returns true if a short text alone shows that it is not part of the article.
pub(super) fn is_boilerplate_phrase(text: &str) -> bool {
    text.len() < 80 && BOILERPLATE_PHRASES.contains(&plain_words(text).as_str())
}

/// Returns true if a text of at most 60 bytes announces other articles ("You may also like").
pub(crate) fn announces_related(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let text = plain_words(text);
    RELATED_LEADS.iter().any(|r| {
        text.strip_prefix(r)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Returns the words of a text in lower case, separated by single spaces, without punctuation and apostrophes.
fn plain_words(text: &str) -> String {
    let selected = text.chars().filter(|c| !matches!(c, '\'' | '’'));
    let words: String = selected
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    words
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
