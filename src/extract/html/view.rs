//! Shared read-only view of the page during conversion: [`PageView`].

use url::Url;

use crate::extract::dom::{DomId, DomTree};

/// The DOM of a page, the nodes to leave out, and the base URL.
#[derive(Clone, Copy)]
pub(super) struct PageView<'a> {
    pub(super) tree: &'a DomTree,
    /// True at a node that is left out with all its descendants.
    pub(super) skip: &'a [bool],
    /// URL that relative links are resolved against.
    pub(super) base_url: Option<&'a Url>,
}

impl PageView<'_> {
    /// Returns true if a node is left out.
    pub(super) fn is_skipped(&self, id: DomId) -> bool {
        self.skip.get(id).copied().unwrap_or(false)
    }

    /// Returns `href` as an absolute URL; `None` if it is empty, a fragment, or of a scheme that cannot be followed
    /// (`javascript:`, `data:` and the like). Without a base URL, a relative address is returned as it is.
    pub(super) fn absolute_url(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        let url = match (Url::parse(href), self.base_url) {
            (Ok(url), _) => url.to_string(),
            (Err(_), Some(base)) => base.join(href).ok()?.to_string(),
            (Err(_), None) => href.to_owned(),
        };
        let scheme = url.split(':').next().unwrap_or_default();
        let followed = matches!(
            scheme,
            "http" | "https" | "mailto" | "ftp" | "gemini" | "tel" | "file"
        );
        (followed || !url.contains(':')).then_some(url)
    }
}

/// Part of a heading that is being converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadingPart {
    /// Not inside a heading.
    Outside,
    /// The words of the heading, without its controls.
    Words,
    /// All of the heading, which has no words beside its controls.
    Everything,
}
