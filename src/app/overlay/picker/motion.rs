//! Motions of the selection of a picker, also after a count.

use super::Picker;
use crate::app::Action;

impl Picker {
    /// Moves the selection as an action asks. False if the action is no motion.
    pub(in crate::app) fn move_selection(&mut self, action: Action) -> bool {
        self.awaits_restored = false;
        match action {
            Action::NextRow => self.step(1),
            Action::PreviousRow => self.step(-1),
            Action::NextPageOfRows => self.step(self.page_rows()),
            Action::PreviousPageOfRows => self.step(-self.page_rows()),
            Action::PageDown => self.step(self.page_rows()),
            Action::PageUp => self.step(-self.page_rows()),
            Action::HalfPageDown => self.step((self.page_rows() / 2).max(1)),
            Action::HalfPageUp => self.step(-(self.page_rows() / 2).max(1)),
            Action::Start => self.step(isize::MIN),
            Action::End => self.step(isize::MAX),
            _ => return false,
        }
        true
    }

    /// Moves the selection by rows, down if positive.
    pub fn step(&mut self, rows: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
        self.leave_heads_and_scroll(rows >= 0);
    }

    /// Repeats a motion `count` times, to the edge of the rows at most; the first and the last row become the row of that
    /// number. False if the action is no motion.
    pub(in crate::app) fn repeat_motion(&mut self, action: Action, count: usize) -> bool {
        if matches!(action, Action::Start | Action::End) {
            self.select_number(count);
            return true;
        }
        for _ in 0..count {
            let before = self.selected;
            if !self.move_selection(action) {
                return false;
            }
            if self.selected == before {
                break;
            }
        }
        true
    }

    /// Selects the row with this number among the shown ones, from 1, without heads; the last one if there are fewer.
    fn select_number(&mut self, number: usize) {
        let is_row = |at: &usize| {
            let row = self.shown.get(*at).and_then(|row| self.rows.get(*row));
            row.is_some_and(|row| !row.is_head)
        };
        let rows = (0..self.shown.len()).filter(is_row);
        if let Some(at) = rows.take(number).last() {
            self.selected = at;
            self.leave_heads_and_scroll(true);
        }
    }

    /// Returns the rows of a page.
    pub fn page_rows(&self) -> isize {
        self.height.saturating_sub(1).max(1) as isize
    }
}
