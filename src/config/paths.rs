//! Folders of settings and of data: [`Paths`].

use std::path::PathBuf;

use directories::ProjectDirs;

/// Settings folder and data folder. The folders need not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Settings folder: `config.toml`, `keymap.toml`, `themes/NAME.toml`.
    pub config: PathBuf,
    /// Data folder: the library and its backups.
    pub data: PathBuf,
    /// Cache folder: images of the web. It may be deleted at any time.
    pub cache: PathBuf,
}

/// Folders that override those of the system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FolderOverrides {
    /// Settings folder, if one is named.
    pub config: Option<PathBuf>,
    /// Data folder, if one is named.
    pub data: Option<PathBuf>,
}

impl Paths {
    /// Returns the folders of the options (`--config-dir`, `--data-dir`), else of the environment
    /// (`NEWSPRINT_CONFIG_DIR`, `NEWSPRINT_DATA_DIR`), else of the system (on Linux `$XDG_CONFIG_HOME/newsprint` and
    /// `$XDG_DATA_HOME/newsprint`; XDG Base Directory Specification). The cache folder is that of the system
    /// (`$XDG_CACHE_HOME/newsprint`), or in the data folder if that is named. `None` if the system has no home folder and not
    /// both folders are given.
    pub fn find(options: FolderOverrides, variables: FolderOverrides) -> Option<Self> {
        let own = ProjectDirs::from("", "", "newsprint");
        let choose = |option: Option<PathBuf>, variable: Option<PathBuf>, own: Option<PathBuf>| {
            option
                .or(variable.filter(|path| !path.as_os_str().is_empty()))
                .or(own)
        };
        let config = own.as_ref().map(|dirs| dirs.config_dir().to_owned());
        let data = own.as_ref().map(|dirs| dirs.data_dir().to_owned());
        let is_named = |path: &&PathBuf| !path.as_os_str().is_empty();
        let named = options
            .data
            .iter()
            .chain(variables.data.iter().filter(is_named));
        // A data folder of its own, such as that of a test or on another disk, has its cache.
        let cache = match (named.last().is_some(), own.as_ref()) {
            (false, Some(dirs)) => Some(dirs.cache_dir().to_owned()),
            _ => None,
        };
        let data = choose(options.data, variables.data, data)?;
        Some(Self {
            config: choose(options.config, variables.config, config)?,
            cache: cache.unwrap_or_else(|| data.join("cache")),
            data,
        })
    }

    /// Returns the path of the user's settings file.
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// Returns the path of the user's keymap.
    pub fn keymap(&self) -> PathBuf {
        self.config.join("keymap.toml")
    }

    /// Returns the folder of the user's themes, `NAME.toml`.
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// Returns the settings file, the keymap and the themes folder.
    pub fn files(&self) -> Vec<PathBuf> {
        vec![self.settings(), self.keymap(), self.themes()]
    }
}
