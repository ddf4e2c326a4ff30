//! The last row of the screen: a message, a prompt, or key hints.

mod hints;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::pane::{clear_area, put_cursor, put_line, to_rect};
use super::picker::truncated_text;
use super::{ScreenPart, Theme, text};
use crate::app::{
    AccountField, Action, App, MatchCount, Message, Overlay, Prompt, PromptKind, Scope, Severity,
};
use crate::keymap::Keymap;
use crate::model::Bookmark;

pub use hints::action_at;
use hints::hints_line;
pub(super) use hints::picker_hints;

/// Largest number of rows of an error or a notice.
const MAX_MESSAGE_ROWS: u16 = 4;

/// Draws the footer. If it has no row of its own, a message or prompt takes the last row of the screen while it lasts.
pub(super) fn draw_footer(frame: &mut Frame<'_>, app: &App, keymap: &Keymap, theme: &Theme) {
    let screen = frame.area();
    let own_row = app.geometry().footer.map(|area| to_rect(area, screen));
    let last = Rect {
        y: screen.bottom().saturating_sub(1),
        height: screen.height.min(1),
        ..screen
    };
    match (app.overlay(), app.status()) {
        (Overlay::Prompt(prompt), _) => {
            let area = own_row.unwrap_or(last);
            clear_area(frame, area, theme);
            draw_prompt(frame, area, prompt, app, keymap, theme);
        }
        (Overlay::Hints(hints), None) => {
            let area = own_row.unwrap_or(last);
            clear_area(frame, area, theme);
            let words = Line::from(vec![
                Span::styled(" link: ", theme.part_style(ScreenPart::Key)),
                Span::raw(format!("{} ", hints.typed())),
                Span::styled(
                    "type the letters of a link",
                    theme.part_style(ScreenPart::Dim),
                ),
            ]);
            put_line(frame, area.x, area.y, area.width, &words);
        }
        (_, Some(status)) => {
            draw_message(frame, own_row.unwrap_or(last), status, app, theme);
        }
        (Overlay::Picker(picker), None)
            if own_row.is_some() && truncated_text(picker, app.size()).is_some() =>
        {
            // The row above is too narrow for its text.
            let area = own_row.unwrap_or(last);
            let words = truncated_text(picker, app.size()).unwrap_or_default();
            let room = usize::from(area.width).saturating_sub(2);
            let words = text::fit(&text::in_theme_symbols(words, theme), room, theme);
            let line = Line::styled(words, theme.part_style(ScreenPart::Dim));
            put_line(frame, area.x + 1, area.y, area.width, &line);
        }
        (Overlay::None, None) if app.selected_link().is_some() => {
            let area = own_row.unwrap_or(last);
            clear_area(frame, area, theme);
            let url = app.selected_link().map_or("", |link| &link.url);
            let words = text::fit(url, usize::from(area.width).saturating_sub(2), theme);
            let keys = link_keys(keymap, theme);
            let room = usize::from(area.width).saturating_sub(text::width(&words) + 1);
            let mut line = Line::styled(format!(" {words}"), theme.part_style(ScreenPart::Text));
            if text::width(&keys) < room {
                line.push_span(Span::styled(keys, theme.part_style(ScreenPart::Dim)));
            }
            put_line(frame, area.x, area.y, area.width, &line);
        }
        (Overlay::None, None)
            if own_row.is_some() && app.bookmark_with_note_in_view().is_some() =>
        {
            let area = own_row.unwrap_or(last);
            if let Some(bookmark) = app.bookmark_with_note_in_view() {
                let line = note_line(bookmark, area.width, keymap, theme);
                put_line(frame, area.x, area.y, area.width, &line);
            }
        }
        (_, None) => {
            if let Some(area) = own_row {
                put_line(
                    frame,
                    area.x,
                    area.y,
                    area.width,
                    &hints_line(app, area.width, keymap, theme),
                );
            }
        }
    }
}

/// Returns the note and the tags of a bookmark, and the key that edits them.
fn note_line<'a>(bookmark: &Bookmark, width: u16, keymap: &Keymap, theme: &Theme) -> Line<'a> {
    let key = keymap.keys_of(Scope::Reader, Action::BookmarkPlace);
    let hint = key.first().map(|key| format!("{key} edit"));
    let hint = hint.unwrap_or_default();
    let words = text::note_with_tags(bookmark.note.as_deref(), &bookmark.tags);
    let mark = format!(" {} ", theme.symbols().bookmarked);
    let room = usize::from(width).saturating_sub(text::width(&mark) + text::width(&hint) + 3);
    let words = text::fit(&text::in_theme_symbols(&words, theme), room, theme);
    let gap = room.saturating_sub(text::width(&words)) + 2;
    Line::from(vec![
        Span::styled(mark, theme.part_style(ScreenPart::Mark)),
        Span::styled(words, theme.part_style(ScreenPart::Text)),
        Span::raw(" ".repeat(gap)),
        Span::styled(hint, theme.part_style(ScreenPart::Dim)),
    ])
}

