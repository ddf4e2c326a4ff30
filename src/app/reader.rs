//! The reader pane: the article that is shown, its text, and what is on its way for it: [`ReaderPane`].
//!
//! The position at which an article was left, and at which it opens again, is the subject of `positions`; the places read before, of `history`.

mod history;
mod keys;
mod links;
mod marks;
mod media;
mod page;
mod positions;
mod source;
mod text;

use std::sync::Arc;

use super::effect::Effects;
use super::list::List;
use crate::model::{ArticleId, ArticleRow, Bookmark, BookmarkId, Document, Job, Origin, Page};

use history::History;
use links::AwaitedFile;
use media::Media;
use positions::Positions;

pub(super) use history::HistoryEntry;
pub(super) use keys::{ReadBackResult, ReadOnResult};
pub(super) use links::{LinkDestination, OpenTarget};
pub use media::ImageState;
pub(super) use page::PageLayout;
pub use text::{
    Find, ImageInView, LinkInView, PlaceToBookmark, ReaderText, SelectedLink, TextPosition,
};

/// The reader pane.
#[derive(Debug, Default)]
pub(super) struct ReaderPane {
    /// The article in the pane, opened or previewed.
    shown: Option<ArticleId>,
    /// True if it was opened, and not only previewed.
    is_open: bool,
    /// Text of the article, once it is loaded.
    pub(super) text: Option<ReaderText>,
    /// The article's own text, while `text` shows its source.
    text_under_source: Option<ReaderText>,
    /// The article whose text was asked for and has not come.
    awaited_text: Option<ArticleId>,
    /// The article whose source was asked for and has not come.
    awaited_source: Option<ArticleId>,
    /// The file that a link leads to, while it is looked for.
    awaited_file: Option<AwaitedFile>,
    /// Number of files that links have led to; gives the next id.
    linked_file_count: usize,
    /// True while more of the article is still coming.
    is_growing: bool,
    /// The position to go to in an article once its text is there.
    awaited_target: Option<(ArticleId, OpenTarget)>,
    /// The bookmarks in the article.
    bookmarks: Option<(ArticleId, Vec<Bookmark>)>,
    /// The bookmark whose place the list shows a preview of.
    previewed_bookmark: Option<BookmarkId>,
    /// The texts used last, the latest first.
    recent_documents: Vec<(ArticleId, Arc<Document>)>,
    positions: Positions,
    history: History,
    paging_keys: keys::PagingKeys,
    pub(super) media: Media,
}

/// Number of texts that are kept in memory beside the one that is shown.
const MAX_DOCUMENTS: usize = 8;

impl ReaderPane {
    /// Returns the article in the pane.
    pub(super) fn shown_id(&self) -> Option<ArticleId> {
        self.shown
    }

    /// Returns the article in the pane if it was opened, and not only previewed.
    pub(super) fn open_article(&self) -> Option<ArticleId> {
        self.shown.filter(|_| self.is_open)
    }

    /// Returns the text of the article itself, also while its source stands in its place.
    pub(super) fn article_text(&self) -> Option<&ReaderText> {
        self.text_under_source.as_ref().or(self.text.as_ref())
    }

    fn article_text_mut(&mut self) -> Option<&mut ReaderText> {
        self.text_under_source.as_mut().or(self.text.as_mut())
    }

    /// True while more of the article is still coming.
    pub(super) fn is_growing(&self) -> bool {
        self.is_growing
    }

    /// True if the text of the article that is shown is on its way.
    pub(super) fn awaits_text(&self) -> bool {
        self.text.is_none() && self.awaited_text.is_some()
    }

    /// True if something else than the text is waited for: the source of the article.
    pub(super) fn awaits_source(&self) -> bool {
        self.awaited_source.is_some()
    }

    /// True if a file is looked for that a link leads to.
    pub(super) fn awaits_file(&self) -> bool {
        self.awaited_file.is_some()
    }

    /// Waits no longer for the source or for a file. False if neither was waited for.
    pub(super) fn stop_awaiting(&mut self) -> bool {
        self.awaited_file.take().is_some() || self.awaited_source.take().is_some()
    }

    /// Waits no longer for a file that a link leads to.
    pub(super) fn stop_awaiting_file(&mut self) {
        self.awaited_file = None;
    }

