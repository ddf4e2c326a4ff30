//! Names of the keys of actions, for messages: [`KeyNames`].

use rustc_hash::FxHashMap;

use super::{Action, Scope};

/// Names of the keys that are bound, as the user reads them (`Ctrl-d`): the first one of each action in each scope.
#[derive(Debug, Clone, Default)]
pub struct KeyNames {
    first: FxHashMap<(Scope, Action), String>,
}

impl KeyNames {
    /// Returns the names of these bindings. Of several keys of an action in a scope the first one counts.
    pub fn new(bindings: impl IntoIterator<Item = (Scope, Action, String)>) -> Self {
        let mut first = FxHashMap::default();
        for (scope, action, key) in bindings {
            first.entry((scope, action)).or_insert(key);
        }
        Self { first }
    }

    /// Returns the key of an action in a scope. Where the action has none, returns what runs it in the command palette (`:sources`),
    /// or its name where the palette is not open to it.
    pub(super) fn name(&self, scope: Scope, action: Action) -> String {
        match self.first.get(&(scope, action)) {
            Some(key) => key.clone(),
            None if matches!(scope, Scope::List | Scope::Reader) => format!(":{}", action.name()),
            None => action.name().to_owned(),
        }
    }
}
