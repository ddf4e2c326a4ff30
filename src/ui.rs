//! What is on the screen: [`draw`], a function of the app, the keymap and the theme. Drawing changes nothing.

mod code;
mod footer;
mod list;
mod picker;
mod picture;
mod reader;
mod text;
mod theme;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Widget};

use crate::app::{App, Area, Geometry, Overlay, Pane, PickerRow, Scope};
use crate::keymap::Keymap;

pub use picture::pictures;
pub use theme::{Part, Theme};

/// Draws the whole screen.
pub fn draw(frame: &mut Frame<'_>, app: &App, keymap: &Keymap, theme: &Theme) {
    let geometry = app.geometry();
    if let Some(area) = geometry.header {
        header(frame, rect(area, frame.area()), app, theme);
    }
    if let Some(pane) = geometry.list {
        list::draw(frame, pane, app, theme);
    }
    if let Some(pane) = geometry.reader {
        reader::draw(frame, pane, app, theme);
    }
    footer::draw(frame, app, keymap, theme);
    if let Overlay::Picker(picker) = app.overlay() {
        picker::draw(frame, picker, app, theme);
    }
}

/// The rows of help: every key of every scope, from the keymap; those of the scope one is in come first.
pub fn help_rows(keymap: &Keymap, here: Scope) -> Vec<PickerRow> {
    let mut rows = Vec::new();
    let mut scopes = Scope::ALL;
    scopes.sort_by_key(|scope| *scope != here);
    for scope in scopes {
        let text = match scope {
            Scope::List => "In the list",
            Scope::Reader => "In the reader",
            Scope::Picker => "In an overlay",
            Scope::Prompt => "In a prompt",
        };
        rows.push(PickerRow {
            text: text.to_owned(),
            head: true,
            ..PickerRow::default()
        });
        for action in crate::app::Action::ALL {
            let keys = keymap.keys_of(scope, *action);
            if !keys.is_empty() {
                rows.push(PickerRow {
                    key: keys.join(" "),
                    text: action.sentence().to_owned(),
                    ..PickerRow::default()
                });
            }
        }
    }
    rows
}

fn header(frame: &mut Frame<'_>, area: Rect, app: &App, theme: &Theme) {
    let articles = app.list().articles();
    let unread = articles
        .iter()
        .filter(|a| !a.read && a.problem.is_none())
        .count();
    let mut spans = vec![
        Span::styled(" newsprint", theme.part(Part::Name)),
        Span::styled(format!("   All {}", articles.len()), theme.part(Part::Text)),
        Span::styled(
            format!(" {} Unread {unread}", theme.symbols().dot),
            theme.part(Part::Text),
        ),
    ];
    if app.scanning() {
        spans.push(Span::styled(
            format!(
                " {} looking for more {}",
                theme.symbols().dot,
                theme.symbols().ellipsis
            ),
            theme.part(Part::Dim),
        ));
    }
    frame.render_widget(Line::from(spans), area);
    let day = app.now().format("%a %-d %b ").to_string();
    let used = text::width(" newsprint   All 000 · Unread 000");
    if usize::from(area.width) > used + day.len() + 2 {
        frame.render_widget(
            Line::from(Span::styled(day, theme.part(Part::Dim))).right_aligned(),
            area,
        );
    }
}

/// The borders of a pane, with a fact in the upper one and facts at both ends of the lower one.
struct Frame4<'a> {
    title: &'a str,
    lower_left: &'a str,
    lower_right: &'a str,
    focused: bool,
}

/// Draws the borders of a pane and what they say.
fn borders(
    frame: &mut Frame<'_>,
    pane: Area,
    geometry: &Geometry,
    theme: &Theme,
    facts: &Frame4<'_>,
) {
    let area = rect(pane, frame.area());
    let line = theme.part(if facts.focused {
        Part::BorderFocused
    } else {
        Part::Border
    });
    let words = theme.part(if facts.focused {
        Part::FactFocused
    } else {
        Part::Fact
    });
    let sides = if geometry.boxed {
        Borders::LEFT | Borders::RIGHT
    } else {
        Borders::NONE
    };
    let upper = if geometry.upper_border {
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
    if geometry.upper_border {
        put(frame, area.y, facts.title, false, room);
    }
    if pane.height > 1 && area.height > 0 {
        let row = area.bottom() - 1;
        let used = put(frame, row, facts.lower_right, true, room);
        put(
            frame,
            row,
            facts.lower_left,
            false,
            room.saturating_sub(used),
        );
    }
}

/// An area as ratatui has it, inside what is really there.
fn rect(area: Area, screen: Rect) -> Rect {
    Rect::new(area.x, area.y, area.width, area.height).intersection(screen)
}

/// A pane's border in plain ASCII.
pub(crate) const ASCII_BORDER: border::Set<'_> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// Writes one line at a place of the screen, cut to `width`.
fn put_line(frame: &mut Frame<'_>, x: u16, y: u16, width: u16, line: &Line<'_>) {
    let screen = frame.area();
    if y < screen.bottom() && x < screen.right() && width > 0 {
        frame
            .buffer_mut()
            .set_line(x, y, line, width.min(screen.right() - x));
    }
}

/// Puts the terminal's cursor somewhere on the screen: screen readers follow it.
fn put_cursor(frame: &mut Frame<'_>, x: u16, y: u16) {
    let screen = frame.area();
    if x < screen.right() && y < screen.bottom() {
        frame.set_cursor_position((x, y));
    }
}

/// Fills a row with a style.
fn fill_row(frame: &mut Frame<'_>, area: Rect, style: Style) {
    frame.buffer_mut().set_style(area, style);
}

/// Whether a pane has the keys, and nothing lies over it.
fn has_keys(app: &App, pane: Pane) -> bool {
    app.focus() == pane && matches!(app.overlay(), Overlay::None)
}
