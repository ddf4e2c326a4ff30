//! The page that a text is laid out for: [`PageLayout`].

use crate::layout::Options;

/// The page that a text is laid out for.
#[derive(Debug, Clone)]
pub(in crate::app) struct PageLayout {
    pub(in crate::app) options: Options,
    /// Rows.
    pub(in crate::app) height: u16,
    /// True if code is coloured.
    pub(in crate::app) highlight_code: bool,
}
