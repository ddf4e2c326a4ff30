//! Selects the part of a page that is the article: [`select_article`].
//!
//! 1. Elements that a browser does not show are left out. A page without boilerplate keeps everything else.
//! 2. Readability (the algorithm of Firefox's reader view) selects texts. It works on the parsed document, whose nodes
//!    keep their ids.
//! 3. Where the page marks its main text (`article`, `itemprop="articleBody"`, known classes) and Readability selected
//!    far less than the marked element holds, the marked element is selected instead.
//! 4. The smallest element around everything selected is the root. Unselected parts inside it come back where the
//!    structure shows that they belong to the article: headings over selected text, blocks between selected blocks.
//! 5. Boilerplate inside the root, by name, role and links, is left out.

mod boilerplate;
pub(crate) mod controls;
mod headings;
mod hidden;
mod letter_counts;
mod panels;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::dom::{DomId, DomTree, letter_count as text_letters};
pub(crate) use boilerplate::announces_related;
use boilerplate::{is_advertisement_label, is_boilerplate, is_boilerplate_phrase};
use letter_counts::{LetterCounts, is_comment_section};

/// Largest number of nodes of a page that is given to Readability.
const MAX_NODES: usize = 300_000;

/// The part of a page that is the article.
pub(crate) struct ArticleSelection {
    /// Smallest element around the article.
    pub(crate) root: DomId,
    /// For each node of the page, true if it is left out with all its descendants.
    pub(crate) skip: Vec<bool>,
    /// True if the page has no boilerplate, so that all of it is the article.
    pub(crate) is_whole_page: bool,
}

/// Selects the article in `document`, of which `tree` is a copy. `declared_body` is the text of the article in the
/// structured data of the page.
pub(crate) fn select_article(
    document: Document,
    tree: &DomTree,
    declared_body: Option<&str>,
) -> ArticleSelection {
    let mut skip: Vec<bool> = (0..tree.nodes.len())
        .map(|i| tree.is_element(i) && hidden::is_never_shown(tree, i))
        .collect();
    hidden::restore_lazy_content(&document, tree, &mut skip);
    panels::show_panels(&document, tree, &mut skip);
    let counts = LetterCounts::of(tree, &skip);
    let body = tree
        .elements(0)
        .find(|i| tree.name(*i) == "body")
        .unwrap_or(0);
    if has_no_boilerplate(tree, body, &counts) {
        return ArticleSelection {
            root: body,
            skip,
            is_whole_page: true,
        };
    }
    let mut selected =
        selected_nodes(document, tree).unwrap_or_else(|| vec![false; tree.nodes.len()]);
    let mut sums = SelectedLetters::of(tree, &selected, &skip);
    let is_nearly_empty = sums.between(0, tree.nodes.len()) < 100;
    if let Some(main) = find_marked_body(
        tree,
        body,
        &counts,
        &selected,
        declared_body,
        is_nearly_empty,
    ) {
        select_without_boilerplate(tree, main, &counts, &mut selected);
        sums = SelectedLetters::of(tree, &selected, &skip);
    }
    if sums.between(0, tree.nodes.len()) == 0 {
        select_without_boilerplate(tree, body, &counts, &mut selected);
        sums = SelectedLetters::of(tree, &selected, &skip);
    }
    let root = common_ancestor(tree, &sums);
    skip_unselected(tree, root, &counts, &sums, &selected, &mut skip);
    ArticleSelection {
        root,
        skip,
        is_whole_page: false,
    }
}

/// Selects everything visible, for a page in which no article was found.
pub(crate) fn select_whole_page(tree: &DomTree) -> ArticleSelection {
    let skip = (0..tree.nodes.len())
        .map(|i| tree.is_element(i) && hidden::is_never_shown(tree, i))
        .collect();
    ArticleSelection {
        root: 0,
        skip,
        is_whole_page: true,
    }
}

/// Selects all of a fragment of HTML that stands for itself, such as the text of a feed's entry. It has no navigation of a
/// page, so that `nav` is text.
pub(crate) fn select_fragment(tree: &DomTree) -> ArticleSelection {
    let mut selection = select_whole_page(tree);
    for (i, skip) in selection.skip.iter_mut().enumerate() {
        *skip &= tree.name(i) != "nav";
    }
    selection
}

