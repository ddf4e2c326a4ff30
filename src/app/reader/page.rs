//! The page that a text is laid out for: width, height, layout options: [`PageLayout`].

use chrono::{DateTime, FixedOffset};

use crate::layout::Options;

/// A page that a text is laid out for.
#[derive(Debug, Clone)]
pub(in crate::app) struct PageLayout {
    /// Options of the layout, such as the width.
    pub(in crate::app) options: Options,
    /// Rows.
    pub(in crate::app) height: u16,
    /// True if an article that was read to its end opens at its start.
    pub(in crate::app) restarts_finished: bool,
    /// Present time.
    pub(in crate::app) now: DateTime<FixedOffset>,
    /// True if code is highlighted.
    pub(in crate::app) highlight_code: bool,
}
