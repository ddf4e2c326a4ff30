//! Lines of a keymap that cannot be bound: [`BindingError`].

/// A line of a keymap that cannot be bound, and what could be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BindingError {
    /// A key that there is not.
    #[error(
        "no such key as \"{0}\": a character, space, enter, esc, tab, backspace, up, pagedown, f1 …, after ctrl-, alt- or shift-"
    )]
    UnknownKey(String),
    /// No key at all.
    #[error("a binding needs a key; the space bar is \"space\"")]
    NoKey,
    /// Keys without the name of an action.
    #[error("\"{0}\" needs the name of an action, in quotes")]
    NoAction(String),
    /// An action that there is not.
    #[error("no such action as \"{name}\"; the nearest is \"{nearest}\"")]
    UnknownAction {
        /// Name that was given.
        name: String,
        /// The name of the action that is most like it.
        nearest: String,
    },
    /// An action that takes a number, without one.
    #[error("\"{0}\" needs a number: \"{0} 3\"")]
    NoNumber(&'static str),
    /// A command that the settings do not name.
    #[error("no such command as \"{name}\"{}", match .nearest {
        Some(nearest) => format!("; the nearest is \"{nearest}\""),
        None => ": [commands] in config.toml names none".to_owned(),
    })]
    UnknownCommand {
        /// Name that was given.
        name: String,
        /// The name of the command that is most like it; `None` if there are no commands.
        nearest: Option<String>,
    },
    /// Keys of which one binding begins the other.
    #[error(
        "\"{new}\" and \"{old}\" can't both be bound in [{scope}]: one is the prefix of the other; set \"{old}\" = \"none\" first"
    )]
    Prefix {
        /// The keys of the line.
        new: String,
        /// The keys that are bound already.
        old: String,
        /// The scope in which both are bound.
        scope: &'static str,
    },
}
