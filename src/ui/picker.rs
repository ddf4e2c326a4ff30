//! Picker overlays: a box with an input line and rows.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::pane::{
    Outline, PaneLabels, clear_area, draw_borders, put_cursor, put_line, style_selected,
};
use super::{ScreenPart, Theme, text};
use crate::app::{
    Action, App, Picker, PickerKind, PickerRow, RowCounts, Scope, Size, picker_box,
    picker_rows_area,
};
use crate::keymap::Keymap;
use crate::model::{SearchOrder, View};

/// Draws a picker over the panes.
pub(super) fn draw_picker(
    frame: &mut Frame<'_>,
    picker: &Picker,
    app: &App,
    keymap: &Keymap,
    theme: &Theme,
) {
    let screen = frame.area();
    let rows: Vec<(&PickerRow, bool)> = picker.visible().collect();
    let area = picker_box(
        Size {
            columns: screen.width,
            rows: screen.height,
        },
        picker.height(),
    );
    clear_area(
        frame,
        Rect::new(area.x, area.y, area.width, area.height).intersection(screen),
        theme,
    );
    let RowCounts { shown, all } = picker.row_counts();
    let count = if picker.kind == PickerKind::Search {
        app.search_count_text()
    } else if shown == all {
        format!("{all}")
    } else {
        format!("{shown} of {all}")
    };
    let typed = picker.input().value().trim().to_owned();
    let is_search = picker.kind == PickerKind::Search;
    let problem = app.search_problem().filter(|_| is_search);
    let lower_left = match problem {
        Some(problem) => text::in_theme_symbols(problem, theme).into_owned(),
        None if is_search && !typed.is_empty() => search_keys(app, keymap, theme),
        None => String::new(),
    };
    let labels = PaneLabels {
        upper_right: "",
        title: picker.title(),
        lower_left: &lower_left,
        lower_right: &count,
        is_focused: true,
    };
    draw_borders(frame, area, Outline::Box, true, theme, &labels);
    let inner = area.inside_box();
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
        &Line::styled(prompt, theme.part_style(ScreenPart::Key)),
    );
    if typed.value().is_empty() {
        let filter = keymap.keys_of(Scope::Picker, Action::Filter);
        let filter = filter.first().map(|key| format!("{key} filters"));
        let hint = match picker.kind {
            _ if !picker.is_typing() => filter.as_deref().unwrap_or_default(),
            PickerKind::Outline => "type to filter sections",
            PickerKind::Help => "type to filter keys",
            PickerKind::Palette => "type to filter actions; a number goes to that row or section",
            PickerKind::Views => "type to filter views",
            PickerKind::Messages => "type to filter messages",
            PickerKind::Sources => "type to filter sources",
            PickerKind::Requests => "type to filter requests",
            PickerKind::Account => "type to filter lines",
            PickerKind::Feeds => "type to filter feeds",
            PickerKind::Themes => "type to filter themes",
            PickerKind::Story => "type to filter articles",
            PickerKind::Rule => "type to filter actions",
            PickerKind::AccountKinds => "type to filter servers",
            PickerKind::Search => "words, \"phrases\", title: source: tag: is: before: after: -not",
        };
        put_line(
            frame,
            x,
            inner.y,
            room,
            &Line::styled(
                text::fit(hint, usize::from(room), theme),
                theme.part_style(ScreenPart::Dim),
            ),
        );
    } else {
        let part = if picker.has_old_line() {
            ScreenPart::Selected
        } else {
            ScreenPart::Text
        };
        let words = Line::from(Span::styled(typed.value(), theme.part_style(part)));
        put_line(frame, x, inner.y, room, &words);
    }
    if picker.is_typing() {
        put_cursor(frame, x + (typed.visual_cursor() as u16).min(room), inner.y);
    }

    let widths = column_widths(picker, inner.width);
    let below = picker_rows_area(area);
    // The title of the selected hit is selected with its line.
    let titled = rows.iter().position(|(_, selected)| *selected);
    let titled = titled.and_then(|selected| selected.checked_sub(1));
    let mut is_row_selected = false;
    for (i, (row, selected)) in rows.into_iter().enumerate() {
        is_row_selected = selected || is_row_selected && row.is_continuation;
        let y = below.y + i as u16;
        if y >= below.y + below.height {
            break;
        }
        put_line(
            frame,
            inner.x,
            y,
            inner.width,
            &row_line(row, widths, inner.width, is_search, theme),
        );
        let is_selected_title =
            is_search && row.is_head && titled == Some(i) && !row.text.is_empty();
        if is_selected_title || is_row_selected && (row.is_continuation || !row.is_head) {
            if !picker.is_typing() && selected {
                put_cursor(frame, inner.x + 1, y);
            }
            style_selected(
                frame,
                Rect::new(inner.x, y, inner.width, 1).intersection(screen),
                theme.part_style(ScreenPart::Selected),
            );
        }
    }
    if shown == 0 && !(picker.kind == PickerKind::Search && typed.value().trim().is_empty()) {
        let filter = app.key_name(Scope::List, Action::Filter);
        let in_tour = format!("no matches in the library; {filter} filters the tour");
        let no_sources = format!(
            "no sources; {} subscribes to a feed, {} adds an account",
            app.key_name(Scope::Picker, Action::Subscribe),
            app.key_name(Scope::Picker, Action::AddAccount)
        );
        let message = match app.is_searching() && picker.kind == PickerKind::Search {
            true => theme.symbols().ellipsis,
            // The reason is in the border below as well, but here it is read.
            false if problem.is_some() => problem.unwrap_or_default(),
            false if is_search && app.counts().is_none_or(|counts| counts.all == 0) => {
                "no matches in the tour; the library is empty: newsprint add FOLDER"
            }
            false if is_search && app.list().listing().view == View::Tour => &in_tour,
            false if picker.kind == PickerKind::Messages && picker.rows().is_empty() => {
                "no messages"
            }
            false if picker.kind == PickerKind::Sources && picker.rows().is_empty() => &no_sources,
            false => "no matches",
        };
        put_line(
            frame,
            inner.x + 3,
            inner.y + 1,
            inner.width,
            &Line::styled(message, theme.part_style(ScreenPart::Dim)),
        );
    }
}

