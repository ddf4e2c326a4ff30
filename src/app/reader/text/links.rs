//! Links in the text of an article: the visible ones, and the selected one.

use std::ops::Range;
use std::sync::Arc;

use super::ReaderText;
use super::link::{LinkInView, SelectedLink};
use crate::layout::{TextLine, columns};

impl ReaderText {
    /// Returns the visible links, in reading order.
    pub fn links_in_view(&self) -> Vec<LinkInView> {
        let mut found: Vec<LinkInView> = Vec::new();
        for (row, (at, line)) in self.visible().enumerate() {
            for (column, url) in links_of(line) {
                let same = |other: &LinkInView| {
                    other.link.unit == at.unit && Arc::ptr_eq(&other.link.url, url)
                };
                if !found.iter().rev().any(same) {
                    let link = self.link(at.unit, url);
                    let column = column.cast_signed() - line.columns_before() as isize;
                    found.push(LinkInView { link, row, column });
                }
            }
        }
        found
    }

    /// Returns the link at a row and a column of the text. Columns before the text are below 0: wide lines may begin there.
    pub fn link_at(&self, row: usize, column: isize) -> Option<SelectedLink> {
        let (at, line) = self.visible().nth(row)?;
        let column = column.checked_add_unsigned(usize::from(line.columns_before()))?;
        let column = usize::try_from(column).ok()?;
        let mut end = 0;
        for span in &line.spans {
            end += columns(&span.text);
            if column < end {
                return Some(self.link(at.unit, span.link.as_ref()?));
            }
        }
        None
    }

    /// Returns the link of a unit whose address is this very `Arc`; two links with equal addresses differ.
    fn link(&self, unit: usize, url: &Arc<str>) -> SelectedLink {
        let lines = self.layout.laid_out_lines(unit).unwrap_or_default();
        let spans = lines.iter().flat_map(|line| &line.spans);
        let of_link = spans.filter(|span| span.link.as_ref().is_some_and(|l| Arc::ptr_eq(l, url)));
        let mut range: Option<Range<usize>> = None;
        for span in of_link {
            if let Some(start) = span.source {
                let end = start + span.text.len();
                range = Some(range.map_or(start..end, |r| r.start.min(start)..r.end.max(end)));
            }
        }
        SelectedLink {
            url: url.clone(),
            unit,
            range: range.unwrap_or_default(),
        }
    }

    /// Selects a link, or none.
    pub fn select_link(&mut self, link: Option<SelectedLink>) {
        self.selected = link;
    }

    /// Returns the selected link while a part of it is visible.
    pub fn selected_link(&self) -> Option<&SelectedLink> {
        let link = self.selected.as_ref()?;
        let mut lines = self.visible().filter(|(at, _)| at.unit == link.unit);
        let shows = |line: &TextLine| {
            let sources = line
                .spans
                .iter()
                .filter_map(|s| s.source.filter(|_| s.link.is_some()));
            sources
                .into_iter()
                .any(|source| link.range.contains(&source))
        };
        lines.any(|(_, line)| shows(line)).then_some(link)
    }
}

/// Returns the links of a line, span by span, with their first columns.
fn links_of(line: &TextLine) -> impl Iterator<Item = (usize, &Arc<str>)> {
    let mut end = 0;
    line.spans.iter().filter_map(move |span| {
        let start = end;
        end += columns(&span.text);
        Some((start, span.link.as_ref()?))
    })
}