    /// Puts an article into the pane, or asks for its text.
    pub(super) fn show(
        &mut self,
        id: ArticleId,
        list: &List,
        page: &PageLayout,
        effects: &mut Effects,
    ) {
        self.leave(list, effects);
        self.shown = Some(id);
        self.is_open = false;
        self.is_growing = false;
        self.awaited_text = None;
        if let Some(at) = self
            .recent_documents
            .iter()
            .position(|(other, _)| *other == id)
        {
            let entry = self.recent_documents.remove(at);
            self.lay_out(id, entry.1.clone(), list, page, effects);
            self.recent_documents.insert(0, entry);
            // The bookmarks in it may be others by now.
            return effects.submit(Job::SendStates(vec![id]));
        }
        if let Some(article) = list.get(id) {
            // Standard input comes by itself.
            if article.origin != Origin::StandardInput {
                effects.submit(Job::LoadDocument(id, article.origin.clone()));
            }
            self.awaited_text = article.error.is_none().then_some(id);
        }
    }

    /// Empties the pane.
    pub(super) fn show_nothing(&mut self, list: &List, effects: &mut Effects) {
        self.leave(list, effects);
        self.shown = None;
    }

    /// Leaves the article that is shown; its position is remembered if it was opened.
    fn leave(&mut self, list: &List, effects: &mut Effects) {
        self.remember_position();
        self.save_position(list, effects);
        self.save_history(list, effects);
        self.bookmarks = None;
        (self.text, self.text_under_source) = (None, None);
        (self.awaited_source, self.awaited_file, self.awaited_target) = (None, None, None);
    }

    /// Opens an article: it is no preview any more. `bookmark` is the place of it that the list has selected.
    pub(super) fn open(
        &mut self,
        id: ArticleId,
        list: &List,
        page: &PageLayout,
        effects: &mut Effects,
    ) {
        self.record_leaving(id);
        if self.shown != Some(id) {
            self.show(id, list, page, effects);
        }
        self.is_open = true;
    }

    /// Takes note of the bookmarked place that the list has selected.
    pub(super) fn note_selected_place(&mut self, list: &List) {
        self.previewed_bookmark = list.selected_place().map(|bookmark| bookmark.id);
    }

    /// Sets the position to go to once the text of an article is there.
    pub(super) fn set_target(&mut self, id: ArticleId, target: Option<OpenTarget>) {
        self.awaited_target = target.map(|target| (id, target));
    }

    /// Shows the selected article without opening it.
    pub(super) fn preview(&mut self, list: &List, page: &PageLayout, effects: &mut Effects) {
        let Some(id) = list.selected().map(|article| article.id) else {
            return self.show_nothing(list, effects);
        };
        let bookmark = list.selected_place().map(|bookmark| bookmark.id);
        let anchor = list.selected_place().and_then(|p| p.anchor.clone());
        let same = self.previewed_bookmark == bookmark;
        self.previewed_bookmark = bookmark;
        if self.shown != Some(id) {
            self.show(id, list, page, effects);
            if let Some(anchor) = anchor {
                self.awaited_target = Some((id, OpenTarget::Anchor(anchor, None)));
                self.preview_target();
            }
        } else if !same {
            self.remember_position();
            self.save_position(list, effects);
            self.is_open = false;
            match (anchor, &mut self.text) {
                (Some(anchor), Some(text)) => text.go_to_place(&anchor),
                (None, Some(_)) => self.restore_position(),
                (Some(anchor), None) => {
                    self.awaited_target = Some((id, OpenTarget::Anchor(anchor, None)));
                }
                (None, None) => self.awaited_target = None,
            }
        }
    }

    /// Shows the place of an article that is previewed, if its text is there; nothing is left behind for it.
    fn preview_target(&mut self) {
        let shown = self.text.as_ref().map(|text| text.id());
        let is_it = |(id, _): &(ArticleId, OpenTarget)| Some(*id) == shown;
        if self.is_open
            || self
                .awaited_target
                .as_ref()
                .is_none_or(|target| !is_it(target))
        {
            return;
        }
        if let (Some((_, OpenTarget::Anchor(anchor, _))), Some(text)) =
            (self.awaited_target.take(), &mut self.text)
        {
            text.go_to_place(&anchor);
        }
    }

