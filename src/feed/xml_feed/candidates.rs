//! Elements that stand before the root element of a feed: [`Candidates`].

use crate::feed::error::NotAFeed;

/// Elements that were seen before the root element of a feed.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// True after an element of a web page.
    pub(super) has_html: bool,
    /// True after any element.
    pub(super) has_element: bool,
    /// Format of another kind that was found for certain.
    pub(super) rejected: Option<NotAFeed>,
}

impl Candidates {
    /// Returns what a text without a feed is.
    pub(super) fn not_a_feed(&self, text: &str) -> NotAFeed {
        // (A page needs neither `html` nor `head`.)
        let start = text.trim_start().as_bytes();
        let is_page = start
            .get(..14)
            .is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype html"));
        match (self.has_html || is_page, self.has_element) {
            (true, _) => NotAFeed::Html,
            (false, true) if text.starts_with('<') => NotAFeed::OtherXml,
            _ => NotAFeed::NotText,
        }
    }
}
