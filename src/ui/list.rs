//! The list pane: group heads, and one or two lines for each article.

mod row;

use ratatui::Frame;
use ratatui::text::Line;

use super::pane::{
    Outline, PaneLabels, draw_borders, has_keys, put_cursor, put_line, style_selected, to_rect,
};
use super::{ScreenPart, Theme, text};
use crate::app::{Action, App, Area, GroupPosition, ListPosition, ListRow, Pane, Scope};
use crate::model::View;

use row::{
    MARK_COLUMNS, RowOptions, article_details_line, article_line, head_line, place_line,
    place_note_line,
};

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
        upper_right: "",
        lower_left: &group,
        lower_right: &position,
        is_focused: focused,
    };
    let geometry = app.geometry();
    let outline = match geometry.divider() {
        Some(_) => Outline::RulesAndDivider,
        None => Outline::Rules,
    };
    draw_borders(
        frame,
        pane,
        outline,
        geometry.has_upper_border,
        theme,
        &labels,
    );

    let inner = geometry.inside(pane);
    if list.is_empty() {
        let key = |action| app.key_name(Scope::List, action);
        let message = match (
            list.filter().is_empty(),
            app.is_scanning(),
            &list.listing().view,
        ) {
            (false, ..) => format!("No matches. {} clears the filter.", key(Action::Escape)),
            (_, true, _) => "Scanning for articles …".to_owned(),
            (.., View::Unread) => {
                format!(
                    "No unread articles. {} shows other views.",
                    key(Action::Views)
                )
            }
            (.., View::Bookmarks) => {
                format!(
                    "No bookmarks. {} bookmarks an article.",
                    key(Action::Bookmark)
                )
            }
            (.., View::History) => "No articles opened yet.".to_owned(),
            (.., View::Muted) => "No muted articles.".to_owned(),
            (.., View::All) => {
                "The library is empty. Fill it with: newsprint add FOLDER".to_owned()
            }
            _ => "No articles here.".to_owned(),
        };
        let message = text::fit(
            &text::in_theme_symbols(&message, theme),
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
    let single_group = group_position.is_some_and(|group| group.count <= 1);
    let rows = RowOptions {
        width: usize::from(inner.width),
        has_second_lines: list.has_second_lines(),
        grouping: list.listing().grouping,
        is_of_source: matches!(list.listing().view, View::Source(_)),
        now: app.now(),
        dates: app.settings().date_style,
    };
    for (row, entry) in list.visible().enumerate() {
        let y = inner.y + row as u16;
        let (ListRow::Head(article)
        | ListRow::Article(article)
        | ListRow::ArticleDetails(article)
        | ListRow::Place { article, .. }
        | ListRow::PlaceNote { article, .. }) = entry;
        let Some(article) = list.articles().get(article) else {
            continue;
        };
        let line = match entry {
            ListRow::Head(_) => {
                let name = article.group.label(app.now().date_naive());
                head_line(&name, single_group, &rows, theme)
            }
            ListRow::Article(_) => article_line(article, &rows, theme),
            ListRow::ArticleDetails(_) => article_details_line(article, &rows, theme),
            ListRow::Place { place, .. } => place_line(article.places.get(place), &rows, theme),
            ListRow::PlaceNote { place, .. } => {
                place_note_line(article.places.get(place), &rows, theme)
            }
        };
        put_line(frame, inner.x, y, inner.width, &line);
        if !matches!(entry, ListRow::Head(_)) && list.is_selected_in_view(row) {
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
                // A sign, too: bold text alone is easily overlooked.
                if list.selected_row() == Some(row) {
                    let current =
                        Line::styled(theme.symbols().current, theme.part_style(ScreenPart::Mark));
                    put_line(frame, inner.x, y, 1, &current);
                }
                ScreenPart::SelectedUnfocused
            };
            style_selected(frame, line, theme.part_style(part));
        }
        if focused && list.selected_row() == Some(row) {
            let title = MARK_COLUMNS as u16;
            put_cursor(frame, inner.x + title.min(inner.width.saturating_sub(1)), y);
        }
    }
}
