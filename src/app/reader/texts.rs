//! Texts of the shown article, that of its feed and that of its page, and pages that are being fetched.

use super::ReaderPane;
use crate::app::effect::Effects;
use crate::app::list::List;
use crate::model::{ArticleId, ArticleTexts};

impl ReaderPane {
    /// Receives the texts of an article.
    pub(in crate::app) fn receive_texts(&mut self, id: ArticleId, texts: ArticleTexts) {
        self.awaited_pages.retain(|awaited| *awaited != id);
        if self.shown == Some(id) {
            self.texts = Some((id, texts));
        }
    }

    /// Returns the texts of the shown article, if they are known.
    pub(in crate::app) fn texts(&self) -> Option<&ArticleTexts> {
        let (id, texts) = self.texts.as_ref()?;
        (self.shown == Some(*id)).then_some(texts)
    }

    /// Records that the page of an article is being fetched.
    pub(in crate::app) fn await_page(&mut self, id: ArticleId) {
        if !self.awaited_pages.contains(&id) {
            self.awaited_pages.push(id);
        }
    }

    /// Stops waiting for the page of an article. False if it was not awaited.
    pub(in crate::app) fn stop_awaiting_page(&mut self, id: ArticleId) -> bool {
        let before = self.awaited_pages.len();
        self.awaited_pages.retain(|awaited| *awaited != id);
        self.awaited_pages.len() < before
    }

    /// Shows another text of an article, if that is in the pane; the words at the top of the screen stay there where the other text has
    /// them. The choice concerns all articles of a source, so that texts in memory are loaded again.
    pub(in crate::app) fn show_other_text(
        &mut self,
        id: ArticleId,
        texts: ArticleTexts,
        list: &List,
        effects: &mut Effects,
    ) {
        self.receive_texts(id, texts);
        let shown = self.shown;
        self.recent_documents
            .retain(|(other, _)| shown == Some(*other) && *other != id);
        if shown == Some(id) {
            self.leave_source();
            self.reload(id, list, effects);
        }
    }

    /// Forgets the text of an article whose page was fetched in the background, unless it is in the pane: there it changes only by a
    /// key.
    pub(in crate::app) fn forget_text(&mut self, id: ArticleId) {
        if self.shown != Some(id) {
            self.recent_documents.retain(|(other, _)| *other != id);
        }
    }
}
