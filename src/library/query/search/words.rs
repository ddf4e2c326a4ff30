//! Words of an article as the full-text index has them: of its texts, and the prefixes of its words.

use std::collections::HashSet;

use crate::model::Document;
use crate::text::tokenizer::{MAX_PREFIX_LETTERS, push_words};

/// Size of the part of a text whose words are indexed with positions, in bytes. After it only new words are added,
/// without positions: a row of the index is written by one statement, which must be short.
const MAX_POSITION_BYTES: usize = 1_500_000;
/// Number of blocks of a feed's text that are looked for in the text of the page: each takes time linear in the page.
const MAX_COMPARED_BLOCKS: usize = 64;

/// Returns the words of texts, one after the other.
pub(super) fn words_of(texts: &[Option<String>]) -> String {
    let mut words = String::new();
    for text in texts.iter().flatten() {
        push_words(text, &mut words);
    }
    words
}

/// Returns the words of the blocks of a page, then those of the blocks of its feed that the page has not. Most feeds have the
/// beginning of the page.
pub(super) fn body_words_of_both(page: &Document, feed: Document) -> String {
    let mut words = format!(" {} ", body_words(page).trim());
    let mut own = feed;
    let mut compared = 0;
    own.blocks.retain(|block| {
        compared += 1;
        if compared > MAX_COMPARED_BLOCKS {
            return true;
        }
        let mut of_block = String::new();
        push_words(&block.text(), &mut of_block);
        !words.contains(&format!(" {} ", of_block.trim()))
    });
    words.push_str(&body_words(&own));
    words
}

/// Returns the words of the blocks. After the limit only new words are added.
pub(super) fn body_words(document: &Document) -> String {
    let mut words = String::new();
    let mut blocks = document.blocks.iter();
    for block in blocks.by_ref() {
        push_words(&block.text(), &mut words);
        if words.len() > MAX_POSITION_BYTES {
            break;
        }
    }
    let mut rest = String::new();
    for block in blocks {
        push_words(&block.text(), &mut rest);
    }
    let mut new = HashSet::new();
    if words.len() > 2 * MAX_POSITION_BYTES {
        // One block may be a whole book.
        let end = words
            .bytes()
            .skip(MAX_POSITION_BYTES)
            .position(|b| b == b' ')
            .map_or(words.len(), |at| MAX_POSITION_BYTES + at);
        rest.insert(0, ' ');
        rest.insert_str(0, words.get(end..).unwrap_or_default());
        words.truncate(end);
    }
    if !rest.is_empty() {
        let known: HashSet<&str> = words.split(' ').collect();
        new.extend(
            rest.split(' ')
                .filter(|word| !word.is_empty() && !known.contains(word)),
        );
        let mut new: Vec<&str> = new.into_iter().collect();
        new.sort_unstable();
        words.push(' ');
        words.push_str(&new.join(" "));
    }
    words
}

/// Returns the prefixes and the whole words of texts.
pub(super) fn word_prefixes(texts: &[&str]) -> String {
    let mut words = String::new();
    for text in texts {
        push_words(text, &mut words);
    }
    prefixes_of(&[&words], true)
}

/// Returns the prefixes of words, each once, of up to [`MAX_PREFIX_LETTERS`] letters; with `whole` also the longer
/// words.
pub(super) fn prefixes_of(texts: &[&str], whole: bool) -> String {
    let mut words: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.split(' '))
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_unstable();
    words.dedup();
    let mut out = String::new();
    let mut before = "";
    for word in words {
        let mut ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        let mut last = 0;
        for _ in 0..MAX_PREFIX_LETTERS {
            let Some(end) = ends.next() else { break };
            last = end;
            let start = word.get(..end).unwrap_or_default();
            // Words with the same beginning are adjacent.
            if !before.starts_with(start) {
                out.push_str(start);
                out.push(' ');
            }
        }
        if whole && last < word.len() {
            out.push_str(word);
            out.push(' ');
        }
        before = word;
    }
    out
}