    /// Gives the keys back to the list: the source, the search and the selected link go, the position is saved.
    pub(super) fn close(&mut self, list: &List, effects: &mut Effects) {
        self.leave_source();
        self.awaited_source = None;
        if let Some(text) = &mut self.text {
            text.end_find();
            text.select_link(None);
        }
        self.remember_position();
        self.save_position(list, effects);
    }

    /// Takes in the text of an article. False if it is not the one that is shown.
    pub(super) fn receive_document(
        &mut self,
        id: ArticleId,
        (document, words): (Arc<Document>, usize),
        partial: bool,
        list: &List,
        page: &PageLayout,
        effects: &mut Effects,
    ) -> bool {
        if self.shown != Some(id) {
            return false;
        }
        self.recent_documents.retain(|(other, _)| *other != id);
        self.recent_documents.insert(0, (id, document.clone()));
        self.recent_documents.truncate(MAX_DOCUMENTS);
        self.awaited_text = None;
        self.is_growing = partial;
        match self.article_text_mut() {
            Some(text) => {
                text.replace(document, words);
                self.decorate_text(page, effects);
            }
            None => self.lay_out(id, document, list, page, effects),
        }
        true
    }

    /// Lays out a text, at the position where the article was left.
    fn lay_out(
        &mut self,
        id: ArticleId,
        document: Arc<Document>,
        list: &List,
        page: &PageLayout,
        effects: &mut Effects,
    ) {
        let words = list.get(id).and_then(|article| article.word_count);
        let words = words.unwrap_or_else(|| document.words());
        let text = ReaderText::new(id, document, words, page.options.clone(), page.height);
        self.text = Some(text);
        self.reserve_image_space();
        self.request_highlighting(page, effects);
        if self.positions.has_position(id) {
            self.restore_position();
        }
        self.show_place_marks();
        self.preview_target();
    }

    /// Gives a text that has been replaced its images, its colours and its marks.
    fn decorate_text(&mut self, page: &PageLayout, effects: &mut Effects) {
        self.reserve_image_space();
        self.request_highlighting(page, effects);
        self.show_place_marks();
    }

    /// Lays out for a page of another shape; the words at the top stay there.
    pub(super) fn resize(&mut self, page: &PageLayout) {
        if let Some(text) = &mut self.text {
            text.resize(page.options.clone(), page.height);
        }
        self.reserve_image_space();
    }

    /// Takes in that an article can't be read.
    pub(super) fn receive_error(&mut self, id: ArticleId) {
        self.awaited_text.take_if(|awaited| *awaited == id);
    }

    /// Asks for the text of an article once more: it is another one now.
    pub(super) fn reload(&mut self, id: ArticleId, list: &List, effects: &mut Effects) {
        self.recent_documents.retain(|(other, _)| *other != id);
        if let Some(article) = list.get(id) {
            effects.submit(Job::LoadDocument(id, article.origin.clone()));
        }
    }

    /// Forgets the texts of articles that a page says are others now, and that are not shown.
    pub(super) fn drop_outdated_texts(&mut self, page: &Page, list: &List) {
        let shown = self.shown;
        let same = |id: &ArticleId| {
            let row = page.rows.iter().find(|row| row.id == *id);
            let known = list.get(*id).and_then(|article| article.library_times);
            row.is_none_or(|row| row.library_times == known)
        };
        self.recent_documents
            .retain(|(id, _)| Some(*id) == shown || same(id));
    }

    /// Returns the article that is shown, if a page says that its text is another one now.
    pub(super) fn outdated_article(&self, page: &Page, list: &List) -> Option<ArticleId> {
        let shown = self.shown?;
        let updated = |article: &ArticleRow| article.library_times.map(|times| times.updated);
        let before = updated(list.get(shown)?)?;
        let now = page.rows.iter().find(|row| row.id == shown);
        now.and_then(updated)
            .is_some_and(|now| now != before)
            .then_some(shown)
    }

    /// Articles that are needed also when they are in no row of the list.
    pub(super) fn needed_ids(&self) -> Vec<ArticleId> {
        let read = self.history.articles();
        let left = self.paging_keys.left_articles().iter().copied();
        self.shown.into_iter().chain(left).chain(read).collect()
    }
}
