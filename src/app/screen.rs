//! State of the screen: size, focus, zen mode, width of the list: [`Screen`].

use super::geometry::{PaneOptions, list_columns};
use super::{Geometry, Pane, Size};
use crate::config::Settings;

/// Columns by which `wider` and `narrower` change the width of the text.
const MEASURE_STEP: u16 = 4;
/// Columns by which `list-wider` and `list-narrower` change the width of the list.
const LIST_STEP: u16 = 4;

/// Size of the screen, and the state that its division depends on.
#[derive(Debug)]
pub(super) struct Screen {
    /// Size of the screen.
    pub(super) size: Size,
    /// Pane that keys go to.
    pub(super) focus: Pane,
    /// True if only the text is shown.
    pub(super) is_zen: bool,
    /// Columns of the list beside the reader, once they were chosen; remembered in the library.
    pub(super) list_width: Option<u16>,
    /// True if the list has at most one row.
    pub(super) has_single_row: bool,
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
            has_single_row: false,
            is_dragging_divider: false,
        }
    }

    /// Returns the areas of the screen.
    pub(super) fn geometry(&self) -> Geometry {
        let panes = PaneOptions {
            focus: self.focus,
            is_zen: self.is_zen,
            has_single_row: self.has_single_row,
            list_width: self.list_width,
        };
        Geometry::new(self.size, panes)
    }

    /// Makes the list one step wider or narrower and returns its columns.
    ///
    /// # Errors
    ///
    /// The list is not beside the reader, or has its maximum or minimum width; the error is the message to the user.
    pub(super) fn step_list_width(&mut self, wider: bool) -> Result<u16, String> {
        let geometry = self.geometry();
        let (Some(list), Some(_)) = (geometry.list, geometry.reader) else {
            return Err("Only one pane is shown here".to_owned());
        };
        let wanted = match wider {
            true => list.width + LIST_STEP,
            false => list.width.saturating_sub(LIST_STEP),
        };
        let columns = list_columns(self.size.columns, Some(wanted));
        if columns == list.width {
            let direction = if wider { "wider" } else { "narrower" };
            return Err(format!("The list can't be {direction}"));
        }
        self.list_width = Some(columns);
        Ok(columns)
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
        if to == now && wider && room <= now {
            return Err(format!("Text width {now}; its pane has {room} columns"));
        }
        if to == now {
            let direction = if wider { "wider" } else { "narrower" };
            return Err(format!("The text can't be {direction}"));
        }
        Ok(to)
    }
}
