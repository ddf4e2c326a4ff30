//! Merging the user's settings over others, one by one: [`Settings::merge`].

use toml::de::{DeTable, DeValue};

use super::toml_text::{Entry, type_name};
use super::{
    Mistake, PipeFormat, Settings, StartView, ThemeChoice, TomlText, UserCommand, UserPipe,
    ValueError, nearest_name,
};

/// Result of merging a settings file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// Keys of the settings in the file, each with its line (from 1). The key of a program is `commands.NAME`.
    pub set: Vec<(String, usize)>,
    /// Mistakes in the file, in the order of its lines.
    pub mistakes: Vec<Mistake>,
}

/// Placeholders that the arguments of a program may contain.
const PLACEHOLDERS: [&str; 3] = ["{url}", "{path}", "{title}"];

/// Former names of settings and their present ones. A settings file may still use the former names; each use is reported
/// with its line.
pub const RENAMED_SETTINGS: [(&str, &str); 2] =
    [("pictures", "images"), ("code-colours", "highlight-code")];

/// Largest number of programs: an action counts them in a byte.
const MAX_COMMANDS: usize = 255;

impl Settings {
    /// Merges the settings of `text` (TOML) over these. A wrong setting is reported and keeps its value; the others are
    /// set.
    ///
    /// # Examples
    ///
    /// ```
    /// use newsprint::config::Settings;
    ///
    /// let mut settings = Settings::default();
    /// let merged = settings.merge("measure = 60\nmesure = 70\n");
    /// assert_eq!(settings.measure, 60);
    /// assert_eq!(merged.mistakes[0].line, 2);
    /// assert!(merged.mistakes[0].message.contains("the nearest is \"measure\""));
    /// ```
    pub fn merge(&mut self, text: &str) -> Merged {
        let (source, mistakes) = TomlText::parse(text);
        let mut merged = Merged {
            set: Vec::new(),
            mistakes,
        };
        for entry in source.entries() {
            match entry.key {
                "commands" => {
                    self.merge_commands(&source, entry, &mut merged);
                    continue;
                }
                "pipes" => {
                    self.merge_pipes(&source, entry, &mut merged);
                    continue;
                }
                _ => {}
            }
            let key = present_key(entry.key);
            if key != entry.key {
                let hint = Mistake::renamed(entry.line, entry.key, key);
                merged.mistakes.push(hint);
                // The present name counts if the file has both.
                if source.entries().iter().any(|other| other.key == key) {
                    continue;
                }
            }
            match self.set_value(key, entry.value) {
                Ok(()) => merged.set.push((key.to_owned(), entry.line)),
                Err(error) => merged
                    .mistakes
                    .push(Mistake::new(entry.line, error.to_string())),
            }
        }
        Mistake::sort_and_dedup(&mut merged.mistakes);
        merged
    }

    /// Sets one setting.
    fn set_value(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), ValueError> {
        match key {
            "measure" => self.measure = parse_measure(value)?,
            "align" => self.align = parse_choice(key, value, super::Align::ALL)?,
            "justify" => self.justify = parse_bool(key, value)?,
            "hyphenate" => self.hyphenate = parse_bool(key, value)?,
            "mouse" => self.mouse = parse_bool(key, value)?,
            "cursor" => self.cursor = parse_choice(key, value, super::Cursor::ALL)?,
            "bidi" => self.bidi = parse_choice(key, value, super::Bidi::ALL)?,
            "ascii" => self.ascii = parse_bool(key, value)?,
            "theme" => self.theme = parse_theme(value)?,
            "colour" => self.colour = parse_bool(key, value)?,
            "finished-opens" => {
                self.finished_opens = parse_choice(key, value, super::FinishedOpens::ALL)?;
            }
            "share-read" => self.share_read = parse_bool(key, value)?,
            "mark-read" => self.mark_read = parse_choice(key, value, super::MarkRead::ALL)?,
            "date-style" => self.date_style = parse_choice(key, value, super::DateStyle::ALL)?,
            "start-view" => self.start_view = parse_start_view(value)?,
            "sort" => self.sort = parse_choice(key, value, super::Sort::ALL)?,
            "images" => self.images = parse_choice(key, value, super::Images::ALL)?,
            "highlight-code" => self.highlight_code = parse_bool(key, value)?,
            "fetch" => self.fetch = parse_bool(key, value)?,
            "fetch-minutes" => self.fetch_minutes = parse_fetch_minutes(value)?,
            "keep-days" => self.keep_days = parse_days(value)?,
            _ => return Err(ValueError::unknown("setting", key, Self::KEYS)),
        }
        Ok(())
    }

