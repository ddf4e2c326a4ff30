//! Key hints in the last row of the screen: those that work now, the most useful first.

use ratatui::text::{Line, Span};

use crate::app::{Action, App, Overlay, Picker, PickerKind, PickerValue, Scope};
use crate::keymap::Keymap;
use crate::model::View;
use crate::ui::{ScreenPart, Theme, text};

/// Returns the actions with a key hint, the most useful first.
fn hint_actions(app: &App) -> Vec<Action> {
    use Action::*;
    let scope = app.scope();
    if app.shows_source() && scope == Scope::Reader {
        return vec![
            FollowLink,
            LineDown,
            NextSection,
            ToggleSource,
            Find,
            Help,
            Close,
        ];
    }
    if app.change_number().is_some() && scope == Scope::Reader {
        return vec![NextUnread, PreviousUnread, ToggleChanges, Find, Help, Close];
    }
    if let (Scope::Picker, Overlay::Picker(picker)) = (scope, app.overlay()) {
        let hints = picker_hints(picker.kind).iter().copied();
        return hints
            .filter(|action| works_on_selected(*action, picker, app))
            .collect();
    }
    let hints: &[Action] = match scope {
        Scope::List => &[
            Open,
            NextGroup,
            Filter,
            NextUnread,
            Help,
            Quit,
            Bookmark,
            Views,
            Search,
            ToggleRead,
            OpenInBrowser,
            CopyLink,
        ],
        Scope::Reader => &[
            NextSection,
            PreviousSection,
            Outline,
            Find,
            Help,
            Close,
            Bookmark,
            LinkHints,
            ReadOn,
            NextArticle,
            CopySection,
            OpenInBrowser,
            Zen,
        ],
        Scope::Picker => picker_hints(PickerKind::Outline),
        Scope::Prompt => &[Accept, NextRow, PreviousRow, Escape, RecallPrevious],
    };
    hints.to_vec()
}

/// Returns true if an action works on the selected row of a picker.
fn works_on_selected(action: Action, picker: &Picker, app: &App) -> bool {
    let value = picker.selected_value();
    let view = match value {
        Some(PickerValue::View(view, _)) => Some(view),
        _ => None,
    };
    match (picker.kind, action) {
        (PickerKind::Views, Action::Edit | Action::Rule) => {
            matches!(view, Some(View::SavedSearch(_)))
        }
        (PickerKind::Views, Action::RenameSource | Action::Delete) => {
            matches!(view, Some(View::SavedSearch(_) | View::Source(_)))
        }
        (
            PickerKind::Views,
            Action::SourceCategories | Action::SourceSetting | Action::PauseSource,
        ) => matches!(view, Some(View::Source(_))),
        (PickerKind::Views, Action::Fold) => match view {
            Some(View::Category(_)) => true,
            Some(View::Source(_)) => {
                let row = picker.selected().and_then(|row| picker.rows().get(row));
                row.is_some_and(|row| row.depth > 0)
            }
            _ => false,
        },
        (PickerKind::Sources, Action::Edit) => app.failing_sources() > 0,
        // Folders and files are scanned when they change, and servers fetch the feeds of accounts.
        (PickerKind::Sources, Action::Accept | Action::Refresh) => match value {
            Some(PickerValue::Source(source)) => app.is_feed(*source),
            Some(PickerValue::Account(_)) => true,
            _ => false,
        },
        (PickerKind::Sources, Action::PauseSource) => match value {
            Some(PickerValue::Source(source)) => !app.is_account_feed(*source),
            value => value.is_some(),
        },
        (
            PickerKind::Sources,
            Action::RenameSource | Action::SourceCategories | Action::SourceSetting,
        ) => matches!(value, Some(PickerValue::Source(_))),
        (PickerKind::Sources, Action::Delete) => value.is_some(),
        _ => true,
    }
}

/// Returns the actions with a key hint in a picker, the most useful first.
pub(in crate::ui) fn picker_hints(kind: PickerKind) -> &'static [Action] {
    use Action::*;
    match kind {
        PickerKind::Sources => &[
            Accept,
            Refresh,
            Edit,
            Subscribe,
            AddAccount,
            PauseSource,
            Delete,
            Help,
            RenameSource,
            Filter,
            Escape,
            SourceCategories,
            SourceSetting,
            Undo,
        ],
        PickerKind::Account => &[
            Refresh,
            PauseSource,
            Delete,
            Escape,
            Help,
            NextRow,
            PreviousRow,
        ],
        PickerKind::Requests => &[Refresh, Escape, Filter, NextRow, PreviousRow],
        PickerKind::Views => &[
            Accept,
            Filter,
            Edit,
            Rule,
            RenameSource,
            Delete,
            Help,
            Escape,
            Subscribe,
            Fold,
            PauseSource,
            SourceCategories,
            SourceSetting,
            Undo,
        ],
        PickerKind::Outline
        | PickerKind::Help
        | PickerKind::Palette
        | PickerKind::Search
        | PickerKind::Messages
        | PickerKind::Themes
        | PickerKind::Story
        | PickerKind::Rule
        | PickerKind::AccountKinds
        | PickerKind::Feeds => &[Accept, Filter, Escape, NextRow, PreviousRow, End],
    }
}

