//! A key with its modifiers, parsed from a keymap or from a terminal event: [`Key`].

use std::fmt;
use std::str::FromStr;

use super::BindingError;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers. Shift is part of a character (`G`), and a modifier of every other key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Names of keys that are not spelt by one character.
const KEY_NAMES: [(&str, KeyCode); 17] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("null", KeyCode::Null),
    ("menu", KeyCode::Menu),
];

/// Prefixes of modifiers, in the order in which they are written.
const MODIFIERS: [(&str, KeyModifiers); 4] = [
    ("ctrl-", KeyModifiers::CONTROL),
    ("alt-", KeyModifiers::ALT),
    ("super-", KeyModifiers::SUPER),
    ("shift-", KeyModifiers::SHIFT),
];

impl Key {
    /// Returns the character that the key types into a line of text; `None` with Ctrl, Alt or Super.
    pub fn printable(&self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }

    /// Returns the key as the user reads it: `Ctrl-d`, `Space`, `]`.
    pub fn display(&self) -> String {
        let name = self.to_string();
        if name.chars().count() == 1 {
            return name;
        }
        let parts = name.split_inclusive('-').map(|part| {
            let mut letters = part.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            // The letter after a modifier keeps its case.
            if part.chars().count() == 1 {
                part.to_owned()
            } else {
                first.chain(letters).collect()
            }
        });
        parts
            .collect::<String>()
            .replace("Pageup", "PageUp")
            .replace("Pagedown", "PageDown")
    }

    /// Returns the key in its canonical form: Shift-Tab for BackTab, `G` for Shift-g, lower case after Ctrl.
    fn new(mut code: KeyCode, mut modifiers: KeyModifiers) -> Self {
        if code == KeyCode::BackTab {
            (code, modifiers) = (KeyCode::Tab, modifiers | KeyModifiers::SHIFT);
        }
        if let KeyCode::Char(c) = code {
            // Some terminals report Shift with a capital letter, others do not.
            if modifiers.contains(KeyModifiers::SHIFT) && c != ' ' {
                code = c.to_uppercase().next().map_or(code, KeyCode::Char);
            }
            modifiers -= KeyModifiers::SHIFT;
            // Most terminals report no case with Ctrl.
            if modifiers.contains(KeyModifiers::CONTROL) {
                code = KeyCode::Char(c.to_ascii_lowercase());
            }
        }
        let known =
            KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SUPER | KeyModifiers::SHIFT;
        Self {
            code,
            modifiers: modifiers & known,
        }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }
}

/// Writes the key as it is spelt in a keymap: `ctrl-n`, `space`, `G`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, modifier) in MODIFIERS {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = KEY_NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "f{n}"),
            other => write!(f, "{other:?}"),
        }
    }
}

impl FromStr for Key {
    type Err = BindingError;

    fn from_str(spelt: &str) -> Result<Self, BindingError> {
        let (mut rest, mut modifiers) = (spelt, KeyModifiers::NONE);
        while let Some((name, modifier)) = MODIFIERS
            .iter()
            .find(|(name, _)| rest.len() > name.len() && rest.starts_with(name))
        {
            modifiers |= *modifier;
            rest = &rest[name.len()..];
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(c), None) => Some(KeyCode::Char(c)),
            _ => {
                let named = KEY_NAMES
                    .iter()
                    .find(|(name, _)| *name == rest)
                    .map(|(_, code)| *code);
                let function = || {
                    rest.strip_prefix('f')?
                        .parse()
                        .ok()
                        .filter(|n| (1..=35).contains(n))
                        .map(KeyCode::F)
                };
                named.or_else(function)
            }
        };
        let code = code.ok_or_else(|| BindingError::UnknownKey(spelt.to_owned()))?;
        Ok(Self::new(code, modifiers))
    }
}
