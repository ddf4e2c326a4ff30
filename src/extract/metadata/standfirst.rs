//! Finds the standfirst of an HTML page, and compares it with the beginning of the text.

use super::class_words::class_words;
use super::declared::DeclaredMetadata;
use super::normalize::normalize_value;
use crate::extract::comparison::comparison_key;
use crate::extract::dom::{DomId, DomTree};
use crate::model::Block;

/// Largest number of characters of a standfirst.
const MAX_CHARS: usize = 2000;
/// Number of blocks at the start of the text that are compared with a standfirst.
const MAX_BLOCKS: usize = 16;
/// Number of characters of a dateline that may stand before the words that the standfirst repeats.
const MAX_DATELINE: usize = 60;
/// Fewest characters of a text that repeats another without being equal to a block.
const MIN_CHARS: usize = 16;

/// Standfirst of a page.
pub(crate) struct Standfirst {
    /// Text on one line.
    pub(super) text: String,
    /// True if an element of the page shows it, apart from the text of the article.
    pub(crate) is_shown: bool,
}

/// Returns the visible standfirst below the headline, else the first declared description.
pub(super) fn find_standfirst(
    tree: &DomTree,
    declared: &DeclaredMetadata,
    title: Option<&str>,
    headline: Option<DomId>,
) -> Option<Standfirst> {
    let visible = visible_standfirst(tree, headline);
    let found = match visible {
        Some(text) => Standfirst {
            text,
            is_shown: true,
        },
        None => {
            let text = declared_standfirst(declared, title)?;
            let is_shown = is_text_of_summary(tree, headline, &text);
            Standfirst { text, is_shown }
        }
    };
    (found.text.chars().count() <= MAX_CHARS).then_some(found)
}

/// Returns true if an element after the headline that a class names a summary has just this text.
fn is_text_of_summary(tree: &DomTree, headline: Option<DomId>, text: &str) -> bool {
    /// Last words of the classes of summaries, which are also those of other elements.
    const NAMES: &[&str] = &[
        "desc",
        "description",
        "summary",
        "ingress",
        "lede",
        "lead",
        "intro",
        "introduction",
        "abstract",
        "chapeau",
        "teaser",
        "excerpt",
        "preamble",
    ];
    let Some(headline) = headline else {
        return false;
    };
    let key = comparison_key(text);
    let from = tree.end(headline);
    let named = |i: &DomId| {
        let words = class_words(tree, *i);
        words.iter().any(|words| {
            is_standfirst_name(words) || words.last().is_some_and(|w| NAMES.contains(&w.as_str()))
        })
    };
    (from..tree.nodes.len())
        .take(200)
        .filter(|i| {
            matches!(tree.name(*i), "p" | "div" | "h2" | "h3" | "span") && tree.end(*i) - i < 24
        })
        .filter(named)
        .any(|i| comparison_key(&tree.collapsed_text(i)) == key)
}

/// Returns the first declared description that has words and differs from the title.
fn declared_standfirst(declared: &DeclaredMetadata, title: Option<&str>) -> Option<String> {
    /// Names of `meta` elements with a description, most reliable first.
    const KEYS: &[&str] = &[
        "dc.description",
        "dcterms.description",
        "og:description",
        "description",
        "twitter:description",
        "sailthru.description",
    ];
    let title = title.map(comparison_key);
    let all = declared
        .json_ld
        .description
        .as_deref()
        .into_iter()
        .chain(KEYS.iter().filter_map(|k| declared.first_meta(&[k])));
    let mut usable = all.filter(|text| {
        let key = comparison_key(text);
        !key.is_empty() && Some(&key) != title.as_ref()
    });
    usable.next().map(str::to_owned)
}

/// Returns the text of 25 to 320 characters below the headline that a class names a standfirst.
fn visible_standfirst(tree: &DomTree, headline: Option<DomId>) -> Option<String> {
    let title = headline.or_else(|| tree.elements(0).find(|i| tree.name(*i) == "h1"))?;
    let near = (tree.end(title)..tree.nodes.len())
        .take(80)
        .filter(|i| matches!(tree.name(*i), "p" | "div" | "h2" | "h3" | "span"));
    let named = |i: &DomId| {
        class_words(tree, *i)
            .iter()
            .any(|words| is_standfirst_name(words))
    };
    let mut texts = near
        .filter(named)
        .map(|i| normalize_value(&tree.collapsed_text(i)));
    texts.find(|t| (25..=320).contains(&t.chars().count()))
}

/// Returns true if the words of a class name a standfirst.
fn is_standfirst_name(words: &[String]) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        [
            ..,
            "dek"
                | "deck"
                | "standfirst"
                | "subtitle"
                | "subheadline"
                | "subheading"
                | "articlesubtitle"
                | "chapo"
                | "vorspann"
                | "sottotitolo"
        ] | [.., "sub", "title" | "headline"]
            | [.., "article" | "entry" | "post", "summary"]
    )
}

/// Returns the first of the first blocks that is just the standfirst.
pub(crate) fn equal_block(standfirst: &str, blocks: &[Block]) -> Option<usize> {
    let key = comparison_key(standfirst);
    let equal = |block: &Block| {
        matches!(block, Block::Paragraph(_) | Block::Heading(_))
            && comparison_key(&block.text()) == key
    };
    blocks
        .iter()
        .take(6)
        .position(equal)
        .filter(|at| at + 1 < blocks.len())
}

/// Returns true if `standfirst` repeats the beginning of the text, whole or cut off, also over several blocks.
pub(crate) fn repeats_beginning(standfirst: &str, blocks: &[Block]) -> bool {
    let is_cut = standfirst.trim_end().ends_with(['…', ']', '.']);
    let cut = standfirst.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | '…' | '[' | ']' | '»' | '→')
    });
    let key = comparison_key(cut);
    if key.is_empty() {
        return true;
    }
    let texts = blocks
        .iter()
        .filter(|block| !matches!(block, Block::Image(_) | Block::ThematicBreak))
        .take(MAX_BLOCKS)
        .map(|block| comparison_key(&block.text()));
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    if texts.iter().take(6).any(|text| *text == key) {
        return true;
    }
    if key.chars().count() < MIN_CHARS {
        return false;
    }
    let mut text = String::new();
    let mut starts = Vec::new();
    for block in &texts {
        if text.len() > key.len() * 2 + 4 * MAX_DATELINE {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        starts.push(text.len());
        text.push_str(block);
    }
    // The last word of a description that is cut off may be a part of a word.
    let last = key
        .rfind(' ')
        .filter(|at| *at > key.len() / 2 && (is_cut || key.chars().count() > 100));
    let begins = |start: usize| {
        text.get(start..).is_some_and(|rest| {
            rest.starts_with(&key)
                || last
                    .and_then(|at| key.get(..at))
                    .is_some_and(|head| at_word_end(rest, head) && key.len() - head.len() < 12)
        })
    };
    if starts.iter().take(4).any(|start| begins(*start)) {
        return true;
    }
    // A dateline or a name may stand before the words: "LONDON (AP) – …".
    starts.iter().take(3).any(|start| {
        let rest = text.get(*start..).unwrap_or_default();
        let head: usize = rest.chars().take(MAX_DATELINE).map(char::len_utf8).sum();
        rest.match_indices(' ')
            .take_while(|(at, _)| *at <= head)
            .any(|(at, _)| begins(start + at + 1))
    })
}

/// Returns true if `text` begins with `head`, and a word ends there.
fn at_word_end(text: &str, head: &str) -> bool {
    text.strip_prefix(head)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
