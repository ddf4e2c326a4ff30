//! Layout of a screen of a given size: [`Geometry`]. The app needs it to lay out text, the ui to draw it.

use crate::config::{Align, Settings};

/// A rectangle of the screen, in columns and rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Area {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// Smallest width of the screen, in columns, at which both panes are side by side.
const MIN_TWO_PANE_COLUMNS: u16 = 100;
/// The fewest columns that the border between the panes leaves to the list and to the reader. Together no more than there are.
const MIN_LIST_COLUMNS: u16 = 16;
const MIN_READER_COLUMNS: u16 = 30;
/// The widest overlay, in columns.
const MAX_PICKER_COLUMNS: u16 = 104;
/// Below this many rows the header gives way to text.
const HEADER_ROWS: u16 = 10;
/// Below this many rows the footer and the upper border do, too.
const FOOTER_ROWS: u16 = 5;

/// The parts of the screen. A part that is not shown is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Geometry {
    /// The program's name, the views, the day.
    pub header: Option<Area>,
    /// The list with its borders.
    pub list: Option<Area>,
    /// The reader with its borders.
    pub reader: Option<Area>,
    /// Hints, messages and prompts.
    pub footer: Option<Area>,
    /// True if panes have borders on all four sides, or only above and below.
    pub has_boxes: bool,
    /// True if panes have an upper border.
    pub has_upper_border: bool,
}

/// Pane that has the keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    /// The list of articles.
    #[default]
    List,
    /// The text of an article.
    Reader,
}

impl Geometry {
    /// Returns the parts of a screen of `width` × `height`; with zen on, the text has it all. Where both panes are
    /// there, the list has `list_width` columns, or a third of the screen.
    pub fn new(width: u16, height: u16, focus: Pane, zen: bool, list_width: Option<u16>) -> Self {
        let mut rows = Area {
            x: 0,
            y: 0,
            width,
            height,
        };
        let mut parts = Self::default();
        let zen = zen && focus == Pane::Reader;
        if height >= HEADER_ROWS && !zen {
            parts.header = Some(rows.take_top(1));
        }
        if height >= FOOTER_ROWS && !zen {
            parts.footer = Some(rows.take_bottom(1));
        }
        parts.has_upper_border = height >= FOOTER_ROWS && !zen;
        parts.has_boxes = width >= MIN_TWO_PANE_COLUMNS && !zen;
        if parts.has_boxes {
            let list_width = match list_width {
                Some(columns) => columns.clamp(MIN_LIST_COLUMNS, width - MIN_READER_COLUMNS),
                None => (width / 3).clamp(30, 56),
            };
            parts.list = Some(rows.take_left(list_width));
            parts.reader = Some(rows);
        } else {
            match focus {
                Pane::List => parts.list = Some(rows),
                Pane::Reader => parts.reader = Some(rows),
            }
        }
        parts
    }

    /// Area inside the borders of a pane.
    pub fn inside(&self, pane: Area) -> Area {
        let mut inner = pane;
        if self.has_upper_border {
            inner.take_top(1);
        }
        if pane.height > 1 {
            inner.take_bottom(1);
        }
        if self.has_boxes {
            inner.x = inner.x.saturating_add(1);
            inner.width = inner.width.saturating_sub(2);
        }
        inner
    }

    /// True if the border between the panes is there.
    pub fn on_divider(&self, x: u16, y: u16) -> bool {
        let (Some(list), Some(reader)) = (self.list, self.reader) else {
            return false;
        };
        let right = (list.x + list.width).saturating_sub(1);
        (list.contains(x, y) || reader.contains(x, y)) && (x == right || x == reader.x)
    }

    /// Returns the column of text inside a reader pane: at most as wide as the measure, and where the alignment says.
    pub fn text_area(&self, pane: Area, settings: &Settings) -> Area {
        let inner = self.inside(pane);
        let room = self.max_text_columns(pane);
        let width = room.min(settings.measure);
        let margin = (inner.width - room) / 2;
        let left = match settings.align {
            Align::Left => 0,
            Align::Center => (room - width) / 2,
        };
        Area {
            x: inner.x + margin + left,
            width,
            ..inner
        }
    }

    /// Returns the columns for text inside a reader pane.
    pub fn max_text_columns(&self, pane: Area) -> u16 {
        let inner = self.inside(pane);
        let margin = u16::from(inner.width >= 20);
        inner.width.saturating_sub(2 * margin)
    }
}

/// Returns the box of an overlay with room for so many rows, on a screen of `size`.
pub fn picker_box(size: (u16, u16), rows: usize) -> Area {
    let width = size.0.saturating_sub(if size.0 > 40 { 4 } else { 0 });
    let width = width.min(MAX_PICKER_COLUMNS);
    // The height is that of the whole list, so that typing does not make the box jump.
    let rows = rows.min(usize::from(size.1)) as u16;
    let height = rows.saturating_add(3).min(size.1);
    Area {
        x: (size.0 - width) / 2,
        y: (size.1 - height) / 2,
        width,
        height,
    }
}

/// Returns the rows in the box of an overlay: below its filter.
pub fn picker_rows_area(frame: Area) -> Area {
    Area {
        x: frame.x + 1,
        y: frame.y + 2,
        width: frame.width.saturating_sub(2),
        height: frame.height.saturating_sub(3),
    }
}

impl Area {
    /// True if a place of the screen is in it.
    pub fn contains(&self, x: u16, y: u16) -> bool {
        let within = |at: u16, start: u16, length: u16| at >= start && at - start < length;
        within(x, self.x, self.width) && within(y, self.y, self.height)
    }

    /// Returns the index of the row of the list at a cell of the screen.
    pub fn row(&self, x: u16, y: u16) -> Option<usize> {
        self.contains(x, y).then(|| usize::from(y - self.y))
    }

    fn take_top(&mut self, rows: u16) -> Area {
        let rows = rows.min(self.height);
        let part = Area {
            height: rows,
            ..*self
        };
        self.y += rows;
        self.height -= rows;
        part
    }

    fn take_bottom(&mut self, rows: u16) -> Area {
        let rows = rows.min(self.height);
        self.height -= rows;
        Area {
            y: self.y + self.height,
            height: rows,
            ..*self
        }
    }

    fn take_left(&mut self, columns: u16) -> Area {
        let columns = columns.min(self.width);
        let part = Area {
            width: columns,
            ..*self
        };
        self.x += columns;
        self.width -= columns;
        part
    }
}
