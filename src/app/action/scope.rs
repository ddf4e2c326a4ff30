//! Scopes, which decide on the meaning of a key: [`Scope`].

/// The scope of keys, which decides on their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The list of articles.
    List,
    /// The text of an article.
    Reader,
    /// An overlay with rows, in which the keys of a list move.
    Picker,
    /// A line of text that is being typed, also that which filters the rows of an overlay.
    Prompt,
}

impl Scope {
    /// Every scope, in the order of help.
    pub const ALL: [Scope; 4] = [Scope::List, Scope::Reader, Scope::Picker, Scope::Prompt];

    /// Returns the name of its table in a keymap.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Reader => "reader",
            Self::Picker => "picker",
            Self::Prompt => "prompt",
        }
    }

    /// True if printable keys are text here.
    pub fn takes_text(self) -> bool {
        self == Self::Prompt
    }
}
