//! Loading settings with their origins: defaults, files of the user, environment, arguments, in this order ([`load`]).

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::merge::parse_theme_name;
use super::paths::FolderOverrides;
use super::{
    ColourDepth, FileMistake, PLAIN, Paths, SHIPPED_THEMES, Settings, StartView, TERMINAL_LIGHT,
    ThemeChoice, ThemeStyles, ValueError,
};
use crate::text::io_message;

/// Environment variable that turns colours off if it is set to anything (no-color.org).
pub const NO_COLOR: &str = "NO_COLOR";

/// Largest size of a settings, keymap or theme file, in bytes.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// Settings that come from the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--config-dir`.
    pub config_dir: Option<PathBuf>,
    /// `--data-dir`.
    pub data_dir: Option<PathBuf>,
    /// `--ascii`.
    pub ascii: bool,
    /// `--measure`, in columns.
    pub measure: Option<u16>,
    /// `--view`, the view of the library to start with.
    pub view: Option<String>,
}

/// Origin of the value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provenance {
    /// The default file.
    Default,
    /// A file, and the line (from 1).
    File(PathBuf, usize),
    /// A variable of the environment.
    Environment(&'static str),
    /// An option on the command line.
    Option(&'static str),
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(file, line) => write!(f, "{}:{line}", file.display()),
            Self::Environment(name) | Self::Option(name) => f.write_str(name),
        }
    }
}

/// Origins of the settings folder and of the data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderProvenance {
    /// Origin of the settings folder.
    pub config: Provenance,
    /// Origin of the data folder.
    pub data: Provenance,
}

/// The settings in use, with the origin of each value and the mistakes in the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The folders; `None` where the system has no home.
    pub paths: Option<Paths>,
    /// Origins of the two folders.
    pub folder_provenance: FolderProvenance,
    /// The settings.
    pub settings: Settings,
    /// Origins of values that are not defaults, by the keys of [`Settings::KEYS`] and `commands.NAME`.
    pub provenances: Vec<(String, Provenance)>,
    /// The styles of the theme; where the background decides, those for a dark one.
    pub theme: ThemeStyles,
    /// The styles for a light background, where the background decides.
    pub light_theme: Option<ThemeStyles>,
    /// Text of the user's `keymap.toml`, if there is one.
    pub keymap: Option<String>,
    /// Mistakes in the files, and files that can't be read.
    pub mistakes: Vec<FileMistake>,
}

/// Result of reading an optional file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded {
    /// The file does not exist.
    Missing,
    /// Text of the file.
    Text(String),
    /// The file can't be read, with the reason.
    Unreadable(FileMistake),
}

/// Loads the settings: the defaults, then the user's files, the environment and the arguments. Creates no file, and
/// goes on after a mistake. `lookup` returns the value of an environment variable.
///
/// # Examples
///
/// ```
/// use newsprint::config::{Overrides, Provenance, load};
///
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("config.toml"), "align = \"left\"\n")?;
/// let overrides = Overrides {
///     config_dir: Some(folder.path().to_owned()),
///     data_dir: Some(folder.path().join("data")),
///     measure: Some(60),
///     ..Overrides::default()
/// };
/// let config = load(&overrides, |_| None);
/// assert_eq!(config.settings.measure, 60);
/// assert_eq!(config.provenance("measure"), &Provenance::Option("--measure"));
/// let file = folder.path().join("config.toml");
/// assert_eq!(config.provenance("align"), &Provenance::File(file, 1));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn load(overrides: &Overrides, lookup: impl Fn(&str) -> Option<OsString>) -> Config {
    let variable = |name: &str| {
        let value = lookup(name).filter(|value| !value.is_empty());
        value.map(PathBuf::from)
    };
    let variables = FolderOverrides {
        config: variable("NEWSPRINT_CONFIG_DIR"),
        data: variable("NEWSPRINT_DATA_DIR"),
    };
    let origin = |option: &Option<PathBuf>, name, variable: &Option<PathBuf>, variable_name| match (
        option, variable,
    ) {
        (Some(_), _) => Provenance::Option(name),
        (None, Some(_)) => Provenance::Environment(variable_name),
        (None, None) => Provenance::Default,
    };
    let folder_provenance = FolderProvenance {
        config: origin(
            &overrides.config_dir,
            "--config-dir",
            &variables.config,
            "NEWSPRINT_CONFIG_DIR",
        ),
        data: origin(
            &overrides.data_dir,
            "--data-dir",
            &variables.data,
            "NEWSPRINT_DATA_DIR",
        ),
    };
    let options = FolderOverrides {
        config: overrides.config_dir.clone(),
        data: overrides.data_dir.clone(),
    };
    let mut config = Config {
        paths: Paths::find(options, variables),
        folder_provenance,
        settings: Settings::default(),
        provenances: Vec::new(),
        theme: ThemeStyles::default(),
        light_theme: None,
        keymap: None,
        mistakes: Vec::new(),
    };
    if let Some(paths) = config.paths.clone() {
        if let Some(text) = config.text_or_mistake(read_file(&paths.settings())) {
            config.merge(&text, &paths.settings());
        }
        config.keymap = config.text_or_mistake(read_file(&paths.keymap()));
    }
    if lookup(NO_COLOR).is_some_and(|value| !value.is_empty()) {
        config.settings.colour = false;
        config.set_provenance("colour", Provenance::Environment(NO_COLOR));
    }
    let text = |name: &str| lookup(name).and_then(|value| value.into_string().ok());
    if config.settings.colour && ColourDepth::from_environment(text) == ColourDepth::None {
        config.settings.colour = false;
        config.set_provenance("colour", Provenance::Environment("TERM"));
    }
    if overrides.ascii {
        config.settings.ascii = true;
        config.set_provenance("ascii", Provenance::Option("--ascii"));
    }
    if let Some(measure) = overrides.measure {
        config.settings.measure = measure;
        config.set_provenance("measure", Provenance::Option("--measure"));
    }
    if let Some(view) = &overrides.view {
        config.settings.start_view = StartView::from_name(view);
        config.set_provenance("start-view", Provenance::Option("--view"));
    }
    config.choose_theme();
    config
}

