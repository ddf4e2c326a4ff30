//! Set operations on sorted lists of ids.

/// Returns the values that are in both.
pub(in crate::library) fn intersect<T: Copy + Ord>(one: &[T], other: &[T]) -> Vec<T> {
    let (few, many) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if few.len() * 20 < many.len() {
        return few
            .iter()
            .copied()
            .filter(|id| many.binary_search(id).is_ok())
            .collect();
    }
    let mut rest = many.iter().copied().peekable();
    let is_there = |id: &T| {
        while rest.next_if(|other| other < id).is_some() {}
        rest.peek() == Some(id)
    };
    few.iter().copied().filter(is_there).collect()
}

/// Returns the values that are in one of two lists, which need not be sorted.
pub(in crate::library) fn unite<T: Copy + Ord>(one: &[T], other: &[T]) -> Vec<T> {
    let mut all: Vec<T> = one.iter().chain(other).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Returns the values of `one` that are not in `other`.
pub(in crate::library) fn subtract<T: Copy + Ord>(one: &[T], other: &[T]) -> Vec<T> {
    one.iter()
        .copied()
        .filter(|id| other.binary_search(id).is_err())
        .collect()
}
