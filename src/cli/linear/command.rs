//! What may be typed in linear mode: [`Command`].

/// What a line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// Nothing was typed.
    ReadOn,
    /// The story of this number.
    Open(usize),
    Next,
    Previous,
    /// This section again, or the one of this number.
    Section(Option<usize>),
    Outline,
    List,
    /// These words; the last ones again if there are none.
    Find(String),
    All,
    More,
    Links,
    /// The link of this number.
    Link(usize),
    Where,
    Help,
    Quit,
    Unknown(String),
}

impl Command {
    /// Reads a line: a number, a slash and words, or a word or its first letter, perhaps with a number.
    pub(super) fn parse(line: &str) -> Self {
        let line = line.trim();
        if line.is_empty() {
            return Self::ReadOn;
        }
        if let Some(words) = line.strip_prefix('/') {
            return Self::Find(words.trim().to_owned());
        }
        if let Ok(number) = line.parse() {
            return Self::Open(number);
        }
        let end = line.find(|c: char| !c.is_alphabetic() && c != '?');
        let (word, rest) = line.split_at(end.unwrap_or(line.len()));
        let rest = rest.trim();
        let number = rest.parse::<usize>().ok();
        let plain = rest.is_empty();
        match (word.to_lowercase().as_str(), number) {
            ("f" | "find", _) => Self::Find(rest.to_owned()),
            ("s" | "section", Some(number)) => Self::Section(Some(number)),
            ("u" | "links" | "link", Some(number)) => Self::Link(number),
            ("open" | "story", Some(number)) => Self::Open(number),
            ("s" | "section", None) if plain => Self::Section(None),
            ("u" | "links" | "link", None) if plain => Self::Links,
            ("n" | "next", None) if plain => Self::Next,
            ("p" | "previous", None) if plain => Self::Previous,
            ("o" | "outline", None) if plain => Self::Outline,
            ("l" | "list", None) if plain => Self::List,
            ("a" | "all", None) if plain => Self::All,
            ("m" | "more", None) if plain => Self::More,
            ("w" | "where", None) if plain => Self::Where,
            ("h" | "help" | "?", None) if plain => Self::Help,
            ("q" | "quit" | "exit", None) if plain => Self::Quit,
            _ => Self::Unknown(line.to_owned()),
        }
    }
}
