//! Where newsprint keeps its files: [`Paths`].

use std::path::PathBuf;

use directories::ProjectDirs;

/// The folders of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Settings: `keymap.toml`.
    pub config: PathBuf,
}

impl Paths {
    /// The folder that an option names, else the one that `NEWSPRINT_CONFIG_DIR` names, else the system's own (on Linux
    /// `$XDG_CONFIG_HOME/newsprint`; XDG Base Directory Specification). `None` where the system has no home.
    pub fn find(option: Option<PathBuf>, variable: Option<PathBuf>) -> Option<Self> {
        let own =
            || ProjectDirs::from("", "", "newsprint").map(|dirs| dirs.config_dir().to_owned());
        let config = option
            .or(variable.filter(|path| !path.as_os_str().is_empty()))
            .or_else(own)?;
        Some(Self { config })
    }

    /// The user's keymap.
    pub fn keymap(&self) -> PathBuf {
        self.config.join("keymap.toml")
    }
}
