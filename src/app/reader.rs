//! The reader pane: the shown article, its text, and pending requests for it: [`ReaderPane`].
//!
//! `positions` saves and restores reading positions; `history` keeps the positions for going back and forward.

mod comparison;
mod history;
mod image_fetch;
mod keys;
mod left_text;
mod links;
mod marks;
mod media;
mod other_text;
mod page;
mod positions;
mod sideways;
mod source;
mod text;
mod texts;
mod web_images;

use std::sync::Arc;

use super::effect::Effects;
use super::list::List;
use crate::model::{
    ArticleId, ArticleRow, ArticleTexts, Bookmark, BookmarkId, Document, Job, Origin, Page,
    TextComparison,
};

use history::History;
use links::AwaitedFile;
use media::Media;
use positions::Positions;

pub(super) use history::HistoryEntry;
pub(super) use keys::{ReadBackResult, ReadOnResult};
pub(super) use links::{LinkDestination, OpenTarget};
pub use media::ImageState;
pub(super) use page::PageLayout;
pub(super) use source::OfferedCorrection;
pub use text::{
    Find, ImageInView, LinkInView, MatchCount, PlaceToBookmark, ReaderText, SelectedLink,
    SidewaysScroll, TextPosition,
};

/// The reader pane.
#[derive(Debug, Default)]
pub(super) struct ReaderPane {
    /// Article in the pane, opened or previewed.
    shown: Option<ArticleId>,
    /// True if the article was opened, and not only previewed.
    is_open: bool,
    /// Text in the pane, once it is loaded.
    pub(super) text: Option<ReaderText>,
    /// Text of the article while another text lies over it: `text` is its source or a comparison then.
    text_under: Option<ReaderText>,
    /// Selected lines, while `text` is the source.
    source: Option<source::SourceSelection>,
    /// Key that shows what changed, as the head of an article names it.
    pub(super) changes_key: String,
    /// Changes, while `text` is a comparison.
    comparison: Option<comparison::ShownComparison>,
    /// Comparison that is shown once the text is loaded.
    comparison_of_awaited_text: Option<(ArticleId, Arc<TextComparison>)>,
    /// Article that is being compared with its earlier text.
    awaited_comparison: Option<ArticleId>,
    /// True if the article was marked as changed when it was opened: leaving it removes the mark.
    marks_change_seen: bool,
    /// Article whose text is being loaded.
    awaited_text: Option<ArticleId>,
    /// Article whose source is being loaded.
    awaited_source: Option<ArticleId>,
    /// File of a link that is being looked for.
    awaited_file: Option<AwaitedFile>,
    /// Number of files that links have led to; it makes their ids.
    linked_file_count: usize,
    /// True while more of the article is being read.
    is_growing: bool,
    /// Position to go to in an article once its text is loaded.
    awaited_target: Option<(ArticleId, OpenTarget)>,
    /// Bookmarks in the shown article.
    bookmarks: Option<(ArticleId, Vec<Bookmark>)>,
    /// Bookmark of the place that is selected in the list.
    previewed_bookmark: Option<BookmarkId>,
    /// Documents in memory, most recently used first; at most [`MAX_DOCUMENTS`].
    recent_documents: Vec<(ArticleId, Arc<Document>)>,
    /// Reading positions.
    positions: Positions,
    /// Positions for going back and forward.
    history: History,
    /// Presses of Space and Backspace.
    paging_keys: keys::PagingKeys,
    /// Images and highlighting.
    pub(super) media: Media,
    /// Texts of the articles whose documents are in memory, the latest first.
    texts: Vec<(ArticleId, ArticleTexts)>,
    /// Text of the shown article that was left for its other text.
    left_text: Option<left_text::LeftText>,
    /// Articles whose pages are being fetched.
    awaited_pages: Vec<ArticleId>,
    /// Images of the web that are being fetched.
    image_fetch: Option<image_fetch::ImageFetch>,
}

