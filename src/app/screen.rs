//! The screen: its size, which pane has the keys, and how the panes share it: [`Screen`].

use super::{Geometry, Pane};
use crate::config::Settings;

/// The column of text grows and shrinks by so many columns.
const MEASURE_STEP: u16 = 4;

/// The size of the screen and what decides on its parts.
#[derive(Debug)]
pub(super) struct Screen {
    /// Columns and rows.
    pub(super) size: (u16, u16),
    /// The pane that keys go to.
    pub(super) focus: Pane,
    /// True if nothing but the text is shown.
    pub(super) is_zen: bool,
    /// The columns of the list, once the border was dragged.
    pub(super) list_width: Option<u16>,
    /// True if the border between the panes is being dragged.
    pub(super) is_dragging_divider: bool,
}

impl Screen {
    /// Returns a screen of so many columns and rows.
    pub(super) fn new(size: (u16, u16), focus: Pane) -> Self {
        Self {
            size,
            focus,
            is_zen: false,
            list_width: None,
            is_dragging_divider: false,
        }
    }

    /// Returns the parts of the screen.
    pub(super) fn geometry(&self) -> Geometry {
        let (width, height) = self.size;
        Geometry::new(width, height, self.focus, self.is_zen, self.list_width)
    }

    /// The width of text one step wider or narrower, or why there is none.
    pub(super) fn step_measure(&self, settings: &Settings, wider: bool) -> Result<u16, String> {
        let geometry = self.geometry();
        let room = geometry.reader;
        let room = room.map_or(Settings::MEASURES.1, |pane| geometry.max_text_columns(pane));
        let now = settings.measure;
        let to = if wider {
            // Wider than the pane would show nothing for the key.
            (now + MEASURE_STEP)
                .min(room.max(now))
                .min(Settings::MEASURES.1)
        } else {
            now.min(room)
                .saturating_sub(MEASURE_STEP)
                .max(Settings::MEASURES.0)
        };
        if to == now {
            let end = if wider { "wide" } else { "narrow" };
            return Err(format!("The text can't be {end}"));
        }
        Ok(to)
    }
}
