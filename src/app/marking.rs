//! Bookmarks of places, notes and tags: what is typed for them, and what it is about.

use super::{App, Pane, PromptKind, Reader};
use crate::model::{
    Anchor, ArticleId, Bookmark, BookmarkId, Change, StoryRef, note_and_tags, tags_in,
};

/// What a note or tags that are being typed are about.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Subject {
    /// The tags of a story.
    Story(StoryRef),
    /// A place that is not bookmarked yet.
    Place {
        /// In which story.
        story: StoryRef,
        /// Where.
        anchor: Anchor,
        /// The heading above it.
        section: Option<String>,
        /// The sentence at it.
        quote: Option<String>,
    },
    /// A bookmark that there is.
    Bookmark(BookmarkId),
    /// A search to be saved: its query.
    Search(String),
}

impl App {
    /// In the list: the tags of the story, or the note and tags of a bookmarked place. In the text: a bookmark of the place.
    pub(super) fn mark(&mut self) {
        if self.screen.focus == Pane::Reader {
            return self.mark_place();
        }
        if let Some(bookmark) = self.list.rows.selected_place().cloned() {
            return self.edit_note(&bookmark);
        }
        let Some(story) = self.meant_story() else {
            return;
        };
        // Those of the story itself: its places have their own.
        let own = self.bookmarks_of(story.id).iter();
        let own = own.filter(|bookmark| bookmark.anchor.is_none());
        let tags = match self.bookmarks_of(story.id).is_empty() {
            true => self.meant().map(|article| article.state.tags.clone()),
            false => Some(own.flat_map(|bookmark| bookmark.tags.clone()).collect()),
        };
        let tags = tags.unwrap_or_default().join(" ");
        self.ask(PromptKind::Tags, Subject::Story(story), &tags);
    }

    fn mark_place(&mut self) {
        if self.shows_raw() {
            return self.say("The raw text has no places to bookmark".to_owned());
        }
        let Some(story) = self.meant_story() else {
            return;
        };
        let Some(place) = self
            .reader
            .text
            .as_ref()
            .and_then(|reader| reader.marked_place())
        else {
            return self.say("There is no text to bookmark here".to_owned());
        };
        // At a place that is bookmarked already the note is changed.
        let known = self.reader.text.as_ref().and_then(Reader::bookmark_here);
        let mut bookmarks = self.bookmarks_of(story.id).iter();
        let known = bookmarks
            .find(|bookmark| known == Some(bookmark.id))
            .cloned();
        if let Some(bookmark) = known {
            return self.edit_note(&bookmark);
        }
        let subject = Subject::Place {
            story,
            anchor: place.anchor,
            section: place.section,
            quote: place.quote,
        };
        self.ask(PromptKind::Note, subject, "");
    }

    fn edit_note(&mut self, bookmark: &Bookmark) {
        // Those that stand in the note already need not stand behind it.
        let (_, known) = note_and_tags(bookmark.note.as_deref().unwrap_or_default());
        let tags = bookmark.tags.iter().filter(|tag| !known.contains(tag));
        let tags = tags.map(|tag| format!("#{tag}"));
        let words: Vec<String> = bookmark.note.iter().cloned().chain(tags).collect();
        self.ask(
            PromptKind::Note,
            Subject::Bookmark(bookmark.id),
            &words.join(" "),
        );
    }

    /// Asks for the name of a search that is to become a view.
    pub(super) fn name_search(&mut self, query: &str) {
        self.ask(
            PromptKind::SaveSearch,
            Subject::Search(query.to_owned()),
            query,
        );
    }

    fn ask(&mut self, kind: PromptKind, subject: Subject, text: &str) {
        self.overlay.subject = Some(subject);
        self.prompt_with(kind, text);
    }

    /// What was typed about the subject is to be kept.
    pub(super) fn accept_subject(&mut self, kind: PromptKind, text: &str) {
        let (note, tags) = match kind {
            PromptKind::Tags => (None, tags_in(text)),
            _ => note_and_tags(text),
        };
        match self.overlay.subject.take() {
            None => {}
            Some(Subject::Story(story)) => {
                self.change(Change::TagStory(story, tags));
            }
            Some(Subject::Place {
                story,
                anchor,
                section,
                quote,
            }) => self.change(Change::BookmarkPlace {
                story,
                anchor,
                section,
                quote,
                note,
                tags,
            }),
            Some(Subject::Bookmark(bookmark)) => {
                self.change(Change::EditBookmark(bookmark, note, tags));
            }
            Some(Subject::Search(query)) => {
                let name = text.trim();
                let name = if name.is_empty() { query.trim() } else { name };
                self.change(Change::SaveSearch(name.to_owned(), query.clone()));
            }
        }
    }

    /// Has the reader know where the bookmarked places are.
    pub(super) fn mark_places(&mut self) {
        let known = self.reader.bookmarks.as_ref();
        let reader = self.reader.article.as_mut().or(self.reader.text.as_mut());
        if let (Some((id, bookmarks)), Some(reader)) = (known, reader)
            && reader.id() == *id
        {
            reader.set_marks(bookmarks);
        }
    }

    /// The bookmarks of places in a story that is shown.
    pub fn bookmarks_of(&self, id: ArticleId) -> &[Bookmark] {
        match &self.reader.bookmarks {
            Some((of, bookmarks)) if *of == id => bookmarks,
            _ => &[],
        }
    }
}
