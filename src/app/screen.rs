//! State of the screen: size, focus, zen mode, width of the list: [`Screen`].

use super::{Geometry, Pane, Size};
use crate::config::Settings;

/// Columns by which `wider` and `narrower` change the width of the text.
const MEASURE_STEP: u16 = 4;

/// Size of the screen, and the state that its division depends on.
#[derive(Debug)]
pub(super) struct Screen {
    /// Size of the screen.
    pub(super) size: Size,
    /// Pane that keys go to.
    pub(super) focus: Pane,
    /// True if only the text is shown.
    pub(super) is_zen: bool,
    /// Columns of the list, once the border between the panes was dragged.
    pub(super) list_width: Option<u16>,
    /// True while the border between the panes is dragged.
    pub(super) is_dragging_divider: bool,
}

impl Screen {
    /// Returns a screen of `size`.
    pub(super) fn new(size: Size, focus: Pane) -> Self {
        Self {
            size,
            focus,
            is_zen: false,
            list_width: None,
            is_dragging_divider: false,
        }
    }

    /// Returns the areas of the screen.
    pub(super) fn geometry(&self) -> Geometry {
        let Size { columns, rows } = self.size;
        Geometry::new(columns, rows, self.focus, self.is_zen, self.list_width)
    }

    /// Returns the width of the text one step wider or narrower.
    ///
    /// # Errors
    ///
    /// The text already has its maximum or minimum width; the error is the message to the user.
    pub(super) fn step_measure(&self, settings: &Settings, wider: bool) -> Result<u16, String> {
        let geometry = self.geometry();
        let room = geometry.reader;
        let room = room.map_or(Settings::MAX_MEASURE, |pane| {
            geometry.max_text_columns(pane)
        });
        let now = settings.measure;
        let to = if wider {
            // A width beyond that of the pane would change nothing on the screen.
            (now + MEASURE_STEP)
                .min(room.max(now))
                .min(Settings::MAX_MEASURE)
        } else {
            now.min(room)
                .saturating_sub(MEASURE_STEP)
                .max(Settings::MIN_MEASURE)
        };
        if to == now {
            let direction = if wider { "wider" } else { "narrower" };
            return Err(format!("The text can't be {direction}"));
        }
        Ok(to)
    }
}
