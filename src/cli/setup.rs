//! Settings and keymap at the start, with the mistakes in them ([`load_setup_from`]).

use std::ffi::OsString;

use crate::config::{self, Config, FileMistake, Overrides};
use crate::keymap::Keymap;

/// Settings and keymap in use.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Settings with the origin of each value. Its mistakes are those of all files, including the keymap.
    pub config: Config,
    /// Meanings of keys.
    pub keymap: Keymap,
}

/// Loads settings and keymap, each file merged over the defaults. `lookup` returns the value of an environment
/// variable.
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
