//! Selection of the part of a page that is the article: [`select_body`].
//!
//! 1. What a browser does not show is left out; a page without furniture keeps everything else.
//! 2. Readability says which texts it would keep. It works on the original document, whose nodes keep their names.
//! 3. Where the page itself marks its main text and Readability kept far less than that holds, the mark wins.
//! 4. The smallest element around all that is kept is the root. What was dropped inside it comes back where the structure
//!    vouches for it: headings over kept text, blocks between kept blocks.
//! 5. What is furniture by name, role and links goes.

mod boilerplate;
mod hidden;
mod letter_counts;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::dom::{DomId, DomTree, letter_count as text_letters};
pub(crate) use boilerplate::announces_related;
use boilerplate::{is_advertisement_label, is_boilerplate, is_boilerplate_phrase};
use letter_counts::{LetterCounts, is_comment_section};

/// Pages with more nodes than this are not given to Readability.
const MAX_NODES: usize = 300_000;

/// The part of a page that is the article.
pub(crate) struct ArticleSelection {
    /// The element around it.
    pub(crate) root: DomId,
    /// The nodes in it, by place, that are not part of it, each with all that is in it.
    pub(crate) skip: Vec<bool>,
    /// True if the page has nothing around its text, so that all of it is the article.
    pub(crate) is_whole_page: bool,
}

