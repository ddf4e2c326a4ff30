//! Features of the units that look like a unit: headings of one text share their shape ([`SiblingScores`]).

use std::collections::HashMap;

use super::unit::UnitFeatures;

/// Shape by which units are compared: capitals, mark at the end, number, item, verbatim.
type ShapeKey = (u8, u8, bool, bool);

/// Names of the features of [`SiblingScores::push`].
pub const SIBLING_NAMES: [&str; 15] = [
    "earlier heading probability",
    "earlier heading odds",
    "heading probability 2 before",
    "heading probability 1 before",
    "heading probability 1 after",
    "heading probability 2 after",
    "most likely heading in the last 12",
    "most likely heading in the next 12",
    "most likely other heading",
    "share of headings",
    "headings of this shape",
    "mean of this shape",
    "only one of this shape",
    "opening of a likely heading",
    "most likely before item",
];

/// Number of the features of siblings.
pub const SIBLING_COUNT: usize = SIBLING_NAMES.len();

/// The heading probabilities of an earlier pass, summed by shape.
#[derive(Debug)]
pub struct SiblingScores<'a> {
    heading: &'a [f32],
    lines: &'a [UnitFeatures],
    /// Sum and number of each shape.
    shapes: HashMap<ShapeKey, (f32, f32)>,
    /// Sum and number by the first word.
    openings: HashMap<u64, (f32, f32)>,
    share: f32,
    /// The two largest probabilities.
    largest: (f32, f32),
}

impl<'a> SiblingScores<'a> {
    /// Sums the probabilities up.
    pub fn of(heading: &'a [f32], lines: &'a [UnitFeatures]) -> Self {
        let mut shapes: HashMap<ShapeKey, (f32, f32)> = HashMap::new();
        let mut openings: HashMap<u64, (f32, f32)> = HashMap::new();
        let (mut sum, mut largest) = (0.0, (0.0_f32, 0.0_f32));
        for (p, line) in heading.iter().zip(lines) {
            sum += p;
            if *p > largest.0 {
                largest = (*p, largest.0);
            } else if *p > largest.1 {
                largest.1 = *p;
            }
            if is_short(line) {
                let shape = shapes.entry(shape_key(line)).or_default();
                *shape = (shape.0 + p, shape.1 + 1.0);
                let opening = openings.entry(line.first_word).or_default();
                *opening = (opening.0 + p, opening.1 + 1.0);
            }
        }
        let share = if lines.is_empty() {
            0.0
        } else {
            sum / lines.len() as f32
        };
        Self {
            heading,
            lines,
            shapes,
            openings,
            share,
            largest,
        }
    }

    /// The features for unit `i`, appended to `row`.
    pub fn push(&self, i: usize, row: &mut Vec<f32>) {
        let at = |k: Option<usize>| k.and_then(|k| self.heading.get(k)).copied().unwrap_or(0.0);
        let here = at(Some(i));
        let none = UnitFeatures::default();
        let line = self.lines.get(i).unwrap_or(&none);
        let most = |from: usize, to: usize| {
            let of = self.heading.iter().take(to).skip(from);
            of.fold(0.0_f32, |most, p| most.max(*p))
        };
        let odds = here.clamp(0.001, 0.999);
        row.extend([here, (odds / (1.0 - odds)).ln() / 6.0]);
        for offset in [-2_isize, -1, 1, 2] {
            row.push(at(i.checked_add_signed(offset)));
        }
        let other = if here >= self.largest.0 {
            self.largest.1
        } else {
            self.largest.0
        };
        row.extend([
            most(i.saturating_sub(12), i),
            most(i + 1, i + 13),
            other,
            self.share,
        ]);
        let (sum, count) = match is_short(line) {
            true => self
                .shapes
                .get(&shape_key(line))
                .copied()
                .unwrap_or_default(),
            false => (0.0, 0.0),
        };
        let (sum, count) = (sum - here, count - 1.0);
        let (opening, openings) = self
            .openings
            .get(&line.first_word)
            .copied()
            .unwrap_or_default();
        let (opening, openings) = (opening - here, openings - 1.0);
        row.extend([
            (sum.max(0.0) / 3.0).min(1.0),
            if count >= 1.0 {
                (sum / count).max(0.0)
            } else {
                0.0
            },
            f32::from(u8::from(count == 0.0)),
            if is_short(line) && openings >= 1.0 {
                (opening / openings).max(0.0)
            } else {
                0.0
            },
            if self.lines.get(i + 1).is_some_and(|l| l.is_item) {
                other
            } else {
                0.0
            },
        ]);
    }
}

fn is_short(line: &UnitFeatures) -> bool {
    (1..=16).contains(&line.words) && !line.is_verbatim
}

fn shape_key(line: &UnitFeatures) -> ShapeKey {
    let capitals = match line.capitalized_share {
        _ if line.is_all_caps => 0,
        share if share >= 0.7 => 1,
        _ if line.begins_lower => 2,
        _ => 3,
    };
    let end = match line {
        _ if line.ends_in_question_mark => 0,
        _ if line.ends_in_colon => 1,
        _ if line.ends_sentence => 2,
        _ => 3,
    };
    (capitals, end, line.numbering.is_some(), line.is_item)
}
