//! Key bindings: [`Keymap`], read from `keymap.toml`, and [`Keymap::lookup`], which finds the action of the keys typed
//! so far.
//!
//! The default keymap is `assets/keymap.toml`, in the user's own format. The user's file is merged over it, binding by
//! binding.

mod edit;
mod error;
mod key;
mod reference;

use std::iter;

use crate::app::{Action, Scope};
use crate::config::{Mistake, TomlText, nearest_name, suggestion};

pub use edit::edit_request;
pub use error::BindingError;
pub use key::Key;
pub use reference::{KeyRow, KeyTable};

/// The default keymap: the text of `assets/keymap.toml`.
pub const DEFAULT_KEYMAP: &str = include_str!("../assets/keymap.toml");

/// The action name that removes a binding.
const UNBOUND: &str = "none";

/// Prefix of a binding that starts one of the user's programs: `command mpv`.
const COMMAND_PREFIX: &str = "command ";

/// Name of the table whose bindings apply both in the list and in the reader.
const GLOBAL_TABLE: &str = "global";

/// Former names of actions, each with its present name. Keymaps may still use the former names; each use is reported
/// with its line.
const RENAMED_ACTIONS: [(&str, &str); 7] = [
    ("next-story", "next-article"),
    ("previous-story", "previous-article"),
    ("raw-text", "toggle-source"),
    ("previous-place", "history-back"),
    ("next-place", "history-forward"),
    ("previous-entry", "recall-previous"),
    ("next-entry", "recall-next"),
];

/// Keys and their actions, by scope.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bindings: Vec<Binding>,
    /// Names of the user's programs that keys can be bound to (`[commands]` of `config.toml`).
    commands: Vec<String>,
}

/// A binding: keys and the action that they mean in one scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Scope in which the binding applies.
    pub scope: Scope,
    /// Keys in the order in which they are typed; almost always one.
    pub keys: Vec<Key>,
    /// Action of the keys.
    pub action: Action,
    /// Line of the binding in the text that is being merged, from 1; 0 outside [`Keymap::merge`].
    line: usize,
}

/// Result of looking up the keys typed so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeymapResult {
    /// The keys are bound to this action.
    Matched(Action),
    /// The keys are the beginning of a longer binding.
    Pending,
    /// The keys have no binding in this scope.
    NotFound,
}

impl Keymap {
    /// Returns the default keymap.
    pub fn built_in() -> Self {
        Self::default().merge(DEFAULT_KEYMAP).0
    }

    /// Returns the default keymap, in which keys can also be bound to the user's programs of these names (`[commands]`
    /// of `config.toml`).
    pub fn with_commands(names: impl IntoIterator<Item = String>) -> Self {
        let mut keymap = Self::built_in();
        keymap.commands = names.into_iter().collect();
        keymap
    }

    /// Returns the names of the user's programs that keys can be bound to. The number in [`Action::Command`] is an
    /// index into them.
    pub fn commands(&self) -> &[String] {
        &self.commands
    }

