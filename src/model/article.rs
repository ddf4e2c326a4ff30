//! An article the program keeps: [`ArticleRow`], the row of the list. Its document is apart, since most rows are never opened.

use std::path::PathBuf;

use super::{ArticleId, Bookmark, Group, Metadata, Published, RowKey, SourceId};

/// An article the program keeps, as the list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleRow {
    /// Its name.
    pub id: ArticleId,
    /// The head it stands under in the list: its folder, its day, its source.
    pub group: Group,
    /// Where it stands in its listing; `None` where the list is held in memory.
    pub key: Option<RowKey>,
    /// Where its bytes are.
    pub origin: Origin,
    /// The title, or the file's name until the title is known. Never empty.
    pub title: String,
    /// The sentence or two under the title.
    pub standfirst: Option<String>,
    /// Who wrote it.
    pub byline: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// Where it came from.
    pub url: Option<String>,
    /// How many words it has; `None` until it was read once.
    pub word_count: Option<usize>,
    /// The source where it was seen first: its id and its title.
    pub source: Option<(SourceId, String)>,
    /// All sources that have it, that one first.
    pub sources: Vec<(SourceId, String)>,
    /// When it came into the library and when it last changed there, seconds since 1970 in UTC.
    pub library_times: Option<LibraryTimes>,
    /// The file it was read from, or is read from, if any.
    pub path: Option<PathBuf>,
    /// What the library knows of it.
    pub state: ArticleState,
    /// The bookmarks of places in it, in the order of the article; only in the view of bookmarks.
    pub places: Vec<Bookmark>,
    /// Why it can't be read, in one line; the row says so.
    pub error: Option<String>,
}

/// Times of an article in the library, seconds since 1970-01-01 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryTimes {
    /// Time when it was added.
    pub added: i64,
    /// Time when it was last changed.
    pub updated: i64,
}

/// Where the bytes of an article are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// What came on standard input.
    StandardInput,
    /// A seed article, by its file name.
    Tour(&'static str),
    /// The library, by the name it has there.
    Stored(ArticleId),
}

/// The state of an article that the library keeps beside its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleState {
    /// Whether it was read.
    pub is_read: bool,
    /// Whether it, or a place in it, is bookmarked.
    pub is_bookmarked: bool,
    /// The tags of all its bookmarks, in the order of the alphabet.
    pub tags: Vec<String>,
    /// How far it was read, 0 to 1.
    pub progress: f64,
    /// Whether this could not be saved, and holds only while the program runs.
    pub is_unsaved: bool,
}

/// An article by what the list calls it and by where its bytes are: files get a row in the library only when there is something to
/// keep of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRef {
    /// What the list calls it. Above 0 it is the library's own name, below 0 it holds while the program runs.
    pub id: ArticleId,
    /// Where its bytes are.
    pub origin: Origin,
}

impl ArticleRow {
    /// A row for an article that nobody has looked into yet.
    pub fn new(id: ArticleId, group: Group, origin: Origin, name: String) -> Self {
        let path = match &origin {
            Origin::File(path) => Some(path.clone()),
            _ => None,
        };
        Self {
            id,
            group,
            key: None,
            origin,
            title: name,
            standfirst: None,
            byline: None,
            publisher: None,
            published: None,
            url: None,
            word_count: None,
            source: None,
            sources: Vec::new(),
            library_times: None,
            path,
            state: ArticleState::default(),
            places: Vec::new(),
            error: None,
        }
    }

    /// Whether it is one of the articles that the program brings along.
    pub fn is_tour(&self) -> bool {
        matches!(self.origin, Origin::Tour(_))
    }

    /// The article by name and by where its bytes are.
    pub fn reference(&self) -> ArticleRef {
        ArticleRef {
            id: self.id,
            origin: self.origin.clone(),
        }
    }

    /// Takes over what a document says of itself; a missing title leaves the name.
    pub fn set_metadata(&mut self, metadata: &Metadata, words: usize) {
        if let Some(title) = &metadata.title {
            self.title.clone_from(title);
        }
        self.standfirst.clone_from(&metadata.standfirst);
        self.byline.clone_from(&metadata.byline);
        self.publisher.clone_from(&metadata.publisher);
        self.published = metadata.published;
        self.url.clone_from(&metadata.url);
        self.word_count = Some(words);
        self.error = None;
    }
}
