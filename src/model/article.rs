//! Rows of the list: [`ArticleRow`], the metadata and state of one article. Its document is loaded separately, since
//! most rows are never opened.

use std::path::PathBuf;

use super::{ArticleId, Bookmark, Group, Metadata, Published, RowKey, SourceId, TextKind};

/// An article as the list shows it: metadata and state, without its document.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleRow {
    /// Id of the row.
    pub id: ArticleId,
    /// Group that the row stands under: a folder, a day or a source.
    pub group: Group,
    /// Key of the row in its listing; `None` for rows that are not from the library.
    pub key: Option<RowKey>,
    /// Origin of its bytes.
    pub origin: Origin,
    /// Title, or the name of the file until the title is known. Never empty.
    pub title: String,
    /// One or two sentences under the title.
    pub standfirst: Option<String>,
    /// Names of the authors.
    pub byline: Option<String>,
    /// Name of the publisher.
    pub publisher: Option<String>,
    /// Date of publication.
    pub published: Option<Published>,
    /// Address of the article on the web.
    pub url: Option<String>,
    /// Number of words; `None` until the document was extracted once.
    pub word_count: Option<usize>,
    /// Source where it was seen first: id and title.
    pub source: Option<(SourceId, String)>,
    /// All sources that have it, beginning with the first.
    pub sources: Vec<(SourceId, String)>,
    /// Times when it was added to the library and last changed there; `None` if it is not in the library.
    pub library_times: Option<LibraryTimes>,
    /// File that it is read from, or was read from.
    pub path: Option<PathBuf>,
    /// State that the library stores for it.
    pub state: ArticleState,
    /// True if it is muted.
    pub is_muted: bool,
    /// Text that is shown, if it has one of its feed and one of its page; `None` if it has only one.
    pub shown_text: Option<TextKind>,
    /// Bookmarked places in it, in the order of the text; filled only in the view of bookmarks.
    pub places: Vec<Bookmark>,
    /// Story that it belongs to; `None` if no other article has the same text.
    pub story: Option<ArticleStory>,
    /// Reason why it cannot be read, in one line, for the row.
    pub error: Option<String>,
}

/// Story of an article: articles that report the same with the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticleStory {
    /// Representative of the story: the article with the longest text.
    pub id: ArticleId,
    /// Number of the other articles of the story in the library.
    pub others: usize,
}

/// Times of an article in the library, in seconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryTimes {
    /// Time when it was added.
    pub added: i64,
    /// Time when it was last changed.
    pub updated: i64,
}

/// Origin of the bytes of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// Standard input.
    StandardInput,
    /// An article of the tour, by its file name in `seeds/`.
    Tour(&'static str),
    /// The document in the library, by the id of the article there.
    Stored(ArticleId),
}

/// State of an article: read mark, bookmark, tags, progress.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleState {
    /// True if it was read.
    pub is_read: bool,
    /// True if the article, or a place in it, is bookmarked.
    pub is_bookmarked: bool,
    /// Tags of all its bookmarks, sorted.
    pub tags: Vec<String>,
    /// Fraction that was read, 0 to 1.
    pub progress: f64,
    /// Time of the last change of its text beyond noise that the user has not seen, in seconds since 1970-01-01 UTC.
    pub changed: Option<i64>,
    /// True if this state could not be saved and holds only for this session.
    pub is_unsaved: bool,
    /// True if the user has deleted it: lists in memory leave it out.
    pub is_deleted: bool,
}

/// Reference to an article: the id of its row, and the origin of its bytes. Both are needed because a file gets an id in the library only when something must be stored for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRef {
    /// Id of the row: above 0 the id in the library, below 0 an id of this session.
    pub id: ArticleId,
    /// Origin of its bytes.
    pub origin: Origin,
}

impl ArticleRow {
    /// Returns the name of its source, or its publisher. The name of a folder says less than the publisher of its file.
    pub fn source_or_publisher(&self) -> Option<&str> {
        let source = self.source.as_ref().map(|(_, title)| title.as_str());
        let publisher = self.publisher.as_deref();
        match self.path {
            Some(_) => publisher.or(source),
            None => source.or(publisher),
        }
    }

    /// Makes a row for an article whose content is not known yet; `name` is its title until then.
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
            is_muted: false,
            shown_text: None,
            places: Vec::new(),
            story: None,
            error: None,
        }
    }

    /// Returns true for an article of the tour.
    pub fn is_tour(&self) -> bool {
        matches!(self.origin, Origin::Tour(_))
    }

    /// Returns the reference to the article.
    pub fn reference(&self) -> ArticleRef {
        ArticleRef {
            id: self.id,
            origin: self.origin.clone(),
        }
    }

    /// Replaces the metadata with that of the document; if it has no title, the present one stays.
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
