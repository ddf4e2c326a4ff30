//! Rows of the help and of the command palette: [`help_rows`], [`palette_rows`].

use super::footer::picker_hints;
use crate::app::{Action, Picker, PickerKind, PickerRow, Scope};
use crate::keymap::Keymap;

/// Returns the rows of the help: every key of every scope, from the keymap. Those of the popup that is open come first, then those
/// of the current scope, and both can be run from the help; repeated rows are left out.
pub fn help_rows(keymap: &Keymap, here: Scope, popup: Option<&Picker>) -> Vec<PickerRow> {
    let mut rows: Vec<PickerRow> = popup
        .filter(|popup| popup.kind != PickerKind::Help)
        .map_or_else(Vec::new, |popup| popup_rows(keymap, popup));
    let mut scopes = Scope::ALL;
    scopes.sort_by_key(|scope| *scope != here);
    for scope in scopes {
        let text = match scope {
            Scope::List => "In the list",
            Scope::Reader => "In the reader",
            Scope::Picker => "In a popup list",
            Scope::Prompt => "In a prompt",
        };
        let head = PickerRow {
            text: text.to_owned(),
            is_head: true,
            ..PickerRow::default()
        };
        let row = |action: &Action| {
            let key = keymap.keys_of(scope, *action).join(" ");
            let runs = scope == here && !action.lacks_number();
            (!key.is_empty()).then(|| PickerRow {
                key,
                text: action.description().to_owned(),
                action: runs.then_some(*action),
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

/// Returns the rows of the keys that a popup is used with.
fn popup_rows(keymap: &Keymap, popup: &Picker) -> Vec<PickerRow> {
    let head = PickerRow {
        text: format!("In the popup {}", popup.title()),
        is_head: true,
        ..PickerRow::default()
    };
    let row = |action: &Action| {
        let key = keymap.keys_of(Scope::Picker, *action).join(" ");
        (!key.is_empty()).then(|| PickerRow {
            key,
            text: action.description().to_owned(),
            action: Some(*action),
            ..PickerRow::default()
        })
    };
    let rows = picker_hints(popup.kind).iter().filter_map(row);
    [head].into_iter().chain(rows).collect()
}

/// Returns the rows of the user's own commands.
fn own_commands(keymap: &Keymap, scope: Scope, here: Scope) -> impl Iterator<Item = PickerRow> {
    let numbered = (0..).zip(keymap.commands());
    numbered.filter_map(move |(number, name)| {
        let action = Action::Command(number);
        let keys = keymap.keys_of(scope, action);
        (!keys.is_empty()).then(|| PickerRow {
            key: keys.join(" "),
            text: format!("Run the command {name} of config.toml."),
            action: (scope == here).then_some(action),
            ..PickerRow::default()
        })
    })
}

/// Returns the rows of the command palette: every action of the current scope with its keys, and the user's own
/// commands.
pub fn palette_rows(keymap: &Keymap, here: Scope) -> Vec<PickerRow> {
    let row = |action: Action, name: String| PickerRow {
        key: keymap.keys_of(here, action).join(" "),
        text: name,
        note: action.description().to_owned(),
        action: Some(action),
        ..PickerRow::default()
    };
    let meant = |action: &&Action| action.works_in(here) && **action != Action::Palette;
    let actions = Action::ALL.iter().filter(meant);
    let actions = actions.map(|action| row(*action, action.name().to_owned()));
    let commands = (0..).zip(keymap.commands());
    let commands =
        commands.map(|(number, name)| row(Action::Command(number), format!("command {name}")));
    actions.chain(commands).collect()
}
