//! An overlay: a box with a filter and rows.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Frame4, Part, Theme, borders, empty, fill_row, put_cursor, put_line, text};
use crate::app::{App, Geometry, Picker, PickerKind, PickerRow, picker_box, picker_rows_area};

/// Draws the overlay over what is there.
pub(super) fn draw(frame: &mut Frame<'_>, picker: &Picker, app: &App, theme: &Theme) {
    let screen = frame.area();
    let rows: Vec<(&PickerRow, bool)> = picker.visible().collect();
    let area = picker_box((screen.width, screen.height), picker.height());
    empty(
        frame,
        Rect::new(area.x, area.y, area.width, area.height).intersection(screen),
        theme,
    );
    let (shown, all) = picker.count();
    let count = if shown == all {
        format!("{all}")
    } else {
        format!("{shown} of {all}")
    };
    let geometry = Geometry {
        boxed: true,
        upper_border: true,
        ..app.geometry()
    };
    let facts = Frame4 {
        title: picker.title(),
        lower_left: "",
        lower_right: &count,
        focused: true,
    };
    borders(frame, area, &geometry, theme, &facts);
    let inner = geometry.inside(area);
    if inner.width < 4 || inner.height == 0 {
        return;
    }

    let prompt = format!(" {} ", theme.symbols().prompt);
    let typed = picker.input();
    let x = inner.x + text::width(&prompt) as u16;
    let room = inner.width.saturating_sub(text::width(&prompt) as u16 + 1);
    put_line(
        frame,
        inner.x,
        inner.y,
        inner.width,
        &Line::styled(prompt, theme.part(Part::Key)),
    );
    if typed.value().is_empty() {
        let hint = match picker.kind {
            PickerKind::Outline => "type to find a section",
            PickerKind::Help => "type to find a key",
            PickerKind::Palette => "type to find an action",
        };
        put_line(
            frame,
            x,
            inner.y,
            room,
            &Line::styled(
                text::fit(hint, usize::from(room), theme),
                theme.part(Part::Dim),
            ),
        );
    } else {
        put_line(frame, x, inner.y, room, &Line::raw(typed.value()));
    }
    put_cursor(frame, x + (typed.visual_cursor() as u16).min(room), inner.y);

    let keys = picker
        .rows()
        .iter()
        .map(|row| text::width(&row.key))
        .max()
        .unwrap_or(0)
        .min(usize::from(inner.width) / 3);
    // Where rows have notes, these begin in one column.
    let notes = picker.rows().iter().filter(|row| !row.note.is_empty());
    let names = notes.map(|row| text::width(&row.text)).max().unwrap_or(0);
    let below = picker_rows_area(area);
    for (i, (row, selected)) in rows.into_iter().enumerate() {
        let y = below.y + i as u16;
        if y >= below.y + below.height {
            break;
        }
        put_line(
            frame,
            inner.x,
            y,
            inner.width,
            &line(row, keys, names, inner.width, theme),
        );
        if selected && !row.head {
            fill_row(
                frame,
                Rect::new(inner.x, y, inner.width, 1).intersection(screen),
                theme.part(Part::Selected),
            );
        }
    }
    if shown == 0 {
        put_line(
            frame,
            inner.x + 3,
            inner.y + 1,
            inner.width,
            &Line::styled("nothing matches", theme.part(Part::Dim)),
        );
    }
}

/// One row: whether the reader is there, the key, the words.
fn line<'a>(row: &PickerRow, keys: usize, names: usize, width: u16, theme: &Theme) -> Line<'a> {
    if row.head {
        return Line::styled(format!(" {}", row.text), theme.part(Part::Head));
    }
    let here = if row.current {
        theme.symbols().here
    } else {
        " "
    };
    let key = text::fit(&row.key, keys, theme);
    let pad = " ".repeat(keys.saturating_sub(text::width(&key)));
    let indent = "  ".repeat(row.depth);
    let room = usize::from(width).saturating_sub(keys + indent.len() + 5);
    let words = text::fit(&text::own(&row.text, theme), room, theme);
    let gap = (names + 2).saturating_sub(text::width(&words));
    let note = room.saturating_sub(text::width(&words) + gap);
    Line::from(vec![
        Span::styled(format!(" {here} {pad}"), theme.part(Part::Mark)),
        Span::styled(key, theme.part(Part::Key)),
        Span::raw(format!(" {indent}{words}")),
        Span::styled(
            match row.note.as_str() {
                "" => String::new(),
                words => format!("{}{}", " ".repeat(gap), text::fit(words, note, theme)),
            },
            theme.part(Part::Dim),
        ),
    ])
}
