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
mod weights;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::dom::{Id, Tree, count_letters as text_letters};
pub(crate) use boilerplate::announces_related;
use boilerplate::{is_advertisement, is_boilerplate, is_phrase};
use weights::{TextWeights, is_comments};

/// Pages with more nodes than this are not given to Readability.
const NODES: usize = 300_000;

/// The part of a page that is the article.
pub(crate) struct Selection {
    /// The element around it.
    pub(crate) root: Id,
    /// The nodes in it, by place, that are not part of it, each with all that is in it.
    pub(crate) skip: Vec<bool>,
    /// True if the page has nothing around its text, so that all of it is the article.
    pub(crate) whole: bool,
}

/// Finds the article in `document`, of which `tree` is a copy. `said` is the article's text as structured data gives it.
pub(crate) fn select_body(document: Document, tree: &Tree, said: Option<&str>) -> Selection {
    let mut skip: Vec<bool> = (0..tree.nodes.len())
        .map(|i| tree.is_element(i) && hidden::hidden_nodes(tree, i))
        .collect();
    hidden::reveal_lazy(&document, tree, &mut skip);
    let weights = TextWeights::of(tree, &skip);
    let body = tree
        .elements(0)
        .find(|i| tree.name(*i) == "body")
        .unwrap_or(0);
    if is_plain_page(tree, body, &weights) {
        return Selection {
            root: body,
            skip,
            whole: true,
        };
    }
    let mut selected =
        selected_nodes(document, tree).unwrap_or_else(|| vec![false; tree.nodes.len()]);
    let mut sums = BodySums::of(tree, &selected, &skip);
    let few = sums.between(0, tree.nodes.len()) < 100;
    if let Some(main) = better_body(tree, body, &weights, &selected, said, few) {
        select_all(tree, main, &weights, &mut selected);
        sums = BodySums::of(tree, &selected, &skip);
    }
    if sums.between(0, tree.nodes.len()) == 0 {
        select_all(tree, body, &weights, &mut selected);
        sums = BodySums::of(tree, &selected, &skip);
    }
    let root = common_ancestor(tree, &sums);
    skip_rest(tree, root, &weights, &sums, &selected, &mut skip);
    Selection {
        root,
        skip,
        whole: false,
    }
}

/// Returns all of a page that can be seen: for pages of which nothing else is left.
pub(crate) fn everything(tree: &Tree) -> Selection {
    let skip = (0..tree.nodes.len())
        .map(|i| tree.is_element(i) && hidden::hidden_nodes(tree, i))
        .collect();
    Selection {
        root: 0,
        skip,
        whole: true,
    }
}

/// Returns true if a page is a text with nothing around it: written by hand, or a fragment.
fn is_plain_page(tree: &Tree, body: Id, weights: &TextWeights) -> bool {
    let whole = weights.letters(tree, body);
    let mut classes = 0;
    for id in tree.elements(body) {
        let landmark = matches!(
            tree.name(id),
            "nav" | "aside" | "footer" | "form" | "header" | "iframe" | "button" | "input" | "main"
        );
        classes += usize::from(tree.attr(id, "class").is_some());
        if landmark
            || classes > 40
            || (tree.attr(id, "class").is_some() && is_boilerplate(tree, id, weights, whole))
        {
            return false;
        }
    }
    weights.link_density(tree, body) < 0.4
}

/// Returns the texts and images that Readability selects.
fn selected_nodes(document: Document, tree: &Tree) -> Option<Vec<bool>> {
    if tree.nodes.len() > NODES {
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
        if let Some(flag) = tree.copy_of(node.id).and_then(|id| selected.get_mut(id)) {
            *flag = true;
        }
    }
    Some(selected)
}

/// Sums of kept letters up to each place; an image counts as one letter.
struct BodySums(Vec<u32>);

