//! Styles of a theme as plain data: [`ThemeStyles`], read from `themes/NAME.toml`.
//!
//! A file has a line for each role of text (`[text]`) and each part of the screen (`[screen]`), and may build on
//! another theme (`base`). Styles that the file does not name are those of the base; a style that it names changes only
//! the properties given.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::merge::{display_value, parse_integer};
use super::toml_text::Entry;
use super::{Colour, Mistake, TomlText, ValueError};

/// Shipped themes: name and text. The first is the default base of the others.
pub const SHIPPED_THEMES: &[(&str, &str)] = &[
    (
        "terminal",
        include_str!("../../assets/themes/terminal.toml"),
    ),
    (
        TERMINAL_LIGHT,
        include_str!("../../assets/themes/terminal-light.toml"),
    ),
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    (
        "high-contrast",
        include_str!("../../assets/themes/high-contrast.toml"),
    ),
    (PLAIN, include_str!("../../assets/themes/plain.toml")),
];

/// Name of the theme with the terminal's colours for a light background.
pub const TERMINAL_LIGHT: &str = "terminal-light";

/// Name of the theme without colours, used with `NO_COLOR`.
pub const PLAIN: &str = "plain";

/// Roles of text, in `[text]`.
pub const TEXT_ROLES: &[&str] = &[
    "title",
    "standfirst",
    "facts",
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "heading-5",
    "heading-6",
    "heading-mark",
    "text",
    "strong",
    "emphasis",
    "deletion",
    "insertion",
    "code",
    "link",
    "quote",
    "quote-bar",
    "list-marker",
    "code-block",
    "code-keyword",
    "code-string",
    "code-comment",
    "code-number",
    "code-function",
    "code-type",
    "code-inserted",
    "code-deleted",
    "code-other",
    "table-head",
    "table-rule",
    "image-frame",
    "image-text",
    "caption",
    "thematic-break",
];

/// The parts of the screen, in `[screen]`.
pub const SCREEN_PARTS: &[&str] = &[
    "background",
    "name",
    "text",
    "dim",
    "border",
    "border-focused",
    "fact",
    "fact-focused",
    "head",
    "unread",
    "read",
    "mark",
    "selected",
    "selected-elsewhere",
    "key",
    "error",
    "match",
    "current-match",
];

/// Effects of a style (bold, italic …), besides colours.
pub const EFFECTS: [&str; 6] = [
    "bold",
    "italic",
    "dim",
    "underlined",
    "reversed",
    "crossed-out",
];

/// A style. Properties that are `None` are inherited from the style below.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TextStyle {
    /// Foreground colour.
    pub fg: Option<Colour>,
    /// Background colour.
    pub bg: Option<Colour>,
    /// Effects in the order of [`EFFECTS`]: on (true), off (false) or inherited (`None`).
    pub effects: [Option<bool>; EFFECTS.len()],
}

/// The styles of a theme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThemeStyles {
    text: BTreeMap<&'static str, TextStyle>,
    screen: BTreeMap<&'static str, TextStyle>,
}

impl ThemeStyles {
    /// Returns a shipped theme.
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, text) = SHIPPED_THEMES
            .iter()
            .find(|(shipped, _)| *shipped == name)?;
        let mut styles = Self::default();
        // A test checks that shipped themes have no mistakes.
        styles.merge(text);
        Some(styles)
    }

    /// Returns the theme of a user's file, and the mistakes in it. Its base is the theme that it names, else the
    /// shipped theme of the same name, else `terminal`.
    pub fn from_user(name: &str, text: &str) -> (Self, Vec<Mistake>) {
        let (source, _) = TomlText::parse(text);
        let base = source.entries().into_iter().find(|e| e.key == "base");
        let base = base.and_then(|entry| entry.value.as_str());
        let mut styles = base
            .and_then(Self::shipped)
            .or_else(|| Self::shipped(name))
            .or_else(|| Self::shipped("terminal"))
            .unwrap_or_default();
        let mistakes = styles.merge(text);
        (styles, mistakes)
    }

    /// Returns the style of a role of text, one of [`TEXT_ROLES`].
    pub fn text(&self, role: &str) -> TextStyle {
        self.text.get(role).copied().unwrap_or_default()
    }

    /// Returns the style of a part of the screen, one of [`SCREEN_PARTS`].
    pub fn screen(&self, part: &str) -> TextStyle {
        self.screen.get(part).copied().unwrap_or_default()
    }

    /// Merges the styles of `text` (TOML) over these.
    fn merge(&mut self, text: &str) -> Vec<Mistake> {
        let (source, mut mistakes) = TomlText::parse(text);
        for entry in source.entries() {
            let (styles, names, thing) = match entry.key {
                "text" => (&mut self.text, TEXT_ROLES, "role of text"),
                "screen" => (&mut self.screen, SCREEN_PARTS, "part of the screen"),
                "base" => {
                    mistakes.extend(check_base(&entry));
                    continue;
                }
                other => {
                    mistakes.push(Mistake::new(
                        entry.line,
                        ValueError::unknown("table of a theme", other, &["text", "screen", "base"])
                            .to_string(),
                    ));
                    continue;
                }
            };
            let Some(table) = entry.value.as_table() else {
                mistakes.push(Mistake::new(
                    entry.line,
                    format!(
                        "{} must be a table of styles, not {}",
                        entry.key,
                        display_value(entry.value)
                    ),
                ));
                continue;
            };
            merge_table(&source, table, styles, (names, thing), &mut mistakes);
        }
        Mistake::sort_and_dedup(&mut mistakes);
        mistakes
    }
}

