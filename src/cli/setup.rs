//! Settings and keymap at the start, with the mistakes in them ([`setup`]).

use std::ffi::OsString;

use crate::config::{self, Config, FileMistake, Overrides};
use crate::keymap::Keymap;

/// Settings and keymap in force.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The settings, with where each came from. Its mistakes are those of every file, the keymap's too.
    pub config: Config,
    /// Meanings of keys.
    pub keymap: Keymap,
}

/// Reads settings and keymap, file over default. `lookup` gives the value of a variable of the environment.
pub(super) fn load_setup_from(
    given: &Overrides,
    lookup: impl Fn(&str) -> Option<OsString>,
) -> Setup {
    let mut config = config::load(given, lookup);
    let commands = config.settings.commands.iter();
    let keymap = Keymap::with_commands(commands.map(|command| command.name.clone()));
    let keymap = match (&config.keymap, &config.paths) {
        (Some(text), Some(paths)) => {
            let (keymap, mistakes) = keymap.merge(text);
            let file = paths.keymap();
            let of_file = |mistake| FileMistake::from_mistake(mistake, file.clone());
            config.mistakes.extend(mistakes.into_iter().map(of_file));
            keymap
        }
        _ => keymap,
    };
    config
        .mistakes
        .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Setup { config, keymap }
}