    /// Merges the programs of `[commands]`. A program replaces an earlier one of the same name.
    fn merge_commands(&mut self, source: &TomlText<'_>, table: Entry<'_, '_>, merged: &mut Merged) {
        let Some(commands) = table.value.as_table() else {
            merged.mistakes.push(Mistake::new(table.line, format!(
                    "commands must be a table of programs, not {}: [commands], and below it mpv = [\"mpv\", \"{{url}}\"]",
                    type_name(table.value)
                )));
            return;
        };
        for entry in source.entries_of(commands) {
            match parse_argv(entry.key, entry.value) {
                Ok(_) if self.commands.len() >= MAX_COMMANDS => merged.mistakes.push(Mistake::new(
                    entry.line,
                    format!("more than {MAX_COMMANDS} commands"),
                )),
                Ok(argv) => {
                    self.commands.retain(|command| command.name != entry.key);
                    self.commands.push(UserCommand {
                        name: entry.key.to_owned(),
                        argv,
                    });
                    let key = format!("commands.{}", entry.key);
                    merged.set.push((key, entry.line));
                }
                Err(error) => merged
                    .mistakes
                    .push(Mistake::new(entry.line, error.to_string())),
            }
        }
    }
}

/// Keys of a table of `[pipes]`.
const PIPE_KEYS: [&str; 3] = ["argv", "format", "pause"];

impl Settings {
    /// Merges the programs of `[pipes]`. A program replaces an earlier one of the same name.
    fn merge_pipes(&mut self, source: &TomlText<'_>, table: Entry<'_, '_>, merged: &mut Merged) {
        let Some(pipes) = table.value.as_table() else {
            let found = type_name(table.value);
            let message = format!(
                "pipes must be a table of programs, not {found}: [pipes], and below it print = [\"lpr\"]"
            );
            return merged.mistakes.push(Mistake::new(table.line, message));
        };
        for entry in source.entries_of(pipes) {
            match parse_pipe(entry.key, entry.value) {
                Ok(pipe) => {
                    self.pipes.retain(|known| known.command.name != entry.key);
                    self.pipes.push(pipe);
                    let key = format!("pipes.{}", entry.key);
                    merged.set.push((key, entry.line));
                }
                Err(error) => {
                    let mistake = Mistake::new(entry.line, error.to_string());
                    merged.mistakes.push(mistake);
                }
            }
        }
    }
}

/// Returns a program of `[pipes]`: an array of strings, or a table with it.
fn parse_pipe(name: &str, value: &DeValue<'_>) -> Result<UserPipe, ValueError> {
    let mut pipe = UserPipe {
        command: UserCommand {
            name: name.to_owned(),
            argv: Vec::new(),
        },
        format: PipeFormat::default(),
        pause: true,
    };
    let Some(table) = value.as_table() else {
        pipe.command.argv = parse_argv(name, value)?;
        return Ok(pipe);
    };
    for (key, value) in table {
        let (key, value) = (key.get_ref().as_ref(), value.get_ref());
        match key {
            "argv" => pipe.command.argv = parse_argv(name, value)?,
            "format" => pipe.format = parse_choice(key, value, PipeFormat::ALL)?,
            "pause" => pipe.pause = parse_bool(key, value)?,
            _ => return Err(ValueError::unknown("key of a pipe", key, &PIPE_KEYS)),
        }
    }
    match pipe.command.argv.is_empty() {
        true => Err(ValueError::CommandEmpty(name.to_owned())),
        false => Ok(pipe),
    }
}

/// Returns the present name of a setting, for its former name too.
fn present_key(key: &str) -> &str {
    let renamed = RENAMED_SETTINGS.iter().find(|(former, _)| *former == key);
    renamed.map_or(key, |(_, present)| *present)
}

fn parse_bool(key: &str, value: &DeValue<'_>) -> Result<bool, ValueError> {
    value.as_bool().ok_or_else(|| ValueError::NotBoolean {
        key: key.to_owned(),
        found: display_value(value),
    })
}

fn parse_measure(value: &DeValue<'_>) -> Result<u16, ValueError> {
    let (least, most) = (Settings::MIN_MEASURE, Settings::MAX_MEASURE);
    parse_integer(value)
        .and_then(|number| u16::try_from(number).ok())
        .filter(|measure| (least..=most).contains(measure))
        .ok_or_else(|| ValueError::Measure {
            least,
            most,
            found: display_value(value),
        })
}

fn parse_start_view(value: &DeValue<'_>) -> Result<StartView, ValueError> {
    let name = value
        .as_str()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    name.map(StartView::from_name)
        .ok_or_else(|| ValueError::StartView(display_value(value)))
}

fn parse_fetch_minutes(value: &DeValue<'_>) -> Result<u32, ValueError> {
    parse_integer(value)
        .and_then(|number| u32::try_from(number).ok())
        .filter(|minutes| Settings::FETCH_MINUTES.contains(minutes))
        .ok_or_else(|| ValueError::FetchMinutes {
            least: *Settings::FETCH_MINUTES.start(),
            most: *Settings::FETCH_MINUTES.end(),
            found: display_value(value),
        })
}

