//! The screen: its size, which pane has the keys, and how the panes share it: [`Screen`].

use super::{Geometry, Pane};

/// The size of the screen and what decides on its parts.
#[derive(Debug)]
pub(super) struct Screen {
    /// Columns and rows.
    pub(super) size: (u16, u16),
    /// The pane that keys go to.
    pub(super) focus: Pane,
    /// Whether nothing but the text is shown.
    pub(super) zen: bool,
    /// The columns of the list, once the border was dragged.
    pub(super) list_width: Option<u16>,
    /// Whether the border between the panes is being dragged.
    pub(super) dragging: bool,
}

impl Screen {
    /// A screen of so many columns and rows.
    pub(super) fn new(size: (u16, u16), focus: Pane) -> Self {
        Self {
            size,
            focus,
            zen: false,
            list_width: None,
            dragging: false,
        }
    }

    /// The parts of the screen.
    pub(super) fn geometry(&self) -> Geometry {
        let (width, height) = self.size;
        Geometry::new(width, height, self.focus, self.zen, self.list_width)
    }
}
