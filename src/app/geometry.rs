//! Division of the screen into header, list, reader and footer, in columns and rows: [`Geometry`]. The app lays out
//! text for these areas, and `ui` draws them.

use crate::config::{Align, Settings};
use crate::layout::WideColumns;

/// Size of the app's screen, in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Number of columns.
    pub columns: u16,
    /// Number of rows.
    pub rows: u16,
}

/// A rectangle of the screen, in columns and rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// Minimum columns of a screen with both panes side by side.
const MIN_TWO_PANE_COLUMNS: u16 = 100;
/// Minimum columns of the list when the border between the panes is moved. The minimums of both panes together fit into
/// [`MIN_TWO_PANE_COLUMNS`].
const MIN_LIST_COLUMNS: u16 = 16;
/// Minimum columns of the reader when the border between the panes is moved.
const MIN_READER_COLUMNS: u16 = 30;
/// Maximum columns of a popup.
const MAX_PICKER_COLUMNS: u16 = 104;
/// Minimum columns of a screen on which a popup leaves columns of the panes at its sides.
const MIN_COLUMNS_BESIDE_PICKER: u16 = MAX_PICKER_COLUMNS + 24;
/// Minimum rows of a screen with a header; a lower one leaves the row to the text.
const HEADER_ROWS: u16 = 10;
/// Minimum rows of a screen with a footer and an upper border; a lower one leaves the rows to the text.
const FOOTER_ROWS: u16 = 5;

/// Areas of the screen. An area that is not shown is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Geometry {
    /// Header: program name, view, date.
    pub header: Option<Area>,
    /// List pane with its borders. Beside the reader, its last column is the divider.
    pub list: Option<Area>,
    /// Reader pane with its borders.
    pub reader: Option<Area>,
    /// Footer: hints, messages, prompts.
    pub footer: Option<Area>,
    /// True if panes have an upper border.
    pub has_upper_border: bool,
}

/// One of the two panes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    /// The list of articles.
    #[default]
    List,
    /// The text of an article.
    Reader,
}

/// State of the panes that the division of the screen depends on.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct PaneOptions {
    /// Pane that keys go to.
    pub(in crate::app) focus: Pane,
    /// True if the text of the reader takes the whole screen.
    pub(in crate::app) is_zen: bool,
    /// True if the list has at most one row, which the reader then shows alone.
    pub(in crate::app) has_single_row: bool,
    /// Columns of the list beside the reader, if they were chosen.
    pub(in crate::app) list_width: Option<u16>,
}

