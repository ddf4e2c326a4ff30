//! Comparison of two texts of one article: [`is_changed`] decides whether one differs from the other by more than noise,
//! [`compare`] makes a document in which insertions and deletions are marked.
//!
//! Noise is: white space, quotes and dashes; formats, links and other attributes; how words are divided into blocks; and
//! in a line of dates and counters ("Updated 3 Feb 14:03 · 12 comments") those dates and counters. Code differs by anything
//! but white space.
//!
//! The work is bounded by counts: words are hashed once, and long sequences are divided at runs of words that both have
//! once. A part that is still too long for a comparison word by word is deleted and inserted as a whole.

mod alignment;
mod blocks;
mod change;
mod hunks;
mod inlines;
mod noise;
mod positions;
mod units;
mod words;

use crate::model::{Block, Document, Inline, TextComparison};
use blocks::{Comparer, compare_texts};
use positions::change_positions;
use words::words;

pub use change::ChangeMarks;

/// Returns true if the text of an article has changed by more than noise.
///
/// # Examples
///
/// ```
/// use newsprint::comparison::is_changed;
/// use newsprint::model::{Block, Document, Inline};
///
/// let article = |text: &str| Document {
///     blocks: vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])],
///     ..Document::default()
/// };
/// let old = article("The bridge reopens \"today\" - at noon.");
/// assert!(!is_changed(&old, &article("The bridge reopens “today” – at  noon.")));
/// assert!(is_changed(&old, &article("The bridge reopens “today” – at one.")));
/// ```
pub fn is_changed(old: &Document, new: &Document) -> bool {
    units::document_keys(old) != units::document_keys(new)
}

/// Returns the new text of an article with all that was inserted and deleted since the old one marked in it. A changed
/// title or standfirst is the first paragraph.
pub fn compare(old: &Document, new: &Document, marks: ChangeMarks) -> TextComparison {
    let mut comparer = Comparer::new(marks);
    let compared = comparer.blocks(&old.blocks, &new.blocks);
    let mut head = Vec::new();
    let [old_title, new_title] =
        [old, new].map(|document| document.metadata.title.as_deref().unwrap_or_default());
    if differ(old_title, new_title) {
        let title = compare_texts(old_title, new_title, marks);
        head.push(Block::Paragraph(vec![Inline::Strong(title)]));
    }
    let [old_standfirst, new_standfirst] =
        [old, new].map(|document| document.standfirst_to_show().unwrap_or_default());
    let mut metadata = new.metadata.clone();
    metadata.standfirst = new.standfirst_to_show().map(str::to_owned);
    if differ(old_standfirst, new_standfirst) {
        let standfirst = compare_texts(old_standfirst, new_standfirst, marks);
        metadata.standfirst = None;
        head.push(Block::Paragraph(vec![Inline::Emphasis(standfirst)]));
    }
    let shift = head.len();
    let blocks: Vec<Block> = head.into_iter().chain(compared.blocks).collect();
    let document = Document {
        metadata,
        blocks,
        targets: Vec::new(),
        left_out: new.left_out,
    };
    TextComparison {
        changes: change_positions(&document),
        blocks: compared.new_at.into_iter().map(|at| at + shift).collect(),
        document,
        since: 0,
    }
}

/// Returns true if two lines differ by more than white space, quotes and dashes.
fn differ(old: &str, new: &str) -> bool {
    let keys = |text| words(text).into_iter().map(|word| word.key);
    !keys(old).eq(keys(new))
}
