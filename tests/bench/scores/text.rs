//! Comparison of texts by their words.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use super::harmonic;

/// Runs of letters, numbers and low lines. Combining marks end a word, as they do in other scorers of these corpora.
static WORD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").unwrap());

/// Number of occurrences of each thing.
pub(super) struct Bag<T>(HashMap<T, usize>);

impl<T: Hash + Eq> FromIterator<T> for Bag<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        let mut bag = HashMap::new();
        for thing in things {
            *bag.entry(thing).or_insert(0) += 1;
        }
        Self(bag)
    }
}

impl<T: Hash + Eq> Bag<T> {
    /// Number of all occurrences.
    pub(super) fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// Number of occurrences that both bags have.
    pub(super) fn common(&self, other: &Self) -> usize {
        let counts = self.0.iter();
        counts
            .map(|(thing, count)| other.0.get(thing).map_or(0, |most| *count.min(most)))
            .sum()
    }

    /// Removes all occurrences of a thing.
    pub(super) fn remove(&mut self, thing: &T) {
        self.0.remove(thing);
    }

    /// Removes the things for which `wanted` does not hold.
    pub(super) fn retain(&mut self, wanted: impl Fn(&T) -> bool) {
        self.0.retain(|thing, _| wanted(thing));
    }

    /// True if the thing occurs.
    pub(super) fn contains(&self, thing: &T) -> bool {
        self.0.contains_key(thing)
    }

    /// Takes one occurrence out; false if there is none.
    pub(super) fn take(&mut self, thing: &T) -> bool {
        match self.0.get_mut(thing) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Default)]
pub(super) struct Accuracy {
    pub(super) precision: f64,
    pub(super) recall: f64,
    pub(super) f1: f64,
}

impl Accuracy {
    fn both(value: f64) -> Self {
        Self {
            precision: value,
            recall: value,
            f1: value,
        }
    }
}

/// The words of a text, as they are written.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    WORD.find_iter(text).map(|word| word.as_str())
}

/// A loose form for comparisons: NFKC, lower case, words of letters and numbers joined by one blank.
pub(super) fn norm(text: &str) -> String {
    let text: String = text.nfkc().collect();
    let text = text.to_lowercase().replace('_', " ");
    words(&text).collect::<Vec<_>>().join(" ")
}

/// [`norm`] of a text that may be absent, which is as good as empty.
pub(super) fn norm_of(text: Option<&str>) -> String {
    norm(text.unwrap_or_default())
}

/// A strict form for comparisons: only runs of whitespace are joined.
pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Accuracy of the words of a text in lower case, whatever their order.
pub(super) fn words_accuracy(found: &str, truth: &str) -> Accuracy {
    let (found, truth) = (found.to_lowercase(), truth.to_lowercase());
    let (found, truth): (Bag<&str>, Bag<&str>) = (words(&found).collect(), words(&truth).collect());
    match (found.total(), truth.total()) {
        (0, 0) => Accuracy::both(1.0),
        (0, _) | (_, 0) => Accuracy::both(0.0),
        (all_found, all_true) => {
            let common = found.common(&truth) as f64;
            let (precision, recall) = (common / all_found as f64, common / all_true as f64);
            Accuracy {
                precision,
                recall,
                f1: harmonic(precision, recall),
            }
        }
    }
}
