//! Steps 4 and 5: the weighed features. They give the probabilities that a unit is part of the article, and that it is
//! a heading.
//!
//! 1. A first pass gives each unit the probability that it is part of the article, from its own features and those of
//!    its neighbours.
//! 2. The body is the run of units with the largest sum of these probabilities minus one half.
//! 3. A second look knows the body and the first look at the neighbours.
//! 4. A third pass, with all of this, gives the probability that the unit is a heading.
//!
//! Each look is a logistic regression: a sum of features times weights, in one table (`weights`).

use std::borrow::Borrow;
use std::ops::Range;

use super::features::{ContextSums, SiblingScores, UnitFeatures, around, own_features};
use super::lines::PlainUnit;
use super::weights;

/// Probabilities of each unit, from all passes of the model.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The probability that a unit is part of the article, at second look.
    pub content: Vec<f32>,
    /// The probability that a unit is a heading.
    pub heading: Vec<f32>,
    /// The units of the body.
    pub body: Range<usize>,
    /// The probability that a unit is part of the article, at first look.
    pub first: Vec<f32>,
    /// The probability that a unit is a heading, before the units of the same shape are known.
    pub first_heading: Vec<f32>,
}

/// The five columns of the table of weights; each is as long as the row it weighs.
#[derive(Debug, Clone, Copy)]
pub struct ModelWeights<'a> {
    /// Weights of the first pass.
    pub first: &'a [f32],
    /// Weights of the second pass.
    pub second: &'a [f32],
    /// Weights for headings.
    pub heading: &'a [f32],
    /// Weights for headings that know the first answer for units of the same shape.
    pub sibling: &'a [f32],
    /// Weights for titles.
    pub title: &'a [f32],
}

/// The weights that were fitted.
pub static FITTED_WEIGHTS: ModelWeights<'static> = ModelWeights {
    first: &COLUMNS[0],
    second: &COLUMNS[1],
    heading: &COLUMNS[2],
    title: &COLUMNS[3],
    sibling: &COLUMNS[4],
};

/// Number of regressions.
pub const PASSES: usize = 5;

/// Number of weights of each regression.
pub const WEIGHT_COUNT: usize = weights::TABLE.len();

/// The columns of the table of weights.
static COLUMNS: [[f32; WEIGHT_COUNT]; PASSES] = columns();

const fn columns() -> [[f32; WEIGHT_COUNT]; PASSES] {
    let mut out = [[0.0; WEIGHT_COUNT]; PASSES];
    let mut i = 0;
    while i < WEIGHT_COUNT {
        let mut k = 0;
        while k < PASSES {
            out[k][i] = weights::TABLE[i].values[k];
            k += 1;
        }
        i += 1;
    }
    out
}

/// Returns the names of the features in the table of weights.
pub fn weight_names() -> impl Iterator<Item = &'static str> {
    weights::TABLE.iter().map(|row| row.name)
}

