//! What the mouse does: [`Gesture`]. Everything that it does has a key, too; moving it alone does nothing.

use super::{Action, App, Hit, Overlay, Pane, PickerKind};

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

/// How many lines or rows one step of the wheel is.
const WHEEL: isize = 3;

impl App {
    /// Takes in a gesture at column `x` and row `y`. What it means beyond itself comes back as an action.
    pub fn gesture(&mut self, gesture: Gesture, x: u16, y: u16) -> Option<Action> {
        let action = match gesture {
            Gesture::Press => self.press(x, y),
            Gesture::Drag => {
                if self.screen.dragging {
                    self.screen.list_width = Some(x.saturating_add(1));
                }
                None
            }
            Gesture::Release => {
                self.screen.dragging = false;
                None
            }
            Gesture::Wheel { down } => {
                self.wheel(if down { WHEEL } else { -WHEEL }, x, y);
                None
            }
        };
        self.watch_place();
        self.arrange();
        action
    }

    fn press(&mut self, x: u16, y: u16) -> Option<Action> {
        self.status = None;
        self.reader.read_on = None;
        self.reader.adding = None;
        let hit = self.hit(x, y);
        match &mut self.overlay.open {
            Overlay::Picker(picker) => {
                return match hit {
                    Hit::PickerRow(row) if picker.select_visible(row) => {
                        // What a row of help says is to be read, not done.
                        (picker.kind != PickerKind::Help).then_some(Action::Accept)
                    }
                    Hit::Behind => Some(Action::Escape),
                    _ => None,
                };
            }
            Overlay::Prompt(_) if hit == Hit::Edge => return None,
            // What was typed holds.
            Overlay::Prompt(prompt) if prompt.input.value().is_empty() => {
                self.apply(Action::Escape);
            }
            Overlay::Prompt(_) => self.apply(Action::Accept),
            Overlay::Hints(_) => self.close_hints(),
            Overlay::None => {}
        }
        match hit {
            Hit::Divider => self.screen.dragging = true,
            Hit::Story(_, row) => {
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
                self.select_link(link);
                return Some(Action::FollowLink);
            }
            Hit::Reader => {
                self.focus_reader();
                if let Some(reader) = &mut self.reader.text {
                    reader.select_link(None);
                }
            }
            Hit::PickerRow(_) | Hit::Picker | Hit::Behind | Hit::Edge => {}
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
            .shown
            .filter(|_| self.screen.focus == Pane::List)
        {
            self.open(id);
        }
    }

    /// Scrolls what is under the mouse. The selection of the list stays where it is: another one would show another story.
    fn wheel(&mut self, rows: isize, x: u16, y: u16) {
        self.close_hints();
        match self.hit(x, y) {
            Hit::PickerRow(_) | Hit::Picker => {
                if let Overlay::Picker(picker) = &mut self.overlay.open {
                    picker.step(rows);
                }
            }
            Hit::Story(..) | Hit::List => self.list.rows.scroll(rows),
            Hit::Link(_) | Hit::Reader => {
                self.reader.read_on = None;
                if let Some(reader) = &mut self.reader.text {
                    reader.scroll(rows);
                    self.mark_if_end_reached();
                }
            }
            Hit::Behind | Hit::Divider | Hit::Edge => {}
        }
    }
}