/// Returns the keys for the selected link.
fn link_keys(keymap: &Keymap, theme: &Theme) -> String {
    let of = [
        (Action::FollowLink, "follow"),
        (Action::OpenInBrowser, "browser"),
        (Action::CopyLink, "copy"),
    ];
    let mut out = String::new();
    for (action, word) in of {
        if let Some(key) = keymap.keys_of(Scope::Reader, action).first() {
            out.push_str(&format!(" {} {key} {word}", theme.symbols().dot));
        }
    }
    out
}

/// Draws a message. An error or a notice, which says what to do at its end, takes up to [`MAX_MESSAGE_ROWS`] rows, which cover those above.
fn draw_message(frame: &mut Frame<'_>, row: Rect, status: &Message, app: &App, theme: &Theme) {
    let (part, most) = match status.severity {
        Severity::Error => (ScreenPart::Error, MAX_MESSAGE_ROWS.min(row.y / 2 + 1)),
        Severity::Notice => (ScreenPart::Text, MAX_MESSAGE_ROWS.min(row.y / 2 + 1)),
        Severity::Info => (ScreenPart::Text, 1),
    };
    // Errors that were replaced before they could be read are in the list of messages.
    let more = match app.replaced_errors() {
        0 => String::new(),
        count => format!(" {} {count} more: :messages", theme.symbols().dot),
    };
    let words = format!("{}{more}", text::in_theme_symbols(&status.text, theme));
    let columns = usize::from(row.width).saturating_sub(2);
    let lines = match text::width(&words) > columns && most > 1 {
        true => text::break_lines(&words, columns, usize::from(most), theme),
        false => {
            let room = columns.saturating_sub(text::width(&more));
            let words = text::fit(&text::in_theme_symbols(&status.text, theme), room, theme);
            vec![format!("{words}{more}")]
        }
    };
    let height = lines.len() as u16;
    let area = Rect {
        y: (row.y + 1).saturating_sub(height),
        height,
        ..row
    };
    clear_area(frame, area, theme);
    for (y, line) in (area.y..).zip(lines) {
        let line = Line::styled(line, theme.part_style(part));
        put_line(frame, area.x + 1, y, area.width.saturating_sub(1), &line);
    }
}

/// Fewest columns of an input line that hints and counts leave to it.
const MIN_INPUT_COLUMNS: usize = 12;

fn draw_prompt(
    frame: &mut Frame<'_>,
    area: Rect,
    prompt: &Prompt,
    app: &App,
    keymap: &Keymap,
    theme: &Theme,
) {
    let label = format!(" {}", prompt.kind.label());
    // If there is no room for both, the input line comes first.
    let room = usize::from(area.width).saturating_sub(text::width(&label) + 4 + MIN_INPUT_COLUMNS);
    let note = match (app.status(), prompt.input.value()) {
        (Some(status), typed) => {
            let room = room.min((room + MIN_INPUT_COLUMNS).saturating_sub(text::width(typed)));
            let room = room.max(usize::from(area.width) / 2);
            text::fit(&text::in_theme_symbols(&status.text, theme), room, theme)
        }
        (None, "") => prompt_keys(prompt, app, room, keymap, theme),
        (None, _) => prompt_note(app, prompt),
    };
    let room = usize::from(area.width)
        .saturating_sub(text::width(&label) + text::width(&note) + 2)
        .max(1);
    let input = prompt.shown_input(theme.symbols().hidden_letter);
    let scroll = input.visual_scroll(room);
    let typed: String = skip_columns(input.value(), scroll);
    let cursor = input.visual_cursor().saturating_sub(scroll);
    let visual = (scroll == 0).then(|| text::visual_input(&typed, input.cursor(), theme));
    let (typed, cursor) = visual.flatten().unwrap_or((typed, cursor));
    let x = area.x + text::width(&label) as u16;
    put_line(
        frame,
        area.x,
        area.y,
        area.width,
        &Line::styled(label, theme.part_style(ScreenPart::Key)),
    );
    put_line(frame, x, area.y, room as u16, &Line::raw(typed));
    let note_x = area.right().saturating_sub(text::width(&note) as u16 + 1);
    if note_x > x {
        put_line(
            frame,
            note_x,
            area.y,
            area.width,
            &Line::styled(note, theme.part_style(ScreenPart::Dim)),
        );
    }
    put_cursor(
        frame,
        (x + cursor.min(room) as u16).min(area.right().saturating_sub(1)),
        area.y,
    );
}

