//! What is on the screen: [`draw`], a function of the app, the keymap and the theme. Drawing changes nothing.

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
use ratatui::widgets::{Block, Borders, Clear, Widget};

use crate::app::{Action, App, Area, Geometry, Overlay, Pane, PickerRow, Scope};
use crate::keymap::Keymap;

pub use footer::hint_at;
pub use picture::pictures;
pub use theme::{Part, Theme, role_name};

/// Draws the whole screen.
pub fn draw(frame: &mut Frame<'_>, app: &App, keymap: &Keymap, theme: &Theme) {
    let geometry = app.geometry();
    fill_row(frame, frame.area(), theme.part(Part::Background));
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
        picker::draw(frame, picker, app, keymap, theme);
    }
}

/// The rows of help: every key of every scope, from the keymap. Those of the scope one is in come first, and can be run from
/// there; a line that would say the same again is left out.
pub fn help_rows(keymap: &Keymap, here: Scope) -> Vec<PickerRow> {
    let mut rows: Vec<PickerRow> = Vec::new();
    let mut scopes = Scope::ALL;
    scopes.sort_by_key(|scope| *scope != here);
    for scope in scopes {
        let text = match scope {
            Scope::List => "In the list",
            Scope::Reader => "In the reader",
            Scope::Picker => "In an overlay",
            Scope::Prompt => "In a prompt",
        };
        let head = PickerRow {
            text: text.to_owned(),
            head: true,
            ..PickerRow::default()
        };
        let row = |action: &Action| {
            let keys = keymap.keys_of(scope, *action);
            let number = action.section_number();
            let key = match (number, keymap.keys_of(scope, Action::Section9).first()) {
                // One line tells of all nine.
                (Some(1), Some(last)) => format!("{}-{last}", keys.first()?),
                (Some(_), Some(_)) => return None,
                _ => keys.join(" "),
            };
            let text = match number {
                Some(1) => "Go to the 1st … 9th section.".to_owned(),
                _ => action.sentence().to_owned(),
            };
            let action = (scope == here).then_some(*action);
            (!key.is_empty()).then(|| PickerRow {
                key,
                text,
                action,
                ..PickerRow::default()
            })
        };
        let known = |row: &PickerRow| rows.iter().any(|r| r.key == row.key && r.text == row.text);
        let new: Vec<PickerRow> = Action::ALL
            .iter()
            .filter_map(row)
            .chain(own_commands(keymap, scope, here))
            .filter(|row| !known(row))
            .collect();
        if !new.is_empty() {
            rows.push(head);
            rows.extend(new);
        }
    }
    rows
}

/// The rows of the user's own programs.
fn own_commands(keymap: &Keymap, scope: Scope, here: Scope) -> impl Iterator<Item = PickerRow> {
    let numbered = (0..).zip(keymap.commands());
    numbered.filter_map(move |(number, name)| {
        let action = Action::Command(number);
        let keys = keymap.keys_of(scope, action);
        (!keys.is_empty()).then(|| PickerRow {
            key: keys.join(" "),
            text: format!("Run your command {name}."),
            action: (scope == here).then_some(action),
            ..PickerRow::default()
        })
    })
}

/// The rows of the palette: every action that means something in the scope one is in, with its keys there.
pub fn palette_rows(keymap: &Keymap, here: Scope) -> Vec<PickerRow> {
    let meant = |action: &&Action| action.works_in(here) && **action != Action::Palette;
    let row = |action: &Action| PickerRow {
        key: keymap.keys_of(here, *action).join(" "),
        text: action.name().to_owned(),
        note: action.sentence().to_owned(),
        action: Some(*action),
        ..PickerRow::default()
    };
    Action::ALL.iter().filter(meant).map(row).collect()
}

fn header(frame: &mut Frame<'_>, area: Rect, app: &App, theme: &Theme) {
    let dot = theme.symbols().dot;
    let counts = match app.counts().filter(|_| !app.list().is_held()) {
        Some(counts) => format!(
            "   All {} {dot} Unread {} {dot} Bookmarks {}",
            counts.all, counts.unread, counts.bookmarks
        ),
        None => {
            let (mut all, mut unread, mut bookmarks) = (0, 0, 0);
            for article in app.list().held() {
                all += 1;
                unread += usize::from(!article.state.read && article.problem.is_none());
                bookmarks += usize::from(article.state.bookmarked);
            }
            let bookmarks = match bookmarks {
                0 => String::new(),
                count => format!(" {dot} Bookmarks {count}"),
            };
            format!("   All {all} {dot} Unread {unread}{bookmarks}")
        }
    };
    // Where there is no room for all of it, the last goes first, and whole.
    let mut counts = counts;
    let room = usize::from(area.width).saturating_sub(text::width(" newsprint"));
    while text::width(&counts) > room
        && let Some(at) = counts.rfind(&format!(" {dot} "))
    {
        counts.truncate(at);
    }
    let used = text::width(" newsprint") + text::width(&counts);
    let mut spans = vec![
        Span::styled(" newsprint", theme.part(Part::Name)),
        Span::styled(counts, theme.part(Part::Text)),
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
    if usize::from(area.width) > used + day.len() + 2 {
        frame.render_widget(
            // The style of a span: that of a line would hold for the whole row.
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

/// Gives a style to what stands in an area.
fn fill_row(frame: &mut Frame<'_>, area: Rect, style: Style) {
    frame.buffer_mut().set_style(area, style);
}

/// Empties a part of the screen for what is drawn over it.
fn empty(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    Clear.render(area, frame.buffer_mut());
    fill_row(frame, area, theme.part(Part::Background));
}

/// Whether a pane has the keys, and nothing lies over it.
fn has_keys(app: &App, pane: Pane) -> bool {
    app.focus() == pane && matches!(app.overlay(), Overlay::None)
}