fn parse_days(value: &DeValue<'_>) -> Result<u32, ValueError> {
    let most = Settings::MAX_KEEP_DAYS;
    parse_integer(value)
        .and_then(|number| u32::try_from(number).ok())
        .filter(|days| *days <= most)
        .ok_or_else(|| ValueError::Days {
            most,
            found: display_value(value),
        })
}

/// Returns an integer in any base of TOML (decimal, 0x, 0o, 0b).
pub(super) fn parse_integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

/// Returns a value as a message quotes it: long strings and compound values by their type alone.
pub(super) fn display_value(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.chars().count() <= 40 => format!("\"{text}\""),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(value) => value.to_string(),
        other => type_name(other).to_owned(),
    }
}

fn parse_choice<T: Copy>(
    key: &str,
    value: &DeValue<'_>,
    all: &[(&str, T)],
) -> Result<T, ValueError> {
    let found = value
        .as_str()
        .and_then(|word| all.iter().find(|(name, _)| *name == word));
    if let Some((_, choice)) = found {
        return Ok(*choice);
    }
    let names: Vec<String> = all.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let nearest = value
        .as_str()
        .and_then(|word| nearest_name(word, all.iter().map(|(name, _)| *name)));
    Err(ValueError::NotOneOf {
        key: key.to_owned(),
        choices: names.join(", "),
        found: display_value(value),
        nearest: nearest.map(str::to_owned),
    })
}

fn parse_theme(value: &DeValue<'_>) -> Result<ThemeChoice, ValueError> {
    let wrong = || ValueError::Theme(display_value(value));
    match value {
        DeValue::String(name) if name == "auto" => Ok(ThemeChoice::Auto),
        DeValue::String(name) => parse_theme_name(name).map(ThemeChoice::Named),
        DeValue::Table(table) => {
            let name = |table: &DeTable<'_>, key: &str| {
                table
                    .get(key)
                    .and_then(|value| value.get_ref().as_str().map(str::to_owned))
                    .ok_or_else(wrong)
            };
            if let Some(other) = table
                .keys()
                .map(|key| key.get_ref())
                .find(|key| !matches!(key.as_ref(), "dark" | "light"))
            {
                return Err(ValueError::unknown("background", other, &["dark", "light"]));
            }
            Ok(ThemeChoice::ByBackground {
                dark: parse_theme_name(&name(table, "dark")?)?,
                light: parse_theme_name(&name(table, "light")?)?,
            })
        }
        _ => Err(wrong()),
    }
}

/// Checks the name of a theme. The name is part of a file name, so it must not contain a path separator.
pub(super) fn parse_theme_name(name: &str) -> Result<String, ValueError> {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if !name.is_empty() && name.chars().all(good) {
        Ok(name.to_owned())
    } else {
        Err(ValueError::ThemeName(name.to_owned()))
    }
}

/// Returns a program with its arguments, one string each: no shell splits or expands them.
fn parse_argv(name: &str, value: &DeValue<'_>) -> Result<Vec<String>, ValueError> {
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err(ValueError::CommandName(name.to_owned()));
    }
    let Some(items) = value.as_array() else {
        return Err(ValueError::CommandNotArray {
            name: name.to_owned(),
            found: display_value(value),
        });
    };
    let words: Option<Vec<String>> = items
        .iter()
        .map(|item| item.get_ref().as_str().map(str::to_owned))
        .collect();
    let words = words.ok_or_else(|| ValueError::CommandNotStrings(name.to_owned()))?;
    match words.first() {
        None => return Err(ValueError::CommandEmpty(name.to_owned())),
        Some(program) if program.trim().is_empty() || program.contains(['{', '}']) => {
            return Err(ValueError::CommandWithoutProgram(name.to_owned()));
        }
        Some(_) => {}
    }
    for word in &words {
        if let Some(placeholder) = unknown_placeholder(word) {
            return Err(ValueError::unknown(
                "placeholder",
                placeholder,
                &PLACEHOLDERS,
            ));
        }
    }
    Ok(words)
}

/// Returns the first `{name}` of an argument that is no placeholder.
fn unknown_placeholder(word: &str) -> Option<&str> {
    let mut rest = word;
    while let Some(start) = rest.find('{') {
        let from = rest.get(start..)?;
        let end = from.find('}')? + 1;
        let placeholder = from.get(..end)?;
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        };
        if is_name(placeholder.trim_matches(['{', '}'])) && !PLACEHOLDERS.contains(&placeholder) {
            return Some(placeholder);
        }
        rest = from.get(end..)?;
    }
    None
}
