//! The list pane: group heads, and a row for each article.

use ratatui::Frame;
use ratatui::text::{Line, Span};

use super::pane::{PaneLabels, draw_borders, has_keys, put_cursor, put_line, style_area, to_rect};
use super::{ScreenPart, Theme, text};
use crate::app::{App, Area, GroupPosition, ListPosition, ListRow, Pane};
use crate::model::{ArticleRow, Bookmark, View, reading_minutes};

/// Draws the list pane.
pub(super) fn draw_list(frame: &mut Frame<'_>, pane: Area, app: &App, theme: &Theme) {
    let list = app.list();
    let focused = has_keys(app, Pane::List);
    let title = if list.filter().is_empty() {
        app.view_name()
    } else {
        format!("{} matching “{}”", app.view_name(), list.filter())
    };
    let ListPosition { number, count } = list.position();
    let position = match (number, count) {
        _ if list.is_empty() => String::new(),
        (Some(number), Some(count)) => format!("{number}/{count}"),
        (Some(number), None) => number.to_string(),
        (None, Some(count)) => format!("{}/{count}", theme.symbols().ellipsis),
        (None, None) => String::new(),
    };
    let (group_position, name) = list.group_position();
    let name = name.map(|group| group.label(app.now().date_naive()));
    let name = name.unwrap_or_default();
    let group = match group_position {
        Some(GroupPosition { number, count }) if count > 1 => format!("{number}/{count} {name}"),
        Some(_) => String::new(),
        // The groups of a listing are counted only if all of its rows are loaded.
        None => name,
    };
    let labels = PaneLabels {
        title: &text::in_theme_symbols(&title, theme),
        lower_left: &group,
        lower_right: &position,
        is_focused: focused,
    };
    let geometry = app.geometry();
    draw_borders(frame, pane, &geometry, theme, &labels);

    let inner = geometry.inside(pane);
    if list.is_empty() {
        let message = match (
            list.filter().is_empty(),
            app.is_scanning(),
            &list.listing().view,
        ) {
            (false, ..) => "No matches. Esc clears the filter.",
            (_, true, _) => "Scanning for articles …",
            (.., View::Unread) => "No unread articles. v shows other views.",
            (.., View::Bookmarks) => "No bookmarks. s bookmarks an article.",
            (.., View::History) => "No articles opened yet.",
            (.., View::All) => "The library is empty. Fill it with: newsprint add FOLDER",
            _ => "No articles here.",
        };
        let message = text::fit(
            &text::in_theme_symbols(message, theme),
            usize::from(inner.width).saturating_sub(2),
            theme,
        );
        put_line(
            frame,
            inner.x + 1,
            inner.y,
            inner.width,
            &Line::styled(message, theme.part_style(ScreenPart::Dim)),
        );
        return put_cursor(frame, inner.x + 1, inner.y);
    }
    let selected = list.selected_row();
    let single_group = group_position.is_some_and(|group| group.count <= 1);
    for (row, entry) in list.visible().enumerate() {
        let y = inner.y + row as u16;
        match entry {
            ListRow::Head(i) => {
                let name = list
                    .articles()
                    .get(i)
                    .map(|article| article.group.label(app.now().date_naive()))
                    .unwrap_or_default();
                let style = theme.part_style(if single_group {
                    ScreenPart::Dim
                } else {
                    ScreenPart::GroupHead
                });
                let name = text::fit(&name, usize::from(inner.width).saturating_sub(2), theme);
                put_line(
                    frame,
                    inner.x + 1,
                    y,
                    inner.width.saturating_sub(1),
                    &Line::styled(name, style),
                );
            }
            ListRow::Article(i) | ListRow::Place { article: i, .. } => {
                if let Some(article) = list.articles().get(i) {
                    let line = match entry {
                        ListRow::Place { place, .. } => {
                            place_line(article.places.get(place), inner.width, theme)
                        }
                        _ => article_line(article, inner.width, theme),
                    };
                    put_line(frame, inner.x, y, inner.width, &line);
                }
                if selected == Some(row) {
                    let line = to_rect(
                        Area {
                            y,
                            height: 1,
                            ..inner
                        },
                        frame.area(),
                    );
                    let part = if app.focus() == Pane::List {
                        ScreenPart::Selected
                    } else {
                        ScreenPart::SelectedUnfocused
                    };
                    style_area(frame, line, theme.part_style(part));
                    if focused {
                        put_cursor(frame, inner.x + 3.min(inner.width.saturating_sub(1)), y);
                    }
                }
            }
        }
    }
}