/// Returns the key hints of an empty input line, as many as there is room for.
fn prompt_keys(prompt: &Prompt, app: &App, room: usize, keymap: &Keymap, theme: &Theme) -> String {
    let accept = match prompt.kind {
        PromptKind::Filter => "",
        PromptKind::Find => "repeat the last find",
        PromptKind::Tags | PromptKind::Note | PromptKind::SaveSearch => "save",
        PromptKind::SourceTitle
        | PromptKind::Categories
        | PromptKind::Setting
        | PromptKind::SearchName
        | PromptKind::RuleTag
        | PromptKind::SearchQuery => "save",
        PromptKind::Address | PromptKind::AccountFeed(_) => "subscribe",
        PromptKind::Account(AccountField::Address | AccountField::User) => "next",
        PromptKind::Account(AccountField::Password | AccountField::PasswordCommand) => "add",
        PromptKind::Pipe => "run",
    };
    let tags = match prompt.kind {
        PromptKind::Note => "#words at the end are tags",
        PromptKind::Address | PromptKind::AccountFeed(_) => "a feed or a page",
        PromptKind::Account(AccountField::Address) => "such as rss.example.org",
        PromptKind::Account(AccountField::User) if app.may_omit_user() => "empty for an API key",
        PromptKind::Account(AccountField::User) => "",
        PromptKind::Account(AccountField::Password) => "empty: a password command",
        PromptKind::Account(AccountField::PasswordCommand) => "pass show NAME",
        PromptKind::Pipe => "program and arguments",
        PromptKind::SourceTitle => "empty: its own title",
        PromptKind::Categories => "News/Local, Science",
        PromptKind::Setting => "interval=2h, images=true, hidden=true, user=NAME",
        PromptKind::Tags
        | PromptKind::Filter
        | PromptKind::Find
        | PromptKind::SaveSearch
        | PromptKind::SearchName
        | PromptKind::RuleTag
        | PromptKind::SearchQuery => "",
    };
    let key = |action, word: &str| {
        let key = keymap.keys_of(Scope::Prompt, action).into_iter().next()?;
        (!word.is_empty()).then(|| format!("{key} {word}"))
    };
    let keys = [
        (!tags.is_empty()).then(|| tags.to_owned()),
        key(Action::Escape, "cancel"),
        key(Action::Accept, accept),
        key(Action::EditNote, "editor").filter(|_| prompt.kind == PromptKind::Note),
        key(Action::Complete, "complete").filter(|_| prompt.kind == PromptKind::Pipe),
        key(Action::PreviousRow, "history").filter(|_| prompt.kind.has_history()),
    ];
    let mut line = String::new();
    for key in keys.into_iter().flatten() {
        let dot = match line.is_empty() {
            true => String::new(),
            false => format!(" {} ", theme.symbols().dot),
        };
        if text::width(&line) + text::width(&dot) + text::width(&key) > room {
            break;
        }
        line.push_str(&dot);
        line.push_str(&key);
    }
    line
}

/// Returns the number of matches of a find or filter so far.
fn prompt_note(app: &App, prompt: &Prompt) -> String {
    match prompt.kind {
        PromptKind::Filter => match app.list().is_in_memory() {
            true => format!(
                "{} of {}",
                app.row_count_text(),
                app.list().in_memory().count()
            ),
            false => app.row_count_text(),
        },
        PromptKind::Find => match app
            .reader()
            .and_then(|reader| reader.find())
            .map(|find| find.match_count())
        {
            Some(MatchCount {
                found: 0,
                is_complete: true,
                ..
            }) => "not found".to_owned(),
            Some(MatchCount {
                current,
                found,
                is_complete,
            }) => {
                format!("{current}/{found}{}", if is_complete { "" } else { "+" })
            }
            None => String::new(),
        },
        PromptKind::Note
        | PromptKind::Tags
        | PromptKind::SaveSearch
        | PromptKind::SourceTitle
        | PromptKind::Categories
        | PromptKind::Setting
        | PromptKind::SearchName
        | PromptKind::SearchQuery
        | PromptKind::RuleTag
        | PromptKind::Address
        | PromptKind::AccountFeed(_)
        | PromptKind::Pipe
        | PromptKind::Account(_) => String::new(),
    }
}

fn skip_columns(text: &str, columns: usize) -> String {
    let mut skipped = 0;
    let rest = text.chars().skip_while(|c| {
        skipped += text::width(c.encode_utf8(&mut [0; 4]));
        skipped <= columns
    });
    rest.collect()
}