/// Finds the article in `document`, of which `tree` is a copy. `said` is the article's text as structured data gives it.
pub(crate) fn select_article(
    document: Document,
    tree: &DomTree,
    declared: Option<&str>,
) -> ArticleSelection {
    let mut skip: Vec<bool> = (0..tree.nodes.len())
        .map(|i| tree.is_element(i) && hidden::is_never_shown(tree, i))
        .collect();
    hidden::restore_lazy_content(&document, tree, &mut skip);
    let counts = LetterCounts::of(tree, &skip);
    let body = tree
        .elements(0)
        .find(|i| tree.name(*i) == "body")
        .unwrap_or(0);
    if is_plain_page(tree, body, &counts) {
        return ArticleSelection {
            root: body,
            skip,
            is_whole_page: true,
        };
    }
    let mut selected =
        selected_nodes(document, tree).unwrap_or_else(|| vec![false; tree.nodes.len()]);
    let mut sums = SelectedLetters::of(tree, &selected, &skip);
    let few = sums.between(0, tree.nodes.len()) < 100;
    if let Some(main) = find_marked_body(tree, body, &counts, &selected, declared, few) {
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

/// Returns all of a page that can be seen: for pages of which nothing else is left.
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

/// Returns true if a page is a text with nothing around it: written by hand, or a fragment.
fn is_plain_page(tree: &DomTree, body: DomId, counts: &LetterCounts) -> bool {
    let whole = counts.letters(tree, body);
    let mut classes = 0;
    for id in tree.elements(body) {
        let landmark = matches!(
            tree.name(id),
            "nav" | "aside" | "footer" | "form" | "header" | "iframe" | "button" | "input" | "main"
        );
        classes += usize::from(tree.attr(id, "class").is_some());
        if landmark
            || classes > 40
            || (tree.attr(id, "class").is_some() && is_boilerplate(tree, id, counts, whole))
        {
            return false;
        }
    }
    counts.link_density(tree, body) < 0.4
}

/// Returns the texts and images that Readability selects.
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

/// Sums of kept letters up to each place; an image counts as one letter.
struct SelectedLetters(Vec<u32>);

impl SelectedLetters {
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

    fn between(&self, from: DomId, to: DomId) -> u32 {
        let at = |i: DomId| self.0.get(i).copied().unwrap_or(0);
        at(to).saturating_sub(at(from))
    }

    fn inside(&self, tree: &DomTree, id: DomId) -> u32 {
        self.between(id, tree.end(id))
    }
}

/// Returns the element that the page marks as its main text, if Readability kept far less than it holds.
fn find_marked_body(
    tree: &DomTree,
    body: DomId,
    counts: &LetterCounts,
    selected: &[bool],
    declared: Option<&str>,
    few: bool,
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
    // Structured data that agrees with what was kept settles it.
    let declared = declared.map_or(0, |text| text_letters(text) as u32);
    if declared > 200 && total * 10 >= declared * 8 && total * 10 <= declared * 13 {
        return None;
    }
    let (mut best, mut short): (Option<DomId>, bool) = (None, false);
    for id in tree.elements(body) {
        let trust = body_mark_strength(tree, id);
        if trust == 0 {
            continue;
        }
        let solid = counts.prose_letters(tree, id);
        // So does a mark that holds just what was kept.
        if trust >= 2 && solid * 4 <= total * 5 && inside(id) * 10 >= total * 9 && solid > 150 {
            return None;
        }
        // Of nested marks the inner one counts if it holds most of the text.
        let inner = best.is_none_or(|b| {
            let before = counts.prose_letters(tree, b);
            if id < tree.end(b) {
                solid * 10 >= before * 7
            } else {
                solid > before
            }
        });
        // A named mark may be short if nothing of what was kept is in it.
        let apart = trust == 3 && inside(id) * 10 < total && solid >= 60;
        if inner && (solid >= 250 || apart) {
            best = Some(id);
            short = apart;
        }
    }
    let Some(id) = best else {
        // A page of many short parts has no one main text: then all but its furniture is.
        return (total == 0 && few && counts.prose_letters(tree, body) > 400).then_some(body);
    };
    let solid = counts.prose_letters(tree, id);
    let listing = counts.link_density(tree, id) > 0.3;
    let factor = if total > 5_000 { 6 } else { 3 };
    (short || !listing && solid * 2 > total * factor).then_some(id)
}

/// Returns how far an element is marked as the main text; 0 if it is not.
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

fn select_without_boilerplate(
    tree: &DomTree,
    id: DomId,
    counts: &LetterCounts,
    selected: &mut [bool],
) {
    let whole = counts.letters(tree, id);
    selected.fill(false);
    let mut i = id;
    while i < tree.end(id) {
        if tree.is_element(i)
            && i != id
            && (is_boilerplate(tree, i, counts, whole) || is_comment_section(tree, i))
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

/// Returns the smallest element around everything kept.
fn common_ancestor(tree: &DomTree, sums: &SelectedLetters) -> DomId {
    let mut root = 0;
    let total = sums.between(0, tree.nodes.len());
    loop {
        let around = tree
            .children(root)
            .find(|c| tree.is_element(*c) && sums.inside(tree, *c) == total);
        match around {
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

/// Flags what is not part of the article within `root`.
fn skip_unselected(
    tree: &DomTree,
    root: DomId,
    counts: &LetterCounts,
    sums: &SelectedLetters,
    selected: &[bool],
    skip: &mut [bool],
) {
    let whole = sums.inside(tree, root);
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
            !belongs_to_article(tree, i, root, counts, sums, whole)
        } else {
            is_boilerplate(tree, i, counts, whole) || is_boilerplate_label(tree, i, counts)
        };
        if drop {
            if let Some(s) = skip.get_mut(i) {
                *s = true;
            }
            i = next;
        } else if tree.is_element(i) && letters > 0 && sums.inside(tree, i) == 0 {
            // What comes back comes back whole.
            i = next;
        } else {
            i += 1;
        }
    }
}

/// Returns a block whose few words say what it is.
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
    // "Loading" over a paragraph is what that paragraph is about; over nothing it is a button that was never pressed.
    let told = is_boilerplate_phrase(&text)
        && (is_advertisement_label(&text) || !is_heading_over_text(tree, id, counts));
    told || (announces_related(&text) && precedes_links(tree, id, counts))
}

/// Returns true if an element is a heading with text of some length right below it.
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

/// Returns true if what follows a heading is mostly links, or nothing.
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

/// Returns a bare text that Readability moved or dropped stays if the element it is in has kept text of its own.
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

/// Returns true if an element that Readability dropped belongs to the text all the same.
fn belongs_to_article(
    tree: &DomTree,
    id: DomId,
    root: DomId,
    counts: &LetterCounts,
    sums: &SelectedLetters,
    whole: u32,
) -> bool {
    if is_boilerplate(tree, id, counts, whole) || is_boilerplate_label(tree, id, counts) {
        return false;
    }
    let (from, to) = (tree.parent(id), tree.end(root));
    let before = sums.between(from, id) > 0;
    let after = sums.between(tree.end(id), tree.end(from)) > 0;
    let density = counts.link_density(tree, id);
    let name = tree.name(id);
    let is_heading = |n: &str| matches!(n, "h2" | "h3" | "h4" | "h5" | "h6" | "h1");
    if is_heading(name) {
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
