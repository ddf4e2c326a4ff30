//! The weighed features: the probability that a text block is part of the article, in two passes.
//!
//! 1. A first pass weighs the features of each block ([`features`](super::features)).
//! 2. The body is the run of blocks with the largest sum of probabilities less one half.
//! 3. A second pass knows the probabilities of the neighbours and of the elements around a block as well.
//!
//! Each pass is a logistic regression; the weights are in `weights`.

use std::ops::Range;

use super::features::push_features;
use super::page::PageBlocks;
use super::row::{FeatureRow, flag};
use super::weights::SECOND;

/// Name and weight of each feature of a pass, in the order of the features.
pub type Weights = [(&'static str, f32)];

/// Returns the sum of a row times weights, as a probability.
pub fn probability(values: &[f32], weights: &Weights) -> f32 {
    let sum: f32 = values.iter().zip(weights).map(|(x, (_, w))| x * w).sum();
    logistic(sum)
}

fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// Returns the probability of each row, as [`probability`].
pub(super) fn probabilities(rows: &[FeatureRow], weights: &Weights) -> Vec<f32> {
    let mut out = Vec::with_capacity(rows.len());
    // An addition waits for the one before it: the sums of four rows grow at the same time.
    let (fours, rest) = rows.as_chunks::<4>();
    for [a, b, c, d] in fours {
        let mut sums = [0.0_f32; 4];
        let pairs = a.values.iter().zip(&b.values);
        let fours = pairs.zip(c.values.iter().zip(&d.values));
        for (((a, b), (c, d)), (_, weight)) in fours.zip(weights) {
            for (sum, value) in sums.iter_mut().zip([a, b, c, d]) {
                *sum += value * weight;
            }
        }
        out.extend(sums.map(logistic));
    }
    out.extend(rest.iter().map(|row| probability(&row.values, weights)));
    out
}

/// Appends the features of the second pass for every block to `rows`, which have those of the first. `first` are the
/// probabilities of the first pass.
pub(super) fn push_second_features(page: &PageBlocks<'_>, first: &[f32], rows: &mut [FeatureRow]) {
    let weights: Vec<f32> = page
        .words
        .iter()
        .map(|words| 1.0 + (words.words.min(80) as f32).sqrt())
        .collect();
    let body = body(first, &weights);
    let sums = prefix_sums(first.iter().copied());
    let means = container_means(page, first, &weights);
    for (i, row) in rows.iter_mut().enumerate() {
        let at = |offset: isize| {
            let at = i.checked_add_signed(offset);
            at.and_then(|at| first.get(at)).copied().unwrap_or(0.0)
        };
        let here = at(0).clamp(0.001, 0.999);
        row.push("first", here);
        row.push("first-odds", (here / (1.0 - here)).ln() / 6.0);
        for (offset, name) in [
            (-3, "first-3-before"),
            (-2, "first-2-before"),
            (-1, "first-before"),
            (1, "first-after"),
            (2, "first-2-after"),
            (3, "first-3-after"),
        ] {
            row.push(name, at(offset));
        }
        for (reach, before, after) in [
            (4, "first-in-4-before", "first-in-4-after"),
            (10, "first-in-10-before", "first-in-10-after"),
            (25, "first-in-25-before", "first-in-25-after"),
        ] {
            row.push(before, mean(&sums, i.saturating_sub(reach), i));
            row.push(after, mean(&sums, i + 1, i + 1 + reach));
        }
        row.push("in-body", flag(body.contains(&i)));
        row.push("before-body", flag(i < body.start));
        row.push("after-body", flag(i >= body.end));
        let fade = |distance: usize| 1.0 / (1.0 + distance as f32);
        row.push(
            "near-before-body",
            if i < body.start {
                fade(body.start - i)
            } else {
                0.0
            },
        );
        row.push(
            "near-after-body",
            if i >= body.end {
                fade(i - body.end)
            } else {
                0.0
            },
        );
        let mut id = page.blocks.get(i).map_or(0, |block| block.container);
        for name in ["mean-1", "mean-2", "mean-3", "mean-4"] {
            row.push(
                name,
                means
                    .get(id)
                    .map_or(0.0, |(sum, weight)| sum / weight.max(1.0)),
            );
            id = page.tree.parent(id);
        }
    }
}

/// Number of elements around a block whose means are computed.
const LEVELS: usize = 4;

/// Returns, for each element, the weighed sum of probabilities and the sum of weights of the blocks near to it.
fn container_means(page: &PageBlocks<'_>, first: &[f32], weights: &[f32]) -> Vec<(f32, f32)> {
    let mut sums = vec![(0.0, 0.0); page.tree.nodes.len()];
    for ((block, p), weight) in page.blocks.iter().zip(first).zip(weights) {
        let around = std::iter::once(block.container).chain(page.tree.ancestors(block.container));
        for id in around.take(LEVELS + 4) {
            if let Some((sum, total)) = sums.get_mut(id) {
                *sum += p * weight;
                *total += weight;
            }
        }
    }
    sums
}

/// Returns the run of blocks whose probabilities less one half, weighed, add up to most.
pub(super) fn body(probabilities: &[f32], weights: &[f32]) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0.0_f32);
    let (mut start, mut sum) = (0, 0.0_f32);
    for (i, (p, weight)) in probabilities.iter().zip(weights).enumerate() {
        if sum <= 0.0 {
            (start, sum) = (i, 0.0);
        }
        sum += (p - 0.5) * weight;
        if sum > best_sum {
            (best, best_sum) = (start..i + 1, sum);
        }
    }
    best
}

fn prefix_sums(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut sums = vec![0.0];
    let mut sum = 0.0;
    for value in values {
        sum += value;
        sums.push(sum);
    }
    sums
}

fn mean(sums: &[f32], from: usize, to: usize) -> f32 {
    let last = sums.len().saturating_sub(1);
    let (from, to) = (from.min(last), to.min(last));
    let at = |i: usize| sums.get(i).copied().unwrap_or(0.0);
    if to > from {
        (at(to) - at(from)) / (to - from) as f32
    } else {
        0.0
    }
}

/// Returns the rows of the first pass.
pub(super) fn first_rows(page: &PageBlocks<'_>, with_names: bool) -> Vec<FeatureRow> {
    (0..page.blocks.len())
        .map(|i| {
            let mut row = if with_names {
                FeatureRow::with_names()
            } else {
                FeatureRow::with_capacity(SECOND.len())
            };
            push_features(page, i, &mut row);
            row
        })
        .collect()
}
