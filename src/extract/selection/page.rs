//! A page as the features of its text blocks see it: [`PageBlocks`].

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use rustc_hash::FxHasher;

use super::element::ElementEvidence;
use super::letter_counts::LetterCounts;
use super::names::NameEvidence;
use super::text_blocks::TextBlock;
use crate::extract::dom::{DomId, DomTree};
use crate::extract::plain::features::UnitFeatures;

/// Number of elements around a block that are looked at, innermost first.
const MAX_LEVELS: usize = 24;

/// A page as the features see it.
pub(super) struct PageBlocks<'a> {
    pub(super) tree: &'a DomTree,
    pub(super) counts: &'a LetterCounts,
    pub(super) blocks: &'a [TextBlock],
    /// Features of the words of each block.
    pub(super) words: &'a [UnitFeatures],
    /// Evidence of each element; that of elements without text is not read.
    elements: Vec<ElementEvidence>,
    /// Letters of prose on the page.
    pub(super) prose: f32,
    /// Letters of prose before each block.
    pub(super) prose_before: Vec<f32>,
    /// Element with the most prose among its children's children.
    pub(super) densest: DomId,
    /// Index of the block of the headline: the one with the words of the page's title, else the first `h1`.
    pub(super) heading: Option<usize>,
    /// For each block, letters of prose in blocks whose container has the same parent, and in those with equal names of both.
    kin: Vec<(f32, f32)>,
    /// Index of the last heading before each block.
    pub(super) headings_above: Vec<Option<usize>>,
    /// The element that the page marks as its main text, and that holds the headline.
    main: Option<DomId>,
    /// Letters of prose in elements of prose, at least 1.
    prose_letters: f32,
}

type FxMap<K> = HashMap<K, f32, BuildHasherDefault<FxHasher>>;

impl<'a> PageBlocks<'a> {
    pub(super) fn new(
        tree: &'a DomTree,
        counts: &'a LetterCounts,
        blocks: &'a [TextBlock],
        words: &'a [UnitFeatures],
    ) -> Self {
        let mut elements = vec![ElementEvidence::default(); tree.nodes.len()];
        let mut seen = vec![false; tree.nodes.len()];
        let mut scores = vec![0.0_f32; tree.nodes.len()];
        let mut prose_before = Vec::with_capacity(blocks.len());
        let mut prose = 0.0;
        let (mut siblings, mut alike) = (FxMap::default(), FxMap::default());
        let mut keys = Vec::with_capacity(blocks.len());
        for (block, features) in blocks.iter().zip(words) {
            prose_before.push(prose);
            let own = features.prose * block.letters as f32 * (1.0 - block.link_share());
            prose += own;
            let (parent, key) = (tree.parent(block.container), kin_key(tree, block.container));
            *siblings.entry(parent).or_default() += own;
            *alike.entry(key).or_default() += own;
            keys.push((parent, key));
            let around = std::iter::once(block.container).chain(tree.ancestors(block.container));
            for (level, id) in around.take(MAX_LEVELS).enumerate() {
                if level < 4
                    && let Some(score) = scores.get_mut(id)
                {
                    *score += own / [1.0, 1.0, 2.0, 4.0].get(level).copied().unwrap_or(4.0);
                }
                match seen.get_mut(id) {
                    Some(seen) if !*seen => *seen = true,
                    _ => continue,
                }
                if let Some(evidence) = elements.get_mut(id) {
                    *evidence = ElementEvidence::of(tree, id);
                }
            }
        }
        let densest = scores.iter().enumerate();
        let densest = densest.fold((0, 0.0), |(best, most), (id, score)| {
            if *score > most {
                (id, *score)
            } else {
                (best, most)
            }
        });
        let prose_of = |(parent, key): (DomId, u64)| {
            let of = |prose: Option<&f32>| prose.copied().unwrap_or(0.0);
            (of(siblings.get(&parent)), of(alike.get(&key)))
        };
        let kin = keys.into_iter().map(prose_of).collect();
        let is_title = |block: &TextBlock| {
            std::iter::once(block.container)
                .chain(tree.ancestors(block.container).take(2))
                .any(|id| tree.name(id) == "h1")
        };
        let heading = find_headline(tree, blocks).or_else(|| blocks.iter().position(is_title));
        Self {
            tree,
            counts,
            blocks,
            words,
            elements,
            prose: prose.max(1.0),
            prose_before,
            densest: densest.0,
            heading,
            main: find_main(tree, counts, blocks, heading),
            headings_above: headings_above(tree, blocks),
            kin,
            prose_letters: counts.prose_letters(tree, 0).max(1) as f32,
        }
    }

    /// Returns true if a block stands outside of the element that the page marks as its main text.
    pub(super) fn is_outside_main(&self, block: &TextBlock) -> bool {
        self.main
            .is_some_and(|main| !(main..self.tree.end(main)).contains(&block.container))
    }

    /// Returns the element that the page marks as its main text.
    pub(super) fn main(&self) -> Option<DomId> {
        self.main
    }

