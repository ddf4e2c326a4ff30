//! Corrections of an extraction by the user: [`Correction`].

use serde::{Deserialize, Serialize};

/// Change of the user to what an extraction took as the article. It names texts by content, so that it also holds for the
/// document of a later extraction or of a changed source; what it does not find there has no effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case")]
pub enum Correction {
    /// A part of the article is taken out.
    Remove {
        /// Part.
        part: PartKey,
        /// Number of lines of the source that it consists of.
        lines: usize,
    },
    /// A line of the source that was left out is taken in, as a paragraph.
    Insert {
        /// Line; equal lines of the source are counted from 0.
        line: PartKey,
        /// Part of the article in front of it; `None` at the start of the article.
        after: Option<PartKey>,
    },
}

/// Text of a part of an article, or of a line of its source, with the number of equal ones before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PartKey {
    /// Text on one line, with one space between words.
    pub text: String,
    /// Number of parts or lines with an equal text before it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub occurrence: usize,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}