/// Returns true if a page is a text without boilerplate: written by hand, or a fragment.
fn has_no_boilerplate(tree: &DomTree, body: DomId, counts: &LetterCounts) -> bool {
    let article_letters = counts.letters(tree, body);
    let mut classes = 0;
    for id in tree.elements(body) {
        let landmark = matches!(
            tree.name(id),
            "nav" | "aside" | "footer" | "form" | "header" | "iframe" | "button" | "input" | "main"
        );
        classes += usize::from(tree.attr(id, "class").is_some());
        if landmark
            || classes > 40
            || (tree.attr(id, "class").is_some()
                && is_boilerplate(tree, id, counts, article_letters))
        {
            return false;
        }
    }
    counts.link_density(tree, body) < 0.4
}

/// Returns the nodes that Readability selects; `None` if it fails or the page is too large.
fn selected_nodes(document: Document, tree: &DomTree) -> Option<Vec<bool>> {
    if tree.nodes.len() > MAX_NODES {
        return None;
    }
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        ..Config::default()
    };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    readability.parse().ok()?;
    let content = readability.doc.select_single("#readability-page-1");
    let mut selected = vec![false; tree.nodes.len()];
    for node in content.nodes().first()?.descendants_it() {
        if let Some(flag) = tree
            .id_of_origin(node.id)
            .and_then(|id| selected.get_mut(id))
        {
            *flag = true;
        }
    }
    Some(selected)
}

/// Prefix sums of selected letters, by node. An image counts as one letter.
struct SelectedLetters(Vec<u32>);

impl SelectedLetters {
    /// Counts the selected letters outside skipped elements.
    fn of(tree: &DomTree, selected: &[bool], skip: &[bool]) -> Self {
        let mut sums = Vec::with_capacity(selected.len() + 1);
        let (mut sum, mut skip_until) = (0u32, 0);
        for (id, flag) in selected.iter().enumerate() {
            sums.push(sum);
            if skip.get(id) == Some(&true) {
                skip_until = skip_until.max(tree.end(id));
            }
            if *flag && id >= skip_until {
                let letters = match tree.name(id) {
                    "" => text_letters(tree.text(id)),
                    "img" => 1,
                    _ => 0,
                };
                sum = sum.saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
            }
        }
        sums.push(sum);
        Self(sums)
    }

    /// Returns the selected letters in the nodes from `from` up to, but not including, `to`.
    fn between(&self, from: DomId, to: DomId) -> u32 {
        let at = |i: DomId| self.0.get(i).copied().unwrap_or(0);
        at(to).saturating_sub(at(from))
    }

    /// Returns the selected letters in a subtree.
    fn inside(&self, tree: &DomTree, id: DomId) -> u32 {
        self.between(id, tree.end(id))
    }
}

/// Returns the element that the page marks as its main text, if Readability selected far less than that element holds.
///
/// `is_nearly_empty` is true if Readability selected almost nothing: then a page without a marked element is taken
/// whole.
fn find_marked_body(
    tree: &DomTree,
    body: DomId,
    counts: &LetterCounts,
    selected: &[bool],
    declared_body: Option<&str>,
    is_nearly_empty: bool,
) -> Option<DomId> {
    let mut sums = Vec::with_capacity(selected.len() + 1);
    let mut total = 0u32;
    for (id, flag) in selected.iter().enumerate() {
        sums.push(total);
        total += if *flag {
            counts.prose_letters_at(id)
        } else {
            0
        };
    }
    let inside =
        |id: DomId| sums.get(tree.end(id)).unwrap_or(&total) - sums.get(id).unwrap_or(&total);
    // The selection is right if its length agrees with the text in the structured data.
    let declared_letters = declared_body.map_or(0, |text| text_letters(text) as u32);
    if declared_letters > 200
        && total * 10 >= declared_letters * 8
        && total * 10 <= declared_letters * 13
    {
        return None;
    }
    let (mut best, mut is_short): (Option<DomId>, bool) = (None, false);
    for id in tree.elements(body) {
        let strength = body_mark_strength(tree, id);
        if strength == 0 {
            continue;
        }
        let prose = counts.prose_letters(tree, id);
        // The selection is also right if a marked element holds just the selected text.
        if strength >= 2 && prose * 4 <= total * 5 && inside(id) * 10 >= total * 9 && prose > 150 {
            return None;
        }
        // Of nested marked elements the inner one is taken if it holds most of the text.
        let is_better = best.is_none_or(|b| {
            let before = counts.prose_letters(tree, b);
            if id < tree.end(b) {
                prose * 10 >= before * 7
            } else {
                prose > before
            }
        });
        // An element marked by name may be short if it holds no selected text.
        let is_separate = strength == 3 && inside(id) * 10 < total && prose >= 60;
        if is_better && (prose >= 250 || is_separate) {
            best = Some(id);
            is_short = is_separate;
        }
    }
    let Some(id) = best else {
        // A page of many short parts has no main element: the whole body is taken, without boilerplate.
        return (total == 0 && is_nearly_empty && counts.prose_letters(tree, body) > 400)
            .then_some(body);
    };
    let prose = counts.prose_letters(tree, id);
    let is_listing = counts.link_density(tree, id) > 0.3;
    let factor = if total > 5_000 { 6 } else { 3 };
    (is_short || !is_listing && prose * 2 > total * factor).then_some(id)
}