/// Returns the order of the hits, and the keys for another order and for a view of them.
fn search_keys(app: &App, keymap: &Keymap, theme: &Theme) -> String {
    let (order, other) = match app.search_order() {
        SearchOrder::Newest => ("newest first", "most relevant first"),
        SearchOrder::Relevance => ("most relevant first", "newest first"),
    };
    let key = |action, label: &str| {
        let key = keymap.keys_of(Scope::Prompt, action).into_iter().next()?;
        Some(format!("{key} {label}"))
    };
    let keys = [
        Some(order.to_owned()),
        key(Action::SearchOrder, other),
        key(Action::SaveSearch, "save as view"),
    ];
    let keys: Vec<String> = keys.into_iter().flatten().collect();
    keys.join(&format!(" {} ", theme.symbols().dot))
}

/// Widths of the columns of a picker.
#[derive(Debug, Clone, Copy)]
struct ColumnWidths {
    /// Width of the widest key.
    keys: usize,
    /// Width of the widest text of a row with a note; 0 if there is none. All notes begin in one column.
    names: usize,
}

/// Returns the widths of the columns of a picker that is `width` columns wide.
fn column_widths(picker: &Picker, width: u16) -> ColumnWidths {
    let keys = picker.rows().iter().map(|row| text::width(&row.key));
    let keys = keys.max().unwrap_or(0).min(usize::from(width) / 3);
    let notes = picker.rows().iter().filter(|row| !row.note.is_empty());
    let names = notes.map(|row| text::width(&row.text)).max().unwrap_or(0);
    // One long name leaves the others their notes.
    let names = names.min(usize::from(width) / 2);
    ColumnWidths { keys, names }
}

/// Returns the columns for the text of a row and its note.
fn text_columns(row: &PickerRow, keys: usize, width: u16) -> usize {
    usize::from(width).saturating_sub(keys + 2 * row.depth + 5)
}

/// Returns the columns for the text of a row: those of all names if it has a note beside it, else `room`.
fn text_room(row: &PickerRow, names: usize, room: usize) -> usize {
    match row.note.is_empty() {
        true => room,
        false => names.min(room),
    }
}

