//! Text of an article that was left for its other text: [`LeftText`].

use crate::model::{ArticleId, ReadingPosition, TextKind};

/// Text of an article that was left for its other text.
#[derive(Debug)]
pub(super) struct LeftText {
    pub(super) article: ArticleId,
    /// Text that was left.
    pub(super) kind: TextKind,
    /// Position in it.
    pub(super) position: Option<ReadingPosition>,
    /// Position in the other text when it was laid out.
    pub(super) other_position: Option<ReadingPosition>,
    /// Position to go to in the other text once it is loaded: it was left before, too.
    pub(super) returns_to: Option<Option<ReadingPosition>>,
}