impl BodySums {
    fn of(tree: &Tree, selected: &[bool], skip: &[bool]) -> Self {
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

    fn between(&self, from: Id, to: Id) -> u32 {
        let at = |i: Id| self.0.get(i).copied().unwrap_or(0);
        at(to).saturating_sub(at(from))
    }

    fn inside(&self, tree: &Tree, id: Id) -> u32 {
        self.between(id, tree.end(id))
    }
}

/// Returns the element that the page marks as its main text, if Readability kept far less than it holds.
fn better_body(
    tree: &Tree,
    body: Id,
    weights: &TextWeights,
    selected: &[bool],
    said: Option<&str>,
    few: bool,
) -> Option<Id> {
    let mut sums = Vec::with_capacity(selected.len() + 1);
    let mut total = 0u32;
    for (id, flag) in selected.iter().enumerate() {
        sums.push(total);
        total += if *flag { weights.solid_at(id) } else { 0 };
    }
    let inside = |id: Id| sums.get(tree.end(id)).unwrap_or(&total) - sums.get(id).unwrap_or(&total);
    // Structured data that agrees with what was kept settles it.
    let said = said.map_or(0, |text| text_letters(text) as u32);
    if said > 200 && total * 10 >= said * 8 && total * 10 <= said * 13 {
        return None;
    }
    let (mut best, mut short): (Option<Id>, bool) = (None, false);
    for id in tree.elements(body) {
        let trust = trust_body(tree, id);
        if trust == 0 {
            continue;
        }
        let solid = weights.solid_letters(tree, id);
        // So does a mark that holds just what was kept.
        if trust >= 2 && solid * 4 <= total * 5 && inside(id) * 10 >= total * 9 && solid > 150 {
            return None;
        }
        // Of nested marks the inner one counts if it holds most of the text.
        let inner = best.is_none_or(|b| {
            let before = weights.solid_letters(tree, b);
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
        return (total == 0 && few && weights.solid_letters(tree, body) > 400).then_some(body);
    };
    let solid = weights.solid_letters(tree, id);
    let listing = weights.link_density(tree, id) > 0.3;
    let factor = if total > 5_000 { 6 } else { 3 };
    (short || !listing && solid * 2 > total * factor).then_some(id)
}

/// Returns how far an element is marked as the main text; 0 if it is not.
fn trust_body(tree: &Tree, id: Id) -> u32 {
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
    let names = tree.names(id).replace('_', "-");
    if names.split_whitespace().any(|n| NAMES.contains(&n)) {
        3
    } else {
        0
    }
}

fn select_all(tree: &Tree, id: Id, weights: &TextWeights, selected: &mut [bool]) {
    let whole = weights.letters(tree, id);
    selected.fill(false);
    let mut i = id;
    while i < tree.end(id) {
        if tree.is_element(i)
            && i != id
            && (is_boilerplate(tree, i, weights, whole) || is_comments(tree, i))
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
fn common_ancestor(tree: &Tree, sums: &BodySums) -> Id {
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
fn skip_rest(
    tree: &Tree,
    root: Id,
    weights: &TextWeights,
    sums: &BodySums,
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
        let letters = weights.letters(tree, i);
        let drop = if !tree.is_element(i) {
            letters > 0 && !flag && !is_beside_selected(tree, i, sums)
        } else if letters == 0 {
            tree.name(i) == "img" && !flag
        } else if sums.inside(tree, i) == 0 {
            !has_article_evidence(tree, i, root, weights, sums, whole)
        } else {
            is_boilerplate(tree, i, weights, whole) || is_alone(tree, i, weights)
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
fn is_alone(tree: &Tree, id: Id, weights: &TextWeights) -> bool {
    let letters = weights.letters(tree, id);
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
    let text = tree.collapsed(id);
    // "Loading" over a paragraph is what that paragraph is about; over nothing it is a button that was never pressed.
    let is_phrase_before_links =
        is_phrase(&text) && (is_advertisement(&text) || !heads_text(tree, id, weights));
    is_phrase_before_links || (announces_related(&text) && leads_to_links(tree, id, weights))
}

/// Returns true if an element is a heading with text of some length right below it.
fn heads_text(tree: &Tree, id: Id, weights: &TextWeights) -> bool {
    let heading = matches!(tree.name(id), "h2" | "h3" | "h4" | "h5" | "h6");
    let parent_end = tree.end(tree.parent(id));
    let mut following = std::iter::successors(Some(tree.end(id)), |i| Some(tree.end(*i)))
        .take_while(|i| *i < parent_end)
        .take(20);
    let next = following.find(|i| weights.letters(tree, *i) > 0);
    heading
        && next
            .is_some_and(|i| weights.letters(tree, i) > 80 && weights.link_density(tree, i) < 0.3)
}

/// Returns true if what follows a heading is mostly links, or nothing.
fn leads_to_links(tree: &Tree, id: Id, weights: &TextWeights) -> bool {
    let parent_end = tree.end(tree.parent(id));
    let next = tree.end(id);
    let mut following = std::iter::successors(Some(next), |i| Some(tree.end(*i)))
        .take_while(|i| *i < parent_end)
        .take(50);
    following
        .find(|i| weights.letters(tree, *i) > 0)
        .is_none_or(|i| weights.link_density(tree, i) > 0.5)
}

/// Returns a bare text that Readability moved or dropped stays if the element it is in has kept text of its own.
fn is_beside_selected(tree: &Tree, id: Id, sums: &BodySums) -> bool {
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
fn has_article_evidence(
    tree: &Tree,
    id: Id,
    root: Id,
    weights: &TextWeights,
    sums: &BodySums,
    whole: u32,
) -> bool {
    if is_boilerplate(tree, id, weights, whole) || is_alone(tree, id, weights) {
        return false;
    }
    let (from, to) = (tree.parent(id), tree.end(root));
    let before = sums.between(from, id) > 0;
    let after = sums.between(tree.end(id), tree.end(from)) > 0;
    let density = weights.link_density(tree, id);
    let name = tree.name(id);
    let is_heading = |n: &str| matches!(n, "h2" | "h3" | "h4" | "h5" | "h6" | "h1");
    if is_heading(name) {
        let follows = after
            || sums.between(tree.end(id), to) > 0
                && tree
                    .ancestors(id)
                    .take(3)
                    .any(|a| a > root && sums.between(tree.end(id), tree.end(tree.parent(a))) > 0);
        return follows && !announces_related(&tree.collapsed(id));
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
