//! Corrections of an extraction by the user: [`Correction`].
//!
//! 1. [`parts`] splits an article into the smallest parts that can be taken out.
//! 2. [`apply`] applies corrections to a document.

mod apply;
mod parts;

use serde::{Deserialize, Serialize};

pub use apply::apply_corrections;
pub use parts::{ArticlePart, article_parts, comparable_letters};

/// Change of the user to what an extraction took as the article. It names texts by content, so that it also holds for the
/// document of a later extraction or of a changed source; what it does not find there has no effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Correction {
    /// Parts of the article that stand on the same lines of the source are taken out.
    Remove {
        /// Parts, in reading order.
        parts: Vec<PartKey>,
        /// Number of these lines.
        lines: usize,
    },
    /// A line of the source that was left out is taken in, as a paragraph.
    Insert {
        /// Line; equal lines of the source are counted from 0.
        line: PartKey,
        /// Part of the extracted article in front of it; `None` at the start of the article.
        after: Option<PartKey>,
        /// Number of left-out lines between that part and the line.
        distance: usize,
        /// Number of lines of the source that it consists of: above 1 where the source breaks it.
        lines: usize,
    },
}

impl Correction {
    /// Returns true if text is taken into the article, false if it is taken out.
    pub fn inserts(&self) -> bool {
        matches!(self, Self::Insert { .. })
    }

    /// Returns the text that is taken in, or the start of each part that is taken out, on one line.
    pub fn text(&self) -> String {
        match self {
            Self::Insert { line, .. } => line.text.clone(),
            Self::Remove { parts, .. } => {
                let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
                texts.join(" ")
            }
        }
    }
}

/// Start of a part of an article, or a line of its source. Two of them are equal if they have the same letters, see
/// [`comparable_letters`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PartKey {
    /// Text on one line, with one space between words.
    pub text: String,
    /// Number of equal parts or lines before it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub occurrence: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}