impl Config {
    /// Returns the origin of the value of a setting.
    pub fn provenance(&self, key: &str) -> &Provenance {
        let from = self.provenances.iter().find(|(name, _)| name == key);
        from.map_or(&Provenance::Default, |(_, provenance)| provenance)
    }

    /// Returns these settings with another theme: `auto`, a shipped one, or a file of the user.
    ///
    /// # Errors
    /// There is no such theme, its file has mistakes, or colours are off.
    pub fn with_theme(&self, name: &str) -> Result<Self, ThemeError> {
        if !self.settings.colour {
            return Err(ThemeError::NoColours);
        }
        let mut config = self.clone();
        config.mistakes.clear();
        config.settings.theme = match name {
            "auto" => ThemeChoice::Auto,
            name => ThemeChoice::Named(parse_theme_name(name)?),
        };
        config.choose_theme();
        match config.mistakes.into_iter().next() {
            Some(mistake) => return Err(ThemeError::File(mistake)),
            None => config.mistakes = Vec::new(),
        }
        if name != "auto" && config.settings.theme == ThemeChoice::Auto {
            let names = self.theme_names();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            return Err(ValueError::unknown("theme", name, &names).into());
        }
        Ok(config)
    }

    /// Returns the names of all themes: `auto`, the shipped ones, then those of the user.
    pub fn theme_names(&self) -> Vec<String> {
        let shipped = SHIPPED_THEMES.iter().map(|(name, _)| (*name).to_owned());
        let mut names: Vec<String> = std::iter::once("auto".to_owned()).chain(shipped).collect();
        let own = self
            .paths
            .as_ref()
            .map(|paths| theme_names(&paths.themes()));
        for name in own.unwrap_or_default() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Reads the theme that the settings name. A missing theme is a mistake in the line that names it.
    fn choose_theme(&mut self) {
        if !self.settings.colour {
            self.theme = ThemeStyles::shipped(PLAIN).unwrap_or_default();
            return;
        }
        let (theme, light) = match self.settings.theme.clone() {
            ThemeChoice::Auto => (None, None),
            ThemeChoice::Named(name) => (self.read_theme(&name), None),
            ThemeChoice::ByBackground { dark, light } => {
                (self.read_theme(&dark), self.read_theme(&light))
            }
        };
        let by_background = matches!(self.settings.theme, ThemeChoice::ByBackground { .. });
        if theme.is_none() || by_background && light.is_none() {
            self.settings.theme = ThemeChoice::Auto;
            self.provenances.retain(|(key, _)| key != "theme");
            self.theme = ThemeStyles::shipped("terminal").unwrap_or_default();
            self.light_theme = ThemeStyles::shipped(TERMINAL_LIGHT);
            return;
        }
        self.theme = theme.unwrap_or_default();
        self.light_theme = light;
    }

    /// Returns the theme with a name: the user's file, else the shipped theme. If there is neither, adds a mistake and
    /// returns `None`.
    fn read_theme(&mut self, name: &str) -> Option<ThemeStyles> {
        let folder = self.paths.as_ref().map(Paths::themes);
        let file = folder
            .as_ref()
            .map(|folder| folder.join(format!("{name}.toml")));
        if let Some(file) = file
            && let Some(text) = self.text_or_mistake(read_file(&file))
        {
            let (styles, mistakes) = ThemeStyles::from_user(name, &text);
            let of_file = |mistake| FileMistake::from_mistake(mistake, file.clone());
            self.mistakes.extend(mistakes.into_iter().map(of_file));
            return Some(styles);
        }
        let shipped = ThemeStyles::shipped(name);
        if shipped.is_none() {
            let own = folder
                .map(|folder| theme_names(&folder))
                .unwrap_or_default();
            let shipped = SHIPPED_THEMES.iter().map(|(name, _)| *name);
            let known: Vec<&str> = shipped.chain(own.iter().map(String::as_str)).collect();
            let what = ValueError::unknown("theme", name, &known).to_string();
            if let Provenance::File(file, line) = self.provenance("theme").clone() {
                self.mistakes.push(FileMistake {
                    file,
                    line: Some(line),
                    message: what,
                    is_hint: false,
                });
            }
        }
        shipped
    }

    /// Returns the text of a file; if it can't be read, adds the reason to the mistakes and returns `None`.
    fn text_or_mistake(&mut self, loaded: Loaded) -> Option<String> {
        match loaded {
            Loaded::Missing => None,
            Loaded::Text(text) => Some(text),
            Loaded::Unreadable(mistake) => {
                self.mistakes.push(mistake);
                None
            }
        }
    }

    fn merge(&mut self, text: &str, file: &Path) {
        let merged = self.settings.merge(text);
        for (key, line) in merged.set {
            self.set_provenance(&key, Provenance::File(file.to_owned(), line));
        }
        let of_file = |mistake| FileMistake::from_mistake(mistake, file.to_owned());
        self.mistakes
            .extend(merged.mistakes.into_iter().map(of_file));
    }

    fn set_provenance(&mut self, key: &str, provenance: Provenance) {
        self.provenances.retain(|(name, _)| name != key);
        self.provenances.push((key.to_owned(), provenance));
    }
}

/// Error of choosing a theme while the program runs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// Colours are off, so that no theme has an effect.
    #[error("colours are off")]
    NoColours,
    /// There is no such theme.
    #[error(transparent)]
    Name(#[from] ValueError),
    /// The file of the theme has a mistake.
    #[error("{}", .0.short_text())]
    File(FileMistake),
}

/// Returns the names of the themes in a folder, sorted. Empty if the folder can't be read.
pub fn theme_names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            name.strip_suffix(".toml").map(str::to_owned)
        })
        .collect();
    names.sort();
    names
}

