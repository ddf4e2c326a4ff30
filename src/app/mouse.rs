//! Mouse input: the target of a click, [`MouseTarget`], and the gestures, [`Gesture`]. Everything that the mouse does
//! has a key, too; moving it without a button does nothing.

use super::{Action, App, Area, ListRow, Overlay, Pane, PickerKind, SelectedLink, geometry};
use crate::model::ArticleId;

/// A mouse event at a position of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// The left button is pressed.
    Press,
    /// The mouse is moved with the left button pressed.
    Drag,
    /// The left button is released.
    Release,
    /// The wheel is turned.
    Wheel {
        /// True if towards the end of the text.
        down: bool,
    },
}

/// The part of the screen that the mouse points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MouseTarget {
    /// A row of the popup, counted from its first row on the screen.
    PickerRow(usize),
    /// The popup, outside its rows.
    Picker,
    /// Outside the popup.
    Outside,
    /// The border between the panes.
    Divider,
    /// An article or a place in the list, and its row on the screen, counted from the first row of the list.
    Article(ArticleId, usize),
    /// The list pane, outside its articles.
    List,
    /// A link in the text.
    Link(SelectedLink),
    /// The reader pane, outside links.
    Reader,
    /// The header or the footer.
    HeaderOrFooter,
}

/// Rows or lines of one step of the wheel.
const WHEEL_ROWS: isize = 3;

impl App {
    /// Returns the target at column `x` and row `y` of the screen.
    pub fn target_at(&self, x: u16, y: u16) -> MouseTarget {
        if let Overlay::Picker(picker) = &self.overlay.open {
            let frame = geometry::picker_box(self.screen.size, picker.height());
            let rows = geometry::picker_rows_area(frame);
            return match rows.row(x, y).filter(|row| *row < picker.visible().count()) {
                Some(row) => MouseTarget::PickerRow(row),
                None if frame.contains(x, y) => MouseTarget::Picker,
                None => MouseTarget::Outside,
            };
        }
        let parts = self.geometry();
        let at = |pane: Option<Area>| pane.filter(|pane| pane.contains(x, y));
        if parts.on_divider(x, y) {
            return MouseTarget::Divider;
        }
        if let Some(pane) = at(parts.list) {
            let number = parts.inside(pane).row(x, y);
            let row = number.and_then(|row| self.list.rows.visible().nth(row));
            return match (row, number) {
                (None | Some(ListRow::Head(_)), _) | (_, None) => MouseTarget::List,
                (
                    Some(
                        ListRow::Article(i)
                        | ListRow::ArticleDetails(i)
                        | ListRow::Place { article: i, .. }
                        | ListRow::PlaceNote { article: i, .. },
                    ),
                    Some(number),
                ) => match self.list.rows.articles().get(i) {
                    Some(article) => MouseTarget::Article(article.id, number),
                    None => MouseTarget::List,
                },
            };
        }
        if let Some(pane) = at(parts.reader) {
            let column = parts.text_area(pane, &self.settings);
            let link = parts.inside(pane).row(x, y).and_then(|row| {
                let column = x as isize - column.x as isize;
                self.reader.text.as_ref()?.link_at(row, column)
            });
            return link.map_or(MouseTarget::Reader, MouseTarget::Link);
        }
        MouseTarget::HeaderOrFooter
    }

    /// Applies a mouse event at column `x` and row `y` of the screen. Returns the action that it stands for, if it
    /// stands for one.
    pub fn apply_gesture(&mut self, gesture: Gesture, x: u16, y: u16) -> Option<Action> {
        let action = match gesture {
            Gesture::Press => self.press(x, y),
            Gesture::Drag => {
                if self.screen.is_dragging_divider {
                    self.screen.list_width = Some(x.saturating_add(1));
                }
                None
            }
            Gesture::Release => {
                if std::mem::take(&mut self.screen.is_dragging_divider) {
                    self.save_list_width();
                }
                None
            }
            Gesture::Wheel { down } => {
                self.wheel(if down { WHEEL_ROWS } else { -WHEEL_ROWS }, x, y);
                None
            }
        };
        self.reader.schedule_save(self.now);
        self.update_layout();
        action
    }

    /// Applies a press of the left button.
    fn press(&mut self, x: u16, y: u16) -> Option<Action> {
        self.status.clear();
        self.reader.reset_paging_keys(None);
        self.reader.stop_awaiting_file();
        let hit = self.target_at(x, y);
        match &mut self.overlay.open {
            Overlay::Picker(picker) => {
                return match hit {
                    MouseTarget::PickerRow(row) if picker.select_visible(row) => {
                        // A click on a row of the help selects it and runs nothing.
                        (picker.kind != PickerKind::Help).then_some(Action::Accept)
                    }
                    MouseTarget::Outside => {
                        picker.end_filter();
                        Some(Action::Escape)
                    }
                    _ => None,
                };
            }
            Overlay::Prompt(_) if hit == MouseTarget::HeaderOrFooter => return None,
            // A click outside a prompt accepts the typed line.
            Overlay::Prompt(prompt) if prompt.input.value().is_empty() => {
                self.apply(Action::Escape);
            }
            Overlay::Prompt(_) => self.apply(Action::Accept),
            Overlay::Hints(_) => self.overlay.close_hints(),
            Overlay::None => {}
        }
        match hit {
            MouseTarget::Divider => self.screen.is_dragging_divider = true,
            MouseTarget::Article(_, row) => {
                if self.list.rows.is_selected_in_view(row) && self.screen.focus == Pane::List {
                    return Some(Action::Open);
                }
                self.focus_list();
                self.list.rows.select_in_view(row);
                self.preview();
            }
            MouseTarget::List => self.focus_list(),
            MouseTarget::Link(link) => {
                self.focus_reader();
                self.reader.select_link(Some(link));
                return Some(Action::FollowLink);
            }
            MouseTarget::Reader => {
                self.focus_reader();
                self.reader.select_link(None);
            }
            MouseTarget::PickerRow(_)
            | MouseTarget::Picker
            | MouseTarget::Outside
            | MouseTarget::HeaderOrFooter => {}
        }
        None
    }

    /// Moves the focus to the list.
    fn focus_list(&mut self) {
        if self.screen.focus == Pane::Reader {
            self.back_to_list();
        }
    }

    /// Moves the focus to the reader: opens the article in it.
    fn focus_reader(&mut self) {
        if let Some(id) = self
            .reader
            .shown_id()
            .filter(|_| self.screen.focus == Pane::List)
        {
            self.open(id);
        }
    }

    /// Scrolls the pane or popup under the mouse. The selection of the list stays, since another one would show another
    /// article.
    fn wheel(&mut self, rows: isize, x: u16, y: u16) {
        self.overlay.close_hints();
        match self.target_at(x, y) {
            MouseTarget::PickerRow(_) | MouseTarget::Picker => {
                if let Overlay::Picker(picker) = &mut self.overlay.open {
                    picker.step(rows);
                }
            }
            MouseTarget::Article(..) | MouseTarget::List => self.list.rows.scroll(rows),
            MouseTarget::Link(_) | MouseTarget::Reader => {
                self.reader.reset_paging_keys(None);
                if let Some(reader) = &mut self.reader.text {
                    reader.scroll(rows);
                    self.mark_read_at_end();
                }
            }
            MouseTarget::Outside | MouseTarget::Divider | MouseTarget::HeaderOrFooter => {}
        }
    }
}
