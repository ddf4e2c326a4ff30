//! Word shingles of a text, for measuring how much of one text another one contains (Broder 1997): [`Shingles`].
//!
//! A shingle is a run of three consecutive words, hashed. The containment of two texts is the share of the shingles of the
//! smaller one that the larger one has too: cuts, teasers and copies with a few changed words have most of them.
//!
//! Candidates are found by a sample: the hashes divisible by eight. Such a sample preserves containment, since whether a
//! shingle is in it depends on the shingle alone.

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use super::tokenizer::for_each_word;
use crate::model::Document;

/// Number of words of a shingle.
const SHINGLE_WORDS: usize = 3;
/// One of so many shingles is in a sample.
const SAMPLE_STEP: u64 = 8;
/// Number of words of a text that are compared; what follows in a longer text is not.
const MAX_WORDS: usize = 20_000;
/// Number of texts of one source from which on a shingle that all of them have is boilerplate.
const BOILERPLATE_TEXTS: u8 = 3;

/// Distinct shingles of a text, as hashes that are the same in every run and on every machine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shingles {
    /// Hashes, ascending.
    hashes: Vec<u64>,
}

/// Shingles that at least three texts of one source have: standing notes, lines about the newsletter, templates.
#[derive(Debug, Clone, Default)]
pub struct Boilerplate {
    hashes: FxHashSet<u64>,
}

impl Shingles {
    /// Returns the shingles of a text. Words are folded as for the search; scripts without spaces are split into pairs of
    /// neighbours.
    pub fn of_text(text: &str) -> Self {
        let mut builder = ShingleBuilder::default();
        builder.add_text(text);
        builder.finish()
    }

    /// Returns the shingles of the blocks of a document. The title is not part of it: copies have headlines of their own.
    pub fn of_document(document: &Document) -> Self {
        let mut builder = ShingleBuilder::default();
        for block in &document.blocks {
            if builder.words >= MAX_WORDS {
                break;
            }
            builder.add_text(&block.text());
        }
        builder.finish()
    }

    /// Returns the number of distinct shingles.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Returns true if the text has fewer words than a shingle.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Returns the sample of the shingles: the upper 24 bits of the hashes divisible by eight, ascending, each once. Two texts have one
    /// of them by chance more rarely than one time in ten thousand, and need at least two to be compared.
    pub fn sample(&self) -> Vec<u32> {
        let sampled = self.hashes.iter().filter(|hash| **hash % SAMPLE_STEP == 0);
        let mut sample: Vec<u32> = sampled.map(|hash| (hash >> 40) as u32).collect();
        sample.dedup();
        sample
    }

    /// Returns the shingles that are not boilerplate.
    pub fn without(&self, boilerplate: &Boilerplate) -> Self {
        let own = |hash: &u64| !boilerplate.hashes.contains(hash);
        Self {
            hashes: self.hashes.iter().copied().filter(own).collect(),
        }
    }

    /// Returns the number of shingles that both texts have.
    pub fn count_shared(&self, other: &Self) -> usize {
        let (mut own, mut others) = (
            self.hashes.iter().peekable(),
            other.hashes.iter().peekable(),
        );
        let mut shared = 0;
        while let (Some(a), Some(b)) = (own.peek(), others.peek()) {
            match a.cmp(b) {
                Ordering::Less => _ = own.next(),
                Ordering::Greater => _ = others.next(),
                Ordering::Equal => {
                    shared += 1;
                    own.next();
                    others.next();
                }
            }
        }
        shared
    }

    /// Returns the containment: the share of the shingles of the smaller text that the larger one has, from 0 to 1. 0 if
    /// one of them has none.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::text::shingles::Shingles;
    ///
    /// let whole = Shingles::of_text("The bridge reopens on Monday after eleven months of repairs");
    /// let part = Shingles::of_text("“The bridge reopens on Monday”");
    /// assert_eq!(whole.containment(&part), 1.0);
    /// ```
    pub fn containment(&self, other: &Self) -> f64 {
        match self.len().min(other.len()) {
            0 => 0.0,
            smaller => self.count_shared(other) as f64 / smaller as f64,
        }
    }
}

impl Boilerplate {
    /// Returns the boilerplate of a source: the shingles that at least three of these texts have.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = &'a Shingles>) -> Self {
        let mut counts: FxHashMap<u64, u8> = FxHashMap::default();
        for text in texts {
            for hash in &text.hashes {
                let count = counts.entry(*hash).or_default();
                *count = count.saturating_add(1);
            }
        }
        let many = counts
            .into_iter()
            .filter(|(_, count)| *count >= BOILERPLATE_TEXTS);
        Self {
            hashes: many.map(|(hash, _)| hash).collect(),
        }
    }
}

/// Collects the shingles of consecutive texts.
#[derive(Debug, Default)]
struct ShingleBuilder {
    hashes: Vec<u64>,
    /// Hashes of the last two words, the earlier one first.
    last: [u64; SHINGLE_WORDS - 1],
    words: usize,
}

impl ShingleBuilder {
    fn add_text(&mut self, text: &str) {
        for_each_word(text, &mut |word, _| {
            let hash = hash_word(word);
            let [first, second] = self.last;
            self.words += 1;
            if (SHINGLE_WORDS..=MAX_WORDS).contains(&self.words) {
                self.hashes.push(combine(combine(first, second), hash));
            }
            self.last = [second, hash];
        });
    }

    fn finish(mut self) -> Shingles {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        Shingles {
            hashes: self.hashes,
        }
    }
}

/// Returns the FNV-1a hash of a word.
fn hash_word(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Combines two hashes, in this order, and mixes the bits (the finalizer of `SplitMix64`).
fn combine(first: u64, second: u64) -> u64 {
    let mut hash = first.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ second;
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
