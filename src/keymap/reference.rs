//! Every action with its keys as rows of text, for the man page: [`Keymap::reference`].

use super::Keymap;
use crate::app::{Action, Scope};

/// The actions of one scope, with their keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyTable {
    /// Name of the scope's table in `keymap.toml`; `None` for the actions that have no key in any scope.
    pub scope: Option<&'static str>,
    /// Rows in the order of help.
    pub rows: Vec<KeyRow>,
}

/// One action with its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Keys as a user reads them, the first bound first.
    pub keys: Vec<String>,
    /// Name of the action in `keymap.toml`.
    pub action: &'static str,
    /// Meaning of the action, in one sentence.
    pub sentence: &'static str,
}

impl Keymap {
    /// Returns a table for each scope, and a last one with the actions that have no key: `:` runs those by their names.
    pub fn reference(&self) -> Vec<KeyTable> {
        let row = |action: Action, keys: Vec<String>| KeyRow {
            keys,
            action: action.name(),
            sentence: action.description(),
        };
        let mut tables: Vec<KeyTable> = Scope::ALL
            .into_iter()
            .map(|scope| {
                let actions = Action::ALL.iter().copied();
                let rows = actions.map(|action| row(action, self.keys_of(scope, action)));
                KeyTable {
                    scope: Some(scope.name()),
                    rows: rows.filter(|row| !row.keys.is_empty()).collect(),
                }
            })
            .collect();
        let has_key = |action: &&Action| {
            let mut scopes = Scope::ALL.into_iter();
            scopes.any(|scope| !self.keys_of(scope, **action).is_empty())
        };
        let actions = Action::ALL.iter().filter(|action| !has_key(action));
        tables.push(KeyTable {
            scope: None,
            rows: actions.map(|action| row(*action, Vec::new())).collect(),
        });
        tables
    }
}