impl Geometry {
    /// Returns the areas of a screen of this size. Where both panes are shown, the list has `list_width` columns, or
    /// about two fifths of a narrow screen and a third of a wide one.
    pub(in crate::app) fn new(size: Size, panes: PaneOptions) -> Self {
        let Size {
            columns: width,
            rows: height,
        } = size;
        let PaneOptions {
            focus,
            is_zen,
            has_single_row,
            list_width,
        } = panes;
        let mut rows = Area {
            x: 0,
            y: 0,
            width,
            height,
        };
        let mut parts = Self::default();
        let zen = is_zen && focus == Pane::Reader;
        if height >= HEADER_ROWS && !zen {
            parts.header = Some(rows.take_top(1));
        }
        if height >= FOOTER_ROWS && !zen {
            parts.footer = Some(rows.take_bottom(1));
        }
        parts.has_upper_border = height >= FOOTER_ROWS && !zen;
        let reader_alone = zen || has_single_row && focus == Pane::Reader;
        if width >= MIN_TWO_PANE_COLUMNS && !reader_alone {
            let list_width = list_columns(width, list_width);
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

    /// Returns the area within the borders of a pane.
    pub fn inside(&self, pane: Area) -> Area {
        let mut inner = pane;
        if self.has_upper_border {
            inner.take_top(1);
        }
        if pane.height > 1 {
            inner.take_bottom(1);
        }
        if self.divider() == Some(last_column(pane)) {
            inner.width = inner.width.saturating_sub(1);
        }
        inner
    }

    /// Returns the column of the line between the panes; `None` if only one pane is shown.
    pub fn divider(&self) -> Option<u16> {
        self.reader.and(self.list).map(last_column)
    }

    /// Returns true if the line between the panes is at column `x` and row `y`.
    pub fn on_divider(&self, x: u16, y: u16) -> bool {
        self.divider() == Some(x) && self.list.is_some_and(|list| list.contains(x, y))
    }

    /// Returns the area of the text in a reader pane: at most as wide as the setting `measure`, placed by the setting
    /// `align`.
    pub fn text_area(&self, pane: Area, settings: &Settings) -> Area {
        let inner = self.inside(pane);
        let room = self.max_text_columns(pane);
        let width = room.min(settings.measure);
        let margin = left_margin(inner.width);
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

    /// Returns the columns of a reader pane for code, verse and tables, which may be wider than the text.
    pub fn wide_columns(&self, pane: Area, settings: &Settings) -> WideColumns {
        let inner = self.inside(pane);
        let left = inner.x + left_margin(inner.width);
        let before = self.text_area(pane, settings).x.saturating_sub(left);
        WideColumns {
            before,
            columns: self.max_text_columns(pane).saturating_sub(before),
        }
    }

    /// Returns the columns that a text can take in a reader pane.
    pub fn max_text_columns(&self, pane: Area) -> u16 {
        let inner = self.inside(pane);
        let margin = left_margin(inner.width);
        // One column at the right suffices.
        inner.width.saturating_sub(margin + margin.min(1))
    }
}

/// Columns at the left of the text in a pane of `width` columns: one for the mark of a bookmarked place, and a blank.
fn left_margin(width: u16) -> u16 {
    if width >= 20 { 2 } else { 0 }
}

/// Returns the columns of the list on a screen of `width` columns: `chosen` if it leaves room for both panes.
pub(in crate::app) fn list_columns(width: u16, chosen: Option<u16>) -> u16 {
    let most = width.saturating_sub(MIN_READER_COLUMNS);
    match chosen {
        Some(columns) => columns.clamp(MIN_LIST_COLUMNS.min(most), most),
        // A text has at most 72 columns at first, so that on a narrow screen the list gets the rest.
        None => (width * 2 / 5).clamp(30, 40).max(width / 3).min(56),
    }
}

/// Returns the last column of an area.
fn last_column(area: Area) -> u16 {
    (area.x + area.width).saturating_sub(1)
}

/// Returns the box of a popup with space for `rows` rows, on a screen of `size`.
pub fn picker_box(size: Size, rows: usize) -> Area {
    // A few columns of the panes at its sides would only be distracting.
    let width = match size.columns {
        columns @ ..MIN_COLUMNS_BESIDE_PICKER => columns,
        _ => MAX_PICKER_COLUMNS,
    };
    // The height is that of all rows, so that the box does not resize while a filter is typed.
    let rows = rows.min(usize::from(size.rows)) as u16;
    let height = rows.saturating_add(3).min(size.rows);
    Area {
        x: (size.columns - width) / 2,
        y: (size.rows - height) / 2,
        width,
        height,
    }
}

/// Returns the area of the rows in the box of a popup, below the filter.
pub fn picker_rows_area(frame: Area) -> Area {
    Area {
        x: frame.x + 1,
        y: frame.y + 2,
        width: frame.width.saturating_sub(2),
        height: frame.height.saturating_sub(3),
    }
}

impl Area {
    /// Returns true if column `x` and row `y` of the screen are in the area.
    pub fn contains(&self, x: u16, y: u16) -> bool {
        let within = |at: u16, start: u16, length: u16| at >= start && at - start < length;
        within(x, self.x, self.width) && within(y, self.y, self.height)
    }

    /// Returns the row of the area, from 0, that column `x` and row `y` of the screen are in.
    pub fn row(&self, x: u16, y: u16) -> Option<usize> {
        self.contains(x, y).then(|| usize::from(y - self.y))
    }

    /// Returns the area inside a box of one column and row on each side.
    pub fn inside_box(&self) -> Area {
        Area {
            x: self.x.saturating_add(1),
            y: self.y.saturating_add(1),
            width: self.width.saturating_sub(2),
            height: self.height.saturating_sub(2),
        }
    }

    /// Cuts rows off the top and returns them.
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

    /// Cuts rows off the bottom and returns them.
    fn take_bottom(&mut self, rows: u16) -> Area {
        let rows = rows.min(self.height);
        self.height -= rows;
        Area {
            y: self.y + self.height,
            height: rows,
            ..*self
        }
    }

    /// Cuts columns off the left and returns them.
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
