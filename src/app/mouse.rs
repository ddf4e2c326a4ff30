//! The mouse: what a click hits, [`Hit`], and what a [`Gesture`] does. Everything that it does has a key, too; moving it alone does
//! nothing.

use super::{Action, App, Area, ListRow, Overlay, Pane, PickerKind, SelectedLink, geometry};
use crate::model::ArticleId;

/// Something done with the mouse at a place of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    /// The left button goes down.
    Press,
    /// The mouse moves while the left button is down.
    Drag,
    /// The left button goes up.
    Release,
    /// The wheel turns: towards the end of the text, or towards its start.
    Wheel {
        /// Towards the end.
        down: bool,
    },
}

/// Thing at a place of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// A row of the overlay, counted from the first on the screen.
    PickerRow(usize),
    /// The overlay, but none of its rows.
    Picker,
    /// The panes behind an overlay.
    Outside,
    /// The border between the panes.
    Divider,
    /// An article in the list, or a place in it: its row on the screen, counted from the first of the list.
    Article(ArticleId, usize),
    /// The list pane, but no article.
    List,
    /// A link in the text.
    Link(SelectedLink),
    /// The reader pane, but no link.
    Reader,
    /// The header or the footer.
    Edge,
}

/// Number of lines or rows one step of the wheel is.
const WHEEL: isize = 3;

impl App {
    /// Returns the thing at column `x` and row `y` of the screen.
    pub fn hit(&self, x: u16, y: u16) -> Hit {
        if let Overlay::Picker(picker) = &self.overlay.open {
            let frame = geometry::picker_box(self.screen.size, picker.height());
            let rows = geometry::picker_rows_area(frame);
            return match rows.row(x, y).filter(|row| *row < picker.visible().count()) {
                Some(row) => Hit::PickerRow(row),
                None if frame.contains(x, y) => Hit::Picker,
                None => Hit::Outside,
            };
        }
        let parts = self.geometry();
        let at = |pane: Option<Area>| pane.filter(|pane| pane.contains(x, y));
        if parts.on_divider(x, y) {
            return Hit::Divider;
        }
        if let Some(pane) = at(parts.list) {
            let number = parts.inside(pane).row(x, y);
            let row = number.and_then(|row| self.list.rows.visible().nth(row));
            return match (row, number) {
                (Some(ListRow::Article(i) | ListRow::Place(i, _)), Some(number)) => {
                    match self.list.rows.articles().get(i) {
                        Some(article) => Hit::Article(article.id, number),
                        None => Hit::List,
                    }
                }
                _ => Hit::List,
            };
        }
        if let Some(pane) = at(parts.reader) {
            let column = parts.text_columns(pane, &self.settings);
            let link = column.row(x, y).and_then(|row| {
                let column = usize::from(x - column.x);
                self.reader.text.as_ref()?.link_at(row, column)
            });
            return link.map_or(Hit::Reader, Hit::Link);
        }
        Hit::Edge
    }

    /// Takes in a gesture at column `x` and row `y`. What it means beyond itself comes back as an action.
    pub fn gesture(&mut self, gesture: Gesture, x: u16, y: u16) -> Option<Action> {
        let action = match gesture {
            Gesture::Press => self.press(x, y),
            Gesture::Drag => {
                if self.screen.is_dragging_divider {
                    self.screen.list_width = Some(x.saturating_add(1));
                }
                None
            }
            Gesture::Release => {
                self.screen.is_dragging_divider = false;
                None
            }
            Gesture::Wheel { down } => {
                self.wheel(if down { WHEEL } else { -WHEEL }, x, y);
                None
            }
        };
        self.reader.note_movement(self.now);
        self.update_layout();
        action
    }

    fn press(&mut self, x: u16, y: u16) -> Option<Action> {
        self.status.clear();
        self.reader.interrupt_reading(None);
        self.reader.stop_awaiting_file();
        let hit = self.hit(x, y);
        match &mut self.overlay.open {
            Overlay::Picker(picker) => {
                return match hit {
                    Hit::PickerRow(row) if picker.select_visible(row) => {
                        // What a row of help says is to be read, not done.
                        (picker.kind != PickerKind::Help).then_some(Action::Accept)
                    }
                    Hit::Outside => {
                        picker.end_filter();
                        Some(Action::Escape)
                    }
                    _ => None,
                };
            }
            Overlay::Prompt(_) if hit == Hit::Edge => return None,
            // What was typed holds.
            Overlay::Prompt(prompt) if prompt.input.value().is_empty() => {
                self.apply(Action::Escape);
            }
            Overlay::Prompt(_) => self.apply(Action::Accept),
            Overlay::Hints(_) => self.overlay.close_hints(),
            Overlay::None => {}
        }
        match hit {
            Hit::Divider => self.screen.is_dragging_divider = true,
            Hit::Article(_, row) => {
                if self.list.rows.selected_row() == Some(row) && self.screen.focus == Pane::List {
                    return Some(Action::Open);
                }
                self.focus_list();
                self.list.rows.select_in_view(row);
                self.preview();
            }
            Hit::List => self.focus_list(),
            Hit::Link(link) => {
                self.focus_reader();
                self.reader.select_link(Some(link));
                return Some(Action::FollowLink);
            }
            Hit::Reader => {
                self.focus_reader();
                self.reader.select_link(None);
            }
            Hit::PickerRow(_) | Hit::Picker | Hit::Outside | Hit::Edge => {}
        }
        None
    }

    fn focus_list(&mut self) {
        if self.screen.focus == Pane::Reader {
            self.back_to_list();
        }
    }

    fn focus_reader(&mut self) {
        if let Some(id) = self
            .reader
            .shown_id()
            .filter(|_| self.screen.focus == Pane::List)
        {
            self.open(id);
        }
    }

    /// Scrolls what is under the mouse. The selection of the list stays where it is: another one would show another article.
    fn wheel(&mut self, rows: isize, x: u16, y: u16) {
        self.overlay.close_hints();
        match self.hit(x, y) {
            Hit::PickerRow(_) | Hit::Picker => {
                if let Overlay::Picker(picker) = &mut self.overlay.open {
                    picker.step(rows);
                }
            }
            Hit::Article(..) | Hit::List => self.list.rows.scroll(rows),
            Hit::Link(_) | Hit::Reader => {
                self.reader.interrupt_reading(None);
                if let Some(reader) = &mut self.reader.text {
                    reader.scroll(rows);
                    self.finish_at_end();
                }
            }
            Hit::Outside | Hit::Divider | Hit::Edge => {}
        }
    }
}
