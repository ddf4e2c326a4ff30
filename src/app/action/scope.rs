//! Scopes of keys: list, reader, picker, prompt: [`Scope`].

/// A scope: the part of the program in which keys are looked up.
///
/// # Examples
///
/// ```
/// use newsprint::app::Scope;
///
/// let names = Scope::ALL.map(Scope::name);
/// assert_eq!(names, ["list", "reader", "picker", "prompt"]);
/// // In a prompt, a printable key is text and not an action.
/// assert!(Scope::Prompt.takes_text() && !Scope::Reader.takes_text());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The list of articles.
    List,
    /// The text of an article.
    Reader,
    /// A popup with rows, in which the keys of a list move.
    Picker,
    /// A line of text that is being typed, also the one that filters the rows of a popup.
    Prompt,
}

impl Scope {
    /// Every scope, in the order of help.
    pub const ALL: [Scope; 4] = [Scope::List, Scope::Reader, Scope::Picker, Scope::Prompt];

    /// Returns the name of the scope's table in a keymap.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Reader => "reader",
            Self::Picker => "picker",
            Self::Prompt => "prompt",
        }
    }

    /// Returns true if printable keys are text in this scope.
    pub fn takes_text(self) -> bool {
        self == Self::Prompt
    }
}
