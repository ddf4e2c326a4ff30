//! Bookmarked places of the shown article, and its end, which marks it as read.

use super::{PlaceToBookmark, ReaderPane};
use crate::model::{ArticleId, Bookmark};

impl ReaderPane {
    /// Receives the bookmarks of an article.
    pub(in crate::app) fn receive_bookmarks(&mut self, id: ArticleId, bookmarks: Vec<Bookmark>) {
        if self.shown == Some(id) {
            self.bookmarks = Some((id, bookmarks));
            self.show_place_marks();
        }
    }

    /// Marks the bookmarked places in the text.
    pub(super) fn show_place_marks(&mut self) {
        let known = self.bookmarks.as_ref();
        let text = self.text_under.as_mut().or(self.text.as_mut());
        if let (Some((id, bookmarks)), Some(text)) = (known, text)
            && text.id() == *id
        {
            text.set_place_marks(bookmarks);
        }
    }

    /// Returns the bookmarks of an article if it is shown, else none.
    pub(in crate::app) fn bookmarks_of(&self, id: ArticleId) -> &[Bookmark] {
        match &self.bookmarks {
            Some((of, bookmarks)) if *of == id => bookmarks,
            _ => &[],
        }
    }

    /// Returns the bookmark of the place that keys apply to: the one on the current line.
    pub(in crate::app) fn bookmark_on_current_line(&self) -> Option<&Bookmark> {
        let text = self.text.as_ref().filter(|_| !self.shows_other_text())?;
        let here = text.bookmark_on_current_line()?;
        let mut known = self.bookmarks_of(text.id()).iter();
        known.find(|bookmark| bookmark.id == here)
    }

    /// Returns the bookmark with a note that is to be read beside the text: the one on the current line, else the first
    /// one on the screen.
    pub(in crate::app) fn bookmark_with_note_in_view(&self) -> Option<&Bookmark> {
        let text = self.text.as_ref().filter(|_| !self.shows_other_text())?;
        let known = self.bookmarks_of(text.id());
        let has_note = |bookmark: &&Bookmark| bookmark.note.is_some();
        let here = self.bookmark_on_current_line().filter(has_note);
        here.or_else(|| {
            let shown = text.bookmarks_in_view();
            let mut shown = shown
                .iter()
                .filter_map(|id| known.iter().find(|b| b.id == *id));
            shown.find(has_note)
        })
    }

    /// Returns the place that a bookmark made now would have. `text_key` shows the text where a comparison is shown.
    ///
    /// # Errors
    ///
    /// Nothing can be bookmarked here; the error is the message to the user.
    pub(in crate::app) fn place_to_bookmark(
        &self,
        text_key: &str,
    ) -> Result<PlaceToBookmark, String> {
        if self.shows_source() {
            return Err("Places in the source can't be bookmarked".to_owned());
        }
        if self.shows_comparison() {
            return Err(format!(
                "Places can be bookmarked in the text; {text_key} shows it"
            ));
        }
        let place = self.text.as_ref().and_then(|text| text.place_to_bookmark());
        place.ok_or_else(|| "No text to bookmark here".to_owned())
    }

    /// Returns the article if it was opened and is on the screen whole.
    pub(in crate::app) fn article_in_sight(&self) -> Option<ArticleId> {
        let text = self.text.as_ref()?;
        let id = self.article_at_end()?;
        (text.is_at_start() && !self.is_growing).then_some(id)
    }

    /// Returns the article if it was opened and its end is on the screen.
    pub(in crate::app) fn article_at_end(&self) -> Option<ArticleId> {
        let text = self.text.as_ref()?;
        (text.is_at_end() && self.is_open && !self.shows_other_text()).then(|| text.id())
    }
}