    /// Merges the bindings of `text` (TOML) over this keymap. Returns the result and the mistakes in `text`, in the
    /// order of their lines.
    ///
    /// A wrong line is ignored; the others apply. The order of lines does not matter: bindings are removed before
    /// others are added, and a binding of `[list]` or `[reader]` wins over one of `[global]`. A former name of an
    /// action is accepted and reported with its present name.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::app::{Action, Scope};
    /// use newsprint::keymap::{Keymap, KeymapResult};
    ///
    /// let text = "[reader]\n\"w\" = \"zen\"\n\"x\" = \"outlin\"\n";
    /// let (keymap, mistakes) = Keymap::built_in().merge(text);
    ///
    /// let w = ["w".parse()?];
    /// assert_eq!(keymap.lookup(Scope::Reader, &w), KeymapResult::Matched(Action::Zen));
    /// // The wrong line changes nothing, and the mistake names its line.
    /// assert_eq!(mistakes.len(), 1);
    /// assert_eq!(mistakes[0].line, 3);
    /// # Ok::<(), newsprint::keymap::BindingError>(())
    /// ```
    pub fn merge(mut self, text: &str) -> (Self, Vec<Mistake>) {
        let (toml, mut mistakes) = TomlText::parse(text);
        let mut lines = Vec::new();
        for table in toml.entries() {
            let wrong = |mistakes: &mut Vec<Mistake>, line, what: String| {
                mistakes.push(Mistake::new(line, what))
            };
            if scopes_of_table(table.key).is_empty() {
                let tables = || iter::once(GLOBAL_TABLE).chain(Scope::ALL.map(Scope::name));
                let all: Vec<String> = tables().map(|name| format!("[{name}]")).collect();
                let (name, all) = (table.key, all.join(", "));
                let what = match nearest_name(name, tables()) {
                    Some(nearest) => format!("the nearest is [{nearest}] of {all}"),
                    None => format!("there are {all}"),
                };
                let what = format!("[{name}] is not a table; {what}");
                wrong(&mut mistakes, table.line, what);
                continue;
            }
            let Some(bindings) = table.value.as_table() else {
                wrong(
                    &mut mistakes,
                    table.line,
                    format!("[{}] is not a table of bindings", table.key),
                );
                continue;
            };
            for entry in toml.entries_of(bindings) {
                let written = entry.value.as_str();
                let present = written.and_then(present_name);
                let name = present.or(written);
                match self.parse_binding(entry.key, name) {
                    Ok((keys, action)) => lines.push((table.key, entry.line, keys, action)),
                    Err(error) => wrong(&mut mistakes, entry.line, error.to_string()),
                }
                if let (Some(written), Some(present)) = (written, present) {
                    mistakes.push(Mistake::renamed(entry.line, written, present));
                }
            }
        }
        // Global bindings come first, so that a binding of one scope wins over them. Within each kind, bindings are
        // removed before others are added, so that the order of lines does not matter.
        lines.sort_by_key(|(table, _, _, action)| (*table != GLOBAL_TABLE, action.is_some()));
        for (table, line, keys, action) in lines {
            for scope in scopes_of_table(table) {
                if let Err(error) = self.bind(scope, &keys, action, line) {
                    mistakes.push(Mistake::new(line, error.to_string()));
                }
            }
        }
        // Hints show the first key of an action, which is the first one in the file.
        self.bindings.sort_by_key(|binding| binding.line);
        for binding in &mut self.bindings {
            binding.line = 0;
        }
        Mistake::sort_and_dedup(&mut mistakes);
        (self, mistakes)
    }

    /// Binds `keys` in `scope`; with no action, removes their binding.
    ///
    /// # Errors
    ///
    /// One of the keys and the keys of another binding is the prefix of the other.
    fn bind(
        &mut self,
        scope: Scope,
        keys: &[Key],
        action: Option<Action>,
        line: usize,
    ) -> Result<(), BindingError> {
        self.bindings.retain(|b| b.scope != scope || b.keys != keys);
        let Some(action) = action else { return Ok(()) };
        let in_scope = || self.bindings.iter().filter(|b| b.scope == scope);
        if let Some(other) =
            in_scope().find(|b| b.keys.starts_with(keys) || keys.starts_with(&b.keys))
        {
            return Err(BindingError::Prefix {
                new: keys_in_file(keys),
                old: keys_in_file(&other.keys),
                scope: scope.name(),
            });
        }
        self.bindings.push(Binding {
            scope,
            keys: keys.to_vec(),
            action,
            line,
        });
        Ok(())
    }

    /// Parses a line of a keymap: its keys and its action; no action for `none`.
    fn parse_binding(
        &self,
        keys: &str,
        action: Option<&str>,
    ) -> Result<(Vec<Key>, Option<Action>), BindingError> {
        let parsed: Vec<Key> = keys
            .split_whitespace()
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        if parsed.is_empty() {
            return Err(BindingError::NoKey);
        }
        let Some(name) = action else {
            return Err(BindingError::NoAction(keys.to_owned()));
        };
        if name == UNBOUND {
            return Ok((parsed, None));
        }
        if let Some(command) = name.strip_prefix(COMMAND_PREFIX) {
            return Ok((parsed, Some(self.parse_command(command.trim())?)));
        }
        match Action::from_name(name) {
            Some(action) if action.lacks_number() => Err(BindingError::NoNumber(action.name())),
            Some(action) => Ok((parsed, Some(action))),
            None => {
                let names = Action::ALL.iter().map(|action| action.name());
                let nearest = nearest_name(name, names.chain([UNBOUND]));
                Err(BindingError::UnknownAction {
                    name: name.to_owned(),
                    nearest: nearest.map(str::to_owned),
                })
            }
        }
    }

