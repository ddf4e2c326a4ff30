//! Alignment of two sequences of units: equal ones first, then those between them that share many words ([`align`]).

use std::collections::HashMap;
use std::ops::Range;

use super::hunks::{Hunk, hunks};
use super::units::{Unit, WordId};

/// Step of an alignment: indices of the old and the new sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Unit of both, with the same words.
    Equal {
        /// Index in the new sequence.
        new: usize,
    },
    /// Unit of both, with some other words.
    Edited {
        /// Index in the old sequence.
        old: usize,
        /// Index in the new sequence.
        new: usize,
    },
    /// Unit that only the old sequence has.
    Deleted {
        /// Index in the old sequence.
        old: usize,
    },
    /// Unit that only the new sequence has.
    Inserted {
        /// Index in the new sequence.
        new: usize,
    },
}

/// Aligns two sequences of units. Units of the new sequence come in their order, each once; those without words are
/// [`Step::Equal`]. Units of the old sequence without words are dropped.
pub(super) fn align(old: &[Unit], new: &[Unit]) -> Vec<Step> {
    let old_at = with_words(old);
    let new_at = with_words(new);
    // Equal units get equal numbers.
    let mut numbers: HashMap<&[WordId], u32> = HashMap::new();
    let old_numbers = numbers_of(old, &old_at, &mut numbers);
    let new_numbers = numbers_of(new, &new_at, &mut numbers);
    let mut steps = Vec::with_capacity(new.len());
    let mut reached = 0;
    for hunk in hunks(&old_numbers, &new_numbers) {
        push_equal(&mut steps, new_at.get(reached..hunk.new.start));
        let old_at = old_at.get(hunk.old.clone()).unwrap_or_default();
        let new_at = new_at.get(hunk.new.clone()).unwrap_or_default();
        steps.extend(align_different((old, old_at), (new, new_at)));
        reached = hunk.new.end;
    }
    push_equal(&mut steps, new_at.get(reached..));
    with_wordless(steps, new)
}

fn push_equal(steps: &mut Vec<Step>, indices: Option<&[usize]>) {
    let indices = indices.unwrap_or_default().iter();
    steps.extend(indices.map(|new| Step::Equal { new: *new }));
}

/// Returns the indices of the units that have words.
fn with_words(units: &[Unit]) -> Vec<usize> {
    let has_words = |index: &usize| units.get(*index).is_some_and(|unit| !unit.words.is_empty());
    (0..units.len()).filter(has_words).collect()
}

fn numbers_of<'a>(
    units: &'a [Unit],
    indices: &[usize],
    numbers: &mut HashMap<&'a [WordId], u32>,
) -> Vec<u32> {
    let words = indices.iter().filter_map(|index| units.get(*index));
    words
        .map(|unit| {
            let next = numbers.len() as u32;
            *numbers.entry(unit.words.as_slice()).or_insert(next)
        })
        .collect()
}

/// Inserts the new units without words before the unit that follows them.
fn with_wordless(steps: Vec<Step>, new: &[Unit]) -> Vec<Step> {
    let mut all = Vec::with_capacity(new.len());
    let mut reached = 0;
    for step in steps {
        let next = match step {
            Step::Equal { new } | Step::Edited { new, .. } | Step::Inserted { new } => Some(new),
            Step::Deleted { .. } => None,
        };
        if let Some(next) = next {
            all.extend((reached..next).map(|new| Step::Equal { new }));
            reached = next + 1;
        }
        all.push(step);
    }
    all.extend((reached..new.len()).map(|new| Step::Equal { new }));
    all
}

