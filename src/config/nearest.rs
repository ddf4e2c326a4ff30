//! Suggestion for a mistyped name: [`nearest_name`].

/// Returns the candidate with the smallest edit distance from `name`; the first of several. `None` without candidates.
pub fn nearest_name<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .min_by_key(|candidate| edit_distance(candidate, name))
}

/// Returns the Levenshtein distance, in characters, of which the first 64 count.
fn edit_distance(a: &str, b: &str) -> usize {
    let [a, b] = [a, b].map(|name| name.chars().take(64).collect::<String>());
    strsim::levenshtein(&a, &b)
}
