//! Recognizes controls inside text: [`is_control`] and [`is_heading_control`].
//!
//! Edit links, permalinks, and text that only screen readers read are part of the page and not of its text. This is the
//! only list of them.

use crate::extract::dom::{DomId, DomTree, ends_with_word};

/// Largest number of characters of an edit link or a permalink.
const MAX_CONTROL_CHARS: usize = 60;
/// Largest number of characters of a text for screen readers; a longer one is text that a script shows.
const MAX_SPOKEN_CHARS: usize = 200;

/// Classes of text that is read aloud and not shown.
const SPOKEN_CLASSES: &[&str] = &[
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "visuallyhide",
    "hidden-visually",
    "screen-reader",
    "screen-reader-text",
    "screen-reader-only",
    "screenreader",
    "screenreader-only",
    "screenreader-text",
    "assistive-text",
    "a11y-hidden",
    "a11y-text",
    "offscreen",
    "off-screen",
    "element-invisible",
    "accessibility-text",
    "show-for-sr",
];

/// Classes of the links beside a heading that edit its section.
const EDIT_CLASSES: &[&str] = &[
    "editsection",
    "edit-section",
    "section-edit",
    "editlink",
    "edit-link",
];

/// Classes of links from a heading to itself.
const PERMALINK_CLASSES: &[&str] = &[
    "headerlink",
    "header-link",
    "header-anchor",
    "heading-anchor",
    "heading-link",
    "headinglink",
    "hash-link",
    "hashlink",
    "anchorjs-link",
    "anchor-link",
    "anchorlink",
    "permalink",
    "permalink-widget",
    "direct-link",
    "self-link",
    "deeplink",
    "toclink",
];

/// Words of links and buttons inside a heading that are never part of it, in lower case.
const CONTROL_PHRASES: &[&str] = &[
    "permalink",
    "permanent link",
    "permalink to this heading",
    "permalink to this headline",
    "permalink to this section",
    "link to this heading",
    "link to this headline",
    "link to this section",
    "link to heading",
    "link to section",
    "direct link to this section",
    "copy link",
    "copy link to heading",
    "link copied",
    "copy permalink",
    "section link",
    "anchor link",
    "edit this section",
    "edit section",
    "edit source",
    "back to top",
    "permanenter link",
    "permanentlink",
    "link zu diesem abschnitt",
    "link kopieren",
    "quelltext bearbeiten",
    "abschnitt bearbeiten",
    "lien permanent",
    "lien vers cette section",
    "copier le lien",
    "modifier le code",
    "modifier la section",
    "enlace permanente",
    "enlace a esta sección",
    "copiar enlace",
    "editar código",
    "link permanente",
    "ligação permanente",
    "copiar link",
    "editar código-fonte",
    "collegamento permanente",
    "copia link",
    "modifica wikitesto",
    "permanente link",
    "brontekst bewerken",
    "permanent länk",
    "redigera wikitext",
    "permanent lenke",
    "permanent link til dette afsnit",
    "ikilinkki",
    "bezpośredni odnośnik",
    "edytuj kod",
    "trvalý odkaz",
    "editovat zdroj",
    "постоянная ссылка",
    "править код",
    "постійне посилання",
    "редагувати код",
    "kalıcı bağlantı",
    "kaynağı değiştir",
    "固定リンク",
    "パーマリンク",
    "ソースを編集",
    "この見出しへのリンク",
    "永久链接",
    "永久連結",
    "编辑源代码",
    "編輯原始碼",
    "고유 링크",
    "원본 편집",
    "رابط دائم",
    "קישור קבוע",
    "स्थायी लिंक",
];

/// Words of links that are part of a sentence elsewhere. They count only in a link from a heading to itself, in brackets,
/// or with an address that edits.
const SHORT_WORDS: &[&str] = &[
    "link",
    "anchor",
    "edit",
    "share",
    "copy",
    "bearbeiten",
    "modifier",
    "editar",
    "modifica",
    "bewerken",
    "redigera",
    "rediger",
    "muokkaa",
    "edytuj",
    "editovat",
    "править",
    "редагувати",
    "değiştir",
    "編集",
    "编辑",
    "編輯",
    "편집",
    "عدل",
    "עריכה",
    "संपादित करें",
    "lien",
    "enlace",
    "länk",
    "lenke",
    "odkaz",
    "ссылка",
    "链接",
    "リンク",
];

/// Returns true if an element is a control wherever it stands: edit links beside headings, and text that only screen readers
/// read.
pub(crate) fn is_control(tree: &DomTree, id: DomId) -> bool {
    if tree.attr(id, "class").is_none() && tree.attr(id, "style").is_none() {
        return false;
    }
    is_edit_link(tree, id) || is_spoken_only(tree, id)
}