/// Maximum documents in memory.
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

    /// Returns the text of the article, also while another text lies over it.
    pub(super) fn article_text(&self) -> Option<&ReaderText> {
        self.text_under.as_ref().or(self.text.as_ref())
    }

    /// Returns the text of the article, also while another text lies over it.
    fn article_text_mut(&mut self) -> Option<&mut ReaderText> {
        self.text_under.as_mut().or(self.text.as_mut())
    }

    /// Returns true while more of the article is being read.
    pub(super) fn is_growing(&self) -> bool {
        self.is_growing
    }

    /// Returns true while the text of the shown article is being loaded.
    pub(super) fn awaits_text(&self) -> bool {
        self.text.is_none() && self.awaited_text.is_some()
    }

    /// Returns true while the source of the article, or its comparison with an earlier text, is being loaded.
    pub(super) fn awaits_other_text(&self) -> bool {
        self.awaited_source.is_some() || self.awaited_comparison.is_some()
    }

    /// Returns true while the file of a link is being looked for.
    pub(super) fn awaits_file(&self) -> bool {
        self.awaited_file.is_some()
    }

    /// Stops waiting for the source, a comparison or a file. False if none was awaited.
    pub(super) fn stop_awaiting(&mut self) -> bool {
        self.awaited_file.take().is_some()
            || self.awaited_source.take().is_some()
            || self.awaited_comparison.take().is_some()
    }

    /// Stops waiting for the file of a link.
    pub(super) fn stop_awaiting_file(&mut self) {
        self.awaited_file = None;
    }

    /// Shows an article, or requests its text.
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
            // The bookmarks in the article may have changed.
            return effects.submit(Job::SendStates(vec![id]));
        }
        if let Some(article) = list.get(id) {
            // Standard input arrives without a request.
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

    /// Leaves the shown article and saves its position if it was opened.
    fn leave(&mut self, list: &List, effects: &mut Effects) {
        self.remember_position();
        self.save_position(list, effects);
        self.save_history(list, effects);
        self.mark_change_seen(list, effects);
        (self.bookmarks, self.left_text) = (None, None);
        (self.text, self.text_under) = (None, None);
        (self.source, self.comparison) = (None, None);
        (self.awaited_comparison, self.comparison_of_awaited_text) = (None, None);
        (self.awaited_source, self.awaited_file, self.awaited_target) = (None, None, None);
    }

    /// Opens an article.
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
        self.marks_change_seen = list
            .get(id)
            .is_some_and(|article| article.state.changed.is_some());
    }

    /// Remembers the place that is selected in the list.
    pub(super) fn note_selected_place(&mut self, list: &List) {
        self.previewed_bookmark = list.selected_place().map(|bookmark| bookmark.id);
    }

    /// Sets the position to go to once the text of an article is loaded.
    pub(super) fn set_target(&mut self, id: ArticleId, target: Option<OpenTarget>) {
        self.awaited_target = target.map(|target| (id, target));
    }

    /// Shows the selected article without opening it, at the selected place.
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
                self.awaited_target = Some((id, OpenTarget::Anchor(anchor)));
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
                    self.awaited_target = Some((id, OpenTarget::Anchor(anchor)));
                }
                (None, None) => self.awaited_target = None,
            }
        }
    }

    /// Goes to the awaited place of a previewed article if its text is loaded; adds nothing to the history.
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
        if let (Some((_, OpenTarget::Anchor(anchor))), Some(text)) =
            (self.awaited_target.take(), &mut self.text)
        {
            text.go_to_place(&anchor);
        }
    }

    /// Closes the article for the list: the source, the search and the selected link are closed, the position is saved.
    pub(super) fn close(&mut self, list: &List, effects: &mut Effects) {
        self.leave_other_text();
        (self.awaited_source, self.awaited_comparison) = (None, None);
        self.mark_change_seen(list, effects);
        if let Some(text) = &mut self.text {
            text.end_find();
            text.select_link(None);
        }
        self.remember_position();
        self.save_position(list, effects);
    }

    /// Receives the text of an article. False if that article is not shown.
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
                self.return_to_left_text(id);
                self.show_head_note(id, list, page);
                self.decorate_text(page, effects);
            }
            None => self.lay_out(id, document, list, page, effects),
        }
        true
    }

    /// Lays out a text at the reading position of the article.
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
        self.show_head_note(id, list, page);
        self.reserve_image_space();
        self.request_highlighting(page, effects);
        let restarts = page.restarts_finished && self.was_finished(id, list);
        if self.positions.has_position(id) && !restarts {
            self.restore_position();
        }
        self.show_place_marks();
        self.preview_target();
        self.show_comparison_of_awaited_text(page, effects);
    }

    /// Adds images, highlighting and place marks to a text that has been replaced.
    fn decorate_text(&mut self, page: &PageLayout, effects: &mut Effects) {
        self.reserve_image_space();
        self.request_highlighting(page, effects);
        self.show_place_marks();
    }

    /// Lays out the text for another page; the words at the top stay there.
    pub(super) fn resize(&mut self, page: &PageLayout) {
        if let Some(text) = &mut self.text {
            text.resize(page.options.clone(), page.height);
        }
        self.reserve_image_space();
    }

    /// Stops waiting for the text of an unreadable article.
    pub(super) fn receive_error(&mut self, id: ArticleId) {
        self.awaited_text.take_if(|awaited| *awaited == id);
    }

    /// Requests the text of an article that has changed.
    pub(super) fn reload(&mut self, id: ArticleId, list: &List, effects: &mut Effects) {
        self.recent_documents.retain(|(other, _)| *other != id);
        if let Some(article) = list.get(id) {
            effects.submit(Job::LoadDocument(id, article.origin.clone()));
        }
    }

    /// Drops texts of articles that have changed according to a page, except that of the shown one.
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

    /// Returns the shown article if its text has changed according to a page.
    pub(super) fn outdated_article(&self, page: &Page, list: &List) -> Option<ArticleId> {
        let shown = self.shown?;
        let updated = |article: &ArticleRow| article.library_times.map(|times| times.updated);
        let before = updated(list.get(shown)?)?;
        let now = page.rows.iter().find(|row| row.id == shown);
        now.and_then(updated)
            .is_some_and(|now| now != before)
            .then_some(shown)
    }

    /// Returns the articles that must stay in memory even without a row in the list.
    pub(super) fn needed_ids(&self) -> Vec<ArticleId> {
        let read = self.history.articles();
        let left = self.paging_keys.left_articles().iter().copied();
        self.shown.into_iter().chain(left).chain(read).collect()
    }
}
