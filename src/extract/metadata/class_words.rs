//! Words of the classes and ids of an element: [`class_words`].

use crate::extract::dom::{DomId, DomTree};

/// Largest number of names of an element that are read.
const MAX_NAMES: usize = 24;

/// Returns the words of every class and of the id of an element, in lower case: `post-authorName_2` gives `post`, `author`
/// and `name`. Parts with digits are left out: they are hashes and numbers.
pub(super) fn class_words(tree: &DomTree, id: DomId) -> Vec<Vec<String>> {
    let words_of_name = |name| {
        let mut words = Vec::new();
        any_word(name, |word| {
            words.push(word.to_owned());
            false
        });
        words
    };
    names(tree, id)
        .map(words_of_name)
        .filter(|words| !words.is_empty())
        .collect()
}

/// Returns true if a class or the id of an element has one of `wanted` as a whole word.
pub(super) fn has_class_word(tree: &DomTree, id: DomId, wanted: &[&str]) -> bool {
    let is_named = tree.attr(id, "class").is_some() || tree.attr(id, "id").is_some();
    is_named && names(tree, id).any(|name| any_word(name, |word| wanted.contains(&word)))
}

/// Iterates over the classes and the id of an element that have a meaning.
fn names(tree: &DomTree, id: DomId) -> impl Iterator<Item = &str> {
    let names = [tree.attr(id, "class"), tree.attr(id, "id")];
    let names = names.into_iter().flatten().flat_map(str::split_whitespace);
    // Utility classes describe the appearance of an element, not its meaning.
    let meant = |name: &&str| !name.contains([':', '[', '/']) && name.len() <= 120;
    names.filter(meant).take(MAX_NAMES)
}

/// Splits a name into its words, in lower case, and returns true if `is_found` is true for one of them.
fn any_word(name: &str, mut is_found: impl FnMut(&str) -> bool) -> bool {
    let mut word = String::new();
    for part in name.split(|c: char| !c.is_alphanumeric()) {
        if part.is_empty() || part.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if part.bytes().all(|byte| byte.is_ascii_lowercase()) {
            if is_found(part) {
                return true;
            }
            continue;
        }
        word.clear();
        let mut small = false;
        for c in part.chars() {
            if c.is_uppercase() && small {
                if is_found(&word) {
                    return true;
                }
                word.clear();
            }
            small = c.is_lowercase();
            word.extend(c.to_lowercase());
        }
        if is_found(&word) {
            return true;
        }
    }
    false
}
