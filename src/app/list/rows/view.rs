//! The part of the rows that is on the screen: its size, scrolling, and the row at a position.

use super::{List, ListRow};

/// Rows between the selection and the edge of the screen.
const SCROLL_MARGIN: usize = 2;

impl List {
    /// Returns the articles of a page: those on the screen less the margin.
    pub fn page_rows(&self) -> isize {
        let lines = 1 + usize::from(self.has_second_lines);
        (self.height.saturating_sub(SCROLL_MARGIN) / lines).max(1) as isize
    }

    /// Sets the rows on the screen, and whether each article has a second line.
    pub fn set_size(&mut self, height: u16, has_second_lines: bool) {
        let height = usize::from(height);
        if self.has_second_lines != has_second_lines {
            (self.height, self.has_second_lines) = (height, has_second_lines);
            self.rebuild_rows(None);
        } else if self.height != height {
            self.height = height;
            self.scroll_to_selected();
        }
    }

    /// Returns true if each article has a second line.
    pub fn has_second_lines(&self) -> bool {
        self.has_second_lines
    }

    /// Returns the number of rows between the top of the screen and the selection.
    pub(in crate::app) fn distance_to_selection(&self) -> usize {
        let selected = self.selectable.get(self.selected).copied().unwrap_or(0);
        selected.abs_diff(self.offset)
    }

    /// Returns the rows on the screen.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Scrolls by rows, down if positive; the selection stays.
    pub fn scroll(&mut self, rows: isize) {
        let most = self.rows.len().saturating_sub(self.height);
        self.offset = self.offset.saturating_add_signed(rows).min(most);
    }

    /// Selects the row at a row of the screen, without scrolling. False for a head or an empty row.
    pub fn select_in_view(&mut self, row: usize) -> bool {
        let row = self.first_line_of(self.offset + row);
        match self.selectable.binary_search(&row) {
            Ok(index) => {
                self.selected = index;
                true
            }
            Err(_) => false,
        }
    }

    /// Returns true if a row of the screen belongs to the selection.
    pub fn is_selected_in_view(&self, row: usize) -> bool {
        let row = self.first_line_of(self.offset + row);
        self.selectable.get(self.selected) == Some(&row)
    }

    /// Returns the first line of what is at an index of `rows`.
    pub(super) fn first_line_of(&self, row: usize) -> usize {
        match self.rows.get(row) {
            Some(entry) if entry.is_second_line() => row.saturating_sub(1),
            _ => row,
        }
    }

    /// Returns the rows on the screen, from the top.
    pub fn visible(&self) -> impl Iterator<Item = ListRow> {
        self.rows
            .iter()
            .skip(self.offset)
            .take(self.height)
            .copied()
    }

    /// Returns the row of the screen with the selection; `None` if it is scrolled out of sight.
    pub fn selected_row(&self) -> Option<usize> {
        let row = self
            .selectable
            .get(self.selected)?
            .checked_sub(self.offset)?;
        (row < self.height).then_some(row)
    }

    /// Scrolls so that the selection is on the screen, with a margin.
    pub(super) fn scroll_to_selected(&mut self) {
        let Some(row) = self.selectable.get(self.selected).copied() else {
            self.offset = 0;
            return;
        };
        let margin = SCROLL_MARGIN.min(self.height.saturating_sub(1) / 2);
        let next = self.rows.get(row + 1);
        let last = row + usize::from(next.is_some_and(|next| next.is_second_line()));
        let lowest = (last + margin + 1)
            .min(self.rows.len())
            .saturating_sub(self.height);
        // The head above the first article of a group becomes visible with it.
        let highest = row.saturating_sub(margin);
        self.offset = self.offset.max(lowest).min(highest);
    }
}