/// Returns the row of an article: mark, title, reading progress and time.
fn article_line<'a>(article: &ArticleRow, width: u16, theme: &Theme) -> Line<'a> {
    let width = usize::from(width);
    let symbols = theme.symbols();
    let state = &article.state;
    let style = match (&article.error, state.is_read) {
        (Some(_), _) => ScreenPart::Dim,
        (None, false) => ScreenPart::Unread,
        (None, true) => ScreenPart::Read,
    };
    let (mark, part) = match (&article.error, state.is_unsaved) {
        (Some(_), _) => (symbols.error, ScreenPart::Error),
        (None, true) if state.is_bookmarked => (symbols.bookmarked_unsaved, ScreenPart::Error),
        (None, true) => (symbols.unsaved, ScreenPart::Error),
        (None, false) if state.is_bookmarked => (symbols.bookmarked, ScreenPart::Mark),
        (None, false) if !state.is_read => (symbols.unread, ScreenPart::Mark),
        (None, false) => (" ", ScreenPart::Mark),
    };
    let note = match (&article.error, article.word_count) {
        (Some(reason), _) => text::fit(reason, width / 2, theme),
        (None, words) => {
            let length = words.map(|words| match reading_minutes(words) {
                minutes @ ..100 => format!("{minutes}m"),
                minutes => format!("{}h", (minutes + 30) / 60),
            });
            // Finished articles, and those not begun, need no percentage.
            let percent = (state.progress * 100.0).round() as u32;
            let begun = (1..100).contains(&percent) && !state.is_read;
            let percent = begun.then(|| format!("{percent}%"));
            let both: Vec<String> = percent.into_iter().chain(length).collect();
            both.join(" ")
        }
    };
    let room = width.saturating_sub(5 + text::width(&note));
    let title = text::fit(&article.title, room, theme);
    let gap = " ".repeat(room.saturating_sub(text::width(&title)) + 1);
    let note_part = if article.error.is_some() {
        ScreenPart::Error
    } else {
        ScreenPart::Dim
    };
    Line::from(vec![
        Span::styled(format!(" {mark} "), theme.part_style(part)),
        Span::styled(title, theme.part_style(style)),
        Span::raw(gap),
        Span::styled(note, theme.part_style(note_part)),
    ])
}

/// Returns the row of a bookmarked place: its heading, and its note or else its sentence.
fn place_line<'a>(place: Option<&Bookmark>, width: u16, theme: &Theme) -> Line<'a> {
    let Some(place) = place else {
        return Line::default();
    };
    let symbols = theme.symbols();
    let words = place.note.as_ref().or(place.quote.as_ref());
    let section = place.section.as_deref().unwrap_or_default();
    let tags: Vec<String> = place.tags.iter().map(|tag| format!("#{tag}")).collect();
    let room = usize::from(width).saturating_sub(6);
    let head = match section {
        "" => String::new(),
        name => format!("{} {}", symbols.section, text::fit(name, room, theme)),
    };
    let left = room.saturating_sub(text::width(&head) + 3);
    let rest: Vec<&str> = words
        .map(String::as_str)
        .into_iter()
        .chain(tags.iter().map(String::as_str))
        .collect();
    let rest = text::fit(&rest.join(" "), left, theme);
    let gap = match (head.is_empty(), rest.is_empty()) {
        (false, false) => format!(" {} ", symbols.dot),
        _ => String::new(),
    };
    Line::from(vec![
        Span::styled(
            format!("   {} ", symbols.place),
            theme.part_style(ScreenPart::Mark),
        ),
        Span::styled(head, theme.part_style(ScreenPart::Text)),
        Span::styled(format!("{gap}{rest}"), theme.part_style(ScreenPart::Dim)),
    ])
}
