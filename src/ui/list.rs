//! The list pane: heads of groups, and a row for each story.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::{Frame4, Part, Theme, borders, fill_row, has_keys, put_cursor, put_line, rect, text};
use crate::app::{App, Area, ListRow, Pane};
use crate::model::{Article, reading_minutes};

/// Draws the list pane.
pub(super) fn draw(frame: &mut Frame<'_>, pane: Area, app: &App, theme: &Theme) {
    let list = app.list();
    let focused = has_keys(app, Pane::List);
    let title = if list.filter().is_empty() {
        "Stories".to_owned()
    } else {
        format!("Stories with “{}”", list.filter())
    };
    let place = match list.len() {
        0 => String::new(),
        count => format!("{}/{count}", list.selected_index() + 1),
    };
    let (number, groups, name) = list.group();
    let group = if groups > 1 {
        {
            let name = name.map(|group| group.label(app.now().date_naive()));
            format!("{number}/{groups} {}", name.unwrap_or_default())
        }
    } else {
        String::new()
    };
    let facts = Frame4 {
        title: &text::own(&title, theme),
        lower_left: &group,
        lower_right: &place,
        focused,
    };
    let geometry = app.geometry();
    borders(frame, pane, &geometry, theme, &facts);

    let inner = geometry.inside(pane);
    if list.is_empty() {
        let said = match (list.filter().is_empty(), app.scanning()) {
            (false, _) => "No story matches. Esc shows all.",
            (true, true) => "Looking for stories …",
            (true, false) => "No stories here.",
        };
        let said = text::fit(
            &text::own(said, theme),
            usize::from(inner.width).saturating_sub(2),
            theme,
        );
        put_line(
            frame,
            inner.x + 1,
            inner.y,
            inner.width,
            &Line::styled(said, theme.part(Part::Dim)),
        );
        return put_cursor(frame, inner.x + 1, inner.y);
    }
    let selected = list.selected_row();
    let single_group = groups <= 1;
    for (row, entry) in list.visible().enumerate() {
        let y = inner.y + row as u16;
        match entry {
            ListRow::Head(i) => {
                let name = list
                    .articles()
                    .get(i)
                    .map(|article| article.group.label(app.now().date_naive()))
                    .unwrap_or_default();
                let style = theme.part(if single_group { Part::Dim } else { Part::Head });
                let name = text::fit(&name, usize::from(inner.width).saturating_sub(2), theme);
                put_line(
                    frame,
                    inner.x + 1,
                    y,
                    inner.width.saturating_sub(1),
                    &Line::styled(name, style),
                );
            }
            ListRow::Story(i) => {
                if let Some(article) = list.articles().get(i) {
                    put_line(
                        frame,
                        inner.x,
                        y,
                        inner.width,
                        &story(article, inner.width, theme),
                    );
                }
                if selected == Some(row) {
                    let line = rect(
                        Area {
                            y,
                            height: 1,
                            ..inner
                        },
                        frame.area(),
                    );
                    let part = if app.focus() == Pane::List {
                        Part::Selected
                    } else {
                        Part::SelectedElsewhere
                    };
                    fill_row(frame, line, theme.part(part));
                    if focused {
                        put_cursor(frame, inner.x + 3.min(inner.width.saturating_sub(1)), y);
                    }
                }
            }
        }
    }
}

/// The row of a story: mark, title, and how long it takes to read.
fn story<'a>(article: &Article, width: u16, theme: &Theme) -> Line<'a> {
    let width = usize::from(width);
    let symbols = theme.symbols();
    let (mark, part, style) = match (&article.problem, article.state.read) {
        (Some(_), _) => (symbols.problem, Part::Error, Part::Dim),
        (None, false) => (symbols.unread, Part::Mark, Part::Unread),
        (None, true) => (" ", Part::Mark, Part::Read),
    };
    let note = match (&article.problem, article.words) {
        (Some(why), _) => text::fit(why, width / 2, theme),
        (None, Some(words)) => match reading_minutes(words) {
            minutes @ ..100 => format!("{minutes}m"),
            minutes => format!("{}h", (minutes + 30) / 60),
        },
        (None, None) => String::new(),
    };
    let room = width.saturating_sub(5 + text::width(&note));
    let title = text::fit(&article.title, room, theme);
    let gap = " ".repeat(room.saturating_sub(text::width(&title)) + 1);
    let note_part = if article.problem.is_some() {
        Part::Error
    } else {
        Part::Dim
    };
    Line::from(vec![
        Span::styled(format!(" {mark} "), theme.part(part)),
        Span::styled(title, theme.part(style)),
        Span::raw(gap),
        Span::styled(note, theme.part(note_part)),
    ])
}