/// Returns how clearly an element is marked as the main text, from 0 (not at all) to 3 (by `itemprop` or by name).
fn body_mark_strength(tree: &DomTree, id: DomId) -> u32 {
    if tree
        .attr(id, "itemprop")
        .is_some_and(|p| p.contains("articleBody"))
    {
        return 3;
    }
    match tree.name(id) {
        "article" => return 2,
        "main" => return 1,
        "div" | "section" | "td" => {}
        _ => return 0,
    }
    if tree.attr(id, "role") == Some("main") {
        return 1;
    }
    /// Classes and ids of the main text, with hyphens for underscores.
    const NAMES: &[&str] = &[
        "article-body",
        "articlebody",
        "article--body",
        "article-content",
        "article--content",
        "text-body",
        "post-content",
        "post--content",
        "post-body",
        "entry-content",
        "entry",
        "story-body",
        "story--body",
        "blog-content",
        "blog-post-content",
        "page-content",
        "rich-text",
        "richtext",
        "content-body",
        "main-content",
        "news-body",
        "blog-post",
        "single-content",
        "w-richtext",
    ];
    let names = tree.class_and_id(id).replace('_', "-");
    if names.split_whitespace().any(|n| NAMES.contains(&n)) {
        3
    } else {
        0
    }
}

/// Selects the subtree of `id` without boilerplate and comments, and nothing else.
fn select_without_boilerplate(
    tree: &DomTree,
    id: DomId,
    counts: &LetterCounts,
    selected: &mut [bool],
) {
    let article_letters = counts.letters(tree, id);
    selected.fill(false);
    let mut i = id;
    while i < tree.end(id) {
        if tree.is_element(i)
            && i != id
            && (is_boilerplate(tree, i, counts, article_letters) || is_comment_section(tree, i))
        {
            i = tree.end(i);
            continue;
        }
        if let Some(flag) = selected.get_mut(i) {
            *flag = true;
        }
        i += 1;
    }
}

/// Returns the smallest element around everything selected that may contain blocks of any kind.
fn common_ancestor(tree: &DomTree, sums: &SelectedLetters) -> DomId {
    let mut root = 0;
    let total = sums.between(0, tree.nodes.len());
    loop {
        let only_child = tree
            .children(root)
            .find(|c| tree.is_element(*c) && sums.inside(tree, *c) == total);
        match only_child {
            Some(child)
                if !matches!(
                    tree.name(child),
                    "p" | "li" | "pre" | "table" | "ul" | "ol" | "blockquote"
                ) =>
            {
                root = child
            }
            _ => return root,
        }
    }
}

/// Sets `skip` for everything inside `root` that is not part of the article.
fn skip_unselected(
    tree: &DomTree,
    root: DomId,
    counts: &LetterCounts,
    sums: &SelectedLetters,
    selected: &[bool],
    skip: &mut [bool],
) {
    let article_letters = sums.inside(tree, root);
    let mut i = root + 1;
    let end = tree.end(root);
    while i < end {
        let next = tree.end(i);
        if skip.get(i) == Some(&true) {
            i = next;
            continue;
        }
        let flag = selected.get(i) == Some(&true);
        let letters = counts.letters(tree, i);
        let drop = if !tree.is_element(i) {
            letters > 0 && !flag && !is_beside_selected(tree, i, sums)
        } else if letters == 0 {
            tree.name(i) == "img" && !flag
        } else if sums.inside(tree, i) == 0 {
            !belongs_to_article(tree, i, root, counts, sums, article_letters)
        } else {
            is_boilerplate(tree, i, counts, article_letters)
                && !headings::is_heading_wrapper(tree, i, counts)
                || is_boilerplate_label(tree, i, counts)
        };
        if drop {
            if let Some(s) = skip.get_mut(i) {
                *s = true;
            }
            i = next;
        } else if tree.is_element(i) && letters > 0 && sums.inside(tree, i) == 0 {
            // An unselected element that belongs to the article is taken with all its descendants.
            i = next;
        } else {
            i += 1;
        }
    }
}