impl TextStyle {
    /// Returns this style with the settings of another one over it.
    pub fn patch(self, over: Self) -> Self {
        let mut effects = self.effects;
        for (effect, over) in effects.iter_mut().zip(over.effects) {
            *effect = over.or(*effect);
        }
        Self {
            fg: over.fg.or(self.fg),
            bg: over.bg.or(self.bg),
            effects,
        }
    }

    /// Sets one property of the style.
    fn set_property(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), ValueError> {
        match key {
            "fg" => self.fg = Some(parse_colour(key, value)?),
            "bg" => self.bg = Some(parse_colour(key, value)?),
            _ => {
                let at = EFFECTS.iter().position(|effect| *effect == key);
                let Some(effect) = at.and_then(|at| self.effects.get_mut(at)) else {
                    let known: Vec<&str> = ["fg", "bg"].into_iter().chain(EFFECTS).collect();
                    return Err(ValueError::unknown("property of a style", key, &known));
                };
                let on = value.as_bool();
                *effect = Some(on.ok_or_else(|| ValueError::NotBoolean {
                    key: key.to_owned(),
                    found: display_value(value),
                })?);
            }
        }
        Ok(())
    }
}

fn check_base(entry: &Entry<'_, '_>) -> Option<Mistake> {
    let names: Vec<&str> = SHIPPED_THEMES.iter().map(|(name, _)| *name).collect();
    let what = match entry.value.as_str() {
        Some(name) if names.contains(&name) => return None,
        Some(name) => ValueError::unknown("theme to build on", name, &names).to_string(),
        None => format!(
            "base must be the name of a theme, not {}",
            display_value(entry.value)
        ),
    };
    Some(Mistake::new(entry.line, what))
}

fn merge_table(
    source: &TomlText<'_>,
    table: &DeTable<'_>,
    styles: &mut BTreeMap<&'static str, TextStyle>,
    (names, thing): (&[&'static str], &'static str),
    mistakes: &mut Vec<Mistake>,
) {
    for entry in source.entries_of(table) {
        let mut wrong = |line, what| mistakes.push(Mistake::new(line, what));
        let Some(name) = names.iter().find(|name| **name == entry.key) else {
            wrong(
                entry.line,
                ValueError::unknown(thing, entry.key, names).to_string(),
            );
            continue;
        };
        let Some(properties) = entry.value.as_table() else {
            wrong(
                entry.line,
                format!(
                    "{name} must be a style such as {{ fg = \"cyan\", bold = true }}, not {}",
                    display_value(entry.value)
                ),
            );
            continue;
        };
        let style = styles.entry(name).or_default();
        for property in source.entries_of(properties) {
            if let Err(error) = style.set_property(property.key, property.value) {
                wrong(property.line, error.to_string());
            }
        }
    }
}

fn parse_colour(key: &str, value: &DeValue<'_>) -> Result<Colour, ValueError> {
    match value {
        DeValue::String(text) => Colour::from_text(text),
        DeValue::Integer(_) => parse_integer(value)
            .and_then(|number| u8::try_from(number).ok())
            .map(Colour::Indexed)
            .ok_or_else(|| ValueError::ColourNumber {
                key: key.to_owned(),
                found: display_value(value),
            }),
        other => Err(ValueError::NotColour {
            key: key.to_owned(),
            found: display_value(other),
        }),
    }
}
