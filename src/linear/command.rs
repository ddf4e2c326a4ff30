//! Commands of linear mode: [`Command`]. Letters mean what they mean on the screen, as far as lines allow.

/// A command of linear mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// Empty line: read on.
    ReadOn,
    /// The article of this number.
    Open(usize),
    /// Read the next or the previous section.
    Section(Towards),
    /// Open the next or the previous article of the list.
    Article(Towards),
    /// Go to the next or the previous match while words are sought in the article, else open the next or the previous unread
    /// article.
    Unread(Towards),
    /// A command about the open article.
    InArticle(ArticleCommand),
    List,
    /// Find words in the article or in the titles; empty to find the last words again.
    Find(String),
    /// Search the library for words.
    Search(String),
    /// Bookmark the open article, or the article with this number, or remove the bookmark.
    Bookmark(Option<usize>),
    /// Bookmark this place with a note that may end in tags.
    Note(String),
    /// Mark the open article, or the article with this number, as read or unread.
    Read(Option<usize>),
    /// Show the other text of the open article, that of its page or that of its feed; fetch the page at first.
    SwitchText,
    /// Print what has changed in the open article, or in the article with this number.
    Changes(Option<usize>),
    /// Mark all articles of the view as read.
    ViewRead,
    /// Mute the open article, or the article with this number, with its story; in the view of muted articles list it again.
    Mute(Option<usize>),
    /// List the saved searches with their actions, or give the one of a number an action, as typed.
    Rule(String),
    /// Delete the open article, or the article with this number.
    Delete(Option<usize>),
    Undo,
    Redo,
    /// List the other articles of the story of the open article, or of the article with this number.
    Story(Option<usize>),
    Views,
    /// The view of this number.
    View(usize),
    /// The view of this name.
    NamedView(String),
    /// Fetch the feeds.
    Fetch,
    /// List the sources and their health.
    Sources,
    /// Add a path or an address.
    Add(String),
    More,
    Help,
    /// Go back to the list; from there, quit.
    Close,
    Quit,
    Unknown(String),
}

/// Direction of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Towards {
    Next,
    Previous,
}

/// A command about the open article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArticleCommand {
    /// Print the current section again, or the section with this number.
    Section(Option<usize>),
    /// Print the article from its start.
    Start,
    /// Print the last section.
    End,
    Outline,
    All,
    Links,
    /// The link of this number.
    Link(usize),
    /// Open the article's address in the browser.
    Browser,
    /// Print the article's address.
    Address,
    Position,
}

impl Command {
    /// Parses a line: a number, a slash and words, or a letter of the screen or a word, with an optional number.
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
        match line {
            "]" | "." => return Self::Section(Towards::Next),
            "[" | "," => return Self::Section(Towards::Previous),
            "?" => return Self::Help,
            _ => {}
        }
        let end = line.find(|c: char| !c.is_alphabetic());
        let (word, rest) = line.split_at(end.unwrap_or(line.len()));
        let rest = rest.trim();
        // Letters differ by their case, as keys do; words do not.
        let word = match word.chars().count() {
            1 => word.to_owned(),
            _ => word.to_lowercase(),
        };
        let number = rest.parse::<usize>().ok();
        match (number, rest.is_empty()) {
            (Some(number), _) => Self::with_number(&word, number),
            (None, true) => Self::alone(&word),
            (None, false) => Self::with_words(&word, rest),
        }
        .unwrap_or_else(|| Self::Unknown(line.to_owned()))
    }

    /// Returns the command of a letter or word alone.
    fn alone(word: &str) -> Option<Self> {
        Some(match word {
            "J" => Self::Article(Towards::Next),
            "K" => Self::Article(Towards::Previous),
            "n" | "next" => Self::Unread(Towards::Next),
            "N" | "previous" => Self::Unread(Towards::Previous),
            "s" | "b" | "bookmark" => Self::Bookmark(None),
            "S" | "note" => Self::Note(String::new()),
            "r" | "read" => Self::Read(None),
            "x" | "page" => Self::SwitchText,
            "c" | "changes" => Self::Changes(None),
            "I" | "mute" => Self::Mute(None),
            "rule" | "rules" => Self::Rule(String::new()),
            "A" => Self::ViewRead,
            "D" | "delete" => Self::Delete(None),
            "u" | "undo" => Self::Undo,
            "redo" => Self::Redo,
            "d" | "story" => Self::Story(None),
            "v" | "views" | "view" => Self::Views,
            "R" | "fetch" => Self::Fetch,
            "E" | "sources" => Self::Sources,
            "add" => Self::Add(String::new()),
            "l" | "h" | "list" => Self::List,
            "m" | "more" => Self::More,
            "help" => Self::Help,
            "q" => Self::Close,
            "Q" | "quit" | "exit" => Self::Quit,
            "F" | "search" => Self::Search(String::new()),
            "find" => Self::Find(String::new()),
            "section" => Self::InArticle(ArticleCommand::Section(None)),
            "t" | "outline" => Self::InArticle(ArticleCommand::Outline),
            "g" | "start" => Self::InArticle(ArticleCommand::Start),
            "G" | "end" => Self::InArticle(ArticleCommand::End),
            "a" | "all" => Self::InArticle(ArticleCommand::All),
            "f" | "links" | "link" => Self::InArticle(ArticleCommand::Links),
            "o" => Self::InArticle(ArticleCommand::Browser),
            "y" | "address" => Self::InArticle(ArticleCommand::Address),
            "w" | "where" => Self::InArticle(ArticleCommand::Position),
            _ => return None,
        })
    }

    /// Returns the command of a letter or word with a number.
    fn with_number(word: &str, number: usize) -> Option<Self> {
        Some(match word {
            "open" | "article" => Self::Open(number),
            "s" | "b" | "bookmark" => Self::Bookmark(Some(number)),
            "r" | "read" => Self::Read(Some(number)),
            "D" | "delete" => Self::Delete(Some(number)),
            "d" | "story" => Self::Story(Some(number)),
            "c" | "changes" => Self::Changes(Some(number)),
            "I" | "mute" => Self::Mute(Some(number)),
            "v" | "views" | "view" => Self::View(number),
            "section" => Self::InArticle(ArticleCommand::Section(Some(number))),
            "f" | "o" | "links" | "link" => Self::InArticle(ArticleCommand::Link(number)),
            _ => return Self::with_words(word, &number.to_string()),
        })
    }

    /// Returns the command of a letter or word with further words.
    fn with_words(word: &str, words: &str) -> Option<Self> {
        let words = words.to_owned();
        Some(match word {
            "S" | "note" => Self::Note(words),
            "F" | "search" => Self::Search(words),
            "find" => Self::Find(words),
            "add" => Self::Add(words),
            "rule" | "rules" => Self::Rule(words),
            "v" | "views" | "view" => Self::NamedView(words),
            _ => return None,
        })
    }
}
