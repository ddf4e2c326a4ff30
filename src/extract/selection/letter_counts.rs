//! Letters of text, linked text and prose in any subtree of a page: [`LetterCounts`].

use super::text_blocks::continues_run;
use crate::extract::dom::{DomId, DomTree, letter_count};

/// Prefix sums of visible letters by node. The letters in a subtree are the difference of two sums.
pub(super) struct LetterCounts {
    /// Letters of all visible text.
    all: Vec<u32>,
    /// Letters inside links to other pages.
    linked: Vec<u32>,
    /// Letters in paragraphs of some length with few links, outside comment sections.
    prose: Vec<u32>,
}

/// Fewest letters of a paragraph that counts as prose.
const MIN_PROSE_LETTERS: u32 = 60;

impl LetterCounts {
    /// Counts the letters outside the elements that are true in `skip`.
    pub(super) fn of(tree: &DomTree, skip: &[bool]) -> Self {
        let count = tree.nodes.len();
        let (mut all, mut links) = (Vec::with_capacity(count + 1), Vec::with_capacity(count + 1));
        let (mut sum, mut linked) = (0u32, 0u32);
        let (mut skip_until, mut link_until) = (0, 0);
        for id in 0..count {
            all.push(sum);
            links.push(linked);
            if skip.get(id) == Some(&true) {
                skip_until = skip_until.max(tree.end(id));
            }
            if tree.name(id) == "a" && tree.attr(id, "href").is_some_and(|h| !h.starts_with('#')) {
                link_until = link_until.max(tree.end(id));
            }
            if id >= skip_until && !tree.is_element(id) {
                let letters = letter_count(tree.text(id));
                let letters = u32::try_from(letters).unwrap_or(u32::MAX);
                sum = sum.saturating_add(letters);
                if id < link_until {
                    linked = linked.saturating_add(letters);
                }
            }
        }
        all.push(sum);
        links.push(linked);
        let mut counts = Self {
            all,
            linked: links,
            prose: Vec::new(),
        };
        counts.prose = counts.sum_prose(tree);
        counts
    }

    /// Returns the prefix sums of letters in prose.
    fn sum_prose(&self, tree: &DomTree) -> Vec<u32> {
        let mut sums = Vec::with_capacity(self.all.len());
        let (mut sum, mut comments_until) = (0u32, 0);
        // The open block elements: end of each, and true if it is prose.
        let mut blocks: Vec<(DomId, bool)> = Vec::new();
        for (id, node) in tree.nodes.iter().enumerate() {
            sums.push(sum);
            while blocks.last().is_some_and(|(end, _)| *end <= id) {
                blocks.pop();
            }
            if !node.name.is_empty() {
                if is_comment_section(tree, id) {
                    comments_until = comments_until.max(node.end);
                }
                if !continues_run(&node.name) {
                    let is_prose = self.letters(tree, id) >= MIN_PROSE_LETTERS
                        && self.link_density(tree, id) < 0.35;
                    let block =
                        matches!(&*node.name, "p" | "li" | "td" | "dd" | "pre" | "blockquote")
                            && is_prose;
                    blocks.push((
                        node.end,
                        block || has_only_phrasing_content(tree, id) && is_prose,
                    ));
                }
            } else if id >= comments_until && blocks.last().is_some_and(|(_, is_prose)| *is_prose) {
                sum = sum.saturating_add(self.letters(tree, id));
            }
        }
        sums.push(sum);
        sums
    }

    /// Returns the letters of prose in a subtree.
    pub(super) fn prose_letters(&self, tree: &DomTree, id: DomId) -> u32 {
        letters_between(&self.prose, id, tree.end(id))
    }

    /// Returns the visible letters in a subtree.
    pub(super) fn letters(&self, tree: &DomTree, id: DomId) -> u32 {
        letters_between(&self.all, id, tree.end(id))
    }

    /// Returns the share of a subtree's letters that are inside links, 0.0 to 1.0.
    pub(super) fn link_density(&self, tree: &DomTree, id: DomId) -> f32 {
        let all = self.letters(tree, id);
        letters_between(&self.linked, id, tree.end(id)) as f32 / all.max(1) as f32
    }
}

/// Returns true if an element holds the comments of readers below an article.
pub(super) fn is_comment_section(tree: &DomTree, id: DomId) -> bool {
    if !matches!(
        tree.name(id),
        "div" | "section" | "ol" | "ul" | "aside" | "article" | "li"
    ) {
        return false;
    }
    /// Classes and ids of comment sections.
    const NAMES: &[&str] = &[
        "comments",
        "comment",
        "commentlist",
        "comment-list",
        "comments-area",
        "comment-section",
        "comments-section",
        "disqus_thread",
        "respond",
        "post-comments",
        "comments-wrapper",
        "responses",
    ];
    let names = [tree.attr(id, "class"), tree.attr(id, "id")];
    let mut names = names.into_iter().flatten().flat_map(str::split_whitespace);
    names.any(|name| NAMES.iter().any(|n| n.eq_ignore_ascii_case(name)))
}

/// Returns true if all children of an element are texts or phrasing elements.
fn has_only_phrasing_content(tree: &DomTree, id: DomId) -> bool {
    tree.children(id)
        .all(|c| !tree.is_element(c) || continues_run(tree.name(c)))
}

/// Returns the difference of two prefix sums.
fn letters_between(sums: &[u32], from: DomId, to: DomId) -> u32 {
    let at = |i: DomId| sums.get(i).or(sums.last()).copied().unwrap_or(0);
    at(to).saturating_sub(at(from))
}