/// Returns the action whose key hint is at a position on the screen.
pub fn action_at(app: &App, keymap: &Keymap, x: u16, y: u16) -> Option<Action> {
    let area = app.geometry().footer.filter(|area| area.contains(x, y))?;
    let shown = match app.overlay() {
        Overlay::None => {
            app.selected_link().is_none() && app.bookmark_with_note_in_view().is_none()
        }
        Overlay::Picker(_) => true,
        Overlay::Prompt(_) | Overlay::Hints(_) => false,
    };
    let hints = place_hints(app, area.width, keymap);
    let contains = |hint: &PlacedHint| (hint.start..hint.end).contains(&usize::from(x - area.x));
    let found = hints.into_iter().find(contains);
    found
        .filter(|_| shown && app.status().is_none())
        .map(|hint| hint.action)
}

/// Returns the label of an action in its key hint.
fn hint_label(action: Action, app: &App) -> &'static str {
    match (action, app.overlay()) {
        (Action::ToggleSource, Overlay::None) if app.shows_source() => "back to the article",
        (Action::FollowLink, Overlay::None) if app.shows_source() => {
            match app.takes_source_line_in() {
                true => "take line in",
                false => "take line out",
            }
        }
        (Action::LineDown, Overlay::None) if app.shows_source() => "next line",
        (Action::NextSection, Overlay::None) if app.shows_source() => "next left out",
        (Action::NextUnread, Overlay::None) if app.change_number().is_some() => "next change",
        (Action::PreviousUnread, Overlay::None) if app.change_number().is_some() => {
            "previous change"
        }
        (Action::ToggleChanges, Overlay::None) if app.change_number().is_some() => {
            "back to the article"
        }
        (Action::Delete, Overlay::Picker(_)) => "remove",
        (Action::Accept, Overlay::Picker(picker)) if picker.kind == PickerKind::Sources => {
            match picker.selected_value() {
                Some(PickerValue::Account(_)) => "details",
                _ => "requests",
            }
        }
        (Action::Edit, Overlay::Picker(picker)) if picker.kind == PickerKind::Sources => {
            Action::NextFailing.label()
        }
        (Action::Refresh, Overlay::Picker(picker)) if is_of_account(picker) => "sync",
        _ => action.label(),
    }
}

/// Returns true if keys apply to an account in a picker.
fn is_of_account(picker: &Picker) -> bool {
    picker.kind == PickerKind::Account
        || matches!(picker.selected_value(), Some(PickerValue::Account(_)))
}

/// Key hint, and the columns that it takes.
struct PlacedHint {
    action: Action,
    label: &'static str,
    key: String,
    start: usize,
    end: usize,
}

/// Returns as many key hints as there is room for.
fn place_hints(app: &App, width: u16, keymap: &Keymap) -> Vec<PlacedHint> {
    let scope = app.scope();
    let mut hints = Vec::new();
    let mut used = 0;
    for action in hint_actions(app) {
        let Some(key) = keymap.keys_of(scope, action).into_iter().next() else {
            continue;
        };
        let label = hint_label(action, app);
        let end = used + 3 + text::width(&key) + text::width(label);
        if end > usize::from(width) {
            break;
        }
        hints.push(PlacedHint {
            action,
            label,
            key,
            start: used,
            end,
        });
        used = end;
    }
    hints
}

/// Returns the key hints of the screen, as many as there is room for.
pub(super) fn hints_line<'a>(app: &App, width: u16, keymap: &Keymap, theme: &Theme) -> Line<'a> {
    let hints = place_hints(app, width, keymap).into_iter();
    let spans = hints.flat_map(|hint| {
        let label = format!(" {} ", hint.label);
        [
            Span::raw(" "),
            Span::styled(hint.key, theme.part_style(ScreenPart::Key)),
            Span::styled(label, theme.part_style(ScreenPart::Dim)),
        ]
    });
    Line::from_iter(spans)
}