/// Weighs all units.
pub fn weigh_lines<U: Borrow<PlainUnit>>(
    units: &[U],
    lines: &[UnitFeatures],
    weights: ModelWeights<'_>,
) -> Evidence {
    let sums = ContextSums::of(lines);
    // The own features of a unit are the same in every pass, and are weighed for all passes at once.
    let mut row = Vec::with_capacity(weights.heading.len());
    let mut own_sums = Vec::with_capacity(units.len());
    for (i, (unit, line)) in units.iter().zip(lines).enumerate() {
        row.clear();
        own_features(unit.borrow(), line, &mut row);
        around(i, lines, &sums, &mut row);
        own_sums.push(
            [
                weights.first,
                weights.second,
                weights.heading,
                weights.sibling,
            ]
            .map(|w| sum(&row, w)),
        );
    }
    let shown = row.len();
    let first: Vec<f32> = own_sums.iter().map(|[sum, ..]| logistic(*sum)).collect();
    let body = body(&first, lines);
    let look = |earlier: &[f32], body: &Range<usize>, table: usize, weights: &[f32]| -> Vec<f32> {
        let scores = LineScores::of(earlier, body);
        let more = weights.get(shown..).unwrap_or_default();
        let mut row = Vec::with_capacity(more.len());
        let look = own_sums.iter().enumerate().map(|(i, sums)| {
            row.clear();
            scores.push(i, &mut row);
            logistic(sums.get(table).copied().unwrap_or(0.0) + sum(&row, more))
        });
        look.collect()
    };
    let content = look(&first, &body, 1, weights.second);
    let body = self::body(&content, lines);
    let first_heading = look(&content, &body, 2, weights.heading);
    let siblings = SiblingScores::of(&first_heading, lines);
    let scores = LineScores::of(&content, &body);
    let more = weights.sibling.get(shown..).unwrap_or_default();
    let heading = own_sums.iter().enumerate().map(|(i, [.., own])| {
        row.clear();
        scores.push(i, &mut row);
        siblings.push(i, &mut row);
        logistic(own + sum(&row, more))
    });
    let heading: Vec<f32> = heading.collect();
    Evidence {
        content,
        heading,
        body,
        first,
        first_heading,
    }
}

/// Weighs the units that stay as a text of their own, and returns the probabilities that they are headings; 0 for the others.
///
/// Boilerplate among the units of an article hides the shape of its sections.
pub(super) fn weigh_headings_alone(
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    stays: &[bool],
) -> Vec<f32> {
    let stays = || stays.iter().copied();
    let units: Vec<&PlainUnit> = units
        .iter()
        .zip(stays())
        .filter(|(_, s)| *s)
        .map(|(u, _)| u)
        .collect();
    let lines: Vec<UnitFeatures> = lines
        .iter()
        .zip(stays())
        .filter(|(_, s)| *s)
        .map(|(l, _)| l.clone())
        .collect();
    let mut alone = weigh_lines(&units, &lines, FITTED_WEIGHTS)
        .heading
        .into_iter();
    stays()
        .map(|stays| {
            if stays {
                alone.next().unwrap_or(0.0)
            } else {
                0.0
            }
        })
        .collect()
}

/// Returns the features that add most to the score of unit `i` as part of the article, strongest first: name and
/// contribution.
pub(super) fn strongest_features(
    i: usize,
    units: &[PlainUnit],
    lines: &[UnitFeatures],
    sums: &ContextSums,
) -> Vec<(&'static str, f32)> {
    let (Some(unit), Some(line)) = (units.get(i), lines.get(i)) else {
        return Vec::new();
    };
    let mut row = Vec::with_capacity(WEIGHT_COUNT);
    own_features(unit, line, &mut row);
    around(i, lines, sums, &mut row);
    let added = row.iter().zip(FITTED_WEIGHTS.second).map(|(x, w)| x * w);
    let mut named: Vec<(&str, f32)> = weight_names().zip(added).skip(1).collect();
    named.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    named.truncate(STRONGEST);
    named.retain(|(_, added)| added.abs() >= 0.1);
    named
}

/// Number of features that explain a unit.
const STRONGEST: usize = 4;

/// Returns the sum of the features times their weights. Eight sums run beside each other, since each waits for the one
/// before it.
fn sum(row: &[f32], weights: &[f32]) -> f32 {
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let length = row.len().min(weights.len());
    let row = row.get(..length).unwrap_or_default().as_chunks::<LANES>();
    let weights = weights.get(..length).unwrap_or_default();
    let weights = weights.as_chunks::<LANES>();
    for (row, weights) in row.0.iter().zip(weights.0) {
        for ((sum, x), weight) in sums.iter_mut().zip(row).zip(weights) {
            *sum += x * weight;
        }
    }
    let rest = row.1.iter().zip(weights.1).map(|(x, w)| x * w);
    sums.iter().sum::<f32>() + rest.sum::<f32>()
}

fn logistic(sum: f32) -> f32 {
    1.0 / (1.0 + (-sum).exp())
}

