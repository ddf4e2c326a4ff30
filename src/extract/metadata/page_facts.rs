//! Facts about a page that several fields of its metadata depend on: [`PageFacts`].

use super::declared::DeclaredMetadata;
use crate::extract::comparison::comparison_key;
use crate::extract::dates::DateReading;
use crate::extract::dom::{DomId, DomTree};

/// Facts about a page that several fields depend on.
pub(super) struct PageFacts<'a> {
    /// Elements and texts.
    pub(super) tree: &'a DomTree,
    /// Declarations of the page.
    pub(super) declared: &'a DeclaredMetadata,
    /// Keys of the names of the site.
    pub(super) sites: Vec<String>,
    /// Title.
    pub(super) title: Option<String>,
    /// Element that shows the title.
    pub(super) headline: Option<DomId>,
    /// Address of the page.
    pub(super) url: Option<&'a str>,
    /// Facts that decide how the dates of the page are read.
    pub(super) reading: DateReading,
}

impl PageFacts<'_> {
    /// Returns the comparison key of the title.
    pub(super) fn title_key(&self) -> Option<String> {
        self.title.as_deref().map(comparison_key)
    }
}