/// Returns true if the few words of a block say that the block is not part of the article: "Advertisement", "Share
/// this", or a heading over links to other articles.
fn is_boilerplate_label(tree: &DomTree, id: DomId, counts: &LetterCounts) -> bool {
    let letters = counts.letters(tree, id);
    if letters > 60
        || !matches!(
            tree.name(id),
            "p" | "div"
                | "span"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "ul"
                | "section"
                | "figcaption"
                | "small"
        )
    {
        return false;
    }
    let text = tree.collapsed_text(id);
    // "Loading" as a heading over a paragraph is the subject of that paragraph; alone it is a button.
    let is_label = is_boilerplate_phrase(&text)
        && (is_advertisement_label(&text) || !is_heading_over_text(tree, id, counts));
    is_label || (announces_related(&text) && precedes_links(tree, id, counts))
}

/// Returns true if an element is a heading, and text of more than 80 letters with few links follows.
fn is_heading_over_text(tree: &DomTree, id: DomId, counts: &LetterCounts) -> bool {
    let heading = matches!(tree.name(id), "h2" | "h3" | "h4" | "h5" | "h6");
    let parent_end = tree.end(tree.parent(id));
    let mut following = std::iter::successors(Some(tree.end(id)), |i| Some(tree.end(*i)))
        .take_while(|i| *i < parent_end)
        .take(20);
    let next = following.find(|i| counts.letters(tree, *i) > 0);
    heading
        && next.is_some_and(|i| counts.letters(tree, i) > 80 && counts.link_density(tree, i) < 0.3)
}

/// Returns true if the next sibling with text consists mostly of links, or there is none.
fn precedes_links(tree: &DomTree, id: DomId, counts: &LetterCounts) -> bool {
    let parent_end = tree.end(tree.parent(id));
    let next = tree.end(id);
    let mut following = std::iter::successors(Some(next), |i| Some(tree.end(*i)))
        .take_while(|i| *i < parent_end)
        .take(50);
    following
        .find(|i| counts.letters(tree, *i) > 0)
        .is_none_or(|i| counts.link_density(tree, i) > 0.5)
}

/// Returns true if a text that Readability moved or dropped stands in an inline or text element with selected text.
fn is_beside_selected(tree: &DomTree, id: DomId, sums: &SelectedLetters) -> bool {
    let parent = tree.parent(id);
    matches!(
        tree.name(parent),
        "p" | "li"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "td"
            | "a"
            | "em"
            | "strong"
            | "span"
            | "b"
            | "i"
    ) && sums.inside(tree, parent) > 0
}

/// Returns true if an element that Readability dropped belongs to the article: a heading over selected text, or a block
/// between selected blocks.
fn belongs_to_article(
    tree: &DomTree,
    id: DomId,
    root: DomId,
    counts: &LetterCounts,
    sums: &SelectedLetters,
    article_letters: u32,
) -> bool {
    let is_wrapper = headings::is_heading_wrapper(tree, id, counts);
    if !is_wrapper && is_boilerplate(tree, id, counts, article_letters)
        || is_boilerplate_label(tree, id, counts)
    {
        return false;
    }
    let (from, to) = (tree.parent(id), tree.end(root));
    let before = sums.between(from, id) > 0;
    let after = sums.between(tree.end(id), tree.end(from)) > 0;
    let density = counts.link_density(tree, id);
    let name = tree.name(id);
    let is_heading = |n: &str| matches!(n, "h2" | "h3" | "h4" | "h5" | "h6" | "h1");
    if is_heading(name) || is_wrapper {
        let follows = after
            || sums.between(tree.end(id), to) > 0
                && tree
                    .ancestors(id)
                    .take(3)
                    .any(|a| a > root && sums.between(tree.end(id), tree.end(tree.parent(a))) > 0);
        return follows && !announces_related(&tree.collapsed_text(id));
    }
    if density > 0.4 {
        return false;
    }
    match name {
        "p" | "pre" | "blockquote" | "table" | "ul" | "ol" | "dl" | "figure" => before && after,
        "div" | "section" | "details" => {
            before
                && after
                && tree.elements(id).any(|i| {
                    matches!(
                        tree.name(i),
                        "p" | "li" | "td" | "h2" | "h3" | "h4" | "pre" | "dt"
                    )
                })
        }
        name => {
            !matches!(
                name,
                "div" | "section" | "header" | "footer" | "aside" | "form" | "nav"
            ) && before
                && after
        }
    }
}