/// Reads an optional file of the user. The file must be UTF-8: no other encoding is guessed.
pub fn read_file(file: &Path) -> Loaded {
    let wrong = |line, what: String| {
        Loaded::Unreadable(FileMistake {
            file: file.to_owned(),
            line,
            message: format!("{what}: the defaults are used"),
            is_hint: false,
        })
    };
    match std::fs::metadata(file) {
        Ok(found) if found.is_dir() => return wrong(None, "is a folder".to_owned()),
        // A pipe or a device may have no end.
        Ok(found) if !found.is_file() => return wrong(None, "not a regular file".to_owned()),
        Ok(found) if found.len() > MAX_FILE_BYTES => {
            return wrong(None, format!("larger than {} KiB", MAX_FILE_BYTES / 1024));
        }
        _ => {}
    }
    match std::fs::read(file) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Loaded::Text(text),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let before = error.as_bytes().get(..good).unwrap_or_default();
                let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
                wrong(Some(line), "not UTF-8".to_owned())
            }
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A broken symbolic link is a mistake: the user meant it to lead to a file.
            if file.symlink_metadata().is_ok() {
                wrong(None, "broken symbolic link".to_owned())
            } else {
                Loaded::Missing
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Loaded::Missing,
        Err(error) => wrong(None, format!("can't be read ({})", io_message(&error))),
    }
}
