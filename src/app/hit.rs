//! What a click hits: [`Hit`], from the geometry and the rows that were drawn.

use super::{App, Area, Link, ListRow, Overlay, geometry};
use crate::model::ArticleId;

/// What stands at a place of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// A row of the overlay, counted from the first on the screen.
    PickerRow(usize),
    /// The overlay, but none of its rows.
    Picker,
    /// What an overlay lies over.
    Behind,
    /// The border between the panes.
    Divider,
    /// A story in the list, or a place in it: its row on the screen, counted from the first of the list.
    Story(ArticleId, usize),
    /// The list pane, but no story.
    List,
    /// A link in the text.
    Link(Link),
    /// The reader pane, but no link.
    Reader,
    /// The header or the footer.
    Edge,
}

impl App {
    /// What stands at column `x` and row `y` of the screen.
    pub fn hit(&self, x: u16, y: u16) -> Hit {
        if let Overlay::Picker(picker) = &self.overlay.open {
            let frame = geometry::picker_box(self.screen.size, picker.height());
            let rows = geometry::picker_rows_area(frame);
            return match rows.row(x, y).filter(|row| *row < picker.visible().count()) {
                Some(row) => Hit::PickerRow(row),
                None if frame.holds(x, y) => Hit::Picker,
                None => Hit::Behind,
            };
        }
        let parts = self.geometry();
        let at = |pane: Option<Area>| pane.filter(|pane| pane.holds(x, y));
        if parts.on_divider(x, y) {
            return Hit::Divider;
        }
        if let Some(pane) = at(parts.list) {
            let number = parts.inside(pane).row(x, y);
            let row = number.and_then(|row| self.list.rows.visible().nth(row));
            return match (row, number) {
                (Some(ListRow::Story(i) | ListRow::Place(i, _)), Some(number)) => {
                    match self.list.rows.articles().get(i) {
                        Some(article) => Hit::Story(article.id, number),
                        None => Hit::List,
                    }
                }
                _ => Hit::List,
            };
        }
        if let Some(pane) = at(parts.reader) {
            let column = parts.column(pane, &self.settings);
            let link = column.row(x, y).and_then(|row| {
                let column = usize::from(x - column.x);
                self.reader.text.as_ref()?.link_at(row, column)
            });
            return link.map_or(Hit::Reader, Hit::Link);
        }
        Hit::Edge
    }
}
