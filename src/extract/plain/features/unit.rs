//! Features of one unit by itself: [`UnitFeatures`].

use std::ops::Range;

use crate::extract::plain::lexicon::{CLASSES, PhraseKind};

/// Features of one unit by itself.
#[derive(Debug, Clone, Default)]
pub struct UnitFeatures {
    /// Words; two ideographs count as one.
    pub words: usize,
    /// Characters.
    pub chars: usize,
    /// Ends as a sentence does.
    pub ends_sentence: bool,
    /// Ends with a colon.
    pub ends_in_colon: bool,
    /// Ends with a question mark.
    pub ends_in_question_mark: bool,
    /// Begins with a small letter.
    pub begins_lower: bool,
    /// Begins with a digit.
    pub begins_with_digit: bool,
    /// Has capitals and no small letters.
    pub is_all_caps: bool,
    /// The share of words that begin with a capital.
    pub capitalized_share: f32,
    /// The share of characters that are digits.
    pub digit_share: f32,
    /// Commas, and ends of sentences inside.
    pub commas: usize,
    /// Ends of sentences that are not at the end.
    pub inner_sentence_ends: usize,
    /// `|`, arrows, guillemets at the end and such, as menus have.
    pub menu_marks: bool,
    /// An address of a page or of mail.
    pub has_address: bool,
    /// A copyright sign.
    pub has_copyright: bool,
    /// A small letter meets a capital inside a word.
    pub has_glued_words: bool,
    /// A price.
    pub has_price: bool,
    /// Opens with a quotation mark.
    pub is_quoted: bool,
    /// Programming signs.
    pub looks_like_code: bool,
    /// Range of the date in the unit in bytes, if the unit is short.
    pub date: Option<Range<usize>>,
    /// Words of each class of the lexicon.
    pub classes: [u16; CLASSES],
    /// True for a few words, a colon and a few words, as in `Price: 3 crowns`.
    pub is_label_and_value: bool,
    /// Points to another article: `Read more: …`.
    pub is_pointer: bool,
    /// A hash of the first word, and how many short units begin with it.
    pub first_word: u64,
    /// Number of short units that begin with the same word.
    pub openings: usize,
    /// Is an item by its bullet or number.
    pub is_item: bool,
    /// Is code, a quotation or a table by its form.
    pub is_verbatim: bool,
    /// Only marks a place.
    pub is_placeholder: bool,
    /// The usual name of a section.
    pub is_section_name: bool,
    /// Numbered like a heading: how deep.
    pub numbering: Option<u8>,
    /// Number of units with the same words.
    pub copies: usize,
    /// Index among the units with the same words, from 0.
    pub copy: usize,
    /// Hash of its words, by which copies are found.
    pub words_hash: u64,
    /// Similarity to prose by its own form, 0 to 1.
    pub prose: f32,
    /// Kind of the boilerplate that the unit is by its words.
    pub phrase: Option<PhraseKind>,
}