    /// Returns the action that starts the user's program `name`.
    fn parse_command(&self, name: &str) -> Result<Action, BindingError> {
        let at = self.commands.iter().position(|command| command == name);
        if let Some(at) = at.and_then(|at| u8::try_from(at).ok()) {
            return Ok(Action::Command(at));
        }
        Err(BindingError::UnknownCommand {
            name: name.to_owned(),
            suggestion: suggestion(name, self.commands.iter().map(String::as_str)),
        })
    }

    /// Looks up the keys typed so far in `scope`.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::app::{Action, Scope};
    /// use newsprint::keymap::{Key, Keymap, KeymapResult};
    ///
    /// let keymap = Keymap::built_in().merge("[global]\n\"ctrl-x s\" = \"search\"\n").0;
    /// let keys: Vec<Key> = ["ctrl-x", "s"].map(str::parse).into_iter().collect::<Result<_, _>>()?;
    ///
    /// assert_eq!(keymap.lookup(Scope::List, &keys[..1]), KeymapResult::Pending);
    /// assert_eq!(keymap.lookup(Scope::List, &keys), KeymapResult::Matched(Action::Search));
    /// // The global binding applies in the list and in the reader, and nowhere else.
    /// assert_eq!(keymap.lookup(Scope::Picker, &keys), KeymapResult::NotFound);
    /// # Ok::<(), newsprint::keymap::BindingError>(())
    /// ```
    pub fn lookup(&self, scope: Scope, keys: &[Key]) -> KeymapResult {
        let mut in_scope = self
            .bindings
            .iter()
            .filter(|b| b.scope == scope && b.keys.starts_with(keys));
        match in_scope.next() {
            Some(b) if b.keys.len() == keys.len() => KeymapResult::Matched(b.action),
            Some(_) => KeymapResult::Pending,
            None => KeymapResult::NotFound,
        }
    }

    /// Returns the bindings in the order of the file.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// Returns the names of all keys as the user reads them, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = (Scope, Action, String)> {
        let bindings = self.bindings.iter();
        bindings.map(|b| (b.scope, b.action, keys_on_screen(&b.keys)))
    }

    /// Returns the keys of an action in a scope as the user reads them (`Ctrl-d`), in the order of the file. For an
    /// action without its number, and for the digits of a count, returns the range from the first to the last numbered
    /// binding: `1-9`.
    pub fn keys_of(&self, scope: Scope, action: Action) -> Vec<String> {
        let in_scope = self.bindings.iter().filter(|b| b.scope == scope);
        if !action.lacks_number() && action != Action::Count(0) {
            let of_action = in_scope.filter(|b| b.action == action);
            return of_action.map(|b| keys_on_screen(&b.keys)).collect();
        }
        let numbered = in_scope.filter(|b| b.action.name() == action.name());
        let keys: Vec<String> = numbered.map(|b| keys_on_screen(&b.keys)).collect();
        match (keys.first(), keys.last()) {
            (Some(first), Some(last)) if keys.len() > 1 => vec![format!("{first}-{last}")],
            _ => keys,
        }
    }
}

/// Returns the scopes in which the bindings of a table apply; none for an unknown table.
fn scopes_of_table(table: &str) -> Vec<Scope> {
    if table == GLOBAL_TABLE {
        return vec![Scope::List, Scope::Reader];
    }
    let named = |scope: &Scope| scope.name() == table;
    Scope::ALL.into_iter().filter(named).collect()
}

/// Returns the present name of a renamed action; `None` for every other name.
fn present_name(name: &str) -> Option<&'static str> {
    let mut renamed = RENAMED_ACTIONS.iter();
    renamed
        .find(|(written, _)| *written == name)
        .map(|(_, present)| *present)
}

/// Returns keys as they are spelt in a keymap: `ctrl-x s`.
fn keys_in_file(keys: &[Key]) -> String {
    keys.iter()
        .map(Key::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns keys as the user reads them: `Ctrl-x s`.
fn keys_on_screen(keys: &[Key]) -> String {
    keys.iter().map(Key::display).collect::<Vec<_>>().join(" ")
}
