//! Completion of a typed word by known ones: [`complete`].

/// A completed word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Completion {
    /// The beginning that all candidates have.
    pub(super) text: String,
    /// Known words that begin with the typed one, sorted.
    pub(super) candidates: Vec<String>,
    /// True if several words remain and nothing could be added.
    pub(super) is_stuck: bool,
}

/// Completes a word as far as all known ones with its beginning agree, ignoring case. `None` if there is none.
pub(super) fn complete(typed: &str, known: &[String]) -> Option<Completion> {
    let folded = typed.to_lowercase();
    let begins = |word: &&String| word.to_lowercase().starts_with(&folded);
    let mut candidates: Vec<String> = known.iter().filter(begins).cloned().collect();
    candidates.sort();
    candidates.dedup();
    let first = candidates.first()?;
    let common = candidates.iter().fold(first.as_str(), |common, word| {
        let same = common.chars().zip(word.chars()).take_while(|(a, b)| a == b);
        let length: usize = same.map(|(c, _)| c.len_utf8()).sum();
        common.get(..length).unwrap_or_default()
    });
    Some(Completion {
        is_stuck: candidates.len() > 1 && common.chars().count() <= typed.chars().count(),
        text: common.to_owned(),
        candidates,
    })
}
