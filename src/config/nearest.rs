//! Suggestion for a mistyped name: [`nearest_name`], and its wording in messages: [`suggestion`].

/// Largest number of names that a message lists.
const MAX_LISTED: usize = 12;

/// Returns the candidate that `name` is a mistyped form of: it begins with `name`, or at most a third of the longer one differs. The
/// first of several; `None` if no candidate is near.
///
/// # Examples
///
/// ```
/// use newsprint::config::nearest_name;
///
/// assert_eq!(nearest_name("lihgt", ["auto", "light"]), Some("light"));
/// assert_eq!(nearest_name("moonshine", ["auto", "light"]), None);
/// ```
pub fn nearest_name<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = name.to_lowercase();
    let is_begun = |candidate: &str| lower.len() > 2 && candidate.starts_with(&lower);
    let distance = |candidate: &str| match is_begun(candidate) {
        true => 0,
        false => edit_distance(candidate, &lower),
    };
    let most = |candidate: &str| (candidate.chars().count().max(lower.chars().count()) / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| distance(candidate) <= most(candidate))
        .min_by_key(|candidate| distance(candidate))
}

/// Words the suggestion for a mistyped name, to be appended to a message: the nearest of the known names, else all of them if they are
/// few.
pub fn suggestion<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match (nearest_name(name, known.iter().copied()), known.as_slice()) {
        (Some(nearest), _) => format!("; the nearest is \"{nearest}\""),
        (None, []) => String::new(),
        (None, [only]) => format!("; there is only \"{only}\""),
        (None, [first @ .., last]) if known.len() <= MAX_LISTED => {
            let first: Vec<String> = first.iter().map(|name| format!("\"{name}\"")).collect();
            format!("; there are {} and \"{last}\"", first.join(", "))
        }
        (None, _) => String::new(),
    }
}

/// Returns the edit distance, in characters, of which the first 64 count. Two letters in the wrong order count as one mistake.
fn edit_distance(a: &str, b: &str) -> usize {
    let [a, b] = [a, b].map(|name| name.chars().take(64).collect::<String>());
    strsim::osa_distance(&a, &b)
}
