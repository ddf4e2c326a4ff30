//! Attributes of a link: [`LinkAttributes`].

/// Attributes of a link (RFC 4287, section 4.2.7), all in lower case except the title.
#[derive(Debug, Default)]
pub(super) struct LinkAttributes {
    pub(super) rel: Option<String>,
    pub(super) media_type: Option<String>,
    pub(super) length: Option<u64>,
    pub(super) title: Option<String>,
}

impl LinkAttributes {
    /// Returns the rank of an alternate link: a web page goes before another type. `None` if the type is no media type.
    pub(super) fn rank(&self) -> Option<u8> {
        match self.is_page() {
            true => Some(4),
            false
                if self
                    .media_type
                    .as_deref()
                    .is_some_and(|t| t.contains(' ') && !t.contains(';')) =>
            {
                None
            }
            false => Some(2),
        }
    }

    /// Returns true if the link may lead to a web page.
    pub(super) fn is_page(&self) -> bool {
        self.media_type.as_deref().is_none_or(|media_type| {
            matches!(media_type, "text" | "html")
                || media_type.contains("html")
                || media_type.starts_with("text/")
        })
    }
}
