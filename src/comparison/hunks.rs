//! Differences of two sequences, with bounded work: [`hunks`].

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput, Interner};

/// Number of elements of both sequences up to which they are compared element by element: on repeated elements the
/// algorithm takes more than linear time.
const MAX_COMPARED: usize = 16_384;

/// Lengths of the runs at which longer sequences are divided, from the first that is tried to the last.
const RUN_LENGTHS: [usize; 3] = [32, 4, 1];

/// Ranges of two sequences that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    /// Indices in the old sequence.
    pub(super) old: Range<usize>,
    /// Indices in the new sequence.
    pub(super) new: Range<usize>,
}

/// Returns the differences of two sequences, from the first to the last. Long sequences are divided at runs that each of
/// them has once; a part that is still longer than [`MAX_COMPARED`] is one difference as a whole.
pub(super) fn hunks<T: Copy + Eq + Hash>(old: &[T], new: &[T]) -> Vec<Hunk> {
    let mut interner: Interner<T> = Interner::new(old.len() + new.len());
    let mut numbers = |sequence: &[T]| -> Vec<u32> {
        let tokens = sequence.iter().map(|element| interner.intern(*element));
        tokens.map(|token| token.0).collect()
    };
    let (old, new) = (numbers(old), numbers(new));
    let mut hunks = Vec::new();
    push_hunks((&old, 0), (&new, 0), &RUN_LENGTHS, &mut hunks);
    hunks
}

/// Appends the differences of two parts, each with the index of its first element.
fn push_hunks(
    (old, old_start): (&[u32], usize),
    (new, new_start): (&[u32], usize),
    run_lengths: &[usize],
    hunks: &mut Vec<Hunk>,
) {
    let shifted = |old: Range<usize>, new: Range<usize>| Hunk {
        old: old_start + old.start..old_start + old.end,
        new: new_start + new.start..new_start + new.end,
    };
    if old.len() + new.len() <= MAX_COMPARED {
        let compared = compared_elements(old, new).into_iter();
        hunks.extend(compared.map(|hunk| shifted(hunk.old, hunk.new)));
        return;
    }
    let prefix = equal_length(old.iter(), new.iter());
    let old_rest = old.get(prefix..).unwrap_or_default();
    let new_rest = new.get(prefix..).unwrap_or_default();
    let suffix = equal_length(old_rest.iter().rev(), new_rest.iter().rev());
    let (old_end, new_end) = (old.len() - suffix, new.len() - suffix);
    let Some((run_length, shorter)) = run_lengths.split_first() else {
        if prefix < old_end || prefix < new_end {
            hunks.push(shifted(prefix..old_end, prefix..new_end));
        }
        return;
    };
    let mut push_part = |old_range: Range<usize>, new_range: Range<usize>| {
        let old_part = old.get(old_range.clone()).unwrap_or_default();
        let new_part = new.get(new_range.clone()).unwrap_or_default();
        push_hunks(
            (old_part, old_start + old_range.start),
            (new_part, new_start + new_range.start),
            shorter,
            hunks,
        );
    };
    let (mut old_at, mut new_at) = (prefix, prefix);
    let old_middle = old.get(prefix..old_end).unwrap_or_default();
    let new_middle = new.get(prefix..new_end).unwrap_or_default();
    for (old_run, new_run) in common_runs(old_middle, new_middle, *run_length) {
        let (old_run, new_run) = (prefix + old_run, prefix + new_run);
        if old_run < old_at || new_run < new_at {
            continue;
        }
        push_part(old_at..old_run, new_at..new_run);
        let old_rest = old.get(old_run..old_end).unwrap_or_default();
        let new_rest = new.get(new_run..new_end).unwrap_or_default();
        let length = equal_length(old_rest.iter(), new_rest.iter());
        (old_at, new_at) = (old_run + length, new_run + length);
    }
    push_part(old_at..old_end, new_at..new_end);
}

/// Returns the number of elements at the start of two sequences that are equal.
fn equal_length<'a>(
    old: impl Iterator<Item = &'a u32>,
    new: impl Iterator<Item = &'a u32>,
) -> usize {
    old.zip(new).take_while(|(old, new)| old == new).count()
}

/// Returns the differences of two short sequences, element by element.
fn compared_elements(old: &[u32], new: &[u32]) -> Vec<Hunk> {
    let mut input: InternedInput<u32> = InternedInput {
        before: Vec::with_capacity(old.len()),
        after: Vec::with_capacity(new.len()),
        interner: Interner::new(old.len() + new.len()),
    };
    input.update_before(old.iter().copied());
    input.update_after(new.iter().copied());
    let mut diff = Diff::compute(Algorithm::Histogram, &input);
    diff.postprocess_no_heuristic(&input);
    let range = |range: &Range<u32>| range.start as usize..range.end as usize;
    diff.hunks()
        .map(|hunk| Hunk {
            old: range(&hunk.before),
            new: range(&hunk.after),
        })
        .collect()
}

/// Returns the positions of runs of `length` elements that each sequence has once, ascending in both.
fn common_runs(old: &[u32], new: &[u32], length: usize) -> Vec<(usize, usize)> {
    let old_runs = single_runs(old, length);
    let new_runs = single_runs(new, length);
    let mut pairs: Vec<(usize, usize)> = old_runs
        .into_iter()
        .filter_map(|(hash, old_at)| {
            let (old_at, new_at) = (old_at?, (*new_runs.get(&hash)?)?);
            let is_equal = old.get(old_at..old_at + length) == new.get(new_at..new_at + length);
            is_equal.then_some((old_at, new_at))
        })
        .collect();
    pairs.sort_unstable();
    longest_ascending(&pairs)
}

/// Returns the position of each run by its hash, none where several runs have the hash.
fn single_runs(sequence: &[u32], length: usize) -> HashMap<u64, Option<usize>> {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let first_factor = (0..length).fold(1_u64, |factor, _| factor.wrapping_mul(BASE));
    let mut runs: HashMap<u64, Option<usize>> = HashMap::with_capacity(sequence.len());
    let mut hash = 0_u64;
    for (at, element) in sequence.iter().enumerate() {
        hash = hash
            .wrapping_mul(BASE)
            .wrapping_add(u64::from(*element) + 1);
        if let Some(first) = at.checked_sub(length).and_then(|at| sequence.get(at)) {
            hash = hash.wrapping_sub((u64::from(*first) + 1).wrapping_mul(first_factor));
        }
        if let Some(start) = (at + 1).checked_sub(length) {
            runs.entry(hash)
                .and_modify(|position| *position = None)
                .or_insert(Some(start));
        }
    }
    runs
}

/// Returns the most pairs, of those sorted by their first number, whose second numbers ascend.
fn longest_ascending(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Second number and index of the last pair of the best sequence of each length.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, (_, new)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|(end, _)| end < new);
        let previous = length.checked_sub(1).and_then(|last| ends.get(last));
        before.push(previous.map(|(_, index)| *index));
        match ends.get_mut(length) {
            Some(end) => *end = (*new, index),
            None => ends.push((*new, index)),
        }
    }
    let mut next = ends.last().map(|(_, index)| *index);
    let mut found = Vec::with_capacity(ends.len());
    while let Some(index) = next {
        found.extend(pairs.get(index));
        next = before.get(index).copied().flatten();
    }
    found.reverse();
    found
}
