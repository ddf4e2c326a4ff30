//! The part of a page that is converted, as all converters see it: [`PageView`].

use url::Url;

use crate::extract::dom::{DomId, DomTree};

/// A page, and the part of it that is read.
#[derive(Clone, Copy)]
pub(super) struct PageView<'a> {
    pub(super) tree: &'a DomTree,
    /// For each node, true if it is left out with its content.
    pub(super) skip: &'a [bool],
    /// The address that relative links start from.
    pub(super) base_url: Option<&'a Url>,
}

impl PageView<'_> {
    /// Tells if a node is left out.
    pub(super) fn is_skipped(&self, id: DomId) -> bool {
        self.skip.get(id).copied().unwrap_or(false)
    }

    /// Returns the absolute address, if it is one that a reader can follow.
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