/// Returns true if an element inside a heading is a control of the heading: a permalink, an edit link, a button to copy its
/// address.
///
/// An element that is all of the heading has to be excluded by the caller.
pub(crate) fn is_heading_control(tree: &DomTree, id: DomId) -> bool {
    let name = tree.name(id);
    if !matches!(name, "a" | "button" | "span" | "small" | "sup") {
        return false;
    }
    let Some(text) = short_text(tree, id, MAX_CONTROL_CHARS) else {
        return false;
    };
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = bare.to_lowercase();
    if CONTROL_PHRASES.contains(&lower.as_str()) {
        return true;
    }
    if name == "button" {
        // The button that opens a section holds its heading.
        return tree.attr(id, "aria-expanded").is_none()
            && tree.attr(id, "aria-controls").is_none();
    }
    if name != "a" {
        return false;
    }
    let href = tree.attr(id, "href").unwrap_or_default().trim();
    let leads_here = href.starts_with('#');
    if has_class(tree, id, PERMALINK_CLASSES) && (leads_here || href.contains('#')) {
        return !bare.contains(char::is_numeric);
    }
    if bare.is_empty() {
        return leads_here && !text.is_empty();
    }
    let edits = href.contains("action=edit") || href.contains("/edit");
    let is_bracketed = text.starts_with(['[', '(']) && text.ends_with([']', ')']);
    SHORT_WORDS.contains(&lower.as_str()) && (edits || leads_here && is_bracketed)
}

/// Returns true for the edit link of a section, with its brackets, and for its words in brackets if it has lost its address.
fn is_edit_link(tree: &DomTree, id: DomId) -> bool {
    if !has_class(tree, id, EDIT_CLASSES) {
        return false;
    }
    let Some(text) = short_text(tree, id, MAX_CONTROL_CHARS) else {
        return false;
    };
    let is_link = tree.name(id) == "a" || tree.elements(id).any(|i| tree.name(i) == "a");
    let is_bracketed = text.starts_with('[') && text.ends_with(']');
    is_link || is_bracketed
}

/// Returns true for a short text that is not shown on the screen, unless it stands for one that screen readers skip.
fn is_spoken_only(tree: &DomTree, id: DomId) -> bool {
    let is_text = matches!(
        tree.name(id),
        "span" | "a" | "small" | "em" | "i" | "b" | "strong" | "label" | "abbr" | "p" | "div"
    );
    if !is_text || !(has_class(tree, id, SPOKEN_CLASSES) || is_clipped(tree, id)) {
        return false;
    }
    if short_text(tree, id, MAX_SPOKEN_CHARS).is_none()
        || tree.elements(id).any(|i| tree.name(i) == "math")
    {
        return false;
    }
    let unspoken = |i: DomId| tree.attr(i, "aria-hidden") == Some("true");
    let next = tree.end(id);
    let is_next = next < tree.end(tree.parent(id)) && unspoken(next);
    // The sibling before, or one with its last descendant before.
    let before = tree
        .ancestors(id.saturating_sub(1))
        .chain(std::iter::once(id.saturating_sub(1)))
        .find(|i| tree.parent(*i) == tree.parent(id) && *i != id);
    !is_next && !before.is_some_and(unspoken)
}

/// Returns true if the style of an element clips it away.
fn is_clipped(tree: &DomTree, id: DomId) -> bool {
    let Some(style) = tree.attr(id, "style") else {
        return false;
    };
    style.contains("clip") && style.contains("absolute") && {
        let dense: String = style.split_whitespace().collect();
        [
            "clip:rect(0",
            "clip:rect(1px",
            "clip-path:inset(50%",
            "clip-path:inset(100%",
        ]
        .iter()
        .any(|clip| dense.contains(clip))
    }
}

/// Returns true if one of the classes of an element is one of `names`, or ends in it.
fn has_class(tree: &DomTree, id: DomId, names: &[&str]) -> bool {
    tree.attr(id, "class").is_some_and(|class| {
        class.split_whitespace().any(|word| {
            let word = word.to_ascii_lowercase().replace('_', "-");
            names.iter().any(|name| ends_with_word(&word, name))
        })
    })
}

/// Returns the text of an element with white space collapsed; `None` if it has more than `longest` characters.
fn short_text(tree: &DomTree, id: DomId, longest: usize) -> Option<String> {
    /// Most nodes of a control.
    const MAX_NODES: usize = 40;
    if tree.end(id) - id > MAX_NODES {
        return None;
    }
    let bytes: usize = (id..tree.end(id)).map(|i| tree.text(i).trim().len()).sum();
    if bytes > longest * 4 {
        return None;
    }
    let text = tree.collapsed_text(id);
    (text.chars().count() <= longest).then_some(text)
}
