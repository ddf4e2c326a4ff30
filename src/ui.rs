//! Drawing of the whole screen: [`draw`], a function of the app, the keymap and the theme. Drawing changes no state.

mod footer;
mod help;
mod image;
mod list;
mod pane;
mod picker;
mod reader;
mod text;
mod theme;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

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
        draw_header(frame, to_rect(area, frame.area()), app, theme);
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

fn draw_header(frame: &mut Frame<'_>, area: Rect, app: &App, theme: &Theme) {
    let dot = theme.symbols().dot;
    let counts = match app.counts().filter(|_| !app.list().is_in_memory()) {
        Some(counts) => format!(
            "   All {} {dot} Unread {} {dot} Bookmarks {}",
            counts.all, counts.unread, counts.bookmarks
        ),
        None => {
            let (mut all, mut unread, mut bookmarks) = (0, 0, 0);
            for article in app.list().in_memory() {
                all += 1;
                unread += usize::from(!article.state.is_read && article.error.is_none());
                bookmarks += usize::from(article.state.is_bookmarked);
            }
            let bookmarks = match bookmarks {
                0 => String::new(),
                count => format!(" {dot} Bookmarks {count}"),
            };
            format!("   All {all} {dot} Unread {unread}{bookmarks}")
        }
    };
    // If there is not enough room, counts are dropped whole, the last one first.
    let mut counts = counts;
    let room = usize::from(area.width).saturating_sub(text::width(" newsprint"));
    while text::width(&counts) > room
        && let Some(at) = counts.rfind(&format!(" {dot} "))
    {
        counts.truncate(at);
    }
    let used = text::width(" newsprint") + text::width(&counts);
    let mut spans = vec![
        Span::styled(" newsprint", theme.part_style(ScreenPart::ProgramName)),
        Span::styled(counts, theme.part_style(ScreenPart::Text)),
    ];
    if app.is_scanning() {
        spans.push(Span::styled(
            format!(
                " {} scanning {}",
                theme.symbols().dot,
                theme.symbols().ellipsis
            ),
            theme.part_style(ScreenPart::Dim),
        ));
    }
    frame.render_widget(Line::from(spans), area);
    let day = app.now().format("%a %-d %b ").to_string();
    if usize::from(area.width) > used + day.len() + 2 {
        frame.render_widget(
            // The style of a span: that of a line would apply to the whole row.
            Line::from(Span::styled(day, theme.part_style(ScreenPart::Dim))).right_aligned(),
            area,
        );
    }
}
