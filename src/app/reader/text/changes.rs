//! Going from change to change in a comparison of texts.

use super::ReaderText;
use crate::layout::LinePosition;
use crate::model::BlockPosition;

impl ReaderText {
    /// Goes to a change: its line stands in the upper third, and the cursor on it.
    pub fn go_to_change(&mut self, change: BlockPosition) {
        let line = self.line_of_change(change);
        let top = self.line_above(line, self.height / 4);
        self.move_to(top);
        self.last_jump = Some(line);
    }

    /// Goes to the change before or after the current one if that is on the screen, else to the next one below or above the
    /// top line. Returns its index; `None` if there is none.
    pub fn step_change(
        &mut self,
        changes: &[BlockPosition],
        current: usize,
        forward: bool,
    ) -> Option<usize> {
        let line = self.line_of_change(*changes.get(current)?);
        let index = match self.visible_lines.contains(&line) {
            true if forward => current + 1,
            true => current.checked_sub(1)?,
            false => {
                let below = self.first_change_below(changes);
                if forward {
                    below
                } else {
                    below.checked_sub(1)?
                }
            }
        };
        self.go_to_change(*changes.get(index)?);
        Some(index)
    }

    /// Returns the index of the first change at or below the top line.
    fn first_change_below(&mut self, changes: &[BlockPosition]) -> usize {
        let (mut low, mut high) = (0, changes.len());
        while low < high {
            let middle = low.midpoint(high);
            let change = changes.get(middle).copied().unwrap_or_default();
            match self.line_of_change(change) < self.top {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        low
    }

    /// Returns the block at the top of the screen; `None` above the first one.
    pub fn top_block(&self) -> Option<usize> {
        let position = self.layout.block_position(self.top.unit, 0)?;
        Some(position.block)
    }

    fn line_of_change(&mut self, change: BlockPosition) -> LinePosition {
        let position = self.layout.unit_position(change.block, change.byte);
        self.layout.line_of_byte(position.unit, position.byte)
    }

    /// Sets a note that the head shows behind its facts.
    pub fn set_head_note(&mut self, note: String) {
        self.layout.set_head_note(Some(note));
        self.update_view();
    }
}