/// Returns the probability for a row of features.
pub fn probability(row: &[f32], weights: &[f32]) -> f32 {
    logistic(sum(row, weights))
}

/// The run of units whose probabilities less one half, weighed by length, add up to most.
pub fn body(content: &[f32], lines: &[UnitFeatures]) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0.0_f32);
    let (mut start, mut sum) = (0, 0.0_f32);
    for (i, (p, line)) in content.iter().zip(lines).enumerate() {
        if sum <= 0.0 {
            (start, sum) = (i, 0.0);
        }
        sum += (p - 0.5) * (1.0 + (line.words.min(80) as f32).sqrt());
        if sum > best_sum {
            (best, best_sum) = (start..i + 1, sum);
        }
    }
    best
}

/// Number of the features of an earlier pass.
pub const SCORE_COUNT: usize = SCORE_NAMES.len();

/// Names of the features of an earlier pass, in the order of [`LineScores::push`].
pub(super) const SCORE_NAMES: [&str; 21] = [
    "earlier probability",
    "earlier odds",
    "probability 3 before",
    "probability 2 before",
    "probability 1 before",
    "probability 1 after",
    "probability 2 after",
    "probability 3 after",
    "probability of the last 4",
    "probability of the next 4",
    "probability of the last 10",
    "probability of the next 10",
    "probability of the last 25",
    "probability of the next 25",
    "in the body",
    "before the body",
    "after the body",
    "near before the body",
    "near after the body",
    "near the start of the body",
    "near the end of the body",
];

/// The probabilities of an earlier look, and their sums, as features of the next.
#[derive(Debug)]
pub struct LineScores<'a> {
    content: &'a [f32],
    sums: Vec<f32>,
    body: &'a Range<usize>,
}

impl<'a> LineScores<'a> {
    /// Sums `content` up.
    pub fn of(content: &'a [f32], body: &'a Range<usize>) -> Self {
        let mut sums = vec![0.0];
        let mut total = 0.0;
        for p in content {
            total += p;
            sums.push(total);
        }
        Self {
            content,
            sums,
            body,
        }
    }

    /// The features for unit `i`, appended to `row`.
    pub fn push(&self, i: usize, row: &mut Vec<f32>) {
        let at = |k: Option<usize>| k.and_then(|k| self.content.get(k)).copied().unwrap_or(0.0);
        let here = at(Some(i));
        row.extend([
            here,
            (here.clamp(0.001, 0.999) / (1.0 - here.clamp(0.001, 0.999))).ln() / 6.0,
        ]);
        for offset in [-3_isize, -2, -1, 1, 2, 3] {
            row.push(at(i.checked_add_signed(offset)));
        }
        for reach in [4, 10, 25] {
            row.push(self.mean(i.saturating_sub(reach), i));
            row.push(self.mean(i + 1, i + 1 + reach));
        }
        let inside = self.body.contains(&i);
        let before = self.body.start.saturating_sub(i);
        let after = (i + 1).saturating_sub(self.body.end);
        let fade = |distance: usize| {
            if distance == 0 {
                0.0
            } else {
                1.0 / distance as f32
            }
        };
        row.extend([
            f32::from(u8::from(inside)),
            f32::from(u8::from(before > 0)),
            f32::from(u8::from(after > 0)),
            fade(before),
            fade(after),
            if inside {
                1.0 / (1.0 + (i - self.body.start) as f32)
            } else {
                0.0
            },
            if inside {
                1.0 / (self.body.end - i) as f32
            } else {
                0.0
            },
        ]);
    }

    fn mean(&self, from: usize, to: usize) -> f32 {
        let last = self.sums.len().saturating_sub(1);
        let (from, to) = (from.min(last), to.min(last));
        let sum =
            self.sums.get(to).copied().unwrap_or(0.0) - self.sums.get(from).copied().unwrap_or(0.0);
        if to > from {
            sum / (to - from) as f32
        } else {
            0.0
        }
    }
}
