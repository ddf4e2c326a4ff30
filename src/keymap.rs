//! What keys mean: [`Keymap`], read from `keymap.toml`, and [`press`](Keymap::press), which turns keys into actions.
//!
//! The default map is `assets/keymap.toml`, in the user's own format. A user's file is merged over it, binding by binding.

mod edit;
mod key;

use crate::app::{Action, Scope};

pub use edit::edit_request;
pub use key::Key;

/// The default keymap, in the user's own format.
pub const DEFAULT: &str = include_str!("../assets/keymap.toml");

/// The name that takes a binding away.
const UNBOUND: &str = "none";

/// Keys and their actions, scope by scope.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

/// One line of a keymap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// The keys, one after the other; almost always one.
    pub keys: Vec<Key>,
    /// What they mean.
    pub action: Action,
}

/// What a key came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// The keys so far mean this.
    Matched(Action),
    /// The keys so far begin a longer binding.
    Pending,
    /// They mean nothing here.
    NotFound,
}

/// Why a keymap, or a line of it, was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Mistake {
    /// The line in the file, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub what: String,
}

impl Keymap {
    /// The default keymap.
    pub fn standard() -> Self {
        Self::default().merge(DEFAULT).0
    }

    /// This keymap with the bindings of `text` (TOML) over it, and what was wrong in it. A line that is wrong is left out, the
    /// others hold.
    pub fn merge(mut self, text: &str) -> (Self, Vec<Mistake>) {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let start = error.span().map_or(0, |span| span.start);
                let line = line_of(text, start);
                return (
                    self,
                    vec![Mistake {
                        line,
                        what: error.message().to_owned(),
                    }],
                );
            }
        };
        let mut mistakes = Vec::new();
        for (name, bindings) in &table {
            let mut wrong = |key: &str, what: String| {
                mistakes.push(Mistake {
                    line: find_line(text, name, key),
                    what,
                });
            };
            let scopes: Vec<Scope> = match name.as_str() {
                "global" => vec![Scope::List, Scope::Reader],
                name => Scope::ALL
                    .into_iter()
                    .filter(|scope| scope.name() == name)
                    .collect(),
            };
            if scopes.is_empty() {
                wrong(
                    "",
                    format!(
                        "no such table as [{name}]: there are [global], [list], [reader], [picker], [prompt]"
                    ),
                );
                continue;
            }
            let Some(bindings) = bindings.as_table() else {
                wrong("", format!("[{name}] is not a table of bindings"));
                continue;
            };
            for (keys, action) in bindings {
                match binding(keys, action) {
                    Ok((keys_parsed, action)) => {
                        for scope in &scopes {
                            if let Err(what) = self.bind(*scope, &keys_parsed, action) {
                                wrong(keys, what);
                            }
                        }
                    }
                    Err(what) => wrong(keys, what),
                }
            }
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        (self, mistakes)
    }

    /// Binds `keys` in `scope`, or takes the binding away.
    fn bind(&mut self, scope: Scope, keys: &[Key], action: Option<Action>) -> Result<(), String> {
        self.bindings.retain(|b| b.scope != scope || b.keys != keys);
        let Some(action) = action else { return Ok(()) };
        let in_scope = || self.bindings.iter().filter(|b| b.scope == scope);
        if let Some(other) =
            in_scope().find(|b| b.keys.starts_with(keys) || keys.starts_with(&b.keys))
        {
            let (new, old) = (spell(keys), spell(&other.keys));
            return Err(format!(
                "\"{new}\" and \"{old}\" can't both be bound in [{}]: one begins the other; set \"{old}\" = \"{UNBOUND}\" first",
                scope.name()
            ));
        }
        self.bindings.push(Binding {
            scope,
            keys: keys.to_vec(),
            action,
        });
        Ok(())
    }

    /// What the keys typed so far mean in `scope`.
    pub fn press(&self, scope: Scope, keys: &[Key]) -> Press {
        let mut in_scope = self
            .bindings
            .iter()
            .filter(|b| b.scope == scope && b.keys.starts_with(keys));
        match in_scope.next() {
            Some(b) if b.keys.len() == keys.len() => Press::Matched(b.action),
            Some(_) => Press::Pending,
            None => Press::NotFound,
        }
    }

    /// The bindings, in the order of the file.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The keys of an action in a scope as a user reads them, the first bound first.
    pub fn keys_of(&self, scope: Scope, action: Action) -> Vec<String> {
        let of_action = self
            .bindings
            .iter()
            .filter(|b| b.scope == scope && b.action == action);
        of_action.map(|b| display(&b.keys)).collect()
    }
}

fn binding(keys: &str, action: &toml::Value) -> Result<(Vec<Key>, Option<Action>), String> {
    let parsed: Result<Vec<Key>, String> = keys.split_whitespace().map(str::parse).collect();
    let parsed = parsed?;
    if parsed.is_empty() {
        return Err("a binding needs a key; the space bar is \"space\"".to_owned());
    }
    let Some(name) = action.as_str() else {
        return Err(format!("\"{keys}\" needs the name of an action, in quotes"));
    };
    if name == UNBOUND {
        return Ok((parsed, None));
    }
    match Action::from_name(name) {
        Some(action) => Ok((parsed, Some(action))),
        None => Err(format!(
            "no such action as \"{name}\"; the nearest is \"{}\"",
            nearest(name)
        )),
    }
}

/// The action whose name takes the fewest changed letters.
fn nearest(name: &str) -> &'static str {
    let names = Action::ALL.iter().map(|action| action.name());
    names
        .min_by_key(|candidate| distance(candidate, name))
        .unwrap_or_default()
}

/// The Levenshtein distance, in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().take(64).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, cb) in row.iter_mut().skip(1).zip(&b) {
            let changed = diagonal + usize::from(ca != *cb);
            diagonal = *cell;
            left = changed.min(left + 1).min(*cell + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

fn spell(keys: &[Key]) -> String {
    keys.iter()
        .map(Key::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

fn display(keys: &[Key]) -> String {
    keys.iter().map(Key::display).collect::<Vec<_>>().join(" ")
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

/// The line where `key` is bound in `[table]`, or the table's own.
fn find_line(text: &str, table: &str, key: &str) -> usize {
    let head = format!("[{table}]");
    let mut found = 1;
    let mut inside = false;
    for (i, line) in text.lines().enumerate() {
        let line = line.trim_start();
        if line.starts_with('[') {
            inside = line.starts_with(&head);
            if inside {
                found = i + 1;
            }
        } else if inside && !key.is_empty() {
            let name = line
                .split('=')
                .next()
                .unwrap_or_default()
                .trim()
                .trim_matches(['"', '\'']);
            // A key may itself be `=`; then the split leaves nothing but its quote.
            if name == key || (name.is_empty() && key == "=") {
                return i + 1;
            }
        }
    }
    found
}