    /// Returns the index of the block of the headline.
    pub(super) fn headline(&self) -> Option<usize> {
        self.heading
    }

    /// Returns the shares of the prose in blocks beside block `i`, and in blocks that are laid out like it.
    pub(super) fn shares_of_kin(&self, i: usize) -> (f32, f32) {
        let (siblings, alike) = self.kin.get(i).copied().unwrap_or_default();
        let share = |prose: f32| (prose / self.prose).min(1.0);
        (share(siblings), share(alike))
    }

    /// Returns the names of the elements' evidence at `id`.
    pub(super) fn names_of(&self, id: DomId) -> NameEvidence {
        self.evidence_of(id).names
    }

    /// Returns the evidence of the element `id`.
    pub(super) fn evidence_of(&self, id: DomId) -> ElementEvidence {
        self.elements.get(id).copied().unwrap_or_default()
    }

    /// Returns the elements around a block, innermost first.
    pub(super) fn around(&self, block: &TextBlock) -> impl Iterator<Item = DomId> {
        let (tree, container) = (self.tree, block.container);
        std::iter::once(container)
            .chain(tree.ancestors(container))
            .take(MAX_LEVELS)
    }

    /// Returns the share of the page's letters of prose that an element holds, 0.0 to 1.0.
    pub(super) fn share_of_prose(&self, id: DomId) -> f32 {
        (self.counts.prose_letters(self.tree, id) as f32 / self.prose_letters).min(1.0)
    }
}

/// Returns, for each block, the index of the last heading before it.
fn headings_above(tree: &DomTree, blocks: &[TextBlock]) -> Vec<Option<usize>> {
    let mut last = None;
    let above = blocks.iter().enumerate().map(|(i, block)| {
        let above = last;
        let container = tree.name(block.container);
        if heading_like(container) || heading_like(tree.name(tree.parent(block.container))) {
            last = Some(i);
        }
        above
    });
    above.collect()
}

/// Returns a key of the names of an element and of the one around it.
fn kin_key(tree: &DomTree, id: DomId) -> u64 {
    let mut key = FxHasher::default();
    for id in [id, tree.parent(id)] {
        key.write(tree.name(id).as_bytes());
        key.write(tree.attr(id, "class").unwrap_or_default().as_bytes());
        key.write_u8(0);
    }
    key.finish()
}

/// Returns the element that the page marks as its main text: the only `main`, or the only `article` with the headline.
fn find_main(
    tree: &DomTree,
    counts: &LetterCounts,
    blocks: &[TextBlock],
    heading: Option<usize>,
) -> Option<DomId> {
    let is_main = |id: &DomId| tree.name(*id) == "main" || tree.attr(*id, "role") == Some("main");
    let mut mains = tree
        .elements(0)
        .filter(is_main)
        .filter(|id| counts.letters(tree, *id) > 0);
    let only = mains.next().filter(|_| mains.next().is_none());
    let block = heading.and_then(|at| blocks.get(at));
    let article = block.and_then(|block| {
        let mut around = tree.ancestors(block.container);
        around.find(|id| tree.name(*id) == "article")
    });
    // An article that holds little of the text may be a card.
    let all = counts.prose_letters(tree, 0);
    let is_h1 = block.is_some_and(|block| tree.name(block.container) == "h1");
    let mut articles = tree.elements(0).filter(|id| tree.name(*id) == "article");
    let only_article = articles.next().filter(|_| articles.next().is_none());
    article
        .filter(|id| {
            counts.prose_letters(tree, *id) * 2 > all || is_h1 && only_article == Some(*id)
        })
        .or(only)
}

/// Returns the first block that has most words of the title of the page, and hardly any others.
fn find_headline(tree: &DomTree, blocks: &[TextBlock]) -> Option<usize> {
    let title = tree.elements(0).find(|id| tree.name(*id) == "title")?;
    let title_text: String = (title..tree.end(title)).map(|id| tree.text(id)).collect();
    let title_lower = title_text.to_lowercase();
    let title: HashSet<&str, BuildHasherDefault<FxHasher>> = words(&title_lower).take(60).collect();
    let fits =
        |block: &&TextBlock| block.letters as usize <= title_text.len() * 2 && block.letters >= 8;
    let mut best: Option<(usize, usize)> = None;
    for (i, block) in blocks.iter().enumerate().filter(|(_, block)| fits(block)) {
        let lower = block.text.to_lowercase();
        let own = words(&lower).count();
        let common = words(&lower).filter(|word| title.contains(word)).count();
        let is_heading =
            tree.name(block.container).len() == 2 && tree.name(block.container).starts_with('h');
        let good = common * 5 >= own * 4 && common * 2 >= title.len() && common >= 2;
        let score = common * 2 + usize::from(is_heading) * 3;
        if good && best.is_none_or(|(_, most)| score > most) {
            best = Some((i, score));
        }
    }
    best.map(|(i, _)| i)
}

/// Iterates over the words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// Returns true for a heading element.
pub(super) fn heading_like(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
