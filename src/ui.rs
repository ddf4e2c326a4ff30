//! Drawing of the whole screen: [`draw`], a function of the app, the keymap and the theme. Drawing changes no state.

mod footer;
mod header;
mod help;
mod image;
mod list;
mod pane;
mod picker;
mod reader;
mod text;
mod theme;

use ratatui::Frame;

use crate::app::{App, Overlay};
use crate::keymap::Keymap;

pub use footer::action_at;
pub use help::{help_rows, palette_rows};
pub use image::placed_images;
use pane::{style_area, to_rect};
pub use theme::{ScreenPart, Theme, role_name};

/// Draws the whole screen.
pub fn draw(frame: &mut Frame<'_>, app: &App, keymap: &Keymap, theme: &Theme) {
    let geometry = app.geometry();
    style_area(
        frame,
        frame.area(),
        theme.part_style(ScreenPart::Background),
    );
    if let Some(area) = geometry.header {
        header::draw_header(frame, to_rect(area, frame.area()), app, theme);
    }
    if let Some(pane) = geometry.list {
        list::draw_list(frame, pane, app, theme);
    }
    if let Some(pane) = geometry.reader {
        reader::draw_reader(frame, pane, app, theme);
    }
    footer::draw_footer(frame, app, keymap, theme);
    if let Overlay::Picker(picker) = app.overlay() {
        picker::draw_picker(frame, picker, app, keymap, theme);
    }
}
