//! How much text lies where: [`Weights`].

use crate::extract::html::tree::{Id, Tree};

/// Sums of letters up to each place of a tree: all that can be seen, and those in links. A subtree is the difference of two.
pub(super) struct Weights {
    all: Vec<u32>,
    links: Vec<u32>,
}

impl Weights {
    /// Weighs everything that `skip` leaves.
    pub(super) fn of(tree: &Tree, skip: &[bool]) -> Self {
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
                let letters = tree.text(id).chars().filter(|c| !c.is_whitespace()).count();
                let letters = u32::try_from(letters).unwrap_or(u32::MAX);
                sum = sum.saturating_add(letters);
                if id < link_until {
                    linked = linked.saturating_add(letters);
                }
            }
        }
        all.push(sum);
        links.push(linked);
        Self { all, links }
    }

    /// The letters in a subtree.
    pub(super) fn letters(&self, tree: &Tree, id: Id) -> u32 {
        difference(&self.all, id, tree.end(id))
    }

    /// The letters between two places.
    pub(super) fn between(&self, from: Id, to: Id) -> u32 {
        difference(&self.all, from, to)
    }

    /// The share of a subtree's letters that are links, 0 to 1.
    pub(super) fn link_density(&self, tree: &Tree, id: Id) -> f32 {
        let all = self.letters(tree, id);
        difference(&self.links, id, tree.end(id)) as f32 / all.max(1) as f32
    }

    /// The letters in a subtree that are not links.
    pub(super) fn prose(&self, tree: &Tree, id: Id) -> u32 {
        self.letters(tree, id) - difference(&self.links, id, tree.end(id))
    }
}

fn difference(sums: &[u32], from: Id, to: Id) -> u32 {
    let at = |i: Id| sums.get(i).or(sums.last()).copied().unwrap_or(0);
    at(to).saturating_sub(at(from))
}