/// Returns the text or note of the selected row, if it is truncated in the row.
pub(super) fn truncated_text(picker: &Picker, size: Size) -> Option<&str> {
    let row = picker.rows().get(picker.selected()?)?;
    let width = picker_box(size, picker.height()).width.saturating_sub(2);
    let ColumnWidths { keys, names } = column_widths(picker, width);
    let room = text_columns(row, keys, width);
    if row.lines.is_some() {
        return None;
    }
    let is_note_cut = !row.note.is_empty() && names + 2 + text::width(&row.note) > room;
    if is_note_cut {
        return Some(&row.note);
    }
    (text::width(&row.text) > text_room(row, names, room)).then_some(&row.text)
}

/// Returns one row: the mark of the current row, the key, the text, the note.
fn row_line<'a>(
    row: &PickerRow,
    widths: ColumnWidths,
    width: u16,
    is_search: bool,
    theme: &Theme,
) -> Line<'a> {
    let ColumnWidths { keys, names } = widths;
    if row.is_head && !row.is_continuation {
        // The title of a hit is no head of a group.
        let part = match is_search {
            true => ScreenPart::Text,
            false => ScreenPart::GroupHead,
        };
        let room = usize::from(width).saturating_sub(2);
        let note = text::fit(&text::in_theme_symbols(&row.note, theme), room / 2, theme);
        let left = room.saturating_sub(text::width(&note) + usize::from(!note.is_empty()) * 2);
        let words = text::fit(&text::in_theme_symbols(&row.text, theme), left, theme);
        let gap = (room + 1).saturating_sub(text::width(&words) + text::width(&note) + 1);
        return Line::from(vec![
            Span::styled(format!(" {words}"), theme.part_style(part)),
            Span::raw(" ".repeat(gap)),
            Span::styled(note, theme.part_style(ScreenPart::Dim)),
        ]);
    }
    let here = if row.is_current {
        theme.symbols().current
    } else {
        " "
    };
    let (first_key, first_text) = match &row.lines {
        Some((key, text)) => (key, text),
        None => (&row.key, &row.text),
    };
    let key = text::fit(first_key, keys, theme);
    let pad = " ".repeat(keys.saturating_sub(text::width(&key)));
    let indent = "  ".repeat(row.depth);
    let room = text_columns(row, keys, width);
    let of_text = text_room(row, names, room);
    let words = text::fit(&text::in_theme_symbols(first_text, theme), of_text, theme);
    let gap = (names + 2).saturating_sub(text::width(&words));
    let note = room.saturating_sub(text::width(&words) + gap);
    let mut spans = vec![
        Span::styled(format!(" {here} {pad}"), theme.part_style(ScreenPart::Mark)),
        Span::styled(key, theme.part_style(ScreenPart::Key)),
        Span::raw(format!(" {indent}")),
    ];
    spans.extend(highlight_matches(words, row, theme));
    spans.extend([Span::styled(
        match row.note.as_str() {
            "" => String::new(),
            words => format!("{}{}", " ".repeat(gap), text::fit_words(words, note, theme)),
        },
        theme.part_style(ScreenPart::Dim),
    )]);
    Line::from(spans)
}

/// Returns the text of a row with its matches highlighted, as far as the displayed text is the same.
fn highlight_matches<'a>(words: String, row: &PickerRow, theme: &Theme) -> Vec<Span<'a>> {
    let style = theme.part_style(ScreenPart::Match);
    let mut spans = Vec::new();
    let mut done = 0;
    for mark in &row.match_ranges {
        // Matches count bytes of the whole text, and do not apply to truncated or reordered text.
        let same = words
            .get(..mark.end)
            .is_some_and(|upto| row.text.starts_with(upto));
        if !same || mark.start < done {
            break;
        }
        let before = words.get(done..mark.start).unwrap_or_default().to_owned();
        let hit = words.get(mark.clone()).unwrap_or_default().to_owned();
        spans.extend([Span::raw(before), Span::styled(hit, style)]);
        done = mark.end;
    }
    spans.push(Span::raw(words.get(done..).unwrap_or_default().to_owned()));
    spans
}
