//! Parts shared by panes: borders with labels, lines at a position on the screen, the cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Clear, Widget};

use super::{ScreenPart, Theme, text};
use crate::app::{App, Area, Overlay, Pane};

/// Lines around the contents of a pane or popup.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outline {
    /// A rule above and below.
    Rules,
    /// A rule above and below, and the divider in the last column.
    RulesAndDivider,
    /// A box.
    Box,
}

/// Labels in the borders of a pane: one at each end of the upper border, and of the lower one.
pub(super) struct PaneLabels<'a> {
    pub(super) title: &'a str,
    pub(super) upper_right: &'a str,
    pub(super) lower_left: &'a str,
    pub(super) lower_right: &'a str,
    pub(super) is_focused: bool,
}

/// Draws the borders of a pane and their labels.
pub(super) fn draw_borders(
    frame: &mut Frame<'_>,
    pane: Area,
    outline: Outline,
    has_upper_border: bool,
    theme: &Theme,
    labels: &PaneLabels<'_>,
) {
    let area = to_rect(pane, frame.area());
    let line = theme.part_style(if labels.is_focused {
        ScreenPart::BorderFocused
    } else {
        ScreenPart::Border
    });
    let words = theme.part_style(if labels.is_focused {
        ScreenPart::BorderLabelFocused
    } else {
        ScreenPart::BorderLabel
    });
    let sides = match outline {
        Outline::Box => Borders::LEFT | Borders::RIGHT,
        Outline::Rules | Outline::RulesAndDivider => Borders::NONE,
    };
    let upper = if has_upper_border {
        Borders::TOP
    } else {
        Borders::NONE
    };
    let lower = if pane.height > 1 {
        Borders::BOTTOM
    } else {
        Borders::NONE
    };
    let set = theme.symbols().border;
    Block::new()
        .borders(sides | upper | lower)
        .border_set(set)
        .border_style(line)
        .render(area, frame.buffer_mut());
    if matches!(outline, Outline::RulesAndDivider) {
        draw_divider(frame, area, has_upper_border, theme);
    }
    let room = usize::from(area.width).saturating_sub(4);
    let put = |frame: &mut Frame<'_>, row: u16, text: &str, right: bool, room: usize| {
        if text.is_empty() || room == 0 {
            return 0;
        }
        let shown = format!(" {} ", text::fit(text, room.saturating_sub(2), theme));
        let width = text::width(&shown).min(room) as u16;
        let x = if right {
            area.right().saturating_sub(width + 2)
        } else {
            area.x + 1
        };
        if row < area.bottom() && x < area.right() {
            frame
                .buffer_mut()
                .set_stringn(x, row, shown, usize::from(area.right() - x), words);
        }
        usize::from(width)
    };
    if has_upper_border {
        let used = put(frame, area.y, labels.upper_right, true, room / 2);
        put(
            frame,
            area.y,
            labels.title,
            false,
            room.saturating_sub(used),
        );
    }
    if pane.height > 1 && area.height > 0 {
        let row = area.bottom() - 1;
        let used = put(frame, row, labels.lower_right, true, room);
        put(
            frame,
            row,
            labels.lower_left,
            false,
            room.saturating_sub(used),
        );
    }
}

/// Draws the line between the panes in the last column of the list, joined to the rules above and below.
fn draw_divider(frame: &mut Frame<'_>, area: Rect, has_upper_border: bool, theme: &Theme) {
    let style = theme.part_style(ScreenPart::Border);
    let symbols = theme.symbols();
    let x = area.right().saturating_sub(1);
    for y in area.top()..area.bottom() {
        let sign = match y {
            _ if y == area.top() && has_upper_border => symbols.divider_top,
            _ if y + 1 == area.bottom() && area.height > 1 => symbols.divider_bottom,
            _ => symbols.border.vertical_left,
        };
        frame.buffer_mut().set_string(x, y, sign, style);
    }
}

/// Converts an area to ratatui's type, clipped to the screen.
pub(super) fn to_rect(area: Area, screen: Rect) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height).intersection(screen)
}

/// Writes one line at a position on the screen, clipped to `width`.
pub(super) fn put_line(frame: &mut Frame<'_>, x: u16, y: u16, width: u16, line: &Line<'_>) {
    let screen = frame.area();
    if y < screen.bottom() && x < screen.right() && width > 0 {
        frame
            .buffer_mut()
            .set_line(x, y, line, width.min(screen.right() - x));
    }
}

/// Sets the terminal's cursor, which screen readers follow.
pub(super) fn put_cursor(frame: &mut Frame<'_>, x: u16, y: u16) {
    let screen = frame.area();
    if x < screen.right() && y < screen.bottom() {
        frame.set_cursor_position((x, y));
    }
}

/// Sets the style of an area, and leaves its text.
pub(super) fn style_area(frame: &mut Frame<'_>, area: Rect, style: Style) {
    frame.buffer_mut().set_style(area, style);
}

/// Sets the style of a selected row, and leaves its text. In reversed video its marks lose their colours, which would
/// become backgrounds; a match has a background of its own.
pub(super) fn style_selected(frame: &mut Frame<'_>, area: Rect, style: Style) {
    let buffer = frame.buffer_mut();
    if style.add_modifier.contains(Modifier::REVERSED) && style.fg.is_none() {
        for position in area.positions() {
            if let Some(cell) = buffer
                .cell_mut(position)
                .filter(|cell| cell.bg == Color::Reset)
            {
                cell.set_fg(Color::Reset);
            }
        }
    }
    buffer.set_style(area, style);
}

/// Clears an area for an overlay.
pub(super) fn clear_area(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    Clear.render(area, frame.buffer_mut());
    style_area(frame, area, theme.part_style(ScreenPart::Background));
}

/// Returns true if a pane has the focus, and no overlay covers it.
pub(super) fn has_keys(app: &App, pane: Pane) -> bool {
    app.focus() == pane && matches!(app.overlay(), Overlay::None)
}