/// Aligns units of which none is equal: those that share many words are edited.
fn align_different(
    (old, old_at): (&[Unit], &[usize]),
    (new, new_at): (&[Unit], &[usize]),
) -> Vec<Step> {
    let partners = partners((old, old_at), (new, new_at));
    let mut steps = Vec::with_capacity(old_at.len() + new_at.len());
    // Positions in `old_at` and `new_at`.
    let (mut next_old, mut next_new) = (0, 0);
    let between = |old: Range<usize>, new: Range<usize>, steps: &mut Vec<Step>| {
        let old_at = old_at.get(old).unwrap_or_default().iter();
        steps.extend(old_at.map(|old| Step::Deleted { old: *old }));
        let new_at = new_at.get(new).unwrap_or_default().iter();
        steps.extend(new_at.map(|new| Step::Inserted { new: *new }));
    };
    for (old_position, new_position) in partners {
        between(next_old..old_position, next_new..new_position, &mut steps);
        if let (Some(old), Some(new)) = (old_at.get(old_position), new_at.get(new_position)) {
            steps.push(Step::Edited {
                old: *old,
                new: *new,
            });
        }
        (next_old, next_new) = (old_position + 1, new_position + 1);
    }
    between(next_old..old_at.len(), next_new..new_at.len(), &mut steps);
    steps
}

/// Returns the positions of units that are the same one edited, ascending in both sequences.
fn partners(
    (old, old_at): (&[Unit], &[usize]),
    (new, new_at): (&[Unit], &[usize]),
) -> Vec<(usize, usize)> {
    let (old_words, old_owner) = joined_words(old, old_at);
    let (new_words, new_owner) = joined_words(new, new_at);
    if old_words.is_empty() || new_words.is_empty() {
        return Vec::new();
    }
    // Number of words that a new unit shares with an old one.
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    let (mut old_word, mut new_word) = (0, 0);
    let end = Hunk {
        old: old_words.len()..old_words.len(),
        new: new_words.len()..new_words.len(),
    };
    for hunk in hunks(&old_words, &new_words).into_iter().chain([end]) {
        let equal = old_owner.get(old_word..hunk.old.start).unwrap_or_default();
        let equal = equal
            .iter()
            .zip(new_owner.get(new_word..).unwrap_or_default());
        for (old, new) in equal {
            *shared.entry((*old, *new)).or_default() += 1;
        }
        (old_word, new_word) = (hunk.old.end, hunk.new.end);
    }
    let mut pairs: Vec<((usize, usize), usize)> = shared
        .into_iter()
        .filter(|((old_position, new_position), count)| {
            let unit = |units: &[Unit], at: &[usize], position: usize| {
                let unit = units.get(*at.get(position)?)?;
                Some((unit.kind, unit.words.len()))
            };
            let old = unit(old, old_at, *old_position);
            let new = unit(new, new_at, *new_position);
            old.zip(new)
                .is_some_and(|((old_kind, old_len), (new_kind, new_len))| {
                    old_kind == new_kind && is_same_edited(*count, old_len, new_len)
                })
        })
        .collect();
    // The pairs with most words first; each unit has one partner, and no two pairs cross.
    pairs.sort_by(|(a, a_count), (b, b_count)| b_count.cmp(a_count).then(a.cmp(b)));
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for ((old, new), _) in pairs {
        let before = taken.range(..=old).next_back();
        let after = taken.range(old..).next();
        let fits = before.is_none_or(|(o, n)| *o < old && *n < new)
            && after.is_none_or(|(o, n)| *o > old && *n > new);
        if fits {
            taken.insert(old, new);
        }
    }
    taken.into_iter().collect()
}

/// Returns true if two units that share `count` words are taken for one that was edited: half of the shorter one and a
/// fifth of the longer one.
fn is_same_edited(count: usize, old_words: usize, new_words: usize) -> bool {
    2 * count >= old_words.min(new_words) && 5 * count >= old_words.max(new_words)
}

/// Returns the words of several units, and the position of the unit of each.
fn joined_words(units: &[Unit], indices: &[usize]) -> (Vec<WordId>, Vec<usize>) {
    let (mut words, mut owners) = (Vec::new(), Vec::new());
    for (position, index) in indices.iter().enumerate() {
        let Some(unit) = units.get(*index) else {
            continue;
        };
        words.extend_from_slice(&unit.words);
        owners.resize(words.len(), position);
    }
    (words, owners)
}
