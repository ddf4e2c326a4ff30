//! Errors in a line of a keymap: [`BindingError`].

/// The reason why a line of a keymap is not a binding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BindingError {
    /// An unknown key.
    #[error(
        "\"{0}\" is not a key; write a character, or space, enter, esc, tab, backspace, up, pagedown, f1 …, with ctrl-, alt- or shift- before it"
    )]
    UnknownKey(String),
    /// A line without keys.
    #[error("a binding needs a key; the space bar is \"space\"")]
    NoKey,
    /// Keys without the name of an action.
    #[error("\"{0}\" needs an action in quotes: \"{0}\" = \"help\"")]
    NoAction(String),
    /// An unknown action.
    #[error("\"{name}\" is not an action{}", match .nearest {
        Some(nearest) => format!("; the nearest is \"{nearest}\""),
        None => ": newsprint man lists them".to_owned(),
    })]
    UnknownAction {
        /// Name in the keymap.
        name: String,
        /// The most similar action name, if one is near.
        nearest: Option<String>,
    },
    /// An action that takes a number, without its number.
    #[error("\"{0}\" needs a number: \"{0} 3\"")]
    NoNumber(&'static str),
    /// A command that is not in the settings.
    #[error("\"{name}\" is not a command{}", match .suggestion.as_str() {
        "" => ": [commands] in config.toml has no such name",
        suggestion => suggestion,
    })]
    UnknownCommand {
        /// Name in the keymap.
        name: String,
        /// The nearest command, or all of them; empty if there are none or many.
        suggestion: String,
    },
    /// Keys that begin another binding, or that another binding begins.
    #[error(
        "\"{new}\" and \"{old}\" can't both be bound in [{scope}]: one is the prefix of the other; set \"{old}\" = \"none\" first"
    )]
    Prefix {
        /// Keys of the line.
        new: String,
        /// Keys of the other binding.
        old: String,
        /// Scope in which both would apply.
        scope: &'static str,
    },
}
