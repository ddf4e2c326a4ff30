//! Notes and tags: what is typed for them, and the change that it makes: [`Subject`].

use super::{Prompt, PromptKind};
use crate::app::reader::MarkedPlace;
use crate::model::{Bookmark, BookmarkId, Change, StoryRef, note_and_tags, tags_in};

/// What a note or tags that are being typed are about.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) enum Subject {
    /// The tags of an article.
    Article(StoryRef),
    /// A place that is not bookmarked yet.
    Place(StoryRef, MarkedPlace),
    /// A bookmark that there is.
    Bookmark(BookmarkId),
    /// A search to be saved: its query.
    Search(String),
}

impl Subject {
    /// The change that a text about this subject makes.
    pub(in crate::app) fn change(self, kind: PromptKind, text: &str) -> Change {
        let (note, tags) = match kind {
            PromptKind::Tags => (None, tags_in(text)),
            PromptKind::Filter | PromptKind::Find | PromptKind::Note | PromptKind::SaveSearch => {
                note_and_tags(text)
            }
        };
        match self {
            Self::Article(story) => Change::TagStory(story, tags),
            Self::Place(story, place) => Change::BookmarkPlace {
                story,
                anchor: place.anchor,
                section: place.section,
                quote: place.quote,
                note,
                tags,
            },
            Self::Bookmark(bookmark) => Change::EditBookmark(bookmark, note, tags),
            Self::Search(query) => {
                let name = text.trim();
                let name = if name.is_empty() { query.trim() } else { name };
                Change::SaveSearch(name.to_owned(), query.clone())
            }
        }
    }
}

impl Prompt {
    /// A prompt for the tags of an article: those of the article itself, since its places have their own.
    pub(in crate::app) fn tags(story: StoryRef, all: &[String], bookmarks: &[Bookmark]) -> Self {
        let own = bookmarks.iter().filter(|b| b.anchor.is_none());
        let tags: Vec<String> = match bookmarks.is_empty() {
            true => all.to_vec(),
            false => own.flat_map(|bookmark| bookmark.tags.clone()).collect(),
        };
        Self::about(PromptKind::Tags, Subject::Article(story), &tags.join(" "))
    }

    /// A prompt for the note on a place that is not bookmarked yet.
    pub(in crate::app) fn note_on_place(story: StoryRef, place: MarkedPlace) -> Self {
        Self::about(PromptKind::Note, Subject::Place(story, place), "")
    }

    /// A prompt for the note of a bookmark that there is.
    pub(in crate::app) fn note_of(bookmark: &Bookmark) -> Self {
        // Those that stand in the note already need not stand behind it.
        let (_, known) = note_and_tags(bookmark.note.as_deref().unwrap_or_default());
        let tags = bookmark.tags.iter().filter(|tag| !known.contains(tag));
        let tags = tags.map(|tag| format!("#{tag}"));
        let words: Vec<String> = bookmark.note.iter().cloned().chain(tags).collect();
        let subject = Subject::Bookmark(bookmark.id);
        Self::about(PromptKind::Note, subject, &words.join(" "))
    }

    /// A prompt for the name of a search that is to become a view.
    pub(in crate::app) fn name_of_search(query: &str) -> Self {
        let subject = Subject::Search(query.to_owned());
        Self::about(PromptKind::SaveSearch, subject, query)
    }

    fn about(kind: PromptKind, subject: Subject, text: &str) -> Self {
        let mut prompt = Self::new(kind, text);
        prompt.subject = Some(subject);
        prompt
    }
}
