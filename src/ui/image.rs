//! Images in the reader's text column: cells of half blocks, or empty cells over which the terminal draws the image
//! itself.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::widgets::{Paragraph, Wrap};

use super::pane::to_rect;
use super::{ScreenPart, Theme};
use crate::app::{App, Area, ImageInView, ImageState, Overlay};
use crate::layout::PlacedImage;
use crate::model::{ImageData, ImageForm, RenderedImage};

/// Draws the visible images into the text column.
pub(super) fn draw_images(frame: &mut Frame<'_>, column: Area, app: &App, theme: &Theme) {
    for (view, state) in app.images() {
        let Some(area) = image_area(&view, column, frame.area()) else {
            continue;
        };
        match state {
            ImageState::Awaited => {}
            ImageState::Failed(error) => draw_error(frame, area, &view, error, theme),
            ImageState::Ready(image) => match &image.data {
                ImageData::Cells(cells) => {
                    let from = usize::from(view.first_row) * usize::from(image.columns);
                    let cells = cells.get(from..).unwrap_or_default();
                    let lines = cells.chunks(usize::from(image.columns.max(1)));
                    let true_colour =
                        app.image_form() != Some(ImageForm::Cells { true_colour: false });
                    draw_half_blocks(frame.buffer_mut(), area, lines, true_colour);
                }
                _ if is_covered(app) => {}
                _ => reset_cells(frame.buffer_mut(), area),
            },
        }
    }
}

/// Returns the images that the terminal draws over the text itself. Under an overlay there are none: they would hide
/// it.
pub fn placed_images(app: &App) -> Vec<PlacedImage> {
    let geometry = app.geometry();
    let Some(pane) = geometry.reader.filter(|_| !is_covered(app)) else {
        return Vec::new();
    };
    let column = geometry.text_area(pane, app.settings());
    let size = app.size();
    let screen = Rect::new(0, 0, size.columns, size.rows);
    let placed = app.images().into_iter().filter_map(|(view, state)| {
        let ImageState::Ready(image) = state else {
            return None;
        };
        let area = image_area(&view, column, screen)?;
        (!is_made_of_cells(image) && area.width == image.columns).then(|| PlacedImage {
            image: image.clone(),
            x: area.x,
            y: area.y,
            first_row: view.first_row,
            rows: area.height,
        })
    });
    placed.collect()
}

fn is_made_of_cells(image: &RenderedImage) -> bool {
    matches!(image.data, ImageData::Cells(_))
}

fn is_covered(app: &App) -> bool {
    matches!(app.overlay(), Overlay::Picker(_))
}

/// Returns the part of the screen that an image takes.
fn image_area(view: &ImageInView<'_>, column: Area, screen: Rect) -> Option<Rect> {
    let column = to_rect(column, screen);
    let (x, y) = (column.x + view.column, column.y + view.top_row);
    let area = Rect::new(x, y, view.columns, view.visible_rows).intersection(column);
    (!area.is_empty()).then_some(area)
}

/// Draws an image as half blocks, two pixels a cell.
fn draw_half_blocks<'a>(
    buffer: &mut Buffer,
    area: Rect,
    lines: impl Iterator<Item = &'a [[[u8; 3]; 2]]>,
    true_colour: bool,
) {
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        for (x, [upper, lower]) in (area.left()..area.right()).zip(line) {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_symbol("▀");
                cell.set_fg(pixel_colour(*upper, true_colour));
                cell.set_bg(pixel_colour(*lower, true_colour));
            }
        }
    }
}

fn pixel_colour([red, green, blue]: [u8; 3], true_colour: bool) -> Color {
    if true_colour {
        return Color::Rgb(red, green, blue);
    }
    // xterm's 256 colours: from 16 on a cube of six steps, from 232 on 24 greys.
    let spread = red.max(green).max(blue) - red.min(green).min(blue);
    if spread < 12 {
        let grey = (u16::from(red) + u16::from(green) + u16::from(blue)) / 3;
        return match grey {
            0..4 => Color::Indexed(16),
            247.. => Color::Indexed(231),
            _ => Color::Indexed(232 + (grey.saturating_sub(3) / 10).min(23) as u8),
        };
    }
    let step = |value: u8| match value {
        0..48 => 0,
        48..115 => 1,
        _ => (value - 35) / 40,
    };
    Color::Indexed(16 + 36 * step(red) + 6 * step(green) + step(blue))
}

fn reset_cells(buffer: &mut Buffer, area: Rect) {
    for position in area.positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.reset();
        }
    }
}

/// Draws the error of an image into its box.
fn draw_error(
    frame: &mut Frame<'_>,
    area: Rect,
    view: &ImageInView<'_>,
    error: &str,
    theme: &Theme,
) {
    let boxed = u16::from(view.rows >= 3 && view.columns >= 12);
    // Rows inside the box, counted from the first visible one.
    let first = boxed.saturating_sub(view.first_row);
    let last = (view.rows - boxed)
        .saturating_sub(view.first_row)
        .min(area.height);
    let inside = Rect {
        x: area.x + 2 * boxed,
        y: area.y + first,
        width: area.width.saturating_sub(4 * boxed),
        height: last.saturating_sub(first),
    };
    let words = Paragraph::new(format!("not shown: {error}"))
        .style(theme.part_style(ScreenPart::Dim))
        .wrap(Wrap { trim: true })
        .scroll((view.first_row.saturating_sub(boxed), 0));
    frame.render_widget(words, inside.intersection(area));
}
