//! Commands of linear mode: [`Command`].

/// A command of linear mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// Empty line: read on.
    ReadOn,
    /// The article of this number.
    Open(usize),
    Next,
    Previous,
    /// A command about the open article.
    InArticle(ArticleCommand),
    List,
    /// Find words in the article or in the titles; empty to find the last words again.
    Find(String),
    /// Find words as [`Command::Find`]; in the list of the library, search all articles.
    FindTitles(String),
    /// Search the library for words.
    Search(String),
    /// Bookmark the open article, or the article with this number, or remove the bookmark.
    Bookmark(Option<usize>),
    /// Bookmark this place with a note that may end in tags.
    Note(String),
    /// Mark the open article, or the article with this number, as read or unread.
    Read(Option<usize>),
    Undo,
    Redo,
    Views,
    /// The view of this number.
    View(usize),
    More,
    Help,
    Quit,
    Unknown(String),
}

/// A command about the open article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArticleCommand {
    /// Print the current section again, or the section with this number.
    Section(Option<usize>),
    Outline,
    All,
    Links,
    /// The link of this number.
    Link(usize),
    Position,
}

impl Command {
    /// Parses a line: a number, a slash and words, or a word or its first letter, with an optional number.
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
            ("f" | "find", _) => Self::FindTitles(rest.to_owned()),
            ("search", _) => Self::Search(rest.to_owned()),
            ("b" | "bookmark", _) if plain || number.is_some() => Self::Bookmark(number),
            ("b" | "bookmark", _) => Self::Note(note(rest).to_owned()),
            ("r" | "read", _) if plain || number.is_some() => Self::Read(number),
            ("v" | "views" | "view", Some(number)) => Self::View(number),
            ("v" | "views" | "view", None) if plain => Self::Views,
            ("z" | "undo", None) if plain => Self::Undo,
            ("redo", None) if plain => Self::Redo,
            ("s" | "section", Some(number)) => {
                Self::InArticle(ArticleCommand::Section(Some(number)))
            }
            ("u" | "links" | "link", Some(number)) => Self::InArticle(ArticleCommand::Link(number)),
            ("open" | "article" | "story", Some(number)) => Self::Open(number),
            ("s" | "section", None) if plain => Self::InArticle(ArticleCommand::Section(None)),
            ("u" | "links" | "link", None) if plain => Self::InArticle(ArticleCommand::Links),
            ("n" | "next", None) if plain => Self::Next,
            ("p" | "previous", None) if plain => Self::Previous,
            ("o" | "outline", None) if plain => Self::InArticle(ArticleCommand::Outline),
            ("l" | "list", None) if plain => Self::List,
            ("a" | "all", None) if plain => Self::InArticle(ArticleCommand::All),
            ("m" | "more", None) if plain => Self::More,
            ("w" | "where", None) if plain => Self::InArticle(ArticleCommand::Position),
            ("h" | "help" | "?", None) if plain => Self::Help,
            ("q" | "quit" | "exit", None) if plain => Self::Quit,
            _ => Self::Unknown(line.to_owned()),
        }
    }
}

/// Returns the text of a note: the word `note` may stand before it.
fn note(rest: &str) -> &str {
    match rest.strip_prefix("note") {
        Some(note) if note.is_empty() || note.starts_with(char::is_whitespace) => note.trim(),
        _ => rest,
    }
}
