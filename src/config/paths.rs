//! Folders of settings and of data: [`Paths`].

use std::path::PathBuf;

use directories::ProjectDirs;

/// The folders of the program. That one is named here does not mean that it exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Settings folder: `config.toml`, `keymap.toml`, `themes/NAME.toml`.
    pub config: PathBuf,
    /// Data folder: the library and its backups.
    pub data: PathBuf,
}

impl Paths {
    /// Returns the folders that options name (`--config-dir`, `--data-dir`), else those of the environment
    /// (`NEWSPRINT_CONFIG_DIR`, `NEWSPRINT_DATA_DIR`), else the system's own (on Linux `$XDG_CONFIG_HOME/newsprint` and
    /// `$XDG_DATA_HOME/newsprint`; XDG Base Directory Specification). `None` where the system has no home and not both
    /// are named.
    pub fn find(
        options: (Option<PathBuf>, Option<PathBuf>),
        variables: (Option<PathBuf>, Option<PathBuf>),
    ) -> Option<Self> {
        let own = ProjectDirs::from("", "", "newsprint");
        let choose = |option: Option<PathBuf>, variable: Option<PathBuf>, own: Option<PathBuf>| {
            option
                .or(variable.filter(|path| !path.as_os_str().is_empty()))
                .or(own)
        };
        let config = own.as_ref().map(|dirs| dirs.config_dir().to_owned());
        let data = own.as_ref().map(|dirs| dirs.data_dir().to_owned());
        Some(Self {
            config: choose(options.0, variables.0, config)?,
            data: choose(options.1, variables.1, data)?,
        })
    }

    /// Returns the user's settings.
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// Returns the user's keymap.
    pub fn keymap(&self) -> PathBuf {
        self.config.join("keymap.toml")
    }

    /// Returns the folder of the user's themes, `NAME.toml`.
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// Returns the files and folders that the user may write.
    pub fn files(&self) -> Vec<PathBuf> {
        vec![self.settings(), self.keymap(), self.themes()]
    }
}
