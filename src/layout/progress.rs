//! Progress in an article: characters before its blocks ([`characters_before_blocks`]), and their share ([`percent_shown`]).

use super::segmentation::segment_document;
use crate::model::Document;

/// Returns the number of characters before each block of a document, and at the end that of the whole article. Title and standfirst
/// come before the first block.
pub fn characters_before_blocks(document: &Document) -> Vec<usize> {
    let segmentation = segment_document(document);
    let first_units = segmentation.first_units.iter();
    let before = first_units.map(|unit| {
        let unit = segmentation.units.get(*unit);
        unit.map_or(segmentation.characters, |unit| unit.characters_before)
    });
    before.chain([segmentation.characters]).collect()
}

/// Returns the characters shown so far in percent of all; 100 only for the end of the article, where `is_end` is true.
pub fn percent_shown(shown: usize, all: usize, is_end: bool) -> u8 {
    match is_end {
        true => 100,
        false => u8::try_from(shown * 100 / all.max(1)).map_or(99, |percent| percent.min(99)),
    }
}
