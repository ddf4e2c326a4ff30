//! Words of the classes and ids of an element: [`class_words`].

use crate::extract::dom::{DomId, DomTree};

/// Largest number of names of an element that are read.
const MAX_NAMES: usize = 24;

/// Returns the words of every class and of the id of an element, in lower case: `post-authorName_2` gives `post`, `author`
/// and `name`. Parts with digits are left out: they are hashes and numbers.
pub(super) fn class_words(tree: &DomTree, id: DomId) -> Vec<Vec<String>> {
    let names = [tree.attr(id, "class"), tree.attr(id, "id")];
    let names = names.into_iter().flatten().flat_map(str::split_whitespace);
    // Utility classes describe the appearance of an element, not its meaning.
    let meant = |name: &&str| !name.contains([':', '[', '/']) && name.len() <= 120;
    names
        .filter(meant)
        .take(MAX_NAMES)
        .map(words_of_name)
        .filter(|words| !words.is_empty())
        .collect()
}

/// Returns true if a class or the id of an element has one of `wanted` as a whole word.
pub(super) fn has_class_word(tree: &DomTree, id: DomId, wanted: &[&str]) -> bool {
    let mut names = class_words(tree, id).into_iter().flatten();
    names.any(|word| wanted.contains(&word.as_str()))
}

/// Splits a name into its words, in lower case.
fn words_of_name(name: &str) -> Vec<String> {
    let mut out = Vec::new();
    for part in name.split(|c: char| !c.is_alphanumeric()) {
        if part.is_empty() || part.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let mut word = String::new();
        let mut small = false;
        for c in part.chars() {
            if c.is_uppercase() && small {
                out.push(std::mem::take(&mut word));
            }
            small = c.is_lowercase();
            word.extend(c.to_lowercase());
        }
        out.push(word);
    }
    out
}
